//! The schema of a server's database.

use clap::Args;
use kitaab_pg::SchemaStatus;
use serde::Serialize;

use crate::app::App;
use crate::failure::Result;
use crate::output::{Cell, Page, Table, View};
use crate::progress::Progress;

/// Bring a server's database up to this version's schema
///
/// Ask as a superuser, or as a member of kitaab_owner. Each step is done whole or not at all, several hosts may do this at
/// once, and done again it does nothing.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  kitaab migrate --book postgres://admin@db.example/kitaab
  kitaab migrate --status --json")]
pub(crate) struct MigrateArgs {
    /// Only tell where the database stands, and what would be done.
    #[arg(long, visible_alias = "dry-run")]
    status: bool,
}

#[derive(Debug, Serialize)]
struct MigrateView {
    /// The version that the database has now; 0 without a schema.
    version: i32,
    /// The one that this program needs.
    known: i32,
    /// The steps that were taken.
    taken: Vec<&'static str>,
    /// Those that are still to be taken.
    pending: Vec<&'static str>,
}

impl View for MigrateView {
    fn show(&self, page: &mut Page) {
        let mut table = Table::new();
        for (word, steps) in [("done", &self.taken), ("to do", &self.pending)] {
            for step in steps {
                table.row([Cell::faint(word), Cell::new(step)]);
            }
        }
        page.table(&table);
        page.line(&match self.version {
            version if version == self.known => format!("The schema has version {version}, which this program needs."),
            0 => format!("There is no schema yet; this program needs version {}.", self.known),
            version => format!("The schema has version {version}; this program needs {}.", self.known),
        });
    }
}

pub(crate) async fn run(args: MigrateArgs, app: &App) -> Result<()> {
    let url = app.place.server()?.reveal();
    let before = kitaab_pg::schema_status(url).await.map_err(kitaab::Error::from)?;
    let SchemaStatus { version, known, pending, .. } = before;
    if args.status {
        return app.put(&MigrateView { version, known, taken: Vec::new(), pending });
    }
    let progress = Progress::of("Migrating", app.out.is_json());
    let done = kitaab_pg::migrate(url).await.map_err(kitaab::Error::from)?;
    drop(progress);
    app.put(&MigrateView { version: done.to, known, taken: done.steps, pending: Vec::new() })
}
