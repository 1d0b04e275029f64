//! Reflections and reminders.

use crate::convert::{InRange, Inward, Outward};
use crate::error::KitaabError;
use crate::scalar::{Day, Int, ReminderId, Text, Timestamp};
use crate::types::ROWS;
use crate::types::{
    AddedReminder, Category, Committed, DueOptions, DueReminder, NewReminder, Reflection, ReflectionCursor,
    ReflectionPage, ReflectionQuery, Reminder, ReminderEdit,
};

operations! {
    /// The reflections of a book. Never shared.
    group Reflections, reflections, reflections_table;

    /// Writes the reflection on a day, in the place of what stood there.
    ///
    /// # Errors
    /// `invalid` for a text that is empty or has more than 20,000 characters, or a day after tomorrow.
    fn write(day: [Day], category: [Category], text: [Text]) -> [Committed] = |book| {
        Ok(book.reflections().write(day.inward()?, category.inward()?, text).await?.outward())
    };

    /// Takes the reflection on a day away; its history stays.
    fn remove(day: [Day], category: [Category]) -> [Committed] = |book| {
        Ok(book.reflections().remove(day.inward()?, category.inward()?).await?.outward())
    };

    /// The reflection on a day, if there is one.
    fn read(day: [Day], category: [Category]) -> [Option<Reflection>] = |book| {
        Ok(book.reflections().read(day.inward()?, category.inward()?).await?.outward())
    };

    /// Reflections by cursor: newest first.
    ///
    /// # Errors
    /// `invalid` for a limit that is not from 1 to 10,000.
    fn list(query: [Option<ReflectionQuery>] = None) -> [ReflectionPage] = |book| {
        let all = ReflectionQuery { days: None, category: None, after: None, limit: None };
        Ok(ReflectionPage::told(book.reflections().list(&query.unwrap_or(all).inward()?).await?))
    };

    /// Reflections that hold all words of a text, newest first.
    ///
    /// # Errors
    /// `invalid` for a text without a word, or a limit that is not from 1 to 10,000.
    fn search(
        words: [Text],
        after: [Option<ReflectionCursor>] = None,
        limit: [Option<Int>] = None,
    ) -> [ReflectionPage] = |book| {
        let limit: Option<u32> = limit.in_range("limit")?;
        let page = book.reflections().search(words.as_ref(), after.inward()?, limit.unwrap_or(ROWS)).await?;
        Ok(ReflectionPage::told(page))
    };
}

operations! {
    /// The reminders of a book: what to be reminded of, and what is due. The host delivers them.
    group Reminders, reminders, reminders_table;

    /// Makes a reminder.
    fn add(reminder: [NewReminder]) -> [AddedReminder] = |book| {
        let done = book.reminders().add(reminder.inward()?).await?;
        Ok(AddedReminder { reminder: done.added.outward(), committed: done.committed.outward() })
    };

    /// All reminders, completed ones too: the most urgent first, then by title.
    fn list() -> [Vec<Reminder>] = |book| Ok(book.reminders().list().await?.outward());

    /// Edits a reminder. A new time makes one that was completed or snoozed due again.
    fn edit(id: [ReminderId], edit: [ReminderEdit]) -> [Committed] = |book| {
        Ok(book.reminders().edit(id.inward()?, edit.inward()?).await?.outward())
    };

    /// Marks a reminder for one time as completed.
    ///
    /// # Errors
    /// `conflict` for one that recurs or is completed already.
    fn complete(id: [ReminderId]) -> [Committed] = |book| Ok(book.reminders().complete(id.inward()?).await?.outward());

    /// Puts a reminder for one time off.
    ///
    /// # Errors
    /// `invalid` unless `until` is still to come; `conflict` for one that recurs or is completed.
    fn snooze(id: [ReminderId], until: [Timestamp]) -> [Committed] = |book| {
        Ok(book.reminders().snooze(id.inward()?, until.inward()?).await?.outward())
    };

    /// Removes a reminder.
    fn remove(id: [ReminderId]) -> [Committed] = |book| Ok(book.reminders().remove(id.inward()?).await?.outward());

    /// Takes the reminders that are due, to deliver them: the longest due first. Each occurrence is handed out once,
    /// however many hosts ask; deliver it, then confirm it. One that is not confirmed within the lease is handed out again.
    ///
    /// # Errors
    /// `invalid` for a grace or a lease of nothing or above five days.
    fn due(options: [Option<DueOptions>] = None) -> [Vec<DueReminder>] = |book| {
        let options = options.unwrap_or(DueOptions { grace: None, lease: None });
        Ok(book.reminders().due(options.inward()?).await?.outward())
    };

    /// Notes that a reminder was delivered: nobody gets this occurrence again.
    ///
    /// # Errors
    /// `not_found` where it is claimed no more: the reminder was removed since, or it is more than a week ago.
    fn confirm(due: [DueReminder]) -> [()] = |book| {
        let due = due.claimed(&*book.catalogue().await?)?;
        Ok(book.reminders().confirm(&due).await?)
    };

    /// Gives a reminder back that can't be delivered now, so that it is handed out again at once. Says whether it was
    /// still the asker's.
    fn release(due: [DueReminder]) -> [bool] = |book| {
        let due = due.claimed(&*book.catalogue().await?)?;
        Ok(book.reminders().release(&due).await?)
    };
}
