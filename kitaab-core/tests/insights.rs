//! Insights: the known figures, and everything against a naive oracle on generated worlds.
//!
//! `KITAAB_CASES` says how many (10,000 where it isn't set). Seeds that failed are kept beside this file and
//! tried first.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod insight_figures;
mod insight_oracle;
// The oracle of evaluation answers more than is asked here.
#[allow(dead_code)]
mod oracle;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use insight_oracle::{Corner, Look, Run};
use kitaab_core::{
    Bucket, Category, Change, DashboardRequest, DayRange, DeedPatch, Figures, InsightOptions, Insights, ItemId,
    ItemPatch, Schedule, SettingsPatch, Streak, Subject, Timeline, Total, Unit,
};
use oracle::Corners;
use oracle::plans::worlds;
use oracle::worlds::World;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::test_runner::{Config, FileFailurePersistence, RngAlgorithm, TestCaseError, TestRng, TestRunner};

fn cases() -> u32 {
    std::env::var("KITAAB_CASES").map_or(10_000, |cases| cases.parse().expect("KITAAB_CASES is a number"))
}

/// How a world is looked at. Days are counted from a month and a half before the records' end.
#[derive(Clone, Debug)]
struct Question {
    /// Where the records begin and end, counted from the world's first day.
    records: (i32, i32),
    today: i32,
    days: (i32, i32),
    before: (i32, i32),
    hidden: bool,
    bucket: Bucket,
    first_weekday: u8,
    pair: (u8, u8),
    /// Whether the counted deeds have units of their own.
    units: bool,
    /// How often a month every third item is due instead of by its own schedules.
    monthly: Option<u8>,
    /// Whether today has begun: some items hold an entry, the others none.
    begun: bool,
}

fn questions() -> impl Strategy<Value = Question> {
    let begin = prop_oneof![6 => Just(-75), 1 => -75..40_i32];
    let end = prop_oneof![6 => Just(200), 2 => 0..80_i32];
    let days = || prop_oneof![1 => (-50..80_i32, 0..10_i32), 1 => (-50..80_i32, 0..90_i32), 3 => Just((-50, 140))];
    let bucket = prop_oneof![
        Just(Bucket::Day),
        Just(Bucket::Week),
        Just(Bucket::Month),
        Just(Bucket::HijriMonth),
        Just(Bucket::Year),
        Just(Bucket::Whole),
    ];
    (
        (begin, end, prop_oneof![1 => -5..85_i32, 2 => 15..70_i32]),
        (days(), days()),
        (
            any::<bool>(),
            bucket,
            0..7_u8,
            any::<(u8, u8)>(),
            prop::bool::weighted(0.5),
            weighted(0.2, 1..4_u8),
            any::<bool>(),
        ),
    )
        .prop_map(
            |((begin, end, today), (days, before), (hidden, bucket, first_weekday, pair, units, monthly, begun))| {
                Question {
                    records: (begin, end.max(begin + 1)),
                    today,
                    days,
                    before,
                    hidden,
                    bucket,
                    first_weekday,
                    pair,
                    units,
                    monthly,
                    begun,
                }
            },
        )
}

impl Question {
    /// Gives every other item of a parent today the last value that it had, and takes the others' away.
    fn begin_today(&self, world: &mut World) {
        let today = world.first.saturating_plus(self.today);
        for (number, item) in world.book.catalogue.items.keys().enumerate() {
            let last = world.book.entries.range((*item, world.first)..(*item, today)).next_back();
            match last.map(|(_, value)| *value) {
                Some(value) if number % 2 == 0 => drop(world.book.entries.insert((*item, today), value)),
                _ => drop(world.book.entries.remove(&(*item, today))),
            }
        }
    }
}

/// A world as it is asked about.
struct Asked {
    world: World,
    records: kitaab_core::Records,
    options: InsightOptions,
    days: DayRange,
    before: DayRange,
    pair: (ItemId, ItemId),
}

impl Question {
    fn of(&self, mut world: World) -> Asked {
        let catalogue = &mut world.book.catalogue;
        let patch = SettingsPatch { first_weekday: Some(self.first_weekday), ..SettingsPatch::default() };
        catalogue.apply(&Change::Settings(patch), 1_000).unwrap();
        if self.units {
            for (number, deed) in catalogue.deeds.keys().copied().collect::<Vec<_>>().into_iter().enumerate() {
                let unit = Some(Some(Unit::new(["pages", "times"][number % 2]).unwrap()));
                catalogue.apply(&Change::Deed(deed, DeedPatch { unit, ..DeedPatch::default() }), 1_001).unwrap();
            }
        }
        if let Some(times) = self.monthly {
            let schedules =
                Some(Timeline::starting(world.first.saturating_plus(-75), Schedule::TimesPerMonth { times }));
            for item in catalogue.items.keys().copied().step_by(3).collect::<Vec<_>>() {
                let patch = ItemPatch { schedules: schedules.clone(), ..ItemPatch::default() };
                catalogue.apply(&Change::Item(item, patch), 1_002).unwrap();
            }
        }
        let first = world.first;
        if self.begun && self.today > 0 {
            self.begin_today(&mut world);
        }
        let span = |(from, more): (i32, i32)| {
            DayRange::new(first.saturating_plus(from), first.saturating_plus(from + more)).unwrap()
        };
        let records = DayRange::new(first.saturating_plus(self.records.0), first.saturating_plus(self.records.1));
        let options = InsightOptions::seen_on(first.saturating_plus(self.today));
        let options = if self.hidden { options.with_hidden() } else { options };
        let read: BTreeSet<ItemId> = Insights::items_read(&world.book.catalogue, options).into_iter().collect();
        let records = world.book.records(records.unwrap(), &read);
        let items: Vec<ItemId> = world.book.catalogue.items.keys().copied().collect();
        let pair = (items[usize::from(self.pair.0) % items.len()], items[usize::from(self.pair.1) % items.len()]);
        Asked { records, options, days: span(self.days), before: span(self.before), pair, world }
    }
}

impl Asked {
    fn look<'a>(&'a self, corners: &'a Corners) -> Look<'a> {
        Look::new(&self.world.book, corners, self.records.days(), self.options.today, self.options.include_hidden)
    }
}

#[allow(clippy::cast_precision_loss)]
fn rate(kept: u32, due: u32) -> Option<f64> {
    (due > 0).then(|| f64::from(kept) / f64::from(due))
}

#[allow(clippy::cast_precision_loss, clippy::float_cmp)]
fn same_figures(figures: &Figures, oracle: &insight_oracle::Figures, what: &str) -> Result<(), TestCaseError> {
    prop_assert_eq!(figures.entries, oracle.entries, "entries of {}", what);
    prop_assert_eq!(figures.days_logged, oracle.days_logged, "days logged of {}", what);
    prop_assert_eq!(figures.total.map(Total::hundredths), oracle.hundredths, "total of {}", what);
    let scores = figures.mean_scores.iter().map(|mean| (mean.version, (mean.entries, mean.sum)));
    prop_assert_eq!(scores.collect::<BTreeMap<_, _>>(), oracle.scores.clone(), "scores of {}", what);
    for mean in &figures.mean_scores {
        prop_assert_eq!(mean.mean, mean.sum as f64 / mean.entries as f64);
    }
    let counts = (figures.due, figures.kept, figures.unknown);
    prop_assert_eq!(counts, (oracle.due, oracle.kept, oracle.unknown), "due, kept, unknown of {}", what);
    prop_assert_eq!(figures.rate, rate(oracle.kept, oracle.due), "rate of {}", what);
    Ok(())
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9
}

fn run(streak: Option<Streak>) -> Option<Run> {
    streak.map(|streak| (streak.unit, streak.length, streak.first, streak.last))
}

/// Asks the engine and the oracle everything about a world.
#[allow(clippy::cast_precision_loss)]
fn compare(asked: &Asked, bucket: Bucket) -> Result<(), TestCaseError> {
    let corners = Corners::default();
    let look = asked.look(&corners);
    let catalogue = &asked.world.book.catalogue;
    let insights = Insights::new(catalogue, &asked.records, asked.options).unwrap();
    let days = asked.days;
    let seen = asked.options.today.min(asked.records.days().last());

    // The summary, and the same figures asked for one by one.
    let summary = insights.summary(days).unwrap();
    prop_assert_eq!(summary.logged_days, look.logged_days(days));
    let expected: Vec<ItemId> =
        catalogue.items_in_order().iter().map(|item| item.id).filter(|item| look.in_summary(*item, days)).collect();
    prop_assert_eq!(summary.items.iter().map(|line| line.item).collect::<Vec<_>>(), expected.clone());
    for line in &summary.items {
        same_figures(&line.figures, &look.figures(Subject::Item(line.item), days), "an item")?;
    }
    let roots: Vec<_> =
        expected.iter().map(|item| &catalogue.items[item]).filter(|item| item.parent.is_none()).collect();
    prop_assert_eq!(summary.deeds.len(), roots.len());
    for (line, root) in summary.deeds.iter().zip(roots) {
        prop_assert_eq!(line.deed, root.deed);
        same_figures(&line.figures, &look.figures(Subject::Deed(line.deed), days), "a deed")?;
    }
    for category in [Category::Hasanaat, Category::Saiyyiaat] {
        let line = summary.categories.iter().find(|line| line.category == category);
        let present = expected.iter().any(|item| catalogue.deed_of(*item).unwrap().category == category);
        prop_assert_eq!(line.is_some(), present);
        if let Some(line) = line {
            same_figures(&line.figures, &look.figures(Subject::Category(category), days), "a category")?;
        }
    }

    let mut subjects: Vec<Subject> = [Category::Hasanaat, Category::Saiyyiaat].map(Subject::Category).to_vec();
    subjects.extend(catalogue.deeds.keys().map(|deed| Subject::Deed(*deed)));
    subjects.extend(catalogue.items.keys().map(|item| Subject::Item(*item)));
    for subject in subjects {
        same_figures(&insights.figures(subject, days).unwrap(), &look.figures(subject, days), "a subject")?;
        let map = insights.heat_map(subject, days).unwrap();
        let map: Vec<_> = map.days.iter().map(|day| (day.day, day.due, day.kept, day.share, day.entries)).collect();
        prop_assert_eq!(map, look.heat_map(subject, days), "heat map of {:?}", subject);

        let profile = insights.weekdays(subject, days).unwrap();
        let counts = profile.weekdays.iter().map(|day| (day.weekday, day.entries, day.due, day.kept)).collect();
        prop_assert_eq!((counts, profile.best, profile.worst), look.weekdays(subject, days));

        // Parts of the days, each as if it were asked for alone.
        let points = insights.series(subject, bucket, days).unwrap().points;
        let mut parts = Vec::new();
        for x in days.days().filter(|x| *x <= seen && !look.items(subject).is_empty()) {
            let period = catalogue.calendar().period(bucket, x).intersection(days).unwrap();
            if parts.last() != Some(&period) {
                parts.push(period);
            }
        }
        prop_assert_eq!(points.iter().map(|point| point.days).collect::<Vec<_>>(), parts);
        for point in points {
            same_figures(&point.figures, &look.figures(subject, point.days), "a point")?;
        }
    }

    for item in catalogue.items.keys().copied() {
        let found = insights.distribution(item, days).unwrap();
        let counts = found
            .versions
            .iter()
            .map(|version| (version.version, version.values.iter().map(|value| value.count).collect::<Vec<_>>()));
        let expected = look.distribution(item, days);
        prop_assert_eq!(counts.collect::<BTreeMap<_, _>>(), expected.clone());
        prop_assert_eq!(found.entries, expected.values().flatten().sum::<u64>());
        for version in &found.versions {
            let all: u64 = expected[&version.version].iter().sum();
            for value in &version.values {
                prop_assert!(close(value.share, value.count as f64 / all as f64));
                prop_assert_eq!(
                    catalogue.scales[&version.scale].value(value.value.position).unwrap().score,
                    value.score
                );
            }
        }

        let streaks = insights.streaks(item, days).unwrap();
        prop_assert_eq!((run(streaks.current), run(streaks.longest)), look.streaks(item, days), "streaks of {}", item);

        let expected = look.strengths(item);
        let scores = insights.strength_series(item, days).unwrap();
        let within: Vec<_> = expected.iter().filter(|(x, _)| days.contains(*x)).collect();
        prop_assert_eq!(scores.len(), within.len(), "strengths of {}", item);
        for (strength, (x, score)) in scores.iter().zip(within) {
            prop_assert_eq!(strength.day, *x);
            prop_assert!(
                close(strength.score, *score),
                "strength of {} on {}: {} not {}",
                item,
                x,
                strength.score,
                score
            );
        }
        let strength = insights.strength(item, days.last()).unwrap();
        let last = expected.iter().rfind(|(x, _)| *x <= days.last());
        prop_assert_eq!(strength.map(|strength| strength.day), last.map(|(x, _)| *x));
        prop_assert!(strength.zip(last).is_none_or(|(strength, (_, score))| close(strength.score, *score)));
    }

    let (a, b) = asked.pair;
    let found = insights.correlation(a, b, days).unwrap();
    let (counts, phi) = look.correlation(a, b, days);
    prop_assert_eq!([found.days, found.both, found.first_only, found.second_only, found.neither], counts);
    prop_assert_eq!(found.phi.is_some(), phi.is_some());
    prop_assert!(found.phi.zip(phi).is_none_or(|(a, b)| close(a, b)), "{:?} not {:?}", found.phi, phi);

    same_comparison(&insights, &look, asked)?;
    same_dashboard(&insights, asked, bucket)
}

/// Each line of a comparison is the two figures and their difference.
fn same_comparison(insights: &Insights<'_>, look: &Look<'_>, asked: &Asked) -> Result<(), TestCaseError> {
    let comparison = insights.comparison(asked.before, asked.days).unwrap();
    prop_assert_eq!((comparison.before, comparison.after), (asked.before, asked.days));
    let mut items = Vec::new();
    for line in &comparison.lines {
        // A subject that a summary leaves out has nothing to be counted.
        let (before, after) = (look.figures(line.subject, asked.before), look.figures(line.subject, asked.days));
        same_figures(&line.before, &before, "before")?;
        same_figures(&line.after, &after, "after")?;
        let change = &line.change;
        let less = |after: u32, before: u32| i64::from(after) - i64::from(before);
        prop_assert_eq!(change.entries, after.entries.cast_signed() - before.entries.cast_signed());
        prop_assert_eq!(change.days_logged, less(after.days_logged, before.days_logged));
        prop_assert_eq!((change.due, change.kept), (less(after.due, before.due), less(after.kept, before.kept)));
        prop_assert_eq!(change.unknown, less(after.unknown, before.unknown));
        let total = (before.hundredths.is_some() || after.hundredths.is_some())
            .then(|| after.hundredths.unwrap_or(0) - before.hundredths.unwrap_or(0));
        prop_assert_eq!(change.total.map(Total::hundredths), total);
        let rates = rate(after.kept, after.due).zip(rate(before.kept, before.due));
        prop_assert_eq!(change.rate.is_some(), rates.is_some());
        prop_assert!(change.rate.zip(rates).is_none_or(|(change, (after, before))| close(change, after - before)));
        let both: Vec<u32> = after.scores.keys().filter(|number| before.scores.contains_key(number)).copied().collect();
        prop_assert_eq!(change.mean_scores.keys().copied().collect::<Vec<_>>(), both);
        for (number, change) in &change.mean_scores {
            #[allow(clippy::cast_precision_loss)]
            let mean = |(entries, sum): (u64, i64)| sum as f64 / entries as f64;
            prop_assert!(close(*change, mean(after.scores[number]) - mean(before.scores[number])));
        }
        if let Subject::Item(item) = line.subject {
            items.push(item);
        }
    }
    let in_one = |item: &ItemId| look.in_summary(*item, asked.before) || look.in_summary(*item, asked.days);
    let catalogue = &asked.world.book.catalogue;
    let expected: Vec<ItemId> = catalogue.items_in_order().iter().map(|item| item.id).filter(in_one).collect();
    prop_assert_eq!(items, expected);
    Ok(())
}

/// The dashboard holds what is answered one by one.
fn same_dashboard(insights: &Insights<'_>, asked: &Asked, bucket: Bucket) -> Result<(), TestCaseError> {
    let days = asked.days;
    let request = DashboardRequest::new(days).by(bucket).compared_with(asked.before);
    let dashboard = insights.dashboard(&request).unwrap();
    let summary = insights.summary(days).unwrap();
    let history = days.hull(DayRange::single(asked.records.days().first()));
    let streaks: Vec<_> = summary.items.iter().map(|line| insights.streaks(line.item, history).unwrap()).collect();
    prop_assert_eq!(&dashboard.streaks, &streaks);
    let strengths: Vec<_> =
        summary.items.iter().filter_map(|line| insights.strength(line.item, days.last()).unwrap()).collect();
    prop_assert_eq!(&dashboard.strengths, &strengths);
    for distribution in &dashboard.distributions {
        prop_assert_eq!(distribution, &insights.distribution(distribution.item, days).unwrap());
    }
    let categories = || summary.categories.iter().map(|line| Subject::Category(line.category));
    let series: Vec<_> = categories().map(|subject| insights.series(subject, bucket, days).unwrap()).collect();
    prop_assert_eq!(&dashboard.series, &series);
    let maps: Vec<_> = categories().map(|subject| insights.heat_map(subject, days).unwrap()).collect();
    prop_assert_eq!(&dashboard.heat_maps, &maps);
    let weekdays: Vec<_> = categories().map(|subject| insights.weekdays(subject, days).unwrap()).collect();
    prop_assert_eq!(&dashboard.weekdays, &weekdays);
    prop_assert_eq!(&dashboard.comparison, &Some(insights.comparison(asked.before, days).unwrap()));
    prop_assert_eq!(&dashboard.summary, &summary);
    Ok(())
}

#[test]
fn every_insight_agrees_with_the_oracle() {
    let cases = cases();
    let config = Config {
        cases,
        max_shrink_iters: 20_000,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct("tests/insights.proptest-regressions"))),
        ..Config::default()
    };
    TestRunner::new(config)
        .run(&(worlds(), questions()), |(plan, question)| compare(&question.of(plan.build()), question.bucket))
        .unwrap_or_else(|failure| panic!("{failure}"));
    println!("figure: insights against the oracle: {cases} cases, 0 differences");
}

/// A comparison is worth as much as the corners that its worlds reach.
#[test]
fn the_worlds_reach_the_corners() {
    const WORLDS: u32 = 1_000;
    let counts: RefCell<BTreeMap<Corner, u32>> = RefCell::new(BTreeMap::new());
    let config = Config { cases: WORLDS, failure_persistence: None, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
        .run(&(worlds(), questions()), |(plan, question)| {
            let asked = question.of(plan.build());
            let corners = Corners::default();
            let look = asked.look(&corners);
            for category in [Category::Hasanaat, Category::Saiyyiaat] {
                look.figures(Subject::Category(category), asked.days);
                look.heat_map(Subject::Category(category), asked.days);
                look.weekdays(Subject::Category(category), asked.days);
            }
            for item in asked.world.book.catalogue.items.keys() {
                look.in_summary(*item, asked.days);
                look.figures(Subject::Item(*item), asked.days);
                look.streaks(*item, asked.days);
                look.strengths(*item);
            }
            look.correlation(asked.pair.0, asked.pair.1, asked.days);
            for corner in look.corners() {
                *counts.borrow_mut().entry(corner).or_default() += 1;
            }
            Ok(())
        })
        .unwrap();
    let counts = counts.into_inner();
    let rare: Vec<_> = Corner::ALL
        .iter()
        .map(|corner| (*corner, counts.get(corner).copied().unwrap_or(0)))
        .inspect(|(corner, count)| println!("{corner:?}: {count} of {WORLDS}"))
        // Rare, since a day has to be the one that is not over.
        .filter(|(corner, count)| *count < if *corner == Corner::ParentPending { 3 } else { 10 })
        .collect();
    assert!(rare.is_empty(), "too few of {WORLDS} worlds reach {rare:?}");
}
