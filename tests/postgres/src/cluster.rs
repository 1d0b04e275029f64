//! A server.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock};
use std::thread::sleep;
use std::time::{Duration, Instant};

use sqlx::{Connection as _, PgConnection};
use url::Url;

use crate::backup::Backup;
use crate::database::Database;
use crate::keeper::Keeper;
use crate::programs::Programs;
use crate::role::Role;
use crate::skipped::skipped;

/// How long a server may take to start or to stop.
const PATIENCE: Duration = Duration::from_mins(1);
/// The port is a part of the socket's name; each server has a folder of its own for it.
pub(crate) const PORT: u16 = 5432;

/// How to run a server.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    durable: bool,
    parameters: Vec<(String, String)>,
    below: Option<PathBuf>,
}

impl Settings {
    /// As fast as it gets: what was committed may be lost with the power.
    pub fn new() -> Self {
        Self::default()
    }

    /// Commits wait for the disk, as in production.
    pub fn durable(mut self) -> Self {
        self.durable = true;
        self
    }

    /// Sets one of the server's parameters, as in `postgresql.conf`.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.parameters.push((name.to_owned(), value.to_string()));
        self
    }

    /// Keeps the server below this folder instead of the one for temporary files: on another disk.
    pub fn below(mut self, folder: impl Into<PathBuf>) -> Self {
        self.below = Some(folder.into());
        self
    }

    pub(crate) fn lines(&self) -> String {
        use std::fmt::Write as _;

        let fixed = [("listen_addresses", ""), ("unix_socket_permissions", "0777"), ("max_connections", "200")];
        let lost = [("fsync", "off"), ("synchronous_commit", "off"), ("full_page_writes", "off")];
        let fast = if self.durable { &lost[..0] } else { &lost[..] };
        let given = self.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let mut text = String::new();
        for (name, value) in fixed.iter().chain(fast).copied().chain(given) {
            let _ = writeln!(text, "{name} = '{}'", value.replace('\'', "''"));
        }
        text
    }
}

/// A server to test on.
#[derive(Debug)]
pub struct Cluster {
    /// The superuser's way to the database `postgres`.
    url: Url,
    /// Absent if somebody else runs the server.
    own: Option<Own>,
    databases: AtomicU32,
}

/// A server that was made for the occasion.
#[derive(Debug)]
struct Own {
    programs: Programs,
    folder: PathBuf,
    process: Mutex<Option<Child>>,
    /// The last to be dropped.
    _keeper: Keeper,
}

impl Cluster {
    /// The server of this process' tests. `None`, and a line that says so, where there is no PostgreSQL.
    pub fn shared() -> Option<&'static Self> {
        static SHARED: OnceLock<Option<Cluster>> = OnceLock::new();
        let shared = SHARED.get_or_init(|| match std::env::var("KITAAB_TEST_PG") {
            Ok(url) => Some(Self::named(&url)),
            Err(_) => Self::make(&Settings::new()),
        });
        if shared.is_none() {
            say_skipped();
        }
        shared.as_ref()
    }

    /// A server of one's own. `None`, and a line that says so, where there is no PostgreSQL.
    pub fn start(settings: &Settings) -> Option<Self> {
        let made = Self::make(settings);
        if made.is_none() {
            say_skipped();
        }
        made
    }

    fn make(settings: &Settings) -> Option<Self> {
        let programs = Programs::find()?;
        let (folder, keeper) = new_folder(settings.below.as_deref());
        let mut initdb = programs.command("initdb");
        initdb.args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]);
        run(initdb.arg("-D").arg(folder.join("data")));
        let made = Self::over(programs, folder, keeper, &settings.lines());
        made.make_roles();
        Some(made)
    }

    /// Runs a data folder that somebody else filled: a backup, a standby.
    pub(crate) fn over(programs: Programs, folder: PathBuf, keeper: Keeper, lines: &str) -> Self {
        let file = folder.join("data/postgresql.auto.conf");
        let set = fs::read_to_string(&file).unwrap_or_default();
        fs::write(&file, format!("{set}{lines}unix_socket_directories = '{}'\n", folder.display()))
            .expect("its settings");
        let mut url = Url::parse(&format!("postgres://postgres@localhost:{PORT}/postgres")).expect("a URL");
        url.query_pairs_mut().append_pair("host", &folder.display().to_string());
        let own = Own { programs, folder, process: Mutex::new(None), _keeper: keeper };
        let made = Self { url, own: Some(own), databases: AtomicU32::new(0) };
        made.restart();
        made
    }

    /// A server that somebody runs and gives us the superuser of.
    fn named(url: &str) -> Self {
        let url = Url::parse(url).expect("KITAAB_TEST_PG is the URL of a superuser");
        let named = Self { url, own: None, databases: AtomicU32::new(0) };
        named.make_roles();
        named
    }

    /// Where a role finds a database.
    pub fn url(&self, role: Role, database: &str) -> String {
        let mut url = self.url.clone();
        if let Some(login) = role.login() {
            url.set_username(login).expect("a URL with a host");
        }
        url.set_path(database);
        url.into()
    }

    /// An empty database: no schema, but with the roles. It goes when it is dropped.
    pub async fn blank(&self) -> Database {
        self.copy_of("template0").await
    }

    /// A database that begins as a copy of another, to which nobody may be connected.
    pub async fn copy_of(&self, template: &str) -> Database {
        let number = self.databases.fetch_add(1, Ordering::Relaxed);
        let name = format!("kitaab_test_{}_{number}", std::process::id());
        let mut superuser = self.superuser("postgres").await;
        run_sql(&mut superuser, &format!(r#"CREATE DATABASE "{name}" TEMPLATE "{template}" OWNER kitaab_owner"#)).await;
        Database::new(self.url.clone(), name)
    }

    /// A connection past every policy.
    pub async fn superuser(&self, database: &str) -> PgConnection {
        let url = self.url(Role::Superuser, database);
        PgConnection::connect(&url).await.expect("the superuser connects")
    }

    /// Kills the server's main process: nobody is told, nothing is tidied up. Those that serve a connection notice it
    /// when they next have nothing to do, and may commit until then.
    ///
    /// # Panics
    /// If somebody else runs the server.
    pub fn kill(&self) {
        let mut process = self.own().process.lock().expect("no panic before");
        if let Some(mut process) = process.take() {
            process.kill().expect("a server that runs");
            process.wait().expect("it is gone");
        }
    }

    /// Kills all processes of the server, as a crash of the machine would.
    ///
    /// # Panics
    /// If somebody else runs the server.
    pub fn kill_all(&self) {
        let mut process = self.own().process.lock().expect("no panic before");
        if let Some(mut process) = process.take() {
            // Those that it starts from now on see that their parent is gone before they do anything.
            let serving = children_of(process.id());
            process.kill().expect("a server that runs");
            for process in serving {
                kill_process(process);
            }
            process.wait().expect("it is gone");
        }
    }

    /// Kills one of the processes that serve connections to a database; the server then ends the others and recovers by
    /// itself. Says whether there was one.
    ///
    /// # Panics
    /// If somebody else runs the server.
    pub fn kill_serving(&self) -> bool {
        let process = self.own().process.lock().expect("no panic before");
        let serving = process.as_ref().map(|process| children_of(process.id())).unwrap_or_default();
        // The title of one that serves ends with what it is at: `postgres: user database [local] idle`.
        let title = |process: &u32| fs::read_to_string(format!("/proc/{process}/cmdline")).unwrap_or_default();
        let busy = serving.into_iter().find(|process| title(process).contains("[local]"));
        busy.map(kill_process).is_some()
    }

    /// Stops the server in order, waiting for what it has to write but for no client.
    pub fn stop(&self) {
        let own = self.own();
        if let Some(mut process) = own.process.lock().expect("no panic before").take() {
            run(own.programs.command("pg_ctl").args(["stop", "--mode=fast", "-D"]).arg(own.folder.join("data")));
            process.wait().expect("it is gone");
        }
    }

    /// Starts the server again after [`kill`](Self::kill) or [`stop`](Self::stop); waits until it takes connections.
    pub fn restart(&self) {
        let own = self.own();
        let mut process = own.process.lock().expect("no panic before");
        assert!(process.is_none(), "it runs");
        let since = Instant::now();
        loop {
            let mut child = own.start();
            loop {
                if own.is_ready() {
                    *process = Some(child);
                    return;
                }
                assert!(since.elapsed() < PATIENCE, "the server does not start: {}", own.log());
                // A backend of one that was killed may still hold the memory: then it is to be tried again.
                if child.try_wait().expect("a status").is_some() {
                    break;
                }
                sleep(Duration::from_millis(20));
            }
            sleep(Duration::from_millis(50));
        }
    }

    /// A server that follows this one, as a streaming replica; it takes reads only.
    pub fn standby(&self, settings: &Settings) -> Self {
        let own = self.own();
        let (folder, keeper) = new_folder(None);
        let mut copy = own.programs.command("pg_basebackup");
        copy.args(["--checkpoint=fast", "--wal-method=stream", "--write-recovery-conf", "--username=postgres"]);
        run(copy.arg("-h").arg(&own.folder).args(["-p", &PORT.to_string()]).arg("-D").arg(folder.join("data")));
        Self::over(own.programs.clone(), folder, keeper, &settings.lines())
    }

    /// Adds lines to the settings; they hold from the next [`restart`](Self::restart) on.
    pub fn configure(&self, settings: &Settings) {
        let file = self.folder().join("data/postgresql.auto.conf");
        let set = fs::read_to_string(&file).expect("its settings");
        fs::write(&file, set + &settings.lines()).expect("its settings");
    }

    /// The folder with `data`, the socket and `log`.
    pub fn folder(&self) -> &Path {
        &self.own().folder
    }

    /// The programs of its version.
    pub fn programs(&self) -> &Programs {
        &self.own().programs
    }

    /// Copies its data while it runs, as `pg_basebackup` does it. What is committed after that is not in it.
    ///
    /// # Panics
    /// If somebody else runs the server.
    pub fn back_up(&self) -> Backup {
        Backup::of(self)
    }

    fn own(&self) -> &Own {
        self.own.as_ref().expect("a server of one's own")
    }

    /// The groups that the schema grants to, and a login for each. Several processes may do it at once.
    fn make_roles(&self) {
        use std::fmt::Write as _;

        let password = self.url.password().map(|password| format!(" PASSWORD '{}'", password.replace('\'', "''")));
        let mut sql = String::from("SELECT pg_advisory_lock(hashtext('kitaab_test_pg'));");
        for role in Role::MADE {
            let (group, login) = (role.group().unwrap_or_default(), role.login().unwrap_or_default());
            for create in [
                format!("CREATE ROLE {group} NOLOGIN"),
                format!("CREATE ROLE {login} LOGIN{} IN ROLE {group}", password.as_deref().unwrap_or_default()),
            ] {
                let _ = write!(sql, "DO $$ BEGIN {create}; EXCEPTION WHEN duplicate_object THEN NULL; END $$;");
            }
        }
        let url = self.url.to_string();
        block_on(async move {
            let mut superuser = PgConnection::connect(&url).await.expect("the superuser connects");
            run_sql(&mut superuser, &sql).await;
        });
    }
}

impl Own {
    fn start(&self) -> Child {
        let log = fs::OpenOptions::new().create(true).append(true).open(self.folder.join("log")).expect("a log");
        let mut postgres = self.programs.command("postgres");
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut postgres, 0);
        postgres.arg("-D").arg(self.folder.join("data")).args(["-p", &PORT.to_string()]);
        postgres.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn().expect("the server starts")
    }

    fn is_ready(&self) -> bool {
        let mut ready = self.programs.command("pg_isready");
        ready.arg("-q").arg("-h").arg(&self.folder).args(["-p", &PORT.to_string()]);
        ready.status().is_ok_and(|status| status.success())
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        // The keeper would do it too, but leave its parent a process to wait for.
        if let Some(mut process) = self.process.lock().ok().and_then(|mut process| process.take()) {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

/// The processes that a process started and that still run.
fn children_of(parent: u32) -> Vec<u32> {
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let numbers = processes.filter_map(|process| process.file_name().to_str()?.parse().ok());
    // `pid (name) state ppid …`; the name may hold anything.
    let parent_of = |process: &u32| -> Option<u32> {
        let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
        stat.rsplit_once(") ")?.1.split(' ').nth(1)?.parse().ok()
    };
    numbers.filter(|process| parent_of(process) == Some(parent)).collect()
}

/// Kills a process that may be gone already.
fn kill_process(process: u32) {
    let _ = Command::new("kill").args(["-9", &process.to_string()]).stderr(Stdio::null()).status();
}

/// A folder that the server may write to, with a path short enough for a socket.
pub(crate) fn new_folder(below: Option<&Path>) -> (PathBuf, Keeper) {
    let mut named = tempfile::Builder::new();
    let named = named.prefix("kpg");
    let made = below.map_or_else(|| named.tempdir(), |below| named.tempdir_in(below));
    let folder = made.expect("a folder").keep();
    #[cfg(unix)]
    {
        use std::os::unix::fs::{PermissionsExt as _, chown};

        if let Some((user, group)) = crate::programs::servant() {
            chown(&folder, Some(user), Some(group)).expect("root may give a folder away");
        }
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).expect("whoever tests may reach the socket");
    }
    let keeper = Keeper::of(&folder);
    (folder, keeper)
}

fn say_skipped() {
    skipped(
        "PostgreSQL is missing; to install it: apt-get install postgresql (as root), or name one in KITAAB_TEST_PG",
    );
}

/// Runs a program that must succeed.
pub(crate) fn run(command: &mut Command) {
    let output = command.stdin(Stdio::null()).output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let said = [output.stdout, output.stderr].concat();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&said));
}

/// Runs SQL of our own making, several statements at once if need be.
pub(crate) async fn run_sql(connection: &mut PgConnection, sql: &str) {
    let done = sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(connection).await;
    done.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

/// Waits for something from wherever we are: a test's runtime does not like to be blocked, and may not be there.
pub(crate) fn block_on<F>(future: F) -> F::Output
where
    F: Future<Output: Send> + Send + 'static,
{
    let thread = std::thread::spawn(|| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(future)
    });
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}
