//! The profile of the week: on which weekdays what was due is kept.

use crate::day::{DayRange, Weekday};
use crate::error::Result;

use super::book::Book;
use super::heat_map::DayCounts;
use super::tally::share;
use super::{Insights, Subject};

/// What was kept on each weekday.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct WeekdayProfile {
    /// Of what.
    pub subject: Subject,
    /// The seven weekdays, from the owner's first one on.
    pub weekdays: Vec<WeekdayFigures>,
    /// The weekday with the highest rate, of several the first; none where all rates are the same.
    pub best: Option<Weekday>,
    /// The weekday with the lowest rate, of several the first; none where all rates are the same.
    pub worst: Option<Weekday>,
}

/// The figures of one weekday.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct WeekdayFigures {
    /// The weekday.
    pub weekday: Weekday,
    /// How many entries there are.
    pub entries: u64,
    /// How many due days of leaves.
    pub due: u64,
    /// How many of them were kept.
    pub kept: u64,
    /// `kept` as a share of `due`, a float from 0 to 1. None where nothing was due.
    pub rate: Option<f64>,
}

impl DayCounts {
    /// The profile that they make.
    pub(super) fn weekdays(&self, book: &Book<'_>, subject: Subject, days: DayRange) -> WeekdayProfile {
        let first = book.places_of(days).start;
        let mut weekday = book.frame.day(first).weekday();
        let mut found = Vec::with_capacity(7);
        for from in 0..7 {
            let sum = |column: &[u32]| column.iter().skip(from).step_by(7).map(|number| u64::from(*number)).sum();
            let (entries, due, kept) = (sum(&self.entries), sum(&self.due), sum(&self.kept));
            found.push(WeekdayFigures { weekday, entries, due, kept, rate: share(kept, due) });
            weekday = weekday.succ();
        }
        let first = u32::from(book.catalogue.calendar().first_weekday());
        found.sort_by_key(|figures| (figures.weekday.num_days_from_monday() + 7 - first % 7) % 7);

        // Exact: shares are compared crosswise.
        let higher = |a: &WeekdayFigures, b: &WeekdayFigures| a.kept * b.due > b.kept * a.due;
        let due = || found.iter().filter(|figures| figures.due > 0);
        let best = due().reduce(|best, next| if higher(next, best) { next } else { best });
        let worst = due().reduce(|worst, next| if higher(worst, next) { next } else { worst });
        let differ = best.zip(worst).filter(|(best, worst)| higher(best, worst));
        let (best, worst) = differ.map(|(best, worst)| (best.weekday, worst.weekday)).unzip();
        WeekdayProfile { subject, weekdays: found, best, worst }
    }
}

impl Insights<'_> {
    /// What was due and kept on each weekday over `days`. Leaves with a schedule of *n times per period* are not
    /// judged by days: of them only the entries are told.
    ///
    /// # Errors
    /// `not_found`.
    pub fn weekdays(&self, subject: Subject, days: DayRange) -> Result<WeekdayProfile> {
        let nodes = self.book.nodes(subject)?;
        Ok(DayCounts::of(&self.book, &nodes, days)?.weekdays(&self.book, subject, days))
    }
}
