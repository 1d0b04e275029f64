//! Make-ups (*qada*): what is owed for missed days.

use kitaab_core::{Day, DayRange, Error, Evaluator, ItemId, Kind, MakeUpBalance};

use super::Entries;
use crate::committed::Committed;
use crate::error::Result;
use crate::snapshot::Wanted;

impl Entries<'_> {
    /// Records that so many make-ups of an item were done on a day, on top of those recorded for it.
    ///
    /// # Errors
    /// `conflict` for an item whose missed days are not owed (see [`crate::Items::set_make_up`]),
    /// `invalid` for a count of 0 or a day after the owner's tomorrow.
    pub async fn make_up(self, item: ItemId, day: Day, count: u32) -> Result<Committed> {
        self.book.change(|now| now.catalogue.record_make_up(item, day, count, now.today)).await
    }

    /// Sets how many make-ups of an item were done on a day.
    ///
    /// # Errors
    /// As [`Entries::make_up`].
    pub async fn put_make_up(self, item: ItemId, day: Day, count: u32) -> Result<Committed> {
        self.book.change(|now| now.catalogue.put_make_up(item, day, count, now.today)).await
    }

    /// Removes what was recorded of make-ups for a day.
    ///
    /// # Errors
    /// `not_found` if there is nothing.
    pub async fn remove_make_up(self, item: ItemId, day: Day) -> Result<Committed> {
        let (book, context) = (self.book, self.book.context());
        let mut writing = book.writing();
        loop {
            let now = writing.situation().await?;
            let exists = book.store().make_ups(&context, book.owner(), item).await?.contains_key(&day);
            match now.catalogue.remove_make_up(item, day, exists) {
                Ok(changes) => {
                    if let Some(done) = writing.apply(changes.into(), ()).await? {
                        return Ok(done.committed);
                    }
                }
                Err(error) => writing.refused(error).await?,
            }
        }
    }

    /// Confirms that the due days up to `until` on which nothing was logged were missed, so that they are
    /// owed.
    ///
    /// # Errors
    /// `invalid` for a day that is not over; `conflict` for an item whose missed days are not owed.
    pub async fn confirm_missed(self, item: ItemId, until: Day) -> Result<Committed> {
        self.book.change(|now| now.catalogue.confirm_missed(item, until, now.today)).await
    }

    /// What is owed of an item today.
    ///
    /// # Errors
    /// `conflict` for an item whose missed days are not owed, `not_found` for the item.
    pub async fn make_up_balance(self, item: ItemId) -> Result<MakeUpBalance> {
        let now = self.book.shared().time.now();
        let snapshot = self
            .book
            .snapshot(|catalogue| {
                let today = catalogue.settings.today(now)?;
                let policy = catalogue.item(item)?.make_up.as_ref();
                let from = policy.ok_or_else(|| Error::conflict(Kind::MakeUp, "its missed days are not owed"))?.from;
                // Days are reckoned up to yesterday; with none to reckon, any day will do.
                let days = DayRange::new(from, today.saturating_plus(-1)).unwrap_or(DayRange::single(today));
                Ok(Wanted { items: vec![item], days })
            })
            .await?;
        let done = self.book.store().make_ups(&self.book.context(), self.book.owner(), item).await?;
        let today = snapshot.catalogue.settings.today(now)?;
        Ok(Evaluator::new(&snapshot.catalogue, &snapshot.records).balance(item, &done, today)?)
    }
}
