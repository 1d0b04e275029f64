//! Strength, each day by its definition.

use kitaab_core::{Day, Goal, ItemId, Measure, Schedule, Value};

use super::{Corner, Look};

/// By what a day is measured.
#[derive(Clone, Copy, PartialEq)]
enum By {
    Days,
    AtLeast(f64),
    AtMost(f64),
}

impl Look<'_> {
    /// The strength at the end of each day from the first that has one.
    pub(crate) fn strengths(&self, item: ItemId) -> Vec<(Day, f64)> {
        if !self.shown(item) {
            return Vec::new();
        }
        if self.is_parent(item) { self.of_parent(item) } else { self.of_leaf(item) }
    }

    fn of_parent(&self, item: ItemId) -> Vec<(Day, f64)> {
        let m = 0.5_f64.powf(1.0 / 13.0);
        let mut found: Vec<(Day, f64)> = Vec::new();
        for x in self.known_days(self.records) {
            let due = self
                .items(kitaab_core::Subject::Item(item))
                .iter()
                .any(|leaf| self.fact(*leaf, x).due && !self.fact(*leaf, x).quota);
            let before = match found.last() {
                Some((_, score)) => *score,
                None if due => 0.0,
                None => continue,
            };
            self.note_if(true, Corner::StrengthOfParent);
            let score = match self.day_verdict(item, x) {
                Some(verdict) => before * m + if verdict.kept { 1.0 - m } else { 0.0 },
                None => before,
            };
            found.push((x, score));
        }
        found
    }

    fn of_leaf(&self, item: ItemId) -> Vec<(Day, f64)> {
        let mut found = Vec::new();
        let mut score = None;
        let mut last_goal = None;
        let mut last_schedule = None;
        for x in self.known_days(self.records) {
            if x < self.book.catalogue.items[&item].starts_on {
                continue;
            }
            let by = self.by(item, x);
            let before = score.unwrap_or(if matches!(by, By::AtMost(_)) { 1.0 } else { 0.0 });
            self.note_if(last_goal.is_some_and(|goal| goal != by), Corner::StrengthGoalChanged);
            let (version, schedule) = self.oracle.schedule(item, x);
            self.note_if(last_schedule.is_some_and(|last| last != version), Corner::StrengthScheduleChanged);
            (last_goal, last_schedule) = (Some(by), Some(version));
            let (times, days) = frequency(&schedule);
            let fact = self.fact(item, x);
            let after = if !fact.running_leaf || fact.exempt || self.pending(item, x) {
                self.note_if(true, Corner::StrengthCarried);
                before
            } else {
                let m = 0.5_f64.powf((f64::from(times) / f64::from(days)).sqrt() / 13.0);
                before * m + self.success(item, x, by, times, days) * (1.0 - m)
            };
            score = Some(after);
            found.push((x, after));
        }
        found
    }

    fn by(&self, item: ItemId, x: Day) -> By {
        if self.oracle.measure(item) == Measure::Scale {
            return By::Days;
        }
        let amount = |amount: kitaab_core::Amount| f64::from(u32::try_from(amount.hundredths()).unwrap());
        let mut goal = None;
        for (from, set) in self.book.catalogue.items[&item].goals.versions() {
            if *from <= x {
                goal = Some(*set);
            }
        }
        match goal {
            Some(Goal::AmountAtLeast(least)) => By::AtLeast(amount(least)),
            Some(Goal::AmountAtMost(most)) => By::AtMost(amount(most)),
            None if self.is_bad(item) => By::AtMost(0.0),
            _ => By::Days,
        }
    }

    fn success(&self, item: ItemId, x: Day, by: By, times: u32, days: u32) -> f64 {
        let last = |count: u32| {
            let mut window = Vec::new();
            let mut at = Some(x);
            for _ in 0..count {
                window.extend(at.filter(|day| self.records.contains(*day)));
                at = at.and_then(Day::previous);
            }
            window
        };
        let sum = || -> f64 {
            let mut sum = 0.0;
            for day in last(days) {
                if let Some(Value::Count(amount)) = self.oracle.entry(item, day) {
                    sum += f64::from(u32::try_from(amount.hundredths()).unwrap());
                }
            }
            sum
        };
        let fact = self.fact(item, x);
        let blank = fact.due && !fact.value;
        match by {
            By::Days => {
                let (times, days) = if times < days { (2 * times, 2 * days) } else { (times, days) };
                self.note_if(days > 1, Corner::StrengthByWindow);
                self.note_if(days == 1, Corner::StrengthByDays);
                let kept = last(days).into_iter().filter(|day| self.fact(item, *day).reached).count();
                (f64::from(u32::try_from(kept).unwrap()) / f64::from(times)).min(1.0)
            }
            By::AtLeast(least) => {
                self.note_if(true, Corner::StrengthAtLeast);
                if least > 0.0 {
                    (sum() / (least * f64::from(times))).min(1.0)
                } else if blank {
                    0.0
                } else {
                    1.0
                }
            }
            By::AtMost(most) => {
                self.note_if(true, Corner::StrengthAtMost);
                if blank {
                    return 0.0;
                }
                let (sum, most) = (sum(), most * f64::from(times));
                self.note_if(sum > most, Corner::StrengthAtMostExceeded);
                if most > 0.0 {
                    (1.0 - (sum - most) / most).clamp(0.0, 1.0)
                } else if sum > 0.0 {
                    0.0
                } else {
                    1.0
                }
            }
        }
    }
}

/// How many times in how many days.
fn frequency(schedule: &Schedule) -> (u32, u32) {
    let (times, days) = match schedule {
        Schedule::Daily => (1, 1),
        Schedule::Weekdays(days) => (u32::try_from(days.iter().count()).unwrap(), 7),
        Schedule::TimesPerWeek { times, .. } => (u32::from(*times), 7),
        Schedule::TimesPerMonth { times } => (u32::from(*times), 30),
        Schedule::EveryNDays { n, .. } => (1, u32::from(*n)),
        Schedule::HijriMonthDays(days) => (u32::try_from(days.len()).unwrap(), 30),
        Schedule::HijriMonths(months) => (29 * u32::try_from(months.len()).unwrap(), 355),
        Schedule::HijriDates(dates) => (u32::try_from(dates.len()).unwrap(), 355),
        Schedule::TimesInHijriMonth { times, .. } => (u32::from(*times), 355),
        other => panic!("worlds hold no {other:?}"),
    };
    if times >= days { (1, 1) } else { (times, days) }
}
