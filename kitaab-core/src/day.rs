//! Days: calendar dates without a zone.

use std::fmt;
use std::str::FromStr;

pub use chrono::Weekday;
use chrono::{Datelike, NaiveDate};
use minicbor::{Decode, Decoder, Encode, Encoder};

use crate::error::{Error, Result};

/// Days from 0001-01-01 (chrono's "day 1 of the common era") to 1970-01-01.
const EPOCH_FROM_CE: i32 = 719_163;

/// A calendar date without a zone, from 1900-01-01 to 2100-12-31.
///
/// Kept as the number of days since 1970-01-01, so that windows are plain arithmetic.
///
/// ```
/// use kitaab_core::Day;
/// let leap: Day = "2024-02-29".parse()?;
/// assert_eq!(leap.next().unwrap().to_string(), "2024-03-01");
/// assert!("1899-12-31".parse::<Day>().is_err());
/// # Ok::<(), kitaab_core::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

impl Day {
    /// 1900-01-01, the first day that a book can hold.
    pub const MIN: Self = Self(-25_567);
    /// 2100-12-31, the last day that a book can hold.
    pub const MAX: Self = Self(47_846);

    /// A day from a year, month (1 to 12) and day of the month.
    pub fn new(year: i32, month: u32, day: u32) -> Result<Self> {
        NaiveDate::from_ymd_opt(year, month, day)
            .ok_or_else(|| {
                Error::invalid("day", "must be a date of the calendar", format!("{year}-{month:02}-{day:02}"))
            })
            .and_then(Self::from_date)
    }

    /// A day from a chrono date.
    pub fn from_date(date: NaiveDate) -> Result<Self> {
        Self::from_epoch_days(date.num_days_from_ce() - EPOCH_FROM_CE)
            .map_err(|_| Error::invalid("day", "must be from 1900-01-01 to 2100-12-31", date))
    }

    /// A day from the number of days since 1970-01-01.
    pub fn from_epoch_days(days: i32) -> Result<Self> {
        if (Self::MIN.0..=Self::MAX.0).contains(&days) {
            Ok(Self(days))
        } else {
            Err(Error::invalid(
                "day",
                "must be from 1900-01-01 to 2100-12-31",
                format_args!("{days} days from 1970-01-01"),
            ))
        }
    }

    /// The number of days since 1970-01-01, negative before.
    pub const fn epoch_days(self) -> i32 {
        self.0
    }

    /// As a chrono date.
    pub fn date(self) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(self.0 + EPOCH_FROM_CE).unwrap_or(NaiveDate::MIN)
    }

    /// The day of the week.
    pub fn weekday(self) -> Weekday {
        self.date().weekday()
    }

    /// The following day, none after [`Day::MAX`].
    pub fn next(self) -> Option<Self> {
        self.plus(1)
    }

    /// The day before, none before [`Day::MIN`].
    pub fn previous(self) -> Option<Self> {
        self.plus(-1)
    }

    /// The day so many days later (or earlier, when negative), where there is one.
    pub fn plus(self, days: i32) -> Option<Self> {
        self.0.checked_add(days).and_then(|d| Self::from_epoch_days(d).ok())
    }

    /// The day so many days later (or earlier), kept between [`Day::MIN`] and [`Day::MAX`].
    #[must_use]
    pub fn saturating_plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days).clamp(Self::MIN.0, Self::MAX.0))
    }

    /// How many days later than `earlier` this is.
    pub const fn since(self, earlier: Self) -> i32 {
        self.0 - earlier.0
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.date().to_string())
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Day({})", self.date())
    }
}

impl FromStr for Day {
    type Err = Error;

    /// Reads `YYYY-MM-DD`.
    fn from_str(text: &str) -> Result<Self> {
        let shown = if text.chars().count() <= 32 { text } else { "a long text" };
        let strict = text.len() == 10
            && text.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
        if !strict {
            return Err(Error::invalid("day", "must be a date written as YYYY-MM-DD", shown));
        }
        NaiveDate::parse_from_str(text, "%Y-%m-%d")
            .map_err(|_| Error::invalid("day", "must be a date of the calendar", shown))
            .and_then(Self::from_date)
    }
}

impl serde::Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let text = <std::borrow::Cow<'_, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl<C> Encode<C> for Day {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> std::result::Result<(), minicbor::encode::Error<W::Error>> {
        e.i32(self.0)?.ok()
    }
}

impl<'b, C> Decode<'b, C> for Day {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> std::result::Result<Self, minicbor::decode::Error> {
        Self::from_epoch_days(d.i32()?).map_err(minicbor::decode::Error::custom)
    }
}

/// A span of days, both ends included; never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
pub struct DayRange {
    first: Day,
    last: Day,
}

impl DayRange {
    /// Every day that a book can hold.
    pub const ALL: Self = Self { first: Day::MIN, last: Day::MAX };

    /// From `first` to `last`, which must not be earlier.
    pub fn new(first: Day, last: Day) -> Result<Self> {
        if first <= last {
            Ok(Self { first, last })
        } else {
            Err(Error::invalid("last_day", "must not be before the first day", format_args!("{first} to {last}")))
        }
    }

    /// One day.
    pub const fn single(day: Day) -> Self {
        Self { first: day, last: day }
    }

    /// The `days` days (at least one) that end with `last`; cut off at [`Day::MIN`].
    pub fn ending(last: Day, days: u16) -> Self {
        Self { first: last.saturating_plus(1 - i32::from(days.max(1))), last }
    }

    /// The first day.
    pub const fn first(self) -> Day {
        self.first
    }

    /// The last day.
    pub const fn last(self) -> Day {
        self.last
    }

    /// How many days it holds, at least one.
    #[allow(clippy::cast_sign_loss, reason = "last is never before first")]
    pub const fn count(self) -> usize {
        (self.last.0 - self.first.0 + 1) as usize
    }

    /// Whether `day` lies in it.
    pub fn contains(self, day: Day) -> bool {
        self.first <= day && day <= self.last
    }

    /// The days that lie in both, if any.
    pub fn intersection(self, other: Self) -> Option<Self> {
        Self::new(self.first.max(other.first), self.last.min(other.last)).ok()
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        Self { first: self.first.min(other.first), last: self.last.max(other.last) }
    }

    /// Its days in order.
    pub fn days(self) -> impl DoubleEndedIterator<Item = Day> + ExactSizeIterator + Clone {
        DayIter { next: self.first.0, end: self.last.0 + 1 }
    }
}

/// The days of a [`DayRange`] in order.
#[derive(Clone, Debug)]
struct DayIter {
    next: i32,
    end: i32,
}

impl Iterator for DayIter {
    type Item = Day;

    fn next(&mut self) -> Option<Day> {
        (self.next < self.end).then(|| {
            self.next += 1;
            Day(self.next - 1)
        })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = usize::try_from(self.end - self.next).unwrap_or(0);
        (left, Some(left))
    }
}

impl DoubleEndedIterator for DayIter {
    fn next_back(&mut self) -> Option<Day> {
        (self.next < self.end).then(|| {
            self.end -= 1;
            Day(self.end)
        })
    }
}

impl ExactSizeIterator for DayIter {}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_limits_are_the_documented_dates() {
        assert_eq!(Day::MIN.to_string(), "1900-01-01");
        assert_eq!(Day::MAX.to_string(), "2100-12-31");
        assert_eq!(Day::from_epoch_days(0).unwrap().to_string(), "1970-01-01");
        assert!(Day::MAX.next().is_none() && Day::MIN.previous().is_none());
    }

    #[test]
    fn only_strict_dates_are_read() {
        for bad in ["2024-2-9", "2023-02-29", "2024-13-01", "20240101", "2024-01-01 ", "+024-01-01", "2101-01-01", ""] {
            assert_eq!(bad.parse::<Day>().unwrap_err().code(), "invalid", "{bad}");
        }
    }

    #[test]
    fn a_window_ends_with_its_day() {
        let last = Day::new(2024, 3, 1).unwrap();
        let window = DayRange::ending(last, 2);
        assert_eq!(window.days().map(|d| d.to_string()).collect::<Vec<_>>(), ["2024-02-29", "2024-03-01"]);
        assert_eq!(window.days().len(), window.count());
        assert_eq!(window.days().next_back(), Some(last));
    }
}
