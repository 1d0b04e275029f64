//! Exact amounts: from thousandths, and from decimal text as programs print it.

use crate::model::AMOUNT_MAX;

/// Hundredths, and whether they had to be rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hundredths {
    pub(crate) value: i64,
    pub(crate) rounded: bool,
}

/// Why a number is not an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoAmount {
    NotANumber,
    Negative,
    TooLarge,
}

/// Thousandths as hundredths, rounded half to even.
pub(crate) fn from_thousandths(raw: i64) -> Result<Hundredths, NoAmount> {
    if raw < 0 {
        return Err(NoAmount::Negative);
    }
    let (floor, rest) = (raw / 10, raw % 10);
    let up = rest > 5 || (rest == 5 && floor % 2 == 1);
    checked(floor + i64::from(up), rest != 0)
}

/// A binary fraction as the shortest decimal that names it, which is what the person typed.
pub(crate) fn from_f64(number: f64) -> Result<Hundredths, NoAmount> {
    from_text(&number.to_string())
}

/// Decimal text such as `12`, `0.5` or `1.0E7`, rounded half to even. Java prints a double from ten million on with an
/// exponent, so that exports have both forms.
pub(crate) fn from_text(text: &str) -> Result<Hundredths, NoAmount> {
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i16>().map_err(|_| NoAmount::NotANumber)?),
        None => (text, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).collect();
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return Err(NoAmount::NotANumber);
    }
    if digits.iter().all(|&digit| digit == b'0') {
        return Ok(Hundredths { value: 0, rounded: false });
    }
    if negative {
        return Err(NoAmount::Negative);
    }

    // Where the digits of whole hundredths end, counted from the first digit.
    let length = i64::try_from(digits.len()).map_err(|_| NoAmount::TooLarge)?;
    let whole_length = i64::try_from(whole.len()).map_err(|_| NoAmount::TooLarge)?;
    let end = whole_length + i64::from(exponent) + 2;
    let digit = |index: i64| -> i64 {
        let found = usize::try_from(index).ok().and_then(|index| digits.get(index));
        found.map_or(0, |digit| i64::from(digit - b'0'))
    };
    let mut value = 0_i64;
    for index in 0..end {
        value = value * 10 + digit(index);
        if value > AMOUNT_MAX {
            return Err(NoAmount::TooLarge);
        }
    }
    let rest_after = |from: i64| (from.max(0)..length).any(|index| digit(index) != 0);
    let first = digit(end);
    let up = first > 5 || (first == 5 && (rest_after(end + 1) || value % 2 == 1));
    checked(value + i64::from(up), rest_after(end))
}

fn checked(value: i64, rounded: bool) -> Result<Hundredths, NoAmount> {
    if value > AMOUNT_MAX { Err(NoAmount::TooLarge) } else { Ok(Hundredths { value, rounded }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(value: i64) -> Hundredths {
        Hundredths { value, rounded: false }
    }

    fn rounded(value: i64) -> Hundredths {
        Hundredths { value, rounded: true }
    }

    #[test]
    fn thousandths_round_half_to_even() {
        assert_eq!(from_thousandths(12_000), Ok(exact(1_200)));
        assert_eq!(from_thousandths(1_230), Ok(exact(123)));
        assert_eq!(from_thousandths(1_234), Ok(rounded(123)));
        assert_eq!(from_thousandths(1_235), Ok(rounded(124)));
        assert_eq!(from_thousandths(1_245), Ok(rounded(124)));
        assert_eq!(from_thousandths(1_246), Ok(rounded(125)));
        assert_eq!(from_thousandths(-1), Err(NoAmount::Negative));
        assert_eq!(from_thousandths(99_999_999_990), Ok(exact(AMOUNT_MAX)));
        assert_eq!(from_thousandths(99_999_999_995), Err(NoAmount::TooLarge));
        assert_eq!(from_thousandths(i64::MAX), Err(NoAmount::TooLarge));
    }

    #[test]
    fn text_reads_both_forms_of_a_double() {
        assert_eq!(from_text("12.0"), Ok(exact(1_200)));
        assert_eq!(from_text("0.5"), Ok(exact(50)));
        assert_eq!(from_text("1.0E7"), Ok(exact(1_000_000_000)));
        assert_eq!(from_text("1.5e-1"), Ok(exact(15)));
        assert_eq!(from_text("1.5E-2"), Ok(rounded(2)));
        assert_eq!(from_text("2.5E-2"), Ok(rounded(2)));
        assert_eq!(from_text("2.51E-2"), Ok(rounded(3)));
        assert_eq!(from_text("9.0E-3"), Ok(rounded(1)));
        assert_eq!(from_text("9.0E-4"), Ok(rounded(0)));
        assert_eq!(from_text("9.0E-300"), Ok(rounded(0)));
        assert_eq!(from_text("0.0E300"), Ok(exact(0)));
        assert_eq!(from_text("-0.0"), Ok(exact(0)));
        assert_eq!(from_text("000000000000000000001"), Ok(exact(100)));
        assert_eq!(from_text("99999999.99"), Ok(exact(AMOUNT_MAX)));
        assert_eq!(from_text("99999999.995"), Err(NoAmount::TooLarge));
        assert_eq!(from_text("1E300"), Err(NoAmount::TooLarge));
        assert_eq!(from_text("-3.5"), Err(NoAmount::Negative));
        for text in ["", ".", "-", "NaN", "inf", "1,5", "1.2.3", "1E", "0x10", " 1", "1E99999", "+1", "٣"] {
            assert_eq!(from_text(text), Err(NoAmount::NotANumber), "{text}");
        }
    }

    #[test]
    fn binary_fractions_read_as_their_shortest_decimal() {
        assert_eq!(from_f64(0.29), Ok(exact(29)));
        assert_eq!(from_f64(1.005), Ok(rounded(100)));
        assert_eq!(from_f64(1e300), Err(NoAmount::TooLarge));
        assert_eq!(from_f64(5e-324), Ok(rounded(0)));
        assert_eq!(from_f64(f64::NAN), Err(NoAmount::NotANumber));
        assert_eq!(from_f64(f64::INFINITY), Err(NoAmount::NotANumber));
    }
}
