//! Writing entries.

use std::collections::{BTreeMap, BTreeSet, btree_map};

use super::item::taken_over_from;
use super::{keep, kept, not_after_tomorrow};
use crate::amount::Amount;
use crate::catalogue::Catalogue;
use crate::change::{Change, NoteWrite, RecordKey, ValueWrite};
use crate::column::EntryColumn;
use crate::day::Day;
use crate::deed::{Deed, Measure};
use crate::entry::Value;
use crate::error::{Error, Kind, Result};
use crate::id::ItemId;
use crate::item::Item;
use crate::scale::{Scale, ScaleValueRef};
use crate::text::{Label, Note};

/// The most entries of one item that a batch writes one by one; more go into columns.
const MOST_SINGLES: usize = 64;
/// The most labels that an error lists.
const MOST_SHOWN_LABELS: usize = 12;

/// A value as a user names it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ValueInput {
    /// The label of a scale value: of the version active now, or else of the one active on the day.
    Label(String),
    /// An amount.
    Amount(Amount),
    /// A scale value of a certain version.
    Ref(ScaleValueRef),
}

impl From<&str> for ValueInput {
    fn from(label: &str) -> Self {
        Self::Label(label.to_owned())
    }
}

impl From<String> for ValueInput {
    fn from(label: String) -> Self {
        Self::Label(label)
    }
}

impl From<Amount> for ValueInput {
    fn from(amount: Amount) -> Self {
        Self::Amount(amount)
    }
}

impl From<ScaleValueRef> for ValueInput {
    fn from(value: ScaleValueRef) -> Self {
        Self::Ref(value)
    }
}

impl From<Value> for ValueInput {
    fn from(value: Value) -> Self {
        match value {
            Value::Scale(value) => Self::Ref(value),
            Value::Count(amount) => Self::Amount(amount),
        }
    }
}

/// An entry to be put: it takes the place of what stood there. Without a note it keeps the one there.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct NewEntry {
    /// The item.
    pub item: ItemId,
    /// The day.
    pub day: Day,
    /// The value.
    pub value: ValueInput,
    /// The note, if there is a new one.
    pub note: Option<Note>,
    error: Option<Error>,
}

impl NewEntry {
    /// An entry without a note.
    pub fn new(item: ItemId, day: Day, value: impl Into<ValueInput>) -> Self {
        Self { item, day, value: value.into(), note: None, error: None }
    }

    /// The same with a note; one that is too long is told when the entry is decided.
    #[must_use]
    pub fn note(mut self, text: impl AsRef<str>) -> Self {
        self.note = keep(&mut self.error, Note::new(text));
        self
    }
}

/// An entry to put, checked.
type Put = (Day, Value, Option<Note>);

/// What writing entries of one item needs to know, looked up once.
struct Recording<'a> {
    catalogue: &'a Catalogue,
    item: &'a Item,
    deed: &'a Deed,
    active: Option<&'a Scale>,
    /// From when the items below take the entries.
    taken_over_from: Option<Day>,
}

impl<'a> Recording<'a> {
    fn of(catalogue: &'a Catalogue, item: ItemId, today: Day) -> Result<Self> {
        let item = catalogue.item(item)?;
        Ok(Self {
            catalogue,
            item,
            deed: catalogue.deed(item.deed)?,
            active: catalogue.active_scale(item.deed),
            taken_over_from: taken_over_from(catalogue, item, today),
        })
    }

    /// The versions whose values may be recorded for a day: the one active now, then the one active then.
    fn versions(&self, day: Day) -> impl Iterator<Item = &'a Scale> + use<'a> {
        let (catalogue, deed) = (self.catalogue, self.deed.id);
        // Searched only where the active version does not answer.
        self.active.into_iter().chain(std::iter::once_with(move || catalogue.scale_on(deed, day)).flatten())
    }

    fn resolve(&self, input: &ValueInput, day: Day) -> Result<Value> {
        match (input, self.deed.measure) {
            (ValueInput::Amount(amount), Measure::Count) => Ok(Value::Count(*amount)),
            (ValueInput::Ref(value), Measure::Scale) => {
                self.check_scale_value(*value, day)?;
                Ok(Value::Scale(*value))
            }
            (ValueInput::Label(label), Measure::Scale) => {
                let label = Label::new(label).map_err(|error| error.within("value"))?;
                let found = self.versions(day).find_map(|version| version.labelled(label.as_str()));
                found.map(Value::Scale).ok_or_else(|| Error::invalid("value", self.one_of_the_labels(), label))
            }
            (ValueInput::Amount(amount), Measure::Scale) => {
                Err(Error::invalid("value", "must be a value of the deed's scale", amount))
            }
            (ValueInput::Label(_) | ValueInput::Ref(_), Measure::Count) => {
                Err(Error::invalid("value", "must be an amount, since the deed is counted", ""))
            }
        }
    }

    /// The rule that a label breaks when the scale has none such.
    fn one_of_the_labels(&self) -> String {
        let values = self.active.map_or(&[][..], |scale| &scale.values);
        let labels: Vec<&str> = values.iter().take(MOST_SHOWN_LABELS).map(|value| value.label.as_str()).collect();
        let more = if values.len() > MOST_SHOWN_LABELS { ", …" } else { "" };
        format!("must be one of: {}{more}", labels.join(", "))
    }

    fn check_scale_value(&self, value: ScaleValueRef, day: Day) -> Result<()> {
        let invalid = |rule: &'static str, given: &dyn std::fmt::Display| Err(Error::invalid("value", rule, given));
        // Looked up first, so that a batch in the active version does not search for others.
        let scale = match self.active {
            Some(active) if active.id == value.scale => active,
            _ => {
                let scale = self.catalogue.scale(value.scale)?;
                if scale.deed != self.deed.id {
                    return invalid("must be a value of the deed's own scale", &value.scale);
                }
                if !self.versions(day).any(|version| version.id == value.scale) {
                    return invalid(
                        "must be of the scale version active now or on that day",
                        &format_args!("version {}", scale.version),
                    );
                }
                scale
            }
        };
        match scale.value(value.position) {
            Some(_) => Ok(()),
            None => invalid("must be a position in the scale", &value.position),
        }
    }

    /// The rules of place and time: a leaf, and a day that is open.
    fn check_place(&self, day: Day, today: Day) -> Result<()> {
        not_after_tomorrow(day, today)?;
        // Once an item below has begun, earlier days are closed too: the tree says where to write. One that
        // begins later leaves the days before it open.
        if self.taken_over_from.is_some_and(|from| from <= day.max(today)) {
            return Err(Error::invalid(
                "item",
                "must be a leaf: entries belong to the items below it",
                &self.item.name,
            ));
        }
        if !self.item.is_live_on(day) {
            return Err(Error::invalid("day", "must be before the day from which the item is archived", day));
        }
        Ok(())
    }
}

impl Catalogue {
    /// The value that an input means for an item on a day.
    ///
    /// # Errors
    /// `invalid` for a value of the other measure, of another deed's scale, or of a version that is
    /// active neither now nor on that day.
    pub fn resolve_value(&self, item: ItemId, input: &ValueInput, day: Day) -> Result<Value> {
        // Whether it is a leaf does not matter here, so any day does for today.
        Recording::of(self, item, day)?.resolve(input, day)
    }

    /// Checks a value for an item on a day against everything that the domain asks of an entry.
    pub fn check_entry(&self, item: ItemId, day: Day, value: Value, today: Day) -> Result<()> {
        let recording = Recording::of(self, item, today)?;
        recording.check_place(day, today)?;
        recording.resolve(&value.into(), day).map(drop)
    }

    /// Puts entries, all or none. More than 64 of one item become columns.
    ///
    /// # Errors
    /// `invalid` with the entry's place, as `entries[17].value`; an entry that is named twice is one. `not_found` has
    /// no place: the id of the item, or of the scale version, tells which entries name it.
    pub fn put_entries(&self, entries: &[NewEntry], today: Day) -> Result<Vec<Change>> {
        let mut items: BTreeMap<ItemId, (Recording<'_>, Vec<Put>)> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for (place, entry) in entries.iter().enumerate() {
            let within = |error: Error| error.within(&format!("entries[{place}]"));
            kept(entry.error.as_ref()).map_err(within)?;
            if !seen.insert((entry.item, entry.day)) {
                return Err(within(Error::invalid("", "must not be named twice", entry.day)));
            }
            let (recording, puts) = match items.entry(entry.item) {
                btree_map::Entry::Occupied(there) => there.into_mut(),
                btree_map::Entry::Vacant(free) => {
                    free.insert((Recording::of(self, entry.item, today).map_err(within)?, Vec::new()))
                }
            };
            recording.check_place(entry.day, today).map_err(within)?;
            let value = recording.resolve(&entry.value, entry.day).map_err(within)?;
            puts.push((entry.day, value, entry.note.clone()));
        }
        let mut changes = Vec::new();
        for (item, (_, puts)) in items {
            changes.extend(put_all(item, puts)?);
        }
        Ok(changes)
    }

    /// Puts many entries of one item, which come in the order of their days, all or none. More than 64 become columns.
    ///
    /// # Errors
    /// `invalid` with the entry's place, as `entries[17].value`; a day that does not come after the one before is one.
    pub fn put_entries_of(
        &self,
        item: ItemId,
        entries: Vec<(Day, Value, Option<Note>)>,
        today: Day,
    ) -> Result<Vec<Change>> {
        let recording = Recording::of(self, item, today)?;
        let mut previous = None;
        for (place, (day, value, _)) in entries.iter().enumerate() {
            let check = || {
                if previous.is_some_and(|previous| previous >= *day) {
                    return Err(Error::invalid("day", "must come after the one before", day));
                }
                recording.check_place(*day, today)?;
                recording.resolve(&(*value).into(), *day).map(drop)
            };
            check().map_err(|error| error.within(&format!("entries[{place}]")))?;
            previous = Some(*day);
        }
        put_all(item, entries)
    }

    /// Adds an amount to the entry of an item on a day: two devices that each add end at the sum, which stops at
    /// [`Amount::MAX`]: see [`crate::write_entry`].
    ///
    /// # Errors
    /// `invalid` for a deed that is not counted, and for an amount of 0.
    pub fn add_to_entry(&self, item: ItemId, day: Day, amount: Amount, today: Day) -> Result<Vec<Change>> {
        self.check_entry(item, day, Value::Count(amount), today)?;
        if amount == Amount::ZERO {
            return Err(Error::invalid("amount", "must be above 0", amount));
        }
        let value = ValueWrite::Add(amount.hundredths());
        Ok(vec![Change::Entry { item, day, value, note: NoteWrite::Keep }])
    }

    /// Sets or takes away the note of an entry, which must exist.
    pub fn set_note(&self, item: ItemId, day: Day, note: Option<Note>, exists: bool) -> Result<Vec<Change>> {
        self.must_exist(item, day, exists)?;
        let note = note.map_or(NoteWrite::Clear, NoteWrite::Set);
        Ok(vec![Change::Entry { item, day, value: ValueWrite::Keep, note }])
    }

    /// Removes an entry, which must exist. Its history stays.
    pub fn remove_entry(&self, item: ItemId, day: Day, exists: bool) -> Result<Vec<Change>> {
        self.must_exist(item, day, exists)?;
        Ok(vec![Change::Remove(RecordKey::Entry(item, day))])
    }

    fn must_exist(&self, item: ItemId, day: Day, exists: bool) -> Result<()> {
        self.item(item)?;
        if exists { Ok(()) } else { Err(Error::not_found(Kind::Entry, RecordKey::Entry(item, day))) }
    }

    /// Marks a day as reviewed ("nothing to report"), or takes the mark away.
    pub fn review_day(&self, day: Day, reviewed: bool, today: Day) -> Result<Vec<Change>> {
        not_after_tomorrow(day, today)?;
        Ok(vec![Change::Reviewed { day, reviewed }])
    }
}

/// The changes that put entries of one item: columns where there are many.
fn put_all(item: ItemId, mut puts: Vec<Put>) -> Result<Vec<Change>> {
    if puts.len() > MOST_SINGLES {
        return Ok(EntryColumn::pack(item, puts)?.into_iter().map(Change::Entries).collect());
    }
    puts.sort_by_key(|(day, ..)| *day);
    let single = |(day, value, note): Put| Change::Entry {
        item,
        day,
        value: ValueWrite::Put(value),
        note: note.map_or(NoteWrite::Keep, NoteWrite::Set),
    };
    Ok(puts.into_iter().map(single).collect())
}
