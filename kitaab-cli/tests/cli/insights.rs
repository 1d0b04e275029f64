//! Looking back from the command line.

use serde_json::{Value, json};

use crate::world::{World, assert_fields};

/// Fajr on time on three days, late on one, missed on one; Dhikr twice; seen on the day after.
fn world() -> World {
    let world = World::with_deeds();
    for (day, value) in [
        ("2024-03-04", "on time"),
        ("2024-03-05", "missed"),
        ("2024-03-06", "on time"),
        ("2024-03-07", "late"),
        ("2024-03-08", "on time"),
    ] {
        world.ok(&["log", "Salah/Fajr", value, "--day", day]);
    }
    world.ok(&["log", "Dhikr", "33", "--day", "2024-03-04"]);
    world.ok(&["log", "Dhikr", "10.5", "--day", "2024-03-05"]);
    world
}

const WEEK: [&str; 4] = ["--from", "2024-03-04", "--to", "2024-03-08"];

fn item(answer: &Value, path: &str) -> Value {
    let items = answer["items"].as_array().unwrap();
    items.iter().find(|item| item["path"] == path).unwrap().clone()
}

#[test]
fn looking_back_tells_what_was_kept() {
    let world = world();
    let told = world.json(&[&["insights"], &WEEK[..]].concat());
    assert_fields(&told, &["first_day", "last_day", "logged_days", "categories", "items", "weekdays", "series"]);
    assert_eq!((&told["logged_days"], &told["series"]), (&json!(5), &json!([])));
    let fajr = item(&told, "Salah/Fajr");
    assert_fields(
        &fajr,
        &["item", "path", "category", "level", "unit", "figures", "current_streak", "longest_streak", "strength"],
    );
    let figures = &fajr["figures"];
    assert_fields(figures, &["entries", "days_logged", "total", "mean_scores", "due", "kept", "unknown", "rate"]);
    assert_eq!((&figures["due"], &figures["kept"], &figures["rate"]), (&json!(5), &json!(4), &json!(0.8)));
    assert_eq!((&figures["mean_scores"][0]["sum"], &figures["mean_scores"][0]["mean"]), (&json!(7), &json!(1.4)));
    assert_eq!(
        fajr["current_streak"],
        json!({"length": 3, "unit": "day", "first": "2024-03-06", "last": "2024-03-08"})
    );
    assert_eq!(item(&told, "Dhikr")["figures"]["total"], "43.5");
    assert_eq!(item(&told, "Salah")["figures"]["due"], 10);

    let one = world.json(&[&["insights", "--item", "fajr", "--by", "day"], &WEEK[..]].concat());
    assert_eq!(one["items"].as_array().unwrap().len(), 1);
    assert_eq!(one["series"][0]["points"].as_array().unwrap().len(), 5);
    assert_eq!((&one["weekdays"][0]["best"], &one["weekdays"][0]["worst"]), (&json!("Mon"), &json!("Tue")));

    let page = world.ok(&[&["insights", "--by", "week"], &WEEK[..]].concat());
    for words in ["Good deeds", "Fajr", "80%", "4 of 5", "43.5 times", "Weekdays", "Monday", "Course"] {
        assert!(page.contains(words), "{words}:\n{page}");
    }
    assert!(world.ok(&["insights", "--to", "2023-01-31"]).contains("Nothing was due"));
    world.fails(&["insights", "--from", "tomorrow"], 3, "invalid");
    world.fails(&["insights", "--item", "Nothing"], 4, "not_found");
}

#[test]
fn streaks_are_told_up_to_today() {
    let world = world();
    let told = world.json(&["streaks"]);
    assert_fields(&told, &["day", "items"]);
    let fajr = item(&told, "Salah/Fajr");
    assert_fields(&fajr, &["item", "path", "current", "longest", "strength"]);
    assert_eq!((&fajr["current"], &fajr["longest"]["length"]), (&Value::Null, &json!(3)));
    assert_eq!(world.json(&["streaks", "Dhikr"])["items"].as_array().unwrap().len(), 1);
    assert!(world.ok(&["streaks"]).contains("3 days"));
}

#[test]
fn spans_are_compared() {
    let world = world();
    let told = world.json(&["compare", "--from", "2024-03-06", "--to", "2024-03-07"]);
    assert_fields(&told, &["before", "after", "lines"]);
    assert_eq!(told["before"], json!({"first": "2024-03-04", "last": "2024-03-05"}));
    let lines = told["lines"].as_array().unwrap();
    let fajr = lines.iter().find(|line| line["path"] == "Salah/Fajr").unwrap();
    assert_fields(fajr, &["item", "path", "before", "after", "change"]);
    assert_eq!((&fajr["change"]["rate"], &fajr["change"]["entries"]), (&json!(0.5), &json!(0)));
    let dhikr = lines.iter().find(|line| line["path"] == "Dhikr").unwrap();
    assert_eq!(dhikr["change"]["total"], "-43.5");
    let given = ["--with-from", "2024-03-08", "--with-to", "2024-03-08"];
    let page = world.ok(&[&["compare", "--from", "2024-03-06", "--to", "2024-03-07"], &given[..]].concat());
    assert!(page.contains("against 2024-03-08 to 2024-03-08"), "{page}");
}

#[test]
fn items_are_set_against_each_other() {
    let world = world();
    let told = world.json(&[&["correlate", "fajr", "Dhikr"], &WEEK[..]].concat());
    assert_fields(
        &told,
        &["first", "second", "first_day", "last_day", "days", "both", "first_only", "second_only", "neither", "phi"],
    );
    assert_eq!(
        (&told["days"], &told["both"], &told["first_only"], &told["neither"]),
        (&json!(5), &json!(1), &json!(3), &json!(1))
    );
    assert_eq!(told["phi"], json!(0.25));
    assert!(world.ok(&[&["correlate", "fajr", "Dhikr"], &WEEK[..]].concat()).contains("0.25, resting on 5 days"));
    let same = world.ok(&["correlate", "fajr", "Salah/Zuhr", "--from", "2024-03-04", "--to", "2024-03-04"]);
    assert!(same.contains("never changed"), "{same}");
}
