//! `cargo xtask size`: how big the library is that apps carry.

use std::fs;

use anyhow::{Context as _, Result};

use crate::command::Repo;
use crate::small::Small;
use crate::step::Step;
use crate::tally::Tally;
use crate::tool::C_COMPILER;
use crate::uniffi::{FOR_APPS, FOR_SERVERS};

/// The steps of the task.
pub(crate) fn steps() -> Vec<Step> {
    vec![Step { name: "size of the library", needs: &[&C_COMPILER], run: weigh }]
}

/// One way to build the library, and what it may weigh.
struct Build {
    what: &'static str,
    library: Small,
    /// In megabytes.
    goal: f64,
}

/// For apps, for Kotlin on a server, and what has everything in it: Python's tables are Arrow's.
const BUILDS: [Build; 3] = [
    Build { what: "without PostgreSQL and Arrow", library: FOR_APPS, goal: 4.0 },
    Build { what: "with PostgreSQL", library: FOR_SERVERS, goal: 8.0 },
    Build {
        what: "with PostgreSQL and Arrow",
        library: Small { package: "kitaab-python", features: &[], library: PYTHON },
        goal: 8.0,
    },
];

#[cfg(target_os = "linux")]
const PYTHON: &str = "libkitaab_python.so";
#[cfg(target_os = "macos")]
const PYTHON: &str = "libkitaab_python.dylib";
#[cfg(windows)]
const PYTHON: &str = "kitaab_python.dll";

/// Builds each, and prints its size, beside what it may be.
fn weigh(repo: &Repo) -> Result<Tally> {
    let mut figures = Vec::new();
    for build in &BUILDS {
        let library = build.library.build(repo)?.stripped;
        let bytes = fs::metadata(&library).with_context(|| format!("reading {}", library.display()))?.len();
        figures.push(told(build.what, bytes, build.goal));
    }
    println!("{}", figures.join("\n"));
    Ok(Tally::PASSED)
}

/// The figure in words.
fn told(what: &str, bytes: u64, goal: f64) -> String {
    #[allow(clippy::cast_precision_loss, reason = "no library has 2^53 bytes")]
    let megabytes = bytes as f64 / 1e6;
    let verdict = if megabytes < goal { "" } else { ", missed" };
    format!("figure: library {what}: {megabytes:.2} MB (goal: below {goal:.0} MB{verdict})")
}

#[cfg(test)]
mod tests {
    use super::told;

    #[test]
    fn a_goal_is_missed_by_one_byte() {
        assert_eq!(told("x", 3_999_999, 4.0), "figure: library x: 4.00 MB (goal: below 4 MB)");
        assert_eq!(told("x", 4_000_000, 4.0), "figure: library x: 4.00 MB (goal: below 4 MB, missed)");
    }
}
