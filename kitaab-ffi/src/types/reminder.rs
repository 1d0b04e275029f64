//! Reflections and reminders.

use std::time::Duration;

use super::{Category, Committed, DaySpan, Schedule};
use crate::convert::{InRange, Inward, Outward};
use crate::error::Result;
use crate::scalar::{Day, Int, ItemId, Long, ReminderId, Text, Timestamp};
use crate::types::ROWS;
use crate::types::or_none;

unions! {
    /// When a reminder is due, by the clocks of the owner's zone as it is then.
    union ReminderTime {
        /// Once.
        Once {
            /// On this date.
            day: [Day],
            /// So many minutes after midnight, 0 to 1,439.
            minute: [Int],
        }
        /// At a time of day, on the days of a schedule.
        Recurring {
            /// So many minutes after midnight, 0 to 1,439.
            minute: [Int],
            /// On which days.
            schedule: [Schedule],
        }
    }

    /// For when an occurrence was set.
    union Slot {
        /// For a date and a time that clocks show.
        Planned {
            /// The date.
            day: [Day],
            /// The minutes after midnight.
            minute: [Int],
        }
        /// For the instant that a one-off was put off to.
        PutOff {
            /// The instant.
            until: [Timestamp],
        }
    }
}

records! {
    /// The words written about one day. Never shared.
    record Reflection = kitaab::Reflection {
        /// The day.
        day: [Day],
        /// On good deeds or on bad ones.
        category: [Category],
        /// The words.
        @private text: [Text],
        /// The ledger's sequence number of its last change.
        revision: [Long],
    }

    /// Where a list of reflections goes on.
    record ReflectionCursor {
        /// The day of the last one.
        day: [Day],
        /// Its category.
        category: [Category],
    }

    /// Which reflections to list: all of them, a thousand at once, unless told otherwise.
    record ReflectionQuery {
        /// On these days.
        days: [Option<DaySpan>] = None,
        /// Of this category.
        category: [Option<Category>] = None,
        /// After this one in the order of the list.
        after: [Option<ReflectionCursor>] = None,
        /// At most so many, 1 to 10,000.
        limit: [Option<Int>] = None,
    }

    /// Some reflections, and where the next ones are.
    record ReflectionPage {
        /// The reflections, the newest first.
        reflections: [Vec<Reflection>],
        /// What to pass as `after` for the next page; none on the last.
        next: [Option<ReflectionCursor>],
    }

    /// Something to be reminded of.
    record Reminder = kitaab::Reminder {
        /// Its id.
        id: [ReminderId],
        /// What it is about.
        title: [Text],
        /// More words.
        text: [Option<Text>],
        /// The item it belongs to.
        item: [Option<ItemId>],
        /// From 1, the most urgent, to 5.
        priority: [Int],
        /// When it is due.
        time: [ReminderTime],
        /// Whether it is in use.
        active: [bool],
        /// When a one-off was completed.
        completed_at: [Option<Timestamp>],
        /// Until when a one-off is put off.
        snoozed_until: [Option<Timestamp>],
    }

    /// A reminder that was made.
    record AddedReminder {
        /// The reminder.
        reminder: [Reminder],
        /// The commit.
        committed: [Committed],
    }

    /// A reminder to be made.
    record NewReminder {
        /// What it is about.
        title: [Text],
        /// When it is due.
        time: [ReminderTime],
        /// More words.
        text: [Option<Text>] = None,
        /// The item it belongs to.
        item: [Option<ItemId>] = None,
        /// From 1, the most urgent, to 5; 3 if left out.
        priority: [Option<Int>] = None,
    }

    /// What to change of a reminder; what is left out stays.
    record ReminderEdit {
        /// What it is about.
        title: [Option<Text>] = None,
        /// More words; an empty text takes them away.
        text: [Option<Text>] = None,
        /// From 1, the most urgent, to 5.
        priority: [Option<Int>] = None,
        /// When it is due.
        time: [Option<ReminderTime>] = None,
        /// Whether it is in use.
        active: [Option<bool>] = None,
    }

    /// One time at which a reminder is due.
    record Occurrence {
        /// The instant.
        at: [Timestamp],
        /// The reminder.
        reminder: [ReminderId],
        /// What it was set for.
        slot: [Slot],
    }

    /// A reminder to deliver now: the asker's own until the lease ends.
    record DueReminder {
        /// What to remind of.
        reminder: [Reminder],
        /// Which of its occurrences this is.
        occurrence: [Occurrence],
        /// The owner's day that it falls on.
        day: [Day],
        /// When the lease ends: not confirmed by then, it is handed out again.
        until: [Timestamp],
    }

    /// How far back due reminders are looked for, and for how long what is handed out is the asker's.
    record DueOptions {
        /// In seconds, at most five days; a day if left out.
        grace: [Option<Long>] = None,
        /// In seconds, at most five days; five minutes if left out.
        lease: [Option<Long>] = None,
    }
}

impl ReflectionPage {
    pub(crate) fn told(page: kitaab::Page<kitaab::Reflection, (kitaab::Day, kitaab::Category)>) -> Self {
        let cursor = |(day, category): (kitaab::Day, kitaab::Category)| ReflectionCursor {
            day: day.outward(),
            category: category.outward(),
        };
        Self { reflections: page.rows.outward(), next: page.next.map(cursor) }
    }
}

impl Inward<(kitaab::Day, kitaab::Category)> for ReflectionCursor {
    fn inward(self) -> Result<(kitaab::Day, kitaab::Category)> {
        Ok((self.day.inward()?, self.category.inward()?))
    }
}

impl Inward<kitaab::ReflectionQuery> for ReflectionQuery {
    fn inward(self) -> Result<kitaab::ReflectionQuery> {
        let days: Option<kitaab::DayRange> = self.days.inward()?;
        let limit: Option<u32> = self.limit.in_range("limit")?;
        Ok(kitaab::ReflectionQuery {
            days: days.unwrap_or(kitaab::DayRange::ALL),
            category: self.category.inward()?,
            words: Vec::new(),
            after: self.after.inward()?,
            limit: limit.unwrap_or(ROWS),
        })
    }
}

impl Outward<ReminderTime> for kitaab::ReminderTime {
    fn outward(self) -> ReminderTime {
        match self {
            Self::Once { day, minute } => ReminderTime::Once { day: day.outward(), minute: minute.outward() },
            Self::Recurring { minute, schedule } => {
                ReminderTime::Recurring { minute: minute.outward(), schedule: schedule.outward() }
            }
            other => unreachable!("{other:?} is not known to the facade"),
        }
    }
}

impl Inward<kitaab::ReminderTime> for ReminderTime {
    fn inward(self) -> Result<kitaab::ReminderTime> {
        Ok(match self {
            Self::Once { day, minute } => {
                kitaab::ReminderTime::Once { day: day.inward()?, minute: minute.in_range("minute")? }
            }
            Self::Recurring { minute, schedule } => {
                kitaab::ReminderTime::Recurring { minute: minute.in_range("minute")?, schedule: schedule.inward()? }
            }
        })
    }
}

impl Inward<kitaab::NewReminder> for NewReminder {
    fn inward(self) -> Result<kitaab::NewReminder> {
        let mut new = match self.time.inward()? {
            kitaab::ReminderTime::Once { day, minute } => kitaab::NewReminder::once(self.title, day, minute),
            kitaab::ReminderTime::Recurring { minute, schedule } => {
                kitaab::NewReminder::recurring(self.title, minute, schedule)
            }
            other => unreachable!("{other:?} is not known to the facade"),
        };
        if let Some(text) = self.text {
            new = new.text(text);
        }
        if let Some(item) = self.item {
            new = new.item(item.inward()?);
        }
        Ok(match self.priority {
            Some(priority) => new.priority(priority.in_range("priority")?),
            None => new,
        })
    }
}

impl Inward<kitaab::ReminderPatch> for ReminderEdit {
    fn inward(self) -> Result<kitaab::ReminderPatch> {
        Ok(kitaab::ReminderPatch {
            title: self.title.inward()?,
            text: self.text.map(|text| or_none(text).inward()).transpose()?,
            priority: self.priority.in_range("priority")?,
            time: self.time.inward()?,
            active: self.active,
            ..kitaab::ReminderPatch::default()
        })
    }
}

impl Outward<Occurrence> for kitaab::Occurrence {
    fn outward(self) -> Occurrence {
        let slot = match self.slot {
            kitaab::Slot::Planned { day, minute } => Slot::Planned { day: day.outward(), minute: minute.outward() },
            kitaab::Slot::PutOff(until) => Slot::PutOff { until: until.outward() },
        };
        Occurrence { at: self.at.outward(), reminder: self.reminder.outward(), slot }
    }
}

impl Inward<kitaab::Occurrence> for Occurrence {
    fn inward(self) -> Result<kitaab::Occurrence> {
        let slot = match self.slot {
            Slot::Planned { day, minute } => {
                kitaab::Slot::Planned { day: day.inward()?, minute: minute.in_range("minute")? }
            }
            Slot::PutOff { until } => kitaab::Slot::PutOff(until.inward()?),
        };
        Ok(kitaab::Occurrence { at: self.at.inward()?, reminder: self.reminder.inward()?, slot })
    }
}

impl Outward<DueReminder> for kitaab::DueReminder {
    fn outward(self) -> DueReminder {
        DueReminder {
            reminder: self.reminder.outward(),
            occurrence: self.occurrence.outward(),
            day: self.day.outward(),
            until: self.until.outward(),
        }
    }
}

impl DueReminder {
    /// What was handed out, as the SDK knows it.
    ///
    /// # Errors
    /// `not_found` if the reminder is gone.
    pub(crate) fn claimed(self, catalogue: &kitaab::Catalogue) -> Result<kitaab::DueReminder> {
        let reminder = catalogue.reminder(self.occurrence.reminder.inward()?)?.clone();
        Ok(kitaab::DueReminder::claimed(reminder, self.occurrence.inward()?, self.day.inward()?, self.until.inward()?))
    }
}

impl Inward<kitaab::DueOptions> for DueOptions {
    fn inward(self) -> Result<kitaab::DueOptions> {
        let mut options = kitaab::DueOptions::new();
        if let Some(grace) = self.grace {
            options = options.grace(Duration::from_secs(grace.in_range("grace")?));
        }
        Ok(match self.lease {
            Some(lease) => options.lease(Duration::from_secs(lease.in_range("lease")?)),
            None => options,
        })
    }
}
