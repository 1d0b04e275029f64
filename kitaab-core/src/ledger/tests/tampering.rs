//! A chain that was tampered with is called broken, one with erasures is not.

use proptest::prelude::*;

use super::{cases, commit, header, owner};
use crate::amount::Amount;
use crate::change::{Change, NoteWrite, RecordKey, ValueWrite};
use crate::commit::{Commit, Digest, Leaf, link};
use crate::day::Day;
use crate::entry::Value;
use crate::id::{ItemId, UserId};
use crate::ledger::{Broken, Checkpoint, Fault, Verifier, VerifyReport};

#[derive(Clone, Debug)]
struct Stored {
    seq: u64,
    link: Digest,
    commit: Commit,
}

fn item() -> ItemId {
    ItemId::new(uuid::Uuid::from_u128(9))
}

fn put(day: i32, amount: i64) -> Change {
    let value = ValueWrite::Put(Value::Count(Amount::from_hundredths(amount).unwrap()));
    Change::Entry { item: item(), day: Day::from_epoch_days(day).unwrap(), value, note: NoteWrite::Keep }
}

fn chain(sizes: &[usize]) -> Vec<Stored> {
    let mut previous = Digest::ZERO;
    (1..)
        .zip(sizes)
        .map(|(seq, size)| {
            let changes = (0..*size).map(|i| put(i32::try_from(i).unwrap(), i64::try_from(seq).unwrap())).collect();
            let commit = commit(header(owner(), seq), changes);
            previous = link(owner(), previous, seq, commit.hash());
            Stored { seq, link: previous, commit }
        })
        .collect()
}

fn head(chain: &[Stored]) -> Checkpoint {
    chain.last().map_or(Checkpoint::START, |last| Checkpoint { seq: last.seq, link: last.link })
}

fn verify(chain: &[Stored], expected: Option<Checkpoint>) -> Result<VerifyReport, Broken> {
    let mut verifier = Verifier::new(owner());
    if let Some(expected) = expected {
        verifier = verifier.expecting(expected);
    }
    for stored in chain {
        let Stored { seq, link, commit } = stored;
        verifier.step_bytes(*seq, commit.header_bytes().to_vec(), commit.leaves().to_vec(), *link)?;
    }
    verifier.finish(head(chain))
}

/// Changes one bit of what is stored of a commit: of its header, a nonce, a body, its number or its link.
fn flip(stored: &mut Stored, at: usize, bit: u8) {
    let mut header = stored.commit.header_bytes().to_vec();
    let mut leaves = stored.commit.leaves().to_vec();
    let mut link = *stored.link.as_bytes();
    let mut parts: Vec<&mut u8> = header.iter_mut().collect();
    for leaf in &mut leaves {
        let Leaf::Kept { nonce, body } = leaf else { continue };
        parts.extend(nonce.iter_mut().chain(body));
    }
    parts.extend(&mut link);
    let count = parts.len();
    *parts[at % count] ^= 1 << bit;
    stored.link = Digest::new(link);
    // Where the bytes are no commit any more, another one stands in: a verifier would be told so before.
    match Commit::from_parts(header, leaves) {
        Ok(commit) => stored.commit = commit,
        Err(_) => stored.link = Digest::ZERO,
    }
}

/// Puts each link right again from `from` on, as someone would who rebuilds the chain.
fn relink(chain: &mut [Stored], from: usize) {
    let mut previous = from.checked_sub(1).map_or(Digest::ZERO, |before| chain[before].link);
    for (seq, stored) in (from as u64 + 1..).zip(&mut chain[from..]) {
        stored.seq = seq;
        stored.link = link(owner(), previous, seq, stored.commit.hash());
        previous = stored.link;
    }
}

proptest! {
    #![proptest_config(cases(200, 100_000))]

    #[test]
    fn tampering_is_always_detected(
        sizes in proptest::collection::vec(1usize..5, 1..12),
        kind in 0..7,
        (one, other) in (any::<prop::sample::Index>(), any::<prop::sample::Index>()),
        (at, bit) in (any::<usize>(), 0u8..8),
        renumber in any::<bool>(),
    ) {
        let good = chain(&sizes);
        let checkpoint = head(&good);
        let report = verify(&good, Some(checkpoint)).unwrap();
        prop_assert_eq!((report.commits, report.head), (sizes.len() as u64, checkpoint));
        let (i, j) = (one.index(good.len()), other.index(good.len()));

        let mut bad = good.clone();
        let mut expected = None;
        let first = match kind {
            0 => {
                flip(&mut bad[i], at, bit);
                i
            }
            1 => {
                bad.remove(i);
                // A removal at the end is a truncation: only a checkpoint shows it.
                expected = (i == bad.len()).then_some(checkpoint);
                i
            }
            2 => {
                bad.swap(i, j);
                prop_assume!(i != j);
                i.min(j)
            }
            3 => {
                bad.truncate(i);
                expected = Some(checkpoint);
                i
            }
            4 => {
                let copy = bad[j].clone();
                bad.insert(i, copy);
                prop_assume!(i != j && i != j + 1);
                i
            }
            // Rebuilt as a whole: only a checkpoint shows it.
            5 => {
                bad[i].commit = commit(header(owner(), good[i].seq), vec![put(77, 77)]);
                relink(&mut bad, i);
                expected = Some(checkpoint);
                bad.len() - 1
            }
            // A commit sent twice, with all links put right.
            _ => {
                let copy = bad[i].clone();
                bad.insert(i, copy);
                relink(&mut bad, i);
                i + 1
            }
        };
        if renumber && matches!(kind, 1 | 2 | 4) {
            for (seq, stored) in (1..).zip(&mut bad) {
                stored.seq = seq;
            }
        }
        let broken = verify(&bad, expected).unwrap_err();
        prop_assert_eq!(broken.seq, first as u64 + 1, "{}", broken);
    }

    #[test]
    fn an_erasure_is_never_called_broken(
        sizes in proptest::collection::vec(1usize..5, 1..12),
        bits in any::<u64>(),
    ) {
        let mut book = chain(&sizes);
        // The commit that says so, at the end.
        let mut erased = 0;
        for (place, stored) in book.iter_mut().enumerate() {
            let mut change = 0;
            erased += stored.commit.erase(|_| {
                change += 1;
                bits.rotate_right(u32::try_from(place * 5 + change).unwrap()) & 1 == 1
            });
        }
        let seq = book.len() as u64 + 1;
        let key = RecordKey::Entry(item(), Day::MIN);
        let last = commit(header(owner(), seq), vec![Change::Erase(key)]);
        book.push(Stored { seq, link: link(owner(), book.last().unwrap().link, seq, last.hash()), commit: last });
        let report = verify(&book, Some(head(&book))).unwrap();
        prop_assert_eq!(report.erased, erased as u64);
        prop_assert_eq!(report.changes, sizes.iter().sum::<usize>() as u64 + 1);

        // A hash that is edited is broken all the same.
        let edited = book.iter_mut().find_map(|stored| {
            let mut leaves = stored.commit.leaves().to_vec();
            let place = leaves.iter().position(|leaf| matches!(leaf, Leaf::Erased(_)))?;
            leaves[place] = Leaf::Erased(Digest::ZERO);
            stored.commit = Commit::from_parts(stored.commit.header_bytes().to_vec(), leaves).unwrap();
            Some(stored.seq)
        });
        if let Some(seq) = edited {
            prop_assert_eq!(verify(&book, None).unwrap_err(), Broken { seq, fault: Fault::LinkDiffers });
        }
    }
}

#[test]
fn a_body_that_no_erasure_took_is_missed() {
    let mut book = chain(&[2, 2, 2]);
    book[1].commit.erase(|_| true);
    assert_eq!(verify(&book, None).unwrap_err(), Broken { seq: 2, fault: Fault::Stripped });
    // Within the erasing commit itself, only what stands before the erasure may go.
    let erase = || Change::Erase(RecordKey::Entry(item(), Day::MIN));
    for (changes, fine) in [(vec![put(1, 1), erase()], true), (vec![erase(), put(1, 1)], false)] {
        let mut book = chain(&[1]);
        let mut last = commit(header(owner(), 2), changes);
        last.erase(|change| !matches!(change, Change::Erase(_)));
        book.push(Stored { seq: 2, link: link(owner(), book[0].link, 2, last.hash()), commit: last });
        assert_eq!(verify(&book, None).is_ok(), fine);
    }
}

#[test]
fn each_fault_is_told() {
    let book = chain(&[1, 1, 1]);
    let fault = |chain: &[Stored], expected| verify(chain, expected).unwrap_err().fault;
    assert_eq!(fault(&book[1..], None), Fault::Gap { found: 2 });
    let later = Checkpoint { seq: 4, link: Digest::new([1; 32]) };
    assert_eq!(verify(&book, Some(later)).unwrap_err(), Broken { seq: 4, fault: Fault::Behind });
    let other = Checkpoint { seq: 2, link: Digest::new([1; 32]) };
    assert_eq!(verify(&book, Some(other)).unwrap_err(), Broken { seq: 2, fault: Fault::CheckpointDiffers });
    let made_up = Checkpoint { seq: 0, link: Digest::new([1; 32]) };
    assert_eq!(fault(&book, Some(made_up)), Fault::CheckpointDiffers);
    verify(&book, Some(Checkpoint::START)).unwrap();
    assert_eq!(verify(&[], None).unwrap().head, Checkpoint::START);

    let mut foreign = book.clone();
    let mut of_another = header(owner(), 2);
    of_another.book = UserId::new(uuid::Uuid::from_u128(2));
    foreign[1].commit = commit(of_another, vec![put(1, 1)]);
    assert!(matches!(fault(&foreign, None), Fault::OtherBook { .. }));

    let mut verifier = Verifier::new(owner());
    let undecodable = verifier.step_bytes(1, vec![1, 0xff], vec![], Digest::ZERO).unwrap_err();
    assert!(matches!(undecodable, Broken { seq: 1, fault: Fault::Undecodable { .. } }));
    assert_eq!(crate::Error::from(undecodable).code(), "corrupt");

    let mut verifier = Verifier::new(owner());
    for stored in &book {
        verifier.step(stored.seq, &stored.commit, stored.link).unwrap();
    }
    let wrong = Checkpoint { seq: 3, link: Digest::ZERO };
    assert_eq!(verifier.finish(wrong).unwrap_err(), Broken { seq: 3, fault: Fault::HeadDiffers { head: wrong } });
}
