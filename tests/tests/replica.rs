//! What a replica that lags may show, and what not.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on stops where it says why")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use kitaab::{Category, FixedTime, Kitaab, NewDeed, NewPermission, RelationKind, SeededIds, Shared, UserId};
use kitaab_pg::{Options, PgStore};
use kitaab_test_pg::{Cluster, Role, Settings};
use sqlx::{AssertSqlSafe, PgConnection};
use uuid::Uuid;

fn user(number: u128) -> UserId {
    UserId::new(Uuid::from_u128(number))
}

async fn host(url: &str, options: Options, seed: u64) -> Kitaab {
    let store = PgStore::connect(url, options.connections(2)).await.unwrap();
    let time = FixedTime::at("2024-02-10T12:00:00Z".parse().unwrap());
    Kitaab::builder().time(time).ids(SeededIds::new(seed)).with_store(Arc::new(store)).unwrap()
}

/// Asks until something holds.
async fn until(conn: &mut PgConnection, condition: &str) {
    let since = Instant::now();
    let condition = format!("SELECT {condition}");
    while !sqlx::query_scalar::<_, bool>(AssertSqlSafe(condition.as_str())).fetch_one(&mut *conn).await.unwrap() {
        assert!(since.elapsed() < Duration::from_mins(1), "{condition}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// A permission that was revoked holds no more, although the replica has not heard of it: what others read is asked of the first
/// server. What an owner reads may be behind what another host wrote.
#[tokio::test]
async fn others_see_nothing_that_was_revoked() {
    let Some(cluster) = Cluster::start(&Settings::new()) else { return };
    let database = cluster.blank().await;
    kitaab_pg::migrate(&database.url(Role::Owner)).await.unwrap();
    let standby = cluster.standby(&Settings::new());
    let url = database.url(Role::App);
    let writes = host(&url, Options::new(), 1).await;
    let replica = standby.url(Role::App, database.name());
    let reads = host(&url, Options::new().replica(&replica), 2).await;

    let (aisha, umar) = (writes.book(user(1)), writes.book(user(2)));
    let dhikr = aisha.deeds().add(NewDeed::count("Dhikr", Category::Hasanaat)).await.unwrap().added;
    let today = aisha.today().await.unwrap();
    umar.entries().set_reviewed(today, true).await.unwrap();
    let relation = umar.people().request(RelationKind::Friend, aisha.owner()).await.unwrap().id;
    aisha.people().accept(relation).await.unwrap();
    let granted = aisha.people().grant(NewPermission::read(relation, Shared::Deed(dhikr.id))).await.unwrap().added.id;
    let seen = reads.book(user(1)).acting_as(user(2));
    assert_eq!(seen.deeds().list().await.unwrap().len(), 1);

    let (mut first, mut second) = (cluster.superuser(database.name()).await, standby.superuser(database.name()).await);
    let written: String = sqlx::query_scalar("SELECT pg_current_wal_lsn()::text").fetch_one(&mut first).await.unwrap();
    until(&mut second, &format!("pg_last_wal_replay_lsn() >= '{written}'")).await;
    let own = reads.book(user(1));
    let before = own.head().await.unwrap();
    sqlx::query("SELECT pg_wal_replay_pause()").execute(&mut second).await.unwrap();
    until(&mut second, "pg_get_wal_replay_pause_state() = 'paused'").await;

    aisha.people().revoke(granted).await.unwrap();
    assert_eq!(own.head().await.unwrap(), before, "the replica was asked: without that this test shows nothing");
    assert_eq!(seen.entries().get(dhikr.root(), today).await.unwrap_err().code(), "not_found");
    assert!(seen.deeds().list().await.map_or(true, |deeds| deeds.is_empty()));
    // What the host writes itself it sees at once.
    own.entries().set_reviewed(today, true).await.unwrap();
    assert_eq!(own.head().await.unwrap().seq, before.seq + 2);
}
