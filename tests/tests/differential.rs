//! All stores give the same answers to the same operations: random ones, with the same errors.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on stops where it says why")]

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

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

#[test]
fn all_stores_give_the_same_answers() {
    let kept = std::fs::read_to_string(kept()).unwrap_or_default();
    let seeds = kept.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut sorts = Sorts::new();
    let mut count = |played: Sorts| {
        for (sort, count) in played {
            *sorts.entry(sort).or_default() += count;
        }
    };
    for seed in seeds {
        count(play(seed.parse().expect("the list of seeds holds numbers")));
    }
    let wanted = cases(12_000, 20_000, 1_000_000);
    let first_seed = Random::fresh_seed();
    println!("The first seed is {first_seed}.");
    let mut seeds = Random::new(first_seed);
    let mut operations = 0;
    while operations < wanted {
        count(play_and_keep(seeds.next() >> 16));
        operations += OPERATIONS;
    }
    println!("{sorts:?}");
    if operations >= 12_000 {
        let missing: Vec<_> = SORTS.into_iter().filter(|sort| !sorts.contains_key(sort)).collect();
        assert!(missing.is_empty(), "never answered with: {missing:?}; the operations don't reach far enough");
    }
    println!(
        "figure: differential: {operations} operations on memory, SQLite and PostgreSQL (where there is one), 0 differences"
    );
}
