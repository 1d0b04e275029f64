//! Erasing: what is erased leaves the state, the ledger, and the file.

use std::borrow::Cow;

use kitaab_core::{Change, Commit, Erasure, Error, NoteWrite, RecordKey, UserId};
use rusqlite::{Connection, params};

use crate::error::{Fault, Result};
use crate::ledger::{self, commit, commit_ids};
use crate::sql;
use crate::structure::{erase_record, key};
use crate::texts::{Words, erase_reflections, note_ids, reflection_ids, remove_notes};
use crate::writing::{Writing, find_book};

/// Whether an erasure is asked for now, or met in a chain from which the bodies are gone already: there
/// the record that it names may never have been.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Erasing {
    Now,
    Again,
}

/// The erasures in a commit, each with its place among the changes.
#[derive(Default)]
pub(crate) struct Erasures {
    erasures: Vec<(usize, Erasure)>,
}

impl Erasures {
    /// Carries the erasure at a place of a commit out on the state.
    pub(crate) fn carry_out(
        &mut self,
        writing: &mut Writing<'_>,
        commit: &Commit,
        place: usize,
        change: &Change,
        erasing: Erasing,
    ) -> Result<()> {
        let Change::Erase(key) = change else { return Ok(()) };
        writing.erased |= erasing == Erasing::Now;
        let erasure = match (Erasure::of(writing.catalogue(), *key), erasing) {
            (Ok(mut erasure), _) => {
                // Only these take others along, among them what the catalogue knows no more.
                if matches!(key, RecordKey::Deed(_) | RecordKey::Item(_) | RecordKey::Relation(_)) {
                    for seq in 1..=writing.head.seq {
                        ledger::commit(writing.conn, writing.book, seq)?
                            .commit
                            .changes()
                            .for_each(|c| erasure.learn(c));
                    }
                    let earlier = commit.placed_changes().take_while(|(at, _)| *at < place);
                    earlier.for_each(|(_, change)| erasure.learn(change));
                }
                Some(erasure)
            }
            (Err(Error::NotFound { .. }), Erasing::Again) => None,
            (Err(error), _) => return Err(error.into()),
        };
        if key.is_structural() {
            writing.restructure(change)?;
            writing.revised.remove(key);
            erase_record(writing.conn, writing.book, key)?;
        } else {
            writing.erase_of_day(key)?;
        }
        if let Some(erasure) = erasure {
            writing.forget(&erasure)?;
            self.erasures.push((place, erasure));
        }
        Ok(())
    }

    /// The commit without the bodies of its own changes that stand before an erasure that covers them.
    pub(crate) fn within<'a>(&self, commit: &'a Commit) -> Cow<'a, Commit> {
        if self.erasures.is_empty() {
            return Cow::Borrowed(commit);
        }
        let mut places = commit.placed_changes().map(|(place, _)| place).collect::<Vec<_>>().into_iter();
        let mut commit = commit.clone();
        commit.erase(|change| {
            let place = places.next().unwrap_or(usize::MAX);
            self.erasures.iter().any(|(erased_at, erasure)| place < *erased_at && erasure.covers(change))
        });
        Cow::Owned(commit)
    }

    /// Drops the bodies of the earlier commits' changes that an erasure covers.
    pub(crate) fn clear_ledger(&self, writing: &Writing<'_>) -> Result<()> {
        if self.erasures.is_empty() {
            return Ok(());
        }
        let covered = |change: &Change| self.erasures.iter().any(|(_, erasure)| erasure.covers(change));
        let mut text_gone = false;
        for seq in 1..=writing.head.seq {
            let mut commit = commit(writing.conn, writing.book, seq)?.commit;
            let gone = commit.erase(|change| {
                let covered = covered(change);
                text_gone |= covered && holds_text(change);
                covered
            });
            if gone > 0 {
                ledger::replace_leaves(writing.conn, writing.book, seq, commit.leaves())?;
            }
        }
        if text_gone { rebuild_words(writing.conn) } else { Ok(()) }
    }
}

impl Writing<'_> {
    /// Takes out the records that an erasure covers, with their revisions.
    fn forget(&mut self, erasure: &Erasure) -> Result<()> {
        self.revised.retain(|key, _| !erasure.covers_record(key));
        let mut records = self.conn.prepare_cached("SELECT kind, id FROM records WHERE book_no = ?1")?;
        let found = records.query_map([self.book], |row| Ok((row.get(0)?, row.get::<_, Vec<u8>>(1)?)))?;
        for (kind, id) in found.collect::<rusqlite::Result<Vec<(i64, _)>>>()? {
            let key = key(kind, sql::id(&id)?)?;
            if erasure.covers_record(&key) {
                erase_record(self.conn, self.book, &key)?;
            }
        }
        let mut items = self.conn.prepare_cached("SELECT no, id FROM items WHERE book_no = ?1")?;
        let found = items.query_map([self.book], |row| Ok((row.get(0)?, row.get::<_, Vec<u8>>(1)?)))?;
        for (number, id) in found.collect::<rusqlite::Result<Vec<_>>>()? {
            if erasure.covers_record(&RecordKey::Item(sql::id(&id)?)) {
                self.erase_item(number)?;
            }
        }
        Ok(())
    }
}

/// Whether a change holds words that are searched for.
fn holds_text(change: &Change) -> bool {
    match change {
        Change::Entry { note: NoteWrite::Set(_), .. } | Change::Reflection { text: Some(_), .. } => true,
        Change::Entries(column) => !column.notes().is_empty(),
        _ => false,
    }
}

fn rebuild_words(conn: &Connection) -> Result<()> {
    Words::Notes.rebuild(conn)?;
    Words::Reflections.rebuild(conn)
}

/// Deletes a whole book. Says whether there was one.
pub(crate) fn erase_book(conn: &Connection, owner: UserId) -> Result<bool> {
    let Some((book, _)) = find_book(conn, owner)? else { return Ok(false) };
    remove_notes(conn, note_ids(book, kitaab_core::DayRange::ALL))?;
    erase_reflections(conn, reflection_ids(book, kitaab_core::DayRange::ALL))?;
    let (first, last) = commit_ids(book);
    conn.execute("DELETE FROM commit_parts WHERE commit_id BETWEEN ?1 AND ?2", params![first, last])?;
    conn.execute("DELETE FROM commits WHERE id BETWEEN ?1 AND ?2", params![first, last])?;
    for sql in [
        "DELETE FROM entries WHERE item_no IN (SELECT no FROM items WHERE book_no = ?1)",
        "DELETE FROM removed_entries WHERE item_no IN (SELECT no FROM items WHERE book_no = ?1)",
        "DELETE FROM make_ups WHERE item_no IN (SELECT no FROM items WHERE book_no = ?1)",
        "DELETE FROM fidya WHERE item_no IN (SELECT no FROM items WHERE book_no = ?1)",
        "DELETE FROM items WHERE book_no = ?1",
        "DELETE FROM scales WHERE book_no = ?1",
        "DELETE FROM records WHERE book_no = ?1",
        "DELETE FROM reviewed WHERE book_no = ?1",
        "DELETE FROM days WHERE book_no = ?1",
        "DELETE FROM verdicts WHERE book_no = ?1",
        "DELETE FROM reminder_claims WHERE book_no = ?1",
        "DELETE FROM access_log WHERE book_no = ?1",
        "DELETE FROM devices WHERE book_no = ?1",
        "DELETE FROM requests WHERE book_no = ?1",
        "DELETE FROM books WHERE no = ?1",
    ] {
        conn.execute(sql, [book])?;
    }
    rebuild_words(conn)?;
    scrub_later(conn)?;
    Ok(true)
}

/// Notes, within the transaction that deletes, that the file has to be scrubbed: so that a crash before
/// that does not make it forget.
pub(crate) fn scrub_later(conn: &Connection) -> Result<()> {
    conn.execute("INSERT OR IGNORE INTO chores (chore) VALUES ('scrub')", [])?;
    Ok(())
}

/// Whether the file has to be scrubbed.
pub(crate) fn is_to_be_scrubbed(conn: &Connection) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM chores WHERE chore = 'scrub')";
    Ok(conn.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

/// Removes from the file, and from the log beside it, what was deleted.
///
/// Deleting overwrites a row in its place (`secure_delete`), but SQLite may have moved it about a page
/// before and left a copy in the page's unused space; writing the whole file anew leaves none. (On its
/// way there the file goes through memory, and not through a temporary file of private data.) The log
/// still holds the pages as they were, until it is cut off.
pub(crate) fn scrub(conn: &Connection) -> Result<()> {
    conn.execute_batch("VACUUM")?;
    let busy: bool = conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    if busy {
        return Err(Fault::Store(kitaab_store::StoreError::Unavailable {
            reason: "the file is still read as it was before the erasure".to_owned(),
            source: None,
        }));
    }
    conn.execute("DELETE FROM chores WHERE chore = 'scrub'", [])?;
    Ok(())
}
