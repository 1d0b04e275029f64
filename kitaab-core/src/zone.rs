//! Time zones, and what clocks show in them.
//!
//! The IANA time zones are compiled in, so that a day begins at the same instant everywhere. `build.rs` writes their tables.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use chrono::{NaiveDateTime, TimeDelta};
use minicbor::{Decode, Decoder, Encode, Encoder};

use crate::error::{Error, Result};
use crate::time::Timestamp;

/// A table that build.rs wrote: numbers of some bytes each.
macro_rules! table {
    ($name:literal) => {
        include_bytes!(concat!(env!("OUT_DIR"), "/", $name)).as_chunks().0
    };
}

/// The names of all zones, in order, without anything between them.
const NAMES: &str = include_str!(concat!(env!("OUT_DIR"), "/names"));
/// Where each name ends.
static ENDS: &[[u8; 2]] = table!("ends");
/// Which clocks each zone has.
static CLOCKS: &[[u8; 2]] = table!("clocks");
/// Where the changes of all clocks start, and after them where the last ones end.
static FIRST_CHANGES: &[[u8; 2]] = table!("first-changes");
/// The changes: which quarter of an hour since 1700, times 256, and which of their clocks' kinds.
static CHANGES: &[[u8; 4]] = table!("changes");
/// Where the kinds of all clocks start.
static FIRST_KINDS: &[[u8; 2]] = table!("first-kinds");
/// The kinds: by how many seconds clocks are ahead of UTC, times 1024, and the seconds past the quarter.
static KINDS: &[[u8; 4]] = table!("kinds");

/// Where the quarters are counted from: 1700-01-01, in seconds since 1970.
const START: i64 = -8_520_336_000;
const QUARTER: i64 = 900;
const MICROS: i64 = 1_000_000;

/// An IANA time zone, such as `Asia/Riyadh`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Zone(u16);

impl Zone {
    /// Coordinated universal time.
    pub const UTC: Self = Self(u16::from_le_bytes(*include_bytes!(concat!(env!("OUT_DIR"), "/utc"))));

    /// All zones, in the order of their names. Some have more than one name.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..).zip(ENDS).map(|(number, _)| Self(number))
    }

    /// The zone's name.
    pub fn name(self) -> &'static str {
        let number = usize::from(self.0);
        let start = number.checked_sub(1).map_or(0, |before| short(ENDS, before));
        &NAMES[start..short(ENDS, number)]
    }

    /// What the zone's clocks show at an instant.
    pub fn local(self, at: Timestamp) -> NaiveDateTime {
        let clocks = Clocks::of(self);
        let utc = at.date_time().naive_utc();
        let (_, offset) = clocks.change(clocks.at(at.micros().div_euclid(MICROS)));
        utc.checked_add_signed(TimeDelta::seconds(offset)).unwrap_or(utc)
    }

    /// The first instant at which the zone's clocks show `local` or later. A time that a clock
    /// change skips is reached at the change; one that it repeats is reached the first time.
    pub fn first_instant(self, local: NaiveDateTime) -> Timestamp {
        let clocks = Clocks::of(self);
        let shown = local.and_utc().timestamp_micros();
        // No clock is off by two days, so that it shows less before that change.
        let first = clocks.at(shown.div_euclid(MICROS) - 2 * 86_400);
        let reached = (first..clocks.changes.len()).find_map(|change| {
            let (from, offset) = clocks.change(change);
            let reached = (shown - offset * MICROS).max(from.saturating_mul(MICROS));
            let until = clocks.changes.get(change + 1).map(|_| clocks.change(change + 1).0);
            until.is_none_or(|until| reached < until * MICROS).then_some(reached)
        });
        Timestamp::from_micros(reached.unwrap_or(shown))
    }
}

/// How the clocks of a zone change.
struct Clocks {
    changes: &'static [[u8; 4]],
    first_kind: usize,
}

impl Clocks {
    fn of(zone: Zone) -> Self {
        let clocks = short(CLOCKS, zone.0.into());
        let changes = short(FIRST_CHANGES, clocks)..short(FIRST_CHANGES, clocks + 1);
        Self { changes: &CHANGES[changes], first_kind: short(FIRST_KINDS, clocks) }
    }

    /// From which second since 1970 on a change holds, and how many seconds clocks are then ahead of UTC. The first
    /// holds from ever.
    fn change(&self, index: usize) -> (i64, i64) {
        let [number, ..] = self.changes[index];
        let kind = i64::from(i32::from_le_bytes(KINDS[self.first_kind + usize::from(number)]));
        let from = if index == 0 { i64::MIN } else { START + quarter(self.changes[index]) * QUARTER + (kind & 0x3ff) };
        (from, kind >> 10)
    }

    /// The change that holds at a second since 1970.
    fn at(&self, second: i64) -> usize {
        let now = (second - START).div_euclid(QUARTER);
        let last = self.changes.partition_point(|change| quarter(*change) <= now).saturating_sub(1);
        // In its own quarter a change may be still to come.
        if self.change(last).0 <= second { last } else { last - 1 }
    }
}

fn quarter(change: [u8; 4]) -> i64 {
    i64::from(u32::from_le_bytes(change) >> 8)
}

fn short(table: &[[u8; 2]], index: usize) -> usize {
    u16::from_le_bytes(table[index]).into()
}

impl FromStr for Zone {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        let (mut low, mut high) = (0, ENDS.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let zone = Self(u16::try_from(middle).unwrap_or(u16::MAX));
            match zone.name().cmp(name) {
                Ordering::Less => low = middle + 1,
                Ordering::Equal => return Ok(zone),
                Ordering::Greater => high = middle,
            }
        }
        let shown = if name.chars().count() <= 64 { name } else { "a long text" };
        Err(Error::invalid("zone", "must be the name of an IANA time zone such as Asia/Riyadh", shown))
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Zone({self})")
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl serde::Serialize for Zone {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> serde::Deserialize<'de> for Zone {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let text = <std::borrow::Cow<'_, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl<C> Encode<C> for Zone {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> std::result::Result<(), minicbor::encode::Error<W::Error>> {
        e.str(self.name())?.ok()
    }
}

impl<'b, C> Decode<'b, C> for Zone {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> std::result::Result<Self, minicbor::decode::Error> {
        d.str()?.parse().map_err(minicbor::decode::Error::custom)
    }
}
