//! Loop Habit Tracker, SQLite backup (`.db`), every version up to 25.
//!
//! Source of these facts: the numbered migrations of the program and `HabitRecord.kt`. Columns are looked up by name
//! rather than by version: 16 brings `type` and `value` (before, a row means yes), 18 targets and `unit`, 22 makes
//! (habit, timestamp) unique by keeping the lowest row id, 23 moves `description` to `question`, 24 brings `uuid` and
//! 25 `notes`. The tables `Checkmarks`, `Score` and `Streak` of old versions are worked out by the program, and not
//! read.

use std::collections::HashMap;

use chrono::{NaiveDate, Weekday};
use rusqlite::types::ValueRef;

use crate::cells::{Cells, shown, text};
use crate::draft::{DayRow, Draft, Meaning, finished};
use crate::keys::Keys;
use crate::loop_values::{YES_MANUAL, meaning};
use crate::model::{Color, Imported, Kind, Reminder, Target};
use crate::reading::Reading;
use crate::remark::{Field, Finding, Findings};
use crate::sqlite::SourceDb;
use crate::{Format, ImportError};

/// The newest version that this reader was made for.
const VERSION: i64 = 25;
const DAY_MILLIS: i64 = 86_400_000;

/// Whether the database is one of Loop's: it has both tables.
pub(crate) fn recognises(db: &SourceDb) -> Result<bool, ImportError> {
    db.names(&["Habits", "Repetitions"])
}

/// Reads the whole database.
pub(crate) fn read(db: &SourceDb, reading: &mut Reading<'_>) -> Result<Imported, ImportError> {
    let mut of_source = Findings::default();
    let version = db.version(VERSION, &mut of_source)?;
    let mut habits = Habits::read(db, reading, &mut of_source)?;
    habits.read_days(db, reading, &mut of_source)?;
    reading.report()?;
    Ok(finished(Format::LoopDb, version, of_source, habits.drafts))
}

#[derive(Default)]
struct Habits {
    drafts: Vec<Draft>,
    by_id: HashMap<i64, usize>,
}

impl Habits {
    fn read(db: &SourceDb, reading: &mut Reading<'_>, of_source: &mut Findings) -> Result<Self, ImportError> {
        let columns = db.columns("Habits")?;
        db.count(&columns, reading.limits.habits as u64)?;
        let has_question = columns.find("question").is_some();
        let wanted = [
            Some(columns.require("id")?),
            Some(columns.require("name")?),
            columns.find("uuid"),
            columns.find("question"),
            columns.find("description"),
            columns.find("unit"),
            columns.find("type"),
            columns.find("target_type"),
            columns.find("target_value"),
            columns.find("freq_num"),
            columns.find("freq_den"),
            columns.find("archived"),
            columns.find("color"),
            columns.find("position"),
            columns.find("reminder_hour"),
            columns.find("reminder_min"),
            columns.find("reminder_days"),
        ];
        let mut habits = Self::default();
        let mut keys = Keys::default();
        db.scan(&columns, wanted, |row, cells| {
            let [id, name, uuid, question, description, unit, cells @ ..] = cells;
            let [kind, target_kind, target_value, times, days, cells @ ..] = cells;
            let [archived, color, position, hour, minute, weekdays] = cells;
            let ValueRef::Integer(id) = id else {
                of_source.add(Finding::Unreadable(Field::Id), Some(row), || shown(id));
                return Ok(());
            };
            if habits.by_id.contains_key(&id) {
                of_source.add(Finding::DuplicateHabit, Some(row), || id.to_string());
                return Ok(());
            }
            let mut draft = Draft::new(row, text(name).unwrap_or_default());
            let mut field = Cells { draft: &mut draft };
            let uuid = field.text(uuid, Field::Uuid);
            let question = field.text(question, Field::Question);
            let description = field.text(description, Field::Description);
            let unit = field.text(unit, Field::Unit);
            if text(name).is_none() {
                field.draft.say(Finding::Unreadable(Field::Name));
            }
            let (times, days) = (field.integer(times, Field::Frequency), field.integer(days, Field::Frequency));
            field.draft.frequency(times, days);
            field.archived(archived);
            field.color(color);
            field.position(position);
            field.reminder(hour, minute, weekdays);
            field.kind(kind, target_kind, target_value);

            // Version 23 moved what was called the description to where it had been shown: as the question.
            if has_question {
                draft.question(question);
                draft.description(description);
            } else {
                draft.question(description);
            }
            draft.unit(unit);
            keys.assign(&mut draft, uuid, id);
            for kept in [&draft.habit.question, &draft.habit.description].into_iter().flatten() {
                reading.keep(kept, db.place())?;
            }
            habits.by_id.insert(id, habits.drafts.len());
            habits.drafts.push(draft);
            Ok(())
        })?;
        Ok(habits)
    }

    fn read_days(
        &mut self,
        db: &SourceDb,
        reading: &mut Reading<'_>,
        of_source: &mut Findings,
    ) -> Result<(), ImportError> {
        let columns = db.columns("Repetitions")?;
        let place = db.place();
        reading.expect(db.count(&columns, reading.limits.rows)?)?;
        let value = columns.find("value");
        let has_value = value.is_some();
        let wanted =
            [Some(columns.require("habit")?), Some(columns.require("timestamp")?), value, columns.find("notes")];
        db.scan(&columns, wanted, |row, [habit, timestamp, value, notes]| {
            reading.row(place)?;
            let found = if let ValueRef::Integer(id) = habit { self.by_id.get(&id) } else { None };
            let Some(draft) = found.and_then(|&index| self.drafts.get_mut(index)) else {
                let finding = match habit {
                    ValueRef::Integer(_) => Finding::UnknownHabit,
                    _ => Finding::Unreadable(Field::Habit),
                };
                of_source.add(finding, Some(row), || shown(habit));
                if !text(notes).unwrap_or_default().trim_ascii().is_empty() {
                    of_source.add(Finding::NoteLeftOut, Some(row), || shown(notes));
                }
                return Ok(());
            };
            let note = (Cells { draft }).text_of_row(notes, row);
            let raw = match value {
                ValueRef::Integer(raw) => Some(raw),
                _ if !has_value => Some(YES_MANUAL),
                _ => None,
            };
            let (ValueRef::Integer(millis), Some(raw)) = (timestamp, raw) else {
                let (field, cell) = match raw {
                    None => (Field::Value, value),
                    Some(_) => (Field::Day, timestamp),
                };
                draft.note(Finding::Unreadable(field), row, || shown(cell));
                draft.note_left_out(row, note);
                return Ok(());
            };
            let Some(day) = day_of(millis) else {
                draft.note(Finding::DayOutOfRange, row, || millis.to_string());
                draft.note_left_out(row, note);
                return Ok(());
            };
            let meaning = meaning(draft.habit.kind, raw);
            if millis.rem_euclid(DAY_MILLIS) != 0 && !matches!(meaning, Meaning::LeftOut(_)) {
                draft.note(Finding::NotMidnight, row, || millis.to_string());
            }
            draft.day(DayRow { row, day, raw: &raw, meaning, note }, place, reading)
        })
    }
}

/// What Loop keeps in columns of its own meaning.
impl Cells<'_> {
    fn archived(&mut self, cell: ValueRef<'_>) {
        self.draft.habit.archived = self.integer(cell, Field::Archived).is_some_and(|archived| archived != 0);
    }

    /// A place in the palette of 20; before version 15, the colour itself as a negative `0xAARRGGBB`.
    fn color(&mut self, cell: ValueRef<'_>) {
        let Some(raw) = self.integer(cell, Field::Color) else { return };
        self.draft.habit.color = match (u8::try_from(raw), i32::try_from(raw)) {
            (Ok(place @ 0..20), _) => Some(Color::Palette(place)),
            (_, Ok(argb @ ..0)) => Some(Color::Rgb(argb.cast_unsigned() & 0x00ff_ffff)),
            _ => {
                self.unknown(Field::Color, &raw);
                None
            }
        };
    }

    fn position(&mut self, cell: ValueRef<'_>) {
        let Some(raw) = self.integer(cell, Field::Position) else { return };
        self.draft.habit.position = u32::try_from(raw).ok();
        if self.draft.habit.position.is_none() {
            self.unknown(Field::Position, &raw);
        }
    }

    /// Hour and minute are NULL without a reminder. Bit 0 of the days is Saturday; a file without them means all.
    fn reminder(&mut self, hour: ValueRef<'_>, minute: ValueRef<'_>, weekdays: ValueRef<'_>) {
        let hour = self.integer(hour, Field::Reminder);
        let minute = self.integer(minute, Field::Reminder);
        let mask = self.integer(weekdays, Field::Reminder).unwrap_or(0b111_1111);
        let (Some(hour), Some(minute)) = (hour, minute) else { return };
        let weekdays = if (0..128).contains(&mask) { weekdays_of(mask) } else { Vec::new() };
        match (u8::try_from(hour), u8::try_from(minute)) {
            (Ok(hour @ 0..24), Ok(minute @ 0..60)) if !weekdays.is_empty() => {
                self.draft.habit.reminder = Some(Reminder { hour, minute, weekdays });
            }
            _ => self.unknown(Field::Reminder, &format_args!("{hour}:{minute:02} on days {mask}")),
        }
    }

    /// 0 is yes/no, 1 a number; of its targets 0 is "at least", 1 "at most".
    fn kind(&mut self, kind: ValueRef<'_>, target_kind: ValueRef<'_>, target_value: ValueRef<'_>) {
        match self.integer(kind, Field::Kind) {
            None | Some(0) => return,
            Some(1) => {}
            Some(other) => return self.unknown(Field::Kind, &other),
        }
        let amount = self.target(target_value);
        let target = match (self.integer(target_kind, Field::TargetKind), amount) {
            (_, None) => None,
            (None | Some(0), Some(amount)) => Some(Target::AtLeast(amount)),
            (Some(1), Some(amount)) => Some(Target::AtMost(amount)),
            (Some(other), Some(_)) => {
                self.unknown(Field::TargetKind, &other);
                None
            }
        };
        self.draft.habit.kind = Kind::Number { target };
    }
}

/// The day that begins with, or holds, an instant in milliseconds.
fn day_of(millis: i64) -> Option<NaiveDate> {
    let days = i32::try_from(millis.div_euclid(DAY_MILLIS)).ok()?;
    NaiveDate::from_epoch_days(days)
}

fn weekdays_of(mask: i64) -> Vec<Weekday> {
    const BITS: [(i64, Weekday); 7] = [
        (2, Weekday::Mon),
        (3, Weekday::Tue),
        (4, Weekday::Wed),
        (5, Weekday::Thu),
        (6, Weekday::Fri),
        (0, Weekday::Sat),
        (1, Weekday::Sun),
    ];
    BITS.into_iter().filter(|(bit, _)| mask >> bit & 1 == 1).map(|(_, day)| day).collect()
}
