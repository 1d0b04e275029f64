//! Make-up (*qada*): what is owed for missed days, and what was made up.

use minicbor::{Decode, Encode};

use crate::amount::Amount;
use crate::day::Day;
use crate::error::{Error, Result};
use crate::text::Unit;

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
    /// What is given as fidya for one owed day, if the owner has set it.
    #[n(3)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fidya: Option<FidyaRate>,
}

impl MakeUpPolicy {
    /// Reckoned from a day on, with so many owed already and no unlogged day confirmed.
    pub const fn new(opening: u32, from: Day) -> Self {
        Self { opening, from, unlogged_confirmed_until: None, fidya: None }
    }

    /// The same with unlogged days confirmed as missed up to `day`.
    #[must_use]
    pub const fn confirmed_until(mut self, day: Day) -> Self {
        self.unlogged_confirmed_until = Some(day);
        self
    }

    /// Checks what is set of it.
    ///
    /// # Errors
    /// `invalid` for a fidya of 0, and for unlogged days confirmed as missed that are not over on `today`.
    pub fn check(&self, today: Day) -> Result<()> {
        self.fidya.iter().try_for_each(FidyaRate::check)?;
        match self.unlogged_confirmed_until {
            Some(until) if until >= today => {
                Err(Error::invalid("unlogged_confirmed_until", "must be before today", until))
            }
            _ => Ok(()),
        }
    }

    /// The same with what is given as fidya for one owed day.
    #[must_use]
    pub fn fidya(mut self, rate: FidyaRate) -> Self {
        self.fidya = Some(rate);
        self
    }
}

/// What is given as fidya for one owed day: an amount in the owner's own unit, a currency or a measure of food.
///
/// It says what the days owed now come to. What was given for days settled before, at other prices, is not
/// reckoned again: of those the count is kept.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, serde::Serialize, serde::Deserialize)]
pub struct FidyaRate {
    /// How much for one day; above 0 where it was set through a decision.
    #[n(0)]
    pub amount: Amount,
    /// Of what: "EUR", "meals".
    #[n(1)]
    pub unit: Unit,
}

impl FidyaRate {
    /// So much for one owed day.
    pub const fn new(amount: Amount, unit: Unit) -> Self {
        Self { amount, unit }
    }

    /// Refuses an amount of 0.
    pub(crate) fn check(&self) -> Result<()> {
        if self.amount == Amount::ZERO { Err(Error::invalid("fidya", "must be above 0", 0)) } else { Ok(()) }
    }
}

/// An opening balance as its owner reckons it: so many years or months of so many due days each, more or less some.
/// Nothing is guessed: every number is the owner's.
///
/// ```
/// use kitaab_core::Opening;
/// // Seven Ramadans of 30 days, a month of 29, and 45 fasts made up since.
/// let opening = Opening::new().times(7, 30).times(1, 29).less(45);
/// assert_eq!(opening.total()?, 194);
/// assert_eq!("7x30 + 29 - 45".parse::<Opening>()?.total()?, 194);
/// # Ok::<(), kitaab_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Opening(i64);

impl Opening {
    /// Nothing yet.
    pub const fn new() -> Self {
        Self(0)
    }

    /// And so many years, months or other spans, of so many due days each.
    #[must_use]
    pub const fn times(self, spans: u32, due_days: u32) -> Self {
        Self(self.0.saturating_add((spans as i64).saturating_mul(due_days as i64)))
    }

    /// And so many days.
    #[must_use]
    pub const fn plus(self, days: u32) -> Self {
        self.times(1, days)
    }

    /// Less so many days: those that were done, exempt, or made up already.
    #[must_use]
    pub const fn less(self, days: u32) -> Self {
        Self(self.0.saturating_sub(days as i64))
    }

    /// How many are owed.
    ///
    /// # Errors
    /// `invalid` below 0, and above 4,294,967,295.
    pub fn total(self) -> Result<u32> {
        u32::try_from(self.0).map_err(|_| Error::invalid("opening", "must be from 0 to 4294967295", self.0))
    }
}

impl std::str::FromStr for Opening {
    type Err = Error;

    /// Reads numbers of days and spans such as `7x30`, with `+` and `-` between them.
    fn from_str(text: &str) -> Result<Self> {
        // The text may be anything a person typed: it is echoed only while it is short.
        let characters = text.chars().count();
        let shown = || if characters <= 32 { text.to_owned() } else { format!("{characters} characters") };
        let invalid = || Error::invalid("opening", "must be days such as 40, 7x30 or 7x30+29-45", shown());
        let mut sum = Self::new();
        let mut rest = text;
        let mut taken_off = false;
        loop {
            let end = rest.find(['+', '-']).unwrap_or(rest.len());
            let (term, after) = rest.split_at(end);
            let (spans, days) = term.split_once(['x', 'X', '×', '*']).unwrap_or(("1", term));
            let number = |text: &str| text.trim().parse::<u32>().map_err(|_| invalid());
            let days = i64::from(number(spans)?).saturating_mul(number(days)?.into());
            sum = Self(sum.0.saturating_add(if taken_off { days.saturating_neg() } else { days }));
            let mut after = after.chars();
            match after.next() {
                None => return Ok(sum),
                Some(sign) => taken_off = sign == '-',
            }
            rest = after.as_str();
        }
    }
}
