//! Evaluation against a naive oracle, on generated worlds.
//!
//! `KITAAB_CASES` says how many (10,000 where it isn't set). Seeds that failed are kept beside this
//! file and tried first.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod oracle;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use kitaab_core::{
    Amount, Below, Catalogue, Category, Change, Condition, Day, DayRange, DeedId, DeedPatch, Evaluator, ItemId,
    ItemPatch, MakeUpStep, Match, Measure, Name, Owing, Schedule, Target, TargetId, TargetPatch, TargetProgress,
    TargetState, Test, Timeline, Title, UserId, Value, items_read,
};
use oracle::plans::worlds;
use oracle::worlds::World;
use oracle::{Book, Corner, Corners, Oracle};
use proptest::prelude::*;
use proptest::test_runner::{Config, FileFailurePersistence, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use uuid::Uuid;

fn cases() -> u32 {
    std::env::var("KITAAB_CASES").map_or(10_000, |cases| cases.parse().expect("KITAAB_CASES is a number"))
}

/// Asks both what is owed of an item, how that came about and where it goes.
fn same_make_ups(
    world: &World,
    evaluator: &Evaluator<'_>,
    oracle: &Oracle<'_>,
    item: ItemId,
) -> Result<(), TestCaseError> {
    let (settled, today) = (&world.settled, world.window.last());
    let days = oracle.make_up_days(item, today);
    prop_assert_eq!(&evaluator.make_up_days(item, today).unwrap(), &days, "days of {} before {}", item, today);
    let balance = oracle.balance(item, settled, today);
    prop_assert_eq!(&evaluator.balance(item, settled, today).unwrap(), &balance, "balance of {} on {}", item, today);

    let history = evaluator.make_up_history(item, settled, today).unwrap();
    prop_assert_eq!((history.opening, history.balance()), (balance.opening, balance.balance));
    let owing = days.iter().filter(|(_, owing)| *owing != Owing::Unconfirmed);
    let done = settled.made_up.iter().map(|(day, count)| (*day, -i64::from(*count)));
    let given = settled.fidya.iter().map(|(day, count)| (*day, -i64::from(*count)));
    let moves: Vec<(Day, i64)> = owing
        .map(|(day, _)| (*day, 1))
        .chain(done)
        .chain(given)
        .filter(|(day, by)| *day <= today && *by != 0)
        .collect();
    let told: Vec<Day> = history.steps.iter().map(|step| step.days.first()).collect();
    let moved: BTreeSet<Day> = moves.iter().map(|(day, _)| *day).collect();
    prop_assert_eq!(told, moved.into_iter().collect::<Vec<_>>());
    for step in &history.steps {
        let until: i64 = moves.iter().filter(|(day, _)| *day <= step.days.last()).map(|(_, by)| by).sum();
        prop_assert_eq!(step.balance, i64::from(balance.opening) + until, "after {}", step.days.last());
    }
    let fives = |day: Day| {
        let into = day.epoch_days().rem_euclid(5);
        DayRange::new(day.saturating_plus(-into), day.saturating_plus(4 - into)).unwrap()
    };
    let by_fives = history.by(fives);
    let sum = |of: fn(&MakeUpStep) -> u64| by_fives.steps.iter().map(of).sum::<u64>();
    prop_assert_eq!(sum(|step| step.missed.into()), u64::from(balance.missed));
    prop_assert_eq!(sum(|step| step.owed.into()), u64::from(balance.owed));
    prop_assert_eq!((sum(|step| step.done), sum(|step| step.fidya)), (balance.done, balance.fidya));
    prop_assert_eq!(by_fives.balance(), balance.balance);
    for step in &by_fives.steps {
        prop_assert_eq!(fives(step.days.last()), step.days);
        let last = history.steps.iter().rfind(|one| step.days.contains(one.days.first())).unwrap();
        prop_assert_eq!(step.balance, last.balance);
    }

    prop_assert_eq!(
        history.projected(world.pace).unwrap(),
        oracle.projected(item, settled, today, world.pace),
        "projected of {} at {:?}",
        item,
        world.pace
    );
    Ok(())
}

/// Asks the engine and the oracle everything about a world.
fn compare(world: &World) -> Result<(), TestCaseError> {
    let corners = Corners::default();
    let oracle = Oracle::new(&world.book, &corners);
    let evaluator = Evaluator::new(&world.book.catalogue, &world.records);

    let verdict = evaluator.verdict(&world.rule, world.window).unwrap();
    prop_assert_eq!(&verdict.detail, &oracle.verdict(&world.rule, world.window), "verdict over {:?}", world.window);
    prop_assert_eq!((verdict.days, verdict.outcome), (world.window, verdict.detail.outcome));

    prop_assert_eq!(
        evaluator.outcomes(&world.rule, world.duration, world.days).unwrap(),
        oracle.outcomes(&world.rule, world.duration, world.days),
        "outcomes of {} days on {:?}",
        world.duration,
        world.days
    );

    let progress = evaluator.progress(&world.target, world.today).unwrap();
    same_progress(&progress, &oracle.progress(&world.target, world.today))?;

    // The same from no more than what evaluation says it reads.
    let read = items_read(&world.book.catalogue, world.rule.conditions());
    let records = world.book.records(world.window, &read);
    let sparing = Evaluator::new(&world.book.catalogue, &records);
    prop_assert_eq!(sparing.verdict(&world.rule, world.window).unwrap(), verdict, "from the window's records alone");
    let read = items_read(&world.book.catalogue, &world.target.items);
    let dates =
        DayRange::new(world.target.first_day, world.target.last_day.min(world.today).max(world.target.first_day));
    let records = world.book.records(dates.unwrap(), &read);
    let sparing = Evaluator::new(&world.book.catalogue, &records);
    same_progress(&sparing.progress(&world.target, world.today).unwrap(), &progress)?;

    for item in world.book.catalogue.items.values() {
        if item.make_up.is_some() {
            same_make_ups(world, &evaluator, &oracle, item.id)?;
        }
        for day in world.days.days() {
            prop_assert_eq!(
                evaluator.day_item(item.id, day).unwrap(),
                oracle.day_item(item.id, day),
                "{} on {}",
                item.id,
                day
            );
        }
    }
    Ok(())
}

/// Whether two reckonings of a target agree: exactly, but for the pace, which is a float.
fn same_progress(engine: &TargetProgress, oracle: &TargetProgress) -> Result<(), TestCaseError> {
    let without_pace = |progress: &TargetProgress| {
        let mut progress = progress.clone();
        progress.items.iter_mut().for_each(|item| item.needed_per_due_day = None);
        progress
    };
    prop_assert_eq!(without_pace(engine), without_pace(oracle));
    for (engine, oracle) in engine.items.iter().zip(&oracle.items) {
        let close = match (engine.needed_per_due_day, oracle.needed_per_due_day) {
            (Some(a), Some(b)) => (a - b).abs() <= 1e-9 * b.abs().max(1.0),
            (None, None) => true,
            _ => false,
        };
        prop_assert!(close, "pace: {:?} by the engine, {:?} by the oracle", engine, oracle);
    }
    Ok(())
}

#[test]
fn the_engine_agrees_with_the_oracle() {
    let cases = cases();
    let config = Config {
        cases,
        max_shrink_iters: 20_000,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct("tests/evaluation.proptest-regressions"))),
        ..Config::default()
    };
    TestRunner::new(config).run(&worlds(), |plan| compare(&plan.build())).unwrap_or_else(|failure| panic!("{failure}"));
    println!("figure: evaluation against the oracle: {cases} cases, 0 differences");
}

/// The rarest corner of all, by hand: five times a week are out of reach on Friday after one day and
/// today, since today can't be done once more, and within reach after two days and today.
#[test]
fn a_running_week_counts_today_once() {
    let (deed, item) = (DeedId::new(Uuid::from_u128(1)), ItemId::new(Uuid::from_u128(2)));
    let [monday, tuesday, wednesday, friday, sunday] =
        [26, 27, 28, 30, 32].map(|day| Day::new(2024, 2, 1).unwrap().plus(day - 1).unwrap());
    let mut catalogue = Catalogue::new(UserId::new(Uuid::from_u128(3)));
    let (category, measure) = (Some(Category::Hasanaat), Some(Measure::Count));
    let patch = DeedPatch { category, measure, ..DeedPatch::default() };
    catalogue.apply(&Change::Deed(deed, patch), 1).unwrap();
    let patch = ItemPatch {
        deed: Some(deed),
        name: Some(Name::new("Walks").unwrap()),
        starts_on: Some(monday),
        schedules: Some(Timeline::starting(monday, Schedule::TimesPerWeek { times: 5, week_start: 0 })),
        ..ItemPatch::default()
    };
    catalogue.apply(&Change::Item(item, patch), 2).unwrap();
    let patch = TargetPatch {
        title: Some(Title::new("A week").unwrap()),
        first_day: Some(monday),
        last_day: Some(sunday),
        items: Some(vec![Condition { item, below: Below::No, test: Test::EveryDay(Match::Logged) }]),
        ..TargetPatch::default()
    };
    let target = Target::create(TargetId::new(Uuid::from_u128(4)), patch).unwrap();

    for (done, state) in [
        (vec![tuesday, friday], TargetState::OutOfReach),
        (vec![tuesday, wednesday, friday], TargetState::Active),
        (vec![tuesday, wednesday], TargetState::Active),
        (vec![tuesday], TargetState::OutOfReach),
    ] {
        let entries = done.iter().map(|day| ((item, *day), Value::Count(Amount::ZERO))).collect();
        let book = Book { catalogue: catalogue.clone(), entries, reviewed: BTreeSet::new() };
        let records = book.records(DayRange::new(monday, sunday).unwrap(), &BTreeSet::from([item]));
        let progress = Evaluator::new(&book.catalogue, &records).progress(&target, friday).unwrap();
        assert_eq!(progress.state, state, "done on {done:?}");
        same_progress(&progress, &Oracle::new(&book, &Corners::default()).progress(&target, friday)).unwrap();
    }
}

/// How many of 2,000 worlds must reach a corner.
fn enough(corner: Corner) -> usize {
    match corner {
        Corner::RootEarned
        | Corner::RootNotEarned
        | Corner::RootUndetermined
        | Corner::QuotaUnit
        | Corner::ExemptDay
        | Corner::WindowBeforeBegin
        | Corner::MappedToSame
        | Corner::BlankReadAsLowest
        | Corner::BlankReadAsZero
        | Corner::LeapDayInWindow
        | Corner::OutOfReach => 100,
        Corner::Completed => 50,
        Corner::OutOfReachThoughTodayMatches => 1,
        _ => 10,
    }
}

/// A comparison is worth as much as the corners that its worlds reach.
#[test]
fn the_worlds_reach_the_corners() {
    const WORLDS: u32 = 2_000;
    let counts = RefCell::new(BTreeMap::new());
    let config = Config { cases: WORLDS, failure_persistence: None, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
        .run(&worlds(), |plan| {
            let world = plan.build();
            let corners = Corners::default();
            let oracle = Oracle::new(&world.book, &corners);
            oracle.verdict(&world.rule, world.window);
            oracle.outcomes(&world.rule, world.duration, world.days);
            oracle.progress(&world.target, world.today);
            for item in world.book.catalogue.items.values() {
                for day in world.days.days() {
                    oracle.day_item(item.id, day);
                }
                if item.make_up.is_some() {
                    oracle.balance(item.id, &world.settled, world.window.last());
                    oracle.projected(item.id, &world.settled, world.window.last(), world.pace);
                }
            }
            corners.add_to(&mut counts.borrow_mut());
            Ok(())
        })
        .unwrap();
    let counts = counts.into_inner();
    let rare: Vec<_> = Corner::ALL
        .iter()
        .map(|corner| (*corner, counts.get(corner).copied().unwrap_or(0)))
        .inspect(|(corner, count)| println!("{corner:?}: {count} of {WORLDS}"))
        .filter(|(corner, count)| *count < enough(*corner))
        .collect();
    assert!(rare.is_empty(), "too few of {WORLDS} worlds reach {rare:?}");
}
