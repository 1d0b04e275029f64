//! Reading entries.

use std::sync::Arc;

use kitaab_core::{Change, Day, DayRange, Entry, ItemId, RecordKey, search};

use super::world::{
    FAJR, ISHA, PAGES, PRAYERS, TALK, TASBIH, World, amount, column, day, days, deeds_done, prayed, put, put_noted,
    talked,
};
use crate::contract::{EntryQuery, MAX_PAGE, Page, ReflectionQuery, Store};

type EntryPage = Page<Entry, (Day, ItemId)>;

async fn page(world: &World, query: &EntryQuery) -> EntryPage {
    world.store.entries(&world.ctx(), world.owner, query).await.unwrap()
}

fn places(page: &EntryPage) -> Vec<(Day, ItemId)> {
    page.rows.iter().map(|entry| (entry.day, entry.item)).collect()
}

/// An entry is there for its item and day, and for no other.
pub async fn an_entry_is_found_by_item_and_day(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    world.apply(vec![put_noted(FAJR, day(0), prayed(2), "cold water")]).await;
    let expected = Entry::new(FAJR, day(0), prayed(2), Some(super::world::note("cold water")), 2);
    let entry = |item, day| {
        let world = world.clone();
        async move { world.store.entry(&world.ctx(), world.owner, item, day).await.unwrap() }
    };
    assert_eq!(entry(FAJR, day(0)).await, Some(expected));
    for (item, day) in [(ISHA, day(0)), (FAJR, day(1)), (FAJR, day(-1)), (FAJR, Day::MIN), (FAJR, Day::MAX)] {
        assert_eq!(entry(item, day).await, None);
    }
    world.check().await;
}

/// Entries come newest day first, and by item id within a day.
pub async fn entries_come_newest_first(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    world.apply(vec![put(TALK, day(2), talked(0)), put(FAJR, day(1), prayed(1))]).await;
    world.apply(vec![put(FAJR, day(2), prayed(1)), put(TASBIH, day(2), amount(1))]).await;
    world.apply(vec![put(PAGES, day(-3), amount(4)), put(ISHA, day(3), prayed(3))]).await;
    let expected = [(day(3), ISHA), (day(2), FAJR), (day(2), TASBIH), (day(2), TALK), (day(1), FAJR), (day(-3), PAGES)];
    let all = page(&world, &EntryQuery::on(DayRange::ALL, MAX_PAGE)).await;
    assert_eq!((places(&all).as_slice(), all.next), (expected.as_slice(), None));
    // Both ends of a span are included.
    let some = page(&world, &EntryQuery::on(days(1, 2), MAX_PAGE)).await;
    assert_eq!(places(&some), expected[1..5]);
    let none = page(&world, &EntryQuery::on(days(-2, 0), MAX_PAGE)).await;
    assert_eq!((none.rows.len(), none.next), (0, None));
}

/// Pages of any length hold every entry once; the last one says that it is the last.
pub async fn entries_come_in_pages(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    let units = [1; 20];
    world.apply([TASBIH, PAGES].map(|item| Change::Entries(column(item, day(0), &units))).to_vec()).await;
    let all = places(&page(&world, &EntryQuery::on(DayRange::ALL, MAX_PAGE)).await);
    assert_eq!(all.len(), 40);
    for limit in [1, 7, 13, 39, 40, 41] {
        let mut query = EntryQuery::on(DayRange::ALL, limit);
        let mut seen = Vec::new();
        loop {
            let page = page(&world, &query).await;
            seen.extend(places(&page));
            match page.next {
                Some(next) => {
                    assert_eq!(page.rows.len(), limit as usize);
                    assert_eq!(Some(next), seen.last().copied());
                    assert!(seen.len() < 40, "a page after the last is told of");
                    query.after = Some(next);
                }
                None => break,
            }
        }
        assert_eq!(seen, all, "in pages of {limit}");
    }
    // A cursor need not be an entry, nor lie within the days asked for.
    let mut query = EntryQuery { after: Some((day(10), FAJR)), ..EntryQuery::on(days(9, 12), 3) };
    assert_eq!(places(&page(&world, &query).await), [(day(10), TASBIH), (day(10), PAGES), (day(9), TASBIH)]);
    query.after = Some((Day::MAX, FAJR));
    assert_eq!(places(&page(&world, &query).await)[0], (day(12), TASBIH));
    query.after = Some((Day::MIN, FAJR));
    assert_eq!(page(&world, &query).await, Page { rows: vec![], next: None });
}

/// What is written between two pages neither repeats nor hides an entry that is further down.
pub async fn pages_of_entries_hold_while_others_write(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    world.apply(vec![Change::Entries(column(TASBIH, day(0), &[5; 10]))]).await;
    let mut query = EntryQuery::on(DayRange::ALL, 4);
    let first = page(&world, &query).await;
    assert_eq!(places(&first), [9, 8, 7, 6].map(|number| (day(number), TASBIH)));
    query.after = first.next;
    world
        .apply(vec![
            put(TASBIH, day(20), amount(1)),
            put(FAJR, day(6), prayed(1)),
            put(TALK, day(6), talked(1)),
            Change::Remove(RecordKey::Entry(TASBIH, day(6))),
            Change::Remove(RecordKey::Entry(TASBIH, day(8))),
            put(TASBIH, day(4), amount(6)),
            Change::Remove(RecordKey::Entry(TASBIH, day(3))),
        ])
        .await;
    let second = page(&world, &query).await;
    let expected = [(day(6), TALK), (day(5), TASBIH), (day(4), TASBIH), (day(2), TASBIH)];
    assert_eq!(places(&second), expected);
    assert_eq!(second.rows[2].value, amount(6));
    query.after = second.next;
    let third = page(&world, &query).await;
    assert_eq!((places(&third), third.next), ([1, 0].map(|number| (day(number), TASBIH)).to_vec(), None));
    world.check().await;
}

/// Entries of some items, of none, and of all.
pub async fn entries_are_chosen_by_item(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    world.apply(deeds_done()).await;
    let of = |items: Vec<ItemId>| EntryQuery { items: Some(items), ..EntryQuery::on(DayRange::ALL, 100) };
    let expected = [(day(1), TALK), (day(0), FAJR)];
    assert_eq!(places(&page(&world, &of(vec![TALK, FAJR, PRAYERS, TALK])).await), expected);
    assert_eq!(places(&page(&world, &of(vec![])).await), []);
    assert_eq!(places(&page(&world, &of(vec![PRAYERS])).await), []);
    let mut query = EntryQuery { limit: 1, ..of(vec![TALK, FAJR]) };
    let first = page(&world, &query).await;
    query.after = first.next;
    assert_eq!((first.next, places(&page(&world, &query).await)), (Some(expected[0]), expected[1..].to_vec()));
}

/// A note is found by words that it holds whole, all of them, however they are spelled.
pub async fn entries_are_found_by_the_words_of_their_notes(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    world.apply(vec![put_noted(FAJR, day(0), prayed(0), "Overslept, after a long NIGHT.")]).await;
    world.apply(vec![put_noted(FAJR, day(1), prayed(2), "Rose at night; the night was cold")]).await;
    world.apply(vec![put_noted(ISHA, day(2), prayed(2), "صلّيتُ في المسجد بعد ليلةٍ طويلة")]).await;
    world.apply(vec![put(TASBIH, day(3), amount(33))]).await;
    let found = |text: &str| {
        let query = EntryQuery { words: search::tokens(text), ..EntryQuery::on(DayRange::ALL, 100) };
        let world = world.clone();
        async move { places(&page(&world, &query).await) }
    };
    assert_eq!(found("night").await, [(day(1), FAJR), (day(0), FAJR)]);
    assert_eq!(found("NIGHT long").await, [(day(0), FAJR)]);
    assert_eq!(found("night night").await.len(), 2);
    assert_eq!(found("nigh").await, [], "a part of a word is found");
    assert_eq!(found("long cold").await, [], "words of different notes are found together");
    assert_eq!(found("ليلة").await, [(day(2), ISHA)]);
    assert_eq!(found("ليله المسجد").await, [(day(2), ISHA)]);
    assert_eq!(found("").await.len(), 4);

    // Words follow the note: another one, none, and one on an entry that is gone.
    world.apply(vec![put_noted(FAJR, day(0), prayed(0), "Ill")]).await;
    world.apply(vec![Change::Remove(RecordKey::Entry(FAJR, day(1)))]).await;
    assert_eq!(found("night").await, []);
    assert_eq!(found("ill").await, [(day(0), FAJR)]);
    world.apply(vec![put(FAJR, day(0), prayed(1))]).await;
    assert_eq!(found("ill").await, [(day(0), FAJR)], "a value that is put keeps the note");
    let clear = kitaab_core::NoteWrite::Clear;
    world
        .apply(vec![Change::Entry { item: FAJR, day: day(0), value: kitaab_core::ValueWrite::Keep, note: clear }])
        .await;
    assert_eq!(found("ill").await, []);

    // In pages, among others that don't hold the word.
    let many =
        (10..20).map(|number| put_noted(TASBIH, day(number), amount(1), if number % 3 == 0 { "odd" } else { "even" }));
    world.apply(many.collect()).await;
    let mut query = EntryQuery { words: search::tokens("odd"), ..EntryQuery::on(DayRange::ALL, 2) };
    let first = page(&world, &query).await;
    assert_eq!((places(&first), first.next), (vec![(day(18), TASBIH), (day(15), TASBIH)], Some((day(15), TASBIH))));
    query.after = first.next;
    let second = page(&world, &query).await;
    assert_eq!((places(&second), second.next), (vec![(day(12), TASBIH)], None));
    query = EntryQuery { items: Some(vec![FAJR]), after: None, ..query };
    assert_eq!(places(&page(&world, &query).await), []);
    world.check().await;
}

/// Whether any of some items has an entry at all.
pub async fn having_entries_is_told_for_items(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    let have = |items: &'static [ItemId]| {
        let world = world.clone();
        async move { world.store.has_entries(&world.ctx(), world.owner, items).await.unwrap() }
    };
    assert!(!have(&[FAJR, ISHA, TASBIH]).await);
    world.apply(vec![put(ISHA, Day::MIN, prayed(0))]).await;
    assert!(have(&[FAJR, ISHA]).await);
    assert!(!have(&[FAJR, PRAYERS]).await && !have(&[]).await);
    world.apply(vec![Change::Remove(RecordKey::Entry(ISHA, Day::MIN))]).await;
    assert!(!have(&[FAJR, ISHA]).await);
}

/// Every list refuses a limit of 0, and one above the greatest.
pub async fn limits_are_checked(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    world.apply(deeds_done()).await;
    let (store, ctx, owner) = (&world.store, world.ctx(), world.owner);
    for (limit, allowed) in [(0, false), (1, true), (MAX_PAGE, true), (MAX_PAGE + 1, false), (u32::MAX, false)] {
        let query = ReflectionQuery { days: DayRange::ALL, category: None, words: Vec::new(), after: None, limit };
        let answers = [
            store.entries(&ctx, owner, &EntryQuery::on(DayRange::ALL, limit)).await.err(),
            store.reflections(&ctx, owner, &query).await.err(),
            store.history(&ctx, owner, RecordKey::Reviewed(day(0)), None, limit).await.err(),
            store.commits(&ctx, owner, 0, limit).await.err(),
            store.headers(&ctx, owner, None, limit).await.err(),
        ];
        for error in answers {
            assert_eq!(error.map(|error| error.code()), (!allowed).then_some("invalid"), "a limit of {limit}");
        }
    }
}
