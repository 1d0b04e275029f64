//! Streaks, told by hand.

use kitaab_core::{Category, Day, Measure, Schedule, Streak, StreakUnit, Weekdays};

use super::book::{Book, day};

fn habit() -> Book {
    Book::new(Category::Hasanaat, Measure::Scale)
}

/// A run as `length unit from..to`, days counted from 2024-01-01.
fn told(streak: Option<Streak>) -> String {
    let Some(streak) = streak else { return "none".to_owned() };
    let unit = match streak.unit {
        StreakUnit::Day => "d",
        StreakUnit::Week => "w",
        StreakUnit::Month => "m",
        _ => "?",
    };
    let after = |on: Day| on.since(day(0));
    format!("{}{unit} {}..{}", streak.length, after(streak.first), after(streak.last))
}

fn check(book: &Book, today: i32, current: &str, longest: &str) {
    let streaks = book.streaks(today);
    assert_eq!((told(streaks.current).as_str(), told(streaks.longest).as_str()), (current, longest));
}

#[test]
fn a_run_is_broken_by_what_was_not_kept() {
    check(&habit().told("yyynyy"), 5, "2d 4..5", "3d 0..2");
    // A blank on a logged day is not done, and on one that is not logged kept by nobody.
    check(&habit().told("yyy.yy"), 5, "2d 4..5", "3d 0..2");
    check(&habit().told("yyy yy"), 5, "2d 4..5", "3d 0..2");
    check(&habit().told("yyyn"), 3, "none", "3d 0..2");
    check(&habit(), 3, "none", "none");
}

#[test]
fn of_equally_long_runs_the_latest_is_told() {
    check(&habit().told("yynyyn"), 5, "none", "2d 3..4");
}

#[test]
fn exempt_days_are_passed_over() {
    check(&habit().told("yy...yn").exempt(2, 4), 5, "3d 0..5", "3d 0..5");
    // What was recorded on one of them plays no part either.
    check(&habit().told("yyn.yy").exempt(2, 3), 5, "4d 0..5", "4d 0..5");
}

#[test]
fn today_breaks_nothing_while_it_is_blank() {
    for story in ["yyy", "yyy."] {
        check(&habit().told(story), 3, "3d 0..2", "3d 0..2");
    }
    check(&habit().told("yyy."), 4, "none", "3d 0..2");
}

#[test]
fn blanks_of_bad_deeds_are_clean_on_logged_days_only() {
    let sin = |story| Book::new(Category::Saiyyiaat, Measure::Scale).told(story);
    check(&sin("..y.."), 4, "2d 3..4", "2d 3..4");
    check(&sin(".. .."), 4, "2d 3..4", "2d 3..4");
    check(&sin(".. "), 2, "2d 0..1", "2d 0..1");
}

#[test]
fn days_that_are_not_due_are_passed_over() {
    let mondays = Schedule::Weekdays(Weekdays::from_bits(1).unwrap());
    check(&habit().schedule(0, mondays).told("y......y......."), 13, "2d 0..7", "2d 0..7");
}

#[test]
fn weekly_goals_have_weekly_streaks() {
    let thrice = || habit().schedule(0, Schedule::TimesPerWeek { times: 3, week_start: 0 });
    // Two weeks kept, the third is under way.
    check(&thrice().told("y.y.y..yyy....y."), 15, "2w 0..13", "2w 0..13");
    // It counts as soon as it is kept.
    check(&thrice().told("y.y.y..yyy....yyy"), 16, "3w 0..20", "3w 0..20");
    // Over and not kept.
    check(&thrice().told("y.y.y..yy.....yyy"), 16, "1w 14..20", "1w 14..20");
    let monthly = habit().schedule(0, Schedule::TimesPerMonth { times: 2 });
    check(&monthly.told(&format!("yy{}yy", ".".repeat(29))), 40, "2m 0..59", "2m 0..59");
}

#[test]
fn a_change_of_schedule_begins_another_run() {
    let book = habit().schedule(14, Schedule::TimesPerWeek { times: 1, week_start: 0 });
    check(&book.told(&format!("{}y......", "y".repeat(14))), 20, "1w 14..20", "14d 0..13");
}
