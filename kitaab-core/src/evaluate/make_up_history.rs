//! How a balance of make-ups came about, and where it goes.

use std::collections::BTreeMap;

use crate::day::{Day, DayRange};
use crate::error::{Error, Result};

use super::balance::{Owing, Settled};

/// What happened to a balance over some days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct MakeUpStep {
    /// The days.
    pub days: DayRange,
    /// Due days among them that were missed.
    pub missed: u32,
    /// Exempt days among them whose reason leaves them owed.
    pub owed: u32,
    /// Make-ups done on them.
    pub done: u64,
    /// Owed days settled by fidya on them.
    pub fidya: u64,
    /// What was owed at their end.
    pub balance: i64,
}

impl MakeUpStep {
    const fn empty(days: DayRange, balance: i64) -> Self {
        Self { days, missed: 0, owed: 0, done: 0, fidya: 0, balance }
    }
}

/// How the balance of an item came about: a running balance by days, beginning with the opening amount.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct MakeUpHistory {
    /// How many were owed when the reckoning began.
    pub opening: u32,
    /// The day on which it was told: the last one that what was done and given counts on.
    pub today: Day,
    /// The days on which something was missed, owed, done or settled, rising; others are left out.
    pub steps: Vec<MakeUpStep>,
}

/// The pace at which a balance falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MakeUpPace {
    /// That of the last so many days, today among them: the make-ups done in them, less what was newly missed or
    /// owed. Fidya is no pace: what was settled at once says nothing of the days to come.
    LastDays(u16),
    /// So many make-ups in so many days, with nothing newly missed.
    Given {
        /// How many make-ups.
        make_ups: u32,
        /// In how many days.
        days: u16,
    },
}

/// The steps of single days; what is owed at the end of each is told when all are there.
#[derive(Default)]
struct Steps(BTreeMap<Day, MakeUpStep>);

impl Steps {
    fn on(&mut self, day: Day) -> &mut MakeUpStep {
        self.0.entry(day).or_insert_with(|| MakeUpStep::empty(DayRange::single(day), 0))
    }
}

impl MakeUpHistory {
    pub(super) fn new(opening: u32, owing: Vec<(Day, Owing)>, settled: &Settled, today: Day) -> Self {
        let mut steps = Steps::default();
        for (day, owing) in owing {
            match owing {
                Owing::Missed => steps.on(day).missed += 1,
                Owing::Owed => steps.on(day).owed += 1,
                Owing::Unconfirmed => {}
            }
        }
        for (day, count) in settled.made_up.range(..=today).filter(|(_, count)| **count > 0) {
            steps.on(*day).done += u64::from(*count);
        }
        for (day, count) in settled.fidya.range(..=today).filter(|(_, count)| **count > 0) {
            steps.on(*day).fidya += u64::from(*count);
        }
        let mut balance = i64::from(opening);
        let mut steps: Vec<MakeUpStep> = steps.0.into_values().collect();
        for step in &mut steps {
            balance = balance.saturating_add(i64::from(step.missed) + i64::from(step.owed));
            balance = balance.saturating_sub_unsigned(step.done).saturating_sub_unsigned(step.fidya);
            step.balance = balance;
        }
        Self { opening, today, steps }
    }

    /// What is owed at its end.
    pub fn balance(&self) -> i64 {
        self.steps.last().map_or(i64::from(self.opening), |last| last.balance)
    }

    /// The same by longer spans: `span` tells the one that a day lies in, a week or a month. Spans without any
    /// step are left out.
    ///
    /// Spans are expected to be alike for all of their days, and not to overlap.
    #[must_use]
    pub fn by(&self, span: impl Fn(Day) -> DayRange) -> Self {
        let mut steps: Vec<MakeUpStep> = Vec::new();
        for step in &self.steps {
            let days = span(step.days.first());
            if steps.last().is_none_or(|last| last.days != days) {
                steps.push(MakeUpStep::empty(days, step.balance));
            }
            if let Some(last) = steps.last_mut() {
                last.missed = last.missed.saturating_add(step.missed);
                last.owed = last.owed.saturating_add(step.owed);
                last.done = last.done.saturating_add(step.done);
                last.fidya = last.fidya.saturating_add(step.fidya);
                last.balance = step.balance;
            }
        }
        Self { opening: self.opening, today: self.today, steps }
    }

    /// The day on which nothing is owed any more at a pace: today where nothing is owed now; none without progress,
    /// or beyond [`Day::MAX`]. Of a history by days, as [`crate::Evaluator::make_up_history`] tells it.
    ///
    /// # Errors
    /// `invalid` for a pace over no days, and one of no make-ups that is given.
    pub fn projected(&self, pace: MakeUpPace) -> Result<Option<Day>> {
        let (progress, days) = match pace {
            MakeUpPace::LastDays(0) | MakeUpPace::Given { days: 0, .. } => {
                return Err(Error::invalid("days", "must be at least 1", 0));
            }
            MakeUpPace::Given { make_ups: 0, .. } => {
                return Err(Error::invalid("make_ups", "must be at least 1", 0));
            }
            MakeUpPace::Given { make_ups, days } => (i128::from(make_ups), days),
            MakeUpPace::LastDays(days) => (self.progress(DayRange::ending(self.today, days)), days),
        };
        let left = i128::from(self.balance());
        if left <= 0 {
            return Ok(Some(self.today));
        }
        if progress <= 0 {
            return Ok(None);
        }
        let needed = (left * i128::from(days) + progress - 1) / progress;
        Ok(i32::try_from(needed).ok().and_then(|days| self.today.plus(days)))
    }

    /// By how much make-ups outran what was newly owed.
    fn progress(&self, days: DayRange) -> i128 {
        let within = self.steps.iter().filter(|step| days.contains(step.days.first()));
        within.map(|step| i128::from(step.done) - i128::from(step.missed) - i128::from(step.owed)).sum()
    }
}
