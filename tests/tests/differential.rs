//! All stores give the same answers to the same operations: random ones, with the same errors.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on stops where it says why")]

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use kitaab_sqlite::{Options, SqliteStore};
use kitaab_store::{MemoryStore, Store};
use kitaab_tests::differential::{Episode, OPERATIONS, Sorts};
use kitaab_tests::extent::cases;
use kitaab_tests::postgres::empty_store;
use kitaab_tests::random::Random;

/// The seeds of episodes that failed once: always played first, and never taken out.
fn kept() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/differential.txt")
}

/// Sorts of answers that thousands of operations must have brought about, or they test nothing.
const SORTS: [&str; 17] = [
    "applied",
    "replayed",
    "stale catalogue",
    "stale record",
    "stale device number",
    "conflict",
    "corrupt",
    "invalid",
    "not_found",
    "entries, and more",
    "reflections, and more",
    "history",
    "records",
    "done",
    "denied",
    "access log",
    "applied together",
];

/// Where nothing has to survive the loss of power: in memory, where there is such a place.
fn scratch() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory).or_else(|_| tempfile::tempdir()) } else { tempfile::tempdir() }
        .expect("a folder for the SQLite file")
}

fn play(seed: u64) -> Sorts {
    let mut sorts = Sorts::new();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let folder = scratch();
        let sqlite = SqliteStore::open(folder.path().join("book.db"), Options::default()).await.unwrap();
        let mut stores: Vec<(&str, Arc<dyn Store>)> =
            vec![("memory", Arc::new(MemoryStore::new())), ("SQLite", Arc::new(sqlite))];
        let _database = empty_store().await.map(|(store, database)| {
            stores.push(("PostgreSQL", Arc::new(store)));
            database
        });
        Episode { seed }.play(&stores, &mut sorts).await;
    });
    sorts
}

/// Plays an episode whose failure keeps its seed.
fn play_and_keep(seed: u64) -> Sorts {
    std::panic::catch_unwind(|| play(seed)).unwrap_or_else(|panic| {
        let file = OpenOptions::new().append(true).create(true).open(kept());
        let written = file.and_then(|mut file| writeln!(file, "{seed}"));
        println!("The episode of the seed {seed} failed; it is kept in {} ({written:?}).", kept().display());
        std::panic::resume_unwind(panic)
    })
}

/// Plays episodes, two at a time: a server's process waits for the test's half of the time, and the other way round.
fn play_all(seeds: &[u64], play: fn(u64) -> Sorts) -> Sorts {
    let next = AtomicUsize::new(0);
    let some = || {
        let mut sorts = Sorts::new();
        while let Some(seed) = seeds.get(next.fetch_add(1, Ordering::Relaxed)) {
            add(&mut sorts, play(*seed));
        }
        sorts
    };
    std::thread::scope(|scope| {
        let others = scope.spawn(some);
        let mut sorts = some();
        add(&mut sorts, others.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        sorts
    })
}

fn add(sorts: &mut Sorts, more: Sorts) {
    for (sort, count) in more {
        *sorts.entry(sort).or_default() += count;
    }
}

#[test]
fn all_stores_give_the_same_answers() {
    let kept = std::fs::read_to_string(kept()).unwrap_or_default();
    let kept = kept.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let kept: Vec<u64> = kept.map(|seed| seed.parse().expect("the list of seeds holds numbers")).collect();
    let mut sorts = play_all(&kept, play);
    let wanted = cases(12_000, 20_000, 1_000_000);
    let first_seed = Random::fresh_seed();
    println!("The first seed is {first_seed}.");
    let mut random = Random::new(first_seed);
    let seeds: Vec<u64> = (0..wanted.div_ceil(OPERATIONS)).map(|_| random.next() >> 16).collect();
    let operations = seeds.len() as u64 * OPERATIONS;
    add(&mut sorts, play_all(&seeds, play_and_keep));
    println!("{sorts:?}");
    if operations >= 12_000 {
        let missing: Vec<_> = SORTS.into_iter().filter(|sort| !sorts.contains_key(sort)).collect();
        assert!(missing.is_empty(), "never answered with: {missing:?}; the operations don't reach far enough");
    }
    println!(
        "figure: differential: {operations} operations on memory, SQLite and PostgreSQL (where there is one), 0 differences"
    );
}
