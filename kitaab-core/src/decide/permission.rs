//! Granting permissions, and taking them back.

use uuid::Uuid;

use super::fresh;
use crate::catalogue::Catalogue;
use crate::change::{Change, RecordKey};
use crate::deed::{Category, Deed};
use crate::error::{Error, Kind, Result};
use crate::id::{DeedId, PermissionId, RelationId, UserId};
use crate::permission::{Permission, PermissionLevel, PermissionPatch, Shared};
use crate::time::Timestamp;

/// A permission to be granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct NewPermission {
    relation: RelationId,
    shared: Shared,
    level: PermissionLevel,
    confirmed: bool,
}

impl NewPermission {
    /// To see the entries of something, for the other one of a relation.
    pub const fn read(relation: RelationId, shared: Shared) -> Self {
        Self { relation, shared, level: PermissionLevel::Read, confirmed: false }
    }

    /// To write entries of something, too.
    pub const fn write(relation: RelationId, shared: Shared) -> Self {
        Self { relation, shared, level: PermissionLevel::Write, confirmed: false }
    }

    /// The same, confirmed a second time: what sharing a bad deed needs, since concealing one's sins is the norm.
    pub const fn confirmed(self) -> Self {
        Self { confirmed: true, ..self }
    }
}

impl Catalogue {
    /// A permission, or `not_found`.
    pub fn permission(&self, id: PermissionId) -> Result<&Permission> {
        self.permissions.get(&id).ok_or_else(|| Error::not_found(Kind::Permission, id))
    }

    /// Grants a permission. Granted again for the same, it sets how far it goes.
    ///
    /// # Errors
    /// `not_found` for the relation, the deed or the item; `conflict` unless the relation is accepted and lets the other
    /// one see, and where the deed has another writer already; `invalid` for a bad deed that is not
    /// [confirmed](NewPermission::confirmed).
    pub fn grant(
        &self,
        new: &NewPermission,
        now: Timestamp,
        ids: &mut dyn FnMut() -> Uuid,
    ) -> Result<(PermissionId, Vec<Change>)> {
        let relation = self.relation(new.relation)?;
        let deed = match new.shared {
            Shared::Deed(deed) => self.deed(deed)?,
            Shared::Item(item) => self.deed_of(item)?,
        };
        if !relation.lets_see() {
            let what = "the relation must be accepted, and let them see the book, before something is shared by it";
            return Err(Error::conflict(Kind::Permission, what));
        }
        if deed.category == Category::Saiyyiaat && !new.confirmed {
            let rule = "must be confirmed for a bad deed: to conceal one's sins is the norm";
            return Err(Error::invalid("confirmed", rule, "false"));
        }
        if new.level == PermissionLevel::Write && self.has_other_writer(deed.id, relation.with) {
            return Err(Error::conflict(Kind::Permission, "the deed has a writer already: there can be one"));
        }
        let same = |before: &&Permission| before.relation == new.relation && before.shared == new.shared;
        if let Some(before) = self.permissions.values().find(same) {
            let patch = PermissionPatch { level: Some(new.level), ..PermissionPatch::default() }.against(before);
            let changes = if patch.is_empty() { vec![] } else { vec![Change::Permission(before.id, patch)] };
            return Ok((before.id, changes));
        }
        let id = fresh(ids, Kind::Permission, |id| self.permissions.contains_key(id))?;
        let patch = PermissionPatch {
            relation: Some(new.relation),
            shared: Some(new.shared),
            level: Some(new.level),
            granted_at: Some(now),
        };
        Ok((id, vec![Change::Permission(id, patch)]))
    }

    /// Takes a permission back.
    ///
    /// # Errors
    /// `not_found`.
    pub fn revoke(&self, id: PermissionId) -> Result<Vec<Change>> {
        self.permission(id)?;
        Ok(vec![Change::Remove(RecordKey::Permission(id))])
    }

    /// Refuses to make a deed a bad one while something of it is shared: that needs a second confirmation, which nobody
    /// gave for it as a good one.
    pub(crate) fn check_sharing_of(&self, deed: &Deed, category: Category) -> Result<()> {
        if category != Category::Saiyyiaat || deed.category == Category::Saiyyiaat {
            return Ok(());
        }
        let of_deed = |shared: Shared| self.shared_deed(shared).is_some_and(|shared| shared.id == deed.id);
        let Some(permission) = self.permissions.values().find(|permission| of_deed(permission.shared)) else {
            return Ok(());
        };
        let shared = match permission.shared {
            Shared::Deed(deed) => self.name_of(deed)?.to_string(),
            Shared::Item(item) => self.path_text(item)?,
        };
        let what = format!("{shared} is shared: revoke that first, and share it again with its confirmation");
        Err(Error::conflict(Kind::Deed, what))
    }

    /// Whether somebody other than the owner and `user` may write something of a deed.
    fn has_other_writer(&self, deed: DeedId, user: UserId) -> bool {
        self.permissions.values().any(|permission| {
            permission.level == PermissionLevel::Write
                && self.shared_deed(permission.shared).is_some_and(|shared| shared.id == deed)
                && self.grantee(permission).is_some_and(|writer| writer != user)
        })
    }
}
