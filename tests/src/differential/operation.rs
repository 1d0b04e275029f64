//! One operation of the contract as a value, and its answer in a form that can be compared.

use std::collections::BTreeMap;

use kitaab_core::{
    Catalogue, Category, Commit, Day, DayRange, DeviceId, Entry, Header, ItemId, MeritId, RecordKey, Reflection,
    Timestamp, UserId, Value,
};
use kitaab_store::conformance::elsewhere;
use kitaab_store::{
    AccessPlace, Answer, Context, DayRollup, EntryQuery, Head, HistoryStep, LoggedAccess, Page, RecordedVerdict,
    ReflectionQuery, Stale, Store, StoreError, StoredCommit, Together,
};

/// An operation on a book.
#[derive(Clone, Debug)]
pub enum Operation {
    /// Applies a commit.
    Apply(Box<Commit>),
    /// Reads the head.
    Head,
    /// Lists the owners.
    Owners,
    /// Reads the catalogue.
    Catalogue,
    /// Reads a device's highest number.
    DeviceSeq(DeviceId),
    /// Reads a revision.
    Revision(RecordKey),
    /// Reads an entry.
    Entry(ItemId, Day),
    /// Lists entries.
    Entries(EntryQuery),
    /// Asks whether items have entries.
    HasEntries(Vec<ItemId>),
    /// Reads records of a span.
    Records(Vec<ItemId>, DayRange),
    /// Lists reviewed days.
    Reviewed(DayRange),
    /// Lists rollups.
    Rollups(DayRange),
    /// Reads an item's make-ups.
    MakeUps(ItemId),
    /// Reads what was settled of an item by fidya.
    Fidya(ItemId),
    /// Lists reflections.
    Reflections(ReflectionQuery),
    /// Reads a history.
    History(RecordKey, Option<u64>, u32),
    /// Lists commits.
    Commits(u64, u32),
    /// Reads a commit.
    Commit(u64),
    /// Lists headers.
    Headers(Option<u64>, u32),
    /// Adopts a chain.
    Adopt(Vec<StoredCommit>),
    /// Erases the book.
    EraseBook,
    /// Lists verdicts.
    Verdicts(Option<MeritId>, DayRange),
    /// Records verdicts.
    RecordVerdicts(u64, Vec<RecordedVerdict>, bool),
    /// Reads the access log.
    Accesses(Option<AccessPlace>, u32),
    /// Applies commits to several books.
    Together(Vec<Commit>),
    /// Does the same as somebody else.
    As(UserId, Box<Operation>),
}

/// What records hold: the entries of each item that has any, and the logged days.
type Held = (BTreeMap<ItemId, Vec<(Day, Value)>>, Vec<Day>);

/// An error of a store. Only its code counts: the words are each store's own.
#[derive(Clone, Debug, Eq)]
pub struct Refused {
    code: &'static str,
    #[allow(dead_code, reason = "shown where two stores differ")]
    words: String,
}

impl PartialEq for Refused {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

/// What a store answers.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the answer to the operation of the same name")]
pub enum Reply {
    Error(Refused),
    Answer(Answer),
    Head(Head),
    Owners(Vec<UserId>),
    Catalogue(Box<Catalogue>),
    Number(u64),
    Entry(Option<Entry>),
    Entries(Page<Entry, (Day, ItemId)>),
    Flag(bool),
    Records(Held),
    Days(Vec<Day>),
    Rollups(Vec<DayRollup>),
    MakeUps(BTreeMap<Day, u32>),
    Fidya(BTreeMap<Day, u32>),
    Reflections(Page<Reflection, (Day, Category)>),
    History(Vec<HistoryStep>),
    Commits(Vec<StoredCommit>),
    Headers(Vec<(u64, Header)>),
    Verdicts(Vec<RecordedVerdict>),
    Accesses(Page<LoggedAccess, AccessPlace>),
    Together(Together),
    Done,
}

impl Reply {
    /// What sort of answer it is, to count by.
    pub fn sort(&self) -> &'static str {
        match self {
            Self::Error(refused) => refused.code,
            Self::Answer(Answer::Applied(applied)) if applied.replayed => "replayed",
            Self::Answer(Answer::Applied(_)) => "applied",
            Self::Answer(Answer::Stale(Stale::Catalogue { .. })) => "stale catalogue",
            Self::Answer(Answer::Stale(Stale::Record { .. })) => "stale record",
            Self::Answer(Answer::Stale(Stale::DeviceSeq { .. })) => "stale device number",
            Self::Head(_) => "head",
            Self::Owners(_) => "owners",
            Self::Catalogue(_) => "catalogue",
            Self::Number(_) => "number",
            Self::Entry(_) => "entry",
            Self::Entries(page) if page.next.is_some() => "entries, and more",
            Self::Entries(_) => "entries",
            Self::Flag(_) => "flag",
            Self::Records(_) => "records",
            Self::Days(_) => "days",
            Self::Rollups(_) => "rollups",
            Self::MakeUps(_) => "make-ups",
            Self::Fidya(_) => "fidya",
            Self::Reflections(page) if page.next.is_some() => "reflections, and more",
            Self::Reflections(_) => "reflections",
            Self::History(steps) if steps.len() > 1 => "history",
            Self::History(_) => "short history",
            Self::Commits(_) => "commits",
            Self::Headers(_) => "headers",
            Self::Verdicts(_) => "verdicts",
            Self::Accesses(page) if page.rows.is_empty() => "an empty access log",
            Self::Accesses(_) => "access log",
            Self::Together(Together::Applied(_)) => "applied together",
            Self::Together(Together::Stale { .. }) => "stale together",
            Self::Done => "done",
        }
    }
}

impl Operation {
    /// What it is, in words: of a commit what it does, without its bytes.
    pub fn told(&self) -> String {
        match self {
            Self::Apply(commit) => {
                format!(
                    "Apply {:#?}, erased {}, {:#?}",
                    commit.header(),
                    commit.erased(),
                    commit.changes().collect::<Vec<_>>()
                )
            }
            other => format!("{other:#?}"),
        }
    }

    /// Carries it out on a book of a store.
    pub async fn run(&self, store: &dyn Store, owner: UserId) -> Reply {
        let (operation, ctx) = match self {
            Self::As(actor, operation) => (&**operation, Context { actor: *actor, ..context(owner) }),
            // Sent again, a commit is its writer's still.
            Self::Apply(commit) => (self, Context { actor: commit.header().actor(), ..context(owner) }),
            own => (own, context(owner)),
        };
        operation
            .answer(store, &ctx, owner)
            .await
            .unwrap_or_else(|error| Reply::Error(Refused { code: error.code(), words: error.to_string() }))
    }

    async fn answer(&self, store: &dyn Store, ctx: &Context, owner: UserId) -> Result<Reply, StoreError> {
        Ok(match self {
            Self::Apply(commit) => Reply::Answer(store.apply(ctx, commit).await?),
            Self::Head => Reply::Head(elsewhere(store.head(ctx, owner).await?)),
            Self::Owners => Reply::Owners(store.owners(ctx).await?),
            Self::Catalogue => Reply::Catalogue(Box::new(store.catalogue(ctx, owner).await?)),
            Self::DeviceSeq(device) => Reply::Number(store.device_seq(ctx, owner, *device).await?),
            Self::Revision(key) => Reply::Number(store.revision(ctx, owner, *key).await?),
            Self::Entry(item, day) => Reply::Entry(store.entry(ctx, owner, *item, *day).await?),
            Self::Entries(query) => Reply::Entries(store.entries(ctx, owner, query).await?),
            Self::HasEntries(items) => Reply::Flag(store.has_entries(ctx, owner, items).await?),
            Self::Records(items, days) => {
                let records = store.records(ctx, owner, items, *days).await?;
                let held = |(item, series): (&ItemId, &kitaab_core::Series)| {
                    let values = series.days().iter().filter_map(|day| Some((*day, series.on(*day)?)));
                    (*item, values.collect::<Vec<_>>())
                };
                // An item without entries may be left out.
                let series = records.all_series().iter().map(held).filter(|(_, values)| !values.is_empty());
                Reply::Records((series.collect(), records.logged().to_vec()))
            }
            Self::Reviewed(days) => Reply::Days(store.reviewed(ctx, owner, *days).await?),
            Self::Rollups(days) => Reply::Rollups(store.rollups(ctx, owner, *days).await?),
            Self::MakeUps(item) => Reply::MakeUps(store.make_ups(ctx, owner, *item).await?),
            Self::Fidya(item) => Reply::Fidya(store.fidya(ctx, owner, *item).await?),
            Self::Reflections(query) => Reply::Reflections(store.reflections(ctx, owner, query).await?),
            Self::History(key, before, limit) => {
                Reply::History(store.history(ctx, owner, *key, *before, *limit).await?)
            }
            Self::Commits(after, limit) => Reply::Commits(commits(store, ctx, owner, *after, *limit).await?),
            Self::Commit(seq) => Reply::Commits(vec![store.commit(ctx, owner, *seq).await?]),
            Self::Headers(before, limit) => Reply::Headers(store.headers(ctx, owner, *before, *limit).await?),
            Self::Adopt(chain) => Reply::Head(elsewhere(store.adopt(ctx, owner, chain.clone()).await?)),
            Self::EraseBook => {
                store.erase_book(ctx, owner).await?;
                Reply::Done
            }
            Self::Verdicts(merit, days) => Reply::Verdicts(store.verdicts(ctx, owner, *merit, *days).await?),
            Self::RecordVerdicts(seq, verdicts, clean) => {
                Reply::Flag(store.record_verdicts(ctx, owner, *seq, verdicts, *clean).await?)
            }
            Self::Accesses(after, limit) => Reply::Accesses(store.accesses(ctx, owner, *after, *limit).await?),
            Self::Together(commits) => Reply::Together(store.apply_together(ctx, commits).await?),
            // Nobody acts as somebody who acts as somebody else.
            Self::As(..) => Reply::Done,
        })
    }
}

/// As many commits as are asked for, in however many pages the store tells them.
async fn commits(
    store: &dyn Store,
    ctx: &Context,
    owner: UserId,
    after: u64,
    limit: u32,
) -> Result<Vec<StoredCommit>, StoreError> {
    let mut found = store.commits(ctx, owner, after, limit).await?;
    while let Some(last) = found.last().filter(|_| found.len() < limit as usize) {
        let left = limit - u32::try_from(found.len()).expect("fewer than the limit");
        let more = store.commits(ctx, owner, last.seq, left).await?;
        if more.is_empty() {
            break;
        }
        found.extend(more);
    }
    Ok(found)
}

/// The owner, on some device, about when the days of the operations are over.
pub(super) const fn context(owner: UserId) -> Context {
    let now = Timestamp::from_micros(19_046 * 86_400_000_000);
    Context { actor: owner, device: DeviceId::new(owner.uuid()), now }
}
