//! A throw-away PostgreSQL server for tests that are not in Rust.
//!
//! `kitaab-test-pg -- command arguments…` runs a command with `KITAAB_TEST_PG` (the superuser's URL) in its
//! environment; its exit status is the command's. Without a command it prints `KITAAB_TEST_PG=…` and keeps the server
//! until its standard input ends. Where there is no PostgreSQL it says so and exits with 77, which means *skipped* to
//! most harnesses.
#![allow(clippy::print_stdout, reason = "it is a program")]

use std::io::Read as _;
use std::process::{Command, ExitCode};

use kitaab_test_pg::{Cluster, Role};

fn main() -> ExitCode {
    let Some(cluster) = Cluster::shared() else { return ExitCode::from(77) };
    let url = cluster.url(Role::Superuser, "postgres");
    let mut words = std::env::args_os().skip(1).skip_while(|word| word == "--");
    let Some(program) = words.next() else {
        println!("KITAAB_TEST_PG={url}");
        let mut rest = Vec::new();
        let _ = std::io::stdin().read_to_end(&mut rest);
        return ExitCode::SUCCESS;
    };
    match Command::new(&program).args(words).env("KITAAB_TEST_PG", url).status() {
        Ok(status) => status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from),
        Err(error) => {
            eprintln!("{}: {error}", program.display());
            ExitCode::from(127)
        }
    }
}
