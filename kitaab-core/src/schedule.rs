//! When an item is due, and what makes a day kept.

use minicbor::{Decode, Encode};

use crate::amount::Amount;
use crate::calendar::{self, Bucket, Calendar};
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
    /// So many times in one month of the Hijri year, and not in the others: six of Shawwal.
    #[n(8)]
    TimesInHijriMonth {
        /// The month: 1 = Muharram … 12.
        #[n(0)]
        month: u8,
        /// How often, 1 to 30.
        #[n(1)]
        times: u8,
    },
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
    /// `invalid` for a number out of its range, for none at all and for one named twice.
    pub fn check(&self) -> Result<()> {
        match self {
            Self::Daily | Self::Weekdays(_) => Ok(()),
            Self::TimesPerWeek { times, week_start } => {
                within("times", *times, 7)?;
                match week_start {
                    0..=6 => Ok(()),
                    other => Err(Error::invalid("week_start", "must be from 0 to 6", other)),
                }
            }
            Self::TimesPerMonth { times } => within("times", *times, 31),
            Self::EveryNDays { n, .. } => within("n", *n, 3_660),
            Self::HijriMonthDays(days) => {
                each_once("days", days)?;
                days.iter().try_for_each(|day| within("days", *day, 30))
            }
            Self::HijriMonths(months) => {
                each_once("months", months)?;
                months.iter().try_for_each(|month| within("months", *month, 12))
            }
            Self::HijriDates(dates) => {
                each_once("dates", &dates.iter().map(|(month, day)| format!("{month}-{day}")).collect::<Vec<_>>())?;
                dates.iter().try_for_each(|(month, day)| {
                    within("dates.month", *month, 12)?;
                    within("dates.day", *day, 30)
                })
            }
            Self::TimesInHijriMonth { month, times } => {
                within("month", *month, 12)?;
                within("times", *times, 30)
            }
        }
    }

    /// Whether it names `day`. A schedule of *n times per period* names every day of its periods.
    ///
    /// ```
    /// use kitaab_core::{Calendar, Schedule};
    /// let ashura = Schedule::HijriDates(vec![(1, 9), (1, 10)]);
    /// assert!(ashura.names("2026-06-25".parse()?, &Calendar::new(0))); // 10 Muharram 1448
    /// # Ok::<(), kitaab_core::Error>(())
    /// ```
    pub fn names(&self, day: Day, calendar: &Calendar) -> bool {
        let hijri = || calendar.hijri(day).date;
        match self {
            Self::Daily | Self::TimesPerWeek { .. } | Self::TimesPerMonth { .. } => true,
            Self::Weekdays(days) => days.contains(day.weekday()),
            Self::EveryNDays { n, from } => day.since(*from).rem_euclid(i32::from(*n).max(1)) == 0,
            Self::HijriMonthDays(days) => days.contains(&hijri().day()),
            Self::HijriMonths(months) => months.contains(&hijri().month()),
            Self::HijriDates(dates) => dates.contains(&(hijri().month(), hijri().day())),
            Self::TimesInHijriMonth { month, .. } => *month == hijri().month(),
        }
    }

    /// Whether it is one of *n times per period*.
    pub const fn is_quota(&self) -> bool {
        matches!(self, Self::TimesPerWeek { .. } | Self::TimesPerMonth { .. } | Self::TimesInHijriMonth { .. })
    }

    /// Whether it is reckoned by the Hijri calendar, so that a sighting may move its days.
    pub const fn is_hijri(&self) -> bool {
        matches!(
            self,
            Self::HijriMonthDays(_) | Self::HijriMonths(_) | Self::HijriDates(_) | Self::TimesInHijriMonth { .. }
        )
    }

    /// For a schedule of *n times per period*: how often, and the period that holds `day`; none in a Hijri month
    /// other than the one it names. The periods at the very ends of the calendar are cut off there.
    pub fn quota(&self, day: Day, calendar: &Calendar) -> Option<Quota> {
        let (times, period) = match self {
            Self::TimesPerWeek { times, week_start } => (*times, calendar::week(*week_start, day)),
            Self::TimesPerMonth { times } => (*times, calendar.period(Bucket::Month, day)),
            Self::TimesInHijriMonth { month, times } => {
                if calendar.hijri(day).date.month() != *month {
                    return None;
                }
                (*times, calendar.period(Bucket::HijriMonth, day))
            }
            _ => return None,
        };
        Some(Quota { times: times.into(), period })
    }
}

/// Refuses a number that is not from 1 to `max`.
fn within(field: &'static str, value: impl Into<u32>, max: u32) -> Result<()> {
    let value = value.into();
    if (1..=max).contains(&value) {
        Ok(())
    } else {
        Err(Error::invalid(field, format!("must be from 1 to {max}"), value))
    }
}

/// Refuses an empty list, and one that names something twice.
fn each_once<T: PartialEq + std::fmt::Display>(field: &'static str, named: &[T]) -> Result<()> {
    if named.is_empty() {
        return Err(Error::invalid(field, "must name at least one", ""));
    }
    match (1..named.len()).find(|place| named[..*place].contains(&named[*place])) {
        Some(twice) => Err(Error::invalid(field, "must not name one twice", &named[twice])),
        None => Ok(()),
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
            (8, 2) => Self::TimesInHijriMonth { month: d.u8()?, times: d.u8()? },
            _ => return Err(minicbor::decode::Error::unknown_variant(tag.into()).at(at)),
        };
        schedule.check().map_err(minicbor::decode::Error::custom)?;
        Ok(schedule)
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
            Schedule::TimesInHijriMonth { month: 10, times: 6 },
        ] {
            assert_eq!(schedule.check(), Ok(()));
            let bytes = minicbor::to_vec(&schedule).unwrap();
            assert_eq!(minicbor::decode::<Schedule>(&bytes).unwrap(), schedule);
        }
    }

    #[test]
    fn weeks_start_where_the_schedule_says() {
        let calendar = Calendar::new(0);
        let sundays = Schedule::TimesPerWeek { times: 3, week_start: 6 };
        let quota = sundays.quota(day("2024-03-02"), &calendar).unwrap(); // a Saturday
        assert_eq!((quota.period.first(), quota.period.last()), (day("2024-02-25"), day("2024-03-02")));
        let months = Schedule::TimesPerMonth { times: 2 };
        assert_eq!(months.quota(day("2024-02-10"), &calendar).unwrap().period.last(), day("2024-02-29"));
        assert_eq!(months.quota(Day::MAX, &calendar).unwrap().period.last(), Day::MAX);
    }

    #[test]
    fn every_n_days_counts_both_ways() {
        let calendar = Calendar::new(0);
        let third = Schedule::EveryNDays { n: 3, from: day("2024-03-01") };
        assert!(third.names(day("2024-02-27"), &calendar) && third.names(day("2024-03-04"), &calendar));
        assert!(!third.names(day("2024-02-28"), &calendar));
    }

    #[test]
    fn hijri_schedules_follow_the_sightings() {
        // Ramadan 1447 from 2026-02-18 by the table, from the 19th by the sighting.
        let table = Calendar::new(0);
        let sighted = table.clone().with_sightings([("1447-09".parse().unwrap(), day("2026-02-19"))]);
        let named =
            |schedule: &Schedule, on: &str| [&table, &sighted].map(|calendar| schedule.names(day(on), calendar));
        let ramadan = Schedule::HijriMonths(vec![9]);
        assert_eq!(named(&ramadan, "2026-02-18"), [true, false]);
        assert_eq!(named(&ramadan, "2026-03-19"), [true, true]);
        assert_eq!(named(&Schedule::HijriMonthDays(vec![13, 14, 15]), "2026-03-02"), [true, false]);
        assert_eq!(named(&Schedule::HijriMonthDays(vec![30]), "2026-02-18"), [false, true]);
        assert_eq!(named(&Schedule::HijriDates(vec![(9, 27)]), "2026-03-17"), [false, true]);
        let shawwal = Schedule::TimesInHijriMonth { month: 10, times: 6 };
        assert_eq!(named(&shawwal, "2026-03-20"), [true, true]);
        assert_eq!(named(&shawwal, "2026-03-19"), [false, false]);
        let quota = shawwal.quota(day("2026-04-01"), &sighted).unwrap();
        assert_eq!((quota.times, quota.period.first(), quota.period.count()), (6, day("2026-03-20"), 29));
        assert_eq!(shawwal.quota(day("2026-04-18"), &sighted), None);
        assert!(shawwal.is_quota() && shawwal.is_hijri() && !ramadan.is_quota() && !Schedule::Daily.is_hijri());
    }

    #[test]
    fn a_first_weekday_out_of_range_is_told_as_it_was_given() {
        let error = Schedule::TimesPerWeek { times: 1, week_start: 7 }.check().unwrap_err();
        assert_eq!(error.to_string(), "week_start must be from 0 to 6 (given: 7)");
        Schedule::TimesPerWeek { times: 1, week_start: 6 }.check().unwrap();
    }

    #[test]
    fn numbers_out_of_range_are_refused() {
        for (bad, field) in [
            (Schedule::TimesPerWeek { times: 8, week_start: 0 }, "times"),
            (Schedule::TimesPerWeek { times: 1, week_start: 7 }, "week_start"),
            (Schedule::TimesPerMonth { times: 0 }, "times"),
            (Schedule::EveryNDays { n: 0, from: day("2024-03-01") }, "n"),
            (Schedule::HijriMonthDays(vec![]), "days"),
            (Schedule::HijriMonthDays(vec![31]), "days"),
            (Schedule::HijriMonthDays(vec![13, 14, 13]), "days"),
            (Schedule::HijriMonths(vec![]), "months"),
            (Schedule::HijriMonths(vec![0]), "months"),
            (Schedule::HijriMonths(vec![9, 9]), "months"),
            (Schedule::HijriDates(vec![]), "dates"),
            (Schedule::HijriDates(vec![(13, 1)]), "dates.month"),
            (Schedule::HijriDates(vec![(12, 31)]), "dates.day"),
            (Schedule::HijriDates(vec![(1, 9), (1, 9)]), "dates"),
            (Schedule::TimesInHijriMonth { month: 13, times: 6 }, "month"),
            (Schedule::TimesInHijriMonth { month: 10, times: 31 }, "times"),
        ] {
            match bad.check().unwrap_err() {
                Error::Invalid { field: found, .. } => assert_eq!(found, field, "{bad:?}"),
                other => panic!("{other}"),
            }
            assert!(minicbor::decode::<Schedule>(&minicbor::to_vec(&bad).unwrap()).is_err());
        }
    }
}
