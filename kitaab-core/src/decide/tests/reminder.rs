use super::*;
use crate::change::RecordKey;
use crate::decide::NewReminder;
use crate::reminder::{ReminderPatch, ReminderTime};
use crate::schedule::Schedule;
use crate::settings::SettingsPatch;
use crate::time::Timestamp;

#[test]
fn a_reminder_has_a_priority_a_time_and_an_item_that_exists() {
    let (mut book, salah, _) = Book::with_salah_and_quran();
    let mut refused = |new: NewReminder| book.refused(|catalogue, ids| catalogue.add_reminder(&new, ids));
    let once = || NewReminder::once("Zakah", today(), 600);
    for priority in [0, 6] {
        assert_invalid(refused(once().priority(priority)), "priority", "must be from 1 to 5");
    }
    let rule = "must be from 0 to 1439 minutes after midnight";
    assert_invalid(refused(NewReminder::once("Zakah", today(), 1_440)), "time.minute", rule);
    assert_invalid(refused(NewReminder::once("", today(), 0)), "title", "must not be empty");
    assert_invalid(refused(once().text("x".repeat(4_001))), "description", "must have at most 4000 characters");
    assert_eq!(refused(once().item(unknown())).code(), "not_found");
    let hijri = NewReminder::recurring("Fast", 300, Schedule::HijriMonths(vec![]));
    assert_eq!(refused(hijri).code(), "invalid");
    let id = book.add(|catalogue, ids| {
        catalogue.add_reminder(&NewReminder::recurring("Fajr", 300, Schedule::Daily).item(salah.fajr).priority(1), ids)
    });
    let reminder = book.catalogue.reminder(id).unwrap();
    assert_eq!((reminder.item, reminder.priority, reminder.active), (Some(salah.fajr), 1, true));
}

#[test]
fn a_one_off_is_completed_or_snoozed() {
    let mut book = Book::new();
    let now = Timestamp::from_micros(1_000_000);
    let later = Timestamp::from_micros(2_000_000);
    let once = book.add(|catalogue, ids| catalogue.add_reminder(&NewReminder::once("Zakah", today(), 600), ids));
    let daily = NewReminder::recurring("Fajr", 300, Schedule::Daily);
    let daily = book.add(|catalogue, ids| catalogue.add_reminder(&daily, ids));
    let recurs = "it recurs: only one for one time is completed or snoozed";
    assert_conflict(book.catalogue.complete_reminder(daily, now).unwrap_err(), recurs);
    assert_conflict(book.catalogue.snooze_reminder(daily, later, now).unwrap_err(), recurs);
    assert_invalid(book.catalogue.snooze_reminder(once, now, now).unwrap_err(), "until", "must be after now");
    let changes = book.catalogue.snooze_reminder(once, later, now).unwrap();
    book.apply(changes);
    let changes = book.catalogue.complete_reminder(once, later).unwrap();
    book.apply(changes);
    let reminder = &book.catalogue.reminders[&once];
    assert_eq!((reminder.completed_at, reminder.snoozed_until), (Some(later), None));
    assert_conflict(book.catalogue.complete_reminder(once, later).unwrap_err(), "it is completed already");

    let set = ReminderPatch { completed_at: Some(None), ..ReminderPatch::default() };
    let rule = "must be completed and snoozed by their own operations";
    assert_invalid(book.catalogue.edit_reminder(once, set).unwrap_err(), "reminder", rule);
    let time = ReminderTime::Once { day: day("2025-03-15"), minute: 600 };
    let changes =
        book.catalogue.edit_reminder(once, ReminderPatch { time: Some(time), ..ReminderPatch::default() }).unwrap();
    book.apply(changes);
    assert_eq!(book.catalogue.reminders[&once].completed_at, None, "a new time makes it due again");
    assert_eq!(book.catalogue.remove_reminder(once).unwrap(), [Change::Remove(RecordKey::Reminder(once))]);
    assert_not_found(book.catalogue.remove_reminder(unknown()));
    assert_not_found(book.catalogue.edit_reminder(unknown(), ReminderPatch::default()));
}

#[test]
fn settings_have_a_weekday() {
    let book = Book::new();
    let weekday = |weekday| SettingsPatch { first_weekday: Some(weekday), ..SettingsPatch::default() };
    let rule = "must be from 0 (Monday) to 6 (Sunday)";
    assert_invalid(book.catalogue.edit_settings(weekday(7)).unwrap_err(), "first_weekday", rule);
    assert_eq!(book.catalogue.edit_settings(weekday(6)).unwrap(), [Change::Settings(weekday(6))]);
    assert_eq!(book.catalogue.edit_settings(weekday(0)).unwrap(), []);
}
