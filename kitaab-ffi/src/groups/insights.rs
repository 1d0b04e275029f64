//! Insights.

use crate::convert::{Inward, Outward};
use crate::error::KitaabError;
use crate::scalar::ItemId;
use crate::types::{
    Bucket, Comparison, Correlation, Dashboard, DashboardRequest, DaySpan, Distribution, Figures, HeatMap, Points,
    Streaks, Strength, Subject, Summary, WeekdayProfile,
};

/// Insights, with hidden items or without.
fn looking(book: &kitaab::Book, hidden: Option<bool>) -> kitaab::Insights<'_> {
    if hidden == Some(true) { book.insights().with_hidden() } else { book.insights() }
}

operations! {
    /// What the owner sees when they look back over a book. Each call reads the store once: for several figures of one
    /// span, ask for a dashboard. Hidden items are left out, unless `hidden` asks for them.
    group Insights, insights, insights_table;

    /// The figures of each category, deed and item.
    fn summary(days: [DaySpan], hidden: [Option<bool>] = None) -> [Summary] = |book| {
        Ok(looking(&book, hidden).summary(days.inward()?).await?.outward())
    };

    /// The same figures of one category, deed or item.
    ///
    /// # Errors
    /// `not_found`.
    fn figures(subject: [Subject], days: [DaySpan], hidden: [Option<bool>] = None) -> [Figures] = |book| {
        Ok(looking(&book, hidden).figures(subject.inward()?, days.inward()?).await?.outward())
    };

    /// How often each scale value was given to an item and those below it.
    ///
    /// # Errors
    /// `not_found`.
    fn distribution(item: [ItemId], days: [DaySpan], hidden: [Option<bool>] = None) -> [Distribution] = |book| {
        Ok(looking(&book, hidden).distribution(item.inward()?, days.inward()?).await?.outward())
    };

    /// The figures of a category, deed or item bucket by bucket, for charts.
    ///
    /// # Errors
    /// `not_found`.
    fn series(subject: [Subject], bucket: [Bucket], days: [DaySpan], hidden: [Option<bool>] = None) -> [Points] = |book| {
        Ok(looking(&book, hidden).series(subject.inward()?, bucket.inward()?, days.inward()?).await?.outward())
    };

    /// For each day: how much of what was due was kept, and how much was recorded.
    ///
    /// # Errors
    /// `not_found`.
    fn heat_map(subject: [Subject], days: [DaySpan], hidden: [Option<bool>] = None) -> [HeatMap] = |book| {
        Ok(looking(&book, hidden).heat_map(subject.inward()?, days.inward()?).await?.outward())
    };

    /// What was due and kept on each weekday, with the best and the worst one.
    ///
    /// # Errors
    /// `not_found`.
    fn weekdays(subject: [Subject], days: [DaySpan], hidden: [Option<bool>] = None) -> [WeekdayProfile] = |book| {
        Ok(looking(&book, hidden).weekdays(subject.inward()?, days.inward()?).await?.outward())
    };

    /// The current and the longest run of an item: of all its days, or within some, which cut off those that began before.
    ///
    /// # Errors
    /// `not_found`.
    fn streaks(item: [ItemId], within: [Option<DaySpan>] = None, hidden: [Option<bool>] = None) -> [Streaks] = |book| {
        let (insights, item) = (looking(&book, hidden), item.inward()?);
        let within: Option<kitaab::DayRange> = within.inward()?;
        Ok(match within {
            Some(days) => insights.streaks_within(item, days).await?.outward(),
            None => insights.streaks(item).await?.outward(),
        })
    };

    /// How strong the practice of an item is today; none before it starts.
    ///
    /// # Errors
    /// `not_found`.
    fn strength(item: [ItemId], hidden: [Option<bool>] = None) -> [Option<Strength>] = |book| {
        Ok(looking(&book, hidden).strength(item.inward()?).await?.outward())
    };

    /// How strong it was at the end of each day.
    ///
    /// # Errors
    /// `not_found`.
    fn strength_series(item: [ItemId], days: [DaySpan], hidden: [Option<bool>] = None) -> [Vec<Strength>] = |book| {
        Ok(looking(&book, hidden).strength_series(item.inward()?, days.inward()?).await?.outward())
    };

    /// The figures of two spans side by side, with the change of each.
    fn comparison(before: [DaySpan], after: [DaySpan], hidden: [Option<bool>] = None) -> [Comparison] = |book| {
        Ok(looking(&book, hidden).comparison(before.inward()?, after.inward()?).await?.outward())
    };

    /// Whether two items are kept on the same days, and on how many days that rests.
    ///
    /// # Errors
    /// `not_found`.
    fn correlation(
        first: [ItemId],
        second: [ItemId],
        days: [DaySpan],
        hidden: [Option<bool>] = None,
    ) -> [Correlation] = |book| {
        Ok(looking(&book, hidden).correlation(first.inward()?, second.inward()?, days.inward()?).await?.outward())
    };

    /// Everything that is shown of a span of days, in one value, from one reading of the store.
    fn dashboard(request: [DashboardRequest], hidden: [Option<bool>] = None) -> [Dashboard] = |book| {
        Ok(looking(&book, hidden).dashboard(&request.inward()?).await?.outward())
    };
}
