//! Commits: a write as a value, with its exact bytes and its hashes.

use std::fmt;

use minicbor::{Decode, Encode};
use sha2::{Digest as _, Sha256};

use crate::change::{Change, RecordKey};
use crate::error::{Error, Result};
use crate::id::{DeviceId, RequestId, UserId};
use crate::time::{DayStart, Timestamp};
use crate::zone::Zone;

/// The commit format that this version writes: the first byte of a header.
pub const FORMAT: u8 = 1;

/// A SHA-256 digest, shown as hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// What stands before a book's first link.
    pub const ZERO: Self = Self([0; 32]);

    /// A digest from its bytes.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// A digest from a slice of 32 bytes.
    pub fn from_slice(bytes: &[u8]) -> Result<Self> {
        bytes.try_into().map(Self).map_err(|_| Error::corrupt("a digest must have 32 bytes"))
    }

    /// Its bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The digest of some parts, under a tag that names what they are, the format and the book.
    fn tagged(what: &'static [u8], format: u8, book: UserId, parts: &[&[u8]]) -> Self {
        let mut hash = Sha256::new();
        hash.update(what);
        hash.update([0, format]);
        hash.update(book.uuid().as_bytes());
        for part in parts {
            hash.update(part);
        }
        Self(hash.finalize().into())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

impl std::str::FromStr for Digest {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let refused = || Error::invalid("digest", "must be 64 hexadecimal digits", "");
        let mut bytes = [0; 32];
        if text.len() != 64 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(refused());
        }
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_| refused())?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| refused())?;
        }
        Ok(Self(bytes))
    }
}

impl serde::Serialize for Digest {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Digest {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let text = <std::borrow::Cow<'_, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A hybrid logical clock: 48 bits of milliseconds since 1970, then 16 bits of counter.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Encode,
    Decode,
    serde::Serialize,
    serde::Deserialize,
)]
#[serde(transparent)]
#[cbor(transparent)]
pub struct Clock(#[n(0)] i64);

impl Clock {
    /// A clock from its number.
    pub const fn new(number: i64) -> Self {
        Self(number)
    }

    /// Its number.
    pub const fn number(self) -> i64 {
        self.0
    }

    /// The next reading: `now`, or just after this one where the wall clock is behind it.
    #[must_use]
    pub fn tick(self, now: Timestamp) -> Self {
        let wall = (now.micros() / 1_000).clamp(0, (1 << 47) - 1) << 16;
        Self(wall.max(self.0.saturating_add(1)))
    }
}

/// What a commit does in the history of its book.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Written by its actor.
    #[default]
    #[n(0)]
    Authored,
    /// Reverses the commit with this sequence number.
    #[n(1)]
    Undo(#[n(0)] u64),
    /// Brings back what an undo of the commit with this sequence number had reversed.
    #[n(2)]
    Redo(#[n(0)] u64),
    /// Writes again what an erasure could not keep in place.
    #[n(3)]
    Erasure,
}

/// What must still be so when a commit is applied, checked under the book's lock.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode, serde::Serialize)]
#[cbor(map)]
pub struct Expects {
    /// The catalogue version (the sequence number of the last structural change) that the author
    /// validated against.
    #[n(0)]
    pub catalogue: Option<u64>,
    /// The revisions (sequence number of the last change, 0 for none) of records that it read.
    #[n(1)]
    pub revisions: Option<Vec<(RecordKey, u64)>>,
}

/// Who wrote a commit, when, on what, and what it expects.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, serde::Serialize)]
#[cbor(map)]
#[non_exhaustive]
pub struct Header {
    /// The owner of the book.
    #[n(0)]
    pub book: UserId,
    /// The writer, where it is not the owner.
    #[n(1)]
    pub editor: Option<UserId>,
    /// The device.
    #[n(2)]
    pub device: DeviceId,
    /// The device's own number for it, rising from 1 in each book.
    #[n(3)]
    pub device_seq: u64,
    /// The device's hybrid clock.
    #[n(4)]
    pub clock: Clock,
    /// When it was written.
    #[n(5)]
    pub at: Timestamp,
    /// The zone that it was written under.
    #[n(6)]
    pub zone: Zone,
    /// The day start that it was written under.
    #[n(7)]
    pub day_start: DayStart,
    /// The request that it answers, so that sending it twice has one effect.
    #[n(8)]
    pub request: Option<RequestId>,
    /// What it does in the book's history; none for [`Origin::Authored`].
    #[n(9)]
    pub origin: Option<Origin>,
    /// What must still be so; none if nothing.
    #[n(10)]
    pub expects: Option<Expects>,
}

impl Header {
    /// A header of the owner's own commit; the other fields can be set on it.
    pub const fn new(book: UserId, device: DeviceId, device_seq: u64, clock: Clock, at: Timestamp) -> Self {
        Self {
            book,
            editor: None,
            device,
            device_seq,
            clock,
            at,
            zone: Zone::UTC,
            day_start: DayStart::MIDNIGHT,
            request: None,
            origin: None,
            expects: None,
        }
    }

    /// Who wrote it: the editor, or the owner.
    pub fn actor(&self) -> UserId {
        self.editor.unwrap_or(self.book)
    }

    /// The same of which only who, when and what for are left: nothing of the device, its place, and what it rested on.
    #[must_use]
    pub fn redacted(&self) -> Self {
        let nowhere = DeviceId::new(uuid::Uuid::nil());
        let left = Self::new(self.book, nowhere, 0, Clock::default(), self.at);
        Self { editor: self.editor, origin: self.origin, ..left }
    }

    /// What it does in the book's history.
    pub fn origin(&self) -> Origin {
        self.origin.unwrap_or_default()
    }
}

/// One change as the ledger keeps it: its exact bytes under a random nonce, or, once erased, the hash
/// alone. The nonce is what makes the hash of something guessable ("prayed or missed") say nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leaf {
    /// The change, encoded.
    Kept {
        /// Random bytes hashed with it.
        nonce: [u8; 16],
        /// The change's CBOR.
        body: Vec<u8>,
    },
    /// What is left of an erased change.
    Erased(Digest),
}

impl Leaf {
    /// Its hash: SHA-256 over tag, nonce and body.
    pub fn hash(&self, book: UserId, format: u8) -> Digest {
        match self {
            Self::Kept { nonce, body } => Digest::tagged(b"kitaab.leaf", format, book, &[nonce, body]),
            Self::Erased(hash) => *hash,
        }
    }

    /// The same without body and nonce.
    #[must_use]
    pub fn erased(&self, book: UserId, format: u8) -> Self {
        Self::Erased(self.hash(book, format))
    }
}

impl<C> Encode<C> for Leaf {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut minicbor::Encoder<W>,
        _: &mut C,
    ) -> std::result::Result<(), minicbor::encode::Error<W::Error>> {
        match self {
            Self::Kept { nonce, body } => e.array(2)?.bytes(nonce)?.bytes(body)?.ok(),
            Self::Erased(hash) => e.array(1)?.bytes(hash.as_bytes())?.ok(),
        }
    }
}

impl<'b, C> Decode<'b, C> for Leaf {
    fn decode(d: &mut minicbor::Decoder<'b>, _: &mut C) -> std::result::Result<Self, minicbor::decode::Error> {
        let at = d.position();
        let broken = |what: &'static str| minicbor::decode::Error::message(what).at(at);
        match d.array()? {
            Some(2) => Ok(Self::Kept {
                nonce: d.bytes()?.try_into().map_err(|_| broken("a nonce must have 16 bytes"))?,
                body: d.bytes()?.to_vec(),
            }),
            Some(1) => Digest::from_slice(d.bytes()?).map(Self::Erased).map_err(minicbor::decode::Error::custom),
            _ => Err(broken("a leaf has one or two parts")),
        }
    }
}

/// A write as a value: a header and changes, with the exact bytes that are kept and hashed.
///
/// `commit hash = SHA-256(tag, header length, header, leaf hashes)`; see [`link`] for the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    format: u8,
    header: Header,
    header_bytes: Vec<u8>,
    leaves: Vec<Leaf>,
    changes: Vec<Option<Change>>,
}

impl Commit {
    /// Writes a commit. `nonce` is called once for each change, for 16 fresh random bytes.
    pub fn author(header: Header, changes: Vec<Change>, mut nonce: impl FnMut() -> [u8; 16]) -> Self {
        let mut header_bytes = vec![FORMAT];
        header_bytes.extend(encoded(&header));
        let leaves = changes.iter().map(|change| Leaf::Kept { nonce: nonce(), body: encoded(change) }).collect();
        let changes = changes.into_iter().map(Some).collect();
        Self { format: FORMAT, header, header_bytes, leaves, changes }
    }

    /// Reads a commit back from the bytes of its header and its leaves.
    ///
    /// # Errors
    /// `unsupported` for a newer format, `corrupt` for bytes that don't decode.
    pub fn from_parts(header_bytes: Vec<u8>, leaves: Vec<Leaf>) -> Result<Self> {
        let Some((&format, rest)) = header_bytes.split_first() else {
            return Err(Error::corrupt("a commit's header is empty"));
        };
        if format != FORMAT {
            return Err(Error::unsupported(format!("commit format {format}")));
        }
        let header: Header = decoded(rest, "a commit's header")?;
        let changes = leaves
            .iter()
            .map(|leaf| match leaf {
                Leaf::Kept { body, .. } => decoded(body, "a change").map(Some),
                Leaf::Erased(_) => Ok(None),
            })
            .collect::<Result<_>>()?;
        Ok(Self { format, header, header_bytes, leaves, changes })
    }

    /// The header.
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// The header's exact bytes, the format byte first.
    pub fn header_bytes(&self) -> &[u8] {
        &self.header_bytes
    }

    /// Its leaves, in order.
    pub fn leaves(&self) -> &[Leaf] {
        &self.leaves
    }

    /// Its changes in order, without those that were erased.
    pub fn changes(&self) -> impl DoubleEndedIterator<Item = &Change> {
        self.changes.iter().flatten()
    }

    /// The same, each with its place among all changes, from 0: erased ones keep theirs.
    pub fn placed_changes(&self) -> impl DoubleEndedIterator<Item = (usize, &Change)> {
        self.changes.iter().enumerate().filter_map(|(place, change)| Some((place, change.as_ref()?)))
    }

    /// How many of its changes were erased.
    pub fn erased(&self) -> usize {
        self.changes.iter().filter(|change| change.is_none()).count()
    }

    /// Drops the bodies of the changes for which `which` holds; the commit's hash stays as it was.
    /// Says how many there were.
    pub fn erase(&mut self, mut which: impl FnMut(&Change) -> bool) -> usize {
        let mut erased = 0;
        for (leaf, change) in self.leaves.iter_mut().zip(&mut self.changes) {
            if change.as_ref().is_some_and(&mut which) {
                *leaf = leaf.erased(self.header.book, self.format);
                *change = None;
                erased += 1;
            }
        }
        erased
    }

    /// Its hash.
    pub fn hash(&self) -> Digest {
        let book = self.header.book;
        let length = (self.header_bytes.len() as u64).to_be_bytes();
        let leaves: Vec<u8> = self.leaves.iter().flat_map(|leaf| *leaf.hash(book, self.format).as_bytes()).collect();
        Digest::tagged(b"kitaab.commit", self.format, book, &[&length, &self.header_bytes, &leaves])
    }
}

/// The link of a commit in its book's chain: SHA-256 over tag, the previous link, the sequence number
/// (8 bytes, big-endian) and the commit's hash. The first commit has number 1 and follows
/// [`Digest::ZERO`].
pub fn link(book: UserId, previous: Digest, seq: u64, commit: Digest) -> Digest {
    Digest::tagged(b"kitaab.link", FORMAT, book, &[previous.as_bytes(), &seq.to_be_bytes(), commit.as_bytes()])
}

fn encoded<T: Encode<()>>(value: &T) -> Vec<u8> {
    let mut bytes = Vec::new();
    // Writing to a Vec has no failing case.
    match minicbor::encode(value, &mut bytes) {
        Ok(()) => bytes,
        Err(error) => unreachable!("encoding to memory failed: {error}"),
    }
}

fn decoded<'b, T: Decode<'b, ()>>(bytes: &'b [u8], what: &'static str) -> Result<T> {
    let mut decoder = minicbor::Decoder::new(bytes);
    let value = decoder.decode().map_err(|error| Error::corrupt(format!("{what} does not decode: {error}")))?;
    if decoder.position() == bytes.len() {
        Ok(value)
    } else {
        Err(Error::corrupt(format!("{what} has bytes after its end")))
    }
}
