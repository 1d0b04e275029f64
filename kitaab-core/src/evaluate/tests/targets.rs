//! Targets: what each condition has, and the state of the whole.

use super::book::{Book, condition, days, on, total};
use crate::deed::{Category, Measure};
use crate::evaluate::{Evaluator, Quantity, TargetState};
use crate::id::ItemId;
use crate::rule::{Below, Condition, Match, Test};
use crate::schedule::Schedule;
use crate::target::Target;
use crate::{Amount, Total};

use TargetState::{Active, Missed, OutOfReach, Upcoming};

const DATES: (&str, &str) = ("02-01", "02-29");

fn logged_on(item: ItemId, n: u16) -> Condition {
    condition(item, Below::No, Test::DaysAtLeast { n, matching: Match::Logged })
}

fn every_day(item: ItemId, below: Below) -> Condition {
    condition(item, below, Test::EveryDay(Match::Logged))
}

/// A target over February.
fn february(book: &mut Book, items: Vec<Condition>) -> Target {
    book.target(days(DATES.0, DATES.1), items)
}

fn state(book: &Book, target: &Target, today: &str) -> TargetState {
    book.progress(target, today).state
}

fn completed(date: &str) -> TargetState {
    TargetState::Completed { on: on(date) }
}

#[test]
fn only_entries_of_its_dates_up_to_today_count() {
    let mut book = Book::new();
    let quran = book.counted("Qur'an");
    let target = february(&mut book, vec![condition(quran, Below::No, total("10"))]);
    for (date, pages) in [("01-31", "100"), ("02-01", "4"), ("02-10", "3"), ("02-20", "3"), ("03-01", "100")] {
        book.enter(quran, date, pages);
    }
    let have = |today| book.progress(&target, today).items[0].have;
    let pages = |pages: i128| Quantity::Amount(Total::new(pages * 100));
    assert_eq!([have("01-31"), have("02-01"), have("02-19")], [pages(0), pages(4), pages(7)]);
    assert_eq!([have("02-20"), have("12-31")], [pages(10), pages(10)]);
    assert_eq!(book.progress(&target, "02-20").items[0].need, pages(10));
    assert_eq!(state(&book, &target, "01-31"), Upcoming);
    assert_eq!(state(&book, &target, "02-19"), Active);
    assert_eq!(state(&book, &target, "02-20"), completed("02-20"));
}

#[test]
fn no_day_after_today_is_logged() {
    let mut book = Book::new();
    let gossip = book.deed("Gossip", Category::Saiyyiaat, Measure::Count);
    let clean = Test::DaysAtLeast { n: 20, matching: Match::AmountAtMost(Amount::ZERO) };
    let target = february(&mut book, vec![condition(gossip, Below::No, clean)]);
    for date in ["02-01", "02-02", "02-03"] {
        book.review(date);
    }
    assert_eq!(book.progress(&target, "02-02").items[0].have, Quantity::Days(2));
}

#[test]
fn it_is_completed_on_the_day_on_which_the_last_condition_was_met() {
    let mut book = Book::new();
    let (quran, dhikr) = (book.counted("Qur'an"), book.counted("Dhikr"));
    let target = february(&mut book, vec![condition(quran, Below::No, total("10")), logged_on(dhikr, 2)]);
    book.enter(quran, "02-05", "10");
    book.enter(dhikr, "02-07", "33");
    assert_eq!(state(&book, &target, "02-10"), Active);
    book.enter(dhikr, "02-09", "33");
    let progress = book.progress(&target, "02-10");
    assert_eq!(progress.state, completed("02-09"));
    assert_eq!(
        progress.items.iter().map(|item| item.met_on).collect::<Vec<_>>(),
        [Some(on("02-05")), Some(on("02-09"))]
    );
    assert_eq!(state(&book, &target, "02-08"), Active);
}

#[test]
fn every_day_is_met_only_when_the_last_day_is_over() {
    let mut book = Book::new();
    let dhikr = book.counted("Dhikr");
    let target = february(&mut book, vec![every_day(dhikr, Below::No)]);
    book.enter_all(dhikr, days(DATES.0, DATES.1), "1");
    assert_eq!(state(&book, &target, "02-29"), Active);
    let progress = book.progress(&target, "03-01");
    assert_eq!((progress.state, progress.items[0].met_on), (completed("02-29"), Some(on("02-29"))));
    // Its units are those of all its dates, those to come included.
    let seen = &book.progress(&target, "02-10").items[0];
    assert_eq!((seen.have, seen.need), (Quantity::Days(10), Quantity::Days(29)));
    assert_eq!(seen.first_unmet, Some(on("02-11")));
    // With no unit at all it is never met.
    book.item(dhikr).archived_from = Some(on("01-10"));
    assert_eq!(state(&book, &target, "02-29"), Active);
    assert_eq!(state(&book, &target, "03-01"), Missed);
}

#[test]
fn a_late_entry_revives_and_takes_back() {
    let mut book = Book::new();
    let (dhikr, gossip) = (book.counted("Dhikr"), book.deed("Gossip", Category::Saiyyiaat, Measure::Count));
    let target = february(&mut book, vec![every_day(dhikr, Below::No)]);
    book.enter_all(dhikr, days(DATES.0, DATES.1), "1");
    book.remove(dhikr, "02-10");
    assert_eq!(state(&book, &target, "02-10"), Active); // today counts as left
    assert_eq!(state(&book, &target, "02-11"), OutOfReach);
    assert_eq!(state(&book, &target, "03-01"), Missed);
    book.enter(dhikr, "02-10", "1");
    assert_eq!(state(&book, &target, "02-11"), Active);
    assert_eq!(state(&book, &target, "03-01"), completed("02-29"));
    let clean = Test::DaysAtLeast { n: 2, matching: Match::AmountAtMost(Amount::ZERO) };
    let target = february(&mut book, vec![condition(gossip, Below::No, clean)]);
    assert_eq!(state(&book, &target, "02-02"), completed("02-02"));
    book.enter(gossip, "02-02", "1");
    assert_eq!(state(&book, &target, "02-02"), Active);
    assert_eq!(state(&book, &target, "02-03"), completed("02-03"));
}

#[test]
fn days_are_out_of_reach_when_too_few_are_left() {
    let mut book = Book::new();
    let dhikr = book.counted("Dhikr");
    let target = february(&mut book, vec![logged_on(dhikr, 20)]);
    assert_eq!(state(&book, &target, "02-10"), Active); // today and 19 more
    assert_eq!(state(&book, &target, "02-11"), OutOfReach);
    book.enter(dhikr, "02-05", "1");
    assert_eq!(state(&book, &target, "02-11"), Active);
    // What today has brought is not to come again.
    book.enter(dhikr, "02-11", "1");
    assert_eq!(state(&book, &target, "02-11"), Active);
    assert_eq!(state(&book, &target, "02-12"), Active);
    assert_eq!(state(&book, &target, "02-13"), OutOfReach);
    assert_eq!(state(&book, &target, "03-01"), Missed);
}

#[test]
fn a_total_is_never_out_of_reach() {
    let mut book = Book::new();
    let quran = book.counted("Qur'an");
    let target = february(&mut book, vec![condition(quran, Below::No, total("600"))]);
    assert_eq!(state(&book, &target, "02-29"), Active);
    assert_eq!(state(&book, &target, "03-01"), Missed);
}

#[test]
fn a_period_is_lost_when_the_days_left_of_it_do_not_suffice() {
    let mut book = Book::new();
    let fast = book.counted("Fasting");
    book.schedule(fast, "01-01", Schedule::TimesPerWeek { times: 3, week_start: 0 });
    // The first whole week is from Monday 02-05 to Sunday 02-11.
    let target = february(&mut book, vec![every_day(fast, Below::No)]);
    assert_eq!(state(&book, &target, "02-09"), Active); // Friday, Saturday and Sunday
    assert_eq!(state(&book, &target, "02-10"), OutOfReach);
    book.enter(fast, "02-06", "1");
    assert_eq!(state(&book, &target, "02-10"), Active);
    book.enter(fast, "02-10", "1");
    assert_eq!(state(&book, &target, "02-10"), Active); // two, and Sunday
    assert_eq!(state(&book, &target, "02-12"), OutOfReach); // over
    book.remove(fast, "02-06");
    assert_eq!(state(&book, &target, "02-10"), OutOfReach); // one, and Sunday
    book.enter_all(fast, days("02-05", "02-25"), "1");
    assert_eq!(state(&book, &target, "02-26"), Active);
    assert_eq!(state(&book, &target, "03-01"), completed("02-29"));
}

#[test]
fn each_is_lost_with_any_leaf_and_before_a_leaf_begins() {
    let mut book = Book::new();
    let salah = book.counted("Salah");
    let (fajr, dhuhr) = (book.below(salah, "Fajr"), book.below(salah, "Dhuhr"));
    let target = february(&mut book, vec![every_day(salah, Below::Each)]);
    book.enter_all(fajr, days(DATES.0, DATES.1), "1");
    book.enter_all(dhuhr, days(DATES.0, "02-09"), "1");
    assert_eq!(state(&book, &target, "02-10"), Active);
    assert_eq!(state(&book, &target, "02-11"), OutOfReach);
    let any = february(&mut book, vec![every_day(salah, Below::Any)]);
    assert_eq!(state(&book, &any, "02-11"), Active);
    for item in [salah, fajr, dhuhr] {
        book.item(item).starts_on = on("02-02");
    }
    assert_eq!(state(&book, &target, "02-01"), Active); // not over
    assert_eq!(state(&book, &target, "02-02"), OutOfReach);
}

#[test]
fn a_target_asks_for_records_of_its_past_only() {
    let mut book = Book::new();
    let dhikr = book.counted("Dhikr");
    let target = february(&mut book, vec![logged_on(dhikr, 1)]);
    let records = book.records(days("02-01", "02-10"));
    let evaluator = Evaluator::new(&book.catalogue, &records);
    for today in ["01-01", "02-01", "02-10"] {
        assert!(evaluator.progress(&target, on(today)).is_ok());
    }
    assert_eq!(evaluator.progress(&target, on("02-11")).unwrap_err().code(), "invalid");
    let later = book.records(days("02-02", "02-29"));
    let refused = Evaluator::new(&book.catalogue, &later).progress(&target, on("02-10"));
    assert_eq!(refused.unwrap_err().code(), "invalid");
}
