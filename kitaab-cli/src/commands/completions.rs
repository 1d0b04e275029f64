//! Completions for shells.

use clap::{Args, CommandFactory};
use clap_complete::{Shell, generate};

use crate::args::Cli;
use crate::failure::Result;
use crate::output;

/// Write a shell's completions for this program to standard output
///
/// They are shell code, with --json too.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  kitaab completions bash > ~/.local/share/bash-completion/completions/kitaab
  kitaab completions zsh > ~/.zfunc/_kitaab
  kitaab completions fish > ~/.config/fish/completions/kitaab.fish")]
pub(crate) struct CompletionsArgs {
    /// The shell.
    shell: Shell,
}

pub(crate) fn run(args: &CompletionsArgs) -> Result<()> {
    let mut script = Vec::new();
    generate(args.shell, &mut Cli::command(), "kitaab", &mut script);
    output::put_text(&script)
}
