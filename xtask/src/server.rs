//! A PostgreSQL server for the tests of other languages.

use std::process::Command;

use anyhow::Result;

use crate::command::{self, Repo};

/// A command with a server to keep books on, which is there only meanwhile. tests/src/bin/served.rs tells what it finds in
/// its environment.
pub(crate) fn served(repo: &Repo, command: &Command) -> Result<Command> {
    // By itself: what it prints is not the command's.
    let program = ["--quiet", "--locked", "--package", "kitaab-tests", "--bin", "served"];
    command::run(repo.cargo(["build"]).args(program))?;
    let mut served = repo.cargo(["run"]);
    served.args(program).arg("--").arg(command.get_program()).args(command.get_args());
    served.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    if let Some(folder) = command.get_current_dir() {
        served.current_dir(folder);
    }
    Ok(served)
}
