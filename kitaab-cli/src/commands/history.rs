//! What was changed, when and by whom; and taking it back.

use clap::{ArgGroup, Args, ValueEnum};
use kitaab::{
    Catalogue, Category, DeviceId, HijriMonth, LedgerEvent, Origin, RecordKey, Timestamp, Undone, UserId, Zone,
};
use serde::Serialize;

use crate::app::{App, Opened};
use crate::day_word::DayWord;
use crate::failure::{Failure, Result};
use crate::hijri_word;
use crate::naming;
use crate::output::image::ImageView;
use crate::output::{Cell, CommittedView, Page, Table, View};

/// Show how a record came to be what it is: who changed it when, from what to what
///
/// With --day it is the item's entry of that day, without it the item itself. What was erased is not in it.
#[derive(Args, Debug)]
#[command(group(ArgGroup::new("record").args(["item", "reflection", "merit", "target", "sighting"]).required(true)))]
#[command(after_help = "Examples:
  kitaab history Salah/Fajr --day yesterday
  kitaab history Fasting/Ramadan
  kitaab history Fasting/Ramadan --day today --of fidya
  kitaab history --reflection --day 2026-03-04
  kitaab history --sighting 1447-09")]
pub(crate) struct HistoryArgs {
    /// The item.
    item: Option<String>,
    /// The day of the entry or the reflection.
    #[arg(long, value_name = "DAY")]
    day: Option<DayWord>,
    /// What of the item's day, if not its entry.
    #[arg(long, value_name = "WHAT", requires_all = ["item", "day"])]
    of: Option<OfDay>,
    /// The reflection of the day.
    #[arg(long, requires = "day")]
    reflection: bool,
    /// With --reflection: the one about bad deeds.
    #[arg(long, requires = "reflection")]
    bad: bool,
    /// A merit.
    #[arg(long, value_name = "MERIT", conflicts_with = "day")]
    merit: Option<String>,
    /// A target.
    #[arg(long, value_name = "TARGET", conflicts_with = "day")]
    target: Option<String>,
    /// The sighting of a Hijri month.
    #[arg(long, value_name = "YYYY-MM", conflicts_with = "day")]
    sighting: Option<HijriMonth>,
}

/// What is recorded for an item's day beside its entry.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum OfDay {
    /// The make-ups done on it.
    MakeUps,
    /// What was settled by fidya on it.
    Fidya,
}

/// Take back the latest change, as a new one; again, and it steps further back
///
/// A batch is taken back as a whole. The change stays in the history, and kitaab redo brings it about again.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  kitaab undo
  kitaab undo 482")]
pub(crate) struct UndoArgs {
    /// The number of a certain commit, as kitaab ledger shows it.
    commit: Option<u64>,
}

/// Bring about again what the latest undo took back
///
/// As long as nothing else was written since.
#[derive(Args, Debug)]
#[command(after_help = "Example:
  kitaab redo")]
pub(crate) struct RedoArgs {}

/// List the commits of the ledger, the newest first
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  kitaab ledger
  kitaab ledger --limit 100 --before 200 --json")]
pub(crate) struct LedgerArgs {
    /// At most so many, 1 to 10,000.
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: u32,
    /// Only those before this number.
    #[arg(long, value_name = "COMMIT")]
    before: Option<u64>,
}

/// The history of a record, newest first.
#[derive(Debug, Serialize)]
struct HistoryView {
    /// The record, in words.
    record: String,
    events: Vec<EventLine>,
    #[serde(skip)]
    zone: Zone,
}

#[derive(Debug, Serialize)]
struct EventLine {
    seq: u64,
    at: Timestamp,
    actor: UserId,
    device: DeviceId,
    #[serde(flatten)]
    origin: OriginView,
    /// What it held before; null where there was no such record.
    before: Option<ImageView>,
    /// What it held afterwards; null where it was removed.
    after: Option<ImageView>,
}

/// Why a commit was written.
#[derive(Clone, Copy, Debug, Serialize)]
struct OriginView {
    /// `authored`, `undo`, `redo` or `erasure`.
    origin: &'static str,
    /// Of an undo or a redo: the commit that it is about.
    of: Option<u64>,
}

impl From<Origin> for OriginView {
    fn from(origin: Origin) -> Self {
        let (origin, of) = match origin {
            Origin::Undo(seq) => ("undo", Some(seq)),
            Origin::Redo(seq) => ("redo", Some(seq)),
            Origin::Erasure => ("erasure", None),
            Origin::Authored => ("authored", None),
        };
        Self { origin, of }
    }
}

impl OriginView {
    fn told(self) -> String {
        match (self.origin, self.of) {
            ("authored", _) => String::new(),
            (origin, Some(seq)) => format!("{origin} of {seq}"),
            (origin, None) => origin.to_owned(),
        }
    }
}

/// An instant as the owner's clocks show it.
fn local(at: Timestamp, zone: Zone) -> String {
    zone.local(at).format("%Y-%m-%d %H:%M").to_string()
}

impl View for HistoryView {
    fn show(&self, page: &mut Page) {
        page.heading(&self.record);
        if self.events.is_empty() {
            page.line("  There is no history of it.");
        }
        let mut table = Table::indented(2);
        for event in &self.events {
            table.row([
                Cell::faint(event.seq).right(),
                Cell::new(local(event.at, self.zone)),
                Cell::faint(event.origin.told()),
                Cell::new(ImageView::change(event.before.as_ref(), event.after.as_ref())),
            ]);
        }
        page.table(&table);
    }
}

/// A commit that was taken back or brought about again.
#[derive(Debug, Serialize)]
struct UndoneView {
    /// The number of that commit; null if there was none.
    of: Option<u64>,
    #[serde(flatten)]
    committed: CommittedView,
    #[serde(skip)]
    words: String,
}

impl View for UndoneView {
    fn show(&self, page: &mut Page) {
        page.line(&self.words);
        if self.of.is_some() {
            self.committed.show(page);
        }
    }
}

/// Commits, newest first.
#[derive(Debug, Serialize)]
struct LedgerView {
    commits: Vec<CommitLine>,
    /// What to pass as --before for the next page; null on the last.
    next: Option<u64>,
    #[serde(skip)]
    zone: Zone,
}

#[derive(Debug, Serialize)]
struct CommitLine {
    seq: u64,
    at: Timestamp,
    actor: UserId,
    device: DeviceId,
    #[serde(flatten)]
    origin: OriginView,
}

impl View for LedgerView {
    fn show(&self, page: &mut Page) {
        if self.commits.is_empty() {
            page.line("There are no commits.");
        }
        let mut table = Table::new();
        for commit in &self.commits {
            table.row([
                Cell::new(commit.seq).right(),
                Cell::new(local(commit.at, self.zone)),
                Cell::faint(format!("device {}", commit.device)),
                Cell::new(commit.origin.told()),
            ]);
        }
        page.table(&table);
        if let Some(next) = self.next {
            page.space();
            page.faint(&format!("More: --before {next}"));
        }
    }
}

pub(crate) async fn show(args: HistoryArgs, app: &App) -> Result<()> {
    let opened = app.opened().await?;
    let (key, record) = args.named(&opened)?;
    let catalogue = opened.catalogue.as_ref();
    let events = opened.book.ledger().history(key).await?;
    let line = |event: &LedgerEvent| {
        let image = |image| ImageView::of(catalogue, &key, image);
        Ok(EventLine {
            seq: event.seq,
            at: event.at,
            actor: event.actor,
            device: event.device,
            origin: event.origin.into(),
            before: event.before.as_ref().map(image).transpose()?,
            after: event.after.as_ref().map(image).transpose()?,
        })
    };
    let events = events.iter().map(line).collect::<Result<_>>()?;
    app.put(&HistoryView { record, events, zone: catalogue.settings.zone })
}

impl HistoryArgs {
    /// The record that is meant, and how it is told.
    fn named(&self, opened: &Opened) -> Result<(RecordKey, String)> {
        let catalogue: &Catalogue = opened.catalogue.as_ref();
        let day = self.day.map(|word| word.on(opened.today));
        if let Some(name) = &self.merit {
            let id = naming::merit(catalogue, name)?;
            return Ok((RecordKey::Merit(id), catalogue.merit(id)?.title.to_string()));
        }
        if let Some(name) = &self.target {
            let id = naming::target(catalogue, name)?;
            return Ok((RecordKey::Target(id), catalogue.target(id)?.title.to_string()));
        }
        if let Some(month) = self.sighting {
            return Ok((RecordKey::Sighting(month), format!("Sighting of {}", hijri_word::month(month))));
        }
        match (&self.item, day) {
            (Some(name), day) => {
                let id = naming::item(catalogue, name)?;
                let path = catalogue.path_text(id)?;
                Ok(match day {
                    Some(day) if matches!(self.of, Some(OfDay::MakeUps)) => {
                        (RecordKey::MakeUp(id, day), format!("Make-ups of {path} on {day}"))
                    }
                    Some(day) if matches!(self.of, Some(OfDay::Fidya)) => {
                        (RecordKey::Fidya(id, day), format!("Fidya for {path} on {day}"))
                    }
                    Some(day) => (RecordKey::Entry(id, day), format!("{path} on {day}")),
                    None => (RecordKey::Item(id), path),
                })
            }
            (None, Some(day)) => {
                let category = if self.bad { Category::Saiyyiaat } else { Category::Hasanaat };
                Ok((RecordKey::Reflection(day, category), format!("Reflection of {day}")))
            }
            (None, None) => Err(Failure::usage("a reflection is named by --day")),
        }
    }
}

pub(crate) async fn undo(args: UndoArgs, app: &App) -> Result<()> {
    let opened = app.opened().await?;
    let undone = match args.commit {
        Some(seq) => Some(opened.book.ledger().undo_commit(seq).await?),
        None => opened.book.ledger().undo().await?,
    };
    told(app, &opened, undone, "Taken back", "There is nothing to take back.").await
}

pub(crate) async fn redo(app: &App) -> Result<()> {
    let opened = app.opened().await?;
    let redone = opened.book.ledger().redo().await?;
    told(app, &opened, redone, "Brought about again", "There is nothing to bring about again.").await
}

async fn told(app: &App, opened: &Opened, undone: Option<Undone>, done: &str, nothing: &str) -> Result<()> {
    let Some(undone) = undone else {
        let committed = CommittedView { seq: None, turned: Vec::new() };
        return app.put(&UndoneView { of: None, committed, words: nothing.to_owned() });
    };
    let headers = opened.book.ledger().commits(undone.of.checked_add(1), 1).await?;
    let zone = opened.catalogue.settings.zone;
    let written = headers.first().map(|(_, header)| format!(", written {}", local(header.at, zone)));
    app.put(&UndoneView {
        of: Some(undone.of),
        committed: CommittedView::of(&opened.catalogue, &undone.committed),
        words: format!("{done}: commit {}{}.", undone.of, written.unwrap_or_default()),
    })
}

pub(crate) async fn ledger(args: LedgerArgs, app: &App) -> Result<()> {
    let opened = app.opened().await?;
    let headers = opened.book.ledger().commits(args.before, args.limit).await?;
    let next = headers.last().map(|(seq, _)| *seq).filter(|seq| *seq > 1);
    let commits = headers.into_iter().map(|(seq, header)| CommitLine {
        seq,
        at: header.at,
        actor: header.actor(),
        device: header.device,
        origin: header.origin().into(),
    });
    app.put(&LedgerView { commits: commits.collect(), next, zone: opened.catalogue.settings.zone })
}
