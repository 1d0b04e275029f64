//! A book from its first day on, each step with and without `--json`.

use serde_json::json;

use crate::world::{World, assert_fields};

#[test]
fn a_book_is_begun() {
    let world = World::empty();
    let begun = world.json(&["init", "--zone", "Asia/Riyadh", "--day-start", "180", "--first-weekday", "saturday"]);
    assert_fields(&begun, &["book", "owner", "zone", "day_start", "first_weekday", "today", "deeds", "seq"]);
    assert_eq!(begun["book"], world.book().to_str().unwrap());
    assert_eq!(
        (&begun["zone"], &begun["day_start"], &begun["first_weekday"]),
        (&json!("Asia/Riyadh"), &json!(180), &json!("Sat"))
    );
    assert_eq!(world.json(&["settings"]), begun, "and stays so");
    assert!(world.ok(&["settings"]).contains("Asia/Riyadh"));

    let changed = world.json(&["settings", "--zone", "Africa/Cairo"]);
    assert_eq!((&changed["zone"], &changed["day_start"]), (&json!("Africa/Cairo"), &json!(180)));
}

#[test]
fn a_book_can_be_named() {
    let world = World::empty();
    world.ok(&["--book", "one.db", "init", "--zone", "UTC"]);
    let two = world.command().env("KITAAB_BOOK", world.path("two.db")).args(["init", "--starter"]).output().unwrap();
    assert!(two.status.success());
    assert!(world.path("one.db").exists() && world.path("two.db").exists() && !world.book().exists());
    assert_eq!(world.json(&["deeds", "--book", "one.db"])["deeds"], json!([]));
    let starter = world.json(&["deeds", "--book", "two.db"]);
    assert_eq!(starter["deeds"][0]["name"], "Salah");
    assert_eq!(starter["deeds"].as_array().unwrap().len(), 7);
}

#[test]
fn deeds_are_made_and_shown() {
    let world = World::with_book();
    let added = world.json(&[
        "add-deed",
        "Salah",
        "--scale",
        "missed, late, on time",
        "--item",
        "Fajr",
        "--item",
        "Zuhr",
        "--excuses",
        "prayer",
        "--at-least",
        "Late",
    ]);
    assert_fields(&added, &["deed", "seq", "turned"]);
    assert_fields(&added["deed"], &["id", "name", "category", "measure", "unit", "group", "scale", "items"]);
    assert_fields(
        &added["deed"]["items"][1],
        &[
            "id",
            "path",
            "name",
            "level",
            "leaf",
            "description",
            "schedule",
            "goal",
            "make_up",
            "hide",
            "starts_on",
            "archived_from",
        ],
    );
    assert_eq!(added["deed"]["scale"]["values"][2], json!({"label": "on time", "score": 2}));
    assert_eq!(added["deed"]["items"][1]["path"], "Salah/Fajr");
    assert_eq!(added["deed"]["items"][1]["goal"], "at least late");

    world.ok(&["add-deed", "Fasting", "--schedule", "mon,thu", "--make-up", "3"]);
    world.ok(&["add-deed", "Anger", "--bad", "--count", "--unit", "times"]);
    let item = world.json(&["add-item", "Salah", "Witr", "--schedule", "3/week"]);
    assert_fields(&item, &["item", "path", "starts_on", "archived_from", "seq", "turned"]);
    assert_eq!(world.json(&["rename", "Salah/Witr", "Night prayer"])["path"], "Salah/Night prayer");
    assert_ne!(world.json(&["archive", "Night prayer"])["archived_from"], json!(null));
    assert!(!world.ok(&["deeds"]).contains("Night prayer"));
    assert!(world.ok(&["deeds", "--all"]).contains("Night prayer"));
    assert_eq!(world.json(&["archive", "Salah/Night prayer", "--undo"])["archived_from"], json!(null));

    let text = world.ok(&["deeds"]);
    for words in
        ["missed < late < on time", "Salah/Fajr", "Mon, Thu", "missed days are owed", "bad deed, counted in times"]
    {
        assert!(text.contains(words), "{words} in\n{text}");
    }
}

#[test]
fn entries_are_recorded_listed_and_removed() {
    let world = World::with_deeds();
    let today = world.today();
    let logged = world.json(&["log", "Salah/Fajr", "on time", "--note", "in the mosque"]);
    assert_fields(&logged, &["entries", "seq", "turned"]);
    assert_fields(&logged["entries"][0], &["item", "path", "day", "value", "note"]);
    assert_eq!(
        logged["entries"][0]["value"],
        json!({"measure": "scale", "label": "on time", "score": 2, "position": 2, "version": 1})
    );
    assert_eq!((&logged["entries"][0]["day"], &logged["entries"][0]["note"]), (&json!(today), &json!("in the mosque")));

    // The end of a path is enough, and letters' case does not matter.
    assert_eq!(world.json(&["log", "fajr", "LATE"])["entries"][0]["value"]["label"], "late");

    world.ok(&["log", "Dhikr", "33"]);
    let added = world.json(&["log", "Dhikr", "10.5", "--add", "--note", "on the way"]);
    assert_eq!(added["entries"][0]["value"], json!({"measure": "count", "amount": "43.5", "unit": "times"}));
    assert_eq!(added["entries"][0]["note"], "on the way");
    let each = world.json(&["log", "Salah", "on time", "--each", "--day", "2024-02-29"]);
    assert_eq!(each["entries"].as_array().unwrap().len(), 2);

    let page = world.json(&["entries", "--limit", "2"]);
    assert_fields(&page, &["entries", "next"]);
    let next = page["next"].as_str().unwrap();
    let rest = world.json(&["entries", "--limit", "10", "--after", next]);
    assert_eq!((rest["entries"].as_array().unwrap().len(), &rest["next"]), (2, &json!(null)));
    let found = world.json(&["entries", "--words", "MOSQUE"]);
    assert_eq!(found["entries"][0]["path"], "Salah/Fajr");
    assert_eq!(
        world.json(&["entries", "--item", "Salah", "--to", "2024-12-31"])["entries"].as_array().unwrap().len(),
        2
    );
    assert!(world.ok(&["entries"]).contains("43.5 times"));

    let removed = world.json(&["remove", "Dhikr", "--day", "today"]);
    assert_fields(&removed, &["item", "path", "day", "seq", "turned"]);
    world.fails(&["remove", "Dhikr", "--day", "today"], 4, "not_found");
}

#[test]
fn a_note_may_come_from_standard_input() {
    let world = World::with_deeds();
    let mut command = world.command();
    command.args(["log", "Dhikr", "5", "--note", "-", "--json"]).write_stdin("not for the shell's history\n");
    assert!(command.output().unwrap().status.success());
    assert_eq!(world.json(&["entries"])["entries"][0]["note"], "not for the shell's history");
}

#[test]
fn a_day_has_a_page() {
    let world = World::with_deeds();
    world.ok(&["add-deed", "Anger", "--bad", "--count", "--starts-on", "2024-01-01"]);
    world.ok(&["log", "Fajr", "on time", "--day", "2024-05-01"]);
    world.ok(&["reflect", "A quiet morning.", "--day", "2024-05-01"]);
    let page = world.json(&["day", "2024-05-01"]);
    assert_fields(&page, &["day", "weekday", "logged", "reviewed", "items", "exempt", "reflections"]);
    assert_fields(&page["items"][0], &["item", "path", "deed", "category", "due", "exempt", "kept", "value", "note"]);
    assert_eq!((&page["weekday"], &page["logged"], &page["reviewed"]), (&json!("Wed"), &json!(true), &json!(false)));
    let kept: Vec<_> = page["items"].as_array().unwrap().iter().map(|item| item["kept"].clone()).collect();
    assert_eq!(
        kept,
        [json!(true), json!(false), json!(false), json!(true)],
        "a blank bad deed was clean on a logged day"
    );
    assert_eq!(page["reflections"], json!([{"category": "hasanaat", "text": "A quiet morning."}]));

    let text = world.ok(&["day", "2024-05-01"]);
    for words in ["2024-05-01  Wednesday", "Good deeds", "on time", "clean", "A quiet morning."] {
        assert!(text.contains(words), "{words} in\n{text}");
    }
    let reviewed = world.json(&["reviewed", "2024-05-02"]);
    assert_fields(&reviewed, &["day", "reviewed", "seq", "turned"]);
    assert_eq!(world.json(&["day", "2024-05-02"])["reviewed"], json!(true));
    assert!(world.ok(&["reviewed", "2024-05-02", "--undo"]).contains("not marked"));
}

#[test]
fn words_are_written_read_and_found() {
    let world = World::with_deeds();
    let written = world.json(&["reflect", "Prayed beside my father.", "--day", "2024-05-01"]);
    assert_fields(&written, &["day", "category", "characters", "seq", "turned"]);
    assert_eq!(written["characters"], 24);
    world.ok(&["reflect", "--bad", "Spoke too soon.", "--day", "2024-05-01"]);
    let mut piped = world.command();
    assert!(
        piped
            .args(["reflect", "-", "--day", "2024-05-02"])
            .write_stdin("From a pipe.")
            .output()
            .unwrap()
            .status
            .success()
    );

    let read = world.json(&["reflect", "--day", "2024-05-01"]);
    assert_eq!(
        read["reflections"][0],
        json!({"day": "2024-05-01", "category": "hasanaat", "text": "Prayed beside my father."})
    );
    let found = world.json(&["reflect", "--search", "FATHER"]);
    assert_eq!(found["reflections"].as_array().unwrap().len(), 1);
    let list = world.json(&["reflect", "--list", "--limit", "2"]);
    assert_eq!(list["next"], "2024-05-01:hasanaat");
    let rest = world.json(&["reflect", "--list", "--after", "2024-05-01:hasanaat"]);
    assert_eq!(rest["reflections"][0]["category"], "saiyyiaat");
    assert_eq!(world.json(&["reflect", "--list", "--bad"])["reflections"].as_array().unwrap().len(), 1);
    assert!(world.ok(&["reflect", "--list"]).contains("From a pipe."));

    assert_eq!(world.json(&["reflect", "--clear", "--day", "2024-05-02"])["characters"], 0);
    assert!(world.ok(&["reflect", "--day", "2024-05-02"]).contains("Nothing is written there."));
}

#[test]
fn exempt_days_are_not_due() {
    let world = World::with_deeds();
    let added = world.json(&["exempt", "add", "travel", "--from", "2024-05-01"]);
    assert_fields(&added, &["exemption", "seq", "turned"]);
    assert_fields(&added["exemption"], &["id", "first_day", "last_day", "reason", "scope"]);
    assert_eq!(world.json(&["day", "2024-05-03"])["exempt"], json!(["travel"]));
    assert_eq!(world.json(&["exempt", "end", "--day", "2024-05-02"])["exemption"]["last_day"], "2024-05-02");
    assert_eq!(world.json(&["day", "2024-05-03"])["exempt"], json!([]));
    world.fails(&["exempt", "end"], 4, "not_found");

    let other = world.json(&["exempt", "add", "other", "--words", "exams", "--scope", "Dhikr", "--to", "tomorrow"]);
    assert_eq!((&other["exemption"]["scope"], &other["exemption"]["reason"]), (&json!("Dhikr"), &json!("exams")));
    let list = world.json(&["exempt"]);
    assert_eq!(list["exemptions"].as_array().unwrap().len(), 2);
    assert!(world.ok(&["exempt", "list"]).contains("all good deeds"));
    let id = list["exemptions"][0]["id"].as_str().unwrap();
    world.ok(&["exempt", "remove", id]);
    assert_eq!(world.json(&["exempt"])["exemptions"].as_array().unwrap().len(), 1);
}

#[test]
fn missed_days_are_made_up() {
    let world = World::with_deeds();
    world.fails(&["make-up", "Salah/Fajr"], 5, "conflict");
    let begun = world.json(&["make-up", "Salah/Fajr", "--owe", "10", "--from", "2024-05-01"]);
    assert_fields(&begun, &["make_ups", "seq", "turned"]);
    let fields = ["item", "path", "from", "opening", "missed", "owed", "unconfirmed", "done", "fidya", "balance"];
    assert_fields(&begun["make_ups"][0], &[fields.as_slice(), &["fidya_due", "projected"]].concat());
    world.ok(&["log", "Fajr", "missed", "--day", "2024-05-01"]);
    let made = world.json(&["make-up", "Fajr", "4"]);
    assert_eq!(made["make_ups"][0]["balance"], 7, "ten and one missed, less four");
    assert_eq!(world.json(&["make-up", "Fajr", "--confirm-until", "2024-05-03"])["make_ups"][0]["balance"], 9);
    assert_fields(&world.json(&["make-up"]), &["make_ups"]);
    assert!(world.ok(&["make-up"]).contains("9 owed"));
}
