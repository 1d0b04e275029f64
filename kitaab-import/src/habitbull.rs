//! HabitBull, CSV export: `HabitName,HabitDescription,HabitCategory,CalendarDate,Value,CommentText`, one row a day.
//!
//! Source of these facts: exports of the program. Days are `yyyy-MM-dd` or `M/d/yyyy`, by the phone's setting. A value
//! is 0 or 1 for yes/no habits and the number itself for others; which of the two a habit is follows from its
//! values alone, so the file is gone through twice. -2150000000 stands in some exports where nothing was recorded.

use std::collections::HashMap;
use std::fmt;

use csv::ByteRecord;

use crate::csv_rows::{CsvRows, Header};
use crate::dates::{american, iso};
use crate::decimal::{Hundredths, NoAmount, from_text};
use crate::draft::{DayRow, Draft, Meaning, finished};
use crate::model::{Imported, Kind, Value};
use crate::reading::Reading;
use crate::remark::{Field, Finding, Findings};
use crate::text::measure;
use crate::text_file::{Layout, Text, TextFile};
use crate::{Format, ImportError};

/// The smallest value, in hundredths, that no yes/no habit has.
const MORE_THAN_YES: i64 = 101;

/// What the columns are called.
const COLUMNS: [&str; 6] = ["HabitName", "HabitDescription", "HabitCategory", "CalendarDate", "Value", "CommentText"];

/// Whether the file is an export of HabitBull: it has the columns without which there are no days.
pub(crate) fn recognises(file: &TextFile<'_>) -> Result<bool, ImportError> {
    let mut rows = CsvRows::new(file.open(Layout::Table)?, file.place());
    let Some((_, record)) = rows.next()? else { return Ok(false) };
    let has = |name: &str| record.iter().any(|column| column.trim_ascii().eq_ignore_ascii_case(name.as_bytes()));
    Ok(["HabitName", "CalendarDate", "Value"].into_iter().all(has))
}

/// Reads the whole table.
pub(crate) fn read(file: &TextFile<'_>, reading: &mut Reading<'_>) -> Result<Imported, ImportError> {
    let mut of_source = Findings::default();
    let mut habits = Habits::list(file, reading, &mut of_source)?;
    habits.read_days(file, reading)?;
    reading.report()?;
    Ok(finished(Format::HabitBull, None, of_source, habits.drafts))
}

struct Columns {
    name: usize,
    description: Option<usize>,
    category: Option<usize>,
    date: usize,
    value: usize,
    note: Option<usize>,
    width: usize,
}

impl Columns {
    fn new(record: &ByteRecord, place: &str, findings: &mut Findings) -> Result<Self, ImportError> {
        let header = Header::new(record, place)?;
        header.report_rest(&COLUMNS, findings);
        let require = |name: &str| {
            header.find(name).ok_or_else(|| ImportError::unsupported(place, format!("there is no column {name}")))
        };
        Ok(Self {
            name: require("HabitName")?,
            description: header.find("HabitDescription"),
            category: header.find("HabitCategory"),
            date: require("CalendarDate")?,
            value: require("Value")?,
            note: header.find("CommentText"),
            width: record.len(),
        })
    }

    /// What tells one habit from another: the program has no ids, and allows two habits of one name.
    fn identity<'r>(&self, record: &'r ByteRecord) -> Identity<'r> {
        (cell(record, Some(self.name)), cell(record, self.category), cell(record, self.description))
    }
}

type Identity<'r> = (&'r [u8], &'r [u8], &'r [u8]);

fn cell(record: &ByteRecord, column: Option<usize>) -> &[u8] {
    column.and_then(|column| record.get(column)).unwrap_or_default()
}

fn open<'f>(file: &'f TextFile<'_>, findings: &mut Findings) -> Result<(CsvRows<Text<'f>>, Columns), ImportError> {
    let mut rows = CsvRows::new(file.open(Layout::Table)?, file.place());
    let columns = match rows.next()? {
        Some((_, record)) => Columns::new(record, file.place(), findings)?,
        None => return Err(ImportError::invalid(file.place(), "the file is empty")),
    };
    Ok((rows, columns))
}

#[derive(Default)]
struct Habits {
    drafts: Vec<Draft>,
    by_identity: HashMap<Vec<u8>, usize>,
}

impl Habits {
    /// Goes through all rows for the habits and their kinds.
    fn list(file: &TextFile<'_>, reading: &mut Reading<'_>, of_source: &mut Findings) -> Result<Self, ImportError> {
        let (mut rows, columns) = open(file, of_source)?;
        let mut habits = Self::default();
        let mut names: HashMap<Vec<u8>, u32> = HashMap::new();
        let (mut seen, mut last) = (0, None);
        while let Some((line, record)) = rows.next()? {
            seen += 1;
            if seen > reading.limits.rows {
                return Err(ImportError::invalid(file.place(), format!("more than {} rows", reading.limits.rows)));
            }
            let identity = columns.identity(record);
            let index = match habits.find(identity, last) {
                Some(index) => index,
                None => {
                    if habits.drafts.len() >= reading.limits.habits {
                        let reason = format!("more than {} habits", reading.limits.habits);
                        return Err(ImportError::invalid(file.place(), reason));
                    }
                    let mut draft = draft(line, identity);
                    let before = names.entry(identity.0.to_vec()).or_default();
                    draft.habit.source_key = source_key(identity, *before);
                    *before += 1;
                    for kept in [&draft.habit.description, &draft.habit.group].into_iter().flatten() {
                        reading.keep(kept, file.place())?;
                    }
                    reading.keep(&draft.habit.source_key, file.place())?;
                    habits.by_identity.insert(joined(identity), habits.drafts.len());
                    habits.drafts.push(draft);
                    habits.drafts.len() - 1
                }
            };
            last = Some(index);
            let amount = str::from_utf8(cell(record, Some(columns.value)).trim_ascii()).map(from_text);
            if let (Ok(Ok(amount)), Some(draft)) = (amount, habits.drafts.get_mut(index))
                && is_number(amount)
            {
                draft.habit.kind = Kind::Number { target: None };
            }
        }
        reading.expect(seen)?;
        Ok(habits)
    }

    fn read_days(&mut self, file: &TextFile<'_>, reading: &mut Reading<'_>) -> Result<(), ImportError> {
        // What the header holds was told the first time.
        let (mut rows, columns) = open(file, &mut Findings::default())?;
        let mut last = None;
        while let Some((line, record)) = rows.next()? {
            reading.row(file.place())?;
            last = self.find(columns.identity(record), last);
            // Every row has been seen before, unless the file was changed in between.
            let Some(draft) = last.and_then(|index| self.drafts.get_mut(index)) else {
                return Err(ImportError::invalid(file.place(), "it was changed while it was read"));
            };
            if record.len() < columns.width {
                draft.note(Finding::MissingFields, line, String::new);
            }
            if record.iter().skip(columns.width).any(|extra| !extra.is_empty()) {
                draft.note(Finding::ExtraFields, line, String::new);
            }
            let note = cell(record, columns.note);
            let date = cell(record, Some(columns.date));
            let Some(day) = iso(date).or_else(|| american(date)) else {
                draft.note(Finding::Unreadable(Field::Day), line, || measure(date));
                draft.note_left_out(line, note);
                continue;
            };
            let value = cell(record, Some(columns.value)).trim_ascii();
            let meaning = meaning(draft.habit.kind, value);
            draft.day(DayRow { row: line, day, raw: &Shown(value), meaning, note }, file.place(), reading)?;
        }
        Ok(())
    }

    /// The habit of a row; mostly that of the row before.
    fn find(&self, identity: Identity<'_>, last: Option<usize>) -> Option<usize> {
        let key = joined(identity);
        last.filter(|last| self.by_identity.get(&key) == Some(last)).or_else(|| self.by_identity.get(&key).copied())
    }
}

fn draft(line: i64, (name, category, description): Identity<'_>) -> Draft {
    let mut draft = Draft::new(line, name);
    draft.description(description);
    draft.group(category);
    draft
}

/// The name; a habit that shares it with others before it adds what tells them apart.
fn source_key((name, category, description): Identity<'_>, before: u32) -> String {
    let parts = if before == 0 { vec![name] } else { vec![name, category, description] };
    parts.join(&b'\x1f').escape_ascii().to_string()
}

fn joined((name, category, description): Identity<'_>) -> Vec<u8> {
    [name, category, description].join(&b'\x1f')
}

/// Neither a yes nor a no.
fn is_number(amount: Hundredths) -> bool {
    amount.value >= MORE_THAN_YES || !matches!(amount, Hundredths { value: 0 | 100, rounded: false })
}

fn meaning(kind: Kind, value: &[u8]) -> Meaning {
    if value.is_empty() {
        return Meaning::LeftOut(Finding::Unreadable(Field::Value));
    }
    let amount = str::from_utf8(value).map_or(Err(NoAmount::NotANumber), from_text);
    match (kind, amount) {
        (Kind::YesNo, Ok(Hundredths { value: 0, .. })) => Meaning::Recorded(Value::No),
        (Kind::YesNo, Ok(_)) => Meaning::Recorded(Value::Yes),
        (_, amount) => Meaning::of_amount(amount),
    }
}

/// A value as a remark may show it: a number, or of anything else its length.
struct Shown<'a>(&'a [u8]);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match str::from_utf8(self.0) {
            Ok(text)
                if text.len() <= 24 && text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.".contains(&byte)) =>
            {
                f.write_str(text)
            }
            _ => f.write_str(&measure(self.0)),
        }
    }
}
