//! Looking a server over: is it set up, guarded and kept in a way that the store can rely on?
//!
//! Nothing is changed, and nothing that anybody recorded is read: only the server's own catalogues and statistics.

mod connections;
mod indexes;
mod partitions;
mod replication;
mod schema;
mod security;
mod settings;
mod statements;
mod upkeep;

use kitaab_store::StoreError;
use serde::Serialize;
use sqlx::{Connection as _, PgConnection};

use crate::connection::addressed;
use crate::error::Fault;

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Worth knowing; nothing is wrong.
    Notice,
    /// Will become a problem, or costs more than it has to.
    Warning,
    /// Data may be lost, be seen by the wrong person, or not be written: see to it now.
    Problem,
}

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Which check found it: one of [`CHECKS`].
    pub check: &'static str,
    /// How grave it is.
    pub level: Level,
    /// What it is about: a setting, a table, an index, a role.
    pub subject: String,
    /// What was found, for a person.
    pub message: String,
    /// What to do about it.
    pub advice: Option<String>,
}

/// What could not be looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Skipped {
    /// Which check, or which part of it.
    pub check: &'static str,
    /// Why.
    pub reason: String,
}

/// What the doctor found.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// The server's version, as it tells it.
    pub server: String,
    /// The database.
    pub database: String,
    /// Whether this server follows another one.
    pub standby: bool,
    /// What was found, the gravest first.
    pub findings: Vec<Finding>,
    /// What could not be looked at.
    pub skipped: Vec<Skipped>,
}

impl Report {
    /// How grave the gravest finding is; none if nothing was found.
    pub fn level(&self) -> Option<Level> {
        self.findings.iter().map(|finding| finding.level).max()
    }

    /// The findings of a check.
    pub fn of<'a>(&'a self, check: &'a str) -> impl Iterator<Item = &'a Finding> {
        self.findings.iter().filter(move |finding| finding.check == check)
    }
}

/// The names of all checks.
pub const CHECKS: [&str; 9] =
    ["settings", "schema", "security", "partitions", "indexes", "upkeep", "connections", "replication", "statements"];

/// Looks a server over, as the role that the URL names: best a superuser, or a member of `kitaab_owner` and
/// `pg_monitor`. What the role may not see is told as skipped.
///
/// # Errors
/// `invalid` for what is no URL of a server, `denied` for a role that may not connect, `unavailable` if the server can't be
/// reached, or does not answer as it should.
pub async fn examine(url: &str) -> kitaab_store::Result<Report> {
    let connection = PgConnection::connect_with(&addressed(url, "kitaab doctor")?).await.map_err(Fault::from)?;
    look(connection).await.map_err(|error| StoreError::unavailable("the server does not answer as it should", error))
}

async fn look(mut connection: PgConnection) -> Result<Report, sqlx::Error> {
    let mut ward = Ward::admit(&mut connection).await?;
    settings::check(&mut ward).await?;
    if schema::check(&mut ward).await? {
        security::check(&mut ward).await?;
        partitions::check(&mut ward).await?;
        indexes::check(&mut ward).await?;
        upkeep::check(&mut ward).await?;
    }
    connections::check(&mut ward).await?;
    replication::check(&mut ward).await?;
    statements::check(&mut ward).await?;
    let mut report = ward.report;
    report.findings.sort_by_key(|finding| std::cmp::Reverse(finding.level));
    connection.close().await?;
    Ok(report)
}

/// A server under examination.
struct Ward<'c> {
    connection: &'c mut PgConnection,
    report: Report,
}

impl<'c> Ward<'c> {
    async fn admit(connection: &'c mut PgConnection) -> Result<Self, sqlx::Error> {
        let asked = "SELECT current_setting('server_version'), current_database()::text, pg_is_in_recovery()";
        let (server, database, standby) = sqlx::query_as(asked).fetch_one(&mut *connection).await?;
        let report = Report { server, database, standby, findings: Vec::new(), skipped: Vec::new() };
        Ok(Self { connection, report })
    }

    /// The rows of a question that takes no arguments.
    async fn ask<R>(&mut self, question: &'static str) -> Result<Vec<R>, sqlx::Error>
    where
        R: for<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow> + Send + Unpin,
    {
        sqlx::query_as(question).fetch_all(&mut *self.connection).await
    }

    fn find(
        &mut self,
        check: &'static str,
        level: Level,
        subject: impl Into<String>,
        message: impl Into<String>,
        advice: impl Into<Option<&'static str>>,
    ) {
        let advice = advice.into().map(str::to_owned);
        self.report.findings.push(Finding { check, level, subject: subject.into(), message: message.into(), advice });
    }

    fn skip(&mut self, check: &'static str, reason: impl Into<String>) {
        self.report.skipped.push(Skipped { check, reason: reason.into() });
    }
}

/// A size as a person reads it.
fn size(bytes: i64) -> String {
    const UNITS: [&str; 5] = ["bytes", "kB", "MB", "GB", "TB"];
    let mut amount = bytes;
    let mut unit = 0;
    while amount.abs() >= 10 * 1024 && unit + 1 < UNITS.len() {
        amount /= 1024;
        unit += 1;
    }
    format!("{amount} {}", UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_short() {
        for (bytes, told) in [(0, "0 bytes"), (9_000, "9000 bytes"), (20_480, "20 kB"), (3 << 40, "3072 GB")] {
            assert_eq!(size(bytes), told);
        }
    }

    #[test]
    fn a_problem_is_graver_than_a_warning() {
        assert!(Level::Problem > Level::Warning && Level::Warning > Level::Notice);
    }
}
