//! Kitaab for other languages: plain values, error codes, one client.
//!
//! Apps in Rust use the crate `kitaab`. This one is what `bindings/` are made of: a [`Client`] has [`Book`]s, whose operations are
//! grouped by what they are about, take and answer plain values, and fail with a [`KitaabError`]. One list of types and one of
//! operations make all of it for every language; [`words`] tells them.
//!
//! ```
//! # kitaab_ffi::block_on(async {
//! use kitaab_ffi::Client;
//! let client = Client::open("memory:".into(), None).await?;
//! let book = client.my_book().await?;
//! let group = book.groups().add("Prayer".into()).await?.group;
//! assert_eq!(book.groups().list().await?, [group]);
//! client.close();
//! assert_eq!(book.groups().list().await.unwrap_err().code(), "closed");
//! # Ok(())
//! # })?;
//! # Ok::<(), kitaab_ffi::KitaabError>(())
//! ```
//!
//! # Feature flags
//!
//! `uniffi`, `pyo3` and `napi` each add the derives and conversions of a language; `postgres` opens
//! `postgres://` URLs. `panics` is for tests alone, and in nothing that is handed out: every operation panics on the book of the owner
//! whose id is all ones. Build a binding with `-p`, one at a time.
#![allow(clippy::useless_conversion, reason = "texts and numbers are types of their own only for some languages")]

#[cfg(feature = "napi")]
mod answer;
mod book;
mod client;
mod convert;
mod error;
mod file;
mod groups;
mod importing;
#[cfg(feature = "napi")]
mod parcel;
#[cfg(feature = "pyo3")]
mod python;
mod runtime;
mod scalar;
mod shown;
#[cfg(feature = "napi")]
mod tell;
mod types;
pub mod words;

#[cfg(feature = "napi")]
pub use answer::Answer;
pub use book::Book;
pub use client::{Client, OpenOptions};
pub use error::{KitaabError, Result};
pub use groups::{
    BookCalendar, BookSettings, Deeds, Entries, Exemptions, Exports, Groups, Imports, Insights, Items, Ledger, MakeUps,
    Merits, People, Reflections, Reminders, Reports, Scales, Starter, Targets,
};
#[cfg(feature = "napi")]
pub use parcel::{Parcel, Unpacking};
#[cfg(feature = "pyo3")]
pub use python::{List, add_types, taken_whole};
pub use runtime::block_on;
pub use scalar::*;
#[cfg(feature = "napi")]
pub use tell::Told;
pub use types::*;

/// The SDK itself, for what Python makes tables of.
#[cfg(feature = "pyo3")]
pub use kitaab as sdk;

#[cfg(feature = "uniffi")]
uniffi::setup_scaffolding!("kitaab");
