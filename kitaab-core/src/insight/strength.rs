//! Strength: how settled a practice is, from 0 to 1.
//!
//! The formula is Loop Habit Tracker's, with the rule that held on a day judging that day.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::day::{Day, DayRange};
use crate::deed::{Category, Measure};
use crate::error::Result;
use crate::evaluate::{DUE, ENTRY, EXEMPT, KNOWN, LEAF, PENDING, REACHED};
use crate::id::ItemId;
use crate::schedule::{Goal, Schedule};
use crate::series::SeriesValues;

use super::Insights;
use super::book::{Book, Node};

/// How strong a practice is on a day.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Strength {
    /// The item.
    pub item: ItemId,
    /// The day at whose end it is so strong.
    pub day: Day,
    /// A float from 0 to 1.
    pub score: f64,
}

/// How often a schedule asks for a deed: so many times in so many days, at most every day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
pub struct Frequency {
    times: u32,
    days: u32,
}

impl Frequency {
    /// Every day.
    pub const DAILY: Self = Self { times: 1, days: 1 };

    /// So many times in so many days: daily where that is as often or more, or nothing at all.
    pub const fn new(times: u32, days: u32) -> Self {
        if times == 0 || days == 0 || times >= days { Self::DAILY } else { Self { times, days } }
    }

    /// That of a schedule. A month counts as 30 days, as in Loop; a Hijri year as its longest, 355 days, and a
    /// Hijri month in it as its shortest, 29 days, so that whoever keeps all of them reaches 1.
    pub fn of(schedule: &Schedule) -> Self {
        fn distinct<T: Ord>(all: &[T]) -> u32 {
            u32::try_from(all.iter().collect::<BTreeSet<_>>().len()).unwrap_or(u32::MAX)
        }
        match schedule {
            Schedule::Daily => Self::DAILY,
            Schedule::Weekdays(days) => Self::new(days.bits().count_ones(), 7),
            Schedule::TimesPerWeek { times, .. } => Self::new((*times).into(), 7),
            Schedule::TimesPerMonth { times } => Self::new((*times).into(), 30),
            Schedule::EveryNDays { n, .. } => Self::new(1, (*n).into()),
            Schedule::HijriMonthDays(days) => Self::new(distinct(days), 30),
            Schedule::HijriMonths(months) => Self::new(distinct(months).saturating_mul(29), 355),
            Schedule::HijriDates(dates) => Self::new(distinct(dates), 355),
            Schedule::TimesInHijriMonth { times, .. } => Self::new((*times).into(), 355),
        }
    }

    /// How many times.
    pub const fn times(self) -> u32 {
        self.times
    }

    /// In how many days.
    pub const fn days(self) -> u32 {
        self.days
    }

    /// What is left of a strength after one day on which nothing was done: half of it is gone after
    /// `13 / sqrt(f)` days, f being the times per day.
    fn multiplier(self) -> f64 {
        let f = f64::from(self.times) / f64::from(self.days);
        0.5_f64.powf(f.sqrt() / 13.0)
    }
}

/// The strength after a day of success `value`, 0 to 1, given that of the day before.
///
/// ```
/// use kitaab_core::{Frequency, strength_after};
/// assert_eq!(format!("{:.6}", strength_after(Frequency::DAILY, 0.0, 1.0)), "0.051922");
/// ```
pub fn strength_after(frequency: Frequency, before: f64, value: f64) -> f64 {
    let multiplier = frequency.multiplier();
    before * multiplier + value * (1.0 - multiplier)
}

impl Insights<'_> {
    /// The strength of an item at the end of a day, or of the last day seen if that is earlier. None before it
    /// starts, and for a hidden item. An archived item keeps the one that it had.
    ///
    /// # Errors
    /// `not_found`.
    pub fn strength(&self, item: ItemId, on: Day) -> Result<Option<Strength>> {
        Ok(self.scores(item)?.until(&self.book, on).last().map(|(day, score)| Strength { item, day, score }))
    }

    /// The strength of an item at the end of each of `days`, from its start to today.
    ///
    /// # Errors
    /// `not_found`.
    pub fn strength_series(&self, item: ItemId, days: DayRange) -> Result<Vec<Strength>> {
        let scores = self.scores(item)?;
        let within = scores.until(&self.book, days.last()).filter(|(day, _)| *day >= days.first());
        Ok(within.map(|(day, score)| Strength { item, day, score }).collect())
    }

    fn scores(&self, item: ItemId) -> Result<Scores> {
        let place = self.book.place(item)?;
        let node = self.book.node(place);
        if !node.shown {
            return Ok(Scores::default());
        }
        if self.book.is_parent(place) {
            Scores::of_parent(&self.book, place)
        } else {
            Scores::of_leaf(&self.book, node)
        }
    }
}

/// The strength at the end of each day from the one at `start` on.
#[derive(Default)]
struct Scores {
    start: usize,
    scores: Vec<f64>,
}

impl Scores {
    /// Those of the days up to one of them, if it was seen.
    fn until(&self, book: &Book<'_>, last: Day) -> impl DoubleEndedIterator<Item = (Day, f64)> {
        let count = book.frame.end(last).saturating_sub(self.start).min(self.scores.len());
        let (frame, start) = (book.frame, self.start);
        self.scores[..count].iter().enumerate().map(move |(after, score)| (frame.day(start + after), *score))
    }

    /// Of an item with others below it: a day is a success when all that were due were kept.
    fn of_parent(book: &Book<'_>, place: usize) -> Result<Self> {
        let days = book.days_of(place)?;
        let seen = book.frame.recorded_places();
        let Some(start) = days[..seen].iter().position(|day| day & (DUE | PENDING) != 0) else {
            return Ok(Self::default());
        };
        let multiplier = Frequency::DAILY.multiplier();
        let scores = days[start..seen].iter().scan(0.0, |score: &mut f64, day| {
            if day & DUE != 0 {
                let value = if day & REACHED == 0 { 0.0 } else { 1.0 };
                *score = *score * multiplier + value * (1.0 - multiplier);
            }
            Some(*score)
        });
        Ok(Self { start, scores: scores.collect() })
    }

    fn of_leaf<'a>(book: &Book<'a>, node: &Node<'a>) -> Result<Self> {
        let (frame, item) = (book.frame, node.item);
        let days = frame.place(item.starts_on)..frame.recorded_places();
        if days.is_empty() {
            return Ok(Self::default());
        }
        let flags = &book.standing(node)?.flags;
        let amounts = amounts(book, node);
        let mut scores = Vec::with_capacity(days.len());
        let mut score = None;
        for span in spans(book, node, &days) {
            let first = frame.day(span.start);
            let frequency = Frequency::of(item.schedule_on(first));
            let success = Success::of(node, item.goals.on(first));
            let mut before = score.unwrap_or(success.start());
            let multiplier = frequency.multiplier();
            let values = success.values(node, frequency, flags, amounts.as_deref(), &span);
            for (flag, value) in flags[span].iter().zip(values) {
                let counts = flag & LEAF != 0 && flag & (EXEMPT | PENDING) == 0;
                before = if counts { before * multiplier + value * (1.0 - multiplier) } else { before };
                scores.push(before);
            }
            score = Some(before);
        }
        Ok(Self { start: days.start, scores })
    }
}

/// The parts of `days` in each of which one schedule and one goal hold.
fn spans(book: &Book<'_>, node: &Node<'_>, days: &Range<usize>) -> impl Iterator<Item = Range<usize>> + use<> {
    let schedules = node.item.schedules.versions().iter().map(|(from, _)| *from);
    let goals = node.item.goals.versions().iter().map(|(from, _)| *from);
    let inner: BTreeSet<usize> =
        schedules.chain(goals).map(|from| book.frame.place(from)).filter(|place| days.contains(place)).collect();
    let mut ends: Vec<usize> = inner.into_iter().filter(|place| *place > days.start).collect();
    ends.push(days.end);
    let starts: Vec<usize> = std::iter::once(days.start).chain(ends.iter().copied()).collect();
    starts.into_iter().zip(ends).map(|(start, end)| start..end)
}

/// The amount of each day of the frame, in hundredths; none for a scale deed.
fn amounts(book: &Book<'_>, node: &Node<'_>) -> Option<Vec<i64>> {
    let mut found = (node.deed.measure == Measure::Count).then(|| vec![0; book.frame.len()])?;
    if let Some(series) = node.series
        && let SeriesValues::Count(amounts) = series.values()
    {
        let recorded = book.frame.recorded_in(series.days());
        for (day, amount) in series.days()[recorded.clone()].iter().zip(&amounts[recorded]) {
            found[book.frame.place_within(*day)] = amount.hundredths();
        }
    }
    Some(found)
}

/// By what a day's success is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Success {
    /// By how many days kept the goal.
    Days,
    /// By how much of this amount, in hundredths, was reached.
    AtLeast(i64),
    /// By how far this amount was not exceeded.
    AtMost(i64),
}

impl Success {
    fn of(node: &Node<'_>, goal: Option<&Goal>) -> Self {
        match (node.deed.measure, goal, node.deed.category) {
            (Measure::Count, Some(Goal::AmountAtLeast(least)), _) => Self::AtLeast(least.hundredths()),
            (Measure::Count, Some(Goal::AmountAtMost(most)), _) => Self::AtMost(most.hundredths()),
            (Measure::Count, None, Category::Saiyyiaat) => Self::AtMost(0),
            _ => Self::Days,
        }
    }

    /// The strength to begin with.
    const fn start(self) -> f64 {
        match self {
            Self::AtMost(_) => 1.0,
            Self::Days | Self::AtLeast(_) => 0.0,
        }
    }

    /// The success of each day of `span`, from 0 to 1.
    fn values(
        self,
        node: &Node<'_>,
        frequency: Frequency,
        flags: &[u8],
        amounts: Option<&[i64]>,
        span: &Range<usize>,
    ) -> Vec<f64> {
        let amounts = amounts.unwrap_or_default();
        let (times, window) = match self {
            // Doubled, so that a week's days may fall differently in the next one.
            Self::Days if frequency != Frequency::DAILY => (2 * frequency.times, 2 * frequency.days),
            _ => (frequency.times, frequency.days),
        };
        let times = i64::from(times);
        let reads_blanks = node.deed.category == Category::Saiyyiaat;
        // A due day without a value is no success by itself.
        let is_blank = |flag: u8| {
            let valued = if reads_blanks { flag & (ENTRY | KNOWN) != 0 } else { flag & ENTRY != 0 };
            flag & DUE != 0 && !valued
        };
        match self {
            Self::Days => {
                let kept = |place: usize| i64::from(flags[place] & REACHED != 0);
                sums(span, window, kept).map(|kept| quotient(kept.min(times), times)).collect()
            }
            Self::AtLeast(target) => {
                let need = target.saturating_mul(times);
                let sums = sums(span, window, |place| amounts[place]).zip(&flags[span.clone()]);
                let value = |(sum, flag): (i64, &u8)| match need {
                    0 if is_blank(*flag) => 0.0,
                    0 => 1.0,
                    _ => quotient(sum.min(need), need),
                };
                sums.map(value).collect()
            }
            Self::AtMost(target) => {
                let most = target.saturating_mul(times);
                let sums = sums(span, window, |place| amounts[place]).zip(&flags[span.clone()]);
                let value = |(sum, flag): (i64, &u8)| match (most, sum) {
                    _ if is_blank(*flag) => 0.0,
                    (_, sum) if sum <= most => 1.0,
                    (0, _) => 0.0,
                    _ => (1.0 - quotient(sum - most, most)).max(0.0),
                };
                sums.map(value).collect()
            }
        }
    }
}

/// For each place of `span`: the sum over the `window` places that end with it.
fn sums(span: &Range<usize>, window: u32, of: impl Fn(usize) -> i64) -> impl Iterator<Item = i64> {
    let window = usize::try_from(window).unwrap_or(usize::MAX);
    let mut sum: i64 = (span.start.saturating_sub(window - 1)..span.start).map(&of).sum();
    span.clone().map(move |place| {
        sum += of(place);
        let answer = sum;
        if let Some(leaving) = (place + 1).checked_sub(window) {
            sum -= of(leaving);
        }
        answer
    })
}

/// A quotient of two exact numbers, the second of which is not 0.
#[allow(clippy::cast_precision_loss, reason = "a share is told as a float")]
fn quotient(part: i64, whole: i64) -> f64 {
    part as f64 / whole as f64
}
