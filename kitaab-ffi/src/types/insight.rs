//! Figures to look back with. `docs/insights.md` says exactly what each means.

use std::collections::BTreeMap;

use super::{Category, DaySpan, Weekday};
use crate::convert::{Inward, Outward};
use crate::error::Result;
use crate::scalar::{Amount, Day, DeedId, Int, ItemId, Long, ScaleId, Text};
use crate::types::ScaleValueRef;

choices! {
    /// A kind of period.
    choice Bucket = kitaab::Bucket {
        /// One day.
        Day = "day",
        /// Seven days from the owner's first weekday on.
        Week = "week",
        /// A month of the Gregorian calendar.
        Month = "month",
        /// A year of the Gregorian calendar.
        Year = "year",
        /// A month of the Hijri calendar.
        HijriMonth = "hijri_month",
        /// A year of the Hijri calendar.
        HijriYear = "hijri_year",
        /// All days.
        Whole = "whole",
    }

    /// What a streak is counted in.
    choice StreakUnit = kitaab::StreakUnit {
        /// Due days.
        Day = "day",
        /// Weeks.
        Week = "week",
        /// Months.
        Month = "month",
        /// Hijri months, one in each year.
        HijriMonth = "hijri_month",
    }
}

unions! {
    /// What a figure is told of.
    union Subject {
        /// All deeds of a category.
        OfCategory {
            /// The category.
            category: [Category],
        }
        /// One deed with all its items.
        OfDeed {
            /// The deed.
            deed: [DeedId],
        }
        /// One item with what is below it.
        OfItem {
            /// The item.
            item: [ItemId],
        }
    }
}

records! {
    /// The figures of a subject over some days.
    record Figures = kitaab::Figures {
        /// How many entries there are.
        entries: [Long],
        /// On how many days there is an entry.
        days_logged: [Int],
        /// The sum of all amounts, exact; none where nothing was counted, or in several units.
        total: [Option<Amount>],
        /// For an item or a deed: the mean score of its entries for each scale version, by rising number.
        mean_scores: [Vec<MeanScore>],
        /// How many times something was due.
        due: [Int],
        /// How many of those were kept.
        kept: [Int],
        /// How many of the due days are blank on a day that is not logged.
        unknown: [Int],
        /// `kept` as a share of `due`, a float from 0 to 1; none where nothing was due.
        rate: [Option<f64>],
    }

    /// The mean of the scores given by one version of a scale.
    record MeanScore = kitaab::MeanScore {
        /// The version.
        scale: [ScaleId],
        /// Its number.
        version: [Int],
        /// How many entries it judged.
        entries: [Long],
        /// The sum of their scores, exact.
        sum: [Long],
        /// The mean, a float.
        mean: [f64],
    }

    /// The figures of all that is shown over some days.
    record Summary = kitaab::Summary {
        /// The days that were asked for.
        days: [DaySpan],
        /// How many of them, up to today, are logged.
        logged_days: [Int],
        /// Good deeds, then bad ones.
        categories: [Vec<CategorySummary>],
        /// The deeds in their order.
        deeds: [Vec<DeedSummary>],
        /// The items in their order, each before those below it.
        items: [Vec<ItemSummary>],
    }

    /// The figures of a category.
    record CategorySummary = kitaab::CategorySummary {
        /// The category.
        category: [Category],
        /// Its figures.
        figures: [Figures],
    }

    /// The figures of a deed.
    record DeedSummary = kitaab::DeedSummary {
        /// The deed.
        deed: [DeedId],
        /// Its figures.
        figures: [Figures],
    }

    /// The figures of an item with all below it.
    record ItemSummary = kitaab::ItemSummary {
        /// The item.
        item: [ItemId],
        /// Its deed.
        deed: [DeedId],
        /// Its figures.
        figures: [Figures],
    }

    /// How often each value was given to an item and those below it, by scale version.
    record Distribution = kitaab::Distribution {
        /// The item.
        item: [ItemId],
        /// How many entries have a scale value.
        entries: [Long],
        /// The scale versions that were in use, by rising number.
        versions: [Vec<VersionDistribution>],
    }

    /// How often each value of one scale version was given.
    record VersionDistribution = kitaab::VersionDistribution {
        /// The version.
        scale: [ScaleId],
        /// Its number.
        version: [Int],
        /// How many entries have one of its values.
        entries: [Long],
        /// All its values in order.
        values: [Vec<ValueShare>],
    }

    /// How often a value was given.
    record ValueShare = kitaab::ValueShare {
        /// The value.
        value: [ScaleValueRef],
        /// Its label.
        label: [Text],
        /// Its score.
        score: [Int],
        /// How many entries have it.
        count: [Long],
        /// Their share of the entries of this version, a float from 0 to 1.
        share: [f64],
    }

    /// The figures of a subject for each part of some days.
    record Points = kitaab::Points {
        /// Of what.
        subject: [Subject],
        /// By what the days are parted.
        bucket: [Bucket],
        /// The parts in order.
        points: [Vec<Point>],
    }

    /// The figures of one part.
    record Point = kitaab::Point {
        /// Its days.
        days: [DaySpan],
        /// The figures.
        figures: [Figures],
    }

    /// Each day of a span, for one subject.
    record HeatMap = kitaab::HeatMap {
        /// Of what.
        subject: [Subject],
        /// The days in order, up to today.
        days: [Vec<HeatDay>],
    }

    /// One day of a heat map.
    record HeatDay = kitaab::HeatDay {
        /// The day.
        day: [Day],
        /// How many leaves were due.
        due: [Int],
        /// How many of them were kept.
        kept: [Int],
        /// `kept` as a share of `due`, a float from 0 to 1; none where nothing was due, or that is unknown.
        share: [Option<f64>],
        /// How many entries there are.
        entries: [Int],
    }

    /// What was kept on each weekday.
    record WeekdayProfile = kitaab::WeekdayProfile {
        /// Of what.
        subject: [Subject],
        /// The seven weekdays, from the owner's first one on.
        weekdays: [Vec<WeekdayFigures>],
        /// The weekday with the highest rate; none where all rates are the same.
        best: [Option<Weekday>],
        /// The weekday with the lowest rate; none where all rates are the same.
        worst: [Option<Weekday>],
    }

    /// The figures of one weekday.
    record WeekdayFigures = kitaab::WeekdayFigures {
        /// The weekday.
        weekday: [Weekday],
        /// How many entries there are.
        entries: [Long],
        /// How many due days of leaves.
        due: [Long],
        /// How many of them were kept.
        kept: [Long],
        /// `kept` as a share of `due`, a float from 0 to 1; none where nothing was due.
        rate: [Option<f64>],
    }

    /// The runs of an item.
    record Streaks = kitaab::Streaks {
        /// The item.
        item: [ItemId],
        /// The run that nothing has broken yet.
        current: [Option<Streak>],
        /// The longest run; of equally long ones the latest.
        longest: [Option<Streak>],
    }

    /// A run in which everything due was kept.
    record Streak = kitaab::Streak {
        /// How many due days, weeks or months were kept one after the other.
        length: [Int],
        /// What is counted.
        unit: [StreakUnit],
        /// The first day that was kept, or that of the first period.
        first: [Day],
        /// The last day that was kept, or that of the last period.
        last: [Day],
    }

    /// How strong a practice is on a day.
    record Strength = kitaab::Strength {
        /// The item.
        item: [ItemId],
        /// The day at whose end it is so strong.
        day: [Day],
        /// A float from 0 to 1.
        score: [f64],
    }

    /// Two spans side by side.
    record Comparison = kitaab::Comparison {
        /// The span compared with.
        before: [DaySpan],
        /// The span compared.
        after: [DaySpan],
        /// Categories, deeds and items in this order.
        lines: [Vec<Compared>],
    }

    /// A subject in both spans.
    record Compared = kitaab::Compared {
        /// Of what.
        subject: [Subject],
        /// Its figures in the span compared with.
        before: [Figures],
        /// Its figures in the span compared.
        after: [Figures],
        /// By how much they changed.
        change: [FigureChange],
    }

    /// By how much figures changed: those after, less those before.
    record FigureChange = kitaab::FigureChange {
        /// Of entries.
        entries: [Long],
        /// Of days with an entry.
        days_logged: [Long],
        /// Of the total; none where there is none on either side.
        total: [Option<Amount>],
        /// Of the mean scores, by scale version.
        mean_scores: [Vec<MeanScoreChange>],
        /// Of what was due.
        due: [Long],
        /// Of what was kept.
        kept: [Long],
        /// Of what is not known.
        unknown: [Long],
        /// Of the rate, a float from -1 to 1; none where there is none on one side.
        rate: [Option<f64>],
    }

    /// By how much the mean of a scale version's scores changed.
    record MeanScoreChange {
        /// The version's number.
        version: [Int],
        /// The change, a float.
        change: [f64],
    }

    /// Whether two items are kept on the same days. That says nothing of causes.
    record Correlation {
        /// The first item.
        first: [ItemId],
        /// The second item.
        second: [ItemId],
        /// On how many days it is known of both whether they were kept.
        days: [Int],
        /// On how many of them both were kept.
        both: [Int],
        /// … only the first.
        first_only: [Int],
        /// … only the second.
        second_only: [Int],
        /// … neither.
        neither: [Int],
        /// The coefficient phi, a float from -1 to 1; none where one of them was always kept, or never.
        phi: [Option<f64>],
    }

    /// What a dashboard is to show.
    record DashboardRequest {
        /// The days.
        days: [DaySpan],
        /// By what the series part them; months if left out.
        bucket: [Option<Bucket>] = None,
        /// Other days to compare them with.
        compare_with: [Option<DaySpan>] = None,
    }

    /// Everything that is shown of a span of days.
    record Dashboard = kitaab::Dashboard {
        /// The days.
        days: [DaySpan],
        /// The owner's today.
        today: [Day],
        /// The figures of categories, deeds and items.
        summary: [Summary],
        /// How often each value was given: of each item of a scale deed in the summary.
        distributions: [Vec<Distribution>],
        /// The figures by buckets: of each category in the summary.
        series: [Vec<Points>],
        /// The days: of each category in the summary.
        heat_maps: [Vec<HeatMap>],
        /// The weekdays: of each category in the summary.
        weekdays: [Vec<WeekdayProfile>],
        /// The runs up to the last of the days: of each item in the summary.
        streaks: [Vec<Streaks>],
        /// The strength on the last of the days: of each item in the summary that has one.
        strengths: [Vec<Strength>],
        /// The comparison that was asked for.
        comparison: [Option<Comparison>],
    }
}

impl Outward<Subject> for kitaab::Subject {
    fn outward(self) -> Subject {
        match self {
            Self::Category(category) => Subject::OfCategory { category: category.outward() },
            Self::Deed(deed) => Subject::OfDeed { deed: deed.outward() },
            Self::Item(item) => Subject::OfItem { item: item.outward() },
            other => unreachable!("{other:?} is not known to the facade"),
        }
    }
}

impl Inward<kitaab::Subject> for Subject {
    fn inward(self) -> Result<kitaab::Subject> {
        Ok(match self {
            Self::OfCategory { category } => kitaab::Subject::Category(category.inward()?),
            Self::OfDeed { deed } => kitaab::Subject::Deed(deed.inward()?),
            Self::OfItem { item } => kitaab::Subject::Item(item.inward()?),
        })
    }
}

impl Outward<Vec<MeanScoreChange>> for BTreeMap<u32, f64> {
    fn outward(self) -> Vec<MeanScoreChange> {
        self.into_iter().map(|(version, change)| MeanScoreChange { version: version.outward(), change }).collect()
    }
}

impl Outward<Correlation> for kitaab::Correlation {
    fn outward(self) -> Correlation {
        Correlation {
            first: self.items.0.outward(),
            second: self.items.1.outward(),
            days: self.days.outward(),
            both: self.both.outward(),
            first_only: self.first_only.outward(),
            second_only: self.second_only.outward(),
            neither: self.neither.outward(),
            phi: self.phi,
        }
    }
}

impl Inward<kitaab::DashboardRequest> for DashboardRequest {
    fn inward(self) -> Result<kitaab::DashboardRequest> {
        let mut request = kitaab::DashboardRequest::new(self.days.inward()?);
        if let Some(bucket) = self.bucket {
            request = request.by(bucket.inward()?);
        }
        Ok(match self.compare_with {
            Some(days) => request.compared_with(days.inward()?),
            None => request,
        })
    }
}
