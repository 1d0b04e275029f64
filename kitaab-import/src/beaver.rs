//! Beaver Habits, JSON export: `{"habits": […], "order": […]}`.
//!
//! Source of these facts: `storage/dict.py` and `storage/storage.py` of the program. Every habit is a matter of yes or
//! no; a record says `done` or not, with a `text`. Without a `period` it is daily, else so many times
//! (`target_count`) in so many (`period_count`) days, weeks, months or years. `order` lists ids.

use std::collections::HashMap;

use crate::dates::iso;
use crate::draft::{DayRow, Draft, Meaning, finished};
use crate::json::{self, Cell, Fields, Object};
use crate::keys::Keys;
use crate::model::{Imported, Value};
use crate::reading::Reading;
use crate::remark::{Field, Finding, Findings, shown_name};
use crate::text_file::TextFile;
use crate::{Format, ImportError};

/// Whether a habit looks like one of this program's, if it is of no other.
pub(crate) fn recognises(habit: &Object) -> bool {
    habit.has("name")
}

/// Reads the whole document.
pub(crate) fn read(file: &TextFile<'_>, reading: &mut Reading<'_>) -> Result<Imported, ImportError> {
    let mut beaver = Beaver::default();
    json::read(file, &mut beaver, reading)?;
    reading.report()?;
    let Beaver { of_source, drafts, order, .. } = beaver;
    let drafts = drafts.into_iter().map(|(mut draft, id)| {
        draft.habit.position = order.get(&id).copied();
        draft
    });
    Ok(finished(Format::BeaverJson, None, of_source, drafts))
}

#[derive(Default)]
struct Beaver {
    of_source: Findings,
    keys: Keys,
    /// Each habit with its id.
    drafts: Vec<(Draft, String)>,
    /// The place of each id.
    order: HashMap<String, u32>,
}

/// A record until its habit is known.
struct Record {
    row: i64,
    day: Option<String>,
    done: Cell,
    text: Option<String>,
}

impl json::Habits for Beaver {
    type Record = Record;

    fn record(
        &mut self,
        row: i64,
        mut record: Object,
        place: &str,
        reading: &mut Reading<'_>,
    ) -> Result<Record, ImportError> {
        let day = match record.take("day") {
            // A day has ten characters; what is longer is none.
            Cell::Text(day) if day.len() <= 32 => Some(day),
            _ => None,
        };
        let text = record.take_words("text", Field::Note, row, &mut self.of_source);
        reading.keep(text.as_deref().unwrap_or_default(), place)?;
        let done = match record.take("done") {
            Cell::Text(_) | Cell::List(_) | Cell::Object(_) | Cell::Real(_) => Cell::Integer(-1),
            done => done,
        };
        record.report_rest(row, &mut self.of_source);
        Ok(Record { row, day, done, text })
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
        if !matches!(name, Cell::Text(_) | Cell::Null) {
            draft.say(Finding::Unreadable(Field::Name));
        }
        let id = match habit.take("id") {
            Cell::Text(id) => id,
            Cell::Integer(id) => id.to_string(),
            Cell::Null => String::new(),
            other => {
                draft.note(Finding::Unreadable(Field::Id), row, || other.to_string());
                String::new()
            }
        };
        let mut fields = Fields { draft: &mut draft, object: &mut habit };
        let status = fields.text("status", Field::Status);
        fields.no_place("star", Field::Star);
        tags(&mut fields);
        period(&mut fields);
        habit.report_rest(row, &mut self.of_source);
        match status.as_str() {
            "" | "active" | "normal" => {}
            "archive" => draft.habit.archived = true,
            "soft_delete" => {
                self.of_source.add(Finding::DeletedHabit, Some(row), String::new);
                self.of_source.add_many(Finding::DayOfDeletedHabit, records.len() as u64, String::new);
                return Ok(());
            }
            _ => draft.say(Finding::UnknownValue(Field::Status)),
        }
        reading.keep(&id, place)?;
        self.keys.assign(&mut draft, id.as_bytes(), 0);
        for record in records {
            day(&mut draft, &record, place, reading)?;
        }
        self.drafts.push((draft, id));
        Ok(())
    }

    fn beside(&mut self, name: &str, cell: Cell, reading: &mut Reading<'_>) -> Result<(), ImportError> {
        match cell {
            Cell::List(ids) if name == "order" => {
                for (place, id) in (0..).zip(ids) {
                    let id = match id {
                        Cell::Text(id) => id,
                        Cell::Integer(id) => id.to_string(),
                        _ => continue,
                    };
                    reading.keep(&id, "order")?;
                    self.order.entry(id).or_insert(place);
                }
            }
            Cell::Null => {}
            _ => self.of_source.add(Finding::UnknownField, None, || shown_name(name)),
        }
        Ok(())
    }
}

/// The first tag is its group.
fn tags(fields: &mut Fields<'_>) {
    match fields.object.take("tags") {
        Cell::Null => {}
        Cell::List(tags) => {
            for tag in tags {
                let Cell::Text(tag) = tag else {
                    fields.draft.note(Finding::Unreadable(Field::Group), fields.draft.row, || tag.to_string());
                    continue;
                };
                if fields.draft.habit.group.is_some() {
                    fields.draft.say(Finding::MoreThanOne(Field::Group));
                } else {
                    fields.draft.group(tag.as_bytes());
                }
            }
        }
        other => fields.draft.note(Finding::Unreadable(Field::Group), fields.draft.row, || other.to_string()),
    }
}

fn period(fields: &mut Fields<'_>) {
    let mut period = match fields.object.take("period") {
        Cell::Null => return,
        Cell::Object(period) => period,
        other => {
            fields.draft.note(Finding::Unreadable(Field::Frequency), fields.draft.row, || other.to_string());
            return;
        }
    };
    let unit = match period.take("period_type") {
        Cell::Text(unit) => match unit.as_str() {
            "D" => Some(1),
            "W" => Some(7),
            "M" => Some(30),
            "Y" => Some(365),
            _ => None,
        },
        _ => None,
    };
    let (count, times) = (period.take("period_count").integer(), period.take("target_count").integer());
    let days = unit.zip(count).and_then(|(unit, count): (i64, i64)| count.checked_mul(unit));
    fields.draft.frequency(times, days);
}

fn day(draft: &mut Draft, record: &Record, place: &str, reading: &mut Reading<'_>) -> Result<(), ImportError> {
    let note = record.text.as_deref().unwrap_or_default().as_bytes();
    let row = record.row;
    let Some(day) = record.day.as_deref().and_then(|day| iso(day.as_bytes())) else {
        draft.note(Finding::Unreadable(Field::Day), row, String::new);
        draft.note_left_out(row, note);
        return Ok(());
    };
    let meaning = match record.done {
        Cell::Bool(true) | Cell::Integer(1) => Meaning::Recorded(Value::Yes),
        Cell::Bool(false) | Cell::Integer(0) | Cell::Null => Meaning::Recorded(Value::No),
        _ => Meaning::LeftOut(Finding::UnknownValue(Field::Value)),
    };
    draft.day(DayRow { row, day, raw: &record.done, meaning, note }, place, reading)
}
