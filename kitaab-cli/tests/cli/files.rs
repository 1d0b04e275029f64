//! Exports, restored books, backups.

use serde_json::json;

use crate::world::{World, assert_fields};

/// Everything that a book shows, to compare it with another one.
fn shown(world: &World, book: &str) -> String {
    ["deeds", "entries", "ledger", "exempt"].iter().map(|name| world.ok(&["--book", book, name, "--json"])).collect()
}

#[test]
fn a_book_goes_out_and_comes_back_without_loss() {
    let world = World::with_deeds();
    world.ok(&["log", "Fajr", "late", "--note", "ليلة طويلة"]);
    world.ok(&["undo"]);
    let written = world.json(&["export", "book.jsonl"]);
    assert_fields(&written, &["file", "bytes", "encrypted", "checkpoint"]);
    assert_eq!((&written["encrypted"], &written["file"]), (&json!(false), &json!("book.jsonl")));
    assert_eq!(written["checkpoint"], world.json(&["verify"])["checkpoint"]);
    world.fails(&["export", "book.jsonl"], 5, "conflict");

    let restored = world.json(&["--book", "other/again.db", "restore", "book.jsonl"]);
    assert_fields(&restored, &["book", "owner", "commits"]);
    assert_eq!(shown(&world, "other/again.db"), shown(&world, world.book().to_str().unwrap()));
    assert_eq!(world.json(&["--book", "other/again.db", "verify"]), world.json(&["verify"]));
    world.fails(&["--book", "other/again.db", "restore", "book.jsonl"], 5, "conflict");
    assert!(world.ok(&["export", "again.jsonl"]).contains("keep it well"));
}

#[test]
fn a_locked_export_opens_with_its_passphrase_alone() {
    let world = World::with_deeds();
    std::fs::write(world.path("right"), "correct horse\n").unwrap();
    std::fs::write(world.path("wrong"), "battery staple\n").unwrap();
    let written = world.json(&["export", "book.age", "--encrypt", "--passphrase-file", "right"]);
    assert_eq!(written["encrypted"], json!(true));
    let bytes = std::fs::read(world.path("book.age")).unwrap();
    assert!(bytes.starts_with(b"age-encryption.org/") && !String::from_utf8_lossy(&bytes).contains("Salah"));

    let error = world.fails(&["--book", "no.db", "restore", "book.age", "--passphrase-file", "wrong"], 3, "invalid");
    assert_eq!(error["field"], "passphrase");
    assert!(!error.to_string().contains("battery"), "a passphrase is never shown");
    world.fails(&["--book", "no.db", "restore", "book.age"], 2, "usage");
    assert!(!world.path("no.db").exists(), "what fails leaves nothing behind");

    let output = world
        .command()
        .env("KITAAB_PASSPHRASE", "correct horse")
        .args(["--book", "yes.db", "restore", "book.age", "--json"])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(world.json(&["--book", "yes.db", "deeds"]), world.json(&["deeds"]));
    let mut piped = world.command();
    piped.args(["--book", "piped.db", "restore", "book.age", "--passphrase-file", "-"]).write_stdin("correct horse\n");
    assert!(piped.output().unwrap().status.success());

    std::fs::write(world.path("empty"), "\n").unwrap();
    world.fails(&["export", "x.age", "--encrypt", "--passphrase-file", "empty"], 3, "invalid");
    world.fails(&["export", "x.age", "--encrypt", "--passphrase-file", "nowhere"], 4, "not_found");
    assert!(!world.path("x.age").exists());
}

#[test]
fn a_damaged_export_is_refused_whole() {
    let world = World::with_deeds();
    world.ok(&["export", "book.jsonl"]);
    let text = std::fs::read_to_string(world.path("book.jsonl")).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    std::fs::write(world.path("short.jsonl"), lines[..lines.len() - 1].join("\n")).unwrap();
    std::fs::write(world.path("other.jsonl"), "{\"some\": \"file\"}\n").unwrap();
    std::fs::write(world.path("newer.jsonl"), text.replacen("\"format\":1", "\"format\":99", 1)).unwrap();
    world.fails(&["--book", "no.db", "restore", "short.jsonl"], 8, "corrupt");
    world.fails(&["--book", "no.db", "restore", "other.jsonl"], 3, "invalid");
    world.fails(&["--book", "no.db", "restore", "newer.jsonl"], 9, "unsupported");
    world.fails(&["--book", "no.db", "restore", "missing.jsonl"], 4, "not_found");
    assert!(!world.path("no.db").exists());
}

#[test]
fn a_backup_is_a_book() {
    let world = World::with_deeds();
    let written = world.json(&["backup", "copy.db"]);
    assert_fields(&written, &["file", "bytes", "encrypted", "checkpoint"]);
    assert_eq!(written["checkpoint"], json!(null));
    assert_eq!(world.json(&["--book", "copy.db", "verify"]), world.json(&["verify"]));
    world.fails(&["backup", "copy.db"], 5, "conflict");
    assert!(world.ok(&["backup", "second.db"]).starts_with("Written: second.db, "));
}
