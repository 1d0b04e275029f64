//! What an actor sees of a book: the same answer for every store.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use kitaab_core::{
    Catalogue, Change, Day, DeedId, Entry, Error, Header, ItemId, Kind, NoteWrite, RecordKey, Records, Series, UserId,
    Value, ValueWrite, View,
};

use crate::contract::{EntryQuery, Head, HistoryStep};
use crate::error::Result;
use crate::rollup::DayRollup;

/// What an actor sees of a book. A store asks for it within the same state of the book that it answers from.
#[derive(Clone, Debug)]
pub enum Sight {
    /// All of it: it is their own.
    Whole,
    /// What was shared with them.
    Part(Arc<View>),
}

impl Sight {
    /// What the actor sees of the book with this catalogue; an empty one where there is no such book.
    ///
    /// # Errors
    /// `not_found` for the book of somebody who lets them see nothing, whether there is one or not.
    pub fn of(actor: UserId, catalogue: &Catalogue) -> Result<Self> {
        if actor == catalogue.owner {
            return Ok(Self::Whole);
        }
        let view = catalogue.seen_by(actor).ok_or_else(|| Error::not_found(Kind::Book, catalogue.owner))?;
        Ok(Self::Part(Arc::new(view)))
    }

    /// Refuses what is the owner's alone.
    ///
    /// # Errors
    /// `denied`.
    pub fn whole(&self, action: &'static str) -> Result<()> {
        match self {
            Self::Whole => Ok(()),
            Self::Part(view) => Err(Error::denied(action, Kind::Book, view.catalogue.owner).into()),
        }
    }

    /// The catalogue, as they see it.
    pub fn catalogue(&self, whole: Catalogue) -> Catalogue {
        match self {
            Self::Whole => whole,
            Self::Part(view) => view.catalogue.clone(),
        }
    }

    /// The head: the ledger itself is the owner's.
    #[must_use]
    pub const fn head(&self, head: Head) -> Head {
        match self {
            Self::Whole => head,
            Self::Part(_) => Head { link: kitaab_core::Digest::ZERO, dirty_from: None, ..head },
        }
    }

    /// Whether they see the entries of an item.
    pub fn reads(&self, item: ItemId) -> bool {
        match self {
            Self::Whole => true,
            Self::Part(view) => view.reads(item),
        }
    }

    /// Those of some items whose entries they see.
    pub fn items<'a>(&self, asked: &'a [ItemId]) -> Cow<'a, [ItemId]> {
        match self {
            Self::Whole => Cow::Borrowed(asked),
            Self::Part(view) => asked.iter().copied().filter(|item| view.reads(*item)).collect(),
        }
    }

    /// The query as it may be carried out; none if it can find nothing: notes are the owner's alone.
    pub fn query<'a>(&self, query: &'a EntryQuery) -> Option<Cow<'a, EntryQuery>> {
        let Self::Part(view) = self else { return Some(Cow::Borrowed(query)) };
        if !query.words.is_empty() {
            return None;
        }
        let items = match &query.items {
            Some(items) => items.iter().copied().filter(|item| view.reads(*item)).collect(),
            None => view.readable().iter().copied().collect(),
        };
        Some(Cow::Owned(EntryQuery { items: Some(items), ..query.clone() }))
    }

    /// An entry, as they see it.
    pub fn entry(&self, mut entry: Entry) -> Option<Entry> {
        if let Self::Part(view) = self {
            entry.note = None;
            return view.reads(entry.item).then_some(entry);
        }
        Some(entry)
    }

    /// The items whose entries tell which days are logged, as far as they see; none for the owner, to whom reviewed
    /// days and everything else count.
    pub fn logging_items(&self) -> Option<Vec<ItemId>> {
        match self {
            Self::Whole => None,
            Self::Part(view) => Some(view.readable().iter().copied().collect()),
        }
    }

    /// The records of some items, from those of all items that they see: a day is logged where one of these has an entry.
    #[must_use]
    pub fn records(&self, seen: Records, asked: &[ItemId]) -> Records {
        let Self::Part(view) = self else { return seen };
        let readable = seen.all_series().iter().filter(|(item, series)| view.reads(**item) && !series.is_empty());
        let logged: BTreeSet<Day> = readable.clone().flat_map(|(_, series)| series.days()).copied().collect();
        let series: BTreeMap<ItemId, Series> =
            readable.filter(|(item, _)| asked.contains(item)).map(|(item, series)| (*item, series.clone())).collect();
        Records::new(seen.days(), series, logged.into_iter().collect())
    }

    /// The daily rollups, reckoned from the records of all items that they see; none for the owner, whose are kept.
    pub fn rollups(&self, seen: &Records) -> Option<Vec<DayRollup>> {
        let Self::Part(view) = self else { return None };
        let mut rollups: BTreeMap<Day, DayRollup> = BTreeMap::new();
        for (item, series) in seen.all_series().iter().filter(|(item, _)| view.reads(**item)) {
            for day in series.days() {
                let Some(value) = series.on(*day) else { continue };
                let rollup = rollups.entry(*day).or_insert_with(|| DayRollup::new(*day));
                rollup.add_entry(&view.catalogue, *item, value);
            }
        }
        Some(rollups.into_values().collect())
    }

    /// Refuses the revision of what they don't see.
    ///
    /// # Errors
    /// `not_found` for the record.
    pub fn check_key(&self, key: &RecordKey) -> Result<()> {
        match (self, key) {
            (Self::Whole, _) => Ok(()),
            (Self::Part(view), RecordKey::Entry(item, _)) if view.reads(*item) => Ok(()),
            (Self::Part(_), key) => Err(Error::not_found(key.kind(), key).into()),
        }
    }

    /// Refuses the history of a record: a writer needs that of the entries that they may write, in order to undo.
    ///
    /// # Errors
    /// `denied` where they may only read it; `not_found` for what they don't see.
    pub fn check_history(&self, key: &RecordKey) -> Result<()> {
        match (self, key) {
            (Self::Part(view), RecordKey::Entry(item, _)) if view.reads(*item) && !view.writes(*item) => {
                Err(Error::denied("reading the history", Kind::Entry, key).into())
            }
            _ => self.check_key(key),
        }
    }

    /// A step of a history as they see it: without the note; none if it did nothing else. Of a step of somebody else, the
    /// header tells who and when, and nothing of device and place.
    pub fn step(&self, step: HistoryStep) -> Option<HistoryStep> {
        let Self::Part(view) = self else { return Some(step) };
        let change = match step.change {
            Change::Entry { value: ValueWrite::Keep, .. } => return None,
            Change::Entry { item, day, value, .. } => Change::Entry { item, day, value, note: NoteWrite::Keep },
            other => other,
        };
        let header = if step.header.actor() == view.actor { step.header } else { step.header.redacted() };
        Some(HistoryStep { header, change, ..step })
    }

    /// Whether they see a commit: of another's ledger, their own ones.
    pub fn sees_commit(&self, header: &Header) -> bool {
        match self {
            Self::Whole => true,
            Self::Part(view) => header.actor() == view.actor,
        }
    }

    /// The deeds that reading some items is noted under in the owner's access log; none when they read themselves.
    pub fn deeds_read(&self, items: &[ItemId]) -> BTreeSet<DeedId> {
        match self {
            Self::Whole => BTreeSet::new(),
            Self::Part(view) => {
                let read = items.iter().filter(|item| view.reads(**item));
                read.filter_map(|item| Some(view.catalogue.items.get(item)?.deed)).collect()
            }
        }
    }
}

/// An entry's value, as a check of writing it wants to know.
pub(crate) fn written(value: ValueWrite) -> Option<Value> {
    match value {
        ValueWrite::Put(value) => Some(value),
        ValueWrite::Add(hundredths) => {
            kitaab_core::Amount::from_hundredths(hundredths.saturating_abs()).ok().map(Value::Count)
        }
        ValueWrite::Keep => None,
    }
}
