//! Reminders: what to be reminded of, and what is due. The SDK sends nothing itself.

mod due;

pub use due::{DueOptions, DueReminder};

use kitaab_core::{NewReminder, Reminder, ReminderId, ReminderPatch, Timestamp};

use crate::book::Book;
use crate::committed::{Added, Committed};
use crate::error::Result;

/// The reminders of a book.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> kitaab::Result<()> {
/// # let book = kitaab::Kitaab::open("memory:").await?.my_book().await?;
/// # let today = book.today().await?;
/// use kitaab::NewReminder;
/// let call = book.reminders().add(NewReminder::once("Call my mother", today, 18 * 60)).await?;
/// book.reminders().complete(call.id).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Reminders<'b> {
    book: &'b Book,
}

impl Book {
    /// Its reminders.
    pub fn reminders(&self) -> Reminders<'_> {
        Reminders { book: self }
    }
}

impl Reminders<'_> {
    /// Makes a reminder.
    pub async fn add(self, new: NewReminder) -> Result<Added<Reminder>> {
        let done = self.book.commit(|now, ids| now.catalogue.add_reminder(&new, ids)).await?;
        Ok(Added { added: done.catalogue.reminder(done.made)?.clone(), committed: done.committed })
    }

    /// All reminders, completed ones too: the most urgent first, then by title.
    pub async fn list(self) -> Result<Vec<Reminder>> {
        let catalogue = self.book.catalogue().await?;
        let mut reminders: Vec<Reminder> = catalogue.reminders.values().cloned().collect();
        reminders.sort_by(|a, b| (a.priority, &a.title, a.id).cmp(&(b.priority, &b.title, b.id)));
        Ok(reminders)
    }

    /// Edits a reminder. A new time makes one that was completed or snoozed due again.
    pub async fn edit(self, id: ReminderId, patch: ReminderPatch) -> Result<Committed> {
        self.book.change(|now| now.catalogue.edit_reminder(id, patch.clone())).await
    }

    /// Marks a reminder for one time as completed.
    ///
    /// # Errors
    /// `conflict` for one that recurs or is completed already.
    pub async fn complete(self, id: ReminderId) -> Result<Committed> {
        self.book.change(|now| now.catalogue.complete_reminder(id, now.now)).await
    }

    /// Puts a reminder for one time off.
    ///
    /// # Errors
    /// `invalid` unless `until` is still to come; `conflict` for one that recurs or is completed.
    pub async fn snooze(self, id: ReminderId, until: Timestamp) -> Result<Committed> {
        self.book.change(|now| now.catalogue.snooze_reminder(id, until, now.now)).await
    }

    /// Removes a reminder.
    pub async fn remove(self, id: ReminderId) -> Result<Committed> {
        self.book.change(|now| now.catalogue.remove_reminder(id)).await
    }
}
