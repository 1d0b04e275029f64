//! Writing what belongs to a day: entries, reviewed days, make-ups, fidya and reflections.

use kitaab_core::{
    Amount, Category, Day, EntryState, ItemId, MakeUpWrite, NoteWrite, RecordKey, ReflectionText, ScaleId,
    ScaleValueRef, Value, ValueWrite, write_entry,
};
use rusqlite::{Connection, OptionalExtension, params};

use crate::counts::Counts;
use crate::error::{Fault, Result};
use crate::revisions::{removed_entry_revision, reviewed_revision};
use crate::sql;
use crate::structure::{item_number, number_item};
use crate::texts::{erase_reflections, note_id, put_note, put_reflection, reflection_id, remove_notes};
use crate::writing::Writing;

/// An entry's row, as far as writing needs it.
#[derive(Clone, Copy)]
pub(crate) struct Held {
    pub(crate) value: i64,
    pub(crate) scale: Option<i64>,
    pub(crate) noted: bool,
    pub(crate) seq: i64,
}

/// An entry's value from its columns.
pub(crate) fn value(value: i64, scale: Option<ScaleId>) -> Result<Value> {
    Ok(match scale {
        Some(scale) => Value::Scale(ScaleValueRef { scale, position: sql::small(value)? }),
        None => Value::Count(amount(value)?),
    })
}

/// An amount from its column.
pub(crate) fn amount(hundredths: i64) -> Result<Amount> {
    Amount::from_hundredths(hundredths).map_err(|_| Fault::corrupt("an entry's amount is out of its range"))
}

/// Whether any of some items, by their numbers, has an entry.
pub(crate) fn has_entries<'n>(conn: &Connection, items: impl IntoIterator<Item = &'n i64>) -> Result<bool> {
    let mut any = conn.prepare_cached("SELECT EXISTS (SELECT 1 FROM entries WHERE item_no = ?1)")?;
    for number in items {
        if any.query_row([number], |row| row.get(0))? {
            return Ok(true);
        }
    }
    Ok(false)
}

impl Writing<'_> {
    /// The number of an item of the catalogue, or `not_found`.
    pub(crate) fn item(&self, item: ItemId) -> Result<i64> {
        self.catalogue().item(item)?;
        match self.now.items.get(&item) {
            Some(number) => Ok(*number),
            None => number_item(self.conn, self.book, item),
        }
    }

    /// Writes an entry. Tells the revision that it had before.
    pub(crate) fn write_entry(&mut self, item: ItemId, day: Day, write: ValueWrite, note: &NoteWrite) -> Result<i64> {
        let item = self.item(item)?;
        let held = held(self.conn, item, day)?;
        let previous = match &held {
            Some(held) => held.seq,
            None => removed_entry_revision(self.conn, item, day)?,
        };
        let before = match &held {
            Some(held) => {
                let scale = held.scale.map(|number| self.memory.scale(self.conn, number)).transpose()?;
                Some(EntryState { value: value(held.value, scale)?, note: None })
            }
            None => None,
        };
        // The note has a row of its own, and is written by itself.
        let Some(after) = write_entry(before.as_ref(), write, &NoteWrite::Keep)? else {
            keep_removed(self.conn, item, day, self.seq)?;
            return Ok(previous);
        };
        if held.is_none() && previous != 0 {
            forget_removed(self.conn, item, day)?;
        }
        let was_noted = held.is_some_and(|held| held.noted);
        let noted = match note {
            NoteWrite::Keep => was_noted,
            NoteWrite::Clear => false,
            NoteWrite::Set(_) => true,
        };
        let id = note_id(self.book, day, item);
        match note {
            NoteWrite::Set(note) => put_note(self.conn, id, note, was_noted)?,
            NoteWrite::Clear if was_noted => remove_notes(self.conn, id..=id)?,
            _ => {}
        }
        let (value, scale) = self.columns(after.value)?;
        self.conn.prepare_cached(PUT_ENTRY)?.execute(params![
            item,
            day.epoch_days(),
            value,
            scale,
            noted.then_some(1),
            self.seq
        ])?;
        self.touched.push(day);
        Ok(previous)
    }

    /// A value as an entry's columns keep it.
    pub(crate) fn columns(&mut self, value: Value) -> Result<(i64, Option<i64>)> {
        Ok(match value {
            Value::Count(amount) => (amount.hundredths(), None),
            Value::Scale(value) => {
                let scale = self.memory.number_scale(self.conn, self.book, value.scale)?;
                (value.position.into(), Some(scale))
            }
        })
    }

    /// Marks a day as reviewed, or takes the mark away and keeps its revision.
    pub(crate) fn write_reviewed(&mut self, day: Day, reviewed: bool) -> Result<i64> {
        let previous = reviewed_revision(self.conn, self.book, day)?;
        self.conn
            .prepare_cached("INSERT OR REPLACE INTO reviewed (book_no, day, reviewed, seq) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![self.book, day.epoch_days(), reviewed, self.seq])?;
        self.touched.push(day);
        Ok(previous)
    }

    /// Writes a count of an item's day.
    pub(crate) fn write_count(&self, counts: &Counts, item: ItemId, day: Day, write: MakeUpWrite) -> Result<i64> {
        counts.write(self.conn, self.item(item)?, day, write, self.seq)
    }

    /// Writes the reflection on a day, or takes it away and keeps its revision.
    pub(crate) fn write_reflection(
        &mut self,
        day: Day,
        category: Category,
        text: Option<&ReflectionText>,
    ) -> Result<i64> {
        put_reflection(self.conn, reflection_id(self.book, day, category), text, self.seq)
    }

    /// Removes what a key of a day names; its revision stays. Tells the revision that it had before.
    pub(crate) fn remove_of_day(&mut self, key: &RecordKey) -> Result<i64> {
        match key {
            RecordKey::Entry(item, day) => {
                // It may be of an item that is not there: its revision is kept all the same.
                let item = number_item(self.conn, self.book, *item)?;
                let previous = self.take_entry(item, *day)?;
                let previous = match previous {
                    Some(held) => held.seq,
                    None => removed_entry_revision(self.conn, item, *day)?,
                };
                keep_removed(self.conn, item, *day, self.seq)?;
                Ok(previous)
            }
            RecordKey::Reviewed(day) => self.write_reviewed(*day, false),
            RecordKey::MakeUp(item, day) => self.remove_count(&Counts::MAKE_UPS, *item, *day),
            RecordKey::Fidya(item, day) => self.remove_count(&Counts::FIDYA, *item, *day),
            RecordKey::Reflection(day, category) => self.write_reflection(*day, *category, None),
            _ => Ok(0),
        }
    }

    /// Takes out what a key of a day names, with its revision.
    pub(crate) fn erase_of_day(&mut self, key: &RecordKey) -> Result<()> {
        match key {
            RecordKey::Entry(item, day) => {
                if let Some(item) = item_number(self.conn, self.book, *item)? {
                    self.take_entry(item, *day)?;
                    forget_removed(self.conn, item, *day)?;
                }
            }
            RecordKey::Reviewed(day) => {
                let sql = "DELETE FROM reviewed WHERE book_no = ?1 AND day = ?2";
                self.conn.prepare_cached(sql)?.execute(params![self.book, day.epoch_days()])?;
                self.touched.push(*day);
            }
            RecordKey::MakeUp(item, day) => self.erase_count(&Counts::MAKE_UPS, *item, *day)?,
            RecordKey::Fidya(item, day) => self.erase_count(&Counts::FIDYA, *item, *day)?,
            RecordKey::Reflection(day, category) => {
                let id = reflection_id(self.book, *day, *category);
                erase_reflections(self.conn, id..=id)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn remove_count(&self, counts: &Counts, item: ItemId, day: Day) -> Result<i64> {
        counts.put(self.conn, number_item(self.conn, self.book, item)?, day, 0, self.seq)
    }

    fn erase_count(&self, counts: &Counts, item: ItemId, day: Day) -> Result<()> {
        match item_number(self.conn, self.book, item)? {
            Some(item) => counts.erase(self.conn, item, day),
            None => Ok(()),
        }
    }

    /// Takes an entry out with its note, if there is one.
    fn take_entry(&mut self, item: i64, day: Day) -> Result<Option<Held>> {
        let held = held(self.conn, item, day)?;
        if let Some(held) = held {
            if held.noted {
                let id = note_id(self.book, day, item);
                remove_notes(self.conn, id..=id)?;
            }
            let sql = "DELETE FROM entries WHERE item_no = ?1 AND day = ?2";
            self.conn.prepare_cached(sql)?.execute(params![item, day.epoch_days()])?;
            self.touched.push(day);
        }
        Ok(held)
    }

    /// Takes out the entries, make-ups and fidya of an item that is removed; their revisions stay.
    pub(crate) fn remove_item(&mut self, item: i64) -> Result<()> {
        let mut statement = self.conn.prepare_cached("SELECT day, noted FROM entries WHERE item_no = ?1")?;
        let mut rows = statement.query([item])?;
        while let Some(row) = rows.next()? {
            let day = sql::day(row.get(0)?)?;
            self.touched.push(day);
            if row.get::<_, Option<bool>>(1)?.unwrap_or(false) {
                let id = note_id(self.book, day, item);
                remove_notes(self.conn, id..=id)?;
            }
        }
        for sql in [
            "INSERT OR REPLACE INTO removed_entries (item_no, day, seq) SELECT item_no, day, seq FROM entries WHERE item_no = ?1",
            "DELETE FROM entries WHERE item_no = ?1",
        ] {
            self.conn.prepare_cached(sql)?.execute([item])?;
        }
        Counts::MAKE_UPS.remove_item(self.conn, item)?;
        Counts::FIDYA.remove_item(self.conn, item)?;
        Ok(())
    }

    /// Takes out an item that was removed, with the revisions of its entries, make-ups and fidya.
    pub(crate) fn erase_item(&mut self, item: i64) -> Result<()> {
        Counts::MAKE_UPS.erase_item(self.conn, item)?;
        Counts::FIDYA.erase_item(self.conn, item)?;
        for sql in ["DELETE FROM removed_entries WHERE item_no = ?1", "DELETE FROM items WHERE no = ?1"] {
            self.conn.prepare_cached(sql)?.execute([item])?;
        }
        Ok(())
    }
}

/// Writes an entry's row: item, day, value, scale version, noted, revision.
pub(crate) const PUT_ENTRY: &str =
    "INSERT INTO entries (item_no, day, value, scale_no, noted, seq) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
     ON CONFLICT (item_no, day) DO UPDATE SET value = excluded.value, scale_no = excluded.scale_no,
     noted = excluded.noted, seq = excluded.seq";

fn held(conn: &Connection, item: i64, day: Day) -> Result<Option<Held>> {
    let found = conn
        .prepare_cached("SELECT value, scale_no, noted, seq FROM entries WHERE item_no = ?1 AND day = ?2")?
        .query_row(params![item, day.epoch_days()], |row| {
            let noted: Option<bool> = row.get(2)?;
            Ok(Held { value: row.get(0)?, scale: row.get(1)?, noted: noted.unwrap_or(false), seq: row.get(3)? })
        })
        .optional()?;
    Ok(found)
}

/// Keeps the revision of an entry that is there no more.
fn keep_removed(conn: &Connection, item: i64, day: Day, seq: i64) -> Result<()> {
    conn.prepare_cached("INSERT OR REPLACE INTO removed_entries (item_no, day, seq) VALUES (?1, ?2, ?3)")?
        .execute(params![item, day.epoch_days(), seq])?;
    Ok(())
}

/// Forgets that an entry was there once.
pub(crate) fn forget_removed(conn: &Connection, item: i64, day: Day) -> Result<()> {
    conn.prepare_cached("DELETE FROM removed_entries WHERE item_no = ?1 AND day = ?2")?
        .execute(params![item, day.epoch_days()])?;
    Ok(())
}
