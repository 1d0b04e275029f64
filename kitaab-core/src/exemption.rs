//! Exemptions: spans of days on which some items are not required.

use minicbor::{Decode, Encode};

use crate::day::{Day, DayRange};
use crate::id::{DeedId, ExemptionId, ItemId};
use crate::record::record;
use crate::text::ReasonText;

/// Why a span of days is exempt.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Reason {
    /// Menstruation.
    #[n(0)]
    Menstruation,
    /// Postnatal bleeding.
    #[n(1)]
    Postnatal,
    /// Travel.
    #[n(2)]
    Travel,
    /// Illness.
    #[n(3)]
    Illness,
    /// Another reason, in the owner's words.
    #[n(4)]
    Other(#[n(0)] ReasonText),
}

/// A [`Reason`] without its words: what an item's excuses are set by.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[cbor(index_only)]
#[non_exhaustive]
pub enum ReasonKind {
    /// Menstruation.
    #[n(0)]
    Menstruation,
    /// Postnatal bleeding.
    #[n(1)]
    Postnatal,
    /// Travel.
    #[n(2)]
    Travel,
    /// Illness.
    #[n(3)]
    Illness,
    /// Any other reason.
    #[n(4)]
    Other,
}

impl ReasonKind {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Menstruation, Self::Postnatal, Self::Travel, Self::Illness, Self::Other];
}

impl Reason {
    /// Its kind.
    pub const fn kind(&self) -> ReasonKind {
        match self {
            Self::Menstruation => ReasonKind::Menstruation,
            Self::Postnatal => ReasonKind::Postnatal,
            Self::Travel => ReasonKind::Travel,
            Self::Illness => ReasonKind::Illness,
            Self::Other(_) => ReasonKind::Other,
        }
    }
}

/// What an exemption covers. Within it, each item's own excuses say whether the reason lifts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Encode, Decode, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// All good deeds. Bad deeds are exempt only when named.
    #[n(0)]
    Hasanaat,
    /// One deed with all its items.
    #[n(1)]
    Deed(#[n(0)] DeedId),
    /// One item with what is below it.
    #[n(2)]
    Item(#[n(0)] ItemId),
}

record! {
    /// A span of days, possibly still open, on which some items are not required. Private: never
    /// visible to others.
    record Exemption(ExemptionId), kind exemption;
    /// What to set of an [`Exemption`].
    patch ExemptionPatch;
    {
        /// The first exempt day.
        0 first_day: Day,
        /// The last exempt day; none while it is still open.
        1 last_day: Option<Day> = None,
        /// What it covers.
        2 scope: Scope,
        /// Why.
        3 reason: Reason,
    }
}

impl Exemption {
    /// Its days, an open one up to [`Day::MAX`]; none if its last day lies before its first.
    pub fn days(&self) -> Option<DayRange> {
        DayRange::new(self.first_day, self.last_day.unwrap_or(Day::MAX)).ok()
    }
}
