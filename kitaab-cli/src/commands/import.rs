//! Importing what other programs recorded.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use kitaab::{Catalogue, Day, DeedId, ImportOptions, ImportReport, Kind};
use serde::Serialize;

use crate::app::App;
use crate::failure::{Failure, Result};
use crate::interrupt;
use crate::output::style::{FAINT, PLAIN};
use crate::output::{Cell, CommittedView, Page, Table, View};
use crate::progress::Progress;

/// Import the file of another program, such as Loop Habit Tracker or Daylio
///
/// Known are: Loop Habit Tracker (backup, CSV export), HabitBull (CSV), Tickmate (backup), Rewire (backup), Table Habit
/// (JSON), Beaver Habits (JSON), and Daylio (CSV), whose diary becomes reflections. The format is recognised by the content. All of it is imported or nothing; what the book holds already stays, and
/// the same file again changes nothing. What can't be carried over is told.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  kitaab import \"Loop Habits Backup.db\" --dry-run
  kitaab import \"Loop Habits CSV.zip\"
  kitaab import HabitBull.csv")]
pub(crate) struct ImportArgs {
    /// The file, or the folder that it was unpacked to.
    file: PathBuf,
    /// Tell what would be imported, and write nothing.
    #[arg(long)]
    dry_run: bool,
}

/// What was imported, or would be.
#[derive(Debug, Serialize)]
struct ImportView {
    dry_run: bool,
    /// `loop_db`, `habitbull` …: see docs/importing.md.
    format: &'static str,
    #[serde(skip)]
    program: &'static str,
    /// The version that the file gives itself, if its format has one.
    version: Option<u32>,
    deeds: Vec<DeedLine>,
    entries_added: usize,
    entries_unchanged: usize,
    exemptions_added: usize,
    reminders_added: usize,
    groups_added: usize,
    reflections_added: usize,
    reflections_unchanged: usize,
    not_carried: Vec<NotCarriedLine>,
    remarks: Vec<RemarkLine>,
    #[serde(flatten)]
    committed: CommittedView,
}

#[derive(Debug, Serialize)]
struct DeedLine {
    id: DeedId,
    name: String,
    new: bool,
    entries_added: usize,
}

#[derive(Debug, Serialize)]
struct NotCarriedLine {
    habit: String,
    what: &'static str,
    count: usize,
    /// The first days concerned.
    days: Vec<Day>,
    #[serde(skip)]
    words: String,
}

#[derive(Debug, Serialize)]
struct RemarkLine {
    message: String,
    count: u64,
}

impl ImportView {
    fn of(catalogue: &Catalogue, report: &ImportReport) -> Self {
        Self {
            dry_run: report.dry_run,
            format: report.format.as_str(),
            program: report.format.title(),
            version: report.version,
            deeds: report
                .deeds
                .iter()
                .map(|deed| DeedLine {
                    id: deed.deed,
                    name: deed.name.clone(),
                    new: deed.is_new,
                    entries_added: deed.entries_added,
                })
                .collect(),
            entries_added: report.entries_added,
            entries_unchanged: report.entries_unchanged,
            exemptions_added: report.exemptions_added,
            reminders_added: report.reminders_added,
            groups_added: report.groups_added,
            reflections_added: report.reflections_added,
            reflections_unchanged: report.reflections_unchanged,
            not_carried: report
                .not_carried
                .iter()
                .map(|not| NotCarriedLine {
                    habit: not.habit.clone(),
                    what: not.what.code(),
                    count: not.count,
                    days: not.days.clone(),
                    words: not.what.to_string(),
                })
                .collect(),
            remarks: report
                .remarks
                .iter()
                .map(|remark| RemarkLine { message: remark.to_string(), count: remark.count })
                .collect(),
            committed: CommittedView::of(catalogue, &report.committed),
        }
    }
}

impl View for ImportView {
    fn show(&self, page: &mut Page) {
        page.heading_with(if self.dry_run { "Would be imported" } else { "Imported" }, self.program);
        let mut table = Table::indented(2);
        for deed in &self.deeds {
            table.row([
                Cell::new(&deed.name),
                Cell::new(deed.entries_added).right(),
                Cell::new("entries"),
                Cell::faint(if deed.new { "new deed" } else { "in the book already" }),
            ]);
        }
        page.table(&table);
        page.space();
        let mut sum = format!("{} entries", self.entries_added);
        for (count, what) in [
            (self.entries_unchanged, "there already"),
            (self.exemptions_added, "exemptions for skipped days"),
            (self.reminders_added, "reminders"),
            (self.groups_added, "groups"),
            (self.reflections_added, "reflections"),
            (self.reflections_unchanged, "reflections there already"),
        ] {
            if count > 0 {
                sum = format!("{sum}, {count} {what}");
            }
        }
        page.line(&sum);
        if !self.not_carried.is_empty() {
            page.heading("Not as it stands in the file");
            // Told once for all habits that it concerns.
            let mut reasons: Vec<(&str, usize, Vec<&str>)> = Vec::new();
            for not in &self.not_carried {
                match reasons.iter_mut().find(|(words, ..)| *words == not.words) {
                    Some((_, count, habits)) => {
                        *count += not.count;
                        habits.push(&not.habit);
                    }
                    None => reasons.push((&not.words, not.count, vec![&not.habit])),
                }
            }
            for (words, count, habits) in reasons {
                page.outline(&format!("{count} x {words}"), 2, PLAIN);
                page.outline(&habits.join(", "), 6, FAINT);
            }
        }
        if !self.remarks.is_empty() {
            page.heading("About the file");
            for remark in &self.remarks {
                page.outline(&remark.message, 2, FAINT);
            }
        }
        if self.dry_run {
            page.space();
            page.faint("Nothing was written. Without --dry-run, it is imported.");
        } else {
            self.committed.show(page);
        }
    }
}

pub(crate) async fn run(args: ImportArgs, app: &App) -> Result<()> {
    if !args.file.exists() {
        return Err(Failure::not_found(Kind::File, args.file.display()));
    }
    let opened = app.opened().await?;
    let progress = Arc::new(Progress::of("Reading", app.out.is_json()));
    let shown = progress.clone();
    let mut options = ImportOptions::new().on_progress(move |at| {
        shown.at(at.rows, at.total);
        if interrupt::is_asked() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    if args.dry_run {
        options = options.dry_run();
    }
    let report = opened.book.import(&args.file, options).await?;
    drop(progress);
    app.put(&ImportView::of(&opened.catalogue, &report))
}
