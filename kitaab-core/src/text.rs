//! Texts of bounded length: names, notes, reflections.

use std::fmt;

use minicbor::{Decode, Decoder, Encode, Encoder};
use unicode_normalization::UnicodeNormalization;

use crate::error::{Error, Result};

/// How a text type treats what it is given.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lines {
    /// One line: surrounding white space is dropped, control characters are refused.
    One,
    /// Many lines, kept as written; control characters other than tab and line ends are refused.
    Many,
}

fn check(text: &str, word: &'static str, min: usize, max: usize, lines: Lines) -> Result<String> {
    let kept: String = match lines {
        Lines::One => text.trim().nfc().collect(),
        Lines::Many => text.nfc().collect(),
    };
    let count = kept.chars().count();
    let shown = || format!("{count} characters");
    if count < min || kept.trim().is_empty() {
        return Err(Error::invalid(word, "must not be empty", ""));
    }
    if count > max {
        return Err(Error::invalid(word, format!("must have at most {max} characters"), shown()));
    }
    let allowed = |c: char| !c.is_control() || (lines == Lines::Many && matches!(c, '\t' | '\n' | '\r'));
    if !kept.chars().all(allowed) {
        return Err(Error::invalid(word, "must not contain control characters", shown()));
    }
    Ok(kept)
}

/// Defines text newtypes: a maximum length in characters and what `Debug` may show.
macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident as $word:literal, at most $max:literal, $lines:ident, $privacy:ident;)+) => {$(
        $(#[$doc])*
        ///
        /// Not empty, normalised to Unicode NFC, without control characters. The length is counted
        /// in characters (Unicode scalar values).
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
        pub struct $name(String);

        impl $name {
            /// The greatest length in characters.
            pub const MAX: usize = $max;

            /// Takes a text, if it keeps the rules.
            pub fn new(text: impl AsRef<str>) -> Result<Self> {
                check(text.as_ref(), $word, 1, $max, Lines::$lines).map(Self)
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = Error;

            fn from_str(text: &str) -> Result<Self> {
                Self::new(text)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
                let text = <std::borrow::Cow<'_, str>>::deserialize(deserializer)?;
                Self::new(text).map_err(serde::de::Error::custom)
            }
        }

        impl<C> Encode<C> for $name {
            fn encode<W: minicbor::encode::Write>(
                &self,
                e: &mut Encoder<W>,
                _: &mut C,
            ) -> std::result::Result<(), minicbor::encode::Error<W::Error>> {
                e.str(&self.0)?.ok()
            }
        }

        impl<'b, C> Decode<'b, C> for $name {
            fn decode(d: &mut Decoder<'b>, _: &mut C) -> std::result::Result<Self, minicbor::decode::Error> {
                Self::new(d.str()?).map_err(minicbor::decode::Error::custom)
            }
        }

        texts!(@shown $privacy $name);
    )+};
    (@shown open $name:ident) => {
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
    // A private text has no `Display`, and `Debug` tells only its length, so that no log or error
    // message can hold it by accident.
    (@shown private $name:ident) => {
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({} characters)"), self.0.chars().count())
            }
        }
    };
}

texts! {
    /// The name of a deed, an item or a group.
    Name as "name", at most 255, One, open;
    /// The title of a merit, a target or a reminder.
    Title as "title", at most 255, One, open;
    /// The label of a scale value.
    Label as "label", at most 100, One, open;
    /// The unit of a count, for display: "pages".
    Unit as "unit", at most 32, One, open;
    /// A description of an item, a merit or a target.
    Description as "description", at most 4_000, Many, open;
    /// Words for an exemption's reason other than the known ones.
    ReasonText as "reason", at most 255, One, private;
    /// The note of an entry. Private: never shown to others, never printed by `Debug`.
    Note as "note", at most 4_000, Many, private;
    /// The words written about a day. Private: never shown to others, never printed by `Debug`.
    ReflectionText as "reflection", at most 20_000, Many, private;
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn names_are_trimmed_and_normalised() {
        assert_eq!(Name::new("  Qur\u{2019}an ").unwrap().as_str(), "Qur\u{2019}an");
        assert_eq!(Name::new("e\u{301}").unwrap(), Name::new("\u{e9}").unwrap());
    }

    #[test]
    fn broken_texts_are_refused_without_being_shown() {
        for (text, rule) in [
            (String::new(), "must not be empty"),
            (" \t".to_owned(), "must not be empty"),
            ("a\0b".to_owned(), "must not contain control characters"),
            ("x".repeat(4_001), "must have at most 4000 characters"),
        ] {
            let Err(Error::Invalid { field, rule: broken, value }) = Note::new(&text) else { panic!("{text}") };
            assert_eq!((field.as_ref(), broken.as_ref()), ("note", rule));
            assert!(value.is_empty() || value.ends_with(" characters"));
        }
    }

    #[test]
    fn private_texts_do_not_print() {
        let note = Note::new("I slept in").unwrap();
        assert_eq!(format!("{note:?}"), "Note(10 characters)");
    }

    #[test]
    fn lengths_are_counted_in_characters() {
        assert!(Name::new("ص".repeat(255)).is_ok());
        assert!(Name::new("ص".repeat(256)).is_err());
    }
}
