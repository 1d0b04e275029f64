//! The one error of the facade: a code, what to say, and what each code carries.

use std::fmt;

use kitaab::{DomainError, Error};

use crate::scalar::Text;

/// The result of an operation.
pub type Result<T, E = KitaabError> = std::result::Result<T, E>;

/// Defines the error from its codes, with the words of each.
macro_rules! error {
    ($( $(#[$vdoc:meta])* $variant:ident = $code:literal { $( $(#[$fdoc:meta])* $field:ident, )* } )+) => {
        /// Why an operation was refused or failed. [`KitaabError::code`] is stable, and the same in every language; `text` says it
        /// to developers. None holds a note, a reflection or a secret.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[cfg_attr(feature = "uniffi", derive(uniffi::Error))]
        pub enum KitaabError {
            $(
                $(#[$vdoc])*
                $variant {
                    /// The whole message.
                    text: Text,
                    $( $(#[$fdoc])* $field: Text, )*
                },
            )+
        }

        impl KitaabError {
            /// The stable code.
            pub const fn code(&self) -> &'static str {
                match self { $( Self::$variant { .. } => $code, )+ }
            }

            /// The message.
            pub fn text(&self) -> &str {
                match self { $( Self::$variant { text, .. } => text.as_ref(), )+ }
            }

            /// What the error carries beside its message, by name.
            pub fn data(&self) -> Vec<(&'static str, &str)> {
                match self { $( Self::$variant { text: _, $($field),* } => vec![$((stringify!($field), $field.as_ref())),*], )+ }
            }
        }

        /// The codes, with what each carries.
        pub(crate) const CODES: &[crate::words::CodeWords] = &[$(
            crate::words::CodeWords { code: $code, name: stringify!($variant), data: &[$(stringify!($field)),*] }
        ),+];
    };
}

error! {
    /// The input breaks a rule.
    Invalid = "invalid" {
        /// Which input, as a path: `entries[17].value`. Its words are the same in every language: `day_start`.
        field,
        /// The rule that it breaks, as the end of a sentence: "must be …".
        rule,
        /// What was given: of a note, a reflection or a name only its length; a label, a path, an amount or a day as it came, unless
        /// it is long.
        value,
    }
    /// There is no such thing, or none that the actor may know of.
    NotFound = "not_found" {
        /// What was looked for.
        kind,
        /// By which id or name.
        id,
    }
    /// A uniqueness or state rule stands against it.
    Conflict = "conflict" {
        /// What kind of thing is in conflict.
        kind,
        /// Why, in words.
        what,
    }
    /// The actor may know of it but not do this.
    Denied = "denied" {
        /// What was tried.
        action,
        /// On what kind of thing.
        kind,
        /// On which one.
        id,
    }
    /// The storage can't be reached now; trying again may work.
    Unavailable = "unavailable" {}
    /// Stored data, or a file, is damaged.
    Corrupt = "corrupt" {
        /// Where, and what is wrong there.
        place,
    }
    /// This version, store or platform can't do this.
    Unsupported = "unsupported" {
        /// What was asked for.
        what,
    }
    /// The caller asked for it to stop. Nothing was written.
    Cancelled = "cancelled" {}
    /// The client was closed before.
    Closed = "closed" {}
    /// Kitaab itself failed: please report it. Nothing half-done was written.
    Internal = "internal" {}
}

impl fmt::Display for KitaabError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

impl std::error::Error for KitaabError {}

impl KitaabError {
    pub(crate) fn invalid(field: &'static str, rule: impl Into<String>, value: impl fmt::Display) -> Self {
        DomainError::invalid(field, rule.into(), value).into()
    }

    pub(crate) fn closed() -> Self {
        Self::Closed { text: "the client is closed".into() }
    }

    /// What a panic becomes. Its message is not told: it might hold what the owner wrote.
    pub(crate) fn internal() -> Self {
        Self::Internal { text: "Kitaab failed where it should not: please report it".into() }
    }
}

/// The word for a kind of things.
pub(crate) fn kind_word(kind: kitaab::Kind) -> Text {
    Text::from(kind.to_string().replace([' ', '-'], "_"))
}

impl From<DomainError> for KitaabError {
    fn from(error: DomainError) -> Self {
        let text = Text::from(error.to_string());
        match error {
            DomainError::Invalid { field, rule, value } => Self::Invalid {
                text,
                field: field.into_owned().into(),
                rule: rule.into_owned().into(),
                value: value.into(),
            },
            DomainError::NotFound { kind, id } => Self::NotFound { text, kind: kind_word(kind), id: id.into() },
            DomainError::Conflict { kind, what } => {
                Self::Conflict { text, kind: kind_word(kind), what: what.into_owned().into() }
            }
            DomainError::Denied { action, kind, id } => {
                Self::Denied { text, action: action.into_owned().into(), kind: kind_word(kind), id: id.into() }
            }
            DomainError::Corrupt { place } => Self::Corrupt { text, place: place.into_owned().into() },
            DomainError::Unsupported { what } => Self::Unsupported { text, what: what.into_owned().into() },
            _ => Self::Internal { text },
        }
    }
}

impl From<Error> for KitaabError {
    fn from(error: Error) -> Self {
        let text = Text::from(error.to_string());
        match error {
            Error::Domain(error) => error.into(),
            Error::Store(_) => Self::Unavailable { text },
            Error::Cancelled { .. } => Self::Cancelled { text },
            _ => Self::Internal { text },
        }
    }
}

impl From<kitaab_report::Error> for KitaabError {
    fn from(error: kitaab_report::Error) -> Self {
        match error {
            kitaab_report::Error::Book(error) => error.into(),
            drawing => Self::Unsupported { text: drawing.to_string().into(), what: "drawing the chart".into() },
        }
    }
}

#[cfg(feature = "pyo3")]
impl From<KitaabError> for pyo3::PyErr {
    /// As the exception of its code in the Python module `kitaab._errors`.
    fn from(error: KitaabError) -> Self {
        use pyo3::prelude::*;
        Python::attach(|py| {
            let made = py.import("kitaab._errors").and_then(|errors| {
                let data: std::collections::BTreeMap<_, _> = error.data().into_iter().collect();
                errors.call_method1("of_code", (error.code(), error.text(), data))
            });
            match made {
                Ok(exception) => Self::from_value(exception),
                Err(failed) => failed,
            }
        })
    }
}
