//! A copy of a server's data.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use sqlx::{Connection as _, PgConnection};

use crate::cluster::{Cluster, Settings, block_on, new_folder, run};
use crate::keeper::Keeper;
use crate::programs::Programs;
use crate::role::Role;

/// How long a server may take to replay what is archived.
const PATIENCE: Duration = Duration::from_mins(2);

/// A copy of a server's data, made while it ran. It goes when it is dropped.
#[derive(Debug)]
pub struct Backup {
    programs: Programs,
    folder: PathBuf,
    _keeper: Keeper,
}

impl Backup {
    pub(crate) fn of(cluster: &Cluster) -> Self {
        let (folder, keeper) = new_folder(None);
        let programs = cluster.programs().clone();
        let mut copy = programs.command("pg_basebackup");
        copy.args(["--wal-method=stream", "--checkpoint=fast", "--no-sync", "-D"]).arg(folder.join("data"));
        run(copy.arg("-d").arg(cluster.url(Role::Superuser, "")));
        Self { programs, folder, _keeper: keeper }
    }

    /// The folder with the data.
    pub fn folder(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// A server that begins with a copy of this, and then replays what `restore_command` brings up to what
    /// `recovery_target_…` names. It takes writes when it is returned.
    pub fn recover(&self, settings: &Settings) -> Cluster {
        let settings = settings.clone().with("recovery_target_action", "promote");
        let recovered = self.start(&settings);
        let since = Instant::now();
        while asks_for_more(&recovered) {
            assert!(since.elapsed() < PATIENCE, "the server does not come to the end of its recovery");
            sleep(Duration::from_millis(50));
        }
        recovered
    }

    fn start(&self, settings: &Settings) -> Cluster {
        let (folder, keeper) = new_folder(None);
        let data = folder.join("data");
        let mut copy = self.programs.as_server("cp");
        run(copy.arg("-a").arg(self.folder()).arg(&data));
        make_mark(&self.programs, &data.join("recovery.signal"));
        // Its own settings come last: of two, the later one holds.
        Cluster::over(self.programs.clone(), folder, keeper, &settings.lines())
    }
}

/// An empty file that belongs to whoever runs servers.
fn make_mark(programs: &Programs, file: &Path) {
    run(programs.as_server("touch").arg(file));
    assert!(fs::metadata(file).is_ok(), "{}", file.display());
}

fn asks_for_more(cluster: &Cluster) -> bool {
    let url = cluster.url(Role::Superuser, "postgres");
    block_on(async move {
        let Ok(mut superuser) = PgConnection::connect(&url).await else { return true };
        let recovering = sqlx::query_scalar("SELECT pg_is_in_recovery()").fetch_one(&mut superuser).await;
        recovering.unwrap_or(true)
    })
}
