//! `cargo xtask node`: the package for Node.
//!
//! The native part is built by cargo and laid beside bindings/node/package.json, where the package looks first. npm
//! brings the compiler of TypeScript, which the tests are written in and which checks the types of the package.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::baseline;
use crate::command::{self, Repo};
use crate::server;
use crate::step::Step;
use crate::tally::Tally;
use crate::tool::{C_COMPILER, Install, POSTGRESQL, Tool};
use crate::workspace;

const FOLDER: &str = "bindings/node";

/// The oldest Node that the package supports.
const OLDEST: u32 = 20;

/// Runs the package and its tests.
const NODE: Tool = Tool {
    name: "Node 20 or newer, with npm",
    found: |repo| {
        let version = command::output(&mut repo.command("node", ["--version"])).unwrap_or_default();
        let major = version.strip_prefix('v').and_then(|version| version.split('.').next()?.parse::<u32>().ok());
        major.is_some_and(|major| major >= OLDEST) && command::succeeds(&mut npm(repo, ["--version"]))
    },
    install: Install::Debian(&["nodejs", "npm"]),
};

/// The steps of the task.
pub(crate) fn steps() -> Vec<Step> {
    vec![
        Step { name: "Node tests", needs: &[&C_COMPILER, &NODE], run: test },
        Step { name: "Node tests on PostgreSQL", needs: &[&C_COMPILER, &NODE, &POSTGRESQL], run: test_on_a_server },
    ]
}

/// Compares how long the same takes from Node and from Rust.
pub(crate) fn bench() -> Vec<Step> {
    vec![Step { name: "Node against Rust", needs: &[&C_COMPILER, &NODE], run: measure }]
}

/// Makes the tarballs and lets an empty project use them.
pub(crate) fn package() -> Vec<Step> {
    vec![Step { name: "npm packages", needs: &[&C_COMPILER, &NODE], run: pack }]
}

/// Writes the types of the package anew, after the facade has changed.
pub(crate) fn types() -> Vec<Step> {
    vec![Step { name: "Node types", needs: &[&C_COMPILER, &NODE], run: |repo| write_types(repo, &[]) }]
}

fn test(repo: &Repo) -> Result<Tally> {
    prepare(repo, false)?;
    write_types(repo, &["--check"])?;
    let mut tests = repo.command("node", ["--test", "--test-reporter=tap"]);
    tests.args(test_files(repo, "build/tests")?).current_dir(repo.path(FOLDER));
    run_tests(&mut tests)
}

/// What keeps its books on a server, which is there only meanwhile.
fn test_on_a_server(repo: &Repo) -> Result<Tally> {
    prepare(repo, false)?;
    let mut tests = repo.command("node", ["--test", "--test-reporter=tap"]);
    tests.args(test_files(repo, "build/tests/server")?).current_dir(repo.path(FOLDER));
    run_tests(&mut server::served(repo, &tests)?)
}

fn measure(repo: &Repo) -> Result<Tally> {
    prepare(repo, true)?;
    let program = baseline::build(repo)?;
    for _ in 0..baseline::TURNS {
        command::run(repo.command("node", ["build/bench/bench.js"]).arg(&program).current_dir(repo.path(FOLDER)))?;
    }
    Ok(Tally::PASSED)
}

/// The tests, one by one: a folder means all tests in it to Node 20, and nothing to those after it.
fn test_files(repo: &Repo, folder: &str) -> Result<Vec<PathBuf>> {
    files(&repo.path(FOLDER).join(folder), ".test.js")
}

/// Runs tests of `node:test` and adds up what they counted.
fn run_tests(tests: &mut Command) -> Result<Tally> {
    let mut tally = Tally::default();
    let status = command::watch(tests, |line| tally += Tally::of_node(line).unwrap_or_default())?;
    if !status.success() && tally.failed == 0 {
        tally += Tally::FAILED;
    }
    Ok(tally)
}

/// Builds the native part and what is written in TypeScript.
fn prepare(repo: &Repo, release: bool) -> Result<()> {
    let native = build(repo, release)?;
    fs::copy(&native, repo.path(FOLDER).join(format!("kitaab.{}.node", platform()?)))?;
    command::run(&mut npm(repo, ["ci", "--no-audit", "--no-fund"]))?;
    command::run(&mut npm(repo, ["run", "build"]))
}

fn build(repo: &Repo, release: bool) -> Result<PathBuf> {
    if !release {
        return workspace::library(repo, "kitaab-node", &[workspace::PANICS], LIBRARY);
    }
    command::run(&mut repo.cargo(["build", "--locked", "--release", "--package", "kitaab-node"]))?;
    let library = repo.path("target/release").join(LIBRARY);
    if !library.is_file() {
        bail!("{} was not made", library.display());
    }
    Ok(library)
}

/// Has the types written from the facade's words; with `--check`, has them compared.
fn write_types(repo: &Repo, arguments: &[&str]) -> Result<Tally> {
    let nothing: [&str; 0] = [];
    let words = command::output(&mut repo.command(workspace::words(repo)?, nothing))?;
    let file = repo.path("target/words.json");
    fs::write(&file, words)?;
    command::run(repo.command("node", ["bindings/node/scripts/types.mjs"]).arg(file).args(arguments))?;
    Ok(Tally::PASSED)
}

/// npm in the package's folder.
fn npm<const N: usize>(repo: &Repo, arguments: [&str; N]) -> Command {
    let mut npm = repo.command(if cfg!(windows) { "npm.cmd" } else { "npm" }, arguments);
    npm.current_dir(repo.path(FOLDER));
    npm
}

/// The library's name here, as cargo makes it.
#[cfg(target_os = "linux")]
const LIBRARY: &str = "libkitaab_node.so";
#[cfg(target_os = "macos")]
const LIBRARY: &str = "libkitaab_node.dylib";
#[cfg(windows)]
const LIBRARY: &str = "kitaab_node.dll";

/// This platform, as npm's packages name it.
fn platform() -> Result<String> {
    let system = match std::env::consts::OS {
        "macos" => "darwin",
        "windows" => "win32",
        other => other,
    };
    let processor = match std::env::consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        other => bail!("there is no npm package for {other}"),
    };
    Ok(match system {
        "linux" if cfg!(target_env = "musl") => format!("linux-{processor}-musl"),
        "linux" => format!("linux-{processor}-gnu"),
        "win32" => format!("win32-{processor}-msvc"),
        other => format!("{other}-{processor}"),
    })
}

/// Packs the package and its part for this platform, and installs both into an empty project, which uses them.
fn pack(repo: &Repo) -> Result<Tally> {
    let folder = repo.path("target/package/node");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let native = build(repo, true)?;
    let platform = platform()?;
    let mut stage = repo.command("node", ["bindings/node/scripts/stage.mjs"]);
    command::run(stage.args([&folder, &native]).arg(&platform))?;

    let mut install =
        repo.command(if cfg!(windows) { "npm.cmd" } else { "npm" }, ["install", "--no-audit", "--no-fund"]);
    // The parts for other platforms are on the registry once they are published, and not needed here.
    install.args(["--offline", "--omit=optional"]).args(files(&folder, ".tgz")?);
    let project = folder.join("project");
    command::run(install.current_dir(&project))?;
    command::run(repo.command("node", ["index.js"]).current_dir(&project))?;
    Ok(Tally::PASSED)
}

/// The files of a folder whose names end so, in the order of their names.
fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    let mut found = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    found.retain(|path| path.to_string_lossy().ends_with(ending));
    found.sort();
    Ok(found)
}
