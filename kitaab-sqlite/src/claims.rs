//! Who delivers which occurrence of a reminder.

use kitaab_core::{Occurrence, ReminderId, Slot, Timestamp, UserId};
use kitaab_store::{check_claim, claims_kept_from};
use rusqlite::{Connection, params};

use crate::error::Result;
use crate::structure::Memory;
use crate::writing::find_book;

/// Takes the free ones of some occurrences within a transaction. Says whether anything was written.
pub(crate) fn claim(
    conn: &Connection,
    memory: &mut Memory,
    owner: UserId,
    occurrences: &[Occurrence],
    until: Timestamp,
    now: Timestamp,
) -> Result<(Vec<Occurrence>, bool)> {
    check_claim(until, now)?;
    let Some((book, head)) = find_book(conn, owner)? else { return Ok((Vec::new(), false)) };
    let kept_from = claims_kept_from(now);
    let dropped = conn
        .prepare_cached("DELETE FROM reminder_claims WHERE book_no = ?1 AND at < ?2")?
        .execute(params![book, kept_from.micros()])?;
    let structure = memory.structure(conn, owner, book, head.catalogue)?;
    // A claim that is confirmed has no end, and NULL is never reached.
    let mut take = conn.prepare_cached(
        "INSERT INTO reminder_claims (book_no, reminder, put_off, slot, at, until) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (book_no, reminder, put_off, slot)
         DO UPDATE SET at = excluded.at, until = excluded.until WHERE reminder_claims.until <= ?7",
    )?;
    let mut taken = Vec::new();
    for occurrence in occurrences {
        if occurrence.at < kept_from || !structure.catalogue.reminders.contains_key(&occurrence.reminder) {
            continue;
        }
        let (reminder, (put_off, slot)) = (occurrence.reminder.uuid(), slot(occurrence));
        let (at, until) = (occurrence.at.micros(), until.micros());
        let written = take.execute(params![book, reminder.as_bytes(), put_off, slot, at, until, now.micros()])?;
        if written > 0 {
            taken.push(*occurrence);
        }
    }
    let changed = dropped > 0 || !taken.is_empty();
    Ok((taken, changed))
}

/// Confirms the claim on an occurrence. Says whether there was one.
pub(crate) fn confirm(conn: &Connection, owner: UserId, occurrence: &Occurrence) -> Result<bool> {
    let Some((book, _)) = find_book(conn, owner)? else { return Ok(false) };
    let (reminder, (put_off, slot)) = (occurrence.reminder.uuid(), slot(occurrence));
    let confirmed = conn
        .prepare_cached(
            "UPDATE reminder_claims SET until = NULL
             WHERE book_no = ?1 AND reminder = ?2 AND put_off = ?3 AND slot = ?4",
        )?
        .execute(params![book, reminder.as_bytes(), put_off, slot])?;
    Ok(confirmed > 0)
}

/// Takes back the claim on an occurrence that lasts until `until`. Says whether it was there.
pub(crate) fn release(conn: &Connection, owner: UserId, occurrence: &Occurrence, until: Timestamp) -> Result<bool> {
    let Some((book, _)) = find_book(conn, owner)? else { return Ok(false) };
    let (reminder, (put_off, slot)) = (occurrence.reminder.uuid(), slot(occurrence));
    let released = conn
        .prepare_cached(
            "DELETE FROM reminder_claims
             WHERE book_no = ?1 AND reminder = ?2 AND put_off = ?3 AND slot = ?4 AND until = ?5",
        )?
        .execute(params![book, reminder.as_bytes(), put_off, slot, until.micros()])?;
    Ok(released > 0)
}

/// Drops the claims on a reminder that is gone.
pub(crate) fn forget(conn: &Connection, book: i64, reminder: ReminderId) -> Result<()> {
    conn.prepare_cached("DELETE FROM reminder_claims WHERE book_no = ?1 AND reminder = ?2")?
        .execute(params![book, reminder.uuid().as_bytes()])?;
    Ok(())
}

/// What an occurrence was set for: whether it was put off, and its number.
fn slot(occurrence: &Occurrence) -> (bool, i64) {
    match occurrence.slot {
        Slot::Planned { day, minute } => (false, i64::from(day.epoch_days()) * 1_440 + i64::from(minute)),
        Slot::PutOff(until) => (true, until.micros()),
    }
}
