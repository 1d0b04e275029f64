//! How a target's conditions go on: what is needed per due day, and when they would be met.

use super::book::{Book, condition, day, days, on, total};
use crate::evaluate::TargetItemProgress;
use crate::exemption::{Reason, Scope};
use crate::id::ItemId;
use crate::rule::{Below, Condition, Match, Test};
use crate::schedule::{Schedule, Weekdays};
use crate::{Day, Weekday};

fn pace(book: &mut Book, condition: Condition, today: &str) -> TargetItemProgress {
    let target = book.target(days("02-01", "02-29"), vec![condition]);
    book.progress(&target, today).items.remove(0)
}

fn ten(item: ItemId) -> Condition {
    condition(item, Below::No, Test::DaysAtLeast { n: 10, matching: Match::Logged })
}

fn told(item: &TargetItemProgress) -> (u32, Option<f64>, Option<Day>) {
    (item.due_days_left, item.needed_per_due_day, item.projected)
}

#[test]
fn what_is_missing_is_shared_among_the_due_days_left() {
    let mut book = Book::new();
    let quran = book.counted("Qur'an");
    let all = condition(quran, Below::No, total("58"));
    assert_eq!(told(&pace(&mut book, all, "01-15")), (29, Some(2.0), None)); // upcoming
    assert_eq!(told(&pace(&mut book, all, "02-01")), (29, Some(2.0), None)); // without progress
    book.enter(quran, "02-01", "1.5");
    book.enter(quran, "02-03", "8.5");
    // 48 left on 25 days from 02-05 on; 10 in 5 days so far are 2 a day, so 24 days more.
    assert_eq!(told(&pace(&mut book, all, "02-05")), (25, Some(48.0 / 25.0), Some(on("02-29"))));
    // 48 left at 10 in 6 days: 29 days more, past the last day.
    assert_eq!(told(&pace(&mut book, all, "02-06")), (24, Some(2.0), Some(on("03-06"))));
}

#[test]
fn only_due_days_count() {
    let mut book = Book::new();
    let fast = book.counted("Fasting");
    book.schedule(fast, "01-01", Schedule::Weekdays(Weekdays::new([Weekday::Mon, Weekday::Thu]).unwrap()));
    book.exempt("02-19", "02-22", Scope::Hasanaat, Reason::Travel);
    // Due: 02-01, 05, 08, 12, 15, 26, 29.
    book.enter(fast, "02-05", "1");
    book.enter(fast, "02-06", "1"); // not due, and counts
    let pace =
        pace(&mut book, condition(fast, Below::No, Test::DaysAtLeast { n: 4, matching: Match::Logged }), "02-08");
    // Today among those left: 08, 12, 15, 26, 29. Two in three due days so far: three more after today.
    assert_eq!(told(&pace), (5, Some(2.0 / 5.0), Some(on("02-26"))));
}

#[test]
fn below_counts_days_on_which_any_leaf_is_due() {
    let mut book = Book::new();
    let fast = book.counted("Fasting");
    let (monday, friday) = (book.below(fast, "Monday"), book.below(fast, "Friday"));
    book.schedule(monday, "01-01", Schedule::Weekdays(Weekdays::new([Weekday::Mon]).unwrap()));
    book.schedule(friday, "01-01", Schedule::Weekdays(Weekdays::new([Weekday::Fri]).unwrap()));
    for below in [Below::Any, Below::Each] {
        // Mondays and Fridays of February: 02-02, 05, 09, 12, 16, 19, 23, 26.
        assert_eq!(pace(&mut book, condition(fast, below, total("4")), "02-05").due_days_left, 7);
    }
}

#[test]
fn no_pace_is_told_once_met_or_for_every_day() {
    let mut book = Book::new();
    let dhikr = book.counted("Dhikr");
    book.enter_all(dhikr, days("02-01", "02-10"), "1");
    assert_eq!(told(&pace(&mut book, ten(dhikr), "02-12")), (0, None, None));
    let every = condition(dhikr, Below::No, Test::EveryDay(Match::Logged));
    assert_eq!(told(&pace(&mut book, every, "02-05")), (0, None, None));
}

#[test]
fn without_due_days_there_is_no_share_and_no_projection() {
    let mut book = Book::new();
    let dhikr = book.counted("Dhikr");
    book.enter(dhikr, "02-05", "1");
    assert_eq!(told(&pace(&mut book, ten(dhikr), "03-05")), (0, None, None)); // over
    // Archived while short of it: no due day will come any more.
    book.item(dhikr).archived_from = Some(on("02-06"));
    assert_eq!(told(&pace(&mut book, ten(dhikr), "02-10")), (0, None, None));
    // Not due yet, though something was logged.
    book.item(dhikr).archived_from = None;
    book.item(dhikr).starts_on = on("02-20");
    assert_eq!(told(&pace(&mut book, ten(dhikr), "02-10")), (10, Some(0.9), None));
}

#[test]
fn the_projected_day_may_be_years_away_but_not_after_2100() {
    let mut book = Book::new();
    let quran = book.counted("Qur'an");
    book.enter(quran, "02-01", "1");
    let projected =
        |book: &mut Book, pages: &str| pace(book, condition(quran, Below::No, total(pages)), "02-01").projected;
    assert_eq!(projected(&mut book, "10001"), on("02-01").plus(10_000));
    let left = day("2100-12-31").since(on("02-01"));
    assert_eq!(projected(&mut book, &(left + 1).to_string()), Some(day("2100-12-31")));
    assert_eq!(projected(&mut book, &(left + 2).to_string()), None);
    book.enter(quran, "02-01", "0.01");
    assert_eq!(projected(&mut book, "99999999.99"), None);
}
