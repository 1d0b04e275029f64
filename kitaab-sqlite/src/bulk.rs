//! Writing many entries of one item at once.

use std::collections::HashMap;

use kitaab_core::{Day, EntryColumn};
use rusqlite::params;

use crate::entries::{PUT_ENTRY, forget_removed};
use crate::error::Result;
use crate::sql;
use crate::texts::{note_id, put_note};
use crate::writing::Writing;

/// What an entry had before a column writes it.
#[derive(Clone, Copy, Default)]
struct Before {
    revision: i64,
    noted: bool,
    removed: bool,
}

impl Writing<'_> {
    /// Writes a column of entries. Tells the revisions that they had before.
    pub(crate) fn write_column(&mut self, column: &EntryColumn) -> Result<Vec<i64>> {
        let item = self.item(column.item())?;
        let before = self.before_column(item, column.days())?;
        let mut put = self.conn.prepare_cached(PUT_ENTRY)?;
        let mut revisions = Vec::with_capacity(column.len());
        for (day, value, note) in column.entries() {
            let Before { revision, noted, removed } = before.get(&day).copied().unwrap_or_default();
            revisions.push(revision);
            if removed {
                forget_removed(self.conn, item, day)?;
            }
            if let Some(note) = note {
                put_note(self.conn, note_id(self.book, day, item), note, noted)?;
            }
            let noted = noted || note.is_some();
            let (value, scale) = self.columns(value)?;
            put.execute(params![item, day.epoch_days(), value, scale, noted.then_some(1), self.seq])?;
        }
        self.touched.extend_from_slice(column.days());
        Ok(revisions)
    }

    /// What there is of an item within the span of some rising days: read in a row, since a column
    /// usually brings days that are new.
    fn before_column(&self, item: i64, days: &[Day]) -> Result<HashMap<Day, Before>> {
        let mut before = HashMap::new();
        let (Some(first), Some(last)) = (days.first(), days.last()) else { return Ok(before) };
        let span = params![item, first.epoch_days(), last.epoch_days()];
        let sql = "SELECT day, seq, noted FROM entries WHERE item_no = ?1 AND day BETWEEN ?2 AND ?3";
        let mut entries = self.conn.prepare_cached(sql)?;
        let mut rows = entries.query(span)?;
        while let Some(row) = rows.next()? {
            let noted: Option<bool> = row.get(2)?;
            let held = Before { revision: row.get(1)?, noted: noted.unwrap_or(false), removed: false };
            before.insert(sql::day(row.get(0)?)?, held);
        }
        let sql = "SELECT day, seq FROM removed_entries WHERE item_no = ?1 AND day BETWEEN ?2 AND ?3";
        let mut removed = self.conn.prepare_cached(sql)?;
        let mut rows = removed.query(span)?;
        while let Some(row) = rows.next()? {
            let gone = Before { revision: row.get(1)?, noted: false, removed: true };
            before.insert(sql::day(row.get(0)?)?, gone);
        }
        Ok(before)
    }
}
