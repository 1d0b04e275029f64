//! The storage contract of Kitaab, its in-memory reference store and its conformance suite.

#[cfg(any(test, feature = "conformance"))]
pub mod conformance;
mod contract;
mod dirty;
mod error;
mod memory;
mod rollup;

pub use contract::{
    Answer, Applied, CLAIMS_KEPT, Context, EntryQuery, Head, HistoryStep, MAX_PAGE, Page, RecordedVerdict,
    ReflectionQuery, Stale, Store, StoredCommit, check_claim, check_limit, claims_kept_from,
};
pub use dirty::first_dirtied;
pub use error::{Result, StoreError};
pub use memory::MemoryStore;
pub use rollup::{CategoryRollup, DayRollup, counted_as};
