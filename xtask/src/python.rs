//! `cargo xtask python`: the package for Python, and what comes of it in the hands of a user.
//!
//! `target/python/venv` is an environment of its own, with what bindings/python/requirements.txt names; the package is
//! built into it.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::baseline;
use crate::command::{self, Repo};
use crate::server;
use crate::step::Step;
use crate::tally::Tally;
use crate::tool::{C_COMPILER, Install, POSTGRESQL, Tool};
use crate::workspace;

const REQUIREMENTS: &str = "bindings/python/requirements.txt";

/// Runs everything of it.
pub(crate) const PYTHON: Tool = Tool {
    name: "Python 3.10 or newer, with venv",
    found: |repo| {
        let check = "import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 10))";
        command::succeeds(&mut repo.command("python3", ["-c", check]))
    },
    install: Install::Debian(&["python3", "python3-venv"]),
};

/// What building, checking and testing takes, from PyPI.
pub(crate) const PACKAGES: Tool = Tool {
    name: "an environment with Python's packages",
    found: |repo| {
        let installed = fs::read(stamp(repo)).ok();
        installed.is_some() && installed == fs::read(repo.path(REQUIREMENTS)).ok()
    },
    install: Install::Task { advice: "cargo xtask python --install (into target/python)", run: make_environment },
};

/// The steps of the task.
pub(crate) fn steps() -> Vec<Step> {
    vec![
        Step { name: "Python tests", needs: &[&C_COMPILER, &PYTHON, &PACKAGES], run: test },
        Step {
            name: "Python tests on PostgreSQL",
            needs: &[&C_COMPILER, &PYTHON, &PACKAGES, &POSTGRESQL],
            run: test_on_a_server,
        },
        Step { name: "Python types", needs: &[&C_COMPILER, &PYTHON, &PACKAGES], run: check_types },
    ]
}

/// Compares how fast the same is from Python, from Rust, and by other ways to the same data.
pub(crate) fn bench() -> Vec<Step> {
    let needs = &[&C_COMPILER, &PYTHON, &PACKAGES, &POSTGRESQL];
    vec![Step { name: "Python against others", needs, run: measure }]
}

/// What is handed out: the wheel, into an environment that holds nothing else.
pub(crate) fn package() -> Vec<Step> {
    vec![Step { name: "Python wheel", needs: &[&C_COMPILER, &PYTHON, &PACKAGES], run: pack }]
}

fn pack(repo: &Repo) -> Result<Tally> {
    let folder = repo.path("target/package/python");
    let wheels = folder.join("wheels");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let mut maturin = python(repo, &["-m", "maturin", "build", "--quiet", "--release", "--locked"]);
    maturin.args(["--manifest-path", "bindings/python/Cargo.toml", "--out"]);
    command::run(maturin.arg(&wheels))?;
    let empty = folder.join("empty");
    command::run(repo.command("python3", ["-m", "venv"]).arg(&empty))?;
    let mut pip = repo.command(empty.join("bin/pip"), ["install", "--quiet", "--no-index", "--find-links"]);
    command::run(pip.arg(&wheels).arg("kitaab"))?;
    let example = "import doctest, kitaab; done = doctest.testmod(kitaab); assert done.attempted and not done.failed";
    command::run(repo.command(empty.join("bin/python"), ["-I", "-c", example]).current_dir(&folder))?;
    Ok(Tally::PASSED)
}

fn test(repo: &Repo) -> Result<Tally> {
    build(repo, false)?;
    run_pytest(python(repo, &PYTEST).args(["-m", "not server"]))
}

/// What keeps its books on a server, which is there only meanwhile.
fn test_on_a_server(repo: &Repo) -> Result<Tally> {
    build(repo, false)?;
    run_pytest(server::served(repo, &python(repo, &PYTEST))?.args(["-m", "server"]))
}

const PYTEST: [&str; 6] = ["-m", "pytest", "--quiet", "--rootdir", "bindings/python", "bindings/python/tests"];

/// Runs pytest, and counts by its last line.
fn run_pytest(tests: &mut Command) -> Result<Tally> {
    let mut tally = Tally::default();
    let status = command::watch(tests, |line| tally = Tally::of_pytest(line).unwrap_or(tally))?;
    if !status.success() && tally.failed == 0 {
        tally += Tally::FAILED;
    }
    Ok(tally)
}

fn check_types(repo: &Repo) -> Result<Tally> {
    build(repo, false)?;
    let strict = ["-m", "mypy", "--config-file", "bindings/python/pyproject.toml"];
    let checked = ["bindings/python/python", "bindings/python/tests", "bindings/python/bench", "examples/python"];
    command::run(python(repo, &strict).args(checked))?;
    // What the oldest Python reads of it, too.
    let oldest = ["--python-version", "3.10", "bindings/python/python"];
    command::run(python(repo, &strict).args(oldest))?;
    let stubtest = ["-m", "mypy.stubtest", "kitaab", "--allowlist", "bindings/python/stubtest.txt"];
    command::run(&mut python(repo, &stubtest))?;
    Ok(Tally { passed: 3, failed: 0, skipped: 0 })
}

fn measure(repo: &Repo) -> Result<Tally> {
    build(repo, true)?;
    baseline::build(repo)?;
    let mut bench = python(repo, &["bindings/python/bench/ratios.py"]);
    // It makes its databases as the tests do.
    bench.env("PYTHONPATH", repo.path("bindings/python/tests"));
    command::run(&mut server::served(repo, &bench)?)?;
    Ok(Tally::PASSED)
}

/// Builds the package into the environment.
fn build(repo: &Repo, release: bool) -> Result<()> {
    let mut maturin = python(repo, &["-m", "maturin", "develop", "--quiet", "--locked"]);
    maturin.arg("--manifest-path").arg("bindings/python/Cargo.toml");
    if release {
        maturin.arg("--release");
    } else {
        maturin.args(["--features", workspace::PANICS]);
    }
    command::run(&mut maturin)
}

/// The environment's Python at work.
pub(crate) fn python(repo: &Repo, arguments: &[&str]) -> Command {
    let mut python = repo.command(program(repo), arguments);
    python.env("VIRTUAL_ENV", environment(repo)).env("KITAAB_SCENARIOS", repo.path("tests/scenarios"));
    python
}

fn make_environment(repo: &Repo) -> Result<()> {
    command::run(repo.command("python3", ["-m", "venv", "--clear"]).arg(environment(repo)))?;
    let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement", REQUIREMENTS];
    command::run(&mut python(repo, &install))?;
    // Only now is it whole.
    fs::copy(repo.path(REQUIREMENTS), stamp(repo))?;
    Ok(())
}

fn environment(repo: &Repo) -> PathBuf {
    repo.path("target/python/venv")
}

fn program(repo: &Repo) -> PathBuf {
    environment(repo).join("bin/python")
}

fn stamp(repo: &Repo) -> PathBuf {
    environment(repo).join("installed.txt")
}
