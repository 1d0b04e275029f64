//! A server that dies under its writers, again and again; and clients that die under it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on stops where it says why")]
#![cfg(unix)]

use std::time::Duration;

use kitaab_core::DeviceId;
use kitaab_store::Store;
use kitaab_store::conformance::read_ledger;
use kitaab_test_pg::{Cluster, Database, Role, Settings};
use kitaab_tests::crash::{Mode, OWNER, context};
use kitaab_tests::extent::cases;
use kitaab_tests::random::Random;
use kitaab_tests::server::{Acknowledged, Books, check, served};
use kitaab_tests::victim::Victim;
use sqlx::{Connection as _, PgConnection};
use uuid::Uuid;

/// How often the same books are crashed on before new ones are begun.
const KILLS_OF_A_BOOK: u64 = 10;
const BOOKS: usize = 2;
const WRITERS: u128 = 3;

/// What dies.
#[derive(Clone, Copy, Debug)]
enum Death {
    /// The server's main process: those that serve go on until they notice.
    Main,
    /// All of its processes at once, as when the machine goes.
    All,
    /// One that serves: the server ends the others and recovers by itself.
    Serving,
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime")
}

#[test]
fn a_killed_server_loses_nothing() {
    // As in production: what was committed is on the disk.
    let Some(cluster) = Cluster::start(&Settings::new().durable()) else { return };
    let kills = cases(3, 50, 5_000);
    let seed = Random::fresh_seed();
    println!("The seed is {seed}.");
    let mut random = Random::new(seed);
    runtime().block_on(async {
        let (_database, store) = served(&cluster, 8).await;
        let (mut acknowledged, mut again) = (0, 0);
        let mut books = Books::new(&store, BOOKS, WRITERS, &mut random).await;
        for kill in 0..kills {
            if kill > 0 && kill.is_multiple_of(KILLS_OF_A_BOOK) {
                books = Books::new(&store, BOOKS, WRITERS, &mut random).await;
            }
            // All three in turn.
            let death = [Death::All, Death::Main, Death::Serving][usize::try_from(kill % 3).unwrap()];
            let wait = Duration::from_millis(random.below(400) + 20);
            let dying = async {
                tokio::time::sleep(wait).await;
                match death {
                    Death::Main => cluster.kill(),
                    Death::All => cluster.kill_all(),
                    Death::Serving => assert!(cluster.kill_serving(), "nobody is served"),
                }
                if !matches!(death, Death::Serving) {
                    tokio::task::block_in_place(|| cluster.restart());
                }
                // Some is written again before the books are looked at.
                tokio::time::sleep(Duration::from_millis(100)).await;
            };
            let (more, sent_again) = books.write_while(&store, 25, &mut random, dying).await;
            acknowledged += more;
            again += sent_again;
        }
        println!("{acknowledged} commits were acknowledged, {again} were sent again.");
        assert!(acknowledged > kills, "too few writes for the kills to meet one");
        println!(
            "figure: server crash: {kills} kills under {} writers, 0 acknowledged commits of {acknowledged} lost, 0 halves",
            BOOKS as u128 * WRITERS
        );
    });
}

#[test]
fn a_killed_client_loses_nothing() {
    let Some(cluster) = Cluster::start(&Settings::new().durable()) else { return };
    let kills = cases(6, 50, 5_000);
    let seed = Random::fresh_seed();
    println!("The seed is {seed}.");
    let mut random = Random::new(seed);
    runtime().block_on(async {
        let (mut told, mut killed, mut modes) = (0, 0, Mode::ALL.into_iter().cycle());
        while killed < kills {
            let (database, store) = served(&cluster, 2).await;
            let mut acknowledged = Acknowledged::new();
            let mut untold = 0;
            for round in 0..KILLS_OF_A_BOOK.min(kills - killed) {
                // Three write to one book; one after the other is killed. What the server is still at for one that died
                // would be in the way of another on the same device.
                let mut victims = Vec::new();
                for device in 1..=WRITERS {
                    let device = u128::from(round) << 8 | device;
                    let (mode, url) = (modes.next().unwrap_or(Mode::Mixed), database.url(Role::App));
                    victims.push(Victim::start(env!("CARGO_BIN_EXE_writer"), &url, device, mode, random.next()));
                }
                for victim in victims {
                    acknowledged.extend(victim.first());
                    tokio::time::sleep(Duration::from_micros(random.below(40_000))).await;
                    acknowledged.extend(victim.kill());
                    untold += 1;
                }
                killed += 1;
            }
            told += acknowledged.len();
            wait_for_the_dead(&database).await;
            complete(store.as_ref(), &mut acknowledged, untold).await;
        }
        println!(
            "figure: client crash: {killed} times three clients of one book, 0 acknowledged commits of {told} lost"
        );
    });
}

/// Checks the book, which may hold so many commits that nobody was told of.
async fn complete(store: &dyn Store, acknowledged: &mut Acknowledged, untold: u64) {
    let ctx = context(DeviceId::new(Uuid::nil()));
    let ledger = read_ledger(store, &ctx, OWNER).await;
    let not_told = ledger.into_iter().filter(|stored| !acknowledged.contains_key(&stored.seq));
    let not_told: Vec<_> = not_told.map(|stored| stored.commit).collect();
    assert!(not_told.len() as u64 <= untold, "{} commits that nobody was told of", not_told.len());
    check(store, OWNER, acknowledged, &not_told).await;
}

/// The server may still be at what a client asked before it died.
async fn wait_for_the_dead(database: &Database) {
    let mut superuser = PgConnection::connect(&database.url(Role::Superuser)).await.unwrap();
    let busy = "SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid()";
    loop {
        let busy: i64 = sqlx::query_scalar(busy).fetch_one(&mut superuser).await.unwrap();
        if busy == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[test]
fn writers_of_one_book_keep_its_chain_and_its_rollup() {
    let Some(cluster) = Cluster::shared() else { return };
    let rounds = cases(2, 20, 500);
    let mut random = Random::new(Random::fresh_seed());
    runtime().block_on(async {
        let (_database, store) = served(cluster, 16).await;
        let mut written = 0;
        for _ in 0..rounds {
            let mut books = Books::new(&store, 1, 16, &mut random).await;
            let writing = tokio::time::sleep(Duration::from_millis(400));
            let (acknowledged, again) = books.write_while(&store, 0, &mut random, writing).await;
            assert_eq!(again, 0, "nothing is in the way of those who wait");
            written += acknowledged;
        }
        println!("figure: concurrent writers: 16 of one book, {written} commits, chain, state and rollup as replayed");
    });
}
