//! Erasing: what is erased leaves the state and the ledger.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use kitaab_core::{Catalogue, Change, Commit, Erasure, Error, Leaf, RecordKey, UserId};
use kitaab_store::{Answer, StoredCommit};
use sqlx::{PgConnection, Row as _};

use crate::applying::{AtOnce, Call, Said};
use crate::connection::Tries;
use crate::error::{Fault, Result};
use crate::key::structural;
use crate::ledger;
use crate::store::Server;
use crate::working::Work;

/// The erasures in a commit.
///
/// They look through the ledger twice, a page at a time: before they begin, for what the structure was, and then for what they strip.
#[derive(Debug, Default)]
pub(crate) struct Erasures {
    /// The changes of the structure in the commits before: of all others, an erasure learns nothing.
    restructured: Vec<Change>,
    /// The records that have revisions, and the items that had days.
    known: Vec<RecordKey>,
    /// Whether they are met in a chain from which the bodies are gone already: there the record that one names may never
    /// have been.
    again: bool,
    /// Each with its place among the leaves.
    found: Vec<(usize, Erasure)>,
    /// The earlier commits that lose a body, with the leaves that they have then.
    stripped: Vec<(u64, Vec<Leaf>)>,
}

impl Erasures {
    pub(crate) fn new(known: Vec<RecordKey>, again: bool) -> Self {
        Self { known, again, ..Self::default() }
    }

    /// Takes note of an earlier commit, before they begin; of one after the other.
    pub(crate) fn learn(&mut self, earlier: &Commit) {
        self.restructured.extend(earlier.changes().filter(|change| change.is_structural()).cloned());
    }

    /// Begins the erasure at a place of a commit. Tells the records that go with it.
    pub(crate) fn begin(
        &mut self,
        catalogue: &Catalogue,
        commit: &Commit,
        place: usize,
        key: RecordKey,
    ) -> Result<BTreeSet<RecordKey>> {
        let mut erasure = match Erasure::of(catalogue, key) {
            Ok(erasure) => erasure,
            Err(Error::NotFound { .. }) if self.again => return Ok(BTreeSet::new()),
            Err(error) => return Err(error.into()),
        };
        let within = || commit.placed_changes().take_while(|(at, _)| *at < place).map(|(_, change)| change);
        self.restructured.iter().chain(within()).for_each(|change| erasure.learn(change));
        let items = catalogue.items.keys().map(|item| RecordKey::Item(*item));
        let own = within().filter_map(Change::key);
        let structural = self.known.iter().copied().chain(items).chain(own).filter(RecordKey::is_structural);
        let gone = structural.filter(|key| erasure.covers_record(key)).collect();
        self.found.push((place, erasure));
        Ok(gone)
    }

    /// The commit without the bodies of its own changes that stand before an erasure that covers them.
    pub(crate) fn within<'a>(&self, commit: &'a Commit) -> Cow<'a, Commit> {
        if self.found.is_empty() {
            return Cow::Borrowed(commit);
        }
        let mut places = commit.placed_changes().map(|(place, _)| place).collect::<Vec<_>>().into_iter();
        let mut commit = commit.clone();
        commit.erase(|change| {
            let place = places.next().unwrap_or(usize::MAX);
            self.found.iter().any(|(erased_at, erasure)| place < *erased_at && erasure.covers(change))
        });
        Cow::Owned(commit)
    }

    /// Takes the bodies that go out of an earlier commit.
    pub(crate) fn strip(&mut self, earlier: &StoredCommit) {
        let covered = |change: &Change| self.found.iter().any(|(_, erasure)| erasure.covers(change));
        if earlier.commit.changes().any(covered) {
            let mut commit = earlier.commit.clone();
            commit.erase(covered);
            self.stripped.push((earlier.seq, commit.leaves().to_vec()));
        }
    }

    /// The earlier commits that lose a body, with the leaves that they have then.
    pub(crate) fn stripped(&self) -> &[(u64, Vec<Leaf>)] {
        &self.stripped
    }
}

/// Whether a commit erases something that takes along what the catalogue may know no more.
fn erases_with_others(commit: &Commit) -> bool {
    let takes_others =
        |key: &RecordKey| matches!(key, RecordKey::Deed(_) | RecordKey::Item(_) | RecordKey::Relation(_));
    commit.changes().any(|change| matches!(change, Change::Erase(key) if takes_others(key)))
}

impl Server {
    /// Applies a commit with an erasure in it: the whole ledger is looked through, while the book is held, and of it no more is held
    /// in memory at once than a page and what goes.
    pub(crate) async fn apply_erasure(&self, actor: UserId, commit: &Commit) -> Result<Answer> {
        let owner = commit.header().book;
        let mut tries = Tries::new();
        let answer = loop {
            match self.erase_once(actor, owner, commit).await {
                Err(fault) => tries.after(fault).await?,
                answer => break answer,
            }
        };
        self.memory().forget(owner);
        answer
    }

    async fn erase_once(&self, actor: UserId, owner: UserId, commit: &Commit) -> Result<Answer> {
        let mut tx = self.connections().begin().await?;
        let head = ledger::hold(&mut tx, actor, owner).await?;
        let asking = AtOnce::new(actor, commit, None, false)?;
        match asking.said(&asking.question().fetch_one(&mut *tx).await?)? {
            Some(Said::Answered(answer)) => return Ok(answer),
            Some(Said::Request(seq)) => {
                return Ok(ledger::commit_at(&mut tx, actor, owner, seq).await?.answer_again(commit)?);
            }
            _ => {}
        }
        let structure = self.catalogue_within(&mut tx, actor, owner).await?;
        let mut erasures = Erasures::new(records_of(&mut tx, actor, owner).await?, false);
        if erases_with_others(commit) {
            ledger::each_commit(&mut tx, actor, owner, head.seq, |stored| erasures.learn(&stored.commit)).await?;
        }
        let mut work = match Work::of(commit, Some(Arc::clone(&structure)), erasures) {
            Ok(work) => work,
            Err(flaw) => return Err(flaw.or_earlier(&mut tx, commit, &structure).await),
        };
        ledger::each_commit(&mut tx, actor, owner, head.seq, |stored| work.erasures.strip(stored)).await?;
        let call = Call::new(actor, commit, work, false)?;
        let said = call.said(&call.question().fetch_one(&mut *tx).await?)?;
        let Some(Said::Answered(answer)) = said else { return Err(Fault::corrupt("an answer that is none")) };
        tx.commit().await?;
        Ok(answer)
    }
}

/// What an erasure has to look through besides the ledger.
pub(crate) async fn records_of(conn: &mut PgConnection, actor: UserId, owner: UserId) -> Result<Vec<RecordKey>> {
    let rows = sqlx::query("SELECT kind, id FROM kitaab.records_of($1, $2)")
        .persistent(false)
        .bind(actor.uuid())
        .bind(owner.uuid())
        .fetch_all(conn)
        .await?;
    rows.iter().map(|row| structural(row.try_get(0)?, row.try_get(1)?)).collect()
}
