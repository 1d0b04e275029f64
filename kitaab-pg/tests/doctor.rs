//! What the doctor tells of a server that has something: standbys, slots, slow statements.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on stops where it says why")]

mod server;

use std::time::{Duration, Instant};

use kitaab_pg::doctor::{Level, Report, examine};
use kitaab_test_pg::{Cluster, Database, Role, Settings};
use sqlx::Executor as _;

async fn examined(database: &Database) -> Report {
    examine(&database.url(Role::Superuser)).await.expect("a report")
}

/// Examines until a finding is there.
async fn until_found(database: &Database, check: &str, level: Level, message: &str) {
    let since = Instant::now();
    loop {
        let report = examined(database).await;
        if report.of(check).any(|found| found.level == level && found.message.contains(message)) {
            return;
        }
        assert!(since.elapsed() < Duration::from_mins(1), "no {level:?} '{message}': {report:?}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

#[tokio::test]
async fn a_standby_that_follows_and_one_that_does_not() {
    let Some(cluster) = Cluster::start(&Settings::new()) else { return };
    let database = server::database_of(&cluster).await;
    assert!(examined(&database).await.of("replication").next().is_none());
    database.run(Role::Superuser, "SELECT pg_create_physical_replication_slot('left')").await;
    until_found(&database, "replication", Level::Notice, "nobody takes from this slot").await;

    let standby = cluster.standby(&Settings::new());
    until_found(&database, "replication", Level::Notice, "follows").await;
    let mut second = standby.superuser(database.name()).await;
    second.execute("SELECT pg_wal_replay_pause()").await.unwrap();
    database
        .run(Role::Superuser, "CREATE TABLE much AS SELECT repeat('x', 1000) FROM generate_series(1, 100000)")
        .await;
    until_found(&database, "replication", Level::Warning, "reads fall back to this server").await;
    // The standby says it itself, too, if more slowly: it counts from the last thing that it heard of.
    let report = examine(&standby.url(Role::Superuser, database.name())).await.unwrap();
    assert!(report.standby, "{report:?}");
    second.execute("SELECT pg_wal_replay_resume()").await.unwrap();
    until_found(&database, "replication", Level::Notice, "follows").await;
}

#[tokio::test]
async fn statements_that_are_slow() {
    let settings = Settings::new().with("shared_preload_libraries", "pg_stat_statements");
    let Some(cluster) = Cluster::start(&settings) else { return };
    let database = server::database_of(&cluster).await;
    let report = examined(&database).await;
    assert!(report.skipped.iter().any(|skipped| skipped.check == "statements"), "{report:?}");
    database.run(Role::Superuser, "CREATE EXTENSION pg_stat_statements").await;
    let owner = "00000000-0000-0000-0000-00000000beef";
    let mut superuser = cluster.superuser(database.name()).await;
    for _ in 0..10 {
        let slow = format!("SELECT pg_sleep(0.06), (SELECT count(*) FROM kitaab.books WHERE owner = '{owner}')");
        superuser.execute(sqlx::AssertSqlSafe(slow)).await.unwrap();
    }
    let report = examined(&database).await;
    let slow: Vec<_> = report.of("statements").collect();
    assert_eq!(slow.len(), 1, "{report:?}");
    assert!(slow[0].subject.contains("kitaab.books") && !slow[0].subject.contains(owner), "{slow:?}");
    assert!(slow[0].message.contains("over 10 calls"), "{slow:?}");
}
