//! What the program says, and with which exit code it ends, when something goes wrong.

use std::fmt::Display;
use std::io;
use std::process::ExitCode;

use kitaab::DomainError;
use kitaab::Kind;
use serde::Serialize;

/// What kind of failure it is. Each has its own exit code, so that a script need not read messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Code {
    /// Nothing that a caller could have foreseen.
    Unexpected,
    /// The command line can't be read.
    Usage,
    /// The input breaks a rule of the domain.
    Invalid,
    /// There is no such thing.
    NotFound,
    /// A uniqueness or state rule stands against it.
    Conflict,
    /// The actor may not do this.
    Denied,
    /// The storage can't be used now.
    Unavailable,
    /// The stored data, or the file, is damaged.
    Corrupt,
    /// This version can't do it.
    Unsupported,
    /// The server has a problem.
    Unwell,
    /// Ctrl-C, or a "no" to a question.
    Cancelled,
}

impl Code {
    /// The exit code, as `kitaab --help` tells it.
    const fn exit(self) -> u8 {
        match self {
            Self::Unexpected => 1,
            Self::Usage => 2,
            Self::Invalid => 3,
            Self::NotFound => 4,
            Self::Conflict => 5,
            Self::Denied => 6,
            Self::Unavailable => 7,
            Self::Corrupt => 8,
            Self::Unsupported => 9,
            Self::Unwell => 10,
            Self::Cancelled => 130,
        }
    }

    /// The code that the SDK names so.
    pub(crate) fn named(code: &str) -> Self {
        match code {
            "invalid" => Self::Invalid,
            "not_found" => Self::NotFound,
            "conflict" => Self::Conflict,
            "denied" => Self::Denied,
            "unavailable" => Self::Unavailable,
            "corrupt" => Self::Corrupt,
            "unsupported" => Self::Unsupported,
            "cancelled" => Self::Cancelled,
            _ => Self::Unexpected,
        }
    }
}

/// Why a command ended without success. Boxed, so that what succeeds need not carry its size about.
#[derive(Debug, Serialize)]
pub(crate) struct Failure(Box<Details>);

#[derive(Debug, Serialize)]
struct Details {
    code: Code,
    message: String,
    /// Which input was wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    /// The rule that it breaks.
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<String>,
    /// What was given; of a private text only its length.
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    /// What kind of thing was looked for, or is in conflict.
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<Kind>,
    /// Which one.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
}

/// The result of everything that the program does.
pub(crate) type Result<T, E = Failure> = std::result::Result<T, E>;

impl Failure {
    /// A failure of a kind, in words.
    pub(crate) fn new(code: Code, message: impl Display) -> Self {
        let message = message.to_string();
        Self(Box::new(Details {
            code,
            message,
            field: None,
            rule: None,
            value: None,
            kind: None,
            id: None,
            hint: None,
        }))
    }

    /// The command line asks for something that does not go together.
    pub(crate) fn usage(message: impl Display) -> Self {
        Self::new(Code::Usage, message)
    }

    /// The input named `field` breaks `rule`; `value` is shown.
    pub(crate) fn invalid(field: &'static str, rule: impl Into<String>, value: impl Display) -> Self {
        kitaab::Error::from(DomainError::invalid(field, rule.into(), value)).into()
    }

    /// There is no `kind` with this name.
    pub(crate) fn not_found(kind: Kind, id: impl Display) -> Self {
        kitaab::Error::from(DomainError::not_found(kind, id)).into()
    }

    /// The state of `kind` stands against it.
    pub(crate) fn conflict(kind: Kind, what: impl Into<String>) -> Self {
        kitaab::Error::from(DomainError::conflict(kind, what.into())).into()
    }

    /// The user said no, or pressed Ctrl-C.
    pub(crate) fn cancelled(message: impl Display) -> Self {
        Self::new(Code::Cancelled, message)
    }

    /// A file outside the book that could not be used.
    pub(crate) fn file(path: &std::path::Path, error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::not_found(Kind::File, path.display()),
            io::ErrorKind::AlreadyExists => Self::conflict(Kind::File, format!("{} is there already", path.display())),
            _ => Self::new(Code::Unavailable, format_args!("{}: {error}", path.display())),
        }
    }

    /// The same, with advice.
    #[must_use]
    pub(crate) fn hint(mut self, hint: impl Display) -> Self {
        self.0.hint = Some(hint.to_string());
        self
    }

    /// The same, with advice if the state of something stands against it.
    #[must_use]
    pub(crate) fn hint_if_conflict(self, hint: impl Display) -> Self {
        if self.0.code == Code::Conflict { self.hint(hint) } else { self }
    }

    /// What kind of failure it is.
    pub(crate) const fn code(&self) -> Code {
        self.0.code
    }

    /// Tells it on standard error, and gives the exit code. What can't be told, since nobody listens,
    /// is let go.
    pub(crate) fn report(&self, json: bool) -> ExitCode {
        use io::Write;
        let mut err = anstream::stderr().lock();
        let told = if json {
            #[derive(Serialize)]
            struct Report<'a> {
                error: &'a Failure,
            }
            serde_json::to_string(&Report { error: self })
                .map_err(io::Error::from)
                .and_then(|line| writeln!(err, "{line}"))
        } else {
            let strong = crate::output::style::STRONG;
            let told = writeln!(err, "{strong}kitaab:{strong:#} {}", self.0.message);
            match &self.0.hint {
                Some(hint) => told.and_then(|()| writeln!(err, "        {hint}")),
                None => told,
            }
        };
        drop(told);
        ExitCode::from(self.0.code.exit())
    }
}

impl From<kitaab::Error> for Failure {
    fn from(error: kitaab::Error) -> Self {
        let mut failure = Self::new(Code::named(error.code()), &error);
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        match &error {
            kitaab::Error::Domain(DomainError::Invalid { field, rule, value }) => {
                failure.0.field = given(field);
                failure.0.rule = given(rule);
                failure.0.value = given(value);
            }
            kitaab::Error::Domain(DomainError::NotFound { kind, id } | DomainError::Denied { kind, id, .. }) => {
                failure.0.kind = Some(*kind);
                failure.0.id = given(id);
            }
            kitaab::Error::Domain(DomainError::Conflict { kind, .. }) => failure.0.kind = Some(*kind),
            _ => {}
        }
        failure
    }
}

impl From<DomainError> for Failure {
    fn from(error: DomainError) -> Self {
        kitaab::Error::from(error).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_the_sdk_has_its_exit_code() {
        for (code, exit) in [
            ("invalid", 3),
            ("not_found", 4),
            ("conflict", 5),
            ("denied", 6),
            ("unavailable", 7),
            ("corrupt", 8),
            ("unsupported", 9),
            ("cancelled", 130),
            ("one of a later version", 1),
        ] {
            assert_eq!(Code::named(code).exit(), exit, "{code}");
        }
    }

    #[test]
    fn what_an_error_carries_is_told() {
        let failure = Failure::from(DomainError::invalid("value", "must be one of: No, Yes", "Maybe"));
        assert_eq!(
            serde_json::to_value(&failure).unwrap(),
            serde_json::json!({
                "code": "invalid",
                "message": "value must be one of: No, Yes (given: Maybe)",
                "field": "value",
                "rule": "must be one of: No, Yes",
                "value": "Maybe",
            })
        );
        let failure = Failure::not_found(Kind::Item, "Salah/Witr").hint("look again");
        assert_eq!(
            serde_json::to_value(&failure).unwrap(),
            serde_json::json!({
                "code": "not_found",
                "message": "there is no item Salah/Witr",
                "kind": "item",
                "id": "Salah/Witr",
                "hint": "look again",
            })
        );
    }
}
