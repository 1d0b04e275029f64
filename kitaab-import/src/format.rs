//! Which formats there are, and which one a file is of. To add one: a module with `recognises` and `read`, an arm here.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use crate::archive::{self, Files};
use crate::model::Imported;
use crate::reading::{OnProgress, Reading};
use crate::sqlite::{self, SourceDb};
use crate::text_file::{HEAD_BYTES, Layout, TextFile, layout_of};
use crate::{ImportError, Limits, beaver, daylio, habitbull, json, loop_csv, loop_db, rewire, table_json, tickmate};

/// A format that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Loop Habit Tracker, SQLite backup.
    LoopDb,
    /// Loop Habit Tracker, CSV export: zip archive or folder.
    LoopCsv,
    /// HabitBull, CSV export.
    HabitBull,
    /// Tickmate, SQLite backup.
    Tickmate,
    /// Rewire, SQLite backup.
    Rewire,
    /// Table Habit (mhabit), JSON export.
    TableJson,
    /// Beaver Habits, JSON export.
    BeaverJson,
    /// Daylio, CSV export: reflections, not habits.
    Daylio,
}

impl Format {
    /// The stable name of the format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LoopDb => "loop_db",
            Self::LoopCsv => "loop_csv",
            Self::HabitBull => "habitbull",
            Self::Tickmate => "tickmate",
            Self::Rewire => "rewire",
            Self::TableJson => "table_json",
            Self::BeaverJson => "beaver_json",
            Self::Daylio => "daylio",
        }
    }

    /// The program and the kind of file, for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::LoopDb => "Loop Habit Tracker, backup",
            Self::LoopCsv => "Loop Habit Tracker, CSV export",
            Self::HabitBull => "HabitBull, CSV export",
            Self::Tickmate => "Tickmate, backup",
            Self::Rewire => "Rewire, backup",
            Self::TableJson => "Table Habit, JSON export",
            Self::BeaverJson => "Beaver Habits, JSON export",
            Self::Daylio => "Daylio, CSV export",
        }
    }
}

/// What holds the records of a format.
enum Container<'a> {
    Database(SourceDb),
    Files(Files<'a>),
    Table(TextFile<'a>),
    Json(TextFile<'a>),
}

impl<'a> Container<'a> {
    /// Opens the file or folder by what it holds, whatever it is called.
    fn open(path: &Path, limits: &'a Limits) -> Result<Self, ImportError> {
        let place = place_of(path);
        let unavailable = |error| ImportError::unavailable(place.clone(), error);
        let kind = fs::metadata(path).map_err(unavailable)?;
        if kind.is_dir() {
            return Files::folder(path, limits).map(Self::Files);
        }
        if !kind.is_file() {
            return Err(ImportError::invalid(place, "neither a file nor a folder"));
        }
        let mut head = Vec::new();
        File::open(path).and_then(|file| file.take(HEAD_BYTES).read_to_end(&mut head)).map_err(unavailable)?;
        if head.is_empty() {
            return Err(ImportError::invalid(place, "the file is empty"));
        }
        if head.starts_with(sqlite::MAGIC) {
            return SourceDb::open(path, limits).map(Self::Database);
        }
        if is_zip(&head) {
            return Files::zip_file(path, limits).map(Self::Files);
        }
        Self::text(&head, &place, || TextFile::at(path, limits))
    }

    /// As [`open`](Self::open), of bytes in memory.
    fn of_bytes(bytes: &'a [u8], limits: &'a Limits) -> Result<Self, ImportError> {
        const PLACE: &str = "the input";
        if bytes.is_empty() {
            return Err(ImportError::invalid(PLACE, "there are no bytes"));
        }
        if bytes.starts_with(sqlite::MAGIC) {
            return SourceDb::of_bytes(bytes, PLACE, limits).map(Self::Database);
        }
        if is_zip(bytes) {
            return Files::zip_bytes(bytes, limits).map(Self::Files);
        }
        let head = &bytes[..bytes.len().min(usize::try_from(HEAD_BYTES).unwrap_or(usize::MAX))];
        Self::text(head, PLACE, || TextFile::bytes(bytes, PLACE, limits))
    }

    fn text(
        head: &[u8],
        place: &str,
        open: impl FnOnce() -> Result<TextFile<'a>, ImportError>,
    ) -> Result<Self, ImportError> {
        match layout_of(head, place)? {
            Some(Layout::Table) => open().map(Self::Table),
            Some(Layout::Json) => open().map(Self::Json),
            None => Err(unknown(place)),
        }
    }

    fn format(&self) -> Result<Format, ImportError> {
        match self {
            Self::Database(db) if loop_db::recognises(db)? => Ok(Format::LoopDb),
            Self::Database(db) if tickmate::recognises(db)? => Ok(Format::Tickmate),
            Self::Database(db) if rewire::recognises(db)? => Ok(Format::Rewire),
            Self::Files(files) if loop_csv::recognises(files) => Ok(Format::LoopCsv),
            Self::Table(file) if habitbull::recognises(file)? => Ok(Format::HabitBull),
            Self::Table(file) if daylio::recognises(file)? => Ok(Format::Daylio),
            Self::Json(file) => json_format(file),
            unrecognised => Err(unknown(unrecognised.place())),
        }
    }

    fn place(&self) -> &str {
        match self {
            Self::Database(db) => db.place(),
            Self::Files(files) => files.place(),
            Self::Table(file) | Self::Json(file) => file.place(),
        }
    }

    fn read(self, reading: &mut Reading<'_>) -> Result<Imported, ImportError> {
        reading.report()?;
        match (self.format()?, self) {
            (Format::LoopDb, Self::Database(db)) => loop_db::read(&db, reading),
            (Format::Tickmate, Self::Database(db)) => tickmate::read(&db, reading),
            (Format::Rewire, Self::Database(db)) => rewire::read(&db, reading),
            (Format::LoopCsv, Self::Files(files)) => loop_csv::read(files, reading),
            (Format::HabitBull, Self::Table(file)) => habitbull::read(&file, reading),
            (Format::Daylio, Self::Table(file)) => daylio::read(&file, reading),
            (Format::TableJson, Self::Json(file)) => table_json::read(&file, reading),
            (Format::BeaverJson, Self::Json(file)) => beaver::read(&file, reading),
            (_, unrecognised) => Err(unknown(unrecognised.place())),
        }
    }
}

/// By the first habit; an export without habits by what stands beside them.
fn json_format(file: &TextFile<'_>) -> Result<Format, ImportError> {
    let json::Glance { first, beside } = json::glance(file)?;
    let has = |name: &str| beside.iter().any(|there| there == name);
    match first {
        Some(habit) if table_json::recognises(&habit) => Ok(Format::TableJson),
        Some(habit) if beaver::recognises(&habit) => Ok(Format::BeaverJson),
        None if has("groups") => Ok(Format::TableJson),
        None if has("order") => Ok(Format::BeaverJson),
        _ => Err(unknown(file.place())),
    }
}

/// Tells the format of a file or folder from its content.
///
/// # Errors
/// `unsupported` if it is of none of them, and whatever else keeps it from being looked at.
pub fn recognise(path: impl AsRef<Path>) -> Result<Format, ImportError> {
    Container::open(path.as_ref(), &Limits::default())?.format()
}

/// Reads a file or folder of any known format, with the default [`Limits`].
///
/// `on_progress` is called at the beginning, every thousand rows and at the end;
/// [`Break`](std::ops::ControlFlow::Break) cancels. Nothing is written anywhere.
///
/// # Errors
/// Any [`ImportError`]; single rows that can't be taken over are remarks instead.
///
/// # Examples
/// ```no_run
/// use std::ops::ControlFlow;
///
/// let imported = kitaab_import::read("Loop Habits Backup.db", &mut |_| ControlFlow::Continue(()))?;
/// for remark in &imported.remarks {
///     println!("{remark}");
/// }
/// # Ok::<(), kitaab_import::ImportError>(())
/// ```
pub fn read(path: impl AsRef<Path>, on_progress: &mut OnProgress<'_>) -> Result<Imported, ImportError> {
    read_within(path, &Limits::default(), on_progress)
}

/// As [`read`], within other limits.
///
/// # Errors
/// As [`read`].
pub fn read_within(
    path: impl AsRef<Path>,
    limits: &Limits,
    on_progress: &mut OnProgress<'_>,
) -> Result<Imported, ImportError> {
    let container = Container::open(path.as_ref(), limits)?;
    container.read(&mut Reading::new(limits, on_progress))
}

/// As [`read_within`], from memory and without touching any file.
///
/// # Errors
/// As [`read`].
pub fn read_bytes(bytes: &[u8], limits: &Limits, on_progress: &mut OnProgress<'_>) -> Result<Imported, ImportError> {
    Container::of_bytes(bytes, limits)?.read(&mut Reading::new(limits, on_progress))
}

/// A file's own name, for messages: where it lies is nobody's business.
pub(crate) fn place_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

fn is_zip(start: &[u8]) -> bool {
    archive::MAGICS.iter().any(|magic| start.starts_with(magic))
}

fn unknown(place: &str) -> ImportError {
    ImportError::unsupported(place, "not a file of a program that is known here")
}
