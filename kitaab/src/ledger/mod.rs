//! The ledger of a book: its history, undo, its verification, its export, and erasure.

mod erase;
mod export;
mod history;
mod lines;
mod lock;
mod reading;
mod restore;
mod undo;
mod verify;

pub use age::secrecy::SecretString;
use kitaab_core::{Checkpoint, Header, State};
use kitaab_store::StoredCommit;

pub use self::erase::ForGood;
pub use self::history::LedgerEvent;
pub use self::undo::Undone;
use crate::book::Book;
use crate::error::Result;

/// How many commits, headers or steps are read at once.
const PAGE: u32 = 500;

/// The ledger of a book: every change there was, in a chain that shows what was tampered with.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> kitaab::Result<()> {
/// # use kitaab::{Category, Kitaab, NewDeed};
/// # let book = Kitaab::open("memory:").await?.my_book().await?;
/// book.deeds().add(NewDeed::count("Qur'an", Category::Hasanaat).unit("pages")).await?;
/// let seen = book.ledger().checkpoint().await?;
///
/// book.ledger().undo().await?;
/// assert!(book.catalogue().await?.deeds.is_empty());
/// book.ledger().redo().await?;
///
/// // The chain holds, what the book shows follows from it, and it goes on from what was seen before.
/// let report = book.ledger().verify(Some(seen)).await?;
/// assert_eq!(report.commits, 3);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Ledger<'b> {
    book: &'b Book,
}

impl Book {
    /// Its ledger.
    pub fn ledger(&self) -> Ledger<'_> {
        Ledger { book: self }
    }
}

impl Ledger<'_> {
    /// Where the ledger stands: to be kept elsewhere, and shown to [`Ledger::verify`] later.
    pub async fn checkpoint(self) -> Result<Checkpoint> {
        self.book.owners_alone("reading the ledger").await?;
        let head = self.book.head().await?;
        Ok(Checkpoint { seq: head.seq, link: head.link })
    }

    /// Who wrote when, newest first: the headers of at most `limit` commits, before the commit `before` if one is
    /// given.
    ///
    /// # Errors
    /// `invalid` for a limit that is not from 1 to 10,000.
    pub async fn commits(self, before: Option<u64>, limit: u32) -> Result<Vec<(u64, Header)>> {
        Ok(self.book.store().headers(&self.book.context(), self.book.owner(), before, limit).await?)
    }

    /// The next commits after one, in order; none at the end.
    async fn commits_after(self, after: u64) -> Result<Vec<StoredCommit>> {
        Ok(self.book.store().commits(&self.book.context(), self.book.owner(), after, PAGE).await?)
    }

    /// What the book held before a commit, replayed from the beginning.
    async fn state_before(self, seq: u64) -> Result<State> {
        let mut state = State::new(self.book.owner());
        let mut at = 0;
        while at + 1 < seq {
            let page = self.commits_after(at).await?;
            if page.is_empty() {
                break;
            }
            for stored in page.iter().take_while(|stored| stored.seq < seq) {
                state.apply(&stored.commit, stored.seq)?;
            }
            at = page.last().map_or(seq, |last| last.seq);
        }
        Ok(state)
    }
}
