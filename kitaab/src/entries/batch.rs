//! Batches that may be sent twice.

use std::collections::BTreeSet;

use kitaab_core::{Amount, Catalogue, Change, Day, Error, ItemId, NewEntry, RequestId, ValueInput};

use crate::book::Book;
use crate::committed::Committed;
use crate::error::Result;

/// Entries to be put and counts to be added to, under a request id: carried out once, however often it
/// is sent, all of it or nothing. Nothing is written before [`Batch::write`].
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> kitaab::Result<()> {
/// # let book = kitaab::Kitaab::open("memory:").await?.my_book().await?;
/// # let today = book.today().await?;
/// # use kitaab::{Amount, Category::Hasanaat, NewDeed, Value};
/// # let dhikr = book.deeds().add(NewDeed::count("Dhikr", Hasanaat)).await?;
/// let request = "0190b7c4-7a52-7cc0-9b51-1f6a3b4f2d10".parse()?; // the host made and kept it
/// for _ in 0..2 {
///     book.entries().batch(request).add(dhikr.root(), today, Amount::whole(33)?).write().await?;
/// }
/// let entry = book.entries().get(dhikr.root(), today).await?.unwrap();
/// assert_eq!(entry.value, Value::Count(Amount::whole(33)?));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a batch writes nothing before `write`"]
pub struct Batch<'b> {
    book: &'b Book,
    request: RequestId,
    puts: Vec<NewEntry>,
    adds: Vec<(ItemId, Day, Amount)>,
}

impl<'b> Batch<'b> {
    pub(super) fn new(book: &'b Book, request: RequestId) -> Self {
        Self { book, request, puts: Vec::new(), adds: Vec::new() }
    }

    /// Puts a value, too.
    pub fn put(self, item: ItemId, day: Day, value: impl Into<ValueInput>) -> Self {
        self.entry(NewEntry::new(item, day, value))
    }

    /// Puts an entry, too, with its note.
    pub fn entry(mut self, entry: NewEntry) -> Self {
        self.puts.push(entry);
        self
    }

    /// Adds to a count, too.
    pub fn add(mut self, item: ItemId, day: Day, amount: Amount) -> Self {
        self.adds.push((item, day, amount));
        self
    }

    /// Writes the batch, unless its request was carried out before.
    ///
    /// # Errors
    /// As [`super::Entries::put`], with the place of the one that is wrong, as in `entries[17].value` or
    /// `adds[0].amount`; `invalid` for an entry that is named twice; `conflict` for a request id that
    /// was carried out with other changes.
    pub async fn write(self) -> Result<Committed> {
        let mut writing = self.book.writing().with_request(self.request);
        loop {
            let now = writing.situation().await?;
            match self.changes(&now.catalogue, now.today) {
                Ok(changes) => {
                    if let Some(done) = writing.apply(changes.into(), ()).await? {
                        return Ok(done.committed);
                    }
                }
                // What is wrong with it now may not have been when it was carried out.
                Err(error) => match writing.answered().await? {
                    Some(committed) => return Ok(committed),
                    None => writing.refused(error).await?,
                },
            }
        }
    }

    fn changes(&self, catalogue: &Catalogue, today: Day) -> kitaab_core::Result<Vec<Change>> {
        let mut changes = catalogue.put_entries(&self.puts, today)?;
        let mut named: BTreeSet<(ItemId, Day)> = self.puts.iter().map(|put| (put.item, put.day)).collect();
        for (place, &(item, day, amount)) in self.adds.iter().enumerate() {
            let within = |error: Error| error.within(&format!("adds[{place}]"));
            if !named.insert((item, day)) {
                return Err(within(Error::invalid("", "must not be named twice", day)));
            }
            changes.extend(catalogue.add_to_entry(item, day, amount, today).map_err(within)?);
        }
        Ok(changes)
    }
}
