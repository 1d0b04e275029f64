//! Entries: what was recorded for an item on a day.

mod batch;
mod columns;
mod day_page;
mod make_up;

use kitaab_core::{
    Amount, Change, Day, DayRange, Entry, ItemId, NewEntry, Note, NoteWrite, RecordKey, RequestId, ValueInput,
    ValueWrite,
};
use kitaab_store::{EntryQuery, Page};

pub use self::batch::Batch;
pub use self::columns::Columns;
pub use self::day_page::{DayLine, DayPage};

use crate::book::Book;
use crate::committed::Committed;
use crate::error::Result;
use crate::reflections::words;
use crate::writing::{Plan, Situation};

/// The entries of a book.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> kitaab::Result<()> {
/// # let book = kitaab::Kitaab::open("memory:").await?.my_book().await?;
/// # let today = book.today().await?;
/// use kitaab::{Amount, Category::Hasanaat, NewDeed};
/// let quran = book.deeds().add(NewDeed::count("Qur'an", Hasanaat).unit("pages")).await?;
/// book.entries().put(quran.root(), today, Amount::whole(4)?).await?;
/// book.entries().add(quran.root(), today, "2.5".parse()?).await?;
/// book.entries().note(quran.root(), today, "al-Kahf").await?;
///
/// let page = book.entries().day(today).await?;
/// assert_eq!(page.lines[0].state.kept, Some(true));
/// assert_eq!(page.lines[0].state.recorded, Some("6.5".parse().map(kitaab::Value::Count)?));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Entries<'b> {
    book: &'b Book,
}

impl Book {
    /// Its entries.
    pub fn entries(&self) -> Entries<'_> {
        Entries { book: self }
    }
}

impl<'b> Entries<'b> {
    /// Records a value for an item on a day, in the place of what stood there: the label of a scale
    /// value, such as `"on time"`, or an [`Amount`]. A note that is there stays.
    ///
    /// # Errors
    /// `invalid` for a value that is not one of the deed's, an item that is no leaf, or a day after the
    /// owner's tomorrow; `not_found` for the item.
    pub async fn put(self, item: ItemId, day: Day, value: impl Into<ValueInput>) -> Result<Committed> {
        let value = value.into();
        self.book
            .change(|now| {
                let value = now.catalogue.resolve_value(item, &value, day)?;
                now.catalogue.check_entry(item, day, value, now.today)?;
                Ok(vec![Change::Entry { item, day, value: ValueWrite::Put(value), note: NoteWrite::Keep }])
            })
            .await
    }

    /// Records many entries: all of them, or, if one is refused, none. Safe to repeat.
    ///
    /// # Errors
    /// As [`Entries::put`], with the place of the one that is wrong, as in `entries[17].value`. `not_found` has no
    /// place: the id of the item, or of the scale version, tells which entries name it.
    pub async fn put_many(self, entries: &[NewEntry]) -> Result<Committed> {
        self.book.change(|now| now.catalogue.put_entries(entries, now.today)).await
    }

    /// Adds to the count of an item on a day. Those who add at the same time, on whatever device, end
    /// at the sum.
    ///
    /// An entry holds at most [`Amount::MAX`]: what goes beyond that is not in it. The ledger keeps each addition as it was made.
    ///
    /// To be able to send it again after a failure without adding twice, name the request:
    /// [`Entries::batch`].
    ///
    /// # Errors
    /// As [`Entries::put`]; `invalid` for a deed that is not counted, and for an amount of 0.
    pub async fn add(self, item: ItemId, day: Day, amount: Amount) -> Result<Committed> {
        let shared = self.book.shared();
        let request = RequestId::new(shared.ids.id(shared.time.now())?);
        self.batch(request).add(item, day, amount).write().await
    }

    /// A batch that is carried out once, however often it is sent with this request id: all of it or
    /// nothing.
    pub fn batch(self, request: RequestId) -> Batch<'b> {
        Batch::new(self.book, request)
    }

    /// Sets the note of an entry, or takes it away.
    ///
    /// # Errors
    /// `invalid` for a note that is empty or has more than 4,000 characters; `not_found` without entry.
    pub async fn note<'n>(self, item: ItemId, day: Day, note: impl Into<Option<&'n str>>) -> Result<Committed> {
        let note = note.into().map(Note::new).transpose()?;
        self.edit(item, day, |now, entry| now.catalogue.set_note(item, day, note.clone(), entry.is_some())).await
    }

    /// Removes an entry. Its history stays.
    ///
    /// # Errors
    /// `not_found` without entry.
    pub async fn remove(self, item: ItemId, day: Day) -> Result<Committed> {
        self.edit(item, day, |now, entry| now.catalogue.remove_entry(item, day, entry.is_some())).await
    }

    /// The entry of an item on a day, if there is one.
    ///
    /// # Errors
    /// `not_found` for the item.
    pub async fn get(self, item: ItemId, day: Day) -> Result<Option<Entry>> {
        self.book.catalogue().await?.item(item)?;
        self.stored(item, day).await
    }

    /// Entries by cursor: newest first, stable while others write.
    ///
    /// # Errors
    /// `invalid` for a limit that is not from 1 to 10,000.
    pub async fn list(self, query: &EntryQuery) -> Result<Page<Entry, (Day, ItemId)>> {
        Ok(self.book.store().entries(&self.book.context(), self.book.owner(), query).await?)
    }

    /// Entries whose notes hold all words of `text`, newest first; for the next page pass the cursor
    /// that came with this one.
    ///
    /// # Errors
    /// `invalid` for a text without a word, or a limit that is not from 1 to 10,000.
    pub async fn search(
        self,
        text: &str,
        after: Option<(Day, ItemId)>,
        limit: u32,
    ) -> Result<Page<Entry, (Day, ItemId)>> {
        self.list(&EntryQuery { words: words(text)?, after, ..EntryQuery::on(DayRange::ALL, limit) }).await
    }

    /// Marks a day as reviewed ("nothing to report"), so that blank bad deeds read as clean; or takes
    /// the mark away.
    ///
    /// # Errors
    /// `invalid` for a day after the owner's tomorrow.
    pub async fn set_reviewed(self, day: Day, reviewed: bool) -> Result<Committed> {
        self.book.change(|now| now.catalogue.review_day(day, reviewed, now.today)).await
    }

    /// The days within a span that are marked as reviewed, rising.
    pub async fn reviewed(self, days: DayRange) -> Result<Vec<Day>> {
        Ok(self.book.store().reviewed(&self.book.context(), self.book.owner(), days).await?)
    }

    /// Writes what depends on the entry that is there: it must still be the same as it is written.
    async fn edit(
        self,
        item: ItemId,
        day: Day,
        mut decide: impl FnMut(&Situation, Option<&Entry>) -> kitaab_core::Result<Vec<Change>>,
    ) -> Result<Committed> {
        let mut writing = self.book.writing();
        loop {
            let now = writing.situation().await?;
            let entry = self.stored(item, day).await?;
            match decide(&now, entry.as_ref()) {
                Ok(changes) => {
                    let read = entry.map(|entry| (RecordKey::Entry(item, day), entry.revision));
                    let plan = Plan { changes, revisions: read.into_iter().collect(), ..Plan::default() };
                    if let Some(done) = writing.apply(plan, ()).await? {
                        return Ok(done.committed);
                    }
                }
                Err(error) => writing.refused(error).await?,
            }
        }
    }

    async fn stored(self, item: ItemId, day: Day) -> Result<Option<Entry>> {
        Ok(self.book.store().entry(&self.book.context(), self.book.owner(), item, day).await?)
    }
}
