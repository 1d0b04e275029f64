//! Is kitaab-core pure?
//!
//! The domain must give the same answer for the same arguments on every device, in every language, years later.
//! So the core does no I/O, has no async, reads no clock and draws no random numbers: time and ids are arguments.
//! The compiler does not check this, so three steps do: the crates it depends on ([`crates`]), what its source
//! names ([`source`], with the rules in [`rules`]), and that it builds with its own features only.

mod crates;
mod rules;
mod source;

use anyhow::{Result, bail};

use crate::command::{self, Repo};
use crate::step::Step;
use crate::tally::Tally;

const CORE: &str = "kitaab-core";

/// The steps of the task.
pub(crate) fn steps() -> Vec<Step> {
    vec![
        Step { name: "core: dependencies", needs: &[], run: dependencies },
        Step { name: "core: source", needs: &[], run: sources },
        Step { name: "core: builds alone", needs: &[], run: alone },
    ]
}

fn dependencies(repo: &Repo) -> Result<Tally> {
    // Every target, so that the answer is the same on every machine.
    let args = ["tree", "--locked", "--package", CORE, "--edges", "normal", "--target", "all", "--prefix", "none"];
    let complaints = crates::complaints(&command::output(&mut repo.cargo(args))?);
    verdict(&complaints, "see xtask/src/purity/crates.rs for what kitaab-core may depend on")
}

fn sources(repo: &Repo) -> Result<Tally> {
    let complaints = source::complaints(&repo.path(""), CORE)?;
    verdict(&complaints, "see xtask/src/purity/rules.rs for what kitaab-core must not use")
}

/// In the workspace, features add up: another crate's `chrono/clock` would let the core read the clock.
fn alone(repo: &Repo) -> Result<Tally> {
    command::run(&mut repo.cargo(["check", "--locked", "--package", CORE]))?;
    Ok(Tally::PASSED)
}

fn verdict(complaints: &[String], advice: &str) -> Result<Tally> {
    for complaint in complaints {
        println!("{complaint}");
    }
    match complaints.len() {
        0 => Ok(Tally::PASSED),
        1 => bail!("1 breach of purity; {advice}"),
        more => bail!("{more} breaches of purity; {advice}"),
    }
}
