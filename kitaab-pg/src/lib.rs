//! The server store: books in PostgreSQL.
//!
//! [`PgStore`] keeps what [`kitaab_store::Store`] promises for millions of books on one server:
//!
//! - A commit is one call of one function in the database, which holds the head of the book, checks what the commit rests on,
//!   writes the state, reckons the days anew and appends to the ledger. It recomputes the hashes of what it is given, so that
//!   no row of the ledger depends on what a client says of it.
//! - Row-level security is forced on every table. The role that serves owns nothing and writes nothing but through these functions.
//! - A commit is sent again where the connection was lost: its device's number makes that safe.
//!
//! The schema is in `schema/`, what changes it since in `migrations/`, and [`migrate`] brings a database up to date. docs/postgres.md tells how it is run, and
//! what the database itself sees to.

mod accesses;
mod adoption;
mod applying;
mod bulk;
mod changes;
mod connection;
mod derived;
pub mod doctor;
mod document;
mod erasure;
mod error;
mod flaw;
mod history;
mod key;
mod ledger;
pub mod maintain;
mod measured;
mod operations;
mod options;
mod others;
mod pages;
mod pool;
mod reading;
mod recording;
mod replica;
mod schema;
mod sql;
mod store;
mod structure;
mod together;
mod views;
mod working;

pub use changes::{Changes, Told};
pub use measured::Measured;
pub use options::Options;
pub use schema::{Migrated, SCHEMA_VERSION, SchemaStatus, migrate, schema_status};
pub use store::PgStore;
