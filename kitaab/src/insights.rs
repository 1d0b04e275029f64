//! Insights: what the owner sees when they look back.

use kitaab_core::{
    Bucket, Catalogue, Comparison, Correlation, Dashboard, DashboardRequest, Day, DayRange, Distribution, Figures,
    HeatMap, InsightOptions, ItemId, Points, Streaks, Strength, Subject, Summary, WeekdayProfile,
};

use crate::book::Book;
use crate::error::Result;
use crate::snapshot::{Snapshot, Wanted};

/// What the owner sees when they look back over a book. `docs/insights.md` says exactly what each figure means.
///
/// Each call reads the store once and reckons everything else in memory: for several figures of one span,
/// ask for a [`Insights::dashboard`]. Hidden items are left out, unless [`Insights::with_hidden`] asks for them.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> kitaab::Result<()> {
/// # let book = kitaab::Kitaab::open("memory:").await?.my_book().await?;
/// # let today = book.today().await?;
/// use kitaab::{Amount, Category::Hasanaat, DayRange, NewDeed, Subject};
/// let week = DayRange::ending(today, 7);
/// let quran = NewDeed::count("Qur'an", Hasanaat).unit("pages").starts_on(week.first());
/// let quran = book.deeds().add(quran).await?.root();
/// for day in week.days() {
///     book.entries().put(quran, day, Amount::whole(4)?).await?;
/// }
///
/// let insights = book.insights();
/// assert_eq!(insights.figures(Subject::Item(quran), week).await?.total.unwrap().to_string(), "28");
/// assert_eq!(insights.streaks(quran).await?.current.unwrap().length, 7);
/// let strength = insights.strength(quran).await?.unwrap();
/// assert!(strength.score > 0.3 && strength.score < 0.32);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Insights<'b> {
    book: &'b Book,
    include_hidden: bool,
}

impl Book {
    /// Looking back over it.
    pub fn insights(&self) -> Insights<'_> {
        Insights { book: self, include_hidden: false }
    }
}

impl Insights<'_> {
    /// The same with hidden items.
    #[must_use]
    pub fn with_hidden(self) -> Self {
        Self { include_hidden: true, ..self }
    }

    /// The figures of each category, deed and item over `days`: entries, days with entries, total, mean scores,
    /// what was due and kept.
    pub async fn summary(self, days: DayRange) -> Result<Summary> {
        self.look(|_| days, |insights, _| insights.summary(days)).await
    }

    /// The same figures of one category, deed or item.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn figures(self, subject: Subject, days: DayRange) -> Result<Figures> {
        self.look(|_| days, |insights, _| insights.figures(subject, days)).await
    }

    /// How often each scale value was given to an item and those below it.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn distribution(self, item: ItemId, days: DayRange) -> Result<Distribution> {
        self.look(|_| days, |insights, _| insights.distribution(item, days)).await
    }

    /// The figures of a category, deed or item bucket by bucket, for charts.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn series(self, subject: Subject, bucket: Bucket, days: DayRange) -> Result<Points> {
        self.look(|_| days, |insights, _| insights.series(subject, bucket, days)).await
    }

    /// For each day: how much of what was due was kept, and how much was recorded.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn heat_map(self, subject: Subject, days: DayRange) -> Result<HeatMap> {
        self.look(|_| days, |insights, _| insights.heat_map(subject, days)).await
    }

    /// What was due and kept on each weekday, with the best and the worst one.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn weekdays(self, subject: Subject, days: DayRange) -> Result<WeekdayProfile> {
        self.look(|_| days, |insights, _| insights.weekdays(subject, days)).await
    }

    /// The current and the longest run of an item, of all its days.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn streaks(self, item: ItemId) -> Result<Streaks> {
        self.look(DayRange::single, |insights, today| insights.streaks(item, until(today))).await
    }

    /// The runs of an item within `days`: those that began before are cut off there.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn streaks_within(self, item: ItemId, days: DayRange) -> Result<Streaks> {
        self.look(|_| days, |insights, _| insights.streaks(item, days)).await
    }

    /// How strong the practice of an item is today; none before it starts.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn strength(self, item: ItemId) -> Result<Option<Strength>> {
        self.look(DayRange::single, |insights, today| insights.strength(item, today)).await
    }

    /// How strong it was at the end of each day.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn strength_series(self, item: ItemId, days: DayRange) -> Result<Vec<Strength>> {
        self.look(|_| days, |insights, _| insights.strength_series(item, days)).await
    }

    /// The figures of two spans side by side, with the change of each.
    pub async fn comparison(self, before: DayRange, after: DayRange) -> Result<Comparison> {
        self.look(|_| before.hull(after), |insights, _| insights.comparison(before, after)).await
    }

    /// Whether two items are kept on the same days, and on how many days that rests.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn correlation(self, first: ItemId, second: ItemId, days: DayRange) -> Result<Correlation> {
        self.look(|_| days, |insights, _| insights.correlation(first, second, days)).await
    }

    /// Everything that is shown of a span of days, in one value, from one reading of the store.
    pub async fn dashboard(self, request: &DashboardRequest) -> Result<Dashboard> {
        self.look(|_| request.hull(), |insights, _| insights.dashboard(request)).await
    }

    /// Reads what looking at some days needs, and looks.
    async fn look<T>(
        self,
        days: impl Fn(Day) -> DayRange + Sync,
        look: impl FnOnce(&kitaab_core::Insights<'_>, Day) -> kitaab_core::Result<T> + Send,
    ) -> Result<T> {
        let (Snapshot { catalogue, records }, options) = self.read(&days).await?;
        Ok(look(&kitaab_core::Insights::new(&catalogue, &records, options)?, options.today)?)
    }

    async fn read(self, days: &(dyn Fn(Day) -> DayRange + Sync)) -> Result<(Snapshot, InsightOptions)> {
        let now = self.book.shared().time.now();
        let options = |catalogue: &Catalogue| -> Result<InsightOptions> {
            let options = InsightOptions::seen_on(catalogue.settings.today(now)?);
            Ok(if self.include_hidden { options.with_hidden() } else { options })
        };
        let snapshot = self
            .book
            .snapshot(|catalogue| {
                let options = options(catalogue)?;
                let days = kitaab_core::Insights::days_read(catalogue, days(options.today), options);
                Ok(Wanted { items: kitaab_core::Insights::items_read(catalogue, options), days })
            })
            .await?;
        let options = options(&snapshot.catalogue)?;
        Ok((snapshot, options))
    }
}

/// All days up to one.
fn until(day: Day) -> DayRange {
    DayRange::single(day).hull(DayRange::single(Day::MIN))
}
