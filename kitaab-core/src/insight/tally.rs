//! Adding up what was recorded and kept over some days.

use std::ops::Range;

use crate::amount::{Amount, Total};
use crate::day::DayRange;
use crate::deed::Category;
use crate::error::Result;
use crate::evaluate::{DUE, ENTRY, KNOWN, Period, QUOTA, REACHED};
use crate::id::ScaleId;
use crate::series::SeriesValues;
use crate::text::Unit;

use super::book::{Book, Node};
use super::{Insights, Subject};

/// The figures of a subject over some days. Those of what is above are made of those below.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Figures {
    /// How many entries there are.
    pub entries: u64,
    /// On how many days there is an entry.
    pub days_logged: u32,
    /// The sum of all amounts, exact. None where nothing was counted, and for a category whose deeds are
    /// counted in several units.
    pub total: Option<Total>,
    /// For an item or a deed: the mean score of its entries for each scale version, by rising number.
    pub mean_scores: Vec<MeanScore>,
    /// How many times something was due: each due day of each leaf, and in each period of a schedule of *n
    /// times per period* as many days as are needed.
    pub due: u32,
    /// How many of those were kept.
    pub kept: u32,
    /// How many of the due days are blank on a day that is not logged: nobody knows whether they were kept,
    /// and they do not count as kept.
    pub unknown: u32,
    /// `kept` as a share of `due`, a float from 0 to 1. None where nothing was due.
    pub rate: Option<f64>,
}

/// The mean of the scores given by one version of a scale.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct MeanScore {
    /// The version.
    pub scale: ScaleId,
    /// Its number.
    pub version: u32,
    /// How many entries it judged.
    pub entries: u64,
    /// The sum of their scores, exact.
    pub sum: i64,
    /// The mean, a float.
    pub mean: f64,
}

/// How many entries have each value of a scale version, by position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Histogram {
    pub(super) scale: ScaleId,
    pub(super) counts: Vec<u64>,
}

/// What is added up, before it is told.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    pub(super) entries: u64,
    /// The sum of amounts in hundredths, if anything was counted.
    hundredths: Option<i128>,
    pub(super) histograms: Vec<Histogram>,
    pub(super) due: u32,
    kept: u32,
    unknown: u32,
}

/// A number as a float, for shares.
#[allow(clippy::cast_precision_loss, reason = "counts of entries and days are far below 2^52")]
pub(super) const fn float(number: u64) -> f64 {
    number as f64
}

/// `part` of `whole` as a share, none of nothing.
pub(super) fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| float(part) / float(whole))
}

/// Of some days: how many are due by an ordinary schedule, how many of those were kept, and how many are not
/// known.
pub(super) fn judged(flags: &[u8]) -> (u32, u32, u32) {
    let (mut due, mut kept, mut unknown) = (0, 0, 0);
    // Short sums, so that many days are looked at in one step.
    for flags in flags.chunks(u8::MAX.into()) {
        let (mut due_here, mut kept_here, mut known_here) = (0_u8, 0_u8, 0_u8);
        for flag in flags {
            due_here += u8::from(flag & (DUE | QUOTA) == DUE);
            kept_here += u8::from(flag & (DUE | QUOTA | REACHED) == DUE | REACHED);
            known_here += u8::from(flag & (DUE | QUOTA | KNOWN) == DUE | KNOWN);
        }
        due += u32::from(due_here);
        kept += u32::from(kept_here);
        unknown += u32::from(due_here - known_here);
    }
    (due, kept, unknown)
}

impl Tally {
    /// What one item alone brings within `days`, with the counts of its scale values if they are asked for.
    pub(super) fn of<'a>(book: &Book<'a>, node: &Node<'a>, days: DayRange, histograms: bool) -> Result<Self> {
        let places = book.places_of(days);
        let mut tally = Self::default();
        if let Some(series) = node.series {
            let recorded = entered(book, series.days(), &places);
            tally.entries = recorded.len() as u64;
            match series.values() {
                SeriesValues::Count(amounts) if !recorded.is_empty() => {
                    let amounts = amounts[recorded].iter().map(|amount: &Amount| i128::from(amount.hundredths()));
                    tally.hundredths = Some(amounts.sum());
                }
                SeriesValues::Scale { versions, values } if histograms => {
                    tally.count_values(book, versions, &values[recorded]);
                }
                _ => {}
            }
        }
        let standing = book.standing(node)?;
        (tally.due, tally.kept, tally.unknown) = judged(&standing.flags[places]);
        // A period counts where it ends.
        let last = |period: &Period| i32::try_from(period.days.end).unwrap_or(i32::MAX) - 1;
        let (first_day, last_day) = (book.frame.offset(days.first()), book.frame.offset(days.last()));
        let from = standing.periods.partition_point(|period| last(period) < first_day);
        for period in standing.periods[from..].iter().take_while(|period| last(period) <= last_day) {
            let reached = reached(&standing.flags[period.days.clone()]).min(period.needed);
            if reached == period.needed || period.days.end <= book.not_over() {
                tally.due += period.needed;
                tally.kept += reached;
            }
        }
        Ok(tally)
    }

    fn count_values(&mut self, book: &Book<'_>, versions: &[ScaleId], values: &[(u8, u8)]) {
        for (number, scale) in versions.iter().enumerate() {
            let mut counts = [0_u64; 256];
            for (_, position) in values.iter().filter(|(version, _)| usize::from(*version) == number) {
                counts[usize::from(*position)] += 1;
            }
            let known = book.catalogue.scales.get(scale).map_or(0, |scale| scale.values.len()).min(counts.len());
            if counts.iter().any(|count| *count > 0) {
                self.histograms.push(Histogram { scale: *scale, counts: counts[..known].to_vec() });
            }
        }
    }

    /// Adds what another item brings.
    pub(super) fn add(&mut self, other: &Self) {
        self.entries += other.entries;
        if let Some(hundredths) = other.hundredths {
            self.hundredths = Some(self.hundredths.unwrap_or(0).saturating_add(hundredths));
        }
        for histogram in &other.histograms {
            match self.histograms.iter_mut().find(|known| known.scale == histogram.scale) {
                Some(known) => known.counts.iter_mut().zip(&histogram.counts).for_each(|(sum, count)| *sum += count),
                None => self.histograms.push(histogram.clone()),
            }
        }
        self.due += other.due;
        self.kept += other.kept;
        self.unknown += other.unknown;
    }

    /// The figures, given on how many days there is an entry.
    pub(super) fn figures(&self, book: &Book<'_>, days_logged: u32) -> Figures {
        let mut mean_scores: Vec<MeanScore> =
            self.histograms.iter().filter_map(|histogram| histogram.mean(book)).collect();
        mean_scores.sort_by_key(|mean| (mean.version, mean.scale));
        Figures {
            entries: self.entries,
            days_logged,
            total: self.hundredths.map(Total::new),
            mean_scores,
            due: self.due,
            kept: self.kept,
            unknown: self.unknown,
            rate: share(self.kept.into(), self.due.into()),
        }
    }
}

impl Histogram {
    fn mean(&self, book: &Book<'_>) -> Option<MeanScore> {
        let scale = book.catalogue.scales.get(&self.scale)?;
        let entries: u64 = self.counts.iter().sum();
        let scored = self.counts.iter().zip(&scale.values);
        let sum = scored.fold(0_i64, |sum, (count, value)| {
            sum.saturating_add(i64::from(value.score).saturating_mul(i64::try_from(*count).unwrap_or(i64::MAX)))
        });
        #[allow(clippy::cast_precision_loss, reason = "a mean is told as a float")]
        let mean = sum as f64 / float(entries);
        (entries > 0).then_some(MeanScore { scale: self.scale, version: scale.version, entries, sum, mean })
    }
}

/// Which of some rising days lie at `places`.
pub(super) fn entered(book: &Book<'_>, days: &[crate::day::Day], places: &Range<usize>) -> Range<usize> {
    let before = |place: usize| {
        let place = i32::try_from(place).unwrap_or(i32::MAX);
        days.partition_point(|day| book.frame.offset(*day) < place)
    };
    before(places.start)..before(places.end)
}

/// On how many days a value keeps the goal, due or not.
pub(super) fn reached(flags: &[u8]) -> u32 {
    flags.iter().map(|flag| u32::from(flag & REACHED != 0)).sum()
}

/// On how many days of `places` there is an entry of one of the items.
pub(super) fn days_logged<'a>(book: &Book<'a>, nodes: &[&Node<'a>], places: &Range<usize>) -> Result<u32> {
    let mut any = vec![0_u8; places.len()];
    for node in nodes {
        if node.series.is_some() {
            any.iter_mut().zip(&book.standing(node)?.flags[places.clone()]).for_each(|(any, flag)| *any |= flag);
        }
    }
    Ok(any.iter().map(|flag| u32::from(flag & ENTRY != 0)).sum())
}

/// The figures of some items together. Those of a category are told without means, and without a total where
/// its deeds are counted in several units.
pub(super) fn together<'a>(book: &Book<'a>, subject: Subject, nodes: &[&Node<'a>], days: DayRange) -> Result<Figures> {
    let mut sum = Tally::default();
    for node in nodes {
        sum.add(&Tally::of(book, node, days, !matches!(subject, Subject::Category(_)))?);
    }
    let mut figures = sum.figures(book, days_logged(book, nodes, &book.places_of(days))?);
    if let Subject::Category(category) = subject
        && !of_one_unit(book, category)
    {
        figures.total = None;
    }
    Ok(figures)
}

/// Whether the shown counted deeds of a category are counted in one unit.
pub(super) fn of_one_unit(book: &Book<'_>, category: Category) -> bool {
    let mut units = book
        .all()
        .filter(|node| node.deed.category == category && node.deed.measure == crate::deed::Measure::Count)
        .map(|node| node.deed.unit.as_ref());
    let first: Option<Option<&Unit>> = units.next();
    units.all(|unit| Some(unit) == first)
}

impl Insights<'_> {
    /// The figures of one subject over `days`; all zero for one that is hidden.
    ///
    /// # Errors
    /// `not_found`.
    pub fn figures(&self, subject: Subject, days: DayRange) -> Result<Figures> {
        together(&self.book, subject, &self.book.nodes(subject)?, days)
    }
}
