//! How rules join their parts, and merits.

use super::book::{Book, amount, condition, days, on, total};
use crate::day::DayRange;
use crate::evaluate::{Evaluator, Outcome, RuleDetail};
use crate::exemption::{Reason, Scope};
use crate::id::MeritId;
use crate::merit::{Merit, MeritCategory, MeritPatch};
use crate::rule::{Below, Match, Rule, Test};
use crate::text::Title;

use Outcome::{Earned, NotEarned, Undetermined};

/// A book in which a rule of each outcome is at hand over the first ten days of 2024.
struct Parts {
    book: Book,
    earned: Rule,
    not_earned: Rule,
    undetermined: Rule,
}

const WINDOW: (&str, &str) = ("01-01", "01-10");

impl Parts {
    fn new() -> Self {
        let mut book = Book::new();
        let (done, blank, exempt) = (book.counted("Done"), book.counted("Blank"), book.counted("Exempt"));
        book.enter_all(done, days(WINDOW.0, WINDOW.1), "1");
        book.exempt(WINDOW.0, WINDOW.1, Scope::Item(exempt), Reason::Illness);
        let rule = |item| Rule::from(condition(item, Below::No, Test::EveryDay(Match::Logged)));
        Self { book, earned: rule(done), not_earned: rule(blank), undetermined: rule(exempt) }
    }

    /// The parts by letters: `e`arned, `n`ot earned, `u`ndetermined.
    fn of(&self, letters: &str) -> Vec<Rule> {
        let part = |letter| match letter {
            'e' => self.earned.clone(),
            'n' => self.not_earned.clone(),
            _ => self.undetermined.clone(),
        };
        letters.chars().map(part).collect()
    }

    /// The outcome over the window, by `verdict` and by `outcomes` alike.
    fn outcome(&self, rule: &Rule) -> Outcome {
        let window = days(WINDOW.0, WINDOW.1);
        let records = self.book.records(window);
        let evaluator = Evaluator::new(&self.book.catalogue, &records);
        let outcomes = evaluator.outcomes(rule, 10, DayRange::single(window.last())).unwrap();
        let outcome = evaluator.verdict(rule, window).unwrap().outcome;
        assert_eq!(outcomes, [outcome]);
        outcome
    }
}

#[test]
fn all_is_not_earned_if_a_part_is_not_else_undetermined_if_a_part_is() {
    let parts = Parts::new();
    for (letters, expected) in [
        ("e", Earned),
        ("ee", Earned),
        ("eu", Undetermined),
        ("uu", Undetermined),
        ("un", NotEarned),
        ("en", NotEarned),
    ] {
        assert_eq!(parts.outcome(&Rule::All(parts.of(letters))), expected, "{letters}");
    }
}

#[test]
fn any_is_earned_if_a_part_is_else_undetermined_if_a_part_is() {
    let parts = Parts::new();
    for (letters, expected) in [
        ("n", NotEarned),
        ("nn", NotEarned),
        ("nu", Undetermined),
        ("uu", Undetermined),
        ("ue", Earned),
        ("ne", Earned),
    ] {
        assert_eq!(parts.outcome(&Rule::Any(parts.of(letters))), expected, "{letters}");
    }
}

#[test]
fn at_least_is_undetermined_while_it_could_still_be_either() {
    let parts = Parts::new();
    for (n, letters, expected) in [
        (2, "een", Earned),
        (2, "enn", NotEarned),
        (2, "eun", Undetermined),
        (2, "eeu", Earned),
        (2, "unn", NotEarned),
        (1, "uu", Undetermined),
        (3, "euu", Undetermined),
        (3, "eun", NotEarned),
    ] {
        let rule = Rule::AtLeast { n, rules: parts.of(letters) };
        assert_eq!(parts.outcome(&rule), expected, "{n} of {letters}");
    }
}

#[test]
fn not_swaps_and_leaves_the_undetermined() {
    let parts = Parts::new();
    let not = |rule: &Rule| Rule::Not(Box::new(rule.clone()));
    assert_eq!(parts.outcome(&not(&parts.earned)), NotEarned);
    assert_eq!(parts.outcome(&not(&parts.not_earned)), Earned);
    assert_eq!(parts.outcome(&not(&parts.undetermined)), Undetermined);
    assert_eq!(parts.outcome(&not(&not(&parts.undetermined))), Undetermined);
}

#[test]
fn nested_rules_annotate_each_part() {
    let parts = Parts::new();
    let inner = Rule::Any(parts.of("un"));
    let rule = Rule::All(vec![parts.earned.clone(), Rule::Not(Box::new(inner))]);
    let verdict = parts.book.verdict(rule, days(WINDOW.0, WINDOW.1));
    let RuleDetail::All(all) = &verdict.detail.detail else { panic!("{verdict:?}") };
    let RuleDetail::Not(not) = &all[1].detail else { panic!("{verdict:?}") };
    let RuleDetail::Any(any) = &not.detail else { panic!("{verdict:?}") };
    assert_eq!([verdict.outcome, verdict.detail.outcome, all[0].outcome], [Undetermined, Undetermined, Earned]);
    assert_eq!([all[1].outcome, not.outcome], [Undetermined; 2]);
    assert_eq!([any[0].outcome, any[1].outcome], [Undetermined, NotEarned]);
}

fn merit(duration: u16, rule: Rule) -> Merit {
    let patch = MeritPatch {
        title: Some(Title::new("A merit").unwrap()),
        category: Some(MeritCategory::Positive),
        duration: Some(duration),
        rule: Some(rule),
        ..MeritPatch::default()
    };
    Merit::create(MeritId::new(uuid::Uuid::from_u128(7)), patch).unwrap()
}

#[test]
fn a_merit_looks_at_the_days_that_end_with_its_day() {
    let mut book = Book::new();
    let fajr = book.scaled("Fajr");
    book.enter_all(fajr, days("01-11", "02-19"), "on time");
    let forty = merit(40, condition(fajr, Below::No, Test::EveryDay(Match::ScoreAtLeast(2))).into());
    let records = book.records(days("01-01", "03-31"));
    let evaluator = Evaluator::new(&book.catalogue, &records);
    let on_time = evaluator.merit(&forty, on("02-19")).unwrap();
    assert_eq!((on_time.days, on_time.earned()), (days("01-11", "02-19"), true));
    assert!(!evaluator.merit(&forty, on("02-18")).unwrap().earned());
    assert!(!evaluator.merit(&forty, on("02-20")).unwrap().earned());
}

/// Seed 000 described merits as lists of items joined by AND or OR, each with a count to reach or a scale
/// value to hold to.
#[test]
fn seed_000_and_or_rules_are_expressible() {
    let mut book = Book::new();
    let (dhikr, fajr) = (book.counted("Dhikr"), book.scaled("Fajr"));
    // `merit_items_count`: so many in the window. `scale_id`: this value on each day.
    let hundred = Rule::from(condition(dhikr, Below::No, total("100")));
    let always = Rule::from(condition(fajr, Below::No, Test::EveryDay(book.is(fajr, "in congregation"))));
    let and = Rule::All(vec![hundred.clone(), always.clone()]);
    let or = Rule::Any(vec![hundred, always]);
    let window = days("01-01", "01-03");

    book.enter_all(dhikr, window, "33");
    book.enter_all(fajr, window, "in congregation");
    assert_eq!((book.outcome(and.clone(), window), book.outcome(or.clone(), window)), (NotEarned, Earned));
    book.enter(dhikr, "01-03", "34");
    assert_eq!((book.outcome(and.clone(), window), book.outcome(or.clone(), window)), (Earned, Earned));
    book.enter(fajr, "01-02", "late");
    assert_eq!((book.outcome(and.clone(), window), book.outcome(or.clone(), window)), (NotEarned, Earned));
    book.enter(dhikr, "01-01", "0");
    assert_eq!((book.outcome(and, window), book.outcome(or, window)), (NotEarned, NotEarned));
}

/// Seed 001 counted on how many days a scale item held a value.
#[test]
fn seed_001_counted_scale_items_are_expressible() {
    let mut book = Book::new();
    let fajr = book.scaled("Fajr");
    let thrice = Test::DaysAtLeast { n: 3, matching: book.is(fajr, "in congregation") };
    let rule = condition(fajr, Below::No, thrice);
    book.enter_all(fajr, days("01-01", "01-07"), "on time");
    for date in ["01-02", "01-05"] {
        book.enter(fajr, date, "in congregation");
    }
    assert_eq!(book.outcome(rule, days("01-01", "01-07")), NotEarned);
    assert_eq!(book.have_need(rule, days("01-01", "01-07")), (2, 3));
    book.enter(fajr, "01-07", "in congregation");
    assert_eq!(book.outcome(rule, days("01-01", "01-07")), Earned);
    let counted = book.counted("Dhikr");
    book.enter_all(counted, days("01-01", "01-03"), "33");
    let matching = Match::AmountAtLeast(amount("33"));
    assert_eq!(
        book.have_need(condition(counted, Below::No, Test::DaysAtLeast { n: 4, matching }), days("01-01", "01-07")),
        (3, 4)
    );
}
