//! What a condition is judged by: its columns over a whole frame, from which any window is answered.

use std::ops::Range;
use std::sync::Arc;

use crate::error::{Error, Result};
use crate::rule::{Condition, Test};

use super::counts::{self, within};
use super::frame::Frame;
use super::verdict::{ConditionVerdict, Outcome, Quantity};

/// What a condition is judged by.
#[derive(Debug)]
pub(super) struct Evidence {
    pub(super) tally: Tally,
    /// The days on which a schedule that was read can't be reckoned by this version.
    pub(super) unreckoned: Vec<Range<usize>>,
}

/// The counts of a condition's test.
#[derive(Debug)]
pub(super) enum Tally {
    /// Sums of amounts, in hundredths.
    Total(Vec<i64>),
    /// Counts of the days on which the match holds.
    Days(Vec<u32>),
    /// The units of `every_day`.
    Units(Units),
}

/// The units of `every_day`: single days and whole periods.
#[derive(Debug)]
pub(super) struct Units {
    /// The items that may be looked at, by rising `starts_on` (relative to the frame), each with the
    /// days on which it is.
    pub(super) leaves: Vec<(i32, Vec<Range<usize>>)>,
    /// Counts of the days that are units, of all leaves together.
    pub(super) days: Vec<u32>,
    /// Counts of those that are not met.
    pub(super) unmet: Vec<u32>,
    /// The periods that are units, by rising first day, of all leaves together.
    pub(super) periods: Vec<PeriodUnit>,
}

/// A period as a unit of `every_day`.
#[derive(Debug)]
pub(super) struct PeriodUnit {
    /// Its days.
    pub(super) days: Range<usize>,
    /// On how many of them the match must hold, and on how many it does.
    pub(super) needed: u32,
    pub(super) have: u32,
    /// On which days of the frame it does.
    pub(super) matched: Arc<Vec<u8>>,
}

impl PeriodUnit {
    const fn met(&self) -> bool {
        self.have >= self.needed
    }
}

/// How many units a window has, how many of them are not met, and where the first of those begins.
struct Judged {
    units: u32,
    unmet: u32,
    first_unmet: Option<usize>,
}

impl Units {
    /// How many days at the front of a window lie before the first leaf in it begins.
    fn before_begin(&self, window: &Range<usize>) -> usize {
        let looked_at = |days: &[Range<usize>]| days.iter().any(|days| counts::overlap(days, window));
        let Some((begin, _)) = self.leaves.iter().find(|(_, days)| looked_at(days)) else { return 0 };
        usize::try_from(*begin).unwrap_or(0).min(window.end).saturating_sub(window.start)
    }

    /// The periods that lie inside a window.
    fn periods_in(&self, window: &Range<usize>) -> impl Iterator<Item = &PeriodUnit> {
        let from = self.periods.partition_point(|period| period.days.start < window.start);
        let end = window.end;
        let begun = self.periods[from..].iter().take_while(move |period| period.days.start < end);
        begun.filter(move |period| period.days.end <= end)
    }

    fn judge(&self, window: &Range<usize>) -> Judged {
        let before_begin = u32::try_from(self.before_begin(window)).unwrap_or(u32::MAX);
        let mut units = before_begin.saturating_add(within(&self.days, window));
        let mut unmet = before_begin.saturating_add(within(&self.unmet, window));
        let mut first_unmet = if before_begin > 0 { Some(window.start) } else { counts::first(&self.unmet, window) };
        for period in self.periods_in(window) {
            units = units.saturating_add(1);
            if !period.met() {
                unmet = unmet.saturating_add(1);
                first_unmet = Some(first_unmet.map_or(period.days.start, |first| first.min(period.days.start)));
            }
        }
        Judged { units, unmet, first_unmet }
    }

    /// Whether a window can't be earned any more on the day at `today`, given that nothing is recorded
    /// later: a unit that is over is not met, or a running period has too few days left.
    pub(super) fn is_lost(&self, window: &Range<usize>, today: usize) -> bool {
        let over = window.start..today.clamp(window.start, window.end);
        let day_lost = within(&self.unmet, &over) > 0 || (self.before_begin(window) > 0 && !over.is_empty());
        day_lost
            || self.periods_in(window).filter(|period| period.days.start <= today).any(|period| {
                let left = period.days.end.saturating_sub(today);
                // Today can bring only what it has not brought yet.
                let brought_today = period.matched.get(today).is_some_and(|matched| *matched == 1) && left > 0;
                let left = u32::try_from(left).unwrap_or(u32::MAX) - u32::from(brought_today);
                period.have.saturating_add(left) < period.needed
            })
    }

    /// The outcome of each window of `length` days that ends on one of `places`, none of which reaches
    /// back before the frame.
    fn outcomes(&self, length: usize, places: Range<usize>, outcomes: &mut Vec<Outcome>) {
        let done = outcomes.len();
        let first = places.start;
        let units = Sliding::new(&self.days, self.periods.iter(), length);
        let unmet = Sliding::new(&self.unmet, self.periods.iter().filter(|period| !period.met()), length);
        let units = units.windows(length, &places);
        let unmet = unmet.windows(length, &places);
        outcomes.extend(units.zip(unmet).map(|(units, unmet)| Outcome::of_units(units, unmet)));
        // Only a window that starts before the last of the leaves begins can start before the first of
        // those that it looks at.
        let begun = self.leaves.last().map_or(0, |(begin, _)| usize::try_from(*begin).unwrap_or(0));
        for (place, outcome) in (first..places.end.min(begun + length - 1)).zip(&mut outcomes[done..]) {
            if self.before_begin(&(place + 1 - length..place + 1)) > 0 {
                *outcome = Outcome::NotEarned;
            }
        }
    }
}

/// Counts of units for windows of one length.
///
/// A period lies inside a window when it ends by its end and starts by its start. Of the periods no
/// longer than the window, those that start before it are all among those that end by its end: so
/// their number is a difference of two counts, too, and can be added to that of the days.
enum Sliding<'a> {
    Days(&'a [u32]),
    WithPeriods { by_end: Vec<u32>, by_start: Vec<u32> },
}

impl<'a> Sliding<'a> {
    fn new<'p>(days: &'a [u32], periods: impl Iterator<Item = &'p PeriodUnit>, length: usize) -> Self {
        let mut periods = periods.filter(|period| period.days.len() <= length).peekable();
        if periods.peek().is_none() {
            return Self::Days(days);
        }
        let (mut by_end, mut by_start) = (vec![0_u32; days.len()], vec![0_u32; days.len()]);
        for period in periods {
            by_end[period.days.end] += 1;
            by_start[period.days.start + 1] += 1;
        }
        for column in [&mut by_end, &mut by_start] {
            let mut sum = 0_u32;
            for (place, days) in column.iter_mut().zip(days) {
                sum = sum.wrapping_add(*place);
                *place = sum.wrapping_add(*days);
            }
        }
        Self::WithPeriods { by_end, by_start }
    }

    /// How many there are in each window that ends on one of `places`.
    fn windows(&self, length: usize, places: &Range<usize>) -> impl Iterator<Item = u32> {
        let (by_end, by_start) = match self {
            Self::Days(days) => (*days, *days),
            Self::WithPeriods { by_end, by_start } => (by_end.as_slice(), by_start.as_slice()),
        };
        let (before, after) = ends(by_start, by_end, length, places);
        after.iter().zip(before).map(|(after, before)| after.wrapping_sub(*before))
    }
}

/// Of counts or sums: those before each window that ends on one of `places`, and those up to its end.
fn ends<'a, T>(before: &'a [T], after: &'a [T], length: usize, places: &Range<usize>) -> (&'a [T], &'a [T]) {
    (&before[places.start + 1 - length..places.end + 1 - length], &after[places.start + 1..=places.end])
}

impl Evidence {
    /// `unsupported` if a schedule can't be reckoned on some day of `window`.
    pub(super) fn check(&self, window: &Range<usize>) -> Result<()> {
        check_reckoned(&self.unreckoned, window)
    }

    /// How a condition stands over a window.
    pub(super) fn judge(&self, condition: &Condition, frame: Frame, window: &Range<usize>) -> ConditionVerdict {
        let (have, need, first_unmet) = match &self.tally {
            Tally::Total(sums) => {
                let sum = sums[window.end].wrapping_sub(sums[window.start]);
                (Quantity::amount(sum), needed(&condition.test), None)
            }
            Tally::Days(days) => (Quantity::Days(within(days, window)), needed(&condition.test), None),
            Tally::Units(units) => {
                let Judged { units, unmet, first_unmet } = units.judge(window);
                let met = Quantity::Days(units.saturating_sub(unmet));
                (met, Quantity::Days(units), first_unmet.map(|place| frame.day(place)))
            }
        };
        let outcome = match &self.tally {
            Tally::Units(_) if need == Quantity::Days(0) => Outcome::Undetermined,
            _ => Outcome::of(have.number() >= need.number()),
        };
        ConditionVerdict { condition: *condition, outcome, have, need, first_unmet }
    }

    /// The outcome of each window of `length` days (at least one) that ends on one of `places`; windows
    /// that reach back before the frame are cut off there.
    pub(super) fn outcomes(
        &self,
        condition: &Condition,
        frame: Frame,
        length: usize,
        places: Range<usize>,
    ) -> Vec<Outcome> {
        let mut outcomes = Vec::with_capacity(places.len());
        let whole = places.start.max(length - 1).min(places.end)..places.end;
        for place in places.start..whole.start {
            outcomes.push(self.judge(condition, frame, &(0..place + 1)).outcome);
        }
        if whole.is_empty() {
            return outcomes;
        }
        match (&self.tally, &condition.test) {
            (Tally::Total(sums), Test::TotalAtLeast(amount)) => {
                let need = amount.hundredths();
                let (before, after) = ends(sums, sums, length, &whole);
                let sums = after.iter().zip(before).map(|(after, before)| after.wrapping_sub(*before));
                outcomes.extend(sums.map(|sum| Outcome::of(sum >= need)));
            }
            (Tally::Days(days), Test::DaysAtLeast { n, .. }) => {
                let need = u32::from(*n);
                let (before, after) = ends(days, days, length, &whole);
                let days = after.iter().zip(before).map(|(after, before)| after.wrapping_sub(*before));
                outcomes.extend(days.map(|days| Outcome::of(days >= need)));
            }
            (Tally::Units(units), _) => units.outcomes(length, whole, &mut outcomes),
            // A tally is made for its test.
            (Tally::Total(_) | Tally::Days(_), _) => {}
        }
        outcomes
    }
}

/// `unsupported` if one of the days that can't be reckoned lies in `window`.
pub(super) fn check_reckoned(unreckoned: &[Range<usize>], window: &Range<usize>) -> Result<()> {
    if unreckoned.iter().any(|days| counts::overlap(days, window)) {
        return Err(hijri_schedule());
    }
    Ok(())
}

/// A schedule was met that this version can keep but not reckon.
pub(super) fn hijri_schedule() -> Error {
    Error::unsupported("judging by a Hijri schedule")
}

/// What a `total` or `days` asks for.
fn needed(test: &Test) -> Quantity {
    match test {
        Test::TotalAtLeast(amount) => Quantity::Amount((*amount).into()),
        Test::DaysAtLeast { n, .. } => Quantity::Days((*n).into()),
        Test::EveryDay(_) => Quantity::Days(0),
    }
}
