//! Where the books are: in a file, or on a server.

use std::fmt;
use std::path::{Path, PathBuf};

use serde::{Serialize, Serializer};

use crate::book_file;
use crate::failure::{Failure, Result};

/// What `--book` names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// A SQLite file.
    File(PathBuf),
    /// The database that a URL names.
    Server(ServerUrl),
}

/// A URL, which may hold a password.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct ServerUrl(String);

impl Place {
    /// What was named, or the default file.
    pub(crate) fn named(named: Option<&Path>) -> Result<Self> {
        match named.and_then(Path::to_str) {
            Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
                Ok(Self::Server(ServerUrl(url.to_owned())))
            }
            _ => Ok(Self::File(book_file::chosen(named.map(Path::to_owned))?)),
        }
    }

    /// As the SDK opens it.
    pub(crate) fn location(&self) -> Result<String> {
        match self {
            Self::File(file) => book_file::location(file),
            Self::Server(url) => Ok(url.0.clone()),
        }
    }

    /// The server, for what only a server can do.
    pub(crate) fn server(&self) -> Result<&ServerUrl> {
        match self {
            Self::Server(url) => Ok(url),
            Self::File(file) => Err(Failure::invalid("book", "must be the URL of a database", file.display())
                .hint("--book postgres://user@host/database, or the variable KITAAB_BOOK")),
        }
    }
}

impl ServerUrl {
    /// With everything in it.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

/// Without user, password and options.
impl fmt::Display for ServerUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, rest) = self.0.split_once("://").unwrap_or_default();
        let plain = rest.split(['?', '#']).next().unwrap_or_default();
        let (authority, path) = plain.split_once('/').unwrap_or((plain, ""));
        let host = authority.rsplit('@').next().unwrap_or_default();
        write!(f, "{scheme}://{host}/{path}")
    }
}

impl fmt::Debug for ServerUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(file) => file.display().fmt(f),
            Self::Server(url) => url.fmt(f),
        }
    }
}

impl Serialize for Place {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::File(file) => file.serialize(serializer),
            Self::Server(url) => serializer.collect_str(url),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_told_from_a_file_and_shown_without_its_secrets() {
        let server = Place::named(Some(Path::new("postgres://me:pa@ss@db.example/kitaab?password=x"))).unwrap();
        assert_eq!(server.to_string(), "postgres://db.example/kitaab");
        assert!(!format!("{server:?}").contains("pa@ss"));
        assert_eq!(server.location().unwrap(), "postgres://me:pa@ss@db.example/kitaab?password=x");
        let file = Place::named(Some(Path::new("book.db"))).unwrap();
        assert_eq!(file, Place::File("book.db".into()));
        assert!(file.server().is_err());
    }
}
