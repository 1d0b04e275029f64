//! Domain values as columns keep them.

use kitaab_core::{Day, Digest};
use uuid::Uuid;

use crate::error::{Fault, Result};

/// A sequence number, a revision or a device's number for a column.
pub(crate) fn number(seq: u64) -> Result<i64> {
    i64::try_from(seq).map_err(|_| kitaab_core::Error::invalid("seq", "must be below 2^63", seq).into())
}

/// A sequence number, a revision or a device's number from a column.
pub(crate) fn seq(number: i64) -> Result<u64> {
    u64::try_from(number).map_err(|_| Fault::corrupt("a sequence number below 0"))
}

/// A small number, such as a count, from a column.
pub(crate) fn small<T: TryFrom<i64>>(number: i64) -> Result<T> {
    T::try_from(number).map_err(|_| Fault::corrupt(format!("the number {number} is out of its range")))
}

/// A day from a column.
pub(crate) fn day(number: i64) -> Result<Day> {
    i32::try_from(number)
        .ok()
        .and_then(|days| Day::from_epoch_days(days).ok())
        .ok_or_else(|| Fault::corrupt(format!("{number} is no day's number")))
}

/// An id from a column.
pub(crate) fn id<T: From<Uuid>>(bytes: &[u8]) -> Result<T> {
    Uuid::from_slice(bytes).map(T::from).map_err(|_| Fault::corrupt("an id must have 16 bytes"))
}

/// A digest from a column.
pub(crate) fn digest(bytes: &[u8]) -> Result<Digest> {
    Ok(Digest::from_slice(bytes)?)
}
