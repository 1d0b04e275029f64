//! A day's page, and the mark that it was reviewed.

use clap::Args;
use kitaab::{Book, Category, Day, DeedId, HijriDay, ItemId, Occasions, Weekday};
use serde::Serialize;

use crate::app::{App, Opened};
use crate::day_word::DayWord;
use crate::failure::Result;
use crate::hijri_word;
use crate::output::style::{AMISS, FAINT, GOOD, PLAIN};
use crate::output::{Cell, CommittedView, Page, Table, ValueView, View};
use crate::schedule_word::weekday_name;

/// Show a day's page: what was due, what was recorded, what was written
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  kitaab day
  kitaab day yesterday
  kitaab day 2026-03-04 --json")]
pub(crate) struct DayArgs {
    /// The day; today without it.
    day: Option<DayWord>,
}

/// Mark a day as reviewed: nothing more to report
///
/// On a reviewed day, bad deeds that were left blank read as clean.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  kitaab reviewed yesterday
  kitaab reviewed 2026-03-04 --undo")]
pub(crate) struct ReviewedArgs {
    /// The day; today without it.
    day: Option<DayWord>,
    /// Take the mark away.
    #[arg(long)]
    undo: bool,
}

/// A day's page.
#[derive(Debug, Serialize)]
pub(crate) struct DayView {
    day: Day,
    weekday: Weekday,
    hijri: HijriDay,
    occasions: Occasions,
    logged: bool,
    reviewed: bool,
    items: Vec<DayLineView>,
    exempt: Vec<String>,
    reflections: Vec<ReflectionLine>,
}

#[derive(Debug, Serialize)]
struct DayLineView {
    item: ItemId,
    path: String,
    deed: DeedId,
    #[serde(skip)]
    deed_name: String,
    #[serde(skip)]
    name: String,
    category: Category,
    due: bool,
    exempt: bool,
    /// Whether the day was kept; null where that can't be said.
    kept: Option<bool>,
    /// What was recorded; null where nothing was.
    value: Option<ValueView>,
    note: Option<String>,
}

#[derive(Debug, Serialize)]
struct ReflectionLine {
    category: Category,
    text: String,
}

impl DayView {
    /// A day of a book.
    pub(crate) async fn of(opened: &Opened, day: Day) -> Result<Self> {
        let catalogue = opened.catalogue.as_ref();
        let page = opened.book.entries().day(day).await?;
        let mut items = Vec::new();
        for line in &page.lines {
            let value = line.state.recorded.map(|value| ValueView::of(catalogue, line.item, value)).transpose()?;
            items.push(DayLineView {
                item: line.item,
                path: catalogue.path_text(line.item)?,
                deed: line.deed,
                deed_name: catalogue.name_of(line.deed)?.to_string(),
                name: catalogue.item(line.item)?.name.to_string(),
                category: catalogue.deed(line.deed)?.category,
                due: line.state.due,
                exempt: line.state.exempt,
                kept: line.state.kept,
                value,
                note: line.note.as_ref().map(|note| note.as_str().to_owned()),
            });
        }
        let exempt =
            catalogue.exemptions.values().filter(|exemption| exemption.days().is_some_and(|days| days.contains(day)));
        Ok(Self {
            day,
            weekday: day.weekday(),
            hijri: page.hijri,
            occasions: page.occasions,
            logged: page.logged,
            reviewed: page.reviewed,
            items,
            exempt: exempt.map(|exemption| super::exemptions::reason_told(&exemption.reason)).collect(),
            reflections: reflections(&opened.book, day).await?,
        })
    }
}

async fn reflections(book: &Book, day: Day) -> Result<Vec<ReflectionLine>> {
    let mut lines = Vec::new();
    if book.actor() != book.owner() {
        return Ok(lines);
    }
    for category in [Category::Hasanaat, Category::Saiyyiaat] {
        if let Some(reflection) = book.reflections().read(day, category).await? {
            lines.push(ReflectionLine { category, text: reflection.text.as_str().to_owned() });
        }
    }
    Ok(lines)
}

impl View for DayView {
    fn show(&self, page: &mut Page) {
        let mut beside = vec![weekday_name(self.weekday).to_owned(), hijri_word::date(self.hijri.date)];
        beside.extend(self.occasions.iter().map(|occasion| hijri_word::occasion(occasion).to_owned()));
        beside.extend(self.exempt.iter().map(|reason| format!("exempt: {reason}")));
        if self.reviewed {
            beside.push("reviewed".to_owned());
        } else if !self.logged {
            beside.push("nothing recorded yet".to_owned());
        }
        page.heading_with(&self.day.to_string(), &beside.join(", "));
        for (category, title) in [(Category::Hasanaat, "Good deeds"), (Category::Saiyyiaat, "Bad deeds")] {
            let mut table = Table::indented(2);
            let mut before = None;
            for line in self.items.iter().filter(|line| line.category == category) {
                line.row(before, &mut table);
                before = Some(line);
            }
            if !table.is_empty() {
                page.heading(title);
                page.table(&table);
            }
        }
        for reflection in &self.reflections {
            page.heading(match reflection.category {
                Category::Hasanaat => "Reflection",
                Category::Saiyyiaat => "Reflection on what went wrong",
            });
            page.paragraph(&reflection.text, 2, PLAIN);
        }
    }
}

impl DayLineView {
    /// Its row, after that of `before`: a deed is named once.
    fn row(&self, before: Option<&Self>, table: &mut Table) {
        let deed = if before.is_some_and(|line| line.deed == self.deed) { "" } else { &self.deed_name };
        let (value, style) = match (&self.value, self.kept) {
            (Some(value), Some(true)) => (value.text(), GOOD),
            (Some(value), Some(false)) => (value.text(), AMISS),
            (Some(value), None) => (value.text(), PLAIN),
            (None, _) if self.exempt => ("exempt".to_owned(), FAINT),
            (None, _) if !self.due => ("not due".to_owned(), FAINT),
            (None, Some(true)) => ("clean".to_owned(), GOOD),
            (None, _) => ("-".to_owned(), FAINT),
        };
        table.row([
            Cell::new(deed),
            Cell::new(if self.name == self.deed_name { "" } else { &self.name }),
            Cell::new(value).styled(style),
            Cell::faint(self.note.as_deref().unwrap_or_default()),
        ]);
    }
}

/// A day that was marked.
#[derive(Debug, Serialize)]
struct ReviewedView {
    day: Day,
    reviewed: bool,
    #[serde(flatten)]
    committed: CommittedView,
}

impl View for ReviewedView {
    fn show(&self, page: &mut Page) {
        let state = if self.reviewed { "is marked as reviewed" } else { "is not marked as reviewed any more" };
        page.line(&format!("{} {state}.", self.day));
        self.committed.show(page);
    }
}

pub(crate) async fn show(args: DayArgs, app: &App) -> Result<()> {
    let opened = app.opened().await?;
    app.put(&DayView::of(&opened, opened.day(args.day)).await?)
}

pub(crate) async fn reviewed(args: ReviewedArgs, app: &App) -> Result<()> {
    let opened = app.opened().await?;
    let (day, reviewed) = (opened.day(args.day), !args.undo);
    let committed = opened.book.entries().set_reviewed(day, reviewed).await?;
    app.put(&ReviewedView { day, reviewed, committed: CommittedView::of(&opened.catalogue, &committed) })
}
