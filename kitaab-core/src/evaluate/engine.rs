//! The engine: makes each column once per span, and answers rules over any window from them.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::amount::Amount;
use crate::deed::Deed;
use crate::error::Result;
use crate::id::ItemId;
use crate::item::Item;
use crate::rule::{Below, Condition, Match, Rule, Test};
use crate::series::Records;

use super::counts;
use super::duty::{DUE, Duty, LEAF, SCHEDULED};
use super::evidence::{Evidence, Tally};
use super::frame::Frame;
use super::matching::{self, Amounts};
use super::tree::Tree;
use super::units::Units;
use super::verdict::{Outcome, RuleDetail, RuleVerdict};

/// What was made for each item, by what it was made of.
type Made<K, V> = RefCell<BTreeMap<ItemId, Vec<(K, Arc<V>)>>>;

/// Evaluation over one span of days. Columns are made when they are first asked for.
#[derive(Debug)]
pub(super) struct Engine<'a> {
    pub(super) tree: Arc<Tree<'a>>,
    pub(super) records: &'a Records,
    pub(super) frame: Frame,
    logged: OnceCell<Vec<u8>>,
    duties: Made<(), Duty>,
    matched: Made<Match, Vec<u8>>,
    evidence: Made<(Below, Test), Evidence<'a>>,
}

/// What was made of `key` for an item, or makes it now.
fn made<K: Copy + PartialEq, V>(
    store: &Made<K, V>,
    item: ItemId,
    key: K,
    make: impl FnOnce() -> Result<V>,
) -> Result<Arc<V>> {
    let there = |(made_of, value): &(K, Arc<V>)| (*made_of == key).then(|| Arc::clone(value));
    if let Some(found) = store.borrow().get(&item).and_then(|all| all.iter().find_map(there)) {
        return Ok(found);
    }
    let value = Arc::new(make()?);
    store.borrow_mut().entry(item).or_default().push((key, Arc::clone(&value)));
    Ok(value)
}

impl<'a> Engine<'a> {
    pub(super) fn new(tree: Arc<Tree<'a>>, records: &'a Records, frame: Frame) -> Self {
        Self {
            tree,
            records,
            frame,
            logged: OnceCell::new(),
            duties: RefCell::default(),
            matched: RefCell::default(),
            evidence: RefCell::default(),
        }
    }

    /// Another engine over the same book.
    pub(super) fn over(&self, frame: Frame) -> Self {
        Self::new(Arc::clone(&self.tree), self.records, frame)
    }

    /// How a rule stands over a window.
    pub(super) fn judge(&self, rule: &Rule, window: &Range<usize>) -> Result<RuleVerdict> {
        let parts = |rules: &[Rule]| rules.iter().map(|rule| self.judge(rule, window)).collect::<Result<Vec<_>>>();
        let (outcome, detail) = match rule {
            Rule::All(rules) => {
                let parts = parts(rules)?;
                let outcome = parts.iter().fold(Outcome::Earned, |outcome, part| outcome.and(part.outcome));
                (outcome, RuleDetail::All(parts))
            }
            Rule::Any(rules) => {
                let parts = parts(rules)?;
                let outcome = parts.iter().fold(Outcome::NotEarned, |outcome, part| outcome.or(part.outcome));
                (outcome, RuleDetail::Any(parts))
            }
            Rule::AtLeast { n, rules } => {
                let parts = parts(rules)?;
                let (mut earned, mut undetermined) = (0, 0);
                for part in &parts {
                    earned += u32::from(part.outcome == Outcome::Earned);
                    undetermined += u32::from(part.outcome == Outcome::Undetermined);
                }
                (Outcome::at_least(*n, earned, undetermined), RuleDetail::AtLeast { n: *n, rules: parts })
            }
            Rule::Not(rule) => {
                let part = self.judge(rule, window)?;
                (part.outcome.negated(), RuleDetail::Not(Box::new(part)))
            }
            Rule::Condition(condition) => {
                let evidence = self.evidence(condition)?;
                let verdict = evidence.judge(condition, self.frame, window);
                (verdict.outcome, RuleDetail::Condition(verdict))
            }
        };
        Ok(RuleVerdict { outcome, detail })
    }

    /// How a rule stands over each window of `length` days that ends on one of `places`.
    pub(super) fn outcomes(&self, rule: &Rule, length: usize, places: &Range<usize>) -> Result<Vec<Outcome>> {
        // Part by part over all days, so that each loop runs over plain columns.
        let parts = |rules: &[Rule], start: Outcome, join: fn(Outcome, Outcome) -> Outcome| {
            let mut outcomes = vec![start; places.len()];
            for rule in rules {
                let part = self.outcomes(rule, length, places)?;
                outcomes.iter_mut().zip(part).for_each(|(outcome, part)| *outcome = join(*outcome, part));
            }
            Ok(outcomes)
        };
        match rule {
            Rule::All(rules) => parts(rules, Outcome::Earned, Outcome::and),
            Rule::Any(rules) => parts(rules, Outcome::NotEarned, Outcome::or),
            Rule::AtLeast { n, rules } => {
                let mut found = vec![(0_u32, 0_u32); places.len()];
                for rule in rules {
                    for ((earned, undetermined), part) in found.iter_mut().zip(self.outcomes(rule, length, places)?) {
                        *earned += u32::from(part == Outcome::Earned);
                        *undetermined += u32::from(part == Outcome::Undetermined);
                    }
                }
                Ok(found.iter().map(|(earned, undetermined)| Outcome::at_least(*n, *earned, *undetermined)).collect())
            }
            Rule::Not(rule) => {
                let mut outcomes = self.outcomes(rule, length, places)?;
                for outcome in &mut outcomes {
                    *outcome = outcome.negated();
                }
                Ok(outcomes)
            }
            Rule::Condition(condition) => {
                let evidence = self.evidence(condition)?;
                Ok(evidence.outcomes(condition, self.frame, length, places))
            }
        }
    }

    /// What a condition is judged by.
    pub(super) fn evidence(&self, condition: &Condition) -> Result<Arc<Evidence<'a>>> {
        // The columns don't depend on how much is asked for.
        let test = match condition.test {
            Test::TotalAtLeast(_) => Test::TotalAtLeast(Amount::ZERO),
            Test::DaysAtLeast { matching, .. } => Test::DaysAtLeast { n: 0, matching },
            Test::EveryDay(matching) => Test::EveryDay(matching),
        };
        made(&self.evidence, condition.item, (condition.below, test), || self.make_evidence(condition))
    }

    fn make_evidence(&self, condition: &Condition) -> Result<Evidence<'a>> {
        let items = self.looked_at(condition)?;
        let tally = match &condition.test {
            Test::TotalAtLeast(_) => Tally::Total(self.amounts(&items, condition.below)?),
            Test::DaysAtLeast { matching, .. } => Tally::Days(self.matching_days(&items, condition.below, matching)?),
            Test::EveryDay(matching) => Tally::Units(self.units(&items, condition.below, matching)?),
        };
        Ok(Evidence { tally })
    }

    /// The items that a condition may look at: its own, and with `any` and `each` those below.
    pub(super) fn looked_at(&self, condition: &Condition) -> Result<Vec<(&'a Item, &'a Deed)>> {
        let item = self.tree.item(condition.item)?;
        match condition.below {
            Below::No => Ok(vec![item]),
            Below::Any | Below::Each => {
                self.tree.subtree(condition.item).into_iter().map(|id| self.tree.item(id)).collect()
            }
        }
    }

    /// An item's duties.
    pub(super) fn duty(&self, (item, deed): (&'a Item, &'a Deed)) -> Result<Arc<Duty>> {
        made(&self.duties, item.id, (), || Ok(Duty::new(&self.tree, self.frame, item, deed)))
    }

    /// On which days a match holds for an item's value.
    fn matched(&self, (item, deed): (&'a Item, &'a Deed), matching: &Match) -> Result<Arc<Vec<u8>>> {
        made(&self.matched, item.id, *matching, || {
            let column = matching::Column { catalogue: self.tree.catalogue, frame: self.frame, deed, matching };
            let duty = self.duty((item, deed))?;
            Ok(column.fill(&duty, self.records.series(item.id), || self.logged()))
        })
    }

    /// The frame's logged days.
    pub(super) fn logged(&self) -> &[u8] {
        self.logged.get_or_init(|| matching::logged(self.frame, self.records.logged()))
    }

    fn amounts(&self, items: &[(&'a Item, &'a Deed)], below: Below) -> Result<Vec<Amounts<'a>>> {
        let mut found = Vec::new();
        for item in items {
            let Some(series) = self.records.series(item.0.id) else { continue };
            let counting = match below {
                Below::No => None,
                Below::Any | Below::Each => Some(self.duty(*item)?.days(LEAF, 0).collect()),
            };
            found.push(Amounts::new(series, counting));
        }
        Ok(found)
    }

    fn matching_days(&self, items: &[(&'a Item, &'a Deed)], below: Below, matching: &Match) -> Result<Arc<Vec<u8>>> {
        match (below, items) {
            (Below::No, [item]) => self.matched(*item, matching),
            (Below::No | Below::Any, _) => self.any_matched(items, matching).map(Arc::new),
            (Below::Each, _) => self.each_matched(items, matching).map(Arc::new),
        }
    }

    /// The days on which a match holds for the value of any leaf.
    fn any_matched(&self, items: &[(&'a Item, &'a Deed)], matching: &Match) -> Result<Vec<u8>> {
        let mut any = vec![0; self.frame.len()];
        for item in items {
            let (duty, matched) = (self.duty(*item)?, self.matched(*item, matching)?);
            for ((any, leaf), matched) in any.iter_mut().zip(duty.days(LEAF, 0)).zip(matched.iter()) {
                *any |= leaf & matched;
            }
        }
        Ok(any)
    }

    /// The days on which a match holds for each due leaf, or where none is due for each scheduled one.
    fn each_matched(&self, items: &[(&'a Item, &'a Deed)], matching: &Match) -> Result<Vec<u8>> {
        const SCHEDULED_UNMATCHED: u8 = SCHEDULED << 4;
        const DUE_UNMATCHED: u8 = DUE << 4;
        let mut found = vec![0; self.frame.len()];
        for item in items {
            let (duty, matched) = (self.duty(*item)?, self.matched(*item, matching)?);
            for ((found, flag), matched) in found.iter_mut().zip(duty.flags.iter()).zip(matched.iter()) {
                let some = flag & (SCHEDULED | DUE);
                *found |= some | if *matched == 1 { 0 } else { some << 4 };
            }
        }
        for found in &mut found {
            let holds = if *found & DUE != 0 {
                *found & DUE_UNMATCHED == 0
            } else {
                *found & (SCHEDULED | SCHEDULED_UNMATCHED) == SCHEDULED
            };
            *found = u8::from(holds);
        }
        Ok(found)
    }

    /// The days, 1 or 0, on which at least one of the items is due.
    pub(super) fn any_due(&self, items: &[(&'a Item, &'a Deed)]) -> Result<Vec<u8>> {
        let mut any = vec![0; self.frame.len()];
        for item in items {
            any.iter_mut().zip(self.duty(*item)?.days(DUE, 0)).for_each(|(any, due)| *any |= due);
        }
        Ok(any)
    }

    fn units(&self, items: &[(&'a Item, &'a Deed)], below: Below, matching: &Match) -> Result<Units> {
        let mut leaves = Vec::with_capacity(items.len());
        for item in items {
            let duty = self.duty(*item)?;
            let days = match below {
                Below::No => vec![self.frame.all()],
                Below::Any | Below::Each => counts::runs(&duty.flags, |flag| flag & LEAF != 0),
            };
            leaves.push((duty.starts, days));
        }
        let mut units = Units::new(leaves);
        if below == Below::Any {
            let due = self.any_due(items)?.into_iter().map(|due| due * DUE).collect();
            units.add_days(Arc::new(due), Arc::new(self.any_matched(items, matching)?));
        } else {
            for item in items {
                units.add_leaf(self.duty(*item)?.as_ref(), self.matched(*item, matching)?);
            }
        }
        Ok(units)
    }
}
