//! The same random operations on several stores, which must give the same answers.
//!
//! Time is cut into episodes: each begins with empty stores and a seed of its own, so that an episode
//! that fails can be played again by itself, from `seeds/differential.txt`.

mod author;
mod episode;
mod operation;
mod places;
mod structure;

pub use episode::{Episode, OPERATIONS, Sorts};
pub use operation::{Operation, Reply};
