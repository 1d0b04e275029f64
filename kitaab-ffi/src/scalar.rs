//! The values that every language has a type of its own for: ids, days, instants, amounts; and numbers and texts,
//! which not every language converts without loss.

#[cfg(feature = "napi")]
mod node;
#[cfg(feature = "pyo3")]
mod python;
#[cfg(feature = "uniffi")]
mod uniffi;

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

use crate::convert::{Inward, Outward};
use crate::error::{KitaabError, Result};

#[cfg(feature = "napi")]
pub use self::node::{Int, Long, Text};
#[cfg(feature = "pyo3")]
pub use self::python::{FilePath, Int, Long};

/// A text.
#[cfg(not(feature = "napi"))]
pub type Text = String;
/// The path of a file.
#[cfg(not(feature = "pyo3"))]
pub type FilePath = Text;
/// A whole number of 32 bits.
#[cfg(not(any(feature = "napi", feature = "pyo3")))]
pub type Int = i32;
/// A whole number of 64 bits.
#[cfg(not(any(feature = "napi", feature = "pyo3")))]
pub type Long = i64;

/// The ids, each with the SDK's of the same name.
macro_rules! ids {
    ($($(#[doc = $doc:literal])* $name:ident;)+) => {
        $(
            $(#[doc = $doc])*
            #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $name(pub Uuid);

            impl fmt::Debug for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    write!(f, "'{}'", self.0)
                }
            }

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    self.0.fmt(f)
                }
            }

            impl FromStr for $name {
                type Err = KitaabError;

                fn from_str(text: &str) -> Result<Self> {
                    Ok(text.parse::<kitaab::$name>()?.outward())
                }
            }

            impl Outward<$name> for kitaab::$name {
                fn outward(self) -> $name {
                    $name(self.uuid())
                }
            }

            impl Inward<kitaab::$name> for $name {
                fn inward(self) -> Result<kitaab::$name> {
                    Ok(kitaab::$name::new(self.0))
                }
            }

            #[cfg(feature = "uniffi")]
            self::uniffi::as_numbers!($name);
            #[cfg(feature = "pyo3")]
            self::python::as_uuid!($name);
            #[cfg(feature = "napi")]
            self::node::as_text!($name);
        )+

        /// The names of all ids.
        pub(crate) const IDS: &[(&str, &[&str])] = &[$((stringify!($name), &[$($doc),*])),+];
    };
}

ids! {
    /// Names a person: the owner of a book.
    UserId;
    /// Names an installation that writes.
    DeviceId;
    /// Names a request, so that sending it twice has one effect.
    RequestId;
    /// Names a group of deeds.
    GroupId;
    /// Names a deed.
    DeedId;
    /// Names an item in a deed's tree.
    ItemId;
    /// Names one version of a deed's scale.
    ScaleId;
    /// Names an exemption.
    ExemptionId;
    /// Names a merit or demerit.
    MeritId;
    /// Names a target.
    TargetId;
    /// Names a reminder.
    ReminderId;
    /// Names a relation between two people.
    RelationId;
    /// Names a permission.
    PermissionId;
}

/// A calendar date without a zone, from 1900-01-01 to 2100-12-31.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub kitaab::Day);

impl Outward<Day> for kitaab::Day {
    fn outward(self) -> Day {
        Day(self)
    }
}

impl Inward<kitaab::Day> for Day {
    fn inward(self) -> Result<kitaab::Day> {
        Ok(self.0)
    }
}

/// An instant, to the microsecond.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub kitaab::Timestamp);

impl Outward<Timestamp> for kitaab::Timestamp {
    fn outward(self) -> Timestamp {
        Timestamp(self)
    }
}

impl Inward<kitaab::Timestamp> for Timestamp {
    fn inward(self) -> Result<kitaab::Timestamp> {
        Ok(self.0)
    }
}

/// An exact decimal with two fraction digits: an amount, or a sum of amounts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(pub kitaab::Total);

impl Outward<Amount> for kitaab::Amount {
    fn outward(self) -> Amount {
        Amount(kitaab::Total::new(self.hundredths().into()))
    }
}

impl Outward<Amount> for kitaab::Total {
    fn outward(self) -> Amount {
        Amount(self)
    }
}

impl Inward<kitaab::Amount> for Amount {
    fn inward(self) -> Result<kitaab::Amount> {
        let hundredths =
            i64::try_from(self.0.hundredths()).unwrap_or(if self.0.hundredths() < 0 { i64::MIN } else { i64::MAX });
        Ok(kitaab::Amount::from_hundredths(hundredths)?)
    }
}

/// What is told and read as the SDK's own value is.
macro_rules! told_as_inner {
    ($($name:ident: $read:ty;)+) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "'{}'", self.0)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = KitaabError;

            fn from_str(text: &str) -> Result<Self> {
                Ok(text.parse::<$read>()?.outward())
            }
        }

        #[cfg(feature = "napi")]
        self::node::as_text!($name);
    )+};
}

told_as_inner! {
    Day: kitaab::Day;
    Timestamp: kitaab::Timestamp;
    Amount: kitaab::Amount;
}
