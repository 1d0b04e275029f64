//! Reading spans of days.

use std::sync::Arc;

use kitaab_core::{Change, Day, DayRange, ItemId, MakeUpWrite, RecordKey, Records, Value};

use super::world::{
    FAJR, ISHA, PAGES, PRAYED_AGAIN, PRAYERS, SALAH, TALK, TASBIH, World, amount, column, day, days, prayed, put,
    reviewed, scale, talked,
};
use crate::contract::Store;

async fn records(world: &World, items: &[ItemId], days: DayRange) -> Records {
    let found = world.store.records(&world.ctx(), world.owner, items, days).await.unwrap();
    assert_eq!(world.store.records_in_bulk(&world.ctx(), world.owner, items, days).await.unwrap(), found, "in bulk");
    found
}

fn series(records: &Records, item: ItemId) -> Vec<(Day, Value)> {
    let Some(series) = records.series(item) else { return Vec::new() };
    series.days().iter().map(|day| (*day, series.on(*day).unwrap())).collect()
}

/// The entries of the items asked for, on the days asked for, by rising day.
pub async fn records_hold_the_items_asked_for(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    world.apply(vec![put(FAJR, day(3), prayed(3)), put(FAJR, day(1), prayed(1)), put(FAJR, day(2), prayed(2))]).await;
    world.apply(vec![Change::Entries(column(TASBIH, day(0), &[1, 2, 3, 4, 5])), put(TALK, day(2), talked(0))]).await;
    let found = records(&world, &[TASBIH, FAJR, PRAYERS, FAJR], days(1, 3)).await;
    assert_eq!(found.days(), days(1, 3));
    assert_eq!(series(&found, FAJR), [1, 2, 3].map(|number| (day(number.into()), prayed(number))));
    assert_eq!(series(&found, TASBIH), [(day(1), amount(2)), (day(2), amount(3)), (day(3), amount(4))]);
    assert_eq!((series(&found, PRAYERS), series(&found, TALK)), (vec![], vec![]));
    assert_eq!(series(&found, ISHA), []);
    let none = records(&world, &[], days(1, 3)).await;
    assert!(none.all_series().is_empty());
    assert_eq!(none.logged(), [day(1), day(2), day(3)]);
    world.check().await;
}

/// A day is logged when it is reviewed or holds an entry of any item of the book, asked for or not.
pub async fn records_know_every_logged_day(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    world.apply(vec![put(FAJR, day(1), prayed(0)), put(PAGES, day(3), amount(0)), reviewed(day(5))]).await;
    world.apply(vec![reviewed(day(1)), reviewed(day(9)), put(TASBIH, day(-1), amount(1))]).await;
    let logged = |first, last| {
        let world = world.clone();
        async move { records(&world, &[TASBIH], days(first, last)).await.logged().to_vec() }
    };
    assert_eq!(logged(0, 8).await, [day(1), day(3), day(5)]);
    assert_eq!(logged(1, 5).await, [day(1), day(3), day(5)]);
    assert_eq!(logged(2, 2).await, []);
    world
        .apply(vec![Change::Remove(RecordKey::Entry(PAGES, day(3))), Change::Reviewed { day: day(1), reviewed: false }])
        .await;
    assert_eq!(logged(0, 8).await, [day(1), day(5)]);
    world.check().await;
}

/// A series tells which version of the scale each value is of.
pub async fn records_span_versions_of_a_scale(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    world.apply(vec![put(FAJR, day(0), prayed(3)), put(FAJR, day(2), prayed(0))]).await;
    let again = |position| Value::Scale(kitaab_core::ScaleValueRef { scale: PRAYED_AGAIN, position });
    world.apply(vec![scale(PRAYED_AGAIN, SALAH, 2, &["missed", "prayed"]), put(FAJR, day(1), again(1))]).await;
    world.apply(vec![put(FAJR, day(3), again(0))]).await;
    let found = records(&world, &[FAJR], DayRange::ALL).await;
    let expected = [(day(0), prayed(3)), (day(1), again(1)), (day(2), prayed(0)), (day(3), again(0))];
    assert_eq!(series(&found, FAJR), expected);
    world.check().await;
}

/// The reviewed days of a span, rising, both ends included.
pub async fn reviewed_days_rise(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    for number in [5, -4, 2, 7] {
        world.apply(vec![reviewed(day(number))]).await;
    }
    world.apply(vec![reviewed(Day::MAX), reviewed(Day::MIN), reviewed(day(2)), put(FAJR, day(3), prayed(1))]).await;
    world.apply(vec![Change::Reviewed { day: day(7), reviewed: false }]).await;
    let found = |days| {
        let world = world.clone();
        async move { world.store.reviewed(&world.ctx(), world.owner, days).await.unwrap() }
    };
    assert_eq!(found(DayRange::ALL).await, [Day::MIN, day(-4), day(2), day(5), Day::MAX]);
    assert_eq!(found(days(2, 5)).await, [day(2), day(5)]);
    assert_eq!(found(days(3, 4)).await, []);
    world.check().await;
}

/// The make-ups of one item, by the day on which they were done.
pub async fn make_ups_are_told_by_day(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    let done = |item, number, count| Change::MakeUp { item, day: day(number), count: MakeUpWrite::Put(count) };
    world.apply(vec![done(FAJR, 4, 2), done(FAJR, -1, 1), done(ISHA, 4, 7), done(FAJR, 5, 0)]).await;
    let found = world.store.make_ups(&world.ctx(), world.owner, FAJR).await.unwrap();
    assert_eq!(found.into_iter().collect::<Vec<_>>(), [(day(-1), 1), (day(4), 2)]);
    assert!(world.store.make_ups(&world.ctx(), world.owner, TASBIH).await.unwrap().is_empty());
    world.check().await;
}

/// The days of one item that were settled by fidya, by the day on which it was given: apart from its make-ups.
pub async fn fidya_is_told_by_day_and_apart_from_make_ups(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    let given = |item, number, count| Change::Fidya { item, day: day(number), count: MakeUpWrite::Put(count) };
    let done = Change::MakeUp { item: FAJR, day: day(4), count: MakeUpWrite::Put(9) };
    world.apply(vec![given(FAJR, 4, 2), given(FAJR, -1, 1), given(ISHA, 4, 7), given(FAJR, 5, 0), done]).await;
    let told = || async {
        let fidya = world.store.fidya(&world.ctx(), world.owner, FAJR).await.unwrap();
        let made_up = world.store.make_ups(&world.ctx(), world.owner, FAJR).await.unwrap();
        (fidya.into_iter().collect::<Vec<_>>(), made_up.into_iter().collect::<Vec<_>>())
    };
    assert_eq!(told().await, (vec![(day(-1), 1), (day(4), 2)], vec![(day(4), 9)]));
    assert!(world.store.fidya(&world.ctx(), world.owner, TASBIH).await.unwrap().is_empty());
    world.check().await;

    world.apply(vec![Change::Remove(RecordKey::MakeUp(FAJR, day(4)))]).await;
    assert_eq!(told().await, (vec![(day(-1), 1), (day(4), 2)], vec![]));
    world.apply(vec![Change::Remove(RecordKey::Fidya(FAJR, day(4)))]).await;
    assert_eq!(told().await, (vec![(day(-1), 1)], vec![]));
    world.check().await;
}
