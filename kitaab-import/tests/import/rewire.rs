//! Rewire's tables, and what can be wrong with them.

use chrono::Weekday;
use kitaab_import::{Field, Finding, Format, Frequency, ImportError, Imported, Kind, Target, Value, recognise};

use crate::fixture::{Source, accounted, count, date, findings, habit, note, value};

/// The tables of version 24, with a unit and a category.
const V24: &str = "
    PRAGMA user_version = 24;
    CREATE TABLE category (_id INTEGER PRIMARY KEY, category_name TEXT NOT NULL);
    CREATE TABLE Habits (_id INTEGER PRIMARY KEY, Order_num INTEGER, Name TEXT NOT NULL, description TEXT,
        active_days TEXT, category INTEGER, archived INTEGER, schedule INTEGER, days INTEGER, period INTEGER,
        unit INTEGER, target_count REAL, milestone_id INTEGER, repeating_count INTEGER, start_date TEXT);
    CREATE TABLE CHECKINS (_id INTEGER PRIMARY KEY, Habit_id INTEGER NOT NULL, date TEXT NOT NULL,
        type INTEGER NOT NULL, note TEXT, actual_count REAL, target_count REAL);
    CREATE TABLE UNIT (_id INTEGER PRIMARY KEY, UNIT_NAME TEXT);
    CREATE TABLE REMINDERS (_id INTEGER PRIMARY KEY, habit_id INTEGER, time INTEGER, active_days TEXT);
    CREATE TABLE REWARD (_id INTEGER PRIMARY KEY, title TEXT);
    INSERT INTO category VALUES (3, 'Body');
    INSERT INTO UNIT VALUES (1, 'times'), (2, 'litres');
";

fn v24(statements: &str) -> Result<Imported, ImportError> {
    Source::db(&format!("{V24} {statements}")).read()
}

/// A habit with this schedule, active days, days, period and repeating count.
fn scheduled(id: i64, schedule: &str) -> String {
    format!(
        "INSERT INTO Habits (_id, Name, schedule, active_days, days, period, repeating_count)
         VALUES ({id}, 'H{id}', {schedule});"
    )
}

#[test]
fn the_three_schedules() {
    let of = [
        ("0, '1,3,5', 9, 9, 9", (3, 7)),
        ("0, '0,1,2,3,4,5,6', 0, 0, 0", (7, 7)),
        ("1, '', 3, 0, 9", (3, 7)),
        ("1, '', 10, 1, 9", (10, 31)),
        ("1, '', 100, 2, 9", (100, 365)),
        ("2, '', 9, 9, 5", (1, 5)),
    ];
    let habits: String = (1..).zip(of).map(|(id, (schedule, _))| scheduled(id, schedule)).collect();
    let imported = v24(&habits).unwrap();
    assert_eq!((imported.format, imported.version), (Format::Rewire, Some(24)));
    for (habit, (schedule, (times, days))) in imported.habits.iter().zip(of) {
        assert_eq!(habit.frequency, Frequency { times, days }, "{schedule}");
    }
    assert!(imported.remarks.is_empty(), "{:?}", imported.remarks);

    let wrong =
        ["3, '', 1, 1, 1", "0, '', 1, 1, 1", "0, '7', 1, 1, 1", "1, '', 3, 3, 1", "1, '', 0, 0, 1", "2, '', 1, 1, 0"];
    let habits: String = (1..).zip(wrong).map(|(id, schedule)| scheduled(id, schedule)).collect();
    let imported = v24(&habits).unwrap();
    assert_eq!(count(&imported, Finding::UnknownValue(Field::Frequency)), 6);
    assert!(imported.habits.iter().all(|habit| habit.frequency == Frequency::DAILY));
}

#[test]
fn habits_that_count_something() {
    let imported = v24(
        "INSERT INTO Habits (_id, Name, description, category, archived, unit, target_count, milestone_id, start_date,
             schedule, active_days)
         VALUES (1, 'Drink', 'Water', 3, 1, 2, 1.5, 4, '20240101', 0, '1'), (2, 'Sit', NULL, -1, 0, 1, 0.0, -1, '',
             0, '1');
         INSERT INTO CHECKINS VALUES (1, 1, '20240102', 2, 'much', 2.25, 1.5), (2, 1, '20240103', 2, '', NULL, 1.5),
             (3, 2, '20240102', 2, NULL, 0.0, 0.0), (4, 1, '20240104', 2, '', 0.125, 1.5);",
    )
    .unwrap();
    let drink = habit(&imported, "Drink");
    assert_eq!(drink.kind, Kind::Number { target: Some(Target::AtLeast(150)) });
    assert_eq!((drink.unit.as_deref(), drink.group.as_deref()), (Some("litres"), Some("Body")));
    assert_eq!((drink.archived, drink.starts_on), (true, Some(date("2024-01-01"))));
    assert_eq!((value(drink, "2024-01-02"), note(drink, "2024-01-02")), (Some(Value::Amount(225)), Some("much")));
    assert_eq!(value(drink, "2024-01-04"), Some(Value::Amount(12)), "half to even");
    let sit = habit(&imported, "Sit");
    assert_eq!((sit.kind, sit.unit.as_deref(), sit.group.as_deref()), (Kind::YesNo, None, None));
    assert_eq!(value(sit, "2024-01-02"), Some(Value::Yes));
    assert_eq!(count(&imported, Finding::NoPlace(Field::Milestone)), 1);
    assert_eq!(count(&imported, Finding::Unreadable(Field::Value)), 1);
    assert_eq!(accounted(&imported), 4);
}

#[test]
fn an_amount_without_a_target_makes_a_number_too() {
    let imported = v24(&format!(
        "{} INSERT INTO CHECKINS VALUES (1, 1, '20240101', 2, '', 0, 0), (2, 1, '20240102', 2, '', 4, 0)",
        scheduled(1, "0, '1', 0, 0, 0")
    ))
    .unwrap();
    assert_eq!(imported.habits[0].kind, Kind::Number { target: None });
    assert_eq!(value(&imported.habits[0], "2024-01-01"), Some(Value::Amount(0)));
    assert_eq!(findings(&imported), [(Finding::KindGuessed, 1)]);
}

#[test]
fn reminders() {
    let imported = v24(&format!(
        "{} {} INSERT INTO REMINDERS VALUES (1, 1, 480, '0,6'), (2, 1, 600, '1'), (3, 2, 1440, '1'), (4, 2, 60, ''),
             (5, 9, 60, '1')",
        scheduled(1, "0, '1', 0, 0, 0"),
        scheduled(2, "0, '1', 0, 0, 0"),
    ))
    .unwrap();
    let reminder = imported.habits[0].reminder.as_ref().unwrap();
    assert_eq!((reminder.hour, reminder.weekdays.as_slice()), (8, &[Weekday::Sat, Weekday::Sun][..]));
    assert_eq!(imported.habits[1].reminder, None);
    assert_eq!(count(&imported, Finding::MoreThanOne(Field::Reminder)), 1);
    assert_eq!(count(&imported, Finding::UnknownValue(Field::Reminder)), 3);
}

#[test]
fn rows_that_are_wrong_are_told() {
    let imported = v24(&format!(
        "{} INSERT INTO CHECKINS VALUES (1, 1, '20240230', 2, 'lost', 0, 0), (2, 1, '2024-01-01', 2, '', 0, 0),
             (3, 1, '20240101', 1, 'why', 0, 0), (4, 1, '20240101', 3, '', 0, 0), (5, 9, '20240101', 2, '', 0, 0),
             (6, 1, '18991231', 2, '', 0, 0), (7, 1, '20240101', 2, '', 0, 0), (8, 1, '20240101', 2, '', 0, 0),
             (9, 1, '20240103', 'x', '', 0, 0), (10, 1, 20240104, 2, x'00', 0, 0);
         INSERT INTO REWARD VALUES (1, 'Cake'), (2, 'More cake');",
        scheduled(1, "0, '1', 0, 0, 0"),
    ))
    .unwrap();
    assert_eq!(accounted(&imported), 10);
    let days: Vec<_> = imported.habits[0].days.iter().map(|record| record.day).collect();
    assert_eq!(days, ["2024-01-01", "2024-01-04"].map(date));
    assert_eq!(count(&imported, Finding::UnknownValue(Field::Value)), 2);
    assert_eq!(count(&imported, Finding::Unreadable(Field::Day)), 2);
    assert_eq!(count(&imported, Finding::Unreadable(Field::Value)), 1);
    assert_eq!(count(&imported, Finding::Unreadable(Field::Note)), 1);
    assert_eq!(count(&imported, Finding::NoteLeftOut), 2);
    assert_eq!(count(&imported, Finding::DuplicateDay), 1);
    assert_eq!(count(&imported, Finding::DayOutOfRange), 1);
    assert_eq!(count(&imported, Finding::UnknownHabit), 1);
    assert_eq!(count(&imported, Finding::NoPlace(Field::Reward)), 2);
}

#[test]
fn a_file_without_its_tables_is_refused() {
    let source = Source::db("CREATE TABLE CHECKINS (x); CREATE TABLE UNIT (x);");
    assert_eq!(recognise(source.path()).unwrap(), Format::Rewire);
    assert_eq!(source.read().unwrap_err().to_string(), "some file: there is no table Habits");
    assert_eq!(Source::db("CREATE TABLE CHECKINS (x);").read().unwrap_err().code(), "unsupported");
}
