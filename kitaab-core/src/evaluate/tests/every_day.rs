//! `every_day` over a window: its units, where they begin, and which is the first that is not met.

use super::book::{Book, condition, day, days, on};
use crate::day::{Day, DayRange};
use crate::deed::{Category, Measure};
use crate::evaluate::{Evaluator, Outcome};
use crate::exemption::{Reason, Scope};
use crate::id::ItemId;
use crate::rule::{Below, Condition, Match, Rule, Test};
use crate::schedule::{Schedule, Weekdays};
use crate::{Amount, Weekday};

const LATE: Match = Match::ScoreAtLeast(1);
const WEEKLY_THRICE: Schedule = Schedule::TimesPerWeek { times: 3, week_start: 0 };

fn every_day(item: ItemId, below: Below) -> Condition {
    condition(item, below, Test::EveryDay(LATE))
}

/// Have, need and the first day of the first unmet unit.
fn units(book: &Book, condition: Condition, window: DayRange) -> (u32, u32, Option<Day>) {
    let (have, need) = book.have_need(condition, window);
    (have, need, book.judge(condition, window).first_unmet)
}

#[test]
fn each_due_day_is_a_unit_and_others_are_skipped() {
    let mut book = Book::new();
    let fast = book.scaled("Fasting");
    book.schedule(fast, "01-01", Schedule::Weekdays(Weekdays::new([Weekday::Mon, Weekday::Thu]).unwrap()));
    book.exempt("01-11", "01-11", Scope::Hasanaat, Reason::Travel);
    for date in ["01-01", "01-04", "01-15"] {
        book.enter(fast, date, "on time");
    }
    let every = every_day(fast, Below::No);
    assert_eq!(units(&book, every, days("01-01", "01-15")), (3, 4, Some(on("01-08"))));
    assert_eq!(units(&book, every, days("01-09", "01-17")), (1, 1, None));
    assert_eq!(book.outcome(every, days("01-09", "01-17")), Outcome::Earned);
    assert_eq!(book.outcome(every, days("01-01", "01-15")), Outcome::NotEarned);
}

#[test]
fn without_a_unit_it_is_undetermined() {
    let mut book = Book::new();
    let salah = book.scaled("Salah");
    let fajr = book.below(salah, "Fajr");
    book.exempt("01-10", "01-20", Scope::Hasanaat, Reason::Menstruation);
    book.enter_all(fajr, days("01-10", "01-20"), "late");
    for below in [Below::No, Below::Any, Below::Each] {
        assert_eq!(book.outcome(every_day(fajr, below), days("01-11", "01-19")), Outcome::Undetermined);
    }
    assert!(!book.verdict(every_day(fajr, Below::No), days("01-11", "01-19")).earned());
    // An item that is no leaf is never due itself.
    assert_eq!(book.outcome(every_day(salah, Below::No), days("01-01", "01-09")), Outcome::Undetermined);
    book.item(fajr).archived_from = Some(on("02-01"));
    book.item(salah).archived_from = Some(on("02-01"));
    for below in [Below::No, Below::Any, Below::Each] {
        assert_eq!(book.outcome(every_day(salah, below), days("02-01", "02-29")), Outcome::Undetermined);
    }
}

#[test]
fn days_before_the_item_began_are_not_met() {
    let mut book = Book::new();
    let fajr = book.scaled("Fajr");
    book.item(fajr).starts_on = on("02-01");
    book.enter_all(fajr, days("01-30", "02-10"), "on time");
    let every = every_day(fajr, Below::No);
    assert_eq!(units(&book, every, days("01-28", "02-10")), (10, 14, Some(on("01-28"))));
    assert_eq!(units(&book, every, days("02-01", "02-10")), (10, 10, None));
    // A window that lies before it altogether: not earned, and not undetermined.
    assert_eq!(units(&book, every, days("01-01", "01-31")), (0, 31, Some(on("01-01"))));
    assert_eq!(book.outcome(every, days("01-01", "01-31")), Outcome::NotEarned);
}

#[test]
fn a_window_before_the_book_began_is_not_earned() {
    let mut book = Book::new();
    let fajr = book.scaled("Fajr");
    let window = DayRange::new(day("1999-01-01"), day("1999-02-09")).unwrap();
    assert_eq!(book.outcome(every_day(fajr, Below::Each), window), Outcome::NotEarned);
    // Where a window of 40 days reaches back before 1900, it is cut off there.
    book.item(fajr).starts_on = Day::MIN;
    for day in DayRange::new(Day::MIN, day("1900-01-05")).unwrap().days() {
        let value = book.value(fajr, "late");
        book.enter_value(fajr, day, crate::Value::Scale(value));
    }
    let records = book.records(DayRange::new(Day::MIN, day("1900-03-01")).unwrap());
    let evaluator = Evaluator::new(&book.catalogue, &records);
    let rule = Rule::from(every_day(fajr, Below::No));
    let outcomes = evaluator.outcomes(&rule, 3, DayRange::new(Day::MIN, day("1900-01-06")).unwrap()).unwrap();
    assert_eq!(outcomes[..5], [Outcome::Earned; 5]);
    assert_eq!(outcomes[5], Outcome::NotEarned);
}

#[test]
fn below_begins_with_the_earliest_leaf_of_the_window() {
    let mut book = Book::new();
    let salah = book.scaled("Salah");
    let (fajr, dhuhr) = (book.below(salah, "Fajr"), book.below(salah, "Dhuhr"));
    book.item(salah).starts_on = on("01-05");
    book.item(fajr).starts_on = on("01-10");
    book.item(dhuhr).starts_on = on("01-15");
    book.enter_all(salah, days("01-01", "01-09"), "late");
    book.enter_all(fajr, days("01-01", "01-31"), "late");
    book.enter_all(dhuhr, days("01-15", "01-31"), "late");
    let each = every_day(salah, Below::Each);
    // Salah itself is a leaf until 01-09: its own days, then Fajr's, then both.
    assert_eq!(units(&book, each, days("01-05", "01-20")), (5 + 11 + 6, 5 + 11 + 6, None));
    assert_eq!(units(&book, each, days("01-03", "01-06")), (2, 4, Some(on("01-03"))));
    // From 01-10 on it is not looked at: a leaf of the window that begins later leaves no gap.
    assert_eq!(units(&book, each, days("01-10", "01-16")), (7 + 2, 7 + 2, None));
    let any = every_day(salah, Below::Any);
    assert_eq!(units(&book, any, days("01-03", "01-20")), (16, 18, Some(on("01-03"))));
    book.item(salah).starts_on = on("01-12");
    book.item(fajr).starts_on = on("01-14");
    // Nothing runs before 01-12, but all are live: the leaves that are looked at begin then.
    assert_eq!(units(&book, each, days("01-10", "01-15")), (1 + 2, 2 + 2 + 3, Some(on("01-10"))));
}

#[test]
fn any_asks_for_one_match_on_each_day_on_which_a_leaf_is_due() {
    let mut book = Book::new();
    let charity = book.scaled("Charity");
    let (monday, friday) = (book.below(charity, "Monday"), book.below(charity, "Friday"));
    book.schedule(monday, "01-01", Schedule::Weekdays(Weekdays::new([Weekday::Mon]).unwrap()));
    book.schedule(friday, "01-01", Schedule::Weekdays(Weekdays::new([Weekday::Fri]).unwrap()));
    book.enter(friday, "01-01", "late"); // on a Monday, which is not its day
    book.enter(friday, "01-05", "late");
    book.enter(monday, "01-06", "late"); // nothing is due
    let any = every_day(charity, Below::Any);
    assert_eq!(units(&book, any, days("01-01", "01-07")), (2, 2, None));
    assert_eq!(units(&book, any, days("01-01", "01-14")), (2, 4, Some(on("01-08"))));
    // By whatever schedule: a week's quota makes every day a day on which something is due.
    book.schedule(monday, "01-01", WEEKLY_THRICE);
    assert_eq!(units(&book, any, days("01-01", "01-07")), (3, 7, Some(on("01-02"))));
}

#[test]
fn each_judges_every_leaf_on_its_own() {
    let mut book = Book::new();
    let salah = book.scaled("Salah");
    let (fajr, dhuhr) = (book.below(salah, "Fajr"), book.below(salah, "Dhuhr"));
    book.enter_all(fajr, days("01-01", "01-10"), "on time");
    book.enter_all(dhuhr, days("01-01", "01-10"), "late");
    book.enter(dhuhr, "01-04", "missed");
    let each = every_day(salah, Below::Each);
    assert_eq!(units(&book, each, days("01-01", "01-10")), (19, 20, Some(on("01-04"))));
    assert_eq!(units(&book, each, days("01-05", "01-10")), (12, 12, None));
    book.remove(fajr, "01-02");
    assert_eq!(units(&book, each, days("01-01", "01-10")), (18, 20, Some(on("01-02"))));
}

#[test]
fn a_quota_is_judged_by_the_whole_periods_inside_the_window() {
    let mut book = Book::new();
    let fast = book.scaled("Fasting");
    book.schedule(fast, "01-01", WEEKLY_THRICE);
    for date in ["01-01", "01-03", "01-07", "01-08", "01-10"] {
        book.enter(fast, date, "late");
    }
    let every = every_day(fast, Below::No);
    assert_eq!(units(&book, every, days("01-01", "01-07")), (1, 1, None));
    assert_eq!(units(&book, every, days("01-01", "01-16")), (1, 2, Some(on("01-08"))));
    assert_eq!(units(&book, every, days("01-02", "01-13")), (0, 0, None)); // no whole week
    assert_eq!(book.outcome(every, days("01-02", "01-13")), Outcome::Undetermined);
    book.enter(fast, "01-14", "late");
    assert_eq!(book.outcome(every, days("01-01", "01-16")), Outcome::Earned);
}

#[test]
fn a_quota_asks_for_no_more_days_than_are_due() {
    let mut book = Book::new();
    let fast = book.scaled("Fasting");
    book.schedule(fast, "01-01", WEEKLY_THRICE);
    book.exempt("01-01", "01-05", Scope::Hasanaat, Reason::Travel);
    book.exempt("01-08", "01-14", Scope::Hasanaat, Reason::Travel);
    let every = every_day(fast, Below::No);
    book.enter(fast, "01-02", "late"); // exempt, and counts
    assert_eq!(units(&book, every, days("01-01", "01-07")), (0, 1, Some(on("01-01"))));
    book.enter(fast, "01-06", "late");
    assert_eq!(units(&book, every, days("01-01", "01-07")), (1, 1, None));
    assert_eq!(units(&book, every, days("01-08", "01-14")), (0, 0, None)); // no due day, no unit
    // Days before it started are not due: two are left in its first week.
    book.item(fast).starts_on = on("01-20");
    book.enter_all(fast, days("01-20", "01-21"), "late");
    assert_eq!(units(&book, every, days("01-15", "01-21")), (2 - 1, 5 + 1, Some(on("01-15"))));
}

#[test]
fn a_period_is_judged_only_where_one_version_holds_throughout() {
    let mut book = Book::new();
    let fast = book.scaled("Fasting");
    book.schedule(fast, "01-01", WEEKLY_THRICE);
    book.schedule(fast, "01-10", Schedule::TimesPerMonth { times: 2 });
    book.schedule(fast, "03-05", Schedule::Daily);
    let every = every_day(fast, Below::No);
    let need = |window| units(&book, every, window).1;
    assert_eq!(need(days("01-01", "01-09")), 1); // the second week is cut by the change
    assert_eq!(need(days("01-01", "01-31")), 1); // and so is January
    assert_eq!(need(days("01-01", "02-29")), 2); // February
    assert_eq!(need(days("01-01", "03-04")), 2);
    assert_eq!(need(days("02-01", "03-07")), 1 + 3); // days again from 03-05 on
    // A further version is another one, even if it asks for the same.
    book.schedule(fast, "02-15", Schedule::TimesPerMonth { times: 2 });
    assert_eq!(units(&book, every, days("01-01", "03-04")).1, 1);
}

#[test]
fn each_counts_days_and_periods_together_for_every_window() {
    let mut book = Book::new();
    let deeds = book.scaled("Deeds");
    let (daily, weekly, monthly) =
        (book.below(deeds, "Daily"), book.below(deeds, "Weekly"), book.below(deeds, "Monthly"));
    book.schedule(weekly, "01-01", WEEKLY_THRICE);
    book.schedule(monthly, "01-01", Schedule::TimesPerMonth { times: 1 });
    book.enter_all(daily, days("01-01", "03-31"), "late");
    book.enter_all(weekly, days("01-01", "02-11"), "late");
    book.enter(monthly, "01-31", "late");
    let each = every_day(deeds, Below::Each);
    assert_eq!(units(&book, each, days("01-01", "01-31")), (31 + 4 + 1, 31 + 4 + 1, None));
    assert_eq!(units(&book, each, days("01-29", "02-29")), (32 + 2, 32 + 4 + 1, Some(on("02-01"))));
}

#[test]
fn leap_days_are_days() {
    let mut book = Book::new();
    let fajr = book.scaled("Fajr");
    book.enter_all(fajr, days("02-20", "03-10"), "late");
    let every = every_day(fajr, Below::No);
    assert_eq!(units(&book, every, DayRange::ending(on("03-01"), 3)), (3, 3, None));
    book.remove(fajr, "02-29");
    assert_eq!(units(&book, every, DayRange::ending(on("03-01"), 3)), (2, 3, Some(on("02-29"))));
    assert_eq!(units(&book, every, DayRange::ending(on("03-02"), 2)), (2, 2, None));
    let year = DayRange::ending(on("12-31"), 366);
    assert_eq!(units(&book, every, year).1, 366);
}

#[test]
fn a_blank_bad_deed_is_met_on_logged_days_only() {
    let mut book = Book::new();
    let gossip = book.deed("Gossip", Category::Saiyyiaat, Measure::Count);
    for date in ["01-01", "01-02", "01-04"] {
        book.review(date);
    }
    let clean = condition(gossip, Below::No, Test::EveryDay(Match::AmountAtMost(Amount::ZERO)));
    assert_eq!(units(&book, clean, days("01-01", "01-04")), (3, 4, Some(on("01-03"))));
    book.enter(gossip, "01-02", "1");
    assert_eq!(units(&book, clean, days("01-01", "01-04")), (2, 4, Some(on("01-02"))));
}

#[test]
fn six_of_shawwal_are_one_unit() {
    let mut book = Book::new();
    let fast = book.counted("Six of Shawwal");
    book.schedule(fast, "01-01", Schedule::TimesInHijriMonth { month: 10, times: 6 });
    book.item(fast).fast = true;
    let asked = condition(fast, Below::No, Test::EveryDay(Match::Logged));
    // Shawwal 1445 is 2024-04-10 to 05-08; its first day is the feast.
    for day in ["04-11", "04-15", "04-18", "04-22", "05-02", "05-08"] {
        assert_eq!(book.outcome(asked, days("04-01", "06-30")), Outcome::NotEarned);
        assert_eq!(book.outcome(asked, days("04-11", "06-30")), Outcome::Undetermined); // Shawwal is cut off
        assert_eq!(book.outcome(asked, days("05-09", "12-31")), Outcome::Undetermined);
        book.enter(fast, day, "1");
    }
    assert_eq!(book.outcome(asked, days("04-01", "06-30")), Outcome::Earned);
}
