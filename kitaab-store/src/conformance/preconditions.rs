//! What must hold for a commit to be applied: requests, the numbers of devices, what it expects.

use std::sync::Arc;

use kitaab_core::{Change, Commit, Expects, RecordKey, RequestId};
use uuid::Uuid;

use super::world::{
    ALI, FAJR, ISHA, TASBIH, World, add, amount, applied, authored, day, deeds_done, keys, prayed, put, put_noted,
    reviewed,
};
use crate::contract::{Answer, Stale, Store};

const REQUEST: RequestId = RequestId::new(Uuid::from_u128(0x4e9));

fn requested(world: &World, request: RequestId, changes: Vec<Change>) -> Commit {
    let mut header = world.header();
    header.request = Some(request);
    authored(header, changes)
}

fn expecting(world: &World, catalogue: Option<u64>, revisions: Option<Vec<(RecordKey, u64)>>) -> Commit {
    let mut header = world.header();
    header.expects = Some(Expects { catalogue, revisions });
    authored(header, vec![add(TASBIH, day(0), 100)])
}

async fn stale(world: &World, commit: &Commit) -> Stale {
    match world.send(commit).await {
        Ok(Answer::Stale(stale)) => stale,
        other => panic!("expected the commit to be stale, got {other:?}"),
    }
}

/// A request that comes again, authored anew and from another device, answers with its first place.
pub async fn a_request_is_answered_once(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    let changes = || vec![add(TASBIH, day(0), 3_300), put_noted(FAJR, day(0), prayed(1), "late")];
    let first = applied(world.send(&requested(&world, REQUEST, changes())).await);
    assert!(!first.replayed);
    world.apply(vec![reviewed(day(3))]).await;
    for sender in [world.clone(), world.on_device(0xde2)] {
        let again = requested(&sender, REQUEST, changes());
        let answer = applied(sender.send(&again).await);
        assert_eq!((answer.seq, answer.link, answer.replayed), (first.seq, first.link, true));
    }
    let entry = world.store.entry(&world.ctx(), world.owner, TASBIH, day(0)).await.unwrap().unwrap();
    assert_eq!(entry.value, amount(33));
    // Requests belong to a book.
    let other = World::empty(Arc::clone(&world.store), 2);
    other.apply(super::world::structure()).await;
    assert!(!applied(other.send(&requested(&other, REQUEST, changes())).await).replayed);
    world.check().await;
    other.check().await;
}

/// A request is answered to the one who asked: to somebody else it is a conflict, and to them still when they may write no more.
pub async fn a_request_is_answered_to_the_one_who_asked(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    let ali = world.acted_on_by(ALI);
    let own = RequestId::new(Uuid::from_u128(6));
    applied(world.send(&requested(&world, REQUEST, vec![])).await);
    let first = applied(ali.send(&requested(&ali, own, vec![])).await);
    for (sender, request) in [(&ali, REQUEST), (&world, own)] {
        let error = sender.send(&requested(sender, request, vec![])).await.expect_err("somebody else asked");
        assert_eq!(error.code(), "conflict");
    }
    let again = applied(ali.send(&requested(&ali, own, vec![])).await);
    assert_eq!((again.seq, again.replayed), (first.seq, true));
    world.check().await;
}

/// Who sent a request can ask whether it was answered: whatever has become of the book, and of what they may do there.
pub async fn a_request_that_was_answered_is_known_to_the_one_who_asked(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    let ali = world.acted_on_by(ALI);
    let (own, never) = (RequestId::new(Uuid::from_u128(6)), RequestId::new(Uuid::from_u128(7)));
    let known =
        |world: World, request| async move { world.store.answered(&world.ctx(), world.owner, request).await.unwrap() };
    let first = applied(world.send(&requested(&world, REQUEST, vec![add(TASBIH, day(0), 100)])).await);
    let second = applied(ali.send(&requested(&ali, own, vec![])).await);
    world.apply(vec![Change::Remove(RecordKey::Item(ISHA)), Change::Erase(RecordKey::Entry(TASBIH, day(0)))]).await;
    for (world, request, seq) in [
        (world.clone(), REQUEST, Some(first.seq)),
        (world.on_device(0xde2), REQUEST, Some(first.seq)),
        (world.clone(), own, None),
        (world.clone(), never, None),
        (ali.clone(), own, Some(second.seq)),
        (ali, REQUEST, None),
        (World::empty(Arc::clone(&world.store), 2), REQUEST, None),
    ] {
        assert_eq!(known(world, request).await, seq);
    }
    world.check().await;
}

/// The same request with other changes is a conflict, and writes nothing.
pub async fn a_request_with_other_changes_conflicts(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    world.send(&requested(&world, REQUEST, vec![add(TASBIH, day(0), 100)])).await.unwrap();
    for changes in [
        vec![add(TASBIH, day(0), 200)],
        vec![],
        vec![add(TASBIH, day(0), 100), add(TASBIH, day(0), 100)],
        vec![add(TASBIH, day(1), 100)],
    ] {
        let error = world.send(&requested(&world, REQUEST, changes)).await.expect_err("another request");
        assert_eq!(error.code(), "conflict");
    }
    assert_eq!(world.store.head(&world.ctx(), world.owner).await.unwrap().seq, 2);
    world.check().await;
}

/// A request that was answered is answered again, whatever else has become of its preconditions.
pub async fn a_request_comes_before_everything_else(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    let mut header = world.header();
    header.request = Some(REQUEST);
    header.expects = Some(Expects { catalogue: Some(1), revisions: None });
    let commit = authored(header, vec![add(TASBIH, day(0), 100)]);
    let first = applied(world.send(&commit).await);
    world.apply(deeds_done()).await;
    world.apply(vec![Change::Remove(RecordKey::Item(ISHA))]).await;
    let again = applied(world.send(&commit).await);
    assert_eq!((again.seq, again.replayed), (first.seq, true));
    world.check().await;
}

/// A request whose changes were erased since is still known, and not carried out again.
pub async fn a_request_is_known_after_an_erasure(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    let changes = || vec![put_noted(FAJR, day(0), prayed(0), "overslept"), put(TASBIH, day(0), amount(3))];
    let first = applied(world.send(&requested(&world, REQUEST, changes())).await);
    world.apply(vec![Change::Erase(RecordKey::Entry(FAJR, day(0)))]).await;
    let again = applied(world.send(&requested(&world, REQUEST, changes())).await);
    assert_eq!((again.seq, again.replayed), (first.seq, true));
    assert_eq!(world.store.entry(&world.ctx(), world.owner, FAJR, day(0)).await.unwrap(), None);
    // What was not erased can still be told apart.
    let other = vec![put_noted(FAJR, day(0), prayed(0), "overslept"), put(TASBIH, day(0), amount(4))];
    let error = world.send(&requested(&world, REQUEST, other)).await.expect_err("another request");
    assert_eq!(error.code(), "conflict");
    world.check().await;
}

/// The commit that a device sent last, sent again, answers with its place.
pub async fn the_last_commit_of_a_device_sent_again_is_applied_once(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    let commit = world.commit(vec![add(TASBIH, day(0), 100)]);
    let first = applied(world.send(&commit).await);
    world.on_device(0xde2).apply(vec![add(TASBIH, day(0), 100)]).await;
    for _ in 0..2 {
        let again = applied(world.send(&commit).await);
        assert_eq!((again.seq, again.link, again.replayed), (first.seq, first.link, true));
    }
    // Erasing a body leaves the commit's hash as it is.
    world.on_device(0xde3).apply(vec![Change::Erase(RecordKey::Entry(TASBIH, day(0)))]).await;
    assert!(applied(world.send(&commit).await).replayed);
    assert_eq!(world.store.entry(&world.ctx(), world.owner, TASBIH, day(0)).await.unwrap(), None);
    world.check().await;
}

/// The numbers of a device rise in each book; what is not above the highest is stale.
pub async fn the_numbers_of_a_device_rise(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    let numbered = |world: &World, number, changes| {
        let mut header = world.header();
        header.device_seq = number;
        authored(header, changes)
    };
    let tap = || vec![add(TASBIH, day(0), 100)];
    let second = numbered(&world, 2, tap());
    applied(world.send(&second).await);
    // A gap is no harm: the device's own commits may have failed.
    applied(world.send(&numbered(&world, 10, tap())).await);
    let last = Stale::DeviceSeq { last: 10 };
    for commit in [second, numbered(&world, 10, vec![reviewed(day(0))]), numbered(&world, 9, tap())] {
        assert_eq!(stale(&world, &commit).await, last);
    }
    assert_eq!(stale(&world, &numbered(&world, 0, tap())).await, last);
    assert_eq!(world.store.device_seq(&world.ctx(), world.owner, world.device).await.unwrap(), 10);

    let other = world.on_device(0xde2);
    assert_eq!(other.store.device_seq(&other.ctx(), other.owner, other.device).await.unwrap(), 0);
    assert_eq!(stale(&other, &numbered(&other, 0, tap())).await, Stale::DeviceSeq { last: 0 });
    applied(other.send(&numbered(&other, 1, tap())).await);
    let book = World::empty(Arc::clone(&world.store), 2);
    applied(book.send(&numbered(&book, 3, vec![reviewed(day(0))])).await);
    assert_eq!(world.store.device_seq(&book.ctx(), book.owner, world.device).await.unwrap(), 3);
    assert_eq!(world.store.head(&world.ctx(), world.owner).await.unwrap().seq, 4);
    world.check().await;
}

/// A commit that was validated against another catalogue is stale.
pub async fn an_expected_catalogue_must_be_current(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    applied(world.send(&expecting(&world, Some(1), None)).await);
    world.apply(deeds_done()).await;
    applied(world.send(&expecting(&world, Some(1), None)).await);
    world.apply(vec![Change::Remove(RecordKey::Item(ISHA))]).await;
    for expected in [0, 1, 4, 6] {
        let commit = expecting(&world, Some(expected), None);
        assert_eq!(stale(&world, &commit).await, Stale::Catalogue { current: 5 });
    }
    applied(world.send(&expecting(&world, Some(5), None)).await);
    let empty = World::empty(Arc::clone(&world.store), 2);
    let mut header = empty.header();
    header.expects = Some(Expects { catalogue: Some(0), revisions: None });
    applied(empty.send(&authored(header, vec![reviewed(day(0))])).await);
    world.check().await;
}

/// A commit that read an older revision of a record is stale: of every kind of record, of removed and
/// of erased ones too. The first that differs is named, after the catalogue.
pub async fn expected_revisions_must_be_current(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    world.apply(deeds_done()).await;
    let current = |key: RecordKey| if key.is_structural() { 1 } else { 2 };
    let all: Vec<(RecordKey, u64)> = keys().into_iter().map(|key| (key, current(key))).collect();
    applied(world.send(&expecting(&world, Some(1), Some(all.clone()))).await);
    for key in keys() {
        for expected in [0, 3, u64::from(u32::MAX)] {
            let commit = expecting(&world, None, Some(vec![(key, expected)]));
            assert_eq!(stale(&world, &commit).await, Stale::Record { key, current: current(key) });
        }
    }
    let (one, other) = (RecordKey::Reviewed(day(0)), RecordKey::Entry(FAJR, day(0)));
    let commit = expecting(&world, None, Some(vec![(one, 2), (other, 1), (one, 1)]));
    assert_eq!(stale(&world, &commit).await, Stale::Record { key: other, current: 2 });
    let commit = expecting(&world, Some(9), Some(vec![(other, 1)]));
    assert_eq!(stale(&world, &commit).await, Stale::Catalogue { current: 1 });

    world.apply(vec![Change::Remove(one), Change::Erase(other)]).await;
    let commit = expecting(&world, None, Some(vec![(one, 2)]));
    assert_eq!(stale(&world, &commit).await, Stale::Record { key: one, current: 4 });
    let never = RecordKey::Entry(ISHA, day(99));
    applied(world.send(&expecting(&world, None, Some(vec![(one, 4), (other, 0), (never, 0)]))).await);
    world.check().await;
}

/// A stale commit writes nothing, takes no number and no request, and can be sent again decided anew.
pub async fn what_is_stale_writes_nothing(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    let before = world.store.head(&world.ctx(), world.owner).await.unwrap();
    let mut header = world.header();
    header.request = Some(REQUEST);
    header.expects = Some(Expects { catalogue: Some(7), revisions: None });
    let changes = || vec![add(TASBIH, day(0), 100), Change::Remove(RecordKey::Item(FAJR))];
    assert_eq!(stale(&world, &authored(header.clone(), changes())).await, Stale::Catalogue { current: 1 });
    assert_eq!(world.store.head(&world.ctx(), world.owner).await.unwrap(), before);
    assert_eq!(world.store.device_seq(&world.ctx(), world.owner, world.device).await.unwrap(), 1);
    world.check().await;
    header.expects = Some(Expects { catalogue: Some(1), revisions: None });
    assert!(!applied(world.send(&authored(header, changes())).await).replayed);
    world.check().await;
}
