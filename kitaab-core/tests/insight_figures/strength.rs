//! Strength, against the figures of Loop Habit Tracker's own tests.

use kitaab_core::{Category, Frequency, Goal, Measure, Schedule, Weekdays, strength_after};

use super::book::{Book, amount};

/// Whether a score is the known one, to the six places in which it is known.
fn is(score: f64, known: f64) -> bool {
    (score - known).abs() < 1e-6
}

fn shown(score: f64) -> String {
    format!("{score:.6}")
}

fn habit() -> Book {
    Book::new(Category::Hasanaat, Measure::Scale)
}

#[test]
fn one_step_is_as_loop_reckons_it() {
    let third = Frequency::new(1, 3);
    for (frequency, value, expected) in [
        (Frequency::DAILY, 1.0, [0.051_922, 0.525_961, 0.762_981]),
        (Frequency::DAILY, 0.0, [0.0, 0.474_039, 0.711_058]),
        (third, 1.0, [0.030_314, 0.515_157, 0.757_578]),
    ] {
        for (before, expected) in [0.0, 0.5, 0.75].into_iter().zip(expected) {
            let score = strength_after(frequency, before, value);
            assert!(is(score, expected), "{score} instead of {expected}");
        }
    }
}

#[test]
fn twenty_daily_yes_are_as_loop_reckons_them() {
    let scores = habit().told(&"y".repeat(20)).strengths(19);
    // The last, the eighth day back from it, and the first.
    assert!(is(scores[19], 0.655_747) && is(scores[12], 0.5) && is(scores[0], 0.051_922), "{scores:?}");
}

#[test]
fn a_third_of_the_days_is_judged_by_six() {
    let scores =
        habit().schedule(0, Schedule::EveryNDays { n: 3, from: super::book::day(0) }).told("ynnynn").strengths(5);
    // Two yes-days in six are all that is asked for, one is half of it.
    let step = |before, value| strength_after(Frequency::new(1, 3), before, value);
    let mut score = 0.0;
    for (value, found) in [0.5, 0.5, 0.5, 1.0, 1.0, 1.0].into_iter().zip(scores) {
        score = step(score, value);
        assert_eq!(shown(found), shown(score));
    }
}

#[test]
fn weekly_habits_are_judged_by_two_weeks() {
    let twice = Weekdays::from_bits(0b000_1001).unwrap(); // Monday and Thursday
    for schedule in [Schedule::Weekdays(twice), Schedule::TimesPerWeek { times: 2, week_start: 0 }] {
        let scores = habit().schedule(0, schedule).told("y..y...y..y...").strengths(14);
        let mut score = 0.0;
        for (yes, found) in [1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 4, 4, 4, 4].into_iter().zip(&scores) {
            score = strength_after(Frequency::new(2, 7), score, f64::from(yes) / 4.0);
            assert_eq!(shown(*found), shown(score));
        }
        assert_eq!(shown(scores[14]), shown(score), "today is blank");
    }
}

#[test]
fn an_excused_day_carries_the_score() {
    let book = habit().told("yyy....yy").exempt(3, 6);
    let scores = book.strengths(8);
    assert_eq!(scores[2..7], [scores[2]; 5]);
    let straight = habit().told("yyyyy").strengths(4);
    assert_eq!(shown(scores[8]), shown(straight[4]));
}

#[test]
fn a_day_that_is_not_logged_counts_nothing() {
    for nothing in ["yy n", "yy.n", "yynn"] {
        assert_eq!(shown(habit().told(nothing).strength(3)), shown(habit().told("yynn").strength(3)), "{nothing}");
    }
}

#[test]
fn today_does_not_count_while_it_is_blank() {
    let scores = habit().told("yyy.").strengths(3);
    assert_eq!(shown(scores[3]), shown(scores[2]));
    assert!(habit().told("yyyn").strength(3) < scores[3]);
}

#[test]
fn numbers_count_by_how_much_of_the_target_is_reached() {
    let book = Book::new(Category::Hasanaat, Measure::Count).goal(0, Goal::AmountAtLeast(amount("10")));
    let scores = book.counted(&["5", "20", "10"]).strengths(2);
    let step = |before, value| strength_after(Frequency::DAILY, before, value);
    let expected = step(step(step(0.0, 0.5), 1.0), 1.0);
    assert_eq!(shown(scores[2]), shown(expected));

    let nothing = Book::new(Category::Hasanaat, Measure::Count).goal(0, Goal::AmountAtLeast(amount("0")));
    assert_eq!(shown(nothing.counted(&["0"]).strength(0)), "0.051922");
}

#[test]
fn at_most_begins_whole_and_falls_by_the_excess() {
    let smoking = || Book::new(Category::Saiyyiaat, Measure::Count).goal(0, Goal::AmountAtMost(amount("4")));
    let step = |before, value| strength_after(Frequency::DAILY, before, value);
    assert_eq!(
        smoking().counted(&["4", "0", "-"]).strengths(2).into_iter().map(shown).collect::<Vec<_>>(),
        ["1.000000"; 3]
    );
    // Half too many, twice as many, thrice as many.
    let scores = smoking().counted(&["6", "8", "12"]).strengths(2);
    assert_eq!(shown(scores[2]), shown(step(step(step(1.0, 0.5), 0.0), 0.0)));
    // A day that is not logged is no success.
    let scores = smoking().counted(&["4", "", "4"]).strengths(2);
    assert_eq!(shown(scores[2]), shown(step(step(1.0, 0.0), 1.0)));
    // Without a goal nothing is allowed.
    let none = || Book::new(Category::Saiyyiaat, Measure::Count).without_goals();
    assert_eq!(shown(none().counted(&["-", "0.01"]).strength(1)), shown(step(1.0, 0.0)));
    assert_eq!(shown(none().counted(&["-", "0", "-"]).strength(2)), "1.000000");
}

#[test]
fn a_change_of_goal_or_schedule_leaves_the_past_as_it_was() {
    let counts: Vec<&str> = ["3", "5", "-", "8", "2"].into_iter().cycle().take(40).collect();
    let before = Book::new(Category::Hasanaat, Measure::Count).goal(0, Goal::AmountAtLeast(amount("5")));
    let before = before.counted(&counts).strengths(39);
    for change in [
        |book: Book| book.goal(30, Goal::AmountAtLeast(amount("8"))),
        |book: Book| book.goal(30, Goal::AmountAtMost(amount("1"))),
        |book: Book| book.schedule(30, Schedule::TimesPerWeek { times: 2, week_start: 0 }),
    ] {
        let book = Book::new(Category::Hasanaat, Measure::Count).goal(0, Goal::AmountAtLeast(amount("5")));
        let after = change(book).counted(&counts).strengths(39);
        assert_eq!(after[..30], before[..30]);
        assert_ne!(after[30..], before[30..]);
    }
}
