//! When items are due, and what makes a day kept.

use super::{HijriMonthDay, Weekday};
use crate::convert::{InRange, Inward, Outward};
use crate::error::{KitaabError, Result};
use crate::scalar::{Amount, Day, Int};

unions! {
    /// When an item is due.
    union Schedule {
        /// Every day.
        Daily {}
        /// On these days of the week.
        OnWeekdays {
            /// The days, at least one.
            days: [Vec<Weekday>],
        }
        /// So many times in a week.
        TimesPerWeek {
            /// How often, 1 to 7.
            times: [Int],
            /// The first day of the week.
            week_start: [Weekday],
        }
        /// So many times in a calendar month.
        TimesPerMonth {
            /// How often, 1 to 31.
            times: [Int],
        }
        /// Every `n` days, counted from a day.
        EveryNDays {
            /// The distance in days, 1 to 3,660.
            n: [Int],
            /// A day on which it is due.
            from_day: [Day],
        }
        /// On these days of every Hijri month.
        HijriMonthDays {
            /// The days, 1 to 30.
            days: [Vec<Int>],
        }
        /// Daily in these months of the Hijri year.
        HijriMonths {
            /// The months, 1 = Muharram to 12.
            months: [Vec<Int>],
        }
        /// On these dates of the Hijri year.
        HijriDates {
            /// The dates.
            dates: [Vec<HijriMonthDay>],
        }
        /// So many times in one month of the Hijri year, and not in the others.
        TimesInHijriMonth {
            /// The month, 1 = Muharram to 12.
            month: [Int],
            /// How often, 1 to 30.
            times: [Int],
        }
    }

    /// What makes a day kept.
    union Goal {
        /// At least this amount; for counted deeds.
        AmountAtLeast {
            /// The amount.
            amount: [Amount],
        }
        /// At most this amount; for counted deeds.
        AmountAtMost {
            /// The amount.
            amount: [Amount],
        }
        /// A score of at least this; for deeds with a scale.
        ScoreAtLeast {
            /// The score.
            score: [Int],
        }
        /// A score of at most this; for deeds with a scale.
        ScoreAtMost {
            /// The score.
            score: [Int],
        }
    }
}

impl Outward<Schedule> for kitaab::Schedule {
    fn outward(self) -> Schedule {
        match self {
            Self::Daily => Schedule::Daily {},
            Self::Weekdays(days) => Schedule::OnWeekdays { days: days.iter().collect::<Vec<_>>().outward() },
            Self::TimesPerWeek { times, week_start } => {
                Schedule::TimesPerWeek { times: times.outward(), week_start: week_start.outward() }
            }
            Self::TimesPerMonth { times } => Schedule::TimesPerMonth { times: times.outward() },
            Self::EveryNDays { n, from } => Schedule::EveryNDays { n: n.outward(), from_day: from.outward() },
            Self::HijriMonthDays(days) => Schedule::HijriMonthDays { days: days.outward() },
            Self::HijriMonths(months) => Schedule::HijriMonths { months: months.outward() },
            Self::HijriDates(dates) => Schedule::HijriDates { dates: dates.outward() },
            Self::TimesInHijriMonth { month, times } => {
                Schedule::TimesInHijriMonth { month: month.outward(), times: times.outward() }
            }
            other => unreachable!("{other:?} is not known to the facade"),
        }
    }
}

impl Inward<kitaab::Schedule> for Schedule {
    fn inward(self) -> Result<kitaab::Schedule> {
        Ok(match self {
            Self::Daily {} => kitaab::Schedule::Daily,
            Self::OnWeekdays { days } => {
                let days: Vec<kitaab::Weekday> = days.inward()?;
                kitaab::Schedule::Weekdays(kitaab::Weekdays::new(days)?)
            }
            Self::TimesPerWeek { times, week_start } => {
                kitaab::Schedule::TimesPerWeek { times: times.in_range("times")?, week_start: week_start.inward()? }
            }
            Self::TimesPerMonth { times } => kitaab::Schedule::TimesPerMonth { times: times.in_range("times")? },
            Self::EveryNDays { n, from_day } => {
                kitaab::Schedule::EveryNDays { n: n.in_range("n")?, from: from_day.inward()? }
            }
            Self::HijriMonthDays { days } => kitaab::Schedule::HijriMonthDays(days.in_range("days")?),
            Self::HijriMonths { months } => kitaab::Schedule::HijriMonths(months.in_range("months")?),
            Self::HijriDates { dates } => kitaab::Schedule::HijriDates(dates.inward()?),
            Self::TimesInHijriMonth { month, times } => {
                kitaab::Schedule::TimesInHijriMonth { month: month.in_range("month")?, times: times.in_range("times")? }
            }
        })
    }
}

impl Outward<Goal> for kitaab::Goal {
    fn outward(self) -> Goal {
        match self {
            Self::AmountAtLeast(amount) => Goal::AmountAtLeast { amount: amount.outward() },
            Self::AmountAtMost(amount) => Goal::AmountAtMost { amount: amount.outward() },
            Self::ScoreAtLeast(score) => Goal::ScoreAtLeast { score: score.outward() },
            Self::ScoreAtMost(score) => Goal::ScoreAtMost { score: score.outward() },
            other => unreachable!("{other:?} is not known to the facade"),
        }
    }
}

impl Inward<kitaab::Goal> for Goal {
    fn inward(self) -> Result<kitaab::Goal, KitaabError> {
        Ok(match self {
            Self::AmountAtLeast { amount } => kitaab::Goal::AmountAtLeast(amount.inward()?),
            Self::AmountAtMost { amount } => kitaab::Goal::AmountAtMost(amount.inward()?),
            Self::ScoreAtLeast { score } => kitaab::Goal::ScoreAtLeast(score.in_range("score")?),
            Self::ScoreAtMost { score } => kitaab::Goal::ScoreAtMost(score.in_range("score")?),
        })
    }
}
