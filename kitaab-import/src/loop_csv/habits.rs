//! `Habits.csv`: one row for each habit. Twelve columns now; once ten, without type and archive; once seven, before
//! there were numbers. The frequency was called `NumRepetitions` in `Interval` days then.

use csv::ByteRecord;

use crate::ImportError;
use crate::archive::Files;
use crate::csv_rows::{CsvRows, Header};
use crate::decimal::from_text;
use crate::draft::Draft;
use crate::model::{Color, Kind, Target};
use crate::reading::Reading;
use crate::remark::{Field, Finding};
use crate::text::measure;

const PLACE: &str = "Habits.csv";

/// A habit without its days.
pub(crate) struct Listed {
    pub(crate) draft: Draft,
    /// What its folder's name begins with.
    pub(crate) number: i64,
    /// What it is if it turns out to be a number, where the file does not say.
    pub(crate) perhaps: Option<Kind>,
}

/// Reads the habits in the order of the file.
pub(crate) fn read(files: &mut Files<'_>, index: usize, reading: &mut Reading<'_>) -> Result<Vec<Listed>, ImportError> {
    let mut rows = CsvRows::new(files.open(index)?, PLACE);
    let Some((_, record)) = rows.next()? else {
        return Err(ImportError::invalid(PLACE, "the file is empty"));
    };
    let columns = Columns::new(record)?;
    let mut listed = Vec::new();
    while let Some((line, record)) = rows.next()? {
        if listed.len() >= reading.limits.habits {
            return Err(ImportError::invalid(PLACE, format!("more than {} habits", reading.limits.habits)));
        }
        let habit = columns.habit(line, record, listed.len());
        for kept in [&habit.draft.habit.question, &habit.draft.habit.description].into_iter().flatten() {
            reading.keep(kept, PLACE)?;
        }
        listed.push(habit);
    }
    Ok(listed)
}

struct Columns {
    width: usize,
    position: Option<usize>,
    name: usize,
    kind: Option<usize>,
    question: Option<usize>,
    description: Option<usize>,
    times: usize,
    days: usize,
    color: Option<usize>,
    unit: Option<usize>,
    target_kind: Option<usize>,
    target_value: Option<usize>,
    archived: Option<usize>,
}

impl Columns {
    fn new(record: &ByteRecord) -> Result<Self, ImportError> {
        let header = Header::new(record, PLACE)?;
        let require = |names: &[&str]| {
            let found = names.iter().find_map(|name| header.find(name));
            found.ok_or_else(|| ImportError::unsupported(PLACE, format!("there is no column {}", names.join(" or "))))
        };
        Ok(Self {
            width: record.len(),
            position: header.find("Position"),
            name: require(&["Name"])?,
            kind: header.find("Type"),
            question: header.find("Question"),
            description: header.find("Description"),
            times: require(&["FrequencyNumerator", "NumRepetitions"])?,
            days: require(&["FrequencyDenominator", "Interval"])?,
            color: header.find("Color"),
            unit: header.find("Unit"),
            target_kind: header.find("Target Type"),
            target_value: header.find("Target Value"),
            archived: header.find("Archived?"),
        })
    }

    fn habit(&self, line: i64, record: &ByteRecord, before: usize) -> Listed {
        let cell = |column: Option<usize>| column.and_then(|column| record.get(column)).unwrap_or_default();
        let mut draft = Draft::new(line, cell(Some(self.name)));
        if record.len() < self.width {
            draft.say(Finding::MissingFields);
        }
        if record.iter().skip(self.width).any(|extra| !extra.is_empty()) {
            draft.say(Finding::ExtraFields);
        }
        // As in the database: what is called the description was the question while there was no other.
        if self.question.is_some() {
            draft.question(cell(self.question));
            draft.description(cell(self.description));
        } else {
            draft.question(cell(self.description));
        }
        draft.unit(cell(self.unit));
        draft.frequency(integer(cell(Some(self.times))), integer(cell(Some(self.days))));
        color(&mut draft, cell(self.color));
        archived(&mut draft, cell(self.archived));
        let place_in_file = i64::try_from(before).map_or(i64::MAX, |before| before + 1);
        let number = position(&mut draft, cell(self.position)).unwrap_or(place_in_file);

        let word = cell(self.kind).trim_ascii();
        let mut perhaps = None;
        match word {
            b"YES_NO" => {}
            b"NUMERICAL" => draft.habit.kind = self.number(&mut draft, record),
            b"" => perhaps = Some(self.number(&mut draft, record)),
            other => {
                draft.note(Finding::UnknownValue(Field::Kind), line, || measure(other));
                perhaps = Some(self.number(&mut draft, record));
            }
        }
        Listed { draft, number, perhaps }
    }

    fn number(&self, draft: &mut Draft, record: &ByteRecord) -> Kind {
        let cell =
            |column: Option<usize>| column.and_then(|column| record.get(column)).unwrap_or_default().trim_ascii();
        let value = cell(self.target_value);
        if value.is_empty() {
            return Kind::Number { target: None };
        }
        let target = draft.target(from_text(&String::from_utf8_lossy(value)));
        let target = match (cell(self.target_kind), target) {
            (_, None) => None,
            (b"AT_LEAST" | b"", Some(amount)) => Some(Target::AtLeast(amount)),
            (b"AT_MOST", Some(amount)) => Some(Target::AtMost(amount)),
            (other, Some(_)) => {
                draft.note(Finding::UnknownValue(Field::TargetKind), draft.row, || measure(other));
                None
            }
        };
        Kind::Number { target }
    }
}

/// `#RRGGBB`.
fn color(draft: &mut Draft, cell: &[u8]) {
    let cell = cell.trim_ascii();
    let digits = cell.strip_prefix(b"#").filter(|digits| digits.len() == 6 && digits.iter().all(u8::is_ascii_hexdigit));
    let rgb = digits.and_then(|digits| u32::from_str_radix(str::from_utf8(digits).ok()?, 16).ok());
    draft.habit.color = rgb.map(Color::Rgb);
    if rgb.is_none() && !cell.is_empty() {
        draft.note(Finding::UnknownValue(Field::Color), draft.row, || measure(cell));
    }
}

fn archived(draft: &mut Draft, cell: &[u8]) {
    let cell = cell.trim_ascii();
    draft.habit.archived = cell.eq_ignore_ascii_case(b"true");
    if !draft.habit.archived && !cell.is_empty() && !cell.eq_ignore_ascii_case(b"false") {
        draft.note(Finding::UnknownValue(Field::Archived), draft.row, || measure(cell));
    }
}

/// Three digits or more, counted from 1.
fn position(draft: &mut Draft, cell: &[u8]) -> Option<i64> {
    let position = integer(cell).and_then(|number| u32::try_from(number).ok());
    draft.habit.position = position;
    if position.is_none() {
        draft.note(Finding::UnknownValue(Field::Position), draft.row, || measure(cell));
    }
    position.map(i64::from)
}

fn integer(cell: &[u8]) -> Option<i64> {
    str::from_utf8(cell.trim_ascii()).ok()?.parse().ok()
}
