//! Power is lost at any moment: nothing that was acknowledged is lost, nothing is half there.
//!
//! A kill does not show this, since the kernel still writes what a killed program left in its cache. Here
//! a shim records every write and sync of a real run; then, for many moments of that run, the files are
//! put together as a disk may hold them after the power went: what was synced, and of the rest nothing,
//! all, some, or torn sectors. Each such folder is opened and checked.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "power_loss/disk.rs"]
mod disk;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::Command;

use kitaab_core::{DeviceId, Timestamp};
use kitaab_sqlite::{Options, SqliteStore};
use kitaab_store::{Context, Store};
use kitaab_tests::extent::cases;
use kitaab_tests::random::Random;

use disk::{Disk, Event, Syncs};
use tokio::runtime::Runtime;

/// Builds the shim with the machine's C compiler, which SQLite needed as well.
fn shim(folder: &Path) -> PathBuf {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/power_loss/trace.c");
    let library = folder.join("trace.so");
    let built = Command::new("cc").args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(source).status().unwrap();
    assert!(built.success(), "cc could not build the shim");
    library
}

/// A real run of the recorder, as the shim saw it.
fn record(shim: &Path, folder: &Path, seed: u64) -> Vec<Event> {
    let books = folder.join("books");
    let trace = folder.join("trace");
    std::fs::create_dir_all(&books).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_recorder"))
        .arg(books.join("book.db"))
        .arg(seed.to_string())
        .env("LD_PRELOAD", shim)
        .env("KITAAB_TRACE", &trace)
        .env("KITAAB_TRACE_DIR", &books)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let events = disk::read_trace(&trace).unwrap();
    std::fs::remove_dir_all(&books).unwrap();
    std::fs::remove_file(&trace).unwrap();
    assert!(events.iter().any(|event| matches!(event, Event::Sync { .. })), "the shim saw no sync");
    events
}

/// What a moment left behind.
#[derive(Debug, PartialEq, Eq)]
enum Left {
    /// The book is whole, with everything that was acknowledged.
    Whole,
    /// Fewer commits than were acknowledged.
    Lost { acknowledged: u64, found: u64 },
    /// The file can't be opened or read, or what it holds does not hold together.
    Damaged(String),
}

/// Loses power after the first `moment` events, and looks at what is left.
fn lose_power(
    runtime: &Runtime,
    events: &[Event],
    moment: usize,
    syncs: Syncs,
    random: &mut Random,
    folder: &Path,
) -> Left {
    let mut disk = Disk::default();
    let mut acknowledged = 0;
    for event in &events[..moment] {
        disk.take(event, syncs);
        if let Event::Acknowledge(printed) = event {
            let printed = String::from_utf8_lossy(printed);
            acknowledged = printed.split_whitespace().last().and_then(|seq| seq.parse().ok()).unwrap_or(acknowledged);
        }
    }
    let books = folder.join("after");
    std::fs::create_dir_all(&books).unwrap();
    for (path, content) in disk.lose_power(random) {
        // The index of the log lives in shared memory: no power loss leaves it behind.
        if !path.to_string_lossy().ends_with("-shm") {
            std::fs::write(books.join(path.file_name().unwrap()), content).unwrap();
        }
    }
    // The suite's check panics, naming what differs, unless the chain holds and the state is the ledger's
    // replay. With a disk that ignores syncs that is to be expected.
    let look = AssertUnwindSafe(|| runtime.block_on(look(&books.join("book.db"), acknowledged)));
    let left = catch_unwind(look).unwrap_or_else(|panic| {
        let said = panic.downcast_ref::<String>().cloned();
        Left::Damaged(said.or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string)).unwrap_or_default())
    });
    std::fs::remove_dir_all(&books).unwrap();
    left
}

async fn look(file: &Path, acknowledged: u64) -> Left {
    let store = match SqliteStore::open(file, Options::new()).await {
        Ok(store) => store,
        Err(error) => return Left::Damaged(error.to_string()),
    };
    let nobody = Context {
        actor: uuid::Uuid::nil().into(),
        device: DeviceId::new(uuid::Uuid::nil()),
        now: Timestamp::from_micros(0),
    };
    let owners = match store.owners(&nobody).await {
        Ok(owners) => owners,
        Err(error) => return Left::Damaged(error.to_string()),
    };
    let Some(owner) = owners.first().copied() else {
        return if acknowledged == 0 { Left::Whole } else { Left::Lost { acknowledged, found: 0 } };
    };
    let ctx = Context { actor: owner, ..nobody };
    let found = match store.head(&ctx, owner).await {
        Ok(head) => head.seq,
        Err(error) => return Left::Damaged(error.to_string()),
    };
    if found < acknowledged {
        return Left::Lost { acknowledged, found };
    }
    kitaab_store::conformance::check_book(&store, &ctx, owner).await;
    Left::Whole
}

#[test]
fn nothing_acknowledged_is_lost_with_the_power() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let shim = shim(folder.path());
    let moments = cases(40, 500, 20_000);
    let seed = Random::fresh_seed();
    println!("KITAAB_SEED={seed}");
    let mut random = Random::new(seed);
    let mut lost_without_syncs = 0;
    let mut events = Vec::new();
    for number in 0..moments {
        if number % 100 == 0 {
            events = record(&shim, folder.path(), random.next());
        }
        let moment = usize::try_from(random.below(events.len() as u64)).unwrap() + 1;
        let left = lose_power(&runtime, &events, moment, Syncs::Kept, &mut random, folder.path());
        assert_eq!(left, Left::Whole, "power lost after {moment} of {} events; KITAAB_SEED={seed}", events.len());
        if number % 10 == 0 {
            // The control: with a disk that ignores syncs the same moments must lose something.
            let end = events.len();
            let left = lose_power(&runtime, &events, end, Syncs::Ignored, &mut random, folder.path());
            lost_without_syncs += u64::from(left != Left::Whole);
        }
    }
    assert!(lost_without_syncs > 0, "a disk that ignores syncs lost nothing: this test would not notice a loss");
    println!(
        "figure: power loss: {moments} moments, 0 acknowledged writes lost, 0 damaged (a disk without syncs: {lost_without_syncs} losses)"
    );
}
