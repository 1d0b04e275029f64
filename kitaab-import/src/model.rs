//! What every format is read into. Nothing here knows of a book: mapping habits to deeds is the caller's.

use std::fmt;

use chrono::{NaiveDate, Weekday};

use crate::{Format, Remark};

/// Longest name of a habit, in characters, as a book takes it.
pub const NAME_CHARS: usize = 255;
/// Longest question or description of a habit, in characters.
pub const DESCRIPTION_CHARS: usize = 4_000;
/// Longest note of a day, in characters.
pub const NOTE_CHARS: usize = 4_000;
/// Longest unit of a number, in characters.
pub const UNIT_CHARS: usize = 32;
/// Longest reflection of a day, in characters.
pub const REFLECTION_CHARS: usize = 20_000;
/// Largest amount, in hundredths: 99,999,999.99.
pub const AMOUNT_MAX: i64 = 9_999_999_999;

/// Everything read from one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The format that the file was recognised as.
    pub format: Format,
    /// The version that the file gives itself, if its format has one.
    pub version: Option<u32>,
    /// The habits, in the order of the file.
    pub habits: Vec<Habit>,
    /// What was written about days, sorted by day, one text a day.
    pub reflections: Vec<Reflection>,
    /// What could not be taken over as it stands. Every row of the file is in [`Habit::days`], in
    /// [`reflections`](Self::reflections) or counted here.
    pub remarks: Vec<Remark>,
}

/// One habit with its days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Habit {
    /// Names the habit within its format: equal whenever the same file is read, different for each habit of a file.
    /// Two formats of one program need not agree on it.
    pub source_key: String,
    /// 1 to [`NAME_CHARS`] characters.
    pub name: String,
    /// The question that the program asks each day, at most [`DESCRIPTION_CHARS`] characters.
    pub question: Option<String>,
    /// At most [`DESCRIPTION_CHARS`] characters.
    pub description: Option<String>,
    /// What a number counts, at most [`UNIT_CHARS`] characters.
    pub unit: Option<String>,
    /// Whether its days are yes or no, or numbers.
    pub kind: Kind,
    /// How often it is meant to be done.
    pub frequency: Frequency,
    /// The group of habits that it is in, 1 to [`NAME_CHARS`] characters.
    pub group: Option<String>,
    /// From when the program counts it, if it says; a local date in the years 1900 to 2100.
    pub starts_on: Option<NaiveDate>,
    /// Whether the program had put it away.
    pub archived: bool,
    /// The colour that the program shows it in.
    pub color: Option<Color>,
    /// Its place among the habits, counted as the program counts.
    pub position: Option<u32>,
    /// When the program reminds of it.
    pub reminder: Option<Reminder>,
    /// What was recorded, sorted by day, one record a day.
    pub days: Vec<DayRecord>,
}

/// What the days of a habit hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// [`Value::Yes`], [`Value::No`] or [`Value::Skip`].
    YesNo,
    /// [`Value::Amount`] or [`Value::Skip`].
    Number {
        /// The goal of a period, if there is one.
        target: Option<Target>,
    },
}

/// The goal of a habit that is a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// This many hundredths or more.
    AtLeast(i64),
    /// This many hundredths or fewer.
    AtMost(i64),
}

/// So many times in so many days, both at least 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frequency {
    /// How many times.
    pub times: u32,
    /// In how many days.
    pub days: u32,
}

impl Frequency {
    /// Once a day.
    pub const DAILY: Self = Self { times: 1, days: 1 };
}

/// A colour as the source gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Color {
    /// A place in the program's own palette.
    Palette(u8),
    /// `0xRRGGBB`.
    Rgb(u32),
}

/// A time of day on some days of the week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// 0 to 23, in the person's own zone.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// At least one, Monday first.
    pub weekdays: Vec<Weekday>,
}

/// What was recorded for one day. `Debug` tells only the length of the note, so that no log holds it by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct DayRecord {
    /// The local calendar date, in the years 1900 to 2100.
    pub day: NaiveDate,
    /// What it holds.
    pub value: Value,
    /// The words beside it, at most [`NOTE_CHARS`] characters.
    pub note: Option<String>,
}

impl fmt::Debug for DayRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DayRecord({} {:?}", self.day, self.value)?;
        if let Some(note) = &self.note {
            write!(f, ", a note of {} characters", note.chars().count())?;
        }
        f.write_str(")")
    }
}

/// What a day holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// Done, as the person said themselves.
    Yes,
    /// Not done, as the person said themselves.
    No,
    /// Excused.
    Skip,
    /// Hundredths, 0 to [`AMOUNT_MAX`].
    Amount(i64),
}

/// What was written about a day. `Debug` tells only the length of the text, so that no log holds it by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct Reflection {
    /// The local calendar date, in the years 1900 to 2100.
    pub day: NaiveDate,
    /// The words, 1 to [`REFLECTION_CHARS`] characters.
    pub text: String,
}

impl fmt::Debug for Reflection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reflection({}, {} characters)", self.day, self.text.chars().count())
    }
}
