//! Applying a commit: the checks of the contract, in its order, then the commit.

use std::sync::Arc;

use kitaab_core::{Arrival, Catalogue, Commit, Expects, RecordKey, RequestId};
use kitaab_store::{
    Answer, Applied, Context, Head, Stale, StoredCommit, arrival, check_author, check_commit, turned_by,
};
use rusqlite::{Connection, OptionalExtension, params};

use crate::erasure::Erasing;
use crate::error::Result;
use crate::ledger;
use crate::revisions::revision;
use crate::sql;
use crate::structure::Memory;
use crate::writing::{Finished, Writing, find_book};

/// What came of a commit, before the transaction is through.
pub(crate) enum Outcome {
    /// Nothing is to be written.
    Answered(Answer),
    /// It is written, if the transaction succeeds.
    Written(Finished),
}

/// Applies a commit within a transaction that holds the file's write lock.
pub(crate) fn apply(conn: &Connection, memory: &mut Memory, ctx: &Context, commit: &Commit) -> Result<Outcome> {
    let owner = commit.header().book;
    let found = find_book(conn, owner)?;
    if ctx.actor == owner {
        check_author(ctx, commit.header())?;
    } else {
        let turned = match (found, turned_by(commit)) {
            (Some((book, head)), Some(seq)) if (1..=head.seq).contains(&seq) => {
                Some(ledger::commit(conn, book, seq)?.commit.header().clone())
            }
            _ => None,
        };
        let catalogue = catalogue(conn, memory, commit, found)?;
        check_commit(ctx, &catalogue, commit, turned.as_ref())?;
    }
    apply_unguarded(conn, memory, found, commit)
}

/// Applies a step of a relation that somebody else took, within such a transaction, if it arrives.
pub(crate) fn apply_step(conn: &Connection, memory: &mut Memory, ctx: &Context, commit: &Commit) -> Result<Outcome> {
    let header = commit.header();
    let found = find_book(conn, header.book)?;
    let (book, head) = found.unwrap_or((0, Head::NEW));
    let stale = |stale| Ok(Outcome::Answered(Answer::Stale(stale)));
    let (last, seq) = last_of_device(conn, book, header.device.uuid())?;
    if header.device_seq <= last {
        return stale(Stale::DeviceSeq { last });
    }
    let catalogue = catalogue(conn, memory, commit, found)?;
    match arrival(ctx, (head.seq > 0).then_some(&catalogue), commit)? {
        Arrival::Written => apply_unguarded(conn, memory, found, commit),
        Arrival::Answers(id) => {
            let key = RecordKey::Relation(id);
            let current = sql::seq(revision(conn, book, &key)?)?;
            stale(Stale::Record { key, current })
        }
        _ => {
            let nowhere = Applied { seq, link: head.link, replayed: true };
            Ok(Outcome::Answered(Answer::Applied(nowhere)))
        }
    }
}

fn catalogue(
    conn: &Connection,
    memory: &mut Memory,
    commit: &Commit,
    found: Option<(i64, Head)>,
) -> Result<Arc<Catalogue>> {
    let owner = commit.header().book;
    match found {
        Some((book, head)) => Ok(Arc::clone(&memory.structure(conn, owner, book, head.catalogue)?.catalogue)),
        None => Ok(Arc::new(Catalogue::new(owner))),
    }
}

fn apply_unguarded(
    conn: &Connection,
    memory: &mut Memory,
    found: Option<(i64, Head)>,
    commit: &Commit,
) -> Result<Outcome> {
    let owner = commit.header().book;
    if let Some(answer) = answer_at_once(conn, found, commit)? {
        return Ok(Outcome::Answered(answer));
    }
    let mut writing = Writing::begin(conn, memory, owner, found)?;
    writing.append(commit, Erasing::Now)?;
    writing.check_bonds()?;
    Ok(Outcome::Written(writing.finish()?))
}

/// The answer to a commit that was applied before, or whose preconditions don't hold.
fn answer_at_once(conn: &Connection, found: Option<(i64, Head)>, commit: &Commit) -> Result<Option<Answer>> {
    let header = commit.header();
    let (book, head) = found.unwrap_or((0, Head::NEW));
    if let Some(request) = header.request
        && let Some(before) = answered(conn, book, request)?
    {
        return Ok(before.answer_again(commit).map(Some)?);
    }
    let (last, seq) = last_of_device(conn, book, header.device.uuid())?;
    if header.device_seq <= last {
        let same = |before: &StoredCommit| header.device_seq == last && before.commit.hash() == commit.hash();
        let before = if seq == 0 { None } else { Some(ledger::commit(conn, book, seq)?).filter(same) };
        return Ok(Some(before.map_or(Answer::Stale(Stale::DeviceSeq { last }), |before| before.replayed())));
    }
    match &header.expects {
        Some(expects) => Ok(unmet(conn, book, &head, expects)?.map(Answer::Stale)),
        None => Ok(None),
    }
}

/// The commit that answered a request.
pub(crate) fn answered(conn: &Connection, book: i64, request: RequestId) -> Result<Option<StoredCommit>> {
    let seq: Option<i64> = conn
        .prepare_cached("SELECT seq FROM requests WHERE book_no = ?1 AND request = ?2")?
        .query_row(params![book, request.uuid().as_bytes()], |row| row.get(0))
        .optional()?;
    seq.map(|seq| ledger::commit(conn, book, sql::seq(seq)?)).transpose()
}

/// The highest number of a device, and the sequence number of the commit that has it; 0 without any.
pub(crate) fn last_of_device(conn: &Connection, book: i64, device: uuid::Uuid) -> Result<(u64, u64)> {
    let found: Option<(i64, i64)> = conn
        .prepare_cached("SELECT last, seq FROM devices WHERE book_no = ?1 AND device = ?2")?
        .query_row(params![book, device.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (last, seq) = found.unwrap_or((0, 0));
    Ok((sql::seq(last)?, sql::seq(seq)?))
}

/// The first precondition that does not hold.
fn unmet(conn: &Connection, book: i64, head: &Head, expects: &Expects) -> Result<Option<Stale>> {
    if expects.catalogue.is_some_and(|expected| expected != head.catalogue) {
        return Ok(Some(Stale::Catalogue { current: head.catalogue }));
    }
    for (key, expected) in expects.revisions.iter().flatten() {
        let current = sql::seq(revision(conn, book, key)?)?;
        if current != *expected {
            return Ok(Some(Stale::Record { key: *key, current }));
        }
    }
    Ok(None)
}
