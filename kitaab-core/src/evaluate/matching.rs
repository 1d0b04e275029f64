//! On which days a match holds for an item's value.

use std::ops::{Range, RangeInclusive};

use crate::amount::Amount;
use crate::catalogue::Catalogue;
use crate::day::Day;
use crate::deed::{Category, Deed, Measure};
use crate::entry::Value;
use crate::id::ScaleId;
use crate::rule::Match;
use crate::scale::ScaleValueRef;
use crate::series::{Series, SeriesValues};

use super::duty::{DUE, Duty};
use super::frame::Frame;

/// For each position of a scale version, whether a match holds.
type Table = [bool; 256];

/// The column of one match for one item's values.
pub(super) struct Column<'a> {
    pub(super) catalogue: &'a Catalogue,
    pub(super) frame: Frame,
    pub(super) deed: &'a Deed,
    pub(super) matching: &'a Match,
}

impl Column<'_> {
    /// For each day of the frame 1 or 0: whether the match holds for the value of the item with these
    /// duties and entries. `logged` gives the logged days, where a blank may read as something.
    pub(super) fn fill<'l>(&self, duty: &Duty, series: Option<&Series>, logged: impl FnOnce() -> &'l [u8]) -> Vec<u8> {
        let mut matched = vec![0; self.frame.len()];
        if self.deed.category == Category::Saiyyiaat {
            self.read_blanks(&mut matched);
            if matched.contains(&1) {
                for ((blank, due), logged) in matched.iter_mut().zip(duty.days(DUE, 0)).zip(logged()) {
                    *blank &= due & logged;
                }
            }
        }
        if let Some(series) = series {
            self.read_entries(series, &mut matched);
        }
        matched
    }

    /// Writes whether the match holds for what a blank reads as on each day, as if all were due and logged:
    /// the lowest value of the version active on that day, or the amount 0.
    fn read_blanks(&self, matched: &mut [u8]) {
        let holds = |value| u8::from(holds(self.catalogue, self.matching, value));
        match self.deed.measure {
            Measure::Count => matched.fill(holds(Value::Count(Amount::ZERO))),
            Measure::Scale => {
                // The versions come by number, so each takes over from those before, from its own day on.
                // The first one holds before its day, too.
                for (number, version) in self.catalogue.scale_versions(self.deed.id).into_iter().enumerate() {
                    let lowest = ScaleValueRef { scale: version.id, position: version.lowest() };
                    let from = if number == 0 { 0 } else { self.frame.place(version.from_day) };
                    matched[from..].fill(holds(Value::Scale(lowest)));
                }
            }
        }
    }

    /// Writes over each day that has an entry whether the match holds for it.
    fn read_entries(&self, series: &Series, matched: &mut [u8]) {
        let recorded = self.frame.recorded_in(series.days());
        let days = &series.days()[recorded.clone()];
        match series.values() {
            SeriesValues::Count(amounts) => {
                let (least, most) = holding(self.matching).into_inner();
                // Without a branch, which would go by what was recorded and so be foreseen badly.
                let holds = |amount: &Amount| {
                    let hundredths = amount.hundredths();
                    u8::from(least <= hundredths) & u8::from(hundredths <= most)
                };
                write(self.frame, days, amounts[recorded].iter().map(holds), matched);
            }
            SeriesValues::Scale { versions, values } => {
                let table = |scale: &ScaleId| table(self.catalogue, self.matching, *scale);
                let tables: Vec<Table> = versions.iter().map(table).collect();
                let values = &values[recorded];
                if let [table] = tables.as_slice() {
                    // Nearly every book: the scale was never redefined.
                    write(
                        self.frame,
                        days,
                        values.iter().map(|(_, position)| table[usize::from(*position)].into()),
                        matched,
                    );
                } else {
                    let holds =
                        |(version, position): &(u8, u8)| tables[usize::from(*version)][usize::from(*position)].into();
                    write(self.frame, days, values.iter().map(holds), matched);
                }
            }
        }
    }
}

/// Writes what holds on each of some days of a frame to its place.
///
/// Never inlined: among the code around it, this loop would not keep its few values in registers.
#[inline(never)]
fn write(frame: Frame, days: &[Day], holds: impl Iterator<Item = u8>, places: &mut [u8]) {
    for (day, holds) in days.iter().zip(holds) {
        places[frame.place_within(*day)] = holds;
    }
}

/// Whether a match holds for a value.
pub(super) fn holds(catalogue: &Catalogue, matching: &Match, value: Value) -> bool {
    match value {
        Value::Count(amount) => holding(matching).contains(&amount.hundredths()),
        Value::Scale(value) => table(catalogue, matching, value.scale)[usize::from(value.position)],
    }
}

/// The amounts, in hundredths, for which a match holds.
const fn holding(matching: &Match) -> RangeInclusive<i64> {
    match matching {
        Match::AmountAtLeast(least) => least.hundredths()..=i64::MAX,
        Match::AmountAtMost(most) => i64::MIN..=most.hundredths(),
        Match::Logged => i64::MIN..=i64::MAX,
        #[allow(clippy::reversed_empty_ranges, reason = "they hold for no amount")]
        Match::Is(_) | Match::ScoreAtLeast(_) | Match::ScoreAtMost(_) => 1..=0,
    }
}

/// For each position of a scale version, whether a match holds.
fn table(catalogue: &Catalogue, matching: &Match, scale: ScaleId) -> Table {
    let mut table = [false; 256];
    let mut by_score = |holds: &dyn Fn(i32) -> bool| {
        if let Some(scale) = catalogue.scales.get(&scale) {
            for (holds_here, value) in table.iter_mut().zip(&scale.values) {
                *holds_here = holds(value.score);
            }
        }
    };
    match matching {
        Match::Logged => table = [true; 256],
        Match::ScoreAtLeast(least) => by_score(&|score| score >= *least),
        Match::ScoreAtMost(most) => by_score(&|score| score <= *most),
        Match::Is(value) => mark_same(catalogue, *value, scale, &mut table),
        Match::AmountAtLeast(_) | Match::AmountAtMost(_) => {}
    }
    table
}

/// Marks the positions of a scale version that are the same as `value`: those to which, or from which,
/// the mappings from the older of the two versions to the newer lead.
fn mark_same(catalogue: &Catalogue, value: ScaleValueRef, scale: ScaleId, table: &mut Table) {
    if scale == value.scale {
        table[usize::from(value.position)] = true;
        return;
    }
    let Some(deed) = catalogue.scales.get(&scale).map(|scale| scale.deed) else { return };
    let versions = catalogue.scale_versions(deed);
    let place = |id| versions.iter().position(|version| version.id == id);
    let (Some(here), Some(there)) = (place(scale), place(value.scale)) else { return };
    // Each version's mapping leads to it from the version before.
    let follow = |position: u8, from: usize, to: usize| {
        versions[from + 1..=to]
            .iter()
            .try_fold(position, |position, version| version.mapping.get(usize::from(position)).copied().flatten())
    };
    if here < there {
        for (same, position) in table.iter_mut().zip(0..=u8::MAX) {
            *same = follow(position, here, there) == Some(value.position);
        }
    } else if let Some(position) = follow(value.position, there, here) {
        table[usize::from(position)] = true;
    }
}

/// For each day of the frame 1 or 0: whether it is logged.
pub(super) fn logged(frame: Frame, days: &[Day]) -> Vec<u8> {
    let mut logged = vec![0; frame.len()];
    for day in &days[frame.recorded_in(days)] {
        logged[frame.place_within(*day)] = 1;
    }
    logged
}

/// The amounts of one item that a total adds up.
#[derive(Debug)]
pub(super) struct Amounts<'a> {
    series: &'a Series,
    /// For each day of the frame 1 or 0, whether its amount counts; all do where there is none.
    counting: Option<Vec<u8>>,
}

impl<'a> Amounts<'a> {
    pub(super) const fn new(series: &'a Series, counting: Option<Vec<u8>>) -> Self {
        Self { series, counting }
    }

    /// The places within a window of the amounts that count, each with its hundredths.
    fn recorded(&self, frame: Frame, window: &Range<usize>) -> impl Iterator<Item = (usize, i64)> {
        let amounts: &[Amount] = match self.series.values() {
            SeriesValues::Count(amounts) => amounts,
            SeriesValues::Scale { .. } => &[],
        };
        let recorded = frame.recorded_in(self.series.days());
        let days = &self.series.days()[recorded.clone()];
        let before = |place: usize| days.partition_point(|day| frame.place_within(*day) < place);
        let (from, to) = (before(window.start), before(window.end));
        let places = days[from..to].iter().map(move |day| frame.place_within(*day));
        let amounts = amounts.get(recorded.start + from..recorded.start + to).unwrap_or_default();
        let counts = |place: usize| self.counting.as_ref().is_none_or(|counting| counting[place] == 1);
        places.zip(amounts.iter().map(|amount| amount.hundredths())).filter(move |(place, _)| counts(*place))
    }

    /// The sum of a window, in hundredths.
    pub(super) fn within(&self, frame: Frame, window: &Range<usize>) -> i64 {
        self.recorded(frame, window).fold(0, |sum, (_, hundredths)| sum.wrapping_add(hundredths))
    }

    /// Adds each amount to its day's place.
    pub(super) fn add_to(&self, frame: Frame, places: &mut [i64]) {
        for (place, hundredths) in self.recorded(frame, &frame.all()) {
            places[place] = places[place].wrapping_add(hundredths);
        }
    }
}
