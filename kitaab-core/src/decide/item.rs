//! Making and editing items.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::measure::goal_fits;
use super::tree::{MAX_LEVEL, name_taken};
use super::{fresh, keep, kept};
use crate::catalogue::Catalogue;
use crate::change::Change;
use crate::day::Day;
use crate::deed::Measure;
use crate::error::{Error, Kind, Result};
use crate::exemption::ReasonKind;
use crate::id::{DeedId, ItemId};
use crate::item::{Excuse, Excuses, Hide, Item, ItemPatch};
use crate::make_up::MakeUpPolicy;
use crate::schedule::{Goal, Schedule};
use crate::text::{Description, Name};
use crate::timeline::Timeline;

/// An item to be made, with the items below it.
///
/// Goal, schedule, excuses, make-ups and being a fast hold for the leaves: the item itself, or those made below it that
/// don't set their own. The start is that of the item above where it is not set. An error in a part is
/// told when the item is decided.
///
/// ```
/// use kitaab_core::{NewItem, Schedule};
/// let fasts = NewItem::named("Voluntary").schedule(Schedule::TimesPerMonth { times: 3 }).items(["Monday", "Thursday"]);
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct NewItem {
    name: Option<Name>,
    description: Option<Description>,
    hide: Hide,
    starts_on: Option<Day>,
    leaf: LeafSettings,
    items: Vec<NewItem>,
    error: Option<Error>,
}

/// What leaves are made with.
#[derive(Clone, Debug, Default)]
struct LeafSettings {
    goal: Option<Goal>,
    schedule: Option<Schedule>,
    excuses: Option<Excuses>,
    make_up: Option<MakeUpPolicy>,
    fast: bool,
}

impl LeafSettings {
    /// The same, with what is not set taken from the item above.
    fn or(&self, above: &Self) -> Self {
        Self {
            goal: self.goal.or(above.goal),
            schedule: self.schedule.clone().or_else(|| above.schedule.clone()),
            excuses: self.excuses.clone().or_else(|| above.excuses.clone()),
            make_up: self.make_up.clone().or_else(|| above.make_up.clone()),
            fast: self.fast || above.fast,
        }
    }
}

impl NewItem {
    /// An item with this name.
    pub fn named(name: impl AsRef<str>) -> Self {
        let mut error = None;
        let name = keep(&mut error, Name::new(name));
        Self {
            name,
            description: None,
            hide: Hide::None,
            starts_on: None,
            leaf: LeafSettings::default(),
            items: Vec::new(),
            error,
        }
    }

    /// Its name; none if what was given is no name, which is told when it is decided.
    pub const fn name(&self) -> Option<&Name> {
        self.name.as_ref()
    }

    /// What it means, or the question it asks.
    pub fn description(mut self, text: impl AsRef<str>) -> Self {
        self.description = keep(&mut self.error, Description::new(text));
        self
    }

    /// Where it is left out.
    pub fn hide(mut self, hide: Hide) -> Self {
        self.hide = hide;
        self
    }

    /// The first day on which it is due; the day it is made where nothing is set.
    pub fn starts_on(mut self, day: Day) -> Self {
        self.starts_on = Some(day);
        self
    }

    /// What makes a day kept, from its start on.
    pub fn goal(mut self, goal: Goal) -> Self {
        self.leaf.goal = Some(goal);
        self
    }

    /// When it is due, from its start on.
    pub fn schedule(mut self, schedule: Schedule) -> Self {
        self.leaf.schedule = Some(schedule);
        self
    }

    /// What each reason of exemption does for it.
    pub fn excuses(mut self, excuses: Excuses) -> Self {
        self.leaf.excuses = Some(excuses);
        self
    }

    /// That missed days are owed as make-ups.
    pub fn make_up(mut self, policy: MakeUpPolicy) -> Self {
        self.leaf.make_up = Some(policy);
        self
    }

    /// That it is a fast, and so never due on the two Eids and 11 to 13 Dhul-Hijjah.
    pub fn fast(mut self) -> Self {
        self.leaf.fast = true;
        self
    }

    /// One more item below it.
    pub fn item(mut self, item: NewItem) -> Self {
        self.items.push(item);
        self
    }

    /// More items below it, by their names.
    pub fn items<N: AsRef<str>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.items.extend(names.into_iter().map(Self::named));
        self
    }
}

/// What to change of an item. What is not named is left as it is.
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct ItemEdit {
    patch: ItemPatch,
    error: Option<Error>,
}

impl ItemEdit {
    /// An edit that changes nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A new name. The root's name is its deed's.
    pub fn name(mut self, name: impl AsRef<str>) -> Self {
        self.patch.name = keep(&mut self.error, Name::new(name));
        self
    }

    /// A new description, or none.
    pub fn description<'a>(mut self, text: impl Into<Option<&'a str>>) -> Self {
        self.patch.description = keep(&mut self.error, text.into().map(Description::new).transpose());
        self
    }

    /// Where it is left out.
    pub fn hide(mut self, hide: Hide) -> Self {
        self.patch.hide = Some(hide);
        self
    }

    /// What each reason of exemption does for it.
    pub fn excuses(mut self, excuses: Excuses) -> Self {
        self.patch.excuses = Some(excuses);
        self
    }

    /// How its make-ups are reckoned; none if missed days are not owed.
    pub fn make_up(mut self, policy: impl Into<Option<MakeUpPolicy>>) -> Self {
        self.patch.make_up = Some(policy.into());
        self
    }

    /// Whether it is a fast, and so never due on the two Eids and 11 to 13 Dhul-Hijjah.
    pub fn fast(mut self, fast: bool) -> Self {
        self.patch.fast = Some(fast);
        self
    }

    /// The first day on which it is due. What goal and schedule it had from its first day on, it then
    /// has from an earlier first day on too.
    pub fn starts_on(mut self, day: Day) -> Self {
        self.patch.starts_on = Some(day);
        self
    }
}

impl Catalogue {
    /// Makes an item, with those below it, under a parent: after the items there. Under one that is to be archived on
    /// a day to come, it is archived with it.
    ///
    /// `ids` is called for each item, an item before those below it.
    ///
    /// # Errors
    /// `invalid` for a broken part (named by its place, as `items[2].name`) and for a tree that
    /// becomes deeper than [`MAX_LEVEL`]; `conflict` for an archived parent and a name that is taken.
    pub fn add_item(
        &self,
        parent: ItemId,
        new: &NewItem,
        today: Day,
        ids: &mut dyn FnMut() -> Uuid,
    ) -> Result<(ItemId, Vec<Change>)> {
        let deed = self.deed_of(parent)?;
        let archived_from = self.takes_items(parent, today)?;
        let level = self.level_of(parent)? + 1;
        if level > MAX_LEVEL {
            return Err(Error::invalid("parent", "must be less than 8 levels below the root", level - 1));
        }
        if let Some(name) = &new.name {
            self.name_is_free(Some(parent), name, None, today)?;
        }
        let mut planting = Planting::new(self, (deed.id, deed.measure), today, ids);
        planting.archived_from = archived_from;
        let place = Place { parent: Some(parent), level, order: self.next_place_under(parent), starts_on: today };
        let id = planting.plant(new, place, &LeafSettings::default())?;
        Ok((id, planting.changes))
    }

    /// Sets what reasons of exemption do for items: each of `items` gets these on top of what it has.
    pub fn set_excuses(&self, items: &[ItemId], excuses: &[(ReasonKind, Excuse)]) -> Result<Vec<Change>> {
        let mut patches = Vec::new();
        for id in items {
            let has = self.item(*id)?.excuses.clone();
            let excuses = excuses.iter().fold(has, |all, (reason, excuse)| all.with(*reason, *excuse));
            patches.push((*id, ItemPatch { excuses: Some(excuses), ..ItemPatch::default() }));
        }
        self.item_changes(patches)
    }

    /// Edits an item.
    ///
    /// # Errors
    /// `conflict` for a name that a live sibling has; `invalid` for make-ups that break a rule.
    pub fn edit_item(&self, id: ItemId, edit: &ItemEdit, today: Day) -> Result<Vec<Change>> {
        let item = self.item(id)?;
        kept(edit.error.as_ref())?;
        let mut patch = edit.patch.clone();
        if let (Some(name), true) = (&patch.name, item.is_live_on(today)) {
            self.name_is_free(item.parent, name, id, today)?;
        }
        if let Some(Some(policy)) = &patch.make_up {
            policy.check(today).map_err(|error| error.within("make_up"))?;
        }
        if let Some(day) = patch.starts_on {
            patch.goals = Some(starting_earlier(&item.goals, item.starts_on, day));
            patch.schedules = Some(starting_earlier(&item.schedules, item.starts_on, day));
        }
        self.item_changes([(id, patch)])
    }

    /// Sets what makes a day kept, from a day on until the next goal's day.
    ///
    /// # Errors
    /// `invalid` for a goal of the other measure.
    pub fn set_goal(&self, id: ItemId, from_day: Day, goal: Goal) -> Result<Vec<Change>> {
        let item = self.item(id)?;
        goal_fits(goal, self.deed(item.deed)?.measure)?;
        let goals = item.goals.clone().with(from_day, goal);
        self.item_changes([(id, ItemPatch { goals: Some(goals), ..ItemPatch::default() })])
    }

    /// Sets when an item is due, from a day on until the next schedule's day.
    ///
    /// # Errors
    /// `invalid` for a schedule with numbers out of range.
    pub fn set_schedule(&self, id: ItemId, from_day: Day, schedule: Schedule) -> Result<Vec<Change>> {
        let item = self.item(id)?;
        schedule.check().map_err(|error| error.within("schedule"))?;
        let schedules = item.schedules.clone().with(from_day, schedule);
        self.item_changes([(id, ItemPatch { schedules: Some(schedules), ..ItemPatch::default() })])
    }
}

/// The timeline of an item whose start moves from `before` to `day`: what it was made with holds from an
/// earlier start on, too. A later start leaves it as it is.
fn starting_earlier<T: Clone>(timeline: &Timeline<T>, before: Day, day: Day) -> Timeline<T> {
    match timeline.versions() {
        [(from, first), rest @ ..] if *from == before && day < before => rest
            .iter()
            .fold(Timeline::starting(day, first.clone()), |line, (from, value)| line.with(*from, value.clone())),
        _ => timeline.clone(),
    }
}

/// Makes the items of a tree, one change each.
pub(super) struct Planting<'a> {
    catalogue: &'a Catalogue,
    deed: DeedId,
    measure: Measure,
    today: Day,
    /// The day to come from which all of them are archived, with what they are put under.
    archived_from: Option<Day>,
    ids: &'a mut dyn FnMut() -> Uuid,
    made: BTreeSet<ItemId>,
    pub(super) changes: Vec<Change>,
}

/// Where an item of a new tree stands, and when it starts if it does not say.
#[derive(Clone, Copy)]
struct Place {
    parent: Option<ItemId>,
    level: usize,
    order: u32,
    starts_on: Day,
}

impl<'a> Planting<'a> {
    pub(super) fn new(
        catalogue: &'a Catalogue,
        (deed, measure): (DeedId, Measure),
        today: Day,
        ids: &'a mut dyn FnMut() -> Uuid,
    ) -> Self {
        let (made, changes) = (BTreeSet::new(), Vec::new());
        Self { catalogue, deed, measure, today, archived_from: None, ids, made, changes }
    }

    /// Makes a deed's root and all below it.
    pub(super) fn plant_root(&mut self, new: &NewItem) -> Result<ItemId> {
        let place = Place { parent: None, level: 0, order: 0, starts_on: self.today };
        self.plant(new, place, &LeafSettings::default())
    }

    fn plant(&mut self, new: &NewItem, place: Place, above: &LeafSettings) -> Result<ItemId> {
        kept(new.error.as_ref())?;
        if place.level > MAX_LEVEL {
            return Err(Error::invalid("", "must be at most 8 levels below the root", place.level));
        }
        let leaf = new.leaf.or(above);
        let starts_on = new.starts_on.unwrap_or(place.starts_on);
        let (catalogue, made) = (self.catalogue, &self.made);
        let id = fresh(self.ids, Kind::Item, |id| catalogue.items.contains_key(id) || made.contains(id))?;
        self.made.insert(id);
        let mut patch = ItemPatch {
            deed: Some(self.deed),
            parent: Some(place.parent),
            name: new.name.clone(),
            description: Some(new.description.clone()),
            display_order: Some(place.order),
            hide: Some(new.hide),
            starts_on: Some(starts_on),
            archived_from: self.archived_from.map(Some),
            ..ItemPatch::default()
        };
        if new.items.is_empty() {
            self.set_leaf(&mut patch, &leaf, starts_on)?;
        }
        self.changes.push(Change::Item(id, patch));
        for (index, below) in new.items.iter().enumerate() {
            if let Some(name) = &below.name
                && new.items[..index].iter().any(|other| other.name.as_ref() == Some(name))
            {
                return Err(name_taken(name));
            }
            let order = u32::try_from(index).unwrap_or(u32::MAX);
            let place = Place { parent: Some(id), level: place.level + 1, order, starts_on };
            self.plant(below, place, &leaf).map_err(|error| error.within(&format!("items[{index}]")))?;
        }
        Ok(id)
    }

    fn set_leaf(&self, patch: &mut ItemPatch, leaf: &LeafSettings, starts_on: Day) -> Result<()> {
        if let Some(goal) = leaf.goal {
            goal_fits(goal, self.measure)?;
            patch.goals = Some(Timeline::starting(starts_on, goal));
        }
        if let Some(schedule) = &leaf.schedule {
            schedule.check().map_err(|error| error.within("schedule"))?;
            patch.schedules = Some(Timeline::starting(starts_on, schedule.clone()));
        }
        if let Some(policy) = &leaf.make_up {
            policy.check(self.today).map_err(|error| error.within("make_up"))?;
        }
        patch.excuses.clone_from(&leaf.excuses);
        patch.make_up = leaf.make_up.clone().map(Some);
        patch.fast = leaf.fast.then_some(true);
        Ok(())
    }
}

/// The day from which an item takes no entries of its own: the first on which an item below it, live on
/// `today`, has begun.
pub(super) fn taken_over_from(catalogue: &Catalogue, item: &Item, today: Day) -> Option<Day> {
    let below = catalogue.items.values().filter(|below| below.parent == Some(item.id) && below.is_live_on(today));
    below.map(|below| below.starts_on).min()
}
