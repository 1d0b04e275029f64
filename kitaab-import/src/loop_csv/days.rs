//! `NNN Name/Checkmarks.csv`: one row for each day, newest first. `Date,Value,Notes` now; once without a header and
//! notes, the value a word or, before that, its number.

use std::io::Read;

use crate::ImportError;
use crate::archive::Files;
use crate::csv_rows::{CsvRows, Header};
use crate::dates::iso;
use crate::draft::{DayRow, Draft};
use crate::loop_values::{NO, SKIP, UNKNOWN, YES_AUTO, YES_MANUAL, meaning};
use crate::reading::Reading;
use crate::remark::{Field, Finding};
use crate::text::measure;

/// Reads the days of a habit into its draft.
pub(crate) fn read(
    draft: &mut Draft,
    files: &mut Files<'_>,
    index: usize,
    reading: &mut Reading<'_>,
) -> Result<(), ImportError> {
    let place = files.names().get(index).cloned().unwrap_or_default();
    let input = files.open(index)?;
    each_row(input, &place, |row| {
        reading.row(&place)?;
        let line = row.line;
        if row.extra {
            draft.note(Finding::ExtraFields, line, String::new);
        }
        let Some(day) = iso(row.date) else {
            draft.note(Finding::Unreadable(Field::Day), line, || measure(row.date));
            draft.note_left_out(line, row.note);
            return Ok(true);
        };
        let Some(raw) = row.value.and_then(raw_of) else {
            let finding = match row.value {
                Some(_) => Finding::UnknownValue(Field::Value),
                None => Finding::Unreadable(Field::Value),
            };
            draft.note(finding, line, || measure(row.value.unwrap_or_default()));
            draft.note_left_out(line, row.note);
            return Ok(true);
        };
        let meaning = meaning(draft.habit.kind, raw);
        draft.day(DayRow { row: line, day, raw: &raw, meaning, note: row.note }, &place, reading)?;
        Ok(true)
    })
}

/// Whether any day holds what only a number can hold.
pub(crate) fn any_amount(files: &mut Files<'_>, index: usize, reading: &Reading<'_>) -> Result<bool, ImportError> {
    let place = files.names().get(index).cloned().unwrap_or_default();
    let input = files.open(index)?;
    let (mut found, mut seen) = (false, 0);
    each_row(input, &place, |row| {
        seen += 1;
        found = row.value.and_then(raw_of).is_some_and(|raw| !(UNKNOWN..=SKIP).contains(&raw));
        Ok(!found && seen < reading.limits.rows)
    })?;
    Ok(found)
}

struct Row<'a> {
    line: i64,
    date: &'a [u8],
    value: Option<&'a [u8]>,
    note: &'a [u8],
    /// Whether there is more in the row than the file has columns for.
    extra: bool,
}

struct Columns {
    date: usize,
    value: usize,
    note: Option<usize>,
    width: usize,
}

/// Hands out the rows until there are no more, or `each` has seen enough.
fn each_row(
    input: impl Read,
    place: &str,
    mut each: impl FnMut(Row<'_>) -> Result<bool, ImportError>,
) -> Result<(), ImportError> {
    let mut rows = CsvRows::new(input, place);
    let mut columns = None;
    while let Some((line, record)) = rows.next()? {
        let at = match &columns {
            Some(columns) => columns,
            None if record.get(0).and_then(iso).is_some() => {
                columns.insert(Columns { date: 0, value: 1, note: Some(2), width: 3 })
            }
            None => {
                let header = Header::new(record, place)?;
                let (Some(date), Some(value)) = (header.find("Date"), header.find("Value")) else {
                    return Err(ImportError::invalid(place, "the first row is neither a header nor a day"));
                };
                columns = Some(Columns { date, value, note: header.find("Notes"), width: record.len() });
                continue;
            }
        };
        let row = Row {
            line,
            date: record.get(at.date).unwrap_or_default(),
            value: record.get(at.value),
            note: at.note.and_then(|note| record.get(note)).unwrap_or_default(),
            extra: record.iter().skip(at.width).any(|extra| !extra.is_empty()),
        };
        if !each(row)? {
            return Ok(());
        }
    }
    Ok(())
}

/// The number behind a word, or the number itself.
fn raw_of(cell: &[u8]) -> Option<i64> {
    match cell.trim_ascii() {
        b"UNKNOWN" => Some(UNKNOWN),
        b"NO" => Some(NO),
        b"YES_AUTO" => Some(YES_AUTO),
        b"YES_MANUAL" => Some(YES_MANUAL),
        b"SKIP" => Some(SKIP),
        number => str::from_utf8(number).ok()?.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn words_and_numbers() {
        assert_eq!(raw_of(b"YES_MANUAL"), Some(2));
        assert_eq!(raw_of(b"12000"), Some(12_000));
        assert_eq!(raw_of(b"-1"), Some(-1));
        for cell in ["", "yes", "12.5", "99999999999999999999", "YES_MANUAL2"] {
            assert_eq!(raw_of(cell.as_bytes()), None, "{cell}");
        }
    }
}
