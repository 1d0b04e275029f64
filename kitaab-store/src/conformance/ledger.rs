//! Reading the ledger.

use std::sync::Arc;

use kitaab_core::{Category, Change, ItemPatch, NoteWrite, ValueWrite};

use super::replay::{check_chain, read_ledger};
use super::world::{
    FAJR, ISHA, PAGES, PRAYERS, SALAH, TALK, TASBIH, World, add, amount, column, day, deeds_done, note, prayed, put,
    reflect, reviewed, talked,
};
use crate::contract::{Head, Store};

/// Every link follows from the one before, and the head is the last.
pub async fn the_chain_can_be_recomputed(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    assert!(world.store.record_verdicts(&world.ctx(), world.owner, 1, &[], true).await.unwrap());
    let mut sent = Vec::new();
    for number in 0..20 {
        let commit = world.commit(vec![add(TASBIH, day(number), 100), reviewed(day(number))]);
        world.send(&commit).await.unwrap();
        sent.push(commit);
    }
    let ledger = read_ledger(&*world.store, &world.ctx(), world.owner).await;
    check_chain(world.owner, &ledger);
    assert_eq!(ledger[1..].iter().map(|stored| &stored.commit).collect::<Vec<_>>(), sent.iter().collect::<Vec<_>>());
    let head = world.store.head(&world.ctx(), world.owner).await.unwrap();
    let expected = Head { seq: 21, link: ledger[20].link, catalogue: 1, begun: head.begun, dirty_from: Some(day(0)) };
    assert_eq!(head, expected);
    assert_ne!(head.begun, 0);
}

/// Commits come in order, byte for byte as they were sent; none are left when none come.
pub async fn commits_come_in_order(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    for number in 0..9 {
        world.apply(vec![reviewed(day(number))]).await;
    }
    let seqs = |after, limit| {
        let world = world.clone();
        async move {
            let found = world.store.commits(&world.ctx(), world.owner, after, limit).await.unwrap();
            found.iter().map(|stored| stored.seq).collect::<Vec<_>>()
        }
    };
    assert_eq!(seqs(0, 100).await, (1..=10).collect::<Vec<_>>());
    assert_eq!(seqs(4, 2).await, [5, 6]);
    assert_eq!(seqs(9, 2).await, [10]);
    assert_eq!(seqs(10, 2).await, []);
    assert_eq!(seqs(u64::from(u32::MAX), 2).await, []);
}

/// Headers come newest first, before a number if one is given.
pub async fn headers_come_newest_first(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    let mut sent = Vec::new();
    for number in 0..5 {
        let commit = world.commit(vec![reviewed(day(number))]);
        world.send(&commit).await.unwrap();
        sent.push(commit.header().clone());
    }
    let headers = |before, limit| {
        let world = world.clone();
        async move { world.store.headers(&world.ctx(), world.owner, before, limit).await.unwrap() }
    };
    let newest = headers(None, 3).await;
    let expected: Vec<_> =
        [6, 5, 4].into_iter().map(|seq| (seq, sent[usize::try_from(seq).unwrap() - 2].clone())).collect();
    assert_eq!(newest, expected);
    assert_eq!(headers(Some(4), 3).await.iter().map(|(seq, _)| *seq).collect::<Vec<_>>(), [3, 2, 1]);
    assert_eq!(headers(Some(1), 3).await, []);
    world.check().await;
}

/// A commit is found by its number; of others there is none.
pub async fn one_commit_is_found_by_its_number(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    let commit = world.commit(deeds_done());
    let applied = super::world::applied(world.send(&commit).await);
    world.apply(vec![reviewed(day(5))]).await;
    let found = world.store.commit(&world.ctx(), world.owner, 2).await.unwrap();
    assert_eq!((found.seq, found.link, &found.commit), (2, applied.link, &commit));
    for seq in [0, 4, u64::from(u32::MAX)] {
        let error = world.store.commit(&world.ctx(), world.owner, seq).await.expect_err("no such commit");
        assert_eq!(error.code(), "not_found");
    }
}

/// What a book holds is the replay of its ledger, whatever was written in whichever order.
pub async fn everything_is_the_replay_of_the_ledger(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    let keep = Change::Entry { item: FAJR, day: day(1), value: ValueWrite::Keep, note: NoteWrite::Set(note("kept")) };
    let moved = ItemPatch { parent: Some(Some(PRAYERS)), starts_on: Some(day(9)), ..ItemPatch::default() };
    for changes in [
        deeds_done(),
        vec![Change::Entries(column(TASBIH, day(-5), &[1, 2, 3, 4])), add(TASBIH, day(-4), 250)],
        vec![put(FAJR, day(1), prayed(3)), keep.clone(), put(FAJR, day(1), prayed(0))],
        vec![Change::Remove(kitaab_core::RecordKey::Entry(FAJR, day(1))), keep],
        vec![Change::Item(ISHA, moved), Change::Remove(kitaab_core::RecordKey::Item(FAJR))],
        vec![reflect(day(0), Category::Hasanaat, "anew"), put(TALK, day(-5), talked(2))],
        vec![Change::Remove(kitaab_core::RecordKey::Deed(SALAH)), put(PAGES, day(0), amount(604))],
    ] {
        world.apply(changes).await;
        world.check().await;
    }
}

/// No collation of the storage's has a say: names and words are told apart and ordered by code point.
pub async fn texts_are_ordered_by_code_point(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    let names = ["Z", "a", "straße", "strasse", "É", "é", "ا", "\u{fb00}", "\u{1d306}"];
    let child = |number: u8, name: &str| {
        let patch = ItemPatch {
            deed: Some(SALAH),
            parent: Some(Some(FAJR)),
            name: Some(name.parse().unwrap()),
            starts_on: Some(day(0)),
            ..ItemPatch::default()
        };
        Change::Item(kitaab_core::ItemId::new(uuid::Uuid::from_bytes([0xff - number; 16])), patch)
    };
    world.apply((0..).zip(names).map(|(number, name)| child(number, name)).collect()).await;
    let catalogue = world.store.catalogue(&world.ctx(), world.owner).await.unwrap();
    let mut expected = names;
    expected.sort_by_key(|name| name.chars().collect::<Vec<_>>());
    let told: Vec<&str> = catalogue.children(FAJR).iter().map(|item| item.name.as_str()).collect();
    assert_eq!(told, expected);
    // Ids are ordered by their bytes, the highest bit included.
    let high: Vec<_> = catalogue.children(FAJR).iter().map(|item| item.id).collect();
    world.apply(high.iter().chain([&TASBIH]).map(|item| put(*item, day(0), amount(1))).collect()).await;
    let query = crate::contract::EntryQuery::on(kitaab_core::DayRange::ALL, 100);
    let page = world.store.entries(&world.ctx(), world.owner, &query).await.unwrap();
    let mut expected: Vec<_> = high.into_iter().chain([TASBIH]).collect();
    expected.sort_by_key(|item| *item.uuid().as_bytes());
    assert_eq!(page.rows.iter().map(|entry| entry.item).collect::<Vec<_>>(), expected);
    world.check().await;
}
