//! The storage contract of Kitaab, its in-memory reference store and its conformance suite.

#[cfg(any(test, feature = "conformance"))]
pub mod conformance;
mod contract;
mod dirty;
mod error;
mod guard;
mod memory;
mod rollup;
mod sight;

pub use contract::{
    AccessPlace, Answer, Applied, CLAIMS_KEPT, Context, EntryQuery, Head, HistoryStep, LoggedAccess, MAX_PAGE, Page,
    RecordedVerdict, ReflectionQuery, Stale, Store, StoredCommit, Together, check_claim, check_limit, claims_kept_from,
};
pub use dirty::first_dirtied;
pub use error::{Result, StoreError};
pub use guard::{arrival, check_author, check_commit, check_together, turned_by};
pub use memory::MemoryStore;
pub use rollup::{CategoryRollup, DayRollup, counted_as};
pub use sight::Sight;
