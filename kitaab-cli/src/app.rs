//! What every command has at hand: the book, and where its answer goes.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use kitaab::{Book, Catalogue, Day, Kind, Kitaab};

use crate::book_file;
use crate::day_word::DayWord;
use crate::device;
use crate::failure::{Failure, Result};
use crate::interrupt::Interrupt;
use crate::output::{Output, View};

/// The program's surroundings, as the command line set them.
#[derive(Debug)]
pub(crate) struct App {
    named: Option<PathBuf>,
    pub(crate) out: Output,
    pub(crate) interrupt: Interrupt,
}

/// A book that is open, as it is now.
#[derive(Clone, Debug)]
pub(crate) struct Opened {
    pub(crate) book: Book,
    pub(crate) catalogue: Arc<Catalogue>,
    pub(crate) today: Day,
}

impl App {
    pub(crate) fn new(named: Option<PathBuf>, json: bool, interrupt: Interrupt) -> Self {
        Self { named, out: Output::new(json), interrupt }
    }

    /// The file of the book, whether it is there or not.
    pub(crate) fn book_file(&self) -> Result<PathBuf> {
        book_file::chosen(self.named.clone())
    }

    /// The books in the file, which must be there: opening one would make it.
    pub(crate) async fn kitaab(&self) -> Result<Kitaab> {
        let file = self.book_file()?;
        if !file.exists() {
            return Err(Failure::not_found(Kind::Book, format_args!("at {}", file.display()))
                .hint("make one with `kitaab init`, or look at a made-up one with `kitaab demo`"));
        }
        open(&file).await
    }

    /// The book.
    pub(crate) async fn book(&self) -> Result<Book> {
        Ok(self.kitaab().await?.my_book().await?)
    }

    /// The book with its structure and the owner's today.
    pub(crate) async fn opened(&self) -> Result<Opened> {
        Opened::from(self.book().await?).await
    }

    /// Gives the answer.
    pub(crate) fn put<V: View + ?Sized>(&self, view: &V) -> Result<()> {
        self.out.put(view)
    }
}

impl Opened {
    /// A book as it is now.
    pub(crate) async fn from(book: Book) -> Result<Self> {
        let catalogue = book.catalogue().await?;
        let today = book.today().await?;
        Ok(Self { book, catalogue, today })
    }

    /// The day that a word means, today without one.
    pub(crate) fn day(&self, word: Option<DayWord>) -> Day {
        word.unwrap_or(DayWord::TODAY).on(self.today)
    }
}

/// Opens the books in a file, which is made if it is not there.
pub(crate) async fn open(file: &Path) -> Result<Kitaab> {
    Ok(Kitaab::builder().device(device::this_device()?).open(&book_file::location(file)?).await?)
}
