//! Kitaab for other languages: plain values, error codes, one client.
#![allow(clippy::useless_conversion, reason = "texts and numbers are types of their own only for Node")]

#[cfg(feature = "napi")]
mod answer;
mod book;
mod client;
mod convert;
mod error;
mod file;
mod groups;
mod runtime;
mod scalar;
mod shown;
mod types;
pub mod words;

#[cfg(feature = "napi")]
pub use answer::Answer;
pub use book::Book;
pub use client::{Client, OpenOptions};
pub use error::{KitaabError, Result};
pub use groups::{
    BookCalendar, BookSettings, Deeds, Entries, Exemptions, Exports, Groups, Imports, Insights, Items, Ledger, MakeUps,
    Merits, People, Reflections, Reminders, Scales, Starter, Targets,
};
pub use runtime::block_on;
pub use scalar::*;
pub use types::*;

#[cfg(feature = "uniffi")]
uniffi::setup_scaffolding!("kitaab");
