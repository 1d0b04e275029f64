//! Sightings.

use super::{Book, assert_invalid, day};
use crate::calendar::HijriMonth;
use crate::change::{Change, RecordKey};
use crate::day::Day;
use crate::error::Error;

fn month(text: &str) -> HijriMonth {
    text.parse().unwrap()
}

fn set(book: &mut Book, sightings: &[(&str, Option<&str>)]) -> Result<usize, Error> {
    let sightings = sightings.iter().map(|(text, first)| (month(text), first.map(day)));
    let changes = book.catalogue.set_sightings(sightings)?;
    let count = changes.len();
    book.apply(changes);
    Ok(count)
}

fn first(book: &Book, text: &str) -> Option<Day> {
    book.catalogue.calendar().span(month(text)).first_day()
}

#[test]
fn a_sighting_is_set_changed_and_taken_back() {
    // By the tables, Sha'ban 1447 has 29 days, and Ramadan 30 from 2026-02-18.
    let mut book = Book::new();
    assert_eq!(set(&mut book, &[("1447-09", Some("2026-02-19"))]), Ok(1));
    assert_eq!(first(&book, "1447-09"), Some(day("2026-02-19")));
    assert_eq!(set(&mut book, &[("1447-09", Some("2026-02-19"))]), Ok(0));
    // What the tables say can be stated too.
    assert_eq!(set(&mut book, &[("1447-09", Some("2026-02-18"))]), Ok(1));
    assert!(book.catalogue.calendar().hijri(day("2026-02-18")).sighted);
    assert_eq!(set(&mut book, &[("1447-09", None)]), Ok(1));
    assert_eq!(book.ledger.last(), Some(&Change::Remove(RecordKey::Sighting(month("1447-09")))));
    assert_eq!(set(&mut book, &[("1447-09", None)]), Ok(0));
    assert!(book.catalogue.sightings.is_empty());
}

#[test]
fn a_sighting_keeps_near_the_tables_and_months_whole() {
    let mut book = Book::new();
    let error = set(&mut book, &[("1447-09", Some("2026-02-21"))]).unwrap_err();
    let rule = "must be at most 2 days from the first day of 1447-09 by the tables, 2026-02-18";
    assert_invalid(error, "first_day", rule);
    // Sha'ban would have 28 days, then 31.
    let error = set(&mut book, &[("1447-09", Some("2026-02-17"))]).unwrap_err();
    assert_invalid(error, "first_day", "must leave 1447-08 with 29 or 30 days, not 28: set the months beside it too");
    let error = set(&mut book, &[("1447-09", Some("2026-02-20"))]).unwrap_err();
    assert_invalid(error, "first_day", "must leave 1447-08 with 29 or 30 days, not 31: set the months beside it too");
    assert!(book.ledger.is_empty());
    // Shawwal a day late makes a Ramadan of 31 days. With the months around it moved too, all is well; and the
    // first of them can't be taken back alone.
    assert!(set(&mut book, &[("1447-10", Some("2026-03-21"))]).is_err());
    let late = [("1447-09", "2026-02-19"), ("1447-10", "2026-03-21"), ("1447-11", "2026-04-19")];
    assert_eq!(set(&mut book, &late.map(|(month, first)| (month, Some(first)))), Ok(3));
    let error = set(&mut book, &[("1447-09", None)]).unwrap_err();
    assert_invalid(error, "first_day", "must leave 1447-09 with 29 or 30 days, not 31: set the months beside it too");
    assert_eq!(set(&mut book, &late.map(|(month, _)| (month, None))), Ok(3));
}

#[test]
fn a_sighting_can_be_erased() {
    let mut book = Book::new();
    let key = RecordKey::Sighting(month("1447-09"));
    assert_eq!(book.catalogue.erase(key).unwrap_err().code(), "not_found");
    set(&mut book, &[("1447-09", Some("2026-02-19"))]).unwrap();
    let changes = book.catalogue.erase(key).unwrap();
    book.apply(changes);
    assert!(book.catalogue.sightings.is_empty());
}
