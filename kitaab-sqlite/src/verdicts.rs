//! Recorded verdicts.

use kitaab_core::{DayRange, MeritId, Outcome, UserId};
use kitaab_store::RecordedVerdict;
use rusqlite::{Connection, params};

use crate::error::{Fault, Result};
use crate::sql;
use crate::structure::Memory;
use crate::writing::find_book;

/// The verdicts recorded for days in a span, of one merit or of all, by day and merit.
pub(crate) fn verdicts(
    conn: &Connection,
    book: i64,
    merit: Option<MeritId>,
    days: DayRange,
) -> Result<Vec<RecordedVerdict>> {
    let sql = "SELECT day, merit, outcome FROM verdicts
               WHERE book_no = ?1 AND day BETWEEN ?2 AND ?3 AND (?4 IS NULL OR merit = ?4) ORDER BY day, merit";
    let mut statement = conn.prepare_cached(sql)?;
    let merit = merit.map(|merit| merit.uuid().into_bytes());
    let mut rows = statement.query(params![book, days.first().epoch_days(), days.last().epoch_days(), merit])?;
    let mut verdicts = Vec::new();
    while let Some(row) = rows.next()? {
        verdicts.push(RecordedVerdict {
            day: sql::day(row.get(0)?)?,
            merit: sql::id(row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?)?,
            outcome: outcome(row.get(2)?)?,
        });
    }
    Ok(verdicts)
}

/// Records verdicts within a transaction, as long as the ledger stands at `seq`. Says whether it did.
pub(crate) fn record(
    conn: &Connection,
    memory: &mut Memory,
    owner: UserId,
    seq: u64,
    verdicts: &[RecordedVerdict],
    clean: bool,
) -> Result<bool> {
    let found = find_book(conn, owner)?;
    if found.map_or(0, |(_, head)| head.seq) != seq {
        return Ok(false);
    }
    let Some((book, head)) = found else {
        let asked = verdicts.iter().try_for_each(|v| kitaab_core::Catalogue::new(owner).merit(v.merit).map(drop));
        return Ok(asked.map(|()| true)?);
    };
    let structure = memory.structure(conn, owner, book, head.catalogue)?;
    let mut put =
        conn.prepare_cached("INSERT OR REPLACE INTO verdicts (book_no, day, merit, outcome) VALUES (?1, ?2, ?3, ?4)")?;
    for verdict in verdicts {
        structure.catalogue.merit(verdict.merit)?;
        let (day, merit) = (verdict.day.epoch_days(), verdict.merit.uuid());
        put.execute(params![book, day, merit.as_bytes(), verdict.outcome as u8])?;
    }
    if clean {
        conn.prepare_cached("UPDATE books SET dirty_from = NULL WHERE no = ?1")?.execute([book])?;
    }
    Ok(true)
}

fn outcome(number: i64) -> Result<Outcome> {
    [Outcome::NotEarned, Outcome::Undetermined, Outcome::Earned]
        .into_iter()
        .find(|outcome| *outcome as i64 == number)
        .ok_or_else(|| Fault::corrupt(format!("a verdict of the unknown outcome {number}")))
}
