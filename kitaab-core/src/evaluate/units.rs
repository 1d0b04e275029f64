//! The units of `every_day`: single days and whole periods, all of which must be met.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::counts::{self, Windows, add_up, counts_of, overlap, within};
use super::duty::{DUE, Duty, QUOTA, each};
use super::verdict::Outcome;

/// The units of one condition over a frame.
#[derive(Debug)]
pub(super) struct Units {
    /// The items that may be looked at, by rising `starts_on` (relative to the frame), each with the
    /// days on which it is.
    leaves: Vec<(i32, Vec<Range<usize>>)>,
    /// The days that are units, leaf by leaf.
    days: Vec<DayUnits>,
    /// The periods that are units, by rising first day, of all leaves together.
    periods: Vec<PeriodUnit>,
}

/// The days of one leaf that are units: those on which it is due by an ordinary schedule.
#[derive(Debug)]
struct DayUnits {
    /// For each day the flags of its duty.
    flags: Arc<Vec<u8>>,
    /// For each day whether the match holds.
    matched: Arc<Vec<u8>>,
}

/// A period as a unit.
#[derive(Debug)]
struct PeriodUnit {
    days: Range<usize>,
    /// On how many of its days the match must hold, and on how many it does.
    needed: u32,
    have: u32,
    /// For each day of the frame whether it does.
    matched: Arc<Vec<u8>>,
}

/// How many units a window has, how many of them are not met, and where the first of those begins.
pub(super) struct Judged {
    pub(super) units: u32,
    pub(super) unmet: u32,
    pub(super) first_unmet: Option<usize>,
}

/// Of eight days' flags: whether each is a unit.
const fn is_unit(flags: u64) -> u64 {
    each(flags, DUE) & !each(flags, QUOTA)
}

impl DayUnits {
    /// For each day of a window 1 or 0, as a unit and as one that is not met.
    fn of(&self, window: &Range<usize>) -> impl Iterator<Item = (u8, u8)> {
        self.flags[window.clone()].iter().zip(&self.matched[window.clone()]).map(|(flags, matched)| {
            let unit = u8::from(flags & (DUE | QUOTA) == DUE);
            (unit, unit & !matched)
        })
    }
}

impl PeriodUnit {
    const fn met(&self) -> bool {
        self.have >= self.needed
    }

    /// Whether enough days can still match on the day at `today`, which may match if it does not yet.
    fn within_reach(&self, today: usize) -> bool {
        let so_far = self.days.start..today.clamp(self.days.start, self.days.end);
        let left = u32::try_from(self.days.end - so_far.end).unwrap_or(u32::MAX);
        within(&self.matched, &so_far).saturating_add(left) >= self.needed
    }
}

impl Units {
    /// Of items that are looked at on their days, given where each starts; without any unit yet.
    pub(super) fn new(mut leaves: Vec<(i32, Vec<Range<usize>>)>) -> Self {
        leaves.sort_by_key(|(starts, _)| *starts);
        Self { leaves, days: Vec::new(), periods: Vec::new() }
    }

    /// Adds the days of one column of flags on which something is due by an ordinary schedule.
    pub(super) fn add_days(&mut self, flags: Arc<Vec<u8>>, matched: Arc<Vec<u8>>) {
        self.days.push(DayUnits { flags, matched });
    }

    /// Adds the days and periods of one leaf.
    pub(super) fn add_leaf(&mut self, duty: &Duty, matched: Arc<Vec<u8>>) {
        self.periods.extend(duty.periods.iter().map(|period| PeriodUnit {
            days: period.days.clone(),
            needed: period.needed,
            have: within(&matched, &period.days),
            matched: Arc::clone(&matched),
        }));
        self.periods.sort_by_key(|period| period.days.start);
        self.add_days(Arc::clone(&duty.flags), matched);
    }

    /// How many days at the front of a window lie before the first leaf in it begins.
    fn before_begin(&self, window: &Range<usize>) -> usize {
        let looked_at = |days: &[Range<usize>]| days.iter().any(|days| overlap(days, window));
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

    pub(super) fn judge(&self, window: &Range<usize>) -> Judged {
        let before_begin = self.before_begin(window);
        let mut units = u32::try_from(before_begin).unwrap_or(u32::MAX);
        let mut unmet = units;
        let mut first_unmet = (before_begin > 0).then_some(window.start);
        let mut is_unmet = |place: usize| {
            first_unmet = Some(first_unmet.map_or(place, |first: usize| first.min(place)));
        };
        for leaf in &self.days {
            for (is_unit, not_met) in leaf.of(window) {
                units = units.saturating_add(is_unit.into());
                unmet = unmet.saturating_add(not_met.into());
            }
            if let Some(place) = leaf.of(window).position(|(_, not_met)| not_met == 1) {
                is_unmet(window.start + place);
            }
        }
        for period in self.periods_in(window) {
            units = units.saturating_add(1);
            if !period.met() {
                unmet = unmet.saturating_add(1);
                is_unmet(period.days.start);
            }
        }
        Judged { units, unmet, first_unmet }
    }

    /// Whether a window can't be earned any more on the day at `today`: a unit that is over is not met, or
    /// a period that is not over can't be met in the days left of it.
    pub(super) fn is_lost(&self, window: &Range<usize>, today: usize) -> bool {
        let over = window.start..today.clamp(window.start, window.end);
        let before_begin = self.before_begin(window) > 0 && !over.is_empty();
        let lost = |leaf: &DayUnits| leaf.of(&over).any(|(_, not_met)| not_met == 1);
        before_begin || self.days.iter().any(lost) || self.periods_in(window).any(|period| !period.within_reach(today))
    }

    /// The outcome of each window of `length` days that ends on one of `places`; windows that reach back
    /// before the frame are cut off there.
    pub(super) fn outcomes(&self, length: usize, places: &Range<usize>, outcomes: &mut Vec<Outcome>) {
        let periods = || self.periods.iter().filter(|period| period.days.len() <= length);
        let units = self.counts(|flags, _| is_unit(flags));
        let units = Sliding::new(units, periods());
        let unmet = self.counts(|flags, matched| is_unit(flags) & !matched);
        let unmet = Sliding::new(unmet, periods().filter(|period| !period.met()));
        for windows in Windows::ending_on(places, length) {
            let ((units_before, units), (unmet_before, unmet)) = (units.ends(&windows), unmet.ends(&windows));
            let units = units.iter().zip(units_before.iter()).map(|(after, before)| after.wrapping_sub(*before));
            let unmet = unmet.iter().zip(unmet_before.iter()).map(|(after, before)| after.wrapping_sub(*before));
            outcomes.extend(units.zip(unmet).map(|(units, unmet)| Outcome::of_units(units, unmet)));
        }
        // A window that starts before the first of the leaves in it begins is not earned. That can't be one
        // that starts when the last of all has begun.
        let begun = self.leaves.last().map_or(0, |(begin, _)| usize::try_from(*begin).unwrap_or(0));
        let may_start_early = if begun > 0 { begun + length - 1 } else { 0 };
        let early = places.start..places.end.min(may_start_early);
        let outcomes = outcomes.iter_mut().zip(early);
        match self.leaves.as_slice() {
            // The usual case: one item, and so one `begin`.
            [(_, days)] if matches!(days.as_slice(), [all] if all.len() == self.len()) => {
                outcomes.for_each(|(outcome, _)| *outcome = Outcome::NotEarned);
            }
            _ => {
                let is_early = |place: &usize| self.before_begin(&((place + 1).saturating_sub(length)..place + 1)) > 0;
                let early = outcomes.filter(|(_, place)| is_early(place));
                early.for_each(|(outcome, _)| *outcome = Outcome::NotEarned);
            }
        }
    }

    /// How many days the frame holds.
    fn len(&self) -> usize {
        self.days.first().map_or(0, |leaf| leaf.flags.len())
    }

    /// The prefix counts of the days that `choose` chooses by their flags and by whether the match holds.
    fn counts(&self, choose: impl Fn(u64, u64) -> u64) -> Vec<u32> {
        let mut leaves = self.days.iter().map(|leaf| counts_of(&leaf.flags, &leaf.matched, &choose));
        let mut sum = leaves.next().unwrap_or_default();
        leaves.for_each(|leaf| counts::add(&mut sum, &leaf));
        sum
    }
}

/// Prefix counts of units, days and periods, for windows of one length.
///
/// A period lies inside a window when it ends by its end and does not start before its start. Of the
/// periods no longer than the window, those that start before it are all among those that end by its
/// end: so their number is a difference of two counts, too, and can be added to that of the days.
enum Sliding {
    Days(Vec<u32>),
    WithPeriods { by_end: Vec<u32>, by_start: Vec<u32> },
}

impl Sliding {
    fn new<'p>(days: Vec<u32>, periods: impl Iterator<Item = &'p PeriodUnit>) -> Self {
        let mut periods = periods.peekable();
        if periods.peek().is_none() {
            return Self::Days(days);
        }
        let (mut by_end, mut by_start) = (vec![0_u32; days.len()], vec![0_u32; days.len()]);
        for period in periods {
            by_end[period.days.end] += 1;
            by_start[period.days.start + 1] += 1;
        }
        for column in [&mut by_end, &mut by_start] {
            add_up(column, u32::wrapping_add);
            counts::add(column, &days);
        }
        Self::WithPeriods { by_end, by_start }
    }

    /// Of each window: how many are before it, and how many up to its end.
    fn ends(&self, windows: &Windows) -> (Cow<'_, [u32]>, &[u32]) {
        match self {
            Self::Days(days) => windows.ends(days, days),
            Self::WithPeriods { by_end, by_start } => windows.ends(by_start, by_end),
        }
    }
}
