//! `cargo xtask figures`.
//!
//! The figures are ordinary tests of kitaab-tests. `KITAAB_FIGURES` (`quick` or `full`) tells them how many
//! cases to run; without it, as in `cargo test`, they run a handful. Each prints its result as a line that starts
//! with `figure:`, and those lines together are the table.

use anyhow::{Result, bail};

use crate::command::Repo;
use crate::step::Step;
use crate::tally::Tally;
use crate::test::run_rust_tests;
use crate::tool::C_COMPILER;

/// The steps of the task.
pub(crate) fn steps(full: bool) -> Vec<Step> {
    vec![if full {
        Step { name: "figures (full)", needs: &[&C_COMPILER], run: |repo| measure(repo, "full") }
    } else {
        Step { name: "figures (quick)", needs: &[&C_COMPILER], run: |repo| measure(repo, "quick") }
    }]
}

fn measure(repo: &Repo, extent: &str) -> Result<Tally> {
    let mut figures = Vec::new();
    // `--show-output` rather than `--nocapture`: tests run side by side, and their lines must not mix.
    let args = ["test", "--release", "--locked", "--package", "kitaab-tests", "--no-fail-fast", "--", "--show-output"];
    let tally = run_rust_tests(repo.cargo(args).env("KITAAB_FIGURES", extent), |line| {
        figures.extend(figure(line).map(str::to_owned));
    })?;
    println!("\nFigures ({extent}):");
    for figure in &figures {
        println!("  {figure}");
    }
    if figures.is_empty() && tally.failed == 0 {
        bail!("no test of kitaab-tests printed a line `figure: ...`, so nothing was measured");
    }
    Ok(tally)
}

fn figure(line: &str) -> Option<&str> {
    line.strip_prefix("figure:").map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::figure;

    #[test]
    fn figures_are_told_from_other_output() {
        assert_eq!(figure("figure: kills 500, lost 0"), Some("kills 500, lost 0"));
        assert_eq!(figure("test crash::kill ... ok"), None);
        assert_eq!(figure("a line about a figure: no"), None);
    }
}
