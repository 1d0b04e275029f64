//! Histories that are long enough for a server to read them by two of its processes.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on stops where it says why")]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use kitaab::{Amount, Book, Category, Day, DayRange, ItemId, Kitaab, NewDeed, NewEntry, UserId, Value};
use kitaab_pg::{Options, PgStore};
use kitaab_test_pg::{Cluster, Database, Role};
use uuid::Uuid;

const ITEMS: usize = 26;
const DAYS: u16 = 2_000;
const LAST: &str = "2024-03-31";
/// How often it is read while somebody writes.
const READS: usize = 60;

/// The book on a store of its own, with so many connections, which the server knows by a name.
async fn served(database: &Database, connections: u32, name: &str) -> Book {
    let options = Options::new().connections(connections).application_name(name);
    let store = PgStore::connect(&database.url(Role::App), options).await.unwrap();
    Kitaab::with_store(Arc::new(store)).unwrap().book(UserId::new(Uuid::from_u128(1)))
}

/// What was recorded of an item on two days.
async fn values(book: &Book, item: ItemId, days: [Day; 2]) -> [Value; 2] {
    let columns = book.entries().columns(DayRange::ALL).await.unwrap();
    days.map(|day| columns.records.series(item).unwrap().on(day).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_history_is_of_one_state_however_many_read_it() {
    let Some(cluster) = Cluster::shared() else { return };
    let database = cluster.blank().await;
    kitaab_pg::migrate(&database.url(Role::Owner)).await.unwrap();
    let (two, one) = (served(&database, 4, "two").await, served(&database, 1, "one").await);
    let days = DayRange::ending(LAST.parse().unwrap(), DAYS);
    let names: Vec<String> = (0..ITEMS).map(|number| format!("Item {number}")).collect();
    let deed = NewDeed::count("Charity", Category::Hasanaat).items(&names).starts_on("2015-01-01".parse().unwrap());
    let deed = one.deeds().add(deed).await.unwrap();
    let items: Vec<ItemId> = names.iter().map(|name| deed[name.as_str()]).collect();
    let entries: Vec<NewEntry> = (0..)
        .zip(days.days())
        .flat_map(|(number, day)| {
            items.iter().map(move |item| NewEntry::new(*item, day, Amount::whole(number).unwrap()))
        })
        .collect();
    for part in entries.chunks(10_000) {
        one.entries().put_many(part).await.unwrap();
    }

    let read = two.entries().columns(DayRange::ALL).await.unwrap();
    assert_eq!(
        items.iter().map(|item| read.records.series(*item).unwrap().days().len()).sum::<usize>(),
        ITEMS * usize::from(DAYS)
    );
    assert_eq!(read.records, one.entries().columns(DayRange::ALL).await.unwrap().records);
    let mut sql = cluster.superuser(database.name()).await;
    for (name, connections) in [("one", 1), ("two", 2)] {
        let asked =
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1";
        let open: i64 = sqlx::query_scalar(asked).bind(name).fetch_one(&mut sql).await.unwrap();
        assert_eq!(open, connections, "connections of the store called {name}");
    }

    // The two halves tell of the same moment: what is written to both at once is read from both or from neither.
    let (ends, done) = ([days.first(), days.last()], Arc::new(AtomicBool::new(false)));
    let writing = tokio::spawn({
        let (item, done) = (items[0], Arc::clone(&done));
        async move {
            let mut written = 10_000;
            while !done.load(Ordering::Relaxed) {
                written += 1;
                let both = ends.map(|day| NewEntry::new(item, day, Amount::whole(written).unwrap()));
                one.entries().put_many(&both).await.unwrap();
            }
            written
        }
    });
    let mut seen = Vec::new();
    while seen.len() < READS {
        let [first, last] = values(&two, items[0], ends).await;
        // Before anything was written to them, they differ.
        if !seen.is_empty() || first == last {
            assert_eq!(first, last, "after {seen:?}");
            seen.push(first);
        }
    }
    done.store(true, Ordering::Relaxed);
    let written = Value::Count(Amount::whole(writing.await.unwrap()).unwrap());
    assert_ne!(seen[0], seen[READS - 1], "nobody wrote meanwhile");
    assert_eq!(values(&two, items[0], ends).await, [written; 2]);
}
