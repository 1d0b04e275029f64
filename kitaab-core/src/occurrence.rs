//! When reminders are due: their occurrences in a stretch of time, and which of them are silent.

use crate::calendar::Calendar;
use crate::catalogue::Catalogue;
use crate::day::{Day, DayRange};
use crate::error::Result;
use crate::evaluate::Evaluator;
use crate::id::{ItemId, ReminderId};
use crate::reminder::{Reminder, ReminderTime};
use crate::time::Timestamp;
use crate::zone::Zone;

/// For when a reminder was set. Together with the reminder it names one occurrence, whatever zone the
/// owner is in by then: a reminder at 04:50 that was given in Riyadh is not given again for the same
/// day as they land in London.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Slot {
    /// For a date and a time that clocks show.
    Planned {
        /// The date.
        day: Day,
        /// The minutes after midnight.
        minute: u16,
    },
    /// For the instant that a one-off was put off to.
    PutOff(Timestamp),
}

/// One time at which a reminder is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Occurrence {
    /// The instant.
    pub at: Timestamp,
    /// The reminder.
    pub reminder: ReminderId,
    /// What it was set for.
    pub slot: Slot,
}

impl Reminder {
    /// The instants after `after`, and up to and at `until`, at which it is due by the clocks of `zone`,
    /// in order. Nothing for one that is not in use or is completed; one that was put off is due at the
    /// instant it was put off to, and not before.
    ///
    /// A time that a clock change skips is due at the change, one that it repeats the first time. The
    /// days of a schedule are the dates that clocks show, whenever the owner's days begin.
    ///
    /// # Errors
    /// `invalid` for an instant before 1900 or after 2100.
    pub fn occurrences(
        &self,
        calendar: &Calendar,
        zone: Zone,
        after: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<Occurrence>> {
        if !self.active || self.completed_at.is_some() {
            return Ok(Vec::new());
        }
        let planned = |day: Day, minute: u16| {
            let local = day.date().and_time(chrono::NaiveTime::MIN) + chrono::TimeDelta::minutes(minute.into());
            Occurrence { at: zone.first_instant(local), reminder: self.id, slot: Slot::Planned { day, minute } }
        };
        let mut found = match (&self.time, self.snoozed_until) {
            (ReminderTime::Once { .. }, Some(at)) => {
                vec![Occurrence { at, reminder: self.id, slot: Slot::PutOff(at) }]
            }
            (ReminderTime::Once { day, minute }, None) => vec![planned(*day, *minute)],
            (ReminderTime::Recurring { minute, schedule }, _) => dates_around(zone, after, until)?
                .days()
                .filter(|day| schedule.names(*day, calendar))
                .map(|day| planned(day, *minute))
                .collect(),
        };
        found.retain(|occurrence| after < occurrence.at && occurrence.at <= until);
        Ok(found)
    }
}

/// The dates whose times of day may fall between two instants. A date that a zone skips stands at the
/// change, up to a day from where its neighbours do; hence one more on either side.
fn dates_around(zone: Zone, after: Timestamp, until: Timestamp) -> Result<DayRange> {
    let shown = |instant: Timestamp| Day::from_date(zone.local(instant).date());
    let (first, last) = (shown(after)?, shown(until.max(after))?);
    DayRange::new(first.plus(-2).unwrap_or(Day::MIN), last.plus(2).unwrap_or(Day::MAX))
}

impl Catalogue {
    /// All occurrences of all its reminders after `after`, and up to and at `until`, in order; those that
    /// are silent too (see [`Catalogue::silences`]).
    ///
    /// # Errors
    /// `invalid` for an instant before 1900 or after 2100.
    pub fn occurrences(&self, after: Timestamp, until: Timestamp) -> Result<Vec<Occurrence>> {
        let (calendar, zone) = (self.calendar(), self.settings.zone);
        let mut found = Vec::new();
        for reminder in self.reminders.values() {
            found.extend(reminder.occurrences(&calendar, zone, after, until)?);
        }
        found.sort_unstable();
        Ok(found)
    }

    /// What has to be read to tell which of some occurrences are silent: the items whose entries count,
    /// with those below them, and on which days of the owner. None where nothing has to be.
    ///
    /// # Errors
    /// As [`Catalogue::occurrences`].
    pub fn read_for_silence(&self, occurrences: &[Occurrence]) -> Result<Option<(Vec<ItemId>, DayRange)>> {
        let (mut items, mut days) = (Vec::new(), Vec::new());
        for occurrence in occurrences {
            if let Some(item) = self.silenced_by(occurrence) {
                items.extend(self.subtree(item));
                days.push(self.settings.today(occurrence.at)?);
            }
        }
        items.sort_unstable();
        items.dedup();
        match (days.iter().min(), days.iter().max()) {
            (Some(first), Some(last)) => Ok(Some((items, DayRange::new(*first, *last)?))),
            _ => Ok(None),
        }
    }

    /// The item whose entry silences an occurrence: that of a recurring reminder.
    fn silenced_by(&self, occurrence: &Occurrence) -> Option<ItemId> {
        let reminder = self.reminders.get(&occurrence.reminder)?;
        match reminder.time {
            ReminderTime::Recurring { .. } => reminder.item,
            ReminderTime::Once { .. } => None,
        }
    }

    /// Whether an occurrence is silent: its reminder recurs and belongs to an item of which nothing is
    /// left to do on the owner's day that the occurrence falls on. That is so where neither the item nor
    /// any below it is due and without an entry: the entry is there, an exemption lifts the day, the
    /// item's own schedule does not name it, or the item is archived or begins later.
    ///
    /// `evaluator` is of this catalogue, over records of what [`Catalogue::read_for_silence`] tells.
    ///
    /// # Errors
    /// `not_found` for a reminder that the book does not hold, `invalid` for a day outside the records.
    pub fn silences(&self, evaluator: &Evaluator<'_>, occurrence: &Occurrence) -> Result<bool> {
        self.reminder(occurrence.reminder)?;
        let Some(item) = self.silenced_by(occurrence) else { return Ok(false) };
        let day = self.settings.today(occurrence.at)?;
        for item in self.subtree(item) {
            let state = evaluator.day_item(item, day)?;
            if state.due && state.recorded.is_none() {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests;
