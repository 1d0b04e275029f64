//! What the languages' benches are held against: the same work in Rust, which `benches/examples/baseline.rs` does.

use std::env::consts::EXE_EXTENSION;
use std::path::PathBuf;

use anyhow::Result;

use crate::command::{self, Repo};

/// How often a language and Rust are measured, in turns: on a machine that others use, what takes one time as long in a minute takes
/// one and a half in the next.
pub(crate) const TURNS: usize = 3;

/// Builds the program, so that its building is not in the way of what is measured, and tells where it is.
pub(crate) fn build(repo: &Repo) -> Result<PathBuf> {
    let program = ["--release", "--locked", "--package", "kitaab-benches", "--example", "baseline"];
    command::run(repo.cargo(["build"]).args(program))?;
    Ok(repo.path("target/release/examples/baseline").with_extension(EXE_EXTENSION))
}

/// What it prints.
pub(crate) fn measured(repo: &Repo) -> Result<String> {
    let printed = command::output(&mut repo.command(build(repo)?, [""; 0]))?;
    println!("Rust: {}", printed.trim());
    Ok(printed.trim().to_owned())
}
