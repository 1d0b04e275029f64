//! Exports that are one JSON object with a list of habits, each with a list of records.
//!
//! The document is never held whole: habits are handed out one by one, their records as the format keeps them. What
//! stands beside the records is small in every export; how much of it is kept is limited.

use std::fmt;
use std::io::BufReader;
use std::ops::ControlFlow;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;

use crate::ImportError;
use crate::decimal::{Hundredths, NoAmount, from_f64, from_text};
use crate::draft::Draft;
use crate::reading::Reading;
use crate::remark::{Field, Finding, Findings, shown_name};
use crate::text::measure;
use crate::text_file::{Layout, TextFile};

/// How many values one habit may have beside its records, or one record; a long text counts as several.
const VALUES: u64 = 1 << 18;
/// How many bytes of a text count as one value.
const TEXT_BYTES: u64 = 64;
/// How many fields an object may have.
const FIELDS: usize = 256;

/// How long a document inside a text may be.
const NESTED_BYTES: usize = 4_096;

/// A value of which anything may be expected.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    Null,
    Bool(bool),
    Integer(i64),
    Real(f64),
    Text(String),
    List(Vec<Cell>),
    Object(Object),
}

impl Cell {
    /// An amount, if it is a number.
    pub(crate) fn number(&self) -> Option<Result<Hundredths, NoAmount>> {
        match self {
            Self::Integer(number) => Some(from_text(&number.to_string())),
            Self::Real(number) => Some(from_f64(*number)),
            _ => None,
        }
    }

    pub(crate) fn integer(&self) -> Option<i64> {
        if let Self::Integer(number) = self { Some(*number) } else { None }
    }
}

/// A value as a remark may show it: of texts and what holds others only the size.
impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("nothing"),
            Self::Bool(value) => value.fmt(f),
            Self::Integer(number) => number.fmt(f),
            Self::Real(number) => number.fmt(f),
            Self::Text(text) => f.write_str(&measure(text.as_bytes())),
            Self::List(list) => write!(f, "a list of {}", list.len()),
            Self::Object(object) => write!(f, "an object of {} fields", object.0.len()),
        }
    }
}

/// The fields of an object, each there once.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Object(Vec<(String, Cell)>);

impl Object {
    /// Takes a field out; null if it is not there.
    pub(crate) fn take(&mut self, name: &str) -> Cell {
        let place = self.0.iter().position(|(there, _)| there == name);
        place.map_or(Cell::Null, |place| self.0.swap_remove(place).1)
    }

    /// Takes a text out; none if it is blank or null, and none with a finding if it is something else.
    pub(crate) fn take_words(&mut self, name: &str, field: Field, row: i64, findings: &mut Findings) -> Option<String> {
        match self.take(name) {
            Cell::Text(text) => Some(text).filter(|text| !text.trim().is_empty()),
            Cell::Null => None,
            other => {
                findings.add(Finding::Unreadable(field), Some(row), || other.to_string());
                None
            }
        }
    }

    /// Whether there is such a field.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(there, _)| there == name)
    }

    /// Says that the fields that are left are not read, unless they hold nothing.
    pub(crate) fn report_rest(self, row: i64, findings: &mut Findings) {
        for (name, cell) in self.0 {
            if !matches!(&cell, Cell::Null) {
                findings.add(Finding::UnknownField, Some(row), || shown_name(&name));
            }
        }
    }
}

/// Fills a draft from the fields of a habit.
pub(crate) struct Fields<'a> {
    pub(crate) draft: &'a mut Draft,
    pub(crate) object: &'a mut Object,
}

impl Fields<'_> {
    /// A text, empty if it is null; empty with a remark if it is something else.
    pub(crate) fn text(&mut self, name: &str, field: Field) -> String {
        match self.object.take(name) {
            Cell::Text(text) => text,
            Cell::Null => String::new(),
            other => {
                self.draft.note(Finding::Unreadable(field), self.draft.row, || other.to_string());
                String::new()
            }
        }
    }

    /// An integer, or nothing if it is null; nothing with a remark if it is something else.
    pub(crate) fn integer(&mut self, name: &str, field: Field) -> Option<i64> {
        match self.object.take(name) {
            Cell::Integer(number) => Some(number),
            Cell::Null => None,
            other => {
                self.draft.note(Finding::Unreadable(field), self.draft.row, || other.to_string());
                None
            }
        }
    }

    /// Says that a field has no place in a book, if it holds something.
    pub(crate) fn no_place(&mut self, name: &str, field: Field) {
        let cell = self.object.take(name);
        if !matches!(cell, Cell::Null | Cell::Bool(false)) {
            self.draft.note(Finding::NoPlace(field), self.draft.row, || cell.to_string());
        }
    }
}

/// What takes the habits of a document as they come.
pub(crate) trait Habits {
    /// A record as it is kept until its habit is complete.
    type Record;

    /// Takes a record; `row` is its place among all records of the document.
    fn record(
        &mut self,
        row: i64,
        record: Object,
        place: &str,
        reading: &mut Reading<'_>,
    ) -> Result<Self::Record, ImportError>;

    /// Takes a habit without its records, and these; `row` is its place among the habits.
    fn habit(
        &mut self,
        row: i64,
        habit: Object,
        records: Vec<Self::Record>,
        place: &str,
        reading: &mut Reading<'_>,
    ) -> Result<(), ImportError>;

    /// Takes a field that stands beside the list of habits.
    fn beside(&mut self, name: &str, cell: Cell, reading: &mut Reading<'_>) -> Result<(), ImportError>;
}

/// Reads a document from its beginning to its end.
pub(crate) fn read(
    file: &TextFile<'_>,
    habits: &mut impl Habits,
    reading: &mut Reading<'_>,
) -> Result<(), ImportError> {
    let place = file.place();
    let mut document = serde_json::Deserializer::from_reader(BufReader::new(file.open(Layout::Json)?));
    let mut walk = Walk { habits, reading, place, rows: 0, count: 0, stopped: None };
    let read = Whole(&mut walk).deserialize(&mut document);
    if let Some(stopped) = walk.stopped {
        return Err(stopped);
    }
    let found = read.and_then(|found| document.end().map(|()| found)).map_err(|error| sort(place, error))?;
    if found { Ok(()) } else { Err(ImportError::unsupported(place, "there is no list of habits")) }
}

/// What tells one program's documents from another's: the first habit, and the names beside the list up to there.
#[derive(Default)]
pub(crate) struct Glance {
    pub(crate) first: Option<Object>,
    pub(crate) beside: Vec<String>,
}

/// Reads a document to the end of its first habit.
pub(crate) fn glance(file: &TextFile<'_>) -> Result<Glance, ImportError> {
    let mut glance = Glance::default();
    let mut quiet = |_| ControlFlow::Continue(());
    match read(file, &mut glance, &mut Reading::new(file.limits(), &mut quiet)) {
        Err(_) if glance.first.is_some() => Ok(glance),
        read => read.map(|()| glance),
    }
}

impl Habits for Glance {
    type Record = ();

    fn record(&mut self, _: i64, _: Object, _: &str, _: &mut Reading<'_>) -> Result<(), ImportError> {
        Ok(())
    }

    fn habit(
        &mut self,
        _: i64,
        habit: Object,
        _: Vec<()>,
        place: &str,
        _: &mut Reading<'_>,
    ) -> Result<(), ImportError> {
        self.first = Some(habit);
        // One is enough.
        Err(ImportError::invalid(place, "stopped after the first habit"))
    }

    fn beside(&mut self, name: &str, _: Cell, _: &mut Reading<'_>) -> Result<(), ImportError> {
        if self.beside.len() < FIELDS {
            self.beside.push(name.to_owned());
        }
        Ok(())
    }
}

/// The words of the library never hold texts of the document, except where they tell of a wrong type.
fn sort(place: &str, error: serde_json::Error) -> ImportError {
    match error.classify() {
        Category::Io => ImportError::from_reading(place, error.into()),
        Category::Data => {
            let at = format!("line {}, column {}", error.line(), error.column());
            ImportError::invalid(place, format!("not laid out as the program does it, at {at}"))
        }
        Category::Syntax | Category::Eof => {
            let reason = error.to_string();
            ImportError::Corrupt { place: place.to_owned(), reason, source: Some(Box::new(error)) }
        }
    }
}

/// One walk through a document. An error of ours can't travel through the library's, and waits in `stopped`.
struct Walk<'w, 'r, H> {
    habits: &'w mut H,
    reading: &'w mut Reading<'r>,
    place: &'w str,
    rows: i64,
    count: i64,
    stopped: Option<ImportError>,
}

impl<H: Habits> Walk<'_, '_, H> {
    fn keep<T, E: serde::de::Error>(&mut self, result: Result<T, ImportError>) -> Result<T, E> {
        result.map_err(|error| {
            self.stopped = Some(error);
            E::custom("stopped")
        })
    }

    fn refuse<T, E: serde::de::Error>(&mut self, reason: String) -> Result<T, E> {
        self.keep(Err(ImportError::invalid(self.place, reason)))
    }

    fn object<'de, A: MapAccess<'de>>(&mut self, mut fields: A) -> Result<Object, A::Error> {
        let mut object = Object::default();
        let mut left = VALUES;
        while let Some(name) = fields.next_key::<String>()? {
            self.field(&mut object, name, &mut left, &mut fields)?;
        }
        Ok(object)
    }

    fn field<'de, A: MapAccess<'de>>(
        &mut self,
        object: &mut Object,
        name: String,
        left: &mut u64,
        fields: &mut A,
    ) -> Result<(), A::Error> {
        if object.has(&name) {
            return self.refuse(format!("the field {} is there twice", shown_name(&name)));
        }
        if object.0.len() >= FIELDS {
            return self.refuse(format!("an object of more than {FIELDS} fields"));
        }
        let cell = fields.next_value_seed(OneCell { left, walk: self })?;
        object.0.push((name, cell));
        Ok(())
    }
}

/// The whole document; whether it has a list of habits.
struct Whole<'a, 'w, 'r, H>(&'a mut Walk<'w, 'r, H>);

impl<'de, H: Habits> DeserializeSeed<'de> for Whole<'_, '_, '_, H> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<bool, D::Error> {
        input.deserialize_map(self)
    }
}

impl<'de, H: Habits> Visitor<'de> for Whole<'_, '_, '_, H> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<bool, A::Error> {
        let walk = self.0;
        let mut found = false;
        while let Some(name) = fields.next_key::<String>()? {
            if name == "habits" {
                if found {
                    return walk.refuse("the field habits is there twice".to_owned());
                }
                found = true;
                fields.next_value_seed(List { walk, item: Item::Habit })?;
            } else {
                let mut left = VALUES;
                let cell = fields.next_value_seed(OneCell { left: &mut left, walk })?;
                let taken = walk.habits.beside(&name, cell, walk.reading);
                walk.keep(taken)?;
            }
        }
        Ok(found)
    }
}

/// What a list is of.
enum Item<'a, R> {
    Habit,
    Record(&'a mut Vec<R>),
}

/// The list of habits, or of a habit's records.
struct List<'a, 'w, 'r, H: Habits> {
    walk: &'a mut Walk<'w, 'r, H>,
    item: Item<'a, H::Record>,
}

impl<'de, H: Habits> DeserializeSeed<'de> for List<'_, '_, '_, H> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<(), D::Error> {
        input.deserialize_seq(self)
    }
}

impl<'de, H: Habits> Visitor<'de> for List<'_, '_, '_, H> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        loop {
            let item = match &mut self.item {
                Item::Habit => Item::Habit,
                Item::Record(records) => Item::Record(&mut **records),
            };
            if items.next_element_seed(One { walk: self.walk, item })?.is_none() {
                return Ok(());
            }
        }
    }
}

/// One habit or record.
struct One<'a, 'w, 'r, H: Habits> {
    walk: &'a mut Walk<'w, 'r, H>,
    item: Item<'a, H::Record>,
}

impl<'de, H: Habits> DeserializeSeed<'de> for One<'_, '_, '_, H> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<(), D::Error> {
        input.deserialize_map(self)
    }
}

impl<'de, H: Habits> Visitor<'de> for One<'_, '_, '_, H> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        let Self { walk, item } = self;
        match item {
            Item::Record(records) => {
                let counted = walk.reading.row(walk.place);
                walk.keep(counted)?;
                walk.rows += 1;
                let record = walk.object(fields)?;
                let taken = walk.habits.record(walk.rows, record, walk.place, walk.reading);
                records.push(walk.keep(taken)?);
            }
            Item::Habit => {
                walk.count += 1;
                if walk.count.unsigned_abs() > walk.reading.limits.habits as u64 {
                    return walk.refuse(format!("more than {} habits", walk.reading.limits.habits));
                }
                let (mut habit, mut records, mut left) = (Object::default(), None, VALUES);
                while let Some(name) = fields.next_key::<String>()? {
                    if name != "records" {
                        walk.field(&mut habit, name, &mut left, &mut fields)?;
                    } else if records.is_some() {
                        return walk.refuse("the field records is there twice".to_owned());
                    } else {
                        let item = Item::Record(records.insert(Vec::new()));
                        fields.next_value_seed(List { walk, item })?;
                    }
                }
                let records = records.unwrap_or_default();
                let taken = walk.habits.habit(walk.count, habit, records, walk.place, walk.reading);
                walk.keep(taken)?;
            }
        }
        Ok(())
    }
}

/// One value with all that is in it, counted against what is `left`.
struct OneCell<'a, 'w, 'r, H> {
    left: &'a mut u64,
    walk: &'a mut Walk<'w, 'r, H>,
}

impl<H: Habits> OneCell<'_, '_, '_, H> {
    fn count<E: serde::de::Error>(&mut self, cost: u64) -> Result<(), E> {
        match self.left.checked_sub(cost) {
            Some(left) => {
                *self.left = left;
                Ok(())
            }
            None => self.walk.refuse("more fields and texts beside the records than are read".to_owned()),
        }
    }
}

impl<'de, H: Habits> DeserializeSeed<'de> for OneCell<'_, '_, '_, H> {
    type Value = Cell;

    fn deserialize<D: Deserializer<'de>>(mut self, input: D) -> Result<Cell, D::Error> {
        self.count(1)?;
        input.deserialize_any(self)
    }
}

impl<'de, H: Habits> Visitor<'de> for OneCell<'_, '_, '_, H> {
    type Value = Cell;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Cell, E> {
        Ok(Cell::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Cell, E> {
        Ok(Cell::Bool(value))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Cell, E> {
        Ok(Cell::Integer(number))
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Cell, E> {
        match i64::try_from(number) {
            Ok(number) => Ok(Cell::Integer(number)),
            Err(_) => number.to_string().parse().map(Cell::Real).map_err(E::custom),
        }
    }

    fn visit_f64<E>(self, number: f64) -> Result<Cell, E> {
        Ok(Cell::Real(number))
    }

    fn visit_str<E: serde::de::Error>(mut self, text: &str) -> Result<Cell, E> {
        self.count(text.len() as u64 / TEXT_BYTES)?;
        Ok(Cell::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Cell, A::Error> {
        let Self { left, walk } = self;
        let mut list = Vec::new();
        while let Some(cell) = items.next_element_seed(OneCell { left, walk })? {
            list.push(cell);
        }
        Ok(Cell::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Cell, A::Error> {
        let Self { left, walk } = self;
        let mut object = Object::default();
        while let Some(name) = fields.next_key::<String>()? {
            walk.field(&mut object, name, left, &mut fields)?;
        }
        Ok(Cell::Object(object))
    }
}

/// A small document inside a text, as some programs nest them.
pub(crate) fn nested(text: &str) -> Option<serde_json::Value> {
    if text.len() > NESTED_BYTES { None } else { serde_json::from_str(text).ok() }
}
