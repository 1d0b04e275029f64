//! Whether goals and tests fit what a deed is measured by.

use crate::deed::Measure;
use crate::error::{Error, Result};
use crate::rule::{Match, Test};
use crate::schedule::Goal;

/// Refuses what belongs to the other measure.
pub(super) fn must_fit(field: &'static str, given: Measure, measure: Measure) -> Result<()> {
    let rule = match (given, measure) {
        (Measure::Scale, Measure::Scale) | (Measure::Count, Measure::Count) => return Ok(()),
        (Measure::Scale, Measure::Count) => "must be about amounts, since the deed is counted",
        (Measure::Count, Measure::Scale) => "must be about scale values, since the deed is judged by a scale",
    };
    Err(Error::invalid(field, rule, ""))
}

/// Refuses a goal of the other measure.
pub(crate) fn goal_fits(goal: Goal, measure: Measure) -> Result<()> {
    let given = match goal {
        Goal::AmountAtLeast(_) | Goal::AmountAtMost(_) => Measure::Count,
        Goal::ScoreAtLeast(_) | Goal::ScoreAtMost(_) => Measure::Scale,
    };
    must_fit("goal", given, measure)
}

/// Refuses a test of the other measure.
pub(super) fn test_fits(test: &Test, measure: Measure) -> Result<()> {
    match test.matching() {
        None => must_fit("total", Measure::Count, measure),
        Some(Match::Is(_) | Match::ScoreAtLeast(_) | Match::ScoreAtMost(_)) => {
            must_fit("matching", Measure::Scale, measure)
        }
        Some(Match::AmountAtLeast(_) | Match::AmountAtMost(_)) => must_fit("matching", Measure::Count, measure),
        Some(Match::Logged) => Ok(()),
    }
}
