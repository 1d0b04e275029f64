//! Writing many entries of one item at once.

use std::collections::HashMap;
use std::sync::LazyLock;

use kitaab_core::{Day, EntryColumn};
use rusqlite::{Connection, params};

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

/// How many rows one statement puts: starting and ending one costs as much as a row itself.
const ROWS: usize = 32;

/// Rows of one item that wait to be put by one statement.
struct Rows {
    item: i64,
    seq: i64,
    scale: Option<i64>,
    /// Day, value, and whether there is a note.
    waiting: Vec<(i32, i64, bool)>,
}

impl Rows {
    /// Puts those that wait.
    fn put(&mut self, conn: &Connection) -> Result<()> {
        if self.waiting.len() < ROWS {
            let mut put = conn.prepare_cached(PUT_ENTRY)?;
            for (day, value, noted) in self.waiting.drain(..) {
                put.execute(params![self.item, day, value, self.scale, noted.then_some(1), self.seq])?;
            }
            return Ok(());
        }
        let mut put = conn.prepare_cached(&PUT_ROWS)?;
        put.raw_bind_parameter(1, self.item)?;
        put.raw_bind_parameter(2, self.scale)?;
        put.raw_bind_parameter(3, self.seq)?;
        let mut place = 3;
        for (day, value, noted) in self.waiting.drain(..) {
            put.raw_bind_parameter(place + 1, day)?;
            put.raw_bind_parameter(place + 2, value)?;
            put.raw_bind_parameter(place + 3, noted.then_some(1))?;
            place += 3;
        }
        put.raw_execute()?;
        Ok(())
    }
}

/// [`PUT_ENTRY`] for many rows of one item, scale and commit.
static PUT_ROWS: LazyLock<String> = LazyLock::new(|| {
    let row = |row: usize| format!("(?1, ?{}, ?{}, ?2, ?{}, ?3)", row * 3 + 4, row * 3 + 5, row * 3 + 6);
    let rows: Vec<String> = (0..ROWS).map(row).collect();
    PUT_ENTRY.replace("(?1, ?2, ?3, ?4, ?5, ?6)", &rows.join(", "))
});

impl Writing<'_> {
    /// Writes a column of entries. Tells the revisions that they had before.
    pub(crate) fn write_column(&mut self, column: &EntryColumn) -> Result<Vec<i64>> {
        let item = self.item(column.item())?;
        let before = self.before_column(item, column.days())?;
        let mut revisions = Vec::with_capacity(column.len());
        let mut rows = Rows { item, seq: self.seq, scale: None, waiting: Vec::with_capacity(ROWS) };
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
            // A column is of one scale version, so that its number is the same for all.
            let (value, scale) = self.columns(value)?;
            rows.scale = scale;
            rows.waiting.push((day.epoch_days(), value, noted));
            if rows.waiting.len() == ROWS {
                rows.put(self.conn)?;
            }
        }
        rows.put(self.conn)?;
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
