//! Reading for evaluation: the structure of a book and its records, of one moment.

use std::sync::Arc;

use kitaab_core::{Catalogue, DayRange, Error, ItemId, Kind, Records};

use crate::book::Book;
use crate::error::Result;

/// How often a reading is tried while others change the structure of the book.
const TRIES: u32 = 64;

/// What to read.
pub(crate) struct Wanted {
    pub(crate) items: Vec<ItemId>,
    pub(crate) days: DayRange,
}

/// The structure of a book and records that were read while it held.
#[derive(Debug)]
pub(crate) struct Snapshot {
    pub(crate) catalogue: Arc<Catalogue>,
    pub(crate) records: Records,
}

impl Book {
    /// Reads the records that `want` asks for, given the catalogue; it is asked again if that was out of
    /// date.
    ///
    /// The records are read first, and the head after them: catalogue versions only rise, so that a
    /// catalogue which is current then was so as the records were read.
    pub(crate) async fn snapshot(&self, mut want: impl FnMut(&Catalogue) -> Result<Wanted> + Send) -> Result<Snapshot> {
        self.read_snapshot(&mut want, false).await
    }

    /// The same, of very many entries.
    pub(crate) async fn snapshot_in_bulk(
        &self,
        mut want: impl FnMut(&Catalogue) -> Result<Wanted> + Send,
    ) -> Result<Snapshot> {
        self.read_snapshot(&mut want, true).await
    }

    async fn read_snapshot(
        &self,
        want: &mut (dyn FnMut(&Catalogue) -> Result<Wanted> + Send),
        in_bulk: bool,
    ) -> Result<Snapshot> {
        for _ in 0..TRIES {
            let catalogue = self.known_catalogue().await?;
            let wanted = want(&catalogue);
            let records = match &wanted {
                Ok(Wanted { items, days }) if in_bulk => {
                    Some(self.store().records_in_bulk(&self.context(), self.owner(), items, *days).await?)
                }
                Ok(wanted) => Some(self.records(&wanted.items, wanted.days).await?),
                Err(_) => None,
            };
            let head = self.head().await?;
            if Arc::ptr_eq(&catalogue, &self.catalogue_at(&head).await?) {
                match (wanted, records) {
                    (Err(error), _) => return Err(error),
                    (Ok(_), Some(records)) => return Ok(Snapshot { catalogue, records }),
                    (Ok(_), None) => {}
                }
            }
        }
        Err(Error::conflict(Kind::Book, "others keep changing it: try again when they are done").into())
    }

    /// The records of some items over some days.
    pub(crate) async fn records(&self, items: &[ItemId], days: DayRange) -> Result<Records> {
        Ok(self.store().records(&self.context(), self.owner(), items, days).await?)
    }
}
