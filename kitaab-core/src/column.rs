//! Columns of entries: many entries of one item in a few bytes each.

use minicbor::{Decode, Decoder, Encode, Encoder};

use crate::amount::Amount;
use crate::day::Day;
use crate::entry::Value;
use crate::error::{Error, Result};
use crate::id::{ItemId, ScaleId};
use crate::scale::ScaleValueRef;
use crate::text::Note;
use crate::varint::{put_varint, take_varint};

/// Many entries of one item: rising days, a value for each, and notes for some.
///
/// Encoded by column (the differences between days, then the values, as LEB128 numbers), so that an
/// entry takes two to six bytes. One column holds values of one scale version, or amounts.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct EntryColumn {
    item: ItemId,
    days: Vec<Day>,
    values: ColumnValues,
    notes: Vec<(u32, Note)>,
}

/// The values of an [`EntryColumn`], one for each day.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnValues {
    /// Positions in one scale version.
    Scale {
        /// The scale version.
        scale: ScaleId,
        /// The position of each value.
        positions: Vec<u8>,
    },
    /// Amounts.
    Count(Vec<Amount>),
}

impl ColumnValues {
    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Scale { positions, .. } => positions.len(),
            Self::Count(amounts) => amounts.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl EntryColumn {
    /// The most entries that one column may hold, so that its encoding without notes stays below
    /// 256 KiB.
    pub const MAX_ENTRIES: usize = 32_768;
    /// The most bytes of notes that one column may hold.
    pub const MAX_NOTE_BYTES: usize = 128 * 1024;

    /// A column of entries: `days` must rise, with one value for each; `notes` name entries by their
    /// place, rising.
    pub fn new(item: ItemId, days: Vec<Day>, values: ColumnValues, notes: Vec<(u32, Note)>) -> Result<Self> {
        let fail = |rule: &'static str, value: usize| Err(Error::invalid("entries", rule, value));
        if days.is_empty() {
            return fail("must not be empty", 0);
        }
        if days.len() > Self::MAX_ENTRIES {
            return fail("must hold at most 32768 entries in one column", days.len());
        }
        if values.len() != days.len() {
            return fail("must have one value for each day", values.len());
        }
        if let Some(i) = days.windows(2).position(|pair| pair[0] >= pair[1]) {
            return fail("must be in rising order of days", i + 1);
        }
        let places_rise = notes.windows(2).all(|pair| pair[0].0 < pair[1].0);
        if !places_rise || notes.last().is_some_and(|(place, _)| *place as usize >= days.len()) {
            return fail("must have notes in rising order of places", notes.len());
        }
        let note_bytes: usize = notes.iter().map(|(_, note)| note.as_str().len()).sum();
        if note_bytes > Self::MAX_NOTE_BYTES {
            return fail("must hold at most 131072 bytes of notes in one column", note_bytes);
        }
        Ok(Self { item, days, values, notes })
    }

    /// The item.
    pub const fn item(&self) -> ItemId {
        self.item
    }

    /// The days, rising; never empty.
    pub fn days(&self) -> &[Day] {
        &self.days
    }

    /// The values, one for each day.
    pub const fn values(&self) -> &ColumnValues {
        &self.values
    }

    /// The notes, each with the place of its entry.
    pub fn notes(&self) -> &[(u32, Note)] {
        &self.notes
    }

    /// How many entries it holds, at least one.
    #[allow(clippy::len_without_is_empty, reason = "a column is never empty")]
    pub fn len(&self) -> usize {
        self.days.len()
    }

    /// The place of the entry for `day`.
    pub fn index_of(&self, day: Day) -> Option<usize> {
        self.days.binary_search(&day).ok()
    }

    /// The value at a place.
    pub fn value(&self, place: usize) -> Option<Value> {
        match &self.values {
            ColumnValues::Scale { scale, positions } => {
                positions.get(place).map(|p| Value::Scale(ScaleValueRef { scale: *scale, position: *p }))
            }
            ColumnValues::Count(amounts) => amounts.get(place).map(|a| Value::Count(*a)),
        }
    }

    /// The note at a place.
    pub fn note(&self, place: usize) -> Option<&Note> {
        let place = u32::try_from(place).ok()?;
        self.notes.binary_search_by_key(&place, |(p, _)| *p).ok().map(|i| &self.notes[i].1)
    }

    /// Its entries: day, value and note.
    pub fn entries(&self) -> impl Iterator<Item = (Day, Value, Option<&Note>)> {
        let mut notes = self.notes.iter().peekable();
        self.days.iter().enumerate().filter_map(move |(place, day)| {
            let note = notes.next_if(|(p, _)| *p as usize == place).map(|(_, note)| note);
            self.value(place).map(|value| (*day, value, note))
        })
    }
}

impl<C> Encode<C> for EntryColumn {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut Encoder<W>,
        ctx: &mut C,
    ) -> std::result::Result<(), minicbor::encode::Error<W::Error>> {
        let mut days = Vec::with_capacity(self.days.len() + 4);
        let mut previous = Day::MIN;
        for day in &self.days {
            put_varint(&mut days, day.since(previous).unsigned_abs().into());
            previous = *day;
        }
        e.array(5)?.encode_with(self.item, ctx)?.bytes(&days)?;
        match &self.values {
            ColumnValues::Scale { scale, positions } => e.encode_with(scale, ctx)?.bytes(positions)?,
            ColumnValues::Count(amounts) => {
                let mut values = Vec::with_capacity(amounts.len() * 2);
                for amount in amounts {
                    put_varint(&mut values, amount.hundredths().unsigned_abs());
                }
                e.null()?.bytes(&values)?
            }
        };
        e.encode_with(&self.notes, ctx)?.ok()
    }
}

impl<'b, C> Decode<'b, C> for EntryColumn {
    fn decode(d: &mut Decoder<'b>, ctx: &mut C) -> std::result::Result<Self, minicbor::decode::Error> {
        let at = d.position();
        let broken = |what: &'static str| minicbor::decode::Error::message(what).at(at);
        if d.array()? != Some(5) {
            return Err(broken("a column has five parts"));
        }
        let item = d.decode_with(ctx)?;
        let mut bytes = d.bytes()?;
        // At least a byte for each day: what is reserved is bounded by what was sent.
        let mut days = Vec::with_capacity(bytes.len());
        let mut previous = Day::MIN;
        while !bytes.is_empty() {
            previous = take_varint(&mut bytes)
                .and_then(|n| i32::try_from(n).ok())
                .and_then(|n| previous.plus(n))
                .ok_or_else(|| broken("a column's days must be days"))?;
            days.push(previous);
        }
        let scale: Option<ScaleId> = d.decode_with(ctx)?;
        let mut bytes = d.bytes()?;
        let values = match scale {
            Some(scale) => ColumnValues::Scale { scale, positions: bytes.to_vec() },
            None => {
                let mut amounts = Vec::with_capacity(days.len().min(bytes.len()));
                while !bytes.is_empty() {
                    let amount = take_varint(&mut bytes)
                        .and_then(|n| i64::try_from(n).ok())
                        .and_then(|n| Amount::from_hundredths(n).ok())
                        .ok_or_else(|| broken("a column's amounts must be amounts"))?;
                    amounts.push(amount);
                }
                ColumnValues::Count(amounts)
            }
        };
        Self::new(item, days, values, d.decode_with(ctx)?).map_err(minicbor::decode::Error::custom)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn item() -> ItemId {
        ItemId::new(uuid::Uuid::from_u128(1))
    }

    proptest! {
        #[test]
        fn any_column_survives_its_encoding(
            days in proptest::collection::btree_set(Day::MIN.epoch_days()..=Day::MAX.epoch_days(), 1..200),
            seed in any::<u64>(),
            scaled in any::<bool>(),
        ) {
            let days: Vec<Day> = days.into_iter().map(|d| Day::from_epoch_days(d).unwrap()).collect();
            let number = |i: usize| seed.rotate_left(u32::try_from(i % 64).unwrap()) ^ i as u64;
            let values = if scaled {
                let scale = ScaleId::new(uuid::Uuid::from_u128(2));
                ColumnValues::Scale { scale, positions: (0..days.len()).map(|i| (number(i) % 100) as u8).collect() }
            } else {
                let amount = |i| Amount::from_hundredths((number(i) % 10_000_000_000).cast_signed()).unwrap();
                ColumnValues::Count((0..days.len()).map(amount).collect())
            };
            let notes = (0..days.len()).filter(|i| number(*i) % 7 == 0)
                .map(|i| (u32::try_from(i).unwrap(), Note::new(format!("n{i}")).unwrap())).collect();
            let column = EntryColumn::new(item(), days, values, notes).unwrap();
            let bytes = minicbor::to_vec(&column).unwrap();
            prop_assert_eq!(minicbor::decode::<EntryColumn>(&bytes).unwrap(), column);
        }

        #[test]
        fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = minicbor::decode::<EntryColumn>(&bytes);
        }
    }

    #[test]
    fn broken_columns_are_refused() {
        let day = |d| Day::new(2024, 1, d).unwrap();
        let amounts = |n| ColumnValues::Count(vec![Amount::ZERO; n]);
        let note = || Note::new("n").unwrap();
        for (days, values, notes) in [
            (vec![], amounts(0), vec![]),
            (vec![day(1)], amounts(2), vec![]),
            (vec![day(2), day(1)], amounts(2), vec![]),
            (vec![day(1), day(1)], amounts(2), vec![]),
            (vec![day(1)], amounts(1), vec![(1, note())]),
            (vec![day(1), day(2)], amounts(2), vec![(1, note()), (0, note())]),
        ] {
            assert_eq!(EntryColumn::new(item(), days, values, notes).unwrap_err().code(), "invalid");
        }
    }

    #[test]
    fn a_long_column_is_small() {
        let days: Vec<Day> = crate::day::DayRange::ALL.days().take(EntryColumn::MAX_ENTRIES).collect();
        let values = ColumnValues::Count(vec![Amount::MAX; days.len()]);
        let bytes = minicbor::to_vec(EntryColumn::new(item(), days, values, vec![]).unwrap()).unwrap();
        assert!(bytes.len() < 256 * 1024, "{}", bytes.len());
    }
}
