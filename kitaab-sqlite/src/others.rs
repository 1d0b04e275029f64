//! Reading a book as somebody else than its owner, who sees a part of it.

use std::sync::Arc;

use kitaab_core::{Catalogue, DayRange, Header, ItemId, RecordKey, Records, UserId};
use kitaab_store::{Context, DayRollup, Head, HistoryStep, MAX_PAGE, Sight, StoredCommit, check_limit};

use crate::error::Result;
use crate::reading::Snapshot;
use crate::{days, ledger};

impl Snapshot<'_> {
    /// What an actor sees of a book.
    pub(crate) fn sight(&mut self, ctx: &Context, owner: UserId) -> Result<Sight> {
        if ctx.actor == owner {
            return Ok(Sight::Whole);
        }
        let empty = || Arc::new(Catalogue::new(owner));
        let catalogue = self.structured(owner, empty, |_, structure| Ok(Arc::clone(&structure.catalogue)))?;
        Ok(Sight::of(ctx.actor, &catalogue)?)
    }

    /// The records of some items, as far as they are seen.
    pub(crate) fn records_seen(
        &mut self,
        owner: UserId,
        sight: &Sight,
        items: &[ItemId],
        days: DayRange,
    ) -> Result<Records> {
        let seen = self.records(owner, sight.logging_items().as_deref().unwrap_or(items), days)?;
        Ok(sight.records(seen, items))
    }

    /// The daily rollups: as they are kept, or what the items that are seen come to.
    pub(crate) fn rollups_seen(&mut self, owner: UserId, sight: &Sight, span: DayRange) -> Result<Vec<DayRollup>> {
        if let Some(items) = sight.logging_items() {
            let seen = self.records(owner, &items, span)?;
            return Ok(sight.rollups(&seen).unwrap_or_default());
        }
        self.book(owner, Vec::new, |snapshot, book, _| days::rollups(snapshot.conn, book, span))
    }

    /// The commits that are seen, after a sequence number.
    pub(crate) fn commits_seen(
        &mut self,
        owner: UserId,
        sight: &Sight,
        after: u64,
        limit: u32,
    ) -> Result<Vec<StoredCommit>> {
        let most = check_limit(limit)?;
        self.book(owner, Vec::new, |snapshot, book, head| {
            let mut found = Vec::new();
            let mut after = after;
            loop {
                let page = ledger::commits(snapshot.conn, book, head.seq, after, limit)?;
                let Some(last) = page.last() else { return Ok(found) };
                after = last.seq;
                found.extend(page.into_iter().filter(|stored| sight.sees_commit(stored.commit.header())));
                if !found.is_empty() {
                    found.truncate(most);
                    return Ok(found);
                }
            }
        })
    }

    /// The headers that are seen, before a sequence number, newest first.
    pub(crate) fn headers_seen(
        &mut self,
        owner: UserId,
        sight: &Sight,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<(u64, Header)>> {
        let most = check_limit(limit)?;
        self.book(owner, Vec::new, |snapshot, book, head| {
            let mut found = Vec::new();
            let mut below = before.unwrap_or(u64::MAX).min(head.seq + 1);
            loop {
                let size = if matches!(sight, Sight::Whole) { limit } else { MAX_PAGE };
                let page = ledger::headers(snapshot.conn, book, below, size)?;
                let Some((last, _)) = page.last() else { return Ok(found) };
                below = *last;
                found.extend(page.into_iter().filter(|(_, header)| sight.sees_commit(header)));
                if found.len() >= most {
                    found.truncate(most);
                    return Ok(found);
                }
            }
        })
    }

    /// The history of a record as it is seen, newest first: the steps of at most `limit` commits.
    pub(crate) fn history_seen(
        &mut self,
        owner: UserId,
        sight: &Sight,
        key: &RecordKey,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<HistoryStep>> {
        let most = check_limit(limit)?;
        sight.check_history(key)?;
        self.book(owner, Vec::new, |snapshot, book, Head { seq: head, .. }| {
            let mut found: Vec<HistoryStep> = Vec::new();
            let (mut before, mut commits) = (before, 0);
            loop {
                let page = ledger::history(snapshot.conn, book, head, key, before, limit)?;
                let Some(last) = page.last().map(|step| step.seq) else { return Ok(found) };
                before = Some(last);
                for step in page.into_iter().filter_map(|step| sight.step(step)) {
                    if found.last().is_none_or(|last| last.seq != step.seq) {
                        if commits == most {
                            return Ok(found);
                        }
                        commits += 1;
                    }
                    found.push(step);
                }
                // What an owner sees is all that there is: one page tells.
                if commits == most || matches!(sight, Sight::Whole) {
                    return Ok(found);
                }
            }
        })
    }
}
