//! Rules as they are written: in JSON with paths and labels, or by the flags of one condition.

use kitaab::{Amount, Below, Catalogue, Condition, Day, ItemId, Match, Measure, Rule, Test};
use serde::Deserialize;

use crate::failure::{Failure, Result};
use crate::naming;

/// A rule as JSON writes it: one of `all`, `any`, `at_least`, `not`, or a condition, which has an `item`
/// and one of `total`, `days`, `every_day`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleText {
    all: Option<Vec<RuleText>>,
    any: Option<Vec<RuleText>>,
    at_least: Option<AtLeastText>,
    not: Option<Box<RuleText>>,
    item: Option<String>,
    #[serde(default)]
    below: Below,
    total: Option<Figure>,
    days: Option<DaysText>,
    every_day: Option<MatchText>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AtLeastText {
    n: u16,
    rules: Vec<RuleText>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DaysText {
    at_least: u16,
    #[serde(rename = "match")]
    matching: MatchText,
}

/// What must hold on a day.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum MatchText {
    /// The entry is this value.
    Is(Figure),
    /// The entry is this value or a better one, or this amount or more.
    AtLeast(Figure),
    /// The entry is this value or a lesser one, or this amount or less.
    AtMost(Figure),
    /// There is an entry.
    Logged,
}

/// A label, an amount, or a bare score.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Figure {
    /// `"on time"` or `"12.50"`.
    Text(String),
    /// `2`: a score, or an amount.
    Number(serde_json::Number),
}

/// What one condition tests, by flags.
#[derive(Clone, Debug)]
pub(crate) enum TestText {
    /// The amounts add up to this.
    Total(String),
    /// On so many days it matches.
    Days(u16, MatchText),
    /// On every due day it matches.
    EveryDay(MatchText),
}

impl RuleText {
    /// Reads a rule from JSON.
    pub(crate) fn read(json: &[u8]) -> Result<Self> {
        serde_json::from_slice(json).map_err(|error| not_read(&error))
    }

    /// Reads a list of conditions from JSON.
    pub(crate) fn read_list(json: &[u8]) -> Result<Vec<Self>> {
        serde_json::from_slice(json).map_err(|error| not_read(&error))
    }

    /// One condition.
    pub(crate) fn condition(item: String, below: Below, test: TestText) -> Self {
        let mut rule = Self { item: Some(item), below, ..Self::default() };
        match test {
            TestText::Total(amount) => rule.total = Some(Figure::Text(amount)),
            TestText::Days(at_least, matching) => rule.days = Some(DaysText { at_least, matching }),
            TestText::EveryDay(matching) => rule.every_day = Some(matching),
        }
        rule
    }

    /// The rule in a book.
    pub(crate) fn in_book(&self, catalogue: &Catalogue, today: Day) -> Result<Rule> {
        let parts =
            |rules: &[Self]| rules.iter().map(|rule| rule.in_book(catalogue, today)).collect::<Result<Vec<_>>>();
        match self {
            Self { all: Some(rules), any: None, at_least: None, not: None, item: None, .. } => {
                Ok(Rule::All(parts(rules)?))
            }
            Self { all: None, any: Some(rules), at_least: None, not: None, item: None, .. } => {
                Ok(Rule::Any(parts(rules)?))
            }
            Self { all: None, any: None, at_least: Some(part), not: None, item: None, .. } => {
                Ok(Rule::AtLeast { n: part.n, rules: parts(&part.rules)? })
            }
            Self { all: None, any: None, at_least: None, not: Some(rule), item: None, .. } => {
                Ok(Rule::Not(Box::new(rule.in_book(catalogue, today)?)))
            }
            Self { all: None, any: None, at_least: None, not: None, item: Some(_), .. } => {
                self.condition_in_book(catalogue, today).map(Rule::Condition)
            }
            _ => Err(Failure::invalid("rule", "must have one of all, any, at_least, not or item", "")),
        }
    }

    /// The condition in a book; what is not one is refused.
    pub(crate) fn condition_in_book(&self, catalogue: &Catalogue, today: Day) -> Result<Condition> {
        let Some(name) = &self.item else {
            return Err(Failure::invalid("rule.item", "must name the item that the condition is about", ""));
        };
        let item = naming::item(catalogue, name)?;
        let test = match (&self.total, &self.days, &self.every_day) {
            (Some(amount), None, None) => Test::TotalAtLeast(amount.amount()?),
            (None, Some(days), None) => {
                Test::DaysAtLeast { n: days.at_least, matching: days.matching.in_book(catalogue, item, today)? }
            }
            (None, None, Some(matching)) => Test::EveryDay(matching.in_book(catalogue, item, today)?),
            _ => return Err(Failure::invalid("rule", "must test one of total, days or every_day", name)),
        };
        Ok(Condition { item, below: self.below, test })
    }
}

impl MatchText {
    fn in_book(&self, catalogue: &Catalogue, item: ItemId, today: Day) -> Result<Match> {
        let measure = catalogue.deed_of(item)?.measure;
        let score = |figure: &Figure| match figure {
            Figure::Number(number) => number
                .as_i64()
                .and_then(|score| i32::try_from(score).ok())
                .ok_or_else(|| Failure::invalid("rule.score", "must be a whole number", number)),
            Figure::Text(label) => naming::scale_value(catalogue, item, label, today).map(|(_, score)| score),
        };
        Ok(match (self, measure) {
            (Self::Logged, _) => Match::Logged,
            (Self::Is(Figure::Text(label)), Measure::Scale) => {
                Match::Is(naming::scale_value(catalogue, item, label, today)?.0)
            }
            (Self::Is(Figure::Number(number)), Measure::Scale) => {
                return Err(Failure::invalid("rule.is", "must be a label of the scale", number));
            }
            (Self::Is(figure), Measure::Count) => {
                return Err(Failure::invalid(
                    "rule.is",
                    "must be at_least or at_most for a deed that is counted",
                    figure.text(),
                ));
            }
            (Self::AtLeast(figure), Measure::Scale) => Match::ScoreAtLeast(score(figure)?),
            (Self::AtMost(figure), Measure::Scale) => Match::ScoreAtMost(score(figure)?),
            (Self::AtLeast(figure), Measure::Count) => Match::AmountAtLeast(figure.amount()?),
            (Self::AtMost(figure), Measure::Count) => Match::AmountAtMost(figure.amount()?),
        })
    }
}

impl Figure {
    fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
        }
    }

    fn amount(&self) -> Result<Amount> {
        Ok(self.text().parse::<Amount>()?)
    }
}

/// JSON that is no rule: where, and what was expected there.
fn not_read(error: &serde_json::Error) -> Failure {
    Failure::invalid("rule", format!("must be JSON of the form that docs/cli.md tells: {error}"), "")
}
