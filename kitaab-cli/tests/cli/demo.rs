//! The demo: complete, repeatable, and away from anybody's book.

use serde_json::{Value, json};

use crate::world::{World, arg, assert_fields};

#[test]
fn it_shows_a_year() {
    let world = World::empty();
    let text = world.ok(&["demo"]);
    for words in [
        "A made-up year",
        "Good deeds",
        "in congregation",
        "Bad deeds",
        "clean",
        "Merits",
        "all of these",
        "Demerits",
        "Targets",
        "due days left",
        "Make-ups",
        "owed",
        "Every link holds",
        "kitaab day yesterday",
    ] {
        assert!(text.contains(words), "{words} in\n{text}");
    }
    // How long a path is, is not the program's to choose.
    let lines = text.lines().filter(|line| !line.contains("kitaab=") && !line.contains("KITAAB_BOOK="));
    let widest = lines.map(|line| line.chars().count()).max().unwrap();
    assert!(widest <= 80, "{widest} columns");
    assert!(!text.contains('\u{1b}'), "no styles where there is no terminal");
    assert!(world.path("kitaab-demo.db").exists());
    assert!(!world.book().exists());
}

#[test]
fn its_answer_holds_what_the_commands_answer() {
    let world = World::empty();
    let told = world.json(&["demo", "--at", "demo.db"]);
    assert_fields(
        &told,
        &["book", "first_day", "last_day", "entries", "milliseconds", "day", "merits", "targets", "make_ups", "ledger"],
    );
    let book = |args: &[&str]| world.json(&[args, &["--book", "demo.db"]].concat());
    let merits: Vec<Value> = told["merits"]["merits"].as_array().unwrap().clone();
    assert_eq!(merits.len(), 4);
    assert_eq!(merits.iter().filter(|merit| merit["category"] == "negative").count(), 1);
    assert_eq!(told["targets"]["targets"].as_array().unwrap().len(), 2);
    let make_ups: Vec<&Value> = told["make_ups"]["make_ups"].as_array().unwrap().iter().collect();
    let ramadan = make_ups.iter().find(|make_up| make_up["path"] == "Fasting/Ramadan").unwrap();
    assert_eq!((&ramadan["opening"], &ramadan["done"]), (&json!(2), &json!(3)));
    if told["last_day"] == book(&["settings"])["today"] {
        assert_eq!(told["day"], book(&["day"]));
        assert_eq!(book(&["verdicts"])["verdicts"].as_array().unwrap().len(), 4 * 60);
    }
    let year = told["entries"].as_u64().unwrap();
    assert!((2_000..5_000).contains(&year), "{year}");
    assert_eq!(book(&["verify"]), told["ledger"]);
    assert_eq!(book(&["exempt"])["exemptions"].as_array().unwrap().len(), 2);
    assert!(book(&["reflect", "--list"])["reflections"].as_array().unwrap().len() > 8);
}

#[test]
fn it_can_be_run_twice_and_replaces_only_its_own() {
    let world = World::with_deeds();
    let first = world.json(&["demo", "--at", "demo.db"]);
    world.ok(&["log", "Charity", "1000", "--book", "demo.db"]);
    let second = world.json(&["demo", "--at", "demo.db"]);
    assert_eq!(first["entries"], second["entries"], "the same story again");
    let charity = |day: &Value| {
        let items = day["items"].as_array().unwrap();
        items.iter().find(|item| item["path"] == "Charity").unwrap()["value"].clone()
    };
    assert_eq!(charity(&second["day"]), json!(null));

    // A person's book is left alone, however it is pointed at.
    let mine = world.book();
    world.fails(&["demo", "--at", arg(&mine)], 5, "conflict");
    let output = world.command().env("KITAAB_BOOK", &mine).args(["demo", "--at", "d.db"]).output().unwrap();
    assert!(output.status.success());
    world.ok(&["demo", "--at", "d.db", "--book", arg(&mine)]);
    assert_eq!(world.json(&["deeds"])["deeds"].as_array().unwrap().len(), 2);

    std::fs::write(world.path("letter.txt"), "Dear mother").unwrap();
    world.fails(&["demo", "--at", "letter.txt"], 5, "conflict");
    assert_eq!(std::fs::read_to_string(world.path("letter.txt")).unwrap(), "Dear mother");
}

#[cfg(unix)]
#[test]
fn it_does_not_follow_a_link() {
    let world = World::with_deeds();
    world.ok(&["demo", "--at", "demo.db"]);
    std::os::unix::fs::symlink(world.path("demo.db"), world.path("link.db")).unwrap();
    world.fails(&["demo", "--at", "link.db"], 5, "conflict");
}
