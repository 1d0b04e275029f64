//! A naive oracle for evaluation, written from `docs/evaluation.md` alone.
//!
//! It goes day by day and asks every question anew: no prefix sums, no caching, nothing shared with
//! the engine but the types. Where it looks slow, that is the point.

mod corner;
mod facts;
mod judge;
mod make_up;
pub(crate) mod plans;
mod target;
pub(crate) mod worlds;

use std::collections::{BTreeMap, BTreeSet};

use kitaab_core::{Catalogue, Day, ItemId, Value};

pub(crate) use corner::{Corner, Corners};

/// One book, as plain as it can be.
#[derive(Clone, Debug)]
pub(crate) struct Book {
    pub(crate) catalogue: Catalogue,
    pub(crate) entries: BTreeMap<(ItemId, Day), Value>,
    pub(crate) reviewed: BTreeSet<Day>,
}

/// Answers questions about a book from its records up to a day.
pub(crate) struct Oracle<'a> {
    book: &'a Book,
    /// What was recorded for later days doesn't count.
    until: Day,
    corners: &'a Corners,
}

impl<'a> Oracle<'a> {
    pub(crate) fn new(book: &'a Book, corners: &'a Corners) -> Self {
        Self { book, until: Day::MAX, corners }
    }

    /// The same book, knowing only what was recorded up to `until`.
    pub(crate) fn seen_until(&self, until: Day) -> Self {
        Self { book: self.book, until, corners: self.corners }
    }
}
