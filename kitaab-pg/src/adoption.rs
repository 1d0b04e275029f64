//! Taking over a whole chain.

use std::fmt::Display;
use std::sync::Arc;

use kitaab_core::{Change, Error, Kind, UserId};
use kitaab_store::{Answer, Applied, Head, StoreError, StoredCommit};

use crate::applying::{Call, Said};
use crate::connection::Tries;
use crate::erasure::{Erasures, records_of};
use crate::error::{Fault, Result};
use crate::ledger;
use crate::store::Server;
use crate::working::{Work, is_structural, nothing};

impl Server {
    /// Takes over a chain, all or nothing, in one transaction that holds the book.
    pub(crate) async fn adopt(&self, actor: UserId, owner: UserId, chain: &[StoredCommit]) -> Result<Head> {
        let mut tries = Tries::new();
        let mut lost = false;
        let head = loop {
            match self.adopt_once(actor, owner, chain, lost).await {
                Err(fault) => {
                    lost |= fault.is_loss();
                    tries.after(fault).await?;
                }
                head => break head,
            }
        };
        self.memory().forget(owner);
        head
    }

    /// `lost`: the answer to doing it once was lost.
    async fn adopt_once(&self, actor: UserId, owner: UserId, chain: &[StoredCommit], lost: bool) -> Result<Head> {
        let mut tx = self.connections().begin().await?;
        let head = ledger::hold(&mut tx, actor, owner).await?;
        if head.seq > 0 {
            let is_this = chain.last().is_some_and(|last| (head.seq, head.link) == (last.seq, last.link));
            // It was done then.
            return if lost && is_this {
                Ok(head)
            } else {
                Err(Error::conflict(Kind::Book, "has commits already").into())
            };
        }
        let mut structure = nothing(owner);
        let mut earlier: Vec<StoredCommit> = Vec::new();
        let has_erasures = chain.iter().flat_map(|stored| stored.commit.changes()).any(is_erasure);
        for (place, StoredCommit { seq, link, commit }) in (1_u64..).zip(chain) {
            let broken = |what: &dyn Display| Fault::corrupt(format!("link {place} of the chain: {what}"));
            if commit.header().book != owner {
                return Err(broken(&"it is of another book"));
            }
            if *seq != place {
                return Err(broken(&"it does not follow from what is before it"));
            }
            let erases = commit.changes().any(is_erasure);
            let erasures = if erases {
                let mut erasures = Erasures::new(records_of(&mut tx, actor, owner).await?, true);
                for stored in &earlier {
                    erasures.learn(&stored.commit);
                }
                erasures
            } else {
                Erasures::default()
            };
            // What the domain refuses breaks the chain; what the storage refuses is its own affair.
            let of_chain = |fault| match fault {
                Fault::Store(StoreError::Domain(error)) => broken(&error),
                Fault::Sqlx(sqlx::Error::Database(error))
                    if error.code().is_some_and(|code| code.starts_with("KT")) =>
                {
                    broken(&error.message())
                }
                fault => fault,
            };
            let on = is_structural(commit).then(|| Arc::clone(&structure));
            let mut work = Work::unchecked(commit, on, erasures).map_err(|flaw| of_chain(flaw.fault))?;
            if erases {
                for stored in &earlier {
                    work.erasures.strip(stored);
                }
            }
            let more = place < chain.len() as u64;
            if !more {
                // The database keeps to that, and would say it less well.
                let left = work.after().unwrap_or(&structure).check_bonds(&nothing(owner));
                left.map_err(|error| Fault::corrupt(format!("what the chain leaves: {error}")))?;
            }
            let call = Call::new(actor, commit, work, false)?.adopted(*link, more);
            let row = call.question().fetch_one(&mut *tx).await.map_err(|error| of_chain(error.into()))?;
            let Some(Said::Answered(Answer::Applied(Applied { seq, .. }))) = call.said(&row)? else {
                return Err(Fault::corrupt("an answer that is none"));
            };
            if let Some(now) = call.work.after() {
                let mut now = now.clone();
                now.version = seq;
                structure = Arc::new(now);
            }
            if has_erasures {
                // Later erasures see the ledger as this one leaves it.
                for (seq, leaves) in call.work.erasures.stripped() {
                    let at = usize::try_from(seq - 1).ok().and_then(|at| earlier.get_mut(at));
                    let at = at.ok_or_else(|| Fault::corrupt("a commit of the chain that is not there"))?;
                    at.commit = kitaab_core::Commit::from_parts(at.commit.header_bytes().to_vec(), leaves.clone())?;
                }
                let kept = call.work.erasures.within(commit).into_owned();
                earlier.push(StoredCommit { seq, link: *link, commit: kept });
            }
        }
        let head = ledger::hold(&mut tx, actor, owner).await?;
        tx.commit().await?;
        Ok(head)
    }
}

const fn is_erasure(change: &Change) -> bool {
    matches!(change, Change::Erase(_))
}
