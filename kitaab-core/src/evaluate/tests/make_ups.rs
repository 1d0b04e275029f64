//! What is owed as make-ups.

use super::book::{Book, days, on};
use crate::evaluate::{Evaluator, MakeUpBalance, MakeUpHistory, MakeUpPace, Owing, Settled};
use crate::exemption::{Reason, ReasonKind, Scope};
use crate::id::ItemId;
use crate::item::{Excuse, Excuses};
use crate::make_up::{FidyaRate, MakeUpPolicy, Opening};
use crate::schedule::{Goal, Schedule, Weekdays};
use crate::text::Unit;
use crate::{Result, Weekday};

use super::book::always;

fn settled(made_up: &[(&str, u32)], fidya: &[(&str, u32)]) -> Settled {
    let counts = |counts: &[(&str, u32)]| counts.iter().map(|(date, times)| (on(date), *times)).collect();
    Settled { made_up: counts(made_up), fidya: counts(fidya) }
}

fn history(book: &Book, item: ItemId, settled: &Settled, today: &str) -> MakeUpHistory {
    let records = book.records(days("01-01", "12-31"));
    Evaluator::new(&book.catalogue, &records).make_up_history(item, settled, on(today)).unwrap()
}

fn balance_with(book: &Book, item: ItemId, made_up: &[(&str, u32)], today: &str) -> Result<MakeUpBalance> {
    let records = book.records(days("01-01", "12-31"));
    Evaluator::new(&book.catalogue, &records).balance(item, &settled(made_up, &[]), on(today))
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
    assert_eq!(evaluator.balance(fajr, &Settled::default(), on("01-10")).unwrap_err().code(), "invalid");
}

#[test]
fn blank_days_that_nobody_confirmed_are_told_and_not_owed() {
    let mut book = Book::new();
    let fajr = prayer(&mut book);
    book.enter(fajr, "01-02", "late");
    book.review("01-04");
    let records = book.records(days("01-01", "12-31"));
    let told = Evaluator::new(&book.catalogue, &records).make_up_days(fajr, on("01-06")).unwrap();
    let expected = [("01-01", Owing::Unconfirmed), ("01-03", Owing::Unconfirmed), ("01-04", Owing::Missed)];
    let expected = expected.into_iter().chain([("01-05", Owing::Unconfirmed)]);
    assert_eq!(told, expected.map(|(date, owing)| (on(date), owing)).collect::<Vec<_>>());
    let balance = balance_with(&book, fajr, &[], "01-06").unwrap();
    assert_eq!((balance.unconfirmed, balance.missed, balance.balance), (3, 1, 1));
}

#[test]
fn fidya_settles_days_apart_from_make_ups_and_what_is_left_comes_to_an_amount() {
    let mut book = Book::new();
    let fajr = prayer(&mut book);
    let rate = FidyaRate::new("5.25".parse().unwrap(), Unit::new("EUR").unwrap());
    book.item(fajr).make_up = Some(MakeUpPolicy::new(10, on("01-01")).fidya(rate));
    let records = book.records(days("01-01", "12-31"));
    let evaluator = Evaluator::new(&book.catalogue, &records);
    let balance = |settled: &Settled| evaluator.balance(fajr, settled, on("01-20")).unwrap();
    let told = balance(&settled(&[("01-05", 2)], &[("01-05", 4), ("01-20", 1), ("01-21", 100)]));
    assert_eq!((told.done, told.fidya, told.balance), (2, 5, 3));
    let due = told.fidya_due.unwrap();
    assert_eq!((due.amount.to_string().as_str(), due.unit.as_str()), ("15.75", "EUR"));
    let none = balance(&settled(&[], &[("01-05", 40)]));
    assert_eq!((none.balance, none.fidya_due.unwrap().amount.to_string().as_str()), (-30, "0"));
}

#[test]
fn the_history_runs_from_the_opening_to_the_balance() {
    let mut book = Book::new();
    let fajr = prayer(&mut book);
    book.item(fajr).make_up = Some(MakeUpPolicy::new(5, on("01-03")));
    for date in ["01-02", "01-03", "01-09", "01-10"] {
        book.enter(fajr, date, "missed");
    }
    let told = history(&book, fajr, &settled(&[("01-01", 1), ("01-09", 2)], &[("01-11", 3)]), "01-11");
    let steps: Vec<_> =
        told.steps.iter().map(|step| (step.days.first(), step.missed, step.done, step.balance)).collect();
    let expected = [("01-01", 0, 1, 4), ("01-03", 1, 0, 5), ("01-09", 1, 2, 4), ("01-10", 1, 0, 5), ("01-11", 0, 0, 2)];
    assert_eq!(steps, expected.map(|(date, missed, done, balance)| (on(date), missed, done, balance)));
    assert_eq!((told.opening, told.balance()), (5, 2));
}

#[test]
fn a_pace_tells_the_day_on_which_nothing_is_owed() {
    let mut book = Book::new();
    let fajr = prayer(&mut book);
    book.item(fajr).make_up = Some(MakeUpPolicy::new(20, on("01-01")));
    book.enter(fajr, "01-09", "missed");
    let told = history(&book, fajr, &settled(&[("01-01", 5), ("01-08", 2), ("01-10", 1)], &[("01-10", 4)]), "01-10");
    assert_eq!(told.balance(), 20 + 1 - 8 - 4);
    let projected = |pace| told.projected(pace).unwrap();
    // In the last three days 3 were made up and 1 newly missed: 9 are left, at 2 in 3 days.
    assert_eq!(projected(MakeUpPace::LastDays(3)), Some(on("01-24")));
    assert_eq!(projected(MakeUpPace::LastDays(2)), None); // one done, one missed
    assert_eq!(projected(MakeUpPace::Given { make_ups: 2, days: 7 }), Some(on("02-11"))); // 31.5 days
    assert_eq!(projected(MakeUpPace::Given { make_ups: u32::MAX, days: 1 }), Some(on("01-11")));
    let endless = history(&book, fajr, &settled(&[("01-10", 1)], &[]), "01-10");
    assert_eq!(endless.projected(MakeUpPace::LastDays(u16::MAX)).unwrap(), None);
    book.item(fajr).make_up = Some(MakeUpPolicy::new(u32::MAX, on("01-01")));
    let never = history(&book, fajr, &settled(&[("01-10", 2)], &[]), "01-10");
    assert_eq!(never.projected(MakeUpPace::LastDays(1)).unwrap(), None, "beyond the calendar");
    let even = history(&book, fajr, &settled(&[("01-02", u32::MAX), ("01-03", 1)], &[]), "01-10");
    assert_eq!(even.projected(MakeUpPace::LastDays(1)).unwrap(), Some(on("01-10")), "nothing is owed now");
    for (pace, field) in [
        (MakeUpPace::LastDays(0), "days"),
        (MakeUpPace::Given { make_ups: 1, days: 0 }, "days"),
        (MakeUpPace::Given { make_ups: 0, days: 1 }, "make_ups"),
    ] {
        assert!(matches!(told.projected(pace), Err(crate::Error::Invalid { field: found, .. }) if found == field));
    }
}

#[test]
fn an_opening_is_summed_from_what_the_owner_says() {
    for (text, total) in [("40", 40), ("7x30", 210), (" 7 x 30 + 29-45 ", 194), ("2*3+4×5", 26), ("3-3", 0)] {
        assert_eq!(text.parse::<Opening>().unwrap().total().unwrap(), total, "{text}");
    }
    for text in ["", "x", "7x", "+", "1+", "-5", "7x30x2", "1.5", "4294967296"] {
        assert_eq!(text.parse::<Opening>().unwrap_err().code(), "invalid", "{text}");
    }
    for text in ["3-4", "4294967295+1", "4294967295x4294967295"] {
        assert_eq!(text.parse::<Opening>().unwrap().total().unwrap_err().code(), "invalid", "{text}");
    }
}
