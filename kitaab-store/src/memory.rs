//! The in-memory store: the contract as plainly as it can be written.

mod accesses;
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
    Records, Reflection, RequestId, Timestamp, UserId,
};

use crate::contract::{
    AccessPlace, Answer, Context, EntryQuery, Head, HistoryStep, LoggedAccess, Page, RecordedVerdict, ReflectionQuery,
    Store, StoredCommit, Together, check_limit,
};
use crate::error::Result;
use crate::guard::check_together;
use crate::rollup::DayRollup;
use crate::sight::Sight;
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

    /// Answers from a book, or from an empty one where there is none, what its reader sees of it.
    fn read<T>(&self, ctx: &Context, owner: UserId, answer: impl FnOnce(&mut Book, &Sight) -> Result<T>) -> Result<T> {
        let mut books = self.books();
        let mut empty = Book::new(owner);
        let book = books.get_mut(&owner).unwrap_or(&mut empty);
        let sight = Sight::of(ctx.actor, &book.state().catalogue)?;
        answer(book, &sight)
    }

    /// The same for what is the owner's alone.
    fn read_own<T>(
        &self,
        ctx: &Context,
        owner: UserId,
        action: &'static str,
        answer: impl FnOnce(&Book) -> Result<T>,
    ) -> Result<T> {
        self.read(ctx, owner, |book, sight| {
            sight.whole(action)?;
            answer(book)
        })
    }

    /// Changes a book in a way that is the owner's alone.
    fn write_own<T>(
        &self,
        ctx: &Context,
        owner: UserId,
        action: &'static str,
        change: impl FnOnce(&mut Book) -> Result<T>,
    ) -> Result<T> {
        self.write(owner, |book| {
            Sight::of(ctx.actor, &book.state().catalogue)?.whole(action)?;
            change(book)
        })
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
    async fn apply(&self, ctx: &Context, commit: &Commit) -> Result<Answer> {
        self.write(commit.header().book, |book| book.apply(ctx, commit))
    }

    async fn apply_together(&self, ctx: &Context, commits: &[Commit]) -> Result<Together> {
        let (own, others) = check_together(ctx, commits)?;
        let mut books = self.books();
        // Worked out beside the books, so that nothing is written unless all is.
        let mut after: BTreeMap<UserId, Book> = BTreeMap::new();
        let beside = |owner: UserId| books.get(&owner).cloned().unwrap_or_else(|| Book::new(owner));
        let applied = match after.entry(ctx.actor).or_insert_with(|| beside(ctx.actor)).apply(ctx, own)? {
            Answer::Applied(applied) => applied,
            Answer::Stale(stale) => return Ok(Together::Stale { book: ctx.actor, stale }),
        };
        if applied.replayed {
            return Ok(Together::Applied(applied));
        }
        for other in others {
            let owner = other.header().book;
            let book = after.entry(owner).or_insert_with(|| beside(owner));
            if let Some(stale) = book.apply_step(ctx, other)? {
                return Ok(Together::Stale { book: owner, stale });
            }
        }
        after.retain(|_, book| book.head() != Head::NEW);
        books.append(&mut after);
        Ok(Together::Applied(applied))
    }

    async fn head(&self, ctx: &Context, owner: UserId) -> Result<Head> {
        self.read(ctx, owner, |book, sight| Ok(sight.head(book.head())))
    }

    async fn owners(&self, _ctx: &Context) -> Result<Vec<UserId>> {
        Ok(self.books().keys().copied().collect())
    }

    async fn catalogue(&self, ctx: &Context, owner: UserId) -> Result<Catalogue> {
        self.read(ctx, owner, |book, sight| Ok(sight.catalogue(book.state().catalogue.clone())))
    }

    async fn device_seq(&self, ctx: &Context, owner: UserId, device: DeviceId) -> Result<u64> {
        self.read(ctx, owner, |book, _| Ok(book.device_seq(device)))
    }

    async fn answered(&self, ctx: &Context, owner: UserId, request: RequestId) -> Result<Option<u64>> {
        self.read(ctx, owner, |book, _| book.answered(ctx.actor, request))
    }

    async fn revision(&self, ctx: &Context, owner: UserId, key: RecordKey) -> Result<u64> {
        self.read(ctx, owner, |book, sight| {
            sight.check_key(&key)?;
            Ok(book.revision(&key))
        })
    }

    async fn entry(&self, ctx: &Context, owner: UserId, item: ItemId, day: Day) -> Result<Option<Entry>> {
        self.read(ctx, owner, |book, sight| {
            book.note_reading(ctx, sight, &[item])?;
            Ok(book.entry(item, day).and_then(|entry| sight.entry(entry)))
        })
    }

    async fn entries(&self, ctx: &Context, owner: UserId, query: &EntryQuery) -> Result<Page<Entry, (Day, ItemId)>> {
        check_limit(query.limit)?;
        self.read(ctx, owner, |book, sight| {
            let Some(query) = sight.query(query) else { return Ok(Page { rows: Vec::new(), next: None }) };
            book.note_reading(ctx, sight, query.items.as_deref().unwrap_or_default())?;
            let Page { rows, next } = book.entries(&query)?;
            Ok(Page { rows: rows.into_iter().filter_map(|entry| sight.entry(entry)).collect(), next })
        })
    }

    async fn has_entries(&self, ctx: &Context, owner: UserId, items: &[ItemId]) -> Result<bool> {
        self.read(ctx, owner, |book, sight| {
            book.note_reading(ctx, sight, items)?;
            Ok(book.has_entries(&sight.items(items)))
        })
    }

    async fn records(&self, ctx: &Context, owner: UserId, items: &[ItemId], days: DayRange) -> Result<Records> {
        self.read(ctx, owner, |book, sight| {
            book.note_reading(ctx, sight, items)?;
            let seen = book.records(sight.logging_items().as_deref().unwrap_or(items), days)?;
            Ok(sight.records(seen, items))
        })
    }

    async fn reviewed(&self, ctx: &Context, owner: UserId, days: DayRange) -> Result<Vec<Day>> {
        self.read_own(ctx, owner, "reading reviewed days", |book| Ok(book.reviewed(days)))
    }

    async fn rollups(&self, ctx: &Context, owner: UserId, days: DayRange) -> Result<Vec<DayRollup>> {
        self.read(ctx, owner, |book, sight| {
            let items = sight.logging_items().unwrap_or_default();
            book.note_reading(ctx, sight, &items)?;
            let seen = book.records(&items, days)?;
            Ok(sight.rollups(&seen).unwrap_or_else(|| book.rollups(days)))
        })
    }

    async fn make_ups(&self, ctx: &Context, owner: UserId, item: ItemId) -> Result<BTreeMap<Day, u32>> {
        self.read_own(ctx, owner, "reading make-ups", |book| Ok(book.make_ups(item)))
    }

    async fn fidya(&self, ctx: &Context, owner: UserId, item: ItemId) -> Result<BTreeMap<Day, u32>> {
        self.read_own(ctx, owner, "reading fidya", |book| Ok(book.fidya(item)))
    }

    async fn reflections(
        &self,
        ctx: &Context,
        owner: UserId,
        query: &ReflectionQuery,
    ) -> Result<Page<Reflection, (Day, Category)>> {
        check_limit(query.limit)?;
        self.read_own(ctx, owner, "reading reflections", |book| book.reflections(query))
    }

    async fn history(
        &self,
        ctx: &Context,
        owner: UserId,
        key: RecordKey,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<HistoryStep>> {
        check_limit(limit)?;
        self.read(ctx, owner, |book, sight| {
            let steps = book.history(sight, &key, before, limit)?;
            book.note_reading(ctx, sight, &key.day_of_item().map(|(item, _)| item).into_iter().collect::<Vec<_>>())?;
            Ok(steps)
        })
    }

    async fn commits(&self, ctx: &Context, owner: UserId, after: u64, limit: u32) -> Result<Vec<StoredCommit>> {
        check_limit(limit)?;
        self.read(ctx, owner, |book, sight| book.commits(sight, after, limit))
    }

    async fn headers(
        &self,
        ctx: &Context,
        owner: UserId,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<(u64, Header)>> {
        check_limit(limit)?;
        self.read(ctx, owner, |book, sight| book.headers(sight, before, limit))
    }

    async fn adopt(&self, ctx: &Context, owner: UserId, chain: Vec<StoredCommit>) -> Result<Head> {
        self.write_own(ctx, owner, "adopting a chain", |book| book.adopt(chain))
    }

    async fn erase_book(&self, ctx: &Context, owner: UserId) -> Result<()> {
        self.read_own(ctx, owner, "erasing", |_| Ok(()))?;
        self.books().remove(&owner);
        Ok(())
    }

    async fn verdicts(
        &self,
        ctx: &Context,
        owner: UserId,
        merit: Option<MeritId>,
        days: DayRange,
    ) -> Result<Vec<RecordedVerdict>> {
        self.read_own(ctx, owner, "reading verdicts", |book| Ok(book.verdicts(merit, days)))
    }

    async fn record_verdicts(
        &self,
        ctx: &Context,
        owner: UserId,
        seq: u64,
        verdicts: &[RecordedVerdict],
        clean: bool,
    ) -> Result<bool> {
        self.write_own(ctx, owner, "recording verdicts", |book| book.record_verdicts(seq, verdicts, clean))
    }

    async fn claim_reminders(
        &self,
        ctx: &Context,
        owner: UserId,
        occurrences: &[Occurrence],
        until: Timestamp,
    ) -> Result<Vec<Occurrence>> {
        self.write_own(ctx, owner, "claiming reminders", |book| book.claim(occurrences, until, ctx.now))
    }

    async fn confirm_reminder(&self, ctx: &Context, owner: UserId, occurrence: &Occurrence) -> Result<bool> {
        self.write_own(ctx, owner, "claiming reminders", |book| Ok(book.confirm(occurrence)))
    }

    async fn release_reminder(
        &self,
        ctx: &Context,
        owner: UserId,
        occurrence: &Occurrence,
        until: Timestamp,
    ) -> Result<bool> {
        self.write_own(ctx, owner, "claiming reminders", |book| Ok(book.release(occurrence, until)))
    }

    async fn accesses(
        &self,
        ctx: &Context,
        owner: UserId,
        after: Option<AccessPlace>,
        limit: u32,
    ) -> Result<Page<LoggedAccess, AccessPlace>> {
        check_limit(limit)?;
        self.read_own(ctx, owner, "reading the access log", |book| book.accesses(after, limit))
    }

    async fn backup(&self, _ctx: &Context, _to: &Path) -> Result<()> {
        Err(Error::unsupported("a backup of books that are kept in memory").into())
    }
}
