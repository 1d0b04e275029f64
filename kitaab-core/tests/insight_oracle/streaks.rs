//! Periods of schedules of n times per period, and runs.

use chrono::Datelike;
use kitaab_core::{Day, DayRange, ItemId, Schedule, StreakUnit};

use super::{Corner, Look};

/// A whole period of one version of an item's schedule.
#[derive(Clone, Copy, Debug)]
pub(super) struct Period {
    pub(super) first: Day,
    pub(super) last: Day,
    pub(super) unit: StreakUnit,
    pub(super) needed: u32,
    pub(super) have: u32,
    pub(super) over: bool,
}

impl Period {
    pub(super) fn kept(&self) -> bool {
        self.have >= self.needed
    }
}

/// A run: its unit, how many, first and last day.
pub(crate) type Run = (StreakUnit, u32, Day, Day);

impl Look<'_> {
    /// The periods that an item is judged by, those that began by the last day seen.
    pub(super) fn periods(&self, item: ItemId) -> Vec<Period> {
        if let Some(known) = self.periods.borrow().get(&item) {
            return known.clone();
        }
        let found = self.find_periods(item);
        self.periods.borrow_mut().insert(item, found.clone());
        found
    }

    fn find_periods(&self, item: ItemId) -> Vec<Period> {
        let mut found = Vec::new();
        for first in self.records.days().filter(|x| *x <= self.seen()) {
            let (version, schedule) = self.oracle.schedule(item, first);
            let (unit, times, begins) = match schedule {
                Schedule::TimesPerWeek { times, week_start } => {
                    (StreakUnit::Week, times, first.weekday().num_days_from_monday() == u32::from(week_start))
                }
                Schedule::TimesPerMonth { times } => (StreakUnit::Month, times, first.date().day() == 1),
                Schedule::TimesInHijriMonth { month, times } if self.oracle.hijri(first).0 == month => {
                    (StreakUnit::HijriMonth, times, self.oracle.hijri(first).1 == 1)
                }
                _ => continue,
            };
            // The ends of the calendar cut periods off.
            if !begins && first != Day::MIN {
                continue;
            }
            let mut last = first;
            while let Some(next) = last.next() {
                let ends = match (unit, &schedule) {
                    (StreakUnit::Week, Schedule::TimesPerWeek { week_start, .. }) => {
                        next.weekday().num_days_from_monday() == u32::from(*week_start)
                    }
                    (StreakUnit::HijriMonth, _) => self.oracle.hijri(next).1 == 1,
                    _ => next.date().day() == 1,
                };
                if ends {
                    break;
                }
                last = next;
            }
            let days: Vec<Day> = DayRange::new(first, last).unwrap().days().collect();
            if self.note_if(days.iter().any(|x| self.oracle.schedule(item, *x).0 != version), Corner::PeriodCut) {
                continue;
            }
            let due = days.iter().filter(|x| self.fact(item, **x).due).count();
            let have = days.iter().filter(|x| self.fact(item, **x).reached).count();
            if due == 0 {
                continue;
            }
            let over = if self.seen() == self.today { last < self.today } else { last <= self.seen() };
            let period = Period {
                first,
                last,
                unit,
                needed: u32::from(times).min(u32::try_from(due).unwrap()),
                have: u32::try_from(have).unwrap(),
                over,
            };
            self.note_if(period.kept(), Corner::PeriodKept);
            self.note_if(period.kept() && !over, Corner::PeriodKeptWhileRunning);
            self.note_if(!period.kept() && over, Corner::PeriodNotKept);
            self.note_if(!period.kept() && !over, Corner::PeriodRunning);
            found.push(period);
        }
        found
    }

    /// The current and the longest run.
    pub(crate) fn streaks(&self, item: ItemId, days: DayRange) -> (Option<Run>, Option<Run>) {
        if !self.shown(item) {
            return (None, None);
        }
        // Everything that is judged, in order: where it begins, where it ends, in what it is counted, whether it
        // was kept. A period stands before the day on which it begins.
        let mut units: Vec<(Day, u8, Day, StreakUnit, bool)> = Vec::new();
        for period in self.periods(item) {
            let inside = days.contains(period.first) && (days.contains(period.last) || days.last() >= self.today);
            if inside && (period.kept() || period.over) {
                units.push((period.first, 0, period.last, period.unit, period.kept()));
            }
        }
        for x in self.known_days(days) {
            let by_period = !self.is_parent(item) && self.fact(item, x).quota;
            if let Some(verdict) = self.day_verdict(item, x).filter(|_| !by_period) {
                units.push((x, 1, x, StreakUnit::Day, verdict.kept));
            }
        }
        units.sort_by_key(|(first, rank, ..)| (*first, *rank));

        let mut runs: Vec<Run> = Vec::new();
        let mut open = false;
        for (first, _, last, unit, kept) in units {
            if !kept {
                self.note_if(open, Corner::StreakBroken);
                open = false;
                continue;
            }
            match runs.last_mut() {
                Some(run) if open && run.0 == unit => {
                    let between = DayRange::new(run.3, first).unwrap();
                    self.note_if(between.days().any(|x| self.fact(item, x).exempt), Corner::StreakOverExempt);
                    *run = (unit, run.1 + 1, run.2, last);
                }
                _ => runs.push((unit, 1, first, last)),
            }
            open = true;
        }
        let weight = |run: &Run| {
            run.1
                * match run.0 {
                    StreakUnit::Week => 7,
                    StreakUnit::Month | StreakUnit::HijriMonth => 30,
                    _ => 1,
                }
        };
        let longest = runs.iter().copied().max_by_key(weight);
        for run in &runs {
            self.note_if(
                true,
                match run.0 {
                    StreakUnit::Week => Corner::StreakOfWeeks,
                    StreakUnit::Month | StreakUnit::HijriMonth => Corner::StreakOfMonths,
                    _ => Corner::StreakOfDays,
                },
            );
        }
        (runs.last().copied().filter(|_| open), longest)
    }
}
