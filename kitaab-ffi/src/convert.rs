//! From the SDK's values to those that cross the boundary, and back.

use crate::error::{KitaabError, Result};
use crate::scalar::{Int, Long, Text};

/// A value of the SDK as one that crosses the boundary.
pub(crate) trait Outward<T> {
    /// The value as others see it.
    fn outward(self) -> T;
}

/// A value that came across the boundary as one of the SDK.
pub(crate) trait Inward<T> {
    /// The value as the SDK takes it.
    ///
    /// # Errors
    /// `invalid` if it breaks a rule.
    fn inward(self) -> Result<T>;
}

/// A whole number that came across the boundary as one of the SDK, whose range may be smaller.
pub(crate) trait InRange<T> {
    /// The number as the SDK takes it, which was given as this field or argument.
    ///
    /// # Errors
    /// `invalid` if it is out of range.
    fn in_range(self, field: &'static str) -> Result<T>;
}

impl<A: InRange<B>, B> InRange<Option<B>> for Option<A> {
    fn in_range(self, field: &'static str) -> Result<Option<B>> {
        self.map(|number| number.in_range(field)).transpose()
    }
}

impl<T: InRange<U>, U> InRange<Vec<U>> for Vec<T> {
    fn in_range(self, field: &'static str) -> Result<Vec<U>> {
        self.into_iter().map(|number| number.in_range(field)).collect()
    }
}

impl<A: Outward<B>, B> Outward<Option<B>> for Option<A> {
    fn outward(self) -> Option<B> {
        self.map(Outward::outward)
    }
}

impl<T: Outward<U>, U> Outward<Vec<U>> for Vec<T> {
    fn outward(self) -> Vec<U> {
        self.into_iter().map(Outward::outward).collect()
    }
}

impl<A: Inward<B>, B> Inward<Option<B>> for Option<A> {
    fn inward(self) -> Result<Option<B>> {
        self.map(Inward::inward).transpose()
    }
}

impl<T: Inward<U>, U> Inward<Vec<U>> for Vec<T> {
    fn inward(self) -> Result<Vec<U>> {
        self.into_iter().map(Inward::inward).collect()
    }
}

impl Outward<bool> for bool {
    fn outward(self) -> bool {
        self
    }
}

impl Outward<f64> for f64 {
    fn outward(self) -> f64 {
        self
    }
}

impl Outward<()> for () {
    fn outward(self) {}
}

/// Whole numbers: no count of a book comes near the bounds.
macro_rules! whole {
    ($($number:ident),+ => $boundary:ident($inner:ident)) => {$(
        impl Outward<$boundary> for $number {
            fn outward(self) -> $boundary {
                $boundary::from($inner::try_from(self).unwrap_or($inner::MAX))
            }
        }

        impl InRange<$number> for $boundary {
            fn in_range(self, field: &'static str) -> Result<$number> {
                let number = $inner::from(self);
                $number::try_from(number).map_err(|_| {
                    let rule = format!("must be from {} to {}", $number::MIN, $number::MAX);
                    KitaabError::invalid(field, rule, number)
                })
            }
        }
    )+};
}

whole!(u8, u16, u32, i32 => Int(i32));
whole!(u64, i64, usize => Long(i64));

/// Texts that the domain checks.
macro_rules! texts {
    ($($name:ident),+) => {$(
        impl Outward<Text> for kitaab::$name {
            fn outward(self) -> Text {
                Text::from(self.as_str().to_owned())
            }
        }

        impl Inward<kitaab::$name> for Text {
            fn inward(self) -> Result<kitaab::$name> {
                Ok(kitaab::$name::new(self)?)
            }
        }
    )+};
}

texts!(Name, Title, Label, Unit, Description, ReasonText, Note, ReflectionText);

impl Outward<Text> for String {
    fn outward(self) -> Text {
        Text::from(self)
    }
}

impl Outward<Text> for &str {
    fn outward(self) -> Text {
        Text::from(self.to_owned())
    }
}

impl Inward<String> for Text {
    fn inward(self) -> Result<String> {
        Ok(self.into())
    }
}

/// Values that are written as texts.
macro_rules! as_text {
    ($($name:ident),+) => {$(
        impl Outward<Text> for kitaab::$name {
            fn outward(self) -> Text {
                Text::from(self.to_string())
            }
        }

        impl Inward<kitaab::$name> for Text {
            fn inward(self) -> Result<kitaab::$name> {
                let text: &str = self.as_ref();
                Ok(text.parse::<kitaab::$name>()?)
            }
        }
    )+};
}

as_text!(Zone, Digest);
