//! Which recorded verdicts a commit may turn.
//!
//! What evaluation reads is in `docs/evaluation.md`. A verdict of day `d` over `n` days reads nothing
//! outside `[d - n + 1, d]`, so that what changes on day `x` concerns the verdicts of `[x, x + n - 1]`.

use std::collections::{BTreeMap, BTreeSet};

use kitaab_core::{
    Below, Catalogue, Category, Change, Condition, Day, DayRange, DeedId, Exemption, HijriMonth, HijriSpan, Item,
    ItemId, Merit, MeritId, RecordKey, Schedule, Scope, Timeline, ValueWrite,
};

use super::spans::Spans;

/// The verdicts that a commit may turn: for each merit, the days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Concerns(BTreeMap<MeritId, Spans>);

impl Concerns {
    /// What a commit concerns that made the book `after` out of the book `before`.
    pub(super) fn of<'c>(before: &Catalogue, after: &Catalogue, changes: impl IntoIterator<Item = &'c Change>) -> Self {
        let mut touched = Touched { before, after, items: Vec::new(), logged: Vec::new(), merits: BTreeSet::new() };
        changes.into_iter().for_each(|change| touched.by(change));
        if touched.items.is_empty() && touched.logged.is_empty() && touched.merits.is_empty() {
            return Self::default();
        }
        let concerned = after.merits.values().map(|merit| (merit.id, touched.days_of(merit)));
        Self(concerned.filter(|(_, days)| !days.is_empty()).collect())
    }

    /// The smallest span that holds all their days; none if there are none.
    pub(super) fn hull(&self) -> Option<DayRange> {
        self.0.values().filter_map(Spans::hull).reduce(DayRange::hull)
    }

    pub(super) fn contains(&self, merit: MeritId, day: Day) -> bool {
        self.0.get(&merit).is_some_and(|days| days.contains(day))
    }
}

/// What a commit touches of what evaluation reads.
struct Touched<'a> {
    before: &'a Catalogue,
    after: &'a Catalogue,
    items: Vec<TouchedItem>,
    /// Days that may have begun or ceased to be logged.
    logged: Vec<DayRange>,
    /// Merits that ask for something else now.
    merits: BTreeSet<MeritId>,
}

/// An item of which something is different on some days.
struct TouchedItem {
    item: ItemId,
    /// The items above it, before or after.
    above: BTreeSet<ItemId>,
    days: Vec<DayRange>,
}

impl TouchedItem {
    fn is_read_by(&self, condition: &Condition) -> bool {
        condition.item == self.item || (condition.below != Below::No && self.above.contains(&condition.item))
    }
}

impl Touched<'_> {
    /// The days whose verdicts of a merit may turn.
    fn days_of(&self, merit: &Merit) -> Spans {
        if self.merits.contains(&merit.id) {
            return [DayRange::ALL].into_iter().collect();
        }
        let conditions = merit.rule.conditions();
        let read = |touched: &&TouchedItem| conditions.iter().any(|condition| touched.is_read_by(condition));
        let items = self.items.iter().filter(read).flat_map(|touched| &touched.days);
        // Whether a day is logged matters to blank bad deeds only.
        let of_bad_deed = |condition: &&Condition| {
            self.after.deed_of(condition.item).is_ok_and(|deed| deed.category == Category::Saiyyiaat)
        };
        let logged = if conditions.iter().any(of_bad_deed) { self.logged.as_slice() } else { &[] };
        let window = |days: &DayRange| {
            let last = days.last().saturating_plus(i32::from(merit.duration) - 1);
            DayRange::new(days.first(), last).unwrap_or(*days)
        };
        items.chain(logged).map(window).collect()
    }

    fn by(&mut self, change: &Change) {
        match change {
            // A note alone.
            Change::Entry { value: ValueWrite::Keep, .. } => {}
            Change::Entry { item, day, .. } => self.entries(*item, [*day]),
            Change::Entries(column) => self.entries(column.item(), column.days().iter().copied()),
            Change::Reviewed { day, .. } => self.logged.push(DayRange::single(*day)),
            Change::Item(id, _) => self.item(*id),
            Change::Deed(id, patch) if patch.category.is_some() || patch.measure.is_some() => {
                self.deed(*id, DayRange::ALL);
            }
            Change::Scale(id, _) => {
                let (before, after) = (self.before.scales.get(id), self.after.scales.get(id));
                if let Some(scale) = after {
                    let days = match before {
                        // A new version gives blanks their value from its day on.
                        None => DayRange::new(scale.from_day, Day::MAX).unwrap_or(DayRange::ALL),
                        Some(_) => DayRange::ALL,
                    };
                    self.deed(scale.deed, days);
                }
            }
            Change::Exemption(id, _) => self.exemption(self.before.exemptions.get(id), self.after.exemptions.get(id)),
            Change::Sighting(month, _) => self.sighting(*month),
            Change::Merit(id, patch) if patch.rule.is_some() || patch.duration.is_some() => {
                self.merits.insert(*id);
            }
            Change::Remove(key) | Change::Erase(key) => self.without(key),
            _ => {}
        }
    }

    fn without(&mut self, key: &RecordKey) {
        match key {
            RecordKey::Entry(item, day) => self.entries(*item, [*day]),
            RecordKey::Reviewed(day) => self.logged.push(DayRange::single(*day)),
            RecordKey::Exemption(id) => self.exemption(self.before.exemptions.get(id), None),
            RecordKey::Sighting(month) => self.sighting(*month),
            RecordKey::Scale(id) => {
                if let Some(scale) = self.before.scales.get(id) {
                    self.deed(scale.deed, DayRange::ALL);
                }
            }
            RecordKey::Deed(id) => {
                self.deed(*id, DayRange::ALL);
                self.logged.push(DayRange::ALL);
            }
            RecordKey::Item(id) => {
                for item in self.before.subtree(*id) {
                    self.item(item);
                }
                // Its entries went with it.
                self.logged.push(DayRange::ALL);
            }
            _ => {}
        }
    }

    /// Entries of an item that were written or removed.
    fn entries(&mut self, item: ItemId, days: impl IntoIterator<Item = Day>) {
        let days: Vec<DayRange> = days.into_iter().map(DayRange::single).collect();
        self.logged.extend(&days);
        self.touch(item, days);
    }

    /// An item that stands, starts, ends or is due otherwise than before. The items above it cease or
    /// begin to be leaves with it.
    fn item(&mut self, id: ItemId) {
        let (before, after) = (self.before.items.get(&id), self.after.items.get(&id));
        let Some(days) = changed_days(before, after) else { return };
        let parents: BTreeSet<ItemId> = [before, after].into_iter().flatten().filter_map(|item| item.parent).collect();
        for item in parents.into_iter().chain([id]) {
            self.touch(item, vec![days]);
        }
    }

    fn deed(&mut self, deed: DeedId, days: DayRange) {
        self.items_where(|_, item| item.deed == deed, days);
    }

    /// An exemption that was made, changed or removed: the days of either form.
    fn exemption(&mut self, before: Option<&Exemption>, after: Option<&Exemption>) {
        for exemption in [before, after].into_iter().flatten() {
            let Some(days) = exemption.days() else { continue };
            self.items_where(|catalogue, item| covers(catalogue, exemption.scope, item), days);
        }
    }

    /// A Hijri month that may begin on another day: the items that follow the Hijri calendar are due otherwise from the
    /// last day of the month before on, on which that month is over or is no more, to the month's end.
    fn sighting(&mut self, month: HijriMonth) {
        let spans = [self.before, self.after].map(|catalogue| catalogue.calendar().span(month));
        if spans[0] == spans[1] {
            return;
        }
        let days = spans.into_iter().filter_map(HijriSpan::days).reduce(DayRange::hull);
        let days = days.and_then(|days| DayRange::new(days.first().saturating_plus(-1), days.last()).ok());
        if let Some(days) = days {
            self.items_where(|_, item| item.is_hijri(), days);
        }
    }

    fn items_where(&mut self, which: impl Fn(&Catalogue, &Item) -> bool, days: DayRange) {
        let (before, after) = (self.before, self.after);
        let found = |catalogue: &Catalogue| {
            let items = catalogue.items.values().filter(|item| which(catalogue, item));
            items.map(|item| item.id).collect::<Vec<_>>()
        };
        let items: BTreeSet<ItemId> = found(before).into_iter().chain(found(after)).collect();
        for item in items {
            self.touch(item, vec![days]);
        }
    }

    fn touch(&mut self, item: ItemId, days: Vec<DayRange>) {
        let above = [self.before, self.after].into_iter().filter_map(|catalogue| catalogue.lineage(item).ok());
        let above = above.flatten().map(|item| item.id).collect();
        self.items.push(TouchedItem { item, above, days });
    }
}

/// The days on which an item is not what it was, for what evaluation reads of it; none if it is.
fn changed_days(before: Option<&Item>, after: Option<&Item>) -> Option<DayRange> {
    let (before, after) = match (before, after) {
        (None, None) => return None,
        // A new item takes over from the one above it on the day it starts.
        (None, Some(made)) => return DayRange::new(made.starts_on, Day::MAX).ok(),
        (Some(_), None) => return Some(DayRange::ALL),
        (Some(before), Some(after)) => (before, after),
    };
    let same_place = (before.parent, before.deed) == (after.parent, after.deed);
    if !same_place || before.excuses != after.excuses || before.fast != after.fast {
        return Some(DayRange::ALL);
    }
    let starts = days_between(Some(before.starts_on), Some(after.starts_on));
    let ends = days_between(before.archived_from, after.archived_from);
    let schedules =
        first_difference(&before.schedules, &after.schedules).and_then(|first| DayRange::new(first, Day::MAX).ok());
    [starts, ends, schedules].into_iter().flatten().reduce(DayRange::hull)
}

/// The days that lie on one side of one boundary and on the other side of the other: a boundary is the
/// first day after it, or lies after all days.
fn days_between(one: Option<Day>, other: Option<Day>) -> Option<DayRange> {
    let last = match (one, other) {
        (Some(one), Some(other)) => one.max(other).previous()?,
        (None, None) => return None,
        _ => Day::MAX,
    };
    DayRange::new(one.into_iter().chain(other).min()?, last).ok()
}

/// The first day from which two timelines are not the same.
fn first_difference(one: &Timeline<Schedule>, other: &Timeline<Schedule>) -> Option<Day> {
    let (one, other) = (one.versions(), other.versions());
    let same = one.iter().zip(other).take_while(|(one, other)| one == other).count();
    one.get(same).into_iter().chain(other.get(same)).map(|(from, _)| *from).min()
}

/// Whether an exemption's scope covers an item.
fn covers(catalogue: &Catalogue, scope: Scope, item: &Item) -> bool {
    match scope {
        Scope::Hasanaat => catalogue.deed(item.deed).is_ok_and(|deed| deed.category == Category::Hasanaat),
        Scope::Deed(deed) => item.deed == deed,
        Scope::Item(id) => catalogue.lineage(item.id).is_ok_and(|lineage| lineage.iter().any(|above| above.id == id)),
    }
}
