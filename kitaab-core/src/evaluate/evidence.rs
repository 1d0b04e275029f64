//! What a condition is judged by: its columns over a whole frame, from which any window is answered.

use std::ops::Range;
use std::sync::Arc;

use crate::rule::{Condition, Test};

use super::counts::{Windows, add_up, counts, within};
use super::frame::Frame;
use super::matching::Amounts;
use super::units::Units;
use super::verdict::{ConditionVerdict, Outcome, Quantity};

/// What a condition is judged by.
#[derive(Debug)]
pub(super) struct Evidence<'a> {
    pub(super) tally: Tally<'a>,
}

/// The columns of a condition's test.
#[derive(Debug)]
pub(super) enum Tally<'a> {
    /// The amounts that `total` adds up, item by item.
    Total(Vec<Amounts<'a>>),
    /// The days on which the match of `days` holds.
    Days(Arc<Vec<u8>>),
    /// The units of `every_day`.
    Units(Units),
}

impl Evidence<'_> {
    /// How a condition stands over a window.
    pub(super) fn judge(&self, condition: &Condition, frame: Frame, window: &Range<usize>) -> ConditionVerdict {
        let (have, need, first_unmet) = match &self.tally {
            Tally::Total(items) => {
                let sum = items.iter().fold(0, |sum: i64, amounts| sum.wrapping_add(amounts.within(frame, window)));
                (Quantity::amount(sum), needed(&condition.test), None)
            }
            Tally::Days(days) => (Quantity::Days(within(days, window)), needed(&condition.test), None),
            Tally::Units(units) => {
                let judged = units.judge(window);
                let met = Quantity::Days(judged.units.saturating_sub(judged.unmet));
                (met, Quantity::Days(judged.units), judged.first_unmet.map(|place| frame.day(place)))
            }
        };
        let outcome = match &self.tally {
            Tally::Units(_) if need == Quantity::Days(0) => Outcome::Undetermined,
            _ => Outcome::of(have.number() >= need.number()),
        };
        ConditionVerdict { condition: *condition, outcome, have, need, first_unmet }
    }

    /// The outcome of each window of `length` days (at least one) that ends on one of `places`; windows
    /// that reach back before the frame are cut off there.
    pub(super) fn outcomes(
        &self,
        condition: &Condition,
        frame: Frame,
        length: usize,
        places: &Range<usize>,
    ) -> Vec<Outcome> {
        let mut outcomes = Vec::with_capacity(places.len());
        match (&self.tally, &condition.test) {
            (Tally::Total(items), Test::TotalAtLeast(amount)) => {
                let (sums, need) = (total(items, frame), amount.hundredths());
                for windows in Windows::ending_on(places, length) {
                    let (before, after) = windows.ends(&sums, &sums);
                    let sums = after.iter().zip(before.iter()).map(|(after, before)| after.wrapping_sub(*before));
                    outcomes.extend(sums.map(|sum| Outcome::of(sum >= need)));
                }
            }
            (Tally::Days(days), Test::DaysAtLeast { n, .. }) => {
                let (days, need) = (counts(days), u32::from(*n));
                for windows in Windows::ending_on(places, length) {
                    let (before, after) = windows.ends(&days, &days);
                    let days = after.iter().zip(before.iter()).map(|(after, before)| after.wrapping_sub(*before));
                    outcomes.extend(days.map(|days| Outcome::of(days >= need)));
                }
            }
            (Tally::Units(units), _) => units.outcomes(length, places, &mut outcomes),
            // A tally is made for its test.
            (Tally::Total(_) | Tally::Days(_), _) => {}
        }
        outcomes
    }

    /// The place on which a `total` or `days` over the whole frame first had what it needs.
    pub(super) fn reached(&self, condition: &Condition, frame: Frame) -> Option<usize> {
        let place = match (&self.tally, &condition.test) {
            (Tally::Total(items), Test::TotalAtLeast(amount)) => {
                total(items, frame)[1..].partition_point(|sum| *sum < amount.hundredths())
            }
            (Tally::Days(days), Test::DaysAtLeast { n, .. }) => {
                counts(days)[1..].partition_point(|days| *days < u32::from(*n))
            }
            _ => frame.len(),
        };
        (place < frame.len()).then_some(place)
    }
}

/// The prefix sums of what a `total` adds up, in hundredths: at place `i`, of the first `i` days. Like
/// counts, they wrap.
fn total(items: &[Amounts<'_>], frame: Frame) -> Vec<i64> {
    let mut sums = vec![0; frame.len() + 1];
    for amounts in items {
        amounts.add_to(frame, &mut sums[1..]);
    }
    add_up(&mut sums, i64::wrapping_add);
    sums
}

/// What a `total` or `days` asks for.
fn needed(test: &Test) -> Quantity {
    match test {
        Test::TotalAtLeast(amount) => Quantity::Amount((*amount).into()),
        Test::DaysAtLeast { n, .. } => Quantity::Days((*n).into()),
        Test::EveryDay(_) => Quantity::Days(0),
    }
}
