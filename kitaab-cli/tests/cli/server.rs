//! Books on a server, and what keeps the server.

use kitaab_test_pg::{Cluster, Database, Role};
use serde_json::{Value, json};

use crate::world::{World, arg, assert_fields};

const OWNER: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

/// A database without the schema; none, and said so, where there is no PostgreSQL.
fn blank() -> Option<Database> {
    let cluster = Cluster::shared()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    Some(runtime.block_on(cluster.blank()))
}

#[test]
fn a_server_is_made_ready_served_from_and_kept() {
    let Some(database) = blank() else { return };
    let world = World::empty();
    let url = |role| database.url(role);
    let (admin, app) = (url(Role::Owner), url(Role::App));
    let keeping = |args: &[&str]| world.json(&[&["--book", &admin], args].concat());

    let status = keeping(&["migrate", "--status"]);
    assert_fields(&status, &["version", "known", "taken", "pending"]);
    assert_eq!((&status["version"], &status["taken"]), (&json!(0), &json!([])));
    let book = ["--book", &app, "--owner", OWNER];
    world.fails(&[&book[..], &["day"]].concat(), 9, "unsupported");
    world.fails(&["--book", &app, "migrate"], 6, "denied");
    let done = keeping(&["migrate"]);
    assert_eq!(
        (&done["version"], &done["taken"], &done["pending"]),
        (&status["known"], &status["pending"], &json!([]))
    );
    assert_eq!(keeping(&["migrate"])["taken"], json!([]));

    let owned = |args: &[&str]| world.json(&[&book[..], args].concat());
    assert_eq!(owned(&["day"])["items"], json!([]), "it begins with the first thing that is written");
    owned(&["init", "--zone", "UTC"]);
    owned(&["add-deed", "Salah", "--scale", "missed,late,on time", "--item", "Fajr", "--starts-on", "2024-01-01"]);
    owned(&["add-merit", "Fajr kept", "--days", "1", "--item", "Fajr", "--every-day", "--at-least", "late"]);
    owned(&["log", "Fajr", "on time", "--day", "2024-05-01"]);
    assert_eq!(owned(&["entries"])["entries"][0]["value"]["label"], "on time");

    let judged = keeping(&["maintain", "evaluate", "--day", "2024-05-01"]);
    assert_fields(&judged, &["day", "books", "verdicts", "changed", "failed", "resumed"]);
    assert_eq!((&judged["verdicts"], &judged["changed"], &judged["failed"]), (&json!(1), &json!(1), &json!(0)));
    assert_eq!(keeping(&["maintain", "evaluate", "--day", "2024-05-01"])["changed"], 0);
    let verdicts = owned(&["verdicts", "--from", "2024-05-01", "--to", "2024-05-01"]);
    assert_eq!(verdicts["verdicts"][0]["outcome"], "earned");

    let would = keeping(&["maintain", "--dry-run", "--ahead", "3"]);
    assert_fields(&would, &["dry_run", "busy", "steps", "erased"]);
    assert_fields(&would["steps"][0], &["task", "subject", "rows"]);
    let done = keeping(&["maintain", "--ahead", "3"]);
    assert_eq!((&done["steps"], &done["busy"]), (&would["steps"], &json!(false)));
    assert_eq!(keeping(&["maintain", "--ahead", "3"])["steps"], json!([]));
    let nowhere =
        ["--book", &admin, "maintain", "--archive", "entries", "--before", "2020", "--folder", "no-such-folder"];
    world.fails(&nowhere, 4, "not_found");
    let erased = world.path("erased");
    assert_eq!(keeping(&["maintain", "--erased", arg(&erased)])["erased"], 0);
    assert_eq!(keeping(&["maintain", "erase-again", arg(&erased)]), json!({"books": 0}));
}

#[test]
fn a_doctor_finds_what_is_wrong() {
    let Some(database) = blank() else { return };
    let world = World::empty();
    let admin = database.url(Role::Superuser);
    world.ok(&["--book", &admin, "migrate"]);
    let examine = || {
        let output = world.run(&["--book", &admin, "doctor", "--json"]);
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_fields(&report, &["server", "database", "standby", "findings", "skipped"]);
        let problems = report["findings"].as_array().unwrap().iter().filter(|finding| finding["level"] == "problem");
        assert_eq!(output.status.code(), Some(if problems.count() > 0 { 10 } else { 0 }), "{report}");
        report
    };
    let about_entries = |report: &Value| {
        let findings = report["findings"].as_array().unwrap();
        findings.iter().find(|finding| finding["level"] == "problem" && finding["subject"] == "kitaab.entries").cloned()
    };
    assert_eq!(about_entries(&examine()), None);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(database.run(Role::Superuser, "ALTER TABLE kitaab.entries NO FORCE ROW LEVEL SECURITY"));
    let found = about_entries(&examine()).expect("a table that is not forced is a problem");
    assert_fields(&found, &["check", "level", "subject", "message", "advice"]);
}

#[test]
fn what_keeps_servers_wants_one_that_is_there() {
    let world = World::with_book();
    for command in ["migrate", "doctor", "maintain"] {
        assert_eq!(world.fails(&[command], 3, "invalid")["field"], "book");
        let error = world.fails(&["--book", "postgres://umar:secret@127.0.0.1:1/kitaab", command], 7, "unavailable");
        assert!(!error.to_string().contains("secret"));
        assert!(error["message"].as_str().unwrap().contains("can't be reached"), "{error}");
        // What serving books takes from a URL is in nobody's way, and what is none of it is told.
        let served = "postgres://umar:secret@127.0.0.1:1/kitaab?kitaab.connections=2";
        world.fails(&["--book", served, command], 7, "unavailable");
        for (url, field) in [("?kitaab.conections=2", "location.kitaab.conections"), (":port", "location")] {
            let url = format!("postgres://umar:secret@127.0.0.1{url}");
            let error = world.fails(&["--book", &url, command], 3, "invalid");
            assert_eq!(error["field"], field, "{error}");
            assert!(!error.to_string().contains("secret"));
        }
    }
}
