//! `total` and `days` over a window, and what every question asks of the records.

use super::book::{Book, amount, condition, day, days, on, total};
use crate::day::{Day, DayRange};
use crate::deed::{Category, Measure};
use crate::evaluate::{Evaluator, Outcome, Quantity, items_read};
use crate::exemption::{Reason, Scope};
use crate::id::ItemId;
use crate::rule::{Below, Condition, Match, Rule, Test};
use crate::schedule::{Schedule, Weekdays};
use crate::series::Records;
use crate::{Amount, Total, Weekday};

fn sum(book: &Book, item: ItemId, below: Below, window: DayRange) -> Quantity {
    book.judge(condition(item, below, total("1")), window).have
}

fn hundredths(hundredths: i128) -> Quantity {
    Quantity::Amount(Total::new(hundredths))
}

const LATE: Match = Match::ScoreAtLeast(1);

#[test]
fn a_total_adds_up_the_window_exempt_and_not_due_days_too() {
    let mut book = Book::new();
    let dhikr = book.counted("Dhikr");
    book.schedule(dhikr, "01-01", Schedule::Weekdays(Weekdays::new([Weekday::Fri]).unwrap()));
    book.exempt("01-12", "01-12", Scope::Hasanaat, Reason::Illness);
    for (date, amount) in [("01-09", "5"), ("01-10", "0.50"), ("01-12", "33"), ("01-14", "1"), ("01-15", "7")] {
        book.enter(dhikr, date, amount);
    }
    let records = book.records(days("01-01", "01-31"));
    let evaluator = Evaluator::new(&book.catalogue, &records);
    let window = days("01-10", "01-14");
    let verdict = evaluator.verdict(&condition(dhikr, Below::No, total("34.5")).into(), window).unwrap();
    assert!(verdict.earned());
    assert!(!evaluator.verdict(&condition(dhikr, Below::No, total("34.51")).into(), window).unwrap().earned());
    assert_eq!(sum(&book, dhikr, Below::No, window), hundredths(3450));
    let scaled = book.scaled("Fajr");
    book.enter(scaled, "01-10", "late");
    assert_eq!(sum(&book, scaled, Below::No, window), hundredths(0));
}

#[test]
fn a_total_below_counts_entries_of_the_leaves_of_their_days() {
    let mut book = Book::new();
    let quran = book.counted("Qur'an");
    let reading = book.below(quran, "Reading");
    let review = book.below(quran, "Review");
    book.item(reading).starts_on = on("01-10");
    book.item(review).starts_on = on("01-20");
    for date in ["01-05", "01-15"] {
        book.enter(quran, date, "1"); // a leaf only until 01-09
        book.enter(reading, date, "10"); // a leaf all along
        book.enter(review, date, "100");
    }
    let window = days("01-01", "01-31");
    for below in [Below::Any, Below::Each] {
        assert_eq!(sum(&book, quran, below, window), hundredths(100 * (1 + 20 + 200)));
    }
    assert_eq!(sum(&book, quran, Below::No, window), hundredths(200));
    book.item(review).archived_from = Some(on("01-15"));
    assert_eq!(sum(&book, quran, Below::Any, window), hundredths(100 * (1 + 20 + 100)));
}

#[test]
fn totals_are_wider_than_an_amount() {
    let mut book = Book::new();
    let wealth = book.counted("Zakah");
    book.enter_all(wealth, days("01-01", "12-31"), "99999999.99");
    let have = sum(&book, wealth, Below::No, days("01-01", "12-31"));
    assert_eq!(have, hundredths(366 * i128::from(Amount::MAX.hundredths())));
}

#[test]
fn days_count_what_was_logged_due_or_not_exempt_or_not() {
    let mut book = Book::new();
    let fast = book.scaled("Fasting");
    book.schedule(fast, "01-01", Schedule::Weekdays(Weekdays::new([Weekday::Mon]).unwrap()));
    book.exempt("01-15", "01-15", Scope::Hasanaat, Reason::Travel);
    book.item(fast).archived_from = Some(on("01-20"));
    for date in ["01-08", "01-10", "01-15", "01-25"] {
        book.enter(fast, date, "on time");
    }
    book.enter(fast, "01-11", "missed");
    assert_eq!(book.matching(fast, Below::No, LATE, days("01-01", "01-31")), 4);
    let three = condition(fast, Below::No, Test::DaysAtLeast { n: 4, matching: LATE });
    assert_eq!(book.outcome(three, days("01-01", "01-31")), Outcome::Earned);
    assert_eq!(book.outcome(three, days("01-01", "01-24")), Outcome::NotEarned);
    assert_eq!(book.judge(three, days("01-01", "01-24")).first_unmet, None);
}

#[test]
fn days_below_any_hold_where_any_leaf_matches() {
    let mut book = Book::new();
    let salah = book.scaled("Salah");
    let (fajr, dhuhr) = (book.below(salah, "Fajr"), book.below(salah, "Dhuhr"));
    book.enter(fajr, "01-01", "late");
    book.enter(dhuhr, "01-01", "late");
    book.enter(dhuhr, "01-02", "late");
    book.enter(fajr, "01-03", "missed");
    book.enter(salah, "01-04", "late"); // not a leaf
    assert_eq!(book.matching(salah, Below::Any, LATE, days("01-01", "01-05")), 2);
    assert_eq!(book.matching(salah, Below::No, LATE, days("01-01", "01-05")), 1);
}

#[test]
fn days_below_each_hold_where_every_due_leaf_matches() {
    let mut book = Book::new();
    let salah = book.scaled("Salah");
    let (fajr, dhuhr) = (book.below(salah, "Fajr"), book.below(salah, "Dhuhr"));
    book.item(dhuhr).starts_on = on("01-03");
    book.exempt("01-05", "01-06", Scope::Item(dhuhr), Reason::Illness);
    book.exempt("01-07", "01-09", Scope::Item(salah), Reason::Illness);
    book.enter_all(fajr, days("01-01", "01-08"), "on time");
    book.enter(dhuhr, "01-03", "on time");
    book.enter(dhuhr, "01-06", "missed");
    book.enter(dhuhr, "01-07", "on time");
    let holds = |date| book.matching(salah, Below::Each, LATE, days(date, date)) == 1;
    assert!(holds("01-02")); // only Fajr is due yet
    assert!(holds("01-03"));
    assert!(!holds("01-04"));
    assert!(holds("01-05") && holds("01-06")); // Dhuhr is exempt, whatever it holds
    assert!(holds("01-07")); // none due, both match
    assert!(!holds("01-08")); // none due, and one of the exempt ones does not match
    assert!(!holds("01-09"));
}

#[test]
fn days_below_each_need_a_leaf_that_is_scheduled() {
    let mut book = Book::new();
    let fast = book.scaled("Fasting");
    let monday = book.below(fast, "Monday");
    book.schedule(monday, "01-01", Schedule::Weekdays(Weekdays::new([Weekday::Mon]).unwrap()));
    book.enter_all(monday, days("01-01", "01-07"), "on time");
    assert_eq!(book.matching(fast, Below::Each, LATE, days("01-01", "01-07")), 1);
    assert_eq!(book.matching(fast, Below::Any, LATE, days("01-01", "01-07")), 7);
}

#[test]
fn items_read_are_the_subtree_only_when_below_is_asked() {
    let mut book = Book::new();
    let salah = book.scaled("Salah");
    let fajr = book.below(salah, "Fajr");
    let sunnah = book.below(fajr, "Sunnah");
    let dhikr = book.counted("Dhikr");
    let read = |conditions: &[Condition]| items_read(&book.catalogue, conditions).into_iter().collect::<Vec<_>>();
    let no = condition(salah, Below::No, total("1"));
    assert_eq!(read(&[no, condition(dhikr, Below::No, total("1"))]), [salah, dhikr]);
    assert_eq!(read(&[condition(salah, Below::Each, total("1"))]), [salah, fajr, sunnah]);
}

#[test]
fn what_the_records_do_not_cover_is_refused() {
    let mut book = Book::new();
    let dhikr = book.counted("Dhikr");
    let rule = Rule::from(condition(dhikr, Below::No, total("1")));
    let records = book.records(days("02-01", "02-29"));
    let evaluator = Evaluator::new(&book.catalogue, &records);
    assert!(evaluator.verdict(&rule, days("02-01", "02-29")).is_ok());
    for window in [days("01-31", "02-10"), days("02-10", "03-01")] {
        assert_eq!(evaluator.verdict(&rule, window).unwrap_err().code(), "invalid");
    }
    assert_eq!(evaluator.outcomes(&rule, 10, days("02-10", "02-29")).unwrap().len(), 20);
    assert_eq!(evaluator.outcomes(&rule, 11, days("02-10", "02-29")).unwrap_err().code(), "invalid");
}

#[test]
fn unknown_items_are_not_found() {
    let book = Book::new();
    let records = book.records(days("02-01", "02-29"));
    let evaluator = Evaluator::new(&book.catalogue, &records);
    let gone = ItemId::new(uuid::Uuid::from_u128(99));
    for below in [Below::No, Below::Any, Below::Each] {
        let rule = Rule::from(condition(gone, below, total("1")));
        assert_eq!(evaluator.verdict(&rule, days("02-01", "02-01")).unwrap_err().code(), "not_found");
    }
    assert_eq!(evaluator.day_item(gone, on("02-01")).unwrap_err().code(), "not_found");
}

#[test]
fn a_damaged_tree_is_judged_without_end_or_panic() {
    let mut book = Book::new();
    let (a, b) = (book.counted("A"), book.counted("B"));
    let alone = book.counted("Alone");
    let gossip = book.deed("Gossip", Category::Saiyyiaat, Measure::Scale);
    book.item(a).parent = Some(b);
    book.item(b).parent = Some(a);
    book.item(alone).parent = Some(alone);
    book.catalogue.scales.clear();
    book.exempt("01-01", "01-10", Scope::Item(gossip), Reason::Illness);
    book.review("01-01");
    for item in [a, b, alone, gossip] {
        for below in [Below::No, Below::Any, Below::Each] {
            for test in [total("1"), Test::EveryDay(LATE), Test::DaysAtLeast { n: 1, matching: Match::Logged }] {
                let _ = book.verdict(condition(item, below, test), days("01-01", "01-31")).why(&book.catalogue);
            }
        }
    }
    let deed = book.deed_of(alone);
    book.catalogue.deeds.remove(&deed);
    let records = book.records(days("01-01", "01-31"));
    let rule = Rule::from(condition(alone, Below::Any, Test::EveryDay(LATE)));
    let refused = Evaluator::new(&book.catalogue, &records).verdict(&rule, days("01-01", "01-31"));
    assert_eq!(refused.unwrap_err().code(), "not_found");
}

#[test]
fn the_whole_calendar_can_be_judged() {
    let mut book = Book::new();
    let dhikr = book.counted("Dhikr");
    book.item(dhikr).starts_on = Day::MIN;
    book.schedule(dhikr, "01-01", Schedule::TimesPerMonth { times: 31 });
    book.enter(dhikr, "01-10", "33");
    let rule = Rule::from(condition(dhikr, Below::No, Test::EveryDay(Match::AmountAtLeast(amount("33")))));
    let records = book.records(DayRange::ALL);
    let evaluator = Evaluator::new(&book.catalogue, &records);
    let verdict = evaluator.verdict(&rule, DayRange::ALL).unwrap();
    assert_eq!(verdict.outcome, Outcome::NotEarned);
    let outcomes = evaluator.outcomes(&rule, u16::MAX, DayRange::ALL).unwrap();
    assert_eq!(outcomes.len(), DayRange::ALL.count());
    let empty = Records::new(DayRange::single(day("2100-12-31")), std::collections::BTreeMap::new(), Vec::new());
    let last = Evaluator::new(&book.catalogue, &empty).outcomes(&rule, 1, DayRange::single(Day::MAX));
    assert_eq!(last.unwrap(), [Outcome::Undetermined]);
}
