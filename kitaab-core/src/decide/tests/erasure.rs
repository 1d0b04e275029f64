use super::*;
use crate::change::{MakeUpWrite, NoteWrite, RecordKey, ValueWrite};
use crate::decide::{Erasure, NewEntry, NewExemption, NewMerit, NewReminder, NewTarget};
use crate::exemption::{ExemptionPatch, Reason, Scope};
use crate::rules::{every_day, logged};
use crate::state::State;

#[test]
fn what_a_rule_or_a_target_uses_is_not_erased() {
    let (mut book, salah, quran) = Book::with_salah_and_quran();
    let merit = NewMerit::positive("Forty").days(40).rule(every_day(salah.fajr, logged()));
    book.add(|catalogue, ids| catalogue.add_merit(&merit, today(), ids));
    let target = NewTarget::titled("March").from(today()).to(today()).item(every_day(salah.fajr, logged()));
    book.add(|catalogue, ids| catalogue.add_target(&target, today(), ids));
    for key in [RecordKey::Item(salah.fajr), RecordKey::Deed(salah.deed)] {
        assert_conflict(book.catalogue.erase(key).unwrap_err(), "it is used by the merit Forty, the target March");
    }
    let sunnah = book.add_item(salah.zuhr, &NewItem::named("Sunnah"));
    let merit = NewMerit::negative("Sunnah").days(1).rule(every_day(sunnah, logged()));
    book.add(|catalogue, ids| catalogue.add_merit(&merit, today(), ids));
    let error = book.catalogue.erase(RecordKey::Item(salah.zuhr)).unwrap_err();
    assert_conflict(error, "it is used by the merit Sunnah");
    let quran = book.catalogue.deed_of(quran).unwrap().id;
    assert_eq!(book.catalogue.erase(RecordKey::Deed(quran)).unwrap(), [Change::Erase(RecordKey::Deed(quran))]);
}

#[test]
fn settings_roots_and_scale_versions_are_not_erased_by_themselves() {
    let (book, salah, _) = Book::with_salah_and_quran();
    let refused = |key| book.catalogue.check_erase(&key).unwrap_err();
    assert_invalid(refused(RecordKey::Settings), "key", "must not be the settings");
    assert_invalid(Erasure::of(&book.catalogue, RecordKey::Settings).unwrap_err(), "key", "must not be the settings");
    assert_conflict(refused(RecordKey::Item(salah.root)), "it is the root of its deed: erase the deed");
    let scale = book.catalogue.active_scale(salah.deed).unwrap().id;
    assert_conflict(refused(RecordKey::Scale(scale)), "a scale version goes with its deed");
    for key in [
        RecordKey::Group(unknown()),
        RecordKey::Deed(unknown()),
        RecordKey::Item(unknown()),
        RecordKey::Scale(unknown()),
        RecordKey::Exemption(unknown()),
        RecordKey::Merit(unknown()),
        RecordKey::Target(unknown()),
        RecordKey::Reminder(unknown()),
        RecordKey::Entry(unknown(), today()),
        RecordKey::MakeUp(unknown(), today()),
    ] {
        assert_eq!(refused(key).code(), "not_found", "{key:?}");
    }
    book.catalogue.check_erase(&RecordKey::Reflection(today(), Category::Hasanaat)).unwrap();
}

#[test]
fn an_erased_group_leaves_its_deeds() {
    let (mut book, salah, _) = Book::with_salah_and_quran();
    let group = book.add(|catalogue, ids| catalogue.add_group("Daily", ids));
    let changes = book.catalogue.assign_group(salah.deed, Some(group)).unwrap();
    book.apply(changes);
    let changes = book.catalogue.erase(RecordKey::Group(group)).unwrap();
    book.apply(changes);
    assert_eq!(book.catalogue.deed(salah.deed).unwrap().group, None);
}

/// A book with something of everything under Fajr and elsewhere, and some of it removed again.
fn full_book() -> (Book, Salah, ItemId) {
    let (mut book, salah, quran) = Book::with_salah_and_quran();
    let sunnah = book.add_item(salah.fajr, &NewItem::named("Sunnah").item(NewItem::named("First")));
    let first = book.catalogue.find_by_path("Salah/Fajr/Sunnah/First").unwrap();
    let undone = book.add_item(sunnah, &NewItem::named("Undone"));
    let late = book.value(salah.deed, "late");
    for item in [first, undone, salah.zuhr] {
        let entries: Vec<NewEntry> = (0..70).map(|n| NewEntry::new(item, today().plus(-n).unwrap(), late)).collect();
        let changes = book.catalogue.put_entries(&entries, today()).unwrap();
        book.apply(changes);
        book.apply(vec![Change::MakeUp { item, day: today(), count: MakeUpWrite::Put(1) }]);
    }
    let pages = crate::Amount::whole(3).unwrap();
    let changes = book.catalogue.put_entries(&[NewEntry::new(quran, today(), pages)], today()).unwrap();
    book.apply(changes);
    for scope in [Scope::Item(first), Scope::Deed(salah.deed), Scope::Hasanaat] {
        let new = NewExemption::new(scope, Reason::Travel, today());
        let id = book.add(|catalogue, ids| catalogue.add_exemption(&new, ids));
        let changes = book.catalogue.end_exemption(id, today()).unwrap();
        book.apply(changes);
    }
    // One that has left Fajr, and one that is gone.
    for stays in [true, false] {
        let new = NewExemption::new(Scope::Item(first), Reason::Illness, today());
        let id = book.add(|catalogue, ids| catalogue.add_exemption(&new, ids));
        let patch = ExemptionPatch { last_day: Some(Some(today())), ..ExemptionPatch::default() };
        let changes = book.catalogue.edit_exemption(id, patch).unwrap();
        book.apply(changes);
        let changes = if stays {
            let patch = ExemptionPatch { scope: Some(Scope::Hasanaat), ..ExemptionPatch::default() };
            book.catalogue.edit_exemption(id, patch).unwrap()
        } else {
            book.catalogue.remove_exemption(id).unwrap()
        };
        book.apply(changes);
    }
    for (title, item) in [("For First", first), ("For noon", salah.zuhr)] {
        let new = NewReminder::once(title, today(), 0).item(item);
        book.add(|catalogue, ids| catalogue.add_reminder(&new, ids));
        let gone = book.add(|catalogue, ids| catalogue.add_reminder(&new.text("gone again"), ids));
        let changes = book.catalogue.remove_reminder(gone).unwrap();
        book.apply(changes);
    }
    book.apply(vec![Change::Remove(RecordKey::Item(undone))]);
    // An item that has left Fajr's tree.
    let moved = book.add_item(sunnah, &NewItem::named("Moved"));
    let changes = book.catalogue.move_item(moved, salah.root, today()).unwrap();
    book.apply(changes);
    (book, salah, quran)
}

fn replay<'a>(owner: UserId, ledger: impl IntoIterator<Item = (u64, &'a Change)>) -> State {
    let mut state = State::new(owner);
    for (seq, change) in ledger {
        state.apply_change(change, seq).unwrap();
    }
    state
}

/// Erases, and holds the replay of what is left of the ledger to the state after erasing.
fn erase_and_replay(book: &mut Book, key: RecordKey) -> Vec<Change> {
    let mut erasure = Erasure::of(&book.catalogue, key).unwrap();
    book.ledger.iter().for_each(|change| erasure.learn(change));
    let changes = book.catalogue.erase(key).unwrap();
    book.apply(changes);
    let owner = book.catalogue.owner;
    let ledger: Vec<(u64, &Change)> = (1..).zip(&book.ledger).collect();
    let expected = replay(owner, ledger.iter().copied());
    let kept: Vec<(u64, &Change)> = ledger.into_iter().filter(|(_, change)| !erasure.covers(change)).collect();
    let state = replay(owner, kept.iter().copied());
    assert_eq!(state.catalogue, expected.catalogue);
    assert_eq!((&state.entries, &state.make_ups), (&expected.entries, &expected.make_ups));
    kept.into_iter().map(|(_, change)| change.clone()).collect()
}

#[test]
fn erasing_an_item_leaves_no_word_of_it_and_a_ledger_that_replays() {
    let (mut book, salah, _) = full_book();
    let kept = erase_and_replay(&mut book, RecordKey::Item(salah.fajr));
    let text = format!("{kept:?}");
    for word in ["Fajr", "Sunnah", "First", "Undone"] {
        assert!(!text.contains(word), "{word} is left");
    }
    assert!(text.contains("Moved") && text.contains("Zuhr"));
    assert_eq!(text.matches("For noon").count(), 2, "a reminder of something else stays, and so does its history");
    assert_eq!(book.catalogue.exemptions.len(), 3);
}

#[test]
fn erasing_a_deed_leaves_no_word_of_it_and_a_ledger_that_replays() {
    let (mut book, salah, quran) = full_book();
    let kept = erase_and_replay(&mut book, RecordKey::Deed(salah.deed));
    let text = format!("{kept:?}");
    for word in ["Salah", "Fajr", "Undone", "Moved", "congregation"] {
        assert!(!text.contains(word), "{word} is left");
    }
    assert!(book.catalogue.items.contains_key(&quran));
}

#[test]
fn an_erased_entry_takes_the_column_that_holds_it_along() {
    let (book, salah, _) = full_book();
    let key = RecordKey::Entry(salah.zuhr, today());
    let erasure = Erasure::of(&book.catalogue, key).unwrap();
    let covered: Vec<&Change> = book.ledger.iter().filter(|change| erasure.covers(change)).collect();
    assert!(matches!(covered[..], [Change::Entries(column)] if column.item() == salah.zuhr), "{covered:?}");
    let entry = |item, day| Change::Entry { item, day, value: ValueWrite::Keep, note: NoteWrite::Clear };
    assert!(erasure.covers(&entry(salah.zuhr, today())) && erasure.covers(&Change::Remove(key)));
    assert!(!erasure.covers(&entry(salah.zuhr, today().next().unwrap())));
    assert!(!erasure.covers(&entry(salah.fajr, today())) && !erasure.covers(&Change::Erase(key)));
}

#[test]
fn days_are_erased_by_themselves() {
    let book = Book::new();
    let reflection = RecordKey::Reflection(today(), Category::Hasanaat);
    let erasure = Erasure::of(&book.catalogue, reflection).unwrap();
    let write = |category| Change::Reflection { day: today(), category, text: None };
    assert!(erasure.covers(&write(Category::Hasanaat)) && !erasure.covers(&write(Category::Saiyyiaat)));
    let erasure = Erasure::of(&book.catalogue, RecordKey::Reviewed(today())).unwrap();
    assert!(erasure.covers(&Change::Reviewed { day: today(), reviewed: true }));
    assert!(!erasure.covers(&write(Category::Hasanaat)));
}
