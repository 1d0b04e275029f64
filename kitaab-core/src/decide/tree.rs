//! The tree of items: where an item stands, and moving it.

use std::collections::{BTreeMap, BTreeSet};

use super::places;
use crate::catalogue::Catalogue;
use crate::change::Change;
use crate::day::Day;
use crate::deed::Deed;
use crate::error::{Error, Kind, Result};
use crate::id::{DeedId, ItemId};
use crate::item::{Hide, Item, ItemPatch};
use crate::text::Name;

/// How far below its deed's root an item may stand; the root's own level is 0.
pub const MAX_LEVEL: usize = 8;

impl Catalogue {
    /// An item and those above it, the root first.
    ///
    /// # Errors
    /// `corrupt` if there is no end to it: a cycle, which no decision makes.
    pub fn lineage(&self, item: ItemId) -> Result<Vec<&Item>> {
        let mut lineage = vec![self.item(item)?];
        while let Some(parent) = lineage.last().and_then(|item| item.parent) {
            if lineage.len() > self.items.len() {
                return Err(Error::corrupt(format!("item {item} is above itself")));
            }
            lineage.push(self.item(parent)?);
        }
        lineage.reverse();
        Ok(lineage)
    }

    /// How far below its deed's root an item stands; 0 for the root.
    pub fn level_of(&self, item: ItemId) -> Result<usize> {
        Ok(self.lineage(item)?.len() - 1)
    }

    /// Where an item is left out: the strictest of its own setting and of those above it.
    pub fn hide_of(&self, item: ItemId) -> Result<Hide> {
        Ok(self.lineage(item)?.iter().map(|item| item.hide).max().unwrap_or_default())
    }

    /// Deeds in their order: by `display_order`, then name, then id.
    pub fn deeds_in_order(&self) -> Vec<&Deed> {
        let names: BTreeMap<DeedId, &Name> =
            self.items.values().filter(|item| item.parent.is_none()).map(|root| (root.deed, &root.name)).collect();
        let mut deeds: Vec<&Deed> = self.deeds.values().collect();
        deeds.sort_by_key(|deed| (deed.display_order, names.get(&deed.id), deed.id));
        deeds
    }

    /// All items, archived and hidden ones too, in the order in which they are shown: deed by deed, each
    /// item before those below it.
    pub fn items_in_order(&self) -> Vec<&Item> {
        let mut below: BTreeMap<Option<ItemId>, Vec<&Item>> = BTreeMap::new();
        for item in self.items.values() {
            below.entry(item.parent).or_default().push(item);
        }
        // Last first, since they are taken off a stack.
        for items in below.values_mut() {
            items.sort_by(|a, b| sibling_order(b).cmp(&sibling_order(a)));
        }
        let mut roots: BTreeMap<DeedId, &Item> =
            below.remove(&None).unwrap_or_default().into_iter().map(|root| (root.deed, root)).collect();
        let mut ordered = Vec::with_capacity(self.items.len());
        for deed in self.deeds_in_order() {
            let mut ahead: Vec<&Item> = roots.remove(&deed.id).into_iter().collect();
            while let Some(item) = ahead.pop() {
                ordered.push(item);
                ahead.extend(below.remove(&Some(item.id)).unwrap_or_default());
            }
        }
        ordered
    }

    /// Moves an item, with all below it, under another item of the same deed, after those there. Where that one is
    /// to be archived on a day to come, so is what is moved.
    ///
    /// # Errors
    /// `invalid` for a parent of another deed, one at or below the item, or one too deep; `conflict`
    /// for a root, an archived parent, or a name that is taken there.
    pub fn move_item(&self, id: ItemId, parent: ItemId, today: Day) -> Result<Vec<Change>> {
        let item = self.item(id)?;
        let above = self.lineage(parent)?;
        let invalid = |rule: &'static str| Err(Error::invalid("parent", rule, parent));
        if item.parent.is_none() {
            return Err(Error::conflict(Kind::Item, format!("{} is the root of its deed and stays there", item.name)));
        }
        if self.item(parent)?.deed != item.deed {
            return invalid("must be an item of the same deed");
        }
        if above.iter().any(|item| item.id == id) {
            return invalid("must not be the item itself or one below it");
        }
        if item.parent == Some(parent) {
            return Ok(vec![]);
        }
        let until = self.takes_items(parent, today)?;
        if above.len() + self.height_of(id) > MAX_LEVEL {
            return invalid("must not bring an item more than 8 levels below the root");
        }
        if item.is_live_on(today) {
            self.name_is_free(Some(parent), &item.name, id, today)?;
        }
        let patches = self.subtree(id).into_iter().map(|moved| {
            let lives_on = until.is_some_and(|until| self.items.get(&moved).is_some_and(|item| item.is_live_on(until)));
            let archived_from = lives_on.then_some(until);
            let place = ItemPatch { archived_from, ..ItemPatch::default() };
            let top = || ItemPatch {
                parent: Some(Some(parent)),
                display_order: Some(self.next_place_under(parent)),
                ..place.clone()
            };
            (moved, if moved == id { top() } else { place.clone() })
        });
        self.item_changes(patches)
    }

    /// Puts the items under a parent into a complete new order. Those archived on `today` may be left out; they
    /// come last.
    pub fn reorder_items(&self, parent: ItemId, order: &[ItemId], today: Day) -> Result<Vec<Change>> {
        self.item(parent)?;
        order.iter().try_for_each(|id| self.item(*id).map(drop))?;
        let present: Vec<(ItemId, bool)> =
            self.children(parent).iter().map(|item| (item.id, item.is_live_on(today))).collect();
        self.item_changes(places(order, &present)?.into_iter().map(|(id, place)| {
            let patch = ItemPatch { display_order: Some(place), ..ItemPatch::default() };
            (id, patch)
        }))
    }

    /// Archives an item with all below it: not due from that day on, history kept. What is archived
    /// from an earlier day already stays so.
    ///
    /// The day may be one to come: until then the item is live in every way, and its name is taken.
    ///
    /// # Errors
    /// `invalid` for a day after the one from which an item above is archived; `conflict` for a later day than
    /// before, if the item is live by it again and its name is taken by now.
    pub fn archive_item(&self, id: ItemId, from: Day, today: Day) -> Result<Vec<Change>> {
        let lineage = self.lineage(id)?;
        let above = lineage.iter().rev().skip(1).filter_map(|item| item.archived_from).min();
        if above.is_some_and(|above| above < from) {
            return Err(Error::invalid(
                "from",
                "must not be after the day from which the item above is archived",
                from,
            ));
        }
        let patch = || ItemPatch { archived_from: Some(Some(from)), ..ItemPatch::default() };
        let before = self.item(id)?.archived_from;
        let changed = self.subtree(id).into_iter().filter(|below| {
            // What was archived together stays together, when the day is moved to a later one.
            self.items.get(below).is_some_and(|item| item.is_live_on(from) || item.archived_from == before)
        });
        let changed: Vec<ItemId> = changed.collect();
        if from > today {
            self.names_are_free(&changed, today)?;
        }
        self.item_changes(changed.into_iter().map(|id| (id, patch())))
    }

    /// Makes an archived item live again, with those below it that were archived from the same day.
    ///
    /// # Errors
    /// `conflict` while an item above is archived, or is to be on a day to come, or for a name that is taken by now.
    pub fn restore_item(&self, id: ItemId, today: Day) -> Result<Vec<Change>> {
        let item = self.item(id)?;
        let Some(from) = item.archived_from else { return Ok(vec![]) };
        if let Some(above) = item.parent.and_then(|parent| self.items.get(&parent))
            && let Some(from) = above.archived_from
        {
            return Err(is_archived(above, from));
        }
        let restored = self.restored_with(id, from);
        self.names_are_free(&restored, today)?;
        let patch = || ItemPatch { archived_from: Some(None), ..ItemPatch::default() };
        self.item_changes(restored.into_iter().map(|id| (id, patch())))
    }

    /// The items that are restored with an archived one: from it downwards, as long as they were
    /// archived from the same day.
    fn restored_with(&self, id: ItemId, from: Day) -> Vec<ItemId> {
        let mut restored = vec![id];
        let mut next = 0;
        while let Some(above) = restored.get(next).copied() {
            let below = self.items.values().filter(|i| i.parent == Some(above) && i.archived_from == Some(from));
            restored.extend(below.map(|item| item.id));
            next += 1;
        }
        restored
    }

    /// Patches of items, without what they leave as it is.
    pub(super) fn item_changes(&self, patches: impl IntoIterator<Item = (ItemId, ItemPatch)>) -> Result<Vec<Change>> {
        let mut changes = Vec::new();
        for (id, patch) in patches {
            let patch = patch.against(self.item(id)?);
            if !patch.is_empty() {
                changes.push(Change::Item(id, patch));
            }
        }
        Ok(changes)
    }

    /// The day from which a parent is archived, if that is still to come: what is put under it is archived with it.
    /// Refuses one that is archived on `today`: what is below it would be live in something that is not.
    pub(super) fn takes_items(&self, parent: ItemId, today: Day) -> Result<Option<Day>> {
        let parent = self.item(parent)?;
        match parent.archived_from {
            Some(from) if from <= today => Err(is_archived(parent, from)),
            until => Ok(until),
        }
    }

    /// Whether any of the items directly below one is live on `today`, and so takes entries in its stead.
    pub fn has_live_items_below(&self, item: ItemId, today: Day) -> bool {
        self.items.values().any(|below| below.parent == Some(item) && below.is_live_on(today))
    }

    /// Refuses a name that a sibling has which is live on `today`, other than `except`. What is archived does not come
    /// back by itself, so that what is free today stays so. Deeds, whose roots have no parent, may repeat a name.
    pub(super) fn name_is_free(
        &self,
        parent: Option<ItemId>,
        name: &Name,
        except: impl Into<Option<ItemId>>,
        today: Day,
    ) -> Result<()> {
        let except = except.into();
        let taken = parent.is_some()
            && self.items.values().any(|item| {
                item.parent == parent && item.is_live_on(today) && item.name == *name && Some(item.id) != except
            });
        if taken { Err(name_taken(name)) } else { Ok(()) }
    }

    /// Refuses to make items live of which one has the name of a live sibling, or two have one name in one place.
    fn names_are_free(&self, items: &[ItemId], today: Day) -> Result<()> {
        let mut named = BTreeSet::new();
        for id in items {
            let item = self.item(*id)?;
            self.name_is_free(item.parent, &item.name, *id, today)?;
            if item.parent.is_some() && !named.insert((item.parent, &item.name)) {
                return Err(name_taken(&item.name));
            }
        }
        Ok(())
    }

    /// The place after all items under a parent.
    pub(super) fn next_place_under(&self, parent: ItemId) -> u32 {
        let places = self.items.values().filter(|item| item.parent == Some(parent)).map(|item| item.display_order);
        places.max().map_or(0, |last| last.saturating_add(1))
    }

    /// How many levels there are below an item; never counts past [`MAX_LEVEL`] + 1.
    fn height_of(&self, item: ItemId) -> usize {
        let mut row = vec![item];
        for height in 0..=MAX_LEVEL {
            let next: Vec<ItemId> =
                self.items.values().filter(|i| i.parent.is_some_and(|p| row.contains(&p))).map(|i| i.id).collect();
            if next.is_empty() {
                return height;
            }
            row = next;
        }
        MAX_LEVEL + 1
    }
}

/// The error for something that is to be live under an archived item.
fn is_archived(item: &Item, from: Day) -> Error {
    Error::conflict(Kind::Item, format!("{} is archived from {from}: restore it first", item.name))
}

/// What siblings are ordered by.
fn sibling_order(item: &Item) -> (u32, &Name, ItemId) {
    (item.display_order, &item.name, item.id)
}

/// The error for a name that a live sibling has.
pub(super) fn name_taken(name: &Name) -> Error {
    Error::conflict(Kind::Item, format!("there is already an item named {name} here"))
}
