//! Turning records from what they were on one side of a commit into what they were on the other.

use std::collections::{BTreeMap, BTreeSet};

use super::consistency::{self, named};
use super::effect::Images;
use super::image::RecordImage;
use crate::catalogue::Catalogue;
use crate::change::{Change, MakeUpWrite, NoteWrite, RecordKey, ValueWrite};
use crate::column::EntryColumn;
use crate::day::Day;
use crate::entry::Value;
use crate::error::{Error, Result};
use crate::id::ItemId;
use crate::state::EntryState;
use crate::text::Note;

/// How many entries of one item are written one by one; more become columns.
const MOST_SINGLES: usize = 64;

/// What the book holds now, as far as an undo or redo has to know.
#[derive(Clone, Copy, Debug)]
pub struct Now<'a> {
    /// Its structure.
    pub catalogue: &'a Catalogue,
    /// The owner's today.
    pub today: Day,
    /// What there is now of the records of days that the effect names ([`super::Effect::keys`]), and every entry
    /// and make-up of the items at stake ([`super::Effect::items_at_stake`]).
    pub days: &'a Images,
    /// The entries and make-ups that were only added to after the commit: what the commit added can still be
    /// taken away from them.
    pub added_since: &'a BTreeSet<RecordKey>,
}

/// One record on both sides of a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Turn {
    pub(super) before: Option<RecordImage>,
    pub(super) after: Option<RecordImage>,
    /// Whether the commit did nothing to its value but add.
    pub(super) only_added: bool,
}

impl Turn {
    pub(super) fn reversed(self) -> Self {
        Self { before: self.after, after: self.before, only_added: self.only_added }
    }

    pub(super) const fn comes_or_goes(&self) -> bool {
        self.before.is_some() != self.after.is_some()
    }

    const fn goes(&self) -> bool {
        self.before.is_some() && self.after.is_none()
    }
}

/// The changes that turn each record from its `before` into its `after`. In all that differs between the two it must
/// still hold its `before`; `adds_freely` says of which records it need not, if all that differs was added.
pub(super) fn turned(
    turns: &BTreeMap<RecordKey, Turn>,
    now: &Now<'_>,
    adds_freely: impl Fn(&RecordKey) -> bool,
) -> Result<Vec<Change>> {
    consistency::no_entries_lost(turns, now)?;
    let goes_with_its_item = |key: &RecordKey| {
        key.day_of_item().is_some_and(|(item, _)| turns.get(&RecordKey::Item(item)).is_some_and(Turn::goes))
    };
    let mut writes = Vec::new();
    let mut puts: BTreeMap<ItemId, Vec<Put>> = BTreeMap::new();
    let mut removals = Vec::new();
    for (key, turn) in turns {
        let there = if key.is_structural() {
            RecordImage::of_catalogue(now.catalogue, key)
        } else {
            now.days.get(key).cloned()
        };
        match turn_one(key, turn, there.as_ref(), adds_freely(key)) {
            Step::Nothing => {}
            Step::Write(change) => writes.push(change),
            Step::Put(item, put) => puts.entry(item).or_default().push(put),
            Step::Remove if goes_with_its_item(key) => {}
            Step::Remove => removals.push(*key),
            Step::Conflict => {
                let what = format!("{} was changed since", named(now.catalogue, key));
                return Err(Error::conflict(key.kind(), what));
            }
        }
    }
    let mut changes = parents_first(writes);
    for (item, puts) in puts {
        put_all(item, puts, &mut changes)?;
    }
    // Those below before those above, and last: what stays may have been moved out by a patch.
    let removals: Vec<Change> = removals.into_iter().map(Change::Remove).collect();
    changes.extend(children_first(removals, now.catalogue));
    consistency::check(turns, now, &changes)?;
    Ok(changes)
}

/// What has to happen to one record.
enum Step {
    Nothing,
    Write(Change),
    Put(ItemId, Put),
    Remove,
    Conflict,
}

/// An entry to be written whole.
struct Put {
    day: Day,
    value: Value,
    note: NoteWrite,
}

/// Turns a record of the structure: made whole, removed whole, or put back field by field.
macro_rules! structural {
    ($variant:ident, $turn:expr, $there:expr, |$patch:ident| $change:expr) => {
        match (&$turn.before, &$turn.after, $there) {
            (None, Some(RecordImage::$variant(after)), None) => {
                let $patch = after.to_patch();
                Step::Write($change)
            }
            (Some(before), None, Some(there)) if before == there => Step::Remove,
            (
                Some(RecordImage::$variant(before)),
                Some(RecordImage::$variant(after)),
                Some(RecordImage::$variant(there)),
            ) => {
                let $patch = after.to_patch().against(before).against(there);
                if !before.reversal_of(&$patch).against(there).is_empty() {
                    Step::Conflict
                } else if $patch.is_empty() {
                    Step::Nothing
                } else {
                    Step::Write($change)
                }
            }
            _ => Step::Conflict,
        }
    };
}

fn turn_one(key: &RecordKey, turn: &Turn, there: Option<&RecordImage>, adds_freely: bool) -> Step {
    // Where others only added too, what is there by chance says nothing.
    let adds = turn.only_added && adds_freely;
    if turn.before == turn.after || (there == turn.after.as_ref() && !adds) {
        return Step::Nothing;
    }
    match key {
        RecordKey::Settings => structural!(Settings, turn, there, |patch| Change::Settings(patch)),
        RecordKey::Group(id) => structural!(Group, turn, there, |patch| Change::Group(*id, patch)),
        RecordKey::Deed(id) => structural!(Deed, turn, there, |patch| Change::Deed(*id, patch)),
        RecordKey::Item(id) => structural!(Item, turn, there, |patch| Change::Item(*id, patch)),
        RecordKey::Scale(id) => structural!(Scale, turn, there, |patch| Change::Scale(*id, patch)),
        RecordKey::Exemption(id) => structural!(Exemption, turn, there, |patch| Change::Exemption(*id, patch)),
        RecordKey::Merit(id) => structural!(Merit, turn, there, |patch| Change::Merit(*id, patch)),
        RecordKey::Target(id) => structural!(Target, turn, there, |patch| Change::Target(*id, patch)),
        RecordKey::Reminder(id) => structural!(Reminder, turn, there, |patch| Change::Reminder(*id, patch)),
        RecordKey::Sighting(month) => structural!(Sighting, turn, there, |patch| Change::Sighting(*month, patch)),
        RecordKey::Entry(item, day) => turn_entry(*item, *day, turn, there, adds_freely),
        RecordKey::Reviewed(day) => Step::Write(Change::Reviewed { day: *day, reviewed: turn.after.is_some() }),
        RecordKey::MakeUp(item, day) => turn_count(turn, there, adds_freely)
            .map_or(Step::Conflict, |count| Step::Write(Change::MakeUp { item: *item, day: *day, count })),
        RecordKey::Fidya(item, day) => turn_count(turn, there, adds_freely)
            .map_or(Step::Conflict, |count| Step::Write(Change::Fidya { item: *item, day: *day, count })),
        RecordKey::Reflection(day, category) if there == turn.before.as_ref() => {
            let text = match &turn.after {
                Some(RecordImage::Reflection(text)) => Some(text.clone()),
                _ => None,
            };
            Step::Write(Change::Reflection { day: *day, category: *category, text })
        }
        // What concerns people has its own operations to take it back: see `concerns_people`.
        RecordKey::Reflection(..) | RecordKey::Relation(_) | RecordKey::Block(_) | RecordKey::Permission(_) => {
            Step::Conflict
        }
    }
}

/// Turns a count of make-ups or fidya; none for a conflict.
fn turn_count(turn: &Turn, there: Option<&RecordImage>, adds_freely: bool) -> Option<MakeUpWrite> {
    let count = |image: Option<&RecordImage>| match image {
        Some(RecordImage::MakeUp(count) | RecordImage::Fidya(count)) => *count,
        _ => 0,
    };
    let (before, after) = (count(turn.before.as_ref()), count(turn.after.as_ref()));
    let stands = count(there) == before;
    if turn.only_added && (adds_freely || stands) {
        Some(MakeUpWrite::Add(i64::from(after) - i64::from(before)))
    } else {
        stands.then_some(MakeUpWrite::Put(after))
    }
}

fn entry_in(image: Option<&RecordImage>) -> Option<&EntryState> {
    match image {
        Some(RecordImage::Entry(entry)) => Some(entry),
        _ => None,
    }
}

fn turn_entry(item: ItemId, day: Day, turn: &Turn, there: Option<&RecordImage>, adds_freely: bool) -> Step {
    let (before, after, there) = (entry_in(turn.before.as_ref()), entry_in(turn.after.as_ref()), entry_in(there));
    if there == before && after.is_none() {
        return Step::Remove;
    }
    if turn.only_added {
        return turn_added(item, day, [before, after, there], adds_freely);
    }
    match (before, after, there) {
        (None, Some(after), None) => {
            let note = after.note.clone().map_or(NoteWrite::Keep, NoteWrite::Set);
            Step::Put(item, Put { day, value: after.value, note })
        }
        (Some(before), Some(after), Some(there)) => {
            let Some(note) = turn_note(before.note.as_ref(), after.note.as_ref(), there.note.as_ref()) else {
                return Step::Conflict;
            };
            if after.value == before.value || after.value == there.value {
                return match note {
                    NoteWrite::Keep => Step::Nothing,
                    note => Step::Write(Change::Entry { item, day, value: ValueWrite::Keep, note }),
                };
            }
            if there.value != before.value {
                return Step::Conflict;
            }
            Step::Put(item, Put { day, value: after.value, note })
        }
        _ => Step::Conflict,
    }
}

/// Turns an entry to which the commit only added: by adding the difference, so that what others added stays.
fn turn_added(item: ItemId, day: Day, [before, after, there]: [Option<&EntryState>; 3], adds_freely: bool) -> Step {
    let hundredths = |entry: Option<&EntryState>| match entry.map(|entry| entry.value) {
        None => Some(0),
        Some(Value::Count(amount)) => Some(amount.hundredths()),
        Some(Value::Scale(_)) => None,
    };
    let (Some(was), Some(is), Some(_)) = (hundredths(before), hundredths(after), hundredths(there)) else {
        return Step::Conflict;
    };
    let note_of = |entry: Option<&EntryState>| entry.and_then(|entry| entry.note.clone());
    let note = turn_note(note_of(before).as_ref(), note_of(after).as_ref(), note_of(there).as_ref());
    let value_stands = there.map(|entry| entry.value) == before.map(|entry| entry.value);
    match note {
        Some(note) if value_stands || adds_freely => {
            Step::Write(Change::Entry { item, day, value: ValueWrite::Add(is - was), note })
        }
        _ => Step::Conflict,
    }
}

/// What to do with a note; none for a conflict.
fn turn_note(before: Option<&Note>, after: Option<&Note>, there: Option<&Note>) -> Option<NoteWrite> {
    if before == after || there == after {
        Some(NoteWrite::Keep)
    } else if there == before {
        Some(after.cloned().map_or(NoteWrite::Clear, NoteWrite::Set))
    } else {
        None
    }
}

/// Writes entries of one item, as columns where there are many.
fn put_all(item: ItemId, puts: Vec<Put>, changes: &mut Vec<Change>) -> Result<()> {
    // A column can't take a note away.
    let (single, packed): (Vec<Put>, Vec<Put>) = if puts.len() > MOST_SINGLES {
        puts.into_iter().partition(|put| put.note == NoteWrite::Clear)
    } else {
        (puts, Vec::new())
    };
    changes.extend(single.into_iter().map(|Put { day, value, note }| Change::Entry {
        item,
        day,
        value: ValueWrite::Put(value),
        note,
    }));
    let packed = packed.into_iter().map(|put| match put.note {
        NoteWrite::Set(note) => (put.day, put.value, Some(note)),
        NoteWrite::Keep | NoteWrite::Clear => (put.day, put.value, None),
    });
    changes.extend(EntryColumn::pack(item, packed)?.into_iter().map(Change::Entries));
    Ok(())
}

/// Writes in an order in which an item comes after the one above it.
fn parents_first(writes: Vec<Change>) -> Vec<Change> {
    let parent_of = |change: &Change| match change {
        Change::Item(_, patch) => patch.parent.flatten(),
        _ => None,
    };
    in_order(
        writes,
        |change| match change {
            Change::Item(id, _) => Some(*id),
            _ => None,
        },
        parent_of,
    )
}

/// Removals in an order in which an item comes before the one above it.
fn children_first(removals: Vec<Change>, catalogue: &Catalogue) -> Vec<Change> {
    let item_of = |change: &Change| match change {
        Change::Remove(RecordKey::Item(id)) => Some(*id),
        _ => None,
    };
    let parent_of = |change: &Change| catalogue.items.get(&item_of(change)?)?.parent;
    let mut ordered = in_order(removals, item_of, parent_of);
    ordered.reverse();
    ordered
}

/// Moves changes of items so far back that each follows its parent's, if that is among them.
fn in_order(
    changes: Vec<Change>,
    item_of: impl Fn(&Change) -> Option<ItemId>,
    parent_of: impl Fn(&Change) -> Option<ItemId>,
) -> Vec<Change> {
    let mut parents: BTreeMap<ItemId, Option<ItemId>> = BTreeMap::new();
    for change in &changes {
        if let Some(item) = item_of(change) {
            parents.insert(item, parent_of(change));
        }
    }
    let depth = |change: &Change| {
        let mut depth = 0;
        let mut item = item_of(change);
        // No tree is deeper than it has items; a cycle ends there.
        while let Some(above) = item.and_then(|item| parents.get(&item).copied().flatten()) {
            depth += 1;
            if depth > parents.len() {
                break;
            }
            item = Some(above);
        }
        depth
    };
    let mut changes: Vec<(usize, Change)> = changes.into_iter().map(|change| (depth(&change), change)).collect();
    // Stable, and only among items: the other kinds keep their places before and after them.
    let is_item = |change: &Change| item_of(change).is_some();
    let first = changes.iter().position(|(_, change)| is_item(change)).unwrap_or(changes.len());
    let last = changes.iter().rposition(|(_, change)| is_item(change)).map_or(first, |last| last + 1);
    changes[first..last].sort_by_key(|(depth, _)| *depth);
    changes.into_iter().map(|(_, change)| change).collect()
}
