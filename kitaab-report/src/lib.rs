//! A book of deeds on paper: one self-contained HTML page to look back with, and charts as SVG or PNG.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let book = kitaab::Kitaab::open("memory:").await?.my_book().await?;
//! use kitaab::DayRange;
//! use kitaab::words::Locale;
//! use kitaab_report::{ReportOptions, report};
//!
//! let year = DayRange::ending(book.today().await?, 365);
//! let page = report(&book, &ReportOptions::new(year).in_language(Locale::named("ar")?)).await?;
//! assert!(page.starts_with("<!DOCTYPE html>") && page.contains(r#"<html lang="ar" dir="rtl">"#));
//! # Ok(())
//! # }
//! ```
//!
//! # What you can rely on
//!
//! - The page holds everything it shows. It has no script, loads nothing and sends nothing, and its content security
//!   policy forbids it to.
//! - Bad deeds and reflections are in it only where they are asked for; hidden items never, nor merits and targets that
//!   speak of what is left out. Notes of entries and exemptions are never in it.
//! - Names and texts of the owner's are set as text, whatever they hold.
//! - Every chart says in words what it shows, and most have their figures in a table.
//!
//! Charts are drawn by [plotters](https://docs.rs/plotters) without any font, in black of varying opacity, and then
//! given the colour of the text around them (`currentColor`), so that they follow it into dark mode and onto paper.
//! `docs/report.md` tells more.

mod chart;
mod contents;
mod error;
mod options;
mod page;
mod plot;
#[cfg(feature = "png")]
mod png;

pub use error::{Error, Result};
pub use options::{PlotOptions, ReportOptions};
pub use plot::plot;
#[cfg(feature = "png")]
pub use png::{Png, png};

use kitaab::Book;

/// Writes the report of a book: a whole HTML document.
///
/// # Errors
/// Those of reading the book.
pub async fn report(book: &Book, options: &ReportOptions) -> Result<String> {
    let contents = contents::Contents::of(book, options).await?;
    page::whole(&contents, options)
}
