//! One item on one day.

use super::book::{Book, always, amount, day, days, on};
use crate::calendar::HijriMonth;
use crate::change::Change;
use crate::deed::{Category, Measure};
use crate::entry::Value;
use crate::evaluate::Evaluator;
use crate::exemption::{Reason, ReasonKind, Scope};
use crate::item::{Excuse, Excuses, Hide};
use crate::rule::{Below, Match};
use crate::scale::ScaleValueRef;
use crate::schedule::{Goal, Schedule, Weekdays};
use crate::sighting::SightingPatch;
use crate::{Amount, Weekday};

const ZERO: Value = Value::Count(Amount::ZERO);

#[test]
fn a_child_takes_over_on_the_day_it_starts() {
    let mut book = Book::new();
    let salah = book.scaled("Salah");
    let fajr = book.below(salah, "Fajr");
    book.item(fajr).starts_on = on("02-01");
    book.item(fajr).archived_from = Some(on("03-01"));
    let leaves = |date| (book.day_item(salah, date).leaf, book.day_item(fajr, date).leaf);
    assert_eq!(leaves("01-31"), (true, true)); // live, though it has not begun
    assert_eq!(leaves("02-01"), (false, true));
    assert_eq!(leaves("02-29"), (false, true));
    assert_eq!(leaves("03-01"), (true, false));
    let due = |date| (book.day_item(salah, date).due, book.day_item(fajr, date).due);
    assert_eq!(due("01-31"), (true, false));
    assert_eq!(due("02-01"), (false, true));
    assert_eq!(due("03-01"), (true, false));
}

#[test]
fn an_item_is_due_on_the_days_that_its_schedule_names() {
    let mut book = Book::new();
    let fast = book.scaled("Fasting");
    book.item(fast).starts_on = on("01-04");
    book.schedule(fast, "01-08", Schedule::Weekdays(Weekdays::new([Weekday::Mon, Weekday::Thu]).unwrap()));
    book.schedule(fast, "01-17", Schedule::EveryNDays { n: 3, from: on("01-02") });
    book.schedule(fast, "01-24", Schedule::TimesPerWeek { times: 3, week_start: 0 });
    book.item(fast).archived_from = Some(on("01-26"));
    let due: Vec<String> = days("01-01", "01-31")
        .days()
        .map(|day| day.to_string()[5..].to_owned())
        .filter(|date| book.day_item(fast, date).due)
        .collect();
    assert_eq!(
        due,
        [
            "01-04", "01-05", "01-06", "01-07", // daily, until something is set
            "01-08", "01-11", "01-15", // Mondays and Thursdays
            "01-17", "01-20", "01-23", // every third day
            "01-24", "01-25", // on any day of the week
        ]
    );
}

#[test]
fn exemptions_lift_what_they_cover_and_the_items_excuses_let_them() {
    let mut book = Book::new();
    let salah = book.scaled("Salah");
    let fajr = book.below(salah, "Fajr");
    let fast = book.scaled("Fasting");
    let gossip = book.deed("Gossip", Category::Saiyyiaat, Measure::Count);
    book.item(fajr).excuses = Excuses::of_prayer();
    book.exempt("01-10", "01-12", Scope::Hasanaat, Reason::Travel);
    book.exempt("01-12", "01-13", Scope::Hasanaat, Reason::Menstruation);
    book.exempt("01-20", "01-20", Scope::Item(salah), Reason::Menstruation);
    book.exempt("01-21", "01-21", Scope::Deed(book.deed_of(gossip)), Reason::Illness);
    let exempt = |item, date| (book.day_item(item, date).exempt, book.day_item(item, date).due);
    assert_eq!(exempt(fajr, "01-11"), (false, true)); // travel does not lift a prayer
    assert_eq!(exempt(fast, "01-11"), (true, false));
    assert_eq!(exempt(fajr, "01-12"), (true, false));
    assert_eq!(exempt(fajr, "01-14"), (false, true));
    assert_eq!(exempt(gossip, "01-12"), (false, true)); // a bad deed only when named
    assert_eq!(exempt(gossip, "01-21"), (true, false));
    assert_eq!(exempt(fajr, "01-20"), (true, false)); // below the item named
    assert_eq!(exempt(fast, "01-20"), (false, true));
}

#[test]
fn excuses_are_not_inherited() {
    let mut book = Book::new();
    let salah = book.scaled("Salah");
    let fajr = book.below(salah, "Fajr");
    book.item(salah).excuses = Excuses::new().with(ReasonKind::Illness, Excuse { lifts: false, owed: false });
    book.exempt("01-10", "01-10", Scope::Item(salah), Reason::Illness);
    assert!(book.day_item(fajr, "01-10").exempt && !book.day_item(salah, "01-10").exempt);
}

#[test]
fn a_blank_bad_deed_reads_as_clean_on_a_logged_day_only() {
    let mut book = Book::new();
    let gossip = book.deed("Gossip", Category::Saiyyiaat, Measure::Count);
    let other = book.counted("Dhikr");
    book.enter(other, "01-10", "33");
    book.review("01-11");
    book.exempt("01-11", "01-11", Scope::Item(gossip), Reason::Illness);
    book.review("01-12");
    let read = |date| book.day_item(gossip, date).reads_as;
    assert_eq!(read("01-09"), None);
    assert_eq!(read("01-10"), Some(ZERO)); // any entry of the book
    assert_eq!(read("01-11"), None); // not due
    assert_eq!(read("01-12"), Some(ZERO)); // reviewed
    assert_eq!(book.day_item(other, "01-12").reads_as, None); // a good deed is not done
    assert_eq!(book.matching(gossip, Below::No, Match::AmountAtMost(Amount::ZERO), days("01-09", "01-12")), 2);
    assert_eq!(book.matching(gossip, Below::No, Match::Logged, days("01-09", "01-12")), 2);
}

#[test]
fn a_blank_reads_as_the_lowest_value_of_the_version_active_on_that_day() {
    let mut book = Book::new();
    let anger = book.deed("Anger", Category::Saiyyiaat, Measure::Scale);
    let deed = book.deed_of(anger);
    let second = book.scale(deed, 2, &["shouted", "calm"], &[None, None, None, Some(0)], on("02-01"));
    book.catalogue.scales.get_mut(&second).unwrap().values[1].score = -1;
    for date in ["01-31", "02-01"] {
        book.review(date);
    }
    let first = book.value(anger, "missed");
    let calm = ScaleValueRef { scale: second, position: 1 };
    assert_eq!(book.day_item(anger, "01-31").reads_as, Some(Value::Scale(first)));
    assert_eq!(book.day_item(anger, "02-01").reads_as, Some(Value::Scale(calm)));
    let both = days("01-31", "02-01");
    assert_eq!(book.matching(anger, Below::No, Match::ScoreAtMost(-1), both), 1);
    assert_eq!(book.matching(anger, Below::No, Match::ScoreAtMost(0), both), 2);
    assert_eq!(book.matching(anger, Below::No, Match::Is(first), both), 1);
}

#[test]
fn the_first_scale_version_holds_before_its_day_and_the_highest_number_wins() {
    let mut book = Book::new();
    let anger = book.deed("Anger", Category::Saiyyiaat, Measure::Scale);
    let deed = book.deed_of(anger);
    book.catalogue.scales.values_mut().for_each(|scale| scale.from_day = on("03-01"));
    let second = book.scale(deed, 2, &["often", "never"], &[], on("02-01"));
    for date in ["01-15", "02-15", "03-15"] {
        book.review(date);
    }
    let read = |date| match book.day_item(anger, date).reads_as {
        Some(Value::Scale(value)) => value.scale,
        other => panic!("{other:?}"),
    };
    assert_ne!(read("01-15"), second);
    assert_eq!((read("02-15"), read("03-15")), (second, second));
    let lowest = Match::Is(ScaleValueRef { scale: second, position: 0 });
    assert_eq!(book.matching(anger, Below::No, lowest, days("01-01", "03-31")), 2);
}

#[test]
fn is_follows_the_mappings_from_the_older_version_to_the_newer() {
    let mut book = Book::new();
    let fajr = book.scaled("Fajr");
    let deed = book.deed_of(fajr);
    // late and missed become one; in congregation is dropped; then positions swap.
    let second = book.scale(deed, 2, &["no", "yes"], &[Some(0), Some(0), Some(1), None], on("02-01"));
    let third = book.scale(deed, 3, &["yes", "no"], &[Some(1), Some(0)], on("03-01"));
    let of = |scale, position| ScaleValueRef { scale, position };
    book.enter(fajr, "01-10", "late");
    book.enter(fajr, "01-11", "on time");
    book.enter(fajr, "01-12", "in congregation");
    book.enter_value(fajr, on("03-10"), Value::Scale(of(third, 1)));
    let holds = |value: ScaleValueRef| book.matching(fajr, Below::No, Match::Is(value), days("01-01", "03-31"));
    assert_eq!(holds(of(third, 1)), 2); // no: late and the later no
    assert_eq!(holds(of(third, 0)), 1); // yes: on time
    assert_eq!(holds(of(second, 0)), 2);
    assert_eq!(holds(book.value(fajr, "late")), 2); // both late and the no that it became
    assert_eq!(holds(book.value(fajr, "missed")), 1); // the no that it became
    assert_eq!(holds(book.value(fajr, "in congregation")), 1); // maps to nothing: only itself
    let other = book.scaled("Dhuhr");
    assert_eq!(book.matching(fajr, Below::No, book.is(other, "late"), days("01-01", "03-31")), 0);
}

#[test]
fn scores_compare_as_they_stand_in_the_entrys_own_version() {
    let mut book = Book::new();
    let fajr = book.scaled("Fajr");
    let second = book.scale(book.deed_of(fajr), 2, &["no", "yes"], &[], on("02-01"));
    book.enter(fajr, "01-10", "in congregation");
    book.enter_value(fajr, on("02-10"), Value::Scale(ScaleValueRef { scale: second, position: 1 }));
    let window = days("01-01", "02-28");
    assert_eq!(book.matching(fajr, Below::No, Match::ScoreAtLeast(2), window), 1);
    assert_eq!(book.matching(fajr, Below::No, Match::ScoreAtMost(1), window), 1);
}

#[test]
fn a_match_of_the_other_measure_never_holds() {
    let mut book = Book::new();
    let (dhikr, fajr) = (book.counted("Dhikr"), book.scaled("Fajr"));
    book.enter(dhikr, "01-10", "33");
    book.enter(fajr, "01-10", "late");
    let window = days("01-01", "01-31");
    for matching in [Match::ScoreAtLeast(i32::MIN), Match::ScoreAtMost(i32::MAX), book.is(fajr, "late")] {
        assert_eq!(book.matching(dhikr, Below::No, matching, window), 0);
    }
    for matching in [Match::AmountAtLeast(Amount::ZERO), Match::AmountAtMost(Amount::MAX)] {
        assert_eq!(book.matching(fajr, Below::No, matching, window), 0);
    }
    assert_eq!(book.matching(dhikr, Below::No, Match::AmountAtLeast(amount("33")), window), 1);
    assert_eq!(book.matching(dhikr, Below::No, Match::AmountAtLeast(amount("33.01")), window), 0);
    assert_eq!(book.matching(fajr, Below::No, Match::Logged, window), 1);
}

#[test]
fn values_that_there_are_not_match_nothing_but_themselves() {
    let mut book = Book::new();
    let fajr = book.scaled("Fajr");
    let gone = ScaleValueRef { scale: crate::ScaleId::new(uuid::Uuid::from_u128(99)), position: 255 };
    book.enter_value(fajr, on("01-10"), Value::Scale(gone));
    let window = days("01-01", "01-31");
    assert_eq!(book.matching(fajr, Below::No, Match::ScoreAtLeast(i32::MIN), window), 0);
    assert_eq!(book.matching(fajr, Below::No, book.is(fajr, "late"), window), 0);
    assert_eq!(book.matching(fajr, Below::No, Match::Is(gone), window), 1);
    assert_eq!(book.matching(fajr, Below::No, Match::Logged, window), 1);
    assert_eq!(book.day_item(fajr, "01-10").kept, Some(false));
}

#[test]
fn kept_goes_by_the_goal_of_the_day_or_the_category() {
    let mut book = Book::new();
    let (dhikr, fajr) = (book.counted("Dhikr"), book.scaled("Fajr"));
    let gossip = book.deed("Gossip", Category::Saiyyiaat, Measure::Count);
    let kept = |book: &Book, item, date| book.day_item(item, date).kept;
    assert_eq!(kept(&book, dhikr, "01-10"), None); // not logged: unknown
    book.enter(fajr, "01-10", "late");
    assert_eq!(kept(&book, fajr, "01-10"), Some(true)); // above the lowest
    assert_eq!(kept(&book, dhikr, "01-10"), Some(false)); // blank on a logged day: not done
    assert_eq!(kept(&book, gossip, "01-10"), Some(true)); // blank on a logged day: clean
    book.enter(gossip, "01-10", "1");
    assert_eq!(kept(&book, gossip, "01-10"), Some(false));
    book.enter(dhikr, "01-10", "10");
    assert_eq!(kept(&book, dhikr, "01-10"), Some(true));
    book.item(dhikr).goals =
        always(Goal::AmountAtLeast(amount("33"))).with(on("02-01"), Goal::AmountAtMost(amount("20")));
    assert_eq!(kept(&book, dhikr, "01-10"), Some(false));
    book.enter(dhikr, "02-10", "10");
    assert_eq!(kept(&book, dhikr, "02-10"), Some(true));
    book.item(fajr).goals = always(Goal::ScoreAtLeast(2));
    assert_eq!(kept(&book, fajr, "01-10"), Some(false));
    book.exempt("01-10", "01-10", Scope::Hasanaat, Reason::Illness);
    assert_eq!(kept(&book, fajr, "01-10"), None); // not due
}

#[test]
fn hiding_plays_no_part() {
    let mut book = Book::new();
    let dhikr = book.counted("Dhikr");
    book.enter(dhikr, "01-10", "33");
    let before = book.day_item(dhikr, "01-10");
    book.item(dhikr).hide = Hide::HideFromAll;
    assert_eq!(book.day_item(dhikr, "01-10"), before);
    assert!(before.due);
}

#[test]
fn a_day_outside_the_records_is_refused() {
    let mut book = Book::new();
    let dhikr = book.counted("Dhikr");
    let records = book.records(days("01-01", "01-31"));
    let evaluator = Evaluator::new(&book.catalogue, &records);
    assert_eq!(evaluator.day_item(dhikr, day("2024-02-01")).unwrap_err().code(), "invalid");
}

#[test]
fn hijri_schedules_and_fasts_follow_the_calendar() {
    // By the tables: 1 Ramadan 1445 is 2024-03-11, 1 Shawwal 04-10, 1 Dhul-Hijjah 06-07.
    let due = |schedule: Schedule, fast: bool, sighted: bool, first: &str, last: &str| {
        let mut book = Book::new();
        let item = book.scaled("Fasting");
        book.schedule(item, "01-01", schedule);
        book.item(item).fast = fast;
        if sighted {
            // Shawwal is sighted a day early: Ramadan has 29 days.
            let month = HijriMonth::new(1445, 10).unwrap();
            let patch = SightingPatch { first_day: Some(on("04-09")) };
            book.catalogue.apply(&Change::Sighting(month, patch), 1).unwrap();
        }
        let is_due = |date: &String| book.day_item(item, date).due;
        days(first, last).days().map(|day| day.to_string()[5..].to_owned()).filter(is_due).collect::<Vec<_>>()
    };
    let ramadan = || Schedule::HijriMonths(vec![9]);
    let dates = due(ramadan(), true, false, "03-01", "04-30");
    assert_eq!((dates.len(), dates.first().unwrap().as_str(), dates.last().unwrap().as_str()), (30, "03-11", "04-09"));
    let dates = due(ramadan(), true, true, "03-01", "04-30");
    assert_eq!((dates.len(), dates.last().unwrap().as_str()), (29, "04-08"));

    let white_days = || Schedule::HijriMonthDays(vec![13, 14, 15]);
    assert_eq!(due(white_days(), true, false, "05-01", "06-30"), ["05-21", "05-22", "05-23", "06-20", "06-21"]);
    assert_eq!(due(white_days(), false, false, "06-01", "06-30"), ["06-19", "06-20", "06-21"]);
    assert_eq!(due(Schedule::HijriDates(vec![(12, 9), (1, 10)]), true, false, "06-01", "07-31"), ["06-15", "07-16"]);

    // The Eid itself is no day for any fast, and moves with the sighting.
    let shawwal = || Schedule::TimesInHijriMonth { month: 10, times: 6 };
    let dates = due(shawwal(), true, false, "04-01", "05-31");
    assert_eq!((dates.len(), dates.first().unwrap().as_str(), dates.last().unwrap().as_str()), (28, "04-11", "05-08"));
    assert_eq!(due(shawwal(), true, true, "04-01", "05-31").first().unwrap(), "04-10");
    assert_eq!(due(Schedule::Daily, true, false, "06-14", "06-22"), ["06-14", "06-15", "06-20", "06-21", "06-22"]);
}
