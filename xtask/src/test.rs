//! `cargo xtask test`.
//!
//! Each part is a [`Step`] with its [`Tool`](crate::tool::Tool)s; another one finds its place here, and nothing else changes.
//! A language is among them since all of its tests ran to the end.

use std::process::Command;

use anyhow::Result;

use crate::command::{self, Repo};
use crate::kotlin;
use crate::node;
use crate::purity;
use crate::python;
use crate::report;
use crate::step::Step;
use crate::swift;
use crate::tally::Tally;
use crate::tool::{C_COMPILER, PGBOUNCER, POSTGRESQL};
use crate::workspace;

/// The steps of the task, cheap ones first.
pub(crate) fn steps() -> Vec<Step> {
    let mut steps = purity::steps();
    steps.push(Step { name: "servers to test on", needs: &[&POSTGRESQL, &PGBOUNCER], run: servers });
    steps.push(Step { name: "workspace tests", needs: &[&C_COMPILER], run: workspace_tests });
    steps.push(Step { name: "examples build alone", needs: &[&C_COMPILER], run: examples });
    steps.extend(report::steps());
    steps.extend(node::steps());
    steps.extend(python::steps());
    steps.extend(kotlin::steps());
    steps.extend(swift::steps());
    steps
}

/// Runs `cargo test` and adds up what each test binary counted, and what its tests said that they skipped. Each line it prints is handed over.
pub(crate) fn run_rust_tests(tests: &mut Command, mut line: impl FnMut(&str)) -> Result<Tally> {
    let mut tally = Tally::default();
    let mut skipped = 0;
    let status = command::watch(tests, |text| {
        tally += Tally::of_rust_tests(text).unwrap_or_default();
        skipped += u64::from(text.starts_with("SKIPPED: "));
        line(text);
    })?;
    // The harness knows no skipping at run time: such a test has passed to it.
    tally.skipped += skipped;
    tally.passed = tally.passed.saturating_sub(skipped);
    if !status.success() && tally.failed == 0 {
        // A crash or a compile error is counted by no harness.
        tally += Tally::FAILED;
    }
    Ok(tally)
}

/// Has them installed where they may be. The workspace's tests look for them and, one by one, skip themselves where there
/// is none: without a server most of them still say something.
#[allow(clippy::unnecessary_wraps, reason = "a step may fail")]
fn servers(_: &Repo) -> Result<Tally> {
    Ok(Tally::default())
}

fn workspace_tests(repo: &Repo) -> Result<Tally> {
    // All failures at once: whoever fixes them should not learn of them one by one.
    run_rust_tests(workspace::chosen(&mut repo.cargo(["test", "--locked", "--no-fail-fast"])), |_| {})
}

/// Whoever copies an example has only that package's features, not those the workspace adds up to.
fn examples(repo: &Repo) -> Result<Tally> {
    command::run(&mut repo.cargo(["check", "--locked", "--package", "kitaab-examples", "--all-targets"]))?;
    Ok(Tally::PASSED)
}
