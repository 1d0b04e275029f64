//! The lines of an export: see `docs/export-format.md`.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use kitaab_core::{
    Change, Checkpoint, Clock, Commit, DeviceId, Digest, Error, Header, Leaf, Origin, RequestId, Timestamp, UserId,
};
use kitaab_store::StoredCommit;
use serde::{Deserialize, Serialize};

/// The format that is written, and the newest that is read.
pub(super) const FORMAT: u32 = 1;

/// The longest line that is read, in bytes; none longer is written.
pub(super) const MAX_LINE: usize = 16 << 20;

/// How many bytes of bodies one line holds before the next one begins.
const BODIES: usize = 1 << 20;

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct First {
    pub(super) kitaab: String,
    pub(super) format: u32,
    pub(super) owner: UserId,
    pub(super) made_at: Timestamp,
}

/// A commit, or, without link and header, more leaves of the one before.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct CommitLine {
    pub(super) seq: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) link: Option<Digest>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) header: Option<Bytes>,
    pub(super) leaves: Vec<LeafLine>,
    /// Whether the next line holds more leaves of this commit.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) more: bool,
}

/// One leaf: its nonce and body, or what is left of an erased one.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum LeafLine {
    Kept { nonce: Bytes, body: Bytes },
    Erased { erased: Digest },
}

/// The last line.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Last {
    pub(super) checkpoint: Checkpoint,
    pub(super) counts: Counts,
}

/// What the file should hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Counts {
    pub(super) commits: u64,
    pub(super) changes: u64,
    pub(super) erased: u64,
}

/// Bytes, written in Base64.
#[derive(Debug)]
pub(super) struct Bytes(pub(super) Vec<u8>);

impl Serialize for Bytes {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&BASE64_STANDARD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'_, str>>::deserialize(deserializer)?;
        BASE64_STANDARD.decode(text.as_bytes()).map(Self).map_err(|_| serde::de::Error::custom("no Base64"))
    }
}

impl From<&Leaf> for LeafLine {
    fn from(leaf: &Leaf) -> Self {
        match leaf {
            Leaf::Kept { nonce, body } => Self::Kept { nonce: Bytes(nonce.to_vec()), body: Bytes(body.clone()) },
            Leaf::Erased(hash) => Self::Erased { erased: *hash },
        }
    }
}

impl TryFrom<LeafLine> for Leaf {
    type Error = Error;

    fn try_from(line: LeafLine) -> Result<Self, Error> {
        Ok(match line {
            LeafLine::Kept { nonce, body } => {
                let nonce = nonce.0.try_into().map_err(|_| Error::corrupt("a nonce must have 16 bytes"))?;
                Self::Kept { nonce, body: body.0 }
            }
            LeafLine::Erased { erased } => Self::Erased(erased),
        })
    }
}

/// A line with the same in words, which nothing reads back.
#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    line: &'a CommitLine,
    #[serde(skip_serializing_if = "Option::is_none")]
    decoded: Option<Decoded<'a>>,
}

/// A commit as a person reads it.
#[derive(Serialize)]
struct Decoded<'a> {
    #[serde(flatten)]
    header: Option<DecodedHeader>,
    changes: Vec<Option<&'a Change>>,
}

#[derive(Serialize)]
struct DecodedHeader {
    at: Timestamp,
    actor: UserId,
    device: DeviceId,
    device_seq: u64,
    clock: Clock,
    zone: &'static str,
    day_start: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<RequestId>,
    origin: Origin,
}

impl From<&Header> for DecodedHeader {
    fn from(header: &Header) -> Self {
        Self {
            at: header.at,
            actor: header.actor(),
            device: header.device,
            device_seq: header.device_seq,
            clock: header.clock,
            zone: header.zone.name(),
            day_start: header.day_start.minutes(),
            request: header.request,
            origin: header.origin(),
        }
    }
}

/// One line with its end.
pub(super) fn line(value: &impl Serialize) -> Result<Vec<u8>, Error> {
    let mut bytes =
        serde_json::to_vec(value).map_err(|error| Error::corrupt(format!("a line of the export: {error}")))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// The lines of a commit, one after the other to `write`: a commit of many leaves is parted.
pub(super) fn commit_lines<E: From<Error>>(
    stored: &StoredCommit,
    mut write: impl FnMut(&[u8]) -> Result<(), E>,
) -> Result<(), E> {
    let StoredCommit { seq, link, commit } = stored;
    let mut parts = parts(commit).into_iter().peekable();
    let mut changes = commit.changes();
    let mut first = true;
    loop {
        let leaves = parts.next().unwrap_or_default();
        let told: Vec<Option<&Change>> = leaves
            .iter()
            .map(|leaf| match leaf {
                Leaf::Kept { .. } => changes.next(),
                Leaf::Erased(_) => None,
            })
            .collect();
        let own = CommitLine {
            seq: *seq,
            link: first.then_some(*link),
            header: first.then(|| Bytes(commit.header_bytes().to_vec())),
            leaves: leaves.iter().map(LeafLine::from).collect(),
            more: parts.peek().is_some(),
        };
        let header = first.then(|| commit.header().into());
        let mut bytes = line(&Told { line: &own, decoded: Some(Decoded { header, changes: told }) })?;
        if bytes.len() > MAX_LINE {
            // People can do without; nothing reads it back.
            bytes = line(&Told { line: &own, decoded: None })?;
        }
        if bytes.len() > MAX_LINE {
            return Err(Error::unsupported(format!("an export of commit {seq}, whose header is too long,")).into());
        }
        write(&bytes)?;
        first = false;
        if !own.more {
            return Ok(());
        }
    }
}

/// The leaves of a commit in parts of about a mebibyte; at least one part.
fn parts(commit: &Commit) -> Vec<&[Leaf]> {
    let leaves = commit.leaves();
    let mut parts = Vec::new();
    let (mut begin, mut bytes) = (0, 0);
    for (place, leaf) in leaves.iter().enumerate() {
        // What stands around a body counts too.
        bytes += 64 + if let Leaf::Kept { body, .. } = leaf { body.len() } else { 0 };
        if bytes >= BODIES {
            parts.push(&leaves[begin..=place]);
            (begin, bytes) = (place + 1, 0);
        }
    }
    if begin < leaves.len() || parts.is_empty() {
        parts.push(&leaves[begin..]);
    }
    parts
}
