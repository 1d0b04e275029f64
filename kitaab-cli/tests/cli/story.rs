//! A book from its first day on, each step with and without `--json`.

use serde_json::json;

use crate::world::{World, arg, assert_fields};

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
            "fast",
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
    assert_eq!(page["hijri"]["date"].as_str().map(str::len), Some(10));
    assert_fields(
        &page,
        &["day", "weekday", "hijri", "occasions", "logged", "reviewed", "items", "exempt", "reflections"],
    );
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

#[test]
fn make_ups_are_confirmed_settled_and_looked_back_on() {
    let world = World::with_deeds();
    world.ok(&["make-up", "Fajr", "--owe", "2x30 + 5 - 15", "--from", "2024-05-01"]);
    world.ok(&["log", "Fajr", "missed", "--day", "2024-05-01"]);
    let told = |args: &[&str]| world.json(args)["make_ups"][0].clone();
    assert_eq!(
        (&told(&["make-up", "Fajr"])["opening"], &told(&["make-up", "Fajr"])["balance"]),
        (&json!(50), &json!(51))
    );
    // Only the number from before changes.
    assert_eq!(told(&["make-up", "Fajr", "--owe", "40"])["from"], "2024-05-01");

    let blank = world.json(&["make-up", "Fajr", "--unconfirmed"]);
    assert_fields(&blank, &["item", "path", "days"]);
    assert_eq!(blank["days"][0], "2024-05-02");
    assert_eq!(told(&["make-up", "Fajr", "--confirm-until", "2024-05-05"])["missed"], 5);
    assert_eq!(world.json(&["make-up", "Fajr", "--unconfirmed"])["days"][0], "2024-05-06");
    assert_eq!(told(&["make-up", "Fajr", "--unconfirm-from", "2024-05-03"])["missed"], 2);
    assert!(world.ok(&["make-up", "Fajr", "--unconfirmed"]).contains("2024-05-03"));

    assert_eq!(told(&["fidya", "Fajr"])["fidya_due"], json!(null));
    let due = told(&["fidya", "Fajr", "--rate", "5.50 EUR"])["fidya_due"].clone();
    assert_eq!(due, json!({"amount": "231", "unit": "EUR"}));
    let settled = world.json(&["fidya", "Fajr", "12", "--day", "2024-05-20"]);
    assert_fields(&settled, &["make_ups", "seq", "turned"]);
    let settled = &settled["make_ups"][0];
    assert_eq!((&settled["fidya"], &settled["done"], &settled["balance"]), (&json!(12), &json!(0), &json!(30)));
    world.ok(&["make-up", "Fajr", "2", "--day", "2024-05-20"]);
    world.ok(&["make-up", "Fajr", "1"]);

    let history = world.json(&["make-up", "Fajr", "--history"]);
    assert_fields(&history, &["item", "path", "opening", "by", "steps"]);
    assert_eq!((&history["by"], &history["opening"]), (&json!("month"), &json!(40)));
    let may = json!({"first_day": "2024-05-01", "last_day": "2024-05-31", "missed": 2, "owed": 0, "done": 2, "fidya": 12, "balance": 28});
    assert_eq!(history["steps"][0], may);
    assert_eq!(world.json(&["make-up", "Fajr", "--history", "day"])["steps"].as_array().unwrap().len(), 4);
    assert!(world.ok(&["make-up", "Fajr", "--history", "hijri-month"]).contains("owed then"));
    assert_eq!(
        told(&["make-up", "Fajr", "--pace", "27/1"])["projected"],
        world.json(&["settings"])["today"]
            .as_str()
            .map(|today| {
                let today: kitaab::Day = today.parse().unwrap();
                json!(today.plus(1).unwrap())
            })
            .unwrap()
    );
    world.fails(&["make-up", "Fajr", "--pace", "0"], 3, "invalid");
    world.fails(&["make-up", "Fajr", "--pace", "often"], 2, "usage");
    world.fails(&["make-up", "Fajr", "--owe", "30-40"], 3, "invalid");
    world.fails(&["fidya", "Fajr", "--rate", "5.50"], 3, "invalid");
    world.fails(&["fidya", "Fajr", "--day", "today"], 2, "usage");

    let event = world.json(&["history", "Fajr", "--day", "2024-05-20", "--of", "fidya"])["events"][0].clone();
    assert_eq!(event["after"], json!({"kind": "fidya", "count": 12}));
    assert_eq!(told(&["fidya", "Fajr", "--remove", "--day", "2024-05-20"])["fidya"], 0);
    world.fails(&["fidya", "Fajr", "--remove", "--day", "2024-05-20"], 4, "not_found");
    assert_eq!(told(&["make-up", "Fajr", "--remove", "--day", "2024-05-20"])["done"], 1);
    assert_eq!(world.json(&["make-up", "Fajr", "--stop"])["make_ups"], json!([]));
    world.fails(&["fidya", "Fajr", "1"], 5, "conflict");
}

#[test]
fn excuses_are_shown_and_set() {
    let world = World::with_deeds();
    let effects = |answer: &serde_json::Value| -> Vec<String> {
        let excuses = answer["items"][0]["excuses"].as_array().unwrap();
        excuses.iter().map(|excuse| format!("{}={}", excuse["reason"], excuse["effect"]).replace('"', "")).collect()
    };
    let set = world.json(&["excuses", "Fajr", "--like", "fast", "travel=due"]);
    assert_fields(&set, &["items", "seq", "turned"]);
    assert_eq!(effects(&set), ["menstruation=owed", "postnatal=owed", "travel=due", "illness=owed", "other=excused"]);
    let shown = world.json(&["excuses", "Salah", "--each"]);
    assert_fields(&shown, &["items"]);
    assert_fields(&shown["items"][0], &["item", "path", "excuses"]);
    world.ok(&["excuses", "Salah", "--each", "--like", "prayer"]);
    assert_eq!(effects(&world.json(&["excuses", "Fajr"]))[2..4], ["travel=due", "illness=due"]);
    assert!(world.ok(&["excuses", "Salah", "--each"]).contains("excused"));
    world.fails(&["excuses", "Fajr", "travel=maybe"], 2, "usage");
}

#[test]
fn tables_and_calendars_are_written_whole_or_not_at_all() {
    let world = World::with_deeds();
    world.ok(&["log", "Fajr", "on time", "--note", "=1+1"]);
    let place = tempfile::tempdir().unwrap();
    let file = |name: &str| place.path().join(name);
    let (table, calendar) = (file("book.csv"), file("book.ics"));
    let written = world.json(&["export-csv", arg(&table), "--notes", "--bom"]);
    assert_fields(&written, &["file", "count"]);
    assert_eq!(written["count"], 1);
    let text = std::fs::read_to_string(&table).unwrap();
    assert!(text.starts_with("\u{feff}day,deed,item,") && text.contains(",Salah/Fajr,hasanaat,on time,2,,,"), "{text}");
    assert!(text.ends_with(",'=1+1\r\n"), "{text}");
    world.fails(&["export-csv", arg(&table)], 5, "conflict");
    assert_eq!(std::fs::read_to_string(&table).unwrap(), text);
    world.ok(&["export-csv", arg(&table), "--replace", "--category", "saiyyiaat"]);
    assert!(!std::fs::read_to_string(&table).unwrap().contains("Fajr"));
    world.fails(&["export-csv", arg(&file("none/book.csv"))], 4, "not_found");
    world.fails(&["export-csv", arg(&file("other.csv")), "--item", "Nowhere"], 4, "not_found");
    assert!(world.ok(&["export-csv", "-", "--item", "Salah"]).contains("Salah/Fajr"));

    let days = ["--from", "2024-03-01", "--to", "2024-04-30"];
    let asked = [["export-ics", arg(&calendar), "--with", "occasions,exemptions"].as_slice(), &days].concat();
    let written = world.json(&asked);
    assert!(written["count"].as_u64().unwrap() > 3);
    let text = std::fs::read_to_string(&calendar).unwrap();
    assert!(text.contains("SUMMARY:Ramadan\r\n") && text.contains("DTSTART;VALUE=DATE:20240311\r\n"), "{text}");
    world.fails(&asked, 5, "conflict");
    world.fails(&["export-ics", arg(&file("long.ics")), "--to", "2099-01-01"], 3, "invalid");
    world.fails(&["export-ics", arg(&file("none.ics")), "--from", "2024-02-01", "--to", "2024-01-01"], 3, "invalid");
    assert!(world.ok(&["export-ics", "-"]).starts_with("BEGIN:VCALENDAR\r\n"));
    // Drafts leave nothing behind, whether they failed or not.
    let mut names: Vec<_> = std::fs::read_dir(place.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["book.csv", "book.ics"]);
}

#[test]
fn items_scales_groups_and_reminders_are_changed() {
    let world = World::with_deeds();
    let changed = world.json(&["change", "Fajr", "--schedule", "mon,thu", "--from", "2024-05-01"]);
    assert_fields(&changed, &["item", "path", "from", "schedule", "hide", "seq", "turned"]);
    assert_eq!((&changed["schedule"], &changed["from"]), (&json!("Mon, Thu"), &json!("2024-05-01")));
    world.ok(&["change", "Fajr", "--at-least", "on time", "--from", "2024-05-01"]);
    let deeds = world.json(&["deeds"]);
    let salah = deeds["deeds"].as_array().unwrap().iter().find(|deed| deed["name"] == "Salah").unwrap().clone();
    let fajr = salah["items"].as_array().unwrap().iter().find(|item| item["name"] == "Fajr").unwrap().clone();
    assert_eq!((&fajr["goal"], &fajr["schedule"]), (&json!("at least on time"), &json!("Mon, Thu")));
    assert_eq!(world.json(&["change", "Fajr", "--hide", "graphs"])["hide"], "hide_from_graphs");
    world.fails(&["change", "Fajr"], 2, "usage");
    world.fails(&["change", "Fajr", "--at-least", "sometimes"], 3, "invalid");

    world.ok(&["log", "Fajr", "on time"]);
    let scale = world.json(&["rescale", "Salah", "missed", "late", "in time", "--map", "on time=in time"]);
    assert_fields(&scale, &["deed", "version", "values", "seq", "turned"]);
    assert_eq!((&scale["version"], &scale["values"][2]), (&json!(2), &json!({"label": "in time", "score": 2})));
    world.ok(&["log", "Fajr", "in time", "--day", "yesterday"]);
    world.fails(&["rescale", "Salah", "no", "yes", "--map", "never=no"], 3, "invalid");

    assert_fields(&world.json(&["group", "add", "Worship"]), &["groups", "seq", "turned"]);
    assert_eq!(world.json(&["group", "put", "Salah", "worship"])["groups"][0]["deeds"], json!(["Salah"]));
    assert_eq!(world.json(&["group", "rename", "Worship", "Ibadah"])["groups"][0]["name"], "Ibadah");
    assert_fields(&world.json(&["group"])["groups"][0], &["id", "name", "deeds"]);
    assert_eq!(world.json(&["group", "put", "Salah"])["groups"][0]["deeds"], json!([]));
    assert_eq!(world.json(&["group", "remove", "ibadah"])["groups"], json!([]));
    world.fails(&["group", "remove", "ibadah"], 4, "not_found");

    let added = world.json(&["remind", "add", "Rise", "04:50", "--item", "Fajr", "--priority", "1"]);
    assert_fields(&added, &["reminders", "seq", "turned"]);
    let fields = ["id", "title", "text", "item", "priority", "days", "time", "active", "completed_at", "snoozed_until"];
    assert_fields(&added["reminders"][0], &fields);
    assert_eq!((&added["reminders"][0]["days"], &added["reminders"][0]["time"]), (&json!("daily"), &json!("04:50")));
    world.ok(&["remind", "add", "Pay", "12:00", "--on", "tomorrow"]);
    assert_ne!(world.json(&["remind", "done", "pay"])["reminders"][1]["completed_at"], json!(null));
    assert!(world.ok(&["remind"]).contains("completed"));
    assert!(world.ok(&["export-ics", "-"]).contains("RRULE:FREQ=DAILY"));
    world.fails(&["remind", "done", "Rise"], 5, "conflict");
    assert_eq!(world.json(&["remind", "remove", "Rise"])["reminders"].as_array().unwrap().len(), 1);
    world.fails(&["remind", "add", "Late", "25:00"], 2, "usage");
}

#[test]
fn reminders_that_are_due_are_told_once() {
    let world = World::with_deeds();
    assert!(world.ok(&["remind", "due"]).contains("Nothing is due"));
    world.ok(&["remind", "add", "Pay", "00:00", "--on", "today", "--item", "Fajr", "--text", "the fidya"]);
    let due = world.json(&["remind", "due"]);
    assert_fields(&due, &["due"]);
    assert_fields(&due["due"][0], &["id", "title", "text", "item", "priority", "day", "at", "time"]);
    let told = ["title", "text", "item", "time"].map(|field| due["due"][0][field].clone());
    assert_eq!(told, ["Pay", "the fidya", "Salah/Fajr", "00:00"].map(|text| json!(text)));
    assert_eq!(world.json(&["remind", "due"]), json!({"due": []}));

    let put_off = world.json(&["remind", "snooze", "pay", "30"]);
    assert_fields(&put_off, &["reminders", "seq", "turned"]);
    assert_ne!(put_off["reminders"][0]["snoozed_until"], json!(null));
    world.fails(&["remind", "snooze", "pay", "0"], 2, "usage");
    world.ok(&["remind", "add", "Rise", "04:50"]);
    world.fails(&["remind", "snooze", "Rise", "30"], 5, "conflict");
}
