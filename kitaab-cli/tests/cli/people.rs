//! Friends, what is shared with them, and acting as somebody else.

use serde_json::json;

use crate::world::{World, assert_fields};

const UMAR: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

/// The book, one of Umar's in the same file, and the owner's id.
fn two_books() -> (World, String) {
    let world = World::with_deeds();
    world.ok(&["log", "Salah/Fajr", "late", "--day", "2024-05-01", "--note", "Overslept"]);
    let owner = world.json(&["settings"])["owner"].as_str().unwrap().to_owned();
    world.ok(&["--owner", UMAR, "settings", "--first-weekday", "sunday"]);
    (world, owner)
}

#[test]
fn a_deed_is_shared_and_looked_at() {
    let (world, owner) = two_books();
    let owned =
        |args: &[&str]| [&["--owner", &owner], args].concat().iter().map(ToString::to_string).collect::<Vec<_>>();
    let json = |args: &[&str]| {
        let args = owned(args);
        world.json(&args.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let fails = |args: &[&str], exit: i32, code: &str| {
        let args = owned(args);
        world.fails(&args.iter().map(String::as_str).collect::<Vec<_>>(), exit, code)
    };
    world.fails(&["people"], 5, "conflict");
    fails(&["people", "request", &owner], 3, "invalid");
    let asked = world.json(&["--owner", UMAR, "people", "request", &owner]);
    assert_fields(&asked, &["relations", "permissions", "blocks", "seq", "turned"]);
    assert_fields(
        &asked["relations"][0],
        &["id", "with", "kind", "role", "state", "requested_at", "accepted_at", "changed_at"],
    );
    fails(&["people", "grant", UMAR, "Salah"], 4, "not_found");
    let accepted = json(&["people", "accept", UMAR]);
    assert_eq!(accepted["relations"][0]["state"], "accepted");
    let granted = json(&["people", "grant", UMAR, "Salah/Fajr", "--write"]);
    assert_fields(&granted["permissions"][0], &["id", "relation", "with", "path", "level", "granted_at"]);
    assert_eq!(granted["permissions"][0]["path"], "Salah/Fajr");

    let seen = json(&["--as", UMAR, "day", "2024-05-01"]);
    assert_eq!(seen["items"].as_array().unwrap().len(), 1);
    assert_eq!((&seen["items"][0]["value"]["label"], &seen["items"][0]["note"]), (&json!("late"), &json!(null)));
    json(&["--as", UMAR, "log", "Fajr", "on time", "--day", "2024-05-02"]);
    fails(&["--as", UMAR, "log", "Dhikr", "33"], 4, "not_found");
    fails(&["--as", UMAR, "reviewed"], 6, "denied");
    fails(&["--as", UMAR, "people", "log"], 6, "denied");
    let history = json(&["history", "Fajr", "--day", "2024-05-02"]);
    assert_eq!(history["events"][0]["actor"], UMAR);

    let log = json(&["people", "log"]);
    assert_fields(&log, &["accesses", "more"]);
    assert_fields(&log["accesses"][0], &["reader", "deed", "name", "day", "first_at"]);
    assert_eq!((&log["accesses"][0]["reader"], &log["accesses"][0]["name"]), (&json!(UMAR), &json!("Salah")));
    let text = world.ok(&["--owner", &owner, "people"]);
    assert!(text.contains("friend") && text.contains("writes") && text.contains("Salah/Fajr"), "{text}");

    let permission = granted["permissions"][0]["id"].as_str().unwrap();
    assert_eq!(json(&["people", "revoke", permission])["permissions"], json!([]));
    fails(&["--as", UMAR, "log", "Fajr", "late"], 4, "not_found");
    let blocked = json(&["people", "block", UMAR]);
    assert_fields(&blocked["blocks"][0], &["user", "blocked_at"]);
    fails(&["--as", UMAR, "day"], 4, "not_found");
    world.ok(&["--owner", UMAR, "people", "request", &owner]);
    assert_eq!(json(&["people"])["relations"][0]["state"], "ended");
    json(&["people", "unblock", UMAR]);
}

#[test]
fn a_bad_deed_needs_a_second_word() {
    let (world, owner) = two_books();
    world.ok(&["--owner", &owner, "add-deed", "Gossip", "--bad", "--count"]);
    world.ok(&["--owner", UMAR, "people", "request", &owner, "--follow"]);
    world.ok(&["--owner", &owner, "people", "accept", UMAR]);
    let error = world.fails(&["--owner", &owner, "people", "grant", UMAR, "Gossip"], 3, "invalid");
    assert!(error["hint"].as_str().unwrap().contains("--confirm"), "{error}");
    world.ok(&["--owner", &owner, "people", "grant", UMAR, "Gossip", "--confirm"]);
    assert!(world.ok(&["--owner", &owner, "people"]).contains("follows you"));
}
