//! Recording verdicts, and what becomes of them.

use kitaab::rules::{days_at_least, every_day, score_at_least, score_at_most};
use kitaab::{Book, DayRange, ItemId, MeritId, NewMerit, Outcome};

use crate::watched::Watched;
use crate::world::{World, day, on_every_store, today, unknown};

on_every_store!(
    a_verdict_says_why,
    a_span_is_judged_as_its_days_are,
    an_entry_turns_the_verdicts_whose_window_holds_its_day,
    a_reviewed_day_turns_those_on_bad_deeds,
    a_removed_merit_takes_its_verdicts_along,
    a_backfill_records_every_day,
    another_client_notices_what_is_recorded,
);

/// Fajr on time on each of some days.
async fn fajr(book: &Book, item: ItemId, days: u16) -> MeritId {
    let merit = NewMerit::positive(format!("{days} days")).days(days).rule(every_day(item, score_at_least(2)));
    book.merits().add(merit).await.unwrap().id
}

async fn a_verdict_says_why(world: World) {
    let salah = world.salah().await;
    let merit = fajr(&world.book, salah["Fajr"], 2).await;
    world.book.entries().put(salah["Fajr"], today(), "on time").await.unwrap();
    let verdict = world.book.merits().evaluate(merit, today()).await.unwrap();
    assert!(!verdict.earned());
    let catalogue = world.book.catalogue().await.unwrap();
    assert!(verdict.why(&catalogue).contains("first missed on 2024-02-09"), "{}", verdict.why(&catalogue));
    assert_eq!(world.book.merits().history(merit, DayRange::ALL).await.unwrap(), [], "evaluating records nothing");
    assert_eq!(world.book.merits().evaluate(unknown(), today()).await.unwrap_err().code(), "not_found");
    assert_eq!(world.book.merits().record(unknown(), today()).await.unwrap_err().code(), "not_found");

    world.book.merits().activate(merit, false).await.unwrap();
    assert_eq!(world.book.merits().evaluate_all(today()).await.unwrap(), [], "of those in use");
    assert_eq!(world.book.merits().evaluate(merit, today()).await.unwrap(), verdict);
}

async fn a_span_is_judged_as_its_days_are(world: World) {
    let salah = world.salah().await;
    let (two, unused) = (fajr(&world.book, salah["Fajr"], 2).await, fajr(&world.book, salah["Fajr"], 3).await);
    let bad_days = NewMerit::negative("Missed").days(4).rule(days_at_least(salah["Isha"], 1, score_at_most(0)));
    let bad_days = world.book.merits().add(bad_days).await.unwrap().id;
    world.book.merits().activate(unused, false).await.unwrap();
    for date in ["2024-02-04", "2024-02-05", "2024-02-08"] {
        world.book.entries().put(salah["Fajr"], day(date), "on time").await.unwrap();
        world.book.entries().put(salah["Isha"], day(date), "missed").await.unwrap();
    }
    let days = DayRange::new(day("2024-02-01"), today()).unwrap();
    let spans = world.book.merits().outcomes(days).await.unwrap();
    assert_eq!(spans.iter().map(|(merit, _)| *merit).collect::<Vec<_>>(), [two, bad_days], "those in use, in order");
    for (merit, outcomes) in spans {
        assert_eq!(outcomes.len(), days.count());
        for (day, outcome) in days.days().zip(outcomes) {
            let alone = world.book.merits().evaluate(merit, day).await.unwrap();
            assert_eq!(outcome, alone.outcome, "{day}");
        }
    }
    assert_eq!(world.book.merits().history(two, DayRange::ALL).await.unwrap(), [], "nothing is recorded");
}

async fn an_entry_turns_the_verdicts_whose_window_holds_its_day(world: World) {
    let salah = world.salah().await;
    let merit = fajr(&world.book, salah["Fajr"], 2).await;
    let put = async |date, value: &'static str| world.book.entries().put(salah["Fajr"], date, value).await.unwrap();
    for date in ["2024-02-04", "2024-02-06", "2024-02-08"] {
        put(day(date), "on time").await;
    }
    let days = DayRange::new(day("2024-02-05"), day("2024-02-08")).unwrap();
    world.book.merits().backfill(merit, days).await.unwrap();
    let turned = put(day("2024-02-05"), "on time").await.turned;
    let told: Vec<_> = turned.iter().map(|turned| (turned.day, turned.from, turned.to)).collect();
    let (from, to) = (Outcome::NotEarned, Outcome::Earned);
    assert_eq!(told, [(day("2024-02-05"), from, to), (day("2024-02-06"), from, to)]);
    assert_eq!(put(day("2024-02-05"), "in congregation").await.turned, [], "nothing turns");
    assert_eq!(put(day("2024-02-09"), "on time").await.turned, [], "nothing recorded reads it");
    let turned = world.book.entries().remove(salah["Fajr"], day("2024-02-05")).await.unwrap().turned;
    assert_eq!(turned.len(), 2);
    assert!(turned.iter().all(|turned| turned.to == Outcome::NotEarned));
    let history = world.book.merits().history(merit, DayRange::ALL).await.unwrap();
    assert_eq!(history.iter().map(|verdict| verdict.day).collect::<Vec<_>>(), days.days().collect::<Vec<_>>());
}

async fn a_reviewed_day_turns_those_on_bad_deeds(world: World) {
    let (salah, lying) = (world.salah().await, world.lying().await);
    let rule = every_day(lying.root(), score_at_most(0));
    let honest = world.book.merits().add(NewMerit::positive("Honest").days(1).rule(rule)).await.unwrap().id;
    let verdict = world.book.merits().record(honest, today()).await.unwrap();
    assert_eq!(verdict.outcome, Outcome::NotEarned, "a day on which nothing is logged is unknown");
    let turned = world.book.entries().set_reviewed(today(), true).await.unwrap().turned;
    assert_eq!(turned[0].to, Outcome::Earned);
    let turned = world.book.entries().set_reviewed(today(), false).await.unwrap().turned;
    assert_eq!(turned[0].to, Outcome::NotEarned);
    // Any entry makes it a logged day.
    let turned = world.book.entries().put(salah["Asr"], today(), "late").await.unwrap().turned;
    assert_eq!((turned[0].merit, turned[0].to), (honest, Outcome::Earned));
}

async fn a_removed_merit_takes_its_verdicts_along(world: World) {
    let salah = world.salah().await;
    let (one, other) = (fajr(&world.book, salah["Fajr"], 1).await, fajr(&world.book, salah["Fajr"], 3).await);
    world.book.merits().record_all(today()).await.unwrap();
    world.book.merits().remove(one).await.unwrap();
    assert_eq!(world.book.merits().history(one, DayRange::ALL).await.unwrap_err().code(), "not_found");
    assert_eq!(world.book.merits().history(other, DayRange::ALL).await.unwrap().len(), 1);
    assert_eq!(world.book.entries().put(salah["Fajr"], today(), "on time").await.unwrap().turned, []);
}

async fn a_backfill_records_every_day(world: World) {
    let salah = world.salah().await;
    let rule = days_at_least(salah.root(), 1, score_at_least(1)).any();
    let merit = world.book.merits().add(NewMerit::negative("Late").days(1).rule(rule)).await.unwrap().id;
    world.book.entries().put(salah["Isha"], day("2024-01-15"), "late").await.unwrap();
    let days = DayRange::new(day("2024-01-01"), day("2024-01-31")).unwrap();
    let recorded = world.book.merits().backfill(merit, days).await.unwrap();
    assert_eq!(recorded, world.book.merits().history(merit, DayRange::ALL).await.unwrap());
    let earned: Vec<_> = recorded.iter().filter(|verdict| verdict.outcome == Outcome::Earned).collect();
    assert_eq!((recorded.len(), earned.len(), earned[0].day), (31, 1, day("2024-01-15")));
}

async fn another_client_notices_what_is_recorded(world: World) {
    let salah = world.salah().await;
    let merit = fajr(&world.book, salah["Fajr"], 1).await;
    let other = world.another(2).await;
    other.entries().put(salah["Fajr"], today(), "late").await.unwrap();
    world.book.merits().record(merit, today()).await.unwrap();
    // It has just looked and found nothing recorded: it does not tell, but what is read is right.
    assert_eq!(other.entries().put(salah["Fajr"], today(), "on time").await.unwrap().turned, []);
    let history = other.merits().history(merit, DayRange::ALL).await.unwrap();
    assert_eq!(history[0].outcome, Outcome::Earned);
    assert_eq!(other.merits().recompute().await.unwrap().len(), 1, "what the reading found is told once");
    assert_eq!(other.merits().recompute().await.unwrap(), []);
    // From then on it knows.
    assert_eq!(other.entries().put(salah["Fajr"], today(), "missed").await.unwrap().turned.len(), 1);
    assert_eq!(world.book.entries().put(salah["Fajr"], today(), "on time").await.unwrap().turned.len(), 1);
}

#[tokio::test]
async fn a_recomputation_that_was_cut_short_is_made_up_for() {
    let store = Watched::new();
    let world = World::on(store.clone());
    let salah = world.salah().await;
    let merit = fajr(&world.book, salah["Fajr"], 1).await;
    world.book.merits().record(merit, today()).await.unwrap();
    for operation in ["verdicts", "records", "record_verdicts"] {
        for value in ["on time", "late"] {
            store.fail(operation);
            let committed = world.book.entries().put(salah["Fajr"], today(), value).await.unwrap();
            assert!(committed.seq.is_some() && committed.turned.is_empty(), "the write itself is done");
            store.heal();
            // Someone who opens the book now, as after a crash, reads what is right …
            let reader = world.another(3).await;
            let read = reader.merits().history(merit, DayRange::ALL).await.unwrap();
            assert_eq!(read[0].outcome == Outcome::Earned, value == "on time", "{operation}");
            // … and has it told.
            assert_eq!(reader.merits().recompute().await.unwrap().len(), 1, "{operation}");
        }
    }
    // Without a reader in between, the next write tells.
    store.fail("record_verdicts");
    world.book.entries().put(salah["Fajr"], today(), "on time").await.unwrap();
    store.heal();
    let committed = world.book.groups().add("Morning").await.unwrap().committed;
    assert_eq!(committed.turned.len(), 1);
}

#[tokio::test]
async fn what_concerns_no_recorded_verdict_costs_little() {
    let store = Watched::new();
    let world = World::on(store.clone());
    let (salah, quran) = (world.salah().await, world.quran().await);
    let merit = fajr(&world.book, salah["Fajr"], 1).await;
    world.book.merits().record(merit, today()).await.unwrap();
    world.book.entries().put(salah["Fajr"], today(), "late").await.unwrap();
    store.asked();
    world.book.entries().put(quran.root(), today(), kitaab::Amount::whole(2).unwrap()).await.unwrap();
    assert_eq!(store.asked(), ["apply"], "no merit reads it");
    world.book.entries().note(salah["Fajr"], today(), "slept in").await.unwrap();
    assert_eq!(store.asked(), ["entry", "apply"], "a note turns nothing");
    world.book.entries().put(salah["Fajr"], day("2024-02-01"), "late").await.unwrap();
    assert_eq!(store.asked(), ["apply", "verdicts"], "nothing is recorded for that day");
    world.book.entries().put(salah["Fajr"], today(), "missed").await.unwrap();
    assert_eq!(store.asked(), ["apply", "verdicts", "records"], "nothing turns");
    world.book.entries().put(salah["Fajr"], today(), "on time").await.unwrap();
    assert_eq!(store.asked(), ["apply", "verdicts", "records", "record_verdicts"]);
}
