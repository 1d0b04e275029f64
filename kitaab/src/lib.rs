//! An embeddable book of deeds for self-accountability (muhasabah).

mod book;
mod builder;
mod client;
mod committed;
mod error;
mod id_source;
mod location;
mod session;
mod settings;
mod time_source;
mod writing;

pub use book::Book;
pub use builder::KitaabBuilder;
pub use client::Kitaab;
pub use committed::{Added, Committed, Turned};
pub use error::{Error, Result};
pub use id_source::{IdSource, RandomIds, SeededIds};
pub use kitaab_core::*;
pub use settings::BookSettings;
pub use time_source::{FixedTime, HostTime, TimeSource};
