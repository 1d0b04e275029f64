//! Readers for the files of other programs, as plans of what they would add to a Kitaab book.
//!
//! [`recognise`] tells the format of a file from its content, and [`read`] turns it into habits with their days, in a
//! [model](Imported) that knows nothing of books. A file is read whole or not at all: what damages the file or passes
//! one of the [`Limits`] is an [`ImportError`]. What concerns single rows is counted as a [`Remark`], so that every
//! row of the source is either among the days of its habit or accounted for.
//!
//! Files come from strangers. None is ever changed, nothing is unpacked to disk, no code in a database runs, and
//! neither time nor memory grows past the limits.

mod archive;
mod beaver;
mod cells;
mod csv_rows;
mod dates;
mod daylio;
mod decimal;
mod draft;
mod error;
mod format;
mod habitbull;
mod json;
mod keys;
mod limits;
mod loop_csv;
mod loop_db;
mod loop_values;
mod model;
mod reading;
mod remark;
mod rewire;
mod sqlite;
mod table_json;
mod text;
mod text_file;
mod tickmate;

pub use error::ImportError;
pub use format::{Format, read, read_bytes, read_within, recognise};
pub use limits::Limits;
pub use model::{
    AMOUNT_MAX, Color, DESCRIPTION_CHARS, DayRecord, Frequency, Habit, Imported, Kind, NAME_CHARS, NOTE_CHARS,
    REFLECTION_CHARS, Reflection, Reminder, Target, UNIT_CHARS, Value,
};
pub use reading::Progress;
pub use remark::{EXAMPLES, Example, Field, Finding, Place, REMARKS, Remark};
