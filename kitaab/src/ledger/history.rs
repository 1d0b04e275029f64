//! The history of one record: what it was, and who made it so.

use kitaab_core::{
    Change, DeviceId, MakeUpWrite, NoteWrite, Origin, RecordImage, RecordKey, Timestamp, UserId, ValueWrite, image_of,
};
use kitaab_store::HistoryStep;

use super::{Ledger, PAGE};
use crate::error::Result;

/// One event in the history of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LedgerEvent {
    /// The sequence number of the commit.
    pub seq: u64,
    /// Who.
    pub actor: UserId,
    /// On which device.
    pub device: DeviceId,
    /// When.
    pub at: Timestamp,
    /// Whether it was written, undone or brought back.
    pub origin: Origin,
    /// What the record held before; none where there was no such record.
    pub before: Option<RecordImage>,
    /// What it held afterwards; none where it was removed.
    pub after: Option<RecordImage>,
}

impl Ledger<'_> {
    /// The history of a record, newest first: who changed it when, from what to what. What was erased is not in it.
    pub async fn history(self, key: RecordKey) -> Result<Vec<LedgerEvent>> {
        let owner = self.book.owner();
        let mut events: Vec<LedgerEvent> = Vec::new();
        let mut image = image_of(owner, &key, [])?;
        for step in self.steps(key, None).await?.into_iter().rev() {
            let before = image.clone();
            image = RecordImage::written(image, owner, &key, &step.change)?;
            match events.last_mut() {
                Some(event) if event.seq == step.seq => event.after.clone_from(&image),
                _ => events.push(LedgerEvent {
                    seq: step.seq,
                    actor: step.header.actor(),
                    device: step.header.device,
                    at: step.header.at,
                    origin: step.header.origin(),
                    before,
                    after: image.clone(),
                }),
            }
        }
        events.reverse();
        Ok(events)
    }

    /// All steps of a record before a commit, newest first.
    pub(super) async fn steps(self, key: RecordKey, before: Option<u64>) -> Result<Vec<HistoryStep>> {
        self.steps_until(key, before, |_| false).await
    }

    /// The steps of a record before a commit, newest first, as far as the first page that holds the one asked for.
    pub(super) async fn steps_until(
        self,
        key: RecordKey,
        mut before: Option<u64>,
        found: impl Fn(&HistoryStep) -> bool + Send,
    ) -> Result<Vec<HistoryStep>> {
        let mut steps = Vec::new();
        loop {
            let page = self.book.store().history(&self.book.context(), self.book.owner(), key, before, PAGE).await?;
            before = page.last().map(|last| last.seq);
            let over = page.is_empty() || page.iter().any(&found);
            steps.extend(page);
            if over {
                return Ok(steps);
            }
        }
    }

    /// What a record held before a commit.
    pub(super) async fn image_before(self, key: RecordKey, seq: u64) -> Result<Option<RecordImage>> {
        // What a day holds seldom needs all of its history.
        let steps = self.steps_until(key, Some(seq), |step| is_whole(&step.change)).await?;
        let since_whole = steps.iter().position(|step| is_whole(&step.change)).map_or(steps.len(), |at| at + 1);
        let changes = steps[..since_whole].iter().rev().map(|step| &step.change);
        Ok(image_of(self.book.owner(), &key, changes)?)
    }
}

/// Whether a change says all of what its record holds then.
fn is_whole(change: &Change) -> bool {
    match change {
        Change::Entry { value: ValueWrite::Put(_), note, .. } => *note != NoteWrite::Keep,
        Change::MakeUp { count: MakeUpWrite::Put(_), .. }
        | Change::Fidya { count: MakeUpWrite::Put(_), .. }
        | Change::Remove(_)
        | Change::Reviewed { .. }
        | Change::Reflection { .. } => true,
        _ => false,
    }
}
