//! Many who write at once.

use kitaab::{Amount, NewEntry, Value};

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
    add_from_many_tasks(World::memory().await).await;
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

/// Whatever a host's runtime does with them, operations can be sent between threads.
#[tokio::test]
async fn futures_can_be_sent() {
    fn sent<F: Future + Send>(_: &F) {}
    let world = World::memory().await;
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
