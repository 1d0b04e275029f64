//! The starter catalogue: whole, in every language, on every store.

#![allow(clippy::unwrap_used, reason = "a test that can't go on should stop at the line that says why")]

use std::collections::BTreeSet;

use kitaab::starter::{self, StarterDeed};
use kitaab::words::Locale;
use kitaab::{Book, Category, Day, DayRange, Excuse, Goal, Hide, Kitaab, Measure, ReasonKind, Schedule};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A book in memory, and one in a file.
async fn books(folder: &tempfile::TempDir) -> Vec<Book> {
    let mut books = vec![Kitaab::open("memory:").await.unwrap().my_book().await.unwrap()];
    if cfg!(feature = "sqlite") {
        let file = folder.path().join("book.db");
        books.push(Kitaab::open(file.to_str().unwrap()).await.unwrap().my_book().await.unwrap());
    }
    books
}

fn keys(deeds: &[StarterDeed]) -> Vec<String> {
    deeds.iter().map(|deed| deed.key.clone()).collect()
}

#[tokio::test]
async fn the_whole_catalogue_fits_into_a_book_on_each_store() {
    let folder = tempfile::tempdir().unwrap();
    for tag in Locale::tags() {
        let locale = Locale::named(tag).unwrap();
        let listed = starter::list(&locale).unwrap();
        for book in books(&folder).await {
            let before = book.head().await.unwrap().seq;
            let settings = book.catalogue().await.unwrap().settings.clone();
            let picked = starter::pick(keys(&listed), day("2026-01-01"))
                .in_language(&locale)
                .for_book(&settings)
                .deeds()
                .unwrap();
            let added = book.deeds().add_all(picked).await.unwrap();
            assert_eq!(book.head().await.unwrap().seq, before + 1, "one commit");
            assert_eq!(added.len(), listed.len());
            for (deed, made) in listed.iter().zip(&added.added) {
                assert_eq!(made.name.as_str(), deed.name);
                assert_eq!((made.deed.category, made.deed.measure), (deed.category, deed.measure), "{}", deed.key);
                assert_eq!(made.deed.unit.as_ref().map(ToString::to_string), deed.unit);
                let labels = made.scale.iter().flat_map(|scale| &scale.values).map(|value| value.label.to_string());
                assert_eq!(labels.collect::<Vec<_>>(), deed.values);
                let leaves: Vec<_> = made.items.iter().filter(|item| item.leaf).collect();
                assert_eq!(leaves.len(), deed.items.len());
                for (item, leaf) in deed.items.iter().zip(leaves) {
                    assert_eq!(leaf.item.name.as_str(), item.name);
                    assert_eq!(leaf.item.schedule_on(day("2026-06-01")), &item.schedule, "{}", item.key);
                    assert_eq!(leaf.item.goals.on(day("2026-06-01")), item.goal.as_ref(), "{}", item.key);
                    assert_eq!(
                        (leaf.item.make_up.is_some(), leaf.item.fast),
                        (item.make_up, item.fast),
                        "{}",
                        item.key
                    );
                    assert_eq!((leaf.item.starts_on, leaf.hide), (day("2026-01-01"), Hide::None));
                }
            }
            // What is due can be asked for any day of a year, and it reads back the same from the ledger.
            for day in DayRange::ending(day("2026-12-31"), 365).days() {
                book.entries().day(day).await.unwrap();
            }
            book.ledger().verify(None).await.unwrap();
        }
    }
}

#[test]
fn names_and_labels_are_whole_and_different() {
    for tag in Locale::tags() {
        let listed = starter::list(&Locale::named(tag).unwrap()).unwrap();
        assert!(listed.len() >= 28, "{}", listed.len());
        let names: BTreeSet<&str> = listed.iter().map(|deed| deed.name.as_str()).collect();
        assert_eq!(names.len(), listed.len(), "{tag}: two deeds of one name can't be told apart");
        for deed in &listed {
            assert!(!deed.about.is_empty() && !deed.items.is_empty());
            assert_eq!(deed.measure == Measure::Scale, !deed.values.is_empty(), "{}", deed.key);
        }
        let bad: Vec<_> = listed.iter().filter(|deed| deed.category == Category::Saiyyiaat).collect();
        assert!(bad.len() >= 8);
        for deed in bad {
            assert!(
                matches!(deed.items[0].goal, Some(Goal::AmountAtMost(_) | Goal::ScoreAtMost(0))),
                "{}: what is to be kept away from has an upper bound",
                deed.key
            );
        }
    }
}

#[tokio::test]
async fn reasons_lift_what_they_lift() {
    let book = Kitaab::open("memory:").await.unwrap().my_book().await.unwrap();
    let listed = starter::list(&Locale::english()).unwrap();
    let deeds = starter::pick(keys(&listed), day("2026-01-01")).deeds().unwrap();
    let added = book.deeds().add_all(deeds).await.unwrap();
    let excuse = |deed: &str, item: &str, reason: ReasonKind| {
        let view = added.iter().find(|view| view.name.as_str() == deed).unwrap();
        let found = view.items.iter().find(|view| view.item.name.as_str() == item).unwrap();
        found.item.excuses.of(reason)
    };
    let (due, lifted) = (Excuse { lifts: false, owed: false }, Excuse { lifts: true, owed: false });
    for prayers in ["Salah", "Salah at home"] {
        for reason in [ReasonKind::Menstruation, ReasonKind::Postnatal] {
            assert_eq!(excuse(prayers, "Fajr", reason), lifted, "not owed");
        }
        for reason in [ReasonKind::Travel, ReasonKind::Illness] {
            assert_eq!(excuse(prayers, "Isha", reason), due);
        }
    }
    for reason in [ReasonKind::Menstruation, ReasonKind::Postnatal, ReasonKind::Travel, ReasonKind::Illness] {
        assert_eq!(excuse("Fasting", "Mondays and Thursdays", reason), lifted);
        assert_eq!(excuse("Fasting", "Ramadan", reason), Excuse { lifts: true, owed: true });
        assert_eq!(excuse("Jumu'ah", "Jumu'ah", reason), lifted);
    }
    assert_eq!(excuse("Dhikr", "Subhanallah", ReasonKind::Menstruation), due);
}

#[tokio::test]
async fn single_items_can_be_picked_and_what_was_picked_can_be_changed() {
    let book = Kitaab::open("memory:").await.unwrap().my_book().await.unwrap();
    let pick = starter::pick(["charity", "salah/isha", "salah/fajr", "salah/fajr"], day("2026-01-01"));
    let mut deeds = pick.deeds().unwrap();
    assert_eq!(deeds.iter().map(|deed| deed.name().unwrap().as_str()).collect::<Vec<_>>(), ["Salah", "Charity"]);
    deeds[1] = deeds[1].clone().unit("EUR");
    let added = book.deeds().add_all(deeds).await.unwrap();
    let names: Vec<_> = added[0].items.iter().map(|item| item.item.name.as_str()).collect();
    assert_eq!(names, ["Salah", "Fajr", "Isha"], "each once, in the order of the catalogue");
    assert_eq!(added[1].deed.unit.as_ref().unwrap().as_str(), "EUR");
    assert_eq!(
        added[1].items[0].item.schedule_on(day("2026-02-01")),
        &Schedule::TimesPerWeek { times: 1, week_start: 0 }
    );
}

#[tokio::test]
async fn what_is_not_there_is_named_and_nothing_is_made() {
    let today = day("2026-01-01");
    let error = starter::pick(["salah", "juggling"], today).deeds().unwrap_err();
    assert_eq!(
        (error.code(), error.to_string().as_str()),
        ("not_found", "there is no deed juggling in the starter catalogue")
    );
    for wrong in ["salah/juggling", "", "fajr"] {
        assert_eq!(starter::pick([wrong], today).deeds().unwrap_err().code(), "not_found", "{wrong}");
    }
    assert_eq!(starter::pick(Vec::<String>::new(), today).deeds().unwrap_err().code(), "invalid");

    let book = Kitaab::open("memory:").await.unwrap().my_book().await.unwrap();
    let mut deeds = starter::pick(["salah", "quran"], today).deeds().unwrap();
    deeds[1] = deeds[1].clone().unit("");
    let error = book.deeds().add_all(deeds).await.unwrap_err();
    assert_eq!((error.code(), error.field()), ("invalid", Some("deeds[1].unit")));
    assert_eq!(book.deeds().list().await.unwrap().len(), 0);
    assert_eq!(book.head().await.unwrap().seq, 0);
}

#[test]
fn beginners_get_the_deeds_that_the_demo_is_about() {
    let suggested = starter::suggested().unwrap();
    let deeds = starter::pick(suggested, day("2026-01-01")).deeds().unwrap();
    let names: Vec<_> = deeds.iter().map(|deed| deed.name().unwrap().as_str()).collect();
    assert_eq!(names, ["Salah", "Qur'an", "Dhikr", "Fasting", "Charity", "Backbiting", "Anger"]);
}

#[tokio::test]
async fn fasts_are_due_on_their_days() {
    let book = Kitaab::open("memory:").await.unwrap().my_book().await.unwrap();
    let deeds = starter::pick(["fasting"], day("2026-01-01")).deeds().unwrap();
    let fasting = book.deeds().add_all(deeds).await.unwrap();
    let due = async |item: &str, on: &str| {
        let item = fasting[0].item(item).unwrap();
        let page = book.entries().day(day(on)).await.unwrap();
        page.lines.iter().find(|line| line.item == item).unwrap().state.due
    };
    for (item, days, others) in [
        ("Ramadan", ["2026-02-18", "2026-03-19"], ["2026-02-17", "2026-03-20"]),
        ("Six of Shawwal", ["2026-03-21", "2026-04-17"], ["2026-03-20", "2026-04-18"]),
        ("Mondays and Thursdays", ["2026-03-02", "2026-03-05"], ["2026-03-03", "2026-05-28"]),
        ("White days", ["2026-03-02", "2026-05-31"], ["2026-03-05", "2026-05-30"]),
        ("Arafah", ["2026-05-26", "2026-05-26"], ["2026-05-25", "2026-05-27"]),
        ("Tasu'a and Ashura", ["2026-06-24", "2026-06-25"], ["2026-06-23", "2026-06-26"]),
    ] {
        for on in days {
            assert!(due(item, on).await, "{item} on {on}");
        }
        for on in others {
            assert!(!due(item, on).await, "{item} not on {on}");
        }
    }
}
