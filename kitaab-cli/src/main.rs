//! The program `kitaab`: a book of deeds, kept and looked at from the command line.
//!
//! Each command parses its words, calls the SDK and shows the answer; what a rule is, the SDK knows.

mod app;
mod args;
mod book_file;
mod commands;
mod day_word;
mod demo;
mod device;
mod failure;
mod hijri_word;
mod interrupt;
mod naming;
mod output;
mod passphrase;
mod place;
mod progress;
mod rule_text;
mod schedule_word;

use std::process::ExitCode;

use clap::Parser;

use app::App;
use args::Cli;
use failure::{Code, Failure, Result};
use interrupt::Interrupt;
use place::Place;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return not_parsed(&error),
    };
    let json = cli.json;
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(json),
    }
}

fn run(cli: Cli) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::new(Code::Unexpected, error))?;
    let app = App::new(Place::named(cli.book.as_deref())?, cli.owner, cli.actor, cli.json, Interrupt::watch()?);
    runtime.block_on(async {
        // What is cut short here is applied whole or not at all: the SDK promises it for every await.
        tokio::select! {
            biased;
            () = app.interrupt.asked() => Err(Failure::cancelled("interrupted: nothing was left half-done")),
            done = commands::run(cli.command, &app) => done,
        }
    })
}

/// Answers a command line that is none: with help or the version where that was asked for.
fn not_parsed(error: &clap::Error) -> ExitCode {
    if error.use_stderr() && std::env::args_os().any(|argument| argument == "--json") {
        let text = error.render().to_string();
        let message = text.lines().next().unwrap_or_default();
        return Failure::usage(message.strip_prefix("error: ").unwrap_or(message)).report(true);
    }
    // Whoever closed the pipe does not want to read it.
    drop(error.print());
    ExitCode::from(if error.use_stderr() { 2 } else { 0 })
}
