//! What PostgreSQL says, in the words of the contract.

use std::borrow::Cow;
use std::fmt;

use kitaab_core::{Error, Kind};
use kitaab_store::StoreError;

/// What goes wrong within the store, until it is told.
#[derive(Debug)]
pub(crate) enum Fault {
    /// The store's own answer.
    Store(StoreError),
    /// What the server, or the way to it, said.
    Sqlx(sqlx::Error),
}

pub(crate) type Result<T, E = Fault> = std::result::Result<T, E>;

impl Fault {
    /// Stored data is damaged.
    pub(crate) fn corrupt(place: impl Into<Cow<'static, str>>) -> Self {
        Error::corrupt(place).into()
    }

    /// Whether the same may succeed if it is tried again: others were in the way, or the connection was lost. Not where the
    /// server or all connections are busy for long already.
    pub(crate) fn is_passing(&self) -> bool {
        match self {
            Self::Sqlx(sqlx::Error::Io(error)) => error.kind() != std::io::ErrorKind::TimedOut,
            Self::Sqlx(sqlx::Error::Database(error)) => {
                // A serialization failure, a deadlock; a server that is shut down, or was and starts again, or that ended a
                // connection which had rested for too long.
                matches!(
                    error.code().as_deref(),
                    Some("40001" | "40P01" | "57P01" | "57P02" | "57P03" | "57P05" | "08006" | "08003")
                )
            }
            _ => false,
        }
    }

    /// Whether the book's structure has moved on from the version that was asked of.
    pub(crate) fn has_moved_on(&self) -> bool {
        matches!(self, Self::Sqlx(sqlx::Error::Database(error)) if error.code().as_deref() == Some("KT007"))
    }
}

impl Fault {
    /// Whether the connection is lost: the way to the server failed, or the server ended it.
    pub(crate) fn is_loss(&self) -> bool {
        match self {
            Self::Sqlx(sqlx::Error::Io(_)) => true,
            Self::Sqlx(sqlx::Error::Database(error)) => error.code().is_some_and(|code| code.starts_with("57P")),
            _ => false,
        }
    }

    /// Whether a server answered, and what it said is what any server would say.
    pub(crate) fn is_answer(&self) -> bool {
        matches!(self, Self::Sqlx(sqlx::Error::Database(_))) && !self.is_passing()
    }
}

impl From<sqlx::Error> for Fault {
    fn from(error: sqlx::Error) -> Self {
        Self::Sqlx(error)
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Store(error.into())
    }
}

impl From<Fault> for StoreError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Store(error) => error,
            Fault::Sqlx(error) => told(error),
        }
    }
}

/// What the server said, without the detail, which may hold a row.
#[derive(Clone, Debug)]
struct Said {
    code: String,
    message: String,
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (SQLSTATE {})", self.message, self.code)
    }
}

impl std::error::Error for Said {}

fn told(error: sqlx::Error) -> StoreError {
    match error {
        sqlx::Error::Database(error) => said(error.as_ref()),
        sqlx::Error::PoolTimedOut => {
            StoreError::Unavailable { reason: "all connections to the server are in use".to_owned(), source: None }
        }
        sqlx::Error::Configuration(_) => Error::invalid("location", "must be a URL of a PostgreSQL server", "").into(),
        sqlx::Error::Tls(error) => StoreError::unavailable("the connection to the server can't be encrypted", error),
        error @ (sqlx::Error::Io(_) | sqlx::Error::PoolClosed | sqlx::Error::Protocol(_)) => {
            StoreError::unavailable("the server can't be reached", error)
        }
        error @ (sqlx::Error::ColumnDecode { .. } | sqlx::Error::RowNotFound | sqlx::Error::Decode(_)) => {
            StoreError::corrupt(format!("a row of the database: {error}"))
        }
        error => StoreError::Backend(error.into()),
    }
}

fn said(error: &dyn sqlx::error::DatabaseError) -> StoreError {
    let code = error.code().unwrap_or_default().into_owned();
    let said = Said { message: error.message().to_owned(), code };
    let detail = || error.try_downcast_ref::<sqlx::postgres::PgDatabaseError>().and_then(|error| error.detail());
    let unavailable = |reason: &str| StoreError::unavailable(reason, said.clone());
    match said.code.as_str() {
        // What the functions of the schema raise, with the words in place.
        "KT001" => not_found(detail().unwrap_or_default()),
        "KT002" => StoreError::corrupt(said.message),
        "KT003" => Error::Denied {
            action: detail().unwrap_or_default().to_owned().into(),
            kind: Kind::Book,
            id: String::new(),
        }
        .into(),
        "KT004" => {
            let kind = if detail() == Some("permission") { Kind::Permission } else { Kind::Book };
            Error::conflict(kind, said.message).into()
        }
        "KT005" => Error::invalid(detail().unwrap_or_default().to_owned(), said.message, "").into(),
        "KT006" => Error::unsupported(said.message).into(),
        "KT008" => unavailable(&said.message),
        "23514" | "22003" | "22001" => Error::invalid("commit", format!("must keep {}", rule(error)), "").into(),
        code if code.starts_with("23") => Error::conflict(Kind::Book, format!("it breaks {}", rule(error))).into(),
        "42501" => Error::Denied {
            action: "this, for the role of the connection,".into(),
            kind: Kind::Book,
            id: String::new(),
        }
        .into(),
        // No schema, table, column or function of that name: the database was migrated since the store was connected.
        "3F000" | "42P01" | "42703" | "42883" => {
            let what = "a database without this version's schema (run `kitaab migrate`, or the program of its version)";
            Error::unsupported(what).into()
        }
        "57014" => unavailable("the server took too long"),
        "55P03" => unavailable("others are writing to the book"),
        "40001" | "40P01" => unavailable("others were writing at the same time"),
        "53100" => unavailable("the server's disk is full"),
        "53300" => unavailable("the server has no connection left"),
        "25006" => unavailable("the server takes no writes"),
        "3D000" => unavailable("the server has no such database"),
        code if code.starts_with("28") => unavailable("the server refuses the role or its password"),
        code if code.starts_with("53") => unavailable("the server is out of something it needs"),
        code if code.starts_with("57P") => unavailable("the server is going down, or not up yet"),
        code if code.starts_with("08") || code.starts_with("58") => unavailable("the server can't be reached"),
        "XX001" | "XX002" => StoreError::corrupt(format!("the database: {said}")),
        _ => StoreError::Backend(Box::new(said)),
    }
}

fn rule(error: &dyn sqlx::error::DatabaseError) -> String {
    error.constraint().map_or_else(|| "a rule of the database".to_owned(), |name| format!("the rule {name}"))
}

/// What was not found, from its kind and its id.
fn not_found(what: &str) -> StoreError {
    let (kind, id) = what.split_once(' ').unwrap_or((what, ""));
    let kind = match kind {
        "merit" => Kind::Merit,
        "book" => Kind::Book,
        _ => Kind::Item,
    };
    StoreError::not_found(kind, id)
}
