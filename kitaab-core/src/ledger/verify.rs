//! Verifying a chain, one commit at a time.

use std::collections::BTreeMap;
use std::fmt;

use super::checkpoint::Checkpoint;
use crate::change::Change;
use crate::commit::{Commit, Digest, Leaf, link};
use crate::error::Error;
use crate::id::{DeviceId, UserId};

/// Where a ledger does not hold, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("commit {seq} of the ledger: {fault}")]
#[non_exhaustive]
pub struct Broken {
    /// The sequence number of the first link that does not hold.
    pub seq: u64,
    /// What is wrong there.
    pub fault: Fault,
}

/// What may be wrong with a link.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// Another sequence number stands where this one belongs.
    Gap {
        /// The one that is there.
        found: u64,
    },
    /// Its bytes are no commit.
    Undecodable {
        /// Why not.
        why: String,
    },
    /// It is a commit of another book.
    OtherBook {
        /// That book's owner.
        book: UserId,
    },
    /// Its link does not follow from what is before it and from its bytes: one of them was changed.
    LinkDiffers,
    /// Its device had this number, or a higher one, before: a commit stands there twice.
    DeviceNumber {
        /// The device.
        device: DeviceId,
        /// Its highest number before.
        last: u64,
        /// The number here.
        found: u64,
    },
    /// A change's body is gone, and no erasure in the ledger took it.
    Stripped,
    /// It is not the commit that a checkpoint saw here: the chain was rebuilt.
    CheckpointDiffers,
    /// The ledger ends before it, though a checkpoint saw it: the end was cut off.
    Behind,
    /// The book's head names another end than the commits have.
    HeadDiffers {
        /// What the head says.
        head: Checkpoint,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gap { found } => write!(f, "number {found} stands in its place"),
            Self::Undecodable { why } => write!(f, "its bytes are no commit ({why})"),
            Self::OtherBook { book } => write!(f, "it belongs to the book of {book}"),
            Self::LinkDiffers => f.write_str("its link does not follow from what is before it and its bytes"),
            Self::DeviceNumber { device, last, found } => {
                write!(f, "device {device} wrote number {found} after its number {last}")
            }
            Self::Stripped => f.write_str("the body of a change is gone, and no erasure took it"),
            Self::CheckpointDiffers => f.write_str("a checkpoint saw another commit here"),
            Self::Behind => f.write_str("it is missing, though a checkpoint saw it"),
            Self::HeadDiffers { head } => write!(f, "the head of the book names another end ({head})"),
        }
    }
}

impl From<Broken> for Error {
    fn from(broken: Broken) -> Self {
        Self::corrupt(broken.to_string())
    }
}

/// A chain that holds, in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct VerifyReport {
    /// How many commits there are.
    pub commits: u64,
    /// How many changes they hold, the erased ones included.
    pub changes: u64,
    /// How many changes were erased: their hashes are there, what they said is gone for good.
    pub erased: u64,
    /// Where the ledger ends.
    pub head: Checkpoint,
}

/// Walks a ledger from its first commit, and answers at the first link that does not hold.
///
/// Holds the numbers of the devices that wrote, nothing else: a ledger of any length takes the same memory.
#[derive(Clone, Debug)]
#[must_use]
pub struct Verifier {
    book: UserId,
    expected: Option<Checkpoint>,
    devices: BTreeMap<DeviceId, u64>,
    /// The first commit with an erased change that no erasure after it explains so far.
    stripped: Option<u64>,
    report: VerifyReport,
}

impl Verifier {
    /// Begins before the first commit of a book.
    pub const fn new(book: UserId) -> Self {
        let report = VerifyReport { commits: 0, changes: 0, erased: 0, head: Checkpoint::START };
        Self { book, expected: None, devices: BTreeMap::new(), stripped: None, report }
    }

    /// Also holds the chain to a checkpoint that was kept elsewhere.
    pub const fn expecting(mut self, checkpoint: Checkpoint) -> Self {
        self.expected = Some(checkpoint);
        self
    }

    /// How far it has come.
    pub const fn reached(&self) -> Checkpoint {
        self.report.head
    }

    /// The next commit with the number and the link that are stored with it.
    ///
    /// # Errors
    /// What is wrong with it; the rest of the ledger can't be judged then.
    pub fn step(&mut self, seq: u64, commit: &Commit, stored: Digest) -> Result<(), Broken> {
        let next = self.report.head.seq + 1;
        let broken = |fault| Err(Broken { seq: next, fault });
        let header = commit.header();
        if seq != next {
            return broken(Fault::Gap { found: seq });
        }
        if header.book != self.book {
            return broken(Fault::OtherBook { book: header.book });
        }
        if link(self.book, self.report.head.link, seq, commit.hash()) != stored {
            return broken(Fault::LinkDiffers);
        }
        if self.expected.is_some_and(|expected| expected.seq == seq && expected.link != stored) {
            return broken(Fault::CheckpointDiffers);
        }
        let last = self.devices.insert(header.device, header.device_seq).unwrap_or(0);
        if header.device_seq <= last {
            return broken(Fault::DeviceNumber { device: header.device, last, found: header.device_seq });
        }
        self.look_for_stripped(seq, commit);
        self.report.commits += 1;
        self.report.changes += commit.leaves().len() as u64;
        self.report.erased += commit.erased() as u64;
        self.report.head = Checkpoint { seq, link: stored };
        Ok(())
    }

    /// The same from the bytes that are stored; answers with the commit.
    pub fn step_bytes(
        &mut self,
        seq: u64,
        header: Vec<u8>,
        leaves: Vec<Leaf>,
        stored: Digest,
    ) -> Result<Commit, Broken> {
        let undecodable = |error: Error| Broken {
            seq: self.report.head.seq + 1,
            fault: Fault::Undecodable { why: error.to_string() },
        };
        let commit = Commit::from_parts(header, leaves).map_err(undecodable)?;
        self.step(seq, &commit, stored)?;
        Ok(commit)
    }

    /// The end of the ledger, as the book's head names it.
    pub fn finish(self, head: Checkpoint) -> Result<VerifyReport, Broken> {
        let end = self.report.head;
        let next = end.seq + 1;
        if self.expected.is_some_and(|expected| expected.seq >= next) {
            return Err(Broken { seq: next, fault: Fault::Behind });
        }
        // The start needs no commit: a checkpoint of it is either this one or made up.
        if self.expected.is_some_and(|expected| expected.seq == 0 && expected != Checkpoint::START) {
            return Err(Broken { seq: 0, fault: Fault::CheckpointDiffers });
        }
        if head != end {
            return Err(Broken { seq: end.seq, fault: Fault::HeadDiffers { head } });
        }
        match self.stripped {
            Some(seq) => Err(Broken { seq, fault: Fault::Stripped }),
            None => Ok(self.report),
        }
    }

    /// An erasure drops bodies before it and is never erased itself, so that after the last erasure every body
    /// must be there.
    fn look_for_stripped(&mut self, seq: u64, commit: &Commit) {
        if commit.erased() == 0 && !commit.changes().any(is_erasure) {
            return;
        }
        let mut kept = commit.changes();
        for leaf in commit.leaves() {
            match leaf {
                Leaf::Erased(_) => {
                    self.stripped.get_or_insert(seq);
                }
                Leaf::Kept { .. } => {
                    if kept.next().is_some_and(is_erasure) {
                        self.stripped = None;
                    }
                }
            }
        }
    }
}

const fn is_erasure(change: &Change) -> bool {
    matches!(change, Change::Erase(_))
}
