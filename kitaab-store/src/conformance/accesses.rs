//! The access log: who else read in a book.

use std::sync::Arc;

use kitaab_core::{DayRange, DeedId, PermissionLevel, RecordKey, Shared, Timestamp};
use uuid::Uuid;

use super::world::{
    ALI, DHIKR, FAJR, FRIENDSHIP, INSTANT, ISHA, SALAH, TASBIH, World, day, deeds_done, grant, prayed, put,
};
use crate::contract::{AccessPlace, Context, EntryQuery, LoggedAccess, Store};

/// The book, and Ali, who may read Salah and write dhikr.
async fn shared(store: Arc<dyn Store>) -> (World, World) {
    let world = World::new(store).await;
    world.apply(deeds_done()).await;
    let dhikr = grant(Uuid::from_u128(0x22).into(), FRIENDSHIP, Shared::Deed(DHIKR), PermissionLevel::Write);
    world.apply(vec![dhikr]).await;
    let ali = world.acted_on_by(ALI);
    (world, ali)
}

async fn log(world: &World) -> Vec<LoggedAccess> {
    world.store.accesses(&world.ctx(), world.owner, None, 100).await.unwrap().rows
}

fn read(deed: DeedId, at: Timestamp, on: i32) -> LoggedAccess {
    LoggedAccess { reader: ALI, deed, day: day(on), first_at: at }
}

/// The day of the tests' instant in Riyadh, where the owner lives: 2023-11-15 at 01:13.
const TODAY: i32 = 676;
const HOUR: i64 = 3_600_000_000;

/// What others read is noted under its deeds, once for each on a day of the owner's; when first is kept.
pub async fn a_reading_is_noted_once_a_day(store: Arc<dyn Store>) {
    let (world, ali) = shared(store).await;
    let (store, owner) = (&ali.store, ali.owner);
    let at = |hours: i64| Context { now: Timestamp::from_micros(INSTANT.micros() + hours * HOUR), ..ali.ctx() };
    store.entry(&at(0), owner, FAJR, day(0)).await.unwrap();
    assert_eq!(log(&world).await, [read(SALAH, INSTANT, TODAY)]);
    store.records_in_bulk(&at(1), owner, &[ISHA, TASBIH], DayRange::ALL).await.unwrap();
    store.records(&at(2), owner, &[ISHA, TASBIH], DayRange::ALL).await.unwrap();
    store.entries(&at(2), owner, &EntryQuery::on(DayRange::ALL, 10)).await.unwrap();
    assert_eq!(log(&world).await, [read(SALAH, INSTANT, TODAY), read(DHIKR, at(1).now, TODAY)]);
    // Midnight has passed where the owner lives.
    store.rollups(&at(23), owner, DayRange::ALL).await.unwrap();
    store.has_entries(&at(24), owner, &[FAJR]).await.unwrap();
    let tomorrow = [read(SALAH, at(23).now, TODAY + 1), read(DHIKR, at(23).now, TODAY + 1)];
    let before = [read(SALAH, INSTANT, TODAY), read(DHIKR, at(1).now, TODAY)];
    assert_eq!(log(&world).await, [tomorrow, before].concat());
    world.check().await;
}

/// The owner's own reading, writing, looking at the catalogue, and what was not shown are not noted.
pub async fn what_is_not_read_is_not_noted(store: Arc<dyn Store>) {
    let (world, ali) = shared(store).await;
    world.check().await;
    ali.store.catalogue(&ali.ctx(), ali.owner).await.unwrap();
    ali.store.head(&ali.ctx(), ali.owner).await.unwrap();
    ali.store.entry(&ali.ctx(), ali.owner, super::world::TALK, day(1)).await.unwrap();
    let query = EntryQuery { words: vec!["fajr".to_owned()], ..EntryQuery::on(DayRange::ALL, 10) };
    ali.store.entries(&ali.ctx(), ali.owner, &query).await.unwrap();
    ali.apply(vec![put(TASBIH, day(1), super::world::amount(3))]).await;
    ali.refused(vec![put(FAJR, day(1), prayed(3))]).await;
    ali.store.history(&ali.ctx(), ali.owner, RecordKey::Entry(FAJR, day(0)), None, 10).await.unwrap_err();
    assert_eq!(log(&world).await, []);
    ali.store.history(&ali.ctx(), ali.owner, RecordKey::Entry(TASBIH, day(0)), None, 10).await.unwrap();
    assert_eq!(log(&world).await, [read(DHIKR, INSTANT, TODAY)]);
}

/// Pages follow one another without a gap.
pub async fn the_access_log_comes_in_pages(store: Arc<dyn Store>) {
    let (world, ali) = shared(store).await;
    for days in 0..5 {
        let now = Timestamp::from_micros(INSTANT.micros() + days * 24 * HOUR);
        ali.store.rollups(&Context { now, ..ali.ctx() }, ali.owner, DayRange::ALL).await.unwrap();
    }
    let whole = log(&world).await;
    assert_eq!(whole.len(), 10);
    let mut paged = Vec::new();
    let mut after: Option<AccessPlace> = None;
    loop {
        let page = world.store.accesses(&world.ctx(), world.owner, after, 3).await.unwrap();
        paged.extend(page.rows);
        match page.next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    assert_eq!(paged, whole);
    for limit in [0, 10_001] {
        let refused = world.store.accesses(&world.ctx(), world.owner, None, limit).await;
        assert_eq!(refused.unwrap_err().code(), "invalid");
    }
}

/// Nothing of it is left when the book is erased.
pub async fn the_access_log_goes_with_the_book(store: Arc<dyn Store>) {
    let (world, ali) = shared(store).await;
    ali.store.rollups(&ali.ctx(), ali.owner, DayRange::ALL).await.unwrap();
    assert_eq!(log(&world).await.len(), 2);
    world.store.erase_book(&world.ctx(), world.owner).await.unwrap();
    assert_eq!(log(&world).await, []);
    let anew = world.on_device(0xdf);
    anew.apply(super::world::structure()).await;
    assert_eq!(log(&anew).await, []);
    ali.store.entry(&ali.ctx(), ali.owner, FAJR, day(0)).await.unwrap();
    assert_eq!(log(&anew).await, [read(SALAH, INSTANT, TODAY)]);
}
