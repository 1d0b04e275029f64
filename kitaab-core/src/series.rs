//! Records of a span of days in columns: what evaluation reads, fetched once.

use std::collections::BTreeMap;

use crate::amount::Amount;
use crate::day::{Day, DayRange};
use crate::entry::Value;
use crate::error::{Error, Result};
use crate::id::{ItemId, ScaleId};
use crate::scale::ScaleValueRef;

/// The entries of one item, by rising day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    days: Vec<Day>,
    values: SeriesValues,
}

/// The values of a [`Series`], one for each day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SeriesValues {
    /// Amounts.
    Count(Vec<Amount>),
    /// Scale values.
    Scale {
        /// The scale versions that occur.
        versions: Vec<ScaleId>,
        /// For each day: which of `versions`, and the position in it.
        values: Vec<(u8, u8)>,
    },
}

impl Series {
    /// A series without entries, for a count or a scale.
    pub const fn empty_count() -> Self {
        Self { days: Vec::new(), values: SeriesValues::Count(Vec::new()) }
    }

    /// A series of amounts, by rising day.
    pub fn count(days: Vec<Day>, amounts: Vec<Amount>) -> Result<Self> {
        Self::check(&days, amounts.len())?;
        Ok(Self { days, values: SeriesValues::Count(amounts) })
    }

    /// A series of scale values, by rising day.
    pub fn scale(days: Vec<Day>, versions: Vec<ScaleId>, values: Vec<(u8, u8)>) -> Result<Self> {
        Self::check(&days, values.len())?;
        if values.iter().any(|(version, _)| usize::from(*version) >= versions.len()) {
            return Err(Error::corrupt("a series names a scale version that it does not hold"));
        }
        Ok(Self { days, values: SeriesValues::Scale { versions, values } })
    }

    fn check(days: &[Day], values: usize) -> Result<()> {
        if days.len() != values {
            return Err(Error::corrupt("a series must hold one value for each day"));
        }
        // Looks at all pairs, without stopping at the first bad one: so it can look at several at a time.
        if days.windows(2).fold(false, |bad, pair| bad.max(pair[0] >= pair[1])) {
            return Err(Error::corrupt("a series must be in rising order of days"));
        }
        Ok(())
    }

    /// Adds the entry of a later day.
    ///
    /// # Errors
    /// `corrupt` when the day is not later, or the value of another measure than those before.
    pub fn push(&mut self, day: Day, value: Value) -> Result<()> {
        if self.days.last().is_some_and(|last| *last >= day) {
            return Err(Error::corrupt("a series must be in rising order of days"));
        }
        if self.days.is_empty() {
            self.values = match value {
                Value::Count(_) => SeriesValues::Count(Vec::new()),
                Value::Scale(_) => SeriesValues::Scale { versions: Vec::new(), values: Vec::new() },
            };
        }
        match (&mut self.values, value) {
            (SeriesValues::Count(amounts), Value::Count(amount)) => amounts.push(amount),
            (SeriesValues::Scale { versions, values }, Value::Scale(value)) => {
                let place = versions.iter().rposition(|v| *v == value.scale).unwrap_or_else(|| {
                    versions.push(value.scale);
                    versions.len() - 1
                });
                let place =
                    u8::try_from(place).map_err(|_| Error::unsupported("more than 256 scale versions in use"))?;
                values.push((place, value.position));
            }
            _ => return Err(Error::corrupt("a series must be of one measure")),
        }
        self.days.push(day);
        Ok(())
    }

    /// The days, rising.
    pub fn days(&self) -> &[Day] {
        &self.days
    }

    /// The values, one for each day.
    pub const fn values(&self) -> &SeriesValues {
        &self.values
    }

    /// How many entries it holds.
    pub fn len(&self) -> usize {
        self.days.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.days.is_empty()
    }

    /// The value on a day.
    pub fn on(&self, day: Day) -> Option<Value> {
        let place = self.days.binary_search(&day).ok()?;
        match &self.values {
            SeriesValues::Count(amounts) => amounts.get(place).map(|amount| Value::Count(*amount)),
            SeriesValues::Scale { versions, values } => {
                let (version, position) = values.get(place)?;
                let scale = *versions.get(usize::from(*version))?;
                Some(Value::Scale(ScaleValueRef { scale, position: *position }))
            }
        }
    }
}

/// What was recorded over a span of days: the entries of some items, and which days are logged.
///
/// Fetched once; every rule over days within the span is then answered from memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Records {
    days: DayRange,
    series: BTreeMap<ItemId, Series>,
    logged: Vec<Day>,
}

impl Records {
    /// Records of a span: series of the items asked for (an item without entries may be left out),
    /// and the logged days: those that hold any entry of the *whole book*, or are reviewed, rising.
    pub const fn new(days: DayRange, series: BTreeMap<ItemId, Series>, logged: Vec<Day>) -> Self {
        Self { days, series, logged }
    }

    /// The span.
    pub const fn days(&self) -> DayRange {
        self.days
    }

    /// The entries of an item, if there are any.
    pub fn series(&self, item: ItemId) -> Option<&Series> {
        self.series.get(&item)
    }

    /// All series by item.
    pub const fn all_series(&self) -> &BTreeMap<ItemId, Series> {
        &self.series
    }

    /// The logged days, rising.
    pub fn logged(&self) -> &[Day] {
        &self.logged
    }

    /// Whether a day is logged: it holds any entry of the book, or is reviewed.
    pub fn is_logged(&self, day: Day) -> bool {
        self.logged.binary_search(&day).is_ok()
    }
}
