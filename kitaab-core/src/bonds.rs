//! What holds between records whatever a commit does: what they refer to is there, and sharing rests on one relation and one writer.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalogue::Catalogue;
use crate::change::RecordKey;
use crate::deed::Deed;
use crate::error::{Error, Kind, Result};
use crate::exemption::Scope;
use crate::id::ItemId;
use crate::permission::PermissionLevel;
use crate::relation::{RelationKind, RelationRole, RelationState};

/// A rule between records that does not hold: of which record, and what it says.
pub(crate) type Flaw = (RecordKey, &'static str);

/// That a deed with entries would get another category or measure: a `conflict`.
#[must_use]
pub fn entries_stand_against_it() -> Error {
    Error::conflict(Kind::Deed, "there are entries: category and measure stay as they are (make a new deed)")
}

impl Catalogue {
    /// Checks what every store keeps to: groups, deeds, items and relations that records refer to are there; with each other
    /// person at most one friendship, and in each direction one follow, is live; at most one other writes in a deed.
    ///
    /// What is decided on a catalogue keeps to it, unless it comes late, when the book has moved on: stores ask this of the
    /// catalogue that a commit leaves, and of what a chain leaves that is taken over, against nothing. What was broken before does
    /// not stand against a commit: a book with a flaw can still be changed, and mended.
    ///
    /// # Errors
    /// `conflict` with the kind of the record that breaks it.
    pub fn check_bonds(&self, before: &Self) -> Result<()> {
        let broken = self.broken();
        if broken.is_empty() {
            return Ok(());
        }
        let already = before.broken();
        match broken.difference(&already).next() {
            Some((key, what)) => Err(Error::conflict(key.kind(), format!("{key} {what}"))),
            None => Ok(()),
        }
    }

    /// The items of the deeds whose category or measure is another one than before. Stores ask of the book that a commit leaves
    /// that none of them has an entry, and answer [`entries_stand_against_it`] where one has: entries may have come since the
    /// commit was decided, and would be of a category, or in a measure, in which nobody recorded them.
    pub fn items_judged_anew(&self, before: &Self) -> Vec<ItemId> {
        let anew = |deed: &Deed| {
            let known = before.deeds.get(&deed.id);
            known.is_some_and(|known| (known.category, known.measure) != (deed.category, deed.measure))
        };
        let deeds: BTreeSet<_> = self.deeds.values().filter(|deed| anew(deed)).map(|deed| deed.id).collect();
        if deeds.is_empty() {
            return Vec::new();
        }
        self.items.values().filter(|item| deeds.contains(&item.deed)).map(|item| item.id).collect()
    }

    /// What does not hold: of which record, and what would be so with it.
    pub(crate) fn broken(&self) -> BTreeSet<Flaw> {
        let mut found = self.dangling();
        let mut live = BTreeSet::new();
        for relation in self.relations.values().filter(|relation| relation.state.is_live()) {
            let direction = (relation.kind == RelationKind::Follow).then_some(relation.role == RelationRole::Receiver);
            if !live.insert((relation.with, direction)) {
                found
                    .insert((RecordKey::Relation(relation.id), "would stand beside another one of its kind with them"));
            }
        }
        let mut writers = BTreeMap::new();
        for permission in self.permissions.values().filter(|permission| permission.level == PermissionLevel::Write) {
            let relation = self.relations.get(&permission.relation);
            let relation = relation.filter(|relation| relation.state == RelationState::Accepted);
            let Some((relation, deed)) = relation.zip(self.shared_deed(permission.shared)) else { continue };
            if *writers.entry(deed.id).or_insert(relation.with) != relation.with {
                found.insert((RecordKey::Permission(permission.id), "would be for a second writer of its deed"));
            }
        }
        found
    }

    /// The records that refer to one that is not there, and what they would be without it.
    fn dangling(&self) -> BTreeSet<Flaw> {
        let mut found = BTreeSet::new();
        let mut look = |there: bool, key: RecordKey, what: &'static str| {
            if !there {
                found.insert((key, what));
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::change::Change;
    use crate::deed::{Category, DeedPatch, Measure};
    use crate::id::{DeedId, GroupId, UserId};

    fn deed(number: u128, group: Option<u128>) -> Change {
        let patch = DeedPatch {
            category: Some(Category::Hasanaat),
            measure: Some(Measure::Count),
            group: Some(group.map(|group| GroupId::new(Uuid::from_u128(group)))),
            ..DeedPatch::default()
        };
        Change::Deed(DeedId::new(Uuid::from_u128(number)), patch)
    }

    #[test]
    fn what_was_broken_before_does_not_stand_against_a_change() {
        let whole = Catalogue::new(UserId::new(Uuid::from_u128(1)));
        let mut flawed = whole.clone();
        flawed.apply(&deed(1, Some(9)), 1).unwrap();
        assert_eq!(flawed.check_bonds(&whole).unwrap_err().code(), "conflict");
        let mut changed = flawed.clone();
        changed.apply(&deed(2, None), 2).unwrap();
        changed.check_bonds(&flawed).unwrap();
        changed.apply(&deed(2, Some(9)), 3).unwrap();
        assert_eq!(changed.check_bonds(&flawed).unwrap_err().code(), "conflict");
        changed.apply(&deed(2, None), 4).unwrap();
        changed.apply(&deed(1, None), 5).unwrap();
        changed.check_bonds(&flawed).unwrap();
        changed.check_bonds(&whole).unwrap();
    }
}
