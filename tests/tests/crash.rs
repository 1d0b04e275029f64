//! A device that dies in mid-write: a process is killed at a random moment, again and again, and its
//! file opened again.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on stops where it says why")]
#![cfg(unix)]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::thread::sleep;
use std::time::Duration;

use kitaab_core::{DeviceId, Digest};
use kitaab_store::conformance::{check_book, read_ledger};
use kitaab_tests::crash::{Mode, OWNER, Writer, context};
use kitaab_tests::extent::cases;
use kitaab_tests::random::Random;
use kitaab_tests::victim::{STUCK, Victim};
use uuid::Uuid;

/// How often one file is crashed on before the next is begun.
const KILLS_OF_A_FILE: u64 = 10;
/// The device that writes until it is killed.
const DEVICE: u128 = 0xde;
/// The device that writes after a crash, to see that writing goes on.
const SURVIVOR: u128 = 0x5e;

/// One file, and what must be in it.
struct File {
    path: PathBuf,
    mode: Mode,
    /// By sequence number.
    acknowledged: BTreeMap<u64, Digest>,
    /// How many a writer told of, until it was killed.
    told: usize,
    /// How many commits may be there that nobody was told of: one for each kill since they were counted.
    untold: u64,
    folder: tempfile::TempDir,
}

impl File {
    fn new(mode: Mode) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self { path: folder.path().join("book.db"), mode, acknowledged: BTreeMap::new(), told: 0, untold: 0, folder }
    }

    /// Lets a process write to it, and kills it: at times while it opens the file, mostly in mid-write.
    fn crash(&mut self, random: &mut Random) {
        let victim = Victim::start(
            env!("CARGO_BIN_EXE_writer"),
            self.path.to_str().expect("a path"),
            DEVICE,
            self.mode,
            random.next(),
        );
        if random.chance(20) {
            sleep(Duration::from_micros(random.below(15_000)));
        } else {
            self.acknowledge(victim.first());
            sleep(Duration::from_micros(random.below(40_000)));
        }
        self.acknowledge(victim.kill());
        self.untold += 1;
    }

    fn acknowledge(&mut self, told: impl IntoIterator<Item = (u64, Digest)>) {
        let before = self.acknowledged.len();
        self.acknowledged.extend(told);
        self.told += self.acknowledged.len() - before;
    }

    /// Opens it again: everything acknowledged is there, nothing is there by halves, and it takes more.
    async fn check(&mut self, seed: u64) {
        let ctx = context(DeviceId::new(Uuid::from_u128(SURVIVOR)));
        let opening = Writer::open(&self.path, SURVIVOR, Mode::Single, seed);
        let mut survivor = tokio::time::timeout(STUCK, opening).await.expect("it is stuck").expect("it opens");
        check_book(survivor.store(), &ctx, OWNER).await;
        let ledger = read_ledger(survivor.store(), &ctx, OWNER).await;
        for (seq, hash) in &self.acknowledged {
            let kept = ledger.get(usize::try_from(*seq).unwrap() - 1).map(|stored| stored.commit.hash());
            assert_eq!(kept, Some(*hash), "commit {seq} was acknowledged");
        }
        let told = self.acknowledged.len() as u64;
        assert!(ledger.len() as u64 <= told + self.untold, "{} commits, {told} acknowledged", ledger.len());
        // Those that nobody was told of are known now.
        self.acknowledged = ledger.iter().map(|stored| (stored.seq, stored.commit.hash())).collect();
        self.untold = 0;
        let writing = tokio::time::timeout(STUCK, survivor.write()).await.expect("it is stuck");
        let (seq, hash) = writing.expect("it takes a commit");
        self.acknowledged.insert(seq, hash);
    }

    /// What SQLite itself says of the file.
    fn check_integrity(&self) {
        let file = rusqlite::Connection::open(&self.path).expect("it opens");
        let said: String = file.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("an answer");
        assert_eq!(said, "ok");
    }
}

#[test]
fn a_killed_writer_loses_nothing() {
    let kills = cases(25, 500, 100_000);
    let seed = Random::fresh_seed();
    println!("The seed is {seed}.");
    let mut random = Random::new(seed);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    let mut modes = Mode::ALL.into_iter().cycle();
    let (mut killed, mut acknowledged) = (0, 0);
    while killed < kills {
        let mut file = File::new(modes.next().unwrap_or(Mode::Mixed));
        let checking = std::panic::AssertUnwindSafe(|| {
            let of_this = KILLS_OF_A_FILE.min(kills - killed).min(kills.div_ceil(Mode::ALL.len() as u64));
            for number in 1..=of_this {
                file.crash(&mut random);
                // At times the next writer finds the file as the last one left it.
                if number == of_this || random.chance(60) {
                    runtime.block_on(file.check(random.next()));
                }
            }
            file.check_integrity();
            of_this
        });
        match std::panic::catch_unwind(checking) {
            Ok(of_this) => killed += of_this,
            Err(panic) => {
                println!("The file of the mode {:?} is kept in {}.", file.mode, file.folder.keep().display());
                std::panic::resume_unwind(panic);
            }
        }
        acknowledged += file.told;
    }
    println!("{acknowledged} writes were acknowledged before the kills.");
    assert!(acknowledged as u64 > kills, "too few writes for the kills to meet one");
    println!("figure: device crash: {killed} kills, 0 acknowledged writes lost, 0 stuck");
}
