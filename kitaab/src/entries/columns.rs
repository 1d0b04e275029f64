//! Entries in columns, for those who reckon with many of them at once.

use std::sync::Arc;

use kitaab_core::{Catalogue, DayRange, Records};

use super::Entries;
use crate::error::Result;
use crate::snapshot::{Snapshot, Wanted};

/// The entries of a span in columns, and the structure of the book that they belong to, both of one moment.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Columns {
    /// Names the items, scales and deeds.
    pub catalogue: Arc<Catalogue>,
    /// The values of each item by day, without notes.
    pub records: Records,
}

impl Entries<'_> {
    /// All entries of a span of days in columns, those of archived and hidden items, too: a million of them in
    /// some tenths of a second. Notes are not among them.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> kitaab::Result<()> {
    /// # let book = kitaab::Kitaab::open("memory:").await?.my_book().await?;
    /// # let today = book.today().await?;
    /// use kitaab::{Amount, Category::Hasanaat, DayRange, NewDeed};
    /// let quran = book.deeds().add(NewDeed::count("Qur'an", Hasanaat)).await?.root();
    /// book.entries().put(quran, today, Amount::whole(4)?).await?;
    ///
    /// let columns = book.entries().columns(DayRange::ending(today, 365)).await?;
    /// let series = columns.records.series(quran).unwrap();
    /// assert_eq!(series.days(), [today]);
    /// assert_eq!(columns.catalogue.path_text(quran)?, "Qur'an");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn columns(self, days: DayRange) -> Result<Columns> {
        let all = |catalogue: &Catalogue| Ok(Wanted { items: catalogue.items.keys().copied().collect(), days });
        let Snapshot { catalogue, records } = self.book.snapshot_in_bulk(all).await?;
        Ok(Columns { catalogue, records })
    }
}
