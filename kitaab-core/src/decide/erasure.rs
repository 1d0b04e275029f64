//! Erasing records for good.

use std::collections::BTreeSet;

use crate::catalogue::Catalogue;
use crate::change::{Change, RecordKey};
use crate::error::{Error, Kind, Result};
use crate::exemption::Scope;
use crate::id::{DeedId, ExemptionId, ItemId, PermissionId, RelationId, ReminderId, ScaleId};
use crate::permission::Shared;

/// Which changes of a ledger go when a record is erased: its own, and those of what can't be without it.
///
/// An item goes with the items below it; a deed with its scales and items; each item with its entries,
/// make-ups, fidya, exemptions, reminders and permissions; a relation with its permissions. Made from the catalogue before the erasure, it knows what there
/// is; shown the ledger by [`Erasure::learn`], it also finds what was removed from there before.
#[derive(Clone, Debug)]
pub struct Erasure {
    key: RecordKey,
    deeds: BTreeSet<DeedId>,
    scales: BTreeSet<ScaleId>,
    items: BTreeSet<ItemId>,
    exemptions: BTreeSet<ExemptionId>,
    reminders: BTreeSet<ReminderId>,
    permissions: BTreeSet<PermissionId>,
    /// What is in the catalogue and not erased: a removed record may have its place in the tree from
    /// before, a living one has the place that the catalogue says.
    living: Living,
}

/// The records that stay.
#[derive(Clone, Debug, Default)]
struct Living {
    items: BTreeSet<ItemId>,
    exemptions: BTreeSet<ExemptionId>,
    reminders: BTreeSet<ReminderId>,
    permissions: BTreeSet<PermissionId>,
}

impl Erasure {
    /// What erasing a record means in a book with this catalogue.
    ///
    /// # Errors
    /// `invalid` for the settings, which can't be erased; `not_found` for a deed or an item.
    pub fn of(catalogue: &Catalogue, key: RecordKey) -> Result<Self> {
        let mut erasure = Self {
            key,
            deeds: BTreeSet::new(),
            scales: BTreeSet::new(),
            items: BTreeSet::new(),
            exemptions: BTreeSet::new(),
            reminders: BTreeSet::new(),
            permissions: BTreeSet::new(),
            living: Living::default(),
        };
        match key {
            RecordKey::Settings => return Err(Error::invalid("key", "must not be the settings", "")),
            RecordKey::Deed(id) => {
                catalogue.deed(id)?;
                erasure.deeds.insert(id);
                erasure.scales = catalogue.scales.values().filter(|s| s.deed == id).map(|s| s.id).collect();
                erasure.items = catalogue.items.values().filter(|i| i.deed == id).map(|i| i.id).collect();
            }
            RecordKey::Item(id) => {
                catalogue.item(id)?;
                erasure.items.extend(catalogue.subtree(id));
            }
            _ => {}
        }
        for exemption in catalogue.exemptions.values() {
            let gone = erasure.names(exemption.scope);
            let set = if gone { &mut erasure.exemptions } else { &mut erasure.living.exemptions };
            set.insert(exemption.id);
        }
        for reminder in catalogue.reminders.values() {
            let gone = reminder.item.is_some_and(|item| erasure.items.contains(&item));
            let set = if gone { &mut erasure.reminders } else { &mut erasure.living.reminders };
            set.insert(reminder.id);
        }
        for permission in catalogue.permissions.values() {
            let gone = erasure.holds(permission.shared) || erasure.is_relation(permission.relation);
            let set = if gone { &mut erasure.permissions } else { &mut erasure.living.permissions };
            set.insert(permission.id);
        }
        erasure.living.items = catalogue.items.keys().copied().filter(|id| !erasure.items.contains(id)).collect();
        Ok(erasure)
    }

    /// Takes note of a change of the ledger, shown in the ledger's order: a record that once belonged to
    /// what is erased and was removed since goes with it.
    pub fn learn(&mut self, change: &Change) {
        match change {
            Change::Scale(id, patch) if patch.deed.is_some_and(|deed| self.deeds.contains(&deed)) => {
                self.scales.insert(*id);
            }
            Change::Item(id, patch) if !self.living.items.contains(id) => {
                let inside = patch.deed.is_some_and(|deed| self.deeds.contains(&deed))
                    || patch.parent.flatten().is_some_and(|parent| self.items.contains(&parent));
                if inside {
                    self.items.insert(*id);
                }
            }
            Change::Exemption(id, patch) => {
                let named = patch.scope.is_some_and(|scope| self.names(scope));
                if named && !self.living.exemptions.contains(id) {
                    self.exemptions.insert(*id);
                }
            }
            Change::Reminder(id, patch) => {
                let named = patch.item.flatten().is_some_and(|item| self.items.contains(&item));
                if named && !self.living.reminders.contains(id) {
                    self.reminders.insert(*id);
                }
            }
            Change::Permission(id, patch) => {
                let named = patch.shared.is_some_and(|shared| self.holds(shared))
                    || patch.relation.is_some_and(|relation| self.is_relation(relation));
                if named && !self.living.permissions.contains(id) {
                    self.permissions.insert(*id);
                }
            }
            _ => {}
        }
    }

    /// Whether the body of this change is to be dropped.
    ///
    /// A column goes if it holds an erased entry; what else it holds has to be written again. The
    /// change that says that the record was erased stays.
    pub fn covers(&self, change: &Change) -> bool {
        match change {
            Change::Erase(_) => false,
            Change::Entries(column) => self.items.contains(&column.item()) || change.touches(&self.key),
            _ => change.key().is_some_and(|key| self.covers_record(&key)),
        }
    }

    /// Whether all of this record goes.
    pub fn covers_record(&self, key: &RecordKey) -> bool {
        let within = match key {
            RecordKey::Deed(id) => self.deeds.contains(id),
            RecordKey::Scale(id) => self.scales.contains(id),
            RecordKey::Item(item)
            | RecordKey::Entry(item, _)
            | RecordKey::MakeUp(item, _)
            | RecordKey::Fidya(item, _) => self.items.contains(item),
            RecordKey::Exemption(id) => self.exemptions.contains(id),
            RecordKey::Reminder(id) => self.reminders.contains(id),
            RecordKey::Permission(id) => self.permissions.contains(id),
            _ => false,
        };
        within || *key == self.key
    }

    fn holds(&self, shared: Shared) -> bool {
        match shared {
            Shared::Deed(deed) => self.deeds.contains(&deed),
            Shared::Item(item) => self.items.contains(&item),
        }
    }

    fn is_relation(&self, relation: RelationId) -> bool {
        self.key == RecordKey::Relation(relation)
    }

    fn names(&self, scope: Scope) -> bool {
        match scope {
            Scope::Hasanaat => false,
            Scope::Deed(deed) => self.deeds.contains(&deed),
            Scope::Item(item) => self.items.contains(&item),
        }
    }
}

impl Catalogue {
    /// Erases a record: the changes to commit, before [`Erasure`] clears the ledger.
    pub fn erase(&self, key: RecordKey) -> Result<Vec<Change>> {
        self.check_erase(&key)?;
        let mut changes: Vec<Change> = match key {
            RecordKey::Group(id) => self.left_group(id).collect(),
            _ => Vec::new(),
        };
        changes.push(Change::Erase(key));
        Ok(changes)
    }

    /// Whether a record may be erased. Whether an entry, or something else of a day, exists is for the
    /// caller to know. An item that a condition reads only as one of those below the item that it names (`any`, `each`)
    /// may: such a condition is about the leaves there are.
    ///
    /// # Errors
    /// `conflict` for a deed or an item while a merit or a target names it or what is below it, for the
    /// root of a deed, and for a scale version, which goes with its deed; `invalid` for the settings.
    pub fn check_erase(&self, key: &RecordKey) -> Result<()> {
        match key {
            RecordKey::Settings => Err(Error::invalid("key", "must not be the settings", "")),
            RecordKey::Group(id) => self.group(*id).map(drop),
            RecordKey::Deed(id) => {
                self.deed(*id)?;
                let items = self.items.values().filter(|item| item.deed == *id).map(|item| item.id).collect();
                self.check_unused(key, &items)
            }
            RecordKey::Item(id) => {
                if self.item(*id)?.parent.is_none() {
                    return Err(Error::conflict(Kind::Item, "it is the root of its deed: erase the deed"));
                }
                self.check_unused(key, &self.subtree(*id).into_iter().collect())
            }
            RecordKey::Scale(id) => {
                self.scale(*id)?;
                Err(Error::conflict(Kind::Scale, "a scale version goes with its deed"))
            }
            RecordKey::Exemption(id) => self.exemption(*id).map(drop),
            RecordKey::Merit(id) => self.merit(*id).map(drop),
            RecordKey::Target(id) => self.target(*id).map(drop),
            RecordKey::Reminder(id) => self.reminder(*id).map(drop),
            RecordKey::Sighting(month) => {
                self.sightings.get(month).map(drop).ok_or_else(|| Error::not_found(Kind::Sighting, month))
            }
            RecordKey::Relation(id) if self.relation(*id)?.state.is_live() => {
                Err(Error::conflict(Kind::Relation, "it is not over: end it first, since it stands in two books"))
            }
            RecordKey::Block(user) => {
                self.blocks.get(user).map(drop).ok_or_else(|| Error::not_found(Kind::Block, user))
            }
            RecordKey::Permission(id) => self.permission(*id).map(drop),
            RecordKey::Entry(item, _) | RecordKey::MakeUp(item, _) | RecordKey::Fidya(item, _) => {
                self.item(*item).map(drop)
            }
            RecordKey::Reviewed(_) | RecordKey::Reflection(..) | RecordKey::Relation(_) => Ok(()),
        }
    }

    fn check_unused(&self, key: &RecordKey, items: &BTreeSet<ItemId>) -> Result<()> {
        let used = self.used_by(items);
        if used.is_empty() {
            Ok(())
        } else {
            Err(Error::conflict(key.kind(), format!("it is used by {}", used.join(", "))))
        }
    }
}
