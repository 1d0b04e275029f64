//! What a commit made of its records.

use std::collections::{BTreeMap, BTreeSet};

use super::choice::erasure_stays;
use super::image::RecordImage;
use super::turn::{Now, Turn, turned};
use crate::catalogue::Catalogue;
use crate::change::{Change, MakeUpWrite, RecordKey, ValueWrite};
use crate::commit::Commit;
use crate::error::Result;
use crate::id::ItemId;
use crate::state::State;

/// Records by their keys; one that is not there has no image.
pub type Images = BTreeMap<RecordKey, RecordImage>;

/// The records that changes touch, a column's entries each by itself.
pub fn records_of<'a>(changes: impl IntoIterator<Item = &'a Change>) -> BTreeSet<RecordKey> {
    let mut keys = BTreeSet::new();
    for change in changes {
        keys.extend(change.key());
        if let Change::Entries(column) = change {
            keys.extend(column.days().iter().map(|day| RecordKey::Entry(column.item(), *day)));
        }
    }
    keys
}

/// Whether a change takes along records that it does not name: the items of a deed, the entries of an item.
///
/// The histories of those records don't tell, so that the effect of such a commit follows from a whole
/// [`State`] only: see [`Effect::in_state`].
pub const fn takes_others_along(change: &Change) -> bool {
    matches!(change, Change::Remove(RecordKey::Deed(_) | RecordKey::Item(_) | RecordKey::Group(_)))
}

/// Whether a change is about the owner and somebody else. Undo passes over a commit with such a change: a relation
/// stands in two books, and what was shared, or blocked, is so again only by a word of its own.
pub fn concerns_people(change: &Change) -> bool {
    change.key().is_some_and(|key| key.is_about_people())
}

/// What a commit made of each record that it touched: what undo takes back, and redo brings about again.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Effect {
    turns: BTreeMap<RecordKey, Turn>,
}

impl Effect {
    /// The effect of a commit on records as they were before it: on all of [`records_of`] its changes that were there.
    /// What was erased from the commit since is passed over.
    ///
    /// # Errors
    /// `conflict` for an erasure, which nothing takes back; `corrupt` for changes that don't fit the records.
    pub fn of(commit: &Commit, before: &Images) -> Result<Self> {
        let owner = commit.header().book;
        let mut turns: BTreeMap<RecordKey, Turn> = records_of(commit.changes())
            .into_iter()
            .map(|key| {
                let image = match key {
                    // The owner's settings are there from the start.
                    RecordKey::Settings => before.get(&key).cloned().or(super::image_of(owner, &key, [])?),
                    _ => before.get(&key).cloned(),
                };
                Ok((key, Turn { before: image.clone(), after: image, only_added: true }))
            })
            .collect::<Result<_>>()?;
        for change in commit.changes() {
            if matches!(change, Change::Erase(_)) {
                return Err(erasure_stays());
            }
            let adds = is_addition(change);
            let mut write = |key: RecordKey| -> Result<()> {
                if let Some(turn) = turns.get_mut(&key) {
                    turn.after = RecordImage::written(turn.after.take(), owner, &key, change)?;
                    turn.only_added &= adds;
                }
                Ok(())
            };
            match change {
                Change::Entries(column) => {
                    column.days().iter().try_for_each(|day| write(RecordKey::Entry(column.item(), *day)))?;
                }
                _ => change.key().map_or(Ok(()), write)?,
            }
        }
        Ok(Self { turns })
    }

    /// The effect of a commit on a whole state of the book, including what it took along without naming it.
    pub fn in_state(commit: &Commit, before: &State) -> Result<Self> {
        let mut after = before.clone();
        after.apply(commit, u64::MAX)?;
        let images = keys_of(before).chain(records_of(commit.changes()));
        let images: Images = images.filter_map(|key| Some((key, RecordImage::of_state(before, &key)?))).collect();
        let mut effect = Self::of(commit, &images)?;
        for (key, image) in images {
            let now = RecordImage::of_state(&after, &key);
            if now.as_ref() != Some(&image) {
                let turn = Turn { before: Some(image), after: now, only_added: false };
                effect.turns.entry(key).or_insert(turn);
            }
        }
        Ok(effect)
    }

    /// The records that it touched.
    pub fn keys(&self) -> impl Iterator<Item = &RecordKey> {
        self.turns.keys()
    }

    /// The records to whose value it did nothing but add: of these, [`Now::added_since`] wants to know.
    pub fn only_added(&self) -> impl Iterator<Item = &RecordKey> {
        self.turns.iter().filter(|(_, turn)| turn.only_added).map(|(key, _)| key)
    }

    /// The items that it made, and that an undo would take away.
    pub fn items_made(&self) -> impl Iterator<Item = ItemId> {
        self.turns.iter().filter_map(|(key, turn)| match key {
            RecordKey::Item(item) if turn.before.is_none() && turn.after.is_some() => Some(*item),
            _ => None,
        })
    }

    /// The items of which undo and redo have to know every entry and make-up there is now: those that may go, and
    /// those of deeds whose measure or scale may change under their entries.
    pub fn items_at_stake(&self, catalogue: &Catalogue) -> BTreeSet<ItemId> {
        let mut items = BTreeSet::new();
        let mut deeds = BTreeSet::new();
        for (key, turn) in &self.turns {
            match key {
                RecordKey::Item(id) if turn.comes_or_goes() => {
                    items.insert(*id);
                }
                RecordKey::Deed(id) => {
                    deeds.insert(*id);
                }
                RecordKey::Scale(_) if turn.comes_or_goes() => {
                    deeds.extend([&turn.before, &turn.after].into_iter().flatten().filter_map(RecordImage::scale_deed));
                }
                _ => {}
            }
        }
        items.extend(catalogue.items.values().filter(|item| deeds.contains(&item.deed)).map(|item| item.id));
        items
    }

    /// The changes that take it back.
    ///
    /// # Errors
    /// `conflict`, naming the record, where another commit changed what this one wrote, or built on it.
    pub fn undo(&self, now: &Now<'_>) -> Result<Vec<Change>> {
        let turns = self.turns.iter().map(|(key, turn)| (*key, turn.clone().reversed())).collect();
        turned(&turns, now, |key| now.added_since.contains(key))
    }

    /// The changes that bring it about again, after it was undone.
    ///
    /// # Errors
    /// `conflict`, naming the record, where another commit wrote to it since.
    pub fn redo(&self, now: &Now<'_>) -> Result<Vec<Change>> {
        // An addition means the same whatever there is.
        turned(&self.turns, now, |_| true)
    }
}

const fn is_addition(change: &Change) -> bool {
    matches!(
        change,
        Change::Entry { value: ValueWrite::Add(_), .. }
            | Change::MakeUp { count: MakeUpWrite::Add(_), .. }
            | Change::Fidya { count: MakeUpWrite::Add(_), .. }
    )
}

/// Whether a change leaves the value of its entry, make-up or fidya as it is, or adds to it: what was added before can
/// still be taken away then (see [`Now::added_since`]).
pub const fn only_adds(change: &Change) -> bool {
    is_addition(change) || matches!(change, Change::Entry { value: ValueWrite::Keep, .. })
}

/// Every record that a state holds.
fn keys_of(state: &State) -> impl Iterator<Item = RecordKey> {
    let catalogue = &state.catalogue;
    let structure = catalogue.groups.keys().map(|id| RecordKey::Group(*id));
    let structure = structure.chain(catalogue.deeds.keys().map(|id| RecordKey::Deed(*id)));
    let structure = structure.chain(catalogue.items.keys().map(|id| RecordKey::Item(*id)));
    let structure = structure.chain(catalogue.scales.keys().map(|id| RecordKey::Scale(*id)));
    let structure = structure.chain(catalogue.exemptions.keys().map(|id| RecordKey::Exemption(*id)));
    let structure = structure.chain(catalogue.reminders.keys().map(|id| RecordKey::Reminder(*id)));
    // Merits, targets, reviewed days and reflections never go with another record.
    let days = state.entries.keys().map(|(item, day)| RecordKey::Entry(*item, *day));
    let days = days.chain(state.make_ups.keys().map(|(item, day)| RecordKey::MakeUp(*item, *day)));
    structure.chain(days).chain(state.fidya.keys().map(|(item, day)| RecordKey::Fidya(*item, *day)))
}
