//! Scalars for Kotlin and Swift: ids, days and amounts as numbers, of which the languages' own types are made at once, since a text is
//! written, copied and read again on both sides. Instants, of which an answer has few, are texts.

use kitaab::DomainError;

use crate::convert::Outward as _;
use crate::error::Result;
use crate::scalar::{Amount, Day, Timestamp};

/// An id on its way: the two halves of its UUID. No app sees it: `cargo xtask` keeps it within the package.
#[derive(Clone, Copy, Debug, uniffi::Record)]
pub struct WireId {
    /// Its first eight bytes, big-endian.
    pub high: i64,
    /// Its last eight bytes, big-endian.
    pub low: i64,
}

/// An amount on its way. No app sees it: `cargo xtask` keeps it within the package.
#[derive(Clone, Debug, uniffi::Enum)]
pub enum WireAmount {
    /// Any that a book can hold.
    Hundredths {
        /// How many.
        hundredths: i64,
    },
    /// Any other, so that the library says what is wrong with it: one with more fraction digits, or a greater one.
    Text {
        /// The decimal number.
        text: String,
    },
}

/// An id: see [`WireId`].
macro_rules! as_numbers {
    ($name:ident) => {
        ::uniffi::custom_type!($name, crate::scalar::uniffi::WireId, {
            try_lift: |id| Ok($name(::uuid::Uuid::from_u64_pair(id.high.cast_unsigned(), id.low.cast_unsigned()))),
            lower: |id| {
                let (high, low) = id.0.as_u64_pair();
                crate::scalar::uniffi::WireId { high: high.cast_signed(), low: low.cast_signed() }
            },
        });
    };
}

pub(super) use as_numbers;

::uniffi::custom_type!(Timestamp, String, {
    try_lift: |text| Ok(text.parse::<Timestamp>()?),
    lower: |instant| instant.to_string(),
});

// The days since 1970-01-01: more than an i32 can tell of are those of a date that the languages have and no book takes.
::uniffi::custom_type!(Day, i64, {
    try_lift: |days| Ok(day(days)?),
    lower: |day| day.0.epoch_days().into(),
});

::uniffi::custom_type!(Amount, WireAmount, {
    try_lift: |amount| Ok(self::amount(&amount)?),
    lower: |amount| match i64::try_from(amount.0.hundredths()) {
        Ok(hundredths) => WireAmount::Hundredths { hundredths },
        Err(_) => WireAmount::Text { text: amount.to_string() },
    },
});

fn day(days: i64) -> Result<Day> {
    let date = i32::try_from(days).ok().and_then(chrono::NaiveDate::from_epoch_days);
    // A date that is not even the calendar's is told as it came.
    let beyond = || {
        DomainError::invalid(
            "day",
            "must be from 1900-01-01 to 2100-12-31",
            format_args!("{days} days from 1970-01-01"),
        )
    };
    Ok(date.ok_or_else(beyond).and_then(kitaab::Day::from_date)?.outward())
}

fn amount(amount: &WireAmount) -> Result<Amount> {
    match amount {
        WireAmount::Hundredths { hundredths } => match kitaab::Amount::from_hundredths(*hundredths) {
            Ok(amount) => Ok(amount.outward()),
            // Refused in the words of every language.
            Err(_) => kitaab::Total::new((*hundredths).into()).to_string().parse(),
        },
        WireAmount::Text { text } => text.parse(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by it")]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_a_book() {
        for days in [-25_567, 0, 47_846] {
            assert_eq!(i64::from(day(days).unwrap().0.epoch_days()), days);
        }
        for (days, told) in
            [(-25_568, "1899-12-31"), (47_847, "2101-01-01"), (i64::MIN, "-9223372036854775808 days from 1970-01-01")]
        {
            let error = day(days).unwrap_err();
            assert_eq!(error.code(), "invalid");
            assert!(error.text().contains(told), "{error:?}");
        }
    }

    #[test]
    fn amounts_are_those_of_a_book() {
        for hundredths in [0, 250, 9_999_999_999] {
            assert_eq!(amount(&WireAmount::Hundredths { hundredths }).unwrap().0.hundredths(), hundredths.into());
        }
        let text = |text: &str| amount(&WireAmount::Text { text: text.to_owned() });
        let beyond = [-1, 10_000_000_000, i64::MIN, i64::MAX];
        for (hundredths, same) in
            beyond.into_iter().zip(["-0.01", "100000000", "-92233720368547758.08", "92233720368547758.07"])
        {
            assert_eq!(amount(&WireAmount::Hundredths { hundredths }), text(same), "{hundredths}");
            assert_eq!(text(same).unwrap_err().code(), "invalid");
        }
        assert_eq!(text("2.5").unwrap().0.hundredths(), 250);
        assert!(text("1.234").unwrap_err().text().contains("two fraction digits"));
    }
}
