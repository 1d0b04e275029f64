//! Every call to the operating system fails once, and every one that follows: nothing that was acknowledged is
//! lost, nothing is half there, errors have their code, and the book can be used again.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use kitaab_core::DeviceId;
use kitaab_store::conformance::{check_book, read_ledger};
use kitaab_tests::crash::{Mode, OWNER, Writer, context};
use kitaab_tests::extent::cases;
use kitaab_tests::random::Random;
use uuid::Uuid;

/// How many commits a workload has.
const COMMITS: u64 = 12;
/// The device that looks at what is left.
const SURVIVOR: u128 = 0x5e;

/// Builds the shim with the machine's C compiler, which SQLite needed as well.
fn shim(folder: &Path) -> PathBuf {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/io_failure/fail.c");
    let library = folder.join("fail.so");
    let built = Command::new("cc").args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(source).status().unwrap();
    assert!(built.success(), "cc could not build the shim");
    library
}

/// Which calls fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Failing {
    Never,
    /// This one, counted from 1.
    Once(u64),
    /// This one and all after it.
    From(u64),
}

/// What a run told.
#[derive(Debug, Default)]
struct Told {
    /// The hashes of the acknowledged commits, by sequence number.
    acknowledged: BTreeMap<u64, String>,
    /// The codes of the errors.
    failed: Vec<String>,
    /// How many calls concerned the book's files.
    calls: u64,
}

fn run(shim: &Path, books: &Path, seed: u64, failing: Failing) -> Told {
    let count = books.with_extension("count");
    let mut command = Command::new(env!("CARGO_BIN_EXE_stumbler"));
    command.arg(books.join("book.db")).arg(seed.to_string()).arg(COMMITS.to_string());
    command.env("LD_PRELOAD", shim).env("KITAAB_FAIL_DIR", books).env("KITAAB_FAIL_COUNT", &count);
    match failing {
        Failing::Never => {}
        Failing::Once(at) => drop(command.env("KITAAB_FAIL_AT", at.to_string())),
        Failing::From(at) => drop(command.env("KITAAB_FAIL_AT", at.to_string()).env("KITAAB_FAIL_ON", "1")),
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "{failing:?}: {}: {}", output.status, String::from_utf8_lossy(&output.stderr));
    let mut told = Told { calls: std::fs::read_to_string(&count).unwrap().parse().unwrap(), ..Told::default() };
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        match line.split(' ').collect::<Vec<_>>().as_slice() {
            ["acknowledged", seq, hash] => drop(told.acknowledged.insert(seq.parse().unwrap(), (*hash).to_owned())),
            ["failed", code] => told.failed.push((*code).to_owned()),
            _ => panic!("{failing:?}: the stumbler said {line:?}"),
        }
    }
    told
}

/// Opens what is left, with calls that don't fail: everything acknowledged is there, what is there is whole,
/// and it takes more.
async fn check(file: &Path, told: &Told) {
    let ctx = context(DeviceId::new(Uuid::from_u128(SURVIVOR)));
    let mut survivor = Writer::open(file, SURVIVOR, Mode::Single, 1).await.expect("it opens");
    check_book(survivor.store(), &ctx, OWNER).await;
    let ledger = read_ledger(survivor.store(), &ctx, OWNER).await;
    for (seq, hash) in &told.acknowledged {
        let kept = ledger.get(usize::try_from(*seq).unwrap() - 1).map(|stored| stored.commit.hash().to_string());
        assert_eq!(kept.as_ref(), Some(hash), "commit {seq} was acknowledged");
    }
    assert!(ledger.len() as u64 <= COMMITS, "a commit that was sent again is there twice");
    survivor.write().await.expect("it takes a commit");
    drop(survivor);
    let file = rusqlite::Connection::open(file).unwrap();
    let said: String = file.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(said, "ok");
}

#[test]
fn every_call_may_fail() {
    let (workloads, stride) = (cases(1, 1, 200), cases(20, 1, 1));
    let seed = Random::fresh_seed();
    println!("The seed is {seed}.");
    let mut random = Random::new(seed);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let shim = shim(folder.path());
    let books = folder.path().join("books");
    let (mut runs, mut errors, mut codes) = (0, 0, BTreeSet::new());
    for _ in 0..workloads {
        let workload = random.next();
        std::fs::create_dir_all(&books).unwrap();
        let whole = run(&shim, &books, workload, Failing::Never);
        assert_eq!((whole.acknowledged.len() as u64, whole.failed.len()), (COMMITS, 0), "without a failure");
        std::fs::remove_dir_all(&books).unwrap();
        let first = random.below(stride) + 1;
        for at in (first..=whole.calls).step_by(usize::try_from(stride).unwrap()) {
            for failing in [Failing::Once(at), Failing::From(at)] {
                std::fs::create_dir_all(&books).unwrap();
                let told = run(&shim, &books, workload, failing);
                println!("{failing:?} of {}: {} acknowledged, {:?}", whole.calls, told.acknowledged.len(), told.failed);
                if matches!(failing, Failing::Once(_)) {
                    let acknowledged = told.acknowledged.len() as u64;
                    assert_eq!(acknowledged, COMMITS, "{failing:?}: one failure is overcome by trying again");
                }
                runtime.block_on(check(&books.join("book.db"), &told));
                std::fs::remove_dir_all(&books).unwrap();
                errors += told.failed.len();
                codes.extend(told.failed);
                runs += 1;
            }
        }
    }
    // SQLite itself calls a file whose medium can't be read (EIO) corrupt, not unavailable.
    assert_eq!(
        codes,
        BTreeSet::from(["corrupt".to_owned(), "unavailable".to_owned()]),
        "a failing disk is nothing else"
    );
    assert!(errors as u64 > runs / 2, "too few of the failures were met: the shim does nothing");
    let every = if stride == 1 { "each call".to_owned() } else { format!("every {stride}th call") };
    println!("figure: I/O failure: {runs} runs, {every} failing in turn, 0 acknowledged writes lost, 0 damaged");
}
