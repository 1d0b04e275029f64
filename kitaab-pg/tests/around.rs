//! What stands around the store: replicas, those who listen, and who counts.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on stops where it says why")]

use std::time::Duration;

use kitaab_core::{Change, Clock, Commit, DayStart, DeviceId, Header, SettingsPatch, Timestamp, UserId};
use kitaab_pg::{Changes, Options, PgStore, Told};
use kitaab_store::{Answer, Context, Store};
use kitaab_test_pg::{Cluster, Database, Role, Settings};
use uuid::Uuid;

const OWNER: UserId = UserId::new(Uuid::from_u128(1));
const DEVICE: DeviceId = DeviceId::new(Uuid::from_u128(2));

async fn migrated(cluster: &Cluster) -> Database {
    let blank = cluster.blank().await;
    kitaab_pg::migrate(&blank.url(Role::Owner)).await.unwrap();
    blank
}

fn context() -> Context {
    Context { actor: OWNER, device: DEVICE, now: Timestamp::from_micros(1_700_000_000_000_000) }
}

/// Writes something, and tells its number.
async fn write(store: &PgStore, number: u64) -> u64 {
    let at = Timestamp::from_micros(1_700_000_000_000_000 + i64::try_from(number).unwrap());
    let header = Header::new(OWNER, DEVICE, number, Clock::default().tick(at), at);
    let patch = SettingsPatch { first_weekday: Some(u8::try_from(number % 7).unwrap()), ..SettingsPatch::default() };
    let commit = Commit::author(header, vec![Change::Settings(patch)], || Uuid::from_u128(number.into()).into_bytes());
    match store.apply(&context(), &commit).await.unwrap() {
        Answer::Applied(applied) => applied.seq,
        Answer::Stale(stale) => panic!("{stale:?}"),
    }
}

#[tokio::test]
async fn a_replica_never_shows_less_than_was_written() {
    let Some(cluster) = Cluster::start(&Settings::new()) else { return };
    let database = migrated(&cluster).await;
    let standby = cluster.standby(&Settings::new());
    let options = Options::new().connections(2).replica(&standby.url(Role::App, database.name()));
    let store = PgStore::connect(&database.url(Role::App), options).await.unwrap();
    for number in 1..=40 {
        let seq = write(&store, number).await;
        assert_eq!(store.head(&context(), OWNER).await.unwrap().seq, seq);
        let catalogue = store.catalogue(&context(), OWNER).await.unwrap();
        assert_eq!(u64::from(catalogue.settings.first_weekday), number % 7);
    }
    // Once nothing is written any more, the replica is the one who answers.
    let asked = format!(
        "SELECT sum(tup_returned + tup_fetched)::int8 FROM pg_stat_database WHERE datname = '{}'",
        database.name()
    );
    let reads = |cluster: &Cluster| {
        let (url, asked) = (cluster.url(Role::Superuser, "postgres"), asked.clone());
        async move {
            let mut superuser = <sqlx::PgConnection as sqlx::Connection>::connect(&url).await.unwrap();
            let sum: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(asked)).fetch_one(&mut superuser).await.unwrap();
            sum
        }
    };
    let before = reads(&standby).await;
    for _ in 0..200 {
        store.catalogue(&context(), OWNER).await.unwrap();
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    drop(store);
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(reads(&standby).await > before, "nobody asked the replica");
}

#[tokio::test]
async fn a_book_begun_anew_elsewhere_is_read_anew() {
    let Some(cluster) = Cluster::start(&Settings::new()) else { return };
    let database = migrated(&cluster).await;
    let connect = || async { PgStore::connect(&database.url(Role::App), Options::new().connections(1)).await.unwrap() };
    let (one, reads, writes) = (connect().await, connect().await, connect().await);
    write(&one, 1).await;
    write(&one, 2).await;
    for other in [&reads, &writes] {
        assert_eq!(other.catalogue(&context(), OWNER).await.unwrap().settings.first_weekday, 2);
    }
    one.erase_book(&context(), OWNER).await.unwrap();
    let gone = connect().await;
    assert_eq!(gone.catalogue(&context(), OWNER).await.unwrap(), reads.catalogue(&context(), OWNER).await.unwrap());
    write(&one, 3).await;
    let before = write(&one, 4).await;
    assert_eq!(before, 2, "nothing else tells the two apart");
    assert_eq!(reads.catalogue(&context(), OWNER).await.unwrap(), one.catalogue(&context(), OWNER).await.unwrap());
    // What is worked out on the other book's structure does not come into this one's.
    let at = context().now;
    let header = Header::new(OWNER, DEVICE, 5, Clock::default().tick(at), at);
    let patch = SettingsPatch { day_start: Some(DayStart::from_minutes(180).unwrap()), ..SettingsPatch::default() };
    let commit = Commit::author(header, vec![Change::Settings(patch)], || [5; 16]);
    assert!(matches!(writes.apply(&context(), &commit).await.unwrap(), Answer::Applied(_)));
    let now = one.catalogue(&context(), OWNER).await.unwrap();
    assert_eq!(now.settings.first_weekday, 4);
    for other in [&reads, &writes] {
        assert_eq!(other.catalogue(&context(), OWNER).await.unwrap(), now);
    }
    let mut superuser = cluster.superuser(database.name()).await;
    let kept = sqlx::query_scalar("SELECT first_weekday::int4 FROM kitaab.settings");
    let kept: i32 = kept.fetch_one(&mut superuser).await.unwrap();
    assert_eq!(kept, 4, "the columns say the same");
}

#[tokio::test]
async fn a_replica_that_is_down_is_passed_over() {
    let Some(cluster) = Cluster::start(&Settings::new()) else { return };
    let database = migrated(&cluster).await;
    let standby = cluster.standby(&Settings::new());
    let options = Options::new().connections(2).replica(&standby.url(Role::App, database.name()));
    let store = PgStore::connect(&database.url(Role::App), options).await.unwrap();
    write(&store, 1).await;
    assert_eq!(store.head(&context(), OWNER).await.unwrap().seq, 1);
    standby.kill();
    for number in 2..5 {
        write(&store, number).await;
        assert_eq!(store.head(&context(), OWNER).await.unwrap().seq, number);
    }
    let database = migrated(&cluster).await;
    let nowhere = Options::new().connections(2).replica("postgres://nobody@localhost:1/none");
    let store = PgStore::connect(&database.url(Role::App), nowhere).await.unwrap();
    write(&store, 1).await;
    assert_eq!(store.catalogue(&context(), OWNER).await.unwrap().version, 1);
}

#[tokio::test]
async fn those_who_listen_are_told_of_each_commit_once() {
    let Some(cluster) = Cluster::shared() else { return };
    let database = migrated(cluster).await;
    database.run(Role::Superuser, &format!("ALTER DATABASE \"{}\" SET kitaab.notify = 'on'", database.name())).await;
    let mut changes = Changes::listen(&database.url(Role::App)).await.unwrap();
    let told = PgStore::connect(&database.url(Role::App), Options::new().notify(true)).await.unwrap();
    for number in 1..=3 {
        write(&told, number).await;
        let next = tokio::time::timeout(Duration::from_secs(20), changes.next()).await.unwrap().unwrap();
        assert_eq!(next, Told::Committed { owner: OWNER, seq: number });
    }
    // The server restarts: what was told meanwhile nobody heard, and the next commit is told again.
    let kick = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()";
    database.run(Role::Superuser, kick).await;
    let missed = tokio::time::timeout(Duration::from_secs(20), changes.next()).await.unwrap().unwrap();
    assert_eq!(missed, Told::Missed);
    write(&told, 4).await;
    let next = tokio::time::timeout(Duration::from_secs(20), changes.next()).await.unwrap().unwrap();
    assert_eq!(next, Told::Committed { owner: OWNER, seq: 4 });
}

#[tokio::test]
async fn operations_are_counted_without_saying_whose_they_are() {
    let Some(cluster) = Cluster::shared() else { return };
    let database = migrated(cluster).await;
    let store = PgStore::connect(&database.url(Role::App), Options::new().connections(1)).await.unwrap();
    write(&store, 1).await;
    store.head(&context(), OWNER).await.unwrap();
    let stranger = Context { actor: UserId::new(Uuid::from_u128(9)), ..context() };
    assert_eq!(store.rollups(&stranger, OWNER, kitaab_core::DayRange::ALL).await.unwrap_err().code(), "not_found");
    let measured = store.measured();
    assert_eq!((measured["apply"].count, measured["head"].count), (1, 1));
    assert_eq!(measured["rollups"].failed["not_found"], 1);
    assert!(!store.metrics().contains(&OWNER.to_string()));
}
