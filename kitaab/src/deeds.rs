//! Deeds: what is practised, and how it is measured.

use kitaab_core::{Catalogue, Day, DeedId, DeedPatch, GroupId, NewDeed};

use crate::book::Book;
use crate::committed::{Added, Committed};
use crate::deed_view::DeedView;
use crate::error::Result;

/// The deeds of a book.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> kitaab::Result<()> {
/// # let book = kitaab::Kitaab::open("memory:").await?.my_book().await?;
/// use kitaab::{Category::Hasanaat, NewDeed};
/// let salah = book
///     .deeds()
///     .add(
///         NewDeed::scale("Salah", Hasanaat)
///             .values(["missed", "late", "on time", "in congregation"])
///             .items(["Fajr", "Zuhr", "Asr", "Maghrib", "Isha"]),
///     )
///     .await?;
/// let today = book.today().await?;
/// book.entries().put(salah["Fajr"], today, "on time").await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Deeds<'b> {
    book: &'b Book,
}

impl Book {
    /// Its deeds.
    pub fn deeds(&self) -> Deeds<'_> {
        Deeds { book: self }
    }
}

impl Deeds<'_> {
    /// Makes a deed with its scale and items, after the others.
    ///
    /// # Errors
    /// `invalid` for a part that breaks a rule, named as in `items[2].name`; `not_found` for its group.
    pub async fn add(self, new: NewDeed) -> Result<Added<DeedView>> {
        let done = self.book.commit(|now, ids| now.catalogue.add_deed(&new, now.today, ids)).await?;
        let added = DeedView::of(&done.catalogue, done.made, self.today(&done.catalogue)?)?;
        Ok(Added { added, committed: done.committed })
    }

    /// Makes several deeds, after the others and in their order, as one commit.
    ///
    /// # Errors
    /// As [`Deeds::add`], the place in front: `deeds[3].name`. Nothing is made then.
    pub async fn add_all(self, new: Vec<NewDeed>) -> Result<Added<Vec<DeedView>>> {
        let done = self.book.commit(|now, ids| now.catalogue.add_deeds(&new, now.today, ids)).await?;
        let today = self.today(&done.catalogue)?;
        let views = done.made.iter().map(|id| DeedView::of(&done.catalogue, *id, today));
        Ok(Added { added: views.collect::<Result<_, _>>()?, committed: done.committed })
    }

    /// A deed with its items.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn get(self, id: DeedId) -> Result<DeedView> {
        let catalogue = self.book.catalogue().await?;
        Ok(DeedView::of(&catalogue, id, self.today(&catalogue)?)?)
    }

    /// All deeds in their order, archived and hidden ones too.
    pub async fn list(self) -> Result<Vec<DeedView>> {
        let catalogue = self.book.catalogue().await?;
        let today = self.today(&catalogue)?;
        let views = catalogue.deeds_in_order().into_iter().map(|deed| DeedView::of(&catalogue, deed.id, today));
        Ok(views.collect::<Result<_, _>>()?)
    }

    /// Edits a deed: its unit, its group, and, as long as there are no entries, category and measure.
    ///
    /// # Errors
    /// `conflict` for another category or measure once there are entries, or while a rule relies on it.
    pub async fn edit(self, id: DeedId, patch: DeedPatch) -> Result<Committed> {
        if patch.category.is_none() && patch.measure.is_none() {
            // Whether there are entries matters to these two only.
            return self.book.change(|now| now.catalogue.edit_deed(id, patch.clone(), true)).await;
        }
        let mut writing = self.book.writing();
        loop {
            let now = writing.situation().await?;
            let items: Vec<_> = now.catalogue.items.values().filter(|i| i.deed == id).map(|i| i.id).collect();
            let has_entries = self.book.store().has_entries(&self.book.context(), self.book.owner(), &items).await?;
            match now.catalogue.edit_deed(id, patch.clone(), has_entries) {
                Ok(changes) => {
                    if let Some(done) = writing.apply(changes.into(), ()).await? {
                        return Ok(done.committed);
                    }
                }
                Err(error) => writing.refused(error).await?,
            }
        }
    }

    /// Renames a deed, and with it its root item.
    pub async fn rename(self, id: DeedId, name: impl AsRef<str> + Send) -> Result<Committed> {
        let name = name.as_ref();
        self.book.change(|now| now.catalogue.rename_deed(id, name)).await
    }

    /// Shows a deed in a group, or in none.
    pub async fn assign_group(self, id: DeedId, group: impl Into<Option<GroupId>>) -> Result<Committed> {
        let group = group.into();
        self.book.change(|now| now.catalogue.assign_group(id, group)).await
    }

    /// Puts the deeds into a complete new order. Archived ones may be left out; they come last.
    pub async fn reorder(self, order: &[DeedId]) -> Result<Committed> {
        self.book.change(|now| now.catalogue.reorder_deeds(order, now.today)).await
    }

    /// Archives a deed with all its items: not due from that day on, history kept.
    pub async fn archive(self, id: DeedId, from: Day) -> Result<Committed> {
        self.book.change(|now| now.catalogue.archive_deed(id, from, now.today)).await
    }

    /// Makes an archived deed live again.
    pub async fn restore(self, id: DeedId) -> Result<Committed> {
        self.book.change(|now| now.catalogue.restore_deed(id, now.today)).await
    }

    /// The owner's today: one for all deeds of an answer.
    fn today(self, catalogue: &Catalogue) -> Result<Day> {
        Ok(catalogue.settings.today(self.book.shared().time.now())?)
    }
}
