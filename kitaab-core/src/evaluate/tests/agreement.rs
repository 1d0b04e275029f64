//! `outcomes` says for each day what `verdict` would.

use proptest::prelude::*;

use super::book::{Book, amount, condition, on};
use crate::day::{Day, DayRange};
use crate::deed::{Category, Measure};
use crate::evaluate::{Evaluator, Outcome};
use crate::exemption::{Reason, Scope};
use crate::rule::{Below, Match, Rule, Test};
use crate::schedule::{Schedule, Weekdays};

/// Days of 2024 as numbers from 0.
fn nth(n: i32) -> Day {
    on("01-01").saturating_plus(n)
}

const DAYS: i32 = 120;

fn schedules() -> impl Strategy<Value = Schedule> {
    prop_oneof![
        Just(Schedule::Daily),
        (1..128_u8).prop_map(|bits| Schedule::Weekdays(Weekdays::from_bits(bits).unwrap())),
        (1..=7_u8, 0..7_u8).prop_map(|(times, week_start)| Schedule::TimesPerWeek { times, week_start }),
        (1..=20_u8).prop_map(|times| Schedule::TimesPerMonth { times }),
        (1..5_u16, 0..9_i32).prop_map(|(n, from)| Schedule::EveryNDays { n, from: nth(from) }),
    ]
}

/// A deed with two children, entries here and there, an exemption, and changing schedules.
fn books() -> impl Strategy<Value = Book> {
    let item = || (0..60_i32, prop::option::of(60..DAYS), prop::collection::vec((0..DAYS, schedules()), 0..3));
    let entries = prop::collection::btree_map((0..3_usize, 0..DAYS), 0..4_u32, 0..300);
    (any::<bool>(), [item(), item(), item()], entries, (0..DAYS, 0..20_i32)).prop_map(
        |(good, items, entries, (exempt, length))| {
            let mut book = Book::new();
            let category = if good { Category::Hasanaat } else { Category::Saiyyiaat };
            let root = book.deed("Deed", category, Measure::Count);
            let ids = [root, book.below(root, "One"), book.below(root, "Two")];
            for (id, (starts, archived, schedules)) in ids.into_iter().zip(items) {
                book.item(id).starts_on = nth(starts);
                book.item(id).archived_from = archived.map(nth);
                for (from, schedule) in schedules {
                    book.schedule(id, &nth(from).to_string()[5..], schedule);
                }
            }
            for ((item, day), value) in entries {
                book.enter(ids[item], &nth(day).to_string()[5..], &value.to_string());
            }
            let (first, last) = (nth(exempt).to_string(), nth(exempt + length).to_string());
            book.exempt(&first[5..], &last[5..], Scope::Item(ids[1]), Reason::Illness);
            book
        },
    )
}

/// Rules over items by their number in the book.
fn rules() -> impl Strategy<Value = RuleOf> {
    let matching = prop_oneof![
        (0..4_u32).prop_map(|n| Match::AmountAtLeast(amount(&n.to_string()))),
        (0..3_u32).prop_map(|n| Match::AmountAtMost(amount(&n.to_string()))),
        Just(Match::Logged),
    ];
    let test = prop_oneof![
        (1..40_u32).prop_map(|n| Test::TotalAtLeast(amount(&n.to_string()))),
        (1..15_u16, matching.clone()).prop_map(|(n, matching)| Test::DaysAtLeast { n, matching }),
        matching.prop_map(Test::EveryDay),
    ];
    let below = prop_oneof![Just(Below::No), Just(Below::Any), Just(Below::Each)];
    let leaf = (0..3_usize, below, test).prop_map(|(item, below, test)| RuleOf::Condition(item, below, test));
    leaf.prop_recursive(3, 12, 4, |inner| {
        let parts = prop::collection::vec(inner.clone(), 1..4);
        prop_oneof![
            parts.clone().prop_map(RuleOf::All),
            parts.clone().prop_map(RuleOf::Any),
            (1..3_u16, parts).prop_map(|(n, parts)| RuleOf::AtLeast(n, parts)),
            inner.prop_map(|part| RuleOf::Not(Box::new(part))),
        ]
    })
}

#[derive(Clone, Debug)]
enum RuleOf {
    All(Vec<Self>),
    Any(Vec<Self>),
    AtLeast(u16, Vec<Self>),
    Not(Box<Self>),
    Condition(usize, Below, Test),
}

impl RuleOf {
    fn rule(&self, book: &Book) -> Rule {
        let parts = |parts: &[Self]| parts.iter().map(|part| part.rule(book)).collect();
        match self {
            Self::All(all) => Rule::All(parts(all)),
            Self::Any(any) => Rule::Any(parts(any)),
            Self::AtLeast(n, of) => Rule::AtLeast { n: *n, rules: parts(of) },
            Self::Not(part) => Rule::Not(Box::new(part.rule(book))),
            Self::Condition(item, below, test) => {
                let id = *book.catalogue.items.keys().nth(*item).unwrap();
                condition(id, *below, *test).into()
            }
        }
    }
}

proptest! {
    #[test]
    fn outcomes_equal_verdicts_day_by_day(book in books(), rule in rules(), length in 1..50_u16, first in 50..100_i32) {
        let rule = rule.rule(&book);
        let days = DayRange::new(nth(first), nth(DAYS)).unwrap();
        let records = book.records(DayRange::new(nth(0), nth(DAYS)).unwrap());
        let evaluator = Evaluator::new(&book.catalogue, &records);
        let one_by_one: Vec<Outcome> = days
            .days()
            .map(|day| evaluator.verdict(&rule, DayRange::ending(day, length)).unwrap().outcome)
            .collect();
        prop_assert_eq!(evaluator.outcomes(&rule, length, days).unwrap(), one_by_one);
    }

    #[test]
    fn windows_that_reach_back_before_the_calendar_are_cut_off(
        dates in prop::collection::btree_set(0..60_i32, 0..60),
        schedule in schedules(),
        begins in 0..60_i32,
        length in 1..80_u16,
    ) {
        let mut book = Book::new();
        let dhikr = book.counted("Dhikr");
        book.item(dhikr).starts_on = Day::MIN.saturating_plus(begins);
        book.item(dhikr).schedules = crate::Timeline::starting(Day::MIN, schedule);
        for date in dates {
            book.enter_value(dhikr, Day::MIN.saturating_plus(date), crate::Value::Count(amount("1")));
        }
        let days = DayRange::new(Day::MIN, Day::MIN.saturating_plus(59)).unwrap();
        let records = book.records(days);
        let evaluator = Evaluator::new(&book.catalogue, &records);
        for test in [
            Test::EveryDay(Match::Logged),
            Test::DaysAtLeast { n: 9, matching: Match::Logged },
            Test::TotalAtLeast(amount("9")),
        ] {
            let rule = Rule::from(condition(dhikr, Below::No, test));
            let one_by_one: Vec<Outcome> = days
                .days()
                .map(|day| evaluator.verdict(&rule, DayRange::ending(day, length)).unwrap().outcome)
                .collect();
            prop_assert_eq!(evaluator.outcomes(&rule, length, days).unwrap(), one_by_one);
        }
    }
}
