//! Where a book is kept, as a host writes it.

use std::fmt;
use std::path::PathBuf;

use kitaab_core::Error;

/// A place that [`crate::Kitaab::open`] understands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Location {
    /// In memory, in plain maps; gone with the client.
    Memory,
    /// In SQLite, in memory; gone with the client.
    SqliteMemory,
    /// In a SQLite file.
    Sqlite(PathBuf),
    /// In a PostgreSQL database.
    Postgres(ServerUrl),
}

/// The URL of a server, which may hold a password: it is not shown.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct ServerUrl(String);

impl ServerUrl {
    /// The URL itself.
    #[cfg_attr(not(feature = "postgres"), allow(dead_code, reason = "nothing connects without PostgreSQL"))]
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ServerUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ServerUrl(..)")
    }
}

impl Location {
    /// Reads `book.db`, `sqlite://book.db`, `sqlite::memory:`, `memory:` or `postgres://host/database`.
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let invalid = |rule: &'static str| Err(Error::invalid("location", rule, ""));
        match text {
            "" => return invalid("must not be empty"),
            "memory:" => return Ok(Self::Memory),
            "sqlite::memory:" | ":memory:" => return Ok(Self::SqliteMemory),
            _ => {}
        }
        // A location may hold a password: of one that is refused, nothing is shown.
        match text.split_once("://") {
            None => Ok(Self::Sqlite(text.strip_prefix("sqlite:").unwrap_or(text).into())),
            Some(("sqlite", "")) => invalid("must name a file after sqlite://"),
            Some(("sqlite", path)) => Ok(Self::Sqlite(path.into())),
            Some(("postgres" | "postgresql", _)) => Ok(Self::Postgres(ServerUrl(text.to_owned()))),
            Some(_) => {
                invalid("must be a file, sqlite://<file>, sqlite::memory:, memory: or postgres://<host>/<database>")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locations_are_told_apart() {
        let file = |path: &str| Location::Sqlite(path.into());
        for (text, location) in [
            ("memory:", Location::Memory),
            ("sqlite::memory:", Location::SqliteMemory),
            (":memory:", Location::SqliteMemory),
            ("book.db", file("book.db")),
            ("/var/lib/book.db", file("/var/lib/book.db")),
            (r"C:\books\book.db", file(r"C:\books\book.db")),
            ("sqlite:book.db", file("book.db")),
            ("sqlite://book.db", file("book.db")),
            ("sqlite:///var/lib/book.db", file("/var/lib/book.db")),
            ("postgres://host/book", Location::Postgres(ServerUrl("postgres://host/book".to_owned()))),
            ("postgresql://host", Location::Postgres(ServerUrl("postgresql://host".to_owned()))),
        ] {
            assert_eq!(Location::parse(text).unwrap(), location, "{text}");
        }
        for (text, code) in [("", "invalid"), ("sqlite://", "invalid"), ("mysql://user:secret@host/book", "invalid")] {
            let error = Location::parse(text).unwrap_err();
            assert_eq!(error.code(), code, "{text}");
            assert!(!error.to_string().contains("secret"));
        }
        let server = Location::parse("postgres://user:secret@host/book").unwrap();
        assert!(!format!("{server:?}").contains("secret"));
    }
}
