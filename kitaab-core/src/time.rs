//! Instants, and which day is "today".

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use minicbor::{Decode, Decoder, Encode, Encoder};

use crate::day::Day;
use crate::error::{Error, Result};
use crate::zone::Zone;

/// An instant in UTC, in microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// An instant from microseconds since 1970-01-01T00:00:00Z.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// The microseconds since 1970-01-01T00:00:00Z.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// As a chrono instant; beyond chrono's range (about 262,000 years) its nearest end.
    pub fn date_time(self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.0).unwrap_or(if self.0 < 0 {
            DateTime::<Utc>::MIN_UTC
        } else {
            DateTime::<Utc>::MAX_UTC
        })
    }
}

impl From<DateTime<Utc>> for Timestamp {
    fn from(instant: DateTime<Utc>) -> Self {
        Self(instant.timestamp_micros())
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.date_time().to_rfc3339_opts(chrono::SecondsFormat::Micros, true))
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Timestamp({self})")
    }
}

impl FromStr for Timestamp {
    type Err = Error;

    /// Reads RFC 3339, as `2024-02-29T05:12:00.000000Z`.
    fn from_str(text: &str) -> Result<Self> {
        DateTime::parse_from_rfc3339(text)
            .map(|instant| instant.with_timezone(&Utc).into())
            .map_err(|_| Error::invalid("instant", "must be written as in RFC 3339", ""))
    }
}

impl serde::Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Timestamp {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let text = <std::borrow::Cow<'_, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl<C> Encode<C> for Timestamp {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> std::result::Result<(), minicbor::encode::Error<W::Error>> {
        e.i64(self.0)?.ok()
    }
}

impl<'b, C> Decode<'b, C> for Timestamp {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> std::result::Result<Self, minicbor::decode::Error> {
        d.i64().map(Self)
    }
}

/// When a day starts: 0 to 720 minutes after midnight by the clocks of the owner's zone.
///
/// Someone who logs at 1 am sets 180 and still writes into yesterday.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct DayStart(u16);

impl DayStart {
    /// Midnight.
    pub const MIDNIGHT: Self = Self(0);

    /// So many minutes after midnight, at most 720.
    pub fn from_minutes(minutes: u16) -> Result<Self> {
        if minutes <= 720 {
            Ok(Self(minutes))
        } else {
            Err(Error::invalid("day_start", "must be from 0 to 720 minutes after midnight", minutes))
        }
    }

    /// The minutes after midnight.
    pub const fn minutes(self) -> u16 {
        self.0
    }

    /// The time that clocks show when a day starts.
    fn clock_time(self) -> NaiveTime {
        NaiveTime::MIN + TimeDelta::minutes(self.0.into())
    }
}

impl<'de> serde::Deserialize<'de> for DayStart {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        Self::from_minutes(u16::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

impl<C> Encode<C> for DayStart {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> std::result::Result<(), minicbor::encode::Error<W::Error>> {
        e.u16(self.0)?.ok()
    }
}

impl<'b, C> Decode<'b, C> for DayStart {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> std::result::Result<Self, minicbor::decode::Error> {
        Self::from_minutes(d.u16()?).map_err(minicbor::decode::Error::custom)
    }
}

/// The instant at which `day` starts in `zone`: the first at which its clocks show the day's date
/// and `day_start`, or later.
pub fn start_of_day(day: Day, zone: Zone, day_start: DayStart) -> Timestamp {
    zone.first_instant(day.date().and_time(day_start.clock_time()))
}

/// The day that `now` belongs to for someone in `zone` whose days start at `day_start`.
///
/// Reckoned as civil time: a day lasts from [`start_of_day`] to the start of the next, so that each
/// instant is in exactly one day, days never run backwards when clocks are set back, and a date that
/// a zone skips (Samoa's 2011-12-30) holds no instant.
///
/// An instant before 1900 or after 2100 is refused.
///
/// ```
/// use kitaab_core::{DayStart, today};
/// let now = "2024-06-01T22:30:00Z".parse()?; // 01:30 on 2 June in Riyadh
/// let riyadh = "Asia/Riyadh".parse()?;
/// assert_eq!(today(now, riyadh, DayStart::MIDNIGHT)?.to_string(), "2024-06-02");
/// assert_eq!(today(now, riyadh, DayStart::from_minutes(180)?)?.to_string(), "2024-06-01");
/// # Ok::<(), kitaab_core::Error>(())
/// ```
pub fn today(now: Timestamp, zone: Zone, day_start: DayStart) -> Result<Day> {
    let local = zone.local(now).date();
    // The date that clocks show is off by at most one: the day may not have started yet, or a clock
    // set back over midnight may show the date before.
    let shown = Day::from_date(local)?;
    [shown.next(), Some(shown), shown.previous()]
        .into_iter()
        .flatten()
        .find(|&day| start_of_day(day, zone, day_start) <= now)
        .or_else(|| shown.plus(-2))
        .ok_or_else(|| Error::invalid("now", "must be between 1900-01-01 and 2100-12-31", now))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn day_at(instant: &str, zone: &str, minutes: u16) -> String {
        today(instant.parse().unwrap(), zone.parse().unwrap(), DayStart::from_minutes(minutes).unwrap())
            .unwrap()
            .to_string()
    }

    #[test]
    fn a_skipped_midnight_starts_the_day_at_the_change() {
        // Cairo, 2014-05-16: clocks went from 00:00 to 01:00 on 2014-05-16 (Thursday night).
        let zone: Zone = "Africa/Cairo".parse().unwrap();
        let day = "2014-05-16".parse().unwrap();
        assert_eq!(start_of_day(day, zone, DayStart::MIDNIGHT).to_string(), "2014-05-15T22:00:00.000000Z");
        assert_eq!(day_at("2014-05-15T21:59:59Z", "Africa/Cairo", 0), "2014-05-15");
        assert_eq!(day_at("2014-05-15T22:00:00Z", "Africa/Cairo", 0), "2014-05-16");
    }

    #[test]
    fn a_repeated_hour_does_not_run_the_day_backwards() {
        // Berlin, 2024-10-27: 03:00 becomes 02:00 at 01:00Z. With a day start of 02:30 the first
        // 02:30 (00:30Z) starts the day; the second 02:15 (01:15Z) is still in it.
        assert_eq!(day_at("2024-10-27T00:29:59Z", "Europe/Berlin", 150), "2024-10-26");
        assert_eq!(day_at("2024-10-27T00:30:00Z", "Europe/Berlin", 150), "2024-10-27");
        assert_eq!(day_at("2024-10-27T01:15:00Z", "Europe/Berlin", 150), "2024-10-27");
    }

    #[test]
    fn clocks_set_back_over_midnight_keep_the_day() {
        // Havana, 2024-11-03: 01:00 becomes 00:00 at 05:00Z; and São Paulo, 2018-02-17: 24:00
        // becomes 23:00 at 02:00Z, so the date shown goes back from the 18th to the 17th.
        assert_eq!(day_at("2024-11-03T04:00:00Z", "America/Havana", 0), "2024-11-03");
        assert_eq!(day_at("2024-11-03T05:10:00Z", "America/Havana", 0), "2024-11-03");
        assert_eq!(day_at("2018-02-18T01:59:59Z", "America/Sao_Paulo", 0), "2018-02-17");
        assert_eq!(day_at("2018-02-18T02:30:00Z", "America/Sao_Paulo", 0), "2018-02-17");
        assert_eq!(day_at("2018-02-18T03:00:00Z", "America/Sao_Paulo", 0), "2018-02-18");
    }

    #[test]
    fn a_skipped_date_holds_no_instant() {
        // Samoa went from the end of 2011-12-29 to 2011-12-31 at 10:00Z.
        assert_eq!(day_at("2011-12-30T09:59:59Z", "Pacific/Apia", 0), "2011-12-29");
        assert_eq!(day_at("2011-12-30T10:00:00Z", "Pacific/Apia", 0), "2011-12-31");
    }

    #[test]
    fn instants_outside_the_calendar_are_refused() {
        for micros in [i64::MIN, i64::MAX] {
            let answer = today(Timestamp::from_micros(micros), Zone::UTC, DayStart::MIDNIGHT);
            assert_eq!(answer.unwrap_err().code(), "invalid");
        }
    }
}
