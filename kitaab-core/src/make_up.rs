//! Make-up (*qada*): what is owed for missed days, and what was made up.

use minicbor::{Decode, Encode};

use crate::day::Day;

/// How an item's make-ups are reckoned.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, serde::Serialize, serde::Deserialize)]
#[non_exhaustive]
pub struct MakeUpPolicy {
    /// How many were owed when the reckoning began: years before the book, in the owner's estimate.
    #[n(0)]
    pub opening: u32,
    /// The first day that is reckoned; days before are in the opening amount.
    #[n(1)]
    pub from: Day,
    /// Up to which day the owner has confirmed that unlogged due days were missed. Unlogged days
    /// after it are unknown and not owed.
    #[n(2)]
    pub unlogged_confirmed_until: Option<Day>,
}

impl MakeUpPolicy {
    /// Reckoned from a day on, with so many owed already and no unlogged day confirmed.
    pub const fn new(opening: u32, from: Day) -> Self {
        Self { opening, from, unlogged_confirmed_until: None }
    }

    /// The same with unlogged days confirmed as missed up to `day`.
    #[must_use]
    pub const fn confirmed_until(mut self, day: Day) -> Self {
        self.unlogged_confirmed_until = Some(day);
        self
    }
}
