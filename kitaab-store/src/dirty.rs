//! From which day on a change may turn what was derived.

use kitaab_core::{Calendar, Catalogue, Change, Day, HijriMonth, ItemPatch, RecordKey};

/// The first day whose recorded verdicts a change may turn, made to the book with this catalogue (the
/// one before the change); none where it turns none.
///
/// A verdict of a day depends on that day and on earlier ones, so that everything before holds. Where
/// the catalogue alone does not tell how far back a change reaches, it is taken to reach back to the
/// first day. All stores use this one function: their heads agree to the day.
pub fn first_dirtied(catalogue: &Catalogue, change: &Change) -> Option<Day> {
    match change {
        Change::Entry { day, .. } | Change::Reviewed { day, .. } => Some(*day),
        Change::Entries(column) => column.days().first().copied(),
        // The first weekday bounds the periods of schedules such as "three times a week".
        Change::Settings(patch) => patch.first_weekday.map(|_| Day::MIN),
        Change::Deed(id, patch) => {
            let judged = patch.category.is_some() || patch.measure.is_some();
            (judged && catalogue.deeds.contains_key(id)).then_some(Day::MIN)
        }
        Change::Item(id, patch) => match catalogue.items.get(id) {
            Some(item) if is_archiving(patch) => earliest(item.archived_from, patch.archived_from.flatten()),
            Some(_) => (!is_cosmetic(patch)).then_some(Day::MIN),
            // A new item takes over from the one above it on the day it starts; no rule names a new root.
            None => patch.parent.flatten().and(patch.starts_on),
        },
        Change::Scale(id, patch) if catalogue.scales.contains_key(id) => (!patch.is_empty()).then_some(Day::MIN),
        Change::Scale(_, patch) => patch.from_day,
        Change::Exemption(id, patch) => {
            earliest(catalogue.exemptions.get(id).map(|before| before.first_day), patch.first_day)
        }
        Change::Sighting(month, patch) => first_moved(catalogue, *month, patch.first_day),
        Change::Merit(id, patch) => {
            // While a merit is not in use nobody recomputes its verdicts, so that using it again does.
            let judged = patch.rule.is_some() || patch.duration.is_some() || patch.active.is_some();
            (judged && catalogue.merits.contains_key(id)).then_some(Day::MIN)
        }
        Change::Remove(key) | Change::Erase(key) => first_dirtied_without(catalogue, key),
        // Nothing else has a say in a verdict.
        _ => None,
    }
}

/// The first day dirtied by taking a record out.
fn first_dirtied_without(catalogue: &Catalogue, key: &RecordKey) -> Option<Day> {
    let found = match key {
        RecordKey::Entry(_, day) | RecordKey::Reviewed(day) => return Some(*day),
        RecordKey::Exemption(id) => return catalogue.exemptions.get(id).map(|before| before.first_day),
        RecordKey::Sighting(month) if catalogue.sightings.contains_key(month) => {
            return first_moved(catalogue, *month, Calendar::new(0).span(*month).first_day());
        }
        RecordKey::Settings => true,
        // Their entries go too, and days that held no others are not logged any more.
        RecordKey::Deed(id) => catalogue.deeds.contains_key(id),
        RecordKey::Item(id) => catalogue.items.contains_key(id),
        RecordKey::Scale(id) => catalogue.scales.contains_key(id),
        _ => false,
    };
    found.then_some(Day::MIN)
}

/// The first day whose verdicts may turn when a Hijri month begins on another day: the last one of the month before,
/// on which that month is over, or is no more.
fn first_moved(catalogue: &Catalogue, month: HijriMonth, first_day: Option<Day>) -> Option<Day> {
    let before = catalogue.calendar().span(month).first_day().unwrap_or(Day::MIN);
    let after = first_day.unwrap_or(Day::MIN);
    (before != after).then(|| before.min(after).saturating_plus(-1))
}

/// The earlier of two days, where there are two.
pub(crate) fn earliest(one: Option<Day>, other: Option<Day>) -> Option<Day> {
    one.into_iter().chain(other).min()
}

/// Whether a patch sets only what no rule looks at.
fn is_cosmetic(patch: &ItemPatch) -> bool {
    let ItemPatch {
        name: _,
        description: _,
        display_order: _,
        hide: _,
        make_up: _,
        fast: None,
        deed: None,
        parent: None,
        starts_on: None,
        archived_from: None,
        goals: None,
        schedules: None,
        excuses: None,
    } = patch
    else {
        return false;
    };
    true
}

/// Whether a patch archives an item, or takes it back, and sets nothing else that a rule looks at.
fn is_archiving(patch: &ItemPatch) -> bool {
    patch.archived_from.is_some() && is_cosmetic(&ItemPatch { archived_from: None, ..patch.clone() })
}
