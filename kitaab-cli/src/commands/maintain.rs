//! What has to be done on a server from time to time.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::{Args, Subcommand, ValueEnum};
use kitaab::{Day, HostTime, Settings, TimeSource, UserId};
use kitaab_pg::maintain::{self, ArchivePlan, Evaluated, Evaluation, Kept, Maintained, Retention, Wishes};
use serde::Serialize;
use uuid::Uuid;

use crate::app::App;
use crate::book_file::local_zone;
use crate::day_word::DayWord;
use crate::failure::{Failure, Result};
use crate::output::{Cell, Page, Table, View};
use crate::progress::Progress;

/// Do what a server's database needs from time to time: partitions ahead, and if asked for, archives and retention
///
/// Best once a day, as a member of kitaab_owner, straight to the server and not through a pooler. It may be run twice, from
/// two hosts at once, and be cut short: the next run goes on.
#[derive(Args, Debug)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:
  kitaab maintain
  kitaab maintain --dry-run --keep-verdicts 730
  kitaab maintain --archive entries --before 2020 --folder /var/lib/kitaab/archive
  kitaab maintain evaluate --day yesterday"
)]
pub(crate) struct MaintainArgs {
    #[command(subcommand)]
    task: Option<Task>,
    #[command(flatten)]
    wanted: Wanted,
}

/// What to do besides making partitions.
#[derive(Args, Debug)]
struct Wanted {
    /// Only tell what would be done.
    #[arg(long)]
    dry_run: bool,
    /// For how many years ahead partitions are made.
    #[arg(long, value_name = "YEARS", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=20))]
    ahead: u8,
    /// Take years out of the database into files: of the entries, the ledger or both. Off by default, since streaks of a
    /// lifetime need every year.
    #[arg(long, value_name = "WHAT", requires = "before", requires = "folder")]
    archive: Vec<Archived>,
    /// Archive the years before this one.
    #[arg(long, value_name = "YEAR", requires = "archive")]
    before: Option<i32>,
    /// The folder of the archives.
    #[arg(long, value_name = "FOLDER")]
    folder: Option<PathBuf>,
    /// Drop recorded verdicts after so many days. They can be made again from the entries.
    #[arg(long, value_name = "DAYS")]
    keep_verdicts: Option<u32>,
    /// Forget after so many days which requests were answered. One sent again after that is taken for a new one.
    #[arg(long, value_name = "DAYS")]
    keep_requests: Option<u32>,
    /// Drop claims on reminders after so many days: seven or more, for so long a claim counts.
    #[arg(long, value_name = "DAYS")]
    keep_claims: Option<u32>,
    /// Drop what owners' access logs say of more than so many days ago.
    #[arg(long, value_name = "DAYS")]
    keep_accesses: Option<u32>,
    /// Add the books that were erased to this list, to erase them again should a backup be restored. It names nobody.
    #[arg(long, value_name = "FILE")]
    erased: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Archived {
    Entries,
    Ledger,
}

#[derive(Debug, Subcommand)]
enum Task {
    Evaluate(EvaluateArgs),
    BringBack(BringBackArgs),
    EraseAgain(EraseAgainArgs),
}

/// Record the verdicts of all merits in use on a day, in all books
///
/// Only what is not recorded so already is written. Cut short, it goes on where it was; hosts that do it at once share
/// the work.
#[derive(Args, Debug)]
struct EvaluateArgs {
    /// The day: best one that is over everywhere.
    #[arg(long, value_name = "DAY")]
    day: DayWord,
    /// How many workers go side by side, each on a connection of its own.
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u32).range(1..=64))]
    workers: u32,
    /// How many books one takes at a time.
    #[arg(long, value_name = "N", default_value_t = 32, value_parser = clap::value_parser!(u32).range(1..=1000))]
    books: u32,
}

/// Bring an archived year back from its file
///
/// What was erased or removed meanwhile stays away. The file is deleted then.
#[derive(Args, Debug)]
struct BringBackArgs {
    /// Which, as entries_2019 or ledger_2019.
    name: String,
    /// The folder of the archives.
    #[arg(long, value_name = "FOLDER")]
    folder: PathBuf,
}

/// Erase again the books that a restored backup brought back
#[derive(Args, Debug)]
struct EraseAgainArgs {
    /// The list that `kitaab maintain --erased` keeps.
    file: PathBuf,
}

#[derive(Debug, Serialize)]
struct MaintainedView {
    #[serde(flatten)]
    done: Maintained,
    /// How many books the list of erased ones holds.
    erased: Option<u64>,
}

impl View for MaintainedView {
    fn show(&self, page: &mut Page) {
        let Self { done, erased } = self;
        if done.busy {
            page.line("Another host is at it: nothing was done here.");
        }
        let mut table = Table::new();
        for step in &done.steps {
            let task = step.task.replace('_', " ");
            let rows = step.rows.map_or_else(String::new, |rows| format!("{rows} rows"));
            table.row([Cell::faint(task), Cell::new(&step.subject), Cell::new(rows)]);
        }
        page.table(&table);
        if let Some(erased) = erased {
            page.line(&format!("The list of erased books holds {erased}."));
        }
        match (done.dry_run, done.steps.is_empty()) {
            (true, false) => page.line("That is what would be done."),
            (_, true) if !done.busy => page.line("There was nothing to do."),
            _ => {}
        }
    }
}

#[derive(Debug, Serialize)]
struct EvaluatedView {
    day: Day,
    #[serde(flatten)]
    done: Evaluated,
}

impl View for EvaluatedView {
    fn show(&self, page: &mut Page) {
        let Evaluated { books, verdicts, changed, failed, .. } = self.done;
        page.line(&format!("{}: {books} books, {verdicts} verdicts, {changed} of them new or turned.", self.day));
        if failed > 0 {
            page.line(&format!("{failed} books could not be evaluated; the next run tries them again."));
        }
    }
}

#[derive(Debug, Serialize)]
struct BroughtBackView {
    name: String,
    rows: u64,
}

impl View for BroughtBackView {
    fn show(&self, page: &mut Page) {
        page.line(&format!("{} is back, with {} rows.", self.name, self.rows));
    }
}

#[derive(Debug, Serialize)]
struct ErasedAgainView {
    books: u64,
}

impl View for ErasedAgainView {
    fn show(&self, page: &mut Page) {
        page.line(&format!("Erased again: {} books.", self.books));
    }
}

pub(crate) async fn run(args: MaintainArgs, app: &App) -> Result<()> {
    let url = app.place.server()?.reveal();
    match args.task {
        None => keep(&args.wanted, url, app).await,
        Some(Task::Evaluate(args)) => evaluate(&args, url, app).await,
        Some(Task::BringBack(BringBackArgs { name, folder })) => {
            let progress = Progress::of("Reading", app.out.is_json());
            let rows = maintain::bring_back(url, &folder, &name).await.map_err(kitaab::Error::from)?;
            drop(progress);
            app.put(&BroughtBackView { name, rows })
        }
        Some(Task::EraseAgain(EraseAgainArgs { file })) => {
            let books = maintain::erase_again(url, &file).await.map_err(kitaab::Error::from)?;
            app.put(&ErasedAgainView { books })
        }
    }
}

async fn keep(wanted: &Wanted, url: &str, app: &App) -> Result<()> {
    let progress = Progress::of("Maintaining", app.out.is_json());
    let done = maintain::maintain(url, &wanted.wishes()?).await.map_err(kitaab::Error::from)?;
    let erased = match &wanted.erased {
        Some(file) if !wanted.dry_run => Some(maintain::write_erased(url, file).await.map_err(kitaab::Error::from)?),
        _ => None,
    };
    drop(progress);
    app.put(&MaintainedView { done, erased })
}

impl Wanted {
    fn wishes(&self) -> Result<Wishes> {
        let archive = match (&self.folder, self.before) {
            (Some(folder), before) => {
                let (entries, ledger) =
                    (self.archive.contains(&Archived::Entries), self.archive.contains(&Archived::Ledger));
                if !folder.is_dir() {
                    return Err(Failure::not_found(kitaab::Kind::File, folder.display()));
                }
                Some(ArchivePlan { before_year: before.unwrap_or(0), entries, ledger, folder: folder.clone() })
            }
            _ => None,
        };
        let kept = [
            (Kept::Verdicts, self.keep_verdicts),
            (Kept::Requests, self.keep_requests),
            (Kept::Claims, self.keep_claims),
            (Kept::Accesses, self.keep_accesses),
        ];
        let days = |days: u32| Duration::from_secs(u64::from(days) * 86_400);
        let kept = kept.into_iter().filter_map(|(kind, kept)| Some((kind, days(kept?)))).collect();
        let mut wishes = Wishes::default();
        wishes.years_ahead = self.ahead;
        wishes.archive = archive;
        wishes.retention = Retention::of(kept);
        wishes.dry_run = self.dry_run;
        Ok(wishes)
    }
}

/// What is today for this machine: a server has no owner's zone.
fn today() -> Result<Day> {
    let mut settings = Settings::new(UserId::new(Uuid::nil()));
    settings.zone = local_zone();
    Ok(settings.today(HostTime.now())?)
}

async fn evaluate(args: &EvaluateArgs, url: &str, app: &App) -> Result<()> {
    let day = args.day.on(today()?);
    let mut evaluation = Evaluation::of(day);
    evaluation.workers = args.workers;
    evaluation.books_at_once = args.books;
    let progress = Arc::new(Progress::of("Evaluating", app.out.is_json()));
    let shown = Arc::clone(&progress);
    let told = move |done, total| shown.at(done, Some(total));
    let done = maintain::evaluate(url, evaluation, told).await.map_err(kitaab::Error::from)?;
    drop(progress);
    app.put(&EvaluatedView { day, done })
}
