//! Erasing for good.

use std::io::{BufRead, IsTerminal, Write};

use clap::{ArgGroup, Args};
use kitaab::{Catalogue, Category, ForGood, HijriMonth, Kind, MeritId, RecordKey, TargetId};
use serde::Serialize;

use crate::app::{App, Opened};
use crate::day_word::DayWord;
use crate::failure::{Failure, Result};
use crate::hijri_word;
use crate::interrupt;
use crate::naming;
use crate::output::{CommittedView, Page, View};

/// Erase a record with its whole history, or the whole book: nothing brings it back
///
/// An entry is named by its item and day, a reflection by its day; a deed goes with its items and all their entries.
/// What is erased can't be read from the file any more; the ledger keeps hashes in its place. An export or a backup
/// made before still holds it.
#[derive(Args, Debug)]
#[command(group(ArgGroup::new("record").args(["item", "reflection", "merit", "target", "sighting", "whole_book"]).required(true)))]
#[command(after_help = "Examples:
  kitaab erase Salah/Fajr --day 2026-03-04
  kitaab erase --reflection --day yesterday
  kitaab erase Anger --yes
  kitaab erase --whole-book")]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(crate) struct EraseArgs {
    /// A deed or an item with all its entries; with --day, one entry.
    item: Option<String>,
    /// The day of the entry or the reflection.
    #[arg(long, value_name = "DAY")]
    day: Option<DayWord>,
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
    /// The book with everything in it.
    #[arg(long, conflicts_with = "day")]
    whole_book: bool,
    /// Don't ask.
    #[arg(long)]
    yes: bool,
}

/// What was erased.
#[derive(Debug, Serialize)]
struct ErasedView {
    /// The kind of thing.
    kind: Kind,
    /// In words.
    erased: String,
    /// Null where it was the whole book, whose ledger is gone too.
    #[serde(flatten)]
    committed: Option<CommittedView>,
}

impl View for ErasedView {
    fn show(&self, page: &mut Page) {
        page.line(&format!("Erased for good: {}.", self.erased));
        if let Some(committed) = &self.committed {
            committed.show(page);
        }
    }
}

pub(crate) async fn run(args: EraseArgs, app: &App) -> Result<()> {
    let opened = app.opened().await?;
    if args.whole_book {
        let what = format!("the whole book in {}", app.place);
        confirm(&what, args.yes)?;
        opened.book.ledger().erase_book(opened.book.owner()).await?;
        return app.put(&ErasedView { kind: Kind::Book, erased: what, committed: None });
    }
    let (key, what) = args.named(&opened)?;
    confirm(&what, args.yes)?;
    let committed = opened.book.ledger().erase(key, ForGood).await.map_err(|error| not_there(error, &what))?;
    let committed = Some(CommittedView::of(&opened.catalogue, &committed));
    app.put(&ErasedView { kind: key.kind(), erased: what, committed })
}

impl EraseArgs {
    /// The record that is meant, and how it is told.
    fn named(&self, opened: &Opened) -> Result<(RecordKey, String)> {
        let catalogue = opened.catalogue.as_ref();
        let day = self.day.map(|word| word.on(opened.today));
        if let Some(name) = &self.merit {
            let id: MeritId = naming::merit(catalogue, name)?;
            return Ok((RecordKey::Merit(id), format!("the merit {}", catalogue.merit(id)?.title)));
        }
        if let Some(name) = &self.target {
            let id: TargetId = naming::target(catalogue, name)?;
            return Ok((RecordKey::Target(id), format!("the target {}", catalogue.target(id)?.title)));
        }
        if let Some(month) = self.sighting {
            return Ok((RecordKey::Sighting(month), format!("the sighting of {}", hijri_word::month(month))));
        }
        match (&self.item, day) {
            (Some(name), day) => named_item(catalogue, name, day),
            (None, Some(day)) => {
                let category = if self.bad { Category::Saiyyiaat } else { Category::Hasanaat };
                Ok((RecordKey::Reflection(day, category), format!("the reflection of {day}")))
            }
            (None, None) => Err(Failure::usage("a reflection is named by --day")),
        }
    }
}

fn named_item(catalogue: &Catalogue, name: &str, day: Option<kitaab::Day>) -> Result<(RecordKey, String)> {
    let id = naming::item(catalogue, name)?;
    let (item, path) = (catalogue.item(id)?, catalogue.path_text(id)?);
    Ok(match (day, item.parent) {
        (Some(day), _) => (RecordKey::Entry(id, day), format!("the entry of {path} on {day}")),
        (None, None) => (RecordKey::Deed(item.deed), format!("the deed {path} with all its entries")),
        (None, Some(_)) => (RecordKey::Item(id), format!("the item {path} with all its entries")),
    })
}

/// The same error with the name that the user gave.
fn not_there(error: kitaab::Error, what: &str) -> Failure {
    match error {
        kitaab::Error::Domain(kitaab::DomainError::NotFound { kind, .. }) => {
            Failure::not_found(kind, format_args!("to erase: {what}"))
        }
        error => error.into(),
    }
}

/// Asks, unless the answer is known.
fn confirm(what: &str, yes: bool) -> Result<()> {
    if yes {
        return Ok(());
    }
    if !std::io::stdin().is_terminal() {
        return Err(Failure::usage("erasing asks first, and there is no terminal to ask on").hint("--yes answers it"));
    }
    let mut err = anstream::stderr().lock();
    let asked = write!(err, "This erases {what}, for good. Type erase to go on: ").and_then(|()| err.flush());
    let mut answer = String::new();
    let read = asked.and_then(|()| interrupt::waiting(|| std::io::stdin().lock().read_line(&mut answer)));
    if read.is_ok() && answer.trim().eq_ignore_ascii_case("erase") {
        Ok(())
    } else {
        Err(Failure::cancelled("nothing was erased"))
    }
}
