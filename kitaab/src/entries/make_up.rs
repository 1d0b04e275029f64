//! Make-ups (*qada*) and fidya: what is owed for missed days, and what was settled.

use std::collections::BTreeMap;

use kitaab_core::{
    Catalogue, Change, Day, DayRange, Error, Evaluator, ItemId, Kind, MakeUpBalance, MakeUpHistory, Owing, Settled,
};

use super::Entries;
use crate::committed::Committed;
use crate::error::Result;
use crate::snapshot::{Snapshot, Wanted};

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
        self.remove_count(Counted::MakeUps, item, day).await
    }

    /// Records that so many owed days of an item were settled by fidya on a day, on top of those recorded for it.
    /// They are kept apart from make-ups, and reduce what is owed as these do.
    ///
    /// # Errors
    /// As [`Entries::make_up`].
    pub async fn fidya(self, item: ItemId, day: Day, count: u32) -> Result<Committed> {
        self.book.change(|now| now.catalogue.record_fidya(item, day, count, now.today)).await
    }

    /// Sets how many owed days of an item were settled by fidya on a day.
    ///
    /// # Errors
    /// As [`Entries::make_up`].
    pub async fn put_fidya(self, item: ItemId, day: Day, count: u32) -> Result<Committed> {
        self.book.change(|now| now.catalogue.put_fidya(item, day, count, now.today)).await
    }

    /// Removes what was recorded of fidya for a day.
    ///
    /// # Errors
    /// `not_found` if there is nothing.
    pub async fn remove_fidya(self, item: ItemId, day: Day) -> Result<Committed> {
        self.remove_count(Counted::Fidya, item, day).await
    }

    async fn remove_count(self, counted: Counted, item: ItemId, day: Day) -> Result<Committed> {
        let mut writing = self.book.writing();
        loop {
            let now = writing.situation().await?;
            let exists = self.counts(counted, item).await?.contains_key(&day);
            match counted.removal(&now.catalogue, item, day, exists) {
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
    /// owed. What was confirmed beyond that stays.
    ///
    /// # Errors
    /// `invalid` for a day that is not over; `conflict` for an item whose missed days are not owed.
    pub async fn confirm_missed(self, item: ItemId, until: Day) -> Result<Committed> {
        self.book.change(|now| now.catalogue.confirm_missed(item, until, now.today)).await
    }

    /// Takes back that the due days from `from` on, on which nothing was logged, were missed: they are unknown again,
    /// and not owed.
    ///
    /// # Errors
    /// `conflict` for an item whose missed days are not owed.
    pub async fn unconfirm_missed(self, item: ItemId, from: Day) -> Result<Committed> {
        self.book.change(|now| now.catalogue.unconfirm_missed(item, from)).await
    }

    /// The due days before today on which nothing was logged and which are not confirmed as missed, rising: the days
    /// to ask the owner about.
    ///
    /// # Errors
    /// As [`Entries::make_up_balance`].
    pub async fn unconfirmed_days(self, item: ItemId) -> Result<Vec<Day>> {
        let (snapshot, today) = self.days_of_make_ups(item).await?;
        let days = Evaluator::new(&snapshot.catalogue, &snapshot.records).make_up_days(item, today)?;
        Ok(days.into_iter().filter(|(_, owing)| *owing == Owing::Unconfirmed).map(|(day, _)| day).collect())
    }

    /// What is owed of an item today.
    ///
    /// # Errors
    /// `conflict` for an item whose missed days are not owed, `not_found` for the item.
    pub async fn make_up_balance(self, item: ItemId) -> Result<MakeUpBalance> {
        let (snapshot, today) = self.days_of_make_ups(item).await?;
        let settled = self.settled(item).await?;
        Ok(Evaluator::new(&snapshot.catalogue, &snapshot.records).balance(item, &settled, today)?)
    }

    /// How what is owed of an item came about, day by day up to today; it also tells when nothing will be owed any
    /// more ([`MakeUpHistory::projected`]).
    ///
    /// # Errors
    /// As [`Entries::make_up_balance`].
    pub async fn make_up_history(self, item: ItemId) -> Result<MakeUpHistory> {
        let (snapshot, today) = self.days_of_make_ups(item).await?;
        let settled = self.settled(item).await?;
        Ok(Evaluator::new(&snapshot.catalogue, &snapshot.records).make_up_history(item, &settled, today)?)
    }

    /// The records of the days that an item's make-ups are reckoned by, and today.
    async fn days_of_make_ups(self, item: ItemId) -> Result<(Snapshot, Day)> {
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
        let today = snapshot.catalogue.settings.today(now)?;
        Ok((snapshot, today))
    }

    /// What was made up of an item, and what was settled by fidya.
    ///
    /// # Errors
    /// `not_found` for the item.
    pub async fn settled(self, item: ItemId) -> Result<Settled> {
        self.book.catalogue().await?.item(item)?;
        Ok(Settled {
            made_up: self.counts(Counted::MakeUps, item).await?,
            fidya: self.counts(Counted::Fidya, item).await?,
        })
    }

    async fn counts(self, counted: Counted, item: ItemId) -> Result<BTreeMap<Day, u32>> {
        let (store, context, owner) = (self.book.store(), self.book.context(), self.book.owner());
        Ok(match counted {
            Counted::MakeUps => store.make_ups(&context, owner, item).await?,
            Counted::Fidya => store.fidya(&context, owner, item).await?,
        })
    }
}

/// What is counted by item and day.
#[derive(Clone, Copy)]
enum Counted {
    MakeUps,
    Fidya,
}

impl Counted {
    fn removal(self, catalogue: &Catalogue, item: ItemId, day: Day, exists: bool) -> kitaab_core::Result<Vec<Change>> {
        match self {
            Self::MakeUps => catalogue.remove_make_up(item, day, exists),
            Self::Fidya => catalogue.remove_fidya(item, day, exists),
        }
    }
}
