//! The contract, as every store keeps it; here as the role that serves.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on stops where it says why")]

mod server;

kitaab_store::conformance!(server::store);
