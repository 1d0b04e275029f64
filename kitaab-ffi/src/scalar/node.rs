//! Scalars for Node: texts for what JavaScript has no exact type for; and numbers and texts that are taken as they
//! are or refused, where JavaScript would round or repair them.

use std::fmt;

use crate::parcel::{Refusal, Taken, Unpack, Unpacking};
use crate::tell::{Json, Tell};

/// The largest whole number that a JavaScript number holds exactly.
const MAX_SAFE: f64 = 9_007_199_254_740_991.0;

/// A text. One with half of a surrogate pair is refused, and not repaired.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Text(String);

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.0
    }
}

impl Tell for Text {
    fn tell(&self, json: &mut Json) {
        json.text(&self.0);
    }
}

impl Unpack for Text {
    fn unpack(parcel: &mut Unpacking<'_>) -> Taken<Self> {
        let text = parcel.text()?.whole().map(str::to_owned);
        text.map(Self).ok_or_else(|| Refusal::new("must be Unicode"))
    }
}

/// Whole numbers that are refused where they have a fraction or are out of range.
macro_rules! whole {
    ($($(#[$doc:meta])* $name:ident($inner:ident);)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name($inner);

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl From<$inner> for $name {
            fn from(number: $inner) -> Self {
                Self(number)
            }
        }

        impl From<$name> for $inner {
            fn from(number: $name) -> Self {
                number.0
            }
        }

        impl Tell for $name {
            fn tell(&self, json: &mut Json) {
                json.plain(self.0);
            }
        }

        impl Unpack for $name {
            fn unpack(parcel: &mut Unpacking<'_>) -> Taken<Self> {
                let number = parcel.number()?;
                let refused = |rule: &'static str| Refusal::new(rule);
                if number.fract() != 0.0 || !(-MAX_SAFE..=MAX_SAFE).contains(&number) {
                    return Err(refused("must be whole, and within 2^53"));
                }
                #[allow(clippy::cast_possible_truncation, reason = "it is whole and within bounds")]
                let whole = number as i64;
                Ok(Self($inner::try_from(whole).map_err(|_| refused("must be one of 32 bits"))?))
            }
        }
    )+};
}

whole! {
    /// A whole number of 32 bits.
    Int(i32);
    /// A whole number of 64 bits, of which JavaScript holds 53.
    Long(i64);
}

/// A value that is written as a text.
macro_rules! as_text {
    ($name:ident) => {
        impl crate::tell::Tell for $name {
            fn tell(&self, json: &mut crate::tell::Json) {
                json.text(&self.to_string());
            }
        }

        impl crate::parcel::Unpack for $name {
            fn unpack(parcel: &mut crate::parcel::Unpacking<'_>) -> crate::parcel::Taken<Self> {
                Ok(parcel.word()?.parse::<$name>()?)
            }
        }
    };
}

pub(super) use as_text;
