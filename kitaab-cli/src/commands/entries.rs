//! Entries: recording, listing, removing.

use std::str::FromStr;

use clap::Args;
use kitaab::EntryQuery;
use kitaab::{Book, Catalogue, Day, DayRange, Entry, ItemId, NewEntry, ValueInput};
use serde::Serialize;

use crate::app::App;
use crate::day_word::DayWord;
use crate::failure::{Failure, Result};
use crate::naming;
use crate::output::{Cell, CommittedView, EntryView, Page, Table, View};

/// Record a value for an item on a day
///
/// It takes the place of what stood there, and the old value stays in the history. A note that is there stays unless
/// you give another one.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  kitaab log Salah/Fajr \"in congregation\"
  kitaab log Fajr late --day yesterday --note \"overslept\"
  kitaab log Dhikr/Subhanallah 33 --add
  kitaab log Salah \"on time\" --each")]
pub(crate) struct LogArgs {
    /// The item, by its path or id.
    item: String,
    /// A value of its scale, or an amount such as 33 or 2.50.
    #[arg(allow_negative_numbers = true)]
    value: String,
    /// The day; today without it.
    #[arg(long, value_name = "DAY")]
    day: Option<DayWord>,
    /// Words to go with it. Your shell may remember them: - reads them from standard input instead.
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// Add the amount to what is there.
    #[arg(long, conflicts_with = "each")]
    add: bool,
    /// Record it for each item below this one.
    #[arg(long)]
    each: bool,
}

/// List entries, the newest first
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  kitaab entries --item Salah --from 2026-01-01 --limit 20
  kitaab entries --words mosque
  kitaab entries --json --limit 100 --after \"$(jq -r .next page-1.json)\"")]
pub(crate) struct EntriesArgs {
    /// Of this item and those below it.
    #[arg(long, value_name = "ITEM")]
    item: Option<String>,
    /// From this day on.
    #[arg(long, value_name = "DAY")]
    from: Option<DayWord>,
    /// Up to this day.
    #[arg(long, value_name = "DAY")]
    to: Option<DayWord>,
    /// Whose note holds all of these words.
    #[arg(long, value_name = "WORDS")]
    words: Option<String>,
    /// At most so many, 1 to 10,000.
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: u32,
    /// Go on after the page that ended with this cursor.
    #[arg(long, value_name = "CURSOR")]
    after: Option<Cursor>,
}

/// Remove an entry; its history stays
///
/// To make the words themselves unreadable, see kitaab erase.
#[derive(Args, Debug)]
#[command(after_help = "Example:
  kitaab remove Salah/Fajr --day yesterday")]
pub(crate) struct RemoveArgs {
    /// The item.
    item: String,
    /// The day of the entry.
    #[arg(long, value_name = "DAY", required = true)]
    day: DayWord,
}

/// Where a page of entries ended, as `2026-03-04:0190b7c4-…`.
#[derive(Clone, Copy, Debug)]
struct Cursor(Day, ItemId);

impl FromStr for Cursor {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (day, item) = text.split_once(':').ok_or("write the cursor that came with the page before")?;
        Ok(Self(
            day.parse().map_err(|error: kitaab::DomainError| error.to_string())?,
            item.parse().map_err(|error: kitaab::DomainError| error.to_string())?,
        ))
    }
}

/// Entries that were recorded.
#[derive(Debug, Serialize)]
struct LoggedView {
    entries: Vec<EntryView>,
    #[serde(flatten)]
    committed: CommittedView,
}

impl View for LoggedView {
    fn show(&self, page: &mut Page) {
        page.table(&entry_table(&self.entries));
        self.committed.show(page);
    }
}

/// A page of entries.
#[derive(Debug, Serialize)]
struct EntriesView {
    entries: Vec<EntryView>,
    /// The cursor of the next page; null on the last.
    next: Option<String>,
}

impl View for EntriesView {
    fn show(&self, page: &mut Page) {
        if self.entries.is_empty() {
            page.line("There are no such entries.");
        }
        page.table(&entry_table(&self.entries));
        if let Some(next) = &self.next {
            page.space();
            page.faint(&format!("More: --after {next}"));
        }
    }
}

fn entry_table(entries: &[EntryView]) -> Table {
    let mut table = Table::new();
    for entry in entries {
        table.row([
            Cell::new(entry.day),
            Cell::new(&entry.path),
            Cell::new(entry.value.text()),
            Cell::faint(entry.note.as_deref().unwrap_or_default()),
        ]);
    }
    table
}

/// An entry that was removed.
#[derive(Debug, Serialize)]
struct RemovedView {
    item: ItemId,
    path: String,
    day: Day,
    #[serde(flatten)]
    committed: CommittedView,
}

impl View for RemovedView {
    fn show(&self, page: &mut Page) {
        page.line(&format!("Removed: {} on {}. `kitaab undo` brings it back.", self.path, self.day));
        self.committed.show(page);
    }
}

pub(crate) async fn log(args: LogArgs, app: &App) -> Result<()> {
    let opened = app.opened().await?;
    let (book, catalogue) = (&opened.book, opened.catalogue.as_ref());
    let item = naming::item(catalogue, &args.item)?;
    let day = opened.day(args.day);
    let value = naming::value(catalogue, item, &args.value)?;
    let note =
        args.note.map(|text| if text == "-" { super::reflections::from_stdin() } else { Ok(text) }).transpose()?;
    let items = if args.each { leaves_below(catalogue, item, opened.today)? } else { vec![item] };
    let committed = if args.add {
        let ValueInput::Amount(amount) = value else {
            return Err(Failure::invalid(
                "value",
                "must be an amount to be added: the deed is judged by a scale",
                args.value,
            ));
        };
        let mut committed = book.entries().add(item, day, amount).await?;
        if let Some(note) = &note {
            let noted = book.entries().note(item, day, note.as_str()).await?;
            committed.turned.extend(noted.turned);
            committed.seq = noted.seq.or(committed.seq);
        }
        committed
    } else {
        let entry = |item| {
            let entry = NewEntry::new(item, day, value.clone());
            if let Some(note) = &note { entry.note(note) } else { entry }
        };
        let entries: Vec<NewEntry> = items.iter().copied().map(entry).collect();
        book.entries().put_many(&entries).await.map_err(|error| one_of_one(error, &entries))?
    };
    let mut entries = Vec::new();
    for item in items {
        if let Some(entry) = book.entries().get(item, day).await? {
            entries.push(EntryView::of(catalogue, &entry)?);
        }
    }
    app.put(&LoggedView { entries, committed: CommittedView::of(catalogue, &committed) })
}

/// Of a single entry it is no help to say that it was the first one.
fn one_of_one(error: kitaab::Error, entries: &[NewEntry]) -> Failure {
    match error {
        kitaab::Error::Domain(kitaab::DomainError::Invalid { field, rule, value }) if entries.len() == 1 => {
            let field = field.strip_prefix("entries[0].").unwrap_or(&field).to_owned();
            kitaab::Error::Domain(kitaab::DomainError::invalid(field, rule, value)).into()
        }
        error => error.into(),
    }
}

/// The items below one that take entries today, in their order.
pub(crate) fn leaves_below(catalogue: &Catalogue, item: ItemId, today: Day) -> Result<Vec<ItemId>> {
    let below = catalogue.subtree(item);
    let leaves: Vec<ItemId> = catalogue
        .items_in_order()
        .into_iter()
        .filter(|item| below.contains(&item.id) && catalogue.is_leaf_on(item.id, today))
        .map(|item| item.id)
        .collect();
    if leaves.is_empty() {
        return Err(Failure::invalid(
            "item",
            "must have items below it that are not archived",
            catalogue.path_text(item)?,
        ));
    }
    Ok(leaves)
}

pub(crate) async fn list(args: EntriesArgs, app: &App) -> Result<()> {
    let opened = app.opened().await?;
    let catalogue = opened.catalogue.as_ref();
    let day = |word: Option<DayWord>, otherwise| word.map_or(otherwise, |word| word.on(opened.today));
    let days = DayRange::new(day(args.from, Day::MIN), day(args.to, Day::MAX))?;
    let items = args.item.map(|name| naming::item(catalogue, &name).map(|item| catalogue.subtree(item))).transpose()?;
    let words = args.words.map(|text| naming::search_words("words", &text)).transpose()?;
    let query = EntryQuery {
        items,
        words: words.unwrap_or_default(),
        after: args.after.map(|Cursor(day, item)| (day, item)),
        ..EntryQuery::on(days, args.limit)
    };
    let page = page_of(&opened.book, catalogue, &query).await?;
    app.put(&page)
}

async fn page_of(book: &Book, catalogue: &Catalogue, query: &EntryQuery) -> Result<EntriesView> {
    let page = book.entries().list(query).await?;
    let view = |entry: &Entry| EntryView::of(catalogue, entry);
    Ok(EntriesView {
        entries: page.rows.iter().map(view).collect::<Result<_>>()?,
        next: page.next.map(|(day, item)| format!("{day}:{item}")),
    })
}

pub(crate) async fn remove(args: RemoveArgs, app: &App) -> Result<()> {
    let opened = app.opened().await?;
    let item = naming::item(&opened.catalogue, &args.item)?;
    let day = args.day.on(opened.today);
    let committed = opened.book.entries().remove(item, day).await.map_err(|error| {
        let path = opened.catalogue.path_text(item).unwrap_or_default();
        match Failure::from(error) {
            missing if missing.code() == crate::failure::Code::NotFound => {
                Failure::not_found(kitaab::Kind::Entry, format_args!("of {path} on {day}"))
            }
            other => other,
        }
    })?;
    let committed = CommittedView::of(&opened.catalogue, &committed);
    app.put(&RemovedView { item, path: opened.catalogue.path_text(item)?, day, committed })
}
