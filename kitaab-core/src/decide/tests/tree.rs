use super::*;

#[test]
fn an_item_moves_with_what_is_below_it() {
    let (mut book, salah, _) = Book::with_salah_and_quran();
    let sunnah = book.add_item(salah.fajr, &NewItem::named("Sunnah"));
    let changes = book.catalogue.move_item(salah.fajr, salah.zuhr, today()).unwrap();
    book.apply(changes);
    assert_eq!(book.catalogue.path_text(sunnah).unwrap(), "Salah/Zuhr/Fajr/Sunnah");
    assert_eq!(book.catalogue.level_of(sunnah).unwrap(), 3);
    assert_eq!(book.catalogue.move_item(salah.fajr, salah.zuhr, today()).unwrap(), []);
}

#[test]
fn moves_that_break_the_tree_are_refused() {
    let (mut book, salah, quran) = Book::with_salah_and_quran();
    let sunnah = book.add_item(salah.fajr, &NewItem::named("Sunnah"));
    let refused = |book: &Book, item, parent| book.catalogue.move_item(item, parent, today()).unwrap_err();
    for parent in [salah.fajr, sunnah] {
        let rule = "must not be the item itself or one below it";
        assert_invalid(refused(&book, salah.fajr, parent), "parent", rule);
    }
    assert_invalid(refused(&book, salah.fajr, quran), "parent", "must be an item of the same deed");
    assert_conflict(refused(&book, salah.root, salah.fajr), "Salah is the root of its deed and stays there");
    book.add_item(salah.zuhr, &NewItem::named("Sunnah"));
    assert_conflict(refused(&book, sunnah, salah.zuhr), "there is already an item named Sunnah here");
    assert_not_found(book.catalogue.move_item(unknown(), salah.fajr, today()));
    assert_not_found(book.catalogue.move_item(salah.fajr, unknown(), today()));

    let archived = book.catalogue.archive_item(salah.zuhr, today(), today()).unwrap();
    book.apply(archived);
    let archived = "Zuhr is archived from 2024-03-15: restore it first";
    assert_conflict(refused(&book, salah.fajr, salah.zuhr), archived);
    assert_conflict(book.try_add_item(salah.zuhr, &NewItem::named("Nafl")).unwrap_err(), archived);
}

#[test]
fn what_is_moved_stays_within_the_depth() {
    let (mut book, salah, _) = Book::with_salah_and_quran();
    let chain = |n: usize| (1..n).fold(NewItem::named("end"), |item, n| NewItem::named(format!("{n}")).item(item));
    let deep = book.add_item(salah.zuhr, &chain(5)); // levels 2 to 6
    let end = *book.catalogue.subtree(deep).last().unwrap();
    book.add_item(salah.fajr, &NewItem::named("two").items(["three"]));
    let error = book.catalogue.move_item(salah.fajr, end, today()).unwrap_err();
    assert_invalid(error, "parent", "must not bring an item more than 8 levels below the root");
    let three = book.catalogue.find_by_path("Salah/Fajr/two").unwrap();
    assert!(book.catalogue.move_item(three, end, today()).is_ok(), "levels 7 and 8 are allowed");
}

#[test]
fn reordering_items_names_every_live_one_once() {
    let (mut book, salah, quran) = Book::with_salah_and_quran();
    let mut order: Vec<ItemId> = book.catalogue.children(salah.root).iter().map(|item| item.id).collect();
    order.reverse();
    let changes = book.catalogue.reorder_items(salah.root, &order, today()).unwrap();
    book.apply(changes);
    let now: Vec<ItemId> = book.catalogue.children(salah.root).iter().map(|item| item.id).collect();
    assert_eq!(now, order);
    let refused = |order: &[ItemId]| book.catalogue.reorder_items(salah.root, order, today()).unwrap_err();
    assert_invalid(refused(&order[1..]), "order", "must name every one that is not archived");
    assert_invalid(refused(&[order[0], order[0]]), "order[1]", "must not be named twice");
    assert_invalid(refused(&[quran]), "order[0]", "must be one of those to be ordered");
    assert_eq!(refused(&[unknown()]).code(), "not_found");
    assert_not_found(book.catalogue.reorder_items(unknown(), &[], today()));
}

#[test]
fn archiving_takes_what_is_below_along_and_restoring_brings_it_back() {
    let (mut book, salah, _) = Book::with_salah_and_quran();
    let archive = |book: &mut Book, item, from: &str| {
        let changes = book.catalogue.archive_item(item, day(from), today()).unwrap();
        book.apply(changes);
    };
    let from = |book: &Book, item| book.catalogue.items[&item].archived_from;
    archive(&mut book, salah.fajr, "2024-01-01");
    archive(&mut book, salah.root, "2024-03-01");
    assert_eq!(from(&book, salah.fajr), Some(day("2024-01-01")), "it was archived before");
    assert_eq!(from(&book, salah.zuhr), Some(day("2024-03-01")));

    let late = book.catalogue.archive_item(salah.zuhr, day("2024-03-02"), today()).unwrap_err();
    assert_invalid(late, "from", "must not be after the day from which the item above is archived");
    let error = book.catalogue.restore_item(salah.zuhr, today()).unwrap_err();
    assert_conflict(error, "Salah is archived from 2024-03-01: restore it first");

    archive(&mut book, salah.root, "2024-03-10");
    assert_eq!(from(&book, salah.zuhr), Some(day("2024-03-10")), "what was archived together stays so");
    archive(&mut book, salah.zuhr, "2024-03-08");
    archive(&mut book, salah.root, "2024-03-05");
    assert_eq!(from(&book, salah.zuhr), Some(day("2024-03-05")), "nothing is live longer than what it is in");
    let changes = book.catalogue.restore_deed(salah.deed, today()).unwrap();
    book.apply(changes);
    assert_eq!((from(&book, salah.root), from(&book, salah.zuhr)), (None, None));
    assert_eq!(from(&book, salah.fajr), Some(day("2024-01-01")));
    let changes = book.catalogue.restore_item(salah.fajr, today()).unwrap();
    book.apply(changes);
    assert_eq!(book.catalogue.restore_item(salah.fajr, today()).unwrap(), []);
    assert_not_found(book.catalogue.archive_deed(unknown(), today(), today()));
    assert_not_found(book.catalogue.restore_item(unknown(), today()));
}

#[test]
fn restoring_two_of_one_name_is_refused() {
    let (mut book, salah, _) = Book::with_salah_and_quran();
    let archived = book.catalogue.archive_deed(salah.deed, today(), today()).unwrap();
    book.apply(archived);
    let renamed = book.rename(salah.fajr, "Zuhr").unwrap();
    book.apply(renamed);
    let error = book.catalogue.restore_deed(salah.deed, today()).unwrap_err();
    assert_conflict(error, "there is already an item named Zuhr here");
}

#[test]
fn items_are_shown_deed_by_deed_each_before_those_below_it() {
    let (mut book, salah, _) = Book::with_salah_and_quran();
    book.add_item(salah.fajr, &NewItem::named("Sunnah"));
    let quran = book.catalogue.find_by_path("Qur'an").unwrap();
    let quran = book.catalogue.items[&quran].deed;
    let changes = book.catalogue.reorder_deeds(&[quran, salah.deed], today()).unwrap();
    book.apply(changes);
    let names: Vec<&str> = book.catalogue.items_in_order().iter().map(|item| item.name.as_str()).collect();
    assert_eq!(names, ["Qur'an", "Salah", "Fajr", "Sunnah", "Zuhr", "Asr", "Maghrib", "Isha"]);
}

#[test]
fn what_is_to_be_archived_is_live_until_then() {
    let (mut book, salah, _) = Book::with_salah_and_quran();
    let later = day("2024-04-15");
    let archived = book.catalogue.archive_item(salah.fajr, later, today()).unwrap();
    book.apply(archived);
    let taken = "there is already an item named Fajr here";
    let twin = NewItem::named("Fajr");
    assert_conflict(book.try_add_item(salah.root, &twin).unwrap_err(), taken);
    assert_conflict(book.rename(salah.zuhr, "Fajr").unwrap_err(), taken);
    let other = book.add_item(salah.zuhr, &twin);
    let refused = book.catalogue.move_item(other, salah.root, today()).unwrap_err();
    assert_conflict(refused, taken);
    assert_eq!(book.catalogue.find_by_path("Salah/Fajr").unwrap(), salah.fajr);
    let order: Vec<ItemId> = book.catalogue.children(salah.root).iter().map(|item| item.id).collect();
    let refused = book.catalogue.reorder_items(salah.root, &order[1..], today()).unwrap_err();
    assert_invalid(refused, "order", "must name every one that is not archived");
    assert!(book.catalogue.reorder_items(salah.root, &order[1..], later).is_ok());

    // On the day itself the name is free; whoever has it keeps it.
    let ids = &mut book.ids;
    let (new, changes) = book.catalogue.add_item(salah.root, &twin, later, &mut || next_id(ids)).unwrap();
    book.apply(changes);
    assert_eq!(book.catalogue.find_by_path("Salah/Fajr").unwrap(), new);
    let refused = book.catalogue.archive_item(salah.fajr, later.plus(9).unwrap(), later).unwrap_err();
    assert_conflict(refused, taken);
    assert!(book.catalogue.archive_item(salah.fajr, today(), later).is_ok());
}

#[test]
fn what_comes_under_something_to_be_archived_is_archived_with_it() {
    let (mut book, salah, _) = Book::with_salah_and_quran();
    let later = day("2024-04-15");
    let until = |book: &Book, item| book.catalogue.items[&item].archived_from;
    let sunnah = book.add_item(salah.zuhr, &NewItem::named("Sunnah").items(["Before", "After"]));
    let [before, after] = book.catalogue.children(sunnah)[..] else { panic!() };
    let (before, after) = (before.id, after.id);
    for (item, from) in [(salah.fajr, later), (before, today())] {
        let archived = book.catalogue.archive_item(item, from, today()).unwrap();
        book.apply(archived);
    }
    let new = book.add_item(salah.fajr, &NewItem::named("Witr").items(["One"]));
    assert_eq!(until(&book, new), Some(later));
    assert_eq!(until(&book, book.catalogue.children(new)[0].id), Some(later));
    let moved = book.catalogue.move_item(sunnah, salah.fajr, today()).unwrap();
    book.apply(moved);
    assert_eq!([sunnah, before, after].map(|item| until(&book, item)), [Some(later), Some(today()), Some(later)]);
    let error = book.catalogue.restore_item(sunnah, today()).unwrap_err();
    assert_conflict(error, "Fajr is archived from 2024-04-15: restore it first");
    // Once it is archived, it takes nothing any more.
    let ids = &mut book.ids;
    let new = NewItem::named("Late");
    let error = book.catalogue.add_item(salah.fajr, &new, later, &mut || next_id(ids)).unwrap_err();
    assert_conflict(error, "Fajr is archived from 2024-04-15: restore it first");
}
