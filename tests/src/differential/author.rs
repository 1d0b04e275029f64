//! Who makes up the operations: mostly what an SDK would send, at times what it never should.

use std::collections::BTreeMap;

use kitaab_core::{
    Catalogue, Change, Clock, ColumnValues, Commit, Day, DayRange, DeedId, DeviceId, Entry, EntryColumn, Expects,
    Header, ItemId, ItemPatch, MakeUpWrite, MeritId, NoteWrite, Outcome, RecordKey, RelationKind, RequestId, Timestamp,
    UserId, Value, ValueWrite,
};
use kitaab_store::conformance::read_ledger;
use kitaab_store::{EntryQuery, Head, RecordedVerdict, ReflectionQuery, Store, StoredCommit};
use uuid::Uuid;

use super::operation::{Operation, context};
use super::places::{Holds, category, day, days, limit, text, words};
use super::structure::{self, fresh};
use crate::random::Random;

/// Makes up operations that fit what the books hold, as the first store tells it.
#[derive(Debug)]
pub(super) struct Author {
    random: Random,
    numbers: BTreeMap<(UserId, DeviceId), u64>,
    sent: Vec<Commit>,
    /// The chains of books that were erased.
    erased: BTreeMap<UserId, Vec<StoredCommit>>,
}

/// What the author knows of a book.
struct Known {
    catalogue: Catalogue,
    head: Head,
    entries: Vec<Entry>,
}

impl Author {
    pub(super) const fn new(seed: u64) -> Self {
        Self { random: Random::new(seed), numbers: BTreeMap::new(), sent: Vec::new(), erased: BTreeMap::new() }
    }

    /// The owner of the book that is next.
    pub(super) fn owner(&mut self) -> UserId {
        let owners = super::episode::owners();
        self.random.pick(&owners).unwrap_or(owners[0])
    }

    pub(super) async fn operation(&mut self, store: &dyn Store, owner: UserId) -> Operation {
        let known = self.know(store, owner).await;
        if known.head.seq == 0 && self.erased.contains_key(&owner) && self.random.chance(60) {
            return Operation::Adopt(self.chain(owner));
        }
        let operation = self.by_owner(store, owner, &known).await;
        if self.random.chance(25) { self.by_another(operation, owner) } else { operation }
    }

    async fn by_owner(&mut self, store: &dyn Store, owner: UserId, known: &Known) -> Operation {
        match self.random.below(1_000) {
            0..=442 => Operation::Apply(Box::new(self.commit(store, owner, known).await)),
            443..=472 => self.step(store, owner, known).await,
            473 => {
                self.erased.insert(owner, read_ledger(store, &context(owner), owner).await);
                Operation::EraseBook
            }
            474..=479 => Operation::Adopt(self.chain(owner)),
            480..=519 => self.verdicts(known),
            _ => self.read(known),
        }
    }

    /// The same by somebody else. Half of the commits are such as a writer could send: values of entries, under their name.
    fn by_another(&mut self, operation: Operation, owner: UserId) -> Operation {
        let others: Vec<UserId> = super::episode::owners().into_iter().filter(|user| *user != owner).collect();
        let Some(actor) = self.random.pick(&others) else { return operation };
        let operation = match operation {
            Operation::Apply(commit) if self.random.chance(80) && commit.header().book == owner => {
                let mut header = self.header(owner);
                header.editor = Some(actor);
                let values = commit.changes().filter_map(|change| match change {
                    Change::Entry { item, day, value, .. } => {
                        Some(Change::Entry { item: *item, day: *day, value: *value, note: NoteWrite::Keep })
                    }
                    Change::Remove(RecordKey::Entry(..)) => Some(change.clone()),
                    Change::Entries(column) if column.notes().is_empty() => Some(change.clone()),
                    _ => None,
                });
                let values = values.collect();
                Operation::Apply(Box::new(self.authored(header, values)))
            }
            other => other,
        };
        Operation::As(actor, Box::new(operation))
    }

    /// A step of a relation with one of the others, at times one that can't be.
    async fn step(&mut self, store: &dyn Store, owner: UserId, known: &Known) -> Operation {
        let others: Vec<UserId> = super::episode::owners().into_iter().filter(|user| *user != owner).collect();
        let Some(with) = self.random.pick(&others) else { return Operation::Head };
        let (now, id) = (context(owner).now, fresh(&mut self.random));
        let relations: Vec<_> = known.catalogue.relations_with(with).map(|relation| relation.id).collect();
        let step = match (self.random.below(4), self.random.pick(&relations)) {
            (0, Some(id)) => known.catalogue.accept_relation(id, now),
            (1, Some(id)) => known.catalogue.reject_relation(id, now),
            (2, Some(id)) => known.catalogue.end_relation(id, now),
            _ => known.catalogue.request_relation(with, RelationKind::Friend, None, now, &mut || id),
        };
        let Ok(step) = step else { return Operation::Accesses(None, 100) };
        let own = self.header(owner);
        let mut other = self.header(with);
        (other.editor, other.request) = (Some(owner), None);
        let seen = store.device_seq(&context(with), with, other.device).await.unwrap();
        other.device_seq = other.device_seq.max(seen + 1);
        let commits = [(own, step.own_change()), (other, step.other_change())];
        Operation::Together(commits.map(|(header, change)| self.authored(header, vec![change])).to_vec())
    }

    async fn know(&mut self, store: &dyn Store, owner: UserId) -> Known {
        let ctx = context(owner);
        let mut query = EntryQuery::on(DayRange::ALL, 8);
        query.after = Some((day(&mut self.random), ItemId::new(fresh(&mut self.random))));
        Known {
            catalogue: store.catalogue(&ctx, owner).await.unwrap(),
            head: store.head(&ctx, owner).await.unwrap(),
            entries: store.entries(&ctx, owner, &query).await.unwrap().rows,
        }
    }

    /// A chain to adopt: that of the book as it was erased, at times broken; if it never was, none.
    fn chain(&mut self, owner: UserId) -> Vec<StoredCommit> {
        let mut chain = self.erased.get(&owner).cloned().unwrap_or_default();
        let place = usize::try_from(self.random.below((chain.len() as u64).max(1))).unwrap();
        if let Some(stored) = chain.get_mut(place) {
            match self.random.below(10) {
                0 => stored.seq += 1,
                1 => drop(chain.remove(place)),
                2 => stored.link = kitaab_core::Digest::ZERO,
                3 => drop(stored.commit.erase(|_| true)),
                _ => {}
            }
        }
        chain
    }

    fn verdicts(&mut self, known: &Known) -> Operation {
        let random = &mut self.random;
        let mut merits: Vec<MeritId> = known.catalogue.merits.keys().copied().collect();
        if random.chance(5) {
            merits.push(MeritId::new(fresh(random)));
        }
        let outcomes = [Outcome::Earned, Outcome::NotEarned, Outcome::Undetermined];
        let verdicts = (0..random.below(5)).filter_map(|_| {
            Some(RecordedVerdict { merit: random.pick(&merits)?, day: day(random), outcome: random.pick(&outcomes)? })
        });
        let verdicts = verdicts.collect();
        let seq = known.head.seq.saturating_sub(u64::from(random.chance(10)));
        Operation::RecordVerdicts(seq, verdicts, random.chance(50))
    }

    /// A commit, and what may be wrong with it.
    async fn commit(&mut self, store: &dyn Store, owner: UserId, known: &Known) -> Commit {
        let before = self.random.below(self.sent.len() as u64 + 1);
        let before = usize::try_from(before).ok().and_then(|place| self.sent.get(place)).cloned();
        match (self.random.below(100), before) {
            // Sent again as it was, by a device that had no answer.
            (0..=5, Some(before)) => return before,
            // The last one of all is the likeliest to come again.
            (6..=9, Some(_)) => return self.sent.last().cloned().unwrap(),
            // The same request, authored anew, with the same changes or with others.
            (10..=16, Some(before)) if before.header().request.is_some() => {
                let mut header = self.header(before.header().book);
                header.request = before.header().request;
                let mut changes: Vec<Change> = before.changes().cloned().collect();
                if self.random.chance(30) {
                    changes.push(Change::Reviewed { day: day(&mut self.random), reviewed: true });
                }
                return self.authored(header, changes);
            }
            _ => {}
        }
        let mut header = self.header(owner);
        let mut changes = Vec::new();
        for _ in 0..self.random.below(5) {
            let more = self.changes(store, owner, known).await;
            // An erasure writes again what stands in columns of the ledger; of columns that are written
            // before it by its own commit it would not know.
            let place = if is_erasure(&more) { 0 } else { changes.len() };
            changes.splice(place..place, more);
        }
        if changes.iter().any(is_move) || is_erasure(&changes) {
            // Decided on the book as it is now, they must be applied now or never: moves decided on an
            // older tree can close a circle, and two of them at once can too.
            let mut moves = 0..;
            changes.retain(|change| !is_move(change) || moves.next() == Some(0));
            return self.authored(header, changes);
        }
        if self.random.chance(10) {
            header.expects = Some(self.expects(store, owner, known).await);
        }
        if self.random.chance(4) {
            header.device_seq = header.device_seq.saturating_sub(self.random.below(3));
        }
        if self.random.chance(6) {
            changes.extend(self.mistake(known));
        }
        self.authored(header, changes)
    }

    fn authored(&mut self, header: Header, changes: Vec<Change>) -> Commit {
        let commit = Commit::author(header, changes, || self.random.bytes());
        self.sent.push(commit.clone());
        if self.sent.len() > 30 {
            self.sent.remove(0);
        }
        commit
    }

    fn header(&mut self, owner: UserId) -> Header {
        let device = DeviceId::new(Uuid::from_u128(1 + u128::from(self.random.below(3))));
        let number = self.numbers.entry((owner, device)).or_default();
        *number += 1;
        let at = Timestamp::from_micros(1_700_000_000_000_000 + i64::try_from(*number).unwrap());
        let mut header = Header::new(owner, device, *number, Clock::default().tick(at), at);
        if self.random.chance(25) {
            header.request = Some(RequestId::new(fresh(&mut self.random)));
        }
        header
    }

    async fn expects(&mut self, store: &dyn Store, owner: UserId, known: &Known) -> Expects {
        let mut revisions = Vec::new();
        for _ in 0..self.random.below(3) {
            let Some(key) = self.key(known) else { continue };
            let current = store.revision(&context(owner), owner, key).await.unwrap();
            revisions.push((key, if self.random.chance(15) { current + 1 } else { current }));
        }
        let off = u64::from(self.random.chance(20));
        let catalogue = self.random.chance(70).then_some(known.catalogue.version + off);
        Expects { catalogue, revisions: Some(revisions) }
    }

    /// Some changes that belong together.
    async fn changes(&mut self, store: &dyn Store, owner: UserId, known: &Known) -> Vec<Change> {
        let catalogue = &known.catalogue;
        if catalogue.deeds.len() < 2 {
            return structure::deed(catalogue, &mut self.random);
        }
        let one = match self.random.below(100) {
            0..=1 if catalogue.deeds.len() < 7 => return structure::deed(catalogue, &mut self.random),
            2..=17 => structure::change(catalogue, &mut self.random),
            18..=24 => self.key(known).filter(|key| *key != RecordKey::Settings).map(Change::Remove),
            25..=29 => return self.erasure(store, owner, known).await,
            30..=39 => self.column(known),
            _ => self.deed_of_the_day(known),
        };
        one.into_iter().collect()
    }

    /// What somebody writes for a day.
    fn deed_of_the_day(&mut self, known: &Known) -> Option<Change> {
        let random = &mut self.random;
        let day = day(random);
        Some(match random.below(10) {
            0 => Change::Reviewed { day, reviewed: random.chance(70) },
            1 | 2 => {
                let text = random.chance(80).then(|| text(random).parse().unwrap());
                Change::Reflection { day, category: category(random), text }
            }
            3 => {
                let count = match random.below(3) {
                    0 => MakeUpWrite::Put(u32::try_from(random.below(5)).unwrap()),
                    _ => MakeUpWrite::Add(random.between(-3, 3).into()),
                };
                let item = item(known, random)?;
                if random.chance(50) { Change::MakeUp { item, day, count } } else { Change::Fidya { item, day, count } }
            }
            _ => {
                // Half of the time something that is there.
                let there = random.below(known.entries.len() as u64 * 2 + 1);
                let there = usize::try_from(there).ok().and_then(|place| known.entries.get(place));
                let (item, day) = match there {
                    Some(entry) => (entry.item, entry.day),
                    None => (item(known, random)?, day),
                };
                let holds = Holds::of(&known.catalogue, item, random)?;
                let value = match (random.below(10), holds) {
                    (0..=2, Holds::Amounts) => ValueWrite::Add(random.between(-5_000, 9_000).into()),
                    (0, _) => ValueWrite::Keep,
                    _ => ValueWrite::Put(holds.value(random)),
                };
                let note = match random.below(6) {
                    0 => NoteWrite::Clear,
                    1 | 2 => NoteWrite::Set(text(random).parse().unwrap()),
                    _ => NoteWrite::Keep,
                };
                Change::Entry { item, day, value, note }
            }
        })
    }

    fn column(&mut self, known: &Known) -> Option<Change> {
        let random = &mut self.random;
        let item = item(known, random)?;
        let holds = Holds::of(&known.catalogue, item, random)?;
        let count = if random.chance(3) { 700 } else { 1 + random.below(30) };
        let mut days: Vec<Day> = Vec::new();
        let mut next = Some(day(random));
        while let (Some(day), true) = (next, (days.len() as u64) < count) {
            days.push(day);
            next = day.plus(random.between(1, 3));
        }
        let values = match holds {
            Holds::Amounts => ColumnValues::Count(days.iter().map(|_| super::places::amount(random)).collect()),
            Holds::Values { scale, .. } => {
                ColumnValues::Scale { scale, positions: days.iter().map(|_| holds.position(random)).collect() }
            }
        };
        let places = 0..u32::try_from(days.len()).unwrap();
        let noted: Vec<u32> = places.filter(|_| random.chance(10)).collect();
        let notes = noted.into_iter().map(|place| (place, text(random).parse().unwrap())).collect();
        Some(Change::Entries(EntryColumn::new(item, days, values, notes).unwrap()))
    }

    /// An erasure, with what it can't keep in place written again, as an SDK does it.
    async fn erasure(&mut self, store: &dyn Store, owner: UserId, known: &Known) -> Vec<Change> {
        let Some(key) = self.key(known).filter(|key| *key != RecordKey::Settings) else { return Vec::new() };
        let mut changes = vec![Change::Erase(key)];
        if let RecordKey::Entry(item, _) = key {
            let ledger = read_ledger(store, &context(owner), owner).await;
            let columns = ledger.iter().flat_map(|stored| stored.commit.changes()).filter_map(|change| match change {
                Change::Entries(column) if change.touches(&key) => Some(column),
                _ => None,
            });
            let beside: std::collections::BTreeSet<Day> = columns.flat_map(|column| column.days().to_vec()).collect();
            for day in beside.into_iter().filter(|day| RecordKey::Entry(item, *day) != key) {
                if let Some(entry) = store.entry(&context(owner), owner, item, day).await.unwrap() {
                    let note = entry.note.map_or(NoteWrite::Clear, NoteWrite::Set);
                    changes.push(Change::Entry { item, day, value: ValueWrite::Put(entry.value), note });
                }
            }
        }
        changes
    }

    /// A record that there is, or may be.
    fn key(&mut self, known: &Known) -> Option<RecordKey> {
        let random = &mut self.random;
        let catalogue = &known.catalogue;
        match random.below(24) {
            21 => random.pick(&catalogue.relations.keys().copied().collect::<Vec<_>>()).map(RecordKey::Relation),
            22 => random.pick(&catalogue.permissions.keys().copied().collect::<Vec<_>>()).map(RecordKey::Permission),
            23 => random.pick(&catalogue.blocks.keys().copied().collect::<Vec<_>>()).map(RecordKey::Block),
            20 => random.pick(&catalogue.sightings.keys().copied().collect::<Vec<_>>()).map(RecordKey::Sighting),
            0 => Some(RecordKey::Settings),
            1 => random.pick(&catalogue.groups.keys().copied().collect::<Vec<_>>()).map(RecordKey::Group),
            2 => random.pick(&catalogue.deeds.keys().copied().collect::<Vec<_>>()).map(RecordKey::Deed),
            3 | 4 => item(known, random).map(RecordKey::Item),
            5 => random.pick(&catalogue.scales.keys().copied().collect::<Vec<_>>()).map(RecordKey::Scale),
            6 => random.pick(&catalogue.exemptions.keys().copied().collect::<Vec<_>>()).map(RecordKey::Exemption),
            7 => random.pick(&catalogue.merits.keys().copied().collect::<Vec<_>>()).map(RecordKey::Merit),
            8 => random.pick(&catalogue.targets.keys().copied().collect::<Vec<_>>()).map(RecordKey::Target),
            9 => random.pick(&catalogue.reminders.keys().copied().collect::<Vec<_>>()).map(RecordKey::Reminder),
            10 => Some(RecordKey::Reviewed(day(random))),
            11 if random.chance(50) => item(known, random).map(|item| RecordKey::Fidya(item, day(random))),
            11 => item(known, random).map(|item| RecordKey::MakeUp(item, day(random))),
            12 => Some(RecordKey::Reflection(day(random), category(random))),
            13 => item(known, random).map(|item| RecordKey::Entry(item, day(random))),
            _ => {
                let there: Vec<RecordKey> =
                    known.entries.iter().map(|entry| RecordKey::Entry(entry.item, entry.day)).collect();
                random.pick(&there)
            }
        }
    }

    /// What every store refuses.
    fn mistake(&mut self, known: &Known) -> Vec<Change> {
        let random = &mut self.random;
        let nobodys = ItemId::new(fresh(random));
        let write = |item, day, value| Change::Entry { item, day, value, note: NoteWrite::Keep };
        match random.below(5) {
            0 => {
                let scaled = known.entries.iter().find(|entry| matches!(entry.value, Value::Scale(_)));
                let twice = |entry: &Entry| {
                    // Put first, lest the commit has removed it: to nothing it may be added.
                    [ValueWrite::Put(entry.value), ValueWrite::Add(100)]
                        .map(|value| write(entry.item, entry.day, value))
                };
                scaled.map(twice).into_iter().flatten().collect()
            }
            1 => vec![write(nobodys, day(random), ValueWrite::Add(100))],
            2 => vec![Change::Item(nobodys, ItemPatch::default())],
            3 => vec![Change::Erase(RecordKey::Settings)],
            _ => vec![Change::Erase(RecordKey::Deed(DeedId::new(fresh(random))))],
        }
    }

    fn read(&mut self, known: &Known) -> Operation {
        let key = self.key(known);
        let random = &mut self.random;
        let item = item(known, random).unwrap_or_else(|| ItemId::new(fresh(random)));
        let some_items = |random: &mut Random| {
            let items: Vec<ItemId> = known.catalogue.items.keys().copied().collect();
            (0..random.below(5)).filter_map(|_| random.pick(&items)).collect::<Vec<_>>()
        };
        match random.below(23) {
            22 => Operation::Accesses(None, limit(random)),
            0 => Operation::Head,
            1 => Operation::Owners,
            2 => Operation::Catalogue,
            3 => Operation::DeviceSeq(DeviceId::new(Uuid::from_u128(1 + u128::from(random.below(4))))),
            4 => Operation::Revision(key.unwrap_or(RecordKey::Settings)),
            5 => match known.entries.first() {
                Some(entry) => Operation::Entry(entry.item, entry.day),
                None => Operation::Entry(item, day(random)),
            },
            6..=8 => Operation::Entries(EntryQuery {
                items: random.chance(40).then(|| some_items(random)),
                days: days(random),
                words: words(random),
                after: random.chance(50).then(|| (day(random), item)),
                limit: limit(random),
            }),
            9 => Operation::HasEntries(some_items(random)),
            10 | 11 => Operation::Records(some_items(random), days(random)),
            12 => Operation::Reviewed(days(random)),
            13 => Operation::Rollups(days(random)),
            14 if random.chance(50) => Operation::Fidya(item),
            14 => Operation::MakeUps(item),
            // Seldom do several fit at once what else is asked for.
            15 if random.chance(40) => Operation::Reflections(ReflectionQuery {
                days: DayRange::ALL,
                category: None,
                words: Vec::new(),
                after: None,
                limit: 1,
            }),
            15 => Operation::Reflections(ReflectionQuery {
                days: days(random),
                category: random.chance(30).then(|| category(random)),
                words: words(random),
                after: random.chance(30).then(|| (day(random), category(random))),
                limit: limit(random),
            }),
            16 | 17 => {
                let before = random.chance(30).then(|| random.below(known.head.seq + 2));
                Operation::History(key.unwrap_or(RecordKey::Settings), before, limit(random))
            }
            18 => Operation::Commits(random.below(known.head.seq + 2), limit(random)),
            19 => Operation::Commit(random.below(known.head.seq + 2)),
            20 => {
                let before = random.chance(60).then(|| random.below(known.head.seq + 2));
                Operation::Headers(before, limit(random))
            }
            _ => {
                let merits: Vec<MeritId> = known.catalogue.merits.keys().copied().collect();
                Operation::Verdicts(random.pick(&merits).filter(|_| random.chance(50)), days(random))
            }
        }
    }
}

fn item(known: &Known, random: &mut Random) -> Option<ItemId> {
    let items: Vec<ItemId> = known.catalogue.items.keys().copied().collect();
    random.pick(&items)
}

fn is_erasure(changes: &[Change]) -> bool {
    matches!(changes.first(), Some(Change::Erase(_)))
}

/// Whether a change moves an item within its tree.
fn is_move(change: &Change) -> bool {
    matches!(change, Change::Item(_, patch) if patch.deed.is_none() && patch.parent.is_some())
}
