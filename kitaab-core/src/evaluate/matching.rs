//! On which days a match holds for an item's value.

use std::ops::RangeInclusive;

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

/// For each position of a scale version, 1 where a match holds and 0 where it does not.
type Table = [u8; 256];

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
        let mut matched = match self.deed.category {
            Category::Hasanaat => vec![0; self.frame.len()],
            Category::Saiyyiaat => self.read_blanks(),
        };
        if matched.contains(&1) {
            for ((blank, due), logged) in matched.iter_mut().zip(duty.days(DUE, 0)).zip(logged()) {
                *blank &= due & logged;
            }
        }
        if let Some(series) = series {
            self.read_entries(series, &mut matched);
        }
        matched
    }

    /// Whether the match holds for what a blank reads as on each day, as if all were due and logged: the
    /// lowest value of the version active on that day, or the amount 0.
    fn read_blanks(&self) -> Vec<u8> {
        let holds = |value| u8::from(holds(self.catalogue, self.matching, value));
        if self.deed.measure == Measure::Count {
            return vec![holds(Value::Count(Amount::ZERO)); self.frame.len()];
        }
        let mut blanks = vec![0; self.frame.len()];
        // The versions come by number, so each takes over from those before, from its own day on. The
        // first one holds before its day, too.
        for (number, version) in self.catalogue.scale_versions(self.deed.id).into_iter().enumerate() {
            let lowest = ScaleValueRef { scale: version.id, position: version.lowest() };
            let from = if number == 0 { 0 } else { self.frame.place(version.from_day) };
            blanks[from..].fill(holds(Value::Scale(lowest)));
        }
        blanks
    }

    /// Writes over each day that has an entry whether the match holds for it.
    fn read_entries(&self, series: &Series, matched: &mut [u8]) {
        let recorded = self.frame.recorded_in(series.days());
        let places = series.days()[recorded.clone()].iter().map(|day| self.frame.place_within(*day));
        match series.values() {
            SeriesValues::Count(amounts) => {
                let holding = holding(self.matching);
                for (place, amount) in places.zip(&amounts[recorded]) {
                    matched[place] = u8::from(holding.contains(&amount.hundredths()));
                }
            }
            SeriesValues::Scale { versions, values } => {
                let table = |scale: &ScaleId| table(self.catalogue, self.matching, *scale);
                let tables: Vec<Table> = versions.iter().map(table).collect();
                for (place, (version, position)) in places.zip(&values[recorded]) {
                    matched[place] = tables[usize::from(*version)][usize::from(*position)];
                }
            }
        }
    }
}

/// Whether a match holds for a value.
pub(super) fn holds(catalogue: &Catalogue, matching: &Match, value: Value) -> bool {
    match value {
        Value::Count(amount) => holding(matching).contains(&amount.hundredths()),
        Value::Scale(value) => table(catalogue, matching, value.scale)[usize::from(value.position)] == 1,
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
    let mut table = [0; 256];
    let mut by_score = |holds: &dyn Fn(i32) -> bool| {
        if let Some(scale) = catalogue.scales.get(&scale) {
            for (holds_here, value) in table.iter_mut().zip(&scale.values) {
                *holds_here = u8::from(holds(value.score));
            }
        }
    };
    match matching {
        Match::Logged => table = [1; 256],
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
        table[usize::from(value.position)] = 1;
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
            *same = u8::from(follow(position, here, there) == Some(value.position));
        }
    } else if let Some(position) = follow(value.position, there, here) {
        table[usize::from(position)] = 1;
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

/// The sums of the amounts recorded on the days for which `counting` has a 1: at place `i`, the sum of
/// those on the first `i` days, in hundredths. Added to what `sums` holds. Like counts, they wrap.
pub(super) fn add_sums(frame: Frame, series: &Series, counting: Option<&[u8]>, sums: &mut [i64]) {
    let SeriesValues::Count(amounts) = series.values() else { return };
    let recorded = frame.recorded_in(series.days());
    let (mut sum, mut next) = (0_i64, 0);
    for (day, amount) in series.days()[recorded.clone()].iter().zip(&amounts[recorded]) {
        let place = frame.place_within(*day);
        if counting.is_some_and(|counting| counting[place] == 0) {
            continue;
        }
        // `sums[place]` is the sum of the days before `place`.
        sums[next..=place].iter_mut().for_each(|before| *before = before.wrapping_add(sum));
        sum = sum.wrapping_add(amount.hundredths());
        next = place + 1;
    }
    sums[next..].iter_mut().for_each(|before| *before = before.wrapping_add(sum));
}
