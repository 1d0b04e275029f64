//! Whole histories: of so many entries that a server reads them by two of its processes, and of items with such high numbers that it
//! can't pack them.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on stops where it says why")]

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use kitaab::{
    Amount, Book, Category, Day, DayRange, ItemId, Kitaab, NewDeed, NewEntry, NewPermission, RelationKind,
    ScaleValueRef, Shared, UserId, Value,
};
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

type Values = BTreeMap<(ItemId, Day), Value>;

/// All that is read of some items, at once.
async fn read(book: &Book, items: &[ItemId]) -> Values {
    let records = book.entries().columns(DayRange::ALL).await.unwrap().records;
    let of = |item: ItemId| {
        let series = records.series(item).unwrap().clone();
        series.days().to_vec().into_iter().map(move |day| ((item, day), series.on(day).unwrap()))
    };
    items.iter().copied().flat_map(of).collect()
}

/// No item is given a number that another one had, so that a book's numbers grow as its items come and go. From some height on there
/// is no room for them beside a day and a value.
#[tokio::test]
async fn items_with_high_numbers_are_read_as_they_were_recorded() {
    const PRAYERS: [&str; 2] = ["Fajr", "Isha"];
    const LABELS: [&str; 3] = ["missed", "late", "on time"];
    let Some(cluster) = Cluster::shared() else { return };
    let database = cluster.blank().await;
    kitaab_pg::migrate(&database.url(Role::Owner)).await.unwrap();
    let store = PgStore::connect(&database.url(Role::App), Options::new().connections(2)).await.unwrap();
    let kitaab = Kitaab::with_store(Arc::new(store)).unwrap();
    let days = DayRange::ending(LAST.parse().unwrap(), 400);
    let friend = kitaab.book(UserId::new(Uuid::from_u128(99)));
    friend.entries().set_reviewed(days.last(), true).await.unwrap();
    let mut sql = cluster.superuser(database.name()).await;
    // Few enough for one number; too many, but for the scale's; too many; and as many as there can be.
    for (number, last_item) in (1..).zip([0, (1 << 20) - 9, 1 << 20, i32::MAX - 9]) {
        let book = kitaab.book(UserId::new(Uuid::from_u128(number)));
        book.entries().set_reviewed(days.first(), true).await.unwrap();
        let raised = sqlx::query("UPDATE kitaab.books SET last_item = $2 WHERE owner = $1");
        raised.bind(book.owner().uuid()).bind(last_item).execute(&mut sql).await.unwrap();
        let salah = NewDeed::scale("Salah", Category::Hasanaat).values(LABELS).items(PRAYERS).starts_on(days.first());
        let salah = book.deeds().add(salah).await.unwrap();
        let charity = NewDeed::count("Charity", Category::Hasanaat).starts_on(days.first());
        let charity = book.deeds().add(charity).await.unwrap();
        let scale = book.catalogue().await.unwrap().active_scale(salah.id).unwrap().id;

        let (mut entries, mut recorded) = (Vec::new(), Values::new());
        for (place, day) in (0_u8..=200).cycle().zip(days.days()) {
            for (prayer, name) in (0..).zip(PRAYERS) {
                let position = (place + prayer) % 3;
                entries.push(NewEntry::new(salah[name], day, LABELS[usize::from(position)]));
                recorded.insert((salah[name], day), Value::Scale(ScaleValueRef { scale, position }));
            }
            if place % 7 > 0 {
                let amount = Amount::from_hundredths(9_999_999_999 - i64::from(place)).unwrap();
                entries.push(NewEntry::new(charity.root(), day, amount));
                recorded.insert((charity.root(), day), Value::Count(amount));
            }
        }
        book.entries().put_many(&entries).await.unwrap();

        let numbers: (i32, i32) =
            sqlx::query_as("SELECT min(item_no), max(item_no) FROM kitaab.entries WHERE owner = $1")
                .bind(book.owner().uuid())
                .fetch_one(&mut sql)
                .await
                .unwrap();
        assert!(numbers.0 > last_item && numbers.1 <= last_item + 5, "{numbers:?}");
        let items = [salah[PRAYERS[0]], salah[PRAYERS[1]], charity.root()];
        assert!(read(&book, &items).await == recorded, "a book whose items begin at {last_item}");
        let logged = book.entries().columns(DayRange::ALL).await.unwrap().records.logged().to_vec();
        assert_eq!(logged, days.days().collect::<Vec<_>>());

        // What is seen of it is read in the same way.
        let asked = friend.people().request(RelationKind::Friend, book.owner()).await.unwrap();
        book.people().accept(asked.id).await.unwrap();
        book.people().grant(NewPermission::read(asked.id, Shared::Item(items[1]))).await.unwrap();
        let seen = read(&book.acting_as(friend.owner()), &items[1..2]).await;
        recorded.retain(|(item, _), _| *item == items[1]);
        assert!(seen == recorded, "what is seen of a book whose items begin at {last_item}");
    }
}
