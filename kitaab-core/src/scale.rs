//! Scales: the ordered values that a scale deed is judged by, in versions.

use std::collections::BTreeSet;

use minicbor::{Decode, Encode};

use crate::day::Day;
use crate::error::{Error, Result};
use crate::id::{DeedId, ScaleId};
use crate::record::record;
use crate::text::Label;

/// One value of a scale version. Its position is its place in the list, from 0.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, serde::Serialize, serde::Deserialize)]
pub struct ScaleValue {
    /// Its label, unique within the version.
    #[n(0)]
    pub label: Label,
    /// Its score; the position unless the owner set another.
    #[n(1)]
    pub score: i32,
}

/// Names a value of a scale version.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode, serde::Serialize, serde::Deserialize,
)]
pub struct ScaleValueRef {
    /// The scale version.
    #[n(0)]
    pub scale: ScaleId,
    /// The position of the value in it, from 0.
    #[n(1)]
    pub position: u8,
}

record! {
    /// One version of a deed's scale. The version with the highest number is the active one; on an
    /// earlier day it is the one with the highest number among those whose `from_day` had come.
    record Scale(ScaleId), kind scale;
    /// What to set of a [`Scale`].
    patch ScalePatch;
    {
        /// The deed it judges.
        0 deed: DeedId,
        /// Its number, from 1.
        1 version: u32,
        /// Its values, 2 to 100, in order.
        2 values: Vec<ScaleValue>,
        /// For each value of the version before, by position: the position that it maps to here, if
        /// any. Empty for the first version.
        3 mapping: Vec<Option<u8>> = Vec::new(),
        /// The day from which it is active.
        4 from_day: Day,
    }
}

impl Scale {
    /// The value at a position.
    pub fn value(&self, position: u8) -> Option<&ScaleValue> {
        self.values.get(usize::from(position))
    }

    /// Names the value with this label.
    pub fn labelled(&self, label: &str) -> Option<ScaleValueRef> {
        let position = self.values.iter().position(|v| v.label.as_str() == label)?;
        Some(ScaleValueRef { scale: self.id, position: u8::try_from(position).ok()? })
    }

    /// The position of the lowest value: the first of those with the lowest score.
    pub fn lowest(&self) -> u8 {
        let lowest = self.values.iter().enumerate().min_by_key(|(i, value)| (value.score, *i));
        lowest.and_then(|(i, _)| u8::try_from(i).ok()).unwrap_or(0)
    }

    /// Checks a version's values: 2 to 100, with unique labels.
    pub fn check_values(values: &[ScaleValue]) -> Result<()> {
        if !(2..=100).contains(&values.len()) {
            return Err(Error::invalid("scale.values", "must have from 2 to 100 values", values.len()));
        }
        let mut seen = BTreeSet::new();
        match values.iter().find(|value| !seen.insert(value.label.as_str())) {
            Some(twice) => Err(Error::invalid("scale.values", "must have unique labels", &twice.label)),
            None => Ok(()),
        }
    }

    /// The default mapping from an older version's values to newer ones: by the same label.
    pub fn mapping_by_label(old: &[ScaleValue], new: &[ScaleValue]) -> Vec<Option<u8>> {
        old.iter()
            .map(|value| new.iter().position(|n| n.label == value.label).and_then(|p| u8::try_from(p).ok()))
            .collect()
    }
}

/// Values from labels, scored by position: 0, 1, 2 …
pub fn values_by_position<L: AsRef<str>>(labels: impl IntoIterator<Item = L>) -> Result<Vec<ScaleValue>> {
    let values = labels
        .into_iter()
        .zip(0..)
        .map(|(label, score)| Ok(ScaleValue { label: Label::new(label)?, score }))
        .collect::<Result<Vec<_>>>()?;
    Scale::check_values(&values)?;
    Ok(values)
}

/// The built-in scale: `No` = 0, `Yes` = 1.
pub fn yes_no() -> Vec<ScaleValue> {
    values_by_position(["No", "Yes"]).unwrap_or_default()
}
