//! Exports to files that other programs read: tables for spreadsheets, and calendars.

mod cell;
mod content_line;
mod csv;
mod icalendar;
mod written;

pub use self::cell::{defused, restored};
pub use self::csv::CsvExport;
pub use self::icalendar::CalendarExport;

use crate::book::Book;

/// Exports of a book for other programs. They hold what was asked for and no history; what reads back without loss is
/// [`crate::Ledger::export`].
///
/// Both write to any [`std::io::Write`] as they go. A host writes to a file beside the place and renames it when all is
/// there, so that nothing half-written is ever found.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> kitaab::Result<()> {
/// # let book = kitaab::Kitaab::open("memory:").await?.my_book().await?;
/// # let today = book.today().await?;
/// use kitaab::{CsvExport, NewDeed, Amount, Category::Hasanaat};
/// let quran = book.deeds().add(NewDeed::count("Qur'an", Hasanaat).unit("pages")).await?;
/// book.entries().put(quran.root(), today, Amount::whole(4)?).await?;
/// let mut table = Vec::new();
/// assert_eq!(book.exports().csv(&mut table, &CsvExport::new()).await?, 1);
/// assert!(String::from_utf8_lossy(&table).starts_with("day,deed,item,category,"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Exports<'b> {
    book: &'b Book,
}

impl Book {
    /// Exports for other programs.
    pub fn exports(&self) -> Exports<'_> {
        Exports { book: self }
    }
}

/// The file or the pipe that is written to failed.
fn unwritable(error: std::io::Error) -> kitaab_store::StoreError {
    kitaab_store::StoreError::unavailable("the export can't be written", error)
}
