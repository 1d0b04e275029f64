//! Merits and targets: made by flags and by JSON, judged, recorded.

use serde_json::json;

use crate::world::{World, arg, assert_fields};

#[test]
fn a_merit_by_flags_is_judged_and_says_why() {
    let world = World::with_deeds();
    let added =
        world.json(&["add-merit", "Fajr kept", "--days", "2", "--item", "Fajr", "--every-day", "--at-least", "late"]);
    assert_fields(&added, &["id", "title", "category", "duration", "seq", "turned"]);
    world.ok(&["log", "Fajr", "on time", "--day", "2024-05-01"]);
    world.ok(&["log", "Fajr", "missed", "--day", "2024-05-02"]);

    let stands = world.json(&["merits", "--day", "2024-05-02"]);
    assert_fields(&stands, &["day", "recorded", "merits"]);
    let merit = &stands["merits"][0];
    assert_fields(
        merit,
        &["id", "title", "description", "category", "active", "duration", "window", "outcome", "why", "detail"],
    );
    assert_eq!(
        (&merit["outcome"], &merit["window"]),
        (&json!("not_earned"), &json!({"first": "2024-05-01", "last": "2024-05-02"}))
    );
    assert_eq!(merit["why"], "Salah > Fajr: 1 of 2 due days at least 'late'; first missed on 2024-05-02");
    assert_eq!(merit["detail"]["detail"]["condition"]["have"], json!({"days": 1}));
    assert!(world.ok(&["merits", "--day", "2024-05-02"]).contains("not earned"));
    let arabic = &world.json(&["merits", "--day", "2024-05-02", "--language", "ar"])["merits"][0];
    assert!(arabic["why"].as_str().unwrap().contains("أول ما فات"), "{arabic}");
    assert_eq!(arabic["detail"], merit["detail"]);
    world.fails(&["merits", "--language", "klingon", "--record", "--day", "2024-05-02"], 9, "unsupported");
    assert_eq!(world.json(&["verdicts", "--from", "2024-05-02", "--to", "2024-05-02"])["verdicts"], json!([]));

    // A recorded verdict that a later entry turns is told by that entry.
    assert_eq!(world.json(&["merits", "--day", "2024-05-02", "--record"])["recorded"], json!(true));
    let turned = world.json(&["log", "Fajr", "late", "--day", "2024-05-02"]);
    assert_fields(&turned["turned"][0], &["merit", "title", "day", "from", "to"]);
    assert_eq!((&turned["turned"][0]["from"], &turned["turned"][0]["to"]), (&json!("not_earned"), &json!("earned")));
    let told = world.ok(&["log", "Fajr", "missed", "--day", "2024-05-02"]);
    assert!(told.contains("Verdicts that turned") && told.contains("was earned"), "{told}");

    world.ok(&["merits", "--day", "2024-05-04", "--record", "--since", "2024-05-01"]);
    let verdicts = world.json(&["verdicts", "fajr kept", "--from", "2024-05-01", "--to", "2024-05-04"]);
    assert_fields(&verdicts, &["first_day", "last_day", "verdicts"]);
    assert_eq!(verdicts["verdicts"].as_array().unwrap().len(), 4);
    assert_fields(&verdicts["verdicts"][0], &["merit", "title", "day", "outcome"]);
    assert!(world.ok(&["verdicts", "--from", "2024-05-01", "--to", "2024-05-04"]).contains("earned on 0 of 4 days"));

    world.ok(&["remove-merit", "Fajr kept"]);
    assert_eq!(world.json(&["merits"])["merits"], json!([]));
}

#[test]
fn a_nested_rule_comes_in_json() {
    let world = World::with_deeds();
    let rule = json!({"all": [
        {"item": "Salah", "below": "each", "every_day": {"at_least": "late"}},
        {"at_least": {"n": 1, "rules": [
            {"item": "Dhikr", "total": 100},
            {"item": "Dhikr", "days": {"at_least": 2, "match": {"at_least": "33"}}},
            {"item": "Fajr", "days": {"at_least": 1, "match": "logged"}},
        ]}},
        {"not": {"item": "Salah/Zuhr", "days": {"at_least": 3, "match": {"is": "Missed"}}}},
        {"any": [{"item": "Fajr", "every_day": {"at_most": 2}}]},
    ]});
    let mut command = world.command();
    command.args(["add-merit", "A full week", "--days", "7", "--rule", "-", "--json"]);
    let output = command.write_stdin(rule.to_string()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let stands = world.json(&["merits", "A full week", "--day", "2024-05-07"]);
    assert_eq!(stands["merits"][0]["detail"]["detail"]["all"].as_array().unwrap().len(), 4);
    let text = world.ok(&["merits", "--day", "2024-05-07"]);
    assert!(text.contains("at least 1 of these (0 of 3 met)"), "{text}");
}

#[test]
fn rules_that_are_none_are_refused() {
    let world = World::with_deeds();
    for (rule, words) in [
        ("{", "JSON"),
        (r#"{"item": "Fajr"}"#, "total, days or every_day"),
        (r#"{"every_day": "logged"}"#, "all, any, at_least, not or item"),
        (r#"{"all": []}"#, "empty"),
        (r#"{"item": "Fajr", "total": 3}"#, "scale"),
        (r#"{"item": "Fajr", "every_day": {"is": "sometimes"}}"#, "missed, late, on time"),
        (r#"{"item": "Fajr", "every_day": "logged", "typo": 1}"#, "typo"),
    ] {
        std::fs::write(world.path("rule.json"), rule).unwrap();
        let error = world.fails(&["add-merit", "X", "--days", "7", "--rule", "rule.json"], 3, "invalid");
        assert!(error["message"].as_str().unwrap().contains(words), "{rule}: {error}");
    }
    world.fails(&["add-merit", "X", "--days", "7", "--rule", "missing.json"], 4, "not_found");
    world.fails(&["add-merit", "X", "--days", "7", "--item", "Asr", "--total", "3"], 4, "not_found");
    world.fails(&["add-merit", "X", "--days", "0", "--item", "Dhikr", "--total", "3"], 3, "invalid");
    world.fails(&["add-merit", "X", "--days", "7"], 2, "usage");
    world.fails(&["add-merit", "X", "--days", "7", "--item", "Fajr", "--every-day"], 2, "usage");
}

#[test]
fn a_target_has_a_pace() {
    let world = World::with_deeds();
    let added = world.json(&[
        "add-target",
        "Much dhikr",
        "--from",
        "yesterday",
        "--to",
        "tomorrow",
        "--item",
        "Dhikr",
        "--total",
        "300",
    ]);
    assert_fields(&added, &["id", "title", "first_day", "last_day", "seq", "turned"]);
    world.ok(&["log", "Dhikr", "100", "--day", "yesterday"]);
    let stands = world.json(&["targets"]);
    assert_fields(&stands, &["day", "targets"]);
    let target = &stands["targets"][0];
    assert_fields(target, &["id", "title", "description", "first_day", "last_day", "state", "completed_on", "items"]);
    assert_fields(
        &target["items"][0],
        &[
            "condition",
            "words",
            "have",
            "need",
            "share",
            "met_on",
            "due_days_left",
            "needed_per_due_day",
            "projected",
            "first_unmet",
        ],
    );
    assert_eq!((&target["state"], &target["items"][0]["words"]), (&json!("active"), &json!("Dhikr: 100 of 300 times")));
    assert_eq!(target["items"][0]["needed_per_due_day"], json!(100.0));
    let text = world.ok(&["targets"]);
    assert!(text.contains("33%") && text.contains("needs 100.0 a day, 2 due days left"), "{text}");

    world.ok(&["log", "Dhikr", "200"]);
    let done = world.json(&["targets", "much dhikr"]);
    assert_eq!(
        (&done["targets"][0]["state"], &done["targets"][0]["completed_on"]),
        (&json!("completed"), &json!(world.today()))
    );
    world.ok(&["remove-target", "Much dhikr"]);
    assert!(world.ok(&["targets"]).contains("no targets"));
}

#[test]
fn a_target_of_several_conditions_comes_in_json() {
    let world = World::with_deeds();
    let file = world.path("month.json");
    std::fs::write(&file, r#"[{"item": "Dhikr", "total": 100}, {"item": "Fajr", "days": {"at_least": 2, "match": {"at_least": "late"}}}]"#).unwrap();
    world.ok(&["add-target", "Both", "--to", "tomorrow", "--conditions", arg(&file)]);
    assert_eq!(world.json(&["targets"])["targets"][0]["items"].as_array().unwrap().len(), 2);
    world.fails(&["add-target", "Both", "--to", "tomorrow", "--conditions", arg(&file)], 5, "conflict");
}

#[test]
fn the_rule_in_the_documentation_is_one() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/cli.md")).unwrap();
    let example: Vec<&str> = page
        .lines()
        .skip_while(|line| !line.starts_with("    {\"all\""))
        .take_while(|line| line.starts_with("    "))
        .collect();
    let world = World::empty();
    world.ok(&["init", "--starter"]);
    std::fs::write(world.path("rule.json"), example.join("\n")).unwrap();
    world.ok(&["add-merit", "A full week", "--days", "7", "--rule", "rule.json"]);
    assert_eq!(world.json(&["merits"])["merits"][0]["detail"]["detail"]["all"].as_array().unwrap().len(), 3);
}
