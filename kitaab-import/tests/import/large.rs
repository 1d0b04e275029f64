//! A million rows of each text format: within the limits, told as they are read, and of no surprising size.

use std::fmt::Write as _;
use std::ops::ControlFlow;

use chrono::{Days, NaiveDate};
use kitaab_import::{Imported, Limits, read_bytes};

use crate::fixture::{accounted, date};

/// A million rows take half a minute unoptimized, so an ordinary run makes do with fewer.
fn rows() -> u32 {
    if std::env::var("KITAAB_FIGURES").is_ok() { 1_000_000 } else { 50_000 }
}

/// Habits and days, each habit's days in a row.
fn each_row(mut each: impl FnMut(u32, NaiveDate)) {
    let first = date("1901-01-01");
    for row in 0..rows() {
        each(row / 50_000, first.checked_add_days(Days::new((row % 50_000).into())).unwrap());
    }
}

fn read(text: &str) -> Imported {
    let mut told = 0;
    let imported = read_bytes(text.as_bytes(), &Limits::default(), &mut |progress| {
        told = progress.rows;
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!((told, accounted(&imported)), (u64::from(rows()), u64::from(rows())));
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
