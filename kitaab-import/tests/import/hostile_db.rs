//! Databases made to do harm, or damaged: each ends in an error of its kind, and the file stays as it was.

use std::fs;
use std::ops::ControlFlow;

use kitaab_import::{ImportError, Imported, Limits, read_within};
use rusqlite::Connection;

use crate::fixture::{Source, V25, millis, v25};

fn within(source: &Source, change: impl FnOnce(&mut Limits)) -> Result<Imported, ImportError> {
    let mut limits = Limits::default();
    change(&mut limits);
    read_within(source.path(), &limits, &mut |_| ControlFlow::Continue(()))
}

fn refused(source: &Source, change: impl FnOnce(&mut Limits), reason: &str) {
    let error = within(source, change).unwrap_err();
    assert_eq!(error.code(), "invalid", "{error}");
    assert!(error.to_string().contains(reason), "{error}");
}

fn unsupported(statements: &str, message: &str) {
    let error = Source::db(statements).read().unwrap_err();
    assert_eq!((error.code(), error.to_string()), ("unsupported", format!("some file: {message}")));
}

#[test]
fn only_ordinary_tables_are_read() {
    let habits = "CREATE TABLE Habits (id integer primary key, name text);";
    unsupported(
        &format!(
            "{habits} CREATE VIEW Repetitions AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
             SELECT i AS habit, i AS timestamp FROM n"
        ),
        "Repetitions is a view, no ordinary table",
    );
    unsupported(
        &format!("{habits} CREATE VIRTUAL TABLE Repetitions USING fts5(habit, timestamp)"),
        "Repetitions is a virtual table, no ordinary table",
    );
    unsupported(
        &format!("{habits} CREATE TABLE Repetitions (habit, timestamp AS (zeroblob(1000000000)))"),
        "Repetitions is a table with generated columns, no ordinary table",
    );
    unsupported(
        &format!("{habits} CREATE TABLE Repetitions (habit, timestamp, rowid, _rowid_, oid)"),
        "the table Repetitions hides its row ids",
    );
    unsupported(&format!("{habits} CREATE TABLE Repetitions (habit)"), "the table Repetitions has no column timestamp");
    let without = format!("{habits} CREATE TABLE Repetitions (habit PRIMARY KEY, timestamp) WITHOUT ROWID");
    assert_eq!(Source::db(&without).read().unwrap_err().code(), "unsupported");
}

#[test]
fn a_schema_that_lies_about_itself_is_damage() {
    let source = v25("");
    let connection = Connection::open(source.path()).unwrap();
    connection
        .execute_batch(
            "PRAGMA writable_schema = ON;
             UPDATE sqlite_schema SET sql = 'CREATE VIEW Repetitions AS SELECT 1 AS habit, 1 AS timestamp'
             WHERE name = 'Repetitions'",
        )
        .unwrap();
    drop(connection);
    assert_eq!(source.read().unwrap_err().code(), "corrupt");
}

#[test]
fn strange_but_harmless_schemas_are_read() {
    let source = v25("CREATE VIEW other AS SELECT load_extension('x');
         CREATE TRIGGER t AFTER INSERT ON Habits BEGIN SELECT raise(FAIL, 'no'); END;
         ALTER TABLE Repetitions ADD COLUMN \"od\"\"d; DROP TABLE Habits\" text;
         ALTER TABLE Habits RENAME COLUMN name TO NAME;");
    let imported = source.read().unwrap();
    assert_eq!(imported.habits.len(), 2);
    assert!(imported.remarks.is_empty());
}

#[test]
fn an_index_of_the_file_is_not_believed() {
    let source =
        v25(&format!("INSERT INTO Repetitions (habit, timestamp, value) VALUES (1, {}, 2)", millis("2024-01-01")));
    let connection = Connection::open(source.path()).unwrap();
    connection
        .execute_batch(
            "PRAGMA writable_schema = ON;
             UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'Habits')
             WHERE name = 'idx_repetitions_habit_timestamp'",
        )
        .unwrap();
    drop(connection);
    match source.read() {
        Ok(imported) => assert_eq!(imported.habits[0].days.len(), 1),
        Err(error) => assert_eq!(error.code(), "corrupt"),
    }
}

#[test]
fn garbage_and_truncation_are_damage() {
    let bytes = fs::read(v25("").path()).unwrap();
    let mut encrypted = bytes.clone();
    for (index, byte) in encrypted.iter_mut().enumerate().skip(16) {
        *byte ^= u8::try_from(index * 7 % 251).unwrap();
    }
    for damaged in [encrypted, bytes[..bytes.len() - 4096].to_vec(), bytes[..100].to_vec(), bytes[..16].to_vec()] {
        let error = Source::bytes(&damaged).read().unwrap_err();
        assert_eq!(error.code(), "corrupt", "{} bytes: {error}", damaged.len());
    }
    let mut without_magic = bytes;
    without_magic[..16].fill(0xa5);
    assert_eq!(Source::bytes(&without_magic).read().unwrap_err().code(), "unsupported");
}

#[test]
fn too_much_of_anything_is_refused() {
    let source = v25(&format!(
        "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 2999)
         INSERT INTO Repetitions (habit, timestamp, value, notes) SELECT 1, {} + i * 86400000, 2, 'note' FROM n",
        millis("2000-01-01"),
    ));
    assert_eq!(within(&source, |_| {}).unwrap().habits[0].days.len(), 3_000);
    refused(&source, |limits| limits.rows = 2_999, "the table Repetitions has more than 2999 rows");
    refused(&source, |limits| limits.habits = 1, "the table Habits has more than 1 rows");
    refused(&source, |limits| limits.text_bytes = 11_999, "more than 11999 bytes of text");
    refused(&source, |limits| limits.database_bytes = 100, "more than the 100 that are read");
    refused(&source, |limits| limits.database_steps = 1, "too many steps");
}

#[test]
fn a_huge_cell_is_refused_before_it_is_held() {
    let source = v25("UPDATE Habits SET description = zeroblob(2000000)");
    refused(&source, |limits| limits.cell_bytes = 1_000_000, "larger than what is read");
}

#[test]
fn a_default_repeated_for_every_row_counts_each_time() {
    let source = v25(&format!(
        "ALTER TABLE Repetitions DROP COLUMN notes;
         WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 999)
         INSERT INTO Repetitions (habit, timestamp, value) SELECT 1, {} + i * 86400000, 2 FROM n;
         ALTER TABLE Repetitions ADD COLUMN notes text DEFAULT '{}'",
        millis("2000-01-01"),
        "x".repeat(4_000),
    ));
    assert!(fs::metadata(source.path()).unwrap().len() < 200_000);
    refused(&source, |limits| limits.text_bytes = 1_000_000, "of text in all rows");
}

#[test]
fn rows_in_a_log_beside_the_file_are_not_lost_silently() {
    let source = Source::new();
    let writer = Connection::open(source.path()).unwrap();
    writer.execute_batch(&format!("PRAGMA journal_mode = WAL; {V25}")).unwrap();
    let error = source.read().unwrap_err();
    assert_eq!(error.code(), "invalid");
    assert!(error.to_string().starts_with("some file: a log of changes"), "{error}");
    drop(writer);
    assert!(source.read().is_ok(), "closed, the log is in the file");
}

#[test]
fn a_journal_to_be_played_back_is_refused_and_a_spent_one_is_not() {
    let source = v25("");
    let journal = source.path().with_file_name("some file-journal");
    fs::write(&journal, [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7, 0, 0]).unwrap();
    assert_eq!(source.read().unwrap_err().code(), "invalid");
    fs::write(&journal, [0; 512]).unwrap();
    assert!(source.read().is_ok());
}

#[test]
fn the_file_and_its_folder_stay_as_they_were() {
    let source = v25("");
    let before = fs::read(source.path()).unwrap();
    source.read().unwrap();
    assert_eq!(fs::read(source.path()).unwrap(), before);
    assert_eq!(fs::read_dir(source.path().parent().unwrap()).unwrap().count(), 1);
}

#[test]
fn utf_16_databases_are_read() {
    let source = Source::db(&format!(
        "PRAGMA encoding = 'UTF-16'; {V25} INSERT INTO Habits (name, freq_num, freq_den) VALUES ('صلاة', 1, 1)"
    ));
    assert_eq!(source.read().unwrap().habits[0].name, "صلاة");
}
