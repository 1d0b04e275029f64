//! PgBouncer between a test and its server.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use url::Url;

use crate::cluster::{Cluster, new_folder};
use crate::keeper::Keeper;
use crate::programs::as_server;
use crate::role::Role;
use crate::skipped::skipped;

const PORT: u16 = 6432;
const PATIENCE: Duration = Duration::from_secs(20);

/// A PgBouncer in transaction mode in front of a server of one's own.
#[derive(Debug)]
pub struct Pooler {
    url: Url,
    process: Child,
    _keeper: Keeper,
}

impl Pooler {
    /// Starts one with so many connections to the server. `None`, and a line that says so, where there is no PgBouncer.
    pub fn before(cluster: &Cluster, connections: u32) -> Option<Self> {
        let (folder, keeper) = new_folder(None);
        let logins = ["postgres"].into_iter().chain(Role::MADE.into_iter().filter_map(Role::login));
        let list: Vec<String> = logins.map(|login| format!("\"{login}\" \"\"")).collect();
        fs::write(folder.join("users"), list.join("\n") + "\n").expect("its users");
        let settings = format!(
            "[databases]\n* = host={server} port=5432\n\n[pgbouncer]\npool_mode = transaction\nlisten_addr =\n\
             listen_port = {PORT}\nunix_socket_dir = {own}\nauth_type = trust\nauth_file = {own}/users\nlogfile = {own}/log\n\
             pidfile = {own}/data/postmaster.pid\nmax_client_conn = 500\ndefault_pool_size = {connections}\n\
             ignore_startup_parameters = extra_float_digits\n",
            server = cluster.folder().display(),
            own = folder.display(),
        );
        fs::write(folder.join("settings"), settings).expect("its settings");
        // Where the keeper looks for whom to end.
        let data = folder.join("data");
        fs::create_dir(&data).expect("a folder");
        #[cfg(unix)]
        if let Some((user, group)) = crate::programs::servant() {
            std::os::unix::fs::chown(&data, Some(user), Some(group)).expect("root may give a folder away");
        }
        let mut command = Command::new("pgbouncer");
        as_server(&mut command);
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        command.arg(folder.join("settings")).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let Ok(process) = command.spawn() else {
            skipped("PgBouncer is missing; to install it: apt-get install pgbouncer (as root)");
            return None;
        };
        let mut url = Url::parse(&cluster.url(Role::App, "postgres")).expect("a URL");
        url.set_port(Some(PORT)).expect("a URL with a host");
        url.query_pairs_mut().clear().append_pair("host", &folder.display().to_string());
        let since = Instant::now();
        while !folder.join(format!(".s.PGSQL.{PORT}")).exists() {
            assert!(since.elapsed() < PATIENCE, "PgBouncer does not start");
            sleep(Duration::from_millis(20));
        }
        Some(Self { url, process, _keeper: keeper })
    }

    /// Where a role finds a database through it.
    pub fn url(&self, role: Role, database: &str) -> String {
        let mut url = self.url.clone();
        url.set_username(role.login().unwrap_or("postgres")).expect("a URL with a host");
        url.set_path(database);
        url.into()
    }
}

impl Drop for Pooler {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
