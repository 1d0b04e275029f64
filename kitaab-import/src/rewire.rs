//! Rewire, SQLite backup (`user_version` up to 24).
//!
//! Source of these facts: databases of the program. `CHECKINS` holds one row for each habit and day, as `yyyyMMdd`. Its
//! `type` is 2 for a day that was done; 1 and 3 occur and are documented nowhere, so they are told and left out. A habit
//! with a `target_count` counts something, in a `UNIT`. `schedule` is 0 for given weekdays, 1 for so many days in a week,
//! month or year, and 2 for every so many days. Weekdays count from Sunday, 0.

use std::collections::HashMap;

use chrono::Weekday;
use rusqlite::types::ValueRef;

use crate::cells::{Cells, number, shown, text};
use crate::dates::compact;
use crate::draft::{DayRow, Draft, Meaning, finished};
use crate::keys::Keys;
use crate::model::{Imported, Kind, Reminder, Target, Value};
use crate::reading::Reading;
use crate::remark::{Field, Finding, Findings};
use crate::sqlite::SourceDb;
use crate::{Format, ImportError};

/// The newest version that this reader was made for.
const VERSION: i64 = 24;
/// The `type` of a day that was done.
const DONE: i64 = 2;
/// The lengths that `period` names.
const PERIODS: [i64; 3] = [7, 31, 365];
const MINUTES_OF_DAY: i64 = 1_440;

/// Whether the database is one of Rewire's: it has both tables.
pub(crate) fn recognises(db: &SourceDb) -> Result<bool, ImportError> {
    db.names(&["CHECKINS", "UNIT"])
}

/// Reads the whole database.
pub(crate) fn read(db: &SourceDb, reading: &mut Reading<'_>) -> Result<Imported, ImportError> {
    let mut of_source = Findings::default();
    let version = db.version(VERSION, &mut of_source)?;
    let units = names(db, "UNIT", "UNIT_NAME", reading)?;
    let categories = names(db, "category", "category_name", reading)?;
    let mut habits = Habits::read(db, &units, &categories, reading, &mut of_source)?;
    habits.read_reminders(db, reading, &mut of_source)?;
    habits.find_numbers(db, reading)?;
    habits.read_days(db, reading, &mut of_source)?;
    // What the program rewards itself with, and its mottos.
    for (table, field) in [("TARGETS", Field::Reward), ("REWARD", Field::Reward), ("reasons", Field::Note)] {
        if db.names(&[table])? {
            let rows = db.count(&db.columns(table)?, reading.limits.rows)?;
            of_source.add_many(Finding::NoPlace(field), rows, || format!("the table {table}"));
        }
    }
    reading.report()?;
    Ok(finished(Format::Rewire, version, of_source, habits.drafts))
}

/// The names in a small table, by id; none if there is no such table.
fn names(
    db: &SourceDb,
    table: &'static str,
    column: &str,
    reading: &mut Reading<'_>,
) -> Result<HashMap<i64, Vec<u8>>, ImportError> {
    let mut names = HashMap::new();
    if !db.names(&[table])? {
        return Ok(names);
    }
    let columns = db.columns(table)?;
    db.count(&columns, reading.limits.habits as u64)?;
    db.scan(&columns, [columns.find("_id"), columns.find(column)], |_, [id, name]| {
        if let (ValueRef::Integer(id), ValueRef::Text(name)) = (id, name) {
            reading.keep(&String::from_utf8_lossy(name), db.place())?;
            names.insert(id, name.to_vec());
        }
        Ok(())
    })?;
    Ok(names)
}

#[derive(Default)]
struct Habits {
    drafts: Vec<Draft>,
    by_id: HashMap<i64, usize>,
}

impl Habits {
    fn read(
        db: &SourceDb,
        units: &HashMap<i64, Vec<u8>>,
        categories: &HashMap<i64, Vec<u8>>,
        reading: &mut Reading<'_>,
        of_source: &mut Findings,
    ) -> Result<Self, ImportError> {
        let columns = db.columns("Habits")?;
        db.count(&columns, reading.limits.habits as u64)?;
        let wanted = [
            Some(columns.require("_id")?),
            Some(columns.require("Name")?),
            columns.find("description"),
            columns.find("category"),
            columns.find("archived"),
            columns.find("Order_num"),
            columns.find("start_date"),
            columns.find("unit"),
            columns.find("target_count"),
            columns.find("milestone_id"),
            columns.find("schedule"),
            columns.find("active_days"),
            columns.find("days"),
            columns.find("period"),
            columns.find("repeating_count"),
        ];
        let mut habits = Self::default();
        let mut keys = Keys::default();
        db.scan(&columns, wanted, |row, cells| {
            let [id, name, description, category, archived, position, cells @ ..] = cells;
            let [start, unit, target, milestone, schedule @ ..] = cells;
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
            if text(name).is_none() {
                field.draft.say(Finding::Unreadable(Field::Name));
            }
            let description = field.text(description, Field::Description);
            field.draft.description(description);
            // -1 is none, here and for milestones.
            if let Some(category) = field.integer(category, Field::Group).filter(|&category| category >= 0) {
                match categories.get(&category) {
                    Some(name) => field.draft.group(name),
                    None => field.draft.note(Finding::UnknownValue(Field::Group), row, || category.to_string()),
                }
            }
            field.draft.habit.archived = field.integer(archived, Field::Archived).is_some_and(|archived| archived != 0);
            let position = field.integer(position, Field::Position);
            field.draft.habit.position = position.and_then(|position| u32::try_from(position).ok());
            field.start(start);
            field.goal(unit, target, units);
            if field.integer(milestone, Field::Milestone).is_some_and(|milestone| milestone >= 0) {
                field.draft.say(Finding::NoPlace(Field::Milestone));
            }
            field.schedule(schedule);
            keys.assign(&mut draft, &[], id);
            reading.keep(draft.habit.description.as_deref().unwrap_or_default(), db.place())?;
            habits.by_id.insert(id, habits.drafts.len());
            habits.drafts.push(draft);
            Ok(())
        })?;
        Ok(habits)
    }

    fn draft_of(&mut self, habit: ValueRef<'_>) -> Result<&mut Draft, Finding> {
        let ValueRef::Integer(id) = habit else { return Err(Finding::Unreadable(Field::Habit)) };
        self.by_id.get(&id).and_then(|&index| self.drafts.get_mut(index)).ok_or(Finding::UnknownHabit)
    }

    fn read_reminders(
        &mut self,
        db: &SourceDb,
        reading: &Reading<'_>,
        of_source: &mut Findings,
    ) -> Result<(), ImportError> {
        if !db.names(&["REMINDERS"])? {
            return Ok(());
        }
        let columns = db.columns("REMINDERS")?;
        db.count(&columns, reading.limits.rows)?;
        let wanted =
            [Some(columns.require("habit_id")?), Some(columns.require("time")?), Some(columns.require("active_days")?)];
        db.scan(&columns, wanted, |row, [habit, time, days]| {
            let Ok(draft) = self.draft_of(habit) else {
                of_source.add(Finding::UnknownValue(Field::Reminder), Some(row), || shown(habit));
                return Ok(());
            };
            match reminder(time, days) {
                None => draft.note(Finding::UnknownValue(Field::Reminder), row, || shown(time)),
                Some(_) if draft.habit.reminder.is_some() => {
                    draft.note(Finding::MoreThanOne(Field::Reminder), row, || shown(time));
                }
                Some(reminder) => draft.habit.reminder = Some(reminder),
            }
            Ok(())
        })
    }

    /// A habit without a target counts something nevertheless if a day of it says how much. This has to be known before
    /// the first day is read.
    fn find_numbers(&mut self, db: &SourceDb, reading: &Reading<'_>) -> Result<(), ImportError> {
        let columns = db.columns("CHECKINS")?;
        db.count(&columns, reading.limits.rows)?;
        let wanted = [Some(columns.require("Habit_id")?), columns.find("actual_count")];
        db.scan(&columns, wanted, |row, [habit, count]| {
            let counted = matches!(number(count), Some(Ok(amount)) if amount.value > 0);
            if let Ok(draft) = self.draft_of(habit)
                && counted
                && draft.habit.kind == Kind::YesNo
            {
                draft.note(Finding::KindGuessed, row, || shown(count));
                draft.habit.kind = Kind::Number { target: None };
            }
            Ok(())
        })
    }

    fn read_days(
        &mut self,
        db: &SourceDb,
        reading: &mut Reading<'_>,
        of_source: &mut Findings,
    ) -> Result<(), ImportError> {
        let columns = db.columns("CHECKINS")?;
        let place = db.place();
        reading.expect(db.count(&columns, reading.limits.rows)?)?;
        let wanted = [
            Some(columns.require("Habit_id")?),
            Some(columns.require("date")?),
            Some(columns.require("type")?),
            columns.find("note"),
            columns.find("actual_count"),
        ];
        db.scan(&columns, wanted, |row, [habit, date, kind, note, count]| {
            reading.row(place)?;
            let draft = match self.draft_of(habit) {
                Ok(draft) => draft,
                Err(finding) => {
                    of_source.add(finding, Some(row), || shown(habit));
                    if !text(note).unwrap_or_default().trim_ascii().is_empty() {
                        of_source.add(Finding::NoteLeftOut, Some(row), || shown(note));
                    }
                    return Ok(());
                }
            };
            let note = (Cells { draft }).text_of_row(note, row);
            let day = match date {
                ValueRef::Text(date) => compact(date),
                ValueRef::Integer(date) => compact(date.to_string().as_bytes()),
                _ => None,
            };
            let Some(day) = day else {
                draft.note(Finding::Unreadable(Field::Day), row, || shown(date));
                draft.note_left_out(row, note);
                return Ok(());
            };
            let meaning = match (kind, draft.habit.kind) {
                (ValueRef::Integer(DONE), Kind::YesNo) => Meaning::Recorded(Value::Yes),
                (ValueRef::Integer(DONE), Kind::Number { .. }) => {
                    number(count).map_or(Meaning::LeftOut(Finding::Unreadable(Field::Value)), Meaning::of_amount)
                }
                (ValueRef::Integer(_), _) => Meaning::LeftOut(Finding::UnknownValue(Field::Value)),
                _ => Meaning::LeftOut(Finding::Unreadable(Field::Value)),
            };
            let raw = format_args!("type {}", shown(kind)).to_string();
            draft.day(DayRow { row, day, raw: &raw, meaning, note }, place, reading)
        })
    }
}

/// What Rewire keeps in columns of its own meaning.
impl Cells<'_> {
    fn start(&mut self, cell: ValueRef<'_>) {
        let text = self.text(cell, Field::Start);
        match compact(text) {
            Some(day) => self.draft.starts_on(day),
            None if text.trim_ascii().is_empty() => {}
            None => self.draft.note(Finding::UnknownValue(Field::Start), self.draft.row, || shown(cell)),
        }
    }

    /// Without a target it is a matter of yes or no.
    fn goal(&mut self, unit: ValueRef<'_>, target: ValueRef<'_>, units: &HashMap<i64, Vec<u8>>) {
        let Some(amount) = self.target(target).filter(|&amount| amount > 0) else { return };
        self.draft.habit.kind = Kind::Number { target: Some(Target::AtLeast(amount)) };
        match self.integer(unit, Field::Unit).map(|id| (id, units.get(&id))) {
            None => {}
            Some((_, Some(name))) => self.draft.unit(name),
            Some((id, None)) => self.draft.note(Finding::UnknownValue(Field::Unit), self.draft.row, || id.to_string()),
        }
    }

    fn schedule(&mut self, [schedule, active_days, days, period, repeating]: [ValueRef<'_>; 5]) {
        let integer = |cell| if let ValueRef::Integer(number) = cell { Some(number) } else { None };
        let (times, length) = match integer(schedule) {
            Some(0) => {
                let count = weekdays(active_days).and_then(|days| i64::try_from(days.len()).ok());
                (count, Some(7))
            }
            Some(1) => {
                let place = integer(period).and_then(|period| usize::try_from(period).ok());
                (integer(days), place.and_then(|place| PERIODS.get(place).copied()))
            }
            Some(2) => (Some(1), integer(repeating)),
            _ => (None, None),
        };
        self.draft.frequency(times, length);
    }
}

/// `0,2,4`, each a weekday from Sunday on; Monday first, none twice.
fn weekdays(cell: ValueRef<'_>) -> Option<Vec<Weekday>> {
    const FROM_SUNDAY: [Weekday; 7] =
        [Weekday::Sun, Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat];
    let text = str::from_utf8(text(cell)?).ok()?;
    let mut days = Vec::new();
    for part in text.split(',') {
        let day = *FROM_SUNDAY.get(part.trim().parse::<usize>().ok()?)?;
        if !days.contains(&day) {
            days.push(day);
        }
    }
    days.sort_unstable_by_key(Weekday::num_days_from_monday);
    Some(days)
}

/// A time in minutes after midnight.
fn reminder(time: ValueRef<'_>, days: ValueRef<'_>) -> Option<Reminder> {
    let ValueRef::Integer(minutes @ 0..MINUTES_OF_DAY) = time else { return None };
    let hour = u8::try_from(minutes / 60).ok()?;
    let minute = u8::try_from(minutes % 60).ok()?;
    Some(Reminder { hour, minute, weekdays: weekdays(days)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekdays_count_from_sunday() {
        let of = |text: &str| weekdays(ValueRef::Text(text.as_bytes()));
        assert_eq!(of("0,1,2,3,4"), Some(vec![Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Sun]));
        assert_eq!(of(" 6 , 6"), Some(vec![Weekday::Sat]));
        for text in ["", "7", "-1", "a", "1,,2"] {
            assert_eq!(of(text), None, "{text}");
        }
    }

    #[test]
    fn reminders_are_minutes_of_a_day() {
        let at = |minutes| reminder(ValueRef::Integer(minutes), ValueRef::Text(b"1"));
        assert_eq!(at(480), Some(Reminder { hour: 8, minute: 0, weekdays: vec![Weekday::Mon] }));
        assert_eq!(at(1_439).map(|at| (at.hour, at.minute)), Some((23, 59)));
        assert_eq!((at(1_440), at(-1)), (None, None));
    }
}
