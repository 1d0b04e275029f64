//! What a writing operation answers.

use std::ops::Deref;

use kitaab_core::{Day, MeritId, Outcome};

/// What became of a write: it is durable, and these verdicts turned with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Committed {
    /// The commit's place in the ledger; none if nothing was written, since everything was already as
    /// asked. An entry that is put again as it stands is written all the same: that it was said again is
    /// history, too.
    pub seq: Option<u64>,
    /// Whether the same request had been carried out before, so that nothing was written now.
    pub replayed: bool,
    /// The recorded verdicts that turned, by day and merit: what to congratulate on, or console about.
    ///
    /// A client tells each turn once: in the answer to the write that brought it about, or, where many
    /// write at once, the recomputation was cut short or another program wrote, in that to the next one
    /// (see [`crate::Merits::recompute`]).
    pub turned: Vec<Turned>,
}

/// A recorded verdict that is another one now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Turned {
    /// The merit.
    pub merit: MeritId,
    /// The day it was recorded for.
    pub day: Day,
    /// What it was.
    pub from: Outcome,
    /// What it is.
    pub to: Outcome,
}

/// Something that was added to a book, and the commit that did. Reads as what was added.
#[derive(Clone, Debug)]
pub struct Added<T> {
    /// What was added.
    pub added: T,
    /// The commit.
    pub committed: Committed,
}

impl<T> Deref for Added<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.added
    }
}
