//! Checking rules and conditions against the catalogue.

use std::collections::BTreeSet;

use super::measure::test_fits;
use crate::catalogue::Catalogue;
use crate::day::Day;
use crate::error::{Error, Result};
use crate::id::ItemId;
use crate::rule::{Below, Condition, MAX_DEPTH, Match, Rule, Test};

impl Catalogue {
    /// Checks a rule over a window of `duration` days: its shape, and each condition's item, measure,
    /// value and number of days. Whether an item has live ones below it is asked of `today`.
    ///
    /// # Errors
    /// `invalid` with the part's place, as `rule.all[2].days`, counted from 0; `not_found` for an item
    /// or a scale version.
    pub fn check_rule(&self, rule: &Rule, duration: u16, today: Day) -> Result<()> {
        let mut ahead = vec![("rule".to_owned(), rule, 1)];
        while let Some((place, rule, depth)) = ahead.pop() {
            if depth > MAX_DEPTH {
                // Told below. Not followed any further, lest the places grow with it.
                break;
            }
            let word = match rule {
                Rule::All(_) => "all",
                Rule::Any(_) => "any",
                Rule::AtLeast { .. } => "at_least",
                Rule::Not(part) => {
                    ahead.push((format!("{place}.not"), part, depth + 1));
                    continue;
                }
                Rule::Condition(condition) => {
                    self.check_condition(condition, duration.into(), today).map_err(|error| error.within(&place))?;
                    continue;
                }
            };
            let parts = rule.parts();
            if parts.is_empty() {
                return Err(Error::invalid(place, "must not have an empty part", ""));
            }
            if let Rule::AtLeast { n, .. } = rule
                && !(1..=parts.len()).contains(&usize::from(*n))
            {
                return Err(Error::invalid(format!("{place}.n"), "must be from 1 to the number of parts", n));
            }
            let placed = parts.iter().enumerate().map(|(i, part)| (format!("{place}.{word}[{i}]"), part, depth + 1));
            // Taken off the end, so the first part goes last.
            ahead.extend(placed.rev());
        }
        rule.check_shape()
    }

    /// Checks a condition over a window of so many days. Fields are named within the condition.
    pub(super) fn check_condition(&self, condition: &Condition, days: usize, today: Day) -> Result<()> {
        self.check_fit(condition, days)?;
        let item = self.item(condition.item)?;
        if condition.below == Below::No && self.has_live_items_below(item.id, today) {
            return Err(Error::invalid(
                "below",
                "must be any or each, since the item has items below it and takes no entries of its own",
                &item.name,
            ));
        }
        Ok(())
    }

    /// What must hold of a condition for as long as it stands: all but that its item takes entries of its own, which
    /// may change after it was made.
    pub(crate) fn check_fit(&self, condition: &Condition, days: usize) -> Result<()> {
        condition.check_shape().map_err(named_within_condition)?;
        let deed = self.deed_of(condition.item)?;
        test_fits(&condition.test, deed.measure)?;
        if let Some(Match::Is(value)) = condition.test.matching() {
            self.scale_value(*value)?;
            if self.scale(value.scale)?.deed != deed.id {
                return Err(Error::invalid("matching", "must be a value of the deed's own scale", value.scale));
            }
        }
        match condition.test {
            Test::DaysAtLeast { n, .. } if usize::from(n) > days => {
                Err(Error::invalid("days", "must be at most as many as the days of the window", n))
            }
            _ => Ok(()),
        }
    }

    /// The merits and targets that name one of these items, in words.
    pub(super) fn used_by(&self, items: &BTreeSet<ItemId>) -> Vec<String> {
        let names = |condition: &Condition| items.contains(&condition.item);
        let merits = self.merits.values().filter(|merit| merit.rule.conditions().into_iter().any(names));
        let targets = self.targets.values().filter(|target| target.items.iter().any(names));
        let merits = merits.map(|merit| format!("the merit {}", merit.title));
        merits.chain(targets.map(|target| format!("the target {}", target.title))).collect()
    }
}

/// [`Condition::check_shape`] names fields from the rule on; here the place is put in front of them.
fn named_within_condition(error: Error) -> Error {
    match error {
        Error::Invalid { field, rule, value } => {
            let field = field.strip_prefix("rule.").map(str::to_owned).map_or(field, Into::into);
            Error::Invalid { field, rule, value }
        }
        other => other,
    }
}
