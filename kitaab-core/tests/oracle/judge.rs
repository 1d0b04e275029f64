//! Conditions and rules over a window.

use chrono::Datelike;
use kitaab_core::{
    Amount, Below, Condition, ConditionVerdict, Day, DayRange, ItemId, Match, Outcome, Quantity, Rule, RuleDetail,
    RuleVerdict, Schedule, Test, Total, Value,
};

use super::{Corner, Oracle};

/// What `every_day` judges by: some days, on so many of which the match must hold.
pub(super) struct Unit {
    pub(super) days: Vec<Day>,
    pub(super) needed: usize,
    /// The days of it on which the match holds.
    pub(super) matching: Vec<Day>,
}

impl Unit {
    pub(super) fn first(&self) -> Day {
        self.days[0]
    }

    pub(super) fn last(&self) -> Day {
        self.days[self.days.len() - 1]
    }

    pub(super) fn met(&self) -> bool {
        self.matching.len() >= self.needed
    }
}

impl Oracle<'_> {
    /// The verdict on a rule over a window.
    pub(crate) fn verdict(&self, rule: &Rule, window: DayRange) -> RuleVerdict {
        let verdict = self.judge(rule, window);
        self.corners.note(match verdict.outcome {
            Outcome::Earned => Corner::RootEarned,
            Outcome::NotEarned => Corner::RootNotEarned,
            Outcome::Undetermined => Corner::RootUndetermined,
        });
        self.corners.note_if(depth(rule) == 5, Corner::RuleFiveDeep);
        self.corners.note_if(window.count() > 60, Corner::LongWindow);
        self.corners
            .note_if(window.days().any(|x| (x.date().month(), x.date().day()) == (2, 29)), Corner::LeapDayInWindow);
        verdict
    }

    /// The outcome on each day of a merit's window that ends there.
    pub(crate) fn outcomes(&self, rule: &Rule, duration: u16, days: DayRange) -> Vec<Outcome> {
        let mut outcomes = Vec::new();
        for d in days.days() {
            let first = d.epoch_days() - i32::from(duration) + 1;
            let first = if first < Day::MIN.epoch_days() {
                self.corners.note(Corner::CutOffAt1900);
                Day::MIN
            } else {
                Day::from_epoch_days(first).unwrap()
            };
            outcomes.push(self.verdict(rule, DayRange::new(first, d).unwrap()).outcome);
        }
        outcomes
    }

    fn judge(&self, rule: &Rule, window: DayRange) -> RuleVerdict {
        let judged = |rules: &[Rule]| -> Vec<RuleVerdict> { rules.iter().map(|r| self.judge(r, window)).collect() };
        let count = |parts: &[RuleVerdict], outcome| parts.iter().filter(|part| part.outcome == outcome).count();
        match rule {
            Rule::All(rules) => {
                let parts = judged(rules);
                let outcome = if count(&parts, Outcome::NotEarned) > 0 {
                    Outcome::NotEarned
                } else if count(&parts, Outcome::Undetermined) > 0 {
                    self.corners.note(Corner::PartUndetermined);
                    Outcome::Undetermined
                } else {
                    Outcome::Earned
                };
                RuleVerdict { outcome, detail: RuleDetail::All(parts) }
            }
            Rule::Any(rules) => {
                let parts = judged(rules);
                let outcome = if count(&parts, Outcome::Earned) > 0 {
                    Outcome::Earned
                } else if count(&parts, Outcome::Undetermined) > 0 {
                    self.corners.note(Corner::PartUndetermined);
                    Outcome::Undetermined
                } else {
                    Outcome::NotEarned
                };
                RuleVerdict { outcome, detail: RuleDetail::Any(parts) }
            }
            Rule::AtLeast { n, rules } => {
                let parts = judged(rules);
                let (earned, undetermined) = (count(&parts, Outcome::Earned), count(&parts, Outcome::Undetermined));
                let outcome = if earned >= usize::from(*n) {
                    Outcome::Earned
                } else if earned + undetermined < usize::from(*n) {
                    Outcome::NotEarned
                } else {
                    Outcome::Undetermined
                };
                self.corners.note_if(outcome != Outcome::Undetermined && undetermined > 0, Corner::AtLeastDecided);
                RuleVerdict { outcome, detail: RuleDetail::AtLeast { n: *n, rules: parts } }
            }
            Rule::Not(rule) => {
                let part = self.judge(rule, window);
                let outcome = match part.outcome {
                    Outcome::Earned => Outcome::NotEarned,
                    Outcome::NotEarned => Outcome::Earned,
                    Outcome::Undetermined => Outcome::Undetermined,
                };
                self.corners.note_if(outcome == Outcome::Earned, Corner::NotSwapped);
                RuleVerdict { outcome, detail: RuleDetail::Not(Box::new(part)) }
            }
            Rule::Condition(condition) => {
                let verdict = self.condition(condition, window);
                RuleVerdict { outcome: verdict.outcome, detail: RuleDetail::Condition(verdict) }
            }
            other => panic!("worlds hold no {other:?}"),
        }
    }

    pub(super) fn condition(&self, condition: &Condition, window: DayRange) -> ConditionVerdict {
        let (have, need, outcome, first_unmet) = match &condition.test {
            Test::TotalAtLeast(amount) => {
                let (have, need) = (self.total(condition, window), Total::from(*amount));
                (Quantity::Amount(have), Quantity::Amount(need), earned_if(have >= need), None)
            }
            Test::DaysAtLeast { n, matching } => {
                let have = window.days().filter(|x| self.day_matches(condition, matching, *x)).count();
                let (have, need) = (u32::try_from(have).unwrap(), u32::from(*n));
                (Quantity::Days(have), Quantity::Days(need), earned_if(have >= need), None)
            }
            Test::EveryDay(matching) => {
                let units = self.units(condition, matching, window);
                let met = units.iter().filter(|unit| unit.met()).count();
                let first_unmet = units.iter().filter(|unit| !unit.met()).map(Unit::first).min();
                let outcome = if units.is_empty() { Outcome::Undetermined } else { earned_if(met == units.len()) };
                let days = |count| Quantity::Days(u32::try_from(count).unwrap());
                (days(met), days(units.len()), outcome, first_unmet)
            }
            other => panic!("worlds hold no {other:?}"),
        };
        ConditionVerdict { condition: *condition, outcome, have, need, first_unmet }
    }

    /// The items that a condition looks at on one day.
    fn looked_at(&self, condition: &Condition, x: Day) -> Vec<ItemId> {
        match condition.below {
            Below::No => vec![condition.item],
            Below::Any | Below::Each => self.leaves(condition.item, x),
        }
    }

    /// Whether one of the items that a condition looks at is due.
    pub(super) fn any_due(&self, condition: &Condition, x: Day) -> bool {
        self.looked_at(condition, x).iter().any(|id| self.due(*id, x))
    }

    pub(super) fn total(&self, condition: &Condition, window: DayRange) -> Total {
        let mut amounts: Vec<Amount> = Vec::new();
        for x in window.days() {
            for id in self.looked_at(condition, x) {
                match self.entry(id, x) {
                    Some(Value::Count(amount)) => amounts.push(amount),
                    Some(Value::Scale(_)) => self.corners.note(Corner::OtherMeasure),
                    None => {}
                }
            }
            if condition.below != Below::No {
                for id in self.subtree(condition.item) {
                    let left_out = self.entry(id, x).is_some() && !self.leaf(id, x);
                    self.corners.note_if(left_out, Corner::EntryNotOnLeaf);
                }
            }
        }
        Total::new(amounts.iter().map(|amount| i128::from(amount.hundredths())).sum())
    }

    /// Whether a day counts for `days(match)`.
    pub(super) fn day_matches(&self, condition: &Condition, matching: &Match, x: Day) -> bool {
        let holds = |id: &ItemId| self.matches(matching, self.value(*id, x));
        let looked_at = self.looked_at(condition, x);
        if condition.below != Below::Each {
            return looked_at.iter().any(holds);
        }
        let due: Vec<ItemId> = looked_at.iter().copied().filter(|id| self.due(*id, x)).collect();
        if !due.is_empty() {
            return due.iter().all(holds);
        }
        let lifted: Vec<ItemId> =
            looked_at.into_iter().filter(|id| self.running(*id, x) && self.scheduled(*id, x)).collect();
        let counts = !lifted.is_empty() && lifted.iter().all(holds);
        self.corners.note_if(counts, Corner::EachWithNoneDue)
    }

    /// The units of `every_day`.
    pub(super) fn units(&self, condition: &Condition, matching: &Match, window: DayRange) -> Vec<Unit> {
        let holds = |id: ItemId, x: Day| self.matches(matching, self.value(id, x));
        let mut looked_at = Vec::new();
        match condition.below {
            Below::No => looked_at.push(condition.item),
            Below::Any | Below::Each => {
                for id in self.subtree(condition.item) {
                    if window.days().any(|x| self.leaf(id, x)) {
                        self.corners.note_if(!window.days().all(|x| self.leaf(id, x)), Corner::LeafOfOtherDays);
                        looked_at.push(id);
                    }
                }
            }
        }
        let mut units = Vec::new();

        let Some(begin) = looked_at.iter().map(|id| self.item(*id).starts_on).min() else {
            self.corners.note(Corner::NoLeafInWindow);
            return units;
        };
        for x in window.days() {
            if x < begin {
                self.corners.note(Corner::DayBeforeBegin);
                units.push(Unit { days: vec![x], needed: 1, matching: vec![] });
            }
        }
        self.corners.note_if(window.last() < begin, Corner::WindowBeforeBegin);

        match condition.below {
            Below::No | Below::Each => {
                for id in looked_at {
                    for x in window.days() {
                        if self.due(id, x) && !self.has_quota(id, x) {
                            let matching = if holds(id, x) { vec![x] } else { vec![] };
                            units.push(Unit { days: vec![x], needed: 1, matching });
                            self.corners.note_if(condition.below == Below::Each, Corner::EachUnit);
                        }
                        self.corners.note_if(self.exempt(id, x), Corner::ExemptDay);
                        units.extend(self.period_from(id, x, window, holds));
                    }
                }
            }
            Below::Any => {
                for x in window.days() {
                    let leaves = self.leaves(condition.item, x);
                    if x >= begin && leaves.iter().any(|id| self.due(*id, x)) {
                        let matching = if leaves.iter().any(|id| holds(*id, x)) { vec![x] } else { vec![] };
                        units.push(Unit { days: vec![x], needed: 1, matching });
                        self.corners.note(Corner::AnyUnit);
                    }
                }
            }
        }
        units
    }

    /// The unit of the whole period that starts on `x`, if there is one in the window.
    fn period_from(&self, id: ItemId, x: Day, window: DayRange, holds: impl Fn(ItemId, Day) -> bool) -> Option<Unit> {
        let (version, schedule) = self.schedule(id, x);
        let (times, days) = match schedule.clone() {
            Schedule::TimesPerWeek { times, week_start } => {
                let starts = |x: Day| x.date().weekday().num_days_from_monday() == u32::from(week_start);
                (times, period_of(x, starts))
            }
            Schedule::TimesPerMonth { times } => (times, period_of(x, |x| x.date().day() == 1)),
            Schedule::TimesInHijriMonth { month, times } if self.hijri(x).0 == month => {
                (times, period_of(x, |x| self.hijri(x).1 == 1))
            }
            _ => return None,
        };
        if days[0] != x {
            self.corners.note_if(!window.contains(days[0]), Corner::QuotaPeriodCut);
            return None;
        }
        if !days.iter().all(|y| window.contains(*y)) {
            self.corners.note(Corner::QuotaPeriodCut);
            return None;
        }
        if !days.iter().all(|y| self.schedule(id, *y).0 == version) {
            self.corners.note(Corner::QuotaVersionChanged);
            return None;
        }
        let due = days.iter().filter(|y| self.due(id, **y)).count();
        if due == 0 {
            return None;
        }
        let needed = usize::from(times).min(due);
        let matching: Vec<Day> = days.iter().copied().filter(|y| holds(id, *y)).collect();
        self.corners.note(Corner::QuotaUnit);
        let in_hijri_month = matches!(schedule, Schedule::TimesInHijriMonth { .. });
        self.corners.note_if(in_hijri_month, Corner::HijriQuotaUnit);
        self.corners.note_if(due < usize::from(times), Corner::QuotaNeedsFewer);
        self.corners.note_if(matching.len() >= needed, Corner::QuotaUnitMet);
        Some(Unit { days, needed, matching })
    }
}

/// The days of the period that holds `x`, where `starts` says which days start one. The periods at
/// the ends of the calendar are cut off there.
fn period_of(x: Day, starts: impl Fn(Day) -> bool) -> Vec<Day> {
    let mut first = x;
    while !starts(first) && first > Day::MIN {
        first = first.previous().unwrap();
    }
    let mut days = vec![first];
    while let Some(next) = days[days.len() - 1].next() {
        if starts(next) {
            break;
        }
        days.push(next);
    }
    days
}

fn depth(rule: &Rule) -> usize {
    1 + rule.parts().iter().map(depth).max().unwrap_or(0)
}

fn earned_if(earned: bool) -> Outcome {
    if earned { Outcome::Earned } else { Outcome::NotEarned }
}
