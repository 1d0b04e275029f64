//! The owner's settings.

use crate::day::Day;
use crate::error::Result;
use crate::id::UserId;
use crate::record::record;
use crate::time::{DayStart, Timestamp, today};
use crate::zone::Zone;

record! {
    /// What a book's owner has set. Changing it never moves an entry: with each commit the zone and
    /// day start that it was written under are kept. Its id is the owner's.
    record Settings(UserId), kind settings;
    /// What to set of the [`Settings`].
    patch SettingsPatch;
    {
        /// The zone the owner lives in.
        0 zone: Zone = Zone::UTC,
        /// When the owner's days start.
        1 day_start: DayStart = DayStart::MIDNIGHT,
        /// The first day of the owner's week: 0 = Monday … 6 = Sunday.
        2 first_weekday: u8 = 0,
    }
}

impl Settings {
    /// What holds in a book in which nothing was set: UTC, midnight, Monday.
    pub const fn new(owner: UserId) -> Self {
        Self { id: owner, zone: Zone::UTC, day_start: DayStart::MIDNIGHT, first_weekday: 0 }
    }

    /// The owner's today at `now`.
    pub fn today(&self, now: Timestamp) -> Result<Day> {
        today(now, self.zone, self.day_start)
    }
}
