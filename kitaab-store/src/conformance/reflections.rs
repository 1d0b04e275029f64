//! Reading reflections.

use std::sync::Arc;

use kitaab_core::Category::{Hasanaat, Saiyyiaat};
use kitaab_core::{Category, Change, Day, DayRange, RecordKey, Reflection, search};

use super::world::{World, day, days, reflect};
use crate::contract::{Page, ReflectionQuery, Store};

const ALL: ReflectionQuery =
    ReflectionQuery { days: DayRange::ALL, category: None, words: Vec::new(), after: None, limit: 100 };

async fn page(world: &World, query: &ReflectionQuery) -> Page<Reflection, (Day, Category)> {
    world.store.reflections(&world.ctx(), world.owner, query).await.unwrap()
}

async fn places(world: &World, query: &ReflectionQuery) -> Vec<(Day, Category)> {
    page(world, query).await.rows.iter().map(|reflection| (reflection.day, reflection.category)).collect()
}

fn containing(text: &str) -> ReflectionQuery {
    ReflectionQuery { words: search::tokens(text), ..ALL }
}

/// Reflections come newest day first, and those on good deeds before those on bad ones.
pub async fn reflections_come_newest_first(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    world.apply(vec![reflect(day(1), Saiyyiaat, "b"), reflect(day(3), Saiyyiaat, "d")]).await;
    world.apply(vec![reflect(day(1), Hasanaat, "a"), reflect(day(2), Hasanaat, "c")]).await;
    let expected = [(day(3), Saiyyiaat), (day(2), Hasanaat), (day(1), Hasanaat), (day(1), Saiyyiaat)];
    assert_eq!(places(&world, &ALL).await, expected);
    assert_eq!(places(&world, &ReflectionQuery { days: days(1, 2), ..ALL }).await, expected[1..]);
    let of = |category| ReflectionQuery { category: Some(category), ..ALL };
    assert_eq!(places(&world, &of(Hasanaat)).await, expected[1..3]);
    assert_eq!(places(&world, &of(Saiyyiaat)).await, [expected[0], expected[3]]);
    let first = &page(&world, &ALL).await.rows[0];
    assert_eq!((first.text.as_str(), first.revision), ("d", 2));
    world.apply(vec![reflect(day(3), Saiyyiaat, "D")]).await;
    let first = &page(&world, &ALL).await.rows[0];
    assert_eq!((first.text.as_str(), first.revision), ("D", 4));
    world.check().await;
}

/// Pages hold every reflection once, whatever is written in between.
pub async fn reflections_come_in_pages(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    let both = |number| [Hasanaat, Saiyyiaat].map(|category| reflect(day(number), category, "words"));
    world.apply((0..5).flat_map(both).collect()).await;
    let all = places(&world, &ALL).await;
    assert_eq!(all.len(), 10);
    for limit in [1, 3, 9, 10, 11] {
        let mut query = ReflectionQuery { limit, ..ALL };
        let mut seen = Vec::new();
        loop {
            let page = page(&world, &query).await;
            seen.extend(page.rows.iter().map(|reflection| (reflection.day, reflection.category)));
            query.after = page.next;
            if page.next.is_none() {
                break;
            }
            assert_eq!(page.rows.len(), limit as usize);
            assert!(seen.len() < all.len(), "a page after the last is told of");
        }
        assert_eq!(seen, all, "in pages of {limit}");
    }
    let first = page(&world, &ReflectionQuery { limit: 3, ..ALL }).await;
    assert_eq!(first.next, Some((day(3), Hasanaat)));
    let gone = Change::Reflection { day: day(3), category: Hasanaat, text: None };
    world.apply(vec![gone, reflect(day(9), Hasanaat, "newer")]).await;
    world.apply(vec![Change::Remove(RecordKey::Reflection(day(2), Hasanaat))]).await;
    let second = ReflectionQuery { limit: 2, after: first.next, ..ALL };
    assert_eq!(places(&world, &second).await, [(day(3), Saiyyiaat), (day(2), Saiyyiaat)]);
    world.check().await;
}

/// A reflection is found by words that it holds whole, all of them, however they are spelled.
pub async fn reflections_are_found_by_words(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    world.apply(vec![reflect(day(0), Hasanaat, "Visited my mother. She was glad.")]).await;
    world.apply(vec![reflect(day(1), Saiyyiaat, "Raised my voice at my brother; CRÈME of tempers")]).await;
    world.apply(vec![reflect(day(2), Hasanaat, "100% patience_with \"quotes\" AND brother OR *")]).await;
    for (text, expected) in [
        ("mother", vec![(day(0), Hasanaat)]),
        ("MY", vec![(day(1), Saiyyiaat), (day(0), Hasanaat)]),
        ("my glad", vec![(day(0), Hasanaat)]),
        ("moth", vec![]),
        ("mother brother", vec![]),
        ("creme", vec![(day(1), Saiyyiaat)]),
        ("\"quotes\"", vec![(day(2), Hasanaat)]),
        ("brother OR mother", vec![]),
        ("and", vec![(day(2), Hasanaat)]),
        ("100", vec![(day(2), Hasanaat)]),
    ] {
        assert_eq!(places(&world, &containing(text)).await, expected, "{text}");
    }
    let query = ReflectionQuery { category: Some(Hasanaat), days: days(1, 5), ..containing("brother") };
    assert_eq!(places(&world, &query).await, [(day(2), Hasanaat)]);
    world.apply(vec![reflect(day(0), Hasanaat, "Visited my aunt")]).await;
    assert_eq!(places(&world, &containing("mother")).await, []);
    assert_eq!(places(&world, &containing("aunt")).await, [(day(0), Hasanaat)]);
    world.apply(vec![Change::Reflection { day: day(0), category: Hasanaat, text: None }]).await;
    assert_eq!(places(&world, &containing("aunt")).await, []);
    world.check().await;
}

/// Arabic words are found without their marks, and whichever way their letters are written.
pub async fn reflections_are_found_by_arabic_words(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    world.apply(vec![reflect(day(0), Hasanaat, "صَلَّيْتُ الفَجْرَ في المَسْجِدِ، والحمدُ لله")]).await;
    world.apply(vec![reflect(day(1), Saiyyiaat, "أسرفتُ في الكلام على أخي")]).await;
    world.apply(vec![reflect(day(2), Hasanaat, "قرأت صفحةً من القرآن mid-day")]).await;
    for (text, expected) in [
        ("الفجر", vec![(day(0), Hasanaat)]),
        ("في", vec![(day(1), Saiyyiaat), (day(0), Hasanaat)]),
        ("اخي", vec![(day(1), Saiyyiaat)]),
        ("صفحه", vec![(day(2), Hasanaat)]),
        ("القران", vec![(day(2), Hasanaat)]),
        ("القرآن MID", vec![(day(2), Hasanaat)]),
        ("فجر", vec![]),
    ] {
        assert_eq!(places(&world, &containing(text)).await, expected, "{text}");
    }
    world.check().await;
}
