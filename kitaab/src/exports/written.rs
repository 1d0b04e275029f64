//! When entries were written: read from the ledger by pages, so that a million entries need no million questions.

use std::collections::{BTreeMap, VecDeque};

use kitaab_core::Timestamp;

use crate::book::Book;
use crate::error::Result;

/// How many commits are asked for at once.
const PAGE: u32 = 1_000;
/// How many pages are kept; the oldest goes first.
const KEPT: usize = 64;

/// The instants of commits.
pub(super) struct Written<'b> {
    book: &'b Book,
    /// Pages of instants by sequence number, each by its highest one.
    pages: BTreeMap<u64, Vec<(u64, Timestamp)>>,
    order: VecDeque<u64>,
}

impl<'b> Written<'b> {
    pub(super) const fn new(book: &'b Book) -> Self {
        Self { book, pages: BTreeMap::new(), order: VecDeque::new() }
    }

    /// When the commit with this number was written; none if there is no such commit.
    pub(super) async fn at(&mut self, seq: u64) -> Result<Option<Timestamp>> {
        if let Some(page) = self.page_of(seq) {
            return Ok(instant(page, seq));
        }
        let headers = self.book.ledger().commits(seq.checked_add(1), PAGE).await?;
        let page: Vec<(u64, Timestamp)> = headers.into_iter().map(|(seq, header)| (seq, header.at)).collect();
        let found = instant(&page, seq);
        if self.order.len() == KEPT
            && let Some(oldest) = self.order.pop_front()
        {
            self.pages.remove(&oldest);
        }
        self.pages.insert(seq, page);
        self.order.push_back(seq);
        Ok(found)
    }

    /// The page that is kept and reaches down to a commit.
    fn page_of(&self, seq: u64) -> Option<&Vec<(u64, Timestamp)>> {
        // Pages may overlap: the one with the nearest upper end reaches furthest down.
        let (_, page) = self.pages.range(seq..).next()?;
        page.last().filter(|(lowest, _)| *lowest <= seq).map(|_| page)
    }
}

/// The instant of a commit in a page, which is newest first.
fn instant(page: &[(u64, Timestamp)], seq: u64) -> Option<Timestamp> {
    let place = page.binary_search_by(|(of, _)| seq.cmp(of)).ok()?;
    page.get(place).map(|(_, at)| *at)
}
