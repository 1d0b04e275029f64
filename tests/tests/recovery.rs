//! The drill: a server is lost, and restored from a base backup and the archive of its log to a point in time; every book
//! is then what had been acknowledged by that point, row for row and link for link. Whoever had themselves erased after
//! that point is erased again.
//!
//! `cargo xtask drill` runs this and shows what it does; docs/postgres-recovery.md tells how to do it on a server of one's
//! own.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on stops where it says why")]
#![cfg(unix)]

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use kitaab::{Checkpoint, Kitaab};
use kitaab_core::UserId;
use kitaab_pg::{Options, PgStore, maintain};
use kitaab_test_pg::{Backup, Cluster, Database, Role, Settings};
use kitaab_tests::random::Random;
use kitaab_tests::server::{Acknowledged, Books, check, served};
use sqlx::Row as _;

/// A step of the drill, told as it is done.
fn tell(step: &str) {
    println!("drill: {step}");
}

/// The rows of every table: how many, and a digest of all of them.
type Rows = BTreeMap<String, (i64, String)>;

async fn rows(cluster: &Cluster, database: &str) -> Rows {
    let mut sql = cluster.superuser(database).await;
    let tables = "SELECT relname::text FROM pg_class WHERE relnamespace = 'kitaab'::regnamespace
                  AND relkind IN ('r', 'p') AND NOT relispartition";
    let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(&mut sql).await.unwrap();
    let mut found = Rows::new();
    for table in tables {
        let question = format!(
            "SELECT count(*), coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM kitaab.\"{table}\" t"
        );
        let row = sqlx::query(sqlx::AssertSqlSafe(question)).fetch_one(&mut sql).await.unwrap();
        found.insert(table, (row.get(0), row.get(1)));
    }
    found
}

/// In how many tables there are rows of an owner.
async fn tables_with(cluster: &Cluster, database: &str, owner: UserId) -> Vec<String> {
    let mut sql = cluster.superuser(database).await;
    let tables =
        "SELECT c.relname::text FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'owner'
                  WHERE c.relnamespace = 'kitaab'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition";
    let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(&mut sql).await.unwrap();
    let mut found = Vec::new();
    for table in tables {
        let question = format!("SELECT EXISTS (SELECT FROM kitaab.\"{table}\" WHERE owner = $1)");
        let question = sqlx::query_scalar(sqlx::AssertSqlSafe(question)).bind(owner.uuid());
        if question.fetch_one(&mut sql).await.unwrap() {
            found.push(table);
        }
    }
    found
}

/// A server that archives its log.
fn archiving(archive: &Path) -> Settings {
    let archive = archive.display();
    Settings::new()
        .durable()
        .with("archive_mode", "on")
        .with("archive_command", &format!("test ! -f {archive}/%f && cp %p {archive}/%f"))
        .with("restore_command", &format!("cp {archive}/%f %p"))
}

/// Names this moment, and waits until the archive reaches it.
async fn mark(cluster: &Cluster, name: &str) {
    let mut sql = cluster.superuser("postgres").await;
    sqlx::query("SELECT pg_create_restore_point($1)").bind(name).execute(&mut sql).await.unwrap();
    let switched = "SELECT pg_walfile_name(pg_switch_wal())";
    let file: String = sqlx::query_scalar(switched).fetch_one(&mut sql).await.unwrap();
    let since = Instant::now();
    loop {
        let last = "SELECT coalesce(last_archived_wal >= $1, false) FROM pg_stat_archiver";
        if sqlx::query_scalar(last).bind(&file).fetch_one(&mut sql).await.unwrap() {
            return;
        }
        assert!(since.elapsed() < Duration::from_mins(1), "{file} is not archived");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Restores to a moment, and serves it.
async fn restored(backup: &Backup, settings: &Settings, database: &Database, to: &str) -> (Cluster, Arc<PgStore>) {
    let since = Instant::now();
    let settings = settings.clone().with("recovery_target_name", to).with("archive_mode", "off");
    let cluster = tokio::task::block_in_place(|| backup.recover(&settings));
    tell(&format!("restored to `{to}` in {:.1?}", since.elapsed()));
    let url = cluster.url(Role::App, database.name());
    let store = PgStore::connect(&url, Options::new().connections(4)).await.unwrap();
    (cluster, Arc::new(store))
}

async fn export(store: &Arc<PgStore>, owner: UserId) -> (Vec<u8>, Checkpoint) {
    let kitaab = Kitaab::with_store(Arc::clone(store) as _).unwrap();
    let mut file = Vec::new();
    let checkpoint = kitaab.book(owner).ledger().export(&mut file, None).await.unwrap();
    (file, checkpoint)
}

#[test]
fn a_lost_server_is_restored_to_a_point_in_time() {
    let archive = tempfile::tempdir().unwrap();
    std::fs::set_permissions(archive.path(), std::fs::Permissions::from_mode(0o777)).unwrap();
    let settings = archiving(archive.path());
    let Some(cluster) = Cluster::start(&settings) else { return };
    let mut random = Random::new(Random::fresh_seed());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let (database, store) = served(&cluster, 8).await;
        let mut staying = Books::new(&store, 2, 2, &mut random).await;
        let mut leaving = Books::new(&store, 1, 2, &mut random).await;
        let some_time = || tokio::time::sleep(Duration::from_millis(400));
        staying.write_while(&store, 0, &mut random, some_time()).await;
        leaving.write_while(&store, 0, &mut random, some_time()).await;

        let mut backup = None;
        let backing_up = async { backup = Some(tokio::task::block_in_place(|| cluster.back_up())) };
        staying.write_while(&store, 0, &mut random, backing_up).await;
        let backup = backup.unwrap();
        tell("a base backup was made while four wrote");
        staying.write_while(&store, 0, &mut random, some_time()).await;

        mark(&cluster, "before the erasure").await;
        let (then, rows_then) = (staying.books.clone(), rows(&cluster, database.name()).await);
        let gone = *leaving.books.keys().next().unwrap();
        let (file, left_at) = export(&store, gone).await;
        let kitaab = Kitaab::with_store(Arc::clone(&store) as _).unwrap();
        kitaab.erase_for_good(gone).await;
        let list = archive.path().join("erased");
        assert_eq!(maintain::write_erased(&database.url(Role::Owner), &list).await.unwrap(), 1);
        tell("one owner exports the book and has it erased; the host keeps a list of that outside the database");
        assert_eq!(tables_with(&cluster, database.name(), gone).await, Vec::<String>::new());

        staying.write_while(&store, 0, &mut random, some_time()).await;
        mark(&cluster, "before the disaster").await;
        let (now, rows_now) = (staying.books.clone(), rows(&cluster, database.name()).await);
        database.run(Role::Superuser, "DROP SCHEMA kitaab CASCADE").await;
        mark(&cluster, "after the disaster").await;
        cluster.kill_all();
        tell("somebody dropped the schema, and the machine is lost too");

        let (second, store) = restored(&backup, &settings, &database, "before the disaster").await;
        assert_eq!(rows(&second, database.name()).await, rows_now, "row for row");
        are_as_acknowledged(&store, &now).await;
        assert_eq!(tables_with(&second, database.name(), gone).await, Vec::<String>::new());
        let mut more = Books::new(&store, 1, 2, &mut random).await;
        more.write_while(&store, 0, &mut random, some_time()).await;
        tell("every row and every link is there, and it takes writes");
        drop((store, more, second));

        let (third, store) = restored(&backup, &settings, &database, "before the erasure").await;
        assert_eq!(rows(&third, database.name()).await, rows_then, "row for row");
        are_as_acknowledged(&store, &then).await;
        let (again, checkpoint) = export(&store, gone).await;
        assert_eq!(checkpoint, left_at, "an export after the restore is that from before");
        let migrator = third.url(Role::Owner, database.name());
        assert_eq!(maintain::erase_again(&migrator, &list).await.unwrap(), 1);
        assert_eq!(tables_with(&third, database.name(), gone).await, Vec::<String>::new());
        are_as_acknowledged(&store, &then).await;
        tell("an earlier point brings the erased book back; erased again by the list, nothing of it is left");

        let elsewhere = Kitaab::open("memory:").await.unwrap();
        for file in [file, again] {
            assert_eq!(elsewhere.restore(file.as_slice(), None).await.unwrap(), gone);
            let found = elsewhere.book(gone).ledger().verify(Some(left_at)).await.unwrap();
            assert_eq!(found.head, left_at);
            elsewhere.erase_for_good(gone).await;
        }
        tell("the owner's export can be read elsewhere, and verifies");
        let commits: usize = now.values().map(BTreeMap::len).sum();
        println!(
            "figure: recovery drill: {commits} acknowledged commits and {} tables equal after point-in-time recovery",
            rows_now.len()
        );
    });
}

/// Erasing for good, as a host does it on an owner's behalf.
trait Erases {
    async fn erase_for_good(&self, owner: UserId);
}

impl Erases for Kitaab {
    async fn erase_for_good(&self, owner: UserId) {
        self.book(owner).ledger().erase_book(owner).await.unwrap();
    }
}

async fn are_as_acknowledged(store: &Arc<PgStore>, books: &BTreeMap<UserId, Acknowledged>) {
    for (owner, acknowledged) in books {
        let mut found = acknowledged.clone();
        check(store.as_ref(), *owner, &mut found, &[]).await;
        assert_eq!(&found, acknowledged);
    }
}
