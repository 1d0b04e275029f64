//! `cargo xtask lint`.

use anyhow::Result;

use crate::command::{self, Repo};
use crate::step::Step;
use crate::tally::Tally;
use crate::tool::{C_COMPILER, CARGO_DENY, CLIPPY, RUSTFMT};
use crate::workspace;

/// The steps of the task.
pub(crate) fn steps() -> Vec<Step> {
    vec![
        Step { name: "formatting", needs: &[&RUSTFMT], run: formatting },
        Step { name: "clippy", needs: &[&CLIPPY, &C_COMPILER], run: clippy },
        Step { name: "documentation", needs: &[&C_COMPILER], run: documentation },
        Step { name: "licences and sources", needs: &[&CARGO_DENY], run: dependencies },
    ]
}

fn formatting(repo: &Repo) -> Result<Tally> {
    command::run(&mut repo.cargo(["fmt", "--all", "--check"]))?;
    Ok(Tally::PASSED)
}

fn clippy(repo: &Repo) -> Result<Tally> {
    let mut clippy = repo.cargo(["clippy", "--all-targets", "--locked"]);
    command::run(workspace::chosen(&mut clippy).args(["--", "-D", "warnings"]))?;
    Ok(Tally::PASSED)
}

fn documentation(repo: &Repo) -> Result<Tally> {
    let mut doc = repo.cargo(["doc", "--no-deps", "--locked"]);
    command::run(workspace::chosen(&mut doc).env("RUSTDOCFLAGS", "-D warnings"))?;
    Ok(Tally::PASSED)
}

/// Advisories are left out: their database is a git repository, and lint must work from package registries alone.
fn dependencies(repo: &Repo) -> Result<Tally> {
    // Without the graphs, each screens long, in which a complaint would be lost: `cargo tree --invert` gives them.
    let mut deny = repo.cargo(["deny", "--locked", "check", "--hide-inclusion-graph"]);
    command::run(deny.args(["bans", "licenses", "sources"]))?;
    Ok(Tally::PASSED)
}
