//! Tickmate's tables, and what can be wrong with them.

use kitaab_import::{Field, Finding, Format, ImportError, Imported, Kind, Value, recognise};

use crate::fixture::{Source, accounted, count, findings, habit, value};

/// The tables of version 13, with two tracks and two groups.
const V13: &str = "
    PRAGMA user_version = 13;
    CREATE TABLE tracks(_id integer primary key autoincrement, name text not null, description text not null,
        icon text not null, enabled integer not null, multiple_entries_per_day integer DEFAULT 0,
        \"order\" integer DEFAULT -1);
    CREATE TABLE ticks(_id integer primary key autoincrement, _track_id integer, year integer, month integer,
        day integer, hour integer, minute integer, second integer, has_time_info integer DEFAULT 0);
    CREATE TABLE groups(_id integer primary key autoincrement, name text not null, description text not null,
        \"order\" integer DEFAULT -1);
    CREATE TABLE track2groups(_id integer primary key autoincrement, _track_id integer not null,
        _group_id integer not null);
    INSERT INTO tracks VALUES (1, 'Walk', 'Outside', '', 1, 0, 20), (2, 'Tea', '', '', 0, 1, -1);
    INSERT INTO groups VALUES (1, 'Body', '', 0), (2, 'Mind', '', 1);
";

fn v13(statements: &str) -> Result<Imported, ImportError> {
    Source::db(&format!("{V13} {statements}")).read()
}

fn tick(track: i64, year: i64, month: i64, day: i64) -> String {
    format!("INSERT INTO ticks (_track_id, year, month, day) VALUES ({track}, {year}, {month}, {day});")
}

#[test]
fn tracks_become_habits_and_ticks_days() {
    let ticks = [tick(1, 2024, 0, 31), tick(2, 2024, 1, 29), tick(2, 2024, 1, 29), tick(2, 2024, 0, 1)].concat();
    let imported = v13(&ticks).unwrap();
    assert_eq!((imported.format, imported.version), (Format::Tickmate, Some(13)));
    let walk = habit(&imported, "Walk");
    assert_eq!((walk.kind, walk.archived, walk.position), (Kind::YesNo, false, Some(20)));
    assert_eq!(value(walk, "2024-01-31"), Some(Value::Yes));
    let tea = habit(&imported, "Tea");
    assert_eq!((tea.kind, tea.archived, tea.position), (Kind::Number { target: None }, true, None));
    assert_eq!(value(tea, "2024-02-29"), Some(Value::Amount(200)));
    assert_eq!(value(tea, "2024-01-01"), Some(Value::Amount(100)));
    assert_eq!(findings(&imported), [(Finding::AddedUp, 1)]);
    assert_eq!(accounted(&imported), 4);
}

#[test]
fn two_ticks_of_a_day_make_a_count_of_any_track() {
    let imported = v13(&[tick(1, 2024, 0, 31), tick(1, 2024, 0, 31), tick(1, 2024, 0, 30)].concat()).unwrap();
    let walk = habit(&imported, "Walk");
    assert_eq!(walk.kind, Kind::Number { target: None });
    assert_eq!(
        (value(walk, "2024-01-30"), value(walk, "2024-01-31")),
        (Some(Value::Amount(100)), Some(Value::Amount(200)))
    );
}

#[test]
fn a_track_is_put_into_its_first_group() {
    let imported =
        v13("INSERT INTO track2groups VALUES (1, 1, 2), (2, 1, 1), (3, 2, 9), (4, 9, 1), (5, 2, 'x')").unwrap();
    assert_eq!(habit(&imported, "Walk").group.as_deref(), Some("Mind"));
    assert_eq!(habit(&imported, "Tea").group, None);
    assert_eq!(count(&imported, Finding::MoreThanOne(Field::Group)), 1);
    assert_eq!(count(&imported, Finding::UnknownValue(Field::Group)), 2);
    assert_eq!(count(&imported, Finding::Unreadable(Field::Group)), 1);
}

#[test]
fn ticks_that_are_wrong_are_told() {
    let mut ticks = [(1, 2024, 12, 1), (1, 2024, 1, 30), (1, 1, 0, 1), (1, 9_999, 0, 1), (9, 2024, 0, 1)]
        .map(|(track, year, month, day)| tick(track, year, month, day))
        .concat();
    ticks.push_str("INSERT INTO ticks (_track_id, year, month, day) VALUES (NULL, 1, 1, 1), (1, 'x', 1, 1);");
    ticks.push_str("INSERT INTO ticks VALUES (99, 1, 2024, 0, 2, 12, 0, 0, 1);");
    let imported = v13(&ticks).unwrap();
    assert_eq!(accounted(&imported), 8);
    assert_eq!(habit(&imported, "Walk").days.len(), 1);
    assert_eq!(count(&imported, Finding::UnknownValue(Field::Day)), 2);
    assert_eq!(count(&imported, Finding::DayOutOfRange), 2);
    assert_eq!(count(&imported, Finding::UnknownHabit), 1);
    assert_eq!(count(&imported, Finding::Unreadable(Field::Habit)), 1);
    assert_eq!(count(&imported, Finding::Unreadable(Field::Day)), 1);
    assert_eq!(count(&imported, Finding::NoPlace(Field::Instant)), 1);
}

#[test]
fn other_schemas() {
    let older = "CREATE TABLE tracks(_id integer primary key, name text); CREATE TABLE track2groups(x);
        CREATE TABLE ticks(_track_id, year, month, day); INSERT INTO tracks VALUES (1, 'Walk');
        INSERT INTO ticks VALUES (1, 2024, 0, 1);";
    assert_eq!(Source::db(older).read().unwrap().habits[0].days.len(), 1);
    let newer = v13("PRAGMA user_version = 14").unwrap();
    assert_eq!(findings(&newer), [(Finding::NewerVersion, 1)]);
    let without = Source::db("CREATE TABLE tracks(_id, name); CREATE TABLE track2groups(x);");
    assert_eq!(recognise(without.path()).unwrap(), Format::Tickmate);
    assert_eq!(without.read().unwrap_err().to_string(), "some file: there is no table ticks");
    let view = "CREATE TABLE tracks(_id integer primary key, name); CREATE TABLE track2groups(x);
        CREATE VIEW ticks AS SELECT 1 AS _track_id, 1 AS year, 1 AS month, 1 AS day;";
    assert_eq!(Source::db(view).read().unwrap_err().code(), "unsupported");
}
