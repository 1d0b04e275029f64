//! The storage contract: a write is a commit, applied; reads are what the use cases ask for.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::path::Path;
use std::time::Duration;

use async_trait::async_trait;
use kitaab_core::{
    Catalogue, Category, Change, Commit, Day, DayRange, DeedId, DeviceId, Digest, Entry, Error, Header, ItemId, Kind,
    Leaf, MeritId, Occurrence, Outcome, RecordKey, Records, Reflection, RequestId, Timestamp, UserId,
};

use crate::error::Result;
use crate::rollup::DayRollup;

/// Who asks, on which device, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Context {
    /// The user who is acting.
    pub actor: UserId,
    /// The device they act on.
    pub device: DeviceId,
    /// The instant.
    pub now: Timestamp,
}

/// Where a book's ledger stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// The sequence number of the last commit; 0 for a book without any.
    pub seq: u64,
    /// The link of the last commit; [`Digest::ZERO`] without any.
    pub link: Digest,
    /// The catalogue version: the sequence number of the last structural commit.
    pub catalogue: u64,
    /// Which beginning of the owner's book this is, in this store: another number once the book was erased and begun anew, so that
    /// nothing that is remembered of the one, by its catalogue version, is taken for the other's. It says nothing else, and differs
    /// from store to store. 0 for a book without commits.
    pub begun: u64,
    /// The first day whose derived figures may be out of date; none if all are current. What was
    /// derived for days before it holds.
    pub dirty_from: Option<Day>,
}

impl Head {
    /// The head of a book without commits.
    pub const NEW: Self = Self { seq: 0, link: Digest::ZERO, catalogue: 0, begun: 0, dirty_from: None };
}

/// What became of a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is applied and durable.
    Applied(Applied),
    /// One of its preconditions does not hold any more: nothing was written. Read again, decide again.
    Stale(Stale),
}

/// A commit's place in the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Applied {
    /// Its sequence number.
    pub seq: u64,
    /// Its link.
    pub link: Digest,
    /// Whether it had been applied before (the same commit, or the same request, sent again): then
    /// this is where it stands, and nothing was written now.
    pub replayed: bool,
}

/// Which precondition does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stale {
    /// The catalogue has another version.
    Catalogue {
        /// The one it has.
        current: u64,
    },
    /// A record was changed since it was read.
    Record {
        /// Which.
        key: RecordKey,
        /// Its revision now.
        current: u64,
    },
    /// The device number is not above those the store has seen from this device for this book, and
    /// belongs to another commit.
    DeviceSeq {
        /// The highest it has seen.
        last: u64,
    },
}

/// What became of commits to several books.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Together {
    /// They are applied and durable. The place is that of the actor's own; of the others' books nothing is told.
    Applied(Applied),
    /// A precondition does not hold any more in one of the books: nothing was written in any.
    Stale {
        /// The owner of that book.
        book: UserId,
        /// Which.
        stale: Stale,
    },
}

/// That somebody read in a book which is not theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoggedAccess {
    /// Who.
    pub reader: UserId,
    /// Entries of which deed.
    pub deed: DeedId,
    /// On which day, by the owner's clocks.
    pub day: Day,
    /// When first on that day.
    pub first_at: Timestamp,
}

/// A place in the access log: day, reader and deed.
pub type AccessPlace = (Day, UserId, DeedId);

/// A commit as the ledger keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredCommit {
    /// Its sequence number, from 1 without gaps.
    pub seq: u64,
    /// Its link in the chain.
    pub link: Digest,
    /// The commit.
    pub commit: Commit,
}

impl StoredCommit {
    /// The answer to a commit that was applied before, as this one.
    pub const fn replayed(&self) -> Answer {
        Answer::Applied(Applied { seq: self.seq, link: self.link, replayed: true })
    }

    /// The answer to a commit whose request this one answered: the same, if it is by the same actor and has the same changes.
    ///
    /// # Errors
    /// `conflict`. Of changes that were erased since nobody can tell: they pass for the same.
    pub fn answer_again(&self, commit: &Commit) -> Result<Answer> {
        let refused = |what| Err(Error::conflict(Kind::Request, what).into());
        if self.commit.header().actor() != commit.header().actor() {
            return refused("was answered before, to somebody else");
        }
        let (one, other) = (self.commit.leaves(), commit.leaves());
        if one.len() == other.len() && one.iter().zip(other).all(|(one, other)| may_be_same(one, other)) {
            Ok(self.replayed())
        } else {
            refused("was answered before, with other changes")
        }
    }
}

/// Whether two leaves hold the same change; of an erased one nobody can tell.
fn may_be_same(one: &Leaf, other: &Leaf) -> bool {
    match (one, other) {
        (Leaf::Kept { body: one, .. }, Leaf::Kept { body: other, .. }) => one == other,
        _ => true,
    }
}

/// One step in the history of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryStep {
    /// The sequence number of the commit.
    pub seq: u64,
    /// Who, on which device, when.
    pub header: Header,
    /// What was changed. A column of entries is narrowed to the one entry asked for, as a
    /// [`Change::Entry`].
    pub change: Change,
}

/// Which entries to list: newest day first, and by item id within a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryQuery {
    /// Of these items; of all when none is given.
    pub items: Option<Vec<ItemId>>,
    /// On these days.
    pub days: DayRange,
    /// Whose note holds all of these normalised words (see `kitaab_core::search`); any when empty.
    pub words: Vec<String>,
    /// After this entry in the order of the list.
    pub after: Option<(Day, ItemId)>,
    /// At most so many, 1 to 10,000.
    pub limit: u32,
}

impl EntryQuery {
    /// The first page of all entries on some days.
    pub const fn on(days: DayRange, limit: u32) -> Self {
        Self { items: None, days, words: Vec::new(), after: None, limit }
    }
}

/// Which reflections to list: newest day first, good deeds before bad within a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReflectionQuery {
    /// On these days.
    pub days: DayRange,
    /// Of this category; of both when none is given.
    pub category: Option<Category>,
    /// That hold all of these normalised words; any when empty.
    pub words: Vec<String>,
    /// After this one in the order of the list.
    pub after: Option<(Day, Category)>,
    /// At most so many, 1 to 10,000.
    pub limit: u32,
}

/// One page of a list, and where the next one starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T, C> {
    /// What is on the page.
    pub rows: Vec<T>,
    /// What to pass as `after` for the next page; none on the last.
    pub next: Option<C>,
}

/// A verdict recorded for a merit on a day. Derived: neither in the ledger nor in undo or sync.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordedVerdict {
    /// The merit.
    pub merit: MeritId,
    /// The day.
    pub day: Day,
    /// The verdict.
    pub outcome: Outcome,
}

/// How long a claim on a reminder's occurrence is kept after the occurrence, confirmed or not. What is
/// longer ago is not handed out any more.
pub const CLAIMS_KEPT: Duration = Duration::from_hours(7 * 24);

/// The instant before which claims are dropped at `now`; what falls on it is kept.
pub fn claims_kept_from(now: Timestamp) -> Timestamp {
    let kept = i64::try_from(CLAIMS_KEPT.as_micros()).unwrap_or(i64::MAX);
    Timestamp::from_micros(now.micros().saturating_sub(kept))
}

/// Checks until when a claim is to last.
///
/// # Errors
/// `invalid` unless that is after `now`.
pub fn check_claim(until: Timestamp, now: Timestamp) -> Result<()> {
    if until > now { Ok(()) } else { Err(Error::invalid("until", "must be after now", until).into()) }
}

/// The greatest `limit` of a page.
pub const MAX_PAGE: u32 = 10_000;

/// Checks a page's limit.
///
/// # Errors
/// `invalid` unless it is from 1 to [`MAX_PAGE`].
pub fn check_limit(limit: u32) -> Result<usize> {
    if (1..=MAX_PAGE).contains(&limit) {
        Ok(limit as usize)
    } else {
        Err(Error::invalid("limit", "must be from 1 to 10000", limit).into())
    }
}

/// Where books are kept.
///
/// Every store gives the same answers; the conformance suite holds it to this page and to the
/// in-memory store:
///
/// - [`Store::apply`] is the only way that anything in a book changes, save for derived figures
///   (rollups, verdicts), for claims on reminders and for a book's erasure as a whole. It is atomic: after an error, or a
///   crash at any moment, either all of a commit is there or nothing. Once it has answered
///   [`Answer::Applied`], the commit survives a crash and the loss of power.
/// - A read is one consistent state of the book: it never sees half a commit. A read that begins
///   after an apply was answered sees it.
/// - Commits to one book are applied one after the other; their order is their sequence numbers'.
/// - Every operation may be cancelled (dropped) at any await: a commit is then applied whole or not
///   at all.
///
/// A book that was never written to is empty, not unknown: reads answer with nothing.
///
/// # Acting on another's book
///
/// In their own book, `ctx.actor` may do everything. In another's, a store answers as if that book held only what the
/// owner shares with them, as [`crate::Sight`] and [`crate::check_commit`] say, which every store asks within the same
/// state of the book that it answers from. A permission that was revoked, or a relation that ended, holds no more from
/// the next operation on.
///
/// - Whom the owner lets see nothing meets `not_found` for the book, whether there is one or not.
/// - The catalogue is that of [`kitaab_core::View`]. Entries are those of readable items and come without notes, so that
///   words find none. A day is logged, and comes to, what the readable entries say. Of the head, only the numbers are
///   told; a revision only of an entry of a readable item (others are `not_found`).
/// - A writer applies commits that put, add to or remove entries of writable items, without notes, or that take their
///   own back. They see their own commits and headers, and the history of the entries that they may write: without
///   notes, and with nothing of the others' devices.
/// - Everything else is `denied`: reviewed days, make-ups, fidya, reflections, verdicts, claims, adoption, erasure, and the
///   access log.
///
/// Reading entries of another's book ([`Store::entry`], [`Store::entries`], [`Store::has_entries`], [`Store::records`] (in bulk, too),
/// [`Store::rollups`], [`Store::history`]) is noted in the owner's access log, under the deeds of the readable items that
/// were asked for, whether they held anything or not. Nobody waits for that: it is there at the latest when
/// [`Store::accesses`] of the same store answers, or the store is closed. Only a crash loses the notes of its last moments.
///
/// [`Store::owners`] and [`Store::backup`] are the host's own: they ask for no actor.
///
/// Every `limit` is from 1 to [`MAX_PAGE`]; others are `invalid`, whoever asks.
#[async_trait]
pub trait Store: Debug + Send + Sync {
    /// Applies a commit: checks its preconditions under the book's lock, appends it to the ledger,
    /// changes the state (as [`kitaab_core::State::apply`] does) and what is derived within the same
    /// transaction: the daily rollup, and `dirty_from`, which moves back to the earliest day that
    /// [`crate::first_dirtied`] gives for a change.
    ///
    /// In this order: what [`crate::check_commit`] checks; a request id the book has seen answers as
    /// [`StoredCommit::answer_again`] says; the device's number must
    /// rise (the last one again with the same hash answers with its place; otherwise
    /// [`Stale::DeviceSeq`]); then [`kitaab_core::Expects`], the catalogue first; at the end, for the catalogue that the
    /// commit leaves, [`kitaab_core::Catalogue::check_bonds`].
    ///
    /// A [`Change::Erase`] in it drops the bodies of the earlier changes (of earlier commits, and
    /// before it in its own) that the record's [`kitaab_core::Erasure`] covers, made from the
    /// catalogue before the erasure and shown those changes, and the revisions of the records that it
    /// covers. A merit that is removed or erased takes its verdicts along.
    async fn apply(&self, ctx: &Context, commit: &Commit) -> Result<Answer>;

    /// Applies commits to several books at once, all or none: the steps of relations, which stand in two books.
    ///
    /// The first is of the actor's own book; each of the others holds one step, in another's, that the first one mirrors
    /// ([`crate::check_together`]), expects nothing and answers no request. Under the locks of all the books, taken in
    /// the order of their owners' ids, the actor's own is checked as [`Store::apply`] does; then, one after the other, the
    /// others': the device's number must rise, and [`crate::arrival`] says how the step arrives. One that is to be left out
    /// is not applied, and the answer is the same as if it had been. One that answers a request which had not come
    /// through is stale: [`Stale::Record`] names that relation.
    ///
    /// If the first one was applied before, so were the others: the answer is its place.
    ///
    /// # Errors
    /// `invalid` for commits of another shape; `not_found` where the other has no book here, if the step needs one;
    /// `conflict` and `denied` as [`kitaab_core::Catalogue::arrival`].
    async fn apply_together(&self, ctx: &Context, commits: &[Commit]) -> Result<Together>;

    /// Where the book's ledger stands.
    async fn head(&self, ctx: &Context, owner: UserId) -> Result<Head>;

    /// The owners of the books that are kept here, in order of their ids.
    async fn owners(&self, ctx: &Context) -> Result<Vec<UserId>>;

    /// The book's catalogue.
    async fn catalogue(&self, ctx: &Context, owner: UserId) -> Result<Catalogue>;

    /// The highest number seen from a device for this book, 0 if none.
    async fn device_seq(&self, ctx: &Context, owner: UserId, device: DeviceId) -> Result<u64>;

    /// The sequence number of the commit by which a request of the actor's was answered; none where it was not, or
    /// was somebody else's.
    async fn answered(&self, ctx: &Context, owner: UserId, request: RequestId) -> Result<Option<u64>>;

    /// The revision of a record: the sequence number of its last change, 0 if it was never changed
    /// (or was erased).
    async fn revision(&self, ctx: &Context, owner: UserId, key: RecordKey) -> Result<u64>;

    /// One entry.
    async fn entry(&self, ctx: &Context, owner: UserId, item: ItemId, day: Day) -> Result<Option<Entry>>;

    /// Entries by cursor: newest first, stable while others write.
    async fn entries(&self, ctx: &Context, owner: UserId, query: &EntryQuery) -> Result<Page<Entry, (Day, ItemId)>>;

    /// Whether the deed's items have any entry at all.
    async fn has_entries(&self, ctx: &Context, owner: UserId, items: &[ItemId]) -> Result<bool>;

    /// The records of a span in columns: the entries of these items, and the book's logged days.
    async fn records(&self, ctx: &Context, owner: UserId, items: &[ItemId], days: DayRange) -> Result<Records>;

    /// The same, for those who read the entries of years: a store may have a way that takes longer to begin and is faster then.
    async fn records_in_bulk(&self, ctx: &Context, owner: UserId, items: &[ItemId], days: DayRange) -> Result<Records> {
        self.records(ctx, owner, items, days).await
    }

    /// The reviewed days within a span, rising.
    async fn reviewed(&self, ctx: &Context, owner: UserId, days: DayRange) -> Result<Vec<Day>>;

    /// The daily rollups within a span, by rising day; days without anything are left out.
    async fn rollups(&self, ctx: &Context, owner: UserId, days: DayRange) -> Result<Vec<DayRollup>>;

    /// The make-ups done for an item, by day.
    async fn make_ups(&self, ctx: &Context, owner: UserId, item: ItemId) -> Result<BTreeMap<Day, u32>>;

    /// The owed days of an item that were settled by fidya, by the day on which it was given.
    async fn fidya(&self, ctx: &Context, owner: UserId, item: ItemId) -> Result<BTreeMap<Day, u32>>;

    /// Reflections by cursor: newest first, stable while others write.
    async fn reflections(
        &self,
        ctx: &Context,
        owner: UserId,
        query: &ReflectionQuery,
    ) -> Result<Page<Reflection, (Day, Category)>>;

    /// The history of a record, newest first: the steps of at most `limit` commits (so that a page
    /// never parts those of one commit), before the commit `before` if one is given. What was erased
    /// is not in it, nor is the erasure itself.
    async fn history(
        &self,
        ctx: &Context,
        owner: UserId,
        key: RecordKey,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<HistoryStep>>;

    /// Commits in order, after a sequence number: at most `limit`, and fewer where they are large.
    /// None are left when the answer is empty.
    async fn commits(&self, ctx: &Context, owner: UserId, after: u64, limit: u32) -> Result<Vec<StoredCommit>>;

    /// The headers of commits before a sequence number (of the newest ones when it is none), newest
    /// first: at most `limit`.
    async fn headers(
        &self,
        ctx: &Context,
        owner: UserId,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<(u64, Header)>>;

    /// One commit.
    async fn commit(&self, ctx: &Context, owner: UserId, seq: u64) -> Result<StoredCommit> {
        let found = self.commits(ctx, owner, seq.saturating_sub(1), 1).await?;
        found
            .into_iter()
            .next()
            .filter(|stored| stored.seq == seq)
            .ok_or_else(|| Error::not_found(Kind::Commit, seq).into())
    }

    /// Takes over a whole chain, as an export or another store holds it: all or nothing. The book then
    /// stands as if its commits had been applied here one by one: its devices' numbers and its
    /// requests count as seen. What they expected is not checked again.
    ///
    /// # Errors
    /// `conflict` if the book has commits already, `corrupt` (naming the first bad link) if the chain
    /// does not hold, is another book's, or can't be replayed.
    async fn adopt(&self, ctx: &Context, owner: UserId, chain: Vec<StoredCommit>) -> Result<Head>;

    /// Erases a whole book with its ledger and everything derived. Nothing of it can be read from
    /// the storage afterwards.
    async fn erase_book(&self, ctx: &Context, owner: UserId) -> Result<()>;

    /// The verdicts recorded for days in a span, of one merit or of all, by day and merit.
    async fn verdicts(
        &self,
        ctx: &Context,
        owner: UserId,
        merit: Option<MeritId>,
        days: DayRange,
    ) -> Result<Vec<RecordedVerdict>>;

    /// Records verdicts, replacing those of the same merit and day, as long as the ledger still
    /// stands at `seq`; says whether it did. With `clean`, everything derived is now current and
    /// `dirty_from` is taken back.
    ///
    /// # Errors
    /// `not_found` for a merit that the book does not hold: then nothing is recorded.
    async fn record_verdicts(
        &self,
        ctx: &Context,
        owner: UserId,
        seq: u64,
        verdicts: &[RecordedVerdict],
        clean: bool,
    ) -> Result<bool>;

    /// Takes occurrences of reminders to deliver, until `until`: those that are free, in the order in which
    /// they were given. An occurrence, named by its reminder and slot, is free where nobody has claimed it,
    /// and again when `ctx.now` has reached the end of a claim that was not confirmed. Of many who ask at
    /// once, one gets it.
    ///
    /// Left out are those of reminders that the book does not hold, and those of more than
    /// [`CLAIMS_KEPT`] ago; claims on the latter are dropped.
    ///
    /// Claims are the hosts' business and no part of the book: they are neither in the ledger nor in
    /// exports. They go with their reminder, and with the book.
    ///
    /// # Errors
    /// `invalid` unless `until` is after `ctx.now`.
    async fn claim_reminders(
        &self,
        ctx: &Context,
        owner: UserId,
        occurrences: &[Occurrence],
        until: Timestamp,
    ) -> Result<Vec<Occurrence>>;

    /// Notes that an occurrence was delivered: nobody gets it again. Says whether there was a claim on it,
    /// even one that had ended or was confirmed before.
    async fn confirm_reminder(&self, ctx: &Context, owner: UserId, occurrence: &Occurrence) -> Result<bool>;

    /// Gives an occurrence back before its claim ends, so that another may take it. Says whether that claim,
    /// the one that lasts until `until`, was still there and not confirmed; if not, nothing is changed.
    async fn release_reminder(
        &self,
        ctx: &Context,
        owner: UserId,
        occurrence: &Occurrence,
        until: Timestamp,
    ) -> Result<bool>;

    /// The owner's access log: who else read in the book. Newest day first, and by reader and deed within a day; at
    /// most `limit`. Each reader stands there once per deed and day. It is no part of the ledger, and goes with the book.
    async fn accesses(
        &self,
        ctx: &Context,
        owner: UserId,
        after: Option<AccessPlace>,
        limit: u32,
    ) -> Result<Page<LoggedAccess, AccessPlace>>;

    /// Writes a copy of the whole storage, as it is at one moment, to a new file, while others go on.
    ///
    /// # Errors
    /// `unsupported` where the store has no such thing; `conflict` if the file is there already.
    async fn backup(&self, ctx: &Context, to: &Path) -> Result<()>;
}
