//! The ledger through the SDK, on every store: history, undo, verification, erasure, export and import.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod book;
mod erasing;
mod exporting;
mod imported;
mod undoing;
mod verifying;
