//! What holds between records whatever a commit does: what they refer to is there, and sharing rests on one relation and one writer.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalogue::Catalogue;
use crate::change::RecordKey;
use crate::error::{Error, Kind, Result};
use crate::exemption::Scope;
use crate::permission::PermissionLevel;
use crate::relation::{RelationKind, RelationRole, RelationState};

impl Catalogue {
    /// Checks what every store keeps to: groups, deeds, items and relations that records refer to are there; with each other
    /// person at most one friendship, and in each direction one follow, is live; at most one other writes in a deed.
    ///
    /// What is decided on a catalogue keeps to it, unless it comes late, when the book has moved on: stores ask this of the
    /// catalogue that a commit leaves.
    ///
    /// # Errors
    /// `conflict` with the kind of the record that breaks it.
    pub fn check_bonds(&self) -> Result<()> {
        if let Some((key, what)) = self.dangling().into_iter().next() {
            return Err(Error::conflict(key.kind(), format!("{key} {what}")));
        }
        let mut live = BTreeSet::new();
        for relation in self.relations.values().filter(|relation| relation.state.is_live()) {
            let direction = (relation.kind == RelationKind::Follow).then_some(relation.role == RelationRole::Receiver);
            if !live.insert((relation.with, direction)) {
                return Err(Error::conflict(Kind::Relation, "another one of its kind stands with them already"));
            }
        }
        let mut writers = BTreeMap::new();
        for permission in self.permissions.values().filter(|permission| permission.level == PermissionLevel::Write) {
            let relation = self.relations.get(&permission.relation);
            let relation = relation.filter(|relation| relation.state == RelationState::Accepted);
            let Some((relation, deed)) = relation.zip(self.shared_deed(permission.shared)) else { continue };
            if *writers.entry(deed.id).or_insert(relation.with) != relation.with {
                return Err(Error::conflict(Kind::Permission, "the deed has a writer already: there can be one"));
            }
        }
        Ok(())
    }

    /// The records that refer to one that is not there, and what they would be without it.
    pub(crate) fn dangling(&self) -> Vec<(RecordKey, &'static str)> {
        let mut found = Vec::new();
        let mut look = |there: bool, key: RecordKey, what: &'static str| {
            if !there {
                found.push((key, what));
            }
        };
        for deed in self.deeds.values() {
            let there = deed.group.is_none_or(|group| self.groups.contains_key(&group));
            look(there, RecordKey::Deed(deed.id), "would be in no group");
        }
        for item in self.items.values() {
            let key = RecordKey::Item(item.id);
            look(self.deeds.contains_key(&item.deed), key, "would be in no deed");
            look(item.parent.is_none_or(|parent| self.items.contains_key(&parent)), key, "would have no item above it");
        }
        for scale in self.scales.values() {
            look(self.deeds.contains_key(&scale.deed), RecordKey::Scale(scale.id), "would be of no deed");
        }
        for exemption in self.exemptions.values() {
            let there = match exemption.scope {
                Scope::Hasanaat => true,
                Scope::Deed(deed) => self.deeds.contains_key(&deed),
                Scope::Item(item) => self.items.contains_key(&item),
            };
            look(there, RecordKey::Exemption(exemption.id), "would cover nothing");
        }
        for reminder in self.reminders.values() {
            let there = reminder.item.is_none_or(|item| self.items.contains_key(&item));
            look(there, RecordKey::Reminder(reminder.id), "would belong to no item");
        }
        for permission in self.permissions.values() {
            let key = RecordKey::Permission(permission.id);
            look(self.relations.contains_key(&permission.relation), key, "would be of no relation");
            look(self.shared_deed(permission.shared).is_some(), key, "would share nothing");
        }
        found
    }
}
