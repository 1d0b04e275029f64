//! Whoever changes what is stored of a ledger is found out; an erasure is never taken for that.
//!
//! `KITAAB_CASES` says how many cases (200 where nothing is asked), `KITAAB_SEED` which.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::sync::Arc;

use kitaab::{Amount, Category, Kitaab, NewDeed, NewEntry, SeededIds};
use kitaab_core::{Broken, Change, Checkpoint, Commit, Leaf, RecordKey, UserId, Verifier, VerifyReport, link};
use kitaab_store::{Context, MemoryStore, Store, StoredCommit};
use kitaab_tests::extent::cases;
use kitaab_tests::random::Random;

/// A book as the SDK writes it: structure, single entries, a column, an undo.
async fn ledger() -> Vec<StoredCommit> {
    let store = Arc::new(MemoryStore::new());
    let kitaab = Kitaab::builder().ids(SeededIds::new(1)).with_store(store.clone()).unwrap();
    let book = kitaab.book(owner());
    let today = book.today().await.unwrap();
    let salah = NewDeed::scale("Salah", Category::Hasanaat).items(["Fajr", "Zuhr", "Asr", "Maghrib", "Isha"]);
    let salah = book.deeds().add(salah).await.unwrap();
    let quran = book.deeds().add(NewDeed::count("Qur'an", Category::Hasanaat)).await.unwrap();
    for back in 0..5 {
        book.entries().put(salah["Fajr"], today.plus(-back).unwrap(), "Yes").await.unwrap();
    }
    let pages = |back: i32| NewEntry::new(quran.root(), today.plus(-back).unwrap(), Amount::whole(3).unwrap());
    book.entries().put_many(&(0..100).map(pages).collect::<Vec<_>>()).await.unwrap();
    book.ledger().undo().await.unwrap();
    book.ledger().redo().await.unwrap();
    book.reflections().write(today, Category::Hasanaat, "A good day.").await.unwrap();
    let context = Context { actor: owner(), device: kitaab.device(), now: kitaab::Timestamp::from_micros(0) };
    store.commits(&context, owner(), 0, 1_000).await.unwrap()
}

fn owner() -> UserId {
    UserId::new(uuid::Uuid::from_u128(1))
}

fn head(chain: &[StoredCommit]) -> Checkpoint {
    chain.last().map_or(Checkpoint::START, |last| Checkpoint { seq: last.seq, link: last.link })
}

/// Verifies what is stored, as bytes, against a checkpoint that was kept elsewhere.
fn verify(chain: &[StoredCommit], kept: Checkpoint) -> Result<VerifyReport, Broken> {
    let mut verifier = Verifier::new(owner()).expecting(kept);
    for StoredCommit { seq, link, commit } in chain {
        verifier.step_bytes(*seq, commit.header_bytes().to_vec(), commit.leaves().to_vec(), *link)?;
    }
    verifier.finish(head(chain))
}

/// Puts numbers and links right from a place on, as whoever rebuilds a chain would.
fn relink(chain: &mut [StoredCommit]) {
    let mut before = Checkpoint::START;
    for stored in chain {
        let seq = before.seq + 1;
        before = Checkpoint { seq, link: link(owner(), before.link, seq, stored.commit.hash()) };
        (stored.seq, stored.link) = (before.seq, before.link);
    }
}

/// One edit, removal, swap, truncation or insertion; the answer says which. None if it happened to change nothing.
fn tamper(chain: &mut Vec<StoredCommit>, random: &mut Random) -> Option<&'static str> {
    let good = chain.clone();
    let mut place = || usize::try_from(random.below(good.len() as u64)).unwrap();
    let (one, other) = (place(), place());
    let kind = match random.below(6) {
        0 => {
            let mut leaves = chain[one].commit.leaves().to_vec();
            let leaf = usize::try_from(random.below(leaves.len().max(1) as u64)).unwrap();
            let Some(Leaf::Kept { nonce, body }) = leaves.get_mut(leaf) else { return None };
            let at = usize::try_from(random.below(16 + body.len() as u64)).unwrap();
            let byte = if at < 16 { &mut nonce[at] } else { &mut body[at - 16] };
            *byte ^= 1 << random.below(8);
            // What is no commit any more is refused as it is read, before any hash.
            chain[one].commit = Commit::from_parts(chain[one].commit.header_bytes().to_vec(), leaves).ok()?;
            "edit of a change"
        }
        1 => {
            let mut header = chain[one].commit.header_bytes().to_vec();
            let at = usize::try_from(random.below(header.len() as u64)).unwrap();
            header[at] ^= 1 << random.below(8);
            chain[one].commit = Commit::from_parts(header, chain[one].commit.leaves().to_vec()).ok()?;
            "edit of a header"
        }
        2 => {
            chain.remove(one);
            "removal"
        }
        3 => {
            chain.swap(one, other);
            "swap"
        }
        4 => {
            chain.truncate(one);
            "truncation"
        }
        _ => {
            chain.insert(one, good[other].clone());
            "insertion"
        }
    };
    // Some take the trouble of making the rest fit again.
    if random.chance(50) {
        relink(chain);
    }
    (*chain != good).then_some(kind)
}

#[tokio::test]
async fn tampering_is_detected_and_erasing_is_not_taken_for_it() {
    let chain = ledger().await;
    let kept = head(&chain);
    verify(&chain, kept).unwrap();
    let wanted = cases(200, 200, 100_000);
    let seed = Random::fresh_seed();
    let mut random = Random::new(seed);
    let (mut detected, mut erasures) = (0, 0);
    while detected < wanted {
        let mut bad = chain.clone();
        let Some(kind) = tamper(&mut bad, &mut random) else { continue };
        assert!(verify(&bad, kept).is_err(), "KITAAB_SEED={seed}: case {detected}, {kind}");
        detected += 1;

        // Erased instead: some of the bodies, and a commit that says so.
        let mut erased = chain.clone();
        let mut gone = 0;
        for stored in &mut erased {
            gone += stored.commit.erase(|_| random.chance(30));
        }
        let mut header = chain[0].commit.header().clone();
        header.device_seq = 1_000;
        let says_so = vec![Change::Erase(RecordKey::Reviewed("2024-01-01".parse().unwrap()))];
        let commit = Commit::author(header, says_so, || random.bytes());
        let link = link(owner(), kept.link, kept.seq + 1, commit.hash());
        erased.push(StoredCommit { seq: kept.seq + 1, link, commit });
        let report = verify(&erased, kept);
        assert_eq!(report.map(|report| report.erased), Ok(gone as u64), "KITAAB_SEED={seed}: erasure {erasures}");
        erasures += 1;
    }
    println!(
        "figure: tampering with stored commits: {detected} edits, removals, swaps, truncations and insertions, all \
         detected; {erasures} erasures, none called broken"
    );
}
