//! `cargo xtask drill`.

use anyhow::Result;

use crate::command::Repo;
use crate::step::Step;
use crate::tally::Tally;
use crate::test::run_rust_tests;
use crate::tool::{C_COMPILER, POSTGRESQL};

/// The steps of the task.
pub(crate) fn steps() -> Vec<Step> {
    vec![Step { name: "recovery drill", needs: &[&C_COMPILER, &POSTGRESQL], run: drill }]
}

fn drill(repo: &Repo) -> Result<Tally> {
    let args = ["test", "--locked", "--package", "kitaab-tests", "--test", "recovery", "--", "--nocapture"];
    run_rust_tests(&mut repo.cargo(args), |_| {})
}
