//! Which day it is.

use kitaab::Category::Hasanaat;
use kitaab::rules::{every_day, logged};
use kitaab::{DayRange, DayStart, HijriMonth, NewDeed, NewMerit, Occasion, Outcome, RecordKey, Schedule, Weekday};

use crate::world::{World, day, on_every_store};

on_every_store!(
    today_follows_zone_and_day_start,
    entries_go_up_to_the_owners_tomorrow,
    settings_are_kept,
    sightings_move_the_hijri_calendar,
    a_day_tells_its_hijri_date_and_what_is_due,
    a_sighting_turns_the_verdicts_that_it_concerns
);

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

async fn sightings_move_the_hijri_calendar(world: World) {
    let calendar = world.book.calendar();
    let (ramadan, first) = (HijriMonth::new(1445, 9).unwrap(), day("2024-03-11"));
    let date = async |on: &str| calendar.day(day(on)).await.unwrap().hijri.date.to_string();
    assert_eq!(date("2024-03-11").await, "1445-09-01");
    // A day early, Sha'ban would have 28 days.
    let error = calendar.set_sighting(ramadan, day("2024-03-10")).await.unwrap_err();
    assert_eq!((error.code(), error.field()), ("invalid", Some("first_day")));
    assert!(calendar.set_sighting(ramadan, day("2024-03-14")).await.is_err());
    assert!(calendar.set_sighting(ramadan, day("2024-03-12")).await.unwrap().seq.is_some());
    assert_eq!(calendar.set_sighting(ramadan, day("2024-03-12")).await.unwrap().seq, None);
    assert_eq!(date("2024-03-11").await, "1445-08-30");
    assert_eq!(date("2024-03-12").await, "1445-09-01");
    assert_eq!(date("2024-04-10").await, "1445-10-01");
    let days = calendar.days(DayRange::new(first, day("2024-03-12")).unwrap()).await.unwrap();
    assert_eq!(days.iter().map(|day| day.hijri.sighted).collect::<Vec<_>>(), [false, true]);

    // Another program sees it; history, undo and redo know it.
    let other = world.another(2).await;
    let seen = other.calendar().sightings().await.unwrap();
    assert_eq!(
        seen.iter().map(|sighting| (sighting.id, sighting.first_day)).collect::<Vec<_>>(),
        [(ramadan, day("2024-03-12"))]
    );
    world.book.ledger().undo().await.unwrap();
    assert_eq!(date("2024-03-11").await, "1445-09-01");
    world.book.ledger().redo().await.unwrap();
    assert_eq!(date("2024-03-11").await, "1445-08-30");
    let history = world.book.ledger().history(RecordKey::Sighting(ramadan)).await.unwrap();
    assert_eq!(history.len(), 3);
    calendar.remove_sighting(ramadan).await.unwrap();
    assert_eq!(calendar.remove_sighting(ramadan).await.unwrap().seq, None);
    assert_eq!(date("2024-03-11").await, "1445-09-01");
    world.book.ledger().verify(None).await.unwrap();
}

async fn a_day_tells_its_hijri_date_and_what_is_due(world: World) {
    let white_days = Schedule::HijriMonthDays(vec![13, 14, 15]);
    let fasts = NewDeed::scale("Fasting", Hasanaat).schedule(white_days).fast().starts_on(day("2024-01-01"));
    let fasts = world.book.deeds().add(fasts).await.unwrap();
    let page = async |on: &str| world.book.entries().day(day(on)).await.unwrap();
    // 13 and 14 Dhul-Hijjah 1445: the 13th is no day to fast.
    let thirteenth = page("2024-06-19").await;
    assert_eq!(thirteenth.hijri.date.to_string(), "1445-12-13");
    assert_eq!(thirteenth.occasions.iter().collect::<Vec<_>>(), [Occasion::Tashriq]);
    assert_eq!((thirteenth.lines.len(), thirteenth.due().count()), (1, 0));
    let fourteenth = page("2024-06-20").await;
    assert!(fourteenth.occasions.contains(Occasion::WhiteDay));
    assert_eq!(fourteenth.due().map(|line| line.item).collect::<Vec<_>>(), [fasts.root()]);
    world.book.items().set_fast(fasts.root(), false).await.unwrap();
    assert_eq!(page("2024-06-19").await.due().count(), 1);
}

async fn a_sighting_turns_the_verdicts_that_it_concerns(world: World) {
    // By the tables, Rajab 1445 begins on 2024-01-13.
    let fasts =
        NewDeed::scale("Fasting", Hasanaat).schedule(Schedule::HijriMonths(vec![7])).starts_on(day("2024-01-01"));
    let fasts = world.book.deeds().add(fasts).await.unwrap();
    world.book.entries().put(fasts.root(), day("2024-01-13"), "Yes").await.unwrap();
    let merit = NewMerit::positive("Rajab").days(3).rule(every_day(fasts.root(), logged()));
    let merit = world.book.merits().add(merit).await.unwrap();
    let verdict = world.book.merits().record(merit.id, day("2024-01-13")).await.unwrap();
    assert_eq!(verdict.outcome, Outcome::Earned);
    let rajab = HijriMonth::new(1445, 7).unwrap();
    for (first_day, outcome) in [(Some(day("2024-01-12")), Outcome::NotEarned), (None, Outcome::Earned)] {
        let turned = world.book.calendar().set_sightings([(rajab, first_day)]).await.unwrap().turned;
        assert_eq!(turned.iter().map(|turned| turned.to).collect::<Vec<_>>(), [outcome]);
        assert_eq!(world.stored_verdicts().await[&(day("2024-01-13"), merit.id)], outcome);
    }
}
