//! Verdicts in words.

use super::book::{Book, amount, condition, days, total};
use crate::exemption::{Reason, Scope};
use crate::id::ItemId;
use crate::rule::{Below, Match, Rule, Test};
use crate::schedule::Schedule;
use crate::text::Unit;

/// A book with five days of prayers, of which the fourth was missed, and some pages.
fn book() -> (Book, ItemId, ItemId, ItemId) {
    let mut book = Book::new();
    let salah = book.scaled("Salah");
    let fajr = book.below(salah, "Fajr");
    let quran = book.counted("Qur'an");
    let deed = book.deed_of(quran);
    book.catalogue.deeds.get_mut(&deed).unwrap().unit = Some(Unit::new("pages").unwrap());
    book.enter_all(fajr, days("01-01", "01-05"), "late");
    book.enter(fajr, "01-04", "missed");
    book.enter(quran, "01-02", "12.5");
    (book, salah, fajr, quran)
}

#[test]
fn each_test_has_its_sentence() {
    let (mut book, salah, fajr, quran) = book();
    let late = Match::ScoreAtLeast(1);
    let days_of = |n, matching| Test::DaysAtLeast { n, matching };
    for (item, below, test, expected) in [
        (
            fajr,
            Below::No,
            Test::EveryDay(late),
            "Salah > Fajr: 4 of 5 due days at least 'late'; first missed on 2024-01-04",
        ),
        (salah, Below::Each, days_of(3, late), "Salah (each below it): 4 of 3 days at least 'late'"),
        (fajr, Below::No, days_of(1, Match::ScoreAtMost(7)), "Salah > Fajr: 5 of 1 day at most a score of 7"),
        (fajr, Below::No, days_of(2, book.is(fajr, "missed")), "Salah > Fajr: 1 of 2 days 'missed'"),
        (quran, Below::No, total("30"), "Qur'an: 12.5 of 30 pages"),
        (quran, Below::Any, total("30"), "Qur'an (any below it): 12.5 of 30 pages"),
        (quran, Below::No, days_of(2, Match::AmountAtLeast(amount("2.5"))), "Qur'an: 1 of 2 days at least 2.5 pages"),
        (quran, Below::No, days_of(2, Match::AmountAtMost(amount("2"))), "Qur'an: 0 of 2 days at most 2 pages"),
        (quran, Below::No, days_of(2, Match::Logged), "Qur'an: 1 of 2 days logged"),
    ] {
        let verdict = book.verdict(condition(item, below, test), days("01-01", "01-05"));
        assert_eq!(verdict.why(&book.catalogue), expected);
    }
    let every = condition(fajr, Below::No, Test::EveryDay(late));
    book.schedule(fajr, "01-01", Schedule::TimesPerWeek { times: 5, week_start: 0 });
    assert_eq!(
        book.verdict(every, days("01-01", "01-07")).why(&book.catalogue),
        "Salah > Fajr: 0 of 1 due days and periods at least 'late'; first missed on 2024-01-01"
    );
    book.exempt("01-01", "01-07", Scope::Item(salah), Reason::Illness);
    assert_eq!(book.verdict(every, days("01-01", "01-07")).why(&book.catalogue), "Salah > Fajr: nothing was due");
    let verdict = book.verdict(every, days("01-01", "01-07"));
    book.catalogue.items.clear();
    assert_eq!(verdict.why(&book.catalogue), "an item that is gone: nothing was due");
}

#[test]
fn nested_rules_are_an_outline() {
    let (book, _, fajr, quran) = book();
    let late = Rule::from(condition(fajr, Below::No, Test::EveryDay(Match::ScoreAtLeast(1))));
    let pages = |n| Rule::from(condition(quran, Below::No, total(n)));
    let rule = Rule::All(vec![
        Rule::Any(vec![late.clone(), pages("10")]),
        Rule::AtLeast { n: 2, rules: vec![pages("5"), pages("20"), Rule::Not(Box::new(late))] },
        pages("30"),
    ]);
    assert_eq!(
        book.verdict(rule, days("01-01", "01-05")).why(&book.catalogue),
        "missing: all of these (2 of 3 met)
  met: any of these (1 of 2 met)
    missing: Salah > Fajr: 4 of 5 due days at least 'late'; first missed on 2024-01-04
    met: Qur'an: 12.5 of 10 pages
  met: at least 2 of these (2 of 3 met)
    met: Qur'an: 12.5 of 5 pages
    missing: Qur'an: 12.5 of 20 pages
    met: not this
      missing: Salah > Fajr: 4 of 5 due days at least 'late'; first missed on 2024-01-04
  missing: Qur'an: 12.5 of 30 pages"
    );
}
