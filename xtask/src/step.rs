//! Steps, and the table they end in.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::command::Repo;
use crate::tally::Tally;
use crate::tool::{Installer, Tool};

/// A part of a task, with what it needs and how to run it.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) name: &'static str,
    pub(crate) needs: &'static [&'static Tool],
    /// Runs the step. A step that counts no tests returns [`Tally::PASSED`].
    pub(crate) run: fn(&Repo) -> Result<Tally>,
}

/// A line of the table.
#[derive(Debug)]
struct Row {
    name: &'static str,
    outcome: Outcome,
    tally: Tally,
    took: Duration,
}

#[derive(Debug)]
enum Outcome {
    Passed,
    Failed(String),
    Skipped(String),
}

/// Runs the steps, all of them whatever fails, and prints the table.
pub(crate) fn run_all(repo: &Repo, steps: &[Step], install: bool) -> ExitCode {
    let mut installer = install.then(Installer::default);
    let rows: Vec<Row> = steps.iter().map(|step| run_one(repo, step, installer.as_mut())).collect();
    print!("{}", table(&rows));
    let failed = rows.iter().any(|row| matches!(row.outcome, Outcome::Failed(_)));
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn run_one(repo: &Repo, step: &Step, installer: Option<&mut Installer>) -> Row {
    println!("\n---- {} ----", step.name);
    let start = Instant::now();
    let (outcome, tally) = match provide(repo, step.needs, installer) {
        Err(why) => (Outcome::Skipped(why), Tally::SKIPPED),
        Ok(()) => match (step.run)(repo) {
            Ok(tally) if tally.failed == 0 => (Outcome::Passed, tally),
            Ok(tally) => (Outcome::Failed(format!("{tally}; see above")), tally),
            Err(error) => (Outcome::Failed(format!("{error:#}")), Tally::FAILED),
        },
    };
    match &outcome {
        Outcome::Passed => {}
        Outcome::Failed(why) => println!("FAILED: {}: {why}", step.name),
        Outcome::Skipped(why) => println!("SKIPPED: {}: {why}", step.name),
    }
    Row { name: step.name, outcome, tally, took: start.elapsed() }
}

/// Makes sure that the tools are there; otherwise says why the step can't run.
fn provide(repo: &Repo, tools: &[&Tool], mut installer: Option<&mut Installer>) -> Result<(), String> {
    for tool in tools.iter().filter(|tool| !(tool.found)(repo)) {
        match &mut installer {
            Some(installer) => installer.install(repo, tool).map_err(|error| format!("{error:#}"))?,
            None => return Err(format!("{} is missing; to install it: {}", tool.name, tool.install.advice())),
        }
    }
    Ok(())
}

fn table(rows: &[Row]) -> String {
    use std::fmt::Write as _;

    let width = rows.iter().map(|row| row.name.len()).max().unwrap_or_default();
    let mut total = Tally::default();
    let mut text = String::from("\n---- summary ----\n");
    for row in rows {
        total += row.tally;
        let (word, detail) = match &row.outcome {
            Outcome::Passed => ("passed", row.tally.to_string()),
            Outcome::Failed(why) => ("FAILED", why.clone()),
            Outcome::Skipped(why) => ("SKIPPED", why.clone()),
        };
        let seconds = row.took.as_secs_f64();
        // Writing to a String can't fail.
        let _ = writeln!(text, "{word:<7}  {:<width$}  {seconds:>6.1} s  {detail}", row.name);
    }
    let _ = writeln!(text, "\n{total}");
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tool::Install;

    const ABSENT: Tool = Tool { name: "a unicorn", found: |_| false, install: Install::ByHand("whistle three times") };

    fn row(name: &'static str, outcome: Outcome, tally: Tally) -> Row {
        Row { name, outcome, tally, took: Duration::from_millis(1500) }
    }

    #[test]
    fn the_table_gives_reasons_and_ends_with_the_sum() {
        let rows = [
            row("workspace tests", Outcome::Passed, Tally { passed: 40, failed: 0, skipped: 0 }),
            row("examples", Outcome::Failed("`cargo build` failed".into()), Tally::FAILED),
            row("licences", Outcome::Skipped("cargo-deny is missing".into()), Tally::SKIPPED),
        ];
        assert_eq!(
            table(&rows),
            "
---- summary ----
passed   workspace tests     1.5 s  40 passed, 0 failed, 0 skipped
FAILED   examples            1.5 s  `cargo build` failed
SKIPPED  licences            1.5 s  cargo-deny is missing

40 passed, 1 failed, 1 skipped
"
        );
    }

    #[test]
    fn a_step_without_its_tool_is_skipped_with_the_reason_and_never_run() {
        let step = Step { name: "ride", needs: &[&ABSENT], run: |_| anyhow::bail!("it was run") };
        let row = run_one(&Repo::find().unwrap(), &step, None);
        let Outcome::Skipped(why) = row.outcome else { panic!("{row:?}") };
        assert_eq!(why, "a unicorn is missing; to install it: whistle three times");
        assert_eq!(row.tally, Tally::SKIPPED);
    }

    #[test]
    fn a_failed_test_fails_its_step() {
        let step = Step { name: "tests", needs: &[], run: |_| Ok(Tally { passed: 9, failed: 1, skipped: 0 }) };
        let row = run_one(&Repo::find().unwrap(), &step, None);
        assert!(matches!(row.outcome, Outcome::Failed(_)), "{row:?}");
    }
}
