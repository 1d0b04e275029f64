//! Undo, redo, history, the ledger, and erasing for good.

use serde_json::json;

use crate::world::{World, assert_fields};

#[test]
fn a_change_is_taken_back_and_brought_about_again() {
    let world = World::with_deeds();
    world.ok(&["log", "Fajr", "late", "--day", "2024-05-01"]);
    let last = world.json(&["log", "Fajr", "on time", "--day", "2024-05-01", "--note", "after all"])["seq"].clone();

    let undone = world.json(&["undo"]);
    assert_fields(&undone, &["of", "seq", "turned"]);
    assert_eq!(undone["of"], last);
    let value = |world: &World| world.json(&["entries", "--to", "2024-12-31"])["entries"][0]["value"]["label"].clone();
    assert_eq!(value(&world), "late");
    assert_eq!(world.json(&["redo"])["of"], last);
    assert_eq!(value(&world), "on time");
    assert!(world.ok(&["redo"]).contains("There is nothing to bring about again."));
    assert_eq!(world.json(&["redo"])["of"], json!(null));
    assert!(world.ok(&["undo"]).contains("Taken back: commit "));
    assert_eq!(value(&world), "late");
    world.fails(&["undo", &last.to_string()], 5, "conflict");
    let review = world.json(&["reviewed", "2024-05-03"])["seq"].clone();
    world.ok(&["log", "Fajr", "late", "--day", "2024-05-04"]);
    assert_eq!(world.json(&["undo", &review.to_string()])["of"], review, "a certain one");

    let history = world.json(&["history", "Fajr", "--day", "2024-05-01"]);
    assert_fields(&history, &["record", "events"]);
    assert_fields(&history["events"][0], &["seq", "at", "actor", "device", "origin", "of", "before", "after"]);
    let origins: Vec<_> = history["events"].as_array().unwrap().iter().map(|event| event["origin"].clone()).collect();
    assert_eq!(origins, ["undo", "redo", "undo", "authored", "authored"], "newest first");
    assert_eq!(history["events"][3]["after"]["note"], "after all");
    assert_eq!(history["events"][4]["before"], json!(null));
    assert!(world.ok(&["history", "Fajr", "--day", "2024-05-01"]).contains("on time (after all)"));
}

#[test]
fn everything_has_a_history() {
    let world = World::with_deeds();
    world.ok(&["rename", "Salah/Zuhr", "Dhuhr"]);
    let text = world.ok(&["history", "Salah/Dhuhr"]);
    assert!(text.contains("name: Dhuhr") && text.contains("made"), "{text}");
    world.ok(&["reflect", "First.", "--day", "2024-05-01"]);
    world.ok(&["reflect", "Second.", "--day", "2024-05-01"]);
    let history = world.json(&["history", "--reflection", "--day", "2024-05-01"]);
    assert_eq!(history["events"][0]["before"], json!({"kind": "reflection", "text": "First."}));
    world.ok(&["add-merit", "Much", "--days", "7", "--item", "Dhikr", "--total", "300"]);
    assert_eq!(world.json(&["history", "--merit", "much"])["events"][0]["after"]["kind"], "record");
}

#[test]
fn the_ledger_is_listed_and_verified() {
    let world = World::with_deeds();
    let page = world.json(&["ledger", "--limit", "1"]);
    assert_fields(&page, &["commits", "next"]);
    assert_fields(&page["commits"][0], &["seq", "at", "actor", "device", "origin", "of"]);
    let before = page["next"].to_string();
    let rest = world.json(&["ledger", "--before", &before]);
    assert_eq!(rest["next"], json!(null));
    assert_eq!(rest["commits"][0]["device"], page["commits"][0]["device"], "one installation is one device");

    let verified = world.json(&["verify"]);
    assert_fields(&verified, &["commits", "changes", "erased", "checkpoint"]);
    assert_eq!(verified["commits"], page["commits"][0]["seq"]);
    let checkpoint = verified["checkpoint"].as_str().unwrap();
    world.ok(&["log", "Dhikr", "33"]);
    assert!(world.ok(&["verify", "--checkpoint", checkpoint]).contains("Every link holds"));
    let other = checkpoint.replace(|c: char| c.is_ascii_alphabetic(), "0");
    world.fails(&["verify", "--checkpoint", &other], 8, "corrupt");
}

#[test]
fn what_is_erased_is_gone_for_good() {
    let world = World::with_deeds();
    world.ok(&["log", "Fajr", "late", "--day", "2024-05-01", "--note", "unmistakable words"]);
    world.ok(&["reflect", "private thoughts", "--day", "2024-05-01"]);
    world.fails(&["erase", "Fajr", "--day", "2024-05-01"], 2, "usage");
    let erased = world.json(&["erase", "Fajr", "--day", "2024-05-01", "--yes"]);
    assert_fields(&erased, &["kind", "erased", "seq", "turned"]);
    assert_eq!(erased["kind"], "entry");
    assert!(world.ok(&["erase", "--reflection", "--day", "2024-05-01", "--yes"]).contains("Erased for good"));
    assert_eq!(world.json(&["history", "Fajr", "--day", "2024-05-01"])["events"], json!([]));
    assert_ne!(world.json(&["verify"])["erased"], json!(0));
    for file in std::fs::read_dir(world.path("data/kitaab")).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        for words in ["unmistakable words", "private thoughts"] {
            assert!(!bytes.windows(words.len()).any(|window| window == words.as_bytes()), "{words}");
        }
    }
    world.fails(&["erase", "Fajr", "--day", "2024-05-01", "--yes"], 4, "not_found");

    world.ok(&["add-merit", "Much", "--days", "7", "--item", "Dhikr", "--total", "300"]);
    world.fails(&["erase", "Dhikr", "--yes"], 5, "conflict");
    world.ok(&["erase", "--merit", "Much", "--yes"]);
    assert_eq!(world.json(&["erase", "Dhikr", "--yes"])["kind"], "deed");
}

#[test]
fn a_whole_book_can_be_erased_and_begun_anew() {
    let world = World::with_deeds();
    world.fails(&["erase", "--whole-book"], 2, "usage");
    let erased = world.json(&["erase", "--whole-book", "--yes"]);
    assert_fields(&erased, &["kind", "erased"]);
    assert_eq!(erased["kind"], "book");
    assert_eq!(world.json(&["deeds"])["deeds"], json!([]));
    world.ok(&["init", "--zone", "UTC"]);
}
