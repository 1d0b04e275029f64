//! What a record was at some moment, folded from its own changes.

use crate::catalogue::Catalogue;
use crate::change::{Change, NoteWrite, RecordKey, ValueWrite};
use crate::deed::{Deed, Group};
use crate::error::{Error, Result};
use crate::exemption::Exemption;
use crate::id::UserId;
use crate::item::Item;
use crate::merit::Merit;
use crate::permission::Permission;
use crate::relation::{Block, Relation};
use crate::reminder::Reminder;
use crate::scale::Scale;
use crate::settings::Settings;
use crate::sighting::Sighting;
use crate::state::{EntryState, State, write_entry, write_make_up};
use crate::target::Target;
use crate::text::ReflectionText;

/// What a record holds.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[expect(missing_docs, reason = "each is the record of that name")]
pub enum RecordImage {
    Settings(Settings),
    Group(Group),
    Deed(Deed),
    Item(Box<Item>),
    Scale(Scale),
    Exemption(Exemption),
    Merit(Merit),
    Target(Target),
    Reminder(Box<Reminder>),
    Sighting(Sighting),
    Relation(Relation),
    Block(Block),
    Permission(Permission),
    Entry(EntryState),
    /// The day is marked as reviewed.
    Reviewed,
    /// So many make-ups were done; never 0.
    MakeUp(u32),
    /// So many owed days were settled by fidya; never 0.
    Fidya(u32),
    Reflection(ReflectionText),
}

/// What a record holds after its changes, given from the first to the last; none where there is no such record.
///
/// A column of entries counts for the one entry that is asked for, and changes of other records are passed over.
///
/// # Errors
/// `corrupt` if they can't be the changes of one record.
pub fn image_of<'a>(
    owner: UserId,
    key: &RecordKey,
    changes: impl IntoIterator<Item = &'a Change>,
) -> Result<Option<RecordImage>> {
    changes
        .into_iter()
        .try_fold(RecordImage::unwritten(owner, key), |before, change| RecordImage::written(before, owner, key, change))
}

/// Makes a record by a patch, or patches the one before.
macro_rules! patched {
    ($variant:ident, $record:ident, $before:expr, $id:expr, $patch:expr) => {{
        let record = match $before {
            Some(RecordImage::$variant(mut record)) => {
                record.apply($patch.clone());
                record
            }
            _ => $record::create(*$id, $patch.clone())
                .map_err(|error| Error::corrupt(format!("the history of {}: {error}", $id)))?
                .into(),
        };
        Some(RecordImage::$variant(record))
    }};
}

impl RecordImage {
    /// What a record holds before its first change: nothing, save for the settings, which are always there.
    fn unwritten(owner: UserId, key: &RecordKey) -> Option<Self> {
        (*key == RecordKey::Settings).then(|| Self::Settings(Settings::new(owner)))
    }

    /// What one more change makes of a record that held `before`.
    ///
    /// # Errors
    /// As [`image_of`].
    pub fn written(before: Option<Self>, owner: UserId, key: &RecordKey, change: &Change) -> Result<Option<Self>> {
        if !change.touches(key) {
            return Ok(before);
        }
        Ok(match change {
            Change::Settings(patch) => patched!(Settings, Settings, before, &owner, patch),
            Change::Group(id, patch) => patched!(Group, Group, before, id, patch),
            Change::Deed(id, patch) => patched!(Deed, Deed, before, id, patch),
            Change::Item(id, patch) => patched!(Item, Item, before, id, patch),
            Change::Scale(id, patch) => patched!(Scale, Scale, before, id, patch),
            Change::Exemption(id, patch) => patched!(Exemption, Exemption, before, id, patch),
            Change::Merit(id, patch) => patched!(Merit, Merit, before, id, patch),
            Change::Target(id, patch) => patched!(Target, Target, before, id, patch),
            Change::Reminder(id, patch) => patched!(Reminder, Reminder, before, id, patch),
            Change::Sighting(month, patch) => patched!(Sighting, Sighting, before, month, patch),
            Change::Relation(id, patch) => patched!(Relation, Relation, before, id, patch),
            Change::Block(user, patch) => patched!(Block, Block, before, user, patch),
            Change::Permission(id, patch) => patched!(Permission, Permission, before, id, patch),
            Change::Entry { value, note, .. } => Self::entry(before, *value, note)?,
            Change::Entries(column) => {
                let RecordKey::Entry(_, day) = key else { return Ok(before) };
                let Some(place) = column.index_of(*day) else { return Ok(before) };
                let value = column.value(place).map_or(ValueWrite::Keep, ValueWrite::Put);
                let note = column.note(place).cloned().map_or(NoteWrite::Keep, NoteWrite::Set);
                Self::entry(before, value, &note)?
            }
            Change::Reviewed { reviewed, .. } => reviewed.then_some(Self::Reviewed),
            Change::MakeUp { count, .. } => {
                let before = if let Some(Self::MakeUp(done)) = before { done } else { 0 };
                Self::make_ups(write_make_up(before, *count))
            }
            Change::Fidya { count, .. } => {
                let before = if let Some(Self::Fidya(settled)) = before { settled } else { 0 };
                Self::fidya(write_make_up(before, *count))
            }
            Change::Reflection { text, .. } => text.clone().map(Self::Reflection),
            Change::Remove(_) | Change::Erase(_) => Self::unwritten(owner, key),
        })
    }

    fn entry(before: Option<Self>, value: ValueWrite, note: &NoteWrite) -> Result<Option<Self>> {
        let before = if let Some(Self::Entry(entry)) = before { Some(entry) } else { None };
        Ok(write_entry(before.as_ref(), value, note)?.map(Self::Entry))
    }

    fn make_ups(count: u32) -> Option<Self> {
        (count > 0).then_some(Self::MakeUp(count))
    }

    fn fidya(count: u32) -> Option<Self> {
        (count > 0).then_some(Self::Fidya(count))
    }

    /// A record of the catalogue as it is there.
    pub fn of_catalogue(catalogue: &Catalogue, key: &RecordKey) -> Option<Self> {
        match key {
            RecordKey::Settings => Some(Self::Settings(catalogue.settings.clone())),
            RecordKey::Group(id) => catalogue.groups.get(id).cloned().map(Self::Group),
            RecordKey::Deed(id) => catalogue.deeds.get(id).cloned().map(Self::Deed),
            RecordKey::Item(id) => catalogue.items.get(id).cloned().map(Box::new).map(Self::Item),
            RecordKey::Scale(id) => catalogue.scales.get(id).cloned().map(Self::Scale),
            RecordKey::Exemption(id) => catalogue.exemptions.get(id).cloned().map(Self::Exemption),
            RecordKey::Merit(id) => catalogue.merits.get(id).cloned().map(Self::Merit),
            RecordKey::Target(id) => catalogue.targets.get(id).cloned().map(Self::Target),
            RecordKey::Reminder(id) => catalogue.reminders.get(id).cloned().map(Box::new).map(Self::Reminder),
            RecordKey::Sighting(month) => catalogue.sightings.get(month).cloned().map(Self::Sighting),
            RecordKey::Relation(id) => catalogue.relations.get(id).cloned().map(Self::Relation),
            RecordKey::Block(user) => catalogue.blocks.get(user).cloned().map(Self::Block),
            RecordKey::Permission(id) => catalogue.permissions.get(id).cloned().map(Self::Permission),
            RecordKey::Entry(..)
            | RecordKey::Reviewed(_)
            | RecordKey::MakeUp(..)
            | RecordKey::Reflection(..)
            | RecordKey::Fidya(..) => None,
        }
    }

    /// A record as it is in a state of the book.
    pub fn of_state(state: &State, key: &RecordKey) -> Option<Self> {
        match key {
            RecordKey::Entry(item, day) => state.entries.get(&(*item, *day)).cloned().map(Self::Entry),
            RecordKey::Reviewed(day) => state.reviewed.contains(day).then_some(Self::Reviewed),
            RecordKey::MakeUp(item, day) => state.make_ups.get(&(*item, *day)).copied().and_then(Self::make_ups),
            RecordKey::Fidya(item, day) => state.fidya.get(&(*item, *day)).copied().and_then(Self::fidya),
            RecordKey::Reflection(day, category) => {
                state.reflections.get(&(*day, *category)).cloned().map(Self::Reflection)
            }
            structural => Self::of_catalogue(&state.catalogue, structural),
        }
    }
}
