//! The in-memory store: the contract as plainly as it can be written.

mod book;
mod claims;
mod derived;
mod ledger;
mod read;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Slot;
use std::fmt;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use kitaab_core::{
    Catalogue, Category, Commit, Day, DayRange, DeviceId, Entry, Error, Header, ItemId, MeritId, Occurrence, RecordKey,
    Records, Reflection, Timestamp, UserId,
};

use crate::contract::{
    Answer, Context, EntryQuery, Head, HistoryStep, Page, RecordedVerdict, ReflectionQuery, Store, StoredCommit,
};
use crate::error::Result;
use crate::rollup::DayRollup;
use book::Book;

/// A store that keeps books in memory: for tests, and as the executable specification of [`Store`],
/// which every other store must equal.
///
/// It holds each book as the replay of its ledger ([`kitaab_core::State`]) beside the ledger itself,
/// and works out everything else as it is asked: right before fast. What it holds is gone with it.
///
/// ```
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// use kitaab_core::{DeviceId, Timestamp, UserId};
/// use kitaab_store::{Context, Head, MemoryStore, Store};
/// # let uuid = "01890a5d-ac96-774b-bcce-b302099a8057";
/// let owner: UserId = uuid.parse()?;
/// let ctx = Context { actor: owner, device: DeviceId::new(owner.uuid()), now: Timestamp::from_micros(0) };
/// let store = MemoryStore::new();
/// assert_eq!(store.head(&ctx, owner).await?, Head::NEW);
/// # Ok::<(), kitaab_store::StoreError>(())
/// # }).unwrap();
/// ```
#[derive(Default)]
pub struct MemoryStore {
    books: Mutex<BTreeMap<UserId, Book>>,
}

impl MemoryStore {
    /// A store without any books.
    pub fn new() -> Self {
        Self::default()
    }

    /// A book's every change is worked out beside it and then put in its place, so that a panic in
    /// between has left the book whole: a poisoned lock is as good as any other.
    fn books(&self) -> MutexGuard<'_, BTreeMap<UserId, Book>> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers from a book, or from an empty one where there is none.
    fn read<T>(&self, owner: UserId, answer: impl FnOnce(&Book) -> T) -> T {
        match self.books().get(&owner) {
            Some(book) => answer(book),
            None => answer(&Book::new(owner)),
        }
    }

    /// Changes a book. One that holds nothing afterwards is not kept.
    fn write<T>(&self, owner: UserId, change: impl FnOnce(&mut Book) -> Result<T>) -> Result<T> {
        match self.books().entry(owner) {
            Slot::Occupied(mut slot) => change(slot.get_mut()),
            Slot::Vacant(slot) => {
                let mut book = Book::new(owner);
                let answer = change(&mut book)?;
                if book.head() != Head::NEW {
                    slot.insert(book);
                }
                Ok(answer)
            }
        }
    }
}

/// Tells how many books there are, and nothing of what is in them.
impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryStore").field("books", &self.books().len()).finish()
    }
}

#[async_trait]
impl Store for MemoryStore {
    async fn apply(&self, _ctx: &Context, commit: &Commit) -> Result<Answer> {
        self.write(commit.header().book, |book| book.apply(commit))
    }

    async fn head(&self, _ctx: &Context, owner: UserId) -> Result<Head> {
        Ok(self.read(owner, Book::head))
    }

    async fn owners(&self, _ctx: &Context) -> Result<Vec<UserId>> {
        Ok(self.books().keys().copied().collect())
    }

    async fn catalogue(&self, _ctx: &Context, owner: UserId) -> Result<Catalogue> {
        Ok(self.read(owner, |book| book.state().catalogue.clone()))
    }

    async fn device_seq(&self, _ctx: &Context, owner: UserId, device: DeviceId) -> Result<u64> {
        Ok(self.read(owner, |book| book.device_seq(device)))
    }

    async fn revision(&self, _ctx: &Context, owner: UserId, key: RecordKey) -> Result<u64> {
        Ok(self.read(owner, |book| book.revision(&key)))
    }

    async fn entry(&self, _ctx: &Context, owner: UserId, item: ItemId, day: Day) -> Result<Option<Entry>> {
        Ok(self.read(owner, |book| book.entry(item, day)))
    }

    async fn entries(&self, _ctx: &Context, owner: UserId, query: &EntryQuery) -> Result<Page<Entry, (Day, ItemId)>> {
        self.read(owner, |book| book.entries(query))
    }

    async fn has_entries(&self, _ctx: &Context, owner: UserId, items: &[ItemId]) -> Result<bool> {
        Ok(self.read(owner, |book| book.has_entries(items)))
    }

    async fn records(&self, _ctx: &Context, owner: UserId, items: &[ItemId], days: DayRange) -> Result<Records> {
        self.read(owner, |book| book.records(items, days))
    }

    async fn reviewed(&self, _ctx: &Context, owner: UserId, days: DayRange) -> Result<Vec<Day>> {
        Ok(self.read(owner, |book| book.reviewed(days)))
    }

    async fn rollups(&self, _ctx: &Context, owner: UserId, days: DayRange) -> Result<Vec<DayRollup>> {
        Ok(self.read(owner, |book| book.rollups(days)))
    }

    async fn make_ups(&self, _ctx: &Context, owner: UserId, item: ItemId) -> Result<BTreeMap<Day, u32>> {
        Ok(self.read(owner, |book| book.make_ups(item)))
    }

    async fn fidya(&self, _ctx: &Context, owner: UserId, item: ItemId) -> Result<BTreeMap<Day, u32>> {
        Ok(self.read(owner, |book| book.fidya(item)))
    }

    async fn reflections(
        &self,
        _ctx: &Context,
        owner: UserId,
        query: &ReflectionQuery,
    ) -> Result<Page<Reflection, (Day, Category)>> {
        self.read(owner, |book| book.reflections(query))
    }

    async fn history(
        &self,
        _ctx: &Context,
        owner: UserId,
        key: RecordKey,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<HistoryStep>> {
        self.read(owner, |book| book.history(&key, before, limit))
    }

    async fn commits(&self, _ctx: &Context, owner: UserId, after: u64, limit: u32) -> Result<Vec<StoredCommit>> {
        self.read(owner, |book| book.commits(after, limit))
    }

    async fn headers(
        &self,
        _ctx: &Context,
        owner: UserId,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<(u64, Header)>> {
        self.read(owner, |book| book.headers(before, limit))
    }

    async fn adopt(&self, _ctx: &Context, owner: UserId, chain: Vec<StoredCommit>) -> Result<Head> {
        self.write(owner, |book| book.adopt(chain))
    }

    async fn erase_book(&self, _ctx: &Context, owner: UserId) -> Result<()> {
        self.books().remove(&owner);
        Ok(())
    }

    async fn verdicts(
        &self,
        _ctx: &Context,
        owner: UserId,
        merit: Option<MeritId>,
        days: DayRange,
    ) -> Result<Vec<RecordedVerdict>> {
        Ok(self.read(owner, |book| book.verdicts(merit, days)))
    }

    async fn record_verdicts(
        &self,
        _ctx: &Context,
        owner: UserId,
        seq: u64,
        verdicts: &[RecordedVerdict],
        clean: bool,
    ) -> Result<bool> {
        self.write(owner, |book| book.record_verdicts(seq, verdicts, clean))
    }

    async fn claim_reminders(
        &self,
        ctx: &Context,
        owner: UserId,
        occurrences: &[Occurrence],
        until: Timestamp,
    ) -> Result<Vec<Occurrence>> {
        self.write(owner, |book| book.claim(occurrences, until, ctx.now))
    }

    async fn confirm_reminder(&self, _ctx: &Context, owner: UserId, occurrence: &Occurrence) -> Result<bool> {
        self.write(owner, |book| Ok(book.confirm(occurrence)))
    }

    async fn release_reminder(
        &self,
        _ctx: &Context,
        owner: UserId,
        occurrence: &Occurrence,
        until: Timestamp,
    ) -> Result<bool> {
        self.write(owner, |book| Ok(book.release(occurrence, until)))
    }

    async fn backup(&self, _ctx: &Context, _to: &Path) -> Result<()> {
        Err(Error::unsupported("a backup of books that are kept in memory").into())
    }
}
