//! Make-ups.

use super::not_after_tomorrow;
use crate::catalogue::Catalogue;
use crate::change::{Change, MakeUpWrite, RecordKey};
use crate::day::Day;
use crate::error::{Error, Kind, Result};
use crate::id::ItemId;
use crate::item::ItemPatch;
use crate::make_up::MakeUpPolicy;

impl Catalogue {
    /// Sets how an item's make-ups are reckoned; none if missed days are not owed.
    pub fn set_make_up_policy(&self, item: ItemId, policy: Option<MakeUpPolicy>) -> Result<Vec<Change>> {
        self.item_changes([(item, ItemPatch { make_up: Some(policy), ..ItemPatch::default() })])
    }

    /// Confirms that the due days up to `until` on which nothing was logged were missed, so that they
    /// are owed.
    ///
    /// # Errors
    /// `invalid` for a day that is not over; `conflict` for an item without make-ups.
    pub fn confirm_missed(&self, item: ItemId, until: Day, today: Day) -> Result<Vec<Change>> {
        let policy = self.make_up_policy(item)?.clone();
        if until >= today {
            return Err(Error::invalid("until", "must be before today", until));
        }
        self.set_make_up_policy(item, Some(policy.confirmed_until(until)))
    }

    /// Records that so many make-ups were done on a day, on top of those recorded for it.
    ///
    /// # Errors
    /// `conflict` for an item without make-ups, `invalid` for a count of 0 or a day after tomorrow.
    pub fn record_make_up(&self, item: ItemId, day: Day, count: u32, today: Day) -> Result<Vec<Change>> {
        self.check_make_up(item, day, count, today)?;
        Ok(vec![Change::MakeUp { item, day, count: MakeUpWrite::Add(count.into()) }])
    }

    /// Sets how many make-ups were done on a day.
    ///
    /// # Errors
    /// As [`Catalogue::record_make_up`].
    pub fn put_make_up(&self, item: ItemId, day: Day, count: u32, today: Day) -> Result<Vec<Change>> {
        self.check_make_up(item, day, count, today)?;
        Ok(vec![Change::MakeUp { item, day, count: MakeUpWrite::Put(count) }])
    }

    /// Removes what was recorded of make-ups for a day.
    pub fn remove_make_up(&self, item: ItemId, day: Day, exists: bool) -> Result<Vec<Change>> {
        self.item(item)?;
        let key = RecordKey::MakeUp(item, day);
        if exists { Ok(vec![Change::Remove(key)]) } else { Err(Error::not_found(Kind::MakeUp, key)) }
    }

    fn check_make_up(&self, item: ItemId, day: Day, count: u32, today: Day) -> Result<()> {
        self.make_up_policy(item)?;
        not_after_tomorrow(day, today)?;
        if count == 0 { Err(Error::invalid("count", "must be above 0", count)) } else { Ok(()) }
    }

    fn make_up_policy(&self, item: ItemId) -> Result<&MakeUpPolicy> {
        let item = self.item(item)?;
        item.make_up.as_ref().ok_or_else(|| {
            Error::conflict(Kind::MakeUp, format!("{} has no make-ups: set how they are reckoned first", item.name))
        })
    }
}
