//! The report and charts, as files.

use crate::world::{World, assert_fields};

#[test]
fn a_page_is_written_for_its_owner_alone() {
    let world = World::with_deeds();
    world.ok(&["log", "Salah/Fajr", "on time", "--note", "secret"]);
    let told = world.json(&["report"]);
    assert_fields(&told, &["file", "bytes", "language", "first_day", "last_day", "remark"]);
    assert_eq!((told["language"].as_str(), told["last_day"].as_str()), (Some("en"), Some(world.today().as_str())));
    let file = world.path("report.html");
    let page = std::fs::read_to_string(&file).unwrap();
    assert_eq!(told["bytes"], page.len());
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("Fajr") && !page.contains("secret"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o077, 0, "nobody else reads it");
    }

    world.fails(&["report"], 5, "conflict");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), page, "and is left as it was");
    world.ok(&["report", "--overwrite", "--language", "ar", "--from", "2024-01-01", "--to", "2024-03-01"]);
    let arabic = std::fs::read_to_string(&file).unwrap();
    assert!(arabic.contains("<html lang=\"ar\" dir=\"rtl\">") && arabic.contains("١ يناير ٢٠٢٤"));
    assert!(world.ok(&["report", "-o", "-"]).starts_with("<!DOCTYPE html>"));
}

#[test]
fn bad_deeds_and_reflections_are_there_when_asked_for() {
    let world = World::with_deeds();
    world.ok(&["add-deed", "Backbiting", "--bad"]);
    world.ok(&["reflect", "A quiet day."]);
    let page = |args: &[&str]| world.ok(&[&["report", "-o", "-"], args].concat());
    assert!(!page(&[]).contains("Backbiting") && !page(&[]).contains("A quiet day."));
    assert!(page(&["--with-saiyyiaat"]).contains("Backbiting"));
    assert!(page(&["--with-reflections"]).contains("A quiet day."));
}

#[test]
fn an_item_is_drawn() {
    let world = World::with_deeds();
    world.ok(&["log", "Dhikr", "33"]);
    let told = world.json(&["plot", "Dhikr", "--bucket", "week", "-o", "dhikr.svg"]);
    assert_fields(&told, &["file", "bytes", "language", "first_day", "last_day", "remark"]);
    let svg = std::fs::read_to_string(world.path("dhikr.svg")).unwrap();
    assert!(svg.starts_with("<svg ") && svg.contains("total in times") && svg.contains("currentColor"));
    world.ok(&["plot", "Salah", "-o", "salah.PNG", "--language", "ar"]);
    assert!(std::fs::read(world.path("salah.PNG")).unwrap().starts_with(b"\x89PNG"));
    assert!(world.ok(&["plot", "fajr", "-o", "-"]).contains("</svg>"));

    world.fails(&["plot", "Dhikr", "-o", "dhikr.svg"], 5, "conflict");
    world.fails(&["plot", "Dhikr", "-o", "dhikr.gif"], 3, "invalid");
    world.fails(&["plot", "Nothing", "-o", "n.svg"], 4, "not_found");
    world.fails(&["report", "--from", "2024-02-01", "--to", "2024-01-01"], 3, "invalid");
    world.fails(&["report", "--language", "tlh"], 9, "unsupported");
    assert!(!world.path("report.html").exists(), "nothing half-done");
}
