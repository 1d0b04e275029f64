//! The calendar: weeks, months and years, Gregorian and Hijri, and the days of meaning.
//!
//! The Hijri calendar is that of Umm al-Qura, by the tables in `icu_calendar`, with the first days that the
//! owner set by the local sighting put in their places. `docs/calendar.md` tells what it means for a person.

mod bucket;
mod hijri;
mod occasion;
mod table;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

use crate::day::{Day, DayRange, Weekday};

pub use bucket::Bucket;
pub(crate) use bucket::week;
pub use hijri::{HijriDate, HijriDay, HijriMonth};
pub(crate) use occasion::NO_FAST;
pub use occasion::{Occasion, Occasions};

/// How far a sighting may be from the tables to be heeded, in days. The rule for setting one is stricter; this
/// bound only keeps months in their order, whatever was stored.
const HEEDED: i32 = 9;

/// What is needed to reckon with days: the first weekday and the owner's sightings.
///
/// Cheap to make, and all its answers are total: they hold for every valid day.
///
/// ```
/// use kitaab_core::{Calendar, HijriDate};
/// let calendar = Calendar::new(0);
/// let day = "2026-02-18".parse()?;
/// assert_eq!(calendar.hijri(day).date.to_string(), "1447-09-01");
/// assert_eq!(calendar.day_of(HijriDate::new(1447, 9, 1)?), Some(day));
/// # Ok::<(), kitaab_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    first_weekday: u8,
    /// The months whose first day the owner set, with that day in days since 1970-01-01; in order.
    sighted: Vec<(HijriMonth, i32)>,
}

impl Calendar {
    /// A calendar by the tables alone, with weeks from `first_weekday` on: 0 = Monday … 6 = Sunday.
    pub const fn new(first_weekday: u8) -> Self {
        Self { first_weekday, sighted: Vec::new() }
    }

    /// The same with Hijri months that begin on other days than by the tables. Of a month given twice, the
    /// last one counts. Days more than 9 from the tables' are passed over, so that months keep their order.
    #[must_use]
    pub fn with_sightings(mut self, sightings: impl IntoIterator<Item = (HijriMonth, Day)>) -> Self {
        for (month, first) in sightings {
            let first = first.epoch_days();
            let place = self.sighted.binary_search_by_key(&month, |(month, _)| *month);
            if (first - table::start(month)).abs() <= HEEDED {
                match place {
                    Ok(place) => self.sighted[place].1 = first,
                    Err(place) => self.sighted.insert(place, (month, first)),
                }
            }
        }
        self
    }

    /// The first weekday: 0 = Monday … 6 = Sunday.
    pub const fn first_weekday(&self) -> u8 {
        self.first_weekday
    }

    /// The Hijri date of a day: of its daytime. The night before belongs to it.
    pub fn hijri(&self, day: Day) -> HijriDay {
        let month = self.month_of(day);
        let into = day.epoch_days() - self.start(month) + 1;
        HijriDay {
            date: HijriDate::of(month, u8::try_from(into).unwrap_or(u8::MAX)),
            sighted: self.sighting(month).is_some(),
            approximate: !table::YEARS.contains(&month.year()),
        }
    }

    /// The day of a Hijri date. None if the month is shorter than that, or for days before [`Day::MIN`] or
    /// after [`Day::MAX`].
    pub fn day_of(&self, date: HijriDate) -> Option<Day> {
        let first = self.start(date.hijri_month());
        let day = Day::from_epoch_days(first + i32::from(date.day()) - 1).ok()?;
        (self.month_of(day) == date.hijri_month()).then_some(day)
    }

    /// All that it tells of a day.
    pub fn day(&self, day: Day) -> CalendarDay {
        let hijri = self.hijri(day);
        let (month, number) = (hijri.date.month(), hijri.date.day());
        CalendarDay {
            day,
            weekday: day.weekday(),
            hijri,
            occasions: Occasions::of(hijri.date, day.weekday()),
            forbids_fasting: occasion::forbids_fasting(month, number),
        }
    }

    /// What a day means.
    pub fn occasions(&self, day: Day) -> Occasions {
        Occasions::of(self.hijri(day).date, day.weekday())
    }

    /// Whether nobody fasts on a day: on the two Eids and 11 to 13 Dhul-Hijjah.
    pub fn forbids_fasting(&self, day: Day) -> bool {
        let date = self.hijri(day).date;
        occasion::forbids_fasting(date.month(), date.day())
    }

    /// The Hijri months that lie in `days`, in order, each whole.
    pub fn hijri_months(&self, days: DayRange) -> impl Iterator<Item = HijriSpan> {
        let last = days.last().epoch_days();
        std::iter::successors(Some(self.month_of(days.first())), |month| month.next())
            .map(|month| self.span(month))
            .take_while(move |span| span.first <= last)
    }

    /// A Hijri month with its days.
    pub fn span(&self, month: HijriMonth) -> HijriSpan {
        let next = month.next().map_or_else(table::end, |next| self.start(next));
        HijriSpan { month, first: self.start(month), next }
    }

    /// The first day of a month, in days since 1970-01-01.
    fn start(&self, month: HijriMonth) -> i32 {
        self.sighting(month).unwrap_or_else(|| table::start(month))
    }

    /// The first day of a month that the owner set, if any.
    fn sighting(&self, month: HijriMonth) -> Option<i32> {
        if self.sighted.is_empty() {
            return None;
        }
        self.sighted.binary_search_by_key(&month, |(month, _)| *month).ok().map(|place| self.sighted[place].1)
    }

    /// The month that holds a day.
    fn month_of(&self, day: Day) -> HijriMonth {
        let day = day.epoch_days();
        let month = table::month_of(day);
        if self.sighted.is_empty() {
            return month;
        }
        // Sightings move a beginning by less than half a month, so it is this month or a neighbour of it.
        if day < self.start(month) {
            return month.previous().unwrap_or(month);
        }
        month.next().filter(|next| self.start(*next) <= day).unwrap_or(month)
    }
}

/// What the calendar tells of one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct CalendarDay {
    /// The day.
    pub day: Day,
    /// Its weekday.
    pub weekday: Weekday,
    /// Its Hijri date.
    pub hijri: HijriDay,
    /// What it means.
    pub occasions: Occasions,
    /// Whether nobody fasts on it.
    pub forbids_fasting: bool,
}

/// A Hijri month with its days, which may reach beyond the days that a book can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HijriSpan {
    month: HijriMonth,
    /// Its first day, and the day after its last, in days since 1970-01-01.
    first: i32,
    next: i32,
}

impl HijriSpan {
    /// The month.
    pub const fn month(self) -> HijriMonth {
        self.month
    }

    /// How many days it has: 29 or 30, but where sightings of several devices, put together, say otherwise.
    pub const fn length(self) -> i32 {
        self.next - self.first
    }

    /// Its first day, where a book can hold it.
    pub fn first_day(self) -> Option<Day> {
        Day::from_epoch_days(self.first).ok()
    }

    /// How many days a day lies after its first day, negative before it.
    pub const fn days_late(self, day: Day) -> i32 {
        day.epoch_days() - self.first
    }

    /// Its days, cut to those that a book can hold; none if it holds none of them.
    pub fn days(self) -> Option<DayRange> {
        let all = DayRange::ALL;
        let first = self.first.max(all.first().epoch_days());
        let last = (self.next - 1).min(all.last().epoch_days());
        DayRange::new(Day::from_epoch_days(first).ok()?, Day::from_epoch_days(last).ok()?).ok()
    }

    /// The day with a number in it, where the month has it and a book can hold it.
    pub fn day(self, number: u8) -> Option<Day> {
        let day = self.first.checked_add(i32::from(number).checked_sub(1)?)?;
        (self.first <= day && day < self.next).then(|| Day::from_epoch_days(day).ok())?
    }
}
