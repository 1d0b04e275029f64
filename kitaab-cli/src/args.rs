//! The command line: what can be asked, and how help tells it.

use std::path::PathBuf;

use clap::Parser;
use kitaab::UserId;

use crate::commands::Command;

/// What `kitaab --help` says after the list of commands.
const AFTER_HELP: &str = "\
Days are written as YYYY-MM-DD, today, yesterday or tomorrow. Items are named by their path, as Salah/Fajr; the end \
of a path is enough where it is unambiguous, and an id always is.

Examples:
  kitaab demo                              look at a made-up year
  kitaab init --starter                    begin a book of your own
  kitaab log Salah/Fajr \"on time\"          record today's Fajr
  kitaab day yesterday                     look at yesterday's page
  kitaab report -o report.html             a page to look back with, for any browser
  kitaab merits --json | jq '.merits[].outcome'

Exit codes:
    0  done
    1  an unexpected failure
    2  the command line can't be read
    3  invalid: the input breaks a rule
    4  not_found: there is no such thing
    5  conflict: something stands against it
    6  denied: it is not allowed
    7  unavailable: the storage or a file can't be used now; trying again may work
    8  corrupt: the stored data or the file is damaged
    9  unsupported: this version can't do it
   10  unwell: the doctor found a problem
  130  cancelled: by Ctrl-C, or by a no to a question

With --json every answer is one line of JSON on standard output, and every failure one line on standard error: \
{\"error\":{\"code\":\"not_found\",\"message\":\"…\"}}.";

/// The heading of what every command takes.
const GLOBAL: &str = "Options of every command";

/// A book of deeds for self-accountability (muhasabah): honest, private, yours.
#[derive(Debug, Parser)]
#[command(name = "kitaab", version, after_long_help = AFTER_HELP, after_help = "More, with examples and exit codes: kitaab --help")]
#[command(
    propagate_version = true,
    arg_required_else_help = true,
    disable_help_subcommand = true,
    max_term_width = 100
)]
pub(crate) struct Cli {
    /// The file of the book, or the URL of a server's database (postgres://…); without it, book.db in your data folder
    /// (on Linux ~/.local/share/kitaab).
    #[arg(long, global = true, help_heading = GLOBAL, value_name = "BOOK", env = "KITAAB_BOOK", hide_env_values = true)]
    pub(crate) book: Option<PathBuf>,

    /// Whose book it is, where there are several.
    #[arg(long, global = true, help_heading = GLOBAL, value_name = "ID", env = "KITAAB_OWNER", hide_env_values = true)]
    pub(crate) owner: Option<UserId>,

    /// Act as somebody else on the book: see and write what its owner lets them.
    #[arg(long = "as", global = true, help_heading = GLOBAL, value_name = "ID", env = "KITAAB_AS", hide_env_values = true)]
    pub(crate) actor: Option<UserId>,

    /// Answer in JSON, for programs: see docs/cli.md.
    #[arg(long, global = true, help_heading = GLOBAL)]
    pub(crate) json: bool,

    #[command(subcommand)]
    pub(crate) command: Command,
}
