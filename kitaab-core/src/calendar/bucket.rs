//! Periods of the calendar, by which insights group days.

use chrono::{Datelike, Months, NaiveDate};

use super::Calendar;
use super::hijri::HijriMonth;
use crate::day::{Day, DayRange};

/// A kind of period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Bucket {
    /// One day.
    Day,
    /// Seven days from the owner's first weekday on.
    Week,
    /// A month of the Gregorian calendar.
    Month,
    /// A year of the Gregorian calendar.
    Year,
    /// A month of the Hijri calendar, by the owner's sightings.
    HijriMonth,
    /// A year of the Hijri calendar, by the owner's sightings.
    HijriYear,
    /// All days.
    Whole,
}

impl Calendar {
    /// The whole period that holds `day`, cut only at [`Day::MIN`] and [`Day::MAX`].
    ///
    /// ```
    /// use kitaab_core::{Bucket, Calendar};
    /// let calendar = Calendar::new(6); // weeks from Sunday on
    /// let week = calendar.period(Bucket::Week, "2026-02-18".parse()?);
    /// assert_eq!((week.first().to_string(), week.last().to_string()), ("2026-02-15".into(), "2026-02-21".into()));
    /// let ramadan = calendar.period(Bucket::HijriMonth, "2026-03-01".parse()?);
    /// assert_eq!((ramadan.first().to_string(), ramadan.count()), ("2026-02-18".into(), 30));
    /// # Ok::<(), kitaab_core::Error>(())
    /// ```
    pub fn period(&self, bucket: Bucket, day: Day) -> DayRange {
        match bucket {
            Bucket::Day => DayRange::single(day),
            Bucket::Week => week(self.first_weekday(), day),
            Bucket::Month => gregorian(day, day.date().with_day(1), Months::new(1)),
            Bucket::Year => gregorian(day, day.date().with_ordinal(1), Months::new(12)),
            Bucket::HijriMonth => {
                let month = self.month_of(day);
                self.hijri_days(day, Some(month), month.next())
            }
            Bucket::HijriYear => {
                let year = self.month_of(day).year();
                let muharram = |year| HijriMonth::new(year, 1).ok();
                self.hijri_days(day, muharram(year), muharram(year + 1))
            }
            Bucket::Whole => DayRange::ALL,
        }
    }

    /// The periods that lie in `days`, in order; the first and the last are cut to them.
    pub fn periods(&self, bucket: Bucket, days: DayRange) -> impl Iterator<Item = DayRange> {
        let cut = move |day: Day| self.period(bucket, day).intersection(days);
        let next = move |period: &DayRange| period.last().next().filter(|next| *next <= days.last());
        std::iter::successors(cut(days.first()), move |period| cut(next(period)?))
    }

    /// The days from the beginning of one Hijri month to that of another, around `day`.
    fn hijri_days(&self, day: Day, from: Option<HijriMonth>, until: Option<HijriMonth>) -> DayRange {
        let first = from.map_or(Day::MIN, |month| clamped(self.start(month)));
        let last = until.map_or(Day::MAX, |month| clamped(self.start(month) - 1));
        DayRange::new(first, last).unwrap_or(DayRange::single(day))
    }
}

/// The week that holds `day`, cut at the ends of the calendar; `first_weekday` 0 = Monday … 6 = Sunday.
pub(crate) fn week(first_weekday: u8, day: Day) -> DayRange {
    #[allow(clippy::cast_possible_wrap, reason = "a weekday is 0 to 6")]
    let into = (day.weekday().num_days_from_monday() as i32 - i32::from(first_weekday)).rem_euclid(7);
    let (first, last) = (day.saturating_plus(-into), day.saturating_plus(6 - into));
    DayRange::new(first, last).unwrap_or(DayRange::single(day))
}

/// So many months from `first` on, around `day`.
fn gregorian(day: Day, first: Option<NaiveDate>, length: Months) -> DayRange {
    let days = first.and_then(|first| {
        let last = first.checked_add_months(length)?.pred_opt()?;
        DayRange::new(Day::from_date(first).ok()?, Day::from_date(last).ok()?).ok()
    });
    days.unwrap_or(DayRange::single(day))
}

/// A day from days since 1970-01-01, kept between [`Day::MIN`] and [`Day::MAX`].
fn clamped(epoch_days: i32) -> Day {
    Day::MIN.saturating_plus(epoch_days.saturating_sub(Day::MIN.epoch_days()))
}
