//! Counts by item and day: make-ups done, and owed days settled by fidya.

use std::collections::BTreeMap;

use kitaab_core::{Day, MakeUpWrite, write_make_up};
use rusqlite::{Connection, OptionalExtension, params};

use crate::error::Result;
use crate::revisions::of_day;
use crate::sql;

/// A table of counts. A count of 0 is none, and keeps the revision.
pub(crate) struct Counts {
    read: &'static str,
    count: &'static str,
    revision: &'static str,
    put: &'static str,
    none_left: &'static str,
    erase: &'static str,
    erase_item: &'static str,
}

/// The statements of a table.
macro_rules! counts {
    ($table:literal) => {
        Counts {
            read: concat!("SELECT day, count FROM ", $table, " WHERE item_no = ?1 AND count > 0"),
            count: concat!("SELECT count FROM ", $table, " WHERE item_no = ?1 AND day = ?2"),
            revision: concat!("SELECT seq FROM ", $table, " WHERE item_no = ?1 AND day = ?2"),
            put: concat!("INSERT OR REPLACE INTO ", $table, " (item_no, day, count, seq) VALUES (?1, ?2, ?3, ?4)"),
            none_left: concat!("UPDATE ", $table, " SET count = 0 WHERE item_no = ?1"),
            erase: concat!("DELETE FROM ", $table, " WHERE item_no = ?1 AND day = ?2"),
            erase_item: concat!("DELETE FROM ", $table, " WHERE item_no = ?1"),
        }
    };
}

impl Counts {
    /// Make-ups done.
    pub(crate) const MAKE_UPS: Self = counts!("make_ups");
    /// Owed days settled by fidya.
    pub(crate) const FIDYA: Self = counts!("fidya");

    /// An item's counts, by day.
    pub(crate) fn of_item(&self, conn: &Connection, item: i64) -> Result<BTreeMap<Day, u32>> {
        let mut found = BTreeMap::new();
        let mut statement = conn.prepare_cached(self.read)?;
        let mut rows = statement.query([item])?;
        while let Some(row) = rows.next()? {
            found.insert(sql::day(row.get(0)?)?, row.get(1)?);
        }
        Ok(found)
    }

    /// The revision of an item's count on a day, 0 if there never was one.
    pub(crate) fn revision(&self, conn: &Connection, item: i64, day: Day) -> Result<i64> {
        of_day(conn, self.revision, item, day)
    }

    /// Writes an item's count on a day. Tells the revision that it had before.
    pub(crate) fn write(&self, conn: &Connection, item: i64, day: Day, write: MakeUpWrite, seq: i64) -> Result<i64> {
        let before =
            conn.prepare_cached(self.count)?.query_row(params![item, day.epoch_days()], |row| row.get(0)).optional()?;
        self.put(conn, item, day, write_make_up(before.unwrap_or(0), write), seq)
    }

    /// Sets an item's count on a day. Tells the revision that it had before.
    pub(crate) fn put(&self, conn: &Connection, item: i64, day: Day, count: u32, seq: i64) -> Result<i64> {
        let previous = self.revision(conn, item, day)?;
        conn.prepare_cached(self.put)?.execute(params![item, day.epoch_days(), count, seq])?;
        Ok(previous)
    }

    /// Takes out an item's count on a day, with its revision.
    pub(crate) fn erase(&self, conn: &Connection, item: i64, day: Day) -> Result<()> {
        conn.prepare_cached(self.erase)?.execute(params![item, day.epoch_days()])?;
        Ok(())
    }

    /// Takes out all counts of an item that is removed; their revisions stay.
    pub(crate) fn remove_item(&self, conn: &Connection, item: i64) -> Result<()> {
        conn.prepare_cached(self.none_left)?.execute([item])?;
        Ok(())
    }

    /// Takes out all counts of an item, with their revisions.
    pub(crate) fn erase_item(&self, conn: &Connection, item: i64) -> Result<()> {
        conn.prepare_cached(self.erase_item)?.execute([item])?;
        Ok(())
    }
}
