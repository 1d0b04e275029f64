//! What somebody else sees of a book.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalogue::Catalogue;
use crate::day::{Day, DayRange};
use crate::deed::{Category, Deed};
use crate::exemption::{Exemption, Scope};
use crate::id::{ItemId, UserId};
use crate::item::{Excuses, Hide, Item};
use crate::permission::{PermissionLevel, Shared};
use crate::schedule::Schedule;
use crate::timeline::Timeline;

/// What somebody sees of another's book: the deeds and items that were shared with them, and no more.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct View {
    /// Who sees it.
    pub actor: UserId,
    /// The book's structure as they see it: the shared items that are not hidden, with the names of those above them, their
    /// deeds and scales, the owner's zone and calendar, and what stands between the two. Without groups, exemptions,
    /// excuses, make-ups, merits, targets, reminders, and whatever the owner shares with others.
    pub catalogue: Catalogue,
    readable: BTreeSet<ItemId>,
    writable: BTreeSet<ItemId>,
}

impl View {
    /// Whether they see the entries of an item.
    pub fn reads(&self, item: ItemId) -> bool {
        self.readable.contains(&item)
    }

    /// Whether they may write entries of an item.
    pub fn writes(&self, item: ItemId) -> bool {
        self.writable.contains(&item)
    }

    /// The items whose entries they see.
    pub const fn readable(&self) -> &BTreeSet<ItemId> {
        &self.readable
    }

    /// The items whose entries they may write.
    pub const fn writable(&self) -> &BTreeSet<ItemId> {
        &self.writable
    }
}

impl Catalogue {
    /// What somebody else sees of this book; none if they may not even know of it: only an accepted relation that lets
    /// them see tells them that there is one.
    ///
    /// An item of which they don't see all that is below it is a heading in there: it starts on the last day
    /// there is, so that it is never due, and nothing that they don't see reads as missed. On exempt days nothing is
    /// due either, by a schedule that names none of them: neither the exemption nor its reason is told.
    pub fn seen_by(&self, actor: UserId) -> Option<View> {
        if actor == self.owner || !self.lets_see(actor) {
            return None;
        }
        let levels = self.levels_for(actor);
        let mut shown: BTreeSet<ItemId> = levels.keys().copied().collect();
        for item in levels.keys() {
            shown.extend(self.lineage(*item).into_iter().flatten().map(|item| item.id));
        }
        let headings = self.headings(&shown, &levels);
        let mut seen = Self::new(self.owner);
        seen.version = self.version;
        seen.settings = self.settings.clone();
        seen.sightings.clone_from(&self.sightings);
        for item in shown.iter().filter_map(|id| self.items.get(id)) {
            seen.items.insert(item.id, if headings.contains(&item.id) { heading(item) } else { self.as_seen(item) });
            if let Some(deed) = self.deeds.get(&item.deed) {
                seen.deeds.insert(deed.id, Deed { group: None, ..deed.clone() });
            }
        }
        let scales = self.scales.iter().filter(|(_, scale)| seen.deeds.contains_key(&scale.deed));
        seen.scales.extend(scales.map(|(id, scale)| (*id, scale.clone())));
        seen.relations.extend(self.relations_with(actor).map(|relation| (relation.id, relation.clone())));
        let permissions =
            self.permissions_for(actor).filter(|permission| seen.shared_deed(permission.shared).is_some());
        seen.permissions = permissions.map(|permission| (permission.id, permission.clone())).collect();
        let writable = levels.iter().filter(|(_, level)| **level == PermissionLevel::Write);
        Some(View {
            actor,
            writable: writable.map(|(item, _)| *item).collect(),
            readable: levels.into_keys().collect(),
            catalogue: seen,
        })
    }

    /// The items that somebody may read, with how far that goes.
    fn levels_for(&self, actor: UserId) -> BTreeMap<ItemId, PermissionLevel> {
        let permissions: Vec<_> = self.permissions_for(actor).collect();
        let level = |item: ItemId| {
            let covering = permissions.iter().filter(|permission| self.covers(permission.shared, item));
            covering.map(|permission| permission.level).max()
        };
        let deeds: BTreeSet<_> =
            permissions.iter().filter_map(|permission| Some(self.shared_deed(permission.shared)?.id)).collect();
        let items = self.items.values().filter(|item| deeds.contains(&item.deed));
        let shown = items.filter(|item| self.hide_of(item.id).is_ok_and(|hide| hide == Hide::None));
        shown.filter_map(|item| Some((item.id, level(item.id)?))).collect()
    }

    /// An item as somebody sees it who may read it.
    fn as_seen(&self, item: &Item) -> Item {
        let exempt = self.exempt_days(item);
        let schedules = if exempt.is_empty() { item.schedules.clone() } else { without(&item.schedules, &exempt) };
        Item { schedules, ..bare(item) }
    }

    /// The spans on which exemptions lift an item.
    fn exempt_days(&self, item: &Item) -> Vec<DayRange> {
        let good = self.deeds.get(&item.deed).is_some_and(|deed| deed.category == Category::Hasanaat);
        let covers = |scope: Scope| match scope {
            Scope::Hasanaat => good,
            Scope::Deed(deed) => self.covers(Shared::Deed(deed), item.id),
            Scope::Item(above) => self.covers(Shared::Item(above), item.id),
        };
        let lifting = self
            .exemptions
            .values()
            .filter(|exemption| item.excuses.of(exemption.reason.kind()).lifts && covers(exemption.scope));
        lifting.filter_map(Exemption::days).collect()
    }

    /// The shown items that are not readable themselves, or that stand, however far, above something that is not shown.
    fn headings(&self, shown: &BTreeSet<ItemId>, readable: &BTreeMap<ItemId, PermissionLevel>) -> BTreeSet<ItemId> {
        let mut headings: BTreeSet<ItemId> =
            shown.iter().copied().filter(|item| !readable.contains_key(item)).collect();
        let unseen = self.items.values().filter(|item| !shown.contains(&item.id));
        let above = unseen.flat_map(|item| self.lineage(item.id).into_iter().flatten());
        headings.extend(above.map(|item| item.id).filter(|item| shown.contains(item)));
        headings
    }
}

/// An item without what is the owner's alone.
fn bare(item: &Item) -> Item {
    Item { excuses: Excuses::new(), make_up: None, ..item.clone() }
}

/// A schedule by which nothing is due.
const fn never() -> Schedule {
    Schedule::HijriDates(Vec::new())
}

/// Schedules that hold as these do, save that nothing is due on some days.
fn without(schedules: &Timeline<Schedule>, exempt: &[DayRange]) -> Timeline<Schedule> {
    let mut turns: BTreeSet<Day> = schedules.versions().iter().map(|(from, _)| *from).collect();
    turns.extend(exempt.iter().map(|days| days.first()));
    turns.extend(exempt.iter().filter_map(|days| days.last().next()));
    let mut left = Timeline::default();
    for day in turns {
        let schedule = if exempt.iter().any(|days| days.contains(day)) {
            never()
        } else {
            schedules.on(day).cloned().unwrap_or(Schedule::Daily)
        };
        left = left.with(day, schedule);
    }
    left
}

/// An item of which only the place in the tree is left.
fn heading(item: &Item) -> Item {
    let never = Timeline::starting(Day::MIN, never());
    Item {
        description: None,
        starts_on: Day::MAX,
        goals: Timeline::default(),
        schedules: never,
        fast: false,
        ..bare(item)
    }
}
