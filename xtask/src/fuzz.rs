//! `cargo xtask fuzz`.
//!
//! Each target of `fuzz/` is run for a while, from the inputs that are kept in `fuzz/corpus` and those that earlier runs
//! left in the target directory. An input that breaks something is put into `fuzz/artifacts`: mend what it breaks, and
//! add it to the corpus, which the tests of kitaab-import replay.

use std::fs;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use anyhow::{Context as _, Result, bail};

use crate::command::{self, Repo};
use crate::step::Step;
use crate::tally::Tally;
use crate::tool::{C_COMPILER, CARGO_FUZZ};

/// How long each target runs.
static SECONDS: OnceLock<u32> = OnceLock::new();

/// The steps of the task.
pub(crate) fn steps(seconds: u32) -> Vec<Step> {
    SECONDS.get_or_init(|| seconds);
    vec![Step { name: "fuzz targets", needs: &[&C_COMPILER, &CARGO_FUZZ], run: all }]
}

fn all(repo: &Repo) -> Result<Tally> {
    command::run(&mut fuzz(repo, &["build", "--sanitizer", "none"]))?;
    let targets = command::output(&mut fuzz(repo, &["list"]))?;
    let (mut tally, mut figures) = (Tally::default(), Vec::new());
    for target in targets.lines().map(str::trim).filter(|target| !target.is_empty()) {
        match one(repo, target) {
            Ok(executions) => {
                tally += Tally::PASSED;
                figures.push(format!("{target}: {executions} executions, nothing found"));
            }
            Err(error) => {
                println!("FAILED: {target}: {error:#}");
                tally += Tally::FAILED;
                figures.push(format!("{target}: FAILED, see above"));
            }
        }
    }
    if figures.is_empty() {
        bail!("there is no target in fuzz/");
    }
    println!();
    for figure in figures {
        println!("figure: {figure}");
    }
    Ok(tally)
}

/// Runs a target and says how many inputs it tried.
fn one(repo: &Repo, target: &str) -> Result<u64> {
    let seconds = SECONDS.get().copied().unwrap_or_default();
    // What is found goes into the first folder; the kept corpus is only read.
    let found = format!("target/fuzz/{target}");
    fs::create_dir_all(repo.path(&found)).with_context(|| format!("making {found}"))?;
    let kept = format!("fuzz/corpus/{target}");
    let limits = [&format!("-max_total_time={seconds}"), "-timeout=20", "-rss_limit_mb=2048", "-max_len=65536"];
    let mut run = fuzz(repo, &["run", "--sanitizer", "none", target, &found, &kept, "--"]);
    run.args(limits).arg("-print_final_stats=1");
    println!("{target}, for {seconds} seconds …");
    let output = run.stdout(Stdio::inherit()).stderr(Stdio::piped()).output().context("cargo fuzz did not start")?;
    let told = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        print!("{told}");
        bail!("an input breaks it, and is in fuzz/artifacts/{target}");
    }
    executions(&told).context("it does not say how many inputs it tried")
}

/// The compiler of this repository with the switches that only nightly ones are meant to have.
fn fuzz(repo: &Repo, args: &[&str]) -> Command {
    let mut command = repo.cargo(["fuzz"].iter().chain(args));
    command.env("RUSTC_BOOTSTRAP", "1");
    command
}

fn executions(told: &str) -> Option<u64> {
    told.lines().find_map(|line| line.strip_prefix("stat::number_of_executed_units:")?.trim().parse().ok())
}

#[cfg(test)]
mod tests {
    use super::executions;

    #[test]
    fn the_number_of_inputs_is_found() {
        let told = "Done 12 runs in 1 second(s)\nstat::number_of_executed_units: 274858\nstat::peak_rss_mb:   35\n";
        assert_eq!(executions(told), Some(274_858));
        assert_eq!(executions("Done 12 runs in 1 second(s)"), None);
    }
}
