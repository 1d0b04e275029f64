//! Taking steps of relations: written into two books at once.

use kitaab_core::{Change, Commit, Header, RecordKey, RelationId, RelationStep};
use kitaab_store::{Applied, Stale, Together};
use uuid::Uuid;

use super::People;
use crate::committed::Committed;
use crate::error::Result;
use crate::writing::{Done, Situation, Writing, authored};

/// What was decided: the changes of the own book, and the steps of relations among them.
#[derive(Debug, Default)]
pub(super) struct Steps {
    changes: Vec<Change>,
    steps: Vec<RelationStep>,
}

impl From<RelationStep> for Steps {
    fn from(step: RelationStep) -> Self {
        Self { changes: vec![step.own_change()], steps: vec![step] }
    }
}

impl From<(Vec<Change>, Vec<RelationStep>)> for Steps {
    fn from((changes, steps): (Vec<Change>, Vec<RelationStep>)) -> Self {
        Self { changes, steps }
    }
}

impl People<'_> {
    /// Takes the step that `decide` decides from the owner's catalogue and, where one had not come through, the request
    /// that it answers. It is asked again if one of the books moved on.
    pub(super) async fn take<T>(
        self,
        mut decide: impl FnMut(&Situation, Option<RelationId>, &mut dyn FnMut() -> Uuid) -> kitaab_core::Result<(T, Steps)>,
    ) -> Result<Done<T>> {
        self.book.owners_alone("a step of a relation").await?;
        let mut writing = self.book.writing();
        let mut answers = None;
        loop {
            let situation = writing.situation().await?;
            let decided = writing
                .decide(&situation, &mut |now: &Situation, ids: &mut dyn FnMut() -> Uuid| decide(now, answers, ids))?;
            let (made, Steps { changes, steps }) = match decided {
                Ok(decided) => decided,
                Err(error) => {
                    writing.refused(error).await?;
                    continue;
                }
            };
            if steps.is_empty() {
                match writing.apply(changes.into(), made).await? {
                    Some(done) => return Ok(done),
                    None => continue,
                }
            }
            let own = writing.author(&situation, changes.into())?;
            let mut commits = vec![own];
            for step in &steps {
                commits.push(self.mirrored(&situation, step)?);
            }
            let context = self.book.shared().context(self.book.actor(), situation.now);
            match self.book.store().apply_together(&context, &commits).await {
                Ok(Together::Applied(applied)) => return Self::taken(&writing, &situation, &commits[0], applied, made),
                Ok(Together::Stale { book, stale }) if book == self.book.owner() => writing.moved_on(stale).await?,
                Ok(Together::Stale { book, stale }) => {
                    writing.once_more()?;
                    match stale {
                        Stale::DeviceSeq { last } => self.book.shared().session(book).seen_device_seq(last),
                        Stale::Record { key: RecordKey::Relation(id), .. } => answers = Some(id),
                        Stale::Record { .. } | Stale::Catalogue { .. } => {}
                    }
                }
                // It may have been decided on an own book that is out of date.
                Err(error) => writing.refused(error).await?,
            }
        }
    }

    /// The commit of a step in the other's book. It tells who and when, and nothing of where the owner is.
    fn mirrored(self, situation: &Situation, step: &RelationStep) -> Result<Commit> {
        let shared = self.book.shared();
        let (device_seq, clock) = shared.session(step.with).next(situation.now);
        let mut header = Header::new(step.with, shared.device, device_seq, clock, situation.now);
        header.editor = Some(self.book.owner());
        authored(shared, header, vec![step.other_change()])
    }

    fn taken<T>(
        writing: &Writing<'_>,
        situation: &Situation,
        own: &Commit,
        applied: Applied,
        made: T,
    ) -> Result<Done<T>> {
        // Steps have no request: only the store sends one twice, where it lost the answer to the first.
        let committed = Committed { seq: Some(applied.seq), replayed: false, turned: Vec::new() };
        let catalogue = writing.after(&situation.catalogue, own, applied.seq)?;
        Ok(Done { made, committed, catalogue })
    }
}
