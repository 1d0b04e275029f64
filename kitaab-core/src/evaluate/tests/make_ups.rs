//! What is owed as make-ups.

use std::collections::BTreeMap;

use super::book::{Book, days, on};
use crate::day::Day;
use crate::evaluate::{Evaluator, MakeUpBalance};
use crate::exemption::{Reason, ReasonKind, Scope};
use crate::id::ItemId;
use crate::item::{Excuse, Excuses};
use crate::make_up::MakeUpPolicy;
use crate::schedule::{Goal, Schedule, Weekdays};
use crate::{Result, Weekday};

use super::book::always;

fn balance_with(book: &Book, item: ItemId, made_up: &[(&str, u32)], today: &str) -> Result<MakeUpBalance> {
    let records = book.records(days("01-01", "12-31"));
    let made_up: BTreeMap<Day, u32> = made_up.iter().map(|(date, times)| (on(date), *times)).collect();
    Evaluator::new(&book.catalogue, &records).balance(item, &made_up, on(today))
}

/// Opening, missed, owed.
fn owing(book: &Book, item: ItemId, today: &str) -> (u32, u32, u32) {
    let balance = balance_with(book, item, &[], today).unwrap();
    (balance.opening, balance.missed, balance.owed)
}

/// A prayer whose make-ups are reckoned from `2024-01-01`.
fn prayer(book: &mut Book) -> ItemId {
    let fajr = book.scaled("Fajr");
    book.item(fajr).make_up = Some(MakeUpPolicy::new(0, on("01-01")));
    book.item(fajr).excuses = Excuses::of_prayer();
    fajr
}

#[test]
fn missed_days_are_those_logged_without_it() {
    let mut book = Book::new();
    let fajr = prayer(&mut book);
    book.enter(fajr, "01-01", "on time");
    book.enter(fajr, "01-02", "missed");
    book.review("01-03"); // logged, and blank
    book.enter(fajr, "01-05", "late"); // a late prayer was prayed
    book.item(fajr).goals = always(Goal::ScoreAtLeast(2));
    book.enter(fajr, "01-06", "missed");
    assert_eq!(owing(&book, fajr, "01-06"), (0, 2, 0)); // the day itself is not reckoned
    assert_eq!(owing(&book, fajr, "01-07"), (0, 3, 0));
    assert_eq!(owing(&book, fajr, "01-01"), (0, 0, 0));
}

#[test]
fn unlogged_days_are_owed_only_once_confirmed() {
    let mut book = Book::new();
    let fajr = prayer(&mut book);
    book.enter(fajr, "01-03", "on time");
    assert_eq!(owing(&book, fajr, "01-11"), (0, 0, 0));
    book.item(fajr).make_up = Some(MakeUpPolicy::new(0, on("01-01")).confirmed_until(on("01-05")));
    assert_eq!(owing(&book, fajr, "01-11"), (0, 4, 0));
    assert_eq!(owing(&book, fajr, "01-03"), (0, 2, 0));
}

#[test]
fn exempt_days_are_owed_where_a_lifting_reason_owes_them() {
    let mut book = Book::new();
    let (fajr, fast) = (prayer(&mut book), book.counted("Ramadan"));
    book.item(fast).make_up = Some(MakeUpPolicy::new(3, on("01-01")));
    book.item(fast).excuses = Excuses::of_fast();
    book.exempt("01-05", "01-09", Scope::Hasanaat, Reason::Menstruation);
    assert_eq!(owing(&book, fajr, "01-20"), (0, 0, 0)); // prayers are not owed then
    assert_eq!(owing(&book, fast, "01-20"), (3, 0, 5));
    assert_eq!(owing(&book, fast, "01-08"), (3, 0, 3));
    book.enter(fast, "01-06", "1"); // done all the same
    book.enter(fast, "01-07", "0");
    assert_eq!(owing(&book, fast, "01-20"), (3, 0, 4));
    // A reason that does not lift owes nothing; of several that do, one that owes is enough.
    book.item(fast).excuses = Excuses::new()
        .with(ReasonKind::Menstruation, Excuse { lifts: true, owed: false })
        .with(ReasonKind::Illness, Excuse { lifts: true, owed: true })
        .with(ReasonKind::Travel, Excuse { lifts: false, owed: true });
    book.exempt("01-08", "01-08", Scope::Hasanaat, Reason::Illness);
    book.exempt("01-09", "01-09", Scope::Hasanaat, Reason::Travel);
    assert_eq!(owing(&book, fast, "01-20"), (3, 0, 1));
}

#[test]
fn only_days_of_the_policy_on_which_it_is_scheduled_are_reckoned() {
    let mut book = Book::new();
    let fajr = prayer(&mut book);
    book.item(fajr).make_up = Some(MakeUpPolicy::new(0, on("01-03")).confirmed_until(on("12-31")));
    book.item(fajr).starts_on = on("01-05");
    book.item(fajr).archived_from = Some(on("02-12"));
    book.schedule(fajr, "01-08", Schedule::Weekdays(Weekdays::new([Weekday::Mon]).unwrap()));
    book.schedule(fajr, "02-01", Schedule::TimesPerWeek { times: 7, week_start: 0 });
    book.schedule(fajr, "02-10", Schedule::Daily);
    // 01-05 to 01-07; Mondays 08, 15, 22, 29; nothing by the week; 02-10 and 02-11.
    assert_eq!(owing(&book, fajr, "12-31"), (0, 3 + 4 + 2, 0));
    let sunnah = book.below(fajr, "Sunnah");
    book.item(sunnah).starts_on = on("01-22");
    assert_eq!(owing(&book, fajr, "12-31"), (0, 3 + 2, 0)); // no leaf from then on
}

#[test]
fn what_was_made_up_by_today_is_taken_off_even_below_nothing() {
    let mut book = Book::new();
    let fajr = prayer(&mut book);
    book.item(fajr).make_up = Some(MakeUpPolicy::new(5, on("01-01")));
    book.enter(fajr, "01-02", "missed");
    let made_up = [("01-02", 2), ("01-10", 1), ("01-11", 10)];
    let balance = |today| {
        let balance = balance_with(&book, fajr, &made_up, today).unwrap();
        (balance.done, balance.balance)
    };
    assert_eq!(balance("01-01"), (0, 5));
    assert_eq!(balance("01-03"), (2, 4));
    assert_eq!(balance("01-10"), (3, 3));
    assert_eq!(balance("01-11"), (13, -7));
    let extreme = balance_with(&book, fajr, &[("01-01", u32::MAX), ("01-02", u32::MAX)], "01-03").unwrap();
    assert_eq!(extreme.balance, 6 - 2 * i64::from(u32::MAX));
}

#[test]
fn an_item_without_a_policy_has_no_balance() {
    let mut book = Book::new();
    let dhikr = book.counted("Dhikr");
    assert_eq!(balance_with(&book, dhikr, &[], "01-10").unwrap_err().code(), "invalid");
}

#[test]
fn the_records_must_cover_the_days_reckoned() {
    let mut book = Book::new();
    let fajr = prayer(&mut book);
    let records = book.records(days("01-02", "01-31"));
    let evaluator = Evaluator::new(&book.catalogue, &records);
    assert_eq!(evaluator.balance(fajr, &BTreeMap::new(), on("01-10")).unwrap_err().code(), "invalid");
    book.schedule(fajr, "01-05", Schedule::HijriMonths(vec![9]));
    assert_eq!(balance_with(&book, fajr, &[], "01-10").unwrap_err().code(), "unsupported");
    assert_eq!(owing(&book, fajr, "01-05"), (0, 0, 0));
}
