//! Runs a command with a PostgreSQL server to keep books on: `served command arguments…`. For tests in other languages.
//!
//! In the command's environment are `KITAAB_TEST_PG`, the URL of the server's superuser, and `KITAAB_TEST_TEMPLATE`, the name of
//! a database that holds the schema and nothing else. A test makes one of its own of it, `CREATE DATABASE … TEMPLATE …`,
//! and opens it as the role `test_app`. The exit status is the command's; where there is no PostgreSQL it is 77, and a
//! line says so.
#![allow(clippy::expect_used, reason = "a test program stops where it fails")]

use std::process::{Command, ExitCode};

use kitaab_test_pg::{Cluster, Role};
use kitaab_tests::postgres::with_schema;

fn main() -> ExitCode {
    let mut words = std::env::args_os().skip(1);
    let Some(program) = words.next() else {
        eprintln!("usage: served command arguments…");
        return ExitCode::from(2);
    };
    let Some(cluster) = Cluster::shared() else { return ExitCode::from(77) };
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else {
        eprintln!("no runtime can be made");
        return ExitCode::FAILURE;
    };
    let template = runtime.block_on(with_schema(cluster));
    let mut command = Command::new(&program);
    command.args(words).env("KITAAB_TEST_PG", cluster.url(Role::Superuser, "postgres"));
    match command.env("KITAAB_TEST_TEMPLATE", template.name()).status() {
        Ok(status) => status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from),
        Err(error) => {
            eprintln!("{}: {error}", program.display());
            ExitCode::from(127)
        }
    }
}
