//! A naive oracle for insights, written from `docs/insights.md` alone.
//!
//! What an item is on a day it asks the oracle of evaluation; everything else it reckons day by day, each
//! question anew, with nothing shared with the engine but the types.

mod corner;
mod days;
mod figures;
mod streaks;
mod strength;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use kitaab_core::{Category, Day, DayRange, Hide, ItemId, Subject};

use crate::oracle::{Book, Corners, Oracle};

pub(crate) use corner::Corner;
pub(crate) use figures::Figures;
pub(crate) use streaks::Run;

/// Looks back over a book from its records of some days.
pub(crate) struct Look<'a> {
    pub(crate) book: &'a Book,
    oracle: Oracle<'a>,
    records: DayRange,
    today: Day,
    include_hidden: bool,
    facts: RefCell<BTreeMap<(ItemId, Day), Fact>>,
    periods: RefCell<BTreeMap<ItemId, Vec<streaks::Period>>>,
    logged: BTreeSet<Day>,
    corners: RefCell<BTreeSet<Corner>>,
}

/// An item on a day.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
struct Fact {
    running_leaf: bool,
    /// By whatever schedule.
    due: bool,
    quota: bool,
    exempt: bool,
    entry: bool,
    value: bool,
    /// Whether the value keeps the goal.
    reached: bool,
    kept: Option<bool>,
}

impl<'a> Look<'a> {
    pub(crate) fn new(
        book: &'a Book,
        corners: &'a Corners,
        records: DayRange,
        today: Day,
        include_hidden: bool,
    ) -> Self {
        let logged = book.entries.keys().map(|(_, day)| *day).chain(book.reviewed.iter().copied());
        let logged = logged.filter(|day| records.contains(*day)).collect();
        let seen = records.last().min(today);
        let oracle = Oracle::new(book, corners).seen_until(seen);
        Self {
            book,
            oracle,
            records,
            today,
            include_hidden,
            facts: RefCell::default(),
            periods: RefCell::default(),
            logged,
            corners: RefCell::default(),
        }
    }

    pub(crate) fn corners(&self) -> BTreeSet<Corner> {
        self.corners.borrow().clone()
    }

    fn note_if(&self, met: bool, corner: Corner) -> bool {
        if met {
            self.corners.borrow_mut().insert(corner);
        }
        met
    }

    /// The last day of which anything is known.
    fn seen(&self) -> Day {
        self.records.last().min(self.today)
    }

    /// The days of a range of which anything is known.
    fn known_days(&self, days: DayRange) -> Vec<Day> {
        days.days().filter(|x| self.records.contains(*x) && *x <= self.today).collect()
    }

    pub(crate) fn shown(&self, item: ItemId) -> bool {
        let hidden = self.oracle.lineage(item).iter().any(|above| self.book.catalogue.items[above].hide != Hide::None);
        self.note_if(hidden && !self.include_hidden, Corner::Hidden);
        self.include_hidden || !hidden
    }

    /// The shown items that a subject is made of.
    pub(crate) fn items(&self, subject: Subject) -> Vec<ItemId> {
        let belongs = |id: &ItemId| match subject {
            Subject::Category(category) => self.oracle.category(*id) == category,
            Subject::Deed(deed) => self.book.catalogue.items[id].deed == deed,
            Subject::Item(above) => self.oracle.lineage(*id).contains(&above),
            _ => panic!("no other subject is asked for"),
        };
        self.book.catalogue.items.keys().copied().filter(|id| belongs(id) && self.shown(*id)).collect()
    }

    /// Whether shown items stand below an item.
    fn is_parent(&self, item: ItemId) -> bool {
        self.items(Subject::Item(item)).iter().any(|id| *id != item)
    }

    fn is_bad(&self, item: ItemId) -> bool {
        self.oracle.category(item) == Category::Saiyyiaat
    }

    fn fact(&self, item: ItemId, x: Day) -> Fact {
        if let Some(fact) = self.facts.borrow().get(&(item, x)) {
            return *fact;
        }
        let state = self.oracle.day_item(item, x);
        let known = self.records.contains(x) && x <= self.today;
        let fact = Fact {
            running_leaf: state.leaf && self.oracle.running(item, x),
            due: state.due,
            quota: self.oracle.has_quota(item, x),
            exempt: state.exempt,
            entry: known && state.recorded.is_some(),
            value: known && state.reads_as.is_some(),
            reached: known && self.oracle.reaches_goal(item, x),
            kept: if known { state.kept } else { None },
        };
        self.facts.borrow_mut().insert((item, x), fact);
        fact
    }

    /// Whether today may yet be done.
    fn pending(&self, item: ItemId, x: Day) -> bool {
        let fact = self.fact(item, x);
        let pending = x == self.today && self.seen() == self.today && fact.due && !fact.entry && !fact.reached;
        self.note_if(pending, Corner::Pending)
    }
}
