//! The messages, each a constant, and what goes into them.

/// One message, the same in every language.
///
/// There is a constant for each: a text that does not exist is no program that compiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Text(&'static str);

impl Text {
    /// Its id in the files of `locales/`.
    pub const fn id(self) -> &'static str {
        self.0
    }

    /// The message with an id, for ids that are put together, as those of weekdays and of the starter catalogue.
    pub fn of(id: &str) -> Option<Self> {
        Self::ALL.binary_search_by(|text| text.0.cmp(id)).ok().and_then(|place| Self::ALL.get(place)).copied()
    }
}

/// What a message's variable stands for.
#[derive(Clone, Copy, Debug)]
pub enum Arg<'a> {
    /// Words that are set as they are.
    Words(&'a str),
    /// A number, written in the language's digits. A message chooses among its plural forms by the variable with
    /// `-form` at the end of its name: `{ $days-form -> [one] … *[other] … }`.
    Number(u64),
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(words: &'a str) -> Self {
        Self::Words(words)
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(words: &'a String) -> Self {
        Self::Words(words)
    }
}

impl From<u64> for Arg<'_> {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<u32> for Arg<'_> {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<usize> for Arg<'_> {
    fn from(number: usize) -> Self {
        Self::Number(u64::try_from(number).unwrap_or(u64::MAX))
    }
}

include!(concat!(env!("OUT_DIR"), "/texts.rs"));
