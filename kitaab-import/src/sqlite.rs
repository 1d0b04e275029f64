//! SQLite files of unknown origin, opened so that they can neither be changed nor do harm.
//!
//! The file is opened read-only and immutable, which takes no locks and leaves no files beside it; the schema is not
//! trusted; and only ordinary tables are read, so that no view, virtual table or generated column of the file ever
//! runs. See "Defense against the dark arts" in SQLite's documentation.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode, MAIN_DB, OpenFlags, OptionalExtension};

use crate::remark::{Finding, Findings};
use crate::{ImportError, Limits};

/// The first bytes of every SQLite file.
pub(crate) const MAGIC: &[u8] = b"SQLite format 3\0";
/// The first bytes of a rollback journal that still has to be played back.
const HOT_JOURNAL: [u8; 8] = [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7];
/// Where the header has its two bytes that say whether the file was written with a log beside it.
const WRITE_VERSION_AT: usize = 18;
/// How many instructions pass between two looks at the limit.
const STEP_STRIDE: i32 = 1_000;

/// A guarded connection to a file.
pub(crate) struct SourceDb {
    connection: Connection,
    /// The file's name, for messages.
    place: String,
}

/// The columns of an ordinary table, by the names that the file gives them.
#[derive(Debug)]
pub(crate) struct Columns {
    table: &'static str,
    place: String,
    names: Vec<String>,
}

impl Columns {
    /// The column of this name, whatever its case, quoted for SQL.
    pub(crate) fn find(&self, name: &str) -> Option<String> {
        let found = self.names.iter().find(|column| column.eq_ignore_ascii_case(name))?;
        Some(quote(found))
    }

    /// The column of this name, without which the table can't be read.
    pub(crate) fn require(&self, name: &str) -> Result<String, ImportError> {
        self.find(name).ok_or_else(|| {
            ImportError::unsupported(self.place.clone(), format!("the table {} has no column {name}", self.table))
        })
    }

    /// A name of the row id that no column hides.
    fn row_id(&self) -> Result<&'static str, ImportError> {
        let names = ["rowid", "_rowid_", "oid"];
        names.into_iter().find(|name| self.find(name).is_none()).ok_or_else(|| {
            ImportError::unsupported(self.place.clone(), format!("the table {} hides its row ids", self.table))
        })
    }
}

impl SourceDb {
    /// Opens the file, and nothing beside it.
    pub(crate) fn open(path: &Path, limits: &Limits) -> Result<Self, ImportError> {
        let place = crate::format::place_of(path);
        let size = fs::metadata(path).map_err(|error| ImportError::unavailable(&*place, error))?.len();
        if size > limits.database_bytes {
            let reason = format!("{size} bytes, more than the {} that are read", limits.database_bytes);
            return Err(ImportError::invalid(place, reason));
        }
        refuse_unfinished(path, &place)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let uri = immutable_uri(path).map_err(|error| ImportError::unavailable(&*place, error))?;
        let connection = Connection::open_with_flags(uri, flags).map_err(|error| sort(&place, error))?;
        guard(&connection, limits).map_err(|error| sort(&place, error))?;
        Ok(Self { connection, place })
    }

    /// Opens a copy of the bytes of a file, in memory.
    pub(crate) fn of_bytes(bytes: &[u8], place: &str, limits: &Limits) -> Result<Self, ImportError> {
        if bytes.len() as u64 > limits.database_bytes {
            let reason = format!("{} bytes, more than the {} that are read", bytes.len(), limits.database_bytes);
            return Err(ImportError::invalid(place, reason));
        }
        let mut bytes = bytes.to_vec();
        // A file that was written with a log beside it says so, and in memory none can be beside it.
        for version in bytes.iter_mut().skip(WRITE_VERSION_AT).take(2) {
            *version = (*version).min(1);
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let open = || {
            let mut connection = Connection::open_in_memory_with_flags(flags)?;
            connection.deserialize_read_exact(MAIN_DB, bytes.as_slice(), bytes.len(), true)?;
            guard(&connection, limits)?;
            Ok(connection)
        };
        let connection = open().map_err(|error| sort(place, error))?;
        Ok(Self { connection, place: place.to_owned() })
    }

    /// The file's name, for messages.
    pub(crate) fn place(&self) -> &str {
        &self.place
    }

    /// Whether the schema names all of these, be they tables or not.
    pub(crate) fn names(&self, tables: &[&str]) -> Result<bool, ImportError> {
        for table in tables {
            if self.schema_of(table)?.is_none() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The version that the program keeps in the file's header; one above the `newest` that is known is reported.
    pub(crate) fn version(&self, newest: i64, of_source: &mut Findings) -> Result<Option<u32>, ImportError> {
        let version: i64 = self
            .connection
            .pragma_query_value(None, "user_version", |row| row.get(0))
            .map_err(|error| sort(&self.place, error))?;
        if version > newest {
            of_source.add(Finding::NewerVersion, None, || version.to_string());
        }
        Ok(u32::try_from(version).ok())
    }

    /// The columns of a table, after making sure that it is an ordinary one.
    pub(crate) fn columns(&self, table: &'static str) -> Result<Columns, ImportError> {
        let place = &self.place;
        let refuse = |what: &str| Err(ImportError::unsupported(place, format!("{table} is {what}, no ordinary table")));
        match self.schema_of(table)? {
            None => return Err(ImportError::unsupported(place, format!("there is no table {table}"))),
            Some((kind, _)) if kind != "table" => return refuse(&format!("a {}", kind.escape_debug())),
            // SQLite keeps the text of an ordinary table with these very words in front; a virtual one reads otherwise.
            Some((_, sql)) if !starts_with_words(&sql, &["CREATE", "TABLE"]) => return refuse("a virtual table"),
            Some(_) => {}
        }
        let mut names = Vec::new();
        let mut generated = None;
        self.connection
            .pragma(None, "table_xinfo", table, |row| {
                let name: String = row.get("name")?;
                if row.get::<_, i64>("hidden")? != 0 {
                    generated = Some(name.clone());
                }
                names.push(name);
                Ok(())
            })
            .map_err(|error| sort(place, error))?;
        if generated.is_some() {
            return refuse("a table with generated columns");
        }
        Ok(Columns { table, place: place.clone(), names })
    }

    /// How many rows a table has; an error as soon as there are more than `most`.
    pub(crate) fn count(&self, columns: &Columns, most: u64) -> Result<u64, ImportError> {
        // Counted row by row: `count(*)` on the table itself runs inside one instruction, which no limit interrupts.
        let sql = format!(
            "SELECT count(*) FROM (SELECT 1 FROM {} NOT INDEXED LIMIT {})",
            quote(columns.table),
            most.saturating_add(1).min(i64::MAX.unsigned_abs()),
        );
        let count: i64 =
            self.connection.query_row(&sql, [], |row| row.get(0)).map_err(|error| sort(&self.place, error))?;
        let count = count.unsigned_abs();
        if count > most {
            let reason = format!("the table {} has more than {most} rows", columns.table);
            return Err(ImportError::invalid(&*self.place, reason));
        }
        Ok(count)
    }

    /// Hands out each row's id and the wanted columns, by ascending id; a column that is not there reads as NULL.
    pub(crate) fn scan<const N: usize>(
        &self,
        columns: &Columns,
        wanted: [Option<String>; N],
        mut each: impl FnMut(i64, [ValueRef<'_>; N]) -> Result<(), ImportError>,
    ) -> Result<(), ImportError> {
        let sort = |error| sort(&self.place, error);
        let row_id = columns.row_id()?;
        let mut sql = format!("SELECT {row_id}");
        for column in wanted {
            sql.push_str(", ");
            sql.push_str(column.as_deref().unwrap_or("NULL"));
        }
        // Indexes are the file's own and may lie; the table is read as it stands.
        sql.push_str(" FROM ");
        sql.push_str(&quote(columns.table));
        sql.push_str(" NOT INDEXED ORDER BY ");
        sql.push_str(row_id);

        let mut statement = self.connection.prepare(&sql).map_err(sort)?;
        let mut rows = statement.query([]).map_err(sort)?;
        let mut previous = None;
        while let Some(row) = rows.next().map_err(sort)? {
            let id: i64 = row.get(0).map_err(sort)?;
            // A damaged tree can lead back to pages that were read already.
            if previous.is_some_and(|previous| id <= previous) {
                let reason = format!("the rows of {} are out of order", columns.table);
                return Err(ImportError::corrupt(&*self.place, reason));
            }
            previous = Some(id);
            let mut cells = [ValueRef::Null; N];
            for (index, cell) in cells.iter_mut().enumerate() {
                *cell = row.get_ref(index + 1).map_err(sort)?;
            }
            each(id, cells)?;
        }
        Ok(())
    }

    /// The kind and text of what the schema has under a name.
    fn schema_of(&self, name: &str) -> Result<Option<(String, String)>, ImportError> {
        self.connection
            .query_row(
                "SELECT type, coalesce(sql, '') FROM sqlite_schema
                 WHERE name = ?1 COLLATE NOCASE AND type IN ('table', 'view')",
                [name],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()
            .map_err(|error| sort(&self.place, error))
    }
}

/// A log or hot journal beside the file holds rows that an immutable reader would not see.
fn refuse_unfinished(path: &Path, place: &str) -> Result<(), ImportError> {
    let beside = |suffix: &str| {
        let mut name = OsString::from(path);
        name.push(suffix);
        name
    };
    let has_log = fs::metadata(beside("-wal")).is_ok_and(|log| log.len() > 0);
    let mut start = [0; HOT_JOURNAL.len()];
    let has_journal = File::open(beside("-journal"))
        .and_then(|mut journal| journal.read_exact(&mut start))
        .is_ok_and(|()| start == HOT_JOURNAL);
    if has_log || has_journal {
        let reason = "a log of changes that are not in the file yet stands beside it; close the program that writes \
                      it, or export a backup";
        return Err(ImportError::invalid(place, reason));
    }
    Ok(())
}

/// `file:///…?immutable=1`, every byte of the path escaped that could mean something in it.
fn immutable_uri(path: &Path) -> io::Result<String> {
    let path = std::path::absolute(path)?;
    #[cfg(unix)]
    let bytes = std::os::unix::ffi::OsStrExt::as_bytes(path.as_os_str()).to_vec();
    #[cfg(not(unix))]
    let bytes = {
        let text =
            path.to_str().ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "the path is no Unicode"))?;
        format!("/{}", text.replace('\\', "/")).into_bytes()
    };
    let mut uri = String::from("file://");
    for byte in bytes {
        if byte.is_ascii_alphanumeric() || b"/:._-~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            write!(uri, "%{byte:02X}").map_err(io::Error::other)?;
        }
    }
    uri.push_str("?immutable=1");
    Ok(uri)
}

fn guard(connection: &Connection, limits: &Limits) -> rusqlite::Result<()> {
    // DQS_DDL must stay on: Loop's own schema has `default ""`.
    for (option, on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
    ] {
        connection.set_db_config(option, on)?;
    }
    for (limit, most) in [
        (Limit::SQLITE_LIMIT_LENGTH, limits.cell_bytes),
        (Limit::SQLITE_LIMIT_SQL_LENGTH, 1 << 20),
        (Limit::SQLITE_LIMIT_COLUMN, 200),
        (Limit::SQLITE_LIMIT_EXPR_DEPTH, 50),
        (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 3),
        (Limit::SQLITE_LIMIT_VDBE_OP, 25_000),
        (Limit::SQLITE_LIMIT_FUNCTION_ARG, 8),
        (Limit::SQLITE_LIMIT_ATTACHED, 0),
        (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50),
        (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 10),
        (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
    ] {
        connection.set_limit(limit, most)?;
    }
    let most = limits.database_steps;
    let mut steps = 0_u64;
    connection.progress_handler(
        STEP_STRIDE,
        Some(move || {
            steps += u64::from(STEP_STRIDE.unsigned_abs());
            steps > most
        }),
    )?;
    connection.pragma_update(None, "query_only", true)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "mmap_size", 0)
}

/// Sorts what SQLite says: a limit of ours, a file that can't be reached, one that it does not understand, or damage.
fn sort(place: &str, error: rusqlite::Error) -> ImportError {
    let place = place.to_owned();
    let (code, reason) = match &error {
        rusqlite::Error::SqliteFailure(inner, _) => (Some(inner.code), error.to_string()),
        rusqlite::Error::SqlInputError { error: inner, msg, .. } => (Some(inner.code), msg.clone()),
        _ => (None, error.to_string()),
    };
    match code {
        Some(ErrorCode::TooBig) => ImportError::invalid(place, "a text or blob is larger than what is read"),
        Some(ErrorCode::OperationInterrupted) => ImportError::invalid(place, "it takes too many steps to read"),
        // Plain SQLITE_ERROR: a table without row ids, or a file format of the future.
        Some(ErrorCode::Unknown) => ImportError::unsupported(place, reason),
        Some(
            ErrorCode::OutOfMemory | ErrorCode::PermissionDenied | ErrorCode::CannotOpen | ErrorCode::SystemIoFailure,
        ) => ImportError::Unavailable { place, reason, source: Some(Box::new(error)) },
        _ => ImportError::Corrupt { place, reason, source: Some(Box::new(error)) },
    }
}

fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn starts_with_words(sql: &str, words: &[&str]) -> bool {
    let mut found = sql.split([' ', '\t', '\r', '\n']).filter(|word| !word.is_empty());
    words.iter().all(|word| found.next().is_some_and(|found| found.eq_ignore_ascii_case(word)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn paths_are_escaped_whole() {
        let uri = immutable_uri(Path::new("/a dir/50%?x=1#.db")).unwrap();
        assert!(uri.ends_with("/a%20dir/50%25%3Fx%3D1%23.db?immutable=1"), "{uri}");
    }

    #[test]
    fn only_ordinary_tables_start_so() {
        assert!(starts_with_words("CREATE TABLE \"Habits\"(x)", &["CREATE", "TABLE"]));
        assert!(starts_with_words("create\ttable\nHabits(x)", &["CREATE", "TABLE"]));
        assert!(!starts_with_words("CREATE VIRTUAL TABLE Habits USING fts5(x)", &["CREATE", "TABLE"]));
        assert!(!starts_with_words("", &["CREATE", "TABLE"]));
    }
}
