//! Relations between two people, and blocks.

use std::time::Duration;

use minicbor::{Decode, Encode};

use crate::id::{RelationId, UserId};
use crate::record::record;
use crate::time::Timestamp;

/// How long somebody whose request was rejected waits before they may ask the same person again. The one who rejected
/// it may ask at any time.
pub const REQUEST_REST: Duration = Duration::from_hours(30 * 24);

/// What kind of relation it is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[cbor(index_only)]
#[non_exhaustive]
pub enum RelationKind {
    /// Mutual: each may share with the other. There is one per pair.
    #[n(0)]
    Friend,
    /// One way: the requester sees what the receiver shares. There is one per ordered pair.
    #[n(1)]
    Follow,
}

/// Which side of a relation the owner of the book is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[cbor(index_only)]
pub enum RelationRole {
    /// The owner asked for it.
    #[n(0)]
    Requester,
    /// The owner was asked.
    #[n(1)]
    Receiver,
}

impl RelationRole {
    /// The other side's.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Requester => Self::Receiver,
            Self::Receiver => Self::Requester,
        }
    }
}

/// How a relation stands.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[cbor(index_only)]
pub enum RelationState {
    /// Asked for, and not answered.
    #[n(0)]
    Pending,
    /// Both agreed.
    #[n(1)]
    Accepted,
    /// The one who was asked declined.
    #[n(2)]
    Rejected,
    /// One of them ended it, or withdrew the request.
    #[n(3)]
    Ended,
}

impl RelationState {
    /// Whether it goes on: of such there is at most one for each pair and kind.
    pub const fn is_live(self) -> bool {
        matches!(self, Self::Pending | Self::Accepted)
    }
}

record! {
    /// A relation between the owner of the book and somebody else, as the owner's book holds it; the other's book holds
    /// its mirror image under the same id. Accepting one reveals nothing: see [`Permission`](crate::Permission).
    record Relation(RelationId), kind relation;
    /// What to set of a [`Relation`].
    patch RelationPatch;
    {
        /// The other one.
        0 with: UserId,
        /// What kind it is.
        1 kind: RelationKind,
        /// Which side the owner is.
        2 role: RelationRole,
        /// How it stands.
        3 state: RelationState = RelationState::Pending,
        /// When it was asked for last.
        4 requested_at: Timestamp,
        /// When it was accepted; set exactly while it is.
        5 accepted_at: Option<Timestamp> = None,
        /// When its state changed last.
        6 changed_at: Timestamp,
    }
}

record! {
    /// Somebody whose requests don't reach the owner. Its id is theirs. It stands in the owner's book alone: nobody else
    /// is told.
    record Block(UserId), kind block;
    /// What to set of a [`Block`].
    patch BlockPatch;
    {
        /// Since when.
        0 blocked_at: Timestamp,
    }
}

impl Relation {
    /// Whether it lets the other one see what the owner shares: an accepted friendship does either way, an accepted
    /// follow only the one who asked for it.
    pub fn lets_see(&self) -> bool {
        let sees = match self.kind {
            RelationKind::Friend => true,
            RelationKind::Follow => self.role == RelationRole::Receiver,
        };
        self.state == RelationState::Accepted && sees
    }

    /// Whether it lets the owner see what the other one shares.
    pub fn sees(&self) -> bool {
        Self { role: self.role.other(), ..self.clone() }.lets_see()
    }

    /// Whether it is of this kind with this person; a follow counts only in the same direction.
    pub fn is_same(&self, with: UserId, kind: RelationKind, role: RelationRole) -> bool {
        let same_way = kind == RelationKind::Friend || self.role == role;
        self.with == with && self.kind == kind && same_way
    }

    /// The instant from which on the one who was rejected may ask again; none if nothing was rejected.
    pub fn rests_until(&self) -> Option<Timestamp> {
        let rest = i64::try_from(REQUEST_REST.as_micros()).unwrap_or(i64::MAX);
        (self.state == RelationState::Rejected)
            .then(|| Timestamp::from_micros(self.changed_at.micros().saturating_add(rest)))
    }
}

impl RelationPatch {
    /// The patch that moves a relation into another state.
    pub fn into_state(state: RelationState, at: Timestamp) -> Self {
        let accepted_at = (state == RelationState::Accepted).then_some(at);
        Self { state: Some(state), accepted_at: Some(accepted_at), changed_at: Some(at), ..Self::default() }
    }

    /// The patch that does the same in the book of the other one: `owner` is the one whose book this patch is for.
    #[must_use]
    pub fn mirrored(&self, owner: UserId) -> Self {
        Self { with: self.with.map(|_| owner), role: self.role.map(RelationRole::other), ..self.clone() }
    }
}
