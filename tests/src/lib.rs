//! What the tests that span crates share.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on stops where it says why")]

pub mod crash;
pub mod differential;
pub mod extent;
pub mod postgres;
pub mod random;
pub mod scenario;
#[cfg(unix)]
pub mod server;
#[cfg(unix)]
pub mod victim;
