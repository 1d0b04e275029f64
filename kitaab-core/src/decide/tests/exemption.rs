use super::*;
use crate::change::{MakeUpWrite, RecordKey};
use crate::decide::NewExemption;
use crate::exemption::{ExemptionPatch, Reason, ReasonKind, Scope};
use crate::item::{Excuse, Excuses};
use crate::make_up::{FidyaRate, MakeUpPolicy};
use crate::text::Unit;

#[test]
fn an_exemption_has_days_in_order_and_a_scope_that_exists() {
    let (mut book, salah, _) = Book::with_salah_and_quran();
    let travel = |scope| NewExemption::new(scope, Reason::Travel, day("2024-03-01"));
    let open = book.add(|catalogue, ids| catalogue.add_exemption(&travel(Scope::Hasanaat), ids));
    assert_eq!(book.catalogue.exemption(open).unwrap().last_day, None);
    let wrong = travel(Scope::Hasanaat).last_day(day("2024-02-29"));
    let rule = "must not be before the first day";
    assert_invalid(book.refused(|catalogue, ids| catalogue.add_exemption(&wrong, ids)), "last_day", rule);
    for scope in [Scope::Deed(unknown()), Scope::Item(unknown())] {
        let error = book.refused(|catalogue, ids| catalogue.add_exemption(&travel(scope), ids));
        assert_eq!(error.code(), "not_found");
    }
    for scope in [Scope::Deed(salah.deed), Scope::Item(salah.fajr)] {
        book.add(|catalogue, ids| catalogue.add_exemption(&travel(scope), ids));
    }
}

#[test]
fn an_exemption_is_ended_edited_and_removed() {
    let (mut book, salah, _) = Book::with_salah_and_quran();
    let new = NewExemption::new(Scope::Hasanaat, Reason::Illness, day("2024-03-01"));
    let id = book.add(|catalogue, ids| catalogue.add_exemption(&new, ids));
    let error = book.catalogue.end_exemption(id, day("2024-02-01")).unwrap_err();
    assert_invalid(error, "last_day", "must not be before the first day");
    let changes = book.catalogue.end_exemption(id, day("2024-03-05")).unwrap();
    book.apply(changes);
    let later = ExemptionPatch { first_day: Some(day("2024-03-06")), ..ExemptionPatch::default() };
    let error = book.catalogue.edit_exemption(id, later).unwrap_err();
    assert_invalid(error, "last_day", "must not be before the first day");
    let scope = ExemptionPatch { scope: Some(Scope::Deed(salah.deed)), ..ExemptionPatch::default() };
    let changes = book.catalogue.edit_exemption(id, scope.clone()).unwrap();
    book.apply(changes);
    assert_eq!(book.catalogue.edit_exemption(id, scope).unwrap(), []);
    let removed = book.catalogue.remove_exemption(id).unwrap();
    assert_eq!(removed, [Change::Remove(RecordKey::Exemption(id))]);
    assert_not_found(book.catalogue.end_exemption(unknown(), today()));
    assert_not_found(book.catalogue.remove_exemption(unknown()));
}

#[test]
fn make_ups_are_recorded_where_they_are_reckoned() {
    let (mut book, salah, _) = Book::with_salah_and_quran();
    let none = "Fajr has no make-ups: set how they are reckoned first";
    assert_conflict(book.catalogue.record_make_up(salah.fajr, today(), 1, today()).unwrap_err(), none);
    assert_conflict(book.catalogue.confirm_missed(salah.fajr, day("2024-03-01"), today()).unwrap_err(), none);
    let policy = MakeUpPolicy::new(100, day("2024-01-01"));
    let changes = book.catalogue.set_make_up_policy(salah.fajr, Some(policy), today()).unwrap();
    book.apply(changes);

    let record = |on, count| book.catalogue.record_make_up(salah.fajr, on, count, today());
    let change = |count| [Change::MakeUp { item: salah.fajr, day: today(), count }];
    assert_eq!(record(today(), 2).unwrap(), change(MakeUpWrite::Add(2)));
    assert_eq!(book.catalogue.put_make_up(salah.fajr, today(), 2, today()).unwrap(), change(MakeUpWrite::Put(2)));
    assert_invalid(record(today(), 0).unwrap_err(), "count", "must be above 0");
    assert_invalid(record(day("2024-03-17"), 1).unwrap_err(), "day", "must not be later than tomorrow");
    assert_not_found(book.catalogue.record_make_up(unknown(), today(), 1, today()));
    assert_not_found(book.catalogue.remove_make_up(salah.fajr, today(), false));
    assert!(book.catalogue.remove_make_up(salah.fajr, today(), true).is_ok());

    let error = book.catalogue.confirm_missed(salah.fajr, today(), today()).unwrap_err();
    assert_invalid(error, "until", "must be before today");
    let changes = book.catalogue.confirm_missed(salah.fajr, day("2024-03-14"), today()).unwrap();
    book.apply(changes);
    let policy = book.catalogue.items[&salah.fajr].make_up.clone().unwrap();
    assert_eq!((policy.opening, policy.unlogged_confirmed_until), (100, Some(day("2024-03-14"))));

    // What was confirmed further stays so until it is taken back.
    assert_eq!(book.catalogue.confirm_missed(salah.fajr, day("2024-02-01"), today()).unwrap(), []);
    let confirmed_from = |book: &mut Book, from: &str| {
        let changes = book.catalogue.unconfirm_missed(salah.fajr, day(from)).unwrap();
        book.apply(changes);
        book.catalogue.items[&salah.fajr].make_up.clone().unwrap().unlogged_confirmed_until
    };
    assert_eq!(confirmed_from(&mut book, "2024-03-15"), Some(day("2024-03-14")));
    assert_eq!(confirmed_from(&mut book, "2024-03-10"), Some(day("2024-03-09")));
    assert_eq!(confirmed_from(&mut book, "2024-03-12"), Some(day("2024-03-09")));
    assert_eq!(confirmed_from(&mut book, "2024-01-01"), None);
    assert_eq!(book.catalogue.unconfirm_missed(salah.fajr, Day::MIN).unwrap(), []);
}

#[test]
fn opening_and_fidya_are_set_and_leave_the_rest_of_the_reckoning() {
    let (mut book, salah, _) = Book::with_salah_and_quran();
    let none = "Fajr has no make-ups: set how they are reckoned first";
    let rate = |amount: &str| FidyaRate::new(amount.parse().unwrap(), Unit::new("EUR").unwrap());
    assert_conflict(book.catalogue.set_opening(salah.fajr, 1).unwrap_err(), none);
    assert_conflict(book.catalogue.set_fidya_rate(salah.fajr, Some(rate("5"))).unwrap_err(), none);
    assert_conflict(book.catalogue.unconfirm_missed(salah.fajr, today()).unwrap_err(), none);
    assert_conflict(book.catalogue.record_fidya(salah.fajr, today(), 1, today()).unwrap_err(), none);
    let policy = MakeUpPolicy::new(100, day("2024-01-01")).confirmed_until(day("2024-02-01"));
    let changes = book.catalogue.set_make_up_policy(salah.fajr, Some(policy.clone()), today()).unwrap();
    book.apply(changes);
    let changes = book.catalogue.set_opening(salah.fajr, 90).unwrap();
    book.apply(changes);
    let changes = book.catalogue.set_fidya_rate(salah.fajr, Some(rate("5.50"))).unwrap();
    book.apply(changes);
    let expected = MakeUpPolicy { opening: 90, ..policy.clone() };
    assert_eq!(book.catalogue.items[&salah.fajr].make_up, Some(expected.clone().fidya(rate("5.50"))));
    let error = book.catalogue.set_fidya_rate(salah.fajr, Some(rate("0"))).unwrap_err();
    assert_invalid(error, "fidya", "must be above 0");
    let error = book.catalogue.set_make_up_policy(salah.fajr, Some(policy.fidya(rate("0"))), today()).unwrap_err();
    assert_invalid(error, "fidya", "must be above 0");
    let changes = book.catalogue.set_fidya_rate(salah.fajr, None).unwrap();
    book.apply(changes);
    assert_eq!(book.catalogue.items[&salah.fajr].make_up, Some(expected));

    let record = |on, count| book.catalogue.record_fidya(salah.fajr, on, count, today());
    let change = |count| [Change::Fidya { item: salah.fajr, day: today(), count }];
    assert_eq!(record(today(), 2).unwrap(), change(MakeUpWrite::Add(2)));
    assert_eq!(book.catalogue.put_fidya(salah.fajr, today(), 2, today()).unwrap(), change(MakeUpWrite::Put(2)));
    assert_invalid(record(today(), 0).unwrap_err(), "count", "must be above 0");
    assert_invalid(record(day("2024-03-17"), 1).unwrap_err(), "day", "must not be later than tomorrow");
    assert_not_found(book.catalogue.remove_fidya(salah.fajr, today(), false));
    let removed = book.catalogue.remove_fidya(salah.fajr, today(), true).unwrap();
    assert_eq!(removed, [Change::Remove(RecordKey::Fidya(salah.fajr, today()))]);
}

#[test]
fn excuses_are_set_reason_by_reason() {
    let (mut book, salah, _) = Book::with_salah_and_quran();
    let prayer: Vec<_> = Excuses::of_prayer().all().collect();
    let changes = book.catalogue.set_excuses(&[salah.fajr], &prayer).unwrap();
    book.apply(changes);
    let excuses = |book: &Book| book.catalogue.items[&salah.fajr].excuses.clone();
    assert_eq!(excuses(&book).of(ReasonKind::Travel), Excuse::DUE);
    assert_eq!(excuses(&book).of(ReasonKind::Menstruation), Excuse::DEFAULT);
    let changes = book.catalogue.set_excuses(&[salah.fajr], &[(ReasonKind::Travel, Excuse::OWED)]).unwrap();
    book.apply(changes);
    let told: Vec<_> = excuses(&book).all().filter(|(_, excuse)| *excuse != Excuse::DEFAULT).collect();
    assert_eq!(told, [(ReasonKind::Travel, Excuse::OWED), (ReasonKind::Illness, Excuse::DUE)]);
    assert_eq!(book.catalogue.set_excuses(&[salah.fajr], &[(ReasonKind::Travel, Excuse::OWED)]).unwrap(), []);
    assert_not_found(book.catalogue.set_excuses(&[unknown()], &prayer));
}

#[test]
fn make_ups_are_checked_wherever_they_are_set() {
    let (mut book, salah, _) = Book::with_salah_and_quran();
    let policy = || MakeUpPolicy::new(1, day("2024-01-01"));
    let free = policy().fidya(FidyaRate::new("0".parse().unwrap(), Unit::new("EUR").unwrap()));
    let early = policy().confirmed_until(today());
    for (policy, field, rule) in
        [(free, "fidya", "must be above 0"), (early, "unlogged_confirmed_until", "must be before today")]
    {
        let error = book.catalogue.set_make_up_policy(salah.fajr, Some(policy.clone()), today()).unwrap_err();
        assert_invalid(error, field, rule);
        let place = format!("make_up.{field}");
        let edit = ItemEdit::new().make_up(policy.clone());
        let error = book.catalogue.edit_item(salah.fajr, &edit, today()).unwrap_err();
        assert_invalid(error, &place, rule);
        let item = NewItem::named("Witr").make_up(policy.clone());
        assert_invalid(book.try_add_item(salah.root, &item).unwrap_err(), &place, rule);
        let deed = NewDeed::scale("Fasting", Category::Hasanaat).make_up(policy).items(["Ramadan"]);
        assert_invalid(book.try_add_deed(&deed).unwrap_err(), &format!("items[0].{place}"), rule);
    }
    let edit = ItemEdit::new().make_up(policy().confirmed_until(day("2024-03-14")));
    assert_eq!(book.catalogue.edit_item(salah.fajr, &edit, today()).unwrap().len(), 1);
}

#[test]
fn an_opening_that_is_none_is_told_by_its_length_where_it_is_long() {
    let error = "7 Ramadans".parse::<crate::Opening>().unwrap_err();
    assert_eq!(error.to_string(), "opening must be days such as 40, 7x30 or 7x30+29-45 (given: 7 Ramadans)");
    let error = "a secret ".repeat(9).parse::<crate::Opening>().unwrap_err();
    assert_eq!(error.to_string(), "opening must be days such as 40, 7x30 or 7x30+29-45 (given: 81 characters)");
}
