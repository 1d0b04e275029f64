//! Words to write rules with.
//!
//! ```
//! use kitaab_core::rules::{all, any, days_at_least, every_day, score_at_least, total_at_least};
//! # let (salah, quran, fast) = (kitaab_core::ItemId::new(uuid::Uuid::nil()), kitaab_core::ItemId::new(uuid::Uuid::nil()), kitaab_core::ItemId::new(uuid::Uuid::nil()));
//! // Every prayer at least late, and twenty pages or two days of fasting.
//! let rule = all([
//!     every_day(salah, score_at_least(1)).each().into(),
//!     any([total_at_least(quran, "20".parse()?), days_at_least(fast, 2, score_at_least(1))]),
//! ]);
//! assert_eq!(rule.conditions().len(), 3);
//! # Ok::<(), kitaab_core::Error>(())
//! ```

use crate::amount::Amount;
use crate::id::ItemId;
use crate::rule::{Below, Condition, Match, Rule, Test};
use crate::scale::ScaleValueRef;

/// All parts must hold.
pub fn all<R: Into<Rule>>(parts: impl IntoIterator<Item = R>) -> Rule {
    Rule::All(parts.into_iter().map(Into::into).collect())
}

/// At least one part must hold.
pub fn any<R: Into<Rule>>(parts: impl IntoIterator<Item = R>) -> Rule {
    Rule::Any(parts.into_iter().map(Into::into).collect())
}

/// At least `n` parts must hold.
pub fn at_least_of<R: Into<Rule>>(n: u16, parts: impl IntoIterator<Item = R>) -> Rule {
    Rule::AtLeast { n, rules: parts.into_iter().map(Into::into).collect() }
}

/// The part must not hold.
pub fn not(part: impl Into<Rule>) -> Rule {
    Rule::Not(Box::new(part.into()))
}

/// The amounts of an item add up to at least this.
pub const fn total_at_least(item: ItemId, amount: Amount) -> Condition {
    Condition { item, below: Below::No, test: Test::TotalAtLeast(amount) }
}

/// On at least `n` days an item matches.
pub const fn days_at_least(item: ItemId, n: u16, matching: Match) -> Condition {
    Condition { item, below: Below::No, test: Test::DaysAtLeast { n, matching } }
}

/// On each due day an item matches.
pub const fn every_day(item: ItemId, matching: Match) -> Condition {
    Condition { item, below: Below::No, test: Test::EveryDay(matching) }
}

/// The entry is this scale value, or one that a redefinition maps to the same.
pub const fn is(value: ScaleValueRef) -> Match {
    Match::Is(value)
}

/// The entry's score is at least this.
pub const fn score_at_least(score: i32) -> Match {
    Match::ScoreAtLeast(score)
}

/// The entry's score is at most this.
pub const fn score_at_most(score: i32) -> Match {
    Match::ScoreAtMost(score)
}

/// The entry's amount is at least this.
pub const fn amount_at_least(amount: Amount) -> Match {
    Match::AmountAtLeast(amount)
}

/// The entry's amount is at most this.
pub const fn amount_at_most(amount: Amount) -> Match {
    Match::AmountAtMost(amount)
}

/// There is an entry.
pub const fn logged() -> Match {
    Match::Logged
}

impl Condition {
    /// The same for the live leaves under the item, where any of them is enough on a day.
    #[must_use]
    pub const fn any(mut self) -> Self {
        self.below = Below::Any;
        self
    }

    /// The same for each of the live leaves under the item.
    #[must_use]
    pub const fn each(mut self) -> Self {
        self.below = Below::Each;
        self
    }
}
