//! What the SDK answers when something goes wrong.

use kitaab_store::StoreError;

/// An error of the SDK: what was wrong with which input, or why the storage could not do it.
///
/// [`Error::code`] is stable; every binding shows the same. No message ever holds a note or a
/// reflection.
///
/// ```
/// use kitaab::{Amount, Error};
/// let error = Error::from("-3".parse::<Amount>().unwrap_err());
/// assert_eq!((error.code(), error.field()), ("invalid", Some("amount")));
/// assert_eq!(error.to_string(), "amount must not be negative (given: -3)");
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A rule of the domain stands against it.
    #[error(transparent)]
    Domain(kitaab_core::Error),
    /// The storage could not do it.
    #[error(transparent)]
    Store(StoreError),
    /// The caller asked for it to stop. Nothing was written.
    #[error("cancelled after {after}")]
    Cancelled {
        /// How far it had come.
        after: String,
    },
}

/// The result of an operation of the SDK.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// The stable code: `invalid`, `not_found`, `conflict`, `denied`, `unavailable`, `corrupt` or
    /// `unsupported`; and `cancelled`, which only a caller that cancels will meet.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Domain(error) => error.code(),
            Self::Store(error) => error.code(),
            Self::Cancelled { .. } => "cancelled",
        }
    }

    /// Which input was wrong, as a path such as `entries[17].value`, if an input was.
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::Domain(kitaab_core::Error::Invalid { field, .. }) => Some(field),
            _ => None,
        }
    }
}

impl From<kitaab_core::Error> for Error {
    fn from(error: kitaab_core::Error) -> Self {
        Self::Domain(error)
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            // One way to say it, whichever layer noticed.
            StoreError::Domain(error) => Self::Domain(error),
            error => Self::Store(error),
        }
    }
}
