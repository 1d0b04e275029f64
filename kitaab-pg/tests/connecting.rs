//! What becomes of wrong places, roles and versions, and of servers that are busy or gone.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on stops where it says why")]

mod server;

use std::future::{Future as _, poll_fn};
use std::task::Poll;
use std::time::{Duration, Instant};

use kitaab_core::{Category, Change, Clock, Commit, Day, DeviceId, GroupId, GroupPatch, Header, Timestamp, UserId};
use kitaab_pg::{Options, PgStore, SCHEMA_VERSION, doctor, migrate, schema_status};
use kitaab_store::{Answer, Context, Store, StoreError, Together};
use kitaab_test_pg::{Cluster, Database, Role, Settings};
use sqlx::{Connection as _, Executor as _, PgConnection, Row as _};
use uuid::Uuid;

fn options() -> Options {
    Options::new().connections(2).acquire_timeout(Duration::from_secs(2)).lock_timeout(Duration::from_millis(300))
}

async fn refused(url: &str) -> StoreError {
    PgStore::connect(url, options()).await.expect_err("it must be refused")
}

async fn refused_as(database: &Database, role: Role) -> StoreError {
    refused(&database.url(role)).await
}

fn context() -> Context {
    let owner = UserId::new(Uuid::from_u128(7));
    Context {
        actor: owner,
        device: DeviceId::new(Uuid::from_u128(8)),
        now: Timestamp::from_micros(1_700_000_000_000_000),
    }
}

/// The commit with a number: a reflection and a group.
fn commit(number: u64) -> Commit {
    let ctx = context();
    let header = Header::new(ctx.actor, ctx.device, number, Clock::default(), ctx.now);
    let text = Some("Written".parse().expect("a text"));
    let day = Day::new(2024, 1, 1).expect("a day");
    let group = GroupPatch { name: Some("Worship".parse().expect("a name")), ..GroupPatch::default() };
    let changes = vec![
        Change::Reflection { day, category: Category::Hasanaat, text },
        Change::Group(GroupId::new(Uuid::from_u128(9)), group),
    ];
    Commit::author(header, changes, || [7; 16])
}

#[tokio::test]
async fn a_store_shows_no_secret() {
    let Some(cluster) = Cluster::shared() else { return };
    let database = server::database(cluster).await;
    // The throw-away server asks for no password; one that is given all the same must not be shown.
    let url = database.url(Role::App).replace('@', ":sesame@");
    assert!(url.contains("sesame"));
    let store = PgStore::connect(&url, options().replica(&url)).await.unwrap();
    assert!(!format!("{store:?} {:?}", options().replica(&url)).contains("sesame"), "{store:?}");
    let told = PgStore::connect(&format!("{url}&kitaab.pooler=on&kitaab.connections=1"), options()).await.unwrap();
    assert_eq!(told.head(&context(), context().actor).await.unwrap().seq, 0);
    let refused = refused(&format!("{url}&kitaab.replicas={url}")).await;
    assert_eq!(refused.code(), "invalid");
    assert!(!refused.to_string().contains("sesame"), "{refused}");
}

#[tokio::test]
async fn wrong_places_are_told_apart_and_show_no_secret() {
    for (url, code) in [
        ("postgres://user:secret@[half/book", "invalid"),
        ("postgres://user:secret@localhost:1/book", "unavailable"),
        ("postgres://user:secret@no.such.host.invalid/book", "unavailable"),
    ] {
        let error = refused(url).await;
        assert_eq!(error.code(), code, "{error}");
        assert!(!format!("{error} {error:?}").contains("secret"));
    }
    let Some(cluster) = Cluster::shared() else { return };
    assert_eq!(refused(&cluster.url(Role::App, "no_such_database")).await.code(), "unavailable");
}

#[tokio::test]
async fn only_a_role_that_serves_is_let_in() {
    let Some(cluster) = Cluster::shared() else { return };
    let database = server::database(cluster).await;
    for role in [Role::Superuser, Role::Owner, Role::Readonly] {
        assert_eq!(refused_as(&database, role).await.code(), "denied", "{role:?}");
    }
    PgStore::connect(&database.url(Role::App), options()).await.expect("the role that serves");
    assert_eq!(migrate(&database.url(Role::App)).await.expect_err("it may not").code(), "denied");
}

#[tokio::test]
async fn another_version_of_the_schema_is_refused() {
    let Some(cluster) = Cluster::shared() else { return };
    let blank = cluster.blank().await;
    let error = refused_as(&blank, Role::App).await;
    assert_eq!(error.code(), "unsupported");
    assert!(error.to_string().contains("migrate"), "{error}");

    // Hosts that come at the same time find it done once.
    let url = blank.url(Role::Owner);
    let pending = schema_status(&url).await.expect("a status").pending;
    assert_eq!(pending.first(), Some(&"baseline"));
    let (one, other) = tokio::join!(migrate(&url), migrate(&url));
    let (mut taken, other) = (one.expect("the schema").steps, other.expect("the schema").steps);
    assert!(taken.is_empty() || other.is_empty());
    taken.extend(other);
    assert_eq!(taken, pending);
    assert_eq!(migrate(&url).await.expect("the schema").steps, Vec::<&str>::new());
    PgStore::connect(&blank.url(Role::App), options()).await.expect("the right version");

    blank.run(Role::Superuser, "INSERT INTO kitaab.schema_migrations VALUES (9999, 'later', '')").await;
    assert_eq!(refused_as(&blank, Role::App).await.code(), "unsupported");
    assert!(has_wrong_schema(&blank).await);
    assert_eq!(migrate(&url).await.expect_err("a later version").code(), "unsupported");
    blank.run(Role::Superuser, "DELETE FROM kitaab.schema_migrations WHERE number = 9999").await;
    assert!(!has_wrong_schema(&blank).await);
    blank.run(Role::Superuser, "UPDATE kitaab.schema_migrations SET checksum = 'other' WHERE number = 24").await;
    assert_eq!(migrate(&url).await.expect_err("another step").code(), "corrupt");
}

/// Whether the doctor finds a problem with the schema.
async fn has_wrong_schema(database: &Database) -> bool {
    let report = doctor::examine(&database.url(Role::Superuser)).await.expect("a report");
    report.of("schema").any(|finding| finding.level == doctor::Level::Problem)
}

/// SQL that makes a database say that it took the steps that led to the baseline, through one of them.
fn as_if_taken(through: i32) -> String {
    format!(
        "DELETE FROM kitaab.schema_migrations;
         INSERT INTO kitaab.schema_migrations (number, name, checksum) SELECT number, 'step ' || number, CASE number
             WHEN 24 THEN '8c7b469b4b1cee9846fa1888ae3abad5d3ee06ca41a39e5e9c274458e3a307d1' ELSE 'of the step' END
         FROM generate_series(1, {through}) AS number;"
    )
}

#[tokio::test]
async fn a_database_that_was_led_to_the_baseline_goes_on_from_there() {
    let Some(cluster) = Cluster::shared() else { return };
    let database = cluster.blank().await;
    let mut files: Vec<_> = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/schema"))
        .expect("the baseline")
        .map(|file| file.expect("a file").path())
        .collect();
    files.sort();
    let baseline: String = files.iter().map(|file| std::fs::read_to_string(file).expect("SQL")).collect();
    let begun = "SET ROLE kitaab_owner; CREATE SCHEMA kitaab; GRANT USAGE ON SCHEMA kitaab TO kitaab_app;
        CREATE TABLE kitaab.schema_migrations (number integer PRIMARY KEY, name text NOT NULL, checksum text NOT NULL,
                                               applied_at timestamptz NOT NULL DEFAULT now());
        GRANT SELECT ON kitaab.schema_migrations TO kitaab_app; SET search_path = kitaab, pg_temp;";
    database.run(Role::Superuser, &[begun, &baseline, &as_if_taken(24)].concat()).await;

    let url = database.url(Role::Owner);
    let status = schema_status(&url).await.expect("a status");
    assert_eq!((status.version, status.pending.contains(&"baseline")), (24, false));
    let migrated = migrate(&url).await.expect("it goes on from there");
    assert_eq!((migrated.from, migrated.to, migrated.steps), (24, SCHEMA_VERSION, status.pending));
    let store = PgStore::connect(&database.url(Role::App), options()).await.expect("a store");
    assert!(matches!(store.apply(&context(), &commit(1)).await, Ok(Answer::Applied(_))));
    assert!(!has_wrong_schema(&database).await);
}

#[tokio::test]
async fn a_database_from_before_the_baseline_is_told_what_to_do() {
    let Some(cluster) = Cluster::shared() else { return };
    let database = server::database(cluster).await;
    for version in [1, 23] {
        database.run(Role::Superuser, &as_if_taken(version)).await;
        let url = database.url(Role::Owner);
        for error in [
            migrate(&url).await.expect_err("no step leads on"),
            schema_status(&url).await.expect_err("no step leads on"),
            refused_as(&database, Role::App).await,
        ] {
            assert_eq!(error.code(), "unsupported", "{error}");
            let said = error.to_string();
            assert!(said.contains(&format!("version {version} ")) && said.contains("export its books"), "{said}");
        }
        assert!(has_wrong_schema(&database).await);
    }
}

#[tokio::test]
async fn a_migration_that_is_interrupted_goes_on_from_there() {
    let Some(cluster) = Cluster::shared() else { return };
    let blank = cluster.blank().await;
    let url = blank.url(Role::Owner);
    for patience in [30, 60, 120] {
        let _ = tokio::time::timeout(Duration::from_millis(patience), migrate(&url)).await;
    }
    assert_eq!(migrate(&url).await.expect("the schema").to, SCHEMA_VERSION);
    let store = PgStore::connect(&blank.url(Role::App), options()).await.expect("a store");
    assert!(matches!(store.apply(&context(), &commit(1)).await, Ok(Answer::Applied(_))));
}

#[tokio::test]
async fn a_host_waits_until_another_has_migrated() {
    let Some(cluster) = Cluster::shared() else { return };
    let blank = cluster.blank().await;
    let (url, mut other) = (blank.url(Role::Owner), cluster.superuser(blank.name()).await);
    // "kitaab" as a number; for longer than any host that serves waits for a lock.
    sqlx::query("SELECT pg_advisory_lock(x'6b6974616162'::bigint)").execute(&mut other).await.expect("the lock");
    let held = async {
        tokio::time::sleep(Duration::from_secs(6)).await;
        other.close().await.expect("the lock is free");
    };
    let (migrated, ()) = tokio::join!(migrate(&url), held);
    assert_eq!(migrated.expect("the schema").to, SCHEMA_VERSION);
}

#[tokio::test]
async fn who_waits_too_long_is_told_and_the_next_call_works() {
    let Some(cluster) = Cluster::shared() else { return };
    let database = server::database(cluster).await;
    let store = PgStore::connect(&database.url(Role::App), options()).await.expect("a store");
    store.apply(&context(), &commit(1)).await.expect("a first commit");
    let head = store.head(&context(), context().actor).await.expect("a head");

    let mut superuser = PgConnection::connect(&database.url(Role::Superuser)).await.expect("a superuser");
    superuser.execute("BEGIN; SELECT * FROM kitaab.books FOR UPDATE").await.expect("the lock");
    // More than there are connections.
    let commits: Vec<_> = (2..6).map(commit).collect();
    let ctx = context();
    let since = Instant::now();
    let (one, other, third, fourth) = tokio::join!(
        store.apply(&ctx, &commits[0]),
        store.apply(&ctx, &commits[1]),
        store.apply(&ctx, &commits[2]),
        store.apply(&ctx, &commits[3])
    );
    for answer in [one, other, third, fourth] {
        assert_eq!(answer.expect_err("the book is held").code(), "unavailable");
    }
    assert!(since.elapsed() < Duration::from_secs(10));
    superuser.execute("ROLLBACK").await.expect("the lock is given back");
    assert_eq!(store.head(&ctx, ctx.actor).await.expect("a head"), head);
    assert!(matches!(store.apply(&ctx, &commits[0]).await, Ok(Answer::Applied(_))));
}

/// Until a question waits for a lock.
async fn until_somebody_waits(database: &Database) {
    let waits = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let mut superuser = PgConnection::connect(&database.url(Role::Superuser)).await.expect("a superuser");
    while sqlx::query_scalar::<_, i64>(waits).fetch_one(&mut superuser).await.expect("a count") == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn who_finds_no_free_connection_is_told_and_the_next_call_works() {
    let Some(cluster) = Cluster::shared() else { return };
    let database = server::database(cluster).await;
    let patient =
        options().connections(1).acquire_timeout(Duration::from_millis(200)).lock_timeout(Duration::from_mins(1));
    let store = PgStore::connect(&database.url(Role::App), patient).await.expect("a store");
    store.apply(&context(), &commit(1)).await.expect("a first commit");
    let mut superuser = PgConnection::connect(&database.url(Role::Superuser)).await.expect("a superuser");
    superuser.execute("BEGIN; SELECT * FROM kitaab.books FOR UPDATE").await.expect("the lock");
    let (ctx, second) = (context(), commit(2));
    let others = async {
        until_somebody_waits(&database).await;
        for _ in 0..3 {
            let error = store.head(&ctx, ctx.actor).await.expect_err("the one connection waits for the book");
            assert_eq!(error.code(), "unavailable");
            assert!(error.to_string().contains("all connections"), "{error}");
        }
        superuser.execute("ROLLBACK").await.expect("the lock is given back");
    };
    let (waited, ()) = tokio::join!(store.apply(&ctx, &second), others);
    assert!(matches!(waited, Ok(Answer::Applied(applied)) if applied.seq == 2), "{waited:?}");
    assert_eq!(store.head(&ctx, ctx.actor).await.expect("a head").seq, 2);
}

/// Whom the server picks to end a deadlock with begins again, and nobody notices.
#[tokio::test]
async fn what_a_deadlock_ended_is_done_again() {
    let Some(cluster) = Cluster::shared() else { return };
    let database = server::database(cluster).await;
    let patient = options().connections(1).lock_timeout(Duration::from_mins(1));
    let store = PgStore::connect(&database.url(Role::App), patient).await.expect("a store");
    store.apply(&context(), &commit(1)).await.expect("a first commit");
    let mut superuser = PgConnection::connect(&database.url(Role::Superuser)).await.expect("a superuser");
    let name = database.name();
    let deadlocks =
        format!("SELECT pg_stat_force_next_flush(), deadlocks FROM pg_stat_database WHERE datname = '{name}'");
    // The store holds the book when it comes to the device; whoever holds the device then asks for the book, and waits longer before
    // it looks for deadlocks than the store does.
    superuser.execute("BEGIN; SET LOCAL deadlock_timeout = '1min'").await.expect("a transaction");
    superuser.execute("SELECT * FROM kitaab.devices FOR UPDATE").await.expect("the lock");
    let others = async {
        until_somebody_waits(&database).await;
        superuser.execute("SELECT * FROM kitaab.books FOR UPDATE").await.expect("the store gives way");
        superuser.execute("ROLLBACK").await.expect("the locks are given back");
    };
    let (ctx, second) = (context(), commit(2));
    let (done, ()) = tokio::join!(store.apply(&ctx, &second), others);
    assert!(matches!(done, Ok(Answer::Applied(applied)) if (applied.seq, applied.replayed) == (2, false)), "{done:?}");
    assert_eq!(store.head(&ctx, ctx.actor).await.expect("a head").seq, 2);
    let since = Instant::now();
    loop {
        let row = superuser.fetch_one(sqlx::AssertSqlSafe(deadlocks.as_str())).await.expect("a count");
        if row.get::<i64, _>(1) > 0 {
            break;
        }
        assert!(since.elapsed() < Duration::from_secs(20), "there was no deadlock: this test shows nothing");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn a_commit_is_sent_again_to_a_server_that_was_killed() {
    let Some(cluster) = Cluster::start(&Settings::new().durable()) else { return };
    let database = server::database_of(&cluster).await;
    let store = PgStore::connect(&database.url(Role::App), options()).await.expect("a store");
    let mut acknowledged = 0;
    for number in 1..=30 {
        if number % 10 == 0 {
            cluster.kill();
            cluster.restart();
        }
        match store.apply(&context(), &commit(number)).await {
            Ok(Answer::Applied(applied)) => {
                acknowledged += 1;
                assert_eq!(applied.seq, acknowledged, "none is lost, and none is there twice");
            }
            Ok(stale) => panic!("{stale:?}"),
            Err(error) => assert_eq!(error.code(), "unavailable", "{error}"),
        }
    }
    assert!(acknowledged >= 27, "only {acknowledged} of 30");
    assert_eq!(store.head(&context(), context().actor).await.expect("a head").seq, acknowledged);
}

/// Where the server ended all that rest, none of them is taken for one that works.
#[tokio::test]
async fn connections_that_the_server_ended_are_opened_anew() {
    let Some(cluster) = Cluster::shared() else { return };
    let database = server::database(cluster).await;
    let store = PgStore::connect(&database.url(Role::App), options().connections(8)).await.expect("a store");
    let mut superuser = PgConnection::connect(&database.url(Role::Superuser)).await.expect("a superuser");
    let serving = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
                   AND backend_type = 'client backend'";
    let ctx = context();
    for round in 1..=3 {
        let (one, other, third, fourth) = tokio::join!(
            store.head(&ctx, ctx.actor),
            store.head(&ctx, ctx.actor),
            store.head(&ctx, ctx.actor),
            store.head(&ctx, ctx.actor)
        );
        for head in [one, other, third, fourth] {
            assert_eq!(head.expect("a head").seq, round - 1);
        }
        let ended = format!("SELECT count(pg_terminate_backend(pid, 5000)) FROM ({serving}) serving");
        let ended: i64 =
            sqlx::query_scalar(sqlx::AssertSqlSafe(ended)).fetch_one(&mut superuser).await.expect("an end");
        // Usually four; but an answer may be there before the next question is asked.
        assert!(ended >= 1, "no connection was open");
        // One call asks a question, the other begins a transaction.
        let written = if round % 2 == 0 {
            store.apply(&ctx, &commit(round)).await.map(|answer| matches!(answer, Answer::Applied(_)))
        } else {
            store.apply_together(&ctx, &[commit(round)]).await.map(|together| matches!(together, Together::Applied(_)))
        };
        assert!(written.expect("an answer"), "round {round}");
    }
}

/// A call that is dropped half-way, wherever that is, leaves its connection as it found it: what is acknowledged afterwards is
/// there for others, and not within a transaction that nobody commits.
#[tokio::test]
async fn what_is_cancelled_leaves_no_transaction_open() {
    let Some(cluster) = Cluster::shared() else { return };
    let database = server::database(cluster).await;
    let store = PgStore::connect(&database.url(Role::App), options().connections(1)).await.expect("a store");
    let mut others = PgConnection::connect(&database.url(Role::Superuser)).await.expect("a superuser");
    let (ctx, mut cancelled) = (context(), 0);
    store.apply(&ctx, &commit(1)).await.expect("a first commit");
    for turn in 1..=200_u64 {
        let number = turn * 2;
        let commits = [commit(number)];
        // By polls and not by time, which a timer can't tell finely enough: the first one sends BEGIN and does not see its answer.
        let mut polls = 1 + turn % 20;
        let mut call = Box::pin(store.apply_together(&ctx, &commits));
        let answered = poll_fn(|context| {
            polls -= 1;
            match call.as_mut().poll(context) {
                Poll::Ready(_) => Poll::Ready(true),
                Poll::Pending if polls == 0 => Poll::Ready(false),
                Poll::Pending => Poll::Pending,
            }
        });
        cancelled += u64::from(!answered.await);
        drop(call);
        let Answer::Applied(applied) = store.apply(&ctx, &commit(number + 1)).await.expect("the next call works")
        else {
            panic!("the device's numbers rise");
        };
        let seen: i64 =
            sqlx::query_scalar("SELECT seq FROM kitaab.books").fetch_one(&mut others).await.expect("a head");
        assert_eq!(seen.unsigned_abs(), applied.seq, "turn {turn}: acknowledged, and not there for others");
    }
    assert!(cancelled >= 20, "only {cancelled} calls were cancelled");
}
