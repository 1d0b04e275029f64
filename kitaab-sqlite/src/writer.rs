//! The one that writes: its connection, its transactions, and what is left to do after them.

use std::time::Duration;

use kitaab_core::{Commit, Occurrence, Timestamp, UserId};
use kitaab_store::{Answer, Applied, Context, Head, RecordedVerdict, StoredCommit, Together, check_together};
use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::accesses::Reading;
use crate::applying::{self, Outcome};
use crate::connection::{Place, unavailable};
use crate::error::Result;
use crate::reading::{Snapshot, read};
use crate::structure::Memory;
use crate::workers::Worker;
use crate::writing::Finished;
use crate::{adoption, claims, erasure, schema, verdicts};

/// A commit that writes so many entries is large: the planner's statistics are refreshed after it.
const LARGE: usize = 10_000;

/// Owns the connection that writes.
#[derive(Debug)]
pub(crate) struct Writer {
    place: Place,
    /// None until it is opened, and where opening failed.
    conn: Option<Connection>,
    memory: Memory,
}

impl Writer {
    pub(crate) fn new(place: Place) -> Self {
        Self { place, conn: None, memory: Memory::default() }
    }

    /// Opens the file, and finishes what was left to do in it.
    pub(crate) fn open(&mut self) -> Result<()> {
        let conn = self.conn.insert(self.place.open_writer()?);
        // What stands in the way may do so for long; it is tried again at the next erasure and on closing.
        let _ = scrub_if_needed(conn);
        Ok(())
    }

    pub(crate) fn read<T>(&mut self, answer: impl FnOnce(&mut Snapshot<'_>) -> Result<T>) -> Result<T> {
        let (conn, memory) = self.parts()?;
        read(conn, memory, answer)
    }

    pub(crate) fn apply(&mut self, ctx: &Context, commit: &Commit) -> Result<Answer> {
        let owner = commit.header().book;
        let applied = self.transaction(|conn, memory| {
            Ok(match applying::apply(conn, memory, ctx, commit)? {
                Outcome::Answered(answer) => (Err(answer), false),
                Outcome::Written(finished) => (Ok(finished), true),
            })
        })?;
        let finished = match applied {
            Err(answer) => return Ok(answer),
            Ok(finished) => finished,
        };
        let Head { seq, link, .. } = finished.head;
        self.remember(owner, &finished)?;
        Ok(Answer::Applied(Applied { seq, link, replayed: false }))
    }

    /// Applies commits to several books. The file's write lock is that of all of them.
    pub(crate) fn apply_together(&mut self, ctx: &Context, commits: &[Commit]) -> Result<Together> {
        let (own, others) = check_together(ctx, commits)?;
        let together = self.transaction(|conn, memory| {
            let finished = match applying::apply(conn, memory, ctx, own)? {
                Outcome::Answered(Answer::Stale(stale)) => return Ok((stale_in(own, stale), false)),
                Outcome::Answered(Answer::Applied(applied)) => return Ok((Together::Applied(applied), false)),
                Outcome::Written(finished) => finished,
            };
            for other in others {
                if let Outcome::Answered(Answer::Stale(stale)) = applying::apply_step(conn, memory, ctx, other)? {
                    return Ok((stale_in(other, stale), false));
                }
            }
            let Head { seq, link, .. } = finished.head;
            Ok((Together::Applied(Applied { seq, link, replayed: false }), true))
        });
        // What it learned on the way may be of a state that was rolled back.
        self.memory.forget();
        together
    }

    /// Notes that somebody read in another's book.
    pub(crate) fn note_reading(&mut self, reading: &Reading, at: Timestamp) -> Result<()> {
        self.transaction(|conn, _| Ok(((), reading.note(conn, at)?)))
    }

    pub(crate) fn adopt(&mut self, owner: UserId, chain: &[StoredCommit]) -> Result<Head> {
        let finished = self.transaction(|conn, memory| {
            let finished = adoption::adopt(conn, memory, owner, chain)?;
            let written = finished.is_some();
            Ok((finished, written))
        })?;
        let Some(finished) = finished else { return Ok(Head::NEW) };
        self.remember(owner, &finished)?;
        Ok(finished.head)
    }

    pub(crate) fn erase_book(&mut self, owner: UserId) -> Result<()> {
        self.transaction(|conn, _| Ok(((), erasure::erase_book(conn, owner)?)))?;
        self.memory.forget();
        // It is erased once nothing of it can be read from the file.
        let (conn, _) = self.parts()?;
        scrub_if_needed(conn)
    }

    pub(crate) fn record_verdicts(
        &mut self,
        owner: UserId,
        seq: u64,
        verdicts: &[RecordedVerdict],
        clean: bool,
    ) -> Result<bool> {
        self.transaction(|conn, memory| {
            let recorded = verdicts::record(conn, memory, owner, seq, verdicts, clean)?;
            Ok((recorded, recorded))
        })
    }

    pub(crate) fn claim_reminders(
        &mut self,
        owner: UserId,
        occurrences: &[Occurrence],
        until: Timestamp,
        now: Timestamp,
    ) -> Result<Vec<Occurrence>> {
        self.transaction(|conn, memory| claims::claim(conn, memory, owner, occurrences, until, now))
    }

    pub(crate) fn confirm_reminder(&mut self, owner: UserId, occurrence: &Occurrence) -> Result<bool> {
        self.transaction(|conn, _| {
            let confirmed = claims::confirm(conn, owner, occurrence)?;
            Ok((confirmed, confirmed))
        })
    }

    pub(crate) fn release_reminder(
        &mut self,
        owner: UserId,
        occurrence: &Occurrence,
        until: Timestamp,
    ) -> Result<bool> {
        self.transaction(|conn, _| {
            let released = claims::release(conn, owner, occurrence, until)?;
            Ok((released, released))
        })
    }

    fn parts(&mut self) -> Result<(&mut Connection, &mut Memory)> {
        let conn = self.conn.as_mut();
        let conn =
            conn.ok_or_else(|| unavailable("the book's file is not open", "it could not be opened".to_owned()))?;
        Ok((conn, &mut self.memory))
    }

    /// Runs a transaction under the file's write lock, which is the lock of every book in it. `body`
    /// says whether it is to be kept. Where it is not, or fails, nothing is written, and nothing that was
    /// learned on the way is remembered.
    fn transaction<T>(&mut self, body: impl FnOnce(&Connection, &mut Memory) -> Result<(T, bool)>) -> Result<T> {
        let (conn, memory) = self.parts()?;
        let run = || -> Result<T> {
            let tx = Transaction::new(conn, TransactionBehavior::Immediate)?;
            schema::check(&tx)?;
            let (answer, keep) = body(&tx, memory)?;
            if keep {
                tx.commit()?;
            } else {
                tx.rollback()?;
            }
            Ok(answer)
        };
        let answer = run();
        if answer.is_err() {
            self.memory.forget();
        }
        answer
    }

    /// Remembers what a transaction made, and does what is left to do after it.
    fn remember(&mut self, owner: UserId, finished: &Finished) -> Result<()> {
        if let Some(structure) = &finished.restructured {
            self.memory.remember(owner, structure.clone());
        }
        let (conn, _) = self.parts()?;
        if finished.erased {
            // The commit stands, and the file remembers that it is not scrubbed yet.
            let _ = scrub_if_needed(conn);
        }
        if finished.touched >= LARGE {
            // Advice for the planner: without it, queries are as right and perhaps slower.
            let _ = conn.execute_batch("PRAGMA optimize");
        }
        Ok(())
    }
}

/// That a commit's precondition does not hold.
fn stale_in(commit: &Commit, stale: kitaab_store::Stale) -> Together {
    Together::Stale { book: commit.header().book, stale }
}

fn scrub_if_needed(conn: &Connection) -> Result<()> {
    if erasure::is_to_be_scrubbed(conn)? { erasure::scrub(conn) } else { Ok(()) }
}

impl Worker for Writer {
    fn recover(&mut self) {
        self.memory.forget();
        if let Some(conn) = self.conn.as_ref().filter(|conn| !conn.is_autocommit()) {
            // A transaction that a panic left open; if it can't be rolled back, the next one says so.
            let _ = conn.execute_batch("ROLLBACK");
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        let Some(conn) = self.conn.take() else { return };
        // Each of these is for a tidy file only, and worth no wait for others; what was answered is on
        // the disk already.
        let _ = conn.busy_timeout(Duration::ZERO);
        let _ = scrub_if_needed(&conn);
        let _ = conn.execute_batch("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE)");
        let _ = conn.close();
    }
}
