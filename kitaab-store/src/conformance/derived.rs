//! What is derived: rollups, verdicts, and from which day on they may be out of date.

use std::sync::Arc;

use kitaab_core::{
    Category, Change, Day, DayRange, DeedPatch, ExemptionPatch, Hide, ItemId, ItemPatch, MakeUpWrite, MeritId,
    MeritPatch, Outcome, RecordKey, ScalePatch, SettingsPatch, Total, values_by_position,
};
use uuid::Uuid;

use super::world::{
    DHIKR, FAJR, FORTY, ISHA, JOURNEY, PAGES, PRAYED, PRAYED_AGAIN, PRAYERS, QURAN, SALAH, SILENCE, TALK, TASBIH,
    World, add, amount, column, day, days, deeds_done, prayed, put, reflect, reviewed, scale, structure, talked,
};
use crate::contract::{RecordedVerdict, Store};
use crate::rollup::{CategoryRollup, DayRollup};

async fn rollups(world: &World, days: DayRange) -> Vec<DayRollup> {
    world.store.rollups(&world.ctx(), world.owner, days).await.unwrap()
}

const NONE: CategoryRollup = CategoryRollup { counted: 0, total: Total::ZERO, scored: 0, score: 0 };

const fn counted(counted: u32, units: i128) -> CategoryRollup {
    CategoryRollup { counted, total: Total::new(units * 100), ..NONE }
}

const fn scored(scored: u32, score: i64) -> CategoryRollup {
    CategoryRollup { scored, score, ..NONE }
}

/// A rollup holds the figures of a day; a day without anything has none.
pub async fn rollups_are_the_sums_of_the_entries(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    world.apply(deeds_done()).await;
    let mut first = DayRollup { reviewed: true, entries: 3, ..DayRollup::new(day(0)) };
    first.hasanaat = CategoryRollup { counted: 1, total: Total::new(3_300), scored: 2, score: 5 };
    let second = DayRollup { entries: 1, saiyyiaat: scored(1, 1), ..DayRollup::new(day(1)) };
    let third = DayRollup { reviewed: true, ..DayRollup::new(day(2)) };
    assert_eq!(rollups(&world, DayRange::ALL).await, [first, second, third]);
    assert_eq!(rollups(&world, days(1, 1)).await, [second]);
    assert_eq!(rollups(&world, days(3, 9)).await, []);

    world.apply(vec![add(TASBIH, day(0), 150), put(FAJR, day(0), prayed(0)), put(PAGES, day(0), amount(2))]).await;
    first.hasanaat = CategoryRollup { counted: 2, total: Total::new(3_650), scored: 2, score: 3 };
    first.entries = 4;
    assert_eq!(rollups(&world, days(0, 0)).await, [first]);
    world.apply(vec![Change::Remove(RecordKey::Entry(TASBIH, day(0))), Change::Remove(RecordKey::Item(ISHA))]).await;
    world.apply(vec![Change::Reviewed { day: day(0), reviewed: false }]).await;
    let hasanaat = CategoryRollup { counted: 1, total: Total::new(200), scored: 1, score: 0 };
    first = DayRollup { reviewed: false, entries: 2, hasanaat, ..first };
    assert_eq!(rollups(&world, days(0, 0)).await, [first]);
    world.apply(vec![Change::Remove(RecordKey::Entry(TALK, day(1)))]).await;
    assert_eq!(rollups(&world, DayRange::ALL).await, [first, third]);
    world.check().await;
}

/// A hidden item, or one below a hidden one, counts as an entry and in no figure; shown again, it
/// counts as ever.
pub async fn rollups_leave_out_hidden_items(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    world.apply(vec![put(FAJR, day(0), prayed(3)), put(ISHA, day(0), prayed(1)), put(TASBIH, day(0), amount(5))]).await;
    let hide = |item, hide| Change::Item(item, ItemPatch { hide: Some(hide), ..ItemPatch::default() });
    let figures = |scored, score, counted, units: i128| {
        let hasanaat = CategoryRollup { counted, total: Total::new(units * 100), scored, score };
        DayRollup { entries: 3, hasanaat, ..DayRollup::new(day(0)) }
    };
    for (change, expected) in [
        (hide(FAJR, Hide::HideFromGraphs), figures(1, 1, 1, 5)),
        (hide(PRAYERS, Hide::HideFromAll), figures(0, 0, 1, 5)),
        (hide(FAJR, Hide::None), figures(0, 0, 1, 5)),
        (hide(TASBIH, Hide::HideFromAll), figures(0, 0, 0, 0)),
        (hide(PRAYERS, Hide::None), figures(2, 4, 0, 0)),
        (hide(TASBIH, Hide::None), figures(2, 4, 1, 5)),
    ] {
        world.apply(vec![change]).await;
        assert_eq!(rollups(&world, DayRange::ALL).await, [expected]);
        world.check().await;
    }
    // Hidden as it is made, and written to while hidden.
    world.apply(vec![hide(TASBIH, Hide::HideFromGraphs), put(TASBIH, day(0), amount(9))]).await;
    assert_eq!(rollups(&world, DayRange::ALL).await, [figures(2, 4, 0, 0)]);
    world.check().await;
}

/// Other scores, another category, another place in the tree: the rollups of all days follow.
pub async fn rollups_follow_scores_categories_and_the_tree(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    world.apply(vec![put(FAJR, day(0), prayed(2)), put(FAJR, day(7), prayed(3)), put(TASBIH, day(7), amount(1))]).await;
    let mut values = values_by_position(["missed", "late", "on time", "in congregation"]).unwrap();
    values[2].score = -20;
    let patch = ScalePatch { values: Some(values), ..ScalePatch::default() };
    world.apply(vec![Change::Scale(PRAYED, patch)]).await;
    let told = rollups(&world, DayRange::ALL).await;
    assert_eq!(told.iter().map(|rollup| rollup.hasanaat.score).collect::<Vec<_>>(), [-20, 3]);
    world.check().await;

    let bad = DeedPatch { category: Some(Category::Saiyyiaat), ..DeedPatch::default() };
    world.apply(vec![Change::Remove(RecordKey::Entry(TASBIH, day(7))), Change::Deed(DHIKR, bad)]).await;
    world.apply(vec![put(TASBIH, day(7), amount(1))]).await;
    let last = rollups(&world, days(7, 7)).await[0];
    assert_eq!((last.hasanaat, last.saiyyiaat), (scored(1, 3), counted(1, 1)));
    world.check().await;

    // Below a hidden item, and out again.
    let hidden = ItemPatch { hide: Some(Hide::HideFromGraphs), ..ItemPatch::default() };
    let below = |parent| Change::Item(FAJR, ItemPatch { parent: Some(Some(parent)), ..ItemPatch::default() });
    world.apply(vec![Change::Item(ISHA, hidden), below(ISHA)]).await;
    assert_eq!(rollups(&world, days(0, 0)).await, [DayRollup { entries: 1, ..DayRollup::new(day(0)) }]);
    world.check().await;
    world.apply(vec![below(PRAYERS), Change::Remove(RecordKey::Scale(PRAYED))]).await;
    let gone = DayRollup { entries: 1, hasanaat: scored(1, 0), ..DayRollup::new(day(0)) };
    assert_eq!(rollups(&world, days(0, 0)).await, [gone]);
    world.apply(vec![Change::Remove(RecordKey::Deed(SALAH))]).await;
    assert_eq!(rollups(&world, days(0, 0)).await, []);
    world.check().await;
}

const fn verdict(merit: MeritId, day: Day, outcome: Outcome) -> RecordedVerdict {
    RecordedVerdict { merit, day, outcome }
}

async fn recorded(world: &World, merit: Option<MeritId>, days: DayRange) -> Vec<RecordedVerdict> {
    world.store.verdicts(&world.ctx(), world.owner, merit, days).await.unwrap()
}

async fn record(world: &World, seq: u64, verdicts: &[RecordedVerdict], clean: bool) -> bool {
    world.store.record_verdicts(&world.ctx(), world.owner, seq, verdicts, clean).await.unwrap()
}

/// Verdicts are kept by day and merit; a later one of the same replaces the earlier.
pub async fn verdicts_are_recorded_and_replaced(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    let (one, two) = (verdict(SILENCE, day(4), Outcome::NotEarned), verdict(FORTY, day(5), Outcome::Undetermined));
    let three = verdict(FORTY, day(4), Outcome::Earned);
    let dirty = world.store.head(&world.ctx(), world.owner).await.unwrap().dirty_from;
    assert!(record(&world, 1, &[two, one], false).await);
    assert_eq!(world.store.head(&world.ctx(), world.owner).await.unwrap().dirty_from, dirty);
    assert_ne!(dirty, None);
    assert!(record(&world, 1, &[three], false).await);
    assert_eq!(recorded(&world, None, DayRange::ALL).await, [three, one, two]);
    assert_eq!(recorded(&world, Some(FORTY), DayRange::ALL).await, [three, two]);
    assert_eq!(recorded(&world, Some(FORTY), days(5, 9)).await, [two]);
    assert_eq!(recorded(&world, None, days(6, 9)).await, []);
    let again = verdict(FORTY, day(4), Outcome::NotEarned);
    assert!(record(&world, 1, &[again], true).await);
    assert_eq!(recorded(&world, None, days(4, 4)).await, [again, one]);
    // They are neither in the ledger nor a change of the book.
    assert_eq!(world.store.head(&world.ctx(), world.owner).await.unwrap().seq, 1);
    world.check().await;
}

/// Verdicts that were reached on an older state are not recorded, nor are they where a merit is not.
pub async fn verdicts_are_recorded_only_where_the_ledger_stands(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    assert!(record(&world, 1, &[], true).await);
    world.apply(vec![put(FAJR, day(0), prayed(3))]).await;
    let earned = verdict(FORTY, day(0), Outcome::Earned);
    for seq in [0, 1, 3] {
        assert!(!record(&world, seq, &[earned], true).await);
    }
    let unknown = verdict(MeritId::new(Uuid::from_u128(0xbad)), day(0), Outcome::Earned);
    let answer = world.store.record_verdicts(&world.ctx(), world.owner, 2, &[earned, unknown], true).await;
    assert_eq!(answer.expect_err("no such merit").code(), "not_found");
    assert_eq!(recorded(&world, None, DayRange::ALL).await, []);
    assert_eq!(world.store.head(&world.ctx(), world.owner).await.unwrap().dirty_from, Some(day(0)));
    assert!(record(&world, 2, &[earned], true).await);
    assert_eq!(world.store.head(&world.ctx(), world.owner).await.unwrap().dirty_from, None);
    assert_eq!(recorded(&world, None, DayRange::ALL).await, [earned]);
}

/// A merit that is removed or erased takes its verdicts along; the others' stay.
pub async fn verdicts_go_with_their_merit(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    let one = verdict(FORTY, day(0), Outcome::Earned);
    let other = verdict(SILENCE, day(0), Outcome::Earned);
    assert!(record(&world, 1, &[one, other], true).await);
    world.apply(vec![Change::Remove(RecordKey::Merit(FORTY))]).await;
    assert_eq!(recorded(&world, None, DayRange::ALL).await, [other]);
    world.apply(vec![Change::Erase(RecordKey::Merit(SILENCE))]).await;
    assert_eq!(recorded(&world, None, DayRange::ALL).await, []);
    world.check().await;
}

/// A change moves `dirty_from` back to the first day that it may turn, and never forward.
pub async fn a_change_moves_what_is_dirty(store: Arc<dyn Store>) {
    let world = World::empty(store, 1);
    let dirty = || async { world.store.head(&world.ctx(), world.owner).await.unwrap().dirty_from };
    let clean = || async {
        let seq = world.store.head(&world.ctx(), world.owner).await.unwrap().seq;
        assert!(record(&world, seq, &[], true).await);
        assert_eq!(dirty().await, None);
    };
    world.apply(structure()).await;
    clean().await;
    world.apply(vec![put(FAJR, day(5), prayed(1))]).await;
    assert_eq!(dirty().await, Some(day(5)));
    world.apply(vec![put(FAJR, day(9), prayed(1)), reviewed(day(7))]).await;
    assert_eq!(dirty().await, Some(day(5)));
    world.apply(vec![put(FAJR, day(9), prayed(1)), reviewed(day(3))]).await;
    assert_eq!(dirty().await, Some(day(3)));

    let item = |id: ItemId, patch: ItemPatch| Change::Item(id, patch);
    let new = ItemId::new(Uuid::from_u128(0xa9));
    let child = ItemPatch {
        deed: Some(SALAH),
        parent: Some(Some(PRAYERS)),
        name: Some("Witr".parse().unwrap()),
        starts_on: Some(day(30)),
        ..ItemPatch::default()
    };
    let renamed = ItemPatch { name: Some("Night".parse().unwrap()), ..ItemPatch::default() };
    let archived = ItemPatch { archived_from: Some(Some(day(50))), ..ItemPatch::default() };
    let moved = ItemPatch { starts_on: Some(day(31)), ..ItemPatch::default() };
    let longer = ExemptionPatch { last_day: Some(Some(day(8))), ..ExemptionPatch::default() };
    let weekday = SettingsPatch { first_weekday: Some(0), ..SettingsPatch::default() };
    let titled = MeritPatch { title: Some("Forty".parse().unwrap()), ..MeritPatch::default() };
    let shorter = MeritPatch { duration: Some(30), ..MeritPatch::default() };
    for (change, expected) in [
        (Change::Entries(column(TASBIH, day(11), &[1, 2])), Some(day(11))),
        (add(TASBIH, day(12), 100), Some(day(12))),
        (Change::Remove(RecordKey::Entry(TASBIH, day(12))), Some(day(12))),
        (Change::Erase(RecordKey::Reviewed(day(3))), Some(day(3))),
        (Change::MakeUp { item: FAJR, day: day(1), count: MakeUpWrite::Put(1) }, None),
        (Change::Fidya { item: FAJR, day: day(1), count: MakeUpWrite::Put(1) }, None),
        (reflect(day(1), Category::Hasanaat, "words"), None),
        (item(new, child), Some(day(30))),
        (item(new, renamed), None),
        (item(new, archived), Some(day(50))),
        (item(new, moved), Some(Day::MIN)),
        (scale(PRAYED_AGAIN, SALAH, 2, &["missed", "prayed"]), Some(day(-10))),
        (Change::Exemption(JOURNEY, longer), Some(day(3))),
        (Change::Settings(weekday), Some(Day::MIN)),
        (Change::Merit(FORTY, titled), None),
        (Change::Merit(FORTY, shorter), Some(Day::MIN)),
        (Change::Remove(RecordKey::Merit(FORTY)), None),
        (Change::Remove(RecordKey::Exemption(JOURNEY)), Some(day(3))),
        (Change::Remove(RecordKey::Item(new)), Some(Day::MIN)),
        (Change::Remove(RecordKey::Deed(QURAN)), Some(Day::MIN)),
    ] {
        clean().await;
        world.apply(vec![change.clone()]).await;
        assert_eq!(dirty().await, expected, "{change:?}");
    }
    // A commit that fails, or is answered as before, moves nothing.
    clean().await;
    world.refused(vec![put(FAJR, day(0), prayed(1)), add(FAJR, day(0), 1)]).await;
    assert_eq!(dirty().await, None);
    world.apply(vec![put(TALK, day(0), talked(0))]).await;
    world.check().await;
}
