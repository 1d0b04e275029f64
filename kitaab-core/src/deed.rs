//! Deeds and groups of deeds.

use minicbor::{Decode, Encode};

use crate::id::{DeedId, GroupId};
use crate::record::record;
use crate::text::{Name, Unit};

/// Good deeds or bad ones.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Good deeds.
    #[n(0)]
    Hasanaat,
    /// Bad deeds.
    #[n(1)]
    Saiyyiaat,
}

/// How a deed is measured.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// By the values of an ordered list.
    #[n(0)]
    Scale,
    /// By exact amounts.
    #[n(1)]
    Count,
}

record! {
    /// A practice: a category, a measure, and a tree of items whose root carries its name.
    record Deed(DeedId), kind deed;
    /// What to set of a [`Deed`].
    patch DeedPatch;
    {
        /// Good or bad. Never changes once an entry exists.
        0 category: Category,
        /// Scale or count. Never changes once an entry exists.
        1 measure: Measure,
        /// The unit of its amounts, for display.
        2 unit: Option<Unit> = None,
        /// The group it is shown in.
        3 group: Option<GroupId> = None,
        /// Its place among the deeds: lower ones first, then by name, then by id.
        4 display_order: u32 = 0,
    }
}

record! {
    /// A named group of deeds.
    record Group(GroupId), kind group;
    /// What to set of a [`Group`].
    patch GroupPatch;
    {
        /// Its name.
        0 name: Name,
        /// Its place among the groups: lower ones first, then by name, then by id.
        1 display_order: u32 = 0,
    }
}
