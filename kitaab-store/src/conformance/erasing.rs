//! Erasing records: bodies go, hashes and the chain stay.

use std::sync::Arc;

use kitaab_core::{
    Category, Change, DayRange, ExemptionId, ExemptionPatch, MakeUpWrite, Reason, RecordKey, ReminderId, ReminderPatch,
    ReminderTime, Scope,
};
use uuid::Uuid;

use super::replay::read_ledger;
use super::world::{
    FAJR, ISHA, PRAYED, PRAYERS, SALAH, TASBIH, WAKE, World, add, amount, applied, authored, column, day, deeds_done,
    keys, prayed, put, put_noted, reflect, reviewed,
};
use crate::contract::{Store, StoredCommit};

async fn ledger(world: &World) -> Vec<StoredCommit> {
    read_ledger(&*world.store, &world.ctx(), world.owner).await
}

/// Checks that nothing is left of a record but the erasure that names it.
async fn check_gone(world: &World, key: RecordKey) {
    for stored in ledger(world).await {
        let left = stored.commit.changes().find(|change| change.touches(&key) && !matches!(change, Change::Erase(_)));
        assert_eq!(left, None, "{key} is still in commit {}", stored.seq);
    }
    let (store, ctx, owner) = (&world.store, world.ctx(), world.owner);
    assert_eq!(store.revision(&ctx, owner, key).await.unwrap(), 0, "the revision of {key}");
    assert_eq!(store.history(&ctx, owner, key, None, 100).await.unwrap(), [], "the history of {key}");
}

/// The bodies are gone from the ledger; sequence numbers, hashes and links are as they were.
pub async fn an_erasure_drops_bodies_and_keeps_the_chain(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    let key = RecordKey::Reflection(day(0), Category::Saiyyiaat);
    let secret = |text| reflect(day(0), Category::Saiyyiaat, text);
    world.apply(vec![secret("a secret"), put(FAJR, day(0), prayed(1))]).await;
    world.apply(vec![put(TASBIH, day(0), amount(1)), secret("another"), reviewed(day(0))]).await;
    world.apply(vec![Change::Remove(key)]).await;
    let before = ledger(&world).await;
    let seq = world.apply(vec![Change::Erase(key)]).await.seq;
    check_gone(&world, key).await;
    let after = ledger(&world).await;
    for (before, after) in before.iter().zip(&after) {
        let hashes = (before.commit.hash(), before.link, before.seq);
        assert_eq!((after.commit.hash(), after.link, after.seq), hashes);
        assert_eq!(after.commit.header(), before.commit.header());
    }
    let erased: Vec<usize> = after.iter().map(|stored| stored.commit.erased()).collect();
    assert_eq!(erased, [0, 1, 1, 1, 0]);
    let kept: Vec<&Change> = after[2].commit.changes().collect();
    assert_eq!(kept, [&put(TASBIH, day(0), amount(1)), &reviewed(day(0))]);
    assert_eq!(after[4].commit.changes().collect::<Vec<_>>(), [&Change::Erase(key)]);
    let head = world.store.head(&world.ctx(), world.owner).await.unwrap();
    assert_eq!((head.seq, head.link), (seq, after[4].link));
    world.check().await;
}

/// Each kind of record can be erased, and is then nowhere: not in the state, the ledger, a history.
pub async fn every_kind_of_record_can_be_erased(store: Arc<dyn Store>) {
    for (number, key) in (1..).zip(keys().into_iter().filter(|key| *key != RecordKey::Settings)) {
        let world = World::empty(Arc::clone(&store), number);
        world.apply(super::world::structure()).await;
        world.apply(deeds_done()).await;
        world.apply(vec![put_noted(FAJR, day(0), prayed(1), "late"), add(TASBIH, day(0), 100)]).await;
        world.apply(vec![Change::Erase(key)]).await;
        check_gone(&world, key).await;
        world.check().await;
        let catalogue = world.store.catalogue(&world.ctx(), world.owner).await.unwrap();
        let there = match key {
            RecordKey::Group(id) => catalogue.groups.contains_key(&id),
            RecordKey::Deed(id) => catalogue.deeds.contains_key(&id),
            RecordKey::Item(id) => catalogue.items.contains_key(&id),
            RecordKey::Scale(id) => catalogue.scales.contains_key(&id),
            RecordKey::Exemption(id) => catalogue.exemptions.contains_key(&id),
            RecordKey::Merit(id) => catalogue.merits.contains_key(&id),
            RecordKey::Target(id) => catalogue.targets.contains_key(&id),
            RecordKey::Reminder(id) => catalogue.reminders.contains_key(&id),
            RecordKey::Sighting(month) => catalogue.sightings.contains_key(&month),
            RecordKey::Relation(id) => catalogue.relations.contains_key(&id) || !catalogue.permissions.is_empty(),
            RecordKey::Block(user) => catalogue.blocks.contains_key(&user),
            RecordKey::Permission(id) => catalogue.permissions.contains_key(&id),
            RecordKey::Entry(item, day) => {
                world.store.entry(&world.ctx(), world.owner, item, day).await.unwrap().is_some()
            }
            RecordKey::Reviewed(day) => {
                world.store.reviewed(&world.ctx(), world.owner, DayRange::ALL).await.unwrap().contains(&day)
            }
            RecordKey::MakeUp(item, day) => {
                world.store.make_ups(&world.ctx(), world.owner, item).await.unwrap().contains_key(&day)
            }
            RecordKey::Fidya(item, day) => {
                world.store.fidya(&world.ctx(), world.owner, item).await.unwrap().contains_key(&day)
            }
            // The words are searched for in the ledger above; the state is compared by the check.
            _ => false,
        };
        assert!(!there, "{key} is still there");
    }
}

/// A deed takes along its scales and items, and each item its entries, make-ups, exemptions and
/// reminders: from the state and from the ledger.
pub async fn an_erased_deed_takes_along_what_belongs_to_it(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    world.apply(deeds_done()).await;
    world.apply(vec![Change::MakeUp { item: ISHA, day: day(3), count: MakeUpWrite::Put(1) }]).await;
    world.apply(vec![Change::Fidya { item: ISHA, day: day(4), count: MakeUpWrite::Put(1) }]).await;
    world.apply(vec![Change::Remove(RecordKey::Entry(ISHA, day(0)))]).await;
    world.apply(vec![Change::Erase(RecordKey::Deed(SALAH))]).await;
    let gone = [
        RecordKey::Deed(SALAH),
        RecordKey::Scale(PRAYED),
        RecordKey::Item(PRAYERS),
        RecordKey::Item(FAJR),
        RecordKey::Item(ISHA),
        RecordKey::Entry(FAJR, day(0)),
        RecordKey::Entry(ISHA, day(0)),
        RecordKey::MakeUp(FAJR, day(0)),
        RecordKey::MakeUp(ISHA, day(3)),
        RecordKey::Fidya(FAJR, day(0)),
        RecordKey::Fidya(ISHA, day(4)),
        RecordKey::Exemption(super::world::JOURNEY),
        RecordKey::Reminder(WAKE),
    ];
    for key in gone {
        check_gone(&world, key).await;
    }
    let kept = world.store.entry(&world.ctx(), world.owner, TASBIH, day(0)).await.unwrap();
    assert_eq!(kept.map(|entry| entry.value), Some(amount(33)));
    world.check().await;
}

/// An entry is erased with the column that holds it; what else the column holds is written again by
/// the same commit.
pub async fn an_entry_is_erased_from_within_a_column(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    world.apply(vec![Change::Entries(column(TASBIH, day(0), &[1, 2, 3])), put(FAJR, day(0), prayed(1))]).await;
    world.apply(vec![add(TASBIH, day(0), 900), add(TASBIH, day(1), 900)]).await;
    let key = RecordKey::Entry(TASBIH, day(1));
    let again = [put(TASBIH, day(0), amount(10)), put(TASBIH, day(2), amount(3))];
    let mut changes = vec![Change::Erase(key)];
    changes.extend(again);
    world.apply(changes).await;
    check_gone(&world, key).await;
    let ledger = ledger(&world).await;
    assert_eq!([ledger[1].commit.erased(), ledger[2].commit.erased()], [1, 1]);
    assert_eq!(ledger[2].commit.changes().collect::<Vec<_>>(), [&add(TASBIH, day(0), 900)]);
    let records = world.store.records(&world.ctx(), world.owner, &[TASBIH], DayRange::ALL).await.unwrap();
    let series = records.series(TASBIH).unwrap();
    assert_eq!((series.days(), series.on(day(0))), ([day(0), day(2)].as_slice(), Some(amount(10))));
    world.check().await;
}

/// What stands before an erasure in its own commit goes, what stands after it stays.
pub async fn an_erasure_reaches_into_its_own_commit(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    let key = RecordKey::Entry(FAJR, day(0));
    let commit = world.commit(vec![
        put_noted(FAJR, day(0), prayed(0), "first"),
        put(ISHA, day(0), prayed(1)),
        Change::Erase(key),
        put_noted(FAJR, day(0), prayed(2), "second"),
    ]);
    let answer = applied(world.send(&commit).await);
    let stored = world.store.commit(&world.ctx(), world.owner, 2).await.unwrap();
    assert_eq!((stored.commit.erased(), stored.commit.hash(), stored.link), (1, commit.hash(), answer.link));
    let entry = world.store.entry(&world.ctx(), world.owner, FAJR, day(0)).await.unwrap().unwrap();
    assert_eq!((entry.value, entry.note.unwrap().as_str(), entry.revision), (prayed(2), "second", 2));
    let steps = world.store.history(&world.ctx(), world.owner, key, None, 9).await.unwrap();
    assert_eq!(
        steps.iter().map(|step| &step.change).collect::<Vec<_>>(),
        [&put_noted(FAJR, day(0), prayed(2), "second")]
    );
    assert!(applied(world.send(&commit).await).replayed);
    world.check().await;
}

/// What once belonged to a deed and was removed from it goes with the deed.
pub async fn an_erasure_finds_what_was_removed_before(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    world.apply(deeds_done()).await;
    let exemption = ExemptionId::new(Uuid::from_u128(0xf2));
    let reminder = ReminderId::new(Uuid::from_u128(0x92));
    let patch = ExemptionPatch {
        first_day: Some(day(3)),
        scope: Some(Scope::Item(ISHA)),
        reason: Some(Reason::Illness),
        ..ExemptionPatch::default()
    };
    let about = ReminderPatch {
        title: Some("Isha".parse().unwrap()),
        item: Some(Some(ISHA)),
        time: Some(ReminderTime::Once { day: day(1), minute: 1_200 }),
        ..ReminderPatch::default()
    };
    world.apply(vec![Change::Exemption(exemption, patch), Change::Reminder(reminder, about)]).await;
    world.apply(vec![Change::Remove(RecordKey::Exemption(exemption))]).await;
    world.apply(vec![Change::Remove(RecordKey::Item(ISHA))]).await;
    world.apply(vec![Change::Erase(RecordKey::Deed(SALAH))]).await;
    for key in [
        RecordKey::Item(ISHA),
        RecordKey::Entry(ISHA, day(0)),
        RecordKey::Exemption(exemption),
        RecordKey::Reminder(reminder),
    ] {
        check_gone(&world, key).await;
    }
    world.check().await;
}

/// After an erasure a record can be written anew; its history starts there.
pub async fn what_was_erased_can_be_written_again(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    let key = RecordKey::Entry(TASBIH, day(0));
    world.apply(vec![put(TASBIH, day(0), amount(33))]).await;
    world.apply(vec![Change::Erase(key)]).await;
    world.apply(vec![add(TASBIH, day(0), 100)]).await;
    let steps = world.store.history(&world.ctx(), world.owner, key, None, 9).await.unwrap();
    assert_eq!(steps.iter().map(|step| step.seq).collect::<Vec<_>>(), [4]);
    let entry = world.store.entry(&world.ctx(), world.owner, TASBIH, day(0)).await.unwrap().unwrap();
    assert_eq!((entry.value, entry.revision), (amount(1), 4));
    world.check().await;
    world.apply(vec![Change::Erase(key)]).await;
    check_gone(&world, key).await;
    world.apply(vec![Change::Erase(key)]).await;
    world.check().await;
}

/// The settings are never erased, nor a deed or an item that is not there.
pub async fn what_cannot_be_erased_is_refused(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    let unknown = kitaab_core::ItemId::new(Uuid::from_u128(0xbad));
    let other = kitaab_core::DeedId::new(Uuid::from_u128(0xbad));
    for (key, code) in [
        (RecordKey::Settings, "invalid"),
        (RecordKey::Item(unknown), "not_found"),
        (RecordKey::Deed(other), "not_found"),
    ] {
        assert_eq!(world.refused(vec![put(TASBIH, day(0), amount(1)), Change::Erase(key)]).await, code);
    }
    world.apply(vec![Change::Erase(RecordKey::Reviewed(day(40)))]).await;
    let header = world.header();
    let nothing = authored(header, vec![Change::Erase(RecordKey::Entry(FAJR, day(40)))]);
    assert_eq!(applied(world.send(&nothing).await).seq, 3);
    world.check().await;
}
