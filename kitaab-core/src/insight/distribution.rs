//! Distributions: how often each scale value was given.

use crate::day::DayRange;
use crate::error::Result;
use crate::id::{ItemId, ScaleId};
use crate::scale::ScaleValueRef;
use crate::text::Label;

use super::book::Book;
use super::tally::{Histogram, Tally, share};
use super::{Insights, Subject};

/// How often each value was given to an item and those below it, by scale version.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Distribution {
    /// The item.
    pub item: ItemId,
    /// How many entries have a scale value.
    pub entries: u64,
    /// The scale versions that were in use, by rising number.
    pub versions: Vec<VersionDistribution>,
}

/// How often each value of one scale version was given.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct VersionDistribution {
    /// The version.
    pub scale: ScaleId,
    /// Its number.
    pub version: u32,
    /// How many entries have one of its values.
    pub entries: u64,
    /// All its values in order, those that were never given, too.
    pub values: Vec<ValueShare>,
}

/// How often a value was given.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct ValueShare {
    /// The value.
    pub value: ScaleValueRef,
    /// Its label.
    pub label: Label,
    /// Its score.
    pub score: i32,
    /// How many entries have it.
    pub count: u64,
    /// Their share of the entries of this version, a float from 0 to 1.
    pub share: f64,
}

impl Insights<'_> {
    /// How often each scale value was given to an item and those below it over `days`. Blanks are not counted,
    /// whatever they read as.
    ///
    /// # Errors
    /// `not_found`.
    pub fn distribution(&self, item: ItemId, days: DayRange) -> Result<Distribution> {
        let mut sum = Tally::default();
        for node in self.book.nodes(Subject::Item(item))? {
            sum.add(&Tally::of(&self.book, node, days, true)?);
        }
        Ok(Distribution::of(&self.book, item, &sum.histograms))
    }
}

impl Distribution {
    pub(super) fn of(book: &Book<'_>, item: ItemId, histograms: &[Histogram]) -> Self {
        let of_version = |histogram: &Histogram| {
            let scale = book.catalogue.scales.get(&histogram.scale)?;
            let entries = histogram.counts.iter().sum();
            let values = scale.values.iter().zip(&histogram.counts).zip(0..=u8::MAX);
            let values = values.map(|((value, count), position)| ValueShare {
                value: ScaleValueRef { scale: scale.id, position },
                label: value.label.clone(),
                score: value.score,
                count: *count,
                share: share(*count, entries).unwrap_or(0.0),
            });
            Some(VersionDistribution { scale: scale.id, version: scale.version, entries, values: values.collect() })
        };
        let mut versions: Vec<VersionDistribution> = histograms.iter().filter_map(of_version).collect();
        versions.sort_by_key(|version| (version.version, version.scale));
        Self { item, entries: versions.iter().map(|version| version.entries).sum(), versions }
    }
}
