//! Table Habit (mhabit), JSON export: `{"habits": […], "groups": […]}`, nulls left out.
//!
//! Source of these facts: `habit_export.dart`, `group_export.dart`, `habit_form.dart` and `habit_reminder.dart` of the
//! program. Every habit has a goal for the day; a negative one is a goal that must not be passed. Days count from
//! 1970-01-01, instants are seconds. Habits have no id in the file: the second in which one was made stands for it.

use std::collections::HashMap;

use chrono::{NaiveDate, Weekday};

use crate::draft::{DayRow, Draft, Meaning, finished};
use crate::json::{self, Cell, Fields, Object, nested};
use crate::keys::Keys;
use crate::model::{Color, Imported, Kind, Reminder, Target, Value};
use crate::reading::Reading;
use crate::remark::{Field, Finding, Findings, shown_name};
use crate::text_file::TextFile;
use crate::{Format, ImportError};

/// Fields that a habit of this program has, and of no other that is known.
const OWN: [&str; 8] =
    ["create_t", "modify_t", "type", "freq_type", "freq_custom", "daily_goal", "start_date", "target_days"];
const MONDAY_FIRST: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

/// Whether a habit looks like one of this program's.
pub(crate) fn recognises(habit: &Object) -> bool {
    OWN.iter().any(|name| habit.has(name))
}

/// Reads the whole document.
pub(crate) fn read(file: &TextFile<'_>, reading: &mut Reading<'_>) -> Result<Imported, ImportError> {
    let mut table = Table::default();
    json::read(file, &mut table, reading)?;
    reading.report()?;
    let Table { of_source, drafts, groups, .. } = table;
    let drafts = drafts.into_iter().map(|(mut draft, group)| {
        match group.map(|id| groups.get(&id)) {
            None => {}
            Some(Some(name)) => draft.group(name.as_bytes()),
            Some(None) => draft.say(Finding::UnknownValue(Field::Group)),
        }
        draft
    });
    Ok(finished(Format::TableJson, None, of_source, drafts))
}

#[derive(Default)]
struct Table {
    of_source: Findings,
    keys: Keys,
    /// Each habit with the id of its group.
    drafts: Vec<(Draft, Option<String>)>,
    groups: HashMap<String, String>,
}

/// A record until it is known what its habit is.
struct Record {
    row: i64,
    day: Cell,
    kind: Cell,
    value: Cell,
    reason: Option<String>,
}

impl json::Habits for Table {
    type Record = Record;

    fn record(
        &mut self,
        row: i64,
        mut record: Object,
        place: &str,
        reading: &mut Reading<'_>,
    ) -> Result<Record, ImportError> {
        for name in ["create_t", "modify_t"] {
            if record.take(name) != Cell::Null {
                self.of_source.add(Finding::NoPlace(Field::Instant), Some(row), || name.to_owned());
            }
        }
        let reason = record.take_words("reason", Field::Note, row, &mut self.of_source);
        reading.keep(reason.as_deref().unwrap_or_default(), place)?;
        // What may be anything is kept by its size alone if it is not what it should be.
        let small = |cell: Cell| match cell {
            Cell::Text(_) | Cell::List(_) | Cell::Object(_) => Cell::Bool(false),
            cell => cell,
        };
        let (day, kind) = (small(record.take("record_date")), small(record.take("record_type")));
        let value = small(record.take("record_value"));
        record.report_rest(row, &mut self.of_source);
        Ok(Record { row, day, kind, value, reason })
    }

    fn habit(
        &mut self,
        row: i64,
        mut habit: Object,
        records: Vec<Record>,
        place: &str,
        reading: &mut Reading<'_>,
    ) -> Result<(), ImportError> {
        let name = habit.take("name");
        let mut draft = Draft::new(row, if let Cell::Text(name) = &name { name.as_bytes() } else { &[] });
        let mut fields = Fields { draft: &mut draft, object: &mut habit };
        if !matches!(name, Cell::Text(_) | Cell::Null) {
            fields.draft.say(Finding::Unreadable(Field::Name));
        }
        let made = fields.integer("create_t", Field::Instant);
        for _ in made.iter().chain(fields.integer("modify_t", Field::Instant).iter()) {
            self.of_source.add(Finding::NoPlace(Field::Instant), Some(row), String::new);
        }
        let status = fields.integer("status", Field::Status);
        let question = fields.text("reminder_quest", Field::Question);
        fields.draft.question(question.as_bytes());
        let description = fields.text("desc", Field::Description);
        fields.draft.description(description.as_bytes());
        color(&mut fields);
        goal(&mut fields);
        frequency(&mut fields);
        start(&mut fields);
        reminder(&mut fields);
        fields.no_place("daily_goal_extra", Field::ExtraGoal);
        fields.no_place("target_days", Field::TargetDays);
        let position = habit.take("sort_position");
        draft.habit.position = position.integer().and_then(|position| u32::try_from(position).ok());
        let group = match habit.take("group_id") {
            Cell::Text(id) if !id.is_empty() => Some(id),
            _ => None,
        };
        habit.report_rest(row, &mut self.of_source);
        for kept in [&draft.habit.question, &draft.habit.description, &group].into_iter().flatten() {
            reading.keep(kept, place)?;
        }
        match status {
            None | Some(1) => {}
            Some(3) => draft.habit.archived = true,
            Some(2) => {
                self.of_source.add(Finding::DeletedHabit, Some(row), String::new);
                self.of_source.add_many(Finding::DayOfDeletedHabit, records.len() as u64, String::new);
                return Ok(());
            }
            Some(other) => draft.note(Finding::UnknownValue(Field::Status), row, || other.to_string()),
        }
        self.keys.assign(&mut draft, &[], made.unwrap_or_default());
        for record in records {
            day(&mut draft, &record, place, reading)?;
        }
        self.drafts.push((draft, group));
        Ok(())
    }

    fn beside(&mut self, name: &str, cell: Cell, reading: &mut Reading<'_>) -> Result<(), ImportError> {
        let Cell::List(groups) = cell else {
            self.of_source.add(Finding::UnknownField, None, || shown_name(name));
            return Ok(());
        };
        if name != "groups" {
            self.of_source.add(Finding::UnknownField, None, || shown_name(name));
            return Ok(());
        }
        for (row, group) in (1..).zip(groups) {
            let Cell::Object(mut group) = group else {
                self.of_source.add(Finding::Unreadable(Field::Group), Some(row), || group.to_string());
                continue;
            };
            let (Cell::Text(id), Cell::Text(name)) = (group.take("uuid"), group.take("name")) else {
                self.of_source.add(Finding::Unreadable(Field::Group), Some(row), String::new);
                continue;
            };
            for (name, field) in [
                ("desc", Field::Description),
                ("icon", Field::Icon),
                ("color", Field::Color),
                ("custom_color", Field::Color),
                ("custom_color_tinted", Field::Color),
            ] {
                let cell = group.take(name);
                if cell != Cell::Null && cell != Cell::Text(String::new()) {
                    self.of_source.add(Finding::NoPlace(field), Some(row), || cell.to_string());
                }
            }
            group.report_rest(row, &mut self.of_source);
            reading.keep(&name, "groups")?;
            self.groups.entry(id).or_insert(name);
        }
        Ok(())
    }
}

/// A place in the program's palette, or a colour of its own.
fn color(fields: &mut Fields<'_>) {
    let palette = fields.integer("color", Field::Color);
    let custom = fields.integer("custom_color", Field::Color);
    fields.object.take("custom_color_tinted");
    let rgb = custom.and_then(|argb| u32::try_from(argb).ok()).map(|argb| Color::Rgb(argb & 0x00ff_ffff));
    let place = palette.and_then(|place| u8::try_from(place).ok()).map(Color::Palette);
    fields.draft.habit.color = rgb.or(place);
    if (palette.is_some() || custom.is_some()) && fields.draft.habit.color.is_none() {
        fields.draft.say(Finding::UnknownValue(Field::Color));
    }
}

/// The goal of a day: 1 is a habit to do so much of, 2 one to keep below.
fn goal(fields: &mut Fields<'_>) {
    let unit = fields.text("daily_goal_unit", Field::Unit);
    fields.draft.unit(unit.as_bytes());
    let goal = fields.object.take("daily_goal");
    let amount = match goal.number() {
        Some(amount) => fields.draft.target(amount),
        None => {
            fields.draft.note(Finding::Unreadable(Field::TargetValue), fields.draft.row, || goal.to_string());
            None
        }
    };
    let target = match fields.integer("type", Field::Kind) {
        // Without a goal that can be read it is a bad habit still.
        Some(2) => Some(Target::AtMost(amount.unwrap_or(0))),
        kind => {
            if let Some(unknown) = kind.filter(|&kind| kind != 1) {
                fields.draft.note(Finding::UnknownValue(Field::Kind), fields.draft.row, || unknown.to_string());
            }
            amount.map(Target::AtLeast)
        }
    };
    fields.draft.habit.kind = Kind::Number { target };
}

/// The numbers are a list inside a text: how often in a week or month, or how often in how many days.
fn frequency(fields: &mut Fields<'_>) {
    let kind = fields.integer("freq_type", Field::Frequency);
    let numbers = nested(&fields.text("freq_custom", Field::Frequency));
    let number = |place: usize| numbers.as_ref().and_then(|numbers| numbers.get(place)?.as_i64());
    let (times, days) = match kind {
        Some(1) => (number(0), Some(7)),
        Some(2) => (number(0), Some(30)),
        Some(3) => (number(0), number(1)),
        _ => (None, None),
    };
    fields.draft.frequency(times, days);
}

fn start(fields: &mut Fields<'_>) {
    match fields.object.take("start_date") {
        Cell::Null => {}
        cell => match cell.integer().and_then(epoch_day) {
            Some(day) => fields.draft.starts_on(day),
            None => fields.draft.note(Finding::UnknownValue(Field::Start), fields.draft.row, || cell.to_string()),
        },
    }
}

/// An object inside a text: 1 when it is due, 2 every day, 3 on weekdays from Monday, 1; 4 is on days of the month.
fn reminder(fields: &mut Fields<'_>) {
    let text = fields.text("reminder", Field::Reminder);
    if text.is_empty() {
        return;
    }
    fields.draft.habit.reminder = read_reminder(&text);
    if fields.draft.habit.reminder.is_none() {
        fields.draft.say(Finding::UnknownValue(Field::Reminder));
    }
}

fn read_reminder(text: &str) -> Option<Reminder> {
    let reminder = nested(text)?;
    let time = reminder.get("time")?;
    let part = |name: &str, end: u8| {
        let part = time.get(name)?.as_u64().and_then(|part| u8::try_from(part).ok())?;
        if part < end { Some(part) } else { None }
    };
    let weekdays = match reminder.get("type")?.as_i64()? {
        1 | 2 => MONDAY_FIRST.to_vec(),
        3 => {
            let days = reminder.get("extra")?.as_array()?;
            let named = |number: i64| days.iter().any(|day| day.as_i64() == Some(number));
            (1..).zip(MONDAY_FIRST).filter(|(number, _)| named(*number)).map(|(_, day)| day).collect()
        }
        _ => return None,
    };
    if weekdays.is_empty() {
        return None;
    }
    Some(Reminder { hour: part("hour", 24)?, minute: part("minute", 60)?, weekdays })
}

/// 1 is a day that was done, as far as its value says; 2 one that was skipped.
fn day(draft: &mut Draft, record: &Record, place: &str, reading: &mut Reading<'_>) -> Result<(), ImportError> {
    let note = record.reason.as_deref().unwrap_or_default().as_bytes();
    let row = record.row;
    let Some(day) = record.day.integer() else {
        draft.note(Finding::Unreadable(Field::Day), row, || record.day.to_string());
        draft.note_left_out(row, note);
        return Ok(());
    };
    let Some(day) = epoch_day(day) else {
        draft.note(Finding::DayOutOfRange, row, || day.to_string());
        draft.note_left_out(row, note);
        return Ok(());
    };
    let meaning = match record.kind {
        Cell::Integer(1) => {
            record.value.number().map_or(Meaning::LeftOut(Finding::Unreadable(Field::Value)), Meaning::of_amount)
        }
        Cell::Integer(2) => Meaning::Recorded(Value::Skip),
        Cell::Integer(_) => Meaning::LeftOut(Finding::UnknownValue(Field::Value)),
        _ => Meaning::LeftOut(Finding::Unreadable(Field::Value)),
    };
    draft.day(DayRow { row, day, raw: &record.value, meaning, note }, place, reading)
}

fn epoch_day(day: i64) -> Option<NaiveDate> {
    NaiveDate::from_epoch_days(i32::try_from(day).ok()?)
}
