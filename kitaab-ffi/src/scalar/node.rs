//! Scalars for Node: texts for what JavaScript has no exact type for; and numbers and texts that are taken as they
//! are or refused, where napi would round or repair them.
#![allow(unsafe_code, reason = "napi's conversions work on raw handles")]

use std::fmt;

use napi::bindgen_prelude::{ToNapiValue, TypeName};
use napi::{Result, ValueType, sys};

use crate::parcel::{Refusal, Taken, Unpack, Unpacking};

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

impl TypeName for Text {
    fn type_name() -> &'static str {
        "String"
    }

    fn value_type() -> ValueType {
        ValueType::String
    }
}

impl ToNapiValue for Text {
    unsafe fn to_napi_value(env: sys::napi_env, text: Self) -> Result<sys::napi_value> {
        unsafe { String::to_napi_value(env, text.0) }
    }
}

impl Unpack for Text {
    fn unpack(parcel: &mut Unpacking<'_>) -> Taken<Self> {
        let text = parcel.text()?.whole().map(str::to_owned);
        text.map(Self).ok_or_else(|| Refusal::new("must be Unicode").named("text"))
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

        impl TypeName for $name {
            fn type_name() -> &'static str {
                "Number"
            }

            fn value_type() -> ValueType {
                ValueType::Number
            }
        }

        impl ToNapiValue for $name {
            unsafe fn to_napi_value(env: sys::napi_env, number: Self) -> Result<sys::napi_value> {
                unsafe { $inner::to_napi_value(env, number.0) }
            }
        }

        impl Unpack for $name {
            fn unpack(parcel: &mut Unpacking<'_>) -> Taken<Self> {
                let number = parcel.number()?;
                let refused = |rule| Refusal::new(rule).named("number");
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
        const _: () = {
            use napi::bindgen_prelude::{ToNapiValue, TypeName};
            use napi::{Result, ValueType, sys};

            use crate::parcel::{Taken, Unpack, Unpacking};

            impl TypeName for $name {
                fn type_name() -> &'static str {
                    "String"
                }

                fn value_type() -> ValueType {
                    ValueType::String
                }
            }

            #[allow(unsafe_code, reason = "napi's conversions work on raw handles")]
            impl ToNapiValue for $name {
                unsafe fn to_napi_value(env: sys::napi_env, value: Self) -> Result<sys::napi_value> {
                    unsafe { String::to_napi_value(env, value.to_string()) }
                }
            }

            impl Unpack for $name {
                fn unpack(parcel: &mut Unpacking<'_>) -> Taken<Self> {
                    Ok(parcel.word()?.parse::<$name>()?)
                }
            }
        };
    };
}

pub(super) use as_text;
