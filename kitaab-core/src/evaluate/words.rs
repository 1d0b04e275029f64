//! Verdicts in words.

use std::fmt::Write as _;

use crate::catalogue::Catalogue;
use crate::deed::Deed;
use crate::id::ItemId;
use crate::item::Item;
use crate::rule::{Below, Match, Test};

use super::tree::{Tree, ancestors};
use super::verdict::{ConditionVerdict, Outcome, Quantity, RuleDetail, RuleVerdict, Verdict};

/// A verdict as one line, or as an indented outline of a nested rule.
pub(super) fn why(verdict: &Verdict, catalogue: &Catalogue) -> String {
    let tree = Tree::new(catalogue);
    let mut text = String::new();
    match &verdict.detail.detail {
        RuleDetail::Condition(condition) => text.push_str(&condition_in_words(condition, &tree)),
        _ => outline(&verdict.detail, &tree, 0, &mut text),
    }
    text
}

/// Writes a rule and its parts, one line each, the parts further in.
fn outline(rule: &RuleVerdict, tree: &Tree<'_>, depth: usize, text: &mut String) {
    let line = match &rule.detail {
        RuleDetail::All(parts) => format!("all of these ({} of {} met)", met(parts), parts.len()),
        RuleDetail::Any(parts) => format!("any of these ({} of {} met)", met(parts), parts.len()),
        RuleDetail::AtLeast { n, rules } => format!("at least {n} of these ({} of {} met)", met(rules), rules.len()),
        RuleDetail::Not(_) => "not this".to_owned(),
        RuleDetail::Condition(condition) => condition_in_words(condition, tree),
    };
    let standing = match rule.outcome {
        Outcome::Earned => "met",
        Outcome::NotEarned => "missing",
        Outcome::Undetermined => "undetermined",
    };
    if !text.is_empty() {
        text.push('\n');
    }
    text.extend(std::iter::repeat_n("  ", depth));
    // Writing to a string can't fail.
    let _ = write!(text, "{standing}: {line}");
    let parts = match &rule.detail {
        RuleDetail::All(parts) | RuleDetail::Any(parts) | RuleDetail::AtLeast { rules: parts, .. } => parts.as_slice(),
        RuleDetail::Not(part) => std::slice::from_ref(part.as_ref()),
        RuleDetail::Condition(_) => &[],
    };
    for part in parts {
        outline(part, tree, depth + 1, text);
    }
}

fn met(parts: &[RuleVerdict]) -> usize {
    parts.iter().filter(|part| part.outcome == Outcome::Earned).count()
}

fn condition_in_words(verdict: &ConditionVerdict, tree: &Tree<'_>) -> String {
    let catalogue = tree.catalogue;
    let condition = &verdict.condition;
    let deed = catalogue.deed_of(condition.item).ok();
    let unit = deed.and_then(|deed| deed.unit.as_ref()).map(|unit| format!(" {unit}")).unwrap_or_default();
    let mut text = path(catalogue, condition.item);
    text.push_str(match condition.below {
        Below::No => ": ",
        Below::Any => " (any below it): ",
        Below::Each => " (each below it): ",
    });
    let (have, need) = (number(verdict.have), number(verdict.need));
    let counted = match &condition.test {
        Test::TotalAtLeast(_) => format!("{have} of {need}{unit}"),
        Test::DaysAtLeast { matching, .. } => {
            let days = if verdict.need == Quantity::Days(1) { "day" } else { "days" };
            format!("{have} of {need} {days} {}", match_in_words(matching, catalogue, deed, &unit))
        }
        Test::EveryDay(_) if verdict.outcome == Outcome::Undetermined => "nothing was due".to_owned(),
        Test::EveryDay(matching) => {
            let units = if reads_quota(tree, verdict) { "due days and periods" } else { "due days" };
            format!("{have} of {need} {units} {}", match_in_words(matching, catalogue, deed, &unit))
        }
    };
    text.push_str(&counted);
    if let Some(day) = verdict.first_unmet {
        let _ = write!(text, "; first missed on {day}");
    }
    text
}

fn number(quantity: Quantity) -> String {
    match quantity {
        Quantity::Amount(total) => total.to_string(),
        Quantity::Days(days) => days.to_string(),
    }
}

/// Whether some of a condition's units may be periods.
fn reads_quota(tree: &Tree<'_>, verdict: &ConditionVerdict) -> bool {
    let has_quota = |id: &ItemId| {
        tree.catalogue
            .items
            .get(id)
            .is_some_and(|item| item.schedules.versions().iter().any(|(_, schedule)| schedule.is_quota()))
    };
    match verdict.condition.below {
        Below::No => has_quota(&verdict.condition.item),
        // Judged day by day, whatever the schedules.
        Below::Any => false,
        Below::Each => tree.subtree(verdict.condition.item).iter().any(has_quota),
    }
}

/// An item by the names from its deed's root to it.
fn path(catalogue: &Catalogue, id: ItemId) -> String {
    let Some(item) = catalogue.items.get(&id) else { return "an item that is gone".to_owned() };
    let mut names: Vec<&str> = std::iter::once(item).chain(ancestors(catalogue, item)).map(name).collect();
    names.reverse();
    names.join(" > ")
}

fn name(item: &Item) -> &str {
    item.name.as_str()
}

/// What a match asks of a day, as the end of a sentence.
fn match_in_words(matching: &Match, catalogue: &Catalogue, deed: Option<&Deed>, unit: &str) -> String {
    let scale = deed.and_then(|deed| catalogue.active_scale(deed.id));
    // A score goes by the label that stands for it in the active version, where there is one.
    let labelled = |score: i32| {
        let value = scale.and_then(|scale| scale.values.iter().find(|value| value.score == score));
        value.map_or_else(|| format!("a score of {score}"), |value| format!("'{}'", value.label))
    };
    match matching {
        Match::Is(value) => match catalogue.scale_value(*value) {
            Ok(value) => format!("'{}'", value.label),
            Err(_) => "a value that is gone".to_owned(),
        },
        Match::ScoreAtLeast(score) => format!("at least {}", labelled(*score)),
        Match::ScoreAtMost(score) => format!("at most {}", labelled(*score)),
        Match::AmountAtLeast(amount) => format!("at least {amount}{unit}"),
        Match::AmountAtMost(amount) => format!("at most {amount}{unit}"),
        Match::Logged => "logged".to_owned(),
    }
}
