//! What SQLite says, in the words of the contract.

use kitaab_core::Error;
use kitaab_store::StoreError;
use rusqlite::ErrorCode;

/// What goes wrong within the store, until it is told.
#[derive(Debug)]
pub(crate) enum Fault {
    /// The store's own answer.
    Store(StoreError),
    /// What SQLite said.
    Sqlite(rusqlite::Error),
}

pub(crate) type Result<T, E = Fault> = std::result::Result<T, E>;

impl Fault {
    /// Stored data is damaged.
    pub(crate) fn corrupt(place: impl Into<std::borrow::Cow<'static, str>>) -> Self {
        Error::corrupt(place).into()
    }

    /// Whether another connection stands in the way for now.
    pub(crate) fn is_busy(&self) -> bool {
        let Self::Sqlite(error) = self else { return false };
        matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
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
            Fault::Sqlite(error) => told(error),
        }
    }
}

/// SQLite's messages name tables and columns and never hold a parameter's value, so that they can be
/// passed on as they are.
fn told(error: rusqlite::Error) -> StoreError {
    let Some(code) = error.sqlite_error_code() else {
        return match error {
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::QueryReturnedNoRows => StoreError::corrupt(format!("a row of the book's file: {error}")),
            error => StoreError::Backend(error.into()),
        };
    };
    let reason = match code {
        ErrorCode::DatabaseCorrupt => return StoreError::corrupt(format!("the book's file: {error}")),
        ErrorCode::NotADatabase => {
            return StoreError::corrupt("the file is not a Kitaab book, nor any SQLite database");
        }
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => "the book's file is locked by another process",
        ErrorCode::DiskFull => "there is no room left for the book's file",
        ErrorCode::ReadOnly => "the book's file is read-only",
        ErrorCode::CannotOpen => "the book's file can't be opened",
        ErrorCode::PermissionDenied | ErrorCode::AuthorizationForStatementDenied => "the book's file may not be used",
        ErrorCode::SystemIoFailure => "reading or writing the book's file failed",
        ErrorCode::OutOfMemory => "there is no memory left",
        ErrorCode::OperationInterrupted => "the operation was interrupted",
        _ => return StoreError::Backend(error.into()),
    };
    StoreError::unavailable(reason, error)
}
