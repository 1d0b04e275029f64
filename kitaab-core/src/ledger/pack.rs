//! Packing many entries of one item into columns.

use std::collections::BTreeMap;

use crate::column::{ColumnValues, EntryColumn};
use crate::day::Day;
use crate::entry::Value;
use crate::error::Result;
use crate::id::{ItemId, ScaleId};
use crate::text::Note;

impl EntryColumn {
    /// The columns that put these entries: one or more for each scale version, and for the amounts. An entry without
    /// a note keeps the one it has.
    ///
    /// # Errors
    /// `invalid` if a day is named twice for one scale version.
    pub fn pack(item: ItemId, entries: impl IntoIterator<Item = (Day, Value, Option<Note>)>) -> Result<Vec<Self>> {
        let mut entries: Vec<_> = entries.into_iter().collect();
        entries.sort_by_key(|(day, ..)| *day);
        let mut counts = Draft::default();
        let mut scales: BTreeMap<ScaleId, Draft<u8>> = BTreeMap::new();
        for (day, value, note) in entries {
            match value {
                Value::Count(amount) => counts.push(day, amount, note),
                Value::Scale(value) => scales.entry(value.scale).or_default().push(day, value.position, note),
            }
        }
        let mut columns = Vec::new();
        for (days, amounts, notes) in counts.parts {
            columns.push(Self::new(item, days, ColumnValues::Count(amounts), notes)?);
        }
        for (scale, draft) in scales {
            for (days, positions, notes) in draft.parts {
                columns.push(Self::new(item, days, ColumnValues::Scale { scale, positions }, notes)?);
            }
        }
        Ok(columns)
    }
}

/// Days, values and notes by place of one column.
type Part<V> = (Vec<Day>, Vec<V>, Vec<(u32, Note)>);

/// Columns of one scale version, or of amounts, while they fill.
struct Draft<V> {
    parts: Vec<Part<V>>,
    /// The bytes of notes in the last part.
    note_bytes: usize,
}

impl<V> Default for Draft<V> {
    fn default() -> Self {
        Self { parts: Vec::new(), note_bytes: 0 }
    }
}

impl<V> Draft<V> {
    fn push(&mut self, day: Day, value: V, note: Option<Note>) {
        let bytes = note.as_ref().map_or(0, |note| note.as_str().len());
        let full = self.parts.last().is_none_or(|(days, ..)| days.len() == EntryColumn::MAX_ENTRIES);
        if full || self.note_bytes + bytes > EntryColumn::MAX_NOTE_BYTES {
            self.parts.push((Vec::new(), Vec::new(), Vec::new()));
            self.note_bytes = 0;
        }
        self.note_bytes += bytes;
        if let Some((days, values, notes)) = self.parts.last_mut() {
            let place = u32::try_from(days.len()).unwrap_or(u32::MAX);
            notes.extend(note.map(|note| (place, note)));
            days.push(day);
            values.push(value);
        }
    }
}
