//! Making and editing deeds.

use uuid::Uuid;

use super::item::{NewItem, Planting};
use super::measure::goal_fits;
use super::scale::scored_values;
use super::{fresh, keep, kept, order_untouched, places};
use crate::bonds::entries_stand_against_it;
use crate::catalogue::Catalogue;
use crate::change::Change;
use crate::day::Day;
use crate::deed::{Category, Deed, DeedPatch, Measure};
use crate::error::{Error, Kind, Result};
use crate::id::{DeedId, GroupId, ScaleId};
use crate::item::{Excuses, Hide, ItemPatch};
use crate::make_up::MakeUpPolicy;
use crate::scale::{Scale, ScalePatch, ScaleValue, values_by_position, yes_no};
use crate::schedule::{Goal, Schedule};
use crate::text::{Name, Unit};
use crate::timeline::Timeline;

/// A deed to be made, with its items.
///
/// What is set of goal, schedule, excuses, make-ups and being a fast holds for all its leaves that don't set their own. An
/// error in a part is told when the deed is decided.
///
/// ```
/// use kitaab_core::{Category, Excuses, NewDeed};
/// let salah = NewDeed::scale("Salah", Category::Hasanaat)
///     .values(["missed", "late", "on time", "in congregation"])
///     .items(["Fajr", "Zuhr", "Asr", "Maghrib", "Isha"])
///     .excuses(Excuses::of_prayer());
/// let quran = NewDeed::count("Qur'an", Category::Hasanaat).unit("pages");
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct NewDeed {
    category: Category,
    measure: Measure,
    values: Option<Vec<ScaleValue>>,
    unit: Option<Unit>,
    group: Option<GroupId>,
    root: NewItem,
    error: Option<Error>,
}

impl NewDeed {
    fn new(name: impl AsRef<str>, category: Category, measure: Measure) -> Self {
        let root = NewItem::named(name);
        Self { category, measure, values: None, unit: None, group: None, root, error: None }
    }

    /// A deed judged by a scale: yes or no, unless other values are given.
    pub fn scale(name: impl AsRef<str>, category: Category) -> Self {
        Self::new(name, category, Measure::Scale)
    }

    /// A deed that is counted.
    pub fn count(name: impl AsRef<str>, category: Category) -> Self {
        Self::new(name, category, Measure::Count)
    }

    /// The values of its scale by their labels, the lowest first: scored 0, 1, 2 …
    pub fn values<L: AsRef<str>>(mut self, labels: impl IntoIterator<Item = L>) -> Self {
        self.values = keep(&mut self.error, values_by_position(labels));
        self
    }

    /// The values of its scale: labels with their scores.
    pub fn scored_values<L: AsRef<str>>(mut self, values: impl IntoIterator<Item = (L, i32)>) -> Self {
        self.values = keep(&mut self.error, scored_values(values));
        self
    }

    /// The unit of its amounts, for display: "pages".
    pub fn unit(mut self, unit: impl AsRef<str>) -> Self {
        self.unit = keep(&mut self.error, Unit::new(unit));
        self
    }

    /// The group it is shown in.
    pub fn group(mut self, group: GroupId) -> Self {
        self.group = Some(group);
        self
    }

    /// Its name; none if what was given is no name, which is told when it is decided.
    pub const fn name(&self) -> Option<&Name> {
        self.root.name()
    }

    /// What it means, or the question it asks.
    pub fn description(mut self, text: impl AsRef<str>) -> Self {
        self.root = self.root.description(text);
        self
    }

    /// Where it is left out.
    pub fn hide(mut self, hide: Hide) -> Self {
        self.root = self.root.hide(hide);
        self
    }

    /// One more item under its root.
    pub fn item(mut self, item: NewItem) -> Self {
        self.root = self.root.item(item);
        self
    }

    /// More items under its root, by their names.
    pub fn items<N: AsRef<str>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.root = self.root.items(names);
        self
    }

    /// The first day on which its items are due; the day it is made where nothing is set.
    pub fn starts_on(mut self, day: Day) -> Self {
        self.root = self.root.starts_on(day);
        self
    }

    /// What makes a day kept.
    pub fn goal(mut self, goal: Goal) -> Self {
        self.root = self.root.goal(goal);
        self
    }

    /// When its items are due.
    pub fn schedule(mut self, schedule: Schedule) -> Self {
        self.root = self.root.schedule(schedule);
        self
    }

    /// What each reason of exemption does for its items.
    pub fn excuses(mut self, excuses: Excuses) -> Self {
        self.root = self.root.excuses(excuses);
        self
    }

    /// That missed days are owed as make-ups.
    pub fn make_up(mut self, policy: MakeUpPolicy) -> Self {
        self.root = self.root.make_up(policy);
        self
    }

    /// That its items are fasts, and so never due on the two Eids and 11 to 13 Dhul-Hijjah.
    pub fn fast(mut self) -> Self {
        self.root = self.root.fast();
        self
    }

    /// Refuses what belongs to the other measure.
    fn check(&self) -> Result<()> {
        kept(self.error.as_ref())?;
        match self.measure {
            Measure::Scale if self.unit.is_some() => unit_of_scale(),
            Measure::Count if self.values.is_some() => {
                Err(Error::invalid("values", "must be given only for a deed that is judged by a scale", ""))
            }
            _ => Ok(()),
        }
    }
}

/// The refusal of a unit for a deed that has no amounts.
fn unit_of_scale() -> Result<()> {
    Err(Error::invalid("unit", "must be given only for a deed that is counted", ""))
}

impl Catalogue {
    /// Makes a deed with its scale and its items, after the other deeds.
    ///
    /// `ids` is called for the deed, then for its scale if it has one, then for each item, an item
    /// before those below it: an importer that derives its ids can rely on that order.
    pub fn add_deed(&self, new: &NewDeed, today: Day, ids: &mut dyn FnMut() -> Uuid) -> Result<(DeedId, Vec<Change>)> {
        new.check()?;
        if let Some(group) = new.group {
            self.group(group)?;
        }
        let id: DeedId = fresh(ids, Kind::Deed, |id| self.deeds.contains_key(id))?;
        let places = self.deeds.values().map(|deed| deed.display_order);
        let mut changes = vec![Change::Deed(
            id,
            DeedPatch {
                category: Some(new.category),
                measure: Some(new.measure),
                unit: Some(new.unit.clone()),
                group: Some(new.group),
                display_order: Some(places.max().map_or(0, |last| last.saturating_add(1))),
            },
        )];
        if new.measure == Measure::Scale {
            let scale: ScaleId = fresh(ids, Kind::Scale, |id| self.scales.contains_key(id))?;
            let values = new.values.clone().unwrap_or_else(yes_no);
            Scale::check_values(&values)?;
            let patch = ScalePatch {
                deed: Some(id),
                version: Some(1),
                values: Some(values),
                mapping: None,
                from_day: Some(today),
            };
            changes.push(Change::Scale(scale, patch));
        }
        let mut planting = Planting::new(self, (id, new.measure), today, ids);
        planting.plant_root(&new.root)?;
        changes.append(&mut planting.changes);
        Ok((id, changes))
    }

    /// Makes several deeds, each after those before it: [`Catalogue::add_deed`], one after the other.
    ///
    /// # Errors
    /// Those of [`Catalogue::add_deed`], the place in front: `deeds[3].name`.
    pub fn add_deeds(
        &self,
        new: &[NewDeed],
        today: Day,
        ids: &mut dyn FnMut() -> Uuid,
    ) -> Result<(Vec<DeedId>, Vec<Change>)> {
        let mut grown = self.clone();
        let (mut made, mut changes) = (Vec::new(), Vec::new());
        for (place, deed) in new.iter().enumerate() {
            let (id, parts) =
                grown.add_deed(deed, today, ids).map_err(|error| error.within(&format!("deeds[{place}]")))?;
            for change in &parts {
                // Its version only says when the structure was read; what is decided does not depend on it.
                grown.apply(change, self.version)?;
            }
            made.push(id);
            changes.extend(parts);
        }
        Ok((made, changes))
    }

    /// Edits a deed: its unit, its group, and, as long as no entry exists, its category and measure.
    ///
    /// A deed that turns from a scale to counting loses the goals that name scores, and the other way
    /// round; to be judged by a scale it must have one ([`Catalogue::redefine_scale`] makes it).
    ///
    /// # Errors
    /// `conflict` for another category or measure once there are entries, for making a deed a bad one while
    /// something of it is shared, for a measure that a rule or a target does not fit, and for a scale that is missing;
    /// `not_found` for a group.
    pub fn edit_deed(&self, id: DeedId, patch: DeedPatch, has_entries: bool) -> Result<Vec<Change>> {
        let deed = self.deed(id)?;
        order_untouched(patch.display_order)?;
        if let Some(group) = patch.group.flatten() {
            self.group(group)?;
        }
        let mut patch = patch.against(deed);
        if has_entries && (patch.category.is_some() || patch.measure.is_some()) {
            return Err(entries_stand_against_it());
        }
        self.check_sharing_of(deed, patch.category.unwrap_or(deed.category))?;
        let measure = patch.measure.unwrap_or(deed.measure);
        if measure == Measure::Scale && patch.unit.as_ref().is_some_and(Option::is_some) {
            unit_of_scale()?;
        }
        let mut changes = Vec::new();
        if patch.measure.is_some() {
            if measure == Measure::Scale && deed.unit.is_some() {
                patch.unit = Some(None);
            }
            changes = self.measured_anew(deed, measure)?;
        }
        if !patch.is_empty() {
            changes.insert(0, Change::Deed(id, patch));
        }
        Ok(changes)
    }

    /// What has to go when a deed without entries changes its measure: goals of the other one.
    fn measured_anew(&self, deed: &Deed, measure: Measure) -> Result<Vec<Change>> {
        if measure == Measure::Scale && self.active_scale(deed.id).is_none() {
            return Err(Error::conflict(Kind::Deed, "it has no scale yet: define one first"));
        }
        let items: Vec<_> = self.items.values().filter(|item| item.deed == deed.id).collect();
        let used = self.used_by(&items.iter().map(|item| item.id).collect());
        if !used.is_empty() {
            return Err(Error::conflict(Kind::Deed, format!("its measure is relied on by {}", used.join(", "))));
        }
        let outdated = items
            .into_iter()
            .filter(|item| item.goals.versions().iter().any(|(_, goal)| goal_fits(*goal, measure).is_err()));
        self.item_changes(
            outdated.map(|item| (item.id, ItemPatch { goals: Some(Timeline::default()), ..ItemPatch::default() })),
        )
    }

    /// A deed's name: that of its root item.
    pub fn name_of(&self, deed: DeedId) -> Result<&Name> {
        self.deed(deed)?;
        Ok(&self.root(deed)?.name)
    }

    /// Renames a deed, and with it its root item.
    pub fn rename_deed(&self, id: DeedId, name: impl AsRef<str>) -> Result<Vec<Change>> {
        self.deed(id)?;
        // Deeds may repeat a name.
        let patch = ItemPatch { name: Some(Name::new(name)?), ..ItemPatch::default() };
        self.item_changes([(self.root(id)?.id, patch)])
    }

    /// Shows a deed in a group, or in none.
    pub fn assign_group(&self, id: DeedId, group: Option<GroupId>) -> Result<Vec<Change>> {
        // Whether there are entries matters to category and measure only.
        self.edit_deed(id, DeedPatch { group: Some(group), ..DeedPatch::default() }, true)
    }

    /// Puts the deeds into a complete new order. Those archived on `today` may be left out; they come last.
    pub fn reorder_deeds(&self, order: &[DeedId], today: Day) -> Result<Vec<Change>> {
        order.iter().try_for_each(|id| self.deed(*id).map(drop))?;
        let live = |deed: &Deed| self.root(deed.id).is_ok_and(|root| root.is_live_on(today));
        let present: Vec<(DeedId, bool)> =
            self.deeds_in_order().into_iter().map(|deed| (deed.id, live(deed))).collect();
        let mut changes = Vec::new();
        for (id, place) in places(order, &present)? {
            let patch = DeedPatch { display_order: Some(place), ..DeedPatch::default() }.against(self.deed(id)?);
            if !patch.is_empty() {
                changes.push(Change::Deed(id, patch));
            }
        }
        Ok(changes)
    }

    /// Archives a deed with all its items: see [`Catalogue::archive_item`].
    pub fn archive_deed(&self, id: DeedId, from: Day, today: Day) -> Result<Vec<Change>> {
        self.deed(id)?;
        self.archive_item(self.root(id)?.id, from, today)
    }

    /// Makes an archived deed live again: see [`Catalogue::restore_item`].
    pub fn restore_deed(&self, id: DeedId, today: Day) -> Result<Vec<Change>> {
        self.deed(id)?;
        self.restore_item(self.root(id)?.id, today)
    }
}
