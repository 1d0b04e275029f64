use super::*;
use crate::change::RecordKey;
use crate::decide::NewTarget;
use crate::rules::{days_at_least, every_day, logged};
use crate::target::TargetPatch;
use crate::text::Title;

fn month(title: &str, salah: Salah) -> NewTarget {
    NewTarget::titled(title).from(day("2024-03-01")).to(day("2024-03-31")).item(every_day(salah.fajr, logged()))
}

#[test]
fn a_target_has_dates_in_order_and_is_not_over_when_made() {
    let (mut book, salah, _) = Book::with_salah_and_quran();
    let mut add = |new: NewTarget| book.refused(|catalogue, ids| catalogue.add_target(&new, today(), ids));
    let with = |from: &str, to: &str| month("March", salah).from(day(from)).to(day(to));
    assert_invalid(add(with("2024-03-20", "2024-03-19")), "last_day", "must not be before the first day");
    let rule = "must be at most 3660 days from the first";
    assert_invalid(add(with("2024-01-01", "2034-01-08")), "last_day", rule);
    assert_invalid(add(with("2024-03-01", "2024-03-14")), "last_day", "must not be before today");
    let undated = NewTarget::titled("March").item(every_day(salah.fajr, logged()));
    assert_invalid(add(undated.clone()), "first_day", "must be given when a target is made");
    assert_invalid(add(undated.from(today())), "last_day", "must be given when a target is made");
    let titled = |title: String| NewTarget::titled(title).from(today()).to(today());
    assert_invalid(add(titled(String::new())), "title", "must not be empty");
    assert_invalid(add(titled("x".into())), "items", "must be from 1 to 256");
    let many = (0..257).fold(titled("x".into()), |target, _| target.item(every_day(salah.fajr, logged())));
    assert_invalid(add(many), "items", "must be from 1 to 256");
    let days = month("March", salah).item(days_at_least(salah.fajr, 32, logged()));
    assert_invalid(add(days), "items[1].days", "must be at most as many as the days of the window");
    let parent = titled("x".into()).item(every_day(salah.root, logged()));
    let rule = "must be any or each, since the item has items below it and takes no entries of its own";
    assert_invalid(add(parent), "items[0].below", rule);
    assert_eq!(add(titled("x".into()).item(every_day(unknown(), logged()))).code(), "not_found");

    for new in [with("2024-01-01", "2034-01-07"), with("2024-03-01", "2024-03-15")] {
        book.add(|catalogue, ids| catalogue.add_target(&new, today(), ids));
    }
    let imported = NewTarget::imported("Long ago")
        .from(day("2020-01-01"))
        .to(day("2020-01-31"))
        .item(every_day(salah.fajr, logged()));
    book.add(|catalogue, ids| catalogue.add_target(&imported, today(), ids));
}

#[test]
fn title_and_first_day_are_unique_together() {
    let (mut book, salah, _) = Book::with_salah_and_quran();
    let id = book.add(|catalogue, ids| catalogue.add_target(&month("March", salah), today(), ids));
    let taken = "there is already a target March from 2024-03-01";
    let error = book.refused(|catalogue, ids| catalogue.add_target(&month("March", salah), today(), ids));
    assert_conflict(error, taken);
    let later = month("March", salah).from(day("2024-03-02"));
    let later = book.add(|catalogue, ids| catalogue.add_target(&later, today(), ids));
    let first_day = TargetPatch { first_day: Some(day("2024-03-01")), ..TargetPatch::default() };
    assert_conflict(book.catalogue.edit_target(later, first_day.clone(), today()).unwrap_err(), taken);
    assert_eq!(book.catalogue.edit_target(id, first_day, today()).unwrap(), []);
}

#[test]
fn edits_do_not_ask_whether_a_target_is_over() {
    let (mut book, salah, _) = Book::with_salah_and_quran();
    let new = month("March", salah).item(days_at_least(salah.fajr, 10, logged())).description("All of it");
    let id = book.add(|catalogue, ids| catalogue.add_target(&new, today(), ids));
    let last_day = |text: &str| TargetPatch { last_day: Some(day(text)), ..TargetPatch::default() };
    let error = book.catalogue.edit_target(id, last_day("2024-03-09"), today()).unwrap_err();
    assert_invalid(error, "items[1].days", "must be at most as many as the days of the window");
    let error = book.catalogue.edit_target(id, last_day("2024-02-09"), today()).unwrap_err();
    assert_invalid(error, "last_day", "must not be before the first day");
    let changes = book.catalogue.edit_target(id, last_day("2024-03-10"), today()).unwrap();
    book.apply(changes);
    let none = TargetPatch { items: Some(vec![]), ..TargetPatch::default() };
    assert_invalid(book.catalogue.edit_target(id, none, today()).unwrap_err(), "items", "must be from 1 to 256");
    let title = TargetPatch { title: Some(Title::new("Ten days").unwrap()), ..TargetPatch::default() };
    let changes = book.catalogue.edit_target(id, title, today()).unwrap();
    book.apply(changes);
    assert_eq!(book.catalogue.remove_target(id).unwrap(), [Change::Remove(RecordKey::Target(id))]);
    assert_not_found(book.catalogue.edit_target(unknown(), TargetPatch::default(), today()));
    assert_not_found(book.catalogue.remove_target(unknown()));
}
