//! Which day it is.

use kitaab::{DayStart, Weekday};

use crate::world::{World, day, on_every_store};

on_every_store!(today_follows_zone_and_day_start, entries_go_up_to_the_owners_tomorrow, settings_are_kept);

async fn today_follows_zone_and_day_start(world: World) {
    world.time.set("2024-06-01T22:30:00Z".parse().unwrap()); // 01:30 on 2 June in Riyadh
    assert_eq!(world.book.today().await.unwrap(), day("2024-06-01"));
    world.book.settings().set_zone("Asia/Riyadh".parse().unwrap()).await.unwrap();
    assert_eq!(world.book.today().await.unwrap(), day("2024-06-02"));
    world.book.settings().set_day_start(DayStart::from_minutes(180).unwrap()).await.unwrap();
    assert_eq!(world.book.today().await.unwrap(), day("2024-06-01"));
    world.time.advance(std::time::Duration::from_mins(90));
    assert_eq!(world.book.today().await.unwrap(), day("2024-06-02"));
}

async fn entries_go_up_to_the_owners_tomorrow(world: World) {
    let salah = world.salah().await;
    world.time.set("2024-06-01T22:30:00Z".parse().unwrap());
    let put = |date| world.book.entries().put(salah["Isha"], date, "on time");
    put(day("2024-06-02")).await.unwrap();
    assert_eq!(put(day("2024-06-03")).await.unwrap_err().field(), Some("day"));
    world.book.settings().set_zone("Asia/Riyadh".parse().unwrap()).await.unwrap();
    put(day("2024-06-03")).await.unwrap();
    // A change of zone moves no entry.
    world.book.settings().set_zone("America/Los_Angeles".parse().unwrap()).await.unwrap();
    assert!(world.book.entries().get(salah["Isha"], day("2024-06-03")).await.unwrap().is_some());
    assert_eq!(put(day("2024-06-03")).await.unwrap_err().code(), "invalid");
}

async fn settings_are_kept(world: World) {
    let settings = world.book.settings();
    settings.set_first_weekday(Weekday::Sun).await.unwrap();
    settings.set_zone("Africa/Cairo".parse().unwrap()).await.unwrap();
    let read = world.another(2).await.settings().get().await.unwrap();
    assert_eq!((read.first_weekday, read.zone.name(), read.day_start), (6, "Africa/Cairo", DayStart::MIDNIGHT));
}
