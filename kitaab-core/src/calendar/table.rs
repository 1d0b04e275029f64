//! The first days of the Hijri months by the Umm al-Qura calendar.

use std::sync::LazyLock;

use icu_calendar::Date;
use icu_calendar::cal::Hijri;
use icu_calendar::types::RataDie;

use super::hijri::HijriMonth;

/// The Hijri years that the Umm al-Qura tables hold: every valid day lies well within them.
pub(super) const YEARS: std::ops::RangeInclusive<u16> = 1300..=1600;

/// How many months they hold.
pub(super) const MONTHS: usize = 301 * 12;

/// Days from 0000-12-31, from which "rata die" numbers count, to 1970-01-01.
const EPOCH_AS_RATA_DIE: i64 = 719_163;

/// 1 Muharram 1300, 1882-11-12, in days since 1970-01-01.
const FIRST: i32 = -31_826;

/// The first days of all the months, and the day after the last month, in days since 1970-01-01.
///
/// Asked for month by month once, since `icu_calendar` takes much longer for a date than a look into a table.
static STARTS: LazyLock<Vec<i32>> = LazyLock::new(|| {
    let mut starts = Vec::with_capacity(MONTHS + 1);
    let mut next = FIRST;
    for _ in 0..MONTHS {
        starts.push(next);
        let first = RataDie::new(i64::from(next) + EPOCH_AS_RATA_DIE);
        next += i32::from(Date::from_rata_die(first, Hijri::new_umm_al_qura()).days_in_month());
    }
    starts.push(next);
    starts
});

/// The first day of a month, in days since 1970-01-01.
pub(super) fn start(month: HijriMonth) -> i32 {
    STARTS[month.place()]
}

/// The day after the last month, in days since 1970-01-01.
pub(super) fn end() -> i32 {
    STARTS[MONTHS]
}

/// The month that holds a day, given in days since 1970-01-01. Beyond the table, its first or last month.
pub(super) fn month_of(day: i32) -> HijriMonth {
    let after = STARTS[..MONTHS].partition_point(|start| *start <= day);
    HijriMonth::at(after.saturating_sub(1))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::day::Day;

    #[test]
    fn every_date_of_the_tables_goes_there_and_back() {
        for place in 0..MONTHS {
            let month = HijriMonth::at(place);
            let (first, next) = (start(month), STARTS[place + 1]);
            assert!((29..=30).contains(&(next - first)), "{month}");
            for day in first..next {
                assert_eq!(month_of(day), month);
            }
            // What icu_calendar itself makes of the month.
            let date =
                Date::try_new_hijri_with_calendar(month.year().into(), month.month(), 1, Hijri::new_umm_al_qura())
                    .unwrap();
            assert_eq!(date.to_rata_die().to_i64_date() - EPOCH_AS_RATA_DIE, first.into(), "{month}");
        }
        assert_eq!(HijriMonth::at(0).to_string(), "1300-01");
        assert_eq!(HijriMonth::at(MONTHS - 1).to_string(), "1600-12");
    }

    #[test]
    fn every_valid_day_lies_in_the_tables() {
        assert!(STARTS[0] < Day::MIN.epoch_days() && Day::MAX.epoch_days() < STARTS[MONTHS]);
    }
}
