//! Calls that are dropped half-way.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use kitaab::rules::{every_day, score_at_least};
use kitaab::{DayRange, NewMerit, Outcome};

use crate::watched::Watched;
use crate::world::{World, amount, today};

/// Polls a call so many times and then drops it; says whether it was done.
async fn dropped_after<T>(polls: usize, call: impl Future<Output = T>) -> bool {
    let mut call = pin!(call);
    for _ in 0..polls {
        let ready = poll_fn(|context| Poll::Ready(call.as_mut().poll(context).is_ready())).await;
        if ready {
            return true;
        }
    }
    false
}

/// Drops a write after each number of polls, until it is done in time; what became of it is all or
/// nothing, and the book goes on.
#[tokio::test]
async fn a_dropped_write_is_done_or_not() {
    for polls in 0.. {
        let world = World::on(Watched::new());
        let (salah, quran) = (world.salah().await, world.quran().await);
        let rule = every_day(salah["Fajr"], score_at_least(2));
        let merit = world.book.merits().add(NewMerit::positive("Fajr").days(1).rule(rule)).await.unwrap().id;
        world.book.merits().record(merit, today()).await.unwrap();
        // Through a client that knows nothing yet, so that there is much to wait for.
        let book = world.another(2).await;
        let batch = book.entries().batch(crate::world::unknown());
        let batch = batch.put(salah["Fajr"], today(), "on time").add(quran.root(), today(), amount("2"));
        let done = dropped_after(polls, batch.write()).await;

        let fajr = book.entries().get(salah["Fajr"], today()).await.unwrap();
        let pages = book.entries().get(quran.root(), today()).await.unwrap();
        assert_eq!(fajr.is_some(), pages.is_some(), "after {polls} polls");
        let history = book.merits().history(merit, DayRange::ALL).await.unwrap();
        let earned = history[0].outcome == Outcome::Earned;
        assert_eq!(earned, fajr.is_some(), "after {polls} polls");
        book.entries().put(salah["Zuhr"], today(), "late").await.unwrap();
        book.items().archive(salah["Isha"], today()).await.unwrap();
        world.book.entries().put(salah["Asr"], today(), "late").await.unwrap();
        if done {
            assert!(earned && polls > 5, "it had to wait");
            return;
        }
    }
}
