//! The dashboard: everything that is shown of a span of days, in one value.

use crate::calendar::Bucket;
use crate::day::{Day, DayRange};
use crate::deed::Measure;
use crate::error::Result;

use super::book::{Book, Node};
use super::heat_map::DayCounts;
use super::{Comparison, Distribution, HeatMap, Insights, Points, Streaks, Strength, Subject, Summary, WeekdayProfile};

/// What is to be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DashboardRequest {
    /// The days.
    pub days: DayRange,
    /// By what the series part them.
    pub bucket: Bucket,
    /// Other days to compare them with.
    pub compare_with: Option<DayRange>,
}

impl DashboardRequest {
    /// These days, by months, compared with no others.
    pub const fn new(days: DayRange) -> Self {
        Self { days, bucket: Bucket::Month, compare_with: None }
    }

    /// The same with series by another bucket.
    #[must_use]
    pub const fn by(mut self, bucket: Bucket) -> Self {
        self.bucket = bucket;
        self
    }

    /// The same, compared with other days.
    #[must_use]
    pub const fn compared_with(mut self, days: DayRange) -> Self {
        self.compare_with = Some(days);
        self
    }

    /// All the days that it looks at.
    pub fn hull(&self) -> DayRange {
        self.compare_with.map_or(self.days, |other| self.days.hull(other))
    }
}

/// Everything that is shown of a span of days.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Dashboard {
    /// The days.
    pub days: DayRange,
    /// The owner's today.
    pub today: Day,
    /// The figures of categories, deeds and items.
    pub summary: Summary,
    /// How often each value was given: of each item of a scale deed in the summary.
    pub distributions: Vec<Distribution>,
    /// The figures by buckets: of each category in the summary.
    pub series: Vec<Points>,
    /// The days: of each category in the summary.
    pub heat_maps: Vec<HeatMap>,
    /// The weekdays: of each category in the summary.
    pub weekdays: Vec<WeekdayProfile>,
    /// The runs up to the last of the days: of each item in the summary.
    pub streaks: Vec<Streaks>,
    /// The strength on the last of the days: of each item in the summary that has one.
    pub strengths: Vec<Strength>,
    /// The comparison that was asked for.
    pub comparison: Option<Comparison>,
}

impl Insights<'_> {
    /// Everything that is shown of a span of days.
    pub fn dashboard(&self, request: &DashboardRequest) -> Result<Dashboard> {
        let (book, days) = (&self.book, request.days);
        let summary = self.summary(days)?;
        let (mut distributions, mut streaks, mut strengths) = (Vec::new(), Vec::new(), Vec::new());
        let history = days.hull(DayRange::single(book.frame.days().first()));
        for line in &summary.items {
            if book.node(book.place(line.item)?).deed.measure == Measure::Scale {
                distributions.push(self.distribution(line.item, days)?);
            }
            streaks.push(self.streaks(line.item, history)?);
            strengths.extend(self.strength(line.item, days.last())?);
        }
        let (mut series, mut heat_maps, mut weekdays) = (Vec::new(), Vec::new(), Vec::new());
        for category in Book::CATEGORIES {
            let subject = Subject::Category(category);
            if !summary.categories.iter().any(|line| line.category == category) {
                continue;
            }
            series.push(self.series(subject, request.bucket, days)?);
            let nodes: Vec<&Node<'_>> = book.nodes(subject)?;
            let counts = DayCounts::of(book, &nodes, days)?;
            heat_maps.push(counts.heat_map(book, subject, days));
            weekdays.push(counts.weekdays(book, subject, days));
        }
        let before = request.compare_with.map(|days| self.summary(days)).transpose()?;
        let comparison = before.map(|before| self.compared(&before, &summary));
        Ok(Dashboard {
            days,
            today: book.options.today,
            summary,
            distributions,
            series,
            heat_maps,
            weekdays,
            streaks,
            strengths,
            comparison,
        })
    }
}
