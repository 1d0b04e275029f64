//! Reminders that are due, as hosts that deliver them use them.

use std::collections::BTreeSet;
use std::time::Duration;

use kitaab::{
    Book, DueOptions, DueReminder, NewExemption, NewReminder, Reason, ReminderPatch, Schedule, Scope, SettingsPatch,
    Timestamp,
};

use crate::world::{World, day, today};

super::world::on_every_store!(
    a_reminder_is_handed_out_once_and_again_where_nobody_confirms,
    a_one_off_is_put_off_and_completed,
    an_entry_or_an_exemption_silences_a_recurring_reminder,
    what_was_due_before_it_was_set_is_not_handed_out,
    what_was_due_long_ago_is_not_handed_out,
    a_change_of_zone_gives_nothing_twice,
    hosts_that_ask_at_once_share_what_is_due,
    refusals_are_told,
);

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

async fn due(book: &Book) -> Vec<DueReminder> {
    book.reminders().due(DueOptions::new()).await.unwrap()
}

fn told(due: &[DueReminder]) -> Vec<(String, String)> {
    due.iter().map(|one| (one.reminder.title.to_string(), one.occurrence.at.to_string()[..16].to_owned())).collect()
}

fn line(title: &str, at: &str) -> (String, String) {
    (title.to_owned(), at.to_owned())
}

async fn a_reminder_is_handed_out_once_and_again_where_nobody_confirms(world: World) {
    let reminders = world.book.reminders();
    reminders.add(NewReminder::once("Call", today(), 11 * 60 + 59)).await.unwrap();
    reminders.add(NewReminder::once("Read", today(), 11 * 60)).await.unwrap();
    reminders.add(NewReminder::once("Later", today(), 12 * 60 + 1)).await.unwrap();
    let head = world.book.head().await.unwrap();
    let first = due(&world.book).await;
    assert_eq!(told(&first), [line("Read", "2024-02-10T11:00"), line("Call", "2024-02-10T11:59")]);
    assert_eq!(first[0].day, today());
    let another = world.another(2).await;
    assert_eq!(due(&another).await, []);
    reminders.confirm(&first[0]).await.unwrap();
    world.time.set(at("2024-02-10T12:04:59Z"));
    assert_eq!(told(&due(&another).await), [line("Later", "2024-02-10T12:01")]);
    // The lease of the call ended without a word.
    world.time.set(at("2024-02-10T12:05:00Z"));
    let second = due(&another).await;
    assert_eq!(told(&second), [line("Call", "2024-02-10T11:59")]);
    assert!(!reminders.release(&first[1]).await.unwrap());
    assert!(another.reminders().release(&second[0]).await.unwrap());
    let third = due(&world.book).await;
    assert_eq!(told(&third), [line("Call", "2024-02-10T11:59")]);
    reminders.confirm(&third[0]).await.unwrap();
    world.time.set(at("2024-02-10T13:00:00Z"));
    assert_eq!(told(&due(&another).await), [line("Later", "2024-02-10T12:01")]);
    // None of it is a commit.
    assert_eq!(world.book.head().await.unwrap().seq, head.seq);
}

async fn a_one_off_is_put_off_and_completed(world: World) {
    let reminders = world.book.reminders();
    let call = reminders.add(NewReminder::once("Call", today(), 11 * 60)).await.unwrap().added.id;
    let first = due(&world.book).await;
    reminders.confirm(&first[0]).await.unwrap();
    reminders.snooze(call, at("2024-02-10T12:30:00Z")).await.unwrap();
    assert_eq!(due(&world.book).await, []);
    world.time.set(at("2024-02-10T12:30:00Z"));
    let again = due(&world.book).await;
    assert_eq!(told(&again), [line("Call", "2024-02-10T12:30")]);
    reminders.confirm(&again[0]).await.unwrap();
    reminders.snooze(call, at("2024-02-10T13:00:00Z")).await.unwrap();
    reminders.complete(call).await.unwrap();
    world.time.set(at("2024-02-10T13:30:00Z"));
    assert_eq!(due(&world.book).await, []);
}

async fn an_entry_or_an_exemption_silences_a_recurring_reminder(world: World) {
    let salah = world.salah().await;
    let rise = NewReminder::recurring("Rise", 5 * 60, Schedule::Daily).item(salah["Fajr"]);
    world.book.reminders().add(rise).await.unwrap();
    let on = |date: &str| at(&format!("{date}T05:30:00Z"));
    let sleep = DueOptions::new().grace(Duration::from_hours(1));
    let due = || async { told(&world.book.reminders().due(sleep).await.unwrap()) };

    world.time.set(on("2024-02-11"));
    assert_eq!(due().await, [line("Rise", "2024-02-11T05:00")]);
    world.time.set(on("2024-02-12"));
    world.book.entries().put(salah["Fajr"], day("2024-02-12"), "on time").await.unwrap();
    assert_eq!(due().await, []);
    world.time.set(on("2024-02-13"));
    let journey = NewExemption::new(Scope::Item(salah["Fajr"]), Reason::Travel, day("2024-02-13"));
    world.book.exemptions().add(journey.last_day(day("2024-02-13"))).await.unwrap();
    assert_eq!(due().await, []);
    world.time.set(on("2024-02-14"));
    assert_eq!(due().await, [line("Rise", "2024-02-14T05:00")]);
    world.time.set(on("2024-02-15"));
    world.book.items().archive(salah["Fajr"], day("2024-02-15")).await.unwrap();
    assert_eq!(due().await, []);
}

async fn what_was_due_before_it_was_set_is_not_handed_out(world: World) {
    let reminders = world.book.reminders();
    let rise = reminders.add(NewReminder::recurring("Rise", 5 * 60, Schedule::Daily)).await.unwrap().added.id;
    assert_eq!(due(&world.book).await, []);
    world.time.set(at("2024-02-11T05:00:00Z"));
    let first = due(&world.book).await;
    assert_eq!(told(&first), [line("Rise", "2024-02-11T05:00")]);
    reminders.confirm(&first[0]).await.unwrap();
    // Another title leaves it due; out of use for a day it is not.
    world.time.set(at("2024-02-12T06:00:00Z"));
    let patch = ReminderPatch { title: Some("Get up".parse().unwrap()), ..ReminderPatch::default() };
    reminders.edit(rise, patch).await.unwrap();
    let second = due(&world.book).await;
    assert_eq!(told(&second), [line("Get up", "2024-02-12T05:00")]);
    reminders.confirm(&second[0]).await.unwrap();
    let active = |active| ReminderPatch { active: Some(active), ..ReminderPatch::default() };
    reminders.edit(rise, active(false)).await.unwrap();
    world.time.set(at("2024-02-13T06:00:00Z"));
    assert_eq!(due(&world.book).await, []);
    reminders.edit(rise, active(true)).await.unwrap();
    assert_eq!(due(&world.book).await, []);
    world.time.set(at("2024-02-14T05:00:00Z"));
    assert_eq!(told(&due(&world.book).await), [line("Get up", "2024-02-14T05:00")]);
}

async fn what_was_due_long_ago_is_not_handed_out(world: World) {
    let reminders = world.book.reminders();
    reminders.add(NewReminder::once("Long ago", day("2024-02-09"), 12 * 60)).await.unwrap();
    reminders.add(NewReminder::once("A day ago", day("2024-02-09"), 12 * 60 + 1)).await.unwrap();
    assert_eq!(told(&due(&world.book).await), [line("A day ago", "2024-02-09T12:01")]);
    let longer = reminders.due(DueOptions::new().grace(Duration::from_hours(48))).await.unwrap();
    assert_eq!(told(&longer), [line("Long ago", "2024-02-09T12:00")]);
}

async fn a_change_of_zone_gives_nothing_twice(world: World) {
    let reminders = world.book.reminders();
    let zone = |name: &str| SettingsPatch { zone: Some(name.parse().unwrap()), ..SettingsPatch::default() };
    world.book.settings().edit(zone("Asia/Riyadh")).await.unwrap();
    reminders.add(NewReminder::recurring("Rise", 5 * 60, Schedule::Daily)).await.unwrap();
    world.time.set(at("2024-02-11T02:30:00Z"));
    let first = due(&world.book).await;
    assert_eq!(told(&first), [line("Rise", "2024-02-11T02:00")]);
    reminders.confirm(&first[0]).await.unwrap();
    world.book.settings().edit(zone("Europe/London")).await.unwrap();
    world.time.set(at("2024-02-11T05:30:00Z"));
    assert_eq!(due(&world.book).await, []);
    world.time.set(at("2024-02-12T05:30:00Z"));
    assert_eq!(told(&due(&world.book).await), [line("Rise", "2024-02-12T05:00")]);
}

async fn hosts_that_ask_at_once_share_what_is_due(world: World) {
    for minute in 0..30 {
        let new = NewReminder::once(format!("Number {minute}"), today(), 11 * 60 + minute);
        world.book.reminders().add(new).await.unwrap();
    }
    let mut hosts = Vec::new();
    for seed in 2..8 {
        let book = world.another(seed).await;
        hosts.push(tokio::spawn(async move { due(&book).await }));
    }
    let mut got = Vec::new();
    for host in hosts {
        got.extend(host.await.unwrap().into_iter().map(|one| one.reminder.id));
    }
    assert_eq!((got.len(), got.into_iter().collect::<BTreeSet<_>>().len()), (30, 30));
}

async fn refusals_are_told(world: World) {
    let reminders = world.book.reminders();
    let beyond = DueOptions::MAX + Duration::from_secs(1);
    for length in [Duration::ZERO, Duration::from_nanos(1), beyond, Duration::MAX] {
        let refused = reminders.due(DueOptions::new().grace(length)).await.unwrap_err();
        assert_eq!((refused.code(), refused.field()), ("invalid", Some("grace")));
        let refused = reminders.due(DueOptions::new().lease(length)).await.unwrap_err();
        assert_eq!((refused.code(), refused.field()), ("invalid", Some("lease")));
    }
    let call = reminders.add(NewReminder::once("Call", today(), 11 * 60)).await.unwrap().added.id;
    let taken = due(&world.book).await;
    reminders.remove(call).await.unwrap();
    assert_eq!(reminders.confirm(&taken[0]).await.unwrap_err().code(), "not_found");
    assert!(!reminders.release(&taken[0]).await.unwrap());
}
