//! Connections to a book's file, and what holds for each of them.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::error::{Fault, Result};
use crate::options::Options;
use crate::schema;

/// How many statements a connection keeps prepared: more than the store has.
const STATEMENTS: usize = 128;

/// Where a book is kept, and how it is opened.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// None for a book in memory.
    file: Option<PathBuf>,
    options: Options,
}

impl Place {
    pub(crate) fn memory(options: Options) -> Self {
        Self { file: None, options }
    }

    /// The path is made absolute, so that SQLite takes none for one of its special names
    /// (`:memory:`, `file:…?…`), and a change of the working directory changes nothing.
    pub(crate) fn file(path: &Path, options: Options) -> Result<Self> {
        let file = std::path::absolute(path).map_err(|error| unavailable("the book's path can't be used", error))?;
        Ok(Self { file: Some(file), options })
    }

    /// The connection that writes. Makes the book where there is none, and brings an older one up to date.
    pub(crate) fn open_writer(&self) -> Result<Connection> {
        self.claim()?;
        let mut conn = self.connect(OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        schema::recognise(&conn)?;
        if conn.is_readonly("main")? {
            return Err(unavailable("the book's file is read-only", "it was opened for reading only"));
        }
        self.keep_a_log(&conn)?;
        for (pragma, value) in [
            ("foreign_keys", "ON"),
            // Every answered commit is on the disk: NORMAL would lose the last ones with the power.
            ("synchronous", "FULL"),
            // What is deleted leaves the page at once. What it can't reach, an erasure's vacuum does.
            ("secure_delete", "ON"),
            ("cache_size", "-16000"),
            ("journal_size_limit", "16777216"),
        ] {
            set(&conn, pragma, value)?;
        }
        schema::migrate(&mut conn)?;
        if let Some(bytes) = self.options.max_bytes {
            let page: i64 = conn.pragma_query_value(None, "page_size", |row| row.get(0))?;
            let pages = (bytes / u64::try_from(page).unwrap_or(4096).max(1)).max(1);
            set(&conn, "max_page_count", &pages.to_string())?;
        }
        Ok(conn)
    }

    /// A connection that reads.
    pub(crate) fn open_reader(&self) -> Result<Connection> {
        let conn = self.connect(OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        set(&conn, "query_only", "ON")?;
        set(&conn, "cache_size", "-8000")?;
        Ok(conn)
    }

    fn connect(&self, flags: OpenFlags) -> Result<Connection> {
        // Each connection stays on one thread, so that SQLite needs no lock of its own.
        let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let path = self.file.as_deref().unwrap_or(Path::new(":memory:"));
        let conn = match &self.options.vfs {
            Some(vfs) => Connection::open_with_flags_and_vfs(path, flags, vfs.as_str())?,
            None => Connection::open_with_flags(path, flags)?,
        };
        conn.busy_timeout(self.options.busy_timeout)?;
        conn.set_prepared_statement_cache_capacity(STATEMENTS);
        // The file may have come from anywhere: its schema is not trusted to do anything.
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
        set(&conn, "cell_size_check", "ON")?;
        set(&conn, "mmap_size", "0")?;
        // Private data goes into no other file.
        set(&conn, "temp_store", "MEMORY")?;
        Ok(conn)
    }

    /// Makes a new file that only its user may read; SQLite gives its side files the same rights.
    fn claim(&self) -> Result<()> {
        // Behind a VFS of the host's the path need not name a file.
        let (Some(path), None) = (&self.file, &self.options.vfs) else { return Ok(()) };
        match create_private(path) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
            Err(error) => Err(unavailable("the book's file can't be made", error)),
        }
    }

    /// Turns the write-ahead log on. SQLite does not wait here for another process that is just doing
    /// the same, so this does.
    fn keep_a_log(&self, conn: &Connection) -> Result<()> {
        if self.file.is_none() {
            return Ok(());
        }
        let deadline = Instant::now() + self.options.busy_timeout;
        loop {
            let turned = conn.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0));
            match turned.map_err(Fault::from) {
                Ok(mode) if mode.eq_ignore_ascii_case("wal") => return Ok(()),
                Ok(mode) => return Err(unavailable("the book's file can't have a write-ahead log", mode)),
                Err(fault) if fault.is_busy() && Instant::now() < deadline => thread::sleep(Duration::from_millis(5)),
                Err(fault) => return Err(fault),
            }
        }
    }
}

/// Makes a new file that only its user may read or write.
pub(crate) fn create_private(path: &Path) -> std::io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

/// The storage is unavailable, for a reason that a system call gave.
pub(crate) fn unavailable(reason: &str, error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Fault {
    kitaab_store::StoreError::unavailable(reason, error).into()
}

/// Sets a pragma, whether it answers or not.
fn set(conn: &Connection, pragma: &str, value: &str) -> Result<()> {
    Ok(conn.pragma_update(None, pragma, value)?)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn number(conn: &Connection, pragma: &str) -> i64 {
        conn.pragma_query_value(None, pragma, |row| row.get(0)).unwrap()
    }

    #[test]
    fn every_setting_that_a_promise_rests_on_holds() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::file(&folder.path().join("book.db"), Options::new().max_bytes(1 << 30)).unwrap();
        let writer = place.open_writer().unwrap();
        let mode: String = writer.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
        assert_eq!(mode, "wal");
        for (pragma, value) in
            [("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1), ("max_page_count", 1 << 18)]
        {
            assert_eq!(number(&writer, pragma), value, "{pragma}");
        }
        let reader = place.open_reader().unwrap();
        assert_eq!(number(&reader, "query_only"), 1);
        for conn in [&writer, &reader] {
            for (pragma, value) in
                [("busy_timeout", 5_000), ("cell_size_check", 1), ("temp_store", 2), ("trusted_schema", 0)]
            {
                assert_eq!(number(conn, pragma), value, "{pragma}");
            }
            assert!(conn.db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE).unwrap());
            // Where memory is never mapped, the setting has no value at all.
            let mapped = conn.pragma_query_value(None, "mmap_size", |row| row.get::<_, i64>(0));
            assert_eq!(mapped.unwrap_or(0), 0);
        }
        assert!(reader.execute("DELETE FROM books", []).is_err());
    }
}
