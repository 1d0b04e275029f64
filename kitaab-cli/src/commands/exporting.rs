//! Files for other programs: tables for spreadsheets, and calendars.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use kitaab::{CalendarExport, Category, CsvExport, Day, DayRange, Kind};
use serde::Serialize;
use tempfile::NamedTempFile;

use crate::app::{App, Opened};
use crate::commands::files::folder_of;
use crate::day_word::DayWord;
use crate::failure::{Failure, Result};
use crate::naming;
use crate::output::{Page, View};
use crate::progress::Progress;

/// Write entries as a table for spreadsheets (CSV), one row each
///
/// docs/exporting.md describes the columns. Nothing in it is taken for a formula. What reads back without loss is kitaab
/// export.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  kitaab export-csv book.csv
  kitaab export-csv salah.csv --item Salah --from 2026-01-01 --bom
  kitaab export-csv - | head")]
pub(crate) struct CsvArgs {
    /// The file to write; - for standard output.
    file: PathBuf,
    /// Only this item, with what is below it; may be given again.
    #[arg(long, value_name = "ITEM")]
    item: Vec<String>,
    /// Only good deeds, or only bad ones.
    #[arg(long)]
    category: Option<CategoryWord>,
    /// The first day.
    #[arg(long, value_name = "DAY")]
    from: Option<DayWord>,
    /// The last day.
    #[arg(long, value_name = "DAY")]
    to: Option<DayWord>,
    /// With the entries' notes.
    #[arg(long)]
    notes: bool,
    /// Begin with the mark by which some spreadsheets recognise UTF-8.
    #[arg(long)]
    bom: bool,
    /// Replace the file if it is there already.
    #[arg(long)]
    replace: bool,
}

/// Write what is to come as a calendar that other programs read (iCalendar)
///
/// docs/exporting.md describes it. Reading it again brings the same events up to date. Exemptions are private: they are in
/// it only if you ask for them.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  kitaab export-ics kitaab.ics
  kitaab export-ics year.ics --with occasions --to 2026-12-31
  kitaab export-ics all.ics --with reminders,targets,exemptions,occasions --replace")]
pub(crate) struct IcsArgs {
    /// The file to write; - for standard output.
    file: PathBuf,
    /// What to put into it.
    #[arg(long, value_name = "WHAT", value_delimiter = ',', default_values = ["reminders", "targets"])]
    with: Vec<Part>,
    /// The first day; today without it.
    #[arg(long, value_name = "DAY")]
    from: Option<DayWord>,
    /// The last day; a year after the first without it.
    #[arg(long, value_name = "DAY")]
    to: Option<DayWord>,
    /// Replace the file if it is there already.
    #[arg(long)]
    replace: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum CategoryWord {
    Hasanaat,
    Saiyyiaat,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Part {
    /// Reminders, with alarms.
    Reminders,
    /// Targets, over their dates.
    Targets,
    /// Exemptions, with their reasons.
    Exemptions,
    /// Days of meaning, such as Ramadan and Arafah.
    Occasions,
}

/// A file that was written.
#[derive(Debug, Serialize)]
struct WrittenView {
    /// Null for standard output, where this answer is not given.
    file: PathBuf,
    /// How many entries, or events.
    count: u64,
    #[serde(skip)]
    what: &'static str,
}

impl View for WrittenView {
    fn show(&self, page: &mut Page) {
        page.line(&format!("Written: {}, {} {}.", self.file.display(), self.count, self.what));
    }
}

pub(crate) async fn csv(args: CsvArgs, app: &App) -> Result<()> {
    let place = Place::new(&args.file, args.replace)?;
    let opened = app.opened().await?;
    let mut export = CsvExport::new().days(days(&opened, args.from, args.to, (Day::MIN, Day::MAX))?);
    if !args.item.is_empty() {
        let items = args.item.iter().map(|name| naming::item(&opened.catalogue, name));
        export = export.items(items.collect::<Result<Vec<_>>>()?);
    }
    if let Some(category) = args.category {
        export = export.category(match category {
            CategoryWord::Hasanaat => Category::Hasanaat,
            CategoryWord::Saiyyiaat => Category::Saiyyiaat,
        });
    }
    if args.notes {
        export = export.with_notes();
    }
    if args.bom {
        export = export.with_bom();
    }
    let progress = Progress::of("Exporting", app.out.is_json());
    let exports = opened.book.exports();
    let count = match place {
        Place::StandardOutput => return finished(exports.csv(BufWriter::new(io::stdout()), &export).await),
        Place::File(mut draft) => {
            let count = exports.csv(BufWriter::new(draft.file.as_file_mut()), &export).await?;
            draft.put()?;
            count
        }
    };
    drop(progress);
    app.put(&WrittenView { file: args.file, count, what: "entries" })
}

pub(crate) async fn ics(args: IcsArgs, app: &App) -> Result<()> {
    let place = Place::new(&args.file, args.replace)?;
    let opened = app.opened().await?;
    let first = opened.day(args.from);
    let days = days(&opened, args.from, args.to, (first, first.saturating_plus(364)))?;
    let export = args.with.iter().fold(CalendarExport::new(days), |export, part| match part {
        Part::Reminders => export.with_reminders(),
        Part::Targets => export.with_targets(),
        Part::Exemptions => export.with_exemptions(),
        Part::Occasions => export.with_occasions(),
    });
    let exports = opened.book.exports();
    let count = match place {
        Place::StandardOutput => return finished(exports.calendar(BufWriter::new(io::stdout()), &export).await),
        Place::File(mut draft) => {
            let count = exports.calendar(BufWriter::new(draft.file.as_file_mut()), &export).await?;
            draft.put()?;
            count
        }
    };
    app.put(&WrittenView { file: args.file, count, what: "events" })
}

/// The days from one word to another, or those that are meant without them.
fn days(opened: &Opened, from: Option<DayWord>, to: Option<DayWord>, without: (Day, Day)) -> Result<DayRange> {
    let first = from.map_or(without.0, |word| word.on(opened.today));
    let last = to.map_or(without.1, |word| word.on(opened.today));
    Ok(DayRange::new(first, last)?)
}

/// Where to write.
enum Place<'a> {
    StandardOutput,
    File(Draft<'a>),
}

/// A file that is written beside its place, by a name of its own: cut short, it is gone; whole, it takes its place.
struct Draft<'a> {
    file: NamedTempFile,
    place: &'a Path,
    replace: bool,
}

impl<'a> Place<'a> {
    fn new(file: &'a Path, replace: bool) -> Result<Self> {
        if file == Path::new("-") {
            return Ok(Self::StandardOutput);
        }
        if !replace && file.symlink_metadata().is_ok() {
            return Err(Failure::conflict(Kind::File, format!("{} is there already", file.display()))
                .hint("--replace writes over it"));
        }
        let draft = NamedTempFile::new_in(folder_of(file)).map_err(|error| Failure::file(file, &error))?;
        Ok(Self::File(Draft { file: draft, place: file, replace }))
    }
}

impl Draft<'_> {
    /// Puts the whole file in its place.
    fn put(mut self) -> Result<()> {
        let failed = |error: io::Error| Failure::file(self.place, &error);
        self.file.flush().map_err(failed)?;
        self.file.as_file().sync_all().map_err(failed)?;
        let put = if self.replace { self.file.persist(self.place) } else { self.file.persist_noclobber(self.place) };
        put.map(drop).map_err(|error| failed(error.error))
    }
}

/// What became of writing to standard output. A reader that has seen enough (`| head`) is no failure.
fn finished(result: kitaab::Result<u64>) -> Result<()> {
    match result {
        Err(error) if closed(&error) => Ok(()),
        other => Ok(other.map(drop)?),
    }
}

/// Whether whoever read the output closed it.
fn closed(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe) {
            return true;
        }
        cause = error.source();
    }
    false
}
