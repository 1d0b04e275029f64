//! What a commit does, in the arrays that the database's `apply` takes.

use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;

use chrono::NaiveDate;
use kitaab_core::{Day, ItemId, Note, NoteWrite, ScaleId, Value, ValueWrite, search};
use uuid::Uuid;

use crate::key::Key;

/// The operations of `apply`.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Op {
    WriteEntries = 1,
    RemoveEntry = 2,
    Review = 3,
    SetCount = 4,
    AddToCount = 5,
    Reflect = 6,
    Revise = 7,
    DropItem = 8,
    EraseOfDay = 9,
    EraseItem = 10,
    Forget = 11,
    RemoveCount = 12,
}

/// Operations, by column.
#[derive(Debug, Default)]
pub(crate) struct Operations {
    pub(crate) ops: Vec<i16>,
    pub(crate) leaves: Vec<i32>,
    pub(crate) kinds: Vec<i16>,
    pub(crate) ids: Vec<Uuid>,
    pub(crate) days: Vec<Option<NaiveDate>>,
    pub(crate) numbers: Vec<i64>,
    pub(crate) texts: Vec<Option<String>>,
    pub(crate) words: Vec<Option<String>>,
}

impl Operations {
    pub(crate) fn push(&mut self, op: Op, leaf: i32, key: Key, number: i64, text: Option<&str>) {
        self.ops.push(op as i16);
        self.leaves.push(leaf);
        self.kinds.push(key.kind);
        self.ids.push(key.id);
        self.days.push(key.day);
        self.numbers.push(number);
        self.words.push(text.map(words));
        self.texts.push(text.map(str::to_owned));
    }
}

/// The words of a text, joined by spaces, which none of them holds.
fn words(text: &str) -> String {
    search::tokens(text).into_iter().collect::<Vec<_>>().join(" ")
}

/// Values, each once, with their places from 1.
#[derive(Debug)]
pub(crate) struct Places<T> {
    values: Vec<T>,
    places: HashMap<T, i32>,
}

impl<T> Default for Places<T> {
    fn default() -> Self {
        Self { values: Vec::new(), places: HashMap::new() }
    }
}

impl<T: Copy + Eq + Hash> Places<T> {
    /// The place of a value.
    pub(crate) fn of(&mut self, value: T) -> i32 {
        let next = i32::try_from(self.values.len() + 1).unwrap_or(i32::MAX);
        *self.places.entry(value).or_insert_with(|| {
            self.values.push(value);
            next
        })
    }

    pub(crate) fn values(&self) -> &[T] {
        &self.values
    }
}

/// Entries to write, by column, in runs in which none comes twice.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    pub(crate) items: Places<ItemId>,
    pub(crate) scales: Places<ScaleId>,
    pub(crate) leaves: Vec<i32>,
    pub(crate) item_places: Vec<i32>,
    pub(crate) days: Vec<NaiveDate>,
    pub(crate) ops: Vec<i16>,
    pub(crate) values: Vec<i64>,
    pub(crate) scale_places: Vec<i32>,
    pub(crate) notes: Vec<i16>,
    pub(crate) texts: Vec<Option<String>>,
    pub(crate) words: Vec<Option<String>>,
    /// The entries of the run that is open.
    run: BTreeSet<(i32, Day)>,
}

/// One entry to write.
pub(crate) struct Row<'a> {
    pub(crate) leaf: i32,
    pub(crate) item: ItemId,
    pub(crate) day: Day,
    pub(crate) value: ValueWrite,
    pub(crate) note: &'a NoteWrite,
}

impl Rows {
    /// Adds an entry. Says how many the run before it had, where it can't be of the same run.
    pub(crate) fn push(&mut self, row: &Row<'_>) -> Option<usize> {
        let item = self.items.of(row.item);
        let ended = if self.run.contains(&(item, row.day)) { self.end_run() } else { None };
        self.run.insert((item, row.day));
        let (op, value) = columns_of(row.value);
        let scale = match row.value {
            ValueWrite::Put(Value::Scale(value)) => self.scales.of(value.scale),
            _ => 0,
        };
        let (note, text) = match row.note {
            NoteWrite::Keep => (0, None),
            NoteWrite::Clear => (1, None),
            NoteWrite::Set(note) => (2, Some(Note::as_str(note))),
        };
        self.leaves.push(row.leaf);
        self.item_places.push(item);
        self.days.push(row.day.date());
        self.ops.push(op);
        self.values.push(value);
        self.scale_places.push(scale);
        self.notes.push(note);
        self.words.push(text.map(words));
        self.texts.push(text.map(str::to_owned));
        ended
    }

    /// Whether the run that is open has an entry of an item on one of these days.
    pub(crate) fn hold_any(&mut self, item: ItemId, days: &[Day]) -> bool {
        let item = self.items.of(item);
        days.iter().any(|day| self.run.contains(&(item, *day)))
    }

    /// Ends the run that is open. Says how many entries it has, if any.
    pub(crate) fn end_run(&mut self) -> Option<usize> {
        let ended = self.run.len();
        self.run.clear();
        (ended > 0).then_some(ended)
    }
}

/// What to do with a value, and the number with it: 0 keeps it, 1 puts hundredths or a position, 2 adds hundredths.
pub(crate) fn columns_of(value: ValueWrite) -> (i16, i64) {
    match value {
        ValueWrite::Keep => (0, 0),
        ValueWrite::Put(Value::Count(amount)) => (1, amount.hundredths()),
        ValueWrite::Put(Value::Scale(value)) => (1, i64::from(value.position)),
        // A sum is kept within an amount's bounds, so that no more than these can make a difference.
        ValueWrite::Add(hundredths) => (2, hundredths.clamp(-MOST, MOST)),
    }
}

/// More than any difference between two amounts, in hundredths.
const MOST: i64 = 10_000_000_000;
