//! Libraries that apps carry: built by the profile `small`, and without the paths of the machine that built them.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::command::{self, Repo};

/// A library to be built to be small.
#[derive(Debug)]
pub(crate) struct Small {
    pub(crate) package: &'static str,
    pub(crate) features: &'static [&'static str],
    /// The file's name.
    pub(crate) library: &'static str,
}

/// A library that was built to be small.
#[derive(Debug)]
pub(crate) struct Built {
    /// With its symbols, from which uniffi's generator learns what is in it.
    pub(crate) named: PathBuf,
    /// What is handed out.
    pub(crate) stripped: PathBuf,
}

impl Small {
    /// Builds it.
    pub(crate) fn build(&self, repo: &Repo) -> Result<Built> {
        let mut build = repo.cargo(["rustc", "--locked", "--profile", "small", "--lib", "--crate-type", "cdylib"]);
        build.args(["--package", self.package]).args(self.features);
        // What Python loads finds Python's own functions there, and links to no library of it.
        build.env("PYO3_BUILD_EXTENSION_MODULE", "1").env("CARGO_ENCODED_RUSTFLAGS", flags(repo)?);
        // Only of the library itself, so that all else is what `cargo build --profile small` has, too.
        command::run(build.args(["--", "-C", "strip=none"]))?;
        let named = repo.path("target/small").join(self.library);
        if !named.is_file() {
            bail!("{} was not made", named.display());
        }
        let stripped = repo.path("target/small/stripped").join(self.library);
        strip(repo, &named, &stripped)?;
        Ok(Built { named, stripped })
    }
}

/// What the compiler is told: the flags of this environment, and to leave out where the sources are, of which panics would
/// tell.
fn flags(repo: &Repo) -> Result<OsString> {
    let given = env::var("CARGO_ENCODED_RUSTFLAGS").ok();
    let given =
        given.or_else(|| Some(env::var("RUSTFLAGS").ok()?.split_whitespace().collect::<Vec<_>>().join(SEPARATOR)));
    let mut flags: Vec<OsString> = given.filter(|given| !given.is_empty()).into_iter().map(OsString::from).collect();
    for folder in registries()?.into_iter().chain([repo.path("")]) {
        let mut flag = OsString::from("--remap-path-prefix=");
        flag.push(folder.join(""));
        flag.push("=");
        flags.push(flag);
    }
    Ok(flags.join(SEPARATOR.as_ref()))
}

/// What stands between two flags of `CARGO_ENCODED_RUSTFLAGS`.
const SEPARATOR: &str = "\x1f";

/// Where the sources of crates are, of each registry. Without any, all crates are vendored, somewhere below the repository.
pub(crate) fn registries() -> Result<Vec<PathBuf>> {
    let folders = fs::read_dir(cargo_home()?.join("registry/src")).into_iter().flatten();
    Ok(folders.map(|folder| Ok(folder?.path())).collect::<std::io::Result<_>>()?)
}

fn cargo_home() -> Result<PathBuf> {
    if let Some(home) = env::var_os("CARGO_HOME") {
        return Ok(home.into());
    }
    let home = env::home_dir().context("neither CARGO_HOME nor a home directory is known")?;
    Ok(home.join(".cargo"))
}

/// Leaves out of a library what only a debugger reads.
fn strip(repo: &Repo, from: &Path, to: &Path) -> Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    if cfg!(windows) {
        // Symbols are in a file of their own there.
        fs::copy(from, to)?;
        return Ok(());
    }
    // As the compiler would do it: on Apple's systems, the names of what a library offers are among its symbols.
    let unneeded = if cfg!(target_os = "macos") { "-x" } else { "-s" };
    command::run(repo.command("strip", [unneeded, "-o"]).arg(to).arg(from))
}
