//! What the server does once its tables have grown, on connections that are as old as the books.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on stops where it says why")]

use std::sync::Arc;
use std::time::Duration;

use kitaab::{Amount, Category, Day, DayRange, EntryQuery, Kitaab, NewDeed, NewEntry, UserId};
use kitaab_pg::{Options, PgStore};
use kitaab_test_pg::{Cluster, Database, Role};
use uuid::Uuid;

/// A day of a year that begins empty.
const DAY: &str = "2024-03-01";
/// How many entries come to that year, on how many days.
const DAYS: u32 = 60;
const ITEMS: usize = 30;
/// How often something is asked afterwards.
const CALLS: u32 = 40;

async fn served(database: &Database) -> Kitaab {
    let store = PgStore::connect(&database.url(Role::App), Options::new().connections(1)).await.unwrap();
    Kitaab::with_store(Arc::new(store)).unwrap()
}

/// How many rows were found by the key of a year's entries, and how many were read from its beginning to its end.
async fn found_and_read(cluster: &Cluster, database: &Database) -> (i64, i64) {
    let mut sql = cluster.superuser(database.name()).await;
    let counts = "SELECT coalesce(idx_scan, 0), seq_tup_read FROM pg_stat_user_tables WHERE relname = 'entries_2024'";
    sqlx::query_as(counts).fetch_one(&mut sql).await.unwrap()
}

#[tokio::test]
async fn what_was_planned_for_an_empty_year_holds_when_it_is_full() {
    let Some(cluster) = Cluster::shared() else { return };
    let database = cluster.blank().await;
    kitaab_pg::migrate(&database.url(Role::Owner)).await.unwrap();
    // The server knows that the year is empty, and nobody comes by who would have all plans made anew.
    database.run(Role::Superuser, "VACUUM ANALYZE").await;
    database.run(Role::Superuser, "ALTER TABLE kitaab.entries_2024 SET (autovacuum_enabled = off)").await;
    let (early, late) = (served(&database).await, served(&database).await);
    let owner = UserId::new(Uuid::from_u128(1));
    let (first, amount): (Day, _) = (DAY.parse().unwrap(), Amount::whole(7).unwrap());
    let items: Vec<String> = (0..ITEMS).map(|number| format!("Item {number}")).collect();
    let deed = NewDeed::count("Charity", Category::Hasanaat).items(&items).starts_on("2015-01-01".parse().unwrap());
    let deed = early.book(owner).deeds().add(deed).await.unwrap();
    let item = deed[items[0].as_str()];

    // Each kind of plan is made while there is next to nothing.
    let ask = async |day: Day| {
        let book = early.book(owner);
        book.entries().put(item, day, amount).await.unwrap();
        assert!(book.entries().get(item, day).await.unwrap().is_some());
        let query = EntryQuery { items: Some(vec![item]), ..EntryQuery::on(DayRange::single(day), 10) };
        assert_eq!(book.entries().list(&query).await.unwrap().rows.len(), 1);
    };
    ask(first).await;
    let many: Vec<NewEntry> = DayRange::new(first, first.plus(i32::try_from(DAYS).unwrap()).unwrap())
        .unwrap()
        .days()
        .flat_map(|day| items[1..].iter().map(move |name| (name, day)))
        .map(|(name, day)| NewEntry::new(deed[name.as_str()], day, amount))
        .collect();
    late.book(owner).entries().put_many(&many).await.unwrap();
    for day in (1..=CALLS).map(|number| first.plus(i32::try_from(number).unwrap()).unwrap()) {
        ask(day).await;
    }

    // What a connection did is told when it ends.
    drop((early, late));
    let (asked, once) = (i64::from(CALLS) * 3, i64::try_from(many.len()).unwrap());
    for _ in 0..100 {
        let (found, read) = found_and_read(cluster, &database).await;
        assert!(read < once, "{read} rows were read from end to end, of {once} that are there");
        if found >= asked {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the server tells of {:?} for {asked} questions", found_and_read(cluster, &database).await);
}

/// Whoever replaces a function says anew how it is planned; what is left out then is noticed nowhere else.
#[tokio::test]
async fn functions_that_ask_by_key_say_so_and_those_over_spans_are_planned_once() {
    const BY_KEY: &[&str] = &[
        "record",
        "apply",
        "answer_at_once",
        "entry",
        "entries_page",
        "entries_seen",
        "has_entries",
        "records",
        "records_seen",
        "revision",
        "rollups",
        "commits",
        "commit_at",
        "headers",
        "history",
        "device_seq",
        "take_for_evaluation",
        "records_for_evaluation",
        "record_evaluation",
    ];
    const ONCE: &[&str] = &[
        "record",
        "apply",
        "entries_page",
        "entries_seen",
        "records",
        "records_seen",
        "history",
        "take_for_evaluation",
        "records_for_evaluation",
        "record_evaluation",
    ];
    let Some(cluster) = Cluster::shared() else { return };
    let database = cluster.blank().await;
    kitaab_pg::migrate(&database.url(Role::Owner)).await.unwrap();
    let mut sql = cluster.superuser(database.name()).await;
    for (functions, setting) in [(BY_KEY, "enable_seqscan=off"), (ONCE, "plan_cache_mode=force_generic_plan")] {
        let without: Vec<String> = sqlx::query_scalar(
            "SELECT f.name FROM unnest($1::text[]) AS f (name)
             LEFT JOIN pg_proc p ON p.pronamespace = 'kitaab'::regnamespace AND p.proname = f.name
             WHERE $2 <> ALL (coalesce(p.proconfig, '{}'))",
        )
        .bind(functions)
        .bind(setting)
        .fetch_all(&mut sql)
        .await
        .unwrap();
        assert_eq!(without, Vec::<String>::new(), "without {setting}");
    }
}
