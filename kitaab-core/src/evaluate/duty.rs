//! When an item is a leaf, scheduled, exempt and due, for all days of a frame.

use std::ops::Range;
use std::sync::Arc;

use crate::calendar::{Bucket, Calendar, HijriSpan, NO_FAST};
use crate::day::DayRange;
use crate::deed::Deed;
use crate::item::Item;
use crate::schedule::Schedule;

use super::frame::Frame;
use super::tree::Tree;

/// The item is a leaf.
pub(super) const LEAF: u8 = 1;
/// It is a running leaf, and its schedule names the day.
pub(super) const SCHEDULED: u8 = 1 << 1;
/// An exemption lifts it, whether it is scheduled or not.
pub(super) const EXEMPT: u8 = 1 << 2;
/// It is due: scheduled and not exempt.
pub(super) const DUE: u8 = 1 << 3;
/// Its schedule is one of *n times per period*. Only told of a running leaf.
pub(super) const QUOTA: u8 = 1 << 4;

/// Of eight days' flags, one in each byte: moves one flag to the lowest bits.
pub(super) const fn each(flags: u64, flag: u8) -> u64 {
    flags >> flag.trailing_zeros()
}

/// An item's duties.
#[derive(Debug)]
pub(super) struct Duty {
    /// For each day, which of the flags above hold.
    pub(super) flags: Arc<Vec<u8>>,
    /// Where its `starts_on` lies relative to the frame's first day.
    pub(super) starts: i32,
    /// The whole periods of its schedules of *n times per period* within the frame, on all of whose days
    /// one version of the schedule holds; those without a due day are left out.
    pub(super) periods: Vec<Period>,
}

/// One period of a schedule of *n times per period*.
#[derive(Clone, Debug)]
pub(crate) struct Period {
    /// Its days.
    pub(crate) days: Range<usize>,
    /// On how many of its days the match must hold: at most as many as are due.
    pub(crate) needed: u32,
}

impl Duty {
    /// The duties of an item.
    ///
    /// It works by intervals (of schedule versions, of children, of exemptions), filling each in turn:
    /// that costs a fraction of asking each day.
    pub(super) fn new(tree: &Tree<'_>, frame: Frame, item: &Item, deed: &Deed) -> Self {
        let mut flags = vec![0; frame.len()];
        set(&mut flags, live(frame, item), LEAF);
        for child in tree.children(item.id) {
            for taken_over in flags.get_mut(running(frame, child)).unwrap_or_default() {
                *taken_over &= !LEAF;
            }
        }
        let running = running(frame, item);
        for (days, schedule) in schedules(frame, item) {
            let days = days.start.max(running.start)..days.end.min(running.end);
            mark_scheduled(&mut flags, frame, days, schedule, &tree.calendar);
        }
        if item.fast {
            dates(&tree.calendar, frame, &frame.all(), &NO_FAST).for_each(|place| flags[place] &= !(SCHEDULED | QUOTA));
        }
        for (exemption, _) in tree.exemptions(item, deed) {
            if let Some(days) = exemption.days() {
                set(&mut flags, frame.places(days), EXEMPT);
            }
        }
        for flag in &mut flags {
            let of_leaf = if *flag & LEAF == 0 { *flag & EXEMPT } else { *flag };
            let due = if of_leaf & (SCHEDULED | EXEMPT) == SCHEDULED { DUE } else { 0 };
            *flag = of_leaf | due;
        }
        let periods = periods(frame, item, &flags, &tree.calendar);
        Self { flags: Arc::new(flags), starts: frame.offset(item.starts_on), periods }
    }

    /// For each day 1 or 0: whether all of `wanted` hold and none of `unwanted`.
    pub(super) fn days(&self, wanted: u8, unwanted: u8) -> impl Iterator<Item = u8> {
        self.flags.iter().map(move |flag| u8::from(flag & (wanted | unwanted) == wanted))
    }
}

/// The days on which an item is not archived.
fn live(frame: Frame, item: &Item) -> Range<usize> {
    0..item.archived_from.map_or(frame.len(), |from| frame.place(from))
}

/// The days on which an item has begun and is not archived; the range may be turned round, hence empty.
fn running(frame: Frame, item: &Item) -> Range<usize> {
    frame.place(item.starts_on)..live(frame, item).end
}

fn set(flags: &mut [u8], days: Range<usize>, bits: u8) {
    for flag in flags.get_mut(days).unwrap_or_default() {
        *flag |= bits;
    }
}

/// The versions of an item's schedule with the days on which each holds, daily before the first.
fn schedules(frame: Frame, item: &Item) -> impl Iterator<Item = (Range<usize>, &Schedule)> {
    let versions = item.schedules.versions();
    let starts = versions.iter().map(move |(from, _)| frame.place(*from));
    let ends = starts.clone().chain([frame.len()]);
    let schedules = std::iter::once(&Schedule::Daily).chain(versions.iter().map(|(_, schedule)| schedule));
    std::iter::once(0).chain(starts).zip(ends).map(|(start, end)| start..end).zip(schedules)
}

/// Marks the days of `days` that a schedule names.
fn mark_scheduled(flags: &mut [u8], frame: Frame, days: Range<usize>, schedule: &Schedule, calendar: &Calendar) {
    if days.is_empty() {
        return;
    }
    let first = frame.day(days.start);
    let months = || hijri_months(calendar, frame, &days);
    let within = |month: Range<usize>| month.start.max(days.start)..month.end.min(days.end);
    match schedule {
        Schedule::Daily => set(flags, days, SCHEDULED),
        Schedule::Weekdays(weekdays) => {
            let mut weekday = first.weekday();
            for from in 0..7 {
                if weekdays.contains(weekday) {
                    set_every(flags, days.clone(), from, 7);
                }
                weekday = weekday.succ();
            }
        }
        Schedule::EveryNDays { n, from } => {
            let n = i32::from(*n).max(1);
            if let (Ok(from), Ok(n)) = (usize::try_from(from.since(first).rem_euclid(n)), usize::try_from(n)) {
                set_every(flags, days, from, n);
            }
        }
        Schedule::TimesPerWeek { .. } | Schedule::TimesPerMonth { .. } => set(flags, days, SCHEDULED | QUOTA),
        Schedule::HijriMonths(named) => {
            let named = months().filter(|span| named.contains(&span.month().month()));
            for month in named.filter_map(HijriSpan::days) {
                set(flags, within(frame.places(month)), SCHEDULED);
            }
        }
        Schedule::TimesInHijriMonth { month, .. } => {
            let named = months().filter(|span| span.month().month() == *month);
            for month in named.filter_map(HijriSpan::days) {
                set(flags, within(frame.places(month)), SCHEDULED | QUOTA);
            }
        }
        Schedule::HijriMonthDays(numbers) => {
            let every_month: Vec<(u8, u8)> =
                (1..=12).flat_map(|month| numbers.iter().map(move |day| (month, *day))).collect();
            dates(calendar, frame, &days, &every_month).for_each(|place| flags[place] |= SCHEDULED);
        }
        Schedule::HijriDates(named) => {
            dates(calendar, frame, &days, named).for_each(|place| flags[place] |= SCHEDULED);
        }
    }
}

/// The Hijri months that have days among some places, of which there must be one.
fn hijri_months(calendar: &Calendar, frame: Frame, days: &Range<usize>) -> impl Iterator<Item = HijriSpan> {
    let (first, last) = (frame.day(days.start), frame.day(days.end - 1));
    calendar.hijri_months(DayRange::new(first, last).unwrap_or(DayRange::single(first)))
}

/// The places, among some, of the days with one of these (month, day) dates of the Hijri year.
fn dates(calendar: &Calendar, frame: Frame, days: &Range<usize>, named: &[(u8, u8)]) -> impl Iterator<Item = usize> {
    hijri_months(calendar, frame, days)
        .flat_map(move |span| {
            let in_month = named.iter().filter(move |(month, _)| *month == span.month().month());
            in_month.filter_map(move |(_, day)| span.day(*day))
        })
        .filter_map(move |day| usize::try_from(frame.offset(day)).ok())
        .filter(|place| days.contains(place))
}

/// Marks every `step`th day of `days` as scheduled, the one at `from` in it first.
fn set_every(flags: &mut [u8], days: Range<usize>, from: usize, step: usize) {
    for flag in flags.get_mut(days).unwrap_or_default().iter_mut().skip(from).step_by(step) {
        *flag |= SCHEDULED;
    }
}

/// The whole periods of an item's schedules.
fn periods(frame: Frame, item: &Item, flags: &[u8], calendar: &Calendar) -> Vec<Period> {
    let mut found = Vec::new();
    for (days, schedule) in schedules(frame, item).filter(|(_, schedule)| schedule.is_quota()) {
        let mut next = days.start;
        while next < days.end {
            let Some(quota) = schedule.quota(frame.day(next), calendar) else {
                // A month that it does not name.
                let month = calendar.period(Bucket::HijriMonth, frame.day(next));
                next = frame.end(month.last()).max(next + 1);
                continue;
            };
            let begun_before = frame.offset(quota.period.first()) < frame.offset(frame.day(days.start));
            let period = frame.places(quota.period);
            // A period that runs past the frame is cut off there, and one that ends after this version
            // reaches into the next one's days: neither is whole.
            let whole = !begun_before && period.end <= days.end && quota.period.last() <= frame.days().last();
            if whole {
                let due = flags[period.clone()].iter().filter(|flag| **flag & DUE != 0).count();
                let needed = quota.times.min(u32::try_from(due).unwrap_or(u32::MAX));
                if due > 0 {
                    found.push(Period { days: period.clone(), needed });
                }
            }
            next = period.end.max(next + 1);
        }
    }
    found
}
