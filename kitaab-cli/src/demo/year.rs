//! The days of the demo: which year it is, and when its Ramadan, its travels and its gaps are.

use kitaab::{Calendar, Day, DayRange, HijriSpan, Weekday};

/// How long the demo's story is.
const DAYS: u16 = 365;
/// The ninth month.
const RAMADAN: u8 = 9;

/// A year that ends today, and what stands out in it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Year {
    pub(crate) days: DayRange,
    /// The first Ramadan that begins in it.
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

    /// Whether a day is one of any Ramadan: the last days of one may stand at the beginning of the year.
    pub(crate) fn is_in_ramadan(day: Day) -> bool {
        Calendar::new(0).hijri(day).date.month() == RAMADAN
    }

    /// Whether the day is one for voluntary fasts.
    pub(crate) fn is_monday_or_thursday(day: Day) -> bool {
        matches!(day.weekday(), Weekday::Mon | Weekday::Thu)
    }
}

/// The first Ramadan that begins in a year, cut off where the year ends.
fn ramadan_within(days: DayRange) -> DayRange {
    let calendar = Calendar::new(0);
    let ramadans = calendar.hijri_months(days).filter(|span| span.month().month() == RAMADAN);
    let begun = ramadans.filter_map(HijriSpan::days).find(|ramadan| days.contains(ramadan.first()));
    begun.and_then(|ramadan| ramadan.intersection(days)).unwrap_or(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ramadan_is_where_the_calendar_has_it() {
        for (today, first, last) in [
            ("2026-11-20", "2026-02-18", "2026-03-19"),
            ("2025-12-31", "2025-03-01", "2025-03-29"),
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
