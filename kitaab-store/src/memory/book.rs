//! One book: its state, its ledger, and how a commit changes both.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::atomic::{AtomicU64, Ordering};

use kitaab_core::{
    Arrival, Catalogue, Change, Commit, Day, DeviceId, Digest, Erasure, Error, Expects, Header, Kind, MeritId, Outcome,
    RecordKey, RequestId, State, Timestamp, UserId, entries_stand_against_it, link,
};

use super::claims::Claims;
use crate::contract::{AccessPlace, Answer, Applied, Context, Head, Stale, StoredCommit};
use crate::dirty::{earliest, first_dirtied};
use crate::error::Result;
use crate::guard::{arrival, check_commit, turned_by};

/// How many books were begun in this process.
static BEGUN: AtomicU64 = AtomicU64::new(0);

/// A book in memory.
#[derive(Clone, Debug)]
pub(super) struct Book {
    owner: UserId,
    begun: u64,
    pub(super) state: State,
    /// The commits; that with sequence number `n` at place `n - 1`.
    pub(super) ledger: Vec<StoredCommit>,
    /// Of each device: its highest number, and the sequence number of the commit that has it.
    devices: BTreeMap<DeviceId, (u64, u64)>,
    /// Of each request: the sequence number of the commit that answered it.
    requests: BTreeMap<RequestId, u64>,
    pub(super) verdicts: BTreeMap<(Day, MeritId), Outcome>,
    pub(super) dirty_from: Option<Day>,
    pub(super) claims: Claims,
    /// Who else read which deed on which day, and when first.
    pub(super) accesses: BTreeMap<AccessPlace, Timestamp>,
}

impl Book {
    pub(super) fn new(owner: UserId) -> Self {
        Self {
            owner,
            begun: BEGUN.fetch_add(1, Ordering::Relaxed) + 1,
            state: State::new(owner),
            ledger: Vec::new(),
            devices: BTreeMap::new(),
            requests: BTreeMap::new(),
            verdicts: BTreeMap::new(),
            dirty_from: None,
            claims: Claims::new(),
            accesses: BTreeMap::new(),
        }
    }

    pub(super) const fn state(&self) -> &State {
        &self.state
    }

    pub(super) fn head(&self) -> Head {
        Head {
            seq: self.ledger.len() as u64,
            link: self.ledger.last().map_or(Digest::ZERO, |last| last.link),
            catalogue: self.state.catalogue.version,
            begun: if self.ledger.is_empty() { 0 } else { self.begun },
            dirty_from: self.dirty_from,
        }
    }

    pub(super) fn device_seq(&self, device: DeviceId) -> u64 {
        self.devices.get(&device).map_or(0, |(number, _)| *number)
    }

    pub(super) fn answered(&self, actor: UserId, request: RequestId) -> Result<Option<u64>> {
        let Some(&seq) = self.requests.get(&request) else { return Ok(None) };
        Ok((self.stored(seq)?.commit.header().actor() == actor).then_some(seq))
    }

    pub(super) fn revision(&self, key: &RecordKey) -> u64 {
        self.state.revisions.get(key).copied().unwrap_or(0)
    }

    /// The commit with a sequence number.
    fn stored(&self, seq: u64) -> Result<&StoredCommit> {
        usize::try_from(seq)
            .ok()
            .and_then(|seq| self.ledger.get(seq.checked_sub(1)?))
            .ok_or_else(|| Error::not_found(Kind::Commit, seq).into())
    }

    /// Applies a commit of somebody who may write it.
    pub(super) fn apply(&mut self, ctx: &Context, commit: &Commit) -> Result<Answer> {
        let turned = turned_by(commit).and_then(|seq| self.stored(seq).ok());
        check_commit(ctx, &self.state.catalogue, commit, turned.map(|stored| stored.commit.header()))?;
        self.apply_unguarded(commit)
    }

    /// Applies a step of a relation that somebody else took, if it arrives.
    pub(super) fn apply_step(&mut self, ctx: &Context, commit: &Commit) -> Result<Option<Stale>> {
        let header = commit.header();
        let last = self.device_seq(header.device);
        if header.device_seq <= last {
            return Ok(Some(Stale::DeviceSeq { last }));
        }
        let catalogue = (self.head() != Head::NEW).then_some(&self.state.catalogue);
        match arrival(ctx, catalogue, commit)? {
            Arrival::Written => match self.apply_unguarded(commit)? {
                Answer::Applied(_) => Ok(None),
                Answer::Stale(stale) => Ok(Some(stale)),
            },
            Arrival::Answers(id) => {
                let key = RecordKey::Relation(id);
                Ok(Some(Stale::Record { key, current: self.revision(&key) }))
            }
            _ => Ok(None),
        }
    }

    fn apply_unguarded(&mut self, commit: &Commit) -> Result<Answer> {
        let header = commit.header();
        if let Some(&seq) = header.request.as_ref().and_then(|request| self.requests.get(request)) {
            return self.stored(seq)?.answer_again(commit);
        }
        let (number, seq) = self.devices.get(&header.device).copied().unwrap_or((0, 0));
        if header.device_seq <= number {
            return match self.stored(seq) {
                Ok(last) if header.device_seq == number && last.commit.hash() == commit.hash() => Ok(last.replayed()),
                _ => Ok(Answer::Stale(Stale::DeviceSeq { last: number })),
            };
        }
        if let Some(stale) = header.expects.as_ref().and_then(|expects| self.unmet(expects)) {
            return Ok(Answer::Stale(stale));
        }
        // Carried out on a copy of the state: after an error the book is as it was.
        let after = self.carry_out(self.state.clone(), commit, Erasing::Now)?;
        if after.state.catalogue.version != self.state.catalogue.version {
            after.state.catalogue.check_bonds(&self.state.catalogue)?;
            let anew = after.state.catalogue.items_judged_anew(&self.state.catalogue);
            if after.state.entries.keys().any(|(item, _)| anew.contains(item)) {
                return Err(entries_stand_against_it().into());
            }
        }
        let Head { seq, link, .. } = self.append(commit.clone(), after);
        Ok(Answer::Applied(Applied { seq, link, replayed: false }))
    }

    /// The first precondition that does not hold.
    fn unmet(&self, expects: &Expects) -> Option<Stale> {
        let current = self.state.catalogue.version;
        if expects.catalogue.is_some_and(|expected| expected != current) {
            return Some(Stale::Catalogue { current });
        }
        expects.revisions.iter().flatten().find_map(|(key, expected)| {
            let current = self.revision(key);
            (current != *expected).then_some(Stale::Record { key: *key, current })
        })
    }

    /// Puts a commit, and what it makes of the book, in place. Nothing in here can fail half-way: what
    /// has to be worked out is so first.
    fn append(&mut self, mut commit: Commit, after: After) -> Head {
        let Head { seq, link: previous, .. } = self.head();
        let (seq, link) = (seq + 1, link(self.owner, previous, seq + 1, commit.hash()));
        let rewritten = self.without(&after.erasures);
        erase_within(&mut commit, &after.erasures);

        self.state = after.state;
        self.dirty_from = after.dirty_from;
        let merits = &self.state.catalogue.merits;
        self.verdicts.retain(|(_, merit), _| merits.contains_key(merit));
        let reminders = &self.state.catalogue.reminders;
        self.claims.retain(|(reminder, _), _| reminders.contains_key(reminder));
        for (place, without) in rewritten {
            self.ledger[place].commit = without;
        }
        let Header { device, device_seq, request, .. } = *commit.header();
        if device_seq > self.device_seq(device) {
            self.devices.insert(device, (device_seq, seq));
        }
        if let Some(request) = request {
            self.requests.entry(request).or_insert(seq);
        }
        self.ledger.push(StoredCommit { seq, link, commit });
        self.head()
    }

    /// Carries a commit out on a state of this book.
    fn carry_out(&self, mut state: State, commit: &Commit, erasing: Erasing) -> Result<After, Error> {
        let seq = self.head().seq + 1;
        let mut dirty_from = self.dirty_from;
        let mut erasures = Vec::new();
        for (place, change) in commit.changes().enumerate() {
            dirty_from = earliest(dirty_from, first_dirtied(&state.catalogue, change));
            if let Change::Erase(key) = change {
                match (Erasure::of(&state.catalogue, *key), erasing) {
                    (Ok(mut erasure), _) => {
                        let earlier = self.ledger.iter().flat_map(|stored| stored.commit.changes());
                        earlier.chain(commit.changes().take(place)).for_each(|change| erasure.learn(change));
                        state.revisions.retain(|key, _| !erasure.covers_record(key));
                        erasures.push((place, erasure));
                    }
                    (Err(Error::NotFound { .. }), Erasing::Again) => {}
                    (Err(error), _) => return Err(error),
                }
            }
            state.apply_change(change, seq)?;
        }
        Ok(After { state, dirty_from, erasures })
    }

    /// The commits of the ledger that lose a body to erasures, by their place, without it.
    fn without(&self, erasures: &[(usize, Erasure)]) -> Vec<(usize, Commit)> {
        if erasures.is_empty() {
            return Vec::new();
        }
        let covered = |change: &Change| erasures.iter().any(|(_, erasure)| erasure.covers(change));
        let mut rewritten = Vec::new();
        for (place, stored) in self.ledger.iter().enumerate() {
            if stored.commit.changes().any(covered) {
                let mut commit = stored.commit.clone();
                commit.erase(covered);
                rewritten.push((place, commit));
            }
        }
        rewritten
    }

    /// Takes over a whole chain.
    pub(super) fn adopt(&mut self, chain: Vec<StoredCommit>) -> Result<Head> {
        if !self.ledger.is_empty() {
            return Err(Error::conflict(Kind::Book, "has commits already").into());
        }
        let mut book = Self::new(self.owner);
        for (place, StoredCommit { seq, link, commit }) in (1..).zip(chain) {
            let broken = |what: &dyn Display| Error::corrupt(format!("link {place} of the chain: {what}"));
            if commit.header().book != self.owner {
                return Err(broken(&"it is of another book").into());
            }
            let state = std::mem::replace(&mut book.state, State::new(self.owner));
            let after = book.carry_out(state, &commit, Erasing::Again).map_err(|error| broken(&error))?;
            let head = book.append(commit, after);
            if (head.seq, head.link) != (seq, link) {
                return Err(broken(&"it does not follow from what is before it").into());
            }
        }
        let left = book.state.catalogue.check_bonds(&Catalogue::new(self.owner));
        left.map_err(|error| Error::corrupt(format!("what the chain leaves: {error}")))?;
        *self = book;
        Ok(self.head())
    }
}

/// What a commit makes of a book.
struct After {
    state: State,
    dirty_from: Option<Day>,
    /// The erasures in the commit, each with its place among the changes.
    erasures: Vec<(usize, Erasure)>,
}

/// Whether an erasure is asked for now, or met in a chain from which the bodies are gone: there the
/// record that it names may never have been.
#[derive(Clone, Copy)]
enum Erasing {
    Now,
    Again,
}

/// Drops the bodies of a commit's own changes that stand before an erasure in it that covers them.
/// Places count the changes that are kept.
fn erase_within(commit: &mut Commit, erasures: &[(usize, Erasure)]) {
    let mut places = 0..;
    commit.erase(|change| {
        let place = places.next().unwrap_or(usize::MAX);
        erasures.iter().any(|(erased_at, erasure)| place < *erased_at && erasure.covers(change))
    });
}
