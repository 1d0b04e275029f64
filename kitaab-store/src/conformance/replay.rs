//! Holding a whole book, as a store tells it, against the replay of its ledger.

use std::collections::{BTreeMap, BTreeSet};

use kitaab_core::{
    Category, Change, Commit, Day, DayRange, DeviceId, Digest, Entry, Hide, ItemId, RecordKey, Reflection, State,
    Total, UserId, Value, link,
};

use crate::contract::{Context, EntryQuery, MAX_PAGE, ReflectionQuery, Store, StoredCommit};
use crate::rollup::{CategoryRollup, DayRollup};

/// Reads a book's whole ledger.
pub async fn read_ledger(store: &dyn Store, ctx: &Context, owner: UserId) -> Vec<StoredCommit> {
    let mut ledger: Vec<StoredCommit> = Vec::new();
    loop {
        let after = ledger.last().map_or(0, |last| last.seq);
        let page = store.commits(ctx, owner, after, 997).await.expect("commits are read");
        let Some(first) = page.first() else { return ledger };
        assert!(first.seq > after, "commit {} comes again after {after}", first.seq);
        ledger.extend(page);
    }
}

/// Checks that the sequence numbers have no gap and every link follows from the one before.
pub fn check_chain(owner: UserId, ledger: &[StoredCommit]) {
    let mut previous = Digest::ZERO;
    for (place, stored) in (1..).zip(ledger) {
        assert_eq!(stored.seq, place, "the sequence numbers have a gap");
        assert_eq!(stored.link, link(owner, previous, place, stored.commit.hash()), "link {place} does not hold");
        let StoredCommit { commit, .. } = stored;
        let again = Commit::from_parts(commit.header_bytes().to_vec(), commit.leaves().to_vec());
        assert_eq!(again.as_ref(), Ok(commit), "commit {place} is not what its bytes say");
        previous = stored.link;
    }
}

/// The state that a ledger's replay gives.
pub fn replay(owner: UserId, ledger: &[StoredCommit]) -> State {
    let mut state = State::new(owner);
    for stored in ledger {
        let replayed = state.apply(&stored.commit, stored.seq);
        replayed.unwrap_or_else(|error| panic!("commit {} can't be replayed: {error}", stored.seq));
    }
    state
}

/// Reads a book's whole state through the contract. Revisions of other records than entries and
/// reflections that are there, and make-ups of items that are gone, are asked for by their `keys`.
pub async fn read_book(store: &dyn Store, ctx: &Context, owner: UserId, keys: &BTreeSet<RecordKey>) -> State {
    let mut state = State::new(owner);
    state.catalogue = store.catalogue(ctx, owner).await.expect("the catalogue is read");
    for entry in all_entries(store, ctx, owner).await {
        let key = (entry.item, entry.day);
        state.revisions.insert(RecordKey::Entry(key.0, key.1), entry.revision);
        state.entries.insert(key, kitaab_core::EntryState { value: entry.value, note: entry.note });
    }
    for reflection in all_reflections(store, ctx, owner).await {
        let key = (reflection.day, reflection.category);
        state.revisions.insert(RecordKey::Reflection(key.0, key.1), reflection.revision);
        state.reflections.insert(key, reflection.text);
    }
    state.reviewed = store.reviewed(ctx, owner, DayRange::ALL).await.expect("reviewed days").into_iter().collect();
    let made_up = keys.iter().filter_map(|key| match key {
        RecordKey::Item(item) => Some(*item),
        _ => key.day_of_item().map(|(item, _)| item),
    });
    let items: BTreeSet<ItemId> = state.catalogue.items.keys().copied().chain(made_up).collect();
    for item in items {
        let done = store.make_ups(ctx, owner, item).await.expect("make-ups are read");
        state.make_ups.extend(done.into_iter().map(|(day, count)| ((item, day), count)));
        let settled = store.fidya(ctx, owner, item).await.expect("fidya is read");
        state.fidya.extend(settled.into_iter().map(|(day, count)| ((item, day), count)));
    }
    for key in keys {
        if !state.revisions.contains_key(key) {
            let revision = store.revision(ctx, owner, *key).await.expect("revisions are read");
            if revision > 0 {
                state.revisions.insert(*key, revision);
            }
        }
    }
    state
}

/// Checks everything that a store tells of a book against its ledger and against itself: the chain,
/// the head, `state == replay(ledger)`, the numbers of devices, rollups, records and headers.
///
/// # Panics
/// If anything is not as the contract says.
pub async fn check_book(store: &dyn Store, ctx: &Context, owner: UserId) {
    let ledger = read_ledger(store, ctx, owner).await;
    check_chain(owner, &ledger);

    let replayed = replay(owner, &ledger);
    // Also asked for: what a change names that left no revision, such as an erased record.
    let named = ledger.iter().flat_map(|stored| stored.commit.changes()).filter_map(Change::key);
    let asked = replayed.revisions.keys().copied().chain(named).collect();
    let state = read_book(store, ctx, owner, &asked).await;
    check_equal(&state, &replayed);

    let head = store.head(ctx, owner).await.expect("the head is read");
    let last = ledger.last().map_or((0, Digest::ZERO), |last| (last.seq, last.link));
    assert_eq!((head.seq, head.link), last, "the head is not the ledger's end");
    assert_eq!(head.catalogue, state.catalogue.version, "the head tells another catalogue version");
    let owners = store.owners(ctx).await.expect("owners are read");
    assert_eq!(owners.contains(&owner), !ledger.is_empty(), "owners are those whose books hold commits");

    let mut devices: BTreeMap<DeviceId, u64> = BTreeMap::new();
    for stored in &ledger {
        let header = stored.commit.header();
        let highest = devices.entry(header.device).or_default();
        *highest = header.device_seq.max(*highest);
    }
    for (device, highest) in devices {
        let told = store.device_seq(ctx, owner, device).await.expect("device numbers are read");
        assert_eq!(told, highest, "the highest number of {device}");
    }

    let rollups = store.rollups(ctx, owner, DayRange::ALL).await.expect("rollups are read");
    let told = rollups.into_iter().map(|rollup| (rollup.day, rollup)).collect();
    let summed = reckoned(&state).into_iter().map(|rollup| (rollup.day, rollup)).collect();
    check_maps(&told, &summed, "rollup");
    check_records(store, ctx, &state).await;
    check_headers(store, ctx, owner, &ledger).await;
}

/// Compares two states part by part, so that a failure tells where.
fn check_equal(state: &State, replayed: &State) {
    assert_eq!(state.catalogue, replayed.catalogue, "the catalogue is not the replay of the ledger");
    assert_eq!(state.reviewed, replayed.reviewed, "the reviewed days are not the replay of the ledger");
    assert_eq!(state.make_ups, replayed.make_ups, "the make-ups are not the replay of the ledger");
    assert_eq!(state.fidya, replayed.fidya, "the fidya is not the replay of the ledger");
    check_maps(&state.reflections, &replayed.reflections, "reflection");
    check_maps(&state.entries, &replayed.entries, "entry");
    check_maps(&state.revisions, &replayed.revisions, "revision");
    assert_eq!(state, replayed);
}

/// Compares two large maps and names the first key at which they differ.
fn check_maps<K: Ord + Copy + std::fmt::Debug, V: PartialEq + std::fmt::Debug>(
    told: &BTreeMap<K, V>,
    replayed: &BTreeMap<K, V>,
    what: &str,
) {
    let keys: BTreeSet<K> = told.keys().chain(replayed.keys()).copied().collect();
    for key in keys {
        assert_eq!(
            told.get(&key),
            replayed.get(&key),
            "the {what} of {key:?} (left) is not as the ledger has it (right)"
        );
    }
}

async fn check_records(store: &dyn Store, ctx: &Context, state: &State) {
    let owner = state.catalogue.owner;
    let items: Vec<ItemId> = state.catalogue.items.keys().copied().collect();
    let records = store.records(ctx, owner, &items, DayRange::ALL).await.expect("records are read");
    let in_bulk = store.records_in_bulk(ctx, owner, &items, DayRange::ALL).await.expect("records are read in bulk");
    assert_eq!(in_bulk, records, "the records in bulk (left) and by themselves (right)");
    let told: BTreeMap<(ItemId, Day), Value> = records
        .all_series()
        .iter()
        .flat_map(|(item, series)| series.days().iter().map(|day| ((*item, *day), series.on(*day).unwrap())))
        .collect();
    let entries: BTreeMap<(ItemId, Day), Value> = state.entries.iter().map(|(key, held)| (*key, held.value)).collect();
    check_maps(&told, &entries, "record");
    let logged: BTreeSet<Day> = state.entries.keys().map(|(_, day)| *day).chain(state.reviewed.clone()).collect();
    assert_eq!(records.logged(), logged.into_iter().collect::<Vec<_>>(), "the logged days");
}

async fn check_headers(store: &dyn Store, ctx: &Context, owner: UserId, ledger: &[StoredCommit]) {
    let mut before = None;
    let mut expected = ledger.iter().rev();
    loop {
        let page = store.headers(ctx, owner, before, 997).await.expect("headers are read");
        let Some((last, _)) = page.last() else { break };
        assert!(before.is_none_or(|before| *last < before), "headers do not go back");
        before = Some(*last);
        for (seq, header) in &page {
            let stored = expected.next().expect("no more headers than commits");
            assert_eq!((*seq, header), (stored.seq, stored.commit.header()));
        }
    }
    assert!(expected.next().is_none(), "headers are missing");
}

async fn all_entries(store: &dyn Store, ctx: &Context, owner: UserId) -> Vec<Entry> {
    let mut query = EntryQuery::on(DayRange::ALL, MAX_PAGE);
    let mut entries = Vec::new();
    loop {
        let page = store.entries(ctx, owner, &query).await.expect("entries are read");
        entries.extend(page.rows);
        match page.next {
            Some(next) => {
                assert_ne!(query.after, Some(next), "a page of entries leads to itself");
                query.after = Some(next);
            }
            None => return entries,
        }
    }
}

async fn all_reflections(store: &dyn Store, ctx: &Context, owner: UserId) -> Vec<Reflection> {
    let mut query =
        ReflectionQuery { days: DayRange::ALL, category: None, words: Vec::new(), after: None, limit: MAX_PAGE };
    let mut reflections = Vec::new();
    loop {
        let page = store.reflections(ctx, owner, &query).await.expect("reflections are read");
        reflections.extend(page.rows);
        match page.next {
            Some(next) => {
                assert_ne!(query.after, Some(next), "a page of reflections leads to itself");
                query.after = Some(next);
            }
            None => return reflections,
        }
    }
}

/// The rollups that a book's entries come to, reckoned apart from what stores use.
fn reckoned(state: &State) -> Vec<DayRollup> {
    let catalogue = &state.catalogue;
    let hidden = |item: ItemId| {
        let mut above = catalogue.items.get(&item);
        while let Some(item) = above {
            if item.hide != Hide::None {
                return true;
            }
            above = item.parent.and_then(|parent| catalogue.items.get(&parent));
        }
        false
    };
    let mut days: BTreeMap<Day, DayRollup> = BTreeMap::new();
    for day in &state.reviewed {
        days.insert(*day, DayRollup { reviewed: true, ..DayRollup::new(*day) });
    }
    for ((item, day), held) in &state.entries {
        let rollup = days.entry(*day).or_insert_with(|| DayRollup::new(*day));
        rollup.entries += 1;
        if hidden(*item) {
            continue;
        }
        let figures: &mut CategoryRollup = match catalogue.deeds[&catalogue.items[item].deed].category {
            Category::Hasanaat => &mut rollup.hasanaat,
            Category::Saiyyiaat => &mut rollup.saiyyiaat,
        };
        match held.value {
            Value::Count(amount) => {
                figures.counted += 1;
                figures.total = Total::new(figures.total.hundredths() + i128::from(amount.hundredths()));
            }
            Value::Scale(value) => {
                figures.scored += 1;
                let scale = catalogue.scales.get(&value.scale);
                let score = scale.and_then(|scale| scale.values.get(usize::from(value.position))).map(|v| v.score);
                figures.score += i64::from(score.unwrap_or(0));
            }
        }
    }
    days.into_values().collect()
}
