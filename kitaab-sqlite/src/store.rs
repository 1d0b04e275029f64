//! The store: each operation as a question to the thread that writes, or to those that read.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use kitaab_core::{
    Catalogue, Category, Commit, Day, DayRange, DeviceId, Entry, Header, ItemId, MeritId, Occurrence, RecordKey,
    Records, Reflection, RequestId, Timestamp, UserId,
};
use kitaab_store::{
    AccessPlace, Answer, Context, DayRollup, EntryQuery, Head, HistoryStep, LoggedAccess, Page, RecordedVerdict,
    ReflectionQuery, Result, Sight, Store, StoreError, StoredCommit, Together, check_limit,
};

use crate::accesses::{Noted, Reading};
use crate::connection::Place;
use crate::counts::Counts;
use crate::error::Result as Within;
use crate::options::Options;
use crate::reading::{Reader, Snapshot};
use crate::workers::Workers;
use crate::writer::Writer;
use crate::{accesses, backup, verdicts};

/// What is asked of one state. Boxed, so that it is in the library once, and not once for each kind of thread.
type Asked<T> = Box<dyn FnOnce(&mut Snapshot<'_>) -> Within<T> + Send>;

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
    noted: Arc<Noted>,
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
        Ok(Self { readers: Some(readers), writer, noted: Arc::default() })
    }

    /// Opens a store in memory, for tests: what it holds is gone with it.
    pub async fn open_in_memory() -> Result<Self> {
        let writer = Self::start_writer(Place::memory(Options::new())).await?;
        Ok(Self { readers: None, writer, noted: Arc::default() })
    }

    /// The same, with what the reader sees of a book.
    async fn read_seen<T: Send + 'static>(
        &self,
        ctx: &Context,
        owner: UserId,
        answer: impl FnOnce(&mut Snapshot<'_>, &Sight) -> Within<T> + Send + 'static,
    ) -> Result<T> {
        let ctx = *ctx;
        self.read(move |snapshot| {
            let sight = snapshot.sight(&ctx, owner)?;
            answer(snapshot, &sight)
        })
        .await
    }

    /// The same for reading the entries of some items, those that are asked for or all: which is noted, if somebody else
    /// than the owner reads.
    async fn read_entries<T: Send + 'static>(
        &self,
        ctx: &Context,
        owner: UserId,
        items: Option<Vec<ItemId>>,
        answer: impl FnOnce(&mut Snapshot<'_>, &Sight) -> Within<T> + Send + 'static,
    ) -> Result<T> {
        let context = *ctx;
        let (answer, reading) = self
            .read_seen(ctx, owner, move |snapshot, sight| {
                let items = items.or_else(|| sight.logging_items()).unwrap_or_default();
                let reading = Reading::of(&context, sight, &items)?;
                Ok((answer(snapshot, sight)?, reading))
            })
            .await?;
        if let Some(reading) = reading.filter(|reading| self.noted.is_new(reading)) {
            let (noted, at) = (Arc::clone(&self.noted), ctx.now);
            self.writer.tell(move |writer| {
                if writer.note_reading(&reading, at).is_err() {
                    // The next reading tries again.
                    noted.forget();
                }
            });
        }
        Ok(answer)
    }

    /// Refuses what is the owner's alone to everybody else.
    async fn owners_alone(&self, ctx: &Context, owner: UserId, action: &'static str) -> Result<()> {
        if ctx.actor == owner {
            return Ok(());
        }
        self.read_seen(ctx, owner, move |_, sight| Ok(sight.whole(action)?)).await
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
        let answer: Asked<T> = Box::new(answer);
        match &self.readers {
            Some(readers) => readers.ask(|reader| reader.read(answer)).await,
            None => self.writer.ask(|writer| writer.read(answer)).await,
        }
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn apply(&self, ctx: &Context, commit: &Commit) -> Result<Answer> {
        let (ctx, commit) = (*ctx, commit.clone());
        self.writer.ask(move |writer| writer.apply(&ctx, &commit)).await
    }

    async fn apply_together(&self, ctx: &Context, commits: &[Commit]) -> Result<Together> {
        let (ctx, commits) = (*ctx, commits.to_vec());
        self.writer.ask(move |writer| writer.apply_together(&ctx, &commits)).await
    }

    async fn head(&self, ctx: &Context, owner: UserId) -> Result<Head> {
        let head = self.read_seen(ctx, owner, move |snapshot, sight| {
            Ok(sight.head(snapshot.book(owner, || Head::NEW, |_, _, head| Ok(head))?))
        });
        head.await
    }

    async fn owners(&self, _ctx: &Context) -> Result<Vec<UserId>> {
        self.read(|snapshot| snapshot.owners()).await
    }

    async fn catalogue(&self, ctx: &Context, owner: UserId) -> Result<Catalogue> {
        let catalogue = self.read_seen(ctx, owner, move |snapshot, sight| match sight {
            Sight::Whole => snapshot.catalogue(owner),
            Sight::Part(view) => Ok(view.catalogue.clone()),
        });
        catalogue.await
    }

    async fn device_seq(&self, ctx: &Context, owner: UserId, device: DeviceId) -> Result<u64> {
        self.read_seen(ctx, owner, move |snapshot, _| snapshot.device_seq(owner, device)).await
    }

    async fn answered(&self, ctx: &Context, owner: UserId, request: RequestId) -> Result<Option<u64>> {
        let actor = ctx.actor;
        self.read_seen(ctx, owner, move |snapshot, _| snapshot.answered(actor, owner, request)).await
    }

    async fn revision(&self, ctx: &Context, owner: UserId, key: RecordKey) -> Result<u64> {
        let revision = self.read_seen(ctx, owner, move |snapshot, sight| {
            sight.check_key(&key)?;
            snapshot.revision(owner, &key)
        });
        revision.await
    }

    async fn entry(&self, ctx: &Context, owner: UserId, item: ItemId, day: Day) -> Result<Option<Entry>> {
        let entry = self.read_entries(ctx, owner, Some(vec![item]), move |snapshot, sight| {
            if !sight.reads(item) {
                return Ok(None);
            }
            Ok(snapshot.entry(owner, item, day)?.and_then(|entry| sight.entry(entry)))
        });
        entry.await
    }

    async fn entries(&self, ctx: &Context, owner: UserId, query: &EntryQuery) -> Result<Page<Entry, (Day, ItemId)>> {
        check_limit(query.limit)?;
        let query = query.clone();
        // Words find nothing in another's book, so that nothing was read.
        let asked = if query.words.is_empty() { query.items.clone() } else { Some(Vec::new()) };
        let entries = self.read_entries(ctx, owner, asked, move |snapshot, sight| match sight.query(&query) {
            None => Ok(Page { rows: Vec::new(), next: None }),
            Some(query) => {
                let Page { rows, next } = snapshot.entries(owner, &query)?;
                Ok(Page { rows: rows.into_iter().filter_map(|entry| sight.entry(entry)).collect(), next })
            }
        });
        entries.await
    }

    async fn has_entries(&self, ctx: &Context, owner: UserId, items: &[ItemId]) -> Result<bool> {
        let items = items.to_vec();
        let any = self.read_entries(ctx, owner, Some(items.clone()), move |snapshot, sight| {
            snapshot.has_entries(owner, &sight.items(&items))
        });
        any.await
    }

    async fn records(&self, ctx: &Context, owner: UserId, items: &[ItemId], days: DayRange) -> Result<Records> {
        let items = items.to_vec();
        let records = self.read_entries(ctx, owner, Some(items.clone()), move |snapshot, sight| {
            snapshot.records_seen(owner, sight, &items, days)
        });
        records.await
    }

    async fn reviewed(&self, ctx: &Context, owner: UserId, days: DayRange) -> Result<Vec<Day>> {
        self.owners_alone(ctx, owner, "reading reviewed days").await?;
        self.read(move |snapshot| snapshot.reviewed(owner, days)).await
    }

    async fn rollups(&self, ctx: &Context, owner: UserId, span: DayRange) -> Result<Vec<DayRollup>> {
        self.read_entries(ctx, owner, None, move |snapshot, sight| snapshot.rollups_seen(owner, sight, span)).await
    }

    async fn make_ups(&self, ctx: &Context, owner: UserId, item: ItemId) -> Result<BTreeMap<Day, u32>> {
        self.owners_alone(ctx, owner, "reading make-ups").await?;
        self.read(move |snapshot| snapshot.counts(&Counts::MAKE_UPS, owner, item)).await
    }

    async fn fidya(&self, ctx: &Context, owner: UserId, item: ItemId) -> Result<BTreeMap<Day, u32>> {
        self.owners_alone(ctx, owner, "reading fidya").await?;
        self.read(move |snapshot| snapshot.counts(&Counts::FIDYA, owner, item)).await
    }

    async fn reflections(
        &self,
        ctx: &Context,
        owner: UserId,
        query: &ReflectionQuery,
    ) -> Result<Page<Reflection, (Day, Category)>> {
        check_limit(query.limit)?;
        self.owners_alone(ctx, owner, "reading reflections").await?;
        let query = query.clone();
        self.read(move |snapshot| snapshot.reflections(owner, &query)).await
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
        let items = key.day_of_item().map(|(item, _)| item).into_iter().collect();
        let history = self.read_entries(ctx, owner, Some(items), move |snapshot, sight| {
            snapshot.history_seen(owner, sight, &key, before, limit)
        });
        history.await
    }

    async fn commits(&self, ctx: &Context, owner: UserId, after: u64, limit: u32) -> Result<Vec<StoredCommit>> {
        check_limit(limit)?;
        self.read_seen(ctx, owner, move |snapshot, sight| snapshot.commits_seen(owner, sight, after, limit)).await
    }

    async fn headers(
        &self,
        ctx: &Context,
        owner: UserId,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<(u64, Header)>> {
        check_limit(limit)?;
        self.read_seen(ctx, owner, move |snapshot, sight| snapshot.headers_seen(owner, sight, before, limit)).await
    }

    async fn adopt(&self, ctx: &Context, owner: UserId, chain: Vec<StoredCommit>) -> Result<Head> {
        self.owners_alone(ctx, owner, "adopting a chain").await?;
        self.writer.ask(move |writer| writer.adopt(owner, &chain)).await
    }

    async fn erase_book(&self, ctx: &Context, owner: UserId) -> Result<()> {
        self.owners_alone(ctx, owner, "erasing").await?;
        let noted = Arc::clone(&self.noted);
        let erased = self.writer.ask(move |writer| {
            noted.forget();
            writer.erase_book(owner)
        });
        erased.await
    }

    async fn verdicts(
        &self,
        ctx: &Context,
        owner: UserId,
        merit: Option<MeritId>,
        days: DayRange,
    ) -> Result<Vec<RecordedVerdict>> {
        self.owners_alone(ctx, owner, "reading verdicts").await?;
        let recorded = move |snapshot: &mut Snapshot<'_>, book, _| verdicts::verdicts(snapshot.conn, book, merit, days);
        self.read(move |snapshot| snapshot.book(owner, Vec::new, recorded)).await
    }

    async fn record_verdicts(
        &self,
        ctx: &Context,
        owner: UserId,
        seq: u64,
        verdicts: &[RecordedVerdict],
        clean: bool,
    ) -> Result<bool> {
        self.owners_alone(ctx, owner, "recording verdicts").await?;
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
        self.owners_alone(ctx, owner, "claiming reminders").await?;
        let (occurrences, now) = (occurrences.to_vec(), ctx.now);
        self.writer.ask(move |writer| writer.claim_reminders(owner, &occurrences, until, now)).await
    }

    async fn confirm_reminder(&self, ctx: &Context, owner: UserId, occurrence: &Occurrence) -> Result<bool> {
        self.owners_alone(ctx, owner, "claiming reminders").await?;
        let occurrence = *occurrence;
        self.writer.ask(move |writer| writer.confirm_reminder(owner, &occurrence)).await
    }

    async fn release_reminder(
        &self,
        ctx: &Context,
        owner: UserId,
        occurrence: &Occurrence,
        until: Timestamp,
    ) -> Result<bool> {
        self.owners_alone(ctx, owner, "claiming reminders").await?;
        let occurrence = *occurrence;
        self.writer.ask(move |writer| writer.release_reminder(owner, &occurrence, until)).await
    }

    async fn accesses(
        &self,
        ctx: &Context,
        owner: UserId,
        after: Option<AccessPlace>,
        limit: u32,
    ) -> Result<Page<LoggedAccess, AccessPlace>> {
        check_limit(limit)?;
        self.owners_alone(ctx, owner, "reading the access log").await?;
        // Asked of the thread that writes: after what was told to it before.
        let accesses = self.writer.ask(move |writer| {
            writer.read(|snapshot| {
                let nothing = || Page { rows: Vec::new(), next: None };
                snapshot.book(owner, nothing, |snapshot, book, _| accesses::accesses(snapshot.conn, book, after, limit))
            })
        });
        accesses.await
    }

    async fn backup(&self, _ctx: &Context, to: &Path) -> Result<()> {
        let to = to.to_owned();
        self.read(move |snapshot| backup::backup(snapshot.conn, &to)).await
    }
}
