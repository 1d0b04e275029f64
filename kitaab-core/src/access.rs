//! Whether somebody may do something with a book, and why.

use crate::catalogue::Catalogue;
use crate::deed::Deed;
use crate::id::{DeedId, ItemId, PermissionId, UserId};
use crate::item::Hide;
use crate::permission::{Permission, PermissionLevel, Shared};
use crate::relation::{Relation, RelationState};

/// What somebody wants to do with a book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Wish {
    /// To see the entries of an item.
    Read(ItemId),
    /// To write entries of an item.
    Write(ItemId),
    /// Anything else: exemptions, reflections, make-ups, the structure, the ledger …
    Private,
}

/// Whether it is allowed, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Access {
    /// It is their own book.
    Owner,
    /// A permission covers it.
    Permitted {
        /// Which.
        permission: PermissionId,
        /// How far it goes.
        level: PermissionLevel,
    },
    /// It is not allowed.
    Refused(Refusal),
}

impl Access {
    /// Whether it is allowed.
    pub const fn is_allowed(&self) -> bool {
        !matches!(self, Self::Refused(_))
    }
}

/// Why something is not allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Refusal {
    /// There is no relation between the two that would let them see anything.
    NoRelation,
    /// There is one that is not accepted.
    NotAccepted,
    /// The owner has not shared it.
    NotShared,
    /// It is hidden, or something above it is: hidden items are shared with nobody.
    Hidden,
    /// It may be read, but not written.
    ReadOnly,
    /// It is the owner's alone.
    OwnersAlone,
}

impl Catalogue {
    /// Whether `actor` may do something with this book.
    ///
    /// To be asked with the owner's whole catalogue: that of a [`View`](crate::View) lacks what is hidden, so that this
    /// reads as not shared.
    pub fn access(&self, actor: UserId, wish: Wish) -> Access {
        if actor == self.owner {
            return Access::Owner;
        }
        let refused = Access::Refused;
        let (item, needed) = match wish {
            Wish::Read(item) => (item, PermissionLevel::Read),
            Wish::Write(item) => (item, PermissionLevel::Write),
            Wish::Private => return refused(Refusal::OwnersAlone),
        };
        if !self.lets_see(actor) {
            let pending = self.relations.values().any(|r| r.with == actor && r.state == RelationState::Pending);
            return refused(if pending { Refusal::NotAccepted } else { Refusal::NoRelation });
        }
        let found = self.permissions_for(actor).filter(|permission| self.covers(permission.shared, item));
        let Some(permission) = found.max_by_key(|permission| (permission.level, permission.id)) else {
            return refused(Refusal::NotShared);
        };
        if self.hide_of(item).is_ok_and(|hide| hide != Hide::None) {
            return refused(Refusal::Hidden);
        }
        if permission.level < needed {
            return refused(Refusal::ReadOnly);
        }
        Access::Permitted { permission: permission.id, level: permission.level }
    }

    /// Whether somebody has a relation that lets them see what the owner shares.
    pub fn lets_see(&self, actor: UserId) -> bool {
        !self.blocks.contains_key(&actor) && self.relations.values().any(|r| r.with == actor && r.lets_see())
    }

    /// The permissions of somebody that hold now.
    pub(crate) fn permissions_for(&self, actor: UserId) -> impl Iterator<Item = &Permission> {
        let blocked = self.blocks.contains_key(&actor);
        self.permissions.values().filter(move |permission| {
            let relation = self.relations.get(&permission.relation);
            !blocked && relation.is_some_and(|relation| relation.with == actor && relation.lets_see())
        })
    }

    /// Who a permission is for: the other one of its relation.
    pub fn grantee(&self, permission: &Permission) -> Option<UserId> {
        self.relations.get(&permission.relation).map(|relation| relation.with)
    }

    /// Whether what is shared holds an item; nothing holds one that is not there.
    pub fn covers(&self, shared: Shared, item: ItemId) -> bool {
        let Ok(lineage) = self.lineage(item) else { return false };
        match shared {
            Shared::Deed(deed) => lineage.last().is_some_and(|item| item.deed == deed),
            Shared::Item(shared) => lineage.iter().any(|above| above.id == shared),
        }
    }

    /// The deed that is shared, or that of the item; none if it is gone.
    pub fn shared_deed(&self, shared: Shared) -> Option<&Deed> {
        let deed: DeedId = match shared {
            Shared::Deed(deed) => deed,
            Shared::Item(item) => self.items.get(&item)?.deed,
        };
        self.deeds.get(&deed)
    }

    /// The relations with somebody, by their ids.
    pub fn relations_with(&self, user: UserId) -> impl Iterator<Item = &Relation> {
        self.relations.values().filter(move |relation| relation.with == user)
    }
}
