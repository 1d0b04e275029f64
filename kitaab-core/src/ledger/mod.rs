//! The ledger: what makes a book trustworthy.
//!
//! A book's commits form a chain; [`Verifier`] walks it and names the first link that does not hold, and a
//! [`Checkpoint`] kept elsewhere shows a chain that was rebuilt or cut short. What a record was at some moment is
//! the fold of its own changes ([`image_of`]), so that a history needs no other record's. An [`Effect`] is
//! what a commit made of its records: undo and redo are the same step in two directions.

mod checkpoint;
mod choice;
mod consistency;
mod effect;
mod image;
mod pack;
mod previous;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
mod turn;
mod verify;

pub use checkpoint::Checkpoint;
pub use choice::{RedoSearch, UndoSearch, may_undo};
pub use effect::{Effect, Images, concerns_people, only_adds, records_of, takes_others_along};
pub use image::{RecordImage, image_of};
pub use previous::Previous;
pub use turn::Now;
pub use verify::{Broken, Fault, Verifier, VerifyReport};
