//! Reading a book's ledger: commits, headers and the histories of records.

use kitaab_core::{Change, Header, NoteWrite, RecordKey, ValueWrite};

use super::book::Book;
use crate::contract::{HistoryStep, StoredCommit, check_limit};
use crate::error::Result;

impl Book {
    pub(super) fn commits(&self, after: u64, limit: u32) -> Result<Vec<StoredCommit>> {
        let limit = check_limit(limit)?;
        Ok(self.ledger.iter().filter(|stored| stored.seq > after).take(limit).cloned().collect())
    }

    pub(super) fn headers(&self, before: Option<u64>, limit: u32) -> Result<Vec<(u64, Header)>> {
        let limit = check_limit(limit)?;
        let header = |stored: &StoredCommit| (stored.seq, stored.commit.header().clone());
        Ok(self.newest_first(before).take(limit).map(header).collect())
    }

    pub(super) fn history(&self, key: &RecordKey, before: Option<u64>, limit: u32) -> Result<Vec<HistoryStep>> {
        let limit = check_limit(limit)?;
        let steps_of = |stored: &StoredCommit| -> Vec<HistoryStep> {
            let changes = stored.commit.changes().rev().filter_map(|change| narrowed(change, key));
            let step = |change| HistoryStep { seq: stored.seq, header: stored.commit.header().clone(), change };
            changes.map(step).collect()
        };
        let by_commit = self.newest_first(before).map(steps_of).filter(|steps| !steps.is_empty());
        Ok(by_commit.take(limit).flatten().collect())
    }

    fn newest_first(&self, before: Option<u64>) -> impl Iterator<Item = &StoredCommit> {
        self.ledger.iter().rev().filter(move |stored| before.is_none_or(|before| stored.seq < before))
    }
}

/// What a change does to a record, if it does anything: a column of entries narrowed to the one.
fn narrowed(change: &Change, key: &RecordKey) -> Option<Change> {
    match (change, key) {
        (Change::Erase(_), _) => None,
        (Change::Entries(column), RecordKey::Entry(item, day)) if change.touches(key) => {
            let place = column.index_of(*day)?;
            let note = column.note(place).cloned().map_or(NoteWrite::Keep, NoteWrite::Set);
            Some(Change::Entry { item: *item, day: *day, value: ValueWrite::Put(column.value(place)?), note })
        }
        _ => change.touches(key).then(|| change.clone()),
    }
}
