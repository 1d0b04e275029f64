//! What every command has at hand: the book, and where its answer goes.

use std::sync::Arc;

use kitaab::{Book, Catalogue, Day, Kind, Kitaab, UserId};

use crate::day_word::DayWord;
use crate::device;
use crate::failure::{Failure, Result};
use crate::interrupt::Interrupt;
use crate::output::{Output, View};
use crate::place::Place;

/// The program's surroundings, as the command line set them.
#[derive(Debug)]
pub(crate) struct App {
    /// Where the books are, whether there are any or not.
    pub(crate) place: Place,
    /// Whose book is asked for.
    pub(crate) owner: Option<UserId>,
    /// Who acts, if not the owner.
    pub(crate) actor: Option<UserId>,
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
    pub(crate) fn new(
        place: Place,
        owner: Option<UserId>,
        actor: Option<UserId>,
        json: bool,
        interrupt: Interrupt,
    ) -> Self {
        Self { place, owner, actor, out: Output::new(json), interrupt }
    }

    /// The books there. A file must exist: opening it would make it.
    pub(crate) async fn kitaab(&self) -> Result<Kitaab> {
        if let Place::File(file) = &self.place
            && !file.exists()
        {
            return Err(Failure::not_found(Kind::Book, format_args!("at {}", file.display()))
                .hint("make one with `kitaab init`, or look at a made-up one with `kitaab demo`"));
        }
        open(&self.place).await
    }

    /// The book.
    pub(crate) async fn book(&self) -> Result<Book> {
        self.book_in(&self.kitaab().await?).await
    }

    /// The book among those of a client.
    pub(crate) async fn book_in(&self, kitaab: &Kitaab) -> Result<Book> {
        let book = match self.owner {
            Some(owner) => kitaab.book(owner),
            None => kitaab
                .my_book()
                .await
                .map_err(|error| Failure::from(error).hint_if_conflict("--owner ID, or the variable KITAAB_OWNER"))?,
        };
        Ok(self.actor.map_or_else(|| book.clone(), |actor| book.acting_as(actor)))
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

/// Opens the books in a place. A file is made if it is not there.
pub(crate) async fn open(place: &Place) -> Result<Kitaab> {
    Ok(Kitaab::builder().device(device::this_device()?).open(&place.location()?).await?)
}
