//! The entries as a table.

use std::io::Write;
use std::sync::Arc;

use kitaab_core::{Catalogue, Category, DayRange, Entry, ItemId, Timestamp, Value, Zone};
use kitaab_store::EntryQuery;

use super::cell::defused;
use super::written::Written;
use super::{Exports, unwritable};
use crate::error::Result;

/// How many entries are read at once.
const PAGE: u32 = 5_000;

/// Which entries to write as a table, and how: all of them, without their notes, unless set otherwise.
#[derive(Clone, Debug)]
#[must_use]
pub struct CsvExport {
    days: DayRange,
    items: Option<Vec<ItemId>>,
    category: Option<Category>,
    notes: bool,
    bom: bool,
}

impl Default for CsvExport {
    fn default() -> Self {
        Self::new()
    }
}

impl CsvExport {
    /// All entries, without their notes.
    pub const fn new() -> Self {
        Self { days: DayRange::ALL, items: None, category: None, notes: false, bom: false }
    }

    /// Only those of these days.
    pub const fn days(mut self, days: DayRange) -> Self {
        self.days = days;
        self
    }

    /// Only those of these items and of what is below them.
    pub fn items(mut self, items: impl Into<Vec<ItemId>>) -> Self {
        self.items = Some(items.into());
        self
    }

    /// Only those of good deeds, or of bad ones.
    pub const fn category(mut self, category: Category) -> Self {
        self.category = Some(category);
        self
    }

    /// With their notes, which are private, in a column of their own.
    pub const fn with_notes(mut self) -> Self {
        self.notes = true;
        self
    }

    /// Begins with the mark by which spreadsheets recognise UTF-8.
    pub const fn with_bom(mut self) -> Self {
        self.bom = true;
        self
    }

    /// The items whose entries are wanted; none for all.
    fn wanted(&self, catalogue: &Catalogue) -> Result<Option<Vec<ItemId>>> {
        if self.items.is_none() && self.category.is_none() {
            return Ok(None);
        }
        let mut wanted = Vec::new();
        match &self.items {
            Some(items) => {
                for item in items {
                    catalogue.item(*item)?;
                    wanted.extend(catalogue.subtree(*item));
                }
            }
            None => wanted.extend(catalogue.items.keys().copied()),
        }
        wanted.sort_unstable();
        wanted.dedup();
        if let Some(category) = self.category {
            wanted.retain(|item| catalogue.deed_of(*item).is_ok_and(|deed| deed.category == category));
        }
        Ok(Some(wanted))
    }
}

/// The columns; `note` is one more where it is asked for.
const COLUMNS: [&str; 12] = [
    "day",
    "deed",
    "item",
    "category",
    "label",
    "score",
    "amount",
    "unit",
    "written_at",
    "written_at_utc",
    "item_id",
    "revision",
];

impl Exports<'_> {
    /// Writes the entries as a table, the newest day first: RFC 4180, UTF-8, one row each under a row of column names.
    /// `docs/exporting.md` describes the columns. Cells that a spreadsheet would take for a formula are
    /// [defused](crate::defused). Answers how many entries there were.
    ///
    /// It reads page by page and holds no more than a page, however many entries there are. What others write
    /// meanwhile may be in it or not. Writing blocks the task as long as `writer` does.
    ///
    /// # Errors
    /// `not_found` for an item that is asked for; `unavailable` if the table can't be written.
    pub async fn csv(self, mut writer: impl Write + Send, export: &CsvExport) -> Result<u64> {
        let mut catalogue = self.book.catalogue().await?;
        let query = EntryQuery { items: export.wanted(&catalogue)?, ..EntryQuery::on(export.days, PAGE) };
        if export.bom {
            writer.write_all(b"\xef\xbb\xbf").map_err(unwritable)?;
        }
        let mut table = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(writer);
        table.write_record(COLUMNS.into_iter().chain(export.notes.then_some("note"))).map_err(cause)?;
        let mut written = Written::new(self.book);
        let mut query = query;
        let mut rows = 0;
        loop {
            let page = self.book.entries().list(&query).await?;
            for entry in page.rows {
                if !catalogue.items.contains_key(&entry.item) {
                    catalogue = self.book.catalogue().await?;
                }
                let at = written.at(entry.revision).await?;
                // An item that went meanwhile took its entries along.
                if let Some(row) = Row::of(&catalogue, &entry, at) {
                    let note = export.notes.then(|| entry.note.as_ref().map_or("", |note| note.as_str()));
                    table
                        .write_record(row.cells().iter().map(String::as_str).chain(note.map(defused).as_deref()))
                        .map_err(cause)?;
                    rows += 1;
                }
            }
            match page.next {
                Some(next) => query.after = Some(next),
                None => break,
            }
        }
        table.flush().map_err(unwritable)?;
        Ok(rows)
    }
}

/// Why a row could not be written: the writer's own error, whose kind a host may ask for.
fn cause(error: ::csv::Error) -> kitaab_store::StoreError {
    unwritable(match error.into_kind() {
        ::csv::ErrorKind::Io(error) => error,
        other => std::io::Error::other(format!("{other:?}")),
    })
}

/// One entry in cells.
struct Row {
    cells: [String; COLUMNS.len()],
}

impl Row {
    fn of(catalogue: &Arc<Catalogue>, entry: &Entry, at: Option<Timestamp>) -> Option<Self> {
        let deed = catalogue.deed_of(entry.item).ok()?;
        let text = |text: &str| defused(text).into_owned();
        let (label, score, amount, unit) = match entry.value {
            Value::Scale(value) => {
                let value = catalogue.scale_value(value).ok()?;
                (text(value.label.as_str()), value.score.to_string(), String::new(), String::new())
            }
            Value::Count(amount) => {
                let unit = deed.unit.as_ref().map_or_else(String::new, |unit| text(unit.as_str()));
                (String::new(), String::new(), amount.to_string(), unit)
            }
        };
        let category = match deed.category {
            Category::Hasanaat => "hasanaat",
            Category::Saiyyiaat => "saiyyiaat",
        };
        let (local, utc) = at.map(|at| instants(at, catalogue.settings.zone)).unwrap_or_default();
        let cells = [
            entry.day.to_string(),
            text(catalogue.root(deed.id).ok()?.name.as_str()),
            text(&catalogue.path_text(entry.item).ok()?),
            category.to_owned(),
            label,
            score,
            amount,
            unit,
            local,
            utc,
            entry.item.to_string(),
            entry.revision.to_string(),
        ];
        Some(Self { cells })
    }

    const fn cells(&self) -> &[String; COLUMNS.len()] {
        &self.cells
    }
}

/// An instant by the owner's clocks, as spreadsheets read it, and in UTC.
fn instants(at: Timestamp, zone: Zone) -> (String, String) {
    let local = zone.local(at).format("%Y-%m-%d %H:%M:%S");
    (local.to_string(), at.date_time().format("%Y-%m-%dT%H:%M:%SZ").to_string())
}
