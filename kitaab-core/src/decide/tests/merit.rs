use super::*;
use crate::change::RecordKey;
use crate::decide::NewMerit;
use crate::merit::MeritPatch;
use crate::rule::{Condition, Rule};
use crate::rules::{
    all, amount_at_most, any, at_least_of, days_at_least, every_day, is, logged, not, score_at_least, score_at_most,
    total_at_least,
};
use crate::text::Title;

fn pages() -> crate::Amount {
    "20".parse().unwrap()
}

#[test]
fn rules_are_written_in_words() {
    let (book, salah, quran) = Book::with_salah_and_quran();
    let rule = at_least_of(
        2,
        [
            all([every_day(salah.root, score_at_least(1)).each(), days_at_least(salah.root, 3, logged()).any()]),
            any([total_at_least(quran, pages()), every_day(quran, amount_at_most(pages()))]),
            not(days_at_least(salah.fajr, 7, is(book.value(salah.deed, "missed")))),
            every_day(salah.zuhr, score_at_most(3)).into(),
        ],
    );
    book.catalogue.check_rule(&rule, 40, today()).unwrap();
}

#[test]
fn a_rule_that_means_nothing_is_refused_with_its_place() {
    let (mut book, salah, quran) = Book::with_salah_and_quran();
    let good = || Rule::from(every_day(salah.fajr, score_at_least(1)));
    let check = |rule: Rule| book.catalogue.check_rule(&rule, 40, today()).unwrap_err();
    let empty: [Rule; 0] = [];
    assert_invalid(check(all(empty.clone())), "rule", "must not have an empty part");
    assert_invalid(check(all([good(), any(empty)])), "rule.all[1]", "must not have an empty part");
    let n = "must be from 1 to the number of parts";
    assert_invalid(check(not(at_least_of(2, [good()]))), "rule.not.n", n);
    assert_invalid(check(at_least_of(0, [good()])), "rule.n", n);
    let third = |condition: Condition| all([good(), good(), condition.into()]);
    let days = |n| third(days_at_least(salah.fajr, n, logged()));
    assert_invalid(check(days(0)), "rule.all[2].days", "must be at least 1");
    assert_invalid(check(days(41)), "rule.all[2].days", "must be at most as many as the days of the window");
    book.catalogue.check_rule(&days(40), 40, today()).unwrap();
    let nothing = third(total_at_least(quran, crate::Amount::ZERO));
    assert_invalid(check(nothing), "rule.all[2].total", "must be above 0");
    let deep = |depth: usize| (1..depth).fold(good(), |rule, _| not(rule));
    assert_invalid(check(deep(17)), "rule", "must be at most 16 deep");
    assert_invalid(check(deep(1_000)), "rule", "must be at most 16 deep");
    book.catalogue.check_rule(&deep(16), 40, today()).unwrap();
    assert_invalid(check(all(vec![good(); 257])), "rule", "must have at most 256 conditions");
    assert_invalid(check(all(vec![all(vec![good(); 129]); 2])), "rule", "must have at most 256 conditions");
    book.catalogue.check_rule(&all(vec![all(vec![good(); 128]); 2]), 40, today()).unwrap();
    // Of several errors the first as written is told.
    let two =
        at_least_of(1, [any([days_at_least(salah.fajr, 0, logged())]), any([days_at_least(salah.fajr, 99, logged())])]);
    assert_invalid(check(two), "rule.at_least[0].any[0].days", "must be at least 1");

    let other = book.add_deed(&NewDeed::scale("Fasting", Category::Hasanaat));
    let foreign = every_day(salah.fajr, is(book.value(other, "Yes"))).into();
    let error = book.catalogue.check_rule(&foreign, 40, today()).unwrap_err();
    assert_invalid(error, "rule.matching", "must be a value of the deed's own scale");
}

#[test]
fn conditions_fit_their_item() {
    let (mut book, salah, quran) = Book::with_salah_and_quran();
    let check =
        |book: &Book, condition: Condition| book.catalogue.check_rule(&any([condition]), 40, today()).unwrap_err();
    let counted = "must be about amounts, since the deed is counted";
    let judged = "must be about scale values, since the deed is judged by a scale";
    let late = is(book.value(salah.deed, "late"));
    for matching in [score_at_least(1), score_at_most(1), late] {
        assert_invalid(check(&book, every_day(quran, matching)), "rule.any[0].matching", counted);
    }
    assert_invalid(check(&book, every_day(salah.fajr, amount_at_most(pages()))), "rule.any[0].matching", judged);
    assert_invalid(check(&book, total_at_least(salah.fajr, pages())), "rule.any[0].total", judged);
    assert_eq!(check(&book, every_day(unknown(), logged())).code(), "not_found");
    let missing = is(ScaleValueRef { position: 4, ..book.value(salah.deed, "late") });
    assert_eq!(check(&book, every_day(salah.fajr, missing)).code(), "not_found");

    let below = "must be any or each, since the item has items below it and takes no entries of its own";
    assert_invalid(check(&book, every_day(salah.root, logged())), "rule.any[0].below", below);
    book.catalogue.check_rule(&every_day(salah.fajr, logged()).each().into(), 1, today()).unwrap();
    let items: Vec<ItemId> = book.catalogue.children(salah.root).iter().map(|item| item.id).collect();
    for item in items {
        let changes = book.catalogue.archive_item(item, today(), today()).unwrap();
        book.apply(changes);
    }
    book.catalogue.check_rule(&every_day(salah.root, logged()).into(), 1, today()).unwrap();
}

#[test]
fn a_merit_has_one_to_365_days_and_a_rule() {
    let (mut book, salah, _) = Book::with_salah_and_quran();
    let forty = || NewMerit::positive("Forty days of Fajr").rule(every_day(salah.fajr, score_at_least(1)));
    for days in [0, 366] {
        let error = book.refused(|catalogue, ids| catalogue.add_merit(&forty().days(days), today(), ids));
        assert_invalid(error, "duration", "must be from 1 to 365 days");
    }
    let error = book.refused(|catalogue, ids| catalogue.add_merit(&forty(), today(), ids));
    assert_invalid(error, "duration", "must be given when a merit is made");
    let error = book.refused(|catalogue, ids| catalogue.add_merit(&NewMerit::negative("x").days(1), today(), ids));
    assert_invalid(error, "rule", "must be given when a merit is made");
    let long = NewMerit::positive("x".repeat(256)).days(1).rule(every_day(salah.fajr, logged()));
    let error = book.refused(|catalogue, ids| catalogue.add_merit(&long, today(), ids));
    assert_invalid(error, "title", "must have at most 255 characters");

    let id = book.add(|catalogue, ids| catalogue.add_merit(&forty().days(40).description("And on"), today(), ids));
    // A title may be had twice.
    let other = book.add(|catalogue, ids| catalogue.add_merit(&forty().days(365).inactive(), today(), ids));
    assert!(book.catalogue.merits[&id].active && !book.catalogue.merits[&other].active);
    let changes = book.catalogue.reorder_merits(&[other, id]).unwrap();
    book.apply(changes);
    assert_eq!(book.catalogue.merits_in_order()[0].id, other);
}

#[test]
fn a_merit_is_edited_as_a_whole() {
    let (mut book, salah, _) = Book::with_salah_and_quran();
    let ten = NewMerit::positive("Ten of forty").days(40).rule(days_at_least(salah.fajr, 10, logged()));
    let id = book.add(|catalogue, ids| catalogue.add_merit(&ten, today(), ids));
    let edit = |book: &Book, patch| book.catalogue.edit_merit(id, patch, today());
    let shorter = MeritPatch { duration: Some(9), ..MeritPatch::default() };
    let error = edit(&book, shorter).unwrap_err();
    assert_invalid(error, "rule.days", "must be at most as many as the days of the window");
    let error = edit(&book, MeritPatch { duration: Some(366), ..MeritPatch::default() }).unwrap_err();
    assert_invalid(error, "duration", "must be from 1 to 365 days");
    // The item gains items below it: the rule is then wrong, but its title may still be changed.
    book.add_item(salah.fajr, &NewItem::named("Sunnah"));
    let title = MeritPatch { title: Some(Title::new("Ten").unwrap()), ..MeritPatch::default() };
    let changes = edit(&book, title).unwrap();
    book.apply(changes);
    let changes = book.catalogue.activate_merit(id, false).unwrap();
    book.apply(changes);
    assert_eq!(book.catalogue.activate_merit(id, false).unwrap(), []);
    assert_not_found(book.catalogue.activate_merit(unknown(), true));
    assert_eq!(book.catalogue.remove_merit(id).unwrap(), [Change::Remove(RecordKey::Merit(id))]);
    assert_not_found(book.catalogue.remove_merit(unknown()));
}
