//! Recorded verdicts: kept equal to what evaluating them now would say.
//!
//! They are derived, and so in no commit. A commit that may turn some is followed by their
//! recomputation: of exactly those that it concerns ([`concern`]), as long as all others are known to be
//! current. Where they are not (after a crash in between, or another program's commits), all those
//! are recomputed that the store's `dirty_from` puts in doubt. Recording goes on top of a ledger's
//! number, so that a commit in between is never overlooked.

mod concern;
mod known;
mod recompute;
mod spans;

pub(crate) use self::known::Known;
pub(crate) use self::recompute::judged;
