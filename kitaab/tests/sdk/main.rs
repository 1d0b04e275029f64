//! The SDK as a host uses it, on every store.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod bad_input;
mod cancelling;
mod commits;
mod concurrency;
mod days;
mod exports;
mod groups;
mod insights;
mod make_ups;
mod open;
mod people;
mod reminders;
mod turning;
mod verdicts;
mod watched;
mod world;
