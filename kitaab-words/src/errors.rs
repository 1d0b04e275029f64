//! Errors, by their codes.

use kitaab_core::Error;

use crate::locale::Locale;
use crate::text::Text;

impl Locale {
    /// An error of the domain in words. What exactly is wrong is told in English within them, as the core says it.
    ///
    /// ```
    /// # use kitaab_words::Locale;
    /// let error = "-3".parse::<kitaab_core::Amount>().unwrap_err();
    /// assert_eq!(Locale::english().error(&error), "This can't be taken as it is: amount must not be negative (given: -3).");
    /// ```
    pub fn error(&self, error: &Error) -> String {
        let given = |rule: &str, value: &str| {
            if value.is_empty() { rule.to_owned() } else { format!("{rule} (given: {value})") }
        };
        match error {
            Error::Invalid { field, rule, value } => self.put(
                Text::ERROR_INVALID,
                &[("field", field.as_ref().into()), ("detail", (&given(rule, value)).into())],
            ),
            Error::NotFound { kind, id } => {
                self.put(Text::ERROR_NOT_FOUND, &[("kind", (&self.kind(*kind)).into()), ("id", id.into())])
            }
            Error::Conflict { kind, what } => self
                .put(Text::ERROR_CONFLICT, &[("kind", (&self.kind(*kind)).into()), ("detail", what.as_ref().into())]),
            Error::Denied { action, .. } => self.put(Text::ERROR_DENIED, &[("detail", action.as_ref().into())]),
            Error::Corrupt { place } => self.put(Text::ERROR_CORRUPT, &[("detail", place.as_ref().into())]),
            Error::Unsupported { what } => self.put(Text::ERROR_UNSUPPORTED, &[("detail", what.as_ref().into())]),
            other => self.error_code(other.code(), &other.to_string()),
        }
    }

    /// An error of another layer, by its stable code (`unavailable`, `cancelled` …), with what it says of itself.
    pub fn error_code(&self, code: &str, detail: &str) -> String {
        match code {
            "unavailable" => self.say(Text::ERROR_UNAVAILABLE),
            "cancelled" => self.say(Text::ERROR_CANCELLED),
            "corrupt" => self.put(Text::ERROR_CORRUPT, &[("detail", detail.into())]),
            "unsupported" => self.put(Text::ERROR_UNSUPPORTED, &[("detail", detail.into())]),
            "denied" => self.put(Text::ERROR_DENIED, &[("detail", detail.into())]),
            _ => self.say(Text::ERROR_UNEXPECTED),
        }
    }
}
