//! Throw-away PostgreSQL servers for tests.
//!
//! [`Cluster::shared`] is a server for all tests of a process: the one that `KITAAB_TEST_PG` names (the URL of a
//! superuser), or one made for the occasion, which goes away with the process however that ends.
//! [`Cluster::blank`] is a database of one's own on it. What a test does to the server itself (kill it, restart it,
//! copy it) it does to one that it [made](Cluster::start).
//!
//! ```no_run
//! # use kitaab_test_pg::{Cluster, Role};
//! # async fn test() {
//! let Some(cluster) = Cluster::shared() else { return };
//! let database = cluster.blank().await;
//! println!("{}", database.url(Role::App));
//! # }
//! ```
//!
//! Where there is no PostgreSQL, a test says so in a line that starts with `SKIPPED:`, which `cargo xtask test` counts.
//!
//! The program of the same name does this for other languages: `kitaab-test-pg -- command` runs a command with
//! `KITAAB_TEST_PG` set.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on stops where it says why")]

mod backup;
mod cluster;
mod database;
mod keeper;
mod pooler;
mod programs;
mod role;
mod skipped;
#[cfg(unix)]
mod way;

pub use backup::Backup;
pub use cluster::{Cluster, Settings};
pub use database::Database;
pub use pooler::Pooler;
pub use programs::Programs;
pub use role::Role;
pub use skipped::skipped;
#[cfg(unix)]
pub use way::Way;
