//! Erasing from a ledger that is larger than what a server of books may spare for one of them.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on stops where it says why")]

use std::fs;
use std::sync::Arc;

use kitaab::{Amount, Category, DayRange, ForGood, Kitaab, NewDeed, NewEntry, RecordKey, UserId};
use kitaab_pg::{Options, PgStore};
use kitaab_test_pg::{Cluster, Role};
use uuid::Uuid;

/// How many commits, of half a megabyte each.
const COMMITS: i64 = 120;
const MEGABYTE: u64 = 1024;

/// A figure of this process's memory, in KiB.
fn memory(name: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
    line.trim_start_matches(':').trim().trim_end_matches(" kB").parse().unwrap()
}

#[tokio::test]
async fn an_erasure_holds_a_page_of_the_ledger() {
    let Some(cluster) = Cluster::shared() else { return };
    let database = cluster.blank().await;
    kitaab_pg::migrate(&database.url(Role::Owner)).await.unwrap();
    let store = PgStore::connect(&database.url(Role::App), Options::new().connections(1)).await.unwrap();
    let book = Kitaab::with_store(Arc::new(store)).unwrap().book(UserId::new(Uuid::from_u128(1)));
    let days = DayRange::ending("2024-03-31".parse().unwrap(), 250);
    let deed = NewDeed::count("Charity", Category::Hasanaat).items(["Kept", "Erased"]).starts_on(days.first());
    let deed = book.deeds().add(deed).await.unwrap();
    let entry = |name: &str, day| NewEntry::new(deed[name], day, Amount::whole(1).unwrap());
    book.entries().put_many(&[entry("Erased", days.first()).note("a secret")]).await.unwrap();
    let noted: Vec<_> = days.days().map(|day| entry("Kept", day).note("as always ".repeat(190))).collect();
    book.entries().put_many(&noted).await.unwrap();
    // The same commit over and over: what it does to the book is done already.
    let mut sql = cluster.superuser(database.name()).await;
    sqlx::query(
        "INSERT INTO kitaab.ledger (owner, seq, at, link, header, previous, leaves)
         SELECT l.owner, n, l.at, l.link, l.header, l.previous, l.leaves FROM kitaab.ledger l, generate_series(4, $1) n WHERE l.seq = 3",
    )
    .bind(COMMITS)
    .execute(&mut sql)
    .await
    .unwrap();
    sqlx::query("UPDATE kitaab.books SET seq = $1").bind(COMMITS).execute(&mut sql).await.unwrap();
    let bytes: i64 =
        sqlx::query_scalar("SELECT sum(length(leaves))::bigint FROM kitaab.ledger").fetch_one(&mut sql).await.unwrap();
    assert!(bytes > 54_000_000, "{bytes}");

    // From here on the highest is told that it comes to.
    fs::write("/proc/self/clear_refs", "5").unwrap();
    let before = memory("VmRSS");
    book.ledger().erase(RecordKey::Item(deed["Erased"]), ForGood).await.unwrap();
    let more = memory("VmHWM").saturating_sub(before);
    assert!(more < 45 * MEGABYTE, "{} MB more than before", more / MEGABYTE);
    assert!(book.ledger().history(RecordKey::Entry(deed["Erased"], days.first())).await.unwrap().is_empty());
    let erased =
        "SELECT array_agg(seq) FROM kitaab.ledger WHERE position('\\x815820'::bytea IN leaves) BETWEEN 1 AND 4";
    let erased: Vec<i64> = sqlx::query_scalar(erased).fetch_one(&mut sql).await.unwrap();
    // The entry; the item itself was made by the first commit, among other changes.
    assert!(erased.contains(&2) && erased.iter().all(|seq| *seq <= 2), "{erased:?}");
}
