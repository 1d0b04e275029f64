//! What is dropped after a time.

use std::time::Duration;

use kitaab_core::Error;
use kitaab_store::CLAIMS_KEPT;
use sqlx::PgConnection;
use uuid::Uuid;

use super::Step;
use crate::error::Result;
use crate::sql;

/// How many books are gone through in one transaction.
const BOOKS_AT_ONCE: i32 = 500;

/// For how long each kind of derived or passing data is kept. None is dropped by default; what people recorded, and its
/// ledger, never is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Retention {
    /// The kinds that are dropped after a time.
    pub kept: Vec<(Kept, Duration)>,
}

/// A kind of data that may be dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kept {
    /// Recorded verdicts: they can be made again from the entries.
    Verdicts,
    /// Which requests were answered: a request sent again after that is a new one.
    Requests,
    /// Claims on reminders of books that nobody asks for reminders any more: after seven days or more, for so long they count.
    Claims,
    /// Who read in whose book, on which days: the owner's access log.
    Accesses,
}

impl Retention {
    /// These kinds, each for so long.
    pub const fn of(kept: Vec<(Kept, Duration)>) -> Self {
        Self { kept }
    }

    /// Refuses to drop what still counts.
    pub(super) fn check(&self) -> Result<()> {
        let short = self.kept.iter().any(|(kind, kept)| *kind == Kept::Claims && *kept < CLAIMS_KEPT);
        if short {
            Err(Error::invalid("keep_claims", "must be at least 7 days: a claim counts for so long", "").into())
        } else {
            Ok(())
        }
    }
}

impl Kept {
    /// What it is called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Verdicts => "verdicts",
            Self::Requests => "requests",
            Self::Claims => "claims",
            Self::Accesses => "accesses",
        }
    }
}

/// Drops what is past its time, some books at a time.
pub(super) async fn prune(
    connection: &mut PgConnection,
    retention: &Retention,
    dry_run: bool,
    tell: &mut impl FnMut(Step),
) -> Result<()> {
    for (kind, kept) in &retention.kept {
        let seconds = i64::try_from(kept.as_secs()).unwrap_or(i64::MAX / 2);
        let mut rows = 0;
        let mut after: Option<Uuid> = None;
        loop {
            let asked =
                "SELECT o_last, o_rows FROM kitaab.prune($1, now() - make_interval(secs => $2::float8), $3, $4, $5)";
            let (last, dropped): (Option<Uuid>, i64) = sqlx::query_as(asked)
                .bind(kind.name())
                .bind(seconds)
                .bind(after)
                .bind(BOOKS_AT_ONCE)
                .bind(dry_run)
                .fetch_one(&mut *connection)
                .await?;
            rows += sql::seq(dropped)?;
            let Some(last) = last else { break };
            after = Some(last);
        }
        tell(Step { task: "prune", subject: kind.name().to_owned(), rows: Some(rows) });
    }
    Ok(())
}
