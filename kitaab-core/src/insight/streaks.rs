//! Streaks: runs of kept due days, or of kept periods.

use crate::day::{Day, DayRange};
use crate::error::Result;
use crate::evaluate::{DUE, Period, QUOTA, REACHED};
use crate::id::ItemId;
use crate::item::Item;
use crate::schedule::Schedule;

use super::Insights;
use super::book::Book;
use super::tally::reached;

/// The runs of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Streaks {
    /// The item.
    pub item: ItemId,
    /// The run that nothing has broken yet; none if the last thing due was not kept.
    pub current: Option<Streak>,
    /// The longest run; of equally long ones the latest. A week counts as seven days in this, a month as thirty.
    pub longest: Option<Streak>,
}

/// A run in which everything due was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Streak {
    /// How many due days, weeks or months were kept one after the other.
    pub length: u32,
    /// What is counted.
    pub unit: StreakUnit,
    /// The first day that was kept, or that of the first period.
    pub first: Day,
    /// The last day that was kept, or that of the last period.
    pub last: Day,
}

/// What a streak is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum StreakUnit {
    /// Due days.
    Day,
    /// Weeks, by a schedule of *n times per week*.
    Week,
    /// Months, by a schedule of *n times per month*.
    Month,
    /// Hijri months, one in each year, by a schedule of *n times in a Hijri month*.
    HijriMonth,
}

impl StreakUnit {
    /// How many days it stands for where runs of several units are compared.
    const fn weight(self) -> u64 {
        match self {
            Self::Day => 1,
            Self::Week => 7,
            Self::Month | Self::HijriMonth => 30,
        }
    }

    /// By what the schedule that holds on `day` is judged.
    fn of(item: &Item, day: Day) -> Self {
        match item.schedule_on(day) {
            Schedule::TimesPerMonth { .. } => Self::Month,
            Schedule::TimesInHijriMonth { .. } => Self::HijriMonth,
            _ => Self::Week,
        }
    }
}

impl Insights<'_> {
    /// The current and the longest run of an item within `days`: those up to today for the present state.
    /// None of both for a hidden item.
    ///
    /// # Errors
    /// `not_found`.
    pub fn streaks(&self, item: ItemId, days: DayRange) -> Result<Streaks> {
        let book = &self.book;
        let place = book.place(item)?;
        let node = book.node(place);
        if !node.shown {
            return Ok(Streaks { item, current: None, longest: None });
        }
        let periods = &book.standing(node)?.periods;
        let runs = if book.is_parent(place) {
            runs(book, node.item, &book.days_of(place)?, periods, days)?
        } else {
            runs(book, node.item, &book.standing(node)?.flags, periods, days)?
        };
        Ok(Streaks { item, current: runs.current, longest: runs.longest })
    }
}

/// The runs so far.
#[derive(Default)]
struct Runs {
    current: Option<Streak>,
    longest: Option<Streak>,
}

impl Runs {
    fn kept(&mut self, unit: StreakUnit, first: Day, last: Day) {
        let run = match self.current.take() {
            Some(run) if run.unit == unit => Streak { length: run.length.saturating_add(1), last, ..run },
            _ => Streak { length: 1, unit, first, last },
        };
        let length = |run: Streak| u64::from(run.length) * run.unit.weight();
        if self.longest.is_none_or(|longest| length(run) >= length(longest)) {
            self.longest = Some(run);
        }
        self.current = Some(run);
    }

    fn judged(&mut self, kept: bool, unit: StreakUnit, first: Day, last: Day) {
        if kept { self.kept(unit, first, last) } else { self.current = None }
    }
}

/// The runs within `days`, given how each day stands and the item's own periods.
fn runs(book: &Book<'_>, item: &Item, flags: &[u8], periods: &[Period], days: DayRange) -> Result<Runs> {
    let frame = book.frame;
    let mut runs = Runs::default();
    let own = &book.standing(book.node(book.place(item.id)?))?.flags;
    let within = frame.places(days);
    // Of a look up to today, the period that is not over is a part, too.
    let end = if days.last() < book.options.today { within.end } else { frame.len() };
    let inside = |period: &&Period| within.start <= period.days.start && period.days.end <= end;
    let mut periods = periods.iter().filter(inside).peekable();
    for place in within.clone() {
        while let Some(period) = periods.next_if(|period| period.days.start <= place) {
            let kept = reached(&own[period.days.clone()]) >= period.needed;
            if kept || period.days.end <= book.not_over() {
                let (first, last) = (frame.day(period.days.start), frame.day(period.days.end - 1));
                runs.judged(kept, StreakUnit::of(item, first), first, last);
            }
        }
        if flags[place] & (DUE | QUOTA) == DUE {
            let day = frame.day(place);
            runs.judged(flags[place] & REACHED != 0, StreakUnit::Day, day, day);
        }
    }
    Ok(runs)
}
