//! Which commit undo and redo mean.
//!
//! Commits that a user wrote, and those that brought something back, are *acts*; an act that an undo names is
//! undone. Undo means the actor's newest act that is not undone. Redo means the newest undo by the actor that was
//! not redone, as long as the actor wrote nothing since: it makes a new act, which can be undone again.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use crate::commit::{Header, Origin};
use crate::error::{Error, Kind, Result};
use crate::id::UserId;

/// Looks for what an undo by an actor means, through the headers of the ledger, newest first.
#[derive(Clone, Debug)]
#[must_use]
pub struct UndoSearch {
    actor: UserId,
    undone: BTreeSet<u64>,
}

impl UndoSearch {
    /// For what this actor did.
    pub const fn new(actor: UserId) -> Self {
        Self { actor, undone: BTreeSet::new() }
    }

    /// The next older commit: whether it is an act of the actor that was not undone.
    ///
    /// The caller may go on from one that it can't use: of some commits nothing is left but hashes.
    pub fn found(&mut self, seq: u64, header: &Header) -> bool {
        match header.origin() {
            Origin::Undo(undone) => {
                self.undone.insert(undone);
                false
            }
            Origin::Authored | Origin::Redo(_) => header.actor() == self.actor && !self.undone.contains(&seq),
            Origin::Erasure => false,
        }
    }

    /// Whether one of the commits seen so far, be it of anyone, undid the commit `seq`.
    pub fn is_undone(&self, seq: u64) -> bool {
        self.undone.contains(&seq)
    }
}

/// Looks for what a redo by an actor means, through the headers of the ledger, newest first.
#[derive(Clone, Debug)]
#[must_use]
pub struct RedoSearch {
    actor: UserId,
    redone: BTreeSet<u64>,
}

impl RedoSearch {
    /// For what this actor undid.
    pub const fn new(actor: UserId) -> Self {
        Self { actor, redone: BTreeSet::new() }
    }

    /// The next older commit: `Break` with the commit to bring back, or with none where the actor wrote something
    /// since.
    pub fn look(&mut self, header: &Header) -> ControlFlow<Option<u64>> {
        if header.actor() != self.actor {
            return ControlFlow::Continue(());
        }
        match header.origin() {
            Origin::Redo(redone) => {
                self.redone.insert(redone);
                ControlFlow::Continue(())
            }
            Origin::Undo(undone) if self.redone.contains(&undone) => ControlFlow::Continue(()),
            Origin::Undo(undone) => ControlFlow::Break(Some(undone)),
            Origin::Authored | Origin::Erasure => ControlFlow::Break(None),
        }
    }
}

/// Whether an actor may undo this commit: the owner anyone's, a writer only their own.
///
/// # Errors
/// `denied` for another's commit; `conflict` for an undo, which a redo takes back, and for an erasure, which nothing
/// does.
pub fn may_undo(actor: UserId, seq: u64, header: &Header) -> Result<()> {
    if actor != header.book && actor != header.actor() {
        return Err(Error::Denied { action: "undo".into(), kind: Kind::Commit, id: seq.to_string() });
    }
    match header.origin() {
        Origin::Authored | Origin::Redo(_) => Ok(()),
        Origin::Undo(_) => Err(Error::conflict(Kind::Commit, format!("{seq} is an undo itself: redo takes it back"))),
        Origin::Erasure => Err(erasure_stays()),
    }
}

/// What is erased can't come back.
pub(super) fn erasure_stays() -> Error {
    Error::conflict(Kind::Commit, "an erasure can't be undone")
}
