//! What an undo or redo must not break: the rules that hold between records.

use std::collections::{BTreeMap, BTreeSet};

use super::image::RecordImage;
use super::turn::{Now, Turn};
use crate::bonds::Flaw;
use crate::catalogue::Catalogue;
use crate::change::{Change, RecordKey, ValueWrite};
use crate::entry::Value;
use crate::error::{Error, Result};
use crate::id::{DeedId, ItemId};
use crate::rule::{Condition, Match};

impl RecordImage {
    /// The deed of a scale version.
    pub(super) const fn scale_deed(&self) -> Option<DeedId> {
        match self {
            Self::Scale(scale) => Some(scale.deed),
            _ => None,
        }
    }
}

/// A record by a name that a person knows it by, where it has one.
pub(super) fn named(catalogue: &Catalogue, key: &RecordKey) -> String {
    let item = |id: &ItemId| catalogue.items.get(id).map_or_else(|| id.to_string(), |item| item.name.to_string());
    match key {
        RecordKey::Group(id) => catalogue.groups.get(id).map(|group| group.name.to_string()),
        RecordKey::Deed(id) => catalogue.root(*id).ok().map(|root| root.name.to_string()),
        RecordKey::Item(id) => Some(item(id)),
        RecordKey::Merit(id) => catalogue.merits.get(id).map(|merit| merit.title.to_string()),
        RecordKey::Target(id) => catalogue.targets.get(id).map(|target| target.title.to_string()),
        RecordKey::Reminder(id) => catalogue.reminders.get(id).map(|reminder| reminder.title.to_string()),
        RecordKey::Entry(id, day) => Some(format!("the entry of {} on {day}", item(id))),
        RecordKey::MakeUp(id, day) => Some(format!("the make-ups of {} on {day}", item(id))),
        RecordKey::Fidya(id, day) => Some(format!("the fidya for {} on {day}", item(id))),
        RecordKey::Reviewed(day) => Some(format!("the review of {day}")),
        RecordKey::Reflection(day, _) => Some(format!("the reflection on {day}")),
        RecordKey::Sighting(month) => Some(format!("the beginning of the Hijri month {month}")),
        RecordKey::Settings
        | RecordKey::Scale(_)
        | RecordKey::Exemption(_)
        | RecordKey::Relation(_)
        | RecordKey::Block(_)
        | RecordKey::Permission(_) => None,
    }
    .unwrap_or_else(|| format!("{} {key}", key.kind()))
}

/// Refuses to take an item or a scale version, or to change a deed's category or measure, under entries that stay.
pub(super) fn no_entries_lost(turns: &BTreeMap<RecordKey, Turn>, now: &Now<'_>) -> Result<()> {
    let gone = |key: &RecordKey| turns.get(key).is_some_and(|turn| turn.before.is_some() && turn.after.is_none());
    let another_kind = |deed: DeedId| match turns.get(&RecordKey::Deed(deed)).map(|turn| (&turn.before, &turn.after)) {
        Some((Some(RecordImage::Deed(before)), Some(RecordImage::Deed(after)))) => {
            (before.category, before.measure) != (after.category, after.measure)
        }
        _ => false,
    };
    for (key, there) in now.days {
        let Some((item, _)) = key.day_of_item() else { continue };
        let turn = turns.get(key);
        let conflict = || Err(Error::conflict(key.kind(), format!("{} was written since", named(now.catalogue, key))));
        if gone(&RecordKey::Item(item)) {
            // Goes along, if the commit wrote it and it is as it was then.
            if turn.is_none_or(|turn| turn.before.as_ref() != Some(there)) {
                return conflict();
            }
            continue;
        }
        let stays = match turn {
            None => Some(there),
            Some(turn) => turn.after.as_ref(),
        };
        let Some(RecordImage::Entry(entry)) = stays else { continue };
        let scale_gone = match entry.value {
            Value::Scale(value) => gone(&RecordKey::Scale(value.scale)),
            Value::Count(_) => false,
        };
        let deed = now.catalogue.items.get(&item).map(|item| item.deed);
        if scale_gone || deed.is_some_and(another_kind) {
            return conflict();
        }
    }
    Ok(())
}

/// Refuses changes that would take other records along, or break a rule between records that held before.
pub(super) fn check(turns: &BTreeMap<RecordKey, Turn>, now: &Now<'_>, changes: &[Change]) -> Result<()> {
    let mut after = now.catalogue.clone();
    for change in changes {
        after.apply(change, now.catalogue.version)?;
    }
    for key in structure(now.catalogue).difference(&structure(&after)).chain(regrouped(now.catalogue, &after).iter()) {
        if !turns.contains_key(key) {
            let what = format!("{} was put there since", named(now.catalogue, key));
            return Err(Error::conflict(key.kind(), what));
        }
    }
    for change in changes {
        let scale_is_gone =
            |value: Value| matches!(value, Value::Scale(value) if !after.scales.contains_key(&value.scale));
        let (item, unscaled) = match change {
            Change::Entry { item, value: ValueWrite::Put(value), .. } => (*item, scale_is_gone(*value)),
            Change::Entry { item, .. } | Change::MakeUp { item, .. } | Change::Fidya { item, .. } => (*item, false),
            Change::Entries(column) => (column.item(), column.entries().any(|(_, value, _)| scale_is_gone(value))),
            _ => continue,
        };
        let what = match (after.items.contains_key(&item), unscaled) {
            (false, _) => "its item is gone since",
            (true, true) => "the scale of its value is gone since",
            (true, false) => continue,
        };
        let key = change.key().unwrap_or(RecordKey::Settings);
        return Err(Error::conflict(key.kind(), what));
    }
    for (id, deed) in &after.deeds {
        if let Some(before) = now.catalogue.deeds.get(id) {
            now.catalogue.check_sharing_of(before, deed.category)?;
        }
    }
    let already: BTreeSet<Flaw> = flaws(now.catalogue, now.today).into_iter().collect();
    match flaws(&after, now.today).into_iter().find(|flaw| !already.contains(flaw)) {
        Some((key, what)) => Err(Error::conflict(key.kind(), format!("{} {what}", named(&after, &key)))),
        None => Ok(()),
    }
}

/// The records of the structure that others may depend on, or hang on.
fn structure(catalogue: &Catalogue) -> BTreeSet<RecordKey> {
    let mut keys: BTreeSet<RecordKey> = catalogue.groups.keys().map(|id| RecordKey::Group(*id)).collect();
    keys.extend(catalogue.deeds.keys().map(|id| RecordKey::Deed(*id)));
    keys.extend(catalogue.items.keys().map(|id| RecordKey::Item(*id)));
    keys.extend(catalogue.scales.keys().map(|id| RecordKey::Scale(*id)));
    keys.extend(catalogue.exemptions.keys().map(|id| RecordKey::Exemption(*id)));
    keys.extend(catalogue.reminders.keys().map(|id| RecordKey::Reminder(*id)));
    keys
}

/// The deeds that are in another group.
fn regrouped(before: &Catalogue, after: &Catalogue) -> BTreeSet<RecordKey> {
    let moved = |id: &DeedId| {
        before.deeds.get(id).zip(after.deeds.get(id)).is_some_and(|(before, after)| before.group != after.group)
    };
    before.deeds.keys().filter(|id| moved(id)).map(|id| RecordKey::Deed(*id)).collect()
}

/// What does not hold in a catalogue: what every store keeps to, and what the domain asks beyond that.
pub(super) fn flaws(catalogue: &Catalogue) -> Vec<Flaw> {
    let mut found: Vec<Flaw> = catalogue.broken().into_iter().collect();
    let mut flaw = |broken: bool, key: RecordKey, what: &'static str| {
        if broken {
            found.push((key, what));
        }
    };
    for deed in catalogue.deeds.values() {
        let key = RecordKey::Deed(deed.id);
        let roots = catalogue.items.values().filter(|item| item.deed == deed.id && item.parent.is_none()).count();
        flaw(roots != 1, key, "would not have one root");
        let judged = deed.measure == crate::deed::Measure::Scale;
        flaw(judged && catalogue.active_scale(deed.id).is_none(), key, "would be left without a scale");
    }
    for item in catalogue.items.values() {
        let key = RecordKey::Item(item.id);
        let Some(parent) = item.parent else { continue };
        if let Some(above) = catalogue.items.get(&parent) {
            let live = item.archived_from.is_none();
            flaw(above.deed != item.deed, key, "would be in another deed than the item above it");
            flaw(live && above.archived_from.is_some(), key, "would be live under an archived item");
        }
        let level = catalogue.level_of(item.id);
        flaw(level.is_ok_and(|level| level > crate::decide::MAX_LEVEL), key, "would stand too deep");
        flaw(catalogue.lineage(item.id).is_err(), key, "would be above itself");
    }
    let mut names = BTreeSet::new();
    for item in catalogue.items.values().filter(|item| item.parent.is_some() && item.archived_from.is_none()) {
        let taken = !names.insert((item.parent, &item.name));
        flaw(taken, RecordKey::Item(item.id), "would have the name of another item beside it");
    }
    let reads = |condition: &Condition| {
        let scale = match condition.test.matching() {
            Some(Match::Is(value)) => catalogue.scales.contains_key(&value.scale),
            _ => true,
        };
        scale && catalogue.items.contains_key(&condition.item)
    };
    for merit in catalogue.merits.values() {
        let broken = !merit.rule.conditions().into_iter().all(reads);
        flaw(broken, RecordKey::Merit(merit.id), "uses it");
    }
    let mut titles = BTreeSet::new();
    for target in catalogue.targets.values() {
        let key = RecordKey::Target(target.id);
        flaw(!target.items.iter().all(reads), key, "uses it");
        flaw(!titles.insert((&target.title, target.first_day)), key, "would have the title and first day of another");
    }
    let calendar = catalogue.calendar();
    for month in catalogue.sightings.keys() {
        let lengths = [month.previous(), Some(*month)].map(|month| month.map(|month| calendar.span(month).length()));
        let broken = lengths.into_iter().flatten().any(|days| !(29..=30).contains(&days));
        flaw(broken, RecordKey::Sighting(*month), "would leave a month with neither 29 nor 30 days");
    }
    found
}
