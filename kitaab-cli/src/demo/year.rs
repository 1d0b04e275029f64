//! The days of the demo: which year it is, and when its Ramadan, its travels and its gaps are.

use kitaab::{Day, DayRange, Weekday};

/// How long the demo's story is.
const DAYS: u16 = 365;
/// Days of the tabular Islamic calendar before 1970-01-01.
const HIJRI_EPOCH: i32 = -492_149;

/// A year that ends today, and what stands out in it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Year {
    pub(crate) days: DayRange,
    /// By the tabular calendar, which may be a day away from the one that was seen.
    pub(crate) ramadan: DayRange,
    /// In the middle of Ramadan.
    pub(crate) illness: DayRange,
    /// Some weeks ago.
    pub(crate) travel: DayRange,
    /// Days on which the book was not opened at all.
    pub(crate) gap: DayRange,
}

impl Year {
    /// The year that ends with `today`.
    pub(crate) fn ending(today: Day) -> Self {
        let days = DayRange::ending(today, DAYS);
        let ramadan = ramadan_within(days);
        let span = |first: Day, count: u16| DayRange::ending(first.saturating_plus(i32::from(count) - 1), count);
        Self {
            days,
            ramadan,
            illness: span(ramadan.first().saturating_plus(11), 3),
            travel: span(today.saturating_plus(-33), 5),
            gap: span(today.saturating_plus(-96), 6),
        }
    }

    /// Whether the day is one for voluntary fasts.
    pub(crate) fn is_monday_or_thursday(day: Day) -> bool {
        matches!(day.weekday(), Weekday::Mon | Weekday::Thu)
    }
}

/// The first Ramadan that begins in a year, cut off where the year ends.
fn ramadan_within(days: DayRange) -> DayRange {
    // Ramadan is the ninth month, and 30 days long in the tabular calendar.
    let first_day = |year: i32| 1 + 236 + (year - 1) * 354 + (3 + 11 * year).div_euclid(30) + HIJRI_EPOCH;
    (1_300..1_600)
        .filter_map(|year| Day::from_epoch_days(first_day(year)).ok())
        .find(|first| days.contains(*first))
        .and_then(|first| DayRange::new(first, first.saturating_plus(29)).ok())
        .and_then(|ramadan| ramadan.intersection(days))
        .unwrap_or(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ramadan_is_where_the_tabular_calendar_has_it() {
        for (today, first, last) in [
            ("2026-11-20", "2026-02-18", "2026-03-19"),
            ("2025-12-31", "2025-03-01", "2025-03-30"),
            ("2024-12-31", "2024-03-11", "2024-04-09"),
        ] {
            let year = Year::ending(today.parse().unwrap());
            assert_eq!(
                (year.ramadan.first().to_string(), year.ramadan.last().to_string()),
                (first.into(), last.into())
            );
            assert_eq!(year.days.count(), 365);
            assert!(year.ramadan.contains(year.illness.first()));
        }
    }

    #[test]
    fn every_year_has_a_ramadan_and_all_its_days_in_it() {
        let start: Day = "2024-01-01".parse().unwrap();
        for ahead in 0..1_500 {
            let year = Year::ending(start.plus(ahead).unwrap());
            assert!(year.ramadan.count() <= 30, "{year:?}");
        }
    }
}
