//! `kitaab demo`: a made-up year in a book of its own.

mod aims;
mod making;
mod place;
mod practice;
mod random;
mod reflections;
mod year;

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use kitaab::{Day, HostTime, TimeSource};
use serde::Serialize;

use crate::app::{self, App, Opened};
use crate::book_file::local_zone;
use crate::commands::{DayView, MakeUpsView, MeritsView, TargetsView, Verified};
use crate::failure::Result;
use crate::output::{Cell, Page, Table, View};
use crate::place::Place;
use crate::progress::Progress;

/// Make a book with a made-up year, and show what can be seen in it
///
/// It needs nothing but this program, and never touches your own book: --book and KITAAB_BOOK are not looked at. Run
/// again, it makes the book anew; a file that is not a demo's is left alone.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  kitaab demo
  kitaab demo --at /tmp/a-year.db")]
pub(crate) struct DemoArgs {
    /// The file to make it in; without it, kitaab-demo.db in the folder for temporary files.
    #[arg(long, value_name = "FILE")]
    at: Option<PathBuf>,
}

/// What the demo made, and what can be seen in it.
#[derive(Debug, Serialize)]
struct DemoView {
    /// The file of the demo's book.
    book: PathBuf,
    first_day: Day,
    last_day: Day,
    entries: usize,
    milliseconds: u128,
    day: DayView,
    merits: MeritsView,
    targets: TargetsView,
    make_ups: MakeUpsView,
    ledger: Verified,
}

pub(crate) async fn run(args: DemoArgs, app: &App) -> Result<()> {
    let started = Instant::now();
    let file = args.at.unwrap_or_else(|| std::env::temp_dir().join("kitaab-demo.db"));
    place::must_be_free_or_a_demo(&file).await?;
    let made = {
        let progress = Progress::of("Writing a year", app.out.is_json());
        making::make(&file, HostTime.now(), local_zone(), &progress).await?
    };
    let milliseconds = started.elapsed().as_millis();

    // Read back from the file, as every other command would.
    let opened = Opened::from(app::open(&Place::File(file.clone())).await?.my_book().await?).await?;
    let days = made.year.days;
    // Today is not over: what every day asks for would be missing from it.
    let judged_on = days.last().saturating_plus(-1);
    app.put(&DemoView {
        first_day: days.first(),
        last_day: days.last(),
        entries: made.entries,
        milliseconds,
        day: DayView::of(&opened, days.last()).await?,
        merits: MeritsView::of(&opened, judged_on).await?,
        targets: TargetsView::of(&opened).await?,
        make_ups: MakeUpsView::of(&opened).await?,
        ledger: Verified::of(&opened.book, None).await?,
        book: file,
    })
}

impl View for DemoView {
    fn show(&self, page: &mut Page) {
        #[allow(clippy::cast_precision_loss, reason = "seconds, to be read")]
        let seconds = self.milliseconds as f64 / 1_000.0;
        page.line(&format!(
            "A made-up year, {} to {}: {} entries, written in {seconds:.1} s.",
            self.first_day, self.last_day, self.entries
        ));
        self.day.show(page);
        self.merits.show(page);
        self.targets.show(page);
        self.make_ups.show(page);
        page.heading("Ledger");
        let mut table = Table::indented(2);
        table.row([Cell::new(self.ledger.told())]);
        page.table(&table);

        page.heading("Where to go from here");
        if let Some(program) = away_from_path() {
            page.line(&format!("  alias kitaab={}", quoted(&program)));
        }
        page.line(&format!("  export KITAAB_BOOK={}", quoted(&self.book)));
        let mut table = Table::indented(2);
        for (command, what) in [
            ("kitaab day yesterday", "any day's page"),
            ("kitaab log Salah/Asr \"on time\"", "record something"),
            ("kitaab undo", "and take it back"),
            ("kitaab verdicts", "how the merits went these two months"),
            ("kitaab report -o year.html", "the year as a page for any browser"),
            ("kitaab reflect --search father", "find what was written"),
            ("kitaab --help", "everything else"),
        ] {
            table.row([Cell::new(command), Cell::faint(what)]);
        }
        page.table(&table);
        page.faint("  Then `unset KITAAB_BOOK` and `kitaab init --starter` for a book of your own.");
    }
}

/// A path as a shell takes it.
fn quoted(path: &Path) -> String {
    let path = path.display().to_string();
    if path.contains(char::is_whitespace) { format!("'{path}'") } else { path }
}

/// Where this program is, if the shell does not find it by its name: as after `cargo run`.
fn away_from_path() -> Option<PathBuf> {
    let program = std::env::current_exe().ok()?;
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).any(|folder| folder.join("kitaab") == program);
    (cfg!(unix) && !found).then_some(program)
}
