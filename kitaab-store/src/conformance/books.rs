//! Books as a whole: empty ones, others', erased ones, and chains that are taken over.

use std::sync::Arc;

use kitaab_core::{
    Catalogue, Category, Change, Commit, DayRange, Digest, Leaf, MeritId, Outcome, PermissionId, PermissionLevel,
    RecordKey, RelationId, RequestId, Shared, UserId,
};
use uuid::Uuid;

use super::replay::read_ledger;
use super::world::{
    ALI, FAJR, FORTY, ISHA, SALAH, TASBIH, World, add, applied, authored, column, day, deeds_done, friends, grant,
    keys, prayed, put, put_noted, reviewed, structure,
};
use crate::contract::{EntryQuery, Head, RecordedVerdict, ReflectionQuery, Store, StoredCommit};

/// Every read of a book that was never written to answers with nothing.
pub async fn a_book_that_was_never_written_to_is_empty(store: Arc<dyn Store>) {
    let world = World::empty(store, 77);
    check_nothing(&world).await;
    assert!(world.store.owners(&world.ctx()).await.unwrap().is_empty());
    world.store.erase_book(&world.ctx(), world.owner).await.unwrap();
    check_nothing(&world).await;
}

async fn check_nothing(world: &World) {
    let (store, ctx, owner) = (&world.store, world.ctx(), world.owner);
    assert_eq!(store.head(&ctx, owner).await.unwrap(), Head::NEW);
    assert_eq!(store.catalogue(&ctx, owner).await.unwrap(), Catalogue::new(owner));
    assert_eq!(store.device_seq(&ctx, owner, world.device).await.unwrap(), 0);
    for key in keys() {
        assert_eq!(store.revision(&ctx, owner, key).await.unwrap(), 0);
        assert_eq!(store.history(&ctx, owner, key, None, 10).await.unwrap(), []);
    }
    assert_eq!(store.entry(&ctx, owner, FAJR, day(0)).await.unwrap(), None);
    let entries = store.entries(&ctx, owner, &EntryQuery::on(DayRange::ALL, 10)).await.unwrap();
    assert_eq!((entries.rows.len(), entries.next), (0, None));
    assert!(!store.has_entries(&ctx, owner, &[FAJR, TASBIH]).await.unwrap());
    let records = store.records(&ctx, owner, &[FAJR], DayRange::ALL).await.unwrap();
    assert!(records.series(FAJR).is_none_or(kitaab_core::Series::is_empty) && records.logged().is_empty());
    assert_eq!(store.reviewed(&ctx, owner, DayRange::ALL).await.unwrap(), []);
    assert_eq!(store.rollups(&ctx, owner, DayRange::ALL).await.unwrap(), []);
    assert!(store.make_ups(&ctx, owner, FAJR).await.unwrap().is_empty());
    assert!(store.fidya(&ctx, owner, FAJR).await.unwrap().is_empty());
    let all = ReflectionQuery { days: DayRange::ALL, category: None, words: Vec::new(), after: None, limit: 10 };
    let reflections = store.reflections(&ctx, owner, &all).await.unwrap();
    assert_eq!((reflections.rows.len(), reflections.next), (0, None));
    assert_eq!(store.commits(&ctx, owner, 0, 10).await.unwrap(), []);
    assert_eq!(store.headers(&ctx, owner, None, 10).await.unwrap(), []);
    assert_eq!(store.commit(&ctx, owner, 1).await.expect_err("no commit").code(), "not_found");
    assert_eq!(store.verdicts(&ctx, owner, None, DayRange::ALL).await.unwrap(), []);
}

/// The owners of books that hold commits, in order of their ids' bytes.
pub async fn owners_are_told_in_order(store: Arc<dyn Store>) {
    let numbers = [3, u128::MAX, 1, 1 << 127, 2];
    for number in numbers {
        let world = World::empty(Arc::clone(&store), number);
        world.apply(vec![reviewed(day(0))]).await;
    }
    let world = World::empty(store, 9);
    // A book that is only read from, or that a commit failed for, is none.
    world.store.head(&world.ctx(), world.owner).await.unwrap();
    world.refused(vec![put(FAJR, day(0), prayed(1))]).await;
    let expected = [1, 2, 3, 1 << 127, u128::MAX].map(|number| UserId::new(Uuid::from_u128(number)));
    assert_eq!(world.store.owners(&world.ctx()).await.unwrap(), expected);
}

/// Two books with the same ids in them stay apart, whatever is done to one.
pub async fn books_do_not_touch_each_other(store: Arc<dyn Store>) {
    let one = World::new(store).await;
    let other = World::empty(Arc::clone(&one.store), 2);
    other.apply(structure()).await;
    other.apply(deeds_done()).await;
    let verdict = RecordedVerdict { merit: FORTY, day: day(0), outcome: Outcome::Earned };
    assert!(other.store.record_verdicts(&other.ctx(), other.owner, 2, &[verdict], true).await.unwrap());
    let before = everything(&other).await;

    one.apply(vec![put_noted(FAJR, day(0), prayed(0), "mine"), add(TASBIH, day(0), 100)]).await;
    one.apply(vec![Change::Erase(RecordKey::Entry(FAJR, day(0))), Change::Remove(RecordKey::Merit(FORTY))]).await;
    one.apply(vec![Change::Erase(RecordKey::Item(ISHA))]).await;
    one.refused(vec![add(FAJR, day(0), 1), add(FAJR, day(0), 1), Change::Erase(RecordKey::Settings)]).await;
    one.check().await;
    assert_eq!(everything(&other).await, before);
    one.store.erase_book(&one.ctx(), one.owner).await.unwrap();
    check_nothing(&one).await;
    assert_eq!(everything(&other).await, before);
    other.check().await;
    assert_eq!(other.store.owners(&other.ctx()).await.unwrap(), [other.owner]);
}

type Everything = (Head, Vec<StoredCommit>, Vec<RecordedVerdict>, u64);

async fn everything(world: &World) -> Everything {
    let (store, ctx, owner) = (&*world.store, world.ctx(), world.owner);
    world.check().await;
    (
        store.head(&ctx, owner).await.unwrap(),
        read_ledger(store, &ctx, owner).await,
        store.verdicts(&ctx, owner, None::<MeritId>, DayRange::ALL).await.unwrap(),
        store.device_seq(&ctx, owner, world.device).await.unwrap(),
    )
}

/// An erased book is empty, and can be begun anew: numbers, requests and ids are free.
pub async fn an_erased_book_is_as_if_it_had_never_been(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    let mut header = world.header();
    header.request = Some(RequestId::new(Uuid::from_u128(5)));
    let commit = authored(header, deeds_done());
    applied(world.send(&commit).await);
    let verdict = RecordedVerdict { merit: FORTY, day: day(0), outcome: Outcome::Earned };
    assert!(world.store.record_verdicts(&world.ctx(), world.owner, 2, &[verdict], false).await.unwrap());
    world.store.erase_book(&world.ctx(), world.owner).await.unwrap();
    check_nothing(&world).await;
    assert!(world.store.owners(&world.ctx()).await.unwrap().is_empty());

    let anew = World::empty(Arc::clone(&world.store), 1);
    assert_eq!(anew.apply(structure()).await.seq, 1);
    let answer = applied(world.send(&commit).await);
    assert_eq!((answer.seq, answer.replayed), (2, false));
    anew.check().await;
}

/// A book that was begun anew is told from the one before, also where all its numbers are the same; and so it is told to those who
/// see something of it.
pub async fn a_book_begun_anew_is_another(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    let ali = world.acted_on_by(ALI);
    let heads = || async {
        let own = world.store.head(&world.ctx(), world.owner).await.unwrap();
        (own, ali.store.head(&ali.ctx(), ali.owner).await.unwrap())
    };
    let mut before = vec![heads().await];
    assert_eq!(world.apply(deeds_done()).await.seq, 2);
    assert_eq!(heads().await.0.begun, before[0].0.begun, "it is the same book as long as it is not erased");
    let chain = read_ledger(&*world.store, &world.ctx(), world.owner).await;
    for _ in 0..3 {
        world.store.erase_book(&world.ctx(), world.owner).await.unwrap();
        let told = world.store.adopt(&world.ctx(), world.owner, chain[..1].to_vec()).await.unwrap();
        let (own, seen) = heads().await;
        assert_eq!((own.begun, own.begun), (told.begun, seen.begun));
        assert_eq!(own, Head { begun: own.begun, ..before[0].0 });
        assert!(before.iter().all(|(earlier, _)| earlier.begun != own.begun));
        before.push((own, seen));
    }
    world.check().await;
}

/// A book of some commits: with an erasure in it, a request, two devices and a bulk commit.
async fn chain_of(world: &World) -> Vec<StoredCommit> {
    world.apply(structure()).await;
    let mut header = world.header();
    header.request = Some(RequestId::new(Uuid::from_u128(5)));
    applied(world.send(&authored(header, deeds_done())).await);
    world.on_device(0xde2).apply(vec![Change::Entries(column(TASBIH, day(3), &[1, 2, 3]))]).await;
    world.apply(vec![put_noted(FAJR, day(0), prayed(3), "after all")]).await;
    read_ledger(&*world.store, &world.ctx(), world.owner).await
}

/// A chain is taken over whole; the book then stands as if it had been written here.
pub async fn a_chain_is_adopted_whole(store: Arc<dyn Store>) {
    let world = World::empty(store, 1);
    assert_eq!(world.store.adopt(&world.ctx(), world.owner, Vec::new()).await.unwrap(), Head::NEW);
    assert!(world.store.owners(&world.ctx()).await.unwrap().is_empty());
    let chain = chain_of(&world).await;
    let before = everything(&world).await;
    world.store.erase_book(&world.ctx(), world.owner).await.unwrap();
    let head = world.store.adopt(&world.ctx(), world.owner, chain.clone()).await.unwrap();
    assert_ne!(head.begun, before.0.begun);
    assert_eq!(head, Head { begun: head.begun, ..before.0 });
    assert_eq!(everything(&world).await, (head, before.1, before.2, before.3));
    // Numbers and requests count as seen.
    assert!(applied(world.send(&chain[3].commit).await).replayed);
    let mut header = world.header();
    header.request = Some(RequestId::new(Uuid::from_u128(5)));
    let again = applied(world.send(&authored(header, deeds_done())).await);
    assert_eq!((again.seq, again.replayed), (2, true));
    assert_eq!(world.apply(vec![add(TASBIH, day(0), 100)]).await.seq, 5);
    world.check().await;
}

/// A chain that does not hold is refused whole, and its first bad link named.
pub async fn a_broken_chain_is_refused_and_named(store: Arc<dyn Store>) {
    let world = World::empty(store, 1);
    let chain = chain_of(&world).await;
    world.store.erase_book(&world.ctx(), world.owner).await.unwrap();
    let edited = |stored: &StoredCommit| {
        let mut leaves = stored.commit.leaves().to_vec();
        leaves[0] = Leaf::Erased(Digest::ZERO);
        Commit::from_parts(stored.commit.header_bytes().to_vec(), leaves).unwrap()
    };
    let broken = |place: u64, edit: &dyn Fn(&mut Vec<StoredCommit>)| {
        let mut broken = chain.clone();
        edit(&mut broken);
        (place, broken)
    };
    let mut unplayable = chain[..1].to_vec();
    let bad = world.commit(vec![put(FAJR, day(0), prayed(1)), add(FAJR, day(0), 1)]);
    let link = kitaab_core::link(world.owner, chain[0].link, 2, bad.hash());
    unplayable.push(StoredCommit { seq: 2, link, commit: bad });
    // The body of the relation in which something is shared is gone, and what shares it is not: no step of a book leaves that.
    let mut dangling = chain[..1].to_vec();
    let mut previous = chain[0].link;
    let later = RelationId::new(Uuid::from_u128(0x12));
    let shared = grant(PermissionId::new(Uuid::from_u128(0x13)), later, Shared::Deed(SALAH), PermissionLevel::Read);
    for (seq, change) in [(2, friends(later, ALI)), (3, shared)] {
        let mut commit = world.commit(vec![change]);
        previous = kitaab_core::link(world.owner, previous, seq, commit.hash());
        if seq == 2 {
            commit.erase(|_| true);
        }
        dangling.push(StoredCommit { seq, link: previous, commit });
    }
    let error = world.store.adopt(&world.ctx(), world.owner, dangling).await.expect_err("a chain that leaves a flaw");
    assert_eq!(error.code(), "corrupt");
    check_nothing(&world).await;
    for (place, chain) in [
        broken(3, &|chain| chain[2].link = Digest::ZERO),
        broken(2, &|chain| chain[1].commit = edited(&chain[1])),
        broken(3, &|chain| drop(chain.remove(2))),
        broken(2, &|chain| chain.swap(1, 2)),
        broken(4, &|chain| chain[3].seq = 5),
        broken(1, &|chain| drop(chain.remove(0))),
        (2, unplayable),
    ] {
        let error = world.store.adopt(&world.ctx(), world.owner, chain).await.expect_err("a broken chain");
        assert_eq!(error.code(), "corrupt");
        assert!(error.to_string().contains(&place.to_string()), "{error} does not name link {place}");
        check_nothing(&world).await;
    }
    let other = World::empty(Arc::clone(&world.store), 2);
    // Another's chain, as it is and with links that would hold in this book.
    let link = kitaab_core::link(other.owner, Digest::ZERO, 1, chain[0].commit.hash());
    let relinked = vec![StoredCommit { link, ..chain[0].clone() }];
    for chain in [chain.clone(), relinked] {
        let error = other.store.adopt(&other.ctx(), other.owner, chain).await.expect_err("another's chain");
        assert_eq!(error.code(), "corrupt");
    }
    assert!(world.store.owners(&world.ctx()).await.unwrap().is_empty());
    world.store.adopt(&world.ctx(), world.owner, chain).await.unwrap();
    world.check().await;
}

/// A book that has commits keeps them.
pub async fn a_chain_is_adopted_only_by_an_empty_book(store: Arc<dyn Store>) {
    let world = World::empty(store, 1);
    let chain = chain_of(&world).await;
    let before = everything(&world).await;
    let error = world.store.adopt(&world.ctx(), world.owner, chain).await.expect_err("there are commits");
    assert_eq!(error.code(), "conflict");
    assert_eq!(everything(&world).await, before);
}

/// A chain from which bodies were erased holds, and is replayed without them.
pub async fn a_chain_with_erasures_is_adopted(store: Arc<dyn Store>) {
    let world = World::empty(store, 1);
    chain_of(&world).await;
    world.apply(vec![Change::Erase(RecordKey::Reflection(day(0), Category::Saiyyiaat))]).await;
    world.apply(vec![Change::Erase(RecordKey::Item(ISHA))]).await;
    world.apply(vec![Change::Erase(RecordKey::Deed(super::world::SALAH)), reviewed(day(8))]).await;
    world.apply(vec![Change::Erase(RecordKey::Merit(FORTY))]).await;
    let (head, chain, verdicts, number) = everything(&world).await;
    world.store.erase_book(&world.ctx(), world.owner).await.unwrap();
    world.store.adopt(&world.ctx(), world.owner, chain.clone()).await.unwrap();
    let after = everything(&world).await;
    assert_eq!((after.1, after.2, after.3), (chain, verdicts, number));
    assert_eq!((after.0.seq, after.0.link, after.0.catalogue), (head.seq, head.link, head.catalogue));
}

/// A backup is a new file; a store that has none says so.
pub async fn a_backup_never_overwrites(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    let name = format!("kitaab-conformance-{}-{:p}", std::process::id(), Arc::as_ptr(&world.store));
    let file = std::env::temp_dir().join(name);
    if let Err(error) = world.store.backup(&world.ctx(), &file).await {
        assert_eq!(error.code(), "unsupported");
        assert!(!file.exists());
        return;
    }
    let written = std::fs::read(&file).unwrap();
    let error = world.store.backup(&world.ctx(), &file).await.expect_err("the file is there");
    assert_eq!(error.code(), "conflict");
    assert_eq!(std::fs::read(&file).unwrap(), written);
    std::fs::remove_file(&file).unwrap();
    world.check().await;
}
