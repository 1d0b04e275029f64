//! What the store promises beyond the contract: about its file, its size, and what is left in it.

#![allow(clippy::unwrap_used)]

mod backups;
mod book;
mod cancelling;
mod conformance;
mod damage;
mod differences;
mod erasures;
mod files;
mod fixture;
mod fullness;
mod processes;
mod sizes;
