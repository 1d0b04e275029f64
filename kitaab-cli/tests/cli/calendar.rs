//! The calendar: Hijri dates beside Gregorian ones, sightings, and what is due by them.

use serde_json::json;

use crate::world::{World, assert_fields};

#[test]
fn the_calendar_shows_both_dates_and_what_they_mean() {
    let world = World::with_book();
    let answer = world.json(&["calendar", "--hijri", "1447-09"]);
    let days = answer["days"].as_array().unwrap();
    assert_eq!(days.len(), 30);
    assert_fields(&days[0], &["day", "weekday", "hijri", "occasions", "forbids_fasting"]);
    assert_eq!(
        days[0],
        json!({
            "day": "2026-02-18",
            "weekday": "Wed",
            "hijri": {"date": "1447-09-01", "sighted": false, "approximate": false},
            "occasions": ["ramadan"],
            "forbids_fasting": false,
        })
    );
    assert_eq!(days[20]["occasions"], json!(["ramadan", "last_ten_nights"]));
    let text = world.ok(&["calendar", "--from", "2026-03-19", "--to", "2026-03-21"]);
    let expected = ["Ramadan 1447", "2026-03-19", "Shawwal 1447", "Eid al-Fitr", "Saturday", "six of Shawwal"];
    assert!(expected.iter().all(|part| text.contains(part)), "{text}");
    assert!(!world.json(&["calendar"])["days"].as_array().unwrap().is_empty());
    world.fails(&["calendar", "--from", "1950-01-01", "--to", "2050-01-01"], 2, "usage");
    world.fails(&["calendar", "--from", "2026-03-21", "--to", "2026-03-19"], 3, "invalid");
}

#[test]
fn a_sighting_moves_a_month_and_can_be_taken_back() {
    let world = World::with_book();
    assert!(world.ok(&["sighting"]).contains("Umm al-Qura"));
    let set = world.json(&["sighting", "1447-09", "2026-02-19"]);
    assert_fields(&set, &["sightings", "seq", "turned"]);
    assert_eq!(set["sightings"], json!([{"month": "1447-09", "first_day": "2026-02-19"}]));
    assert_eq!(world.json(&["day", "2026-02-19"])["hijri"]["date"], "1447-09-01");
    assert!(world.ok(&["calendar", "--hijri", "1447-09"]).contains("by your sighting"));
    let failure = world.fails(&["sighting", "1447-09", "2026-02-20"], 3, "invalid");
    assert!(failure["message"].as_str().unwrap().contains("29 or 30 days"), "{failure}");
    world.fails(&["sighting", "1447-09"], 2, "usage");
    world.ok(&["sighting", "1447-09", "2026-02-19", "--also", "1447-10=2026-03-21", "--also", "1447-11=2026-04-19"]);
    assert_eq!(world.json(&["sighting"])["sightings"].as_array().unwrap().len(), 3);
    world.ok(&["undo"]);
    world.ok(&["sighting", "1447-09", "--remove"]);
    assert_eq!(world.json(&["sighting"])["sightings"], json!([]));
    assert_eq!(world.json(&["day", "2026-02-19"])["hijri"]["date"], "1447-09-02");
    let history = world.json(&["history", "--sighting", "1447-09"]);
    let events = history["events"].as_array().unwrap();
    assert_eq!(events.last().unwrap()["after"]["fields"]["first_day"], "2026-02-19");
    assert_eq!(events[0]["after"], json!(null));
    world.ok(&["sighting", "1447-09", "2026-02-19"]);
    assert!(world.ok(&["erase", "--sighting", "1447-09", "--yes"]).contains("the sighting of Ramadan 1447"));
    assert_eq!(world.json(&["history", "--sighting", "1447-09"])["events"], json!([]));
    world.ok(&["verify"]);
}

#[test]
fn fasts_are_due_by_the_hijri_calendar() {
    let world = World::with_book();
    let deed = ["add-deed", "Fasting", "--fast", "--starts-on", "2024-01-01", "--item"];
    world.ok(&[&deed[..], &["Ramadan"]].concat());
    for (name, schedule, told) in [
        ("White days", "hijri:13,14,15", "on the 13, 14 and 15 of every Hijri month"),
        ("Six of Shawwal", "6/shawwal", "6 times in Shawwal"),
        ("Ashura", "hijri:1-9,1-10", "on 9 Muharram and 10 Muharram"),
        ("Sacred", "rajab,muharram", "daily in Rajab and Muharram"),
    ] {
        world.ok(&["add-item", "Fasting", name, "--schedule", schedule, "--fast", "--starts-on", "2024-01-01"]);
        assert!(world.ok(&["deeds"]).contains(told), "{told}");
    }
    let due = |day: &str| -> Vec<String> {
        let page = world.json(&["day", day]);
        let items = page["items"].as_array().unwrap().iter();
        items.filter(|item| item["due"] == true).map(|item| item["path"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(due("2026-05-30"), Vec::<String>::new()); // 13 Dhul-Hijjah
    assert_eq!(due("2026-05-31"), ["Fasting/Ramadan", "Fasting/White days"]); // the 14th; Ramadan is daily here
    assert_eq!(due("2026-06-25"), ["Fasting/Ramadan", "Fasting/Ashura", "Fasting/Sacred"]);
    assert_eq!(due("2026-03-20"), Vec::<String>::new()); // Eid al-Fitr
    assert_eq!(due("2026-03-21"), ["Fasting/Ramadan", "Fasting/Six of Shawwal"]);
    assert!(world.ok(&["day", "2026-06-25"]).contains("10 Muharram 1448, Ashura"));
}
