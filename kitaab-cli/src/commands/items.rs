//! Items: new ones, other names, and putting away what is over.

use clap::Args;
use kitaab::{Day, ItemEdit, ItemId, NewItem};
use serde::Serialize;

use crate::app::App;
use crate::day_word::DayWord;
use crate::failure::Result;
use crate::naming;
use crate::output::{CommittedView, Page, View};
use crate::schedule_word::ScheduleWord;

/// Make an item under a deed or another item
///
/// An item that has others below it takes no more entries of its own; those it has stay as history.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  kitaab add-item Salah Witr
  kitaab add-item Fasting \"White days\" --schedule hijri:13,14,15 --fast
  kitaab add-item Fasting \"Six of Shawwal\" --schedule 6/shawwal --fast")]
pub(crate) struct AddItemArgs {
    /// The deed or item that it is to be under.
    parent: String,
    /// Its name.
    name: String,
    /// What it means, or the question it asks.
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// When it is due: daily, weekdays as mon,thu, 3/week, 10/month, every:3 (days); by the Hijri calendar ramadan (and
    /// other months), 6/shawwal, hijri:13,14,15 (days of every month) or hijri:1-9,1-10 (months and days).
    #[arg(long, value_name = "WHEN")]
    schedule: Option<ScheduleWord>,
    /// A fast: never due on the two Eids and 11 to 13 Dhul-Hijjah, whatever its schedule.
    #[arg(long)]
    fast: bool,
    /// The first day on which it is due; today without it.
    #[arg(long, value_name = "DAY")]
    starts_on: Option<DayWord>,
}

/// Give a deed or an item another name
#[derive(Args, Debug)]
#[command(after_help = "Example:
  kitaab rename Salah/Zuhr Dhuhr")]
pub(crate) struct RenameArgs {
    /// The deed or item.
    item: String,
    /// Its new name.
    name: String,
}

/// Put a deed or an item away: not due from a day on, its history kept
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  kitaab archive Fasting/Ramadan
  kitaab archive Fasting/Ramadan --undo")]
pub(crate) struct ArchiveArgs {
    /// The deed or item, with all below it.
    item: String,
    /// The first day on which it is not due any more; today without it.
    #[arg(long, value_name = "DAY", conflicts_with = "undo")]
    from: Option<DayWord>,
    /// Take it up again.
    #[arg(long)]
    undo: bool,
}

/// An item that was changed.
#[derive(Debug, Serialize)]
struct ItemView {
    item: ItemId,
    path: String,
    starts_on: Day,
    archived_from: Option<Day>,
    #[serde(flatten)]
    committed: CommittedView,
}

impl View for ItemView {
    fn show(&self, page: &mut Page) {
        let state = match self.archived_from {
            Some(day) => format!("archived from {day}"),
            None => format!("due from {}", self.starts_on),
        };
        page.line(&format!("{}: {state}", self.path));
        self.committed.show(page);
    }
}

/// Shows an item as it is after a change.
async fn changed(app: &App, book: &kitaab::Book, item: ItemId, committed: &kitaab::Committed) -> Result<()> {
    let catalogue = book.catalogue().await?;
    let (starts_on, archived_from) = catalogue.item(item).map(|item| (item.starts_on, item.archived_from))?;
    let committed = CommittedView::of(&catalogue, committed);
    app.put(&ItemView { item, path: catalogue.path_text(item)?, starts_on, archived_from, committed })
}

pub(crate) async fn add(args: AddItemArgs, app: &App) -> Result<()> {
    let opened = app.opened().await?;
    let parent = naming::item(&opened.catalogue, &args.parent)?;
    let starts_on = opened.day(args.starts_on);
    let mut new = NewItem::named(&args.name).starts_on(starts_on);
    if let Some(text) = &args.description {
        new = new.description(text);
    }
    if let Some(word) = &args.schedule {
        new = new.schedule(word.in_book(opened.catalogue.settings.first_weekday, starts_on));
    }
    if args.fast {
        new = new.fast();
    }
    let added = opened.book.items().add(parent, new).await?;
    changed(app, &opened.book, added.added.id, &added.committed).await
}

pub(crate) async fn rename(args: RenameArgs, app: &App) -> Result<()> {
    let opened = app.opened().await?;
    let item = naming::item(&opened.catalogue, &args.item)?;
    let committed = opened.book.items().edit(item, ItemEdit::new().name(&args.name)).await?;
    changed(app, &opened.book, item, &committed).await
}

pub(crate) async fn archive(args: ArchiveArgs, app: &App) -> Result<()> {
    let opened = app.opened().await?;
    let item = naming::item(&opened.catalogue, &args.item)?;
    let items = opened.book.items();
    let committed =
        if args.undo { items.restore(item).await? } else { items.archive(item, opened.day(args.from)).await? };
    changed(app, &opened.book, item, &committed).await
}
