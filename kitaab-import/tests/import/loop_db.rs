//! Loop's backups: one test for each version that changed something, and the values of rows.

use chrono::Weekday;
use kitaab_import::{Color, Field, Finding, Format, Frequency, Kind, Reminder, Target, Value, recognise};

use crate::fixture::{Source, V25, accounted, count, findings, habit, millis, note, read_text, v25, value};

#[test]
fn recognised_by_its_tables_not_by_its_name() {
    assert_eq!(recognise(v25("").path()).unwrap(), Format::LoopDb);
    let other = Source::db("CREATE TABLE habits (id, name); CREATE TABLE ticks (id)");
    assert_eq!(recognise(other.path()).unwrap_err().code(), "unsupported");
}

#[test]
fn version_12_has_no_values_and_colours_as_they_are() {
    let source = Source::db(&format!(
        "PRAGMA user_version = 12;
         CREATE TABLE Habits (Id INTEGER PRIMARY KEY AUTOINCREMENT, archived INTEGER, color INTEGER, description TEXT,
             freq_den INTEGER, freq_num INTEGER, highlight INTEGER, name TEXT, position INTEGER,
             reminder_days INTEGER, reminder_hour INTEGER, reminder_min INTEGER);
         CREATE TABLE Repetitions (Id INTEGER PRIMARY KEY AUTOINCREMENT, habit INTEGER, timestamp INTEGER);
         INSERT INTO Habits VALUES (7, 1, -16742021, 'Did you walk?', 7, 3, 0, 'Walk', 4, 127, NULL, NULL);
         INSERT INTO Repetitions VALUES (1, 7, {}), (2, 7, {});",
        millis("2016-03-16"),
        millis("2016-03-14"),
    ));
    let imported = source.read().unwrap();
    assert_eq!((imported.format, imported.version), (Format::LoopDb, Some(12)));
    assert!(imported.remarks.is_empty(), "{:?}", imported.remarks);
    let walk = habit(&imported, "Walk");
    assert_eq!(walk.source_key, "7:Walk");
    assert_eq!(walk.question.as_deref(), Some("Did you walk?"));
    assert_eq!(walk.description, None);
    assert_eq!((walk.kind, walk.archived), (Kind::YesNo, true));
    assert_eq!(walk.frequency, Frequency { times: 3, days: 7 });
    assert_eq!((walk.color, walk.position), (Some(Color::Rgb(0x00_897b)), Some(4)));
    assert_eq!(walk.reminder, None);
    let days: Vec<_> = walk.days.iter().map(|record| (record.day.to_string(), record.value)).collect();
    assert_eq!(days, [("2016-03-14".to_owned(), Value::Yes), ("2016-03-16".to_owned(), Value::Yes)]);
}

#[test]
fn version_16_has_values_and_numbers_without_a_target() {
    let source = Source::db(&format!(
        "PRAGMA user_version = 16;
         CREATE TABLE Habits (id integer primary key, name text, freq_num integer, freq_den integer,
             type integer not null default 0);
         CREATE TABLE Repetitions (id integer primary key, habit integer, timestamp integer,
             value integer not null default 2);
         INSERT INTO Habits VALUES (1, 'Walk', 1, 1, 0), (2, 'Read', 1, 1, 1);
         INSERT INTO Repetitions VALUES (1, 1, {0}, 0), (2, 2, {0}, 1500);",
        millis("2018-01-01"),
    ));
    let imported = source.read().unwrap();
    assert_eq!(value(habit(&imported, "Walk"), "2018-01-01"), Some(Value::No));
    assert_eq!(habit(&imported, "Read").kind, Kind::Number { target: None });
    assert_eq!(value(habit(&imported, "Read"), "2018-01-01"), Some(Value::Amount(150)));
}

#[test]
fn version_18_brings_targets_and_units() {
    let source = Source::db(&format!(
        "{V25} PRAGMA user_version = 18;
         ALTER TABLE Habits DROP COLUMN question; ALTER TABLE Habits DROP COLUMN uuid;
         ALTER TABLE Repetitions DROP COLUMN notes;
         INSERT INTO Habits (name, freq_num, freq_den, type, target_type, target_value, unit) VALUES
             ('Read', 1, 1, 1, 0, 12.5, 'pages'), ('Smoke', 1, 1, 1, 1, 3.0, 'x'), ('Sip', 1, 1, 1, 0, 0.125, ''),
             ('Odd', 1, 1, 1, 7, 1.0, ''), ('Vast', 1, 1, 1, 0, 1e12, ''), ('Walk', 1, 1, 0, 0, 100.0, '');"
    ));
    let imported = source.read().unwrap();
    let kind = |name| habit(&imported, name).kind;
    assert_eq!(kind("Read"), Kind::Number { target: Some(Target::AtLeast(1_250)) });
    assert_eq!(habit(&imported, "Read").unit.as_deref(), Some("pages"));
    assert_eq!(kind("Smoke"), Kind::Number { target: Some(Target::AtMost(300)) });
    assert_eq!(kind("Sip"), Kind::Number { target: Some(Target::AtLeast(12)) });
    assert_eq!(habit(&imported, "Sip").unit, None);
    assert_eq!(kind("Odd"), Kind::Number { target: None });
    assert_eq!(kind("Vast"), Kind::Number { target: None });
    assert_eq!(kind("Walk"), Kind::YesNo);
    assert_eq!(count(&imported, Finding::Rounded(Field::TargetValue)), 1);
    assert_eq!(count(&imported, Finding::UnknownValue(Field::TargetKind)), 1);
    assert_eq!(count(&imported, Finding::TooLarge(Field::TargetValue)), 1);
}

#[test]
fn before_version_22_a_day_can_be_there_twice_and_the_lowest_row_counts() {
    let source = v25(&format!(
        "PRAGMA user_version = 21; DROP INDEX idx_repetitions_habit_timestamp;
         INSERT INTO Repetitions (id, habit, timestamp, value, notes) VALUES
             (9, 1, {0}, 0, 'last'), (3, 1, {0}, 3, 'first'), (5, 1, {0}, 2, '');",
        millis("2019-05-05"),
    ));
    let imported = source.read().unwrap();
    let walk = habit(&imported, "Walk");
    assert_eq!(value(walk, "2019-05-05"), Some(Value::Skip));
    assert_eq!(note(walk, "2019-05-05"), Some("first"));
    assert_eq!(findings(&imported), [(Finding::NoteLeftOut, 1), (Finding::DuplicateDay, 2)]);
    assert_eq!(imported.remarks[1].examples[0].row, Some(5));
}

#[test]
fn before_version_23_the_description_is_the_question() {
    let text = "INSERT INTO Habits (name, freq_num, freq_den, description) VALUES ('Walk', 1, 1, 'Did you?');";
    let old = Source::db(&format!("{V25} ALTER TABLE Habits DROP COLUMN question; {text}")).read().unwrap();
    let new = Source::db(&format!("{V25} {text} UPDATE Habits SET question = 'Walked?';")).read().unwrap();
    assert_eq!((old.habits[0].question.as_deref(), old.habits[0].description.as_deref()), (Some("Did you?"), None));
    let new = &new.habits[0];
    assert_eq!((new.question.as_deref(), new.description.as_deref()), (Some("Walked?"), Some("Did you?")));
}

#[test]
fn from_version_24_the_uuid_is_the_key() {
    let source = v25("INSERT INTO Habits (id, name, freq_num, freq_den, uuid) VALUES (3, 'Walk', 1, 1, NULL),
        (4, 'Walk', 1, 1, 'aa')");
    let imported = source.read().unwrap();
    let keys: Vec<_> = imported.habits.iter().map(|habit| habit.source_key.as_str()).collect();
    assert_eq!(keys, ["aa", "bb", "3:Walk", "4:4:Walk"]);
    assert_eq!(findings(&imported), [(Finding::SameKey, 1)]);
    assert_eq!(imported, source.read().unwrap(), "reading twice gives the same");
}

#[test]
fn version_25_has_notes() {
    let source = v25(&format!(
        "INSERT INTO Repetitions (habit, timestamp, value, notes) VALUES
             (1, {}, 2, 'by the sea'), (1, {}, 0, ''), (1, {}, -1, 'was it raining?'), (1, {}, 1, NULL);",
        millis("2024-02-29"),
        millis("2024-03-01"),
        millis("2024-03-02"),
        millis("2024-03-03"),
    ));
    let imported = source.read().unwrap();
    let walk = habit(&imported, "Walk");
    assert_eq!(note(walk, "2024-02-29"), Some("by the sea"));
    assert_eq!((value(walk, "2024-03-01"), note(walk, "2024-03-01")), (Some(Value::No), None));
    assert_eq!(walk.days.len(), 2);
    assert_eq!(findings(&imported), [(Finding::Derived, 2), (Finding::NoteLeftOut, 1)]);
    assert!(!format!("{imported:?}").contains("sea"), "a note does not print");
    assert!(!format!("{:?}", imported.remarks).contains("raining"));
}

#[test]
fn a_newer_version_is_read_by_its_columns_or_refused() {
    let newer = "PRAGMA user_version = 31; ALTER TABLE Habits ADD COLUMN mood text;";
    let imported = v25(newer).read().unwrap();
    assert_eq!((imported.version, imported.habits.len()), (Some(31), 2));
    assert_eq!(findings(&imported), [(Finding::NewerVersion, 1)]);
    let error = v25("PRAGMA user_version = 31; ALTER TABLE Habits RENAME COLUMN name TO title").read().unwrap_err();
    assert_eq!(error.code(), "unsupported");
    assert_eq!(error.to_string(), "some file: the table Habits has no column name");
}

#[test]
fn numbers_are_thousandths_and_three_is_a_skip() {
    let rows = [("01", 3), ("02", 3_000), ("03", 1_235), ("04", 1_245), ("05", 0), ("06", -5), ("07", i64::MAX)];
    let values: Vec<_> =
        rows.iter().map(|(day, raw)| format!("(2, {}, {raw})", millis(&format!("2024-05-{day}")))).collect();
    let source = v25(&format!("INSERT INTO Repetitions (habit, timestamp, value) VALUES {}", values.join(",")));
    let imported = source.read().unwrap();
    let days: Vec<_> = habit(&imported, "Read").days.iter().map(|record| record.value).collect();
    let amounts = [300, 124, 124, 0].map(Value::Amount);
    assert_eq!(days, [&[Value::Skip][..], &amounts].concat());
    assert_eq!(count(&imported, Finding::Rounded(Field::Value)), 2);
    assert_eq!(count(&imported, Finding::Negative(Field::Value)), 1);
    assert_eq!(count(&imported, Finding::TooLarge(Field::Value)), 1);
    assert_eq!(accounted(&imported), 7);
}

#[test]
fn reminders_begin_their_week_on_saturday() {
    let source = Source::db(&format!(
        "{V25} INSERT INTO Habits (name, freq_num, freq_den, reminder_hour, reminder_min, reminder_days) VALUES
             ('A', 1, 1, 18, 0, 113), ('B', 1, 1, 23, 59, 127), ('C', 1, 1, 0, 0, 2), ('D', 1, 1, NULL, NULL, 0),
             ('E', 1, 1, 24, 0, 127), ('F', 1, 1, 8, 0, 0), ('G', 1, 1, 8, 0, -1);"
    ));
    let imported = source.read().unwrap();
    let reminder = |name| habit(&imported, name).reminder.clone();
    use Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
    assert_eq!(reminder("A"), Some(Reminder { hour: 18, minute: 0, weekdays: vec![Wed, Thu, Fri, Sat] }));
    let week = vec![Mon, Tue, Wed, Thu, Fri, Sat, Sun];
    assert_eq!(reminder("B"), Some(Reminder { hour: 23, minute: 59, weekdays: week }));
    assert_eq!(reminder("C"), Some(Reminder { hour: 0, minute: 0, weekdays: vec![Sun] }));
    for none in ["D", "E", "F", "G"] {
        assert_eq!(reminder(none), None, "{none}");
    }
    assert_eq!(findings(&imported), [(Finding::UnknownValue(Field::Reminder), 1); 3]);
}

#[test]
fn days_outside_the_calendar_are_counted() {
    let stamps = [i64::MIN, i64::MAX, millis("1899-12-31"), millis("2101-01-01"), -1, millis("2024-01-01") + 1];
    let values: Vec<_> = stamps.iter().map(|stamp| format!("(1, {stamp}, 2)")).collect();
    let edges = format!("(1, {}, 2), (1, {}, 2)", millis("1900-01-01"), millis("2100-12-31"));
    let source =
        v25(&format!("INSERT INTO Repetitions (habit, timestamp, value) VALUES {edges}, {}", values.join(",")));
    let imported = source.read().unwrap();
    let days: Vec<_> = habit(&imported, "Walk").days.iter().map(|record| record.day.to_string()).collect();
    assert_eq!(days, ["1900-01-01", "1969-12-31", "2024-01-01", "2100-12-31"]);
    assert_eq!(findings(&imported), [(Finding::DayOutOfRange, 4), (Finding::NotMidnight, 2)]);
    assert_eq!(accounted(&imported), 8);
}

#[test]
fn cells_of_any_type_are_counted_never_guessed() {
    let source = v25(&format!(
        "DROP TABLE Repetitions; CREATE TABLE Repetitions (habit, timestamp, value, notes);
         INSERT INTO Repetitions VALUES
             (1, {0}, 2, x'00'), (1, 'yesterday', 2, 'n'), (1, 1.5, 2, NULL), (1, {1}, NULL, NULL),
             (1, {1}, 'yes', NULL),
             ('Walk', {1}, 2, NULL), (NULL, {1}, 2, NULL), (99, {1}, 2, 'lost'), (1, {1}, 4, NULL);
         UPDATE Habits SET archived = 'no', color = 20, position = -1, freq_num = 0, type = 2, name = NULL,
             question = x'01' WHERE id = 2;",
        millis("2024-01-01"),
        millis("2024-01-02"),
    ));
    let imported = source.read().unwrap();
    assert_eq!(habit(&imported, "Walk").days.len(), 1);
    assert_eq!(accounted(&imported), 9);
    let unnamed = habit(&imported, "(unnamed)");
    assert_eq!(unnamed.frequency, Frequency::DAILY);
    assert_eq!((unnamed.color, unnamed.position, unnamed.kind), (None, None, Kind::YesNo));
    let expected = [
        (Finding::NoteLeftOut, 1),
        (Finding::NoteLeftOut, 1),
        (Finding::UnknownValue(Field::Kind), 1),
        (Finding::UnknownValue(Field::Frequency), 1),
        (Finding::UnknownValue(Field::Color), 1),
        (Finding::UnknownValue(Field::Position), 1),
        (Finding::UnknownValue(Field::Value), 1),
        (Finding::Unreadable(Field::Question), 1),
        (Finding::Unreadable(Field::Archived), 1),
        (Finding::Unreadable(Field::Habit), 2),
        (Finding::Unreadable(Field::Day), 2),
        (Finding::Unreadable(Field::Value), 2),
        (Finding::Unreadable(Field::Note), 1),
        (Finding::Unnamed, 1),
        (Finding::UnknownHabit, 1),
    ];
    assert_eq!(findings(&imported), expected);
}

#[test]
fn long_and_broken_texts_are_cut_and_told() {
    let source = v25(&format!(
        "INSERT INTO Repetitions (habit, timestamp, value, notes) VALUES
             (1, {}, 2, printf('%.*c', 4001, 'x')), (1, {}, 2, CAST(x'61ff62' AS TEXT)),
             (1, {}, 2, 'a' || char(0) || 'b');
         UPDATE Habits SET name = printf('%.*c', 300, 'y') WHERE id = 2;",
        millis("2024-01-01"),
        millis("2024-01-02"),
        millis("2024-01-03"),
    ));
    let imported = source.read().unwrap();
    let walk = habit(&imported, "Walk");
    assert_eq!(note(walk, "2024-01-01").unwrap().len(), 4_000);
    assert_eq!(note(walk, "2024-01-02"), Some("a\u{fffd}b"));
    assert_eq!(note(walk, "2024-01-03"), Some("ab"));
    assert_eq!(imported.habits[1].name, "y".repeat(255));
    assert_eq!(count(&imported, Finding::TextCut(Field::Note)), 1);
    assert_eq!(count(&imported, Finding::TextCut(Field::Name)), 1);
    assert_eq!(count(&imported, Finding::TextRepaired(Field::Note)), 2);
    let cut = imported.remarks.iter().find(|remark| remark.finding == Finding::TextCut(Field::Note)).unwrap();
    assert_eq!(cut.examples[0].found, "a text of 4001 characters, 1 of them cut");
}

#[test]
fn from_memory_as_from_a_file_even_if_it_kept_a_log() {
    for journal in ["DELETE", "WAL"] {
        let source = Source::new();
        let connection = rusqlite::Connection::open(source.path()).unwrap();
        let statements = format!(
            "PRAGMA journal_mode = {journal}; {V25}
             INSERT INTO Habits (id, name, freq_num, freq_den) VALUES (1, 'Walk', 1, 1);
             INSERT INTO Repetitions (habit, timestamp, value) VALUES (1, 0, 2)"
        );
        connection.execute_batch(&statements).unwrap();
        connection.close().unwrap();
        let imported = source.read().unwrap();
        assert_eq!(imported.habits[0].days.len(), 1);
        assert_eq!(read_text(std::fs::read(source.path()).unwrap()).unwrap(), imported, "{journal}");
    }
}
