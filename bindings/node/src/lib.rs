//! Kitaab for Node: the native part of the package `kitaab`.
//!
//! `lib/index.js` dresses what is made here: it gives every operation its errors and its `AbortSignal`.

mod client;
mod group;
mod stop;

pub use client::{Book, Client, open_client};
