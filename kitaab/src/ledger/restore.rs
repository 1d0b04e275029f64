//! Reading a book back from its export.

use std::io::{BufRead, BufReader, ErrorKind, Read};

use age::secrecy::SecretString;
use kitaab_core::{Commit, Error, Leaf, UserId, Verifier};
use kitaab_store::{StoreError, StoredCommit};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::lines::{Bytes, CommitLine, Counts, FORMAT, First, Last, MAX_LINE};
use super::lock;
use crate::client::Kitaab;
use crate::error::Result;

/// The most bytes of headers and bodies that are taken from one file: they stand in memory until they are adopted.
const MAX_KEPT: usize = 1 << 30;

/// The longest first line.
const MAX_FIRST: usize = 4 << 10;

impl Kitaab {
    /// Reads a book back from what [`crate::Ledger::export`] wrote, with its ids and all of its history: all or
    /// nothing. Answers with its owner.
    ///
    /// Every link of the chain is verified, and that nothing is missing at the end. The file is read at once, which
    /// blocks the task as long as it takes.
    ///
    /// # Errors
    /// `invalid` (field `passphrase`) for a wrong passphrase, or one that is missing or too much; `invalid` (field
    /// `file`) for a file of another kind; `unsupported` for a newer format; `corrupt` for a file that is damaged or
    /// cut off; `conflict` if the book is here already; `unavailable` if the file can't be read.
    pub async fn restore(&self, reader: impl Read + Send, passphrase: Option<SecretString>) -> Result<UserId> {
        let Exported { owner, chain } = read(reader, passphrase)?;
        let book = self.book(owner);
        book.store().adopt(&book.context(), owner, chain).await?;
        // What was known of it belonged to an empty one.
        book.session().forget();
        Ok(owner)
    }
}

/// A file, read and verified.
struct Exported {
    owner: UserId,
    chain: Vec<StoredCommit>,
}

fn read(reader: impl Read, passphrase: Option<SecretString>) -> Result<Exported> {
    let mut reader = BufReader::new(reader);
    let is_locked = lock::is_locked(reader.fill_buf().map_err(|error| unreadable(error, "the file"))?);
    match (is_locked, passphrase) {
        (true, Some(passphrase)) => parse(BufReader::new(lock::open(reader, passphrase)?)),
        (false, None) => parse(reader),
        (true, None) => Err(Error::invalid("passphrase", "must be given: the file is locked", "").into()),
        (false, Some(_)) => {
            Err(Error::invalid("passphrase", "must be left out: the file is not locked with one", "").into())
        }
    }
}

fn parse(reader: impl BufRead) -> Result<Exported> {
    let mut lines = Lines { reader, number: 0, line: Vec::new() };
    let owner = first(&mut lines)?.owner;
    let mut verifier = Verifier::new(owner);
    let mut chain = Vec::new();
    let mut kept = 0;
    loop {
        let begun = match next(&mut lines)? {
            Line::Last(last) => {
                finish(verifier, &last)?;
                return match lines.next(MAX_LINE)? {
                    None => Ok(Exported { owner, chain }),
                    Some(_) => Err(lines.damaged("there is more after the last line").into()),
                };
            }
            Line::Commit(begun) => begun,
        };
        let stored = gather(begun, &mut lines, &mut kept)?;
        verifier.step(stored.seq, &stored.commit, stored.link).map_err(Error::from)?;
        chain.push(stored);
    }
}

/// The first line says what the file is.
fn first(lines: &mut Lines<impl BufRead>) -> Result<First> {
    /// What is asked before anything else: a newer format may say the rest in another way.
    #[derive(Deserialize)]
    struct Kind {
        kitaab: String,
        format: u32,
    }
    let foreign = || Error::invalid("file", "must be an export of a book", "");
    let line = match lines.next(MAX_FIRST) {
        Err(Stopped::NoLine(_)) => return Err(foreign().into()),
        line => line?.ok_or_else(foreign)?,
    };
    let kind: Kind = serde_json::from_slice(line).map_err(|_| foreign())?;
    if kind.kitaab != "export" {
        return Err(foreign().into());
    }
    if kind.format != FORMAT {
        return Err(Error::unsupported(format!("format {} of an export", kind.format)).into());
    }
    lines.parsed()
}

enum Line {
    Commit(CommitLine),
    Last(Last),
}

fn next(lines: &mut Lines<impl BufRead>) -> Result<Line> {
    /// Tells the last line from the others.
    #[derive(Deserialize)]
    struct Mark {
        #[serde(default)]
        checkpoint: Option<serde::de::IgnoredAny>,
    }
    if lines.next(MAX_LINE)?.is_none() {
        return Err(lines.damaged("the file is cut off").into());
    }
    let mark: Mark = lines.parsed()?;
    if mark.checkpoint.is_some() { lines.parsed().map(Line::Last) } else { lines.parsed().map(Line::Commit) }
}

/// A commit from its first line and those that hold more of its leaves.
fn gather(begun: CommitLine, lines: &mut Lines<impl BufRead>, kept: &mut usize) -> Result<StoredCommit> {
    let CommitLine { seq, link: Some(link), header: Some(Bytes(header)), leaves, mut more } = begun else {
        return Err(lines.damaged("a commit has no beginning").into());
    };
    let mut count = |bytes: usize| {
        *kept += bytes;
        if *kept > MAX_KEPT {
            return Err(Error::invalid("file", "must hold at most 1 GiB of changes", ""));
        }
        Ok(())
    };
    count(header.len())?;
    let mut all: Vec<Leaf> = Vec::new();
    let mut leaves = leaves;
    loop {
        for leaf in leaves {
            let leaf: Leaf = leaf.try_into()?;
            // Its own size, and the decoded change's beside it.
            count(256 + if let Leaf::Kept { body, .. } = &leaf { body.len() } else { 0 })?;
            all.push(leaf);
        }
        if !more {
            break;
        }
        match next(lines)? {
            Line::Commit(CommitLine { seq: same, link: None, header: None, leaves: others, more: again })
                if same == seq =>
            {
                (leaves, more) = (others, again);
            }
            _ => return Err(lines.damaged("a commit has no end").into()),
        }
    }
    let commit = Commit::from_parts(header, all).map_err(|error| match error {
        Error::Corrupt { place } => Error::corrupt(format!("commit {seq} of the file: {place}")),
        other => other,
    })?;
    Ok(StoredCommit { seq, link, commit })
}

/// Holds the end of the file to what came before it.
fn finish(verifier: Verifier, last: &Last) -> Result<()> {
    let report = verifier.finish(last.checkpoint).map_err(Error::from)?;
    let counts = Counts { commits: report.commits, changes: report.changes, erased: report.erased };
    if counts == last.counts {
        Ok(())
    } else {
        Err(Error::corrupt("the file does not hold as many changes as its last line says").into())
    }
}

/// Why there is no next line.
enum Stopped {
    /// The file can't be read, or does not open.
    Unreadable(StoreError),
    /// There is no end to it.
    NoLine(Error),
}

impl From<Stopped> for crate::error::Error {
    fn from(stopped: Stopped) -> Self {
        match stopped {
            Stopped::Unreadable(error) => error.into(),
            Stopped::NoLine(error) => error.into(),
        }
    }
}

/// The lines of a file, one in memory at a time.
struct Lines<R> {
    reader: R,
    number: u64,
    line: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    /// The next line, without its end; none at the end of the file.
    fn next(&mut self, limit: usize) -> Result<Option<&[u8]>, Stopped> {
        self.number += 1;
        self.line.clear();
        let mut limited = (&mut self.reader).take(limit as u64 + 1);
        let place = format!("line {}", self.number);
        let read = limited.read_until(b'\n', &mut self.line);
        read.map_err(|error| Stopped::Unreadable(unreadable(error, &place)))?;
        if self.line.is_empty() {
            return Ok(None);
        }
        if self.line.last() != Some(&b'\n') {
            let what = if self.line.len() > limit { "it is too long" } else { "the file is cut off" };
            return Err(Stopped::NoLine(self.damaged(what)));
        }
        self.line.pop();
        Ok(Some(&self.line))
    }

    /// The line at hand, as one of its kind.
    fn parsed<T: DeserializeOwned>(&self) -> Result<T> {
        // What serde says may quote the line, and with it a note.
        serde_json::from_slice(&self.line).map_err(|_| self.damaged("it is not of this format").into())
    }

    fn damaged(&self, what: &str) -> Error {
        Error::corrupt(format!("line {} of the file: {what}", self.number))
    }
}

fn unreadable(error: std::io::Error, place: &str) -> StoreError {
    match error.kind() {
        // What a damaged locked file answers: its parts are sealed one by one.
        ErrorKind::InvalidData | ErrorKind::UnexpectedEof => {
            StoreError::corrupt(format!("{place}: the file is damaged or cut off"))
        }
        _ => StoreError::unavailable(format!("{place} can't be read"), error),
    }
}
