//! What is refused, how it is told, and with which exit code.

use std::process::{Command, Stdio};

use crate::world::World;

#[test]
fn values_that_are_none_are_invalid() {
    let world = World::with_deeds();
    let error = world.fails(&["log", "Fajr", "sometimes"], 3, "invalid");
    assert_eq!((error["field"].as_str(), error["value"].as_str()), (Some("value"), Some("sometimes")));
    assert!(error["rule"].as_str().unwrap().contains("missed, late, on time"));
    for (args, field) in [
        (&["log", "Dhikr", "many"][..], "value"),
        (&["log", "Dhikr", "-3"], "value"),
        (&["log", "Dhikr", "1.234"], "value"),
        (&["log", "Dhikr", "100000000"], "value"),
        (&["log", "Fajr", "late", "--add"], "value"),
        (&["log", "Salah", "late"], "item"),
        (&["log", "Fajr", "late", "--day", "2100-12-31"], "day"),
        (&["log", "Fajr", "late", "--note", ""], "note"),
        (&["entries", "--limit", "0"], "limit"),
        (&["entries", "--from", "today", "--to", "yesterday"], "last_day"),
        (&["entries", "--words", "?!"], "words"),
        (&["reflect", ""], "reflection"),
        (&["reflect", "--search", "?!"], "search"),
        (&["reviewed", "2099-01-01"], "day"),
        (&["add-deed", "X", "--scale", "one"], "scale.values"),
        (&["add-deed", " "], "name"),
        (&["settings", "--day-start", "1000"], "day_start"),
        (&["exempt", "add", "travel", "--from", "today", "--to", "yesterday"], "last_day"),
    ] {
        let error = world.fails(args, 3, "invalid");
        assert!(error["field"].as_str().is_some_and(|found| found.ends_with(field)), "{args:?}: {error}");
    }
    let long = "x".repeat(20_001);
    let error = world.fails(&["reflect", &long], 3, "invalid");
    assert!(!error.to_string().contains("xxx"), "private words are never told");
}

#[test]
fn what_is_not_there_is_not_found() {
    let world = World::with_deeds();
    let error = world.fails(&["log", "Salah/Asr", "late"], 4, "not_found");
    assert_eq!((error["kind"].as_str(), error["id"].as_str()), (Some("item"), Some("Salah/Asr")));
    assert!(error["hint"].as_str().unwrap().contains("kitaab deeds"));
    world.fails(&["merits", "No such merit"], 4, "not_found");
    world.fails(&["targets", "No such target"], 4, "not_found");
    world.fails(&["exempt", "remove", "0190b7c4-7a52-7cc0-9b51-1f6a3b4f2d10"], 4, "not_found");
    world.fails(&["undo", "999"], 4, "not_found");

    let error = World::empty().fails(&["day"], 4, "not_found");
    assert!(error["hint"].as_str().unwrap().contains("kitaab init"));
}

#[test]
fn what_stands_against_it_is_a_conflict() {
    let world = World::with_deeds();
    world.fails(&["init"], 5, "conflict");
    world.fails(&["add-item", "Salah", "Fajr"], 5, "conflict");
    world.ok(&["add-deed", "Sunnah", "--item", "Fajr"]);
    let error = world.fails(&["log", "Fajr", "Yes"], 5, "conflict");
    assert!(error["message"].as_str().unwrap().contains("Salah/Fajr"), "{error}");
}

#[test]
fn a_command_line_that_is_none_is_refused() {
    let world = World::with_deeds();
    for args in [
        &["frobnicate"][..],
        &["log", "Fajr"],
        &["log", "Fajr", "late", "--day", "2024-02-30"],
        &["log", "Fajr", "late", "--day", "someday"],
        &["settings", "--zone", "Atlantis/Capital"],
        &["add-deed", "X", "--schedule", "now and then"],
        &["entries", "--after", "nowhere"],
        &["verify", "--checkpoint", "nothing"],
        &["erase"],
        &["completions", "dos"],
        &["exempt", "add", "laziness"],
    ] {
        world.fails(args, 2, "usage");
    }
}

#[test]
fn files_that_are_no_book_are_refused_and_left_alone() {
    let world = World::empty();
    std::fs::write(world.path("letter.txt"), "Dear mother, this is no book of deeds. ".repeat(100)).unwrap();
    world.fails(&["--book", "letter.txt", "day"], 8, "corrupt");
    assert!(std::fs::read_to_string(world.path("letter.txt")).unwrap().starts_with("Dear mother"));
    world.fails(&["--book", "letter.txt/book.db", "init"], 7, "unavailable");
}

#[test]
fn a_book_of_a_later_version_is_unsupported() {
    let world = World::with_deeds();
    let mut bytes = std::fs::read(world.book()).unwrap();
    // SQLite keeps the schema's version in the header, bytes 60 to 63.
    bytes[60..64].copy_from_slice(&99_u32.to_be_bytes());
    std::fs::write(world.path("later.db"), &bytes).unwrap();
    let error = world.fails(&["--book", "later.db", "day"], 9, "unsupported");
    assert!(error["message"].as_str().unwrap().contains("99"));
}

#[test]
fn a_damaged_book_is_corrupt() {
    let world = World::with_deeds();
    let bytes = std::fs::read(world.book()).unwrap();
    std::fs::write(world.path("cut.db"), &bytes[..bytes.len() / 2]).unwrap();
    world.fails(&["--book", "cut.db", "verify"], 8, "corrupt");
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let world = World::empty();
    world.ok(&["demo", "--at", "demo.db"]);
    for args in [&["entries", "--limit", "10000", "--book", "demo.db"][..], &["completions", "bash"], &["--help"]] {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin("kitaab"));
        command.args(args).current_dir(world.path("")).env("XDG_DATA_HOME", world.path("data"));
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{args:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{args:?}");
    }
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_with_130() {
    use std::os::unix::process::ExitStatusExt;
    let world = World::with_deeds();
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("kitaab"));
    command.args(["reflect", "-"]).env("XDG_DATA_HOME", world.path("data")).env("HOME", world.path(""));
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    // Held open, so that the program waits for words.
    let words = child.stdin.take();
    std::thread::sleep(std::time::Duration::from_secs(1));
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let status = child.wait().unwrap();
    drop(words);
    // A machine so slow that the program had not begun to listen lets the signal itself end it, which
    // shells tell as 130, too.
    assert!(status.code() == Some(130) || status.signal() == Some(2), "{status:?}");
    assert!(world.ok(&["reflect"]).contains("Nothing is written"));
}
