//! The state of a book as the replay of its ledger.

use std::collections::{BTreeMap, BTreeSet};

use crate::amount::Amount;
use crate::catalogue::Catalogue;
use crate::change::{Change, MakeUpWrite, NoteWrite, RecordKey, ValueWrite};
use crate::commit::Commit;
use crate::day::Day;
use crate::deed::Category;
use crate::entry::Value;
use crate::error::{Error, Result};
use crate::id::{ItemId, UserId};
use crate::text::{Note, ReflectionText};

/// What one entry holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryState {
    /// Its value.
    pub value: Value,
    /// Its note.
    pub note: Option<Note>,
}

/// Everything that a book holds: its catalogue and its days.
///
/// The in-memory store keeps exactly this; every other store must hold the same, and tests compare
/// them: `state == replay(ledger)`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct State {
    /// The structure.
    pub catalogue: Catalogue,
    /// The entries.
    pub entries: BTreeMap<(ItemId, Day), EntryState>,
    /// The days marked as reviewed.
    pub reviewed: BTreeSet<Day>,
    /// How many make-ups were done, where any were.
    pub make_ups: BTreeMap<(ItemId, Day), u32>,
    /// How many owed days were settled by fidya, where any were.
    pub fidya: BTreeMap<(ItemId, Day), u32>,
    /// The reflections.
    pub reflections: BTreeMap<(Day, Category), ReflectionText>,
    /// For each record that was ever changed and not erased since: the sequence number of its last
    /// change.
    pub revisions: BTreeMap<RecordKey, u64>,
}

/// What writing to an entry makes of it; none where there is nothing to keep (an entry whose value
/// was erased from the ledger since, as a replay meets it).
///
/// A sum stops at [`Amount::MAX`]: what is there is not read before something is added to it, and others may add meanwhile. Nothing
/// is lost by it: the ledger keeps each addition as it was made.
///
/// # Errors
/// `corrupt` for adding to a scale value: that is refused as a write is decided, so that a ledger
/// that asks for it is damaged.
pub fn write_entry(before: Option<&EntryState>, value: ValueWrite, note: &NoteWrite) -> Result<Option<EntryState>> {
    let value = match (value, before.map(|entry| entry.value)) {
        (ValueWrite::Put(value), _) | (ValueWrite::Keep, Some(value)) => value,
        (ValueWrite::Keep, None) => return Ok(None),
        (ValueWrite::Add(hundredths), Some(Value::Count(amount))) => Value::Count(amount.saturating_add(hundredths).0),
        (ValueWrite::Add(hundredths), None) => Value::Count(Amount::ZERO.saturating_add(hundredths).0),
        (ValueWrite::Add(_), Some(Value::Scale(_))) => {
            return Err(Error::corrupt("an addition to the value of a scale"));
        }
    };
    let note = match note {
        NoteWrite::Keep => before.and_then(|entry| entry.note.clone()),
        NoteWrite::Clear => None,
        NoteWrite::Set(note) => Some(note.clone()),
    };
    Ok(Some(EntryState { value, note }))
}

/// What writing a count of make-ups, or of days settled by fidya, makes of it.
pub fn write_make_up(before: u32, write: MakeUpWrite) -> u32 {
    match write {
        MakeUpWrite::Put(count) => count,
        MakeUpWrite::Add(more) => {
            let sum = i64::from(before).saturating_add(more).clamp(0, u32::MAX.into());
            u32::try_from(sum).unwrap_or(u32::MAX)
        }
    }
}

/// Writes a count of an item's day; at none there is nothing.
fn count_of_day(counts: &mut BTreeMap<(ItemId, Day), u32>, key: (ItemId, Day), write: MakeUpWrite) {
    match write_make_up(counts.get(&key).copied().unwrap_or(0), write) {
        0 => counts.remove(&key),
        count => counts.insert(key, count),
    };
}

impl State {
    /// A new book.
    pub const fn new(owner: UserId) -> Self {
        Self {
            catalogue: Catalogue::new(owner),
            entries: BTreeMap::new(),
            reviewed: BTreeSet::new(),
            make_ups: BTreeMap::new(),
            fidya: BTreeMap::new(),
            reflections: BTreeMap::new(),
            revisions: BTreeMap::new(),
        }
    }

    /// Applies a commit with sequence number `seq`: all of it, or, on an error, nothing that a
    /// caller may keep (apply to a clone where that matters).
    pub fn apply(&mut self, commit: &Commit, seq: u64) -> Result<()> {
        commit.changes().try_for_each(|change| self.apply_change(change, seq))
    }

    /// Applies one change of the commit with sequence number `seq`.
    pub fn apply_change(&mut self, change: &Change, seq: u64) -> Result<()> {
        match change {
            Change::Entry { item, day, value, note } => {
                self.catalogue.item(*item)?;
                if let Some(after) = write_entry(self.entries.get(&(*item, *day)), *value, note)? {
                    self.entries.insert((*item, *day), after);
                }
            }
            Change::Entries(column) => {
                self.catalogue.item(column.item())?;
                for (day, value, note) in column.entries() {
                    let key = (column.item(), day);
                    let note = note.map_or(NoteWrite::Keep, |note| NoteWrite::Set(note.clone()));
                    if let Some(after) = write_entry(self.entries.get(&key), ValueWrite::Put(value), &note)? {
                        self.entries.insert(key, after);
                    }
                    self.revisions.insert(RecordKey::Entry(key.0, key.1), seq);
                }
            }
            Change::Reviewed { day, reviewed: true } => {
                self.reviewed.insert(*day);
            }
            Change::Reviewed { day, reviewed: false } => {
                self.reviewed.remove(day);
            }
            Change::MakeUp { item, day, count } => {
                self.catalogue.item(*item)?;
                count_of_day(&mut self.make_ups, (*item, *day), *count);
            }
            Change::Fidya { item, day, count } => {
                self.catalogue.item(*item)?;
                count_of_day(&mut self.fidya, (*item, *day), *count);
            }
            Change::Reflection { day, category, text: Some(text) } => {
                self.reflections.insert((*day, *category), text.clone());
            }
            Change::Reflection { day, category, text: None } => {
                self.reflections.remove(&(*day, *category));
            }
            Change::Remove(key) | Change::Erase(key) => self.remove(change, key, seq)?,
            structural => {
                self.catalogue.apply(structural, seq)?;
            }
        }
        if let Some(key) = change.key() {
            if matches!(change, Change::Erase(_)) {
                self.revisions.remove(&key);
            } else {
                self.revisions.insert(key, seq);
            }
        }
        Ok(())
    }

    /// Takes a record out, with the days of items that go with it.
    fn remove(&mut self, change: &Change, key: &RecordKey, seq: u64) -> Result<()> {
        match key {
            RecordKey::Entry(item, day) => {
                self.entries.remove(&(*item, *day));
            }
            RecordKey::Reviewed(day) => {
                self.reviewed.remove(day);
            }
            RecordKey::MakeUp(item, day) => {
                self.make_ups.remove(&(*item, *day));
            }
            RecordKey::Fidya(item, day) => {
                self.fidya.remove(&(*item, *day));
            }
            RecordKey::Reflection(day, category) => {
                self.reflections.remove(&(*day, *category));
            }
            _ => {
                self.catalogue.apply(change, seq)?;
                let items = &self.catalogue.items;
                self.entries.retain(|(item, _), _| items.contains_key(item));
                self.make_ups.retain(|(item, _), _| items.contains_key(item));
                self.fidya.retain(|(item, _), _| items.contains_key(item));
            }
        }
        Ok(())
    }
}
