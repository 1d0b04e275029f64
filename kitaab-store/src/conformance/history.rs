//! Histories and revisions of records.

use std::sync::Arc;

use kitaab_core::{
    Category, Change, ColumnValues, EntryColumn, ItemPatch, MakeUpWrite, NoteWrite, RecordKey, ValueWrite,
};

use super::world::{
    FAJR, GOSSIP, ISHA, PRAYED, SALAH, TALK, TASBIH, World, add, amount, column, day, deeds_done, keys, note, prayed,
    put, put_noted, reflect, reviewed, structure,
};
use crate::contract::{HistoryStep, Store};

async fn history(world: &World, key: RecordKey) -> Vec<HistoryStep> {
    world.store.history(&world.ctx(), world.owner, key, None, 100).await.unwrap()
}

fn told(steps: &[HistoryStep]) -> Vec<(u64, Change)> {
    steps.iter().map(|step| (step.seq, step.change.clone())).collect()
}

/// Every change of a record, newest first, with who, on which device, when.
pub async fn a_history_is_told_newest_first(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    let phone = world.on_device(0xde2);
    let (first, second) = (put(FAJR, day(0), prayed(0)), put_noted(FAJR, day(0), prayed(2), "on time after all"));
    let removal = Change::Remove(RecordKey::Entry(FAJR, day(0)));
    world.apply(vec![first.clone(), put(ISHA, day(0), prayed(1))]).await;
    let commit = phone.commit(vec![second.clone()]);
    phone.send(&commit).await.unwrap();
    world.apply(vec![put(FAJR, day(1), prayed(1))]).await;
    world.apply(vec![removal.clone()]).await;
    let steps = history(&world, RecordKey::Entry(FAJR, day(0))).await;
    assert_eq!(told(&steps), [(5, removal), (3, second), (2, first)]);
    assert_eq!(&steps[1].header, commit.header());
    world.check().await;
}

/// Each kind of record has its own history.
pub async fn every_kind_of_record_has_a_history(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    world.apply(deeds_done()).await;
    let written: Vec<Change> = structure().into_iter().chain(deeds_done()).collect();
    for key in keys() {
        let change = written.iter().find(|change| change.touches(&key)).unwrap();
        let seq = if key.is_structural() { 1 } else { 2 };
        assert_eq!(told(&history(&world, key).await), [(seq, change.clone())], "{key}");
    }
    let never = [RecordKey::Entry(FAJR, day(9)), RecordKey::MakeUp(ISHA, day(0)), RecordKey::Reviewed(day(1))];
    for key in never {
        assert_eq!(history(&world, key).await, [], "{key}");
    }
}

/// A column is narrowed to the one entry asked for.
pub async fn a_column_is_narrowed_to_the_entry(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    let values = ColumnValues::Scale { scale: PRAYED, positions: vec![1, 2, 3] };
    let noted = vec![(1, note("with my father"))];
    let prayers = EntryColumn::new(FAJR, vec![day(0), day(1), day(4)], values, noted).unwrap();
    world.apply(vec![Change::Entries(column(TASBIH, day(0), &[1, 2])), Change::Entries(prayers)]).await;
    let step =
        |number, value, note| Change::Entry { item: FAJR, day: day(number), value: ValueWrite::Put(value), note };
    let noted = NoteWrite::Set(note("with my father"));
    for (number, change) in [
        (0, Some(step(0, prayed(1), NoteWrite::Keep))),
        (1, Some(step(1, prayed(2), noted))),
        (2, None),
        (3, None),
        (4, Some(step(4, prayed(3), NoteWrite::Keep))),
    ] {
        let expected: Vec<_> = change.map(|change| (2, change)).into_iter().collect();
        assert_eq!(told(&history(&world, RecordKey::Entry(FAJR, day(number))).await), expected);
    }
    let tasbih = history(&world, RecordKey::Entry(TASBIH, day(1))).await;
    assert_eq!(told(&tasbih), [(2, put(TASBIH, day(1), amount(2)))]);
}

/// Each entry of a column has its own history, also where the same commit wrote one of them before.
pub async fn a_column_is_told_beside_an_entry_of_its_own(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    world.apply(vec![Change::Entries(column(TASBIH, day(0), &[1, 2, 3]))]).await;
    world.apply(vec![put(TASBIH, day(1), amount(5)), Change::Entries(column(TASBIH, day(0), &[6, 7, 8]))]).await;
    for (number, expected) in [(0, vec![(3, 6), (2, 1)]), (1, vec![(3, 7), (3, 5), (2, 2)]), (2, vec![(3, 8), (2, 3)])]
    {
        let expected: Vec<_> =
            expected.into_iter().map(|(seq, units)| (seq, put(TASBIH, day(number), amount(units)))).collect();
        assert_eq!(told(&history(&world, RecordKey::Entry(TASBIH, day(number))).await), expected);
    }
}

/// What the same commits did to others, before or for the first time, leads nowhere.
pub async fn a_history_leads_past_what_was_written_beside(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    let (one, other) = (|units| put(TASBIH, day(0), amount(units)), |units| put(FAJR_FREE, day(0), amount(units)));
    let written = [
        vec![one(1)],
        vec![other(2)],
        // Both were written before, by others.
        vec![one(3), other(4)],
        // And now by the same.
        vec![other(5), one(6)],
        vec![one(7), put(FAJR, day(0), prayed(0))],
        vec![other(8), one(9), reviewed(day(0))],
        vec![reviewed(day(1)), put(FAJR, day(0), prayed(1))],
    ];
    for changes in &written {
        world.apply(changes.clone()).await;
    }
    for key in [
        RecordKey::Entry(TASBIH, day(0)),
        RecordKey::Entry(FAJR_FREE, day(0)),
        RecordKey::Entry(FAJR, day(0)),
        RecordKey::Reviewed(day(0)),
        RecordKey::Reviewed(day(1)),
    ] {
        let mut expected: Vec<(u64, Change)> = Vec::new();
        for (seq, changes) in (2..).zip(&written) {
            expected.splice(0..0, changes.iter().filter(|change| change.touches(&key)).map(|c| (seq, c.clone())));
        }
        let steps = told(&history(&world, key).await);
        assert_eq!(steps, expected, "{key}");
        // In pages of one commit each, and from wherever a page may begin.
        for before in 1..=9 {
            let page = world.store.history(&world.ctx(), world.owner, key, Some(before), 1).await.unwrap();
            let next = expected.iter().find(|(seq, _)| *seq < before).cloned();
            assert_eq!(told(&page), Vec::from_iter(next), "{key} before {before}");
        }
    }
}

/// A page holds the steps of so many commits, and never a part of one's.
pub async fn a_history_comes_in_pages_of_whole_commits(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    let taps = |number| vec![add(TASBIH, day(0), number), add(FAJR_FREE, day(0), 1), add(TASBIH, day(0), number + 1)];
    for number in [10, 20, 30] {
        world.apply(taps(number)).await;
        world.apply(vec![reviewed(day(1))]).await;
    }
    let key = RecordKey::Entry(TASBIH, day(0));
    let page = |before, limit| {
        let world = world.clone();
        async move {
            let steps = world.store.history(&world.ctx(), world.owner, key, before, limit).await.unwrap();
            told(&steps)
        }
    };
    let step = |seq, number| (seq, add(TASBIH, day(0), number));
    let all = [step(6, 31), step(6, 30), step(4, 21), step(4, 20), step(2, 11), step(2, 10)];
    assert_eq!(page(None, 100).await, all);
    assert_eq!(page(None, 1).await, all[..2]);
    assert_eq!(page(None, 2).await, all[..4]);
    assert_eq!(page(Some(6), 1).await, all[2..4]);
    assert_eq!(page(Some(5), 9).await, all[2..]);
    assert_eq!(page(Some(2), 9).await, []);
    assert_eq!(page(Some(u64::from(u32::MAX)), 9).await, all);
}

/// Another item of a count.
const FAJR_FREE: kitaab_core::ItemId = super::world::PAGES;

/// What was removed keeps its history, and goes on with it when it is written again.
pub async fn a_removed_record_keeps_its_history(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    world.apply(deeds_done()).await;
    let removals = keys().into_iter().filter(|key| *key != RecordKey::Settings).map(Change::Remove);
    world.apply(removals.collect()).await;
    world.check().await;
    for key in keys().into_iter().filter(|key| *key != RecordKey::Settings) {
        let steps = told(&history(&world, key).await);
        assert_eq!((steps.len(), &steps[0]), (2, &(3, Change::Remove(key))), "{key}");
    }
    // The item went with its deed, which is no change of the item's own.
    let item = history(&world, RecordKey::Item(FAJR)).await;
    assert_eq!(item.iter().map(|step| step.seq).collect::<Vec<_>>(), [1]);
    world.apply(vec![reviewed(day(0)), reflect(day(0), Category::Hasanaat, "again")]).await;
    let steps = history(&world, RecordKey::Reviewed(day(0))).await;
    assert_eq!(steps.iter().map(|step| step.seq).collect::<Vec<_>>(), [4, 3, 2]);
    world.check().await;
}

/// A revision is the number of the commit that changed the record last, by whatever change; 0 if none.
pub async fn a_revision_is_the_last_change(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    let revision = |key| {
        let world = world.clone();
        async move { world.store.revision(&world.ctx(), world.owner, key).await.unwrap() }
    };
    let entry = RecordKey::Entry(TASBIH, day(1));
    assert_eq!((revision(entry).await, revision(RecordKey::Deed(SALAH)).await), (0, 1));
    world.apply(vec![Change::Entries(column(TASBIH, day(0), &[1, 2]))]).await;
    assert_eq!((revision(entry).await, revision(RecordKey::Entry(TASBIH, day(2))).await), (2, 0));
    world.apply(vec![Change::MakeUp { item: FAJR, day: day(1), count: MakeUpWrite::Put(0) }]).await;
    assert_eq!(revision(RecordKey::MakeUp(FAJR, day(1))).await, 3);
    world.apply(vec![Change::Remove(entry), Change::Reviewed { day: day(1), reviewed: false }]).await;
    assert_eq!((revision(entry).await, revision(RecordKey::Reviewed(day(1))).await), (4, 4));
    world.apply(vec![Change::Item(TALK, ItemPatch::default())]).await;
    assert_eq!((revision(RecordKey::Item(TALK)).await, revision(RecordKey::Deed(GOSSIP)).await), (5, 1));
    // What goes along with a deed was not changed itself.
    world.apply(vec![put(TALK, day(0), super::world::talked(1))]).await;
    world.apply(vec![Change::Remove(RecordKey::Deed(GOSSIP))]).await;
    assert_eq!((revision(RecordKey::Item(TALK)).await, revision(RecordKey::Entry(TALK, day(0))).await), (5, 6));
    world.check().await;
}
