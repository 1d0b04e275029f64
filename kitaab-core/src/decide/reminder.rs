//! Reminders, as data.

use uuid::Uuid;

use super::{fresh, keep, kept};
use crate::catalogue::Catalogue;
use crate::change::{Change, RecordKey};
use crate::day::Day;
use crate::error::{Error, Kind, Result};
use crate::id::{ItemId, ReminderId};
use crate::reminder::{Reminder, ReminderPatch, ReminderTime};
use crate::schedule::Schedule;
use crate::text::{Description, Title};
use crate::time::Timestamp;

/// A reminder to be made.
#[derive(Clone, Debug)]
#[must_use]
pub struct NewReminder {
    patch: ReminderPatch,
    error: Option<Error>,
}

impl NewReminder {
    fn new(title: impl AsRef<str>, time: ReminderTime) -> Self {
        let mut error = None;
        let title = keep(&mut error, Title::new(title));
        Self { patch: ReminderPatch { title, time: Some(time), ..ReminderPatch::default() }, error }
    }

    /// A reminder for one time: a date, and minutes after midnight.
    pub fn once(title: impl AsRef<str>, day: Day, minute: u16) -> Self {
        Self::new(title, ReminderTime::Once { day, minute })
    }

    /// A reminder that recurs on the days of a schedule, so many minutes after midnight.
    pub fn recurring(title: impl AsRef<str>, minute: u16, schedule: Schedule) -> Self {
        Self::new(title, ReminderTime::Recurring { minute, schedule })
    }

    /// More words.
    pub fn text(mut self, text: impl AsRef<str>) -> Self {
        self.patch.text = keep(&mut self.error, Description::new(text)).map(Some);
        self
    }

    /// The item it belongs to.
    pub fn item(mut self, item: ItemId) -> Self {
        self.patch.item = Some(Some(item));
        self
    }

    /// Its priority: from 1, the most urgent, to 5; 3 where nothing is set.
    pub fn priority(mut self, priority: u8) -> Self {
        self.patch.priority = Some(priority);
        self
    }
}

impl Catalogue {
    /// A reminder, or `not_found`.
    pub fn reminder(&self, id: ReminderId) -> Result<&Reminder> {
        self.reminders.get(&id).ok_or_else(|| Error::not_found(Kind::Reminder, id))
    }

    /// Makes a reminder.
    pub fn add_reminder(&self, new: &NewReminder, ids: &mut dyn FnMut() -> Uuid) -> Result<(ReminderId, Vec<Change>)> {
        kept(new.error.as_ref())?;
        self.check_reminder(&new.patch)?;
        let id = fresh(ids, Kind::Reminder, |id| self.reminders.contains_key(id))?;
        Ok((id, vec![Change::Reminder(id, new.patch.clone())]))
    }

    /// Edits a reminder. A new time makes one that was completed or snoozed due again.
    pub fn edit_reminder(&self, id: ReminderId, patch: ReminderPatch) -> Result<Vec<Change>> {
        let before = self.reminder(id)?;
        if patch.completed_at.is_some() || patch.snoozed_until.is_some() {
            return Err(Error::invalid("reminder", "must be completed and snoozed by their own operations", ""));
        }
        self.check_reminder(&patch)?;
        let mut patch = patch.against(before);
        if patch.time.is_some() {
            patch.completed_at = Some(None);
            patch.snoozed_until = Some(None);
        }
        Ok(reminder_change(before, patch))
    }

    /// Marks a reminder for one time as completed.
    pub fn complete_reminder(&self, id: ReminderId, now: Timestamp) -> Result<Vec<Change>> {
        let before = self.open_once(id)?;
        let patch =
            ReminderPatch { completed_at: Some(Some(now)), snoozed_until: Some(None), ..ReminderPatch::default() };
        Ok(reminder_change(before, patch))
    }

    /// Puts a reminder for one time off until an instant after `now`.
    pub fn snooze_reminder(&self, id: ReminderId, until: Timestamp, now: Timestamp) -> Result<Vec<Change>> {
        let before = self.open_once(id)?;
        if until <= now {
            return Err(Error::invalid("until", "must be after now", until));
        }
        Ok(reminder_change(before, ReminderPatch { snoozed_until: Some(Some(until)), ..ReminderPatch::default() }))
    }

    /// Removes a reminder.
    pub fn remove_reminder(&self, id: ReminderId) -> Result<Vec<Change>> {
        self.reminder(id)?;
        Ok(vec![Change::Remove(RecordKey::Reminder(id))])
    }

    /// A reminder for one time that is not completed.
    fn open_once(&self, id: ReminderId) -> Result<&Reminder> {
        let reminder = self.reminder(id)?;
        match (&reminder.time, reminder.completed_at) {
            (ReminderTime::Recurring { .. }, _) => {
                Err(Error::conflict(Kind::Reminder, "it recurs: only one for one time is completed or snoozed"))
            }
            (ReminderTime::Once { .. }, Some(_)) => Err(Error::conflict(Kind::Reminder, "it is completed already")),
            (ReminderTime::Once { .. }, None) => Ok(reminder),
        }
    }

    fn check_reminder(&self, patch: &ReminderPatch) -> Result<()> {
        if let Some(priority) = patch.priority
            && !(1..=5).contains(&priority)
        {
            return Err(Error::invalid("priority", "must be from 1 to 5", priority));
        }
        if let Some(item) = patch.item.flatten() {
            self.item(item)?;
        }
        patch.time.as_ref().map_or(Ok(()), ReminderTime::check)
    }
}

fn reminder_change(before: &Reminder, patch: ReminderPatch) -> Vec<Change> {
    let patch = patch.against(before);
    if patch.is_empty() { vec![] } else { vec![Change::Reminder(before.id, patch)] }
}
