//! Targets: goals over fixed dates.

use crate::day::{Day, DayRange};
use crate::error::{Error, Result};
use crate::id::TargetId;
use crate::record::record;
use crate::rule::Condition;
use crate::text::{Description, Title};

/// The longest target, in days.
pub const MAX_TARGET_DAYS: usize = 3_660;

record! {
    /// A goal over fixed dates that may span many deeds. All its conditions must be met.
    record Target(TargetId), kind target;
    /// What to set of a [`Target`].
    patch TargetPatch;
    {
        /// Its title; with the first day unique in the book.
        0 title: Title,
        /// What it means.
        1 description: Option<Description> = None,
        /// The first day that counts.
        2 first_day: Day,
        /// The last day that counts.
        3 last_day: Day,
        /// What must be met over these dates, 1 to 256 conditions.
        4 items: Vec<Condition>,
        /// Whether it is in use.
        5 active: bool = true,
    }
}

impl Target {
    /// Its dates, checked: the last not before the first, at most 3,660 days.
    pub fn check_days(first_day: Day, last_day: Day) -> Result<DayRange> {
        let days = DayRange::new(first_day, last_day)?;
        if days.count() > MAX_TARGET_DAYS {
            return Err(Error::invalid("last_day", "must be at most 3660 days from the first", days.count()));
        }
        Ok(days)
    }
}
