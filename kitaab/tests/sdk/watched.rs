//! A store that counts what it is asked, fails when it is told to, and lets others run before and after
//! its answers, so that a call can be dropped there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use kitaab_core::{
    Catalogue, Category, Commit, Day, DayRange, DeviceId, Entry, Header, ItemId, MeritId, Occurrence, RecordKey,
    Records, Reflection, RequestId, Timestamp, UserId,
};
use kitaab_store::{
    AccessPlace, Answer, Context, DayRollup, EntryQuery, Head, HistoryStep, LoggedAccess, MemoryStore, Page,
    RecordedVerdict, ReflectionQuery, Result, Store, StoreError, StoredCommit, Together,
};

#[derive(Debug, Default)]
pub(crate) struct Watched {
    inner: MemoryStore,
    asked: Mutex<Vec<&'static str>>,
    failing: Mutex<BTreeSet<&'static str>>,
    /// Whether commits are sent twice, as by a store that loses each answer to the first time.
    losing: AtomicBool,
}

impl Watched {
    pub(crate) fn new() -> Arc<Self> {
        Arc::default()
    }

    /// What was asked since this was called last.
    pub(crate) fn asked(&self) -> Vec<&'static str> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }

    /// From now on this answers `unavailable`.
    pub(crate) fn fail(&self, operation: &'static str) {
        self.failing.lock().unwrap().insert(operation);
    }

    /// From now on nothing fails.
    pub(crate) fn heal(&self) {
        self.failing.lock().unwrap().clear();
    }

    /// From now on the answer to the first time that a commit is sent is lost.
    pub(crate) fn lose_answers(&self) {
        self.losing.store(true, Ordering::Relaxed);
    }

    fn ask(&self, operation: &'static str) -> Result<&MemoryStore> {
        self.asked.lock().unwrap().push(operation);
        if self.failing.lock().unwrap().contains(operation) {
            return Err(StoreError::unavailable("told to fail", operation));
        }
        Ok(&self.inner)
    }
}

#[async_trait]
impl Store for Watched {
    async fn apply(&self, ctx: &Context, commit: &Commit) -> Result<Answer> {
        tokio::task::yield_now().await;
        if self.losing.load(Ordering::Relaxed) {
            self.inner.apply(ctx, commit).await?;
        }
        let answer = self.ask("apply")?.apply(ctx, commit).await;
        tokio::task::yield_now().await;
        answer
    }

    async fn apply_together(&self, ctx: &Context, commits: &[Commit]) -> Result<Together> {
        tokio::task::yield_now().await;
        if self.losing.load(Ordering::Relaxed) {
            self.inner.apply_together(ctx, commits).await?;
        }
        self.ask("apply_together")?.apply_together(ctx, commits).await
    }

    async fn head(&self, ctx: &Context, owner: UserId) -> Result<Head> {
        tokio::task::yield_now().await;
        self.ask("head")?.head(ctx, owner).await
    }

    async fn owners(&self, ctx: &Context) -> Result<Vec<UserId>> {
        self.ask("owners")?.owners(ctx).await
    }

    async fn catalogue(&self, ctx: &Context, owner: UserId) -> Result<Catalogue> {
        tokio::task::yield_now().await;
        self.ask("catalogue")?.catalogue(ctx, owner).await
    }

    async fn device_seq(&self, ctx: &Context, owner: UserId, device: DeviceId) -> Result<u64> {
        tokio::task::yield_now().await;
        self.ask("device_seq")?.device_seq(ctx, owner, device).await
    }

    async fn answered(&self, ctx: &Context, owner: UserId, request: RequestId) -> Result<Option<u64>> {
        self.ask("answered")?.answered(ctx, owner, request).await
    }

    async fn revision(&self, ctx: &Context, owner: UserId, key: RecordKey) -> Result<u64> {
        self.ask("revision")?.revision(ctx, owner, key).await
    }

    async fn entry(&self, ctx: &Context, owner: UserId, item: ItemId, day: Day) -> Result<Option<Entry>> {
        tokio::task::yield_now().await;
        self.ask("entry")?.entry(ctx, owner, item, day).await
    }

    async fn entries(&self, ctx: &Context, owner: UserId, query: &EntryQuery) -> Result<Page<Entry, (Day, ItemId)>> {
        self.ask("entries")?.entries(ctx, owner, query).await
    }

    async fn has_entries(&self, ctx: &Context, owner: UserId, items: &[ItemId]) -> Result<bool> {
        self.ask("has_entries")?.has_entries(ctx, owner, items).await
    }

    async fn records(&self, ctx: &Context, owner: UserId, items: &[ItemId], days: DayRange) -> Result<Records> {
        tokio::task::yield_now().await;
        self.ask("records")?.records(ctx, owner, items, days).await
    }

    async fn reviewed(&self, ctx: &Context, owner: UserId, days: DayRange) -> Result<Vec<Day>> {
        self.ask("reviewed")?.reviewed(ctx, owner, days).await
    }

    async fn rollups(&self, ctx: &Context, owner: UserId, days: DayRange) -> Result<Vec<DayRollup>> {
        self.ask("rollups")?.rollups(ctx, owner, days).await
    }

    async fn make_ups(&self, ctx: &Context, owner: UserId, item: ItemId) -> Result<BTreeMap<Day, u32>> {
        self.ask("make_ups")?.make_ups(ctx, owner, item).await
    }

    async fn fidya(&self, ctx: &Context, owner: UserId, item: ItemId) -> Result<BTreeMap<Day, u32>> {
        self.ask("fidya")?.fidya(ctx, owner, item).await
    }

    async fn reflections(
        &self,
        ctx: &Context,
        owner: UserId,
        query: &ReflectionQuery,
    ) -> Result<Page<Reflection, (Day, Category)>> {
        self.ask("reflections")?.reflections(ctx, owner, query).await
    }

    async fn history(
        &self,
        ctx: &Context,
        owner: UserId,
        key: RecordKey,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<HistoryStep>> {
        self.ask("history")?.history(ctx, owner, key, before, limit).await
    }

    async fn commits(&self, ctx: &Context, owner: UserId, after: u64, limit: u32) -> Result<Vec<StoredCommit>> {
        self.ask("commits")?.commits(ctx, owner, after, limit).await
    }

    async fn headers(
        &self,
        ctx: &Context,
        owner: UserId,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<(u64, Header)>> {
        tokio::task::yield_now().await;
        self.ask("headers")?.headers(ctx, owner, before, limit).await
    }

    async fn adopt(&self, ctx: &Context, owner: UserId, chain: Vec<StoredCommit>) -> Result<Head> {
        self.ask("adopt")?.adopt(ctx, owner, chain).await
    }

    async fn erase_book(&self, ctx: &Context, owner: UserId) -> Result<()> {
        self.ask("erase_book")?.erase_book(ctx, owner).await
    }

    async fn verdicts(
        &self,
        ctx: &Context,
        owner: UserId,
        merit: Option<MeritId>,
        days: DayRange,
    ) -> Result<Vec<RecordedVerdict>> {
        self.ask("verdicts")?.verdicts(ctx, owner, merit, days).await
    }

    async fn record_verdicts(
        &self,
        ctx: &Context,
        owner: UserId,
        seq: u64,
        verdicts: &[RecordedVerdict],
        clean: bool,
    ) -> Result<bool> {
        tokio::task::yield_now().await;
        let answer = self.ask("record_verdicts")?.record_verdicts(ctx, owner, seq, verdicts, clean).await;
        tokio::task::yield_now().await;
        answer
    }

    async fn claim_reminders(
        &self,
        ctx: &Context,
        owner: UserId,
        occurrences: &[Occurrence],
        until: Timestamp,
    ) -> Result<Vec<Occurrence>> {
        self.ask("claim_reminders")?.claim_reminders(ctx, owner, occurrences, until).await
    }

    async fn confirm_reminder(&self, ctx: &Context, owner: UserId, occurrence: &Occurrence) -> Result<bool> {
        self.ask("confirm_reminder")?.confirm_reminder(ctx, owner, occurrence).await
    }

    async fn release_reminder(
        &self,
        ctx: &Context,
        owner: UserId,
        occurrence: &Occurrence,
        until: Timestamp,
    ) -> Result<bool> {
        self.ask("release_reminder")?.release_reminder(ctx, owner, occurrence, until).await
    }

    async fn accesses(
        &self,
        ctx: &Context,
        owner: UserId,
        after: Option<AccessPlace>,
        limit: u32,
    ) -> Result<Page<LoggedAccess, AccessPlace>> {
        self.ask("accesses")?.accesses(ctx, owner, after, limit).await
    }

    async fn backup(&self, ctx: &Context, to: &Path) -> Result<()> {
        self.ask("backup")?.backup(ctx, to).await
    }
}
