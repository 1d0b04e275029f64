//! A million rows of each format: within the limits, told as they are read, and of no surprising size.

use std::fmt::Write as _;
use std::ops::ControlFlow;

use chrono::{Days, NaiveDate};
use kitaab_import::{Imported, Limits, read_bytes};

use crate::fixture::{Source, accounted, date};

const ROWS: u32 = 1_000_000;
/// Each habit's.
const DAYS: u32 = 50_000;

/// Habits and days, each habit's days in a row.
fn each_row(mut each: impl FnMut(u32, NaiveDate)) {
    let first = date("1901-01-01");
    for row in 0..ROWS {
        each(row / DAYS, first.checked_add_days(Days::new((row % DAYS).into())).unwrap());
    }
}

fn read(text: &str) -> Imported {
    let mut told = 0;
    let imported = read_bytes(text.as_bytes(), &Limits::default(), &mut |progress| {
        told = progress.rows;
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!((told, accounted(&imported)), (u64::from(ROWS), u64::from(ROWS)));
    imported
}

#[test]
fn habitbull() {
    let mut text = String::from("HabitName,HabitDescription,HabitCategory,CalendarDate,Value,CommentText\n");
    each_row(|habit, day| writeln!(text, "H{habit},,,{day},{},", u32::from(habit % 2 == 0) * 2).unwrap());
    assert!(read(&text).remarks.is_empty());
}

#[test]
fn daylio() {
    let mut text = String::from("full_date,date,weekday,time,mood,activities,note_title,note\n");
    each_row(|_, day| writeln!(text, "{day},,,22:00,good,a | b,,").unwrap());
    assert_eq!(read(&text).reflections.len(), 50_000);
}

#[test]
fn json_documents() {
    let document = |record: &dyn Fn(NaiveDate) -> String, fields: &str| {
        let mut text = String::from("{\"habits\":[");
        let mut open = None;
        each_row(|habit, day| {
            if open == Some(habit) {
                text.push(',');
            } else {
                let end = if open.is_some() { "]}," } else { "" };
                write!(text, r#"{end}{{"name":"H{habit}"{fields},"records":["#).unwrap();
                open = Some(habit);
            }
            text.push_str(&record(day));
        });
        text.push_str("]}]}");
        text
    };
    let epoch = date("1970-01-01");
    let table =
        |day: NaiveDate| format!(r#"{{"record_date":{},"record_type":1,"record_value":1}}"#, (day - epoch).num_days());
    let fields = r#","type":1,"daily_goal":1,"freq_type":1,"freq_custom":"[1]""#;
    assert!(read(&document(&table, fields)).remarks.is_empty());
    let beaver = |day: NaiveDate| format!(r#"{{"day":"{day}","done":true}}"#);
    assert!(read(&document(&beaver, "")).remarks.is_empty());
}

#[test]
fn databases() {
    let rows = |insert: &str| {
        format!(
            "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {ROWS} - 1),
                 r(habit, day) AS (SELECT i / {DAYS}, date('1901-01-01', (i % {DAYS}) || ' days') FROM n) {insert}"
        )
    };
    let habits =
        |insert: &str| format!("WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 19) {insert}");
    for (tables, habit, day) in [
        (
            "CREATE TABLE Habits (id, name, freq_num, freq_den); CREATE TABLE Repetitions (habit, timestamp, value)",
            "INSERT INTO Habits SELECT i, 'H' || i, 1, 1 FROM n",
            "INSERT INTO Repetitions SELECT habit, unixepoch(day) * 1000, 2 FROM r",
        ),
        (
            "CREATE TABLE tracks (_id, name); CREATE TABLE track2groups (x);
             CREATE TABLE ticks (_track_id, year, month, day)",
            "INSERT INTO tracks SELECT i, 'H' || i FROM n",
            "INSERT INTO ticks SELECT habit, 0 + substr(day, 1, 4), substr(day, 6, 2) - 1, 0 + substr(day, 9, 2) FROM r",
        ),
        (
            "CREATE TABLE Habits (_id, Name, schedule, active_days); CREATE TABLE UNIT (x);
             CREATE TABLE CHECKINS (Habit_id, date, type)",
            "INSERT INTO Habits SELECT i, 'H' || i, 0, '0,1' FROM n",
            "INSERT INTO CHECKINS SELECT habit, replace(day, '-', ''), 2 FROM r",
        ),
    ] {
        let source = Source::db(&format!("{tables}; {}; {}", habits(habit), rows(day)));
        let imported = source.read().unwrap();
        assert_eq!((imported.habits.len(), accounted(&imported)), (20, u64::from(ROWS)), "{tables}");
        assert!(imported.remarks.is_empty(), "{:?}", imported.remarks);
        assert!(imported.habits.iter().all(|habit| habit.days.len() == DAYS as usize));
    }
}

#[test]
fn rows_in_no_order_are_found_twice_all_the_same() {
    let first = date("2000-01-01");
    let mut text = String::from("HabitName,HabitDescription,HabitCategory,CalendarDate,Value,CommentText\n");
    // A step that shares no factor with the number of days visits each of them once, then each again.
    for row in 0..20_000_u64 {
        let day = first.checked_add_days(Days::new(row * 7_919 % 10_000)).unwrap();
        writeln!(text, "A,,,{day},{},", u64::from(row < 10_000)).unwrap();
    }
    let imported = read_bytes(text.as_bytes(), &Limits::default(), &mut |_| ControlFlow::Continue(())).unwrap();
    let days = &imported.habits[0].days;
    assert_eq!((days.len(), imported.remarks[0].count), (10_000, 10_000));
    assert!(days.windows(2).all(|pair| pair[0].day < pair[1].day));
    assert!(days.iter().all(|record| record.value == kitaab_import::Value::Yes), "the first row stays");
}
