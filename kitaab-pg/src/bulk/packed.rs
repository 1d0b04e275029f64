//! Entries of a year, each packed into one number by the server.

use chrono::NaiveDate;

use super::collected::{Collected, Numbers};
use super::copied::malformed;
use crate::error::Result;
use crate::sql;

/// An entry's value is below 2^34.
const VALUE_BITS: u32 = 34;
/// The days of a year are below 2^9.
const DAY_BITS: u32 = 9;
/// What is left for the numbers of the item and the scale version.
const NUMBER_BITS: u32 = i64::BITS - 1 - VALUE_BITS - DAY_BITS;

/// How the numbers of a book's entries are made: from above the number of the item, that of the scale version, the day of the
/// year, and the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Packing {
    scale_bits: u32,
}

impl Packing {
    /// None where there are so many items and scale versions that the numbers would be too large.
    pub(super) fn of(items: &Numbers, scales: &Numbers) -> Option<Self> {
        let bits = |numbers: &Numbers| numbers.keys().max().map_or(0, |most| u32::BITS - most.leading_zeros());
        let scale_bits = bits(scales);
        (bits(items) + scale_bits <= NUMBER_BITS).then_some(Self { scale_bits })
    }

    /// An aggregate of entries: the numbers of those of a year, which is one from `first` on.
    pub(super) fn sql(self, first: NaiveDate) -> String {
        let (values, days, scales) = (1_u64 << VALUE_BITS, 1_u64 << DAY_BITS, 1_u64 << self.scale_bits);
        format!(
            "string_agg(int8send({values} * ((item_no * {scales} + scale_no) * {days} + (day - '{first}'::date)) + value), '')"
        )
    }

    /// Takes such numbers apart. `first`: their first day, in days since 1970-01-01.
    pub(super) fn unpack(self, first: i32, numbers: &[u8], collected: &mut Collected) -> Result<()> {
        let numbers = numbers.chunks_exact(8);
        if !numbers.remainder().is_empty() {
            return Err(malformed());
        }
        for number in numbers {
            let number = i64::from_be_bytes(number.try_into().map_err(|_| malformed())?);
            let (value, rest) = split(number, VALUE_BITS);
            let (day, rest) = split(rest, DAY_BITS);
            let (scale, item) = split(rest, self.scale_bits);
            collected.add(sql::small(item)?, first.saturating_add(sql::small(day)?), sql::small(scale)?, value)?;
        }
        Ok(())
    }
}

/// The lowest bits of a number, and those above them.
const fn split(number: i64, bits: u32) -> (i64, i64) {
    (number & ((1 << bits) - 1), number >> bits)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use kitaab_core::{Amount, Day, ItemId, ScaleId, Series};
    use uuid::Uuid;

    use super::*;

    fn numbers(of: impl IntoIterator<Item = u32>) -> Numbers {
        of.into_iter().map(|number| (number, Uuid::from_u128(number.into()))).collect()
    }

    #[test]
    fn the_largest_numbers_fit() {
        let (items, scales) = (numbers([1, 0x7fff]), numbers([1, 0x1f]));
        let packing = Packing::of(&items, &scales).unwrap();
        assert_eq!(packing, Packing { scale_bits: 5 });
        assert_eq!(Packing::of(&numbers([0x8000]), &scales), None);
        assert_eq!(Packing::of(&numbers([0x10_0000]), &numbers([])), None);
        assert_eq!(Packing::of(&numbers([]), &numbers([])), Some(Packing { scale_bits: 0 }));
        // As the server reckons.
        let pack = |item: i64, scale: i64, day: i64, value: i64| (1 << 34) * ((item * 32 + scale) * 512 + day) + value;
        let packed = [pack(0x7fff, 0, 365, 9_999_999_999), pack(1, 0x1f, 0, 255), pack(0x7fff, 0, 0, 0)];
        let bytes: Vec<u8> = packed.iter().flat_map(|number| number.to_be_bytes()).collect();
        let mut collected = Collected::new(&items);
        let first = Day::new(2024, 1, 1).unwrap();
        packing.unpack(first.epoch_days(), &bytes, &mut collected).unwrap();
        let item = |number: u32| ItemId::new(items[&number]);
        let series = collected.series(&BTreeSet::from([item(1), item(0x7fff)]), &scales).unwrap();
        let amounts = [0, 9_999_999_999].map(|amount| Amount::from_hundredths(amount).unwrap());
        let days = vec![first, Day::new(2024, 12, 31).unwrap()];
        assert_eq!(series[&item(0x7fff)], Series::count(days, amounts.to_vec()).unwrap());
        let scaled = Series::scale(vec![first], vec![ScaleId::new(scales[&0x1f])], vec![(0, 255)]);
        assert_eq!(series[&item(1)], scaled.unwrap());
    }

    #[test]
    fn what_is_not_made_of_numbers_is_refused() {
        let items = numbers([1]);
        let packing = Packing::of(&items, &numbers([])).unwrap();
        for bytes in [&[0; 7][..], &[0; 9], &[0xff; 8], &[0; 8]] {
            let read = packing.unpack(0, bytes, &mut Collected::new(&items));
            assert!(read.is_err(), "{bytes:?}: {read:?}");
        }
    }
}
