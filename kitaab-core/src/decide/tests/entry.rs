use super::*;
use crate::amount::Amount;
use crate::change::{NoteWrite, RecordKey, ValueWrite};
use crate::column::EntryColumn;
use crate::decide::{NewEntry, ValueInput};
use crate::entry::Value;
use crate::id::ScaleId;
use crate::scale::values_by_position;
use crate::text::Note;

fn amount(text: &str) -> Amount {
    text.parse().unwrap()
}

fn tomorrow() -> Day {
    today().next().unwrap()
}

#[test]
fn a_label_is_looked_up_in_the_version_of_now_then_in_that_of_the_day() {
    let (mut book, salah, _) = Book::with_salah_and_quran();
    let first = book.catalogue.active_scale(salah.deed).unwrap().id;
    let second = unknown::<ScaleId>();
    let values = values_by_position(["missed", "on time"]).unwrap();
    let changes = book.catalogue.redefine_scale(salah.deed, values, None, today(), second).unwrap();
    book.apply(changes);
    let resolve = |label: &str, day: Day| book.catalogue.resolve_value(salah.fajr, &label.into(), day);
    let value = |scale, position| Value::Scale(ScaleValueRef { scale, position });
    let yesterday = today().previous().unwrap();
    assert_eq!(resolve("on time", yesterday).unwrap(), value(second, 1));
    assert_eq!(resolve(" late ", yesterday).unwrap(), value(first, 1));
    assert_invalid(resolve("late", today()).unwrap_err(), "value", "must be one of: missed, on time");
    assert_invalid(resolve(" ", today()).unwrap_err(), "value.label", "must not be empty");
}

#[test]
fn a_value_fits_the_measure() {
    let (book, salah, quran) = Book::with_salah_and_quran();
    let on_time = book.value(salah.deed, "on time");
    let check = |item, value| book.catalogue.check_entry(item, today(), value, today());
    check(salah.fajr, Value::Scale(on_time)).unwrap();
    check(quran, Value::Count(amount("2.5"))).unwrap();
    let error = check(salah.fajr, Value::Count(amount("2.5"))).unwrap_err();
    assert_invalid(error, "value", "must be a value of the deed's scale");
    let error = check(quran, Value::Scale(on_time)).unwrap_err();
    assert_invalid(error, "value", "must be an amount, since the deed is counted");
    let label = book.catalogue.resolve_value(quran, &ValueInput::from("33"), today()).unwrap_err();
    assert_invalid(label, "value", "must be an amount, since the deed is counted");
}

#[test]
fn amounts_have_two_fraction_digits_and_bounds() {
    for (text, rule) in [
        ("1.234", "must have at most two fraction digits"),
        ("-1", "must not be negative"),
        ("100000000", "must be at most 99999999.99"),
        ("many", "must be a decimal number such as 33 or 2.50"),
    ] {
        assert_invalid(text.parse::<Amount>().unwrap_err(), "amount", rule);
    }
}

#[test]
fn a_scale_value_is_of_the_deeds_own_scale() {
    let (mut book, salah, _) = Book::with_salah_and_quran();
    let other = book.add_deed(&NewDeed::scale("Fasting", Category::Hasanaat));
    let check = |value| book.catalogue.check_entry(salah.fajr, today(), Value::Scale(value), today());
    let foreign = book.value(other, "Yes");
    assert_invalid(check(foreign).unwrap_err(), "value", "must be a value of the deed's own scale");
    let beyond = ScaleValueRef { position: 4, ..book.value(salah.deed, "late") };
    assert_invalid(check(beyond).unwrap_err(), "value", "must be a position in the scale");
    assert_not_found(check(ScaleValueRef { scale: unknown(), position: 0 }));
}

#[test]
fn a_scale_value_is_of_the_version_active_now_or_on_the_day() {
    let (mut book, salah, _) = Book::with_salah_and_quran();
    let versions: Vec<ScaleValueRef> = [(2, "2024-02-01"), (3, "2024-03-01")]
        .into_iter()
        .map(|(n, from)| {
            let scale = ScaleId::new(Uuid::from_u128(n));
            let values = values_by_position(["a", "b"]).unwrap();
            let changes = book.catalogue.redefine_scale(salah.deed, values, None, day(from), scale).unwrap();
            book.apply(changes);
            ScaleValueRef { scale, position: 0 }
        })
        .collect();
    let check = |value, on: &str| book.catalogue.check_entry(salah.fajr, day(on), Value::Scale(value), today());
    check(versions[0], "2024-02-10").unwrap();
    check(versions[1], "2024-02-10").unwrap();
    check(versions[1], "2024-03-10").unwrap();
    let error = check(versions[0], "2024-03-10").unwrap_err();
    assert_invalid(error, "value", "must be of the scale version active now or on that day");
    assert!(check(versions[0], "2024-01-10").is_err(), "the first version was active then");
}

#[test]
fn entries_go_up_to_the_owners_tomorrow() {
    let (book, _, quran) = Book::with_salah_and_quran();
    let check = |day| book.catalogue.check_entry(quran, day, Value::Count(amount("1")), today());
    check(tomorrow()).unwrap();
    check(Day::MIN).unwrap();
    let error = check(tomorrow().next().unwrap()).unwrap_err();
    assert_invalid(error, "day", "must not be later than tomorrow");
    assert_eq!("2101-01-01".parse::<Day>().unwrap_err().code(), "invalid");
}

#[test]
fn only_leaves_take_entries() {
    let (mut book, salah, _) = Book::with_salah_and_quran();
    let value = Value::Scale(book.value(salah.deed, "late"));
    let leaf = "must be a leaf: entries belong to the items below it";
    let check = |book: &Book, item| book.catalogue.check_entry(item, today(), value, today());
    assert_invalid(check(&book, salah.root).unwrap_err(), "item", leaf);
    let sunnah = book.add_item(salah.fajr, &NewItem::named("Sunnah"));
    assert_invalid(check(&book, salah.fajr).unwrap_err(), "item", leaf);
    let changes = book.catalogue.archive_item(sunnah, tomorrow(), today()).unwrap();
    book.apply(changes);
    assert_invalid(check(&book, salah.fajr).unwrap_err(), "item", leaf);
    let changes = book.catalogue.archive_item(sunnah, today(), today()).unwrap();
    book.apply(changes);
    check(&book, salah.fajr).unwrap();
    assert_not_found(check(&book, unknown()));
}

#[test]
fn an_item_takes_entries_until_one_below_it_begins() {
    let (mut book, salah, _) = Book::with_salah_and_quran();
    let value = Value::Scale(book.value(salah.deed, "late"));
    book.add_item(salah.fajr, &NewItem::named("Sunnah").starts_on(tomorrow()));
    let check = |day| book.catalogue.check_entry(salah.fajr, day, value, today());
    check(today()).unwrap();
    assert_invalid(check(tomorrow()).unwrap_err(), "item", "must be a leaf: entries belong to the items below it");
}

#[test]
fn archived_items_take_corrections_of_earlier_days() {
    let (mut book, _, quran) = Book::with_salah_and_quran();
    let changes = book.catalogue.archive_item(quran, day("2024-03-10"), today()).unwrap();
    book.apply(changes);
    let check = |on: &str| book.catalogue.check_entry(quran, day(on), Value::Count(amount("1")), today());
    check("2024-03-09").unwrap();
    let rule = "must be before the day from which the item is archived";
    assert_invalid(check("2024-03-10").unwrap_err(), "day", rule);
}

#[test]
fn a_batch_says_which_entry_is_wrong() {
    let (book, salah, quran) = Book::with_salah_and_quran();
    let good = || NewEntry::new(salah.fajr, today(), "late").note("slept in");
    let refused = |entry: NewEntry| book.catalogue.put_entries(&[good(), entry], today()).unwrap_err();
    assert_invalid(refused(good()), "entries[1]", "must not be named twice");
    let wrong = NewEntry::new(quran, today(), "late");
    assert_invalid(refused(wrong), "entries[1].value", "must be an amount, since the deed is counted");
    let future = NewEntry::new(quran, day("2025-01-01"), amount("1"));
    assert_invalid(refused(future), "entries[1].day", "must not be later than tomorrow");
    let parent = NewEntry::new(salah.root, today(), "late");
    assert_invalid(refused(parent), "entries[1].item", "must be a leaf: entries belong to the items below it");
    let secret = "a secret ".repeat(500);
    let error = refused(NewEntry::new(quran, today(), amount("1")).note(&secret));
    assert!(!error.to_string().contains("secret") && !format!("{error:?}").contains("secret"));
    assert_invalid(error, "entries[1].note", "must have at most 4000 characters");
    assert_eq!(refused(NewEntry::new(unknown(), today(), "late")).code(), "not_found");
    assert_eq!(book.catalogue.put_entries(&[], today()).unwrap(), []);
}

#[test]
fn a_put_keeps_the_note_unless_it_brings_one() {
    let (book, salah, _) = Book::with_salah_and_quran();
    let (on, late) = (today(), book.value(salah.deed, "late"));
    let put = |entry: NewEntry| book.catalogue.put_entries(&[entry], today()).unwrap();
    let value = ValueWrite::Put(Value::Scale(late));
    let entry = |note| [Change::Entry { item: salah.fajr, day: on, value, note }];
    assert_eq!(put(NewEntry::new(salah.fajr, on, late)), entry(NoteWrite::Keep));
    let note = NoteWrite::Set(Note::new("tired").unwrap());
    assert_eq!(put(NewEntry::new(salah.fajr, on, "late").note("tired")), entry(note));
}

#[test]
fn many_entries_of_an_item_become_columns() {
    let (mut book, salah, quran) = Book::with_salah_and_quran();
    let first = book.catalogue.active_scale(salah.deed).unwrap().id;
    let second = unknown::<ScaleId>();
    let values = values_by_position(["missed", "prayed"]).unwrap();
    let changes = book.catalogue.redefine_scale(salah.deed, values, None, today(), second).unwrap();
    book.apply(changes);
    // Backwards, and of two versions.
    let mut entries: Vec<NewEntry> = (0..100)
        .map(|n| {
            NewEntry::new(salah.fajr, today().plus(-n).unwrap(), if n % 2 == 0 || n == 0 { "prayed" } else { "late" })
        })
        .collect();
    entries.extend((0..64).map(|n| NewEntry::new(quran, today().plus(-n).unwrap(), amount("1"))));
    entries[4] = NewEntry::new(salah.fajr, entries[4].day, "prayed").note("at last");
    let changes = book.catalogue.put_entries(&entries, today()).unwrap();
    let columns: Vec<&EntryColumn> =
        changes.iter().filter_map(|c| if let Change::Entries(column) = c { Some(column) } else { None }).collect();
    assert_eq!((columns.len(), changes.len() - columns.len()), (2, 64), "64 still go one by one");
    let versions: Vec<ScaleId> = columns
        .iter()
        .map(|column| match column.values() {
            crate::column::ColumnValues::Scale { scale, .. } => *scale,
            crate::column::ColumnValues::Count(_) => panic!("a count"),
        })
        .collect();
    assert!(versions.contains(&first) && versions.contains(&second));
    let noted = columns.iter().flat_map(|column| column.entries()).find(|(_, _, note)| note.is_some()).unwrap();
    assert_eq!((noted.0, noted.2.unwrap().as_str()), (today().plus(-4).unwrap(), "at last"));
}

#[test]
fn columns_are_cut_where_they_are_full() {
    let (book, _, quran) = Book::with_salah_and_quran();
    let count = i32::try_from(EntryColumn::MAX_ENTRIES).unwrap() + 10;
    let entries: Vec<NewEntry> =
        (0..count).map(|n| NewEntry::new(quran, today().plus(-n).unwrap(), amount("1"))).collect();
    let lengths = |entries: &[NewEntry]| -> Vec<usize> {
        let changes = book.catalogue.put_entries(entries, today()).unwrap();
        changes.iter().map(|c| if let Change::Entries(column) = c { column.len() } else { 0 }).collect()
    };
    assert_eq!(lengths(&entries), [EntryColumn::MAX_ENTRIES, 10]);
    // 8 KiB each: sixteen of them are just what fits.
    let noted: Vec<NewEntry> =
        entries.into_iter().take(70).map(|entry| entry.note("\u{1d11e}".repeat(2_048))).collect();
    assert_eq!(lengths(&noted), [16, 16, 16, 16, 6]);
}

#[test]
fn only_counts_are_added_to() {
    let (book, salah, quran) = Book::with_salah_and_quran();
    let add = |item, text: &str| book.catalogue.add_to_entry(item, today(), amount(text), today());
    let entry = Change::Entry { item: quran, day: today(), value: ValueWrite::Add(3_300), note: NoteWrite::Keep };
    assert_eq!(add(quran, "33").unwrap(), [entry]);
    assert_invalid(add(quran, "0").unwrap_err(), "amount", "must be above 0");
    assert_invalid(add(salah.fajr, "1").unwrap_err(), "value", "must be a value of the deed's scale");
    let future = book.catalogue.add_to_entry(quran, day("2024-03-17"), amount("1"), today()).unwrap_err();
    assert_invalid(future, "day", "must not be later than tomorrow");
}

#[test]
fn notes_and_removals_need_an_entry() {
    let (book, salah, _) = Book::with_salah_and_quran();
    let note = Note::new("tired").unwrap();
    assert_not_found(book.catalogue.set_note(salah.fajr, today(), Some(note.clone()), false));
    assert_not_found(book.catalogue.set_note(unknown(), today(), None, true));
    let set = book.catalogue.set_note(salah.fajr, today(), Some(note.clone()), true).unwrap();
    let entry = |note| Change::Entry { item: salah.fajr, day: today(), value: ValueWrite::Keep, note };
    assert_eq!(set, [entry(NoteWrite::Set(note))]);
    assert_eq!(book.catalogue.set_note(salah.fajr, today(), None, true).unwrap(), [entry(NoteWrite::Clear)]);
    assert_not_found(book.catalogue.remove_entry(salah.fajr, today(), false));
    let removed = book.catalogue.remove_entry(salah.fajr, today(), true).unwrap();
    assert_eq!(removed, [Change::Remove(RecordKey::Entry(salah.fajr, today()))]);
}

#[test]
fn days_are_reviewed_up_to_tomorrow() {
    let book = Book::new();
    let review = |day| book.catalogue.review_day(day, true, today());
    assert_eq!(review(tomorrow()).unwrap(), [Change::Reviewed { day: tomorrow(), reviewed: true }]);
    let error = review(tomorrow().next().unwrap()).unwrap_err();
    assert_invalid(error, "day", "must not be later than tomorrow");
}

#[test]
fn reflections_are_written_up_to_tomorrow() {
    let book = Book::new();
    let write = |day| book.catalogue.write_reflection(day, Category::Hasanaat, None, today());
    assert_eq!(write(tomorrow()).unwrap().len(), 1);
    assert_invalid(write(day("2024-03-17")).unwrap_err(), "day", "must not be later than tomorrow");
    let long = crate::ReflectionText::new("x".repeat(20_001)).unwrap_err();
    assert_invalid(long, "reflection", "must have at most 20000 characters");
}

#[test]
fn many_entries_of_one_item_are_put_as_one_by_one() {
    let (book, salah, quran) = Book::with_salah_and_quran();
    let start: Day = "2020-01-01".parse().unwrap();
    for length in [0, 1, 64, 65, 200] {
        let entries: Vec<(Day, Value, Option<Note>)> = (0..length)
            .map(|place| {
                let note = (place % 7 == 0).then(|| "noted".parse().unwrap());
                (start.plus(place * 2).unwrap(), Value::Count(amount("2.5")), note)
            })
            .collect();
        let named: Vec<NewEntry> = entries
            .iter()
            .map(|(day, value, note)| {
                let entry = NewEntry::new(quran, *day, *value);
                note.iter().fold(entry, |entry, note| entry.note(note.as_str()))
            })
            .collect();
        let changes = book.catalogue.put_entries_of(quran, entries.clone(), today()).unwrap();
        assert_eq!(changes, book.catalogue.put_entries(&named, today()).unwrap(), "{length}");

        if length > 1 {
            let mut wrong = entries.clone();
            wrong[1].0 = wrong[0].0;
            let error = book.catalogue.put_entries_of(quran, wrong, today()).unwrap_err();
            assert_invalid(error, "entries[1].day", "must come after the one before");
            let mut wrong = entries;
            wrong[1].1 = Value::Scale(book.value(salah.deed, "on time"));
            let error = book.catalogue.put_entries_of(quran, wrong, today()).unwrap_err();
            assert_invalid(error, "entries[1].value", "must be an amount, since the deed is counted");
        }
    }
    let late = vec![(tomorrow().next().unwrap(), Value::Count(amount("1")), None)];
    assert!(book.catalogue.put_entries_of(quran, late, today()).is_err());
}
