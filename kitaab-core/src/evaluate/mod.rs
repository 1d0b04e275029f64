//! Evaluation: how rules, targets and make-ups stand.
//!
//! `docs/evaluation.md` says exactly what is judged; this module does it on columns. For a span of days it
//! makes, per item and match, a column of flags, by intervals rather than by asking each day. One window is
//! then counted in it as it stands. For a window on each of many days there are prefix counts besides, from
//! which each window is one subtraction; they cost less to make again than to keep.
//!
//! From the bottom up: [`frame`] gives days their places, [`tree`] indexes the items, [`duty`] tells when an
//! item is due, [`matching`] when a match holds, [`counts`] counts; [`evidence`] puts together what one
//! condition is judged by, with [`units`] for `every_day`; [`engine`] keeps what was made and joins the parts
//! of rules.

mod balance;
mod counts;
mod day_item;
mod duty;
mod engine;
mod evidence;
mod frame;
mod make_up_history;
mod matching;
mod progress;
mod standing;
#[cfg(test)]
mod tests;
mod tree;
mod units;
mod verdict;
mod words;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::catalogue::Catalogue;
use crate::day::{Day, DayRange};
use crate::error::{Error, Result};
use crate::id::ItemId;
use crate::merit::Merit;
use crate::rule::{Below, Condition, Rule};
use crate::series::Records;
use crate::target::Target;

use self::engine::Engine;
use self::progress::Dates;
use self::tree::Tree;

pub use self::balance::{Owing, Settled};
pub use self::day_item::DayItem;
pub(crate) use self::duty::Period;
pub(crate) use self::frame::Frame;
pub use self::make_up_history::{MakeUpHistory, MakeUpPace, MakeUpStep};
pub(crate) use self::standing::{DUE, ENTRY, EXEMPT, KNOWN, LEAF, PENDING, QUOTA, REACHED, Standing, Standings};
pub use self::verdict::{
    ConditionVerdict, FidyaDue, MakeUpBalance, Outcome, Quantity, RuleDetail, RuleVerdict, TargetItemProgress,
    TargetProgress, TargetState, Verdict,
};

/// Judges rules, targets and make-ups of one book by the records of a span of days.
///
/// It keeps the columns that it makes, so one evaluator should answer all questions about the same
/// records: the first question about an item costs a pass over its entries, every further window no more
/// than its own days. What it reads must cover what it is asked: [`items_read`] says which items' entries a rule
/// needs (one without a series has no entries), and no day outside the window asked for is read.
///
/// It can be sent to another thread but not shared between threads.
///
/// # Errors
/// All questions answer `not_found` for an item that the catalogue does not hold, and `invalid` for days that
/// the records do not cover. Shapes of rules are not checked ([`Rule::check_shape`] does): an `all` without
/// parts is earned, an `any` is not.
///
/// ```
/// # use std::collections::BTreeMap;
/// use kitaab_core::{
///     Amount, Below, Catalogue, Category, Change, Condition, Day, DayRange, DeedId, DeedPatch, Evaluator, ItemId,
///     ItemPatch, Match, Measure, Name, Records, Series, Test, Unit, UserId, Value,
/// };
/// # use uuid::Uuid;
/// # let (deed, item) = (DeedId::new(Uuid::from_u128(1)), ItemId::new(Uuid::from_u128(2)));
/// let first: Day = "2024-02-01".parse()?;
/// let mut catalogue = Catalogue::new(UserId::new(Uuid::from_u128(3)));
/// catalogue.apply(
///     &Change::Deed(
///         deed,
///         DeedPatch {
///             category: Some(Category::Hasanaat),
///             measure: Some(Measure::Count),
///             unit: Some(Some(Unit::new("pages")?)),
///             ..DeedPatch::default()
///         },
///     ),
///     1,
/// )?;
/// catalogue.apply(
///     &Change::Item(
///         item,
///         ItemPatch {
///             deed: Some(deed),
///             name: Some(Name::new("Qur'an")?),
///             starts_on: Some(first),
///             ..ItemPatch::default()
///         },
///     ),
///     2,
/// )?;
///
/// // Three pages a day for a week, but one on the fourth.
/// let week = DayRange::new(first, "2024-02-07".parse()?)?;
/// let pages = [3, 3, 3, 1, 3, 3, 3];
/// let mut series = Series::empty_count();
/// for (day, pages) in week.days().zip(pages) {
///     series.push(day, Value::Count(Amount::whole(pages)?))?;
/// }
/// let records = Records::new(week, BTreeMap::from([(item, series)]), week.days().collect());
///
/// let three_pages = Test::EveryDay(Match::AmountAtLeast(Amount::whole(3)?));
/// let rule = Condition { item, below: Below::No, test: three_pages }.into();
/// let evaluator = Evaluator::new(&catalogue, &records);
/// let verdict = evaluator.verdict(&rule, week)?;
/// assert!(!verdict.earned());
/// assert_eq!(
///     verdict.why(&catalogue),
///     "Qur'an: 6 of 7 due days at least 3 pages; first missed on 2024-02-04"
/// );
/// # Ok::<(), kitaab_core::Error>(())
/// ```
#[derive(Debug)]
pub struct Evaluator<'a> {
    engine: Engine<'a>,
}

impl<'a> Evaluator<'a> {
    /// An evaluator of a book by the records of a span.
    pub fn new(catalogue: &'a Catalogue, records: &'a Records) -> Self {
        Self { engine: Engine::new(Arc::new(Tree::new(catalogue)), records, Frame::new(records.days())) }
    }

    /// How a rule stands over a window, which the records must cover.
    pub fn verdict(&self, rule: &Rule, window: DayRange) -> Result<Verdict> {
        in_records(self.engine.records, window)?;
        let detail = self.engine.judge(rule, &self.engine.frame.places(window))?;
        Ok(Verdict { days: window, outcome: detail.outcome, detail })
    }

    /// How a merit stands on a day, over the window that ends with it. The merit may be inactive, or one
    /// that is not in the book.
    pub fn merit(&self, merit: &Merit, day: Day) -> Result<Verdict> {
        self.verdict(&merit.rule, DayRange::ending(day, merit.duration))
    }

    /// How a rule stands on each of `days`, each time over the `duration` days (at least one) that end
    /// with it: what [`Evaluator::verdict`] would say for each, in one pass. The records must cover the
    /// first window, too.
    pub fn outcomes(&self, rule: &Rule, duration: u16, days: DayRange) -> Result<Vec<Outcome>> {
        let windows = DayRange::ending(days.first(), duration).hull(days);
        in_records(self.engine.records, windows)?;
        self.engine.outcomes(rule, duration.max(1).into(), &self.engine.frame.places(days))
    }

    /// How a target stands on `today`, whether it is in use or not. Nothing recorded for a later day
    /// counts: the records must cover the target's dates up to `today`, or none before they begin.
    pub fn progress(&self, target: &Target, today: Day) -> Result<TargetProgress> {
        let days = Target::check_days(target.first_day, target.last_day)?;
        if let Ok(past) = DayRange::new(days.first(), days.last().min(today)) {
            in_records(self.engine.records, past)?;
        }
        Dates::new(&self.engine, days, today).progress(target)
    }

    /// What is owed of an item on `today`, given what was settled on which day. The records must cover the
    /// days from the policy's first day to the one before `today`.
    ///
    /// # Errors
    /// `invalid`, too, for an item without a make-up policy.
    pub fn balance(&self, item: ItemId, settled: &Settled, today: Day) -> Result<MakeUpBalance> {
        balance::balance(&self.engine, item, settled, today)
    }

    /// The days before `today` that the make-ups of an item are reckoned by, rising: those missed, those owed
    /// for an exemption, and those not known yet since nothing was logged. The records must cover the same days
    /// as for [`Evaluator::balance`].
    ///
    /// # Errors
    /// As [`Evaluator::balance`].
    pub fn make_up_days(&self, item: ItemId, today: Day) -> Result<Vec<(Day, Owing)>> {
        balance::days(&self.engine, item, today)
    }

    /// How the balance of an item came about, up to `today`. The records must cover the same days as for
    /// [`Evaluator::balance`].
    ///
    /// # Errors
    /// As [`Evaluator::balance`].
    pub fn make_up_history(&self, item: ItemId, settled: &Settled, today: Day) -> Result<MakeUpHistory> {
        let opening = balance::policy(&self.engine, item)?.opening;
        Ok(MakeUpHistory::new(opening, balance::days(&self.engine, item, today)?, settled, today))
    }

    /// How an item stands on a day, which the records must cover: whether it is due, its value, and
    /// whether the day was kept.
    pub fn day_item(&self, item: ItemId, day: Day) -> Result<DayItem> {
        in_records(self.engine.records, DayRange::single(day))?;
        day_item::day_item(&self.engine, item, day)
    }
}

/// The items whose entries conditions read: their own, and with `any` and `each` all below them. Those
/// that the catalogue does not hold are among them, for [`Evaluator`] to refuse.
pub fn items_read<'c>(catalogue: &Catalogue, conditions: impl IntoIterator<Item = &'c Condition>) -> BTreeSet<ItemId> {
    let tree = Tree::new(catalogue);
    let mut found = BTreeSet::new();
    for condition in conditions {
        match condition.below {
            Below::No => {
                found.insert(condition.item);
            }
            Below::Any | Below::Each => found.append(&mut tree.subtree(condition.item)),
        }
    }
    found
}

/// `invalid` unless the records cover `days`.
fn in_records(records: &Records, days: DayRange) -> Result<()> {
    let covered = records.days();
    if covered.contains(days.first()) && covered.contains(days.last()) {
        return Ok(());
    }
    let span = format!("must lie within the days of the records, {} to {}", covered.first(), covered.last());
    Err(Error::invalid("days", span, format_args!("{} to {}", days.first(), days.last())))
}
