//! Targets: how far one is, and whether it can still be met.

use kitaab_core::{Condition, Day, DayRange, Quantity, Target, TargetItemProgress, TargetProgress, TargetState, Test};

use super::{Corner, Oracle};

impl Oracle<'_> {
    /// How far a target is on day `d`.
    pub(crate) fn progress(&self, target: &Target, d: Day) -> TargetProgress {
        let (first, last) = (target.first_day, target.last_day);
        let seen = self.seen_until(d.min(last));
        let items: Vec<TargetItemProgress> =
            target.items.iter().map(|condition| seen.item_progress(condition, first, last, d)).collect();

        let state = if d < first {
            self.corners.note(Corner::Upcoming);
            TargetState::Upcoming
        } else if items.iter().all(|item| item.met_on.is_some()) {
            self.corners.note(Corner::Completed);
            TargetState::Completed { on: items.iter().filter_map(|item| item.met_on).max().unwrap() }
        } else if d > last {
            self.corners.note(Corner::Missed);
            TargetState::Missed
        } else if target.items.iter().any(|condition| seen.out_of_reach(condition, first, last, d)) {
            self.corners.note(Corner::OutOfReach);
            TargetState::OutOfReach
        } else {
            self.corners.note(Corner::Active);
            TargetState::Active
        };
        TargetProgress { state, items }
    }

    fn item_progress(&self, condition: &Condition, first: Day, last: Day, d: Day) -> TargetItemProgress {
        let verdict = self.condition(condition, DayRange::new(first, last).unwrap());
        let met_on = self.met_on(condition, first, last, d);
        let mut progress = TargetItemProgress {
            condition: *condition,
            have: verdict.have,
            need: verdict.need,
            met_on,
            due_days_left: 0,
            needed_per_due_day: None,
            projected: None,
            first_unmet: verdict.first_unmet,
        };
        if met_on.is_some() || matches!(condition.test, Test::EveryDay(_)) {
            return progress;
        }

        let due = |x: Day| self.any_due(condition, x);
        let all = DayRange::new(first, last).unwrap();
        let left = all.days().filter(|x| *x >= d && due(*x)).count();
        let so_far = all.days().filter(|x| *x <= d && due(*x)).count();
        progress.due_days_left = u32::try_from(left).unwrap();
        let (have, need) = (plain(verdict.have), plain(verdict.need));
        if left > 0 {
            self.corners.note(Corner::Needed);
            let hundredths = if matches!(verdict.need, Quantity::Amount(_)) { 100.0 } else { 1.0 };
            #[allow(clippy::cast_precision_loss, reason = "a pace is told as a float")]
            let needed = (need - have) as f64 / hundredths / left as f64;
            progress.needed_per_due_day = Some(needed);
        }
        if d <= last && have > 0 && so_far > 0 {
            // Day by day at have / so_far each, kept whole by counting in so_far-ths.
            let mut reached = have * so_far as i128;
            let mut x = d;
            while reached < need * so_far as i128 {
                let Some(next) = x.next() else {
                    self.corners.note(Corner::ProjectedNever);
                    return progress;
                };
                x = next;
                if due(x) {
                    reached += have;
                }
            }
            self.corners.note(Corner::Projected);
            progress.projected = Some(x);
        }
        progress
    }

    fn met_on(&self, condition: &Condition, first: Day, last: Day, d: Day) -> Option<Day> {
        match &condition.test {
            Test::EveryDay(matching) => {
                let units = self.units(condition, matching, DayRange::new(first, last).unwrap());
                let met = d > last && !units.is_empty() && units.iter().all(super::judge::Unit::met);
                self.corners.note_if(met, Corner::EveryDayMetOnLast);
                met.then_some(last)
            }
            _ => {
                if d < first {
                    return None;
                }
                let seen = DayRange::new(first, d.min(last)).unwrap();
                seen.days().find(|x| {
                    let verdict = self.condition(condition, DayRange::new(first, *x).unwrap());
                    plain(verdict.have) >= plain(verdict.need)
                })
            }
        }
    }

    /// Whether a condition can no longer be met, while `d` lies within the dates.
    fn out_of_reach(&self, condition: &Condition, first: Day, last: Day, d: Day) -> bool {
        let dates = DayRange::new(first, last).unwrap();
        match &condition.test {
            Test::TotalAtLeast(_) => false,
            Test::DaysAtLeast { n, matching } => {
                let have = dates.days().filter(|x| self.day_matches(condition, matching, *x)).count();
                let left =
                    dates.days().filter(|x| *x > d).count() + usize::from(!self.day_matches(condition, matching, d));
                self.corners.note_if(have + left < usize::from(*n), Corner::OutOfReachDays)
            }
            Test::EveryDay(matching) => self.units(condition, matching, dates).iter().any(|unit| {
                if unit.last() < d {
                    let period = unit.days.len() > 1;
                    let over = if period { Corner::OutOfReachPeriodOver } else { Corner::OutOfReachDayOver };
                    return self.corners.note_if(!unit.met(), over);
                }
                if unit.days.len() == 1 {
                    return false;
                }
                let so_far = unit.matching.iter().filter(|x| **x <= d).count();
                let left = unit.days.iter().filter(|x| **x >= d && !unit.matching.contains(x)).count();
                let by_today = unit.matching.contains(&d) && so_far + left + 1 == unit.needed;
                self.corners.note_if(by_today, Corner::OutOfReachThoughTodayMatches);
                self.corners.note_if(so_far + left < unit.needed, Corner::OutOfReachPeriodRunning)
            }),
            other => panic!("worlds hold no {other:?}"),
        }
    }
}

fn plain(quantity: Quantity) -> i128 {
    match quantity {
        Quantity::Amount(total) => total.hundredths(),
        Quantity::Days(days) => days.into(),
    }
}
