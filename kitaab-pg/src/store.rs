//! The store: each operation as a question to the server.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use kitaab_core::{
    Catalogue, Category, Commit, Day, DayRange, DeviceId, Digest, Entry, Error, Header, ItemId, MeritId, Occurrence,
    RecordKey, Records, Reflection, Timestamp, UserId,
};
use kitaab_store::{
    AccessPlace, Answer, Context, DayRollup, EntryQuery, Head, HistoryStep, LoggedAccess, Page, RecordedVerdict,
    ReflectionQuery, Result, Store, StoreError, StoredCommit, Together,
};

use crate::accesses::Noted;
use crate::connection::Connections;
use crate::error::Result as Within;
use crate::key::Key;
use crate::options::Options;
use crate::others::catalogue_of;
use crate::reading::about;
use crate::schema;
use crate::structure::Memory;

/// A store that keeps books in a PostgreSQL database.
///
/// Any number of them may serve one database, from any number of hosts. It holds connections, and the structures of books
/// that it has seen, which it takes only for the version that the database has.
#[derive(Debug)]
pub struct PgStore {
    server: Server,
}

/// The server, and what is remembered of it.
#[derive(Debug)]
pub(crate) struct Server {
    connections: Arc<Connections>,
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

    /// The connections to ask what may be answered anywhere.
    pub(crate) fn reader(&self) -> &Connections {
        &self.connections
    }

    pub(crate) const fn memory(&self) -> &Memory {
        &self.memory
    }

    pub(crate) const fn noted(&self) -> &Noted {
        &self.noted
    }

    async fn erase_book(&self, actor: UserId, owner: UserId) -> Within<()> {
        let erased = self.connections.rows(about("SELECT kitaab.erase_book($1, $2)", actor, owner)).await;
        self.memory.forget(owner);
        self.noted.forget();
        erased.map(drop)
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
        Self::connect_within(url, &options).await.map_err(StoreError::from)
    }

    async fn connect_within(url: &str, options: &Options) -> Within<Self> {
        let connections = Connections::open(url, options).await?;
        schema::check(&mut *connections.begin().await?).await?;
        let server = Server { connections: Arc::new(connections), memory: Memory::default(), noted: Noted::default() };
        Ok(Self { server })
    }
}

#[async_trait]
impl Store for PgStore {
    async fn apply(&self, ctx: &Context, commit: &Commit) -> Result<Answer> {
        Ok(self.server.apply(ctx, commit).await?)
    }

    async fn apply_together(&self, ctx: &Context, commits: &[Commit]) -> Result<Together> {
        Ok(self.server.apply_together(ctx, commits).await?)
    }

    async fn head(&self, ctx: &Context, owner: UserId) -> Result<Head> {
        let head = self.server.head(ctx.actor, owner).await?;
        if ctx.actor == owner { Ok(head) } else { Ok(Head { link: Digest::ZERO, dirty_from: None, ..head }) }
    }

    async fn owners(&self, _ctx: &Context) -> Result<Vec<UserId>> {
        Ok(self.server.owners().await?)
    }

    async fn catalogue(&self, ctx: &Context, owner: UserId) -> Result<Catalogue> {
        let catalogue = match catalogue_of(&self.server.sight(ctx.actor, owner).await?) {
            Some(seen) => seen,
            None => self.server.catalogue(ctx.actor, owner).await?,
        };
        Ok(Arc::unwrap_or_clone(catalogue))
    }

    async fn device_seq(&self, ctx: &Context, owner: UserId, device: DeviceId) -> Result<u64> {
        Ok(self.server.device_seq(ctx.actor, owner, device).await?)
    }

    async fn revision(&self, ctx: &Context, owner: UserId, key: RecordKey) -> Result<u64> {
        if ctx.actor != owner {
            self.server.sight(ctx.actor, owner).await?.check_key(&key)?;
        }
        Ok(self.server.revision(ctx.actor, owner, &key).await?)
    }

    async fn entry(&self, ctx: &Context, owner: UserId, item: ItemId, day: Day) -> Result<Option<Entry>> {
        if ctx.actor != owner {
            let query = EntryQuery { items: Some(vec![item]), ..EntryQuery::on(DayRange::single(day), 1) };
            return Ok(self.server.entries_seen(ctx, owner, &query).await?.rows.pop());
        }
        Ok(self.server.entry(ctx.actor, owner, item, day).await?)
    }

    async fn entries(&self, ctx: &Context, owner: UserId, query: &EntryQuery) -> Result<Page<Entry, (Day, ItemId)>> {
        if ctx.actor != owner {
            return Ok(self.server.entries_seen(ctx, owner, query).await?);
        }
        Ok(self.server.entries(ctx.actor, owner, query).await?)
    }

    async fn has_entries(&self, ctx: &Context, owner: UserId, items: &[ItemId]) -> Result<bool> {
        if ctx.actor != owner {
            let query = EntryQuery { items: Some(items.to_vec()), ..EntryQuery::on(DayRange::ALL, 1) };
            return Ok(!self.server.entries_seen(ctx, owner, &query).await?.rows.is_empty());
        }
        Ok(self.server.has_entries(ctx.actor, owner, items).await?)
    }

    async fn records(&self, ctx: &Context, owner: UserId, items: &[ItemId], days: DayRange) -> Result<Records> {
        if ctx.actor != owner {
            return Ok(self.server.records_seen(ctx, owner, items, days).await?);
        }
        Ok(self.server.records(ctx.actor, owner, items, days).await?)
    }

    async fn reviewed(&self, ctx: &Context, owner: UserId, days: DayRange) -> Result<Vec<Day>> {
        self.server.owners_alone(ctx, owner, "reading reviewed days").await?;
        Ok(self.server.reviewed(ctx.actor, owner, days).await?)
    }

    async fn rollups(&self, ctx: &Context, owner: UserId, days: DayRange) -> Result<Vec<DayRollup>> {
        if ctx.actor != owner {
            return Ok(self.server.rollups_seen(ctx, owner, days).await?);
        }
        Ok(self.server.rollups(ctx.actor, owner, days).await?)
    }

    async fn make_ups(&self, ctx: &Context, owner: UserId, item: ItemId) -> Result<BTreeMap<Day, u32>> {
        self.server.owners_alone(ctx, owner, "reading make-ups").await?;
        let kind = Key::from(&RecordKey::MakeUp(item, Day::MIN)).kind;
        Ok(self.server.counts(ctx.actor, owner, item, kind).await?)
    }

    async fn fidya(&self, ctx: &Context, owner: UserId, item: ItemId) -> Result<BTreeMap<Day, u32>> {
        self.server.owners_alone(ctx, owner, "reading fidya").await?;
        let kind = Key::from(&RecordKey::Fidya(item, Day::MIN)).kind;
        Ok(self.server.counts(ctx.actor, owner, item, kind).await?)
    }

    async fn reflections(
        &self,
        ctx: &Context,
        owner: UserId,
        query: &ReflectionQuery,
    ) -> Result<Page<Reflection, (Day, Category)>> {
        self.server.owners_alone(ctx, owner, "reading reflections").await?;
        Ok(self.server.reflections(ctx.actor, owner, query).await?)
    }

    async fn history(
        &self,
        ctx: &Context,
        owner: UserId,
        key: RecordKey,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<HistoryStep>> {
        Ok(self.server.history_seen(ctx, owner, &key, before, limit).await?)
    }

    async fn commits(&self, ctx: &Context, owner: UserId, after: u64, limit: u32) -> Result<Vec<StoredCommit>> {
        Ok(self.server.commits(ctx.actor, owner, after, limit).await?)
    }

    async fn headers(
        &self,
        ctx: &Context,
        owner: UserId,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<(u64, Header)>> {
        Ok(self.server.headers(ctx.actor, owner, before, limit).await?)
    }

    async fn adopt(&self, ctx: &Context, owner: UserId, chain: Vec<StoredCommit>) -> Result<Head> {
        self.server.owners_alone(ctx, owner, "adopting a chain").await?;
        Ok(self.server.adopt(ctx.actor, owner, &chain).await?)
    }

    async fn erase_book(&self, ctx: &Context, owner: UserId) -> Result<()> {
        self.server.owners_alone(ctx, owner, "erasing").await?;
        Ok(self.server.erase_book(ctx.actor, owner).await?)
    }

    async fn verdicts(
        &self,
        ctx: &Context,
        owner: UserId,
        merit: Option<MeritId>,
        days: DayRange,
    ) -> Result<Vec<RecordedVerdict>> {
        self.server.owners_alone(ctx, owner, "reading verdicts").await?;
        Ok(self.server.verdicts(ctx.actor, owner, merit, days).await?)
    }

    async fn record_verdicts(
        &self,
        ctx: &Context,
        owner: UserId,
        seq: u64,
        verdicts: &[RecordedVerdict],
        clean: bool,
    ) -> Result<bool> {
        self.server.owners_alone(ctx, owner, "recording verdicts").await?;
        Ok(self.server.record_verdicts(ctx.actor, owner, seq, verdicts, clean).await?)
    }

    async fn claim_reminders(
        &self,
        ctx: &Context,
        owner: UserId,
        occurrences: &[Occurrence],
        until: Timestamp,
    ) -> Result<Vec<Occurrence>> {
        self.server.owners_alone(ctx, owner, "claiming reminders").await?;
        Ok(self.server.claim_reminders(ctx.actor, owner, occurrences, until, ctx.now).await?)
    }

    async fn confirm_reminder(&self, ctx: &Context, owner: UserId, occurrence: &Occurrence) -> Result<bool> {
        self.server.owners_alone(ctx, owner, "claiming reminders").await?;
        Ok(self.server.confirm_reminder(ctx.actor, owner, occurrence).await?)
    }

    async fn release_reminder(
        &self,
        ctx: &Context,
        owner: UserId,
        occurrence: &Occurrence,
        until: Timestamp,
    ) -> Result<bool> {
        self.server.owners_alone(ctx, owner, "claiming reminders").await?;
        Ok(self.server.release_reminder(ctx.actor, owner, occurrence, until).await?)
    }

    async fn accesses(
        &self,
        ctx: &Context,
        owner: UserId,
        after: Option<AccessPlace>,
        limit: u32,
    ) -> Result<Page<LoggedAccess, AccessPlace>> {
        self.server.owners_alone(ctx, owner, "reading the access log").await?;
        Ok(self.server.accesses(ctx.actor, owner, after, limit).await?)
    }

    async fn backup(&self, _ctx: &Context, _to: &Path) -> Result<()> {
        Err(Error::unsupported("a backup by the store (PostgreSQL's own tools make one of the whole server)").into())
    }
}
