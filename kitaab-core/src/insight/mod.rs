//! Insights: what a person sees when they look back.
//!
//! `docs/insights.md` says exactly what each figure means; this module reckons them from the columns of
//! evaluation, so that *due*, *exempt*, *logged* and *kept* mean here what they mean there.
//!
//! [`book`] holds the items that are looked at with their columns; [`tally`] adds up; each figure has a
//! module of its own.

mod book;
mod comparison;
mod correlation;
mod dashboard;
mod distribution;
mod heat_map;
mod series;
mod streaks;
mod strength;
mod summary;
mod tally;
mod weekdays;

use crate::calendar::Bucket;
use crate::catalogue::Catalogue;
use crate::day::{Day, DayRange};
use crate::deed::Category;
use crate::error::Result;
use crate::id::{DeedId, ItemId};
use crate::item::Hide;
use crate::series::Records;

use self::book::Book;

pub use self::comparison::{Compared, Comparison, FigureChange};
pub use self::correlation::Correlation;
pub use self::dashboard::{Dashboard, DashboardRequest};
pub use self::distribution::{Distribution, ValueShare, VersionDistribution};
pub use self::heat_map::{HeatDay, HeatMap};
pub use self::series::{Point, Points};
pub use self::streaks::{Streak, StreakUnit, Streaks};
pub use self::strength::{Frequency, Strength, strength_after};
pub use self::summary::{CategorySummary, DeedSummary, ItemSummary, Summary};
pub use self::tally::{Figures, MeanScore};
pub use self::weekdays::{WeekdayFigures, WeekdayProfile};

/// What a figure is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Subject {
    /// All deeds of a category.
    Category(Category),
    /// One deed with all its items.
    Deed(DeedId),
    /// One item with what is below it.
    Item(ItemId),
}

/// How a book is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InsightOptions {
    /// The owner's today: the day that is not over. Nothing recorded for a later day counts.
    pub today: Day,
    /// Whether hidden items are looked at, too.
    pub include_hidden: bool,
}

impl InsightOptions {
    /// A look on `today`, without the hidden items.
    pub const fn seen_on(today: Day) -> Self {
        Self { today, include_hidden: false }
    }

    /// The same with the hidden items.
    #[must_use]
    pub const fn with_hidden(mut self) -> Self {
        self.include_hidden = true;
        self
    }
}

/// No period of a schedule is longer, in days: not even a Hijri month between two sightings that are as far from
/// the tables as any that are heeded.
const LONGEST_PERIOD: i32 = 48;

/// Looks back over one book, by the records of a span of days.
///
/// The columns that it makes are kept, so one value should answer all questions about the same records. The
/// records must cover what is asked ([`Insights::days_read`] and [`Insights::items_read`] say what that is);
/// where they begin later, streaks, strength and periods are told as if nothing had been before. Days after
/// today, or after the records, hold nothing.
///
/// It can be sent to another thread but not shared between threads.
///
/// ```
/// # use std::collections::BTreeMap;
/// # use kitaab_core::{
/// #     Amount, Catalogue, Category, Change, Day, DayRange, DeedId, DeedPatch, InsightOptions, Insights, ItemId,
/// #     ItemPatch, Measure, Name, Records, Series, Subject, UserId, Value,
/// # };
/// # use uuid::Uuid;
/// # let (deed, item) = (DeedId::new(Uuid::from_u128(1)), ItemId::new(Uuid::from_u128(2)));
/// # let first: Day = "2024-02-01".parse()?;
/// # let mut catalogue = Catalogue::new(UserId::new(Uuid::from_u128(3)));
/// # let (category, measure) = (Some(Category::Hasanaat), Some(Measure::Count));
/// # catalogue.apply(&Change::Deed(deed, DeedPatch { category, measure, ..DeedPatch::default() }), 1)?;
/// # let (name, starts_on) = (Some(Name::new("Qur'an")?), Some(first));
/// # catalogue.apply(
/// #     &Change::Item(item, ItemPatch { deed: Some(deed), name, starts_on, ..ItemPatch::default() }),
/// #     2,
/// # )?;
/// // Pages read in a week, none on the fourth day.
/// let week = DayRange::new(first, "2024-02-07".parse()?)?;
/// let mut series = Series::empty_count();
/// for (day, pages) in week.days().zip([3, 3, 3, 0, 3, 3, 3]) {
///     series.push(day, Value::Count(Amount::whole(pages)?))?;
/// }
/// let records = Records::new(week, BTreeMap::from([(item, series)]), week.days().collect());
///
/// let insights = Insights::new(&catalogue, &records, InsightOptions::seen_on(week.last()))?;
/// let figures = insights.figures(Subject::Item(item), week)?;
/// assert_eq!(figures.total.unwrap().to_string(), "18");
/// assert_eq!((figures.kept, figures.due), (6, 7));
/// assert_eq!(insights.streaks(item, week)?.current.unwrap().length, 3);
/// # Ok::<(), kitaab_core::Error>(())
/// ```
#[derive(Debug)]
pub struct Insights<'a> {
    book: Book<'a>,
}

impl<'a> Insights<'a> {
    /// A look at a book by the records of a span.
    ///
    /// # Errors
    /// `corrupt` for a catalogue in which an item is above itself.
    pub fn new(catalogue: &'a Catalogue, records: &'a Records, options: InsightOptions) -> Result<Self> {
        Ok(Self { book: Book::new(catalogue, records, options)? })
    }

    /// The items whose entries are read: those that are not hidden, or all.
    pub fn items_read(catalogue: &Catalogue, options: InsightOptions) -> Vec<ItemId> {
        let shown = |id: &ItemId| options.include_hidden || catalogue.hide_of(*id).is_ok_and(|hide| hide == Hide::None);
        catalogue.items.keys().copied().filter(shown).collect()
    }

    /// The days that the records must cover to look at `days`: from where the items began, since streaks and
    /// strength reach back that far, to today.
    pub fn days_read(catalogue: &Catalogue, days: DayRange, options: InsightOptions) -> DayRange {
        let begun = catalogue.items.values().map(|item| item.starts_on).filter(|starts| *starts <= options.today).min();
        let first = begun.map_or(days.first(), |begun| begun.saturating_plus(-LONGEST_PERIOD).min(days.first()));
        DayRange::new(first, days.last().min(options.today)).unwrap_or(DayRange::single(first.min(options.today)))
    }

    /// The parts that a bucket cuts `days` into.
    fn buckets(&self, bucket: Bucket, days: DayRange) -> impl Iterator<Item = DayRange> {
        let calendar = self.book.catalogue.calendar();
        let mut parts: Vec<DayRange> = Vec::new();
        if bucket == Bucket::Whole {
            parts.push(days);
        } else {
            parts.extend(calendar.periods(bucket, days));
        }
        parts.into_iter()
    }
}
