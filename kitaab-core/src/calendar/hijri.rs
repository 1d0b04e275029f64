//! Months and dates of the Hijri calendar.

use std::fmt;
use std::str::FromStr;

use minicbor::{Decode, Decoder, Encode, Encoder};

use super::table;
use crate::error::{Error, Result};

/// A month of the Hijri calendar, in a year from 1300 to 1600: those of the Umm al-Qura tables.
///
/// Written and read as `1447-09`: Ramadan 1447.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HijriMonth {
    year: u16,
    month: u8,
}

impl HijriMonth {
    /// A month from its year (1300 to 1600) and number (1 = Muharram … 12 = Dhul-Hijjah).
    ///
    /// # Errors
    /// `invalid` for numbers out of range.
    pub fn new(year: u16, month: u8) -> Result<Self> {
        if !table::YEARS.contains(&year) {
            return Err(Error::invalid("hijri_year", "must be from 1300 to 1600", year));
        }
        if !(1..=12).contains(&month) {
            return Err(Error::invalid("hijri_month", "must be from 1 (Muharram) to 12 (Dhul-Hijjah)", month));
        }
        Ok(Self { year, month })
    }

    /// The year of the Hijra.
    pub const fn year(self) -> u16 {
        self.year
    }

    /// The month's number: 1 = Muharram … 9 = Ramadan … 12 = Dhul-Hijjah.
    pub const fn month(self) -> u8 {
        self.month
    }

    /// The year and the month as one number: 144709 is Ramadan 1447.
    pub const fn number(self) -> u32 {
        self.year as u32 * 100 + self.month as u32
    }

    /// The month after it, none after Dhul-Hijjah 1600.
    pub fn next(self) -> Option<Self> {
        (self.place() + 1 < table::MONTHS).then(|| Self::at(self.place() + 1))
    }

    /// The month before it, none before Muharram 1300.
    pub fn previous(self) -> Option<Self> {
        self.place().checked_sub(1).map(Self::at)
    }

    /// Its place in the tables: 0 for Muharram 1300.
    pub(super) fn place(self) -> usize {
        usize::from(self.year - table::YEARS.start()) * 12 + usize::from(self.month) - 1
    }

    /// The month at a place in the tables, which must be one.
    #[allow(clippy::cast_possible_truncation, reason = "the tables hold fewer months than a u16 counts")]
    pub(super) fn at(place: usize) -> Self {
        Self { year: table::YEARS.start() + (place / 12) as u16, month: (place % 12) as u8 + 1 }
    }
}

impl fmt::Display for HijriMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}-{:02}", self.year, self.month))
    }
}

impl fmt::Debug for HijriMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HijriMonth({self})")
    }
}

impl FromStr for HijriMonth {
    type Err = Error;

    /// Reads `YYYY-MM`.
    fn from_str(text: &str) -> Result<Self> {
        let [year, month] = numbers(text, [4, 2])
            .ok_or_else(|| Error::invalid("hijri_month", "must be a Hijri month written as YYYY-MM", shown(text)))?;
        Self::new(year, u8::try_from(month).unwrap_or(u8::MAX))
    }
}

impl serde::Serialize for HijriMonth {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for HijriMonth {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let text = <std::borrow::Cow<'_, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl<C> Encode<C> for HijriMonth {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> std::result::Result<(), minicbor::encode::Error<W::Error>> {
        e.array(2)?.u16(self.year)?.u8(self.month)?.ok()
    }
}

impl<'b, C> Decode<'b, C> for HijriMonth {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> std::result::Result<Self, minicbor::decode::Error> {
        if d.array()? != Some(2) {
            return Err(minicbor::decode::Error::message("a Hijri month is a year and a month"));
        }
        Self::new(d.u16()?, d.u8()?).map_err(minicbor::decode::Error::custom)
    }
}

/// A date of the Hijri calendar, which labels the daytime: the night before belongs to it.
///
/// Written and read as `1447-09-01`: 1 Ramadan 1447. Whether the month has so many days, and which day
/// that is, the [`Calendar`](super::Calendar) knows.
///
/// ```
/// use kitaab_core::HijriDate;
/// let date: HijriDate = "1447-09-27".parse()?;
/// assert_eq!((date.year(), date.month(), date.day()), (1447, 9, 27));
/// assert!(HijriDate::new(1447, 13, 1).is_err());
/// # Ok::<(), kitaab_core::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HijriDate {
    month: HijriMonth,
    day: u8,
}

impl HijriDate {
    /// A date from its year (1300 to 1600), month (1 to 12) and day of the month (1 to 30).
    ///
    /// # Errors
    /// `invalid` for numbers out of range.
    pub fn new(year: u16, month: u8, day: u8) -> Result<Self> {
        let month = HijriMonth::new(year, month)?;
        if !(1..=30).contains(&day) {
            return Err(Error::invalid("hijri_day", "must be from 1 to 30", day));
        }
        Ok(Self { month, day })
    }

    pub(super) const fn of(month: HijriMonth, day: u8) -> Self {
        Self { month, day }
    }

    /// The year of the Hijra.
    pub const fn year(self) -> u16 {
        self.month.year
    }

    /// The month's number: 1 = Muharram … 9 = Ramadan … 12 = Dhul-Hijjah.
    pub const fn month(self) -> u8 {
        self.month.month
    }

    /// The month with its year.
    pub const fn hijri_month(self) -> HijriMonth {
        self.month
    }

    /// The day of the month: 1 to 30. More only in a month that sightings of several devices, put
    /// together, have made too long.
    pub const fn day(self) -> u8 {
        self.day
    }
}

impl fmt::Display for HijriDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}-{:02}", self.month, self.day))
    }
}

impl fmt::Debug for HijriDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HijriDate({self})")
    }
}

impl FromStr for HijriDate {
    type Err = Error;

    /// Reads `YYYY-MM-DD`.
    fn from_str(text: &str) -> Result<Self> {
        let [year, month, day] = numbers(text, [4, 2, 2])
            .ok_or_else(|| Error::invalid("hijri_date", "must be a Hijri date written as YYYY-MM-DD", shown(text)))?;
        Self::new(year, u8::try_from(month).unwrap_or(u8::MAX), u8::try_from(day).unwrap_or(u8::MAX))
    }
}

impl serde::Serialize for HijriDate {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What the calendar tells of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
pub struct HijriDay {
    /// Its date.
    pub date: HijriDate,
    /// Whether its month begins on the day that the owner set by a sighting, rather than by the tables.
    pub sighted: bool,
    /// Whether it lies outside the Umm al-Qura tables (1300 to 1600 AH) and is reckoned roughly. No day
    /// from 1900-01-01 to 2100-12-31 does.
    pub approximate: bool,
}

/// Numbers of so many digits each, joined by hyphens.
fn numbers<const N: usize>(text: &str, digits: [usize; N]) -> Option<[u16; N]> {
    let mut parts = text.split('-');
    let mut found = [0; N];
    for (number, digits) in found.iter_mut().zip(digits) {
        let part = parts.next().filter(|part| part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()))?;
        *number = part.parse().ok()?;
    }
    parts.next().is_none().then_some(found)
}

/// What was given, where it is short enough to show.
fn shown(text: &str) -> &str {
    if text.chars().count() <= 32 { text } else { "a long text" }
}
