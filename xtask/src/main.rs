//! The tasks of this repository: `cargo xtask help`.
//!
//! A task is a list of [`Step`](step::Step)s. A step names the tools it needs, so that a step whose
//! tools are absent is skipped loudly instead of failing obscurely, and `--install` knows what to install.

mod baseline;
mod browser;
mod chroot;
mod command;
mod drill;
mod figures;
mod fuzz;
mod kotlin;
mod lint;
mod node;
mod notices;
mod package;
mod project;
mod purity;
mod python;
mod readme;
mod report;
mod server;
mod size;
mod small;
mod step;
mod swift;
mod tally;
mod test;
mod tool;
mod uniffi;
mod workspace;

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use command::Repo;

/// The tasks of the Kitaab repository.
///
/// New here? `cargo xtask test` builds everything and runs every test whose tools this machine has.
/// It changes nothing outside the target directory; add `--install` to let it install what is missing.
///
/// Every task ends with a table of its steps and a line `N passed, N failed, N skipped`. A step that runs
/// tests adds their number; any other step counts as one. The exit code is 0 if nothing failed.
#[derive(Debug, Parser)]
#[command(bin_name = "cargo xtask", arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Set up and run all tests: unit, integration and documentation tests, examples, the core's purity.
    ///
    /// A step whose tools are missing is skipped, and the skip is counted and explained.
    Test {
        /// Install what is missing first: Debian packages (as root), and tools from crates.io.
        #[arg(long)]
        install: bool,
    },
    /// Check that kitaab-core is pure: no I/O, no async, no clock, no random source (part of `test`).
    ///
    /// It looks at the crates that kitaab-core depends on and at its source. What is allowed, what is not,
    /// and why is written in xtask/src/purity/.
    CheckCore,
    /// Check formatting, clippy, documentation, and the licences and sources of dependencies.
    Lint {
        /// Install cargo-deny from crates.io if it is missing.
        #[arg(long)]
        install: bool,
    },
    /// Measure reliability: crashes, power loss, differential tests, oracles; prints a table of figures.
    ///
    /// Runs the tests of kitaab-tests optimized and with many more cases than `test` does.
    Figures {
        /// Run the numbers of a release: hours instead of minutes.
        #[arg(long)]
        full: bool,
    },
    /// Throw damaged and made-up files at the importers, each for a while (fuzz/, with libFuzzer).
    ///
    /// What breaks one is put into fuzz/artifacts. `test` replays the inputs that are kept in fuzz/corpus.
    Fuzz {
        /// How long each target runs.
        #[arg(long, default_value_t = 60)]
        seconds: u32,
        /// Install cargo-fuzz from crates.io if it is missing.
        #[arg(long)]
        install: bool,
    },
    /// Make the report of the demo's book and open it in Chromium: no console error, no request, right-to-left (part of
    /// `test`).
    ///
    /// Leaves pages and pictures in target/report for you to look at.
    Report {
        /// Install Chromium if it is missing: a Debian package (as root).
        #[arg(long)]
        install: bool,
    },
    /// Lose a PostgreSQL server, restore it to a point in time and check every book (part of `test`); shows each step.
    ///
    /// docs/postgres-recovery.md tells how to do the same with a server of your own.
    Drill {
        /// Install PostgreSQL if it is missing: a Debian package (as root).
        #[arg(long)]
        install: bool,
    },
    /// Build Kitaab for Kotlin and test it on the JVM, on PostgreSQL too (part of `test`).
    Kotlin {
        /// Measure it against Rust instead.
        #[arg(long)]
        bench: bool,
        /// Install Maven and a JDK if they are missing: Debian packages (as root).
        #[arg(long)]
        install: bool,
    },
    /// Build Kitaab for Swift and test it (part of `test`).
    Swift {
        /// Measure it against Rust instead.
        #[arg(long)]
        bench: bool,
        /// Lay the package in target/swift/kitaab and stop there.
        #[arg(long)]
        lay: bool,
        /// Install Swift if it is missing: Debian's, in a system of its own in /var/cache/kitaab-swift (as root).
        #[arg(long)]
        install: bool,
    },
    /// Build Kitaab for Node and test it, on PostgreSQL too (part of `test`).
    Node {
        /// Measure it against Rust instead.
        #[arg(long)]
        bench: bool,
        /// Write the package's types anew instead: after the facade has changed.
        #[arg(long)]
        types: bool,
        /// Install Node and npm if they are missing: Debian packages (as root).
        #[arg(long)]
        install: bool,
    },
    /// Make what is handed out for other languages, in target/package, and install each into an empty project.
    Package {
        /// For this language only; without any, for all of them.
        languages: Vec<package::Language>,
        /// Install the tools that are missing.
        #[arg(long)]
        install: bool,
    },
    /// Print how big the library is that apps carry, built to be small: with and without PostgreSQL.
    Size,
    /// Build Kitaab for Python, check its types and test it (part of `test`).
    Python {
        /// Measure it against Rust, and against other ways to the same, instead.
        #[arg(long)]
        bench: bool,
        /// Install what is missing: Python (a Debian package, as root), and packages from PyPI into target/python.
        #[arg(long)]
        install: bool,
    },
    /// Run the benchmarks; further arguments go to `cargo bench`.
    ///
    /// For example `cargo xtask bench --bench record -- --save-baseline before`, or the server store against the seed's
    /// schema and pgbench: `cargo xtask bench --bench postgres -- --entries 1000000 --only recording,bulk` (parts: recording,
    /// bulk, rollup, sharing, partitions, nightly, rules, load). That one needs PostgreSQL.
    Bench {
        /// Arguments for `cargo bench`.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<OsString>,
    },
    /// Run what continuous integration runs (.ci/run): `test --install`, `lint --install`.
    Ci,
}

fn main() -> ExitCode {
    match run(&Cli::parse().task) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: &Task) -> Result<ExitCode> {
    let repo = Repo::find()?;
    match task {
        Task::Test { install } => Ok(step::run_all(&repo, &test::steps(), *install)),
        Task::CheckCore => Ok(step::run_all(&repo, &purity::steps(), false)),
        Task::Lint { install } => Ok(step::run_all(&repo, &lint::steps(), *install)),
        Task::Figures { full } => Ok(step::run_all(&repo, &figures::steps(*full), false)),
        Task::Fuzz { seconds, install } => Ok(step::run_all(&repo, &fuzz::steps(*seconds), *install)),
        Task::Report { install } => Ok(step::run_all(&repo, &report::steps(), *install)),
        Task::Drill { install } => Ok(step::run_all(&repo, &drill::steps(), *install)),
        Task::Kotlin { bench, install } => {
            Ok(step::run_all(&repo, &if *bench { kotlin::bench() } else { kotlin::steps() }, *install))
        }
        Task::Swift { bench, lay, install } => {
            let steps = if *lay {
                swift::lay()
            } else if *bench {
                swift::bench()
            } else {
                swift::steps()
            };
            Ok(step::run_all(&repo, &steps, *install))
        }
        Task::Node { bench, types, install } => {
            let steps = if *types {
                node::types()
            } else if *bench {
                node::bench()
            } else {
                node::steps()
            };
            Ok(step::run_all(&repo, &steps, *install))
        }
        Task::Size => Ok(step::run_all(&repo, &size::steps(), false)),
        Task::Package { languages, install } => Ok(step::run_all(&repo, &package::steps(languages), *install)),
        Task::Python { bench, install } => {
            Ok(step::run_all(&repo, &if *bench { python::bench() } else { python::steps() }, *install))
        }
        Task::Bench { args } => {
            let mut bench = repo.cargo(["bench", "--locked", "--package", "kitaab-benches"]);
            command::pass_on(bench.args(args))
        }
        // A script, so that what CI does can be read in one place and needs no build of this crate to start.
        Task::Ci => command::pass_on(&mut repo.command("bash", [".ci/run"])),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::{Cli, Parser as _, Task};

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn arguments_of_bench_are_passed_on_unchanged() {
        let cli = Cli::parse_from(["xtask", "bench", "--bench", "record", "--", "--quick"]);
        let Task::Bench { args } = cli.task else {
            panic!("parsed as {:?}", cli.task);
        };
        assert_eq!(args, ["--bench", "record", "--", "--quick"]);
    }
}
