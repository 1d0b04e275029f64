//! The store: each operation as a question to the server.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use kitaab_core::{
    Catalogue, Category, Commit, Day, DayRange, DeviceId, Digest, Entry, Error, Header, ItemId, MeritId, Occurrence,
    RecordKey, Records, Reflection, RequestId, Timestamp, UserId,
};
use kitaab_store::{
    AccessPlace, Answer, Context, DayRollup, EntryQuery, Head, HistoryStep, LoggedAccess, Page, RecordedVerdict,
    ReflectionQuery, Result, Store, StoreError, StoredCommit, Together, check_limit,
};

use sqlx::Execute as _;
use sqlx::postgres::PgRow;

use crate::accesses::Noted;
use crate::connection::{Connections, Question, Tries};
use crate::error::Result as Within;
use crate::key::Key;
use crate::measured::{self, Measured, Measures};
use crate::options::Options;
use crate::others::catalogue_of;
use crate::reading::about;
use crate::replica::{self, Replica};
use crate::schema;
use crate::structure::Memory;

/// A store that keeps books in a PostgreSQL database.
///
/// Any number of them may serve one database, from any number of hosts. It holds connections, and the structures of books
/// that it has seen, which it takes only for the version that the database has.
#[derive(Debug)]
pub struct PgStore {
    server: Server,
    measures: Measures,
}

/// The server, and what is remembered of it.
#[derive(Debug)]
pub(crate) struct Server {
    connections: Arc<Connections>,
    replica: Option<Replica>,
    memory: Memory,
    noted: Noted,
}

impl Server {
    /// The connections to the server that takes writes.
    pub(crate) fn connections(&self) -> &Connections {
        &self.connections
    }

    pub(crate) const fn shared_connections(&self) -> &Arc<Connections> {
        &self.connections
    }

    pub(crate) const fn replica(&self) -> Option<&Replica> {
        self.replica.as_ref()
    }

    /// Asks what may be answered anywhere: a replica, if there is one that has come far enough, else the first server.
    pub(crate) async fn answers(&self, mut question: Question<'_>) -> Within<Vec<PgRow>> {
        let Some(replica) = &self.replica else { return self.connections.rows(question).await };
        let arguments = question.take_arguments().map_err(sqlx::Error::Encode)?.unwrap_or_default();
        let sql = question.sql();
        let again = || sqlx::query_with(sql.clone(), arguments.clone());
        match replica.rows(&self.connections, again).await {
            Some(rows) => Ok(rows),
            None => self.connections.rows(again()).await,
        }
    }

    /// The one row of such an answer.
    pub(crate) async fn answer(&self, question: Question<'_>) -> Within<PgRow> {
        self.answers(question).await?.into_iter().next().ok_or_else(|| sqlx::Error::RowNotFound.into())
    }

    pub(crate) const fn memory(&self) -> &Memory {
        &self.memory
    }

    pub(crate) const fn noted(&self) -> &Noted {
        &self.noted
    }

    async fn erase_book(&self, actor: UserId, owner: UserId) -> Within<()> {
        let erased = self.erase_this(actor, owner).await;
        self.memory.forget_all(owner);
        self.noted.forget();
        erased
    }

    /// Erases the book that is there now: where the answer is lost, that may be done, and its owner may have begun anew before it is
    /// asked for again.
    async fn erase_this(&self, actor: UserId, owner: UserId) -> Within<()> {
        let begun = self.head(actor, owner).await?.begun;
        let mut tries = Tries::new();
        loop {
            let erasing = about("SELECT kitaab.erase_book($1, $2)", actor, owner);
            let Err(fault) = self.connections.rows_once(erasing).await else { return Ok(()) };
            tries.after(fault).await?;
            if self.head(actor, owner).await?.begun != begun {
                return Ok(());
            }
        }
    }
}

impl PgStore {
    /// Connects to a database that [`crate::migrate`] has brought up to date, as a role that is a member of `kitaab_app` and
    /// of nothing more.
    ///
    /// # Errors
    /// `unsupported` for a database of another version, older or newer; `denied` for a role that would pass over the
    /// policies, or that may not serve; `unavailable` where the server can't be reached; `invalid` for what is no URL.
    pub async fn connect(url: &str, options: Options) -> Result<Self> {
        Self::connect_within(url, options).await.map_err(StoreError::from)
    }

    async fn connect_within(url: &str, options: Options) -> Within<Self> {
        let (options, url) = &options.with_url(url)?;
        let connections = Connections::open(url, options).await?;
        schema::check(&mut *connections.begin().await?).await?;
        let replica = options.replica.as_ref().map(|url| Replica::new(url, options));
        let server =
            Server { connections: Arc::new(connections), replica, memory: Memory::default(), noted: Noted::default() };
        Ok(Self { server, measures: Measures::default() })
    }
}

impl PgStore {
    /// How often each operation was asked for since the store was connected, how it ended, and how long it took.
    pub fn measured(&self) -> BTreeMap<&'static str, Measured> {
        self.measures.all()
    }

    /// The same as a text for Prometheus and those like it.
    pub fn metrics(&self) -> String {
        measured::text(&self.measured())
    }

    /// Others are never shown what they may not see any more: a replica might not know of that yet.
    async fn reading<T>(
        &self,
        operation: &'static str,
        ctx: &Context,
        owner: UserId,
        work: impl Future<Output = Result<T>> + Send,
    ) -> Result<T> {
        if ctx.actor == owner {
            self.measures.of(operation, work).await
        } else {
            self.measures.of(operation, replica::at_first(work)).await
        }
    }

    /// What is read on the way is read where it is written, and a replica is asked no more until it has come so far.
    async fn writing<T>(&self, operation: &'static str, work: impl Future<Output = Result<T>> + Send) -> Result<T> {
        let done = self.measures.of(operation, replica::at_first(work)).await;
        if let Some(replica) = &self.server.replica {
            replica.wrote();
        }
        done
    }
}

#[allow(clippy::large_futures, reason = "async_trait puts each of them on the heap")]
#[async_trait]
impl Store for PgStore {
    async fn apply(&self, ctx: &Context, commit: &Commit) -> Result<Answer> {
        self.writing("apply", async { Ok(self.server.apply(ctx, commit).await?) }).await
    }

    async fn apply_together(&self, ctx: &Context, commits: &[Commit]) -> Result<Together> {
        self.writing("apply_together", async { Ok(self.server.apply_together(ctx, commits).await?) }).await
    }

    async fn head(&self, ctx: &Context, owner: UserId) -> Result<Head> {
        self.reading("head", ctx, owner, async {
            let head = self.server.head(ctx.actor, owner).await?;
            if ctx.actor == owner { Ok(head) } else { Ok(Head { link: Digest::ZERO, dirty_from: None, ..head }) }
        })
        .await
    }

    async fn owners(&self, _ctx: &Context) -> Result<Vec<UserId>> {
        self.measures.of("owners", async { Ok(self.server.owners().await?) }).await
    }

    async fn catalogue(&self, ctx: &Context, owner: UserId) -> Result<Catalogue> {
        self.reading("catalogue", ctx, owner, async {
            let catalogue = match catalogue_of(&self.server.sight(ctx.actor, owner).await?) {
                Some(seen) => seen,
                None => self.server.catalogue(ctx.actor, owner).await?.structure,
            };
            Ok(Arc::unwrap_or_clone(catalogue))
        })
        .await
    }

    async fn device_seq(&self, ctx: &Context, owner: UserId, device: DeviceId) -> Result<u64> {
        self.reading("device_seq", ctx, owner, async { Ok(self.server.device_seq(ctx.actor, owner, device).await?) })
            .await
    }

    async fn answered(&self, ctx: &Context, owner: UserId, request: RequestId) -> Result<Option<u64>> {
        // Sent again, perhaps by another process: a replica might not know of it yet.
        let answered = self.server.answered(ctx.actor, owner, request);
        self.measures.of("answered", async { Ok(replica::at_first(answered).await?) }).await
    }

    async fn revision(&self, ctx: &Context, owner: UserId, key: RecordKey) -> Result<u64> {
        self.reading("revision", ctx, owner, async {
            if ctx.actor != owner {
                self.server.sight(ctx.actor, owner).await?.check_key(&key)?;
            }
            Ok(self.server.revision(ctx.actor, owner, &key).await?)
        })
        .await
    }

    async fn entry(&self, ctx: &Context, owner: UserId, item: ItemId, day: Day) -> Result<Option<Entry>> {
        self.reading("entry", ctx, owner, async {
            if ctx.actor != owner {
                let query = EntryQuery { items: Some(vec![item]), ..EntryQuery::on(DayRange::single(day), 1) };
                return Ok(self.server.entries_seen(ctx, owner, &query).await?.rows.pop());
            }
            Ok(self.server.entry(ctx.actor, owner, item, day).await?)
        })
        .await
    }

    async fn entries(&self, ctx: &Context, owner: UserId, query: &EntryQuery) -> Result<Page<Entry, (Day, ItemId)>> {
        check_limit(query.limit)?;
        self.reading("entries", ctx, owner, async {
            if ctx.actor != owner {
                return Ok(self.server.entries_seen(ctx, owner, query).await?);
            }
            Ok(self.server.entries(ctx.actor, owner, query).await?)
        })
        .await
    }

    async fn has_entries(&self, ctx: &Context, owner: UserId, items: &[ItemId]) -> Result<bool> {
        self.reading("has_entries", ctx, owner, async {
            if ctx.actor != owner {
                let query = EntryQuery { items: Some(items.to_vec()), ..EntryQuery::on(DayRange::ALL, 1) };
                return Ok(!self.server.entries_seen(ctx, owner, &query).await?.rows.is_empty());
            }
            Ok(self.server.has_entries(ctx.actor, owner, items).await?)
        })
        .await
    }

    async fn records(&self, ctx: &Context, owner: UserId, items: &[ItemId], days: DayRange) -> Result<Records> {
        self.reading("records", ctx, owner, async {
            if ctx.actor != owner {
                return Ok(self.server.records_seen(ctx, owner, items, days).await?);
            }
            Ok(self.server.records(ctx.actor, owner, items, days).await?)
        })
        .await
    }

    async fn records_in_bulk(&self, ctx: &Context, owner: UserId, items: &[ItemId], days: DayRange) -> Result<Records> {
        self.reading("records_in_bulk", ctx, owner, async {
            Ok(self.server.records_in_bulk(ctx, owner, items, days).await?)
        })
        .await
    }

    async fn reviewed(&self, ctx: &Context, owner: UserId, days: DayRange) -> Result<Vec<Day>> {
        self.reading("reviewed", ctx, owner, async {
            self.server.owners_alone(ctx, owner, "reading reviewed days").await?;
            Ok(self.server.reviewed(ctx.actor, owner, days).await?)
        })
        .await
    }

    async fn rollups(&self, ctx: &Context, owner: UserId, days: DayRange) -> Result<Vec<DayRollup>> {
        self.reading("rollups", ctx, owner, async {
            if ctx.actor != owner {
                return Ok(self.server.rollups_seen(ctx, owner, days).await?);
            }
            Ok(self.server.rollups(ctx.actor, owner, days).await?)
        })
        .await
    }

    async fn make_ups(&self, ctx: &Context, owner: UserId, item: ItemId) -> Result<BTreeMap<Day, u32>> {
        self.reading("make_ups", ctx, owner, async {
            self.server.owners_alone(ctx, owner, "reading make-ups").await?;
            let kind = Key::from(&RecordKey::MakeUp(item, Day::MIN)).kind;
            Ok(self.server.counts(ctx.actor, owner, item, kind).await?)
        })
        .await
    }

    async fn fidya(&self, ctx: &Context, owner: UserId, item: ItemId) -> Result<BTreeMap<Day, u32>> {
        self.reading("fidya", ctx, owner, async {
            self.server.owners_alone(ctx, owner, "reading fidya").await?;
            let kind = Key::from(&RecordKey::Fidya(item, Day::MIN)).kind;
            Ok(self.server.counts(ctx.actor, owner, item, kind).await?)
        })
        .await
    }

    async fn reflections(
        &self,
        ctx: &Context,
        owner: UserId,
        query: &ReflectionQuery,
    ) -> Result<Page<Reflection, (Day, Category)>> {
        check_limit(query.limit)?;
        self.reading("reflections", ctx, owner, async {
            self.server.owners_alone(ctx, owner, "reading reflections").await?;
            Ok(self.server.reflections(ctx.actor, owner, query).await?)
        })
        .await
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
        self.reading("history", ctx, owner, async {
            Ok(self.server.history_seen(ctx, owner, &key, before, limit).await?)
        })
        .await
    }

    async fn commits(&self, ctx: &Context, owner: UserId, after: u64, limit: u32) -> Result<Vec<StoredCommit>> {
        check_limit(limit)?;
        self.reading("commits", ctx, owner, async { Ok(self.server.commits(ctx.actor, owner, after, limit).await?) })
            .await
    }

    async fn headers(
        &self,
        ctx: &Context,
        owner: UserId,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<(u64, Header)>> {
        check_limit(limit)?;
        self.reading("headers", ctx, owner, async { Ok(self.server.headers(ctx.actor, owner, before, limit).await?) })
            .await
    }

    async fn adopt(&self, ctx: &Context, owner: UserId, chain: Vec<StoredCommit>) -> Result<Head> {
        self.writing("adopt", async {
            self.server.owners_alone(ctx, owner, "adopting a chain").await?;
            Ok(self.server.adopt(ctx.actor, owner, &chain).await?)
        })
        .await
    }

    async fn erase_book(&self, ctx: &Context, owner: UserId) -> Result<()> {
        self.writing("erase_book", async {
            self.server.owners_alone(ctx, owner, "erasing").await?;
            Ok(self.server.erase_book(ctx.actor, owner).await?)
        })
        .await
    }

    async fn verdicts(
        &self,
        ctx: &Context,
        owner: UserId,
        merit: Option<MeritId>,
        days: DayRange,
    ) -> Result<Vec<RecordedVerdict>> {
        self.reading("verdicts", ctx, owner, async {
            self.server.owners_alone(ctx, owner, "reading verdicts").await?;
            Ok(self.server.verdicts(ctx.actor, owner, merit, days).await?)
        })
        .await
    }

    async fn record_verdicts(
        &self,
        ctx: &Context,
        owner: UserId,
        seq: u64,
        verdicts: &[RecordedVerdict],
        clean: bool,
    ) -> Result<bool> {
        self.writing("record_verdicts", async {
            self.server.owners_alone(ctx, owner, "recording verdicts").await?;
            Ok(self.server.record_verdicts(ctx.actor, owner, seq, verdicts, clean).await?)
        })
        .await
    }

    async fn claim_reminders(
        &self,
        ctx: &Context,
        owner: UserId,
        occurrences: &[Occurrence],
        until: Timestamp,
    ) -> Result<Vec<Occurrence>> {
        self.writing("claim_reminders", async {
            self.server.owners_alone(ctx, owner, "claiming reminders").await?;
            Ok(self.server.claim_reminders(ctx.actor, owner, occurrences, until, ctx.now).await?)
        })
        .await
    }

    async fn confirm_reminder(&self, ctx: &Context, owner: UserId, occurrence: &Occurrence) -> Result<bool> {
        self.writing("confirm_reminder", async {
            self.server.owners_alone(ctx, owner, "claiming reminders").await?;
            Ok(self.server.confirm_reminder(ctx.actor, owner, occurrence).await?)
        })
        .await
    }

    async fn release_reminder(
        &self,
        ctx: &Context,
        owner: UserId,
        occurrence: &Occurrence,
        until: Timestamp,
    ) -> Result<bool> {
        self.writing("release_reminder", async {
            self.server.owners_alone(ctx, owner, "claiming reminders").await?;
            Ok(self.server.release_reminder(ctx.actor, owner, occurrence, until).await?)
        })
        .await
    }

    async fn accesses(
        &self,
        ctx: &Context,
        owner: UserId,
        after: Option<AccessPlace>,
        limit: u32,
    ) -> Result<Page<LoggedAccess, AccessPlace>> {
        check_limit(limit)?;
        self.reading("accesses", ctx, owner, async {
            self.server.owners_alone(ctx, owner, "reading the access log").await?;
            Ok(self.server.accesses(ctx.actor, owner, after, limit).await?)
        })
        .await
    }

    async fn backup(&self, _ctx: &Context, _to: &Path) -> Result<()> {
        Err(Error::unsupported("a backup by the store (PostgreSQL's own tools make one of the whole server)").into())
    }
}
