//! Domain values as columns keep them.

use chrono::NaiveDate;
use kitaab_core::{Day, Digest};

use crate::error::{Fault, Result};

/// A sequence number, a revision or a device's number for a column.
pub(crate) fn number(seq: u64) -> Result<i64> {
    i64::try_from(seq).map_err(|_| kitaab_core::Error::invalid("seq", "must be below 2^63", seq).into())
}

/// A sequence number, a revision or a device's number from a column.
pub(crate) fn seq(number: impl Into<i64>) -> Result<u64> {
    u64::try_from(number.into()).map_err(|_| Fault::corrupt("a sequence number below 0"))
}

/// A small number, such as a count, from a column.
pub(crate) fn small<T: TryFrom<i64>>(number: impl Into<i64>) -> Result<T> {
    let number = number.into();
    T::try_from(number).map_err(|_| Fault::corrupt(format!("the number {number} is out of its range")))
}

/// A day from a column.
pub(crate) fn day(date: NaiveDate) -> Result<Day> {
    Day::from_date(date).map_err(|_| Fault::corrupt(format!("{date} is no day of a book")))
}

/// A digest from a column.
pub(crate) fn digest(bytes: &[u8]) -> Result<Digest> {
    Ok(Digest::from_slice(bytes)?)
}
