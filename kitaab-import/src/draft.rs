//! A habit while its file is being read. Every format fills the same draft, so that what a field may hold and what is
//! said when it holds something else is written once.

use std::collections::HashSet;
use std::fmt::Display;

use chrono::{Datelike, NaiveDate};

use crate::decimal::{Hundredths, NoAmount};
use crate::model::{
    DESCRIPTION_CHARS, DayRecord, Frequency, Habit, Imported, Kind, NAME_CHARS, NOTE_CHARS, UNIT_CHARS, Value,
};
use crate::reading::Reading;
use crate::remark::{Field, Finding, Findings, Place, Remarks};
use crate::text::{Lines, clean, measure};
use crate::{Format, ImportError};

/// What a row of a day stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// What the person recorded.
    Recorded(Value),
    /// An amount that had to be rounded.
    Rounded(i64),
    /// Nothing that the person recorded, for this reason.
    LeftOut(Finding),
}

impl Meaning {
    pub(crate) fn of_amount(amount: Result<Hundredths, NoAmount>) -> Self {
        match amount {
            Ok(Hundredths { value, rounded: false }) => Self::Recorded(Value::Amount(value)),
            Ok(Hundredths { value, rounded: true }) => Self::Rounded(value),
            Err(trouble) => Self::LeftOut(finding_of(trouble, Field::Value)),
        }
    }
}

pub(crate) fn finding_of(trouble: NoAmount, field: Field) -> Finding {
    match trouble {
        NoAmount::NotANumber => Finding::UnknownValue(field),
        NoAmount::Negative => Finding::Negative(field),
        NoAmount::TooLarge => Finding::TooLarge(field),
    }
}

/// One row of a day, as a format has understood it.
#[derive(Clone, Copy)]
pub(crate) struct DayRow<'a> {
    /// The row id or line.
    pub(crate) row: i64,
    pub(crate) day: NaiveDate,
    /// The value as the file has it, for examples.
    pub(crate) raw: &'a dyn Display,
    pub(crate) meaning: Meaning,
    pub(crate) note: &'a [u8],
}

/// A habit that is not finished.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) row: i64,
    pub(crate) habit: Habit,
    findings: Findings,
    /// The first and the last day that are there.
    span: Option<(NaiveDate, NaiveDate)>,
    /// The days that are there, once one has come that is neither before nor after all others. Programs write days in
    /// their order, or against it.
    seen: Option<HashSet<NaiveDate>>,
}

impl Draft {
    /// A daily yes/no habit named `name`, found in `row`. Its key is still empty.
    pub(crate) fn new(row: i64, name: &[u8]) -> Self {
        let habit = Habit {
            source_key: String::new(),
            name: String::new(),
            question: None,
            description: None,
            unit: None,
            kind: Kind::YesNo,
            frequency: Frequency::DAILY,
            group: None,
            starts_on: None,
            archived: false,
            color: None,
            position: None,
            reminder: None,
            days: Vec::new(),
        };
        let mut draft = Self { row, habit, findings: Findings::default(), span: None, seen: None };
        draft.habit.name = draft.text(row, name, Field::Name, NAME_CHARS).unwrap_or_else(|| {
            draft.say(Finding::Unnamed);
            "(unnamed)".to_owned()
        });
        draft
    }

    pub(crate) fn question(&mut self, text: &[u8]) {
        self.habit.question = self.text(self.row, text, Field::Question, DESCRIPTION_CHARS);
    }

    pub(crate) fn description(&mut self, text: &[u8]) {
        self.habit.description = self.text(self.row, text, Field::Description, DESCRIPTION_CHARS);
    }

    pub(crate) fn unit(&mut self, text: &[u8]) {
        self.habit.unit = self.text(self.row, text, Field::Unit, UNIT_CHARS);
    }

    pub(crate) fn group(&mut self, name: &[u8]) {
        self.habit.group = self.text(self.row, name, Field::Group, NAME_CHARS);
    }

    /// From when it counts; a day that a book does not take is told and left out.
    pub(crate) fn starts_on(&mut self, day: NaiveDate) {
        if in_range(day) {
            self.habit.starts_on = Some(day);
        } else {
            self.note(Finding::UnknownValue(Field::Start), self.row, || day.to_string());
        }
    }

    /// `times` in `days`, or daily with a remark if that makes no sense.
    pub(crate) fn frequency(&mut self, times: Option<i64>, days: Option<i64>) {
        let positive = |number: Option<i64>| number.and_then(|n| u32::try_from(n).ok()).filter(|&n| n > 0);
        if let (Some(times), Some(days)) = (positive(times), positive(days)) {
            self.habit.frequency = Frequency { times, days };
        } else {
            let shown = |number: Option<i64>| number.map_or_else(|| "nothing".to_owned(), |n| n.to_string());
            let finding = Finding::UnknownValue(Field::Frequency);
            self.note(finding, self.row, || format!("{} in {}", shown(times), shown(days)));
        }
    }

    /// The target's hundredths, or nothing with a remark.
    pub(crate) fn target(&mut self, amount: Result<Hundredths, NoAmount>) -> Option<i64> {
        match amount {
            Ok(Hundredths { value, rounded }) => {
                if rounded {
                    self.say(Finding::Rounded(Field::TargetValue));
                }
                Some(value)
            }
            Err(trouble) => {
                self.say(finding_of(trouble, Field::TargetValue));
                None
            }
        }
    }

    /// A finding about the habit's own row.
    pub(crate) fn say(&mut self, finding: Finding) {
        self.note(finding, self.row, String::new);
    }

    /// A finding about any row.
    pub(crate) fn note(&mut self, finding: Finding, row: i64, found: impl FnOnce() -> String) {
        self.findings.add(finding, Some(row), found);
    }

    /// Takes one day, unless something speaks against it.
    pub(crate) fn day(&mut self, day: DayRow<'_>, place: &str, reading: &mut Reading<'_>) -> Result<(), ImportError> {
        let DayRow { row, day, raw, meaning, note } = day;
        let recorded = match meaning {
            Meaning::LeftOut(finding) => Err(finding),
            _ if !in_range(day) => Err(Finding::DayOutOfRange),
            _ if !self.is_new(day) => Err(Finding::DuplicateDay),
            Meaning::Recorded(value) => Ok((value, false)),
            Meaning::Rounded(amount) => Ok((Value::Amount(amount), true)),
        };
        let found = || format!("{day} {raw}");
        match recorded {
            Err(finding) => {
                self.note(finding, row, found);
                self.note_left_out(row, note);
            }
            Ok((value, rounded)) => {
                if rounded {
                    self.note(Finding::Rounded(Field::Value), row, found);
                }
                let note = self.text(row, note, Field::Note, NOTE_CHARS);
                reading.keep(note.as_deref().unwrap_or_default(), place)?;
                self.habit.days.push(DayRecord { day, value, note });
            }
        }
        Ok(())
    }

    /// Whether the day has not been there yet; it has from now on.
    fn is_new(&mut self, day: NaiveDate) -> bool {
        let Some((first, last)) = self.span else {
            self.span = Some((day, day));
            return true;
        };
        self.span = Some((first.min(day), last.max(day)));
        if day < first || day > last {
            if let Some(seen) = &mut self.seen {
                seen.insert(day);
            }
            return true;
        }
        let days = &self.habit.days;
        self.seen.get_or_insert_with(|| days.iter().map(|record| record.day).collect()).insert(day)
    }

    /// Says that a row was left out with a note on it, if there is one.
    pub(crate) fn note_left_out(&mut self, row: i64, note: &[u8]) {
        if !note.trim_ascii().is_empty() {
            self.note(Finding::NoteLeftOut, row, || measure(note));
        }
    }

    /// The finished habit; what was found goes to `remarks`.
    pub(crate) fn finish(mut self, remarks: &mut Remarks) -> Habit {
        let place = Place::Habit { key: self.habit.source_key.clone(), name: self.habit.name.clone() };
        remarks.extend(&place, self.findings);
        self.habit.days.sort_unstable_by_key(|record| record.day);
        self.habit
    }

    fn text(&mut self, row: i64, bytes: &[u8], field: Field, limit: usize) -> Option<String> {
        let lines = if matches!(field, Field::Name | Field::Unit | Field::Group) { Lines::One } else { Lines::Many };
        let cleaned = clean(bytes, lines, limit);
        if cleaned.repaired {
            self.note(Finding::TextRepaired(field), row, || measure(bytes));
        }
        if cleaned.cut > 0 {
            self.note(Finding::TextCut(field), row, || format!("{}, {} of them cut", measure(bytes), cleaned.cut));
        }
        if cleaned.text.trim().is_empty() { None } else { Some(cleaned.text.into_owned()) }
    }
}

/// Whether a book takes the day: 1900-01-01 to 2100-12-31.
pub(crate) fn in_range(day: NaiveDate) -> bool {
    (1900..=2100).contains(&day.year())
}

/// What was read of a file: its finished habits, and all that was found.
pub(crate) fn finished(
    format: Format,
    version: Option<u32>,
    of_source: Findings,
    drafts: impl IntoIterator<Item = Draft>,
) -> Imported {
    let mut remarks = Remarks::default();
    remarks.extend(&Place::Source, of_source);
    let habits = drafts.into_iter().map(|draft| draft.finish(&mut remarks)).collect();
    Imported { format, version, habits, reflections: Vec::new(), remarks: remarks.into_list() }
}
