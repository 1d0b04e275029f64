//! An embeddable book of deeds for self-accountability (*muhasabah*).
//!
//! A *book* is what one person, its *owner*, records of their deeds: not "done or not done", but with a
//! quality (prayed *in congregation*, *on time*, *late*, *missed*) or a quantity (*33* repetitions, *2.5*
//! pages). This crate keeps books in a SQLite file or in memory, judges them by rules (merits), dates
//! (targets) and exemptions, and keeps every change in a ledger that shows any tampering.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> kitaab::Result<()> {
//! use kitaab::rules::{every_day, score_at_least};
//! use kitaab::{Category::Hasanaat, Kitaab, NewDeed, NewMerit};
//!
//! # let directory = tempfile::tempdir().unwrap();
//! # let path = directory.path().join("book.db");
//! # let path = if cfg!(feature = "sqlite") { path.to_str().unwrap() } else { "memory:" };
//! let kitaab = Kitaab::open(path).await?; // "book.db"
//! let book = kitaab.my_book().await?;
//! let today = book.today().await?;
//!
//! let salah = NewDeed::scale("Salah", Hasanaat)
//!     .values(["missed", "late", "on time", "in congregation"])
//!     .items(["Fajr", "Zuhr", "Asr", "Maghrib", "Isha"]);
//! let salah = book.deeds().add(salah).await?;
//! book.entries().put(salah["Fajr"], today, "on time").await?;
//!
//! let forty = NewMerit::positive("Forty days of Fajr").days(40).rule(every_day(salah["Fajr"], score_at_least(1)));
//! let forty = book.merits().add(forty).await?;
//! let verdict = book.merits().evaluate(forty.id, today).await?;
//! println!("{}", verdict.why(&*book.catalogue().await?)); // Salah > Fajr: 1 of 40 due days at least 'late' …
//! # assert!(verdict.why(&*book.catalogue().await?).starts_with("Salah > Fajr: 1 of 40"));
//! # Ok(())
//! # }
//! ```
//!
//! # How it is put together
//!
//! - [`Kitaab`] opens a store and holds its books. On a device there is one ([`Kitaab::my_book`]); a server
//!   names each by its owner ([`Kitaab::book`]).
//! - [`Book`] groups its operations by what they are about: [`Book::deeds`], [`Book::items`],
//!   [`Book::scales`], [`Book::groups`], [`Book::entries`], [`Book::exemptions`], [`Book::merits`],
//!   [`Book::targets`], [`Book::insights`], [`Book::reflections`], [`Book::reminders`], [`Book::calendar`],
//!   [`Book::settings`]; [`Book::people`] for friends and what is shared with them, who act on it by
//!   [`Book::acting_as`]; [`Book::exports`] for spreadsheets and calendars; and [`Book::ledger`] for history, undo,
//!   verification and whole exports.
//! - [`starter`] has deeds that people commonly keep, to pick from, and [`words`] says things in their language.
//! - What is made is described by a value first: [`NewDeed`], [`NewMerit`], [`NewTarget`] … What is edited
//!   is described by a patch, which sets some fields: [`MeritPatch`] …
//!
//! # What you can rely on
//!
//! - **A write is one commit**: all of it is there, durably, when the call answers, or nothing is. The
//!   answer ([`Committed`]) says where it stands in the ledger, and which recorded verdicts turned with it.
//! - **Any number of tasks and programs** may use a book at once. A write that was decided on an older
//!   state of it is decided again; additions to counts end at the sum.
//! - **Cancelling is safe** at every await: a call that is dropped has written its commit or nothing.
//! - **Errors say what was wrong**: [`Error::code`] is stable, [`Error::field`] names the input, and no
//!   message holds a note or a reflection. Nothing panics on input.
//! - **No clock or random source is hidden**: both can be replaced ([`Kitaab::builder`]), for tests.
//!
//! It needs no particular async runtime.
//!
//! # Feature flags
//!
//! | feature | brings |
//! |---|---|
//! | `sqlite` (on) | books in SQLite files, the bundled SQLite among it, which needs a C compiler |
//! | `postgres` | books in a PostgreSQL database, by `postgres://` URLs |
//!
//! Without any, books are kept in memory, or in a [`Store`] of the host's own ([`Kitaab::with_store`]).

mod book;
mod builder;
mod calendar;
mod client;
mod committed;
mod deed_view;
mod deeds;
mod entries;
mod error;
mod exemptions;
mod exports;
mod groups;
mod id_source;
mod import;
mod insights;
mod items;
mod ledger;
mod location;
mod merits;
mod people;
mod reflections;
mod reminders;
mod scales;
mod session;
mod settings;
mod snapshot;
pub mod starter;
mod targets;
mod time_source;
mod verdicts;
mod writing;

pub use book::Book;
pub use builder::KitaabBuilder;
pub use calendar::BookCalendar;
pub use client::Kitaab;
pub use committed::{Added, Committed, Turned};
pub use deed_view::{DeedView, ItemView};
pub use deeds::Deeds;
pub use entries::{Batch, Columns, DayLine, DayPage, Entries};
pub use error::{Error, Result};
pub use exemptions::Exemptions;
pub use exports::{CalendarExport, CsvExport, Exports, defused, restored};
pub use groups::Groups;
pub use id_source::{IdSource, RandomIds, SeededIds};
pub use import::{
    ImportFormat, ImportOptions, ImportProgress, ImportRemark, ImportReport, ImportedDeed, NotCarried, NotCarriedOver,
};
pub use insights::Insights;
pub use items::Items;
pub use kitaab_core::{
    Access, Amount, Below, Block, Bucket, Calendar, CalendarDay, Catalogue, Category, CategorySummary, Checkpoint,
    Compared, Comparison, Condition, ConditionVerdict, Correlation, Dashboard, DashboardRequest, Day, DayItem,
    DayRange, DayStart, Deed, DeedId, DeedPatch, DeedSummary, Description, DeviceId, Digest, Distribution, Entry,
    Excuse, Excuses, Exemption, ExemptionId, ExemptionPatch, FigureChange, Figures, Frequency, Goal, Group, GroupId,
    Header, HeatDay, HeatMap, Hide, HijriDate, HijriDay, HijriMonth, HijriSpan, Item, ItemEdit, ItemId, ItemSummary,
    Kind, Label, MAX_CONDITIONS, MAX_DEPTH, MAX_DURATION, MAX_LEVEL, MAX_TARGET_DAYS, MakeUpBalance, MakeUpPolicy,
    Match, MeanScore, Measure, Merit, MeritCategory, MeritId, MeritPatch, Name, NewDeed, NewEntry, NewExemption,
    NewItem, NewMerit, NewPermission, NewReminder, NewTarget, Note, Occasion, Occasions, Occurrence, Origin, Outcome,
    Permission, PermissionId, PermissionLevel, Point, Points, Quantity, REQUEST_REST, Reason, ReasonKind, ReasonText,
    RecordImage, RecordKey, Reflection, ReflectionText, Refusal, Relation, RelationId, RelationKind, RelationRole,
    RelationState, Reminder, ReminderId, ReminderPatch, ReminderTime, RequestId, Rule, RuleDetail, RuleVerdict, Scale,
    ScaleId, ScaleValue, ScaleValueRef, Schedule, Scope, Settings, SettingsPatch, Shared, Sighting, SightingPatch,
    Slot, Streak, StreakUnit, Streaks, Strength, Subject, Summary, Target, TargetId, TargetItemProgress, TargetPatch,
    TargetProgress, TargetState, Test, Timeline, Timestamp, Title, Total, Unit, UserId, Value, ValueInput, ValueShare,
    Verdict, VerifyReport, VersionDistribution, Weekday, WeekdayFigures, WeekdayProfile, Weekdays, Wish, Zone, rules,
    scored_values, strength_after, values_by_position, yes_no,
};
pub use kitaab_core::{Error as DomainError, search, start_of_day, today};
pub use kitaab_core::{
    FidyaDue, FidyaRate, MakeUpHistory, MakeUpPace, MakeUpStep, Opening, Owing, Records, Series, SeriesValues, Settled,
};
pub use kitaab_store::{
    AccessPlace, EntryQuery, Head, HistoryStep, LoggedAccess, MAX_PAGE, MemoryStore, Page, RecordedVerdict,
    ReflectionQuery, Store, StoreError,
};
/// What Kitaab says, in the languages it speaks.
pub use kitaab_words as words;
pub use ledger::{ForGood, Ledger, LedgerEvent, SecretString, Undone};
pub use merits::Merits;
pub use people::People;
pub use reflections::Reflections;
pub use reminders::{DueOptions, DueReminder, Reminders};
pub use scales::Scales;
pub use settings::BookSettings;
pub use targets::Targets;
pub use time_source::{FixedTime, HostTime, TimeSource};

/// The example of the repository's README, so that it keeps working.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

/// The same of this package's own.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct OwnReadme;
