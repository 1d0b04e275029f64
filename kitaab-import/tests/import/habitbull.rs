//! HabitBull's table, and what can be wrong with it.

use std::fmt::Write as _;
use std::ops::ControlFlow;

use kitaab_import::{Field, Finding, Format, Kind, Limits, Value, read_bytes};

use crate::fixture::{Source, accounted, count, findings, habit, note, read_text, value};

const HEADER: &str = "HabitName,HabitDescription,HabitCategory,CalendarDate,Value,CommentText\n";

fn table(rows: &str) -> String {
    format!("{HEADER}{rows}")
}

#[test]
fn one_value_above_1_makes_a_number_of_the_whole_habit() {
    let imported =
        read_text(table("Run,,,2024-01-01,1,\nRead,,,2024-01-01,1,\nRun,,,2024-01-02,2.5,far\nRun,,,2024-01-03,0,\n"))
            .unwrap();
    assert_eq!(imported.format, Format::HabitBull);
    let run = habit(&imported, "Run");
    assert_eq!(run.kind, Kind::Number { target: None });
    assert_eq!(value(run, "2024-01-01"), Some(Value::Amount(100)));
    assert_eq!((value(run, "2024-01-02"), note(run, "2024-01-02")), (Some(Value::Amount(250)), Some("far")));
    assert_eq!(value(run, "2024-01-03"), Some(Value::Amount(0)));
    assert_eq!(habit(&imported, "Read").kind, Kind::YesNo);
    assert!(imported.remarks.is_empty());
}

#[test]
fn two_habits_of_one_name_stay_two() {
    let rows = "Read,Novels,Fun,2024-01-01,1,\nRead,Papers,Work,2024-01-01,1,\nRead,Novels,Fun,2024-01-02,1,\n";
    let imported = read_text(table(rows)).unwrap();
    let keys: Vec<_> = imported.habits.iter().map(|habit| habit.source_key.as_str()).collect();
    assert_eq!(keys, ["Read", r"Read\x1fWork\x1fPapers"]);
    assert_eq!(imported.habits.iter().map(|habit| habit.days.len()).collect::<Vec<_>>(), [2, 1]);
}

#[test]
fn rows_that_are_wrong_are_told_and_the_others_stay() {
    let imported = read_text(table(
        "A,,,2024-01-01,1,\nA,,,2024-02-30,1,lost\nA,,,13/1/2024,1,\nA,,,1/2/2024,1,\nA,,,2024-01-03,yes,\nA,,,\
         2024-01-04,,\nA,,,0001-01-01,1,\nA,,,9999-12-31,1,\nA,,,2024-01-05\nA,,,2024-01-06,1,,extra\n,,,2024-01-01,1,\n\
         A,,,2024-01-07,1e300,\n",
    ))
    .unwrap();
    let a = habit(&imported, "A");
    assert_eq!(a.kind, Kind::YesNo);
    let days: Vec<_> = a.days.iter().map(|record| record.day.to_string()).collect();
    assert_eq!(days, ["2024-01-01", "2024-01-02", "2024-01-06"]);
    assert_eq!(accounted(&imported), 12);
    assert_eq!(count(&imported, Finding::Unreadable(Field::Day)), 2);
    assert_eq!(count(&imported, Finding::NoteLeftOut), 1);
    assert_eq!(count(&imported, Finding::DayOutOfRange), 2);
    assert_eq!(count(&imported, Finding::UnknownValue(Field::Value)), 1);
    assert_eq!(count(&imported, Finding::Unreadable(Field::Value)), 2);
    assert_eq!(count(&imported, Finding::TooLarge(Field::Value)), 1);
    assert_eq!(count(&imported, Finding::Unnamed), 1);
    assert_eq!((count(&imported, Finding::MissingFields), count(&imported, Finding::ExtraFields)), (1, 1));
}

#[test]
fn columns_are_found_by_name_and_are_there_once() {
    let imported = read_text("Value,calendardate, HabitName ,Else\r\n1,2024-01-01,A,x\r\n").unwrap();
    assert_eq!(value(habit(&imported, "A"), "2024-01-01"), Some(Value::Yes));
    assert_eq!(findings(&imported), [(Finding::UnknownField, 1)], "a column that is not read is told");
    let error = read_text("HabitName,CalendarDate,Value,VALUE\nA,2024-01-01,1,1\n").unwrap_err();
    assert_eq!(
        (error.code(), error.to_string().as_str()),
        ("invalid", "the input: column 4 has the name of another one")
    );
    for header in ["HabitName,CalendarDate\nA,2024-01-01\n", "Name,Date,Value\n", "a"] {
        assert_eq!(read_text(header).unwrap_err().code(), "unsupported", "{header}");
    }
    assert!(read_text(HEADER).unwrap().habits.is_empty());
}

#[test]
fn encodings() {
    let text = table("صلاة,,,2024-01-01,1,\n");
    let with_mark = format!("\u{feff}{text}");
    assert_eq!(read_text(&with_mark).unwrap(), read_text(&text).unwrap());
    assert_eq!(Source::bytes(with_mark.as_bytes()).read().unwrap(), read_text(&text).unwrap());
    let latin = read_text([HEADER.as_bytes(), b"caf\xe9,,,2024-01-01,1,\n"].concat()).unwrap();
    assert_eq!(latin.habits[0].name, "caf\u{fffd}");
    assert_eq!(findings(&latin), [(Finding::TextRepaired(Field::Name), 1)]);
    for utf_16 in [text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>(), {
        with_mark.encode_utf16().flat_map(u16::to_be_bytes).collect()
    }] {
        let error = read_text(utf_16).unwrap_err();
        assert_eq!((error.code(), error.to_string().contains("UTF-16")), ("unsupported", true), "{error}");
    }
}

#[test]
fn a_truncated_table_is_read_to_its_end_or_damaged() {
    let whole = table("A,\"b, c\",,2024-01-01,1,\nA,\"b, c\",,2024-01-02,0,note\n");
    for length in HEADER.len()..whole.len() {
        match read_text(&whole[..length]) {
            Ok(imported) => assert!(accounted(&imported) <= 2),
            Err(error) => assert_eq!(error.code(), "corrupt", "{length}: {error}"),
        }
    }
}

#[test]
fn limits() {
    let rows = "A,,,2024-01-01,1,one\nB,,,2024-01-02,1,two\n";
    let within = |change: &dyn Fn(&mut Limits)| {
        let mut limits = Limits::default();
        change(&mut limits);
        read_bytes(table(rows).as_bytes(), &limits, &mut |_| ControlFlow::Continue(()))
    };
    for (change, reason) in [
        (&(|limits: &mut Limits| limits.rows = 1) as &dyn Fn(&mut Limits), "more than 1 rows"),
        (&|limits| limits.habits = 1, "more than 1 habits"),
        (&|limits| limits.line_bytes = 20, "a line of more than 20 bytes"),
        (&|limits| limits.text_file_bytes = 20, "more than the 20 that are read"),
        (&|limits| limits.text_bytes = 6, "more than 6 bytes of text"),
    ] {
        let error = within(change).unwrap_err();
        assert_eq!((error.code(), error.to_string().contains(reason)), ("invalid", true), "{error}");
    }
}

#[test]
fn progress_and_cancelling() {
    let mut text = HEADER.to_owned();
    for index in 0..2_500 {
        writeln!(text, "H{},,,{}-01-01,1,", index % 50, 1900 + index / 50).unwrap();
    }
    let mut told = Vec::new();
    let imported = read_bytes(text.as_bytes(), &Limits::default(), &mut |progress| {
        told.push((progress.rows, progress.total));
        ControlFlow::Continue(())
    })
    .unwrap();
    let total = Some(2_500);
    assert_eq!(told, [(0, None), (0, total), (1_000, total), (2_000, total), (2_500, total)]);
    assert_eq!(accounted(&imported), 2_500);
    let stop = read_bytes(text.as_bytes(), &Limits::default(), &mut |_| ControlFlow::Break(()));
    assert_eq!(stop.unwrap_err().code(), "cancelled");
}
