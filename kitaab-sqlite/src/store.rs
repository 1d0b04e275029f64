//! The store: each operation as a question to the thread that writes, or to those that read.

use std::collections::BTreeMap;
use std::path::Path;

use async_trait::async_trait;
use kitaab_core::{
    Catalogue, Category, Commit, Day, DayRange, DeviceId, Entry, Header, ItemId, MeritId, Occurrence, RecordKey,
    Records, Reflection, Timestamp, UserId,
};
use kitaab_store::{
    Answer, Context, DayRollup, EntryQuery, Head, HistoryStep, Page, RecordedVerdict, ReflectionQuery, Result, Store,
    StoreError, StoredCommit, check_limit,
};

use crate::connection::Place;
use crate::counts::Counts;
use crate::error::Result as Within;
use crate::options::Options;
use crate::reading::{Reader, Snapshot};
use crate::workers::Workers;
use crate::writer::Writer;
use crate::{backup, days, ledger, verdicts};

/// A store that keeps books in one SQLite file.
///
/// Any number of books in one file, one for each owner; usually there is one. Opening the file twice,
/// in one process or in several, is fine.
///
/// ```
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// use kitaab_core::{DeviceId, Timestamp, UserId};
/// use kitaab_sqlite::{Options, SqliteStore};
/// use kitaab_store::{Context, Head, Store};
/// # let dir = tempfile::tempdir().unwrap();
/// # let path = dir.path().join("book.db");
/// # let uuid = "01890a5d-ac96-774b-bcce-b302099a8057";
/// let owner: UserId = uuid.parse()?;
/// let ctx = Context { actor: owner, device: DeviceId::new(owner.uuid()), now: Timestamp::from_micros(0) };
/// let store = SqliteStore::open(&path, Options::new()).await?;
/// assert_eq!(store.head(&ctx, owner).await?, Head::NEW);
/// # Ok::<(), kitaab_store::StoreError>(())
/// # }).unwrap();
/// ```
#[derive(Debug)]
pub struct SqliteStore {
    // The readers go first, so that the writer is the last to close the file, and can tidy it.
    /// None in memory: there is one connection then, which reads too.
    readers: Option<Workers<Reader>>,
    writer: Workers<Writer>,
}

impl SqliteStore {
    /// Opens the books in a file. Where there is none, or an empty one, a new one is made.
    ///
    /// # Errors
    /// `corrupt` for a file of another program or a damaged one, `unsupported` for one of a later
    /// version of Kitaab, `unavailable` for one that can't be written, or that is locked for longer
    /// than the options' timeout.
    pub async fn open(path: impl AsRef<Path>, options: Options) -> Result<Self> {
        let readers = options.readers;
        let place = Place::file(path.as_ref(), options).map_err(StoreError::from)?;
        let writer = Self::start_writer(place.clone()).await?;
        let readers = Workers::start("kitaab-reader", readers, move || Reader::new(place.clone()))?;
        Ok(Self { readers: Some(readers), writer })
    }

    /// Opens a store in memory, for tests: what it holds is gone with it.
    pub async fn open_in_memory() -> Result<Self> {
        let writer = Self::start_writer(Place::memory(Options::new())).await?;
        Ok(Self { readers: None, writer })
    }

    async fn start_writer(place: Place) -> Result<Workers<Writer>> {
        let writer = Workers::start("kitaab-writer", 1, move || Writer::new(place.clone()))?;
        writer.ask(Writer::open).await?;
        Ok(writer)
    }

    /// Answers from one consistent state, on a thread that reads.
    async fn read<T: Send + 'static>(
        &self,
        answer: impl FnOnce(&mut Snapshot<'_>) -> Within<T> + Send + 'static,
    ) -> Result<T> {
        match &self.readers {
            Some(readers) => readers.ask(|reader| reader.read(answer)).await,
            None => self.writer.ask(|writer| writer.read(answer)).await,
        }
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn apply(&self, _ctx: &Context, commit: &Commit) -> Result<Answer> {
        let commit = commit.clone();
        self.writer.ask(move |writer| writer.apply(&commit)).await
    }

    async fn head(&self, _ctx: &Context, owner: UserId) -> Result<Head> {
        self.read(move |snapshot| snapshot.book(owner, || Head::NEW, |_, _, head| Ok(head))).await
    }

    async fn owners(&self, _ctx: &Context) -> Result<Vec<UserId>> {
        self.read(|snapshot| snapshot.owners()).await
    }

    async fn catalogue(&self, _ctx: &Context, owner: UserId) -> Result<Catalogue> {
        self.read(move |snapshot| snapshot.catalogue(owner)).await
    }

    async fn device_seq(&self, _ctx: &Context, owner: UserId, device: DeviceId) -> Result<u64> {
        self.read(move |snapshot| snapshot.device_seq(owner, device)).await
    }

    async fn revision(&self, _ctx: &Context, owner: UserId, key: RecordKey) -> Result<u64> {
        self.read(move |snapshot| snapshot.revision(owner, &key)).await
    }

    async fn entry(&self, _ctx: &Context, owner: UserId, item: ItemId, day: Day) -> Result<Option<Entry>> {
        self.read(move |snapshot| snapshot.entry(owner, item, day)).await
    }

    async fn entries(&self, _ctx: &Context, owner: UserId, query: &EntryQuery) -> Result<Page<Entry, (Day, ItemId)>> {
        let query = query.clone();
        self.read(move |snapshot| snapshot.entries(owner, &query)).await
    }

    async fn has_entries(&self, _ctx: &Context, owner: UserId, items: &[ItemId]) -> Result<bool> {
        let items = items.to_vec();
        self.read(move |snapshot| snapshot.has_entries(owner, &items)).await
    }

    async fn records(&self, _ctx: &Context, owner: UserId, items: &[ItemId], days: DayRange) -> Result<Records> {
        let items = items.to_vec();
        self.read(move |snapshot| snapshot.records(owner, &items, days)).await
    }

    async fn reviewed(&self, _ctx: &Context, owner: UserId, days: DayRange) -> Result<Vec<Day>> {
        self.read(move |snapshot| snapshot.reviewed(owner, days)).await
    }

    async fn rollups(&self, _ctx: &Context, owner: UserId, span: DayRange) -> Result<Vec<DayRollup>> {
        self.read(move |snapshot| snapshot.book(owner, Vec::new, |s, book, _| days::rollups(s.conn, book, span))).await
    }

    async fn make_ups(&self, _ctx: &Context, owner: UserId, item: ItemId) -> Result<BTreeMap<Day, u32>> {
        self.read(move |snapshot| snapshot.counts(&Counts::MAKE_UPS, owner, item)).await
    }

    async fn fidya(&self, _ctx: &Context, owner: UserId, item: ItemId) -> Result<BTreeMap<Day, u32>> {
        self.read(move |snapshot| snapshot.counts(&Counts::FIDYA, owner, item)).await
    }

    async fn reflections(
        &self,
        _ctx: &Context,
        owner: UserId,
        query: &ReflectionQuery,
    ) -> Result<Page<Reflection, (Day, Category)>> {
        let query = query.clone();
        self.read(move |snapshot| snapshot.reflections(owner, &query)).await
    }

    async fn history(
        &self,
        _ctx: &Context,
        owner: UserId,
        key: RecordKey,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<HistoryStep>> {
        check_limit(limit)?;
        let history = move |snapshot: &mut Snapshot<'_>, book, head: Head| {
            ledger::history(snapshot.conn, book, head.seq, &key, before, limit)
        };
        self.read(move |snapshot| snapshot.book(owner, Vec::new, history)).await
    }

    async fn commits(&self, _ctx: &Context, owner: UserId, after: u64, limit: u32) -> Result<Vec<StoredCommit>> {
        check_limit(limit)?;
        let commits = move |snapshot: &mut Snapshot<'_>, book, head: Head| {
            ledger::commits(snapshot.conn, book, head.seq, after, limit)
        };
        self.read(move |snapshot| snapshot.book(owner, Vec::new, commits)).await
    }

    async fn headers(
        &self,
        _ctx: &Context,
        owner: UserId,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<(u64, Header)>> {
        check_limit(limit)?;
        let headers = move |snapshot: &mut Snapshot<'_>, book, head: Head| {
            let below = before.unwrap_or(u64::MAX).min(head.seq + 1);
            ledger::headers(snapshot.conn, book, below, limit)
        };
        self.read(move |snapshot| snapshot.book(owner, Vec::new, headers)).await
    }

    async fn adopt(&self, _ctx: &Context, owner: UserId, chain: Vec<StoredCommit>) -> Result<Head> {
        self.writer.ask(move |writer| writer.adopt(owner, &chain)).await
    }

    async fn erase_book(&self, _ctx: &Context, owner: UserId) -> Result<()> {
        self.writer.ask(move |writer| writer.erase_book(owner)).await
    }

    async fn verdicts(
        &self,
        _ctx: &Context,
        owner: UserId,
        merit: Option<MeritId>,
        days: DayRange,
    ) -> Result<Vec<RecordedVerdict>> {
        let recorded = move |snapshot: &mut Snapshot<'_>, book, _| verdicts::verdicts(snapshot.conn, book, merit, days);
        self.read(move |snapshot| snapshot.book(owner, Vec::new, recorded)).await
    }

    async fn record_verdicts(
        &self,
        _ctx: &Context,
        owner: UserId,
        seq: u64,
        verdicts: &[RecordedVerdict],
        clean: bool,
    ) -> Result<bool> {
        let verdicts = verdicts.to_vec();
        self.writer.ask(move |writer| writer.record_verdicts(owner, seq, &verdicts, clean)).await
    }

    async fn claim_reminders(
        &self,
        ctx: &Context,
        owner: UserId,
        occurrences: &[Occurrence],
        until: Timestamp,
    ) -> Result<Vec<Occurrence>> {
        let (occurrences, now) = (occurrences.to_vec(), ctx.now);
        self.writer.ask(move |writer| writer.claim_reminders(owner, &occurrences, until, now)).await
    }

    async fn confirm_reminder(&self, _ctx: &Context, owner: UserId, occurrence: &Occurrence) -> Result<bool> {
        let occurrence = *occurrence;
        self.writer.ask(move |writer| writer.confirm_reminder(owner, &occurrence)).await
    }

    async fn release_reminder(
        &self,
        _ctx: &Context,
        owner: UserId,
        occurrence: &Occurrence,
        until: Timestamp,
    ) -> Result<bool> {
        let occurrence = *occurrence;
        self.writer.ask(move |writer| writer.release_reminder(owner, &occurrence, until)).await
    }

    async fn backup(&self, _ctx: &Context, to: &Path) -> Result<()> {
        let to = to.to_owned();
        self.read(move |snapshot| backup::backup(snapshot.conn, &to)).await
    }
}
