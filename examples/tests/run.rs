//! Each example runs, and says what it is there to show.
#![allow(clippy::unwrap_used, missing_docs)]

use std::path::Path;
use std::process::Command;

fn run(program: &str, arguments: &[&Path]) -> String {
    let output = Command::new(program).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_first_book_is_kept_in_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("book.db");
    let said = run(env!("CARGO_BIN_EXE_first_book"), &[&file]);
    assert!(said.contains("Forty days of Fajr: ") && said.contains("  Isha: recorded\n"), "{said}");
    assert!(said.contains("  Asr: blank\n"), "{said}");
    assert!(file.exists());
}

#[test]
fn a_look_back_tells_figures_and_writes_a_page() {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("report.html");
    let said = run(env!("CARGO_BIN_EXE_look_back"), &[&page]);
    assert!(said.contains("52 of 60 due days kept, 87 %"), "{said}");
    assert!(said.contains("The longest run: 6 days"), "{said}");
    assert!(std::fs::read_to_string(page).unwrap().contains("Qur'an"), "the page names the deed");
}

#[test]
fn records_are_brought_along_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("export.csv");
    let rows = "HabitName,HabitDescription,HabitCategory,CalendarDate,Value,CommentText\n\
                Witr,,Prayer,2024-03-01,1,\nWitr,,Prayer,2024-03-02,0,ill\n";
    std::fs::write(&file, rows).unwrap();
    let said = run(env!("CARGO_BIN_EXE_bring_along"), &[&file]);
    assert!(said.contains("1 deeds with 2 entries would come.") && said.contains("2 entries came."), "{said}");
    assert!(run(env!("CARGO_BIN_EXE_bring_along"), &[]).contains("docs/importing.md"));
}
