//! Importing a million entries, against bare rusqlite inserting the rows.
//!
//! The file is a backup of Loop Habit Tracker that this program makes. The import runs in a child
//! process, so that its peak memory can be told.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use kitaab::{ImportOptions, Kitaab};
use rusqlite::{Connection, params};

use crate::bare::{Bare, table_bytes};
use crate::{median, ratio};

const HABITS: usize = 50;
const DAYS: i32 = 20_000;
const TURNS: usize = 3;

/// Names the child's folder.
const CHILD: &str = "KITAAB_BENCH_IMPORT";

pub(crate) fn is_child() -> bool {
    std::env::var_os(CHILD).is_some()
}

/// Imports the file and prints the milliseconds that took and the peak of memory in KiB.
pub(crate) fn run_child() {
    let folder = std::env::var(CHILD).unwrap();
    let folder = Path::new(&folder);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let kitaab = Kitaab::open(folder.join("book.db").to_str().unwrap()).await.unwrap();
        let book = kitaab.my_book().await.unwrap();
        let begin = Instant::now();
        let report = book.import(&folder.join("loop.db"), ImportOptions::new()).await.unwrap();
        let took = begin.elapsed();
        assert_eq!(report.entries_added, HABITS * DAYS as usize);
        println!("{} {}", took.as_micros(), peak_kib());
    });
}

/// The peak of this process's resident memory.
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    line.and_then(|line| line.split_whitespace().nth(1)).and_then(|number| number.parse().ok()).unwrap_or(0)
}

pub(crate) fn figures() {
    let (mut ours, mut theirs, mut memory, mut bytes) = (Vec::new(), Vec::new(), 0, 0);
    for _ in 0..TURNS {
        let folder = tempfile::tempdir().unwrap();
        make_backup(&folder.path().join("loop.db"));
        let output = Command::new(std::env::current_exe().unwrap()).env(CHILD, folder.path()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let printed = String::from_utf8(output.stdout).unwrap();
        let (micros, kib) = printed.trim().split_once(' ').unwrap();
        ours.push(Duration::from_micros(micros.parse().unwrap()));
        memory = memory.max(kib.parse::<u64>().unwrap());
        let tables = table_bytes(&folder.path().join("book.db"));
        bytes = ["entries", "commits", "commit_parts"].iter().filter_map(|name| tables.get(*name)).sum::<u64>();

        let mut bare = Bare::create(&folder.path().join("bare.db"));
        let begin = Instant::now();
        bare.import(HABITS, 0..DAYS);
        theirs.push(begin.elapsed());
    }
    let rows = HABITS as u64 * DAYS as u64;
    let (ours, theirs) = (median(ours), median(theirs));
    println!(
        "figure: importing {rows} entries from a file of another program: {:.2}x the speed of bare rusqlite inserting \
         the rows ({ours:.2?} against {theirs:.2?}; goal: at least 0.4)",
        1.0 / ratio(ours, theirs)
    );
    if memory > 0 {
        println!("figure: peak memory of that import: {} MB (goal: below 300)", memory / 1024);
    } else {
        println!("SKIPPED: peak memory of the import, which this platform does not tell");
    }
    println!("figure: entry and ledger in bulk: {} bytes (goal: at most 80)", bytes / rows);
}

/// A backup as Loop's version 25 writes it: every habit a number, every day.
fn make_backup(file: &Path) {
    let mut connection = Connection::open(file).unwrap();
    connection
        .execute_batch(
            "PRAGMA user_version = 25;
             CREATE TABLE Habits (id INTEGER PRIMARY KEY, archived INTEGER, color INTEGER, description TEXT,
                 freq_den INTEGER, freq_num INTEGER, highlight INTEGER, name TEXT, position INTEGER,
                 reminder_hour INTEGER, reminder_min INTEGER, reminder_days INTEGER NOT NULL DEFAULT 127,
                 type INTEGER NOT NULL DEFAULT 0, target_type INTEGER NOT NULL DEFAULT 0,
                 target_value REAL NOT NULL DEFAULT 0, unit TEXT NOT NULL DEFAULT '', question TEXT, uuid TEXT);
             CREATE TABLE Repetitions (id INTEGER PRIMARY KEY, habit INTEGER NOT NULL REFERENCES Habits(id),
                 timestamp INTEGER NOT NULL, value INTEGER NOT NULL, notes TEXT);",
        )
        .unwrap();
    let transaction = connection.transaction().unwrap();
    for habit in 0..HABITS as i64 {
        transaction
            .execute(
                "INSERT INTO Habits (id, archived, color, freq_den, freq_num, name, position, type, target_value, uuid)
                 VALUES (?1, 0, 1, 1, 1, ?2, ?1, 1, 10, ?3)",
                params![habit, format!("Habit {habit}"), format!("{habit:032x}")],
            )
            .unwrap();
        let mut insert = transaction
            .prepare_cached("INSERT INTO Repetitions (habit, timestamp, value) VALUES (?1, ?2, ?3)")
            .unwrap();
        // Up to 2024-10-04, so that no day is in anybody's future.
        for day in 0..i64::from(DAYS) {
            insert.execute(params![habit, day * 86_400_000, (day % 90 + 4) * 1_000]).unwrap();
        }
    }
    transaction.commit().unwrap();
}
