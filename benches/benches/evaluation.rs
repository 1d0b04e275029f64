//! What evaluating costs: fifty items over ten years, one condition each, judged on every day.
//!
//! The figures are thread CPU time per (item, day), all of it counted: checking the sorted columns, making
//! the evaluator and its columns, and judging each day. The baseline, in the same run, judges the same
//! conditions as the page of the semantics reads: window by window and day by day.

use std::collections::{BTreeMap, BTreeSet};

use criterion::{BatchSize, Criterion};
use kitaab_core::{
    Amount, Below, Catalogue, Category, Change, Condition, Day, DayRange, DeedId, DeedPatch, Evaluator, ItemId,
    ItemPatch, Match, Measure, Name, Outcome, Records, Result, Rule, ScaleId, ScalePatch, ScaleValueRef, Series, Test,
    UserId, Value, values_by_position,
};
use rustix::time::{ClockId, clock_gettime};
use uuid::Uuid;

/// What one (item, day) may cost, in nanoseconds of thread CPU time.
const GOAL: f64 = 2.0;
const ITEMS: u32 = 50;
const WINDOWS: [u16; 2] = [40, 365];
/// How often each figure is taken; the median is told.
const ROUNDS: usize = 101;

/// Fifty items, half of them of scale deeds and half of count deeds, each with one condition.
struct Book {
    catalogue: Catalogue,
    /// The days that are judged: ten years.
    days: DayRange,
    columns: BTreeMap<ItemId, Column>,
    logged: Vec<Day>,
    conditions: Vec<Condition>,
}

/// An item's entries as a store keeps them: by rising day.
#[derive(Clone)]
struct Column {
    days: Vec<Day>,
    values: Values,
}

#[derive(Clone)]
enum Values {
    Count(Vec<Amount>),
    Scale(ScaleId, Vec<(u8, u8)>),
}

impl Column {
    fn series(self) -> Result<Series> {
        match self.values {
            Values::Count(amounts) => Series::count(self.days, amounts),
            Values::Scale(scale, values) => Series::scale(self.days, vec![scale], values),
        }
    }
}

/// Numbers that look made up, the same in every run (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }
}

impl Book {
    fn made_up() -> Result<Self> {
        let days = DayRange::new(Day::new(2014, 1, 1)?, Day::new(2023, 12, 31)?)?;
        let mut catalogue = Catalogue::new(UserId::new(Uuid::from_u128(1)));
        let mut numbers = Numbers(20_140_101);
        let (mut columns, mut conditions) = (BTreeMap::new(), Vec::new());
        for number in 0..ITEMS {
            let id = |kind: u128| Uuid::from_u128(kind << 64 | u128::from(number));
            let (deed, item, scale) = (DeedId::new(id(1)), ItemId::new(id(2)), ScaleId::new(id(3)));
            let measure = if number % 2 == 0 { Measure::Scale } else { Measure::Count };
            // One in five is a bad deed, whose blanks read as its lowest value on logged days.
            let category = if number % 5 == 4 { Category::Saiyyiaat } else { Category::Hasanaat };
            let deed_patch = DeedPatch { category: Some(category), measure: Some(measure), ..DeedPatch::default() };
            catalogue.apply(&Change::Deed(deed, deed_patch), 1)?;
            let item_patch = ItemPatch {
                deed: Some(deed),
                name: Some(Name::new(format!("Item {number}"))?),
                starts_on: Some(days.first()),
                ..ItemPatch::default()
            };
            catalogue.apply(&Change::Item(item, item_patch), 1)?;
            if measure == Measure::Scale {
                let scale_patch = ScalePatch {
                    deed: Some(deed),
                    version: Some(1),
                    values: Some(values_by_position(["missed", "late", "on time", "in congregation"])?),
                    from_day: Some(days.first()),
                    ..ScalePatch::default()
                };
                catalogue.apply(&Change::Scale(scale, scale_patch), 1)?;
            }
            // Nine days in ten have an entry; a few items are so faithful that forty days, or a year, are earned.
            let faithful = number % 6 < 2 && category == Category::Hasanaat && number % 4 < 2;
            let (gap, least) = if faithful { (500, 1) } else { (10, 0) };
            let days: Vec<Day> = days.days().filter(|_| numbers.below(gap) > 0).collect();
            let values = match measure {
                Measure::Scale => {
                    let position = |_| (0, u8::try_from(least + numbers.below(20)).unwrap_or(3).min(3));
                    Values::Scale(scale, days.iter().map(position).collect())
                }
                Measure::Count => {
                    let mut hundredths = |_| i64::try_from(100 * least + numbers.below(5_000)).unwrap_or(0);
                    let amount = |day| Amount::from_hundredths(hundredths(day));
                    Values::Count(days.iter().map(amount).collect::<Result<_>>()?)
                }
            };
            columns.insert(item, Column { days, values });
            let late = Match::ScoreAtLeast(1);
            let some = Match::AmountAtLeast(Amount::whole(1)?);
            let test = match number % 6 {
                0 | 2 => Test::EveryDay(late),
                4 => Test::DaysAtLeast { n: 30, matching: late },
                1 => Test::EveryDay(some),
                3 => Test::DaysAtLeast { n: 30, matching: some },
                _ => Test::TotalAtLeast(Amount::whole(900)?),
            };
            conditions.push(Condition { item, below: Below::No, test });
        }
        Ok(Self { catalogue, days, columns, logged: days.days().collect(), conditions })
    }

    /// All days that windows of this length read.
    fn span(&self, window: u16) -> DayRange {
        DayRange::ending(self.days.first(), window).hull(self.days)
    }

    /// Judges each condition on each day, from the sorted columns on: the outcomes, condition by condition.
    fn judge(&self, columns: BTreeMap<ItemId, Column>, window: u16, conditions: &[Rule]) -> Result<Vec<Vec<Outcome>>> {
        let series = columns.into_iter().map(|(item, column)| Ok((item, column.series()?)));
        let records = Records::new(self.span(window), series.collect::<Result<_>>()?, self.logged.clone());
        let evaluator = Evaluator::new(&self.catalogue, &records);
        conditions.iter().map(|condition| evaluator.outcomes(condition, window, self.days)).collect()
    }

    /// The same as its definition reads: each window of each day anew, day by day. All items of this book
    /// are due daily from its first day on.
    fn judge_day_by_day(&self, window: u16) -> Result<Vec<Vec<Outcome>>> {
        let series = self.columns.iter().map(|(item, column)| Ok((*item, column.clone().series()?)));
        let records = Records::new(self.span(window), series.collect::<Result<_>>()?, self.logged.clone());
        let judge = |condition: &Condition, last: Day| {
            let mut days = DayRange::ending(last, window).days();
            let matches = |matching: &Match, day| {
                self.value(&records, condition.item, day).is_some_and(|v| self.holds(matching, v))
            };
            match &condition.test {
                Test::TotalAtLeast(need) => {
                    let amounts = days.filter_map(|day| match records.series(condition.item)?.on(day)? {
                        Value::Count(amount) => Some(amount.hundredths()),
                        Value::Scale(_) => None,
                    });
                    amounts.sum::<i64>() >= need.hundredths()
                }
                Test::DaysAtLeast { n, matching } => days.filter(|day| matches(matching, *day)).count() >= (*n).into(),
                Test::EveryDay(matching) => days.all(|day| matches(matching, day)),
                _ => false,
            }
        };
        let outcome = |holds| if holds { Outcome::Earned } else { Outcome::NotEarned };
        let outcomes = |condition| self.days.days().map(|day| outcome(judge(condition, day))).collect();
        Ok(self.conditions.iter().map(outcomes).collect())
    }

    fn value(&self, records: &Records, item: ItemId, day: Day) -> Option<Value> {
        let recorded = records.series(item).and_then(|series| series.on(day));
        recorded.or_else(|| {
            let deed = self.catalogue.deed_of(item).ok()?;
            if deed.category == Category::Hasanaat || !records.is_logged(day) {
                return None;
            }
            match deed.measure {
                Measure::Count => Some(Value::Count(Amount::ZERO)),
                Measure::Scale => {
                    let scale = self.catalogue.scale_on(deed.id, day)?;
                    Some(Value::Scale(ScaleValueRef { scale: scale.id, position: scale.lowest() }))
                }
            }
        })
    }

    fn holds(&self, matching: &Match, value: Value) -> bool {
        match (matching, value) {
            (Match::ScoreAtLeast(least), Value::Scale(value)) => {
                self.catalogue.scale_value(value).is_ok_and(|value| value.score >= *least)
            }
            (Match::AmountAtLeast(least), Value::Count(amount)) => amount >= *least,
            _ => false,
        }
    }
}

/// What running something takes, in nanoseconds of thread CPU time: what others do on the machine in the
/// meantime is not in it.
fn cpu_time<T>(run: impl FnOnce() -> T) -> (f64, T) {
    #[allow(clippy::cast_precision_loss, reason = "a thread does not run for the 104 days of 2^53 ns")]
    let now = || {
        let time = clock_gettime(ClockId::ThreadCPUTime);
        time.tv_sec as f64 * 1e9 + time.tv_nsec as f64
    };
    let start = now();
    let answer = run();
    (now() - start, answer)
}

/// Prints the figures, after making sure that the baseline comes to the same outcomes.
fn figures(book: &Book) -> Result<()> {
    #[allow(clippy::cast_precision_loss, reason = "far below 2^52")]
    let per_item_day = |nanoseconds: f64, items: usize| nanoseconds / (items * book.days.count()) as f64;
    for window in WINDOWS {
        let (cost, day_by_day) = cpu_time(|| book.judge_day_by_day(window));
        let day_by_day_cost = per_item_day(cost, book.conditions.len());
        let day_by_day = day_by_day?;
        let cost_of = |chosen: &dyn Fn(&Condition) -> bool| -> Result<f64> {
            let of_these = book.conditions.iter().zip(&day_by_day).filter(|(condition, _)| chosen(condition));
            let (conditions, expected): (Vec<_>, Vec<_>) =
                of_these.map(|(condition, expected)| (Rule::from(*condition), expected.clone())).unzip();
            let items: BTreeSet<ItemId> =
                conditions.iter().flat_map(Rule::conditions).map(|condition| condition.item).collect();
            let mut costs = Vec::new();
            for _ in 0..ROUNDS {
                let mut columns = book.columns.clone();
                columns.retain(|item, _| items.contains(item));
                let (cost, outcomes) = cpu_time(|| book.judge(columns, window, &conditions));
                assert_eq!(outcomes?, expected, "the baseline judges otherwise");
                costs.push(per_item_day(cost, conditions.len()));
            }
            costs.sort_by(f64::total_cmp);
            Ok(costs[costs.len() / 2])
        };
        let all = cost_of(&|_| true)?;
        println!("figure: evaluation {window}-day window: {all:.2} ns per (item, day) (goal: <= {GOAL:.2})");
        println!("figure: evaluation {window}-day window: {:.0} times as fast as day by day", day_by_day_cost / all);
        for (test, chosen) in TESTS {
            println!("  {test}: {:.2} ns per (item, day)", cost_of(&chosen)?);
        }
    }
    Ok(())
}

/// Conditions by their test.
type ByTest = (&'static str, fn(&Condition) -> bool);
const TESTS: [ByTest; 3] = [
    ("every_day", |condition| matches!(condition.test, Test::EveryDay(_))),
    ("days", |condition| matches!(condition.test, Test::DaysAtLeast { .. })),
    ("total", |condition| matches!(condition.test, Test::TotalAtLeast(_))),
];

fn main() -> Result<()> {
    let book = Book::made_up()?;
    figures(&book)?;
    let rules: Vec<Rule> = book.conditions.iter().copied().map(Rule::from).collect();
    let mut criterion = Criterion::default().configure_from_args();
    for window in WINDOWS {
        let name = format!("evaluation/{ITEMS} items, ten years, {window}-day window");
        criterion.bench_function(&name, |bencher| {
            let judge = |columns| book.judge(columns, window, &rules);
            bencher.iter_batched(|| book.columns.clone(), judge, BatchSize::LargeInput);
        });
    }
    criterion.final_summary();
    Ok(())
}
