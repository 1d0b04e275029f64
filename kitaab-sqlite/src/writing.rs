//! A book while a transaction changes it.

use std::collections::BTreeMap;
use std::sync::Arc;

use kitaab_core::ledger::Previous;
use kitaab_core::{Catalogue, Change, Commit, Day, Digest, RecordKey, UserId, entries_stand_against_it, link};
use kitaab_store::{Head, first_dirtied};
use rusqlite::{Connection, params};

use crate::claims;
use crate::counts::Counts;
use crate::days::{Reckoning, counts_alike};
use crate::entries::has_entries;
use crate::erasure::{Erasing, Erasures, scrub_later};
use crate::error::Result;
use crate::ledger;
use crate::revisions::revision;
use crate::sql;
use crate::structure::{self, Memory, Structure, number_item};
use crate::texts::check_book;

/// A book's number and its head, if the file has it.
pub(crate) fn find_book(conn: &Connection, owner: UserId) -> Result<Option<(i64, Head)>> {
    let sql = "SELECT no, seq, link, catalogue, dirty_from FROM books WHERE owner = ?1";
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query([owner.uuid().as_bytes()])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let dirty_from: Option<i64> = row.get(4)?;
    let head = Head {
        seq: sql::seq(row.get(1)?)?,
        link: sql::digest(row.get_ref(2)?.as_blob().map_err(rusqlite::Error::from)?)?,
        catalogue: sql::seq(row.get(3)?)?,
        // No number of a book is used again.
        begun: sql::seq(row.get(0)?)?,
        dirty_from: dirty_from.map(sql::day).transpose()?,
    };
    Ok(Some((row.get(0)?, head)))
}

/// A book while a transaction changes it: commits are added one after the other, and what they come to
/// is written at the end. Nothing of it is remembered before the transaction is through.
pub(crate) struct Writing<'a> {
    pub(crate) conn: &'a Connection,
    pub(crate) memory: &'a mut Memory,
    pub(crate) book: i64,
    pub(crate) head: Head,
    /// The sequence number of the commit that is being added.
    pub(crate) seq: i64,
    owner: UserId,
    /// The structure as it was before the transaction, and as it is now.
    before: Arc<Structure>,
    pub(crate) now: Arc<Structure>,
    /// The revisions of the structural records that were changed.
    pub(crate) revised: BTreeMap<RecordKey, i64>,
    /// The days whose entries or marks were changed.
    pub(crate) touched: Vec<Day>,
    /// Whether what was deleted must leave the file for good.
    pub(crate) erased: bool,
}

impl<'a> Writing<'a> {
    /// Begins with the book as `find_book` found it; one that is not there yet is made.
    pub(crate) fn begin(
        conn: &'a Connection,
        memory: &'a mut Memory,
        owner: UserId,
        found: Option<(i64, Head)>,
    ) -> Result<Self> {
        let (book, head) = match found {
            Some(found) => found,
            None => {
                let book = make_book(conn, owner)?;
                (book, Head { begun: sql::seq(book)?, ..Head::NEW })
            }
        };
        let before = memory.structure(conn, owner, book, head.catalogue)?;
        let now = Arc::clone(&before);
        Ok(Self {
            conn,
            memory,
            book,
            head,
            seq: 0,
            owner,
            before,
            now,
            revised: BTreeMap::new(),
            touched: Vec::new(),
            erased: false,
        })
    }

    pub(crate) fn catalogue(&self) -> &Catalogue {
        &self.now.catalogue
    }

    /// Checks what must hold between the records of the structure, if that is another one now, and between it and the entries.
    pub(crate) fn check_bonds(&self) -> Result<()> {
        let (before, now) = (&self.before.catalogue, self.catalogue());
        if now.version == before.version {
            return Ok(());
        }
        now.check_bonds(before)?;
        let anew = now.items_judged_anew(before);
        if has_entries(self.conn, anew.iter().filter_map(|item| self.now.items.get(item)))? {
            return Err(entries_stand_against_it().into());
        }
        Ok(())
    }

    /// Adds a commit: to the ledger, and to the state. Its preconditions were checked.
    pub(crate) fn append(&mut self, commit: &Commit, erasing: Erasing) -> Result<()> {
        let seq = self.head.seq + 1;
        self.seq = sql::number(seq)?;
        let link = link(self.owner, self.head.link, seq, commit.hash());
        let mut previous = Previous::default();
        let mut erasures = Erasures::default();
        let mut changes = commit.placed_changes().peekable();
        for index in 0..commit.leaves().len() {
            // An erased change has no part in the state; its place is kept.
            let Some((_, change)) = changes.next_if(|(place, _)| *place == index) else {
                previous.push(&[]);
                continue;
            };
            let dirtied = first_dirtied(self.catalogue(), change);
            self.head.dirty_from = self.head.dirty_from.into_iter().chain(dirtied).min();
            if matches!(change, Change::Erase(_)) {
                erasures.carry_out(self, commit, index, change, erasing)?;
                previous.push(&[]);
            } else {
                self.carry_out(change, &mut previous)?;
            }
        }
        let commit = erasures.within(commit);
        ledger::append(self.conn, self.book, seq, link, &commit, previous)?;
        erasures.clear_ledger(self)?;
        self.note_sender(&commit)?;
        self.head = Head { seq, link, catalogue: self.catalogue().version, ..self.head };
        Ok(())
    }

    /// Carries a change out as [`kitaab_core::State::apply_change`] says, and notes the revisions that
    /// its records had before.
    fn carry_out(&mut self, change: &Change, previous: &mut Previous) -> Result<()> {
        let before = match change {
            Change::Entry { item, day, value, note } => self.write_entry(*item, *day, *value, note)?,
            Change::Entries(column) => {
                previous.push(&self.write_column(column)?);
                return Ok(());
            }
            Change::Reviewed { day, reviewed } => self.write_reviewed(*day, *reviewed)?,
            Change::MakeUp { item, day, count } => self.write_count(&Counts::MAKE_UPS, *item, *day, *count)?,
            Change::Fidya { item, day, count } => self.write_count(&Counts::FIDYA, *item, *day, *count)?,
            Change::Reflection { day, category, text } => self.write_reflection(*day, *category, text.as_ref())?,
            Change::Remove(key) if !key.is_structural() => self.remove_of_day(key)?,
            structural => {
                let Some(key) = structural.key() else { return Ok(()) };
                let before = self.revision(&key)?;
                self.restructure(structural)?;
                self.revised.insert(key, self.seq);
                before
            }
        };
        previous.push(&[before]);
        Ok(())
    }

    /// Changes the catalogue. What is new gets a number; items that are there no more lose their days.
    pub(crate) fn restructure(&mut self, change: &Change) -> Result<()> {
        let seq = sql::seq(self.seq)?;
        let now = Arc::make_mut(&mut self.now);
        Arc::make_mut(&mut now.catalogue).apply(change, seq)?;
        match change {
            Change::Item(item, _) if !now.items.contains_key(item) => {
                now.items.insert(*item, number_item(self.conn, self.book, *item)?);
            }
            Change::Remove(_) | Change::Erase(_) => {
                let catalogue = Arc::clone(&now.catalogue);
                let gone: Vec<_> = now.items.extract_if(.., |item, _| !catalogue.items.contains_key(item)).collect();
                gone.into_iter().try_for_each(|(_, number)| self.remove_item(number))?;
            }
            _ => {}
        }
        Ok(())
    }

    /// The revision of a record now.
    pub(crate) fn revision(&self, key: &RecordKey) -> Result<i64> {
        match self.revised.get(key) {
            Some(revision) => Ok(*revision),
            None => revision(self.conn, self.book, key),
        }
    }

    /// Notes the device's number and the request that the commit answers.
    fn note_sender(&self, commit: &Commit) -> Result<()> {
        let header = commit.header();
        self.conn
            .prepare_cached(
                "INSERT INTO devices (book_no, device, last, seq) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (book_no, device) DO UPDATE SET last = excluded.last, seq = excluded.seq
                 WHERE excluded.last > last",
            )?
            .execute(params![self.book, header.device.uuid().as_bytes(), sql::number(header.device_seq)?, self.seq])?;
        if let Some(request) = header.request {
            self.conn
                .prepare_cached("INSERT OR IGNORE INTO requests (book_no, request, seq) VALUES (?1, ?2, ?3)")?
                .execute(params![self.book, request.uuid().as_bytes(), self.seq])?;
        }
        Ok(())
    }

    /// Writes what the commits come to: the structure, the rollups and the head. Answers with what may
    /// be remembered once the transaction is through.
    pub(crate) fn finish(mut self) -> Result<Finished> {
        let restructured = !Arc::ptr_eq(&self.before, &self.now);
        if restructured {
            self.keep_structure()?;
        }
        let touched = self.touched.len();
        self.reckon(restructured)?;
        let Head { seq, link, catalogue, dirty_from, .. } = self.head;
        self.conn
            .prepare_cached("UPDATE books SET seq = ?2, link = ?3, catalogue = ?4, dirty_from = ?5 WHERE no = ?1")?
            .execute(params![
                self.book,
                sql::number(seq)?,
                link.as_bytes(),
                sql::number(catalogue)?,
                dirty_from.map(Day::epoch_days)
            ])?;
        if self.erased {
            scrub_later(self.conn)?;
        }
        let restructured = restructured.then(|| Arc::clone(&self.now));
        Ok(Finished { head: self.head, restructured, touched, erased: self.erased })
    }

    fn keep_structure(&self) -> Result<()> {
        let (before, after) = (&self.before.catalogue, &self.now.catalogue);
        for (key, body) in after.differences_from(before) {
            structure::keep_record(self.conn, self.book, &key, body.as_ref())?;
        }
        for (key, revision) in &self.revised {
            structure::keep_revision(self.conn, self.book, key, *revision)?;
        }
        let gone = before.merits.keys().filter(|merit| !after.merits.contains_key(merit));
        for merit in gone {
            self.conn
                .prepare_cached("DELETE FROM verdicts WHERE book_no = ?1 AND merit = ?2")?
                .execute(params![self.book, merit.uuid().as_bytes()])?;
        }
        let gone = before.reminders.keys().filter(|reminder| !after.reminders.contains_key(reminder));
        for reminder in gone {
            claims::forget(self.conn, self.book, *reminder)?;
        }
        Ok(())
    }

    fn reckon(&mut self, restructured: bool) -> Result<()> {
        let all = restructured && !counts_alike(self.conn, self.book, &self.before.catalogue, &self.now.catalogue)?;
        self.touched.sort_unstable();
        self.touched.dedup();
        let mut reckoning = Reckoning { conn: self.conn, structure: &self.now, memory: self.memory };
        if all { reckoning.all() } else { reckoning.days(&self.touched) }
    }
}

/// What a transaction made of a book.
pub(crate) struct Finished {
    pub(crate) head: Head,
    /// Its structure, where that was changed.
    pub(crate) restructured: Option<Arc<Structure>>,
    /// How many entries and marks of days were written.
    pub(crate) touched: usize,
    /// Whether what was deleted must leave the file for good.
    pub(crate) erased: bool,
}

fn make_book(conn: &Connection, owner: UserId) -> Result<i64> {
    conn.prepare_cached("INSERT INTO books (owner, seq, link, catalogue) VALUES (?1, 0, ?2, 0)")?
        .execute(params![owner.uuid().as_bytes(), Digest::ZERO.as_bytes()])?;
    let book = conn.last_insert_rowid();
    check_book(book)?;
    Ok(book)
}
