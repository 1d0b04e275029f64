//! The embedded store of Kitaab: a book in one SQLite file.
//!
//! [`SqliteStore`] keeps what [`kitaab_store::Store`] promises on the device itself: what was
//! acknowledged survives a crash and the loss of power, and what was erased is gone from the file.
//!
//! - One thread owns the connection that writes, and each commit is one hop to it and back. A few
//!   others read, each read from one consistent state, beside the writer (SQLite's write-ahead log).
//!   No call blocks the async executor, and none needs a particular one.
//! - Several processes may open one file; they take turns at writing.
//! - The schema is in `migrations/`. The ledger is kept as exact bytes, entries as small rows in the
//!   order of items and days, and the daily rollups beside them are reckoned anew, for the days it
//!   touches, within the commit that touches them.

mod accesses;
mod adoption;
mod applying;
mod backup;
mod bulk;
mod claims;
mod connection;
mod counts;
mod days;
mod entries;
mod erasure;
mod error;
mod ledger;
mod options;
mod others;
mod pages;
mod reading;
mod revisions;
mod schema;
mod sql;
mod store;
mod structure;
mod texts;
mod verdicts;
mod workers;
mod writer;
mod writing;

pub use options::Options;
pub use store::SqliteStore;
