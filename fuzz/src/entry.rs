//! One input through the reader of one format: whatever the bytes, no panic, an error with a known code, or habits that
//! keep their promises.

use std::borrow::Cow;
use std::collections::HashSet;
use std::io::{Cursor, Write as _};
use std::ops::ControlFlow;

use kitaab_import::{
    AMOUNT_MAX, ImportError, Imported, Kind, Limits, NAME_CHARS, NOTE_CHARS, REFLECTION_CHARS, Value, read_bytes,
};
use rusqlite::{Connection, MAIN_DB, params_from_iter, types};

/// What stands between the files of an archive in an input.
const BETWEEN_FILES: &[u8] = b"\n====\n";

/// Runs an input of the target of this name, which is that of a format.
///
/// Text formats take it as it is. For `loop_csv` it is the files `Habits.csv` and, after `====`, the days of its
/// habits. For databases it is one as it is if it begins like one, else rows: a line each, the table's first letter and
/// its cells between `|`.
pub fn run(target: &str, data: &[u8]) {
    if let Some(bytes) = file(target, data) {
        sound(&read(&bytes));
    }
}

/// What is read from an input; none if it makes no file or the file is refused.
#[allow(dead_code, reason = "only the tests look at it")]
pub(crate) fn imported(target: &str, data: &[u8]) -> Option<Imported> {
    read(&file(target, data)?).ok()
}

/// The file that an input stands for.
fn file<'d>(target: &str, data: &'d [u8]) -> Option<Cow<'d, [u8]>> {
    let is_database = data.starts_with(b"SQLite format 3\0");
    let is_archive = data.starts_with(b"PK");
    let made = match target {
        "loop_db" if !is_database => database(data, LOOP).ok(),
        "tickmate" if !is_database => database(data, TICKMATE).ok(),
        "rewire" if !is_database => database(data, REWIRE).ok(),
        "loop_csv" if !is_archive => archive(data),
        _ => return Some(Cow::Borrowed(data)),
    };
    made.map(Cow::Owned)
}

fn read(bytes: &[u8]) -> Result<Imported, ImportError> {
    let mut limits = Limits::default();
    // So that an input can't be slow or large for reasons that are known.
    limits.rows = 10_000;
    limits.habits = 500;
    limits.database_steps = 1_000_000;
    limits.text_bytes = 1 << 22;
    limits.total_bytes = 1 << 22;
    read_bytes(bytes, &limits, &mut |_| ControlFlow::Continue(()))
}

/// Checks everything that is promised of what was read.
pub(crate) fn sound(result: &Result<Imported, ImportError>) {
    let imported = match result {
        Ok(imported) => imported,
        Err(error) => {
            assert!(["invalid", "unsupported", "corrupt"].contains(&error.code()), "{error}");
            return;
        }
    };
    let mut keys = HashSet::new();
    let in_range = |day: &str| ("1900-01-01"..="2100-12-31").contains(&day);
    for habit in &imported.habits {
        assert!(keys.insert(&habit.source_key));
        assert!((1..=NAME_CHARS).contains(&habit.name.chars().count()));
        assert!(habit.group.as_ref().is_none_or(|group| (1..=NAME_CHARS).contains(&group.chars().count())));
        assert!(habit.frequency.times > 0 && habit.frequency.days > 0);
        assert!(habit.starts_on.is_none_or(|day| in_range(&day.to_string())));
        assert!(habit.reminder.as_ref().is_none_or(|at| at.hour < 24 && at.minute < 60 && !at.weekdays.is_empty()));
        assert!(habit.days.windows(2).all(|pair| pair[0].day < pair[1].day));
        for record in &habit.days {
            assert!(in_range(&record.day.to_string()));
            assert!(record.note.as_ref().is_none_or(|note| (1..=NOTE_CHARS).contains(&note.chars().count())));
            match (habit.kind, record.value) {
                (_, Value::Skip) | (Kind::YesNo, Value::Yes | Value::No) => {}
                (Kind::Number { .. }, Value::Amount(amount)) => assert!((0..=AMOUNT_MAX).contains(&amount)),
                (kind, value) => panic!("{value:?} in {kind:?}"),
            }
        }
    }
    assert!(imported.reflections.windows(2).all(|pair| pair[0].day < pair[1].day));
    for reflection in &imported.reflections {
        assert!(in_range(&reflection.day.to_string()));
        assert!((1..=REFLECTION_CHARS).contains(&reflection.text.chars().count()));
        assert!(!reflection.text.trim().is_empty());
    }
    for remark in &imported.remarks {
        assert!(remark.count >= remark.examples.len() as u64 && remark.count > 0);
        let _ = remark.to_string();
    }
}

/// `Habits.csv`, then the days of the first habit, of the second …
fn archive(data: &[u8]) -> Option<Vec<u8>> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (place, file) in split(data, BETWEEN_FILES).into_iter().take(8).enumerate() {
        let name = if place == 0 { "Habits.csv".to_owned() } else { format!("{place:03} A/Checkmarks.csv") };
        writer.start_file(name, options).ok()?;
        writer.write_all(file).ok()?;
    }
    Some(writer.finish().ok()?.into_inner())
}

fn split<'d>(data: &'d [u8], between: &[u8]) -> Vec<&'d [u8]> {
    let mut parts = Vec::new();
    let mut rest = data;
    while let Some(at) = rest.windows(between.len()).position(|window| window == between) {
        parts.push(&rest[..at]);
        rest = &rest[at + between.len()..];
    }
    parts.push(rest);
    parts
}

/// A program's schema, without types so that every cell keeps its own.
#[derive(Clone, Copy)]
struct Schema {
    version: u8,
    tables: &'static [(u8, &'static str, &'static str)],
}

const LOOP: Schema = Schema {
    version: 25,
    tables: &[
        (
            b'H',
            "Habits",
            "id, name, uuid, question, description, unit, type, target_type, target_value, freq_num, freq_den, archived, \
             color, position, reminder_hour, reminder_min, reminder_days",
        ),
        (b'R', "Repetitions", "habit, timestamp, value, notes"),
    ],
};

const TICKMATE: Schema = Schema {
    version: 13,
    tables: &[
        (b'T', "tracks", "_id, name, description, icon, enabled, multiple_entries_per_day, \"order\""),
        (b'K', "ticks", "_track_id, year, month, day, has_time_info"),
        (b'G', "groups", "_id, name, description"),
        (b'M', "track2groups", "_track_id, _group_id"),
    ],
};

const REWIRE: Schema = Schema {
    version: 24,
    tables: &[
        (
            b'H',
            "Habits",
            "_id, Name, description, category, archived, Order_num, start_date, unit, target_count, milestone_id, \
             schedule, active_days, days, period, repeating_count",
        ),
        (b'C', "CHECKINS", "Habit_id, date, type, note, actual_count"),
        (b'U', "UNIT", "_id, UNIT_NAME"),
        (b'G', "category", "_id, category_name"),
        (b'M', "REMINDERS", "habit_id, time, active_days"),
        (b'W', "REWARD", "title"),
    ],
};

fn database(data: &[u8], schema: Schema) -> rusqlite::Result<Vec<u8>> {
    let connection = Connection::open_in_memory()?;
    connection.execute_batch("PRAGMA page_size = 512; BEGIN")?;
    for (_, table, columns) in schema.tables {
        connection.execute_batch(&format!("CREATE TABLE {table} ({columns})"))?;
    }
    for line in data.split(|&byte| byte == b'\n').take(500) {
        let Some((letter, cells)) = line.split_first() else { continue };
        let Some((_, table, columns)) = schema.tables.iter().find(|(first, ..)| first == letter) else { continue };
        let most = columns.split(',').count();
        let cells: Vec<types::Value> = cells.split(|&byte| byte == b'|').take(most).map(cell).collect();
        let names: Vec<&str> = columns.split(',').take(cells.len()).collect();
        let places = vec!["?"; cells.len()].join(",");
        let insert = format!("INSERT INTO {table} ({}) VALUES ({places})", names.join(","));
        connection.prepare_cached(&insert)?.execute(params_from_iter(cells))?;
    }
    connection.execute_batch(&format!("COMMIT; PRAGMA user_version = {}", schema.version))?;
    Ok(connection.serialize(MAIN_DB)?.to_vec())
}

/// Nothing is NULL; a number itself; what begins with `x` a blob; anything else a text.
fn cell(bytes: &[u8]) -> types::Value {
    let text = || types::Value::Text(String::from_utf8_lossy(bytes).into_owned());
    match bytes.split_first() {
        None => types::Value::Null,
        Some((b'x', blob)) => types::Value::Blob(blob.to_vec()),
        Some((b'\'', text)) => types::Value::Text(String::from_utf8_lossy(text).into_owned()),
        Some(_) => match str::from_utf8(bytes) {
            Ok(word) => match (word.parse(), word.parse()) {
                (Ok(number), _) => types::Value::Integer(number),
                (_, Ok(number)) => types::Value::Real(number),
                _ => text(),
            },
            Err(_) => text(),
        },
    }
}
