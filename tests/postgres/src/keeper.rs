//! Nothing stays behind, however a test ends.

use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::programs::as_server;

/// A shell that waits for this process to go, by whatever death, and then kills the server and removes its folder.
///
/// It notices by its standard input, whose other end only this process holds: the system closes that for the dead.
#[derive(Debug)]
pub(crate) struct Keeper {
    shell: Child,
}

/// Backends notice that their postmaster is gone, and until then may write another file.
const KEEP: &str = r#"
trap "" INT TERM HUP
read -r _
for folder in "$@"; do
    [ -f "$folder/data/postmaster.pid" ] && kill -9 "$(head -n 1 "$folder/data/postmaster.pid")" 2>/dev/null
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        rm -rf "$folder" 2>/dev/null && break
        sleep 0.2
    done
done
"#;

impl Keeper {
    /// Keeps the folder of a server.
    pub(crate) fn of(folder: &Path) -> Self {
        let mut command = Command::new("sh");
        as_server(&mut command);
        // In a group of its own: an interrupt from the keyboard is for the tests.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let shell = command
            .args(["-c", KEEP, "keeper"])
            .arg(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("a shell");
        Self { shell }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        let _ = self.shell.wait();
    }
}
