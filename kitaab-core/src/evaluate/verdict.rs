//! What evaluation answers: outcomes, and the rule annotated with how each part stands.

use crate::amount::Total;
use crate::catalogue::Catalogue;
use crate::day::{Day, DayRange};
use crate::rule::{Condition, Rule, Test};
use crate::text::Unit;

use super::words;

/// How a rule stands over a window. Only [`Outcome::Earned`] counts as earned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Outcome {
    /// It holds.
    Earned = 2,
    /// It does not hold.
    NotEarned = 0,
    /// There was no due day or period to judge it by.
    Undetermined = 1,
}

impl Outcome {
    /// What a test comes to: earned or not.
    pub(super) const fn of(holds: bool) -> Self {
        if holds { Self::Earned } else { Self::NotEarned }
    }

    /// What units come to: `unmet` of `units` were not met.
    pub(super) const fn of_units(units: u32, unmet: u32) -> Self {
        match (units, unmet) {
            (0, _) => Self::Undetermined,
            (_, 0) => Self::Earned,
            _ => Self::NotEarned,
        }
    }

    /// This and another, as `all` joins its parts. The discriminants are in this order.
    pub(super) const fn and(self, other: Self) -> Self {
        if (other as u8) < self as u8 { other } else { self }
    }

    /// This or another, as `any` joins its parts.
    pub(super) const fn or(self, other: Self) -> Self {
        if other as u8 > self as u8 { other } else { self }
    }

    /// As `not` turns it: what is undetermined stays so.
    pub(super) const fn negated(self) -> Self {
        match self {
            Self::Earned => Self::NotEarned,
            Self::NotEarned => Self::Earned,
            Self::Undetermined => Self::Undetermined,
        }
    }

    /// As `at_least` joins its parts, of which so many are earned, and so many undetermined.
    pub(super) const fn at_least(n: u16, earned: u32, undetermined: u32) -> Self {
        let n = n as u32;
        if earned >= n {
            Self::Earned
        } else if earned.saturating_add(undetermined) < n {
            Self::NotEarned
        } else {
            Self::Undetermined
        }
    }
}

/// How a rule stands over a window of days, with all its parts.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Verdict {
    /// The window that was judged.
    pub days: DayRange,
    /// How the rule stands.
    pub outcome: Outcome,
    /// The rule with how each of its parts stands; the outermost one's outcome is the one above.
    pub detail: RuleVerdict,
}

impl Verdict {
    /// The verdict on a rule of which nothing can be judged, since an item that it names is gone.
    pub fn undetermined(rule: &Rule, days: DayRange) -> Self {
        Self { days, outcome: Outcome::Undetermined, detail: RuleVerdict::undetermined(rule) }
    }

    /// Whether it is earned. Undetermined is not.
    pub fn earned(&self) -> bool {
        self.outcome == Outcome::Earned
    }

    /// In words: what each condition has and needs, items named by their paths. One line for a lone
    /// condition, such as `Salah > Fajr: 38 of 40 due days at least 'late'; first missed on
    /// 2026-03-04`; an indented outline for a nested rule.
    pub fn why(&self, catalogue: &Catalogue) -> String {
        words::why(self, catalogue)
    }
}

/// How a rule, or one part of it, stands.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct RuleVerdict {
    /// How it stands.
    pub outcome: Outcome,
    /// Its parts, or its condition.
    pub detail: RuleDetail,
}

impl RuleVerdict {
    fn undetermined(rule: &Rule) -> Self {
        let parts = |rules: &[Rule]| rules.iter().map(Self::undetermined).collect();
        let detail = match rule {
            Rule::All(rules) => RuleDetail::All(parts(rules)),
            Rule::Any(rules) => RuleDetail::Any(parts(rules)),
            Rule::AtLeast { n, rules } => RuleDetail::AtLeast { n: *n, rules: parts(rules) },
            Rule::Not(rule) => RuleDetail::Not(Box::new(Self::undetermined(rule))),
            Rule::Condition(condition) => {
                let (have, need) = match condition.test {
                    Test::TotalAtLeast(amount) => (Quantity::Amount(Total::ZERO), Quantity::Amount(amount.into())),
                    Test::DaysAtLeast { n, .. } => (Quantity::Days(0), Quantity::Days(n.into())),
                    Test::EveryDay(_) => (Quantity::Days(0), Quantity::Days(0)),
                };
                let (condition, outcome) = (*condition, Outcome::Undetermined);
                RuleDetail::Condition(ConditionVerdict { condition, outcome, have, need, first_unmet: None })
            }
        };
        Self { outcome: Outcome::Undetermined, detail }
    }
}

/// The shape of the rule, each part annotated.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleDetail {
    /// All parts must hold.
    All(Vec<RuleVerdict>),
    /// At least one part must hold.
    Any(Vec<RuleVerdict>),
    /// At least so many parts must hold.
    AtLeast {
        /// How many.
        n: u16,
        /// The parts.
        rules: Vec<RuleVerdict>,
    },
    /// The part must not hold.
    Not(Box<RuleVerdict>),
    /// One condition.
    Condition(ConditionVerdict),
}

/// How a condition stands over a window: enough to draw a progress bar.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ConditionVerdict {
    /// The condition.
    pub condition: Condition,
    /// How it stands.
    pub outcome: Outcome,
    /// The total, the days that match, or for `every_day` the units that are met.
    pub have: Quantity,
    /// The amount or the days asked for, or for `every_day` all units.
    pub need: Quantity,
    /// Of `every_day`: the first day of the first unit that is not met. None for other tests.
    pub first_unmet: Option<Day>,
}

/// How much a condition has or needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// A sum of amounts, of `total`.
    Amount(Total),
    /// Days of `days`, or units (due days and whole periods) of `every_day`.
    Days(u32),
}

impl Quantity {
    /// Of a sum in hundredths.
    pub(super) fn amount(hundredths: i64) -> Self {
        Self::Amount(Total::new(hundredths.into()))
    }

    /// The plain number, for shares and paces: hundredths of an amount, or days.
    pub(super) fn number(self) -> i128 {
        match self {
            Self::Amount(total) => total.hundredths(),
            Self::Days(days) => days.into(),
        }
    }
}

/// How a target stands, as [`crate::Evaluator::progress`] reckons it.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct TargetProgress {
    /// The state of the whole.
    pub state: TargetState,
    /// How each of its conditions stands, in the target's order.
    pub items: Vec<TargetItemProgress>,
}

/// The state of a target on a day. A late entry can revive `missed` and `out_of_reach`, and take back
/// `completed`: the state is reckoned from what is recorded, and never kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetState {
    /// Its first day is still to come.
    Upcoming,
    /// It is running and can be completed.
    Active,
    /// All its conditions are met.
    Completed {
        /// The first day on which all of them were.
        on: Day,
    },
    /// It is over, and not completed.
    Missed,
    /// It is running, but some condition can't be met any more.
    OutOfReach,
}

/// How one condition of a target stands.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct TargetItemProgress {
    /// The condition.
    pub condition: Condition,
    /// The total, the days that match, or for `every_day` the units that are met.
    pub have: Quantity,
    /// The amount or the days asked for, or for `every_day` all units of the target's dates, those to
    /// come included.
    pub need: Quantity,
    /// The day on which it was met; for `every_day` only ever the target's last day.
    pub met_on: Option<Day>,
    /// The due days from today to the last day; 0 where no pace is told: for `every_day`, and once met.
    pub due_days_left: u32,
    /// What each due day left must bring, in days or whole amounts (not hundredths). None where no pace
    /// is told, or no due day is left.
    pub needed_per_due_day: Option<f64>,
    /// The day on which it is met at the pace so far, possibly after the target's last day. None where no
    /// pace is told, without progress, or beyond 2100.
    pub projected: Option<Day>,
    /// Of `every_day`: the first day of the first unit that is not met, which may be still to come.
    pub first_unmet: Option<Day>,
}

/// What is owed of an item: `balance = opening + missed + owed - done - fidya`.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct MakeUpBalance {
    /// How many were owed when the reckoning began.
    pub opening: u32,
    /// Due days that were missed since.
    pub missed: u32,
    /// Exempt days since whose reason leaves them owed.
    pub owed: u32,
    /// Due days on which nothing was logged and which the owner has not confirmed as missed. Not in the balance.
    pub unconfirmed: u32,
    /// Make-ups done.
    pub done: u64,
    /// Owed days settled by fidya.
    pub fidya: u64,
    /// What is left; negative when more was made up and settled than is known to be owed.
    pub balance: i64,
    /// What the days left come to as fidya, if the owner has set what is given for one day.
    pub fidya_due: Option<FidyaDue>,
}

/// What owed days come to as fidya.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct FidyaDue {
    /// How much.
    pub amount: Total,
    /// Of what.
    pub unit: Unit,
}
