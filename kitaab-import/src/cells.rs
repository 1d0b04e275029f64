//! Cells of a database, each of which may hold anything.

use std::fmt::Display;

use rusqlite::types::ValueRef;

use crate::decimal::{Hundredths, NoAmount, from_f64, from_text};
use crate::draft::Draft;
use crate::remark::{Field, Finding};
use crate::text::measure;

/// Fills a draft from cells, each of which may hold anything.
pub(crate) struct Cells<'a> {
    pub(crate) draft: &'a mut Draft,
}

impl Cells<'_> {
    pub(crate) fn text<'c>(&mut self, cell: ValueRef<'c>, field: Field) -> &'c [u8] {
        text(cell).unwrap_or_else(|| {
            self.draft.note(Finding::Unreadable(field), self.draft.row, || shown(cell));
            &[]
        })
    }

    pub(crate) fn text_of_row<'c>(&mut self, cell: ValueRef<'c>, row: i64) -> &'c [u8] {
        text(cell).unwrap_or_else(|| {
            self.draft.note(Finding::Unreadable(Field::Note), row, || shown(cell));
            &[]
        })
    }

    /// An integer, or nothing if it is NULL; nothing with a remark if it is something else.
    pub(crate) fn integer(&mut self, cell: ValueRef<'_>, field: Field) -> Option<i64> {
        match cell {
            ValueRef::Integer(number) => Some(number),
            ValueRef::Null => None,
            _ => {
                self.draft.note(Finding::Unreadable(field), self.draft.row, || shown(cell));
                None
            }
        }
    }

    pub(crate) fn unknown(&mut self, field: Field, found: &dyn Display) {
        self.draft.note(Finding::UnknownValue(field), self.draft.row, || found.to_string());
    }

    /// A target's hundredths, nothing if it is NULL; nothing with a remark if it is no amount.
    pub(crate) fn target(&mut self, cell: ValueRef<'_>) -> Option<i64> {
        match number(cell) {
            Some(amount) => self.draft.target(amount),
            None if cell == ValueRef::Null => None,
            None => {
                self.draft.note(Finding::Unreadable(Field::TargetValue), self.draft.row, || shown(cell));
                None
            }
        }
    }
}

/// An amount, if the cell is a number.
pub(crate) fn number(cell: ValueRef<'_>) -> Option<Result<Hundredths, NoAmount>> {
    match cell {
        ValueRef::Integer(number) => Some(from_text(&number.to_string())),
        ValueRef::Real(number) => Some(from_f64(number)),
        _ => None,
    }
}

/// The bytes of a text, none if it is NULL; nothing if it is no text.
pub(crate) fn text(cell: ValueRef<'_>) -> Option<&[u8]> {
    match cell {
        ValueRef::Text(text) => Some(text),
        ValueRef::Null => Some(&[]),
        _ => None,
    }
}

/// A cell as a remark may show it.
pub(crate) fn shown(cell: ValueRef<'_>) -> String {
    match cell {
        ValueRef::Null => "nothing".to_owned(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(text) => measure(text),
        ValueRef::Blob(blob) => format!("a blob of {} bytes", blob.len()),
    }
}
