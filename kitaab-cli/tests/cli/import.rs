//! What another program recorded.

use std::path::Path;

use serde_json::json;

use crate::world::{World, arg, assert_fields};

/// A Loop Habit Tracker export, as a folder.
fn loop_folder(world: &World) {
    let habits = "Position,Name,Type,Question,Description,FrequencyNumerator,FrequencyDenominator,Color,Unit,\
                  Target Type,Target Value,Archived?\n\
                  001,Walk,YES_NO,Did you walk?,,1,1,#FF8F00,,,,false\n\
                  002,Pages,NUMERICAL,,,1,1,#388E3C,pages,AT_LEAST,5.0,false\n";
    std::fs::create_dir_all(world.path("loop/001 Walk")).unwrap();
    std::fs::create_dir_all(world.path("loop/002 Pages")).unwrap();
    std::fs::write(world.path("loop/Habits.csv"), habits).unwrap();
    let days = "Date,Value,Notes\n2024-01-03,SKIP,\n2024-01-02,NO,\n2024-01-01,YES_MANUAL,by the sea\n";
    std::fs::write(world.path("loop/001 Walk/Checkmarks.csv"), days).unwrap();
    std::fs::write(world.path("loop/002 Pages/Checkmarks.csv"), "Date,Value,Notes\n2024-01-01,12500,\n").unwrap();
}

#[test]
fn a_dry_run_tells_and_writes_nothing() {
    let world = World::with_book();
    loop_folder(&world);
    let before = world.json(&["ledger"]);
    let told = world.json(&["import", "loop", "--dry-run"]);
    assert_fields(
        &told,
        &[
            "dry_run",
            "format",
            "version",
            "deeds",
            "entries_added",
            "entries_unchanged",
            "exemptions_added",
            "reminders_added",
            "groups_added",
            "reflections_added",
            "reflections_unchanged",
            "not_carried",
            "remarks",
            "seq",
            "turned",
        ],
    );
    assert_fields(&told["deeds"][0], &["id", "name", "new", "entries_added"]);
    assert_eq!((&told["dry_run"], &told["format"], &told["seq"]), (&json!(true), &json!("loop_csv"), &json!(null)));
    assert_eq!((&told["entries_added"], &told["exemptions_added"]), (&json!(3), &json!(1)));
    assert_fields(&told["not_carried"][0], &["habit", "what", "count", "days"]);
    let text = world.ok(&["import", "loop", "--dry-run"]);
    assert!(text.contains("Would be imported") && text.contains("Nothing was written"), "{text}");
    assert_eq!(world.json(&["ledger"]), before);
    assert_eq!(world.json(&["deeds"])["deeds"], json!([]));
}

#[test]
fn an_import_is_done_once() {
    let world = World::with_book();
    loop_folder(&world);
    assert_ne!(world.json(&["import", "loop"])["seq"], json!(null));
    let entries = world.json(&["entries", "--item", "Walk"]);
    assert_eq!(entries["entries"][1]["note"], "by the sea");
    assert_eq!(world.json(&["entries", "--item", "Pages"])["entries"][0]["value"]["amount"], "12.5");
    let again = world.json(&["import", "loop"]);
    assert_eq!(
        (&again["entries_added"], &again["entries_unchanged"], &again["seq"]),
        (&json!(0), &json!(3), &json!(null))
    );
    assert!(world.ok(&["import", "loop"]).contains("in the book already"));
    world.ok(&["undo"]);
    assert_eq!(world.json(&["deeds"])["deeds"], json!([]), "taken back as a whole");
}

#[test]
fn real_files_are_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/import-samples/uhabits");
    if !folder.exists() {
        eprintln!("skipped: the sample files of other programs are not at hand");
        return;
    }
    let world = World::with_book();
    let told = world.json(&["import", arg(&folder.join("loop.db")), "--dry-run"]);
    assert_eq!(told["deeds"].as_array().unwrap().len(), 9);
    assert!(world.ok(&["import", arg(&folder.join("loop.db"))]).contains("Wake up early"));
    let entries = world.json(&["entries", "--item", "Wake up early", "--from", "2016-03-14", "--to", "2016-03-17"]);
    let days: Vec<_> = entries["entries"].as_array().unwrap().iter().map(|entry| entry["day"].clone()).collect();
    assert_eq!(days, ["2016-03-16", "2016-03-14"]);
}

#[test]
fn files_of_no_known_kind_are_refused() {
    let world = World::with_book();
    std::fs::write(world.path("garbage"), "not a habit in sight").unwrap();
    world.fails(&["import", "garbage"], 9, "unsupported");
    world.fails(&["import", "missing.db"], 4, "not_found");
    std::fs::write(world.path("empty"), "").unwrap();
    world.fails(&["import", "empty"], 3, "invalid");
}
