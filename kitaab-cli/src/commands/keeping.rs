//! What keeps a book sound.

use kitaab::Book;
use serde::Serialize;

use crate::app::App;
use crate::failure::Result;

/// How long the ledger is.
#[derive(Debug, Serialize)]
pub(crate) struct Verified {
    commits: u64,
}

impl Verified {
    pub(crate) async fn of(book: &Book, _app: &App) -> Result<Self> {
        Ok(Self { commits: book.head().await?.seq })
    }

    pub(crate) fn told(&self) -> String {
        format!("{} commits", self.commits)
    }
}
