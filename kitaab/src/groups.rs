//! Groups: deeds shown together.

use kitaab_core::{Group, GroupId};

use crate::book::Book;
use crate::committed::{Added, Committed};
use crate::error::Result;

/// The groups of a book's deeds.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> kitaab::Result<()> {
/// # let book = kitaab::Kitaab::open("memory:").await?.my_book().await?;
/// # use kitaab::{Category::Hasanaat, NewDeed};
/// let morning = book.groups().add("Morning").await?;
/// book.deeds().add(NewDeed::scale("Adhkar", Hasanaat).group(morning.id)).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Groups<'b> {
    book: &'b Book,
}

impl Book {
    /// The groups of its deeds.
    pub fn groups(&self) -> Groups<'_> {
        Groups { book: self }
    }
}

impl Groups<'_> {
    /// Makes a group, after the others.
    pub async fn add(self, name: impl AsRef<str> + Send) -> Result<Added<Group>> {
        let name = name.as_ref();
        let done = self.book.commit(|now, ids| now.catalogue.add_group(name, ids)).await?;
        Ok(Added { added: done.catalogue.group(done.made)?.clone(), committed: done.committed })
    }

    /// All groups in their order.
    pub async fn list(self) -> Result<Vec<Group>> {
        Ok(self.book.catalogue().await?.groups_in_order().into_iter().cloned().collect())
    }

    /// Renames a group.
    pub async fn rename(self, id: GroupId, name: impl AsRef<str> + Send) -> Result<Committed> {
        let name = name.as_ref();
        self.book.change(|now| now.catalogue.rename_group(id, name)).await
    }

    /// Puts the groups into a complete new order.
    pub async fn reorder(self, order: &[GroupId]) -> Result<Committed> {
        self.book.change(|now| now.catalogue.reorder_groups(order)).await
    }

    /// Removes a group; its deeds are then in none.
    pub async fn remove(self, id: GroupId) -> Result<Committed> {
        self.book.change(|now| now.catalogue.remove_group(id)).await
    }
}
