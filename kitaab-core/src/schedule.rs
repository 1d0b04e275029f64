//! When an item is due, and what makes a day kept.

use minicbor::{Decode, Encode};

use crate::amount::Amount;
use crate::calendar;
use crate::day::{Day, DayRange, Weekday};
use crate::error::{Error, Result};

/// A set of weekdays, never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Encode)]
#[cbor(transparent)]
pub struct Weekdays(#[n(0)] u8);

impl Weekdays {
    /// All seven.
    pub const ALL: Self = Self(0b111_1111);

    /// These weekdays; at least one.
    pub fn new(days: impl IntoIterator<Item = Weekday>) -> Result<Self> {
        let bits = days.into_iter().fold(0, |bits, day| bits | 1 << day.num_days_from_monday());
        Self::from_bits(bits)
    }

    /// From bits: bit 0 is Monday, bit 6 Sunday.
    pub fn from_bits(bits: u8) -> Result<Self> {
        match bits {
            0 => Err(Error::invalid("weekdays", "must name at least one day", "")),
            1..=0b111_1111 => Ok(Self(bits)),
            _ => Err(Error::invalid("weekdays", "must be seven bits", bits)),
        }
    }

    /// As bits: bit 0 is Monday, bit 6 Sunday.
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// Whether `day` is one of them.
    pub fn contains(self, day: Weekday) -> bool {
        self.0 & 1 << day.num_days_from_monday() != 0
    }

    /// The weekdays, Monday first.
    pub fn iter(self) -> impl Iterator<Item = Weekday> {
        const ORDER: [Weekday; 7] =
            [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];
        ORDER.into_iter().filter(move |day| self.contains(*day))
    }
}

impl serde::Serialize for Weekdays {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> serde::Deserialize<'de> for Weekdays {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        Self::new(Vec::<Weekday>::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

impl<'b, C> Decode<'b, C> for Weekdays {
    fn decode(d: &mut minicbor::Decoder<'b>, _: &mut C) -> std::result::Result<Self, minicbor::decode::Error> {
        Self::from_bits(d.u8()?).map_err(minicbor::decode::Error::custom)
    }
}

/// When an item is due.
///
/// The schedules of *n times per period* make an item due on every day of the period (it may be done
/// on any of them); streaks, rates and `every_day` conditions judge them by the whole period.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Encode, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Schedule {
    /// Every day.
    #[n(0)]
    Daily,
    /// On these days of the week.
    #[n(1)]
    Weekdays(#[n(0)] Weekdays),
    /// So many times in a week that starts on the given weekday. The weekday is kept with the
    /// schedule, so that changing the owner's first weekday does not rewrite the past.
    #[n(2)]
    TimesPerWeek {
        /// How often, 1 to 7.
        #[n(0)]
        times: u8,
        /// The first day of the week: 0 = Monday … 6 = Sunday.
        #[n(1)]
        week_start: u8,
    },
    /// So many times in a calendar month.
    #[n(3)]
    TimesPerMonth {
        /// How often, 1 to 31.
        #[n(0)]
        times: u8,
    },
    /// Every `n` days, counted from a day.
    #[n(4)]
    EveryNDays {
        /// The distance in days, 1 to 3,660.
        #[n(0)]
        n: u16,
        /// A day on which it is due; due days are counted from it in both directions.
        #[n(1)]
        from: Day,
    },
    /// On these days (1 to 30) of every Hijri month.
    #[n(5)]
    HijriMonthDays(#[n(0)] Vec<u8>),
    /// Daily in these months (1 = Muharram … 12) of the Hijri year.
    #[n(6)]
    HijriMonths(#[n(0)] Vec<u8>),
    /// On these (month, day) dates of the Hijri year.
    #[n(7)]
    HijriDates(#[n(0)] Vec<(u8, u8)>),
}

/// The period by which a schedule of *n times per period* is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// How often in the period.
    pub times: u32,
    /// The whole period that holds the day asked for, even where it runs past a window.
    pub period: DayRange,
}

impl Schedule {
    /// Checks the numbers in it.
    ///
    /// # Errors
    /// `invalid` for a number out of its range, `unsupported` for the Hijri schedules, which this
    /// version can keep but not yet reckon.
    pub fn check(&self) -> Result<()> {
        let within = |field: &'static str, value: u32, max: u32| {
            if (1..=max).contains(&value) {
                Ok(())
            } else {
                Err(Error::invalid(field, format!("must be from 1 to {max}"), value))
            }
        };
        match self {
            Self::Daily | Self::Weekdays(_) => Ok(()),
            Self::TimesPerWeek { times, week_start } => {
                within("times", (*times).into(), 7)?;
                within("week_start", u32::from(*week_start) + 1, 7)
            }
            Self::TimesPerMonth { times } => within("times", (*times).into(), 31),
            Self::EveryNDays { n, .. } => within("n", (*n).into(), 3_660),
            Self::HijriMonthDays(_) | Self::HijriMonths(_) | Self::HijriDates(_) => {
                Err(Error::unsupported("a Hijri schedule"))
            }
        }
    }

    /// Whether it names `day`. A schedule of *n times per period* names every day.
    pub fn names(&self, day: Day) -> bool {
        match self {
            Self::Daily | Self::TimesPerWeek { .. } | Self::TimesPerMonth { .. } => true,
            Self::Weekdays(days) => days.contains(day.weekday()),
            Self::EveryNDays { n, from } => day.since(*from).rem_euclid(i32::from(*n).max(1)) == 0,
            // `check` keeps these out of new records.
            Self::HijriMonthDays(_) | Self::HijriMonths(_) | Self::HijriDates(_) => false,
        }
    }

    /// For a schedule of *n times per period*: how often, and the period that holds `day`. The
    /// periods at the very ends of the calendar are cut off there.
    pub fn quota(&self, day: Day) -> Option<Quota> {
        match self {
            Self::TimesPerWeek { times, week_start } => {
                Some(Quota { times: (*times).into(), period: calendar::week(*week_start, day) })
            }
            Self::TimesPerMonth { times } => Some(Quota { times: (*times).into(), period: calendar::month(day) }),
            _ => None,
        }
    }
}

impl<'b, C> Decode<'b, C> for Schedule {
    fn decode(d: &mut minicbor::Decoder<'b>, ctx: &mut C) -> std::result::Result<Self, minicbor::decode::Error> {
        d.array()?;
        let at = d.position();
        let tag = d.u32()?;
        let fields = d.array()?.unwrap_or(0);
        let schedule = match (tag, fields) {
            (0, 0) => Self::Daily,
            (1, 1) => Self::Weekdays(d.decode_with(ctx)?),
            (2, 2) => Self::TimesPerWeek { times: d.u8()?, week_start: d.u8()? },
            (3, 1) => Self::TimesPerMonth { times: d.u8()? },
            (4, 2) => Self::EveryNDays { n: d.u16()?, from: d.decode_with(ctx)? },
            (5, 1) => Self::HijriMonthDays(d.decode_with(ctx)?),
            (6, 1) => Self::HijriMonths(d.decode_with(ctx)?),
            (7, 1) => Self::HijriDates(d.decode_with(ctx)?),
            _ => return Err(minicbor::decode::Error::unknown_variant(tag.into()).at(at)),
        };
        match schedule.check() {
            Ok(()) | Err(Error::Unsupported { .. }) => Ok(schedule),
            Err(error) => Err(minicbor::decode::Error::custom(error)),
        }
    }
}

/// What makes a day kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Encode, Decode, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Goal {
    /// At least this amount; for count deeds.
    #[n(0)]
    AmountAtLeast(#[n(0)] Amount),
    /// At most this amount; for count deeds.
    #[n(1)]
    AmountAtMost(#[n(0)] Amount),
    /// A score of at least this; for scale deeds.
    #[n(2)]
    ScoreAtLeast(#[n(0)] i32),
    /// A score of at most this; for scale deeds.
    #[n(3)]
    ScoreAtMost(#[n(0)] i32),
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn every_schedule_survives_its_encoding() {
        for schedule in [
            Schedule::Daily,
            Schedule::Weekdays(Weekdays::new([Weekday::Mon, Weekday::Thu]).unwrap()),
            Schedule::TimesPerWeek { times: 3, week_start: 6 },
            Schedule::TimesPerMonth { times: 10 },
            Schedule::EveryNDays { n: 3, from: day("2024-02-29") },
            Schedule::HijriMonthDays(vec![13, 14, 15]),
            Schedule::HijriMonths(vec![9]),
            Schedule::HijriDates(vec![(1, 9), (1, 10)]),
        ] {
            let bytes = minicbor::to_vec(&schedule).unwrap();
            assert_eq!(minicbor::decode::<Schedule>(&bytes).unwrap(), schedule);
        }
    }

    #[test]
    fn weeks_start_where_the_schedule_says() {
        let sundays = Schedule::TimesPerWeek { times: 3, week_start: 6 };
        let quota = sundays.quota(day("2024-03-02")).unwrap(); // a Saturday
        assert_eq!((quota.period.first(), quota.period.last()), (day("2024-02-25"), day("2024-03-02")));
        let months = Schedule::TimesPerMonth { times: 2 };
        assert_eq!(months.quota(day("2024-02-10")).unwrap().period.last(), day("2024-02-29"));
        assert_eq!(months.quota(Day::MAX).unwrap().period.last(), Day::MAX);
    }

    #[test]
    fn every_n_days_counts_both_ways() {
        let third = Schedule::EveryNDays { n: 3, from: day("2024-03-01") };
        assert!(third.names(day("2024-02-27")) && third.names(day("2024-03-04")));
        assert!(!third.names(day("2024-02-28")));
    }

    #[test]
    fn numbers_out_of_range_are_refused() {
        for bad in [
            Schedule::TimesPerWeek { times: 8, week_start: 0 },
            Schedule::TimesPerWeek { times: 1, week_start: 7 },
            Schedule::TimesPerMonth { times: 0 },
            Schedule::EveryNDays { n: 0, from: day("2024-03-01") },
        ] {
            assert_eq!(bad.check().unwrap_err().code(), "invalid");
            assert!(minicbor::decode::<Schedule>(&minicbor::to_vec(&bad).unwrap()).is_err());
        }
        assert_eq!(Schedule::HijriMonths(vec![9]).check().unwrap_err().code(), "unsupported");
    }
}
