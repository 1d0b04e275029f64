//! How an item stands on every day of a span at once: what [`super::DayItem`] says of one day, as a column.

use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

use crate::amount::Amount;
use crate::catalogue::Catalogue;
use crate::day::{Day, DayRange};
use crate::deed::{Category, Deed, Measure};
use crate::entry::Value;
use crate::error::Result;
use crate::id::ScaleId;
use crate::item::Item;
use crate::scale::ScaleValueRef;
use crate::schedule::Goal;
use crate::series::{Records, Series, SeriesValues};

use super::day_item::keeps;
use super::duty::{self, Period};
use super::engine::Engine;
use super::frame::Frame;
use super::tree::Tree;

/// The item is a running leaf.
pub(crate) const LEAF: u8 = 1;
/// It is due, by whatever schedule.
pub(crate) const DUE: u8 = 1 << 1;
/// Its schedule is one of *n times per period*.
pub(crate) const QUOTA: u8 = 1 << 2;
/// An exemption lifts it.
pub(crate) const EXEMPT: u8 = 1 << 3;
/// It has a value, and that keeps the goal of the day. Told whether it is due or not.
pub(crate) const REACHED: u8 = 1 << 4;
/// It is due, and whether the day was kept is known.
pub(crate) const KNOWN: u8 = 1 << 5;
/// It has an entry.
pub(crate) const ENTRY: u8 = 1 << 6;
/// The day is not over, and nothing speaks for or against it yet: due but for that, which `DUE` does not
/// say then.
pub(crate) const PENDING: u8 = 1 << 7;

/// How the items of a book stand on the days of a span, seen on a day of it.
#[derive(Debug)]
pub(crate) struct Standings<'a> {
    engine: Engine<'a>,
    /// The place of the day that is not over, if it is one of the days.
    today: Option<usize>,
}

/// How one item stands on each day.
#[derive(Debug)]
pub(crate) struct Standing {
    /// For each day, which of the flags above hold; none on days that are to come.
    pub(crate) flags: Vec<u8>,
    /// The whole periods of its schedules of *n times per period*, those that are to come too.
    pub(crate) periods: Vec<Period>,
}

impl<'a> Standings<'a> {
    /// The standings on `days` as they are seen on `seen`: nothing that was recorded for a later day
    /// counts. `today` is the day that is not over.
    pub(crate) fn new(catalogue: &'a Catalogue, records: &'a Records, days: DayRange, seen: Day, today: Day) -> Self {
        let frame = Frame::new(days).seen_on(seen);
        let today = (seen == today && days.contains(today)).then(|| frame.place(today));
        Self { engine: Engine::new(Arc::new(Tree::new(catalogue)), records, frame), today }
    }

    /// The days.
    pub(crate) const fn frame(&self) -> Frame {
        self.engine.frame
    }

    /// For each day 1 or 0: whether it is logged.
    pub(crate) fn logged(&self) -> &[u8] {
        self.engine.logged()
    }

    /// How an item of a deed stands.
    pub(crate) fn of(&self, item: &'a Item, deed: &'a Deed) -> Result<Standing> {
        let duty = self.engine.duty((item, deed))?;
        let mut flags: Vec<u8> = duty.flags.iter().map(|duty| of_duty(*duty)).collect();
        let starts = usize::try_from(duty.starts).unwrap_or(0).min(flags.len());
        flags[..starts].iter_mut().for_each(|flag| *flag &= !LEAF);
        for (flag, logged) in flags.iter_mut().zip(self.logged()) {
            let known = if *flag & DUE != 0 && *logged == 1 { KNOWN } else { 0 };
            *flag |= known;
        }
        let column = Column { catalogue: self.engine.tree.catalogue, frame: self.frame(), item, deed };
        if deed.category == Category::Saiyyiaat {
            column.read_blanks(&mut flags);
        }
        if let Some(series) = self.engine.records.series(item.id) {
            column.read_entries(series, &mut flags);
        }
        let seen = self.frame().recorded_places();
        flags[seen..].fill(0);
        if let Some(flag) = self.today.and_then(|today| flags.get_mut(today))
            && *flag & (DUE | ENTRY | REACHED) == DUE
        {
            *flag = *flag & !(DUE | KNOWN) | PENDING;
        }
        Ok(Standing { flags, periods: duty.periods.clone() })
    }
}

/// What holds of a day by its duty alone.
const fn of_duty(duty: u8) -> u8 {
    const fn bit(duty: u8, of: u8, to: u8) -> u8 {
        if duty & of == 0 { 0 } else { to }
    }
    bit(duty, duty::LEAF, LEAF)
        | bit(duty, duty::DUE, DUE)
        | bit(duty, duty::QUOTA, QUOTA)
        | bit(duty, duty::EXEMPT, EXEMPT)
}

/// The versions of an item's goal with the days on which each holds; none before the first.
fn goals(frame: Frame, item: &Item) -> impl Iterator<Item = (Range<usize>, Option<&Goal>)> {
    let versions = item.goals.versions();
    let starts = versions.iter().map(move |(from, _)| frame.place(*from));
    let ends = starts.clone().chain([frame.len()]);
    let goals = std::iter::once(None).chain(versions.iter().map(|(_, goal)| Some(goal)));
    std::iter::once(0).chain(starts).zip(ends).map(|(start, end)| start..end).zip(goals)
}

/// Reads the values of one item into its flags.
struct Column<'a> {
    catalogue: &'a Catalogue,
    frame: Frame,
    item: &'a Item,
    deed: &'a Deed,
}

impl Column<'_> {
    /// Marks the days on which what a blank of a bad deed reads as keeps the goal. Where it reads as
    /// nothing, the day is not known.
    fn read_blanks(&self, flags: &mut [u8]) {
        let zero = || (0..flags.len(), Some(Value::Count(Amount::ZERO)));
        let blanks = match self.deed.measure {
            Measure::Count => vec![zero()],
            Measure::Scale => self.lowest_values(),
        };
        for (days, blank) in blanks {
            for (held, goal) in goals(self.frame, self.item) {
                let reads = days.start.max(held.start)..days.end.min(held.end);
                let keeps = blank.map(|value| keeps(self.catalogue, self.deed.category, goal, value));
                for flag in flags.get_mut(reads).unwrap_or_default() {
                    let known = *flag & KNOWN != 0;
                    *flag |= if known && keeps == Some(true) { REACHED } else { 0 };
                    *flag &= if keeps.is_none() { !KNOWN } else { u8::MAX };
                }
            }
        }
    }

    /// The lowest value of the scale version that was active on each day.
    fn lowest_values(&self) -> Vec<(Range<usize>, Option<Value>)> {
        let mut found: Vec<(Range<usize>, Option<Value>)> = vec![(0..self.frame.len(), None)];
        // The versions come by number, so each takes over from those before, from its own day on. The first
        // one holds before its day, too.
        for (number, version) in self.catalogue.scale_versions(self.deed.id).into_iter().enumerate() {
            let from = if number == 0 { 0 } else { self.frame.place(version.from_day) };
            found.retain(|(days, _)| days.start < from);
            if let Some((days, _)) = found.last_mut() {
                days.end = from;
            }
            let lowest = ScaleValueRef { scale: version.id, position: version.lowest() };
            found.push((from..self.frame.len(), Some(Value::Scale(lowest))));
        }
        found
    }

    /// Marks the days with entries, and among them those whose value keeps the goal.
    fn read_entries(&self, series: &Series, flags: &mut [u8]) {
        let recorded = self.frame.recorded_in(series.days());
        let days = &series.days()[recorded.clone()];
        for (held, goal) in goals(self.frame, self.item) {
            let before = |place: usize| days.partition_point(|day| self.frame.place_within(*day) < place);
            let (from, to) = (before(held.start), before(held.end.max(held.start)));
            let (days, recorded) = (&days[from..to], recorded.start + from..recorded.start + to);
            match series.values() {
                SeriesValues::Count(amounts) => {
                    let (least, most) = keeping(self.deed.category, goal).into_inner();
                    let keeps = |amount: &Amount| (least..=most).contains(&amount.hundredths());
                    write(self.frame, days, amounts[recorded].iter().map(keeps), flags);
                }
                SeriesValues::Scale { versions, values } => {
                    let tables: Vec<[bool; 256]> = versions.iter().map(|scale| self.table(goal, *scale)).collect();
                    let keeps = |(version, position): &(u8, u8)| tables[usize::from(*version)][usize::from(*position)];
                    write(self.frame, days, values[recorded].iter().map(keeps), flags);
                }
            }
        }
    }

    /// For each position of a scale version, whether it keeps a goal.
    fn table(&self, goal: Option<&Goal>, scale: ScaleId) -> [bool; 256] {
        let mut table = [false; 256];
        let count = self.catalogue.scales.get(&scale).map_or(0, |scale| scale.values.len());
        for (position, keeps_it) in (0..=u8::MAX).zip(&mut table).take(count) {
            let value = Value::Scale(ScaleValueRef { scale, position });
            *keeps_it = keeps(self.catalogue, self.deed.category, goal, value);
        }
        table
    }
}

/// The amounts, in hundredths, that keep a goal.
const fn keeping(category: Category, goal: Option<&Goal>) -> RangeInclusive<i64> {
    match (goal, category) {
        (Some(Goal::AmountAtLeast(least)), _) => least.hundredths()..=i64::MAX,
        (Some(Goal::AmountAtMost(most)), _) => i64::MIN..=most.hundredths(),
        #[allow(clippy::reversed_empty_ranges, reason = "no amount keeps a goal of scores")]
        (Some(Goal::ScoreAtLeast(_) | Goal::ScoreAtMost(_)), _) => 1..=0,
        (None, Category::Hasanaat) => 1..=i64::MAX,
        (None, Category::Saiyyiaat) => 0..=0,
    }
}

/// Marks days that have an entry, and whether that keeps the goal.
fn write(frame: Frame, days: &[Day], keeps: impl Iterator<Item = bool>, flags: &mut [u8]) {
    for (day, keeps) in days.iter().zip(keeps) {
        let flag = &mut flags[frame.place_within(*day)];
        let known = if *flag & DUE == 0 { 0 } else { KNOWN };
        let reached = if keeps { REACHED } else { 0 };
        *flag = *flag & !REACHED | ENTRY | known | reached;
    }
}
