//! Which reminders are due, and who delivers them.

use std::time::Duration;

use kitaab_core::{
    Change, Day, DayRange, Error, Evaluator, Kind, Occurrence, RecordKey, Reminder, ReminderId, ReminderTime, Timestamp,
};

use super::Reminders;
use crate::error::Result;
use crate::snapshot::Wanted;

/// How many steps of a reminder's history are read at once.
const STEPS: u32 = 16;

/// How far back [`Reminders::due`] looks, and for how long what it hands out is the asker's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueOptions {
    grace: Duration,
    lease: Duration,
}

impl DueOptions {
    /// The most that can be set of either: five days.
    pub const MAX: Duration = Duration::from_hours(5 * 24);

    /// What was due in the last 24 hours, to be confirmed within 5 minutes.
    pub const fn new() -> Self {
        Self { grace: Duration::from_hours(24), lease: Duration::from_mins(5) }
    }

    /// Hands out what was due so long ago at most: whoever was off for longer is spared the rest.
    #[must_use]
    pub const fn grace(mut self, grace: Duration) -> Self {
        self.grace = grace;
        self
    }

    /// Waits so long for a confirmation before handing an occurrence out again.
    #[must_use]
    pub const fn lease(mut self, lease: Duration) -> Self {
        self.lease = lease;
        self
    }

    /// The grace and the lease in microseconds.
    fn micros(self) -> Result<(i64, i64)> {
        let within = |field, length: Duration| {
            let micros = i64::try_from(length.as_micros()).ok().filter(|micros| *micros > 0 && length <= Self::MAX);
            let seconds = length.as_secs();
            micros.ok_or_else(|| Error::invalid(field, "must be above 0 and at most five days, in seconds", seconds))
        };
        Ok((within("grace", self.grace)?, within("lease", self.lease)?))
    }
}

impl Default for DueOptions {
    fn default() -> Self {
        Self::new()
    }
}

/// A reminder to deliver now: the asker's own until the lease ends.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DueReminder {
    /// What to remind of.
    pub reminder: Reminder,
    /// Which of its occurrences this is, and when it was due.
    pub occurrence: Occurrence,
    /// The owner's day that it falls on: that whose entry silences it.
    pub day: Day,
    /// When the lease ends: not confirmed by then, it is handed out again.
    pub until: Timestamp,
}

impl DueReminder {
    /// A reminder that was handed out, by a host that kept what it was told in a form of its own.
    pub const fn claimed(reminder: Reminder, occurrence: Occurrence, day: Day, until: Timestamp) -> Self {
        Self { reminder, occurrence, day, until }
    }
}

impl Reminders<'_> {
    /// Takes the reminders that are due, to deliver them: the longest due first. Each occurrence is handed
    /// out once, however many hosts ask; deliver it, then [`Reminders::confirm`] it. One that is not
    /// confirmed within the lease is handed out again, so that a host that fails loses none.
    ///
    /// Ask about once a minute. Left out are those that are silent (of an item, recurring, with nothing left
    /// to do on that day), and those that were due before a recurring reminder was made, given its time or
    /// put into use.
    ///
    /// # Errors
    /// `invalid` for a grace or a lease of nothing or above [`DueOptions::MAX`].
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> kitaab::Result<()> {
    /// # let time = kitaab::FixedTime::at("2024-02-10T18:00:20Z".parse()?);
    /// # let kitaab = kitaab::Kitaab::builder().time(time).open("memory:").await?;
    /// # let book = kitaab.my_book().await?;
    /// use kitaab::{DueOptions, NewReminder};
    /// book.reminders().add(NewReminder::once("Call my mother", book.today().await?, 18 * 60)).await?;
    /// for due in book.reminders().due(DueOptions::new()).await? {
    ///     println!("{}", due.reminder.title); // Call my mother
    ///     book.reminders().confirm(&due).await?;
    /// }
    /// assert!(book.reminders().due(DueOptions::new()).await?.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn due(self, options: DueOptions) -> Result<Vec<DueReminder>> {
        let (grace, lease) = options.micros()?;
        self.book.owners_alone("claiming reminders").await?;
        let context = self.book.context();
        let now = context.now;
        let after = Timestamp::from_micros(now.micros().saturating_sub(grace));
        let until = Timestamp::from_micros(now.micros().saturating_add(lease));

        let today = self.book.today().await?;
        let mut occurrences = Vec::new();
        let snapshot = self
            .book
            .snapshot(|catalogue| {
                occurrences = catalogue.occurrences(after, now)?;
                let (items, days) =
                    catalogue.read_for_silence(&occurrences)?.unwrap_or_else(|| (Vec::new(), DayRange::single(today)));
                Ok(Wanted { items, days })
            })
            .await?;
        let catalogue = &snapshot.catalogue;
        let evaluator = Evaluator::new(catalogue, &snapshot.records);
        let mut heard = Vec::new();
        for occurrence in occurrences {
            if !catalogue.silences(&evaluator, &occurrence)? {
                heard.push(occurrence);
            }
        }
        if heard.is_empty() {
            return Ok(Vec::new());
        }

        let taken = self.book.store().claim_reminders(&context, self.book.owner(), &heard, until).await?;
        let mut due = Vec::new();
        for occurrence in taken {
            let reminder = catalogue.reminder(occurrence.reminder)?.clone();
            let day = catalogue.settings.today(occurrence.at)?;
            let due_now = DueReminder { reminder, occurrence, day, until };
            if self.was_set_after(&due_now).await? {
                // It never was due; confirmed, so that nobody has to look again.
                self.confirm(&due_now).await?;
            } else {
                due.push(due_now);
            }
        }
        Ok(due)
    }

    /// Notes that a reminder was delivered: nobody gets this occurrence again.
    ///
    /// # Errors
    /// `not_found` where it is claimed no more: the reminder was removed since, or it is more than a week
    /// ago.
    pub async fn confirm(self, due: &DueReminder) -> Result<()> {
        let book = self.book;
        if book.store().confirm_reminder(&book.context(), book.owner(), &due.occurrence).await? {
            Ok(())
        } else {
            Err(Error::not_found(Kind::Reminder, due.reminder.id).into())
        }
    }

    /// Gives a reminder back that can't be delivered now, so that it is handed out again at once. Says
    /// whether it was still the asker's.
    pub async fn release(self, due: &DueReminder) -> Result<bool> {
        let book = self.book;
        Ok(book.store().release_reminder(&book.context(), book.owner(), &due.occurrence, due.until).await?)
    }

    /// Whether a recurring reminder was made, given its time or put into use only after an occurrence: who
    /// sets one for 05:00 at noon is not reminded of this morning.
    async fn was_set_after(self, due: &DueReminder) -> Result<bool> {
        if !matches!(due.reminder.time, ReminderTime::Recurring { .. }) {
            return Ok(false);
        }
        Ok(self.set_at(due.reminder.id).await?.is_some_and(|set| due.occurrence.at < set))
    }

    /// When a reminder was last made, given its time or put into use.
    async fn set_at(self, id: ReminderId) -> Result<Option<Timestamp>> {
        let (book, key) = (self.book, RecordKey::Reminder(id));
        let mut before = None;
        loop {
            let steps = book.store().history(&book.context(), book.owner(), key, before, STEPS).await?;
            for step in &steps {
                if let Change::Reminder(_, patch) = &step.change
                    && (patch.time.is_some() || patch.active == Some(true))
                {
                    return Ok(Some(step.header.at));
                }
            }
            match steps.last() {
                Some(last) => before = Some(last.seq),
                None => return Ok(None),
            }
        }
    }
}
