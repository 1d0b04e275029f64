//! An embeddable book of deeds for self-accountability (muhasabah).

mod book;
mod builder;
mod client;
mod committed;
mod deed_view;
mod deeds;
mod entries;
mod error;
mod exemptions;
mod groups;
mod id_source;
mod import;
mod items;
mod location;
mod merits;
mod reflections;
mod reminders;
mod scales;
mod session;
mod settings;
mod snapshot;
mod targets;
mod time_source;
mod verdicts;
mod writing;

pub use book::Book;
pub use builder::KitaabBuilder;
pub use client::Kitaab;
pub use committed::{Added, Committed, Turned};
pub use deed_view::{DeedView, ItemView};
pub use deeds::Deeds;
pub use entries::{Batch, DayLine, DayPage, Entries};
pub use error::{Error, Result};
pub use exemptions::Exemptions;
pub use groups::Groups;
pub use id_source::{IdSource, RandomIds, SeededIds};
pub use import::{
    ImportFormat, ImportOptions, ImportProgress, ImportRemark, ImportReport, ImportedDeed, NotCarried, NotCarriedOver,
};
pub use items::Items;
pub use kitaab_core::*;
pub use kitaab_store::{
    EntryQuery, Head, HistoryStep, MAX_PAGE, MemoryStore, Page, RecordedVerdict, ReflectionQuery, Store, StoreError,
};
pub use merits::Merits;
pub use reflections::Reflections;
pub use reminders::Reminders;
pub use scales::Scales;
pub use settings::BookSettings;
pub use targets::Targets;
pub use time_source::{FixedTime, HostTime, TimeSource};
