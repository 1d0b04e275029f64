//! Scales: the values that deeds are judged by, in versions.

use kitaab_core::{DeedId, Scale, ScaleId, ScaleValue};

use crate::book::Book;
use crate::committed::{Added, Committed};
use crate::error::Result;

/// The scales of a book's deeds.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> kitaab::Result<()> {
/// # let book = kitaab::Kitaab::open("memory:").await?.my_book().await?;
/// # use kitaab::{Category::Hasanaat, NewDeed};
/// let duha = book.deeds().add(NewDeed::scale("Duha", Hasanaat)).await?;
/// let values = kitaab::scored_values([("No", 0), ("Two", 1), ("Four or more", 3)])?;
/// let scale = book.scales().redefine(duha.id, values, None).await?;
/// assert_eq!(scale.version, 2);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Scales<'b> {
    book: &'b Book,
}

impl Book {
    /// The scales of its deeds.
    pub fn scales(&self) -> Scales<'_> {
        Scales { book: self }
    }
}

impl Scales<'_> {
    /// The versions of a deed's scale, in order of their numbers; none for a counted deed.
    pub async fn versions(self, deed: DeedId) -> Result<Vec<Scale>> {
        let catalogue = self.book.catalogue().await?;
        catalogue.deed(deed)?;
        Ok(catalogue.scale_versions(deed).into_iter().cloned().collect())
    }

    /// Makes the next version of a deed's scale, active from today on. Entries keep the values they
    /// were given.
    ///
    /// `mapping` tells for each value of the version before, by position, which one it is now, if any;
    /// without it, the one with the same label.
    ///
    /// # Errors
    /// `invalid` for values that are no scale, a mapping that does not fit, or a counted deed.
    pub async fn redefine(
        self,
        deed: DeedId,
        values: Vec<ScaleValue>,
        mapping: Option<Vec<Option<u8>>>,
    ) -> Result<Added<Scale>> {
        let done = self
            .book
            .commit(|now, ids| {
                let id = ScaleId::new(ids());
                let (values, mapping) = (values.clone(), mapping.clone());
                Ok((id, now.catalogue.redefine_scale(deed, values, mapping, now.today, id)?))
            })
            .await?;
        Ok(Added { added: done.catalogue.scale(done.made)?.clone(), committed: done.committed })
    }

    /// Corrects the spelling of a version's labels, in order: what was recorded by it then reads that
    /// way. Neither version nor scores change.
    pub async fn correct_labels(self, id: ScaleId, labels: &[&str]) -> Result<Committed> {
        self.book.change(|now| now.catalogue.correct_labels(id, labels)).await
    }
}
