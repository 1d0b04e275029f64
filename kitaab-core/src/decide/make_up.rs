//! Make-ups: how they are reckoned, what was made up, and what was settled by fidya.

use super::not_after_tomorrow;
use crate::catalogue::Catalogue;
use crate::change::{Change, MakeUpWrite, RecordKey};
use crate::day::Day;
use crate::error::{Error, Kind, Result};
use crate::id::ItemId;
use crate::item::ItemPatch;
use crate::make_up::{FidyaRate, MakeUpPolicy};

impl Catalogue {
    /// Sets how an item's make-ups are reckoned; none if missed days are not owed.
    ///
    /// # Errors
    /// `invalid` for what breaks a rule of a policy: [`MakeUpPolicy::check`].
    pub fn set_make_up_policy(&self, item: ItemId, policy: Option<MakeUpPolicy>, today: Day) -> Result<Vec<Change>> {
        policy.iter().try_for_each(|policy| policy.check(today))?;
        self.reckoned(item, policy)
    }

    fn reckoned(&self, item: ItemId, policy: Option<MakeUpPolicy>) -> Result<Vec<Change>> {
        self.item_changes([(item, ItemPatch { make_up: Some(policy), ..ItemPatch::default() })])
    }

    /// Sets how many were owed when the reckoning began; all else about it stays.
    ///
    /// # Errors
    /// `conflict` for an item without make-ups.
    pub fn set_opening(&self, item: ItemId, opening: u32) -> Result<Vec<Change>> {
        let policy = self.make_up_policy(item)?.clone();
        self.reckoned(item, Some(MakeUpPolicy { opening, ..policy }))
    }

    /// Sets what is given as fidya for one owed day, or that none is; all else about the make-ups stays.
    ///
    /// # Errors
    /// `invalid` for an amount of 0; `conflict` for an item without make-ups.
    pub fn set_fidya_rate(&self, item: ItemId, rate: Option<FidyaRate>) -> Result<Vec<Change>> {
        rate.iter().try_for_each(FidyaRate::check)?;
        let policy = self.make_up_policy(item)?.clone();
        self.reckoned(item, Some(MakeUpPolicy { fidya: rate, ..policy }))
    }

    /// Confirms that the due days up to `until` on which nothing was logged were missed, so that they
    /// are owed. What was confirmed beyond that stays.
    ///
    /// # Errors
    /// `invalid` for a day that is not over; `conflict` for an item without make-ups.
    pub fn confirm_missed(&self, item: ItemId, until: Day, today: Day) -> Result<Vec<Change>> {
        let policy = self.make_up_policy(item)?.clone();
        if until >= today {
            return Err(Error::invalid("until", "must be before today", until));
        }
        let until = policy.unlogged_confirmed_until.map_or(until, |confirmed| confirmed.max(until));
        self.reckoned(item, Some(policy.confirmed_until(until)))
    }

    /// Takes back that the due days from `from` on, on which nothing was logged, were missed: they are unknown
    /// again, and not owed.
    ///
    /// # Errors
    /// `conflict` for an item without make-ups.
    pub fn unconfirm_missed(&self, item: ItemId, from: Day) -> Result<Vec<Change>> {
        let policy = self.make_up_policy(item)?.clone();
        let still = from.previous().filter(|until| *until >= policy.from);
        let unlogged_confirmed_until = policy.unlogged_confirmed_until.and_then(|until| Some(until.min(still?)));
        self.reckoned(item, Some(MakeUpPolicy { unlogged_confirmed_until, ..policy }))
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

    /// Records that so many owed days were settled by fidya on a day, on top of those recorded for it.
    ///
    /// # Errors
    /// As [`Catalogue::record_make_up`].
    pub fn record_fidya(&self, item: ItemId, day: Day, count: u32, today: Day) -> Result<Vec<Change>> {
        self.check_make_up(item, day, count, today)?;
        Ok(vec![Change::Fidya { item, day, count: MakeUpWrite::Add(count.into()) }])
    }

    /// Sets how many owed days were settled by fidya on a day.
    ///
    /// # Errors
    /// As [`Catalogue::record_make_up`].
    pub fn put_fidya(&self, item: ItemId, day: Day, count: u32, today: Day) -> Result<Vec<Change>> {
        self.check_make_up(item, day, count, today)?;
        Ok(vec![Change::Fidya { item, day, count: MakeUpWrite::Put(count) }])
    }

    /// Removes what was recorded of fidya for a day.
    pub fn remove_fidya(&self, item: ItemId, day: Day, exists: bool) -> Result<Vec<Change>> {
        self.item(item)?;
        let key = RecordKey::Fidya(item, day);
        if exists { Ok(vec![Change::Remove(key)]) } else { Err(Error::not_found(Kind::Fidya, key)) }
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
