//! Why a file could not be read as a whole. What concerns single rows is a [`Remark`](crate::Remark) instead.

use std::error::Error;
use std::io;

/// Why nothing could be imported. Messages name the file, archive entry or table at fault, and never hold its texts.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// The input breaks a rule of its format or one of the [`Limits`](crate::Limits).
    #[error("{place}: {reason}")]
    Invalid {
        /// The file, archive entry, table or column at fault.
        place: String,
        /// Which rule it breaks.
        reason: String,
    },
    /// The input is no file of a known format, or a variant that can't be read.
    #[error("{place}: {reason}")]
    Unsupported {
        /// The file, archive entry, table or column at fault.
        place: String,
        /// What is not supported.
        reason: String,
    },
    /// The input is damaged.
    #[error("{place} is damaged: {reason}")]
    Corrupt {
        /// The file, archive entry or table at fault.
        place: String,
        /// What does not hold.
        reason: String,
        /// The error of the library that found it.
        source: Option<Box<dyn Error + Send + Sync>>,
    },
    /// The input can't be reached now; trying again may work.
    #[error("{place} can't be read: {reason}")]
    Unavailable {
        /// The file at fault.
        place: String,
        /// What stood in the way.
        reason: String,
        /// The error of the operating system.
        source: Option<Box<dyn Error + Send + Sync>>,
    },
    /// The progress callback asked to stop.
    #[error("cancelled after {rows} rows")]
    Cancelled {
        /// How many rows had been read.
        rows: u64,
    },
}

impl ImportError {
    /// The stable name of this kind of error, the same in every binding: `invalid`, `unsupported`, `corrupt` or
    /// `unavailable`; and `cancelled`, which only a caller that cancels will meet.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Invalid { .. } => "invalid",
            Self::Unsupported { .. } => "unsupported",
            Self::Corrupt { .. } => "corrupt",
            Self::Unavailable { .. } => "unavailable",
            Self::Cancelled { .. } => "cancelled",
        }
    }

    pub(crate) fn invalid(place: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::Invalid { place: place.into(), reason: reason.into() }
    }

    pub(crate) fn unsupported(place: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::Unsupported { place: place.into(), reason: reason.into() }
    }

    pub(crate) fn corrupt(place: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::Corrupt { place: place.into(), reason: reason.into(), source: None }
    }

    pub(crate) fn unavailable(place: impl Into<String>, source: io::Error) -> Self {
        Self::Unavailable { place: place.into(), reason: source.to_string(), source: Some(Box::new(source)) }
    }

    /// Sorts an error met while reading `place`: a limit that was hit, damage, or an input that can't be reached.
    pub(crate) fn from_reading(place: &str, error: io::Error) -> Self {
        if let Some(hit) = error.get_ref().and_then(|inner| inner.downcast_ref::<LimitHit>()) {
            return Self::invalid(place, hit.to_string());
        }
        match error.kind() {
            io::ErrorKind::Unsupported => Self::unsupported(place, error.to_string()),
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof => {
                Self::Corrupt { place: place.to_owned(), reason: error.to_string(), source: Some(Box::new(error)) }
            }
            _ => Self::unavailable(place, error),
        }
    }
}

/// A limit met inside an [`io::Read`], where only an [`io::Error`] can carry it outwards.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct LimitHit(pub(crate) String);

impl From<LimitHit> for io::Error {
    fn from(hit: LimitHit) -> Self {
        Self::other(hit)
    }
}
