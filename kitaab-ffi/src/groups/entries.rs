//! Entries, exemptions and make-ups.

use crate::convert::{InRange, Inward, Outward};
use crate::error::KitaabError;
use crate::scalar::{Amount, Day, ExemptionId, Int, ItemId, RequestId, Text};
use crate::types::ROWS;
use crate::types::{
    AddedExemption, Committed, CountToAdd, DayPage, DaySpan, Entry, EntryCursor, EntryPage, EntryQuery, Exemption,
    ExemptionEdit, MakeUpBalance, MakeUpHistory, NewEntry, NewExemption, Settled, ValueInput,
};

operations! {
    /// The entries of a book.
    group Entries, entries, entries_table;

    /// Records a value for an item on a day, in the place of what stood there. A note that is there stays.
    ///
    /// # Errors
    /// `invalid` for a value that is not one of the deed's, an item that is no leaf, or a day after the owner's tomorrow;
    /// `not_found` for the item.
    fn put(item: [ItemId], day: [Day], value: [ValueInput]) -> [Committed] = |book| {
        let value: kitaab::ValueInput = value.inward()?;
        Ok(book.entries().put(item.inward()?, day.inward()?, value).await?.outward())
    };

    /// Records many entries: all of them, or, if one is refused, none. Safe to repeat.
    ///
    /// # Errors
    /// As `put`, with the place of the one that is wrong, as in `entries[17].value`.
    fn put_many(entries: [Vec<NewEntry>]) -> [Committed] = |book| {
        let entries: Vec<_> = entries.inward()?;
        Ok(book.entries().put_many(&entries).await?.outward())
    };

    /// Adds to the count of an item on a day. Those who add at the same time end at the sum. To be able to send it again
    /// after a failure without adding twice, use `batch`.
    ///
    /// # Errors
    /// As `put`; `invalid` for a deed that is not counted, and for an amount of 0.
    fn add(item: [ItemId], day: [Day], amount: [Amount]) -> [Committed] = |book| {
        Ok(book.entries().add(item.inward()?, day.inward()?, amount.inward()?).await?.outward())
    };

    /// Puts entries and adds to counts: carried out once, however often it is sent with this request id, all of it or
    /// nothing.
    ///
    /// # Errors
    /// As `put_many`; `conflict` for a request id that was carried out with other changes.
    fn batch(
        request: [RequestId],
        entries: [Option<Vec<NewEntry>>] = None,
        counts: [Option<Vec<CountToAdd>>] = None,
    ) -> [Committed] = |book| {
        let mut batch = book.entries().batch(request.inward()?);
        for entry in entries.into_iter().flatten() {
            batch = batch.entry(entry.inward()?);
        }
        for CountToAdd { item, day, amount } in counts.into_iter().flatten() {
            batch = batch.add(item.inward()?, day.inward()?, amount.inward()?);
        }
        Ok(batch.write().await?.outward())
    };

    /// Sets the note of an entry, or takes it away.
    ///
    /// # Errors
    /// `invalid` for a note that is empty or has more than 4,000 characters; `not_found` without entry.
    fn note(item: [ItemId], day: [Day], note: [Option<Text>] = None) -> [Committed] = |book| {
        let note = note.as_ref().map(AsRef::as_ref);
        Ok(book.entries().note(item.inward()?, day.inward()?, note).await?.outward())
    };

    /// Removes an entry. Its history stays.
    ///
    /// # Errors
    /// `not_found` without entry.
    fn remove(item: [ItemId], day: [Day]) -> [Committed] = |book| {
        Ok(book.entries().remove(item.inward()?, day.inward()?).await?.outward())
    };

    /// The entry of an item on a day, if there is one.
    ///
    /// # Errors
    /// `not_found` for the item.
    fn get(item: [ItemId], day: [Day]) -> [Option<Entry>] = |book| {
        let entry = book.entries().get(item.inward()?, day.inward()?).await?;
        let catalogue = book.catalogue().await?;
        Ok(entry.map(|entry| Entry::told(entry, &catalogue)))
    };

    /// Entries by cursor: newest first, stable while others write.
    ///
    /// # Errors
    /// `invalid` for a limit that is not from 1 to 10,000.
    fn list(query: [Option<EntryQuery>] = None) -> [EntryPage] = |book| {
        let all = EntryQuery { items: None, days: None, after: None, limit: None };
        let page = book.entries().list(&query.unwrap_or(all).inward()?).await?;
        Ok(EntryPage::told(page, &*book.catalogue().await?))
    };

    /// Entries whose notes hold all words of a text, newest first.
    ///
    /// # Errors
    /// `invalid` for a text without a word, or a limit that is not from 1 to 10,000.
    fn search(words: [Text], after: [Option<EntryCursor>] = None, limit: [Option<Int>] = None) -> [EntryPage] = |book| {
        let limit: Option<u32> = limit.in_range("limit")?;
        let page = book.entries().search(words.as_ref(), after.inward()?, limit.unwrap_or(ROWS)).await?;
        Ok(EntryPage::told(page, &*book.catalogue().await?))
    };

    /// A day as an input screen shows it: every leaf that is not hidden from all, whether it is due, what was recorded, and
    /// whether the day was kept.
    fn day(day: [Day]) -> [DayPage] = |book| {
        let page = book.entries().day(day.inward()?).await?;
        DayPage::told(page, &*book.catalogue().await?)
    };

    /// Marks a day as reviewed ("nothing to report"), so that blank bad deeds read as clean; or takes the mark away.
    ///
    /// # Errors
    /// `invalid` for a day after the owner's tomorrow.
    fn set_reviewed(day: [Day], reviewed: [bool]) -> [Committed] = |book| {
        Ok(book.entries().set_reviewed(day.inward()?, reviewed).await?.outward())
    };

    /// The days within a span that are marked as reviewed, rising.
    fn reviewed(days: [DaySpan]) -> [Vec<Day>] = |book| Ok(book.entries().reviewed(days.inward()?).await?.outward());
}

operations! {
    /// The make-ups (*qada*) of a book's items.
    group MakeUps, make_ups, make_ups_table;

    /// Records that so many make-ups of an item were done on a day, on top of those recorded for it.
    ///
    /// # Errors
    /// `conflict` for an item whose missed days are not owed, `invalid` for a count of 0 or a day after the owner's tomorrow.
    fn add(item: [ItemId], day: [Day], count: [Int]) -> [Committed] = |book| {
        Ok(book.entries().make_up(item.inward()?, day.inward()?, count.in_range("count")?).await?.outward())
    };

    /// Sets how many make-ups of an item were done on a day.
    fn put(item: [ItemId], day: [Day], count: [Int]) -> [Committed] = |book| {
        Ok(book.entries().put_make_up(item.inward()?, day.inward()?, count.in_range("count")?).await?.outward())
    };

    /// Removes what was recorded of make-ups for a day.
    ///
    /// # Errors
    /// `not_found` if there is nothing.
    fn remove(item: [ItemId], day: [Day]) -> [Committed] = |book| {
        Ok(book.entries().remove_make_up(item.inward()?, day.inward()?).await?.outward())
    };

    /// Records that so many owed days of an item were settled by fidya on a day, on top of those recorded for it.
    fn add_fidya(item: [ItemId], day: [Day], count: [Int]) -> [Committed] = |book| {
        Ok(book.entries().fidya(item.inward()?, day.inward()?, count.in_range("count")?).await?.outward())
    };

    /// Sets how many owed days of an item were settled by fidya on a day.
    fn put_fidya(item: [ItemId], day: [Day], count: [Int]) -> [Committed] = |book| {
        Ok(book.entries().put_fidya(item.inward()?, day.inward()?, count.in_range("count")?).await?.outward())
    };

    /// Removes what was recorded of fidya for a day.
    ///
    /// # Errors
    /// `not_found` if there is nothing.
    fn remove_fidya(item: [ItemId], day: [Day]) -> [Committed] = |book| {
        Ok(book.entries().remove_fidya(item.inward()?, day.inward()?).await?.outward())
    };

    /// Confirms that the due days up to a day on which nothing was logged were missed, so that they are owed.
    ///
    /// # Errors
    /// `invalid` for a day that is not over; `conflict` for an item whose missed days are not owed.
    fn confirm_missed(item: [ItemId], until: [Day]) -> [Committed] = |book| {
        Ok(book.entries().confirm_missed(item.inward()?, until.inward()?).await?.outward())
    };

    /// Takes back that the due days from a day on, on which nothing was logged, were missed.
    fn unconfirm_missed(item: [ItemId], from_day: [Day]) -> [Committed] = |book| {
        Ok(book.entries().unconfirm_missed(item.inward()?, from_day.inward()?).await?.outward())
    };

    /// The due days before today on which nothing was logged and which are not confirmed as missed, rising.
    fn unconfirmed_days(item: [ItemId]) -> [Vec<Day>] = |book| {
        Ok(book.entries().unconfirmed_days(item.inward()?).await?.outward())
    };

    /// What is owed of an item today.
    ///
    /// # Errors
    /// `conflict` for an item whose missed days are not owed, `not_found` for the item.
    fn balance(item: [ItemId]) -> [MakeUpBalance] = |book| {
        Ok(book.entries().make_up_balance(item.inward()?).await?.outward())
    };

    /// How what is owed of an item came about, day by day up to today.
    fn history(item: [ItemId]) -> [MakeUpHistory] = |book| {
        Ok(book.entries().make_up_history(item.inward()?).await?.outward())
    };

    /// What was made up of an item, and what was settled by fidya.
    fn settled(item: [ItemId]) -> [Settled] = |book| Ok(book.entries().settled(item.inward()?).await?.outward());
}

operations! {
    /// The exemptions of a book. Never visible to others.
    group Exemptions, exemptions, exemptions_table;

    /// Makes an exemption: open, unless its last day is given.
    ///
    /// # Errors
    /// `invalid` for a last day before the first; `not_found` for the deed or item.
    fn add(exemption: [NewExemption]) -> [AddedExemption] = |book| {
        let done = book.exemptions().add(exemption.inward()?).await?;
        Ok(AddedExemption { exemption: done.added.outward(), committed: done.committed.outward() })
    };

    /// All exemptions, the latest first.
    fn list() -> [Vec<Exemption>] = |book| Ok(book.exemptions().list().await?.outward());

    /// Edits an exemption.
    fn edit(id: [ExemptionId], edit: [ExemptionEdit]) -> [Committed] = |book| {
        Ok(book.exemptions().edit(id.inward()?, edit.inward()?).await?.outward())
    };

    /// Ends an exemption with a last day, be it open or not.
    fn end(id: [ExemptionId], last_day: [Day]) -> [Committed] = |book| {
        Ok(book.exemptions().end(id.inward()?, last_day.inward()?).await?.outward())
    };

    /// Removes an exemption.
    fn remove(id: [ExemptionId]) -> [Committed] = |book| Ok(book.exemptions().remove(id.inward()?).await?.outward());
}

#[cfg(feature = "pyo3")]
impl Entries {
    /// All entries of some days, or of all, in columns, for tables.
    ///
    /// # Errors
    /// `invalid` for days that end before they begin, `closed`, and those of the store.
    pub async fn columns(&self, days: Option<DaySpan>) -> crate::Result<kitaab::Columns> {
        let place = self.book.clone();
        crate::runtime::run(async move {
            let days: Option<kitaab::DayRange> = days.inward()?;
            Ok(place.open()?.entries().columns(days.unwrap_or(kitaab::DayRange::ALL)).await?)
        })
        .await
    }
}
