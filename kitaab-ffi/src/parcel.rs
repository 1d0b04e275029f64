//! The arguments of a call from Node. Its JavaScript packs them into one text and one list of numbers, and what they are is
//! judged here, away from JavaScript's thread: to read the properties of 10,000 objects through Node-API takes longer than to
//! record them.
//!
//! A parcel says of each value in turn of which kind it is, by a mark; objects are packed as the fields that they should have,
//! in the order in which those are listed, and lists as their items. `bindings/node/lib/parcel.js` is the other side.

use std::borrow::Cow;

use kitaab::DomainError;
use napi::bindgen_prelude::Utf16String;

use crate::error::{KitaabError, Result};

/// The rule for what has to be there.
const MISSING: &str = "must be given";
/// The field that says which of several shapes an object has.
const IS: &str = "is";

/// Arguments of a call, packed.
pub struct Parcel {
    texts: Utf16String,
    marks: Vec<f64>,
}

impl Parcel {
    /// From all texts one after the other, and the marks.
    pub fn new(texts: Utf16String, marks: &[f64]) -> Self {
        Self { texts, marks: marks.to_vec() }
    }

    /// Begins to take the arguments out.
    pub fn unpacking(&self) -> Unpacking<'_> {
        Unpacking { marks: &self.marks, ahead: &self.texts, met: Vec::new() }
    }
}

/// A parcel that values are taken out of, in the order in which they were packed.
pub struct Unpacking<'p> {
    marks: &'p [f64],
    /// The texts that come with later marks.
    ahead: &'p [u16],
    /// The texts so far: each is packed once, and told by its number after that.
    met: Vec<Met>,
}

/// A text that was packed.
pub(crate) struct Met {
    /// With something else in the place of half a surrogate pair.
    text: String,
    is_unicode: bool,
}

impl Met {
    fn new(units: &[u16]) -> Self {
        match String::from_utf16(units) {
            Ok(text) => Self { text, is_unicode: true },
            Err(_) => Self { text: String::from_utf16_lossy(units), is_unicode: false },
        }
    }

    /// The text, if it is one.
    pub(crate) fn whole(&self) -> Option<&str> {
        self.is_unicode.then_some(&self.text)
    }
}

/// What was packed as one value.
enum Packed {
    /// By its number.
    Text(usize),
    Number(f64),
    Flag(bool),
    Object,
    List(usize),
    Undefined,
    Null,
    /// What none of these is: a symbol, a function, a number of the kind `10n`; an object in the place of a text.
    Other,
}

/// The marks, as `parcel.js` has them. One that is not negative is the number of a text.
mod mark {
    pub(super) const UNDEFINED: i64 = -1;
    pub(super) const NULL: i64 = -2;
    pub(super) const FALSE: i64 = -3;
    pub(super) const TRUE: i64 = -4;
    pub(super) const NUMBER: i64 = -5;
    pub(super) const OBJECT: i64 = -6;
    pub(super) const LIST: i64 = -7;
    pub(super) const TEXT: i64 = -8;
}

impl Unpacking<'_> {
    /// Takes the next argument.
    ///
    /// # Errors
    /// `invalid`, with the field that is wrong.
    pub fn argument<T: Unpack>(&mut self, name: &'static str) -> Result<T> {
        T::unpack(self).map_err(|refusal| refusal.of(name))
    }

    pub(crate) fn field<T: Unpack>(&mut self, name: &'static str) -> Taken<T> {
        if !T::MAY_BE_ABSENT && self.is_next(mark::UNDEFINED) {
            return Err(Refusal::new(MISSING).within(name));
        }
        T::unpack(self).map_err(|refusal| refusal.within(name))
    }

    /// The beginning of an object, whose fields come next.
    pub(crate) fn object(&mut self) -> Taken<()> {
        match self.next() {
            Packed::Object => Ok(()),
            _ => Err(Refusal::new("must be an object")),
        }
    }

    /// Which of several shapes an object has, by the word for it; none of them where there is no such word.
    pub(crate) fn variant(&mut self, variants: &[&'static str]) -> Taken<&'static str> {
        let word = if self.is_next(mark::UNDEFINED) { Err(Refusal::new(MISSING)) } else { self.word() };
        let named = |word: &str| variants.iter().copied().find(|variant| names(word, variant)).unwrap_or_default();
        word.map(named).map_err(|refusal| refusal.within(IS))
    }

    pub(crate) fn text(&mut self) -> Taken<&Met> {
        let met = match self.next() {
            Packed::Text(number) => self.met.get(number),
            _ => None,
        };
        met.ok_or_else(|| Refusal::new("must be a text"))
    }

    pub(crate) fn number(&mut self) -> Taken<f64> {
        match self.next() {
            Packed::Number(number) => Ok(number),
            _ => Err(Refusal::new("must be a number")),
        }
    }

    /// A word, or a value that is written as one. Half a surrogate pair is in none of those, whatever stands in its place.
    pub(crate) fn word(&mut self) -> Taken<&str> {
        self.text().map(|met| met.text.as_str())
    }

    fn is_next(&self, mark: i64) -> bool {
        self.marks.first().is_none_or(|next| whole(*next) == mark)
    }

    /// The next value. Where nothing is left, nothing was given.
    fn next(&mut self) -> Packed {
        match self.mark().map_or(mark::UNDEFINED, whole) {
            mark::UNDEFINED => Packed::Undefined,
            mark::NULL => Packed::Null,
            mark::FALSE => Packed::Flag(false),
            mark::TRUE => Packed::Flag(true),
            mark::NUMBER => self.mark().map_or(Packed::Other, Packed::Number),
            mark::OBJECT => Packed::Object,
            mark::LIST => self.count().map_or(Packed::Other, Packed::List),
            mark::TEXT => {
                let cut = self.count().and_then(|length| self.ahead.split_at_checked(length));
                let Some((text, ahead)) = cut else { return Packed::Other };
                self.ahead = ahead;
                self.met.push(Met::new(text));
                Packed::Text(self.met.len() - 1)
            }
            number => usize::try_from(number).map_or(Packed::Other, Packed::Text),
        }
    }

    fn mark(&mut self) -> Option<f64> {
        let (first, rest) = self.marks.split_first()?;
        self.marks = rest;
        Some(*first)
    }

    fn count(&mut self) -> Option<usize> {
        self.mark().and_then(|count| usize::try_from(whole(count)).ok())
    }
}

#[allow(clippy::cast_possible_truncation, reason = "marks are whole, and within bounds")]
fn whole(mark: f64) -> i64 {
    mark as i64
}

/// What can be taken out of a parcel.
pub trait Unpack: Sized {
    /// Whether it may be missing from where it should be.
    #[doc(hidden)]
    const MAY_BE_ABSENT: bool = false;

    /// Takes it out.
    ///
    /// # Errors
    /// What is wrong with it.
    #[doc(hidden)]
    fn unpack(parcel: &mut Unpacking<'_>) -> Taken<Self>;
}

/// A value that was taken out of a parcel, or why it was not.
pub(crate) type Taken<T> = std::result::Result<T, Refusal>;

/// Why a value is not taken, and where it stands.
pub struct Refusal {
    /// From the inside out.
    places: Vec<&'static str>,
    field: Cow<'static, str>,
    rule: Cow<'static, str>,
    value: String,
}

impl Refusal {
    pub(crate) fn new(rule: impl Into<Cow<'static, str>>) -> Self {
        Self { places: Vec::new(), field: Cow::Borrowed(""), rule: rule.into(), value: String::new() }
    }

    pub(crate) fn of_word(words: &[&str]) -> Self {
        Self::new(format!("must be one of: {}", words.join(", ")))
    }

    pub(crate) fn of_variant() -> Self {
        Self::new("must be one of the words for what it is").within(IS)
    }

    fn within(mut self, field: &'static str) -> Self {
        self.places.push(field);
        self
    }

    fn of(self, argument: &'static str) -> KitaabError {
        let field = if !self.places.is_empty() {
            let places: Vec<&str> = self.places.into_iter().rev().collect();
            places.join(".")
        } else if self.field.is_empty() {
            argument.to_owned()
        } else {
            self.field.into_owned()
        };
        DomainError::invalid(field, self.rule, self.value).into()
    }
}

impl From<KitaabError> for Refusal {
    fn from(error: KitaabError) -> Self {
        match error {
            KitaabError::Invalid { field, rule, value, .. } => {
                let (field, rule) = (String::from(field).into(), String::from(rule).into());
                Self { places: Vec::new(), field, rule, value: value.into() }
            }
            error => Self::new(String::from(error.text())),
        }
    }
}

/// Whether a word is the one for a variant: `on_scale` for `OnScale`.
pub(crate) fn names(word: &str, variant: &str) -> bool {
    let mut letters = word.bytes();
    let found = variant.bytes().enumerate().all(|(place, letter)| {
        let begins = place > 0 && letter.is_ascii_uppercase();
        (!begins || letters.next() == Some(b'_')) && letters.next() == Some(letter.to_ascii_lowercase())
    });
    found && letters.next().is_none()
}

impl Unpack for bool {
    fn unpack(parcel: &mut Unpacking<'_>) -> Taken<Self> {
        match parcel.next() {
            Packed::Flag(flag) => Ok(flag),
            _ => Err(Refusal::new("must be true or false")),
        }
    }
}

impl Unpack for f64 {
    fn unpack(parcel: &mut Unpacking<'_>) -> Taken<Self> {
        parcel.number()
    }
}

impl<T: Unpack> Unpack for Option<T> {
    const MAY_BE_ABSENT: bool = true;

    fn unpack(parcel: &mut Unpacking<'_>) -> Taken<Self> {
        if parcel.is_next(mark::UNDEFINED) || parcel.is_next(mark::NULL) {
            parcel.next();
            return Ok(None);
        }
        T::unpack(parcel).map(Some)
    }
}

impl<T: Unpack> Unpack for Vec<T> {
    fn unpack(parcel: &mut Unpacking<'_>) -> Taken<Self> {
        let Packed::List(count) = parcel.next() else { return Err(Refusal::new("must be a list")) };
        // It holds no more than there are marks, whatever it says.
        let mut list = Self::with_capacity(count.min(parcel.marks.len()));
        for _ in 0..count {
            if parcel.marks.is_empty() {
                return Err(Refusal::new("must be a list"));
            }
            list.push(T::unpack(parcel)?);
        }
        Ok(list)
    }
}
