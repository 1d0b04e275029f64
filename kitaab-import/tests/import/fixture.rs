//! Self-made files, and short ways to look at what was read from them.

use std::io::{Cursor, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use kitaab_import::{Finding, Habit, ImportError, Imported, Limits, Value, read, read_bytes};
use rusqlite::Connection;
use tempfile::TempDir;
use zip::write::{SimpleFileOptions, ZipWriter};

/// A folder that lives as long as the file in it is needed.
pub(crate) struct Source {
    folder: TempDir,
}

impl Source {
    pub(crate) fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    /// A database from statements, under a name that tells nothing.
    pub(crate) fn db(statements: &str) -> Self {
        let source = Self::new();
        let connection = Connection::open(source.path()).unwrap();
        connection.pragma_update(None, "foreign_keys", false).unwrap();
        connection.execute_batch(statements).unwrap();
        connection.close().unwrap();
        source
    }

    pub(crate) fn bytes(bytes: &[u8]) -> Self {
        let source = Self::new();
        std::fs::write(source.path(), bytes).unwrap();
        source
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("some file")
    }

    pub(crate) fn read(&self) -> Result<Imported, ImportError> {
        read_path(&self.path())
    }
}

pub(crate) fn read_path(path: &Path) -> Result<Imported, ImportError> {
    read(path, &mut |_| ControlFlow::Continue(()))
}

pub(crate) fn read_zip(files: &[(&str, &str)]) -> Result<Imported, ImportError> {
    read_bytes(&zip(files), &Limits::default(), &mut |_| ControlFlow::Continue(()))
}

pub(crate) fn read_text(text: impl AsRef<[u8]>) -> Result<Imported, ImportError> {
    read_bytes(text.as_ref(), &Limits::default(), &mut |_| ControlFlow::Continue(()))
}

pub(crate) fn zip(files: &[(&str, &str)]) -> Vec<u8> {
    let files: Vec<_> = files.iter().map(|&(name, text)| (name, text.as_bytes())).collect();
    zip_of_bytes(&files)
}

pub(crate) fn zip_of_bytes(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The tables of version 25, empty.
pub(crate) const V25: &str = "
    PRAGMA user_version = 25;
    CREATE TABLE Habits (id integer primary key autoincrement, archived integer, color integer, description text,
        freq_den integer, freq_num integer, highlight integer, name text, position integer, reminder_hour integer,
        reminder_min integer, reminder_days integer not null default 127, type integer not null default 0,
        target_type integer not null default 0, target_value real not null default 0,
        unit text not null default \"\", question text, uuid text);
    CREATE TABLE Repetitions (id integer primary key autoincrement, habit integer not null references Habits(id),
        timestamp integer not null, value integer not null, notes text);
    CREATE UNIQUE INDEX idx_repetitions_habit_timestamp ON Repetitions(habit, timestamp);
";

/// Version 25 with one yes/no habit (id 1) and one number (id 2), and what `statements` do to it.
pub(crate) fn v25(statements: &str) -> Source {
    Source::db(&format!(
        "{V25}
        INSERT INTO Habits (id, name, freq_num, freq_den, uuid) VALUES (1, 'Walk', 1, 1, 'aa');
        INSERT INTO Habits (id, name, freq_num, freq_den, type, uuid) VALUES (2, 'Read', 1, 1, 1, 'bb');
        {statements}"
    ))
}

/// Milliseconds of UTC midnight, as Loop stamps a day.
pub(crate) fn millis(day: &str) -> i64 {
    date(day).and_hms_opt(0, 0, 0).unwrap().and_utc().timestamp_millis()
}

pub(crate) fn date(day: &str) -> NaiveDate {
    day.parse().unwrap()
}

pub(crate) fn habit<'a>(imported: &'a Imported, name: &str) -> &'a Habit {
    imported.habits.iter().find(|habit| habit.name == name).unwrap()
}

pub(crate) fn value(habit: &Habit, day: &str) -> Option<Value> {
    habit.days.iter().find(|record| record.day == date(day)).map(|record| record.value)
}

pub(crate) fn note<'a>(habit: &'a Habit, day: &str) -> Option<&'a str> {
    habit.days.iter().find(|record| record.day == date(day))?.note.as_deref()
}

/// How often something was found, over all places.
pub(crate) fn count(imported: &Imported, finding: Finding) -> u64 {
    imported.remarks.iter().filter(|remark| remark.finding == finding).map(|remark| remark.count).sum()
}

/// Every finding with its count, in no order that matters.
pub(crate) fn findings(imported: &Imported) -> Vec<(Finding, u64)> {
    let mut findings: Vec<_> = imported.remarks.iter().map(|remark| (remark.finding, remark.count)).collect();
    findings.sort_unstable();
    findings
}

/// The rows that are among the days, and those that remarks say were left out.
pub(crate) fn accounted(imported: &Imported) -> u64 {
    let days: usize = imported.habits.iter().map(|habit| habit.days.len()).sum::<usize>() + imported.reflections.len();
    let left_out: u64 =
        imported.remarks.iter().filter(|remark| remark.finding.leaves_out_a_day()).map(|remark| remark.count).sum();
    days as u64 + left_out
}
