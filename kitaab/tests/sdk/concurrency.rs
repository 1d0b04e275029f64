//! Many who write at once.

use kitaab::rules::{every_day, score_at_least};
use kitaab::{Amount, DayRange, NewEntry, NewMerit, Outcome, Value};

use crate::watched::Watched;
use crate::world::{World, on_every_store, today};

on_every_store!(deeds_made_at_once_are_all_there);

const TASKS: u32 = 8;
const ADDS: u32 = 50;

async fn add_from_many_tasks(world: World) {
    let quran = world.quran().await;
    let books = [world.book.clone(), world.another(2).await];
    let mut tasks = Vec::new();
    for task in 0..TASKS {
        let (book, item) = (books[task as usize % 2].clone(), quran.root());
        tasks.push(tokio::spawn(async move {
            for _ in 0..ADDS {
                book.entries().add(item, today(), Amount::whole(task + 1).unwrap()).await.unwrap();
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    let total = Amount::whole((1..=TASKS).sum::<u32>() * ADDS).unwrap();
    for book in books {
        let entry = book.entries().get(quran.root(), today()).await.unwrap().unwrap();
        assert_eq!(entry.value, Value::Count(total));
        assert_eq!(book.head().await.unwrap().seq, 1 + u64::from(TASKS * ADDS));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn counts_end_at_the_sum_in_memory() {
    add_from_many_tasks(World::memory()).await;
}

#[cfg(feature = "sqlite")]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn counts_end_at_the_sum_in_a_file_open_twice() {
    add_from_many_tasks(World::sqlite().await).await;
}

async fn deeds_made_at_once_are_all_there(world: World) {
    let books = [world.book.clone(), world.another(2).await];
    let mut tasks = Vec::new();
    for task in 0..6_usize {
        let book = books[task % 2].clone();
        tasks.push(tokio::spawn(async move {
            for n in 0..5 {
                book.groups().add(format!("{task}.{n}")).await.unwrap();
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(books[0].groups().list().await.unwrap().len(), 30);
    assert_eq!(books[1].groups().list().await.unwrap(), books[0].groups().list().await.unwrap());
}

/// Many writes at once turn verdicts back and forth: whoever tells, each turn is told once, and what is
/// recorded in the end is right.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn each_turn_is_told_once() {
    let world = World::on(Watched::new());
    let salah = world.salah().await;
    let rule = every_day(salah["Fajr"], score_at_least(2));
    let merit = world.book.merits().add(NewMerit::positive("Fajr").days(1).rule(rule)).await.unwrap().id;
    let days = DayRange::ending(today(), 2);
    world.book.merits().backfill(merit, days).await.unwrap();
    let tasks: Vec<_> = (0..8)
        .map(|task| {
            let (book, item) = (world.book.clone(), salah["Fajr"]);
            tokio::spawn(async move {
                let mut told = Vec::new();
                for n in 0..25 {
                    let value = if (task + n) % 3 == 0 { "on time" } else { "late" };
                    let day = today().saturating_plus(-(n % 2));
                    told.extend(book.entries().put(item, day, value).await.unwrap().turned);
                }
                told
            })
        })
        .collect();
    let mut told = Vec::new();
    for task in tasks {
        told.extend(task.await.unwrap());
    }
    told.extend(world.book.merits().recompute().await.unwrap());
    assert!(told.len() > 10, "there was much to tell");
    for verdict in world.book.merits().history(merit, days).await.unwrap() {
        let of_day = told.iter().filter(|turned| turned.day == verdict.day);
        let balance: i32 = of_day.map(|turned| if turned.to == Outcome::Earned { 1 } else { -1 }).sum();
        let earned = world.book.merits().evaluate(merit, verdict.day).await.unwrap().earned();
        assert_eq!((verdict.outcome == Outcome::Earned, balance), (earned, i32::from(earned)), "{}", verdict.day);
    }
}

/// Whatever a host's runtime does with them, operations can be sent between threads.
#[tokio::test]
async fn futures_can_be_sent() {
    fn sent<F: Future + Send>(_: &F) {}
    let world = World::memory();
    let (book, item) = (&world.book, crate::world::unknown());
    let (merit, days) = (crate::world::unknown(), kitaab::DayRange::ALL);
    sent(&book.deeds().list());
    sent(&book.entries().put(item, today(), "late"));
    sent(&book.entries().put_many(&[NewEntry::new(item, today(), "late")]));
    sent(&book.entries().note(item, today(), "late"));
    sent(&book.entries().day(today()));
    sent(&book.entries().make_up_balance(item));
    sent(&book.merits().record_all(today()));
    sent(&book.merits().backfill(merit, days));
    sent(&book.targets().progress_all());
    sent(&book.reflections().search("word", None, 1));
}
