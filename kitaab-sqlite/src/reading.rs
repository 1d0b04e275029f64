//! Reading a book: each read sees one consistent state.

use std::collections::BTreeMap;
use std::sync::Arc;

use kitaab_core::{Catalogue, Day, DayRange, DeviceId, Entry, ItemId, RecordKey, Records, RequestId, Series, UserId};
use kitaab_store::Head;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::applying::{answered, last_of_device};
use crate::connection::Place;
use crate::counts::Counts;
use crate::entries::has_entries;
use crate::entries::value;
use crate::error::Result;
use crate::revisions::revision;
use crate::schema;
use crate::sql;
use crate::structure::{Memory, Structure, item_number};
use crate::texts::{note, note_id};
use crate::workers::Worker;
use crate::writing::find_book;

/// A connection, and what it remembers.
#[derive(Debug)]
pub(crate) struct Reader {
    place: Place,
    /// None until the first question, and after one that panicked.
    conn: Option<Connection>,
    memory: Memory,
}

impl Reader {
    pub(crate) fn new(place: Place) -> Self {
        Self { place, conn: None, memory: Memory::default() }
    }

    /// Answers from one consistent state of the file.
    pub(crate) fn read<T>(&mut self, answer: impl FnOnce(&mut Snapshot<'_>) -> Result<T>) -> Result<T> {
        let conn = match self.conn.take() {
            Some(conn) => conn,
            None => self.place.open_reader()?,
        };
        read(self.conn.insert(conn), &mut self.memory, answer)
    }
}

impl Worker for Reader {
    fn recover(&mut self) {
        self.conn = None;
        self.memory.forget();
    }
}

/// Answers from one consistent state of the file.
pub(crate) fn read<T>(
    conn: &Connection,
    memory: &mut Memory,
    answer: impl FnOnce(&mut Snapshot<'_>) -> Result<T>,
) -> Result<T> {
    let tx = conn.unchecked_transaction()?;
    schema::check(&tx)?;
    let answer = answer(&mut Snapshot { conn: &tx, memory })?;
    tx.finish()?;
    Ok(answer)
}

/// One state of the file.
pub(crate) struct Snapshot<'a> {
    pub(crate) conn: &'a Connection,
    pub(crate) memory: &'a mut Memory,
}

impl Snapshot<'_> {
    /// Answers from a book, or, where there is none, as an empty one does.
    pub(crate) fn book<T>(
        &mut self,
        owner: UserId,
        empty: impl FnOnce() -> T,
        answer: impl FnOnce(&mut Self, i64, Head) -> Result<T>,
    ) -> Result<T> {
        match find_book(self.conn, owner)? {
            Some((book, head)) => answer(self, book, head),
            None => Ok(empty()),
        }
    }

    /// Answers with a book's structure at hand.
    pub(crate) fn structured<T>(
        &mut self,
        owner: UserId,
        empty: impl FnOnce() -> T,
        answer: impl FnOnce(&mut Self, &Structure) -> Result<T>,
    ) -> Result<T> {
        self.book(owner, empty, |snapshot, book, head| {
            let structure = snapshot.memory.structure(snapshot.conn, owner, book, head.catalogue)?;
            answer(snapshot, &structure)
        })
    }

    pub(crate) fn owners(&self) -> Result<Vec<UserId>> {
        let mut statement = self.conn.prepare_cached("SELECT owner FROM books WHERE seq > 0 ORDER BY owner")?;
        let mut rows = statement.query([])?;
        let mut owners = Vec::new();
        while let Some(row) = rows.next()? {
            owners.push(sql::id(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?)?);
        }
        Ok(owners)
    }

    pub(crate) fn catalogue(&mut self, owner: UserId) -> Result<Catalogue> {
        let empty = || Arc::new(Catalogue::new(owner));
        let catalogue = self.structured(owner, empty, |_, structure| Ok(Arc::clone(&structure.catalogue)))?;
        Ok(Arc::unwrap_or_clone(catalogue))
    }

    pub(crate) fn device_seq(&mut self, owner: UserId, device: DeviceId) -> Result<u64> {
        self.book(owner, || 0, |snapshot, book, _| Ok(last_of_device(snapshot.conn, book, device.uuid())?.0))
    }

    pub(crate) fn answered(&mut self, actor: UserId, owner: UserId, request: RequestId) -> Result<Option<u64>> {
        self.book(
            owner,
            || None,
            |snapshot, book, _| {
                let before = answered(snapshot.conn, book, request)?;
                Ok(before.filter(|before| before.commit.header().actor() == actor).map(|before| before.seq))
            },
        )
    }

    pub(crate) fn revision(&mut self, owner: UserId, key: &RecordKey) -> Result<u64> {
        self.book(owner, || 0, |snapshot, book, _| sql::seq(revision(snapshot.conn, book, key)?))
    }

    pub(crate) fn entry(&mut self, owner: UserId, item: ItemId, day: Day) -> Result<Option<Entry>> {
        self.book(
            owner,
            || None,
            |snapshot, book, _| {
                let Some(number) = item_number(snapshot.conn, book, item)? else { return Ok(None) };
                let found = snapshot
                    .conn
                    .prepare_cached("SELECT value, scale_no, noted, seq FROM entries WHERE item_no = ?1 AND day = ?2")?
                    .query_row(params![number, day.epoch_days()], Cells::of)
                    .optional()?;
                found.map(|cells| snapshot.entry_of(book, (item, number), day, cells)).transpose()
            },
        )
    }

    /// An entry from its columns, with its note.
    pub(crate) fn entry_of(&mut self, book: i64, item: (ItemId, i64), day: Day, cells: Cells) -> Result<Entry> {
        let scale = cells.scale.map(|number| self.memory.scale(self.conn, number)).transpose()?;
        let note = if cells.noted { Some(note(self.conn, note_id(book, day, item.1))?) } else { None };
        Ok(Entry::new(item.0, day, value(cells.value, scale)?, note, sql::seq(cells.seq)?))
    }

    pub(crate) fn has_entries(&mut self, owner: UserId, items: &[ItemId]) -> Result<bool> {
        self.structured(
            owner,
            || false,
            |snapshot, structure| has_entries(snapshot.conn, items.iter().filter_map(|item| structure.items.get(item))),
        )
    }

    pub(crate) fn records(&mut self, owner: UserId, items: &[ItemId], days: DayRange) -> Result<Records> {
        let empty = || Records::new(days, BTreeMap::new(), Vec::new());
        self.structured(owner, empty, |snapshot, structure| {
            let mut all = BTreeMap::new();
            for item in items {
                let Some(number) = structure.items.get(item) else { continue };
                let series = snapshot.series(*number, days)?;
                if !series.is_empty() {
                    all.insert(*item, series);
                }
            }
            let logged = "SELECT day FROM days WHERE book_no = ?1 AND day BETWEEN ?2 AND ?3 ORDER BY day";
            Ok(Records::new(days, all, snapshot.days(logged, structure.book, days)?))
        })
    }

    fn series(&mut self, item: i64, days: DayRange) -> Result<Series> {
        let mut series = Series::empty_count();
        let sql = "SELECT day, value, scale_no FROM entries WHERE item_no = ?1 AND day BETWEEN ?2 AND ?3 ORDER BY day";
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query(params![item, days.first().epoch_days(), days.last().epoch_days()])?;
        // The versions of a scale change seldom: the one of the row before is at hand.
        let mut last = None;
        while let Some(row) = rows.next()? {
            let number: Option<i64> = row.get(2)?;
            let scale = match (number, last) {
                (None, _) => None,
                (Some(number), Some((known, scale))) if number == known => Some(scale),
                (Some(number), _) => {
                    let scale = self.memory.scale(self.conn, number)?;
                    last = Some((number, scale));
                    Some(scale)
                }
            };
            series.push(sql::day(row.get(0)?)?, value(row.get(1)?, scale)?)?;
        }
        Ok(series)
    }

    pub(crate) fn reviewed(&mut self, owner: UserId, days: DayRange) -> Result<Vec<Day>> {
        let sql = "SELECT day FROM reviewed WHERE book_no = ?1 AND day BETWEEN ?2 AND ?3 AND reviewed ORDER BY day";
        self.book(owner, Vec::new, |snapshot, book, _| snapshot.days(sql, book, days))
    }

    fn days(&self, sql: &str, book: i64, days: DayRange) -> Result<Vec<Day>> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query(params![book, days.first().epoch_days(), days.last().epoch_days()])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(sql::day(row.get(0)?)?);
        }
        Ok(found)
    }

    pub(crate) fn counts(&mut self, counts: &Counts, owner: UserId, item: ItemId) -> Result<BTreeMap<Day, u32>> {
        self.structured(owner, BTreeMap::new, |snapshot, structure| match structure.items.get(&item) {
            Some(number) => counts.of_item(snapshot.conn, *number),
            None => Ok(BTreeMap::new()),
        })
    }
}

/// An entry's columns: value, scale version, noted, revision.
#[derive(Clone, Copy)]
pub(crate) struct Cells {
    value: i64,
    scale: Option<i64>,
    noted: bool,
    seq: i64,
}

impl Cells {
    /// From the first four columns of a row.
    pub(crate) fn of(row: &Row<'_>) -> rusqlite::Result<Self> {
        let noted: Option<bool> = row.get(2)?;
        Ok(Self { value: row.get(0)?, scale: row.get(1)?, noted: noted.unwrap_or(false), seq: row.get(3)? })
    }
}
