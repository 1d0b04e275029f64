//! Daylio, CSV export: `full_date,date,weekday,time,mood,activities,note_title,note`, one row for each entry of a diary.
//!
//! Source of these facts: exports of the program. `full_date` is `yyyy-MM-dd`; the other three tell the same day and
//! its time in the phone's language. Activities are split by ` | `. A day may have several entries, newest first. They
//! become the day's reflection, in the order in which they were written:
//!
//! ```text
//! 22:30 - good - family, reading
//! The title
//! The note
//! ```

use std::collections::BTreeMap;

use chrono::NaiveDate;
use csv::ByteRecord;

use crate::csv_rows::{CsvRows, Header};
use crate::dates::iso;
use crate::draft::in_range;
use crate::model::{Imported, REFLECTION_CHARS, Reflection};
use crate::reading::Reading;
use crate::remark::{Field, Finding, Findings, Place, Remarks};
use crate::text::{Lines, clean, measure};
use crate::text_file::{Layout, TextFile};
use crate::{Format, ImportError};

/// Longest mood, activity or time that is taken whole, in characters.
const WORD_CHARS: usize = 255;

/// What the columns are called.
const COLUMNS: [&str; 8] = ["full_date", "date", "weekday", "time", "mood", "activities", "note_title", "note"];

/// Whether the file is an export of Daylio: it has these columns.
pub(crate) fn recognises(file: &TextFile<'_>) -> Result<bool, ImportError> {
    let mut rows = CsvRows::new(file.open(Layout::Table)?, file.place());
    let Some((_, record)) = rows.next()? else { return Ok(false) };
    let has = |name: &str| record.iter().any(|column| column.trim_ascii().eq_ignore_ascii_case(name.as_bytes()));
    Ok(["full_date", "mood", "activities"].into_iter().all(has))
}

/// Reads the whole table.
pub(crate) fn read(file: &TextFile<'_>, reading: &mut Reading<'_>) -> Result<Imported, ImportError> {
    let place = file.place();
    let mut rows = CsvRows::new(file.open(Layout::Table)?, place);
    let Some((_, record)) = rows.next()? else {
        return Err(ImportError::invalid(place, "the file is empty"));
    };
    let mut findings = Findings::default();
    let columns = Columns::new(record, place, &mut findings)?;
    let mut days: BTreeMap<NaiveDate, Vec<Entry>> = BTreeMap::new();
    while let Some((line, record)) = rows.next()? {
        reading.row(place)?;
        if record.len() < columns.width {
            findings.add(Finding::MissingFields, Some(line), String::new);
        }
        if record.iter().skip(columns.width).any(|extra| !extra.is_empty()) {
            findings.add(Finding::ExtraFields, Some(line), String::new);
        }
        let date = cell(record, Some(columns.date));
        let trouble = match iso(date) {
            Some(day) if in_range(day) => {
                let entry = columns.entry(line, record, &mut findings);
                reading.keep(&entry.text, place)?;
                let entries = days.entry(day).or_default();
                if !entries.is_empty() {
                    findings.add(Finding::AddedUp, Some(line), || day.to_string());
                }
                entries.push(entry);
                continue;
            }
            Some(_) => Finding::DayOutOfRange,
            None => Finding::Unreadable(Field::Day),
        };
        findings.add(trouble, Some(line), || measure(date));
        let note = cell(record, columns.note);
        if !note.trim_ascii().is_empty() {
            findings.add(Finding::NoteLeftOut, Some(line), || measure(note));
        }
    }
    reading.report()?;
    let reflections = days.into_iter().map(|(day, entries)| reflection(day, entries, &mut findings)).collect();
    let mut remarks = Remarks::default();
    remarks.extend(&Place::Source, findings);
    Ok(Imported {
        format: Format::Daylio,
        version: None,
        habits: Vec::new(),
        reflections,
        remarks: remarks.into_list(),
    })
}

struct Columns {
    date: usize,
    time: Option<usize>,
    mood: Option<usize>,
    activities: Option<usize>,
    title: Option<usize>,
    note: Option<usize>,
    width: usize,
}

/// One row, as a part of its day's reflection.
struct Entry {
    line: i64,
    /// Minutes after midnight, if the time can be read.
    time: Option<u16>,
    text: String,
}

impl Columns {
    fn new(record: &ByteRecord, place: &str, findings: &mut Findings) -> Result<Self, ImportError> {
        let header = Header::new(record, place)?;
        header.report_rest(&COLUMNS, findings);
        let date = header.find("full_date");
        Ok(Self {
            date: date.ok_or_else(|| ImportError::unsupported(place, "there is no column full_date"))?,
            time: header.find("time"),
            mood: header.find("mood"),
            activities: header.find("activities"),
            title: header.find("note_title"),
            note: header.find("note"),
            width: record.len(),
        })
    }

    fn entry(&self, line: i64, record: &ByteRecord, findings: &mut Findings) -> Entry {
        let mut take = |column, field, lines, limit| text(cell(record, column), line, field, lines, limit, findings);
        let time = take(self.time, Field::Instant, Lines::One, WORD_CHARS);
        let mood = take(self.mood, Field::Mood, Lines::One, WORD_CHARS);
        let activities = take(self.activities, Field::Activities, Lines::One, REFLECTION_CHARS);
        let title = take(self.title, Field::Title, Lines::One, REFLECTION_CHARS);
        let note = take(self.note, Field::Note, Lines::Many, REFLECTION_CHARS);
        let activities: Vec<_> = activities.split('|').map(str::trim).filter(|activity| !activity.is_empty()).collect();
        let activities = activities.join(", ");
        let filled = |parts: &[&str], between| {
            parts.iter().copied().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(between)
        };
        let head = filled(&[time.trim(), mood.trim(), &activities], " - ");
        let text = filled(&[&head, title.trim(), note.trim()], "\n");
        Entry { line, time: minutes(&time), text }
    }
}

fn cell(record: &ByteRecord, column: Option<usize>) -> &[u8] {
    column.and_then(|column| record.get(column)).unwrap_or_default()
}

fn text(bytes: &[u8], line: i64, field: Field, lines: Lines, limit: usize, findings: &mut Findings) -> String {
    let cleaned = clean(bytes, lines, limit);
    if cleaned.repaired {
        findings.add(Finding::TextRepaired(field), Some(line), || measure(bytes));
    }
    if cleaned.cut > 0 {
        findings.add(Finding::TextCut(field), Some(line), || format!("{} characters", cleaned.cut));
    }
    cleaned.text.into_owned()
}

/// All entries of a day, the oldest first. Where a time can't be read, the file's order is taken for newest first.
fn reflection(day: NaiveDate, mut entries: Vec<Entry>, findings: &mut Findings) -> Reflection {
    entries.reverse();
    if entries.iter().all(|entry| entry.time.is_some()) {
        entries.sort_by_key(|entry| entry.time);
    }
    let line = entries.iter().map(|entry| entry.line).min();
    let parts: Vec<_> = entries.iter().map(|entry| entry.text.as_str()).filter(|text| !text.is_empty()).collect();
    // A day whose entries say nothing was still written about.
    let joined = if parts.is_empty() { "-".to_owned() } else { parts.join("\n\n") };
    let cleaned = clean(joined.as_bytes(), Lines::Many, REFLECTION_CHARS);
    if cleaned.cut > 0 {
        findings.add(Finding::TextCut(Field::Note), line, || format!("{day}: {} characters", cleaned.cut));
    }
    Reflection { day, text: cleaned.text.trim().to_owned() }
}

/// `22:30`, or `10:30 PM`, as minutes after midnight.
fn minutes(time: &str) -> Option<u16> {
    let (clock, half) = time.trim().split_once([' ', '\u{a0}', '\u{202f}']).unwrap_or((time.trim(), ""));
    let (hour, minute) = clock.split_once(':')?;
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    let half = half.trim().to_ascii_lowercase().replace('.', "");
    let hour = match (half.as_str(), hour) {
        ("am", 12) => 0,
        ("", 0..24) | ("am", 1..12) | ("pm", 12) => hour,
        ("pm", 1..12) => hour + 12,
        _ => return None,
    };
    if minute < 60 { Some(hour * 60 + minute) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_both_clocks() {
        for (time, expected) in [
            ("22:30", Some(1_350)),
            ("0:05", Some(5)),
            ("10:30 PM", Some(1_350)),
            ("10:30\u{202f}p.m.", Some(1_350)),
            ("12:00 am", Some(0)),
            ("12:00 pm", Some(720)),
            ("24:00", None),
            ("10:60", None),
            ("0:30 am", None),
            ("10:30 nachm.", None),
            ("", None),
        ] {
            assert_eq!(minutes(time), expected, "{time}");
        }
    }
}
