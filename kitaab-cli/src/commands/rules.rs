//! One condition by flags, or rules from a file: what merits and targets have in common.

use std::io::Read;
use std::path::Path;

use clap::{ArgGroup, Args};
use kitaab::Below;

use crate::failure::{Failure, Result};
use crate::interrupt;
use crate::rule_text::{Figure, MatchText, RuleText, TestText};

/// One condition, by flags.
#[derive(Args, Debug)]
#[command(group(ArgGroup::new("test").args(["total", "on_days", "every_day"]).requires("item")))]
#[command(group(ArgGroup::new("match").args(["is", "at_least", "at_most", "logged"]).conflicts_with("total")))]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(crate) struct ConditionArgs {
    /// The item that the condition is about.
    #[arg(long, value_name = "ITEM", requires = "test", help_heading = "Condition")]
    item: Option<String>,
    /// It is about the items below, of which any is enough on a day.
    #[arg(long, conflicts_with = "each", requires = "item", help_heading = "Condition")]
    any: bool,
    /// It is about each of the items below.
    #[arg(long, requires = "item", help_heading = "Condition")]
    each: bool,
    /// Test: the amounts add up to at least this.
    #[arg(long, value_name = "AMOUNT", help_heading = "Condition")]
    total: Option<String>,
    /// Test: on at least so many days it matches.
    #[arg(long, value_name = "N", requires = "match", help_heading = "Condition")]
    on_days: Option<u16>,
    /// Test: on every due day it matches.
    #[arg(long, requires = "match", help_heading = "Condition")]
    every_day: bool,
    /// A day matches with exactly this value of the scale.
    #[arg(long, value_name = "VALUE", help_heading = "Condition")]
    is: Option<String>,
    /// A day matches with at least this value or amount.
    #[arg(long, value_name = "VALUE", help_heading = "Condition")]
    at_least: Option<String>,
    /// A day matches with at most this value or amount.
    #[arg(long, value_name = "VALUE", help_heading = "Condition")]
    at_most: Option<String>,
    /// A day matches with any entry.
    #[arg(long, help_heading = "Condition")]
    logged: bool,
}

impl ConditionArgs {
    /// The condition, if one is told.
    pub(crate) fn rule(&self) -> Result<Option<RuleText>> {
        let Some(item) = &self.item else { return Ok(None) };
        let below = match (self.any, self.each) {
            (true, _) => Below::Any,
            (_, true) => Below::Each,
            _ => Below::No,
        };
        let test = match (&self.total, self.on_days, self.matching()) {
            (Some(amount), ..) => TestText::Total(amount.clone()),
            (None, Some(days), Some(matching)) => TestText::Days(days, matching),
            (None, None, Some(matching)) => TestText::EveryDay(matching),
            (None, _, None) => {
                return Err(Failure::usage(
                    "a condition needs --total, or --every-day or --on-days with what a day must match",
                ));
            }
        };
        Ok(Some(RuleText::condition(item.clone(), below, test)))
    }

    fn matching(&self) -> Option<MatchText> {
        let figure = |text: &Option<String>| text.clone().map(Figure::Text);
        figure(&self.is)
            .map(MatchText::Is)
            .or_else(|| figure(&self.at_least).map(MatchText::AtLeast))
            .or_else(|| figure(&self.at_most).map(MatchText::AtMost))
            .or_else(|| self.logged.then_some(MatchText::Logged))
    }
}

/// Reads a rule in JSON from a file, or from standard input if it is `-`.
pub(crate) fn read_rule(file: &Path) -> Result<RuleText> {
    RuleText::read(&bytes_of(file)?)
}

/// Reads a list of conditions in JSON.
pub(crate) fn read_conditions(file: &Path) -> Result<Vec<RuleText>> {
    RuleText::read_list(&bytes_of(file)?)
}

/// More than this is no rule.
const MAX_BYTES: u64 = 1 << 20;

fn bytes_of(file: &Path) -> Result<Vec<u8>> {
    let failed = |error: std::io::Error| Failure::file(file, &error);
    let mut bytes = Vec::new();
    if file.as_os_str() == "-" {
        interrupt::waiting(|| std::io::stdin().take(MAX_BYTES).read_to_end(&mut bytes)).map_err(failed)?;
    } else {
        std::fs::File::open(file).map_err(failed)?.take(MAX_BYTES).read_to_end(&mut bytes).map_err(failed)?;
    }
    Ok(bytes)
}
