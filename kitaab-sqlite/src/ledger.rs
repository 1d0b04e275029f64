//! The ledger: commits as exact bytes, and beside each change the revisions that its records had before.

use kitaab_core::ledger::Previous;
use kitaab_core::{Commit, Digest, Error, Header, Leaf, RecordKey};
use kitaab_store::{HistoryStep, StoredCommit, check_limit};
use rusqlite::{Connection, OptionalExtension, params};

use crate::error::{Fault, Result};
use crate::revisions::revision;
use crate::sql;

/// The bits of a commit's id that hold its sequence number; the book's number stands above them.
const SEQ_BITS: u32 = 40;
/// The most bytes of leaves that a commit holds in place; more go into parts of about this size.
const PART_BYTES: usize = 256 * 1024;
/// The most bytes of commits that one reading hands over, if they are more than one.
const PAGE_BYTES: usize = 4 * 1024 * 1024;

/// The id of a commit.
pub(crate) fn commit_id(book: i64, seq: u64) -> Result<i64> {
    if seq >> SEQ_BITS == 0 {
        Ok(book << SEQ_BITS | sql::number(seq)?)
    } else {
        Err(Error::unsupported("more than 1,099,511,627,775 commits in one book").into())
    }
}

/// The ids of all commits of a book.
pub(crate) const fn commit_ids(book: i64) -> (i64, i64) {
    (book << SEQ_BITS, ((book + 1) << SEQ_BITS) - 1)
}

const fn seq_of(id: i64) -> u64 {
    (id & ((1 << SEQ_BITS) - 1)).unsigned_abs()
}

/// Adds a commit to the ledger.
pub(crate) fn append(
    conn: &Connection,
    book: i64,
    seq: u64,
    link: Digest,
    commit: &Commit,
    previous: Previous,
) -> Result<()> {
    let id = commit_id(book, seq)?;
    let whole = in_place(commit.leaves())?;
    conn.prepare_cached("INSERT INTO commits (id, header, link, previous, leaves) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![id, commit.header_bytes(), link.as_bytes(), previous.into_bytes(), whole])?;
    if whole.is_none() { keep_parts(conn, id, commit.leaves()) } else { Ok(()) }
}

/// Keeps a commit's leaves in place of those that it had.
pub(crate) fn replace_leaves(conn: &Connection, book: i64, seq: u64, leaves: &[Leaf]) -> Result<()> {
    let id = commit_id(book, seq)?;
    let whole = in_place(leaves)?;
    conn.prepare_cached("DELETE FROM commit_parts WHERE commit_id = ?1")?.execute([id])?;
    conn.prepare_cached("UPDATE commits SET leaves = ?2 WHERE id = ?1")?.execute(params![id, whole])?;
    if whole.is_none() { keep_parts(conn, id, leaves) } else { Ok(()) }
}

/// The leaves as a commit holds them in place; none if there are too many bytes of them.
fn in_place(leaves: &[Leaf]) -> Result<Option<Vec<u8>>> {
    let mut parts = parts(leaves);
    match (parts.next(), parts.next()) {
        (first, None) => encoded(first.unwrap_or_default()).map(Some),
        _ => Ok(None),
    }
}

fn keep_parts(conn: &Connection, id: i64, leaves: &[Leaf]) -> Result<()> {
    let mut insert = conn.prepare_cached("INSERT INTO commit_parts (commit_id, part, leaves) VALUES (?1, ?2, ?3)")?;
    for (number, part) in (0_i64..).zip(parts(leaves)) {
        insert.execute(params![id, number, encoded(part)?])?;
    }
    Ok(())
}

/// Cuts leaves into runs of about a part's size.
fn parts(mut leaves: &[Leaf]) -> impl Iterator<Item = &[Leaf]> {
    std::iter::from_fn(move || {
        let mut bytes = 0;
        let fits = leaves.iter().take_while(|leaf| {
            let before = bytes;
            bytes += match leaf {
                Leaf::Kept { body, .. } => body.len() + 24,
                Leaf::Erased(_) => 40,
            };
            before == 0 || bytes <= PART_BYTES
        });
        let (part, rest) = leaves.split_at(fits.count());
        leaves = rest;
        (!part.is_empty()).then_some(part)
    })
}

fn encoded(leaves: &[Leaf]) -> Result<Vec<u8>> {
    minicbor::to_vec(leaves).map_err(|error| Fault::corrupt(format!("a commit does not encode: {error}")))
}

/// A commit with what is kept beside it.
struct Kept {
    stored: StoredCommit,
    previous: Option<Vec<u8>>,
    bytes: usize,
}

/// The commit with a sequence number, which the ledger must hold.
pub(crate) fn commit(conn: &Connection, book: i64, seq: u64) -> Result<StoredCommit> {
    Ok(kept(conn, book, seq)?.stored)
}

fn kept(conn: &Connection, book: i64, seq: u64) -> Result<Kept> {
    let id = commit_id(book, seq)?;
    let sql = "SELECT header, link, previous, leaves FROM commits WHERE id = ?1";
    let row = conn
        .prepare_cached(sql)?
        .query_row([id], |row| {
            let header: Vec<u8> = row.get(0)?;
            let link: Vec<u8> = row.get(1)?;
            let leaves: Option<Vec<u8>> = row.get(3)?;
            Ok((header, link, row.get(2)?, leaves))
        })
        .optional()?;
    let Some((header, link, previous, leaves)) = row else {
        return Err(Fault::corrupt(format!("commit {seq} is missing in the ledger")));
    };
    let mut bytes = header.len();
    let mut decode = |part: &[u8]| -> Result<Vec<Leaf>> {
        bytes += part.len();
        minicbor::decode(part).map_err(|error| Fault::corrupt(format!("the leaves of commit {seq}: {error}")))
    };
    let leaves = match leaves {
        Some(leaves) => decode(&leaves)?,
        None => {
            let mut leaves = Vec::new();
            let mut parts =
                conn.prepare_cached("SELECT leaves FROM commit_parts WHERE commit_id = ?1 ORDER BY part")?;
            let mut rows = parts.query([id])?;
            while let Some(row) = rows.next()? {
                leaves.append(&mut decode(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?)?);
            }
            if leaves.is_empty() {
                return Err(Fault::corrupt(format!("the leaves of commit {seq} are missing")));
            }
            leaves
        }
    };
    let stored = StoredCommit { seq, link: sql::digest(&link)?, commit: Commit::from_parts(header, leaves)? };
    Ok(Kept { stored, previous, bytes })
}

/// Commits after a sequence number: at most `limit`, and not too many bytes at once.
pub(crate) fn commits(conn: &Connection, book: i64, head: u64, after: u64, limit: u32) -> Result<Vec<StoredCommit>> {
    let limit = check_limit(limit)?;
    let mut commits = Vec::new();
    let mut bytes = 0;
    for seq in (after.saturating_add(1)..=head).take(limit) {
        let kept = kept(conn, book, seq)?;
        bytes += kept.bytes;
        commits.push(kept.stored);
        if bytes >= PAGE_BYTES {
            break;
        }
    }
    Ok(commits)
}

/// The headers of commits before a sequence number, newest first.
pub(crate) fn headers(conn: &Connection, book: i64, before: u64, limit: u32) -> Result<Vec<(u64, Header)>> {
    let limit = check_limit(limit)?;
    let below = commit_id(book, before.min((1 << SEQ_BITS) - 1))?;
    let sql = "SELECT id, header FROM commits WHERE id >= ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3";
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(params![commit_ids(book).0, below, i64::try_from(limit).unwrap_or(i64::MAX)])?;
    let mut headers = Vec::new();
    while let Some(row) = rows.next()? {
        let header = Commit::from_parts(row.get(1)?, Vec::new())?.header().clone();
        headers.push((seq_of(row.get(0)?), header));
    }
    Ok(headers)
}

/// The history of a record, newest first: the steps of at most `limit` commits.
///
/// Each change keeps the revision that its record had before, so that this walks from one to the next.
/// Where an erasure took a step out of the middle, as it does from what shared a column with an erased
/// entry, the commits before are looked through for the next one.
pub(crate) fn history(
    conn: &Connection,
    book: i64,
    head: u64,
    key: &RecordKey,
    before: Option<u64>,
    limit: u32,
) -> Result<Vec<HistoryStep>> {
    let limit = check_limit(limit)?;
    let mut steps = Vec::new();
    let mut found = 0;
    // The cursor is usually a step of the record itself: the walk goes on from there.
    let mut at = match before {
        Some(0 | 1) => 0,
        Some(before) if (1..=head).contains(&before) => match steps_at(conn, book, before, key)? {
            (here, next) if !here.is_empty() => next,
            _ => sql::seq(revision(conn, book, key)?)?,
        },
        _ => sql::seq(revision(conn, book, key)?)?,
    };
    while at != 0 && found < limit {
        let (here, next) = steps_at(conn, book, at, key)?;
        at = if !here.is_empty() && next < at { next } else { at - 1 };
        if !here.is_empty() && before.is_none_or(|before| here[0].seq < before) {
            found += 1;
            steps.extend(here);
        }
    }
    Ok(steps)
}

/// What one commit did to a record, the last change first, and the record's revision before that.
fn steps_at(conn: &Connection, book: i64, seq: u64, key: &RecordKey) -> Result<(Vec<HistoryStep>, u64)> {
    let Kept { stored: StoredCommit { commit, .. }, previous, .. } = kept(conn, book, seq)?;
    let mut steps = Vec::new();
    let mut before = 0;
    for (index, change) in commit.placed_changes() {
        let Some((place, change)) = change.narrowed_to(key) else { continue };
        if steps.is_empty() {
            before = previous.as_deref().map_or(Ok(0), |bytes| Previous::at(bytes, index, place))?;
        }
        steps.push(HistoryStep { seq, header: commit.header().clone(), change });
    }
    steps.reverse();
    Ok((steps, before))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn leaves_are_cut_into_parts() {
        let leaf = |length| Leaf::Kept { nonce: [0; 16], body: vec![0; length] };
        let leaves = [leaf(10), leaf(PART_BYTES * 3), leaf(PART_BYTES / 2), leaf(PART_BYTES / 4), leaf(10)];
        assert_eq!(parts(&leaves).map(<[Leaf]>::len).collect::<Vec<_>>(), [1, 1, 3]);
        assert_eq!(parts(&[]).count(), 0);
        assert!(in_place(&leaves).unwrap().is_none());
        assert!(in_place(&leaves[2..]).unwrap().is_some());
        assert_eq!(in_place(&[]).unwrap().unwrap(), [0x80]);
    }
}
