//! Loop's CSV exports: the three headers, the three kinds of files of days, and what does not fit together.

use kitaab_import::{Color, Field, Finding, Format, Frequency, Kind, Target, Value, recognise};

use crate::fixture::{Source, accounted, count, findings, habit, note, read_path, read_zip, value, zip};

const TWELVE: &str = "Position,Name,Type,Question,Description,FrequencyNumerator,FrequencyDenominator,Color,Unit,\
                      Target Type,Target Value,Archived?\n";

#[test]
fn twelve_columns_say_everything() {
    let habits = format!(
        "{TWELVE}001,Walk,YES_NO,Did you?,\"by the sea, daily\",1,1,#FF8F00,,,,false\n\
         002,Read,NUMERICAL,,,3,7,#1976D2,pages,AT_LEAST,12.5,true\n\
         003,Smoke,NUMERICAL,,,1,30,#1976d2,x,AT_MOST,1.0E7,false\n"
    );
    let imported = read_zip(&[
        ("Habits.csv", &habits),
        ("001 Walk/Checkmarks.csv", "Date,Value,Notes\n2024-01-02,SKIP,ill\n2024-01-01,NO,\"a \"\"b\"\"\nc\"\n"),
        ("002 Read/Checkmarks.csv", "Date,Value,Notes\n2024-01-03,SKIP,\n2024-01-02,NO,\n2024-01-01,12345,\n"),
        ("003 Smoke/Checkmarks.csv", "Date,Value,Notes\n"),
        ("001 Walk/Scores.csv", "Date,Score\n2024-01-01,0.5\n"),
        ("Checkmarks.csv", "Date,Walk,Read,Smoke,\n"),
        ("Scores.csv", "Date,Walk,Read,Smoke,\n"),
    ])
    .unwrap();
    assert_eq!((imported.format, imported.version), (Format::LoopCsv, None));
    let walk = habit(&imported, "Walk");
    assert_eq!(walk.source_key, "1:Walk");
    assert_eq!((walk.question.as_deref(), walk.description.as_deref()), (Some("Did you?"), Some("by the sea, daily")));
    assert_eq!((walk.color, walk.position), (Some(Color::Rgb(0x00ff_8f00)), Some(1)));
    assert_eq!((value(walk, "2024-01-02"), note(walk, "2024-01-02")), (Some(Value::Skip), Some("ill")));
    assert_eq!((value(walk, "2024-01-01"), note(walk, "2024-01-01")), (Some(Value::No), Some("a \"b\"\nc")));
    let read = habit(&imported, "Read");
    assert_eq!((read.archived, read.unit.as_deref()), (true, Some("pages")));
    assert_eq!(read.kind, Kind::Number { target: Some(Target::AtLeast(1_250)) });
    assert_eq!(read.frequency, Frequency { times: 3, days: 7 });
    let amounts: Vec<_> = read.days.iter().map(|record| record.value).collect();
    assert_eq!(amounts, [Value::Amount(1_234), Value::Amount(0), Value::Skip], "NO is how the program words 0");
    assert_eq!(habit(&imported, "Smoke").kind, Kind::Number { target: Some(Target::AtMost(1_000_000_000)) });
    assert_eq!(findings(&imported), [(Finding::Rounded(Field::Value), 1)]);
}

#[test]
fn ten_columns_leave_the_kind_to_the_days() {
    let habits = "Position,Name,Question,Description,NumRepetitions,Interval,Color,Unit,Target Type,Target Value\n\
                  001,Walk,Did you?,,2,3,#FF8F00,,AT_LEAST,0.0\n\
                  002,Run,,,1,1,#FF8F00,,AT_LEAST,5.0\n\
                  003,Read,,,1,1,#FF8F00,pages,AT_MOST,2.0\n";
    let imported = read_zip(&[
        ("Habits.csv", habits),
        ("001 Walk/Checkmarks.csv", "2024-01-03,YES_MANUAL\n2024-01-02,YES_AUTO\n2024-01-01,UNKNOWN\n"),
        ("002 Run/Checkmarks.csv", "2024-01-02,2\n2024-01-01,7000\n"),
        ("003 Read/Checkmarks.csv", ""),
    ])
    .unwrap();
    assert_eq!(habit(&imported, "Walk").kind, Kind::YesNo);
    assert_eq!(habit(&imported, "Walk").frequency, Frequency { times: 2, days: 3 });
    assert_eq!(habit(&imported, "Run").kind, Kind::Number { target: Some(Target::AtLeast(500)) });
    assert_eq!(value(habit(&imported, "Run"), "2024-01-01"), Some(Value::Amount(700)));
    assert_eq!(habit(&imported, "Read").kind, Kind::Number { target: Some(Target::AtMost(200)) });
    assert_eq!(count(&imported, Finding::KindGuessed), 2);
    assert_eq!(count(&imported, Finding::Derived), 2);
    assert_eq!(accounted(&imported), 5);
}

#[test]
fn seven_columns_and_days_without_a_header() {
    let habits = "Position,Name,Question,Description,NumRepetitions,Interval,Color\n\
                  001,Walk,Did you?,Memo,2,3,#00897B\n";
    let imported =
        read_zip(&[("Habits.csv", habits), ("001 Walk/Checkmarks.csv", "2015-01-25,2\n2015-01-24,0\n2015-01-23,1\n")])
            .unwrap();
    let walk = habit(&imported, "Walk");
    assert_eq!((walk.question.as_deref(), walk.description.as_deref()), (Some("Did you?"), Some("Memo")));
    assert_eq!(value(walk, "2015-01-25"), Some(Value::Yes));
    assert_eq!(value(walk, "2015-01-24"), Some(Value::No));
    assert_eq!(findings(&imported), [(Finding::Derived, 1)]);
}

#[test]
fn a_folder_reads_as_its_archive_does() {
    let habits = format!("{TWELVE}001,صلاة,YES_NO,,,1,1,#FF8F00,,,,false\n");
    let days = "Date,Value,Notes\n2024-01-01,YES_MANUAL,\n";
    let source = Source::new();
    let folder = source.path();
    std::fs::create_dir_all(folder.join("001")).unwrap();
    std::fs::write(folder.join("Habits.csv"), &habits).unwrap();
    std::fs::write(folder.join("001/Checkmarks.csv"), days).unwrap();
    assert_eq!(recognise(&folder).unwrap(), Format::LoopCsv);
    let imported = read_path(&folder).unwrap();
    assert_eq!(imported, read_zip(&[("Habits.csv", &habits), ("001/Checkmarks.csv", days)]).unwrap());
    assert_eq!(imported.habits[0].days.len(), 1);
    assert!(imported.remarks.is_empty());

    let packed = read_zip(&[("Loop/Habits.csv", &habits), ("Loop/001/Checkmarks.csv", days)]).unwrap();
    assert_eq!(packed, imported, "packed again with its folder");
}

#[test]
fn two_habits_of_one_name_stay_two() {
    let row = "Walk,YES_NO,,,1,1,#FF8F00,,,,false\n";
    let imported = read_zip(&[
        ("Habits.csv", &format!("{TWELVE}001,{row}002,{row}")),
        ("001 Walk/Checkmarks.csv", "Date,Value,Notes\n2024-01-01,YES_MANUAL,\n"),
        ("002 Walk/Checkmarks.csv", "Date,Value,Notes\n2024-01-01,NO,\n"),
    ])
    .unwrap();
    let keys: Vec<_> = imported.habits.iter().map(|habit| habit.source_key.as_str()).collect();
    assert_eq!(keys, ["1:Walk", "2:Walk"]);
    assert_eq!(imported.habits[1].days[0].value, Value::No);
}

#[test]
fn what_does_not_fit_together_is_told() {
    let row = "YES_NO,,,1,1,#FF8F00,,,,false\n";
    let imported = read_zip(&[
        ("Habits.csv", &format!("{TWELVE}001,Walk,{row}001,Talk,{row}004,Sit,{row}")),
        ("001 Walk/Checkmarks.csv", "Date,Value,Notes\n2024-01-01,YES_MANUAL,\n"),
        ("003 Gone/Checkmarks.csv", "Date,Value,Notes\n2024-01-01,YES_MANUAL,\n"),
        ("Checkmarks.csv", "Date,Walk,Sit,\n2024-01-01,YES_MANUAL,YES_MANUAL,\n"),
        ("notes.txt", "?"),
    ])
    .unwrap();
    assert_eq!(habit(&imported, "Walk").days.len(), 1);
    assert!(habit(&imported, "Sit").days.is_empty(), "days are not made up from the table in the root");
    assert_eq!(count(&imported, Finding::MissingDays), 2);
    let unclaimed = imported.remarks.iter().find(|remark| remark.finding == Finding::UnclaimedFile).unwrap();
    let names: Vec<_> = unclaimed.examples.iter().map(|example| example.found.as_str()).collect();
    assert_eq!(names, ["003 Gone/Checkmarks.csv", "notes.txt"]);
    assert_eq!(
        unclaimed.to_string(),
        "a file that belongs to no habit, not read (2 times; 003 Gone/Checkmarks.csv, notes.txt)"
    );
}

#[test]
fn rows_that_cannot_be_read_are_counted() {
    let imported = read_zip(&[
        ("Habits.csv", &format!("{TWELVE}x,Walk,HEARTS,,,0,,red,,,,maybe\n002,Sit\n")),
        (
            "001 Walk/Checkmarks.csv",
            "Date,Value,Notes\n2024-01-01,YES_MANUAL,a,b\n2024-02-30,YES_MANUAL,note\n2024-01-02,perhaps,note\n\
             2024-01-03\n2024-01-01,NO,\n1800-01-01,NO,\n",
        ),
    ])
    .unwrap();
    let walk = habit(&imported, "Walk");
    assert_eq!((walk.kind, walk.frequency), (Kind::YesNo, Frequency::DAILY));
    assert_eq!((value(walk, "2024-01-01"), note(walk, "2024-01-01")), (Some(Value::Yes), Some("a")));
    assert_eq!(accounted(&imported), 6);
    let expected = [
        (Finding::NoteLeftOut, 2),
        (Finding::UnknownValue(Field::Kind), 1),
        (Finding::UnknownValue(Field::Frequency), 1),
        (Finding::UnknownValue(Field::Frequency), 1),
        (Finding::UnknownValue(Field::Archived), 1),
        (Finding::UnknownValue(Field::Color), 1),
        (Finding::UnknownValue(Field::Position), 1),
        (Finding::UnknownValue(Field::Value), 1),
        (Finding::Unreadable(Field::Day), 1),
        (Finding::Unreadable(Field::Value), 1),
        (Finding::DayOutOfRange, 1),
        (Finding::DuplicateDay, 1),
        (Finding::ExtraFields, 1),
        (Finding::MissingFields, 1),
        (Finding::MissingDays, 1),
    ];
    assert_eq!(findings(&imported), expected);
}

#[test]
fn a_file_without_days_or_header_is_refused() {
    let habits = format!("{TWELVE}001,Walk,YES_NO,,,1,1,#FF8F00,,,,false\n");
    let error = read_zip(&[("Habits.csv", &habits), ("001 Walk/Checkmarks.csv", "hello\nworld\n")]).unwrap_err();
    assert_eq!(error.code(), "invalid");
    assert_eq!(error.to_string(), "001 Walk/Checkmarks.csv: the first row is neither a header nor a day");
    assert_eq!(read_zip(&[("Habits.csv", "")]).unwrap_err().to_string(), "Habits.csv: the file is empty");
    let error = read_zip(&[("Habits.csv", "a,b\n1,2\n")]).unwrap_err();
    assert_eq!((error.code(), error.to_string().as_str()), ("unsupported", "Habits.csv: there is no column Name"));
    let twice = "Position,Name,name,NumRepetitions,Interval\n";
    assert_eq!(read_zip(&[("Habits.csv", twice)]).unwrap_err().code(), "invalid");
}

#[test]
fn recognised_by_what_is_in_the_archive() {
    assert_eq!(recognise(Source::bytes(&zip(&[("Habits.csv", TWELVE)])).path()).unwrap(), Format::LoopCsv);
    assert_eq!(recognise(Source::bytes(&zip(&[("habits.json", "{}")])).path()).unwrap_err().code(), "unsupported");
    assert_eq!(recognise(Source::bytes(&zip(&[])).path()).unwrap_err().code(), "unsupported");
}
