//! Exemptions: spans of days on which some items are not required.

use kitaab_core::{Day, Exemption, ExemptionId, ExemptionPatch, NewExemption};

use crate::book::Book;
use crate::committed::{Added, Committed};
use crate::error::Result;

/// The exemptions of a book. Never visible to others.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> kitaab::Result<()> {
/// # let book = kitaab::Kitaab::open("memory:").await?.my_book().await?;
/// # let today = book.today().await?;
/// use kitaab::{NewExemption, Reason, Scope};
/// let travel = book.exemptions().add(NewExemption::new(Scope::Hasanaat, Reason::Travel, today)).await?;
/// book.exemptions().end(travel.id, today).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Exemptions<'b> {
    book: &'b Book,
}

impl Book {
    /// Its exemptions.
    pub fn exemptions(&self) -> Exemptions<'_> {
        Exemptions { book: self }
    }
}

impl Exemptions<'_> {
    /// Makes an exemption: open, unless its last day is given.
    ///
    /// # Errors
    /// `invalid` for a last day before the first; `not_found` for the deed or item.
    pub async fn add(self, new: NewExemption) -> Result<Added<Exemption>> {
        let done = self.book.commit(|now, ids| now.catalogue.add_exemption(&new, ids)).await?;
        Ok(Added { added: done.catalogue.exemption(done.made)?.clone(), committed: done.committed })
    }

    /// All exemptions, the latest first.
    pub async fn list(self) -> Result<Vec<Exemption>> {
        let catalogue = self.book.catalogue().await?;
        let mut exemptions: Vec<Exemption> = catalogue.exemptions.values().cloned().collect();
        exemptions.sort_by_key(|exemption| (std::cmp::Reverse(exemption.first_day), exemption.id));
        Ok(exemptions)
    }

    /// Edits an exemption.
    pub async fn edit(self, id: ExemptionId, patch: ExemptionPatch) -> Result<Committed> {
        self.book.change(|now| now.catalogue.edit_exemption(id, patch.clone())).await
    }

    /// Ends an exemption with a last day, be it open or not.
    pub async fn end(self, id: ExemptionId, last_day: Day) -> Result<Committed> {
        self.book.change(|now| now.catalogue.end_exemption(id, last_day)).await
    }

    /// Removes an exemption.
    pub async fn remove(self, id: ExemptionId) -> Result<Committed> {
        self.book.change(|now| now.catalogue.remove_exemption(id)).await
    }
}
