//! A PostgreSQL server for the tests of other languages.

use std::process::Command;

use anyhow::Result;

use crate::command::Repo;
use crate::workspace;

/// A command with a server to keep books on, which is there only meanwhile. tests/src/bin/served.rs tells what it finds in
/// its environment.
pub(crate) fn served(repo: &Repo, command: &Command) -> Result<Command> {
    let mut served = repo.command(workspace::program(repo, "served")?, [command.get_program()]);
    served.args(command.get_args());
    served.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    if let Some(folder) = command.get_current_dir() {
        served.current_dir(folder);
    }
    Ok(served)
}
