//! The readers as their callers see them, on files made here and on real ones.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod beaver_json;
mod corpus;
mod daylio;
mod fixture;
mod habitbull;
mod hostile_archive;
mod hostile_db;
mod large;
mod loop_csv;
mod loop_db;
mod progress;
mod properties;
mod rewire;
mod samples;
mod table_json;
mod tickmate;
