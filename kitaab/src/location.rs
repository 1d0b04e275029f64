//! Where a book is kept, as a host writes it.

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
}

impl Location {
    /// Reads `book.db`, `sqlite://book.db`, `sqlite::memory:` or `memory:`.
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
            Some(("postgres" | "postgresql", _)) => Err(Error::unsupported("PostgreSQL")),
            Some(_) => invalid("must be a file, sqlite://<file>, sqlite::memory: or memory:"),
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
        ] {
            assert_eq!(Location::parse(text).unwrap(), location, "{text}");
        }
        for (text, code) in [
            ("", "invalid"),
            ("sqlite://", "invalid"),
            ("mysql://host/book", "invalid"),
            ("postgres://user:secret@host/book", "unsupported"),
        ] {
            let error = Location::parse(text).unwrap_err();
            assert_eq!(error.code(), code, "{text}");
            assert!(!error.to_string().contains("secret"));
        }
    }
}
