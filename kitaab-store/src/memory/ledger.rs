//! Reading a book's ledger: commits, headers and the histories of records.

use kitaab_core::{Header, RecordKey};

use super::book::Book;
use crate::contract::{HistoryStep, StoredCommit, check_limit};
use crate::error::Result;
use crate::sight::Sight;

impl Book {
    pub(super) fn commits(&self, sight: &Sight, after: u64, limit: u32) -> Result<Vec<StoredCommit>> {
        let limit = check_limit(limit)?;
        let seen = |stored: &&StoredCommit| stored.seq > after && sight.sees_commit(stored.commit.header());
        Ok(self.ledger.iter().filter(seen).take(limit).cloned().collect())
    }

    pub(super) fn headers(&self, sight: &Sight, before: Option<u64>, limit: u32) -> Result<Vec<(u64, Header)>> {
        let limit = check_limit(limit)?;
        let seen = self.newest_first(before).map(|stored| (stored.seq, stored.commit.header()));
        let seen = seen.filter(|(_, header)| sight.sees_commit(header));
        Ok(seen.take(limit).map(|(seq, header)| (seq, header.clone())).collect())
    }

    pub(super) fn history(
        &self,
        sight: &Sight,
        key: &RecordKey,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<HistoryStep>> {
        let limit = check_limit(limit)?;
        sight.check_history(key)?;
        let steps_of = |stored: &StoredCommit| -> Vec<HistoryStep> {
            let changes = stored.commit.changes().rev().filter_map(|change| Some(change.narrowed_to(key)?.1));
            let step = |change| HistoryStep { seq: stored.seq, header: stored.commit.header().clone(), change };
            changes.map(step).filter_map(|step| sight.step(step)).collect()
        };
        let by_commit = self.newest_first(before).map(steps_of).filter(|steps| !steps.is_empty());
        Ok(by_commit.take(limit).flatten().collect())
    }

    fn newest_first(&self, before: Option<u64>) -> impl Iterator<Item = &StoredCommit> {
        self.ledger.iter().rev().filter(move |stored| before.is_none_or(|before| stored.seq < before))
    }
}
