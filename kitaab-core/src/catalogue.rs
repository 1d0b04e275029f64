//! The catalogue: the structure of a book, kept in memory whole.
//!
//! Settings, groups, deeds, items, scales, exemptions, merits, targets, reminders, sightings, and what stands between
//! the owner and others: what recording and evaluating need to know, and what changes seldom. Its *version* is the sequence number of the
//! commit that changed it last; a commit tells which version it was validated against.

use std::collections::BTreeMap;

use crate::calendar::{Calendar, HijriMonth};
use crate::change::{Change, RecordKey};
use crate::day::Day;
use crate::deed::{Deed, Group};
use crate::error::{Error, Kind, Result};
use crate::exemption::Exemption;
use crate::id::{
    DeedId, ExemptionId, GroupId, ItemId, MeritId, PermissionId, RelationId, ReminderId, ScaleId, TargetId, UserId,
};
use crate::item::Item;
use crate::merit::Merit;
use crate::permission::{Permission, Shared};
use crate::relation::{Block, Relation, RelationState};
use crate::reminder::Reminder;
use crate::scale::{Scale, ScaleValue, ScaleValueRef};
use crate::settings::Settings;
use crate::sighting::Sighting;
use crate::target::Target;

/// The structure of one book. Its maps can be read freely; it changes only by
/// [`Catalogue::apply`], so that every store holds the same one.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Catalogue {
    /// The owner of the book.
    pub owner: UserId,
    /// The sequence number of the commit that changed it last; 0 for a new book.
    pub version: u64,
    /// The owner's settings.
    pub settings: Settings,
    /// Groups of deeds.
    pub groups: BTreeMap<GroupId, Group>,
    /// Deeds.
    pub deeds: BTreeMap<DeedId, Deed>,
    /// Items of all deeds.
    pub items: BTreeMap<ItemId, Item>,
    /// Scale versions of all deeds.
    pub scales: BTreeMap<ScaleId, Scale>,
    /// Exemptions.
    pub exemptions: BTreeMap<ExemptionId, Exemption>,
    /// Merits and demerits.
    pub merits: BTreeMap<MeritId, Merit>,
    /// Targets.
    pub targets: BTreeMap<TargetId, Target>,
    /// Reminders.
    pub reminders: BTreeMap<ReminderId, Reminder>,
    /// First days of Hijri months by the owner's sightings.
    pub sightings: BTreeMap<HijriMonth, Sighting>,
    /// What stands, or stood, between the owner and others.
    pub relations: BTreeMap<RelationId, Relation>,
    /// Those whose requests don't reach the owner.
    pub blocks: BTreeMap<UserId, Block>,
    /// What others may see or write.
    pub permissions: BTreeMap<PermissionId, Permission>,
}

/// Makes a record from its patch, or changes the one that is there.
macro_rules! upsert {
    ($map:expr, $id:expr, $patch:expr, $record:ident) => {{
        match $map.get_mut($id) {
            Some(record) => record.apply($patch.clone()),
            None => {
                $map.insert(*$id, $record::create(*$id, $patch.clone())?);
            }
        }
    }};
}

impl Catalogue {
    /// The catalogue of a new book.
    pub const fn new(owner: UserId) -> Self {
        Self {
            owner,
            version: 0,
            settings: Settings::new(owner),
            groups: BTreeMap::new(),
            deeds: BTreeMap::new(),
            items: BTreeMap::new(),
            scales: BTreeMap::new(),
            exemptions: BTreeMap::new(),
            merits: BTreeMap::new(),
            targets: BTreeMap::new(),
            reminders: BTreeMap::new(),
            sightings: BTreeMap::new(),
            relations: BTreeMap::new(),
            blocks: BTreeMap::new(),
            permissions: BTreeMap::new(),
        }
    }

    /// Applies a structural change of the commit with sequence number `seq`; others are passed over.
    /// Says whether it was structural.
    ///
    /// Mechanical: the rules of the domain were checked as the change was decided. What a record
    /// refers to is not looked for, since an earlier patch may name something that was erased since.
    ///
    /// # Errors
    /// `invalid` for a patch that makes a record without a field it needs. Nothing is changed then.
    pub fn apply(&mut self, change: &Change, seq: u64) -> Result<bool> {
        match change {
            Change::Settings(patch) => self.settings.apply(patch.clone()),
            Change::Group(id, patch) => upsert!(self.groups, id, patch, Group),
            Change::Deed(id, patch) => upsert!(self.deeds, id, patch, Deed),
            Change::Item(id, patch) => upsert!(self.items, id, patch, Item),
            Change::Scale(id, patch) => upsert!(self.scales, id, patch, Scale),
            Change::Exemption(id, patch) => upsert!(self.exemptions, id, patch, Exemption),
            Change::Merit(id, patch) => upsert!(self.merits, id, patch, Merit),
            Change::Target(id, patch) => upsert!(self.targets, id, patch, Target),
            Change::Reminder(id, patch) => upsert!(self.reminders, id, patch, Reminder),
            Change::Sighting(month, patch) => upsert!(self.sightings, month, patch, Sighting),
            Change::Relation(id, patch) => {
                upsert!(self.relations, id, patch, Relation);
                self.drop_permissions_of(*id);
            }
            Change::Block(user, patch) => upsert!(self.blocks, user, patch, Block),
            Change::Permission(id, patch) => upsert!(self.permissions, id, patch, Permission),
            Change::Remove(key) | Change::Erase(key) if key.is_structural() => self.remove(key),
            Change::Entry { .. }
            | Change::Entries(_)
            | Change::Reviewed { .. }
            | Change::MakeUp { .. }
            | Change::Reflection { .. }
            | Change::Fidya { .. }
            | Change::Remove(_)
            | Change::Erase(_) => return Ok(false),
        }
        self.version = seq;
        Ok(true)
    }

    /// The records in which this catalogue differs from an earlier one, each with the change that makes it as it is here;
    /// none for one that is here no more. What a store has to write of a commit that changes the structure.
    pub fn differences_from(&self, before: &Self) -> BTreeMap<RecordKey, Option<Change>> {
        let after = self;
        let mut differences = BTreeMap::new();
        macro_rules! compare {
            ($($map:ident as $kind:ident),+) => {$(
                for (id, record) in &after.$map {
                    if before.$map.get(id) != Some(record) {
                        differences.insert(RecordKey::$kind(*id), Some(Change::$kind(*id, record.to_patch())));
                    }
                }
                for id in before.$map.keys().filter(|id| !after.$map.contains_key(id)) {
                    differences.insert(RecordKey::$kind(*id), None);
                }
            )+};
        }
        compare!(
            groups as Group,
            deeds as Deed,
            items as Item,
            scales as Scale,
            exemptions as Exemption,
            merits as Merit,
            targets as Target,
            reminders as Reminder,
            sightings as Sighting,
            relations as Relation,
            blocks as Block,
            permissions as Permission
        );
        if before.settings != after.settings {
            let set = after.settings != Settings::new(after.owner);
            differences.insert(RecordKey::Settings, set.then(|| Change::Settings(after.settings.to_patch())));
        }
        differences
    }

    /// Takes a record out, with what can't be without it: a deed's items and scales, an item's items
    /// below, the exemptions, reminders and permissions that name one of them, and a relation's permissions.
    fn remove(&mut self, key: &RecordKey) {
        match key {
            RecordKey::Settings => self.settings = Settings::new(self.owner),
            RecordKey::Group(id) => {
                self.groups.remove(id);
                self.deeds.values_mut().filter(|deed| deed.group == Some(*id)).for_each(|deed| deed.group = None);
            }
            RecordKey::Deed(id) => {
                self.deeds.remove(id);
                self.scales.retain(|_, scale| scale.deed != *id);
                self.items.retain(|_, item| item.deed != *id);
                self.drop_dangling();
            }
            RecordKey::Item(id) => {
                for below in self.subtree(*id) {
                    self.items.remove(&below);
                }
                self.drop_dangling();
            }
            RecordKey::Scale(id) => {
                self.scales.remove(id);
            }
            RecordKey::Exemption(id) => {
                self.exemptions.remove(id);
            }
            RecordKey::Merit(id) => {
                self.merits.remove(id);
            }
            RecordKey::Target(id) => {
                self.targets.remove(id);
            }
            RecordKey::Reminder(id) => {
                self.reminders.remove(id);
            }
            RecordKey::Sighting(month) => {
                self.sightings.remove(month);
            }
            RecordKey::Relation(id) => {
                self.relations.remove(id);
                self.drop_permissions_of(*id);
            }
            RecordKey::Block(user) => {
                self.blocks.remove(user);
            }
            RecordKey::Permission(id) => {
                self.permissions.remove(id);
            }
            RecordKey::Entry(..)
            | RecordKey::Reviewed(_)
            | RecordKey::MakeUp(..)
            | RecordKey::Reflection(..)
            | RecordKey::Fidya(..) => {}
        }
    }

    /// Takes out the exemptions, reminders and permissions that name a deed or an item that is gone.
    fn drop_dangling(&mut self) {
        use crate::exemption::Scope;
        let (deeds, items) = (&self.deeds, &self.items);
        self.exemptions.retain(|_, exemption| match exemption.scope {
            Scope::Hasanaat => true,
            Scope::Deed(deed) => deeds.contains_key(&deed),
            Scope::Item(item) => items.contains_key(&item),
        });
        self.reminders.retain(|_, reminder| reminder.item.is_none_or(|item| items.contains_key(&item)));
        self.permissions.retain(|_, permission| match permission.shared {
            Shared::Deed(deed) => deeds.contains_key(&deed),
            Shared::Item(item) => items.contains_key(&item),
        });
    }

    /// Takes out the permissions of a relation, unless it is accepted.
    fn drop_permissions_of(&mut self, id: RelationId) {
        if self.relations.get(&id).is_none_or(|relation| relation.state != RelationState::Accepted) {
            self.permissions.retain(|_, permission| permission.relation != id);
        }
    }

    /// The calendar of its owner: with their first weekday and their sightings.
    pub fn calendar(&self) -> Calendar {
        let sightings = self.sightings.iter().map(|(month, sighting)| (*month, sighting.first_day));
        Calendar::new(self.settings.first_weekday).with_sightings(sightings)
    }

    /// A deed, or `not_found`.
    pub fn deed(&self, id: DeedId) -> Result<&Deed> {
        self.deeds.get(&id).ok_or_else(|| Error::not_found(Kind::Deed, id))
    }

    /// An item, or `not_found`.
    pub fn item(&self, id: ItemId) -> Result<&Item> {
        self.items.get(&id).ok_or_else(|| Error::not_found(Kind::Item, id))
    }

    /// A scale version, or `not_found`.
    pub fn scale(&self, id: ScaleId) -> Result<&Scale> {
        self.scales.get(&id).ok_or_else(|| Error::not_found(Kind::Scale, id))
    }

    /// A merit, or `not_found`.
    pub fn merit(&self, id: MeritId) -> Result<&Merit> {
        self.merits.get(&id).ok_or_else(|| Error::not_found(Kind::Merit, id))
    }

    /// A target, or `not_found`.
    pub fn target(&self, id: TargetId) -> Result<&Target> {
        self.targets.get(&id).ok_or_else(|| Error::not_found(Kind::Target, id))
    }

    /// The deed that an item belongs to.
    pub fn deed_of(&self, item: ItemId) -> Result<&Deed> {
        self.deed(self.item(item)?.deed)
    }

    /// The root item of a deed.
    pub fn root(&self, deed: DeedId) -> Result<&Item> {
        self.items
            .values()
            .find(|item| item.deed == deed && item.parent.is_none())
            .ok_or_else(|| Error::not_found(Kind::Deed, deed))
    }

    /// The direct children of an item, in their order: by `display_order`, then name, then id.
    pub fn children(&self, item: ItemId) -> Vec<&Item> {
        let mut children: Vec<&Item> = self.items.values().filter(|i| i.parent == Some(item)).collect();
        children.sort_by(|a, b| (a.display_order, &a.name, a.id).cmp(&(b.display_order, &b.name, b.id)));
        children
    }

    /// An item and everything below it.
    pub fn subtree(&self, item: ItemId) -> Vec<ItemId> {
        let mut found = vec![item];
        let mut next = 0;
        while let Some(&above) = found.get(next) {
            found.extend(self.items.values().filter(|i| i.parent == Some(above)).map(|i| i.id));
            next += 1;
        }
        found
    }

    /// Whether an item is a leaf on `day`: live, and without children that run on that day.
    ///
    /// A child takes over from the day it starts, so that giving a leaf children leaves the days
    /// before as they were.
    pub fn is_leaf_on(&self, item: ItemId, day: Day) -> bool {
        self.items.get(&item).is_some_and(|i| i.is_live_on(day))
            && !self.items.values().any(|child| child.parent == Some(item) && child.is_running_on(day))
    }

    /// The scale versions of a deed, in order of their numbers.
    pub fn scale_versions(&self, deed: DeedId) -> Vec<&Scale> {
        let mut versions: Vec<&Scale> = self.scales.values().filter(|scale| scale.deed == deed).collect();
        versions.sort_by_key(|scale| (scale.version, scale.id));
        versions
    }

    /// The active version of a deed's scale.
    pub fn active_scale(&self, deed: DeedId) -> Option<&Scale> {
        self.scale_versions(deed).pop()
    }

    /// The version of a deed's scale that was active on `day`: the one with the highest number
    /// among those whose `from_day` had come, or the first version on the days before.
    pub fn scale_on(&self, deed: DeedId, day: Day) -> Option<&Scale> {
        let versions = self.scale_versions(deed);
        versions.iter().rev().find(|scale| scale.from_day <= day).or(versions.first()).copied()
    }

    /// A scale value by its name, or `not_found`.
    pub fn scale_value(&self, value: ScaleValueRef) -> Result<&ScaleValue> {
        self.scale(value.scale)?
            .value(value.position)
            .ok_or_else(|| Error::not_found(Kind::ScaleValue, format!("{} of {}", value.position, value.scale)))
    }
}
