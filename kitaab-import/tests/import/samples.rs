//! Facts about real files, which are read in place and never copied. Where they are not at hand, the tests say so.

use std::io::Write as _;
use std::path::PathBuf;

use chrono::Weekday;
use kitaab_import::{Color, Field, Finding, Format, Frequency, Kind, Target, Value, recognise};

use crate::fixture::{accounted, count, date, findings, habit, note, read_path, read_zip, value};

fn sample(path: &str) -> Option<PathBuf> {
    let root = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/import-samples"));
    if !root.is_dir() {
        // Past the test harness, which would swallow what a passing test prints.
        let message = format!("SKIPPED: there are no import samples beside this repository, {path} is not checked\n");
        std::io::stderr().write_all(message.as_bytes()).unwrap();
        return None;
    }
    let path = root.join(path);
    assert!(path.exists(), "{} is missing from the samples", path.display());
    Some(path)
}

#[test]
fn loop_version_12() {
    let Some(path) = sample("uhabits/loop.db") else { return };
    assert_eq!(recognise(&path).unwrap(), Format::LoopDb);
    let imported = read_path(&path).unwrap();
    assert_eq!((imported.version, imported.habits.len()), (Some(12), 9));
    assert_eq!(accounted(&imported), 164);
    let wake = habit(&imported, "Wake up early");
    assert_eq!(wake.frequency, Frequency { times: 3, days: 7 });
    assert_eq!(value(wake, "2016-03-14"), Some(Value::Yes));
    assert_eq!(value(wake, "2016-03-16"), Some(Value::Yes));
    assert_eq!(value(wake, "2016-03-17"), None);
    assert_eq!(wake.color, Some(Color::Rgb(0x00_897b)));
    let brush = habit(&imported, "brush teeth");
    assert_eq!(brush.question.as_deref(), Some("I want to have beautiful teeth!"));
}

#[test]
fn loop_versions_21_and_22() {
    let (Some(v21), Some(v22)) = (sample("uhabits/databases/021.db"), sample("uhabits/databases/022.db")) else {
        return;
    };
    let v21 = read_path(&v21).unwrap();
    assert!(v21.remarks.is_empty(), "{:?}", v21.remarks);
    let days: Vec<_> = habit(&v21, "Hello world").days.iter().map(|record| record.day).collect();
    assert_eq!(days, ["2017-06-19", "2017-06-20", "2017-06-21"].map(date));

    let v22 = read_path(&v22).unwrap();
    assert!(v22.remarks.is_empty(), "{:?}", v22.remarks);
    let work = habit(&v22, "Work out");
    assert_eq!(work.question.as_deref(), Some("Did you work out?"));
    let reminder = work.reminder.as_ref().unwrap();
    assert_eq!((reminder.hour, reminder.minute, reminder.weekdays.len()), (18, 0, 4));
    assert_eq!(v22.habits.iter().map(|habit| habit.days.len()).sum::<usize>(), 1);
}

#[test]
fn habitbull() {
    let Some(path) = sample("uhabits/habitbull.csv") else { return };
    assert_eq!(recognise(&path).unwrap(), Format::HabitBull);
    let imported = read_path(&path).unwrap();
    assert_eq!((imported.habits.len(), accounted(&imported)), (4, 18));
    assert_eq!(findings(&imported), [(Finding::DuplicateDay, 4)]);
    let dragons = habit(&imported, "Breed dragons");
    assert_eq!((dragons.kind, dragons.frequency), (Kind::YesNo, Frequency::DAILY));
    assert_eq!(dragons.description.as_deref(), Some("with love and fire"));
    assert_eq!(dragons.group.as_deref(), Some("Diet & Food"));
    assert_eq!((value(dragons, "2016-03-18"), note(dragons, "2016-03-18")), (Some(Value::Yes), Some("text")));
    assert_eq!(value(dragons, "2016-03-19"), Some(Value::Yes));
    assert_eq!(value(dragons, "2016-03-20"), None);
}

#[test]
fn habitbull_with_american_dates() {
    let Some(path) = sample("uhabits/habitbull2.csv") else { return };
    let imported = read_path(&path).unwrap();
    let rows = std::fs::read_to_string(&path).unwrap().lines().count() as u64 - 1;
    assert_eq!((imported.habits.len(), accounted(&imported)), (6, rows));
    let h3 = habit(&imported, "H3");
    assert_eq!((value(h3, "2019-04-11"), note(h3, "2019-04-11")), (Some(Value::Yes), Some("text")));
    assert_eq!(value(h3, "2019-05-07"), Some(Value::Yes));
    assert_eq!((value(h3, "2019-06-14"), note(h3, "2019-06-14")), (Some(Value::No), Some("Habit 3 notes")));
    assert!(habit(&imported, "H2").days.is_empty(), "-2150000000 is not a number of anything");
    assert_eq!(findings(&imported), [(Finding::Negative(Field::Value), 1), (Finding::Negative(Field::Value), 1)]);
}

#[test]
fn habitbull_with_numbers() {
    let Some(path) = sample("uhabits/habitbull3.csv") else { return };
    let imported = read_path(&path).unwrap();
    assert!(imported.remarks.is_empty(), "{:?}", imported.remarks);
    let pushups = habit(&imported, "Pushups");
    assert_eq!(pushups.kind, Kind::Number { target: None });
    assert_eq!(value(pushups, "2021-09-01"), Some(Value::Amount(3_000)));
    assert_eq!(value(pushups, "2022-01-08"), Some(Value::Amount(10_000)));
    assert_eq!(habit(&imported, "run").kind, Kind::YesNo);
    let Some(path) = sample("uhabits/habitbull4.csv") else { return };
    let caffeine = &read_path(&path).unwrap().habits[0];
    assert_eq!((caffeine.days.len(), value(caffeine, "2022-11-22")), (2, Some(Value::Amount(8_000))));
}

#[test]
fn tickmate() {
    let Some(path) = sample("uhabits/tickmate.db") else { return };
    assert_eq!(recognise(&path).unwrap(), Format::Tickmate);
    let imported = read_path(&path).unwrap();
    assert_eq!((imported.version, imported.habits.len(), accounted(&imported)), (Some(13), 3, 82));
    let vegan = habit(&imported, "Vegan");
    assert_eq!(vegan.kind, Kind::Number { target: None });
    assert_eq!(vegan.description.as_deref(), Some("Ate no animal products"));
    for (day, ticks) in [("2016-01-24", 100), ("2016-02-05", 100), ("2016-03-18", 300), ("2016-03-13", 500)] {
        assert_eq!(value(vegan, day), Some(Value::Amount(ticks)), "{day}");
    }
    assert_eq!(value(vegan, "2016-03-14"), None);
    assert_eq!((vegan.days.len(), habit(&imported, "Sport").kind), (43, Kind::YesNo));
    assert_eq!(count(&imported, Finding::AddedUp), 14);
    assert_eq!(count(&imported, Finding::NoPlace(Field::Icon)), 3);
}

#[test]
fn rewire() {
    let Some(path) = sample("uhabits/rewire.db") else { return };
    assert_eq!(recognise(&path).unwrap(), Format::Rewire);
    let imported = read_path(&path).unwrap();
    assert_eq!((imported.version, imported.habits.len(), accounted(&imported)), (Some(24), 3, 61));
    assert_eq!(findings(&imported), [(Finding::UnknownValue(Field::Value), 5)], "the undocumented types");
    let wake = habit(&imported, "Wake up early");
    assert_eq!((wake.kind, wake.frequency), (Kind::YesNo, Frequency { times: 3, days: 7 }));
    assert_eq!((value(wake, "2016-01-01"), value(wake, "2015-12-31")), (Some(Value::Yes), None));
    let brush = habit(&imported, "brush teeth");
    assert_eq!(brush.frequency, Frequency { times: 3, days: 7 });
    assert_eq!(brush.starts_on, Some(date("2015-03-21")));
    let reminder = brush.reminder.as_ref().unwrap();
    assert_eq!((reminder.hour, reminder.minute), (8, 0));
    assert_eq!(reminder.weekdays, [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Sun]);
    let sleep = habit(&imported, "Sleep early");
    assert_eq!((sleep.frequency, sleep.days.len()), (Frequency { times: 1, days: 5 }, 2));
}

#[test]
fn loop_csv_as_a_folder_and_as_an_archive() {
    let Some(folder) = sample("uhabits/csv_export") else { return };
    let Some(archive) = sample("uhabits/Loop Habits CSV 2015-01-25.zip") else { return };
    let imported = read_path(&folder).unwrap();
    assert_eq!(imported, read_path(&archive).unwrap());
    assert_eq!(imported.format, Format::LoopCsv);
    assert_eq!(imported.habits.len(), 2);
    assert!(habit(&imported, "Meditate").days.is_empty());
    let wake = habit(&imported, "Wake up early");
    assert_eq!(wake.frequency, Frequency { times: 2, days: 3 });
    assert_eq!(value(wake, "2015-01-25"), Some(Value::Yes));
    assert_eq!((value(wake, "2015-01-24"), note(wake, "2015-01-24")), (Some(Value::No), Some("Sick")));
    assert_eq!(value(wake, "2015-01-23"), None, "worked out by the program");
    assert_eq!(findings(&imported), [(Finding::Derived, 3), (Finding::NoteLeftOut, 2)]);
    assert_eq!(accounted(&imported), 10);
}

#[test]
fn loop_csv_of_a_phone() {
    let Some(path) = sample("mhabit/loop_habits_csv_v2.3.1.zip") else { return };
    assert_eq!(recognise(&path).unwrap(), Format::LoopCsv);
    let imported = read_path(&path).unwrap();
    assert!(imported.remarks.is_empty(), "{:?}", imported.remarks);
    assert!(habit(&imported, "someone").archived);
    let number = habit(&imported, "value habit");
    assert_eq!(number.kind, Kind::Number { target: Some(Target::AtMost(1_200)) });
    assert_eq!(number.unit.as_deref(), Some("unit"));
    assert_eq!(value(number, "2026-07-04"), Some(Value::Amount(1_200)));
    assert_eq!(value(number, "2026-07-03"), Some(Value::Amount(300)));
    assert_eq!((value(number, "2026-07-02"), note(number, "2026-07-02")), (Some(Value::Amount(3_000)), Some("hi")));
    let yes_no = habit(&imported, "bool habit");
    assert_eq!((value(yes_no, "2026-07-01"), note(yes_no, "2026-07-01")), (Some(Value::No), Some("no")));
    assert_eq!(yes_no.frequency, Frequency { times: 3, days: 14 });
}

#[test]
fn older_csv_tables() {
    let Some(folder) = sample("uhabits/csv_export_older") else { return };
    let text = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let words = text("002 Wake up early - Checkmarks (named values).csv");
    let numbers = text("002 Wake up early - Checkmarks.csv");
    let mut read = Vec::new();
    for habits in [text("Habits.csv"), text("Habits (10 columns).csv")] {
        for days in [&words, &numbers] {
            let files = [
                ("Habits.csv", habits.as_str()),
                ("001 Meditate/Checkmarks.csv", ""),
                ("002 Wake up early/Checkmarks.csv", days),
            ];
            let imported = read_zip(&files).unwrap();
            assert_eq!(accounted(&imported), days.lines().count() as u64);
            assert_eq!(count(&imported, Finding::Unreadable(Field::Day)), 0);
            let wake = habit(&imported, "Wake up early");
            assert_eq!(wake.kind, Kind::YesNo);
            assert_eq!(wake.frequency, Frequency { times: 2, days: 3 });
            assert_eq!(value(wake, "2015-01-25"), Some(Value::Yes));
            assert_eq!(value(wake, "2015-01-24"), Some(Value::No));
            read.push(imported.habits);
        }
    }
    assert!(read.windows(2).all(|pair| pair[0] == pair[1]));
}
