//! The commit loop: read, decide in the core, apply one commit; and again if the book moved on.

use std::sync::Arc;

use kitaab_core::{Catalogue, Change, Commit, Day, Expects, Header, Kind, Origin, RecordKey, RequestId, Timestamp};
use kitaab_store::{Answer, Applied, Stale, StoreError};
use uuid::Uuid;

use crate::book::Book;
use crate::client::Shared;
use crate::committed::Committed;
use crate::error::{Error, Result};
use crate::id_source::Ids;

/// How often a write is tried before it gives way to the others. Each time it does not succeed,
/// another one did.
const TRIES: u32 = 64;

/// How a write is decided: with what is known, and fresh ids.
type Decide<'d> = dyn FnMut(&Situation, &mut dyn FnMut() -> Uuid) -> kitaab_core::Result<Vec<Change>> + Send + 'd;

/// What a write is decided on.
#[derive(Clone, Debug)]
pub(crate) struct Situation {
    /// The structure of the book.
    pub(crate) catalogue: Arc<Catalogue>,
    /// The instant.
    pub(crate) now: Timestamp,
    /// The owner's today.
    pub(crate) today: Day,
}

/// What was decided: the changes to commit, and what they rest on besides the catalogue.
#[derive(Clone, Debug, Default)]
pub(crate) struct Plan {
    pub(crate) changes: Vec<Change>,
    /// The revisions of records that were read.
    pub(crate) revisions: Vec<(RecordKey, u64)>,
    pub(crate) origin: Option<Origin>,
}

impl From<Vec<Change>> for Plan {
    fn from(changes: Vec<Change>) -> Self {
        Self { changes, ..Self::default() }
    }
}

/// A write that is done.
#[derive(Debug)]
pub(crate) struct Done<T> {
    /// What the decision made.
    pub(crate) made: T,
    pub(crate) committed: Committed,
    /// The structure of the book after it.
    pub(crate) catalogue: Arc<Catalogue>,
}

/// A write under way: one turn of the loop after the other.
///
/// ```text
/// let mut writing = book.writing();
/// loop {
///     let situation = writing.situation().await?;
///     match decide(&situation) {
///         Ok(plan) => if let Some(committed) = writing.apply(plan).await? { return Ok(committed) },
///         Err(error) => writing.refused(error).await?,
///     }
/// }
/// ```
#[derive(Debug)]
pub(crate) struct Writing<'b> {
    book: &'b Book,
    request: Option<RequestId>,
    tries: u32,
    situation: Option<Situation>,
    /// Whether the catalogue is known to be current, not only as it was last seen.
    fresh: bool,
}

impl Book {
    /// Begins a write.
    pub(crate) fn writing(&self) -> Writing<'_> {
        Writing { book: self, request: None, tries: 0, situation: None, fresh: false }
    }

    /// Writes what `decide` decides from the catalogue alone. It is called again, with a newer
    /// situation, if the book moved on meanwhile.
    pub(crate) async fn commit<T: Send>(
        &self,
        mut decide: impl FnMut(&Situation, &mut dyn FnMut() -> Uuid) -> kitaab_core::Result<(T, Vec<Change>)> + Send,
    ) -> Result<Done<T>> {
        let mut made = None;
        let done = self
            .commit_changes(&mut |situation, ids| {
                let (new, changes) = decide(situation, ids)?;
                made = Some(new);
                Ok(changes)
            })
            .await?;
        let made = made.ok_or_else(|| StoreError::Backend("something was written that nobody decided".into()))?;
        Ok(Done { made, committed: done.committed, catalogue: done.catalogue })
    }

    /// The loop itself: in the library once, not once for each use case.
    async fn commit_changes(&self, decide: &mut Decide<'_>) -> Result<Done<()>> {
        let mut writing = self.writing();
        loop {
            let situation = writing.situation().await?;
            match writing.decide(&situation, decide)? {
                Ok(changes) => {
                    if let Some(done) = writing.apply(changes.into(), ()).await? {
                        return Ok(done);
                    }
                }
                Err(error) => writing.refused(error).await?,
            }
        }
    }

    /// The same for a decision that makes nothing with an id.
    pub(crate) async fn change(
        &self,
        mut decide: impl FnMut(&Situation) -> kitaab_core::Result<Vec<Change>> + Send,
    ) -> Result<Committed> {
        Ok(self.commit_changes(&mut |situation, _| decide(situation)).await?.committed)
    }
}

impl Writing<'_> {
    /// Names the request, so that sending it twice has one effect.
    pub(crate) fn with_request(mut self, request: RequestId) -> Self {
        self.request = Some(request);
        self
    }

    /// What to decide on, this time.
    pub(crate) async fn situation(&mut self) -> Result<Situation> {
        let catalogue = self.book.known_catalogue().await?;
        let now = self.book.shared().time.now();
        let situation = Situation { today: catalogue.settings.today(now)?, catalogue, now };
        self.situation = Some(situation.clone());
        Ok(situation)
    }

    /// Decides, with fresh ids. The outer error is one of the id source.
    pub(crate) fn decide<T>(
        &self,
        situation: &Situation,
        decide: &mut (impl FnMut(&Situation, &mut dyn FnMut() -> Uuid) -> kitaab_core::Result<T> + ?Sized),
    ) -> Result<kitaab_core::Result<T>> {
        let mut ids = Ids::new(self.book.shared().ids.as_ref(), situation.now);
        let decided = decide(situation, &mut || ids.take());
        ids.finish()?;
        Ok(decided)
    }

    /// What the request came to, if it was carried out before.
    pub(crate) async fn answered(&self) -> Result<Option<Committed>> {
        let Some(request) = self.request else { return Ok(None) };
        let book = self.book;
        let seq = book.store().answered(&book.context(), book.owner(), request).await?;
        Ok(seq.map(|seq| Committed { seq: Some(seq), replayed: true, turned: Vec::new() }))
    }

    /// Answers an error of the decision: it stands if it was decided on the book as it is. If the
    /// book had moved on, it is to be decided again.
    pub(crate) async fn refused(&mut self, error: impl Into<Error>) -> Result<()> {
        if self.is_current().await? { Err(error.into()) } else { Ok(()) }
    }

    /// Whether the catalogue decided on is the book's; reads it again if not.
    async fn is_current(&mut self) -> Result<bool> {
        if !self.fresh {
            self.fresh = true;
            let head = self.book.head().await?;
            let current = self.book.catalogue_at(&head).await?;
            return Ok(self.situation.as_ref().is_some_and(|situation| Arc::ptr_eq(&situation.catalogue, &current)));
        }
        Ok(true)
    }

    /// Applies what was decided; none if the book moved on, and it is to be decided again.
    ///
    /// # Errors
    /// `conflict` when it did so again and again.
    pub(crate) async fn apply<T>(&mut self, plan: Plan, made: T) -> Result<Option<Done<T>>> {
        let applied = self.apply_plan(plan).await?;
        Ok(applied.map(|(committed, catalogue)| Done { made, committed, catalogue }))
    }

    async fn apply_plan(&mut self, plan: Plan) -> Result<Option<(Committed, Arc<Catalogue>)>> {
        let situation = match self.situation.take() {
            Some(situation) => situation,
            None => self.situation().await?,
        };
        let before = situation.catalogue.clone();
        if plan.changes.is_empty() {
            self.situation = Some(situation);
            return Ok(self.is_current().await?.then(|| (Committed::default(), before)));
        }
        let commit = self.author(&situation, plan)?;
        let context = self.book.shared().context(self.book.actor(), situation.now);
        match self.book.store().apply(&context, &commit).await? {
            // A request that is sent again may have been decided on another book than this one was.
            Answer::Applied(Applied { seq, replayed: true, .. }) if !self.is_at(seq, &commit).await? => {
                let committed = Committed { seq: Some(seq), replayed: true, turned: Vec::new() };
                Ok(Some((committed, before)))
            }
            // The same commit only the store sends twice, where it lost the answer to the first.
            Answer::Applied(Applied { seq, .. }) => {
                let catalogue = self.after(&before, &commit, seq)?;
                let turned = self.book.turned_by(&before, &catalogue, &commit, seq).await;
                Ok(Some((Committed { seq: Some(seq), replayed: false, turned }, catalogue)))
            }
            Answer::Stale(stale) => {
                self.moved_on(stale).await?;
                Ok(None)
            }
        }
    }

    /// Whether this very commit has a place in the ledger, and not an earlier one that answered its request.
    async fn is_at(&self, seq: u64, commit: &Commit) -> Result<bool> {
        if self.request.is_none() {
            return Ok(true);
        }
        let headers = self.book.store().headers(&self.book.context(), self.book.owner(), Some(seq + 1), 1).await?;
        let number = |header: &Header| (header.device, header.device_seq);
        Ok(headers.first().is_some_and(|(at, header)| *at == seq && number(header) == number(commit.header())))
    }

    /// Wraps changes into a commit: who, when, on which device, resting on what.
    pub(crate) fn author(&self, situation: &Situation, plan: Plan) -> Result<Commit> {
        let shared = self.book.shared();
        let (device_seq, clock) = self.book.session().next(situation.now);
        let mut header = Header::new(self.book.owner(), shared.device, device_seq, clock, situation.now);
        header.editor = (!self.book.is_own()).then(|| self.book.actor());
        header.zone = situation.catalogue.settings.zone;
        header.day_start = situation.catalogue.settings.day_start;
        header.request = self.request;
        header.origin = plan.origin;
        header.expects = Some(Expects {
            catalogue: Some(situation.catalogue.version),
            revisions: (!plan.revisions.is_empty()).then_some(plan.revisions),
        });
        authored(shared, header, plan.changes)
    }

    /// Counts a try that did not succeed.
    ///
    /// # Errors
    /// `conflict` when there were too many.
    pub(crate) fn once_more(&mut self) -> Result<()> {
        self.tries += 1;
        if self.tries >= TRIES {
            let what = "others keep writing to it: try again when they are done";
            return Err(kitaab_core::Error::conflict(Kind::Book, what).into());
        }
        Ok(())
    }

    /// The structure of the book after a commit that was decided on `before`.
    pub(crate) fn after(&self, before: &Arc<Catalogue>, commit: &Commit, seq: u64) -> Result<Arc<Catalogue>> {
        if !commit.changes().any(Change::is_structural) {
            return Ok(before.clone());
        }
        let mut after = Catalogue::clone(before);
        for change in commit.changes() {
            after.apply(change, seq)?;
        }
        let after = Arc::new(after);
        self.book.session().advanced(&after);
        Ok(after)
    }

    /// Takes in that a precondition does not hold any more.
    pub(crate) async fn moved_on(&mut self, stale: Stale) -> Result<()> {
        self.once_more()?;
        match stale {
            Stale::Catalogue { current } => {
                // Another write of this client may have brought it up to date already.
                if self.book.session().catalogue().is_none_or(|known| known.version != current) {
                    self.book.load().await?;
                }
            }
            Stale::DeviceSeq { last } => self.book.session().seen_device_seq(last),
            // What was read is read again before the next decision.
            Stale::Record { .. } => {}
        }
        Ok(())
    }
}

/// A commit with fresh nonces.
pub(crate) fn authored(shared: &Shared, header: Header, changes: Vec<Change>) -> Result<Commit> {
    let mut nonces = vec![0; changes.len() * 16];
    shared.ids.fill(&mut nonces)?;
    let mut nonces = nonces.chunks_exact(16);
    let nonce = || nonces.next().and_then(|nonce| nonce.try_into().ok()).unwrap_or_default();
    Ok(Commit::author(header, changes, nonce))
}
