//! What can go wrong in the domain, each case with a stable code.

use std::borrow::Cow;
use std::fmt;

/// The kinds of things that a book holds, as errors, keys and histories name them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Kind {
    /// A whole book: everything one owner records.
    Book,
    /// The owner's settings: zone, day start, first weekday.
    Settings,
    /// A named group of deeds.
    Group,
    /// A deed: a practice with a category and a measure.
    Deed,
    /// An item: a node in a deed's tree.
    Item,
    /// One version of a deed's scale.
    Scale,
    /// One value of a scale version.
    ScaleValue,
    /// What was recorded for one item on one day.
    Entry,
    /// The note of an entry.
    Note,
    /// The mark that a day was reviewed.
    Reviewed,
    /// A span of days on which items are not required.
    Exemption,
    /// Make-ups done for an item on a day.
    MakeUp,
    /// Owed days of an item settled by fidya on a day.
    Fidya,
    /// A merit or demerit.
    Merit,
    /// A target.
    Target,
    /// The words written about one day.
    Reflection,
    /// A reminder.
    Reminder,
    /// The first day of a Hijri month by the owner's sighting.
    Sighting,
    /// What stands between two people.
    Relation,
    /// Somebody whose requests don't reach the owner.
    Block,
    /// What somebody else may see or write.
    Permission,
    /// One commit of the ledger.
    Commit,
    /// The ledger of a book as a whole.
    Ledger,
    /// A request id that makes a batch safe to send twice.
    Request,
    /// A file outside the book: an export, a backup, another program's data.
    File,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Book => "book",
            Self::Settings => "settings",
            Self::Group => "group",
            Self::Deed => "deed",
            Self::Item => "item",
            Self::Scale => "scale",
            Self::ScaleValue => "scale value",
            Self::Entry => "entry",
            Self::Note => "note",
            Self::Reviewed => "reviewed day",
            Self::Exemption => "exemption",
            Self::MakeUp => "make-up",
            Self::Fidya => "fidya",
            Self::Merit => "merit",
            Self::Target => "target",
            Self::Reflection => "reflection",
            Self::Reminder => "reminder",
            Self::Sighting => "sighting",
            Self::Relation => "relation",
            Self::Block => "block",
            Self::Permission => "permission",
            Self::Commit => "commit",
            Self::Ledger => "ledger",
            Self::Request => "request",
            Self::File => "file",
        })
    }
}

/// An error of the domain. [`Error::code`] is stable: bindings and programs may rely on it.
///
/// No variant ever holds the text of a note or a reflection: of a text, only its length is told.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The input breaks a rule of the domain.
    #[error("{field} {rule}{}", Given(value))]
    Invalid {
        /// Which input, as a path: `name`, `entries[17].value`, `rule.all[2].item`.
        field: Cow<'static, str>,
        /// The rule that it breaks, as the end of a sentence: "must be …".
        rule: Cow<'static, str>,
        /// What was given; of a text only its length; empty when there is nothing to show.
        value: String,
    },
    /// There is no such thing, or none that the actor may know of.
    #[error("there is no {kind} {id}")]
    NotFound {
        /// What was looked for.
        kind: Kind,
        /// By which id or name.
        id: String,
    },
    /// A uniqueness or state rule stands against it.
    #[error("{kind}: {what}")]
    Conflict {
        /// What kind of thing is in conflict.
        kind: Kind,
        /// Why, in words.
        what: Cow<'static, str>,
    },
    /// The actor may know of it but not do this.
    #[error("{action} is not allowed on {kind} {id}")]
    Denied {
        /// What was tried.
        action: Cow<'static, str>,
        /// On what kind of thing.
        kind: Kind,
        /// On which one.
        id: String,
    },
    /// Stored data breaks an invariant, or the ledger's chain.
    #[error("the stored data is damaged: {place}")]
    Corrupt {
        /// Where, and what is wrong there.
        place: Cow<'static, str>,
    },
    /// This version, store or platform can't do this.
    #[error("{what} is not supported here")]
    Unsupported {
        /// What was asked for.
        what: Cow<'static, str>,
    },
}

/// Shows a given value after a rule, and nothing when there is none.
struct Given<'a>(&'a str);

impl fmt::Display for Given<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() { Ok(()) } else { write!(f, " (given: {})", self.0) }
    }
}

/// The result of a domain operation.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// The input named `field` breaks `rule`; `value` is shown, so it must not be a private text.
    pub fn invalid(
        field: impl Into<Cow<'static, str>>,
        rule: impl Into<Cow<'static, str>>,
        value: impl fmt::Display,
    ) -> Self {
        Self::Invalid { field: field.into(), rule: rule.into(), value: value.to_string() }
    }

    /// There is no `kind` with this id.
    pub fn not_found(kind: Kind, id: impl fmt::Display) -> Self {
        Self::NotFound { kind, id: id.to_string() }
    }

    /// A uniqueness or state rule of `kind` is broken.
    pub fn conflict(kind: Kind, what: impl Into<Cow<'static, str>>) -> Self {
        Self::Conflict { kind, what: what.into() }
    }

    /// The actor may know of it but not do this.
    pub fn denied(action: impl Into<Cow<'static, str>>, kind: Kind, id: impl fmt::Display) -> Self {
        Self::Denied { action: action.into(), kind, id: id.to_string() }
    }

    /// Stored data is damaged at `place`.
    pub fn corrupt(place: impl Into<Cow<'static, str>>) -> Self {
        Self::Corrupt { place: place.into() }
    }

    /// `what` can't be done here.
    pub fn unsupported(what: impl Into<Cow<'static, str>>) -> Self {
        Self::Unsupported { what: what.into() }
    }

    /// The stable code: `invalid`, `not_found`, `conflict`, `denied`, `corrupt` or `unsupported`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Invalid { .. } => "invalid",
            Self::NotFound { .. } => "not_found",
            Self::Conflict { .. } => "conflict",
            Self::Denied { .. } => "denied",
            Self::Corrupt { .. } => "corrupt",
            Self::Unsupported { .. } => "unsupported",
        }
    }

    /// The same error with the place in front of the field's name, so that a batch says which part
    /// is wrong: `value` within `entries[17]` becomes `entries[17].value`.
    #[must_use]
    pub fn within(self, place: &str) -> Self {
        match self {
            Self::Invalid { field, rule, value } if field.is_empty() => {
                Self::Invalid { field: place.to_owned().into(), rule, value }
            }
            Self::Invalid { field, rule, value } => {
                Self::Invalid { field: format!("{place}.{field}").into(), rule, value }
            }
            other => other,
        }
    }
}
