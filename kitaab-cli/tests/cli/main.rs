//! The program as its users meet it: run as a whole, with its exit codes, its text and its JSON.

#![allow(clippy::unwrap_used, reason = "a test that can't go on should stop at the line that says why")]

mod calendar;
mod demo;
mod files;
mod help;
mod history;
mod import;
mod insights;
mod people;
mod refusals;
mod report;
mod rules;
mod server;
mod starter;
mod story;
mod world;
