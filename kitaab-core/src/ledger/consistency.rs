//! What an undo or redo must not break: the rules that hold between records.

use std::collections::{BTreeMap, BTreeSet};

use super::image::RecordImage;
use super::turn::{Now, Turn};
use crate::bonds::Flaw;
use crate::catalogue::Catalogue;
use crate::change::{Change, RecordKey, ValueWrite};
use crate::day::{Day, DayRange};
use crate::decide::goal_fits;
use crate::deed::Measure;
use crate::entry::Value;
use crate::error::{Error, Result};
use crate::id::{DeedId, ItemId};
use crate::item::Item;
use crate::rule::Condition;
use crate::schedule::Goal;
use crate::target::Target;

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
        let misfit = |item: ItemId, value: Written| after.items.get(&item).and_then(|item| misfit(&after, item, value));
        let (item, misfit) = match change {
            Change::Entry { item, value, .. } => (*item, misfit(*item, (*value).into())),
            Change::MakeUp { item, .. } | Change::Fidya { item, .. } => (*item, None),
            Change::Entries(column) => {
                let item = column.item();
                (item, column.entries().find_map(|(_, value, _)| misfit(item, Written::Value(value))))
            }
            _ => continue,
        };
        let what = match misfit {
            _ if !after.items.contains_key(&item) => "its item is gone since",
            Some(what) => what,
            None => continue,
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

/// What is written into an entry.
#[derive(Clone, Copy)]
enum Written {
    Value(Value),
    Addition,
    Nothing,
}

impl From<ValueWrite> for Written {
    fn from(write: ValueWrite) -> Self {
        match write {
            ValueWrite::Put(value) => Self::Value(value),
            ValueWrite::Add(_) => Self::Addition,
            ValueWrite::Keep => Self::Nothing,
        }
    }
}

/// Why an item can't hold what is written, if it can't: the deed may have changed since the value was there.
fn misfit(catalogue: &Catalogue, item: &Item, written: Written) -> Option<&'static str> {
    let measure = catalogue.deeds.get(&item.deed)?.measure;
    let given = match written {
        Written::Value(Value::Scale(value)) => {
            if catalogue.scales.get(&value.scale).is_none_or(|scale| scale.deed != item.deed) {
                return Some("the scale of its value is gone since");
            }
            Measure::Scale
        }
        Written::Value(Value::Count(_)) | Written::Addition => Measure::Count,
        Written::Nothing => return None,
    };
    (given != measure).then_some("its deed is measured in another way since")
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

/// Why a condition could not have been made as it stands, if so: the checks of deciding, over a window of so many days.
fn unfit(catalogue: &Catalogue, condition: &Condition, days: usize) -> Option<&'static str> {
    match catalogue.check_fit(condition, days) {
        Ok(()) => None,
        Err(Error::NotFound { .. }) => Some("uses it"),
        Err(_) => Some("would have a condition that does not fit"),
    }
}

/// What does not hold in a catalogue: what every store keeps to, and what the domain asks beyond that on `today`.
pub(super) fn flaws(catalogue: &Catalogue, today: Day) -> Vec<Flaw> {
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
        let judged = deed.measure == Measure::Scale;
        flaw(judged && catalogue.active_scale(deed.id).is_none(), key, "would be left without a scale");
        flaw(judged && deed.unit.is_some(), key, "would have a unit, and no amounts");
    }
    for item in catalogue.items.values() {
        let key = RecordKey::Item(item.id);
        let measure = catalogue.deeds.get(&item.deed).map(|deed| deed.measure);
        let fits = |goal: &Goal| measure.is_none_or(|measure| goal_fits(*goal, measure).is_ok());
        let fit = item.goals.versions().iter().all(|(_, goal)| fits(goal));
        flaw(!fit, key, "would have a goal of the other measure");
        let Some(parent) = item.parent else { continue };
        if let Some(above) = catalogue.items.get(&parent) {
            flaw(above.deed != item.deed, key, "would be in another deed than the item above it");
            flaw(item.is_live_longer_than(above), key, "would be live under an archived item");
        }
        let level = catalogue.level_of(item.id);
        flaw(level.is_ok_and(|level| level > crate::decide::MAX_LEVEL), key, "would stand too deep");
        flaw(catalogue.lineage(item.id).is_err(), key, "would be above itself");
    }
    let mut names = BTreeSet::new();
    for item in catalogue.items.values().filter(|item| item.parent.is_some() && item.is_live_on(today)) {
        let taken = !names.insert((item.parent, &item.name));
        flaw(taken, RecordKey::Item(item.id), "would have the name of another item beside it");
    }
    for merit in catalogue.merits.values() {
        let key = RecordKey::Merit(merit.id);
        let found = merit.rule.conditions().into_iter().find_map(|c| unfit(catalogue, c, merit.duration.into()));
        flaw(found.is_some(), key, found.unwrap_or_default());
    }
    let mut titles = BTreeSet::new();
    for target in catalogue.targets.values() {
        let key = RecordKey::Target(target.id);
        let days = Target::check_days(target.first_day, target.last_day);
        flaw(days.is_err(), key, "would have dates that do not go together");
        // Of dates that don't go together that is told, and not that their days don't suffice.
        let days = days.map_or(usize::MAX, DayRange::count);
        let found = target.items.iter().find_map(|condition| unfit(catalogue, condition, days));
        flaw(found.is_some(), key, found.unwrap_or_default());
        flaw(!titles.insert((&target.title, target.first_day)), key, "would have the title and first day of another");
    }
    for exemption in catalogue.exemptions.values() {
        flaw(exemption.days().is_none(), RecordKey::Exemption(exemption.id), "would end before it begins");
    }
    let calendar = catalogue.calendar();
    for month in catalogue.sightings.keys() {
        let lengths = [month.previous(), Some(*month)].map(|month| month.map(|month| calendar.span(month).length()));
        let broken = lengths.into_iter().flatten().any(|days| !(29..=30).contains(&days));
        flaw(broken, RecordKey::Sighting(*month), "would leave a month with neither 29 nor 30 days");
    }
    found
}
