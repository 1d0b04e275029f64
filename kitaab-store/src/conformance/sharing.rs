//! What others meet in a book: what was shared with them, and no more.

use std::collections::BTreeSet;
use std::sync::Arc;

use kitaab_core::{
    Category, Change, DayRange, DeedId, DeedPatch, GroupId, Hide, ItemPatch, NoteWrite, Origin, PermissionId,
    PermissionLevel, RecordKey, RelationId, RelationKind, RelationPatch, RelationRole, RelationState, RequestId,
    Shared, UserId, ValueWrite,
};
use uuid::Uuid;

use super::world::{
    ALI, DHIKR, FAJR, FORTY, FRIENDSHIP, GOSSIP, INSTANT, ISHA, PAGES, PRAYED, PRAYERS, SALAH, SHARING, TASBIH, WAKE,
    World, add, amount, authored, column, day, days, deeds_done, friends, grant, note, prayed, put, put_noted, reflect,
    reviewed,
};
use crate::contract::{EntryQuery, ReflectionQuery, Store};
use crate::rollup::{CategoryRollup, DayRollup};

/// The book, and Ali acting on it.
async fn shared(store: Arc<dyn Store>, also: Vec<Change>) -> (World, World) {
    let world = World::new(store).await;
    world.apply(deeds_done()).await;
    world.apply(also).await;
    let ali = world.acted_on_by(ALI);
    (world, ali)
}

fn write(shared: Shared) -> Change {
    grant(SHARING, FRIENDSHIP, shared, PermissionLevel::Write)
}

/// The code of what a call is refused with.
macro_rules! code {
    ($call:expr) => {
        $call.await.expect_err("it must be refused").code()
    };
}

/// Everything that may be asked of a book, each with the code it is refused with, or none.
async fn asked(world: &World) -> Vec<(&'static str, Option<&'static str>)> {
    let (store, ctx, owner) = (&world.store, &world.ctx(), world.owner);
    let all = DayRange::ALL;
    let reflections = ReflectionQuery { days: all, category: None, words: vec![], after: None, limit: 10 };
    let due = kitaab_core::Occurrence { at: ctx.now, reminder: WAKE, slot: kitaab_core::Slot::PutOff(ctx.now) };
    let until = kitaab_core::Timestamp::from_micros(ctx.now.micros() + 1);
    macro_rules! told {
        ($($name:literal: $call:expr),+ $(,)?) => {
            vec![$(($name, $call.await.err().map(|error| error.code()))),+]
        };
    }
    told![
        "head": store.head(ctx, owner),
        "catalogue": store.catalogue(ctx, owner),
        "device_seq": store.device_seq(ctx, owner, world.device),
        "answered": store.answered(ctx, owner, RequestId::new(Uuid::from_u128(0x4e9))),
        "revision": store.revision(ctx, owner, RecordKey::Entry(FAJR, day(0))),
        "entry": store.entry(ctx, owner, FAJR, day(0)),
        "entries": store.entries(ctx, owner, &EntryQuery::on(all, 10)),
        "has_entries": store.has_entries(ctx, owner, &[FAJR]),
        "records": store.records(ctx, owner, &[FAJR], all),
        "records_in_bulk": store.records_in_bulk(ctx, owner, &[FAJR], all),
        "rollups": store.rollups(ctx, owner, all),
        "commits": store.commits(ctx, owner, 0, 10),
        "headers": store.headers(ctx, owner, None, 10),
        "history": store.history(ctx, owner, RecordKey::Entry(FAJR, day(0)), None, 10),
        "reviewed": store.reviewed(ctx, owner, all),
        "make_ups": store.make_ups(ctx, owner, FAJR),
        "fidya": store.fidya(ctx, owner, FAJR),
        "reflections": store.reflections(ctx, owner, &reflections),
        "adopt": store.adopt(ctx, owner, vec![]),
        "erase_book": store.erase_book(ctx, owner),
        "verdicts": store.verdicts(ctx, owner, Some(FORTY), all),
        "record_verdicts": store.record_verdicts(ctx, owner, 1, &[], true),
        "claim_reminders": store.claim_reminders(ctx, owner, &[due], until),
        "confirm_reminder": store.confirm_reminder(ctx, owner, &due),
        "release_reminder": store.release_reminder(ctx, owner, &due, until),
        "accesses": store.accesses(ctx, owner, None, 10),
        "apply": world.send(&world.commit(vec![put(FAJR, day(5), prayed(1))])),
    ]
}

/// Strangers, those whose request waits, and those who are blocked find no book, whether there is one or not.
pub async fn a_book_that_shows_nothing_is_unknown(store: Arc<dyn Store>) {
    let world = World::new(Arc::clone(&store)).await;
    let user = |number| UserId::new(Uuid::from_u128(number));
    let waiting = RelationPatch {
        with: Some(user(0x77)),
        kind: Some(RelationKind::Friend),
        role: Some(RelationRole::Receiver),
        requested_at: Some(INSTANT),
        ..RelationPatch::into_state(RelationState::Pending, INSTANT)
    };
    world.apply(vec![Change::Relation(Uuid::from_u128(0x12).into(), waiting)]).await;
    let nowhere = World::empty(store, 2);
    for actor in [world.acted_on_by(user(0x77)), world.acted_on_by(super::world::PEST), nowhere.acted_on_by(ALI)] {
        for (operation, code) in asked(&actor).await {
            assert_eq!(code, Some("not_found"), "{operation}");
        }
    }
    let nobody = world.acted_on_by(UserId::new(Uuid::nil()));
    assert!(asked(&nobody).await.iter().all(|(_, code)| *code == Some("not_found")), "nobody is not everybody");
    assert_eq!(world.store.head(&world.ctx(), world.owner).await.unwrap().seq, 2);
    world.check().await;
}

/// A friend sees the catalogue of what is shared, its entries without notes, and figures that know of nothing else.
pub async fn what_is_shared_is_seen_and_nothing_else(store: Arc<dyn Store>) {
    let noted = vec![put_noted(FAJR, day(0), prayed(1), "Overslept"), put(TASBIH, day(7), amount(1))];
    let (world, ali) = shared(store, noted).await;
    let (store, ctx, owner) = (&ali.store, &ali.ctx(), ali.owner);
    let whole = world.store.catalogue(&world.ctx(), owner).await.unwrap();
    let seen = store.catalogue(ctx, owner).await.unwrap();
    assert_eq!(seen, whole.seen_by(ALI).unwrap().catalogue);
    assert!(seen.deeds.keys().eq([&SALAH]) && seen.items.len() == 3 && seen.version == whole.version);
    assert_eq!(store.head(ctx, owner).await.unwrap().catalogue, whole.version);

    let entry = store.entry(ctx, owner, FAJR, day(0)).await.unwrap().unwrap();
    assert_eq!((entry.value, entry.note, entry.revision), (prayed(1), None, 3));
    assert_eq!(store.entry(ctx, owner, TASBIH, day(0)).await.unwrap(), None);
    let page = store.entries(ctx, owner, &EntryQuery::on(DayRange::ALL, 1)).await.unwrap();
    assert_eq!((page.rows[0].item, page.next), (FAJR, Some((day(0), FAJR))));
    let query = EntryQuery { items: Some(vec![ISHA, TASBIH]), ..EntryQuery::on(DayRange::ALL, 10) };
    let page = store.entries(ctx, owner, &query).await.unwrap();
    assert_eq!(page.rows.iter().map(|entry| entry.item).collect::<Vec<_>>(), [ISHA]);
    let query = EntryQuery { words: vec!["overslept".to_owned()], ..EntryQuery::on(DayRange::ALL, 10) };
    assert_eq!(store.entries(ctx, owner, &query).await.unwrap().rows, []);
    assert!(store.has_entries(ctx, owner, &[TASBIH, ISHA]).await.unwrap());
    assert!(!store.has_entries(ctx, owner, &[TASBIH]).await.unwrap());

    let records = store.records(ctx, owner, &[FAJR, TASBIH], DayRange::ALL).await.unwrap();
    assert_eq!(store.records_in_bulk(ctx, owner, &[FAJR, TASBIH], DayRange::ALL).await.unwrap(), records);
    assert_eq!(records.all_series().keys().collect::<Vec<_>>(), [&FAJR]);
    assert_eq!(records.logged(), [day(0)], "neither what was reviewed nor other deeds log a day");
    let prayers = CategoryRollup { scored: 2, score: 4, ..CategoryRollup::default() };
    let rollup = DayRollup { entries: 2, hasanaat: prayers, ..DayRollup::new(day(0)) };
    assert_eq!(store.rollups(ctx, owner, DayRange::ALL).await.unwrap(), [rollup]);

    assert_eq!(store.revision(ctx, owner, RecordKey::Entry(FAJR, day(0))).await.unwrap(), 3);
    for key in [RecordKey::Entry(TASBIH, day(0)), RecordKey::Deed(SALAH), RecordKey::Reviewed(day(0))] {
        assert_eq!(code!(store.revision(ctx, owner, key)), "not_found");
    }
    world.check().await;
}

/// A permission for an item shows what is below it, and of what is above it no more than names.
pub async fn an_item_is_shared_without_what_is_beside_it(store: Arc<dyn Store>) {
    let only = grant(SHARING, FRIENDSHIP, Shared::Item(FAJR), PermissionLevel::Read);
    let (world, ali) = shared(store, vec![only, put(PRAYERS, day(-20), prayed(1))]).await;
    let seen = ali.store.catalogue(&ali.ctx(), ali.owner).await.unwrap();
    assert_eq!(seen.items.keys().collect::<BTreeSet<_>>(), BTreeSet::from([&PRAYERS, &FAJR]));
    assert_eq!(seen.items[&PRAYERS].starts_on, kitaab_core::Day::MAX);
    for item in [PRAYERS, ISHA] {
        assert!(!ali.store.has_entries(&ali.ctx(), ali.owner, &[item]).await.unwrap());
    }
    let records = ali.store.records(&ali.ctx(), ali.owner, &[PRAYERS, FAJR, ISHA], DayRange::ALL).await.unwrap();
    let in_bulk =
        ali.store.records_in_bulk(&ali.ctx(), ali.owner, &[PRAYERS, FAJR, ISHA], DayRange::ALL).await.unwrap();
    assert_eq!(in_bulk, records);
    assert_eq!(records.all_series().keys().collect::<Vec<_>>(), [&FAJR]);
    assert_eq!(records.logged(), [day(0)]);
    world.check().await;
}

/// What is hidden, by itself or by what is above it, is not there for others, in totals neither.
pub async fn hidden_items_are_neither_seen_nor_counted(store: Arc<dyn Store>) {
    for (item, hide, seen) in [
        (ISHA, Hide::HideFromGraphs, vec![PRAYERS, FAJR]),
        (FAJR, Hide::HideFromAll, vec![PRAYERS, ISHA]),
        (PRAYERS, Hide::HideFromAll, vec![]),
    ] {
        let owner = 0x100 + item.uuid().as_u128();
        let world = World::empty(Arc::clone(&store), owner);
        world.apply(super::world::structure()).await;
        world.apply(deeds_done()).await;
        world.apply(vec![Change::Item(item, ItemPatch { hide: Some(hide), ..ItemPatch::default() })]).await;
        let ali = world.acted_on_by(ALI);
        let catalogue = ali.store.catalogue(&ali.ctx(), ali.owner).await.unwrap();
        assert_eq!(catalogue.items.keys().copied().collect::<Vec<_>>(), seen, "{item} is hidden");
        assert_eq!(catalogue.deeds.is_empty(), seen.is_empty());
        let rollups = ali.store.rollups(&ali.ctx(), ali.owner, DayRange::ALL).await.unwrap();
        let counted: u32 = rollups.iter().map(|rollup| rollup.entries).sum();
        assert_eq!(counted as usize, seen.len().saturating_sub(1), "one entry for each prayer that is seen");
        assert_eq!(ali.store.entry(&ali.ctx(), ali.owner, item, day(0)).await.unwrap(), None);
        world.check().await;
    }
}

/// Who follows sees what is shared with them; who is followed sees nothing by that.
pub async fn a_follower_sees_and_is_not_seen(store: Arc<dyn Store>) {
    let follow =
        |role| RelationPatch { kind: Some(RelationKind::Follow), role: Some(role), ..RelationPatch::default() };
    let (world, ali) = shared(store, vec![Change::Relation(FRIENDSHIP, follow(RelationRole::Receiver))]).await;
    assert!(ali.store.has_entries(&ali.ctx(), ali.owner, &[FAJR]).await.unwrap());
    world.apply(vec![Change::Relation(FRIENDSHIP, follow(RelationRole::Requester))]).await;
    assert_eq!(code!(ali.store.catalogue(&ali.ctx(), ali.owner)), "not_found");
    world.check().await;
}

/// What is the owner's alone is denied to those who may know of the book.
pub async fn what_is_the_owners_alone_is_denied(store: Arc<dyn Store>) {
    let (world, ali) = shared(store, vec![reflect(day(4), Category::Hasanaat, "Alone")]).await;
    for (operation, code) in asked(&ali).await {
        let expected = match operation {
            "head" | "catalogue" | "device_seq" | "answered" | "revision" | "entry" | "entries" | "has_entries"
            | "records" | "records_in_bulk" | "rollups" | "commits" | "headers" => None,
            _ => Some("denied"),
        };
        assert_eq!(code, expected, "{operation}");
    }
    assert_eq!(ali.store.commits(&ali.ctx(), ali.owner, 0, 10).await.unwrap(), []);
    assert_eq!(ali.store.headers(&ali.ctx(), ali.owner, None, 10).await.unwrap(), []);
    world.check().await;
}

/// A writer's entries are the owner's, with the writer as their editor; all else is refused, and writes nothing.
pub async fn a_writer_writes_what_they_may(store: Arc<dyn Store>) {
    let (world, ali) = shared(store, vec![write(Shared::Item(FAJR)), write(Shared::Item(FAJR))]).await;
    let read = grant(Uuid::from_u128(0x22).into(), FRIENDSHIP, Shared::Deed(SALAH), PermissionLevel::Read);
    world.apply(vec![read]).await;
    ali.apply(vec![put(FAJR, day(1), prayed(3)), put(FAJR, day(2), prayed(0))]).await;
    ali.apply(vec![Change::Remove(RecordKey::Entry(FAJR, day(2)))]).await;
    let steps = |world: World| async move {
        let key = RecordKey::Entry(FAJR, day(1));
        world.store.history(&world.ctx(), world.owner, key, None, 10).await.unwrap()
    };
    world.apply(vec![put_noted(FAJR, day(1), prayed(2), "With my father")]).await;
    world
        .apply(vec![Change::Entry {
            item: FAJR,
            day: day(1),
            value: ValueWrite::Keep,
            note: NoteWrite::Set(note("With my brother")),
        }])
        .await;
    assert_eq!(
        steps(world.clone()).await.iter().map(|step| step.header.actor()).collect::<Vec<_>>().last(),
        Some(&ALI)
    );
    let seen = steps(ali.clone()).await;
    assert_eq!(seen.len(), 2, "what only a note says is not told");
    assert_eq!(seen[0].change, put(FAJR, day(1), prayed(2)));
    assert_eq!((seen[0].header.actor(), seen[0].header.device.uuid()), (world.owner, Uuid::nil()));
    assert_eq!(ali.store.commits(&ali.ctx(), ali.owner, 0, 10).await.unwrap().len(), 2);

    let before = world.store.head(&world.ctx(), world.owner).await.unwrap();
    for (changes, code) in [
        (vec![put(ISHA, day(1), prayed(1))], "denied"),
        (vec![put(FAJR, day(3), prayed(1)), put(ISHA, day(3), prayed(1))], "denied"),
        (vec![put(TASBIH, day(1), amount(1))], "not_found"),
        (vec![Change::Entries(column(PAGES, day(0), &[1, 2]))], "not_found"),
        (vec![put_noted(FAJR, day(3), prayed(1), "A note")], "denied"),
        (vec![Change::Remove(RecordKey::Entry(ISHA, day(0)))], "denied"),
        (vec![Change::Erase(RecordKey::Entry(FAJR, day(0)))], "denied"),
        (vec![reviewed(day(3))], "denied"),
        (vec![Change::Item(FAJR, ItemPatch { hide: Some(Hide::None), ..ItemPatch::default() })], "denied"),
        (vec![Change::Remove(RecordKey::Permission(SHARING))], "denied"),
    ] {
        assert_eq!(ali.refused(changes.clone()).await, code, "{changes:?}");
    }
    // The commit must be the writer's own.
    let mut header = ali.header();
    header.editor = None;
    assert_eq!(code!(ali.send(&authored(header, vec![put(FAJR, day(3), prayed(1))]))), "invalid");
    let mut header = ali.header();
    let key = RecordKey::Entry(TASBIH, day(0));
    header.expects = Some(kitaab_core::Expects { catalogue: None, revisions: Some(vec![(key, 1)]) });
    assert_eq!(code!(ali.send(&authored(header, vec![put(FAJR, day(3), prayed(1))]))), "not_found");
    assert_eq!(world.store.head(&world.ctx(), world.owner).await.unwrap(), before);
    world.check().await;
}

/// What the owner's own programs check as they decide, the store checks for a writer: by the whole catalogue, of which
/// they see a part.
pub async fn a_writer_keeps_the_rules_of_entries(store: Arc<dyn Store>) {
    let hidden = ItemPatch { hide: Some(Hide::HideFromAll), ..ItemPatch::default() };
    let (world, ali) = shared(store, vec![write(Shared::Deed(SALAH)), Change::Item(ISHA, hidden)]).await;
    let dhikr = grant(Uuid::from_u128(0x22).into(), FRIENDSHIP, Shared::Deed(DHIKR), PermissionLevel::Write);
    world.apply(vec![dhikr]).await;
    for (change, code) in [
        (put(FAJR, day(0), amount(3)), "invalid"),
        (put(FAJR, kitaab_core::Day::MAX, prayed(1)), "invalid"),
        (put(PRAYERS, day(3), prayed(1)), "invalid"),
        (put(ISHA, day(3), prayed(1)), "not_found"),
        (add(FAJR, day(0), 100), "invalid"),
    ] {
        assert_eq!(ali.refused(vec![change.clone()]).await, code, "{change:?}");
    }
    ali.apply(vec![add(TASBIH, day(0), 100), Change::Entries(column(TASBIH, day(5), &[7; 100]))]).await;
    let whole = world.store.entries(&world.ctx(), world.owner, &EntryQuery::on(days(0, 200), 1_000)).await.unwrap();
    assert_eq!(whole.rows.iter().filter(|entry| entry.item == TASBIH).count(), 101);
    world.check().await;
}

/// A writer may take back what they wrote, and nobody else's.
pub async fn a_writer_takes_back_their_own(store: Arc<dyn Store>) {
    let (world, ali) = shared(store, vec![write(Shared::Deed(SALAH))]).await;
    let written = ali.apply(vec![put(FAJR, day(1), prayed(3))]).await.seq;
    let theirs = world.apply(vec![put(FAJR, day(2), prayed(3))]).await.seq;
    let undo = |of: u64, day| {
        let mut header = ali.header();
        header.origin = Some(Origin::Undo(of));
        authored(header, vec![Change::Remove(RecordKey::Entry(FAJR, day))])
    };
    assert_eq!(code!(ali.send(&undo(theirs, day(2)))), "not_found");
    assert_eq!(code!(ali.send(&undo(999, day(2)))), "not_found");
    super::world::applied(ali.send(&undo(written, day(1))).await);
    let mut header = ali.header();
    header.origin = Some(Origin::Erasure);
    assert_eq!(code!(ali.send(&authored(header, vec![put(FAJR, day(1), prayed(0))]))), "denied");
    assert_eq!(world.store.entry(&world.ctx(), world.owner, FAJR, day(1)).await.unwrap(), None);
    world.check().await;
}

/// What was revoked is refused from the next operation on, be it in the middle of a writer's batches; and so is what hung
/// on a relation that ended.
pub async fn what_is_revoked_holds_no_more(store: Arc<dyn Store>) {
    let (world, ali) = shared(store, vec![write(Shared::Deed(SALAH))]).await;
    let writer = ali.clone();
    let writing = tokio::spawn(async move {
        let mut written = Vec::new();
        loop {
            let batch = vec![put(FAJR, day(10), prayed(1)), put(ISHA, day(10), prayed(2))];
            match writer.send(&writer.commit(batch)).await {
                Ok(answer) => written.push(super::world::applied(Ok(answer)).seq),
                Err(error) => return (error.code(), written),
            }
        }
    });
    tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    let read = grant(SHARING, FRIENDSHIP, Shared::Deed(SALAH), PermissionLevel::Read);
    let revoked = world.apply(vec![read]).await.seq;
    let (code, written) = writing.await.expect("the writer");
    assert_eq!(code, "denied");
    assert!(written.iter().all(|seq| *seq < revoked), "nothing was written after it was revoked");
    assert!(ali.store.has_entries(&ali.ctx(), ali.owner, &[FAJR]).await.unwrap());
    world.apply(vec![Change::Remove(RecordKey::Permission(SHARING))]).await;
    assert!(!ali.store.has_entries(&ali.ctx(), ali.owner, &[FAJR]).await.unwrap());
    assert!(ali.store.catalogue(&ali.ctx(), ali.owner).await.unwrap().deeds.is_empty());
    world.apply(vec![grant(SHARING, FRIENDSHIP, Shared::Deed(GOSSIP), PermissionLevel::Write)]).await;
    let ended = RelationPatch::into_state(RelationState::Ended, INSTANT);
    world.apply(vec![Change::Relation(FRIENDSHIP, ended)]).await;
    assert_eq!(code!(ali.store.catalogue(&ali.ctx(), ali.owner)), "not_found");
    assert_eq!(ali.refused(vec![put(FAJR, day(11), prayed(1))]).await, "not_found");
    world.check().await;
}

/// An entry keeps the value it was given when its version of the scale is gone: others see it as the owner does.
pub async fn values_of_a_version_that_is_gone_are_seen(store: Arc<dyn Store>) {
    let (world, ali) = shared(store, vec![write(Shared::Deed(SALAH)), put(FAJR, day(5), prayed(2))]).await;
    world.apply(vec![Change::Remove(RecordKey::Scale(PRAYED))]).await;
    for who in [&world, &ali] {
        let (store, ctx) = (&who.store, &who.ctx());
        let entry = store.entry(ctx, world.owner, FAJR, day(5)).await.unwrap().unwrap();
        assert_eq!(entry.value, prayed(2));
        let listed = store.entries(ctx, world.owner, &EntryQuery::on(days(5, 5), 10)).await.unwrap();
        assert_eq!(listed.rows.iter().map(|entry| entry.value).collect::<Vec<_>>(), [prayed(2)]);
        let records = store.records(ctx, world.owner, &[FAJR], days(5, 5)).await.unwrap();
        assert_eq!(records.all_series()[&FAJR].on(day(5)), Some(prayed(2)));
    }
}

/// What was decided on a book that has moved on since may break what holds between its records. It is refused; what keeps to
/// that when all is done is taken, in whatever order.
pub async fn what_holds_between_records_is_kept(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    let (again, bilal, kinship) = ([0x12, 0x13].map(relation), UserId::new(Uuid::from_u128(0xb1)), relation(0x14));
    world.apply(vec![friends(kinship, bilal), write(Shared::Deed(SALAH))]).await;
    let permission = |number| PermissionId::new(Uuid::from_u128(number));
    let nobodys = GroupId::new(Uuid::from_u128(0xdead));
    let nowhere = Shared::Deed(DeedId::new(Uuid::from_u128(0xdead)));
    let before = world.store.head(&world.ctx(), world.owner).await.unwrap();
    for changes in [
        vec![friends(again[0], ALI)],
        vec![friends(again[0], bilal), put(FAJR, day(5), prayed(1))],
        vec![grant(permission(0x22), again[0], Shared::Deed(DHIKR), PermissionLevel::Read)],
        vec![grant(permission(0x22), kinship, nowhere, PermissionLevel::Read)],
        vec![grant(permission(0x22), kinship, Shared::Deed(SALAH), PermissionLevel::Write)],
        vec![grant(permission(0x22), kinship, Shared::Item(ISHA), PermissionLevel::Write)],
        vec![Change::Deed(SALAH, DeedPatch { group: Some(Some(nobodys)), ..DeedPatch::default() })],
    ] {
        assert_eq!(code!(world.send(&world.commit(changes.clone()))), "conflict", "{changes:?}");
    }
    assert_eq!(world.store.head(&world.ctx(), world.owner).await.unwrap(), before);
    world.check().await;

    let ended = |id| Change::Relation(id, RelationPatch::into_state(RelationState::Ended, INSTANT));
    world.apply(vec![friends(again[0], ALI), ended(FRIENDSHIP)]).await;
    world.apply(vec![Change::Remove(RecordKey::Relation(again[0])), friends(again[1], ALI)]).await;
    world.apply(vec![grant(permission(0x22), kinship, Shared::Deed(SALAH), PermissionLevel::Write)]).await;
    world.check().await;
}

fn relation(number: u128) -> RelationId {
    RelationId::new(Uuid::from_u128(number))
}
