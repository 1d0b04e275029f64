//! The starter catalogue, from the list to the book.

use crate::world::{World, assert_fields};

#[test]
fn it_is_listed_without_a_book() {
    let world = World::empty();
    let text = world.ok(&["starter"]);
    for words in
        ["Prayer", "salah", "Salah at home", "fasting/mondays-and-thursdays", "To keep away from", "init --starter"]
    {
        assert!(text.contains(words), "{words} in\n{text}");
    }
    assert!(world.ok(&["starter", "--list", "--language", "ar"]).contains("بر الوالدين"));
    let listed = world.json(&["starter", "--list"]);
    assert_fields(&listed, &["language", "deeds"]);
    let deed = &listed["deeds"][0];
    assert_fields(
        deed,
        &["key", "group", "name", "about", "category", "measure", "unit", "values", "suggested", "items"],
    );
    assert_fields(&deed["items"][0], &["key", "name", "schedule", "goal", "make_up", "fast", "suggested"]);
    assert_eq!(deed["values"][3], "in congregation");
}

#[test]
fn what_is_picked_is_in_the_book() {
    let world = World::with_book();
    let made = world.json(&["starter", "salah-at-home", "fasting/mondays-and-thursdays", "--starts-on", "2024-01-01"]);
    assert_fields(&made, &["deeds", "seq", "turned"]);
    assert_eq!(made["deeds"][0]["items"].as_array().unwrap().len(), 6);
    world.ok(&["log", "Salah at home/Fajr", "at its beginning"]);
    world.ok(&["starter", "charity", "gaze", "--language", "ar"]);
    let deeds = world.json(&["deeds"]);
    let names: Vec<&str> =
        deeds["deeds"].as_array().unwrap().iter().map(|deed| deed["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Salah at home", "Fasting", "الصدقة", "إطلاق البصر"]);
}

#[test]
fn what_can_not_be_picked_is_told() {
    let world = World::with_book();
    world.fails(&["starter", "juggling"], 4, "not_found");
    world.fails(&["starter", "salah", "--language", "tlh"], 9, "unsupported");
    world.fails(&["starter", "salah", "--language", "?"], 3, "invalid");
    world.ok(&["starter", "salah"]);
    let error = world.fails(&["starter", "anger", "salah"], 5, "conflict");
    assert!(error["hint"].as_str().unwrap().contains("kitaab rename"), "{error}");
    assert_eq!(world.json(&["deeds"])["deeds"].as_array().unwrap().len(), 1, "all or nothing");
    World::empty().fails(&["starter", "salah"], 4, "not_found");
}
