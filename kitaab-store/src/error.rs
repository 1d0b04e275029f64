//! What a store answers when something goes wrong.

use std::error::Error as Cause;

use kitaab_core::{Error, Kind};

/// An error of a store. [`StoreError::code`] is stable.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The domain's own error: what is stored or handed in breaks one of its rules.
    #[error(transparent)]
    Domain(#[from] Error),
    /// The storage can't be reached or used now (locked, full, read-only, gone); trying again may work.
    #[error("the storage is unavailable: {reason}")]
    Unavailable {
        /// Why, in words.
        reason: String,
        /// What the storage said.
        #[source]
        source: Option<Box<dyn Cause + Send + Sync>>,
    },
    /// The storage failed in a way that the store does not know.
    #[error("the storage failed: {0}")]
    Backend(#[source] Box<dyn Cause + Send + Sync>),
}

/// The result of a store's operation.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

impl StoreError {
    /// The storage is unavailable, with what it said.
    pub fn unavailable(reason: impl Into<String>, source: impl Into<Box<dyn Cause + Send + Sync>>) -> Self {
        Self::Unavailable { reason: reason.into(), source: Some(source.into()) }
    }

    /// There is no such thing.
    pub fn not_found(kind: Kind, id: impl std::fmt::Display) -> Self {
        Error::not_found(kind, id).into()
    }

    /// Stored data is damaged.
    pub fn corrupt(place: impl Into<std::borrow::Cow<'static, str>>) -> Self {
        Error::corrupt(place).into()
    }

    /// The stable code: one of the domain's, or `unavailable`. A failure that the store does not know
    /// counts as `unavailable`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Domain(error) => error.code(),
            Self::Unavailable { .. } | Self::Backend(_) => "unavailable",
        }
    }
}
