//! One item on one day.

use crate::amount::Amount;
use crate::catalogue::Catalogue;
use crate::day::Day;
use crate::deed::{Category, Deed, Measure};
use crate::entry::Value;
use crate::error::Result;
use crate::id::ItemId;
use crate::rule::Match;
use crate::scale::ScaleValueRef;
use crate::schedule::Goal;

use super::duty::{DUE, EXEMPT, LEAF};
use super::engine::Engine;
use super::matching::holds;

/// How an item stands on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct DayItem {
    /// Whether it is due: a running leaf that is scheduled and not exempt.
    pub due: bool,
    /// Whether an exemption lifts it, scheduled or not. Private: never shown to others.
    pub exempt: bool,
    /// Whether it is a leaf: live, and without children that run on that day.
    pub leaf: bool,
    /// What was recorded.
    pub recorded: Option<Value>,
    /// Its value: what was recorded, or what a blank reads as where a due leaf of a bad deed was left
    /// blank on a logged day.
    pub reads_as: Option<Value>,
    /// Whether the day was kept, by the goal that holds on it. None when it was not due, or when it is
    /// blank on a day that is not logged: that is unknown.
    pub kept: Option<bool>,
}

/// How an item stands on a day of the engine's frame.
pub(super) fn day_item(engine: &Engine<'_>, id: ItemId, day: Day) -> Result<DayItem> {
    let catalogue = engine.tree.catalogue;
    let (item, deed) = engine.tree.item(id)?;
    let flags = engine.duty((item, deed))?.flags.get(engine.frame.place(day)).copied().unwrap_or(0);
    let due = flags & DUE != 0;
    let logged = engine.records.is_logged(day);
    let recorded = engine.records.series(id).and_then(|series| series.on(day));
    let blank = || if due && logged { blank(catalogue, deed, day) } else { None };
    let reads_as = recorded.or_else(blank);
    let kept = match reads_as {
        _ if !due => None,
        Some(value) => Some(keeps(catalogue, deed.category, item.goals.on(day), value)),
        // Not done. A bad deed has a value on a logged day, and on other days both are unknown.
        None => (logged && deed.category == Category::Hasanaat).then_some(false),
    };
    Ok(DayItem { due, exempt: flags & EXEMPT != 0, leaf: flags & LEAF != 0, recorded, reads_as, kept })
}

/// What a due leaf of a deed that was left blank on a logged day reads as.
fn blank(catalogue: &Catalogue, deed: &Deed, day: Day) -> Option<Value> {
    match (deed.category, deed.measure) {
        (Category::Hasanaat, _) => None,
        (Category::Saiyyiaat, Measure::Count) => Some(Value::Count(Amount::ZERO)),
        (Category::Saiyyiaat, Measure::Scale) => catalogue
            .scale_on(deed.id, day)
            .map(|scale| Value::Scale(ScaleValueRef { scale: scale.id, position: scale.lowest() })),
    }
}

/// Whether a value keeps the goal, or its category's default where none is set.
pub(super) fn keeps(catalogue: &Catalogue, category: Category, goal: Option<&Goal>, value: Value) -> bool {
    let matching = match (goal, category) {
        (Some(Goal::AmountAtLeast(amount)), _) => Match::AmountAtLeast(*amount),
        (Some(Goal::AmountAtMost(amount)), _) => Match::AmountAtMost(*amount),
        (Some(Goal::ScoreAtLeast(score)), _) => Match::ScoreAtLeast(*score),
        (Some(Goal::ScoreAtMost(score)), _) => Match::ScoreAtMost(*score),
        (None, Category::Hasanaat) => return is_lowest(catalogue, value) == Some(false),
        (None, Category::Saiyyiaat) => return is_lowest(catalogue, value) == Some(true),
    };
    holds(catalogue, &matching, value)
}

/// Whether a value is the amount 0, or has no more than the lowest score of its own scale version. None
/// for a scale value that there is not.
pub(super) fn is_lowest(catalogue: &Catalogue, value: Value) -> Option<bool> {
    match value {
        Value::Count(amount) => Some(amount == Amount::ZERO),
        Value::Scale(value) => {
            let scale = catalogue.scales.get(&value.scale)?;
            Some(scale.value(value.position)?.score <= scale.value(scale.lowest())?.score)
        }
    }
}
