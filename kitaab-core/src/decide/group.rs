//! Groups of deeds.

use uuid::Uuid;

use super::{fresh, places};
use crate::catalogue::Catalogue;
use crate::change::{Change, RecordKey};
use crate::deed::{DeedPatch, Group, GroupPatch};
use crate::error::{Error, Kind, Result};
use crate::id::GroupId;
use crate::text::Name;

impl Catalogue {
    /// A group, or `not_found`.
    pub fn group(&self, id: GroupId) -> Result<&Group> {
        self.groups.get(&id).ok_or_else(|| Error::not_found(Kind::Group, id))
    }

    /// Groups in their order: by `display_order`, then name, then id.
    pub fn groups_in_order(&self) -> Vec<&Group> {
        let mut groups: Vec<&Group> = self.groups.values().collect();
        groups.sort_by(|a, b| (a.display_order, &a.name, a.id).cmp(&(b.display_order, &b.name, b.id)));
        groups
    }

    /// Makes a group of deeds, after the other groups.
    pub fn add_group(&self, name: impl AsRef<str>, ids: &mut dyn FnMut() -> Uuid) -> Result<(GroupId, Vec<Change>)> {
        let name = Name::new(name)?;
        let id = fresh(ids, Kind::Group, |id| self.groups.contains_key(id))?;
        let place = self.groups.values().map(|group| group.display_order).max();
        let patch = GroupPatch { name: Some(name), display_order: Some(place.map_or(0, |p| p.saturating_add(1))) };
        Ok((id, vec![Change::Group(id, patch)]))
    }

    /// Renames a group.
    pub fn rename_group(&self, id: GroupId, name: impl AsRef<str>) -> Result<Vec<Change>> {
        let group = self.group(id)?;
        let patch = GroupPatch { name: Some(Name::new(name)?), ..GroupPatch::default() }.against(group);
        Ok(if patch.is_empty() { vec![] } else { vec![Change::Group(id, patch)] })
    }

    /// Puts the groups into a complete new order.
    pub fn reorder_groups(&self, order: &[GroupId]) -> Result<Vec<Change>> {
        order.iter().try_for_each(|id| self.group(*id).map(drop))?;
        let present: Vec<(GroupId, bool)> = self.groups_in_order().iter().map(|group| (group.id, true)).collect();
        let mut changes = Vec::new();
        for (id, place) in places(order, &present)? {
            let patch = GroupPatch { display_order: Some(place), ..GroupPatch::default() }.against(self.group(id)?);
            if !patch.is_empty() {
                changes.push(Change::Group(id, patch));
            }
        }
        Ok(changes)
    }

    /// Removes a group; its deeds are then in none.
    pub fn remove_group(&self, id: GroupId) -> Result<Vec<Change>> {
        self.group(id)?;
        Ok(self.left_group(id).chain([Change::Remove(RecordKey::Group(id))]).collect())
    }

    /// Takes the deeds of a group out of it.
    pub(super) fn left_group(&self, id: GroupId) -> impl Iterator<Item = Change> {
        let inside = self.deeds.values().filter(move |deed| deed.group == Some(id));
        inside.map(|deed| Change::Deed(deed.id, DeedPatch { group: Some(None), ..DeedPatch::default() }))
    }
}
