//! The revisions of records: the sequence number of each one's last change.

use kitaab_core::{Day, ItemId, RecordKey};
use rusqlite::{Connection, OptionalExtension, params};

use crate::counts::Counts;
use crate::error::Result;
use crate::structure::{columns, item_number};
use crate::texts::{reflection_id, reflection_revision};

/// The revision of a record, 0 if it was never changed, or was erased.
pub(crate) fn revision(conn: &Connection, book: i64, key: &RecordKey) -> Result<i64> {
    match key {
        RecordKey::Entry(item, day) => of_item(conn, book, *item, *day, entry_revision),
        RecordKey::MakeUp(item, day) => {
            of_item(conn, book, *item, *day, |conn, item, day| Counts::MAKE_UPS.revision(conn, item, day))
        }
        RecordKey::Fidya(item, day) => {
            of_item(conn, book, *item, *day, |conn, item, day| Counts::FIDYA.revision(conn, item, day))
        }
        RecordKey::Reviewed(day) => reviewed_revision(conn, book, *day),
        RecordKey::Reflection(day, category) => reflection_revision(conn, reflection_id(book, *day, *category)),
        structural => {
            let (kind, id) = columns(structural);
            let sql = "SELECT revision FROM records WHERE book_no = ?1 AND kind = ?2 AND id = ?3";
            let found = conn.prepare_cached(sql)?.query_row(params![book, kind, id], |row| row.get(0)).optional()?;
            Ok(found.unwrap_or(0))
        }
    }
}

fn of_item(
    conn: &Connection,
    book: i64,
    item: ItemId,
    day: Day,
    revision: impl FnOnce(&Connection, i64, Day) -> Result<i64>,
) -> Result<i64> {
    item_number(conn, book, item)?.map_or(Ok(0), |item| revision(conn, item, day))
}

/// The revision of an entry, one that is there no more too.
pub(crate) fn entry_revision(conn: &Connection, item: i64, day: Day) -> Result<i64> {
    let sql = "SELECT seq FROM entries WHERE item_no = ?1 AND day = ?2";
    match of_day(conn, sql, item, day)? {
        0 => removed_entry_revision(conn, item, day),
        seq => Ok(seq),
    }
}

/// The revision of an entry that is there no more.
pub(crate) fn removed_entry_revision(conn: &Connection, item: i64, day: Day) -> Result<i64> {
    of_day(conn, "SELECT seq FROM removed_entries WHERE item_no = ?1 AND day = ?2", item, day)
}

pub(crate) fn reviewed_revision(conn: &Connection, book: i64, day: Day) -> Result<i64> {
    of_day(conn, "SELECT seq FROM reviewed WHERE book_no = ?1 AND day = ?2", book, day)
}

pub(crate) fn of_day(conn: &Connection, sql: &str, number: i64, day: Day) -> Result<i64> {
    let found = conn.prepare_cached(sql)?.query_row([number, day.epoch_days().into()], |row| row.get(0)).optional()?;
    Ok(found.unwrap_or(0))
}
