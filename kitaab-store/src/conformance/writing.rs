//! What applying a commit does.

use std::sync::Arc;

use kitaab_core::{
    Amount, Category, Change, ColumnValues, Day, DeedPatch, EntryColumn, ItemPatch, MakeUpWrite, Measure, NoteWrite,
    RecordKey, ReminderPatch, ScalePatch, ScaleValue, ValueWrite, link,
};

use super::world::{
    DHIKR, FAJR, FORTY, GOSSIP, ISHA, PAGES, PRAYED, PRAYERS, SALAH, TALK, TALKED, TASBIH, WAKE, WORSHIP, World, add,
    amount, column, day, days, deeds_done, keys, note, prayed, put, put_noted, reflect, reviewed, structure, talked,
};
use crate::contract::{Head, Store};

/// A commit takes the next sequence number, and its link follows from the one before.
pub async fn a_commit_takes_the_next_place(store: Arc<dyn Store>) {
    let world = World::empty(store, 1);
    let mut previous = Head::NEW;
    for (place, changes) in (1..).zip([structure(), vec![put(FAJR, day(0), prayed(1))], vec![reviewed(day(1))]]) {
        let commit = world.commit(changes);
        let answer = super::world::applied(world.send(&commit).await);
        let expected = link(world.owner, previous.link, place, commit.hash());
        assert_eq!((answer.seq, answer.link, answer.replayed), (place, expected, false));
        let head = world.store.head(&world.ctx(), world.owner).await.unwrap();
        assert_eq!((head.seq, head.link, head.catalogue), (place, expected, 1));
        previous = head;
    }
    world.check().await;
}

/// A commit without changes is in the ledger as any other.
pub async fn a_commit_without_changes_takes_a_place(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    assert_eq!(world.apply(Vec::new()).await.seq, 2);
    assert_eq!(world.apply(vec![put(FAJR, day(0), prayed(1))]).await.seq, 3);
    world.check().await;
}

/// Every kind of record is kept as it was written, and changed field by field.
pub async fn every_kind_of_record_is_kept(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    world.apply(deeds_done()).await;
    world.check().await;
    for key in keys() {
        let revision = world.store.revision(&world.ctx(), world.owner, key).await.unwrap();
        assert_eq!(revision, if key.is_structural() { 1 } else { 2 }, "{key}");
    }
    let renamed = ItemPatch { name: Some("Subh".parse().unwrap()), ..ItemPatch::default() };
    let done = ReminderPatch { active: Some(false), ..ReminderPatch::default() };
    world.apply(vec![Change::Item(FAJR, renamed), Change::Reminder(WAKE, done)]).await;
    let catalogue = world.store.catalogue(&world.ctx(), world.owner).await.unwrap();
    assert_eq!((catalogue.version, catalogue.owner), (3, world.owner));
    let item = catalogue.item(FAJR).unwrap();
    assert_eq!((item.name.as_str(), item.parent, item.starts_on), ("Subh", Some(PRAYERS), day(-10)));
    assert!(!catalogue.reminders[&WAKE].active);
    world.check().await;
}

/// Texts, numbers and days come back exactly, at their limits too.
pub async fn what_is_written_survives_as_it_is(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    let texts = [
        "الحمد لله\u{200f} — ٣٣",
        "é\u{302}\u{1d306}👩‍👩‍👧 \"'; DROP TABLE entries; --",
        " \tlines\r\n\nkept ",
        &"ص".repeat(4_000),
    ];
    for (number, text) in (0..).zip(texts) {
        world.apply(vec![put_noted(TASBIH, day(number), amount(1), text)]).await;
        world.apply(vec![reflect(day(number), Category::Saiyyiaat, text)]).await;
        let found = world.store.entry(&world.ctx(), world.owner, TASBIH, day(number)).await.unwrap();
        assert_eq!(found.and_then(|entry| entry.note), Some(note(text)));
    }
    let most = kitaab_core::Value::Count(Amount::MAX);
    world.apply(vec![put(TASBIH, Day::MIN, most), put(TASBIH, Day::MAX, amount(0))]).await;
    world.apply(vec![Change::MakeUp { item: FAJR, day: Day::MAX, count: MakeUpWrite::Put(u32::MAX) }]).await;
    let value = |label: &str, score| ScaleValue { label: label.parse().unwrap(), score };
    let values = vec![value("least", i32::MIN), value("most", i32::MAX)];
    let patch = ScalePatch { values: Some(values), ..ScalePatch::default() };
    world.apply(vec![Change::Scale(TALKED, patch), put(TALK, day(0), talked(0)), put(TALK, day(1), talked(1))]).await;
    let rollups = world.store.rollups(&world.ctx(), world.owner, days(0, 1)).await.unwrap();
    let scores: Vec<i64> = rollups.iter().map(|rollup| rollup.saiyyiaat.score).collect();
    assert_eq!(scores, [i64::from(i32::MIN), i64::from(i32::MAX)]);
    world.check().await;
}

/// A value is put, added to, or left; a note is set, cleared, or left.
pub async fn an_entry_is_put_added_to_and_kept(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    let write = |value, note| Change::Entry { item: TASBIH, day: day(0), value, note };
    let steps = [
        // Nothing to keep, nothing to clear: there is no entry, and it was changed all the same.
        (write(ValueWrite::Keep, NoteWrite::Set(note("alone"))), None),
        (add(TASBIH, day(0), 3_350), Some((3_350, None))),
        (write(ValueWrite::Keep, NoteWrite::Set(note("after Fajr"))), Some((3_350, Some("after Fajr")))),
        (add(TASBIH, day(0), 50), Some((3_400, Some("after Fajr")))),
        (put(TASBIH, day(0), amount(7)), Some((700, Some("after Fajr")))),
        (put_noted(TASBIH, day(0), amount(8), "again"), Some((800, Some("again")))),
        (write(ValueWrite::Keep, NoteWrite::Clear), Some((800, None))),
        (add(TASBIH, day(0), -300), Some((500, None))),
        (Change::Remove(RecordKey::Entry(TASBIH, day(0))), None),
        (add(TASBIH, day(0), 100), Some((100, None))),
    ];
    for (change, expected) in steps {
        let seq = world.apply(vec![change]).await.seq;
        let entry = world.store.entry(&world.ctx(), world.owner, TASBIH, day(0)).await.unwrap();
        let expected = expected.map(|(hundredths, text)| {
            let value = kitaab_core::Value::Count(Amount::from_hundredths(hundredths).unwrap());
            kitaab_core::Entry::new(TASBIH, day(0), value, text.map(note), seq)
        });
        assert_eq!(entry, expected);
        let key = RecordKey::Entry(TASBIH, day(0));
        assert_eq!(world.store.revision(&world.ctx(), world.owner, key).await.unwrap(), seq);
    }
    world.check().await;
}

/// An addition never leaves the range of amounts.
pub async fn an_addition_stays_within_bounds(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    for (hundredths, expected) in [
        (i64::MAX, Amount::MAX.hundredths()),
        (1, Amount::MAX.hundredths()),
        (-1, Amount::MAX.hundredths() - 1),
        (i64::MIN, 0),
        (-1, 0),
    ] {
        world.apply(vec![add(TASBIH, day(0), hundredths)]).await;
        let entry = world.store.entry(&world.ctx(), world.owner, TASBIH, day(0)).await.unwrap().unwrap();
        assert_eq!(entry.value, kitaab_core::Value::Count(Amount::from_hundredths(expected).unwrap()));
    }
    world.check().await;
}

/// A column puts each of its entries, keeping notes where it has none.
pub async fn a_column_writes_many_entries(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    world.apply(vec![put_noted(FAJR, day(5), prayed(0), "slept"), put_noted(FAJR, day(6), prayed(0), "ill")]).await;
    let values = ColumnValues::Scale { scale: PRAYED, positions: vec![1, 2, 3, 1] };
    let noted = vec![(0, note("at home")), (3, note("well again"))];
    let prayers = EntryColumn::new(FAJR, vec![day(4), day(5), day(60), day(6 + 60)], values, noted).unwrap();
    let changes = vec![Change::Entries(prayers), Change::Entries(column(TASBIH, day(5), &[33, 0, 99]))];
    world.apply(changes).await;
    let entry = |number| {
        let world = world.clone();
        async move { world.store.entry(&world.ctx(), world.owner, FAJR, day(number)).await.unwrap() }
    };
    for (number, value, text, revision) in [
        (4, prayed(1), Some("at home"), 3),
        (5, prayed(2), Some("slept"), 3),
        (6, prayed(0), Some("ill"), 2),
        (60, prayed(3), None, 3),
        (66, prayed(1), Some("well again"), 3),
    ] {
        let expected = kitaab_core::Entry::new(FAJR, day(number), value, text.map(note), revision);
        assert_eq!(entry(number).await, Some(expected));
    }

    // Longer than what a store may write in one go, over entries that are there, noted or removed.
    world.apply(vec![Change::Remove(RecordKey::Entry(FAJR, day(60)))]).await;
    let length = 100_u8;
    let all = (0..length).map(|number| day(number.into())).collect();
    let positions = (0..length).map(|number| number % 4).collect();
    let values = ColumnValues::Scale { scale: PRAYED, positions };
    let noted = vec![(33, note("travelled"))];
    world.apply(vec![Change::Entries(EntryColumn::new(FAJR, all, values, noted).unwrap())]).await;
    for number in 0..length {
        let text = match number {
            4 => Some("at home"),
            5 => Some("slept"),
            6 => Some("ill"),
            33 => Some("travelled"),
            66 => Some("well again"),
            _ => None,
        };
        let expected = kitaab_core::Entry::new(FAJR, day(number.into()), prayed(number % 4), text.map(note), 5);
        assert_eq!(entry(number.into()).await, Some(expected));
    }
    world.check().await;
}

/// Make-ups are set and added to, and gone at none.
pub async fn make_ups_are_counted(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    for (count, expected) in [
        (MakeUpWrite::Add(2), Some(2)),
        (MakeUpWrite::Put(5), Some(5)),
        (MakeUpWrite::Add(-3), Some(2)),
        (MakeUpWrite::Add(-3), None),
        (MakeUpWrite::Add(i64::MAX), Some(u32::MAX)),
        (MakeUpWrite::Put(0), None),
    ] {
        world.apply(vec![Change::MakeUp { item: ISHA, day: day(2), count }]).await;
        let done = world.store.make_ups(&world.ctx(), world.owner, ISHA).await.unwrap();
        assert_eq!(done.get(&day(2)).copied(), expected);
        assert_eq!(done.len(), usize::from(expected.is_some()));
    }
    world.check().await;
}

/// Days settled by fidya are set and added to, and gone at none.
pub async fn fidya_is_counted(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    for (count, expected) in [
        (MakeUpWrite::Add(2), Some(2)),
        (MakeUpWrite::Put(5), Some(5)),
        (MakeUpWrite::Add(-6), None),
        (MakeUpWrite::Add(i64::MAX), Some(u32::MAX)),
        (MakeUpWrite::Put(0), None),
    ] {
        world.apply(vec![Change::Fidya { item: ISHA, day: day(2), count }]).await;
        let settled = world.store.fidya(&world.ctx(), world.owner, ISHA).await.unwrap();
        assert_eq!(settled.get(&day(2)).copied(), expected);
        assert_eq!(settled.len(), usize::from(expected.is_some()));
    }
    world.check().await;
}

/// A removal takes along what can't be without the record, and nothing else.
pub async fn a_removal_takes_what_cannot_be_without_it(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    world.apply(deeds_done()).await;
    world.apply(vec![Change::MakeUp { item: ISHA, day: day(1), count: MakeUpWrite::Put(1) }]).await;
    world.apply(vec![Change::Fidya { item: ISHA, day: day(1), count: MakeUpWrite::Put(1) }]).await;
    let isha = [Change::Remove(RecordKey::Item(ISHA)), Change::Remove(RecordKey::Group(WORSHIP))];
    world.apply(isha.to_vec()).await;
    world.check().await;
    let catalogue = world.store.catalogue(&world.ctx(), world.owner).await.unwrap();
    assert!(!catalogue.items.contains_key(&ISHA) && catalogue.exemptions.is_empty());
    assert!(catalogue.deeds.len() == 4 && catalogue.deeds.values().all(|deed| deed.group.is_none()));
    assert_eq!(world.store.entry(&world.ctx(), world.owner, ISHA, day(0)).await.unwrap(), None);
    assert!(world.store.make_ups(&world.ctx(), world.owner, ISHA).await.unwrap().is_empty());
    assert!(world.store.fidya(&world.ctx(), world.owner, ISHA).await.unwrap().is_empty());

    world.apply(vec![Change::Remove(RecordKey::Deed(SALAH))]).await;
    world.check().await;
    let catalogue = world.store.catalogue(&world.ctx(), world.owner).await.unwrap();
    assert_eq!(catalogue.deeds.keys().copied().collect::<Vec<_>>(), [DHIKR, GOSSIP, super::world::QURAN]);
    assert_eq!(catalogue.items.keys().copied().collect::<Vec<_>>(), [TASBIH, TALK, PAGES]);
    assert!(catalogue.reminders.is_empty() && catalogue.scales.len() == 1 && catalogue.merits.contains_key(&FORTY));
    assert!(!world.store.has_entries(&world.ctx(), world.owner, &[PRAYERS, FAJR, ISHA]).await.unwrap());
    assert!(world.store.has_entries(&world.ctx(), world.owner, &[TASBIH]).await.unwrap());

    for key in [RecordKey::Entry(TASBIH, day(0)), RecordKey::Reviewed(day(2)), RecordKey::Reviewed(day(9))] {
        world.apply(vec![Change::Remove(key)]).await;
    }
    world.apply(vec![Change::Reflection { day: day(0), category: Category::Hasanaat, text: None }]).await;
    world.apply(vec![Change::Remove(RecordKey::Reflection(day(0), Category::Saiyyiaat))]).await;
    world.apply(vec![Change::Reviewed { day: day(0), reviewed: false }]).await;
    let rollups = world.store.rollups(&world.ctx(), world.owner, kitaab_core::DayRange::ALL).await.unwrap();
    assert_eq!(rollups.iter().map(|rollup| rollup.day).collect::<Vec<_>>(), [day(1)]);
    world.check().await;
}

/// After an error nothing of a commit is there: neither its changes, nor its place, nor its request.
pub async fn a_failed_commit_leaves_nothing(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    world.apply(deeds_done()).await;
    let before = world.store.head(&world.ctx(), world.owner).await.unwrap();
    let unnamed = Change::Item(WORLDLESS, ItemPatch { deed: Some(SALAH), ..ItemPatch::default() });
    let last: [(&str, Change); 7] = [
        ("corrupt", add(FAJR, day(0), 100)),
        ("not_found", put(WORLDLESS, day(0), amount(1))),
        ("not_found", Change::Entries(column(WORLDLESS, day(0), &[1]))),
        ("not_found", Change::MakeUp { item: WORLDLESS, day: day(0), count: MakeUpWrite::Put(1) }),
        ("not_found", Change::Fidya { item: WORLDLESS, day: day(0), count: MakeUpWrite::Put(1) }),
        ("invalid", unnamed),
        ("invalid", Change::Erase(RecordKey::Settings)),
    ];
    for (code, change) in last {
        let mut header = world.header();
        header.request = Some(kitaab_core::RequestId::new(uuid::Uuid::from_u128(7)));
        let renamed = ItemPatch { name: Some("Dawn".parse().unwrap()), ..ItemPatch::default() };
        let mut changes = vec![
            Change::Item(FAJR, renamed),
            put_noted(TASBIH, day(0), amount(1), "half"),
            Change::Entries(column(PAGES, day(7), &[1, 2])),
            Change::Erase(RecordKey::Entry(ISHA, day(0))),
            Change::Remove(RecordKey::Deed(GOSSIP)),
        ];
        changes.push(change);
        let error = world.send(&super::world::authored(header, changes)).await.expect_err(code);
        assert_eq!(error.code(), code);
        assert_eq!(world.store.head(&world.ctx(), world.owner).await.unwrap(), before);
        let seen = world.store.device_seq(&world.ctx(), world.owner, world.device).await.unwrap();
        assert_eq!(seen, 2, "a commit that failed counts as seen");
        world.check().await;
    }
    // The place and the request are free for the next one.
    let mut header = world.header();
    header.request = Some(kitaab_core::RequestId::new(uuid::Uuid::from_u128(7)));
    let commit = super::world::authored(header, vec![put(TASBIH, day(0), amount(9))]);
    let answer = super::world::applied(world.send(&commit).await);
    assert_eq!((answer.seq, answer.replayed), (3, false));
    world.check().await;
}

/// A deed's category and measure stay while it has entries, also those that came since the change was decided; not an entry's of a deed
/// beside it, and not one that goes with the same commit.
pub async fn a_deed_with_entries_keeps_its_category_and_measure(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    let patched = |deed, category, measure| Change::Deed(deed, DeedPatch { category, measure, ..DeedPatch::default() });
    let counted = || patched(SALAH, None, Some(Measure::Count));
    let bad = || patched(DHIKR, Some(Category::Saiyyiaat), None);
    world.apply(vec![put(FAJR, day(0), prayed(1))]).await;
    assert_eq!(world.refused(vec![counted()]).await, "conflict");
    assert_eq!(world.refused(vec![put(TASBIH, day(0), amount(1)), bad()]).await, "conflict");
    // To the same as before is no change; and what comes to nothing in the end neither.
    world.apply(vec![patched(SALAH, Some(Category::Hasanaat), Some(Measure::Scale))]).await;
    world.apply(vec![counted(), patched(SALAH, None, Some(Measure::Scale))]).await;
    world.apply(vec![bad()]).await;
    world.apply(vec![Change::Remove(RecordKey::Entry(FAJR, day(0))), counted()]).await;
    world.check().await;
}

/// Of a commit that is wrong in more than one way, what comes first is told; what must hold between records comes last.
pub async fn what_is_wrong_first_is_told(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    world.apply(deeds_done()).await;
    let in_no_group = || {
        let group = Some(Some(kitaab_core::GroupId::new(uuid::Uuid::from_u128(0xbad))));
        Change::Deed(SALAH, DeedPatch { group, ..DeedPatch::default() })
    };
    let to_a_scale = || add(FAJR, day(0), 100);
    let renamed = |item| {
        let name = Some("Dawn".parse().unwrap());
        Change::Item(item, ItemPatch { name, ..ItemPatch::default() })
    };
    let erased = || Change::Erase(RecordKey::Entry(TASBIH, day(0)));
    let removed = || Change::Remove(RecordKey::Entry(FAJR, day(0)));
    let unknown = Change::Remove(RecordKey::Item(WORLDLESS));
    let commits: [(&str, Vec<Change>); 9] = [
        ("conflict", vec![in_no_group()]),
        ("corrupt", vec![in_no_group(), to_a_scale()]),
        ("corrupt", vec![to_a_scale(), in_no_group()]),
        ("corrupt", vec![in_no_group(), put(FAJR, day(99), prayed(1)), add(FAJR, day(99), 100)]),
        ("conflict", vec![in_no_group(), removed(), to_a_scale()]),
        ("corrupt", vec![renamed(FAJR), to_a_scale(), renamed(WORLDLESS), unknown.clone()]),
        ("invalid", vec![renamed(FAJR), renamed(WORLDLESS), to_a_scale()]),
        ("corrupt", vec![erased(), to_a_scale(), in_no_group()]),
        ("conflict", vec![erased(), in_no_group()]),
    ];
    for (code, changes) in commits {
        assert_eq!(world.refused(changes.clone()).await, code, "{changes:?}");
    }
    world.check().await;
}

/// An item that no book holds.
const WORLDLESS: kitaab_core::ItemId = kitaab_core::ItemId::new(uuid::Uuid::from_u128(0xbad));

/// A book whose first commit failed was never written to.
pub async fn a_failed_first_commit_leaves_no_book(store: Arc<dyn Store>) {
    let world = World::empty(store, 1);
    assert_eq!(world.refused(vec![reviewed(day(0)), put(FAJR, day(0), prayed(1))]).await, "not_found");
    assert_eq!(world.store.head(&world.ctx(), world.owner).await.unwrap(), Head::NEW);
    assert!(world.store.owners(&world.ctx()).await.unwrap().is_empty());
    assert_eq!(world.apply(structure()).await.seq, 1);
    world.check().await;
}

/// A hundred thousand entries are one commit.
pub async fn a_large_commit_is_one_commit(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    let mut changes = Vec::new();
    for (item, first) in [(TASBIH, Day::MIN), (PAGES, Day::MIN)] {
        let mut first = first;
        for length in [EntryColumn::MAX_ENTRIES, 17_232] {
            let units: Vec<u32> = (0..).take(length).map(|number: u32| number % 997).collect();
            changes.push(Change::Entries(column(item, first, &units)));
            first = first.plus(i32::try_from(length).unwrap()).unwrap();
        }
    }
    let applied = world.apply(changes).await;
    assert_eq!(applied.seq, 2);
    world.check().await;
    let records = world.store.records(&world.ctx(), world.owner, &[TASBIH], kitaab_core::DayRange::ALL).await.unwrap();
    assert_eq!((records.series(TASBIH).unwrap().len(), records.logged().len()), (50_000, 50_000));
}
