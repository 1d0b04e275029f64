//! Whether a book is sound.

use clap::Args;
use kitaab::{Book, Checkpoint};
use serde::Serialize;

use crate::app::App;
use crate::failure::Result;
use crate::output::{Cell, Page, Table, View};
use crate::progress::Progress;

/// Check the book: every link of its ledger, and that what it shows follows from it
///
/// Whoever rewrites a whole ledger can make one that holds. So keep the checkpoint that this prints in another place,
/// and give it the next time.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  kitaab verify
  kitaab verify --checkpoint \"$(cat checkpoint.txt)\"")]
pub(crate) struct VerifyArgs {
    /// A checkpoint of an earlier run, which the ledger must go on from.
    #[arg(long, value_name = "CHECKPOINT")]
    checkpoint: Option<Checkpoint>,
}

/// A ledger that holds.
#[derive(Debug, Serialize)]
pub(crate) struct Verified {
    commits: u64,
    changes: u64,
    /// How many changes were erased: what they said is gone, which is no fault.
    erased: u64,
    /// Where the ledger ends, as `--checkpoint` takes it.
    checkpoint: String,
}

impl Verified {
    /// Checks a book.
    pub(crate) async fn of(book: &Book, expected: Option<Checkpoint>) -> Result<Self> {
        let report = book.ledger().verify(expected).await?;
        let (commits, changes, erased) = (report.commits, report.changes, report.erased);
        Ok(Self { commits, changes, erased, checkpoint: report.head.to_string() })
    }

    /// In words.
    pub(crate) fn told(&self) -> String {
        let erased = match self.erased {
            0 => "none erased".to_owned(),
            n => format!("{n} erased"),
        };
        format!("Every link holds: {} commits, {} changes, {erased}.", self.commits, self.changes)
    }
}

impl View for Verified {
    fn show(&self, page: &mut Page) {
        page.line(&self.told());
        let mut table = Table::new();
        table.row([Cell::faint("Checkpoint"), Cell::new(&self.checkpoint)]);
        page.table(&table);
    }
}

pub(crate) async fn verify(args: VerifyArgs, app: &App) -> Result<()> {
    let book = app.book().await?;
    let progress = Progress::of("Verifying", app.out.is_json());
    let verified = Verified::of(&book, args.checkpoint).await?;
    drop(progress);
    app.put(&verified)
}
