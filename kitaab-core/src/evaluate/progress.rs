//! How a target stands on a day.

use crate::day::{Day, DayRange};
use crate::error::Result;
use crate::rule::{Condition, Test};
use crate::target::Target;

use super::counts;
use super::engine::Engine;
use super::evidence::Tally;
use super::frame::Frame;
use super::verdict::{ConditionVerdict, Outcome, Quantity, TargetItemProgress, TargetProgress, TargetState};

/// A target's dates as seen on one day.
pub(super) struct Dates<'e, 'a> {
    /// An engine over the target's dates that sees no record after `today`.
    engine: Engine<'a>,
    /// The engine that it was made from.
    book: &'e Engine<'a>,
    days: DayRange,
    today: Day,
}

/// One condition, and whether it can still be met.
struct Standing {
    progress: TargetItemProgress,
    lost: bool,
}

impl<'e, 'a> Dates<'e, 'a> {
    pub(super) fn new(book: &'e Engine<'a>, days: DayRange, today: Day) -> Self {
        Self { engine: book.over(Frame::new(days).seen_on(today)), book, days, today }
    }

    /// How a target over these dates stands.
    pub(super) fn progress(&self, target: &Target) -> Result<TargetProgress> {
        let standings = target.items.iter().map(|condition| self.standing(condition)).collect::<Result<Vec<_>>>()?;
        let met_on: Option<Vec<Day>> = standings.iter().map(|standing| standing.progress.met_on).collect();
        let state = match met_on.unwrap_or_default().into_iter().max() {
            _ if self.today < self.days.first() => TargetState::Upcoming,
            Some(on) => TargetState::Completed { on },
            None if self.today > self.days.last() => TargetState::Missed,
            None if standings.iter().any(|standing| standing.lost) => TargetState::OutOfReach,
            None => TargetState::Active,
        };
        Ok(TargetProgress { state, items: standings.into_iter().map(|standing| standing.progress).collect() })
    }

    fn standing(&self, condition: &Condition) -> Result<Standing> {
        let (frame, window) = (self.engine.frame, self.engine.frame.all());
        let evidence = self.engine.evidence(condition)?;
        let verdict = evidence.judge(condition, frame, &window);
        let begun = self.days.first() <= self.today;
        let over = self.days.last() < self.today;
        let today = frame.place(self.today);
        let met_on = match &evidence.tally {
            _ if !begun || verdict.outcome != Outcome::Earned => None,
            Tally::Units(_) => over.then_some(self.days.last()),
            Tally::Total(_) | Tally::Days(_) => evidence.reached(condition, frame).map(|place| frame.day(place)),
        };
        let lost = begun
            && !over
            && match &evidence.tally {
                Tally::Total(_) => false,
                Tally::Days(days) => {
                    let so_far = counts::within(days, &(0..today));
                    i128::from(so_far) + i128::from(self.days.last().since(self.today)) + 1 < verdict.need.number()
                }
                Tally::Units(units) => units.is_lost(&window, today),
            };
        let pace = match condition.test {
            Test::TotalAtLeast(_) | Test::DaysAtLeast { .. } if met_on.is_none() => self.pace(condition, &verdict)?,
            _ => Pace::default(),
        };
        let progress = TargetItemProgress {
            condition: *condition,
            have: verdict.have,
            need: verdict.need,
            met_on,
            due_days_left: pace.due_days_left,
            needed_per_due_day: pace.needed_per_due_day,
            projected: pace.projected,
            first_unmet: verdict.first_unmet,
        };
        Ok(Standing { progress, lost })
    }

    /// How a condition that is not met goes on.
    fn pace(&self, condition: &Condition, verdict: &ConditionVerdict) -> Result<Pace> {
        let due = due_days(&self.engine, condition)?;
        let frame = self.engine.frame;
        let left = counts::within(&due, &(frame.place(self.today)..frame.len()));
        let so_far = counts::within(&due, &(0..frame.end(self.today)));
        let (have, missing) = (verdict.have.number(), verdict.need.number() - verdict.have.number());
        let unit = match verdict.need {
            Quantity::Amount(_) => 100.0,
            Quantity::Days(_) => 1.0,
        };
        #[allow(clippy::cast_precision_loss, reason = "a share for display, told as a float")]
        let needed_per_due_day = (left > 0).then(|| missing as f64 / unit / f64::from(left));
        // At the pace so far, `missing` takes missing / (have / so_far) due days, rounded up.
        let more = (have > 0 && so_far > 0).then(|| (missing * i128::from(so_far) + have - 1) / have);
        let projected = match more.map(u32::try_from) {
            Some(Ok(more)) if self.today <= self.days.last() => self.due_day_after_today(condition, more)?,
            _ => None,
        };
        Ok(Pace { due_days_left: left, needed_per_due_day, projected })
    }

    /// The `n`th due day after today, on or after the target's last day or not.
    fn due_day_after_today(&self, condition: &Condition, n: u32) -> Result<Option<Day>> {
        let mut missing = n;
        let mut from = self.today.next();
        // A year is nearly always enough; where it is not, each further look goes twice as far.
        let mut reach = 366;
        while let Some(first) = from {
            let days = DayRange::new(first, first.saturating_plus(reach))?;
            let engine = self.book.over(Frame::new(days));
            let due = counts::counts(&due_days(&engine, condition)?);
            let place = due[1..].partition_point(|due| *due < missing);
            if place < days.count() {
                return Ok(Some(engine.frame.day(place)));
            }
            missing -= due[days.count()];
            from = days.last().next();
            reach = reach.saturating_mul(2);
        }
        Ok(None)
    }
}

/// What is told of a condition that can be paced.
#[derive(Default)]
struct Pace {
    due_days_left: u32,
    needed_per_due_day: Option<f64>,
    projected: Option<Day>,
}

/// The days of an engine's frame, 1 or 0, on which a condition's item, or any leaf under it, is due.
fn due_days(engine: &Engine<'_>, condition: &Condition) -> Result<Vec<u8>> {
    let items = engine.looked_at(condition)?;
    engine.any_due(&items)
}
