//! Reminders, as data: the SDK sends nothing itself.

use minicbor::{Decode, Encode};

use crate::day::Day;
use crate::error::{Error, Result};
use crate::id::{ItemId, ReminderId};
use crate::record::record;
use crate::schedule::Schedule;
use crate::text::{Description, Title};
use crate::time::Timestamp;

/// When a reminder is due, by the clocks of the owner's zone as it is then.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ReminderTime {
    /// Once.
    #[n(0)]
    Once {
        /// On this date of the calendar.
        #[n(0)]
        day: Day,
        /// So many minutes after midnight, 0 to 1,439.
        #[n(1)]
        minute: u16,
    },
    /// At a time of day, on the days of a schedule.
    #[n(1)]
    Recurring {
        /// So many minutes after midnight, 0 to 1,439.
        #[n(0)]
        minute: u16,
        /// On which days.
        #[n(1)]
        schedule: Schedule,
    },
}

impl ReminderTime {
    /// The minutes after midnight.
    pub const fn minute(&self) -> u16 {
        match self {
            Self::Once { minute, .. } | Self::Recurring { minute, .. } => *minute,
        }
    }

    /// Checks the time of day and the schedule.
    pub fn check(&self) -> Result<()> {
        if self.minute() >= 1_440 {
            return Err(Error::invalid("time.minute", "must be from 0 to 1439 minutes after midnight", self.minute()));
        }
        match self {
            Self::Recurring { schedule, .. } => schedule.check(),
            Self::Once { .. } => Ok(()),
        }
    }
}

record! {
    /// Something to be reminded of.
    record Reminder(ReminderId), kind reminder;
    /// What to set of a [`Reminder`].
    patch ReminderPatch;
    {
        /// What it is about.
        0 title: Title,
        /// More words.
        1 text: Option<Description> = None,
        /// The item it belongs to; it is silent once the day's entry is there, and on exempt days.
        2 item: Option<ItemId> = None,
        /// From 1, the most urgent, to 5.
        3 priority: u8 = 3,
        /// When it is due.
        4 time: ReminderTime,
        /// Whether it is in use.
        5 active: bool = true,
        /// When a one-off was completed.
        6 completed_at: Option<Timestamp> = None,
        /// Until when a one-off is put off.
        7 snoozed_until: Option<Timestamp> = None,
    }
}
