//! The programs of PostgreSQL.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder with one version's programs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Programs {
    folder: PathBuf,
}

impl Programs {
    /// The newest version that Debian's packages installed, else what is on the PATH. `KITAAB_PG_BIN` names another
    /// folder.
    pub fn find() -> Option<Self> {
        if let Some(folder) = env::var_os("KITAAB_PG_BIN") {
            return Self::in_folder(Path::new(&folder));
        }
        let packaged = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
        // By number: 9.6 came before 15.
        let mut packaged: Vec<(u32, PathBuf)> = packaged
            .filter_map(|version| {
                Some((version.file_name().to_str()?.parse().unwrap_or_default(), version.path().join("bin")))
            })
            .collect();
        packaged.sort();
        let path = env::var_os("PATH").unwrap_or_default();
        let candidates = packaged.into_iter().rev().map(|(_, folder)| folder).chain(env::split_paths(&path));
        candidates.into_iter().find_map(|folder| Self::in_folder(&folder))
    }

    fn in_folder(folder: &Path) -> Option<Self> {
        let folder = folder.to_owned();
        let whole = ["initdb", "postgres", "pg_ctl"].iter().all(|program| folder.join(program).is_file());
        whole.then_some(Self { folder })
    }

    /// One of them, to be run as whoever runs servers here.
    pub fn command(&self, program: &str) -> Command {
        Self::run_as_server(self.folder.join(program))
    }

    /// A program of the system, to be run as whoever runs servers here: for the files of a server.
    pub fn as_server(&self, program: &str) -> Command {
        Self::run_as_server(PathBuf::from(program))
    }

    fn run_as_server(program: PathBuf) -> Command {
        let mut command = Command::new(program);
        as_server(&mut command);
        command
    }
}

/// PostgreSQL refuses to run as root, who therefore runs it as somebody else.
#[cfg(unix)]
pub(crate) fn as_server(command: &mut Command) {
    use std::os::unix::process::CommandExt as _;

    if let Some((user, group)) = servant() {
        command.uid(user).gid(group);
    }
    // Whatever this process' folder is, the other user need not be allowed to enter it.
    command.current_dir("/");
}

/// Servers run as the user who asks for them.
#[cfg(not(unix))]
pub(crate) fn as_server(_: &mut Command) {}

/// Whom root lets run servers: `postgres` where the packages made that user, else `nobody`.
#[cfg(unix)]
pub(crate) fn servant() -> Option<(u32, u32)> {
    let id = |args: &[&str]| -> Option<u32> {
        let said = Command::new("id").args(args).output().ok()?;
        String::from_utf8(said.stdout).ok()?.trim().parse().ok()
    };
    if id(&["-u"]) != Some(0) {
        return None;
    }
    ["postgres", "nobody"].iter().find_map(|name| Some((id(&["-u", name])?, id(&["-g", name])?)))
}
