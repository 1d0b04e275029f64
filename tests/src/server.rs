//! A server store on a server of the test's own, writers that outlive its crashes, and what must be true afterwards.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use kitaab_core::{Commit, DeviceId, Digest, UserId};
use kitaab_pg::{Options, PgStore, migrate};
use kitaab_store::Store;
use kitaab_store::conformance::{check_book, read_ledger};
use kitaab_test_pg::{Cluster, Database, Role};
use uuid::Uuid;

use crate::crash::{Mode, Writer, context_of};
use crate::victim::STUCK;

/// The device that asks when a book is checked.
const CHECKER: u128 = 0xc4ec;

/// A new database on a server, brought up to date, and a store that serves it as hosts do.
pub async fn served(cluster: &Cluster, connections: u32) -> (Database, Arc<PgStore>) {
    let database = cluster.blank().await;
    migrate(&database.url(Role::Owner)).await.expect("it takes the schema");
    let options = Options::new().connections(connections).acquire_timeout(STUCK);
    let store = PgStore::connect(&database.url(Role::App), options).await.expect("the app connects");
    (database, Arc::new(store))
}

/// What was acknowledged of one book's commits, by sequence number.
pub type Acknowledged = BTreeMap<u64, Digest>;

/// What one writer came to.
#[derive(Debug, Default)]
pub struct Told {
    /// What was acknowledged to it.
    pub acknowledged: Acknowledged,
    /// How often it was answered with an error, and sent the same commit again.
    pub again: u64,
    /// A commit of which it never learnt what became of it.
    pub unsure: Option<Commit>,
}

/// Writes until it is told to stop. After an error, which may be nothing but `unavailable`, it sends the same commit
/// again, until it is acknowledged; one that is `faint` gives up at the first error.
pub async fn write_through(writer: &mut Writer, stop: &AtomicBool, faint: bool) -> Told {
    let mut told = Told::default();
    'commits: while !stop.load(Ordering::Relaxed) {
        let since = Instant::now();
        let commit = loop {
            match writer.author().await {
                Ok(commit) => break commit,
                Err(error) => told.again += passing(&error, since),
            }
            if faint {
                break 'commits;
            }
        };
        loop {
            match writer.apply(&commit).await {
                Ok((seq, hash)) => {
                    told.acknowledged.insert(seq, hash);
                    break;
                }
                Err(error) => told.again += passing(&error, since),
            }
            if faint {
                told.unsure = Some(commit);
                break 'commits;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
    told
}

fn passing(error: &kitaab_store::StoreError, since: Instant) -> u64 {
    assert_eq!(error.code(), "unavailable", "a server that is gone for a while: {error:?}");
    assert!(since.elapsed() < STUCK * 3, "the writer is stuck: {error}");
    1
}

/// Checks a book against its ledger and against what was acknowledged. Nothing else may be in it but commits of which a
/// writer never learnt what became of them.
pub async fn check(store: &dyn Store, owner: UserId, acknowledged: &mut Acknowledged, unsure: &[Commit]) {
    let ctx = context_of(owner, DeviceId::new(Uuid::from_u128(CHECKER)));
    check_book(store, &ctx, owner).await;
    let ledger: Acknowledged =
        read_ledger(store, &ctx, owner).await.iter().map(|stored| (stored.seq, stored.commit.hash())).collect();
    for (seq, hash) in acknowledged.iter() {
        assert_eq!(ledger.get(seq), Some(hash), "commit {seq} was acknowledged");
    }
    let unsure: Vec<Digest> = unsure.iter().map(Commit::hash).collect();
    for (seq, hash) in &ledger {
        assert!(acknowledged.contains_key(seq) || unsure.contains(hash), "commit {seq} was never sent, or sent twice");
    }
    *acknowledged = ledger;
}

/// The books that writers write to, several writers in each, and what was acknowledged of them.
#[derive(Debug)]
pub struct Books {
    /// What each holds.
    pub books: BTreeMap<UserId, Acknowledged>,
    writers: Vec<(UserId, Writer)>,
}

impl Books {
    /// So many new books, each with so many writers, of all modes.
    pub async fn new(store: &Arc<PgStore>, books: usize, writers: u128, seed: &mut crate::random::Random) -> Self {
        let mut made = Self { books: BTreeMap::new(), writers: Vec::new() };
        let mut modes = Mode::ALL.into_iter().cycle();
        for _ in 0..books {
            let owner = UserId::new(Uuid::from_bytes(seed.bytes()));
            made.books.insert(owner, Acknowledged::new());
            for device in 1..=writers {
                let mode = modes.next().unwrap_or(Mode::Mixed);
                let writer = Writer::on(Arc::clone(store) as _, owner, device, mode, seed.next()).await;
                made.writers.push((owner, writer.expect("a writer")));
            }
        }
        made
    }

    /// Lets all write while something happens, and checks every book after that. Answers with how many commits were
    /// acknowledged and how many were sent again. Of a hundred writers so many are faint.
    pub async fn write_while<F: Future>(
        &mut self,
        store: &Arc<PgStore>,
        faint: u64,
        random: &mut crate::random::Random,
        happening: F,
    ) -> (u64, u64) {
        let stop = Arc::new(AtomicBool::new(false));
        let writing: Vec<_> = std::mem::take(&mut self.writers)
            .into_iter()
            .map(|(owner, mut writer)| {
                let (stop, faint) = (Arc::clone(&stop), random.chance(faint));
                tokio::spawn(async move {
                    let told = write_through(&mut writer, &stop, faint).await;
                    (owner, writer, told)
                })
            })
            .collect();
        happening.await;
        stop.store(true, Ordering::Relaxed);
        let (mut acknowledged, mut again) = (0, 0);
        let mut unsure: BTreeMap<UserId, Vec<Commit>> = BTreeMap::new();
        for writing in writing {
            let (owner, writer, told) = writing.await.expect("a writer that was answered as the contract says");
            acknowledged += told.acknowledged.len() as u64;
            again += told.again;
            let book = self.books.entry(owner).or_default();
            for (seq, hash) in told.acknowledged {
                assert_eq!(book.insert(seq, hash), None, "commit {seq} was acknowledged to two");
            }
            unsure.entry(owner).or_default().extend(told.unsure);
            self.writers.push((owner, writer));
        }
        for (owner, book) in &mut self.books {
            check(store.as_ref(), *owner, book, unsure.get(owner).map_or(&[], Vec::as_slice)).await;
        }
        (acknowledged, again)
    }
}
