//! Permissions: what somebody else may see of a book, or write in it.

use minicbor::{Decode, Encode};

use crate::id::{DeedId, ItemId, PermissionId, RelationId};
use crate::record::record;
use crate::time::Timestamp;

/// What a permission is for.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Shared {
    /// A deed with all its items.
    #[n(0)]
    Deed(#[n(0)] DeedId),
    /// An item with what is below it.
    #[n(1)]
    Item(#[n(0)] ItemId),
}

/// How far a permission goes.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[cbor(index_only)]
pub enum PermissionLevel {
    /// To see the entries, without their notes.
    #[n(0)]
    Read,
    /// To write entries, too.
    #[n(1)]
    Write,
}

record! {
    /// Lets the other one of a relation see, or write, the entries of a deed or an item. It stands in the owner's book
    /// alone, and goes when the relation ends.
    record Permission(PermissionId), kind permission;
    /// What to set of a [`Permission`].
    patch PermissionPatch;
    {
        /// The relation that it hangs on.
        0 relation: RelationId,
        /// What it is for.
        1 shared: Shared,
        /// How far it goes.
        2 level: PermissionLevel,
        /// When it was granted.
        3 granted_at: Timestamp,
    }
}
