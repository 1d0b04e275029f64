//! Entries: what was recorded for one item on one day.

use minicbor::{Decode, Encode};

use crate::amount::Amount;
use crate::day::Day;
use crate::id::{ItemId, UserId};
use crate::scale::ScaleValueRef;
use crate::text::Note;
use crate::time::Timestamp;

/// What an entry holds: a scale value, or an amount, as its deed's measure asks for.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// A value of a version of the deed's scale.
    #[n(0)]
    Scale(#[n(0)] ScaleValueRef),
    /// An amount.
    #[n(1)]
    Count(#[n(0)] Amount),
}

/// What was recorded for one item on one day. Its identity is (owner, item, day).
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Entry {
    /// The item.
    pub item: ItemId,
    /// The day it is for.
    pub day: Day,
    /// What was recorded.
    pub value: Value,
    /// The note with it. Private.
    pub note: Option<Note>,
    /// The ledger's sequence number of its last change.
    pub revision: u64,
}

impl Entry {
    /// An entry as a store reads it back.
    pub const fn new(item: ItemId, day: Day, value: Value, note: Option<Note>, revision: u64) -> Self {
        Self { item, day, value, note, revision }
    }
}

/// The namespace of derived entry ids: UUIDv5 of "entry.kitaab" in the DNS namespace.
const ENTRY_NAMESPACE: uuid::Uuid = uuid::Uuid::from_u128(0xfd7a_1df4_ea30_5175_969d_dd05_caf5_34c0);

/// The id of the entry of an item on a day, for hosts that need one: UUIDv5 of owner, item and day,
/// the same on every device.
pub fn entry_id(owner: UserId, item: ItemId, day: Day) -> uuid::Uuid {
    let mut name = [0; 36];
    name[..16].copy_from_slice(owner.uuid().as_bytes());
    name[16..32].copy_from_slice(item.uuid().as_bytes());
    name[32..].copy_from_slice(&day.epoch_days().to_be_bytes());
    uuid::Uuid::new_v5(&ENTRY_NAMESPACE, &name)
}

/// Who changed a record last and when, told beside it where a host asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Authorship {
    /// Who.
    pub actor: UserId,
    /// When.
    pub at: Timestamp,
}
