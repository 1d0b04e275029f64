//! Exact amounts: counts, pages, money. Two fraction digits, never a float.

use std::fmt;
use std::str::FromStr;

use minicbor::{Decode, Decoder, Encode, Encoder};

use crate::error::{Error, Result};

/// An exact, non-negative decimal with two fraction digits, at most 99,999,999.99.
///
/// ```
/// use kitaab_core::Amount;
/// let pages: Amount = "12.5".parse()?;
/// assert_eq!(pages.hundredths(), 1250);
/// assert_eq!(pages.to_string(), "12.5");
/// assert!("1.234".parse::<Amount>().is_err());
/// # Ok::<(), kitaab_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(i64);

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// The largest amount: 99,999,999.99.
    pub const MAX: Self = Self(9_999_999_999);

    /// An amount from hundredths, 0 to 9,999,999,999.
    pub fn from_hundredths(hundredths: i64) -> Result<Self> {
        if (0..=Self::MAX.0).contains(&hundredths) {
            Ok(Self(hundredths))
        } else {
            Err(Error::invalid("amount", "must be from 0 to 99999999.99", Total::new(hundredths.into())))
        }
    }

    /// A whole amount, 0 to 99,999,999.
    pub fn whole(units: u32) -> Result<Self> {
        Self::from_hundredths(i64::from(units) * 100)
    }

    /// The amount in hundredths.
    pub const fn hundredths(self) -> i64 {
        self.0
    }

    /// This amount plus a difference in hundredths, kept within 0 and [`Amount::MAX`]; the second
    /// part says whether it had to be.
    pub fn saturating_add(self, hundredths: i64) -> (Self, bool) {
        let sum = self.0.saturating_add(hundredths);
        let kept = sum.clamp(0, Self::MAX.0);
        (Self(kept), kept != sum)
    }
}

impl From<Amount> for Total {
    fn from(amount: Amount) -> Self {
        Self::new(amount.0.into())
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Total::from(*self).fmt(f)
    }
}

impl FromStr for Amount {
    type Err = Error;

    /// Reads a plain decimal: digits, and at most two more after a point.
    fn from_str(text: &str) -> Result<Self> {
        // The text may be anything a person typed: it is echoed only while it is short.
        let shown = || if text.chars().count() <= 32 { text.to_owned() } else { "a long text".to_owned() };
        let (units, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if text.starts_with('-') && digits(&units[1..]) {
            return Err(Error::invalid("amount", "must not be negative", shown()));
        }
        if !digits(units) || !digits(fraction) {
            return Err(Error::invalid("amount", "must be a decimal number such as 33 or 2.50", shown()));
        }
        if fraction.len() > 2 {
            return Err(Error::invalid("amount", "must have at most two fraction digits", shown()));
        }
        let too_large = || Error::invalid("amount", "must be at most 99999999.99", shown());
        let units: i64 = units.parse().map_err(|_| too_large())?;
        let fraction: i64 = format!("{fraction:0<2}").parse().map_err(|_| too_large())?;
        let hundredths = units.checked_mul(100).and_then(|h| h.checked_add(fraction)).ok_or_else(too_large)?;
        Self::from_hundredths(hundredths).map_err(|_| too_large())
    }
}

impl serde::Serialize for Amount {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Amount {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let text = <std::borrow::Cow<'_, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl<C> Encode<C> for Amount {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> std::result::Result<(), minicbor::encode::Error<W::Error>> {
        e.i64(self.0)?.ok()
    }
}

impl<'b, C> Decode<'b, C> for Amount {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> std::result::Result<Self, minicbor::decode::Error> {
        Self::from_hundredths(d.i64()?).map_err(minicbor::decode::Error::custom)
    }
}

/// A sum of amounts: exact, and wider than any sum of amounts that a book can hold.
///
/// ```
/// use kitaab_core::{Amount, Total};
/// let total: Total = [Amount::MAX, Amount::MAX].into_iter().sum();
/// assert_eq!(total.to_string(), "199999999.98");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Total(i128);

impl Total {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// A total from hundredths.
    pub const fn new(hundredths: i128) -> Self {
        Self(hundredths)
    }

    /// The total in hundredths.
    pub const fn hundredths(self) -> i128 {
        self.0
    }
}

impl std::iter::Sum<Amount> for Total {
    fn sum<I: Iterator<Item = Amount>>(amounts: I) -> Self {
        Self(amounts.map(|a| i128::from(a.0)).sum())
    }
}

impl fmt::Display for Total {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (units, fraction) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        let text = match fraction {
            0 => format!("{sign}{units}"),
            f if f % 10 == 0 => format!("{sign}{units}.{}", f / 10),
            f => format!("{sign}{units}.{f:02}"),
        };
        f.pad(&text)
    }
}

impl serde::Serialize for Total {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_shows_decimals() {
        for (text, hundredths, shown) in [
            ("0", 0, "0"),
            ("33", 3300, "33"),
            ("2.5", 250, "2.5"),
            ("2.05", 205, "2.05"),
            ("99999999.99", 9_999_999_999, "99999999.99"),
        ] {
            let amount: Amount = text.parse().unwrap();
            assert_eq!((amount.hundredths(), amount.to_string().as_str()), (hundredths, shown));
        }
    }

    #[test]
    fn refuses_what_is_not_an_amount() {
        for (text, rule) in [
            ("-1", "must not be negative"),
            ("1.234", "must have at most two fraction digits"),
            ("100000000", "must be at most 99999999.99"),
            ("99999999999999999999999", "must be at most 99999999.99"),
            ("", "must be a decimal number such as 33 or 2.50"),
            ("1e3", "must be a decimal number such as 33 or 2.50"),
            ("NaN", "must be a decimal number such as 33 or 2.50"),
            (".5", "must be a decimal number such as 33 or 2.50"),
            ("5.", "must be a decimal number such as 33 or 2.50"),
            ("-", "must be a decimal number such as 33 or 2.50"),
            ("٣", "must be a decimal number such as 33 or 2.50"),
        ] {
            match text.parse::<Amount>() {
                Err(Error::Invalid { rule: broken, .. }) => assert_eq!(broken, rule, "{text}"),
                other => panic!("{text}: {other:?}"),
            }
        }
    }

    #[test]
    fn adding_saturates_and_says_so() {
        assert_eq!(Amount::MAX.saturating_add(1), (Amount::MAX, true));
        assert_eq!(Amount::ZERO.saturating_add(-1), (Amount::ZERO, true));
        assert_eq!(Amount::ZERO.saturating_add(3300), (Amount::from_hundredths(3300).unwrap(), false));
    }
}
