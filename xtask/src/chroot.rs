//! Debian's Swift, in a system of its own.
//!
//! Swift has no packages for the Debian that most machines run, but the next one, trixie, has. So a small trixie is put
//! into [`FOLDER`] once, outside the repository: all checkouts share it, and it stays when `target` is removed.
//!
//! Programs in it run with mounts of their own (`unshare`), which end with them. That needs root.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::command::{self, Repo};

/// Where the system is.
const FOLDER: &str = "/var/cache/kitaab-swift";
/// Written when all is installed.
const READY: &str = "/var/cache/kitaab-swift/kitaab-is-ready";
/// Where a program in the system finds what it works on.
pub(crate) const WORK: &str = "/kitaab";

/// What Swift needs there: SwiftPM links with the C library and finds ours by pkg-config.
const PACKAGES: &str = "swiftlang libc6-dev libstdc++-14-dev pkgconf git ca-certificates";

/// Whether programs can be run in the system.
pub(crate) fn is_there(repo: &Repo) -> bool {
    Path::new(READY).is_file() && may_mount(repo)
}

/// Whether this user may mount.
pub(crate) fn may_mount(repo: &Repo) -> bool {
    command::succeeds(
        &mut repo.command("unshare", ["--mount", "--propagation", "private", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]),
    )
}

/// Installs the system.
pub(crate) fn install(repo: &Repo) -> Result<()> {
    if !may_mount(repo) {
        anyhow::bail!(
            "this user may not mount, which Swift's system needs: run it as root, outside a confined container"
        );
    }
    // A system that was left half-way is no base to go on from.
    command::run(&mut repo.command("rm", ["-rf", "--one-file-system", FOLDER]))?;
    command::run(&mut repo.command("mkdir", ["-p", FOLDER]))?;
    let bootstrap = ["--variant=minbase", "trixie", FOLDER, "http://deb.debian.org/debian"];
    command::run(&mut repo.command("debootstrap", bootstrap))?;
    // Nothing waits for the disk: what a loss of power leaves half-way is not ready, and made anew.
    let script = format!(
        "export DEBIAN_FRONTEND=noninteractive
        echo force-unsafe-io > /etc/dpkg/dpkg.cfg.d/kitaab
        apt-get update && apt-get install --yes --no-install-recommends {PACKAGES} && apt-get clean"
    );
    command::run(&mut inside(repo, &[], &["sh", "-c", &script]))?;
    command::run(&mut repo.command("touch", [READY]))
}

/// A program to be run in the system, with some folders mounted below [`WORK`].
pub(crate) fn inside(repo: &Repo, folders: &[(PathBuf, &str)], program: &[impl AsRef<OsStr>]) -> Command {
    let mut script =
        String::from("set -e\nroot=$1; shift\nmount -t proc proc \"$root/proc\"\nmount --bind /dev \"$root/dev\"\n");
    for _ in folders {
        script += "mkdir -p \"$root/kitaab/$2\"\nmount --bind \"$1\" \"$root/kitaab/$2\"\nshift 2\n";
    }
    script += "exec chroot \"$root\" \"$@\"\n";
    let mut command =
        repo.command("unshare", ["--mount", "--propagation", "private", "sh", "-c", &script, "sh", FOLDER]);
    for (folder, name) in folders {
        command.arg(folder).arg(name);
    }
    // Debian keeps Swift's own clang beside it, and off the PATH.
    let path = "PATH=/usr/libexec/swift/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    command.args(["/usr/bin/env", path, "HOME=/tmp", "LANG=C.UTF-8"]).args(program);
    command
}
