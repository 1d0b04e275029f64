//! The structure of a book: its records, the catalogue they make up, and short numbers for items and
//! scale versions.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use kitaab_core::{Catalogue, Change, ItemId, KeyColumns, RecordKey, ScaleId, UserId};
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use crate::error::{Fault, Result};
use crate::sql;
use crate::texts::check_item;

/// How many books a connection remembers.
const REMEMBERED: usize = 64;

/// The catalogue of a book, and the numbers of its items.
#[derive(Clone, Debug)]
pub(crate) struct Structure {
    /// The book's number.
    pub(crate) book: i64,
    pub(crate) catalogue: Arc<Catalogue>,
    /// The items of the catalogue.
    pub(crate) items: BTreeMap<ItemId, i64>,
}

/// What a connection remembers of the books it has seen. What it holds is taken only for the book and
/// the catalogue version that the file has now: another process may have written in between.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    structures: HashMap<UserId, Arc<Structure>>,
    /// The scale versions behind their numbers, and the numbers of a book's scale versions. They hold
    /// as long as the book is there, and numbers are never used again.
    scales: HashMap<i64, ScaleId>,
    scale_numbers: HashMap<(i64, ScaleId), i64>,
}

impl Memory {
    /// The structure of the book with this number, at this version of its catalogue.
    pub(crate) fn structure(
        &mut self,
        conn: &Connection,
        owner: UserId,
        book: i64,
        version: u64,
    ) -> Result<Arc<Structure>> {
        let known = self.structures.get(&owner);
        if let Some(known) = known.filter(|known| known.book == book && known.catalogue.version == version) {
            return Ok(Arc::clone(known));
        }
        let structure = Arc::new(load(conn, owner, book, version)?);
        self.remember(owner, Arc::clone(&structure));
        Ok(structure)
    }

    pub(crate) fn remember(&mut self, owner: UserId, structure: Arc<Structure>) {
        if self.structures.len() >= REMEMBERED && !self.structures.contains_key(&owner) {
            self.structures.clear();
        }
        self.structures.insert(owner, structure);
    }

    pub(crate) fn forget(&mut self) {
        *self = Self::default();
    }

    /// The scale version with a number.
    pub(crate) fn scale(&mut self, conn: &Connection, number: i64) -> Result<ScaleId> {
        if let Some(scale) = self.scales.get(&number) {
            return Ok(*scale);
        }
        let mut statement = conn.prepare_cached("SELECT id FROM scales WHERE no = ?1")?;
        let id = statement.query_row([number], |row| row.get::<_, Vec<u8>>(0)).optional()?;
        let scale = sql::id(&id.ok_or_else(|| Fault::corrupt("an entry names a scale version that is not there"))?)?;
        self.scales.insert(number, scale);
        Ok(scale)
    }

    /// The number of a scale version; gives it one where it has none.
    pub(crate) fn number_scale(&mut self, conn: &Connection, book: i64, scale: ScaleId) -> Result<i64> {
        if let Some(number) = self.scale_numbers.get(&(book, scale)) {
            return Ok(*number);
        }
        let number = match scale_number(conn, book, scale)? {
            Some(number) => number,
            None => {
                conn.prepare_cached("INSERT INTO scales (book_no, id) VALUES (?1, ?2)")?
                    .execute(params![book, scale.uuid().as_bytes()])?;
                conn.last_insert_rowid()
            }
        };
        self.scale_numbers.insert((book, scale), number);
        Ok(number)
    }
}

/// Reads a book's structure.
fn load(conn: &Connection, owner: UserId, book: i64, version: u64) -> Result<Structure> {
    let mut catalogue = Catalogue::new(owner);
    let mut statement = conn.prepare_cached("SELECT body FROM records WHERE book_no = ?1 AND body IS NOT NULL")?;
    let mut rows = statement.query([book])?;
    while let Some(row) = rows.next()? {
        let body = row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?;
        let change: Change =
            minicbor::decode(body).map_err(|error| Fault::corrupt(format!("a record's body: {error}")))?;
        catalogue.apply(&change, version).map_err(|error| Fault::corrupt(format!("a record: {error}")))?;
    }
    catalogue.version = version;
    let mut items = BTreeMap::new();
    let mut statement = conn.prepare_cached("SELECT id, no FROM items WHERE book_no = ?1")?;
    let mut rows = statement.query([book])?;
    while let Some(row) = rows.next()? {
        let item = sql::id(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?)?;
        if catalogue.items.contains_key(&item) {
            items.insert(item, row.get(1)?);
        }
    }
    Ok(Structure { book, catalogue: Arc::new(catalogue), items })
}

/// Keeps a record as a change makes it; none keeps of it that it is gone.
pub(crate) fn keep_record(conn: &Connection, book: i64, key: &RecordKey, body: Option<&Change>) -> Result<()> {
    let (kind, id) = columns(key);
    let Some(body) = body else {
        conn.prepare_cached("UPDATE records SET body = NULL WHERE book_no = ?1 AND kind = ?2 AND id = ?3")?
            .execute(params![book, kind, id])?;
        return Ok(());
    };
    let body = minicbor::to_vec(body).map_err(|error| Fault::corrupt(format!("a record does not encode: {error}")))?;
    conn.prepare_cached(
        "INSERT INTO records (book_no, kind, id, body, revision) VALUES (?1, ?2, ?3, ?4, 0)
         ON CONFLICT (book_no, kind, id) DO UPDATE SET body = excluded.body",
    )?
    .execute(params![book, kind, id, body])?;
    Ok(())
}

/// Keeps a record's revision.
pub(crate) fn keep_revision(conn: &Connection, book: i64, key: &RecordKey, revision: i64) -> Result<()> {
    let (kind, id) = columns(key);
    conn.prepare_cached(
        "INSERT INTO records (book_no, kind, id, body, revision) VALUES (?1, ?2, ?3, NULL, ?4)
         ON CONFLICT (book_no, kind, id) DO UPDATE SET revision = excluded.revision",
    )?
    .execute(params![book, kind, id, revision])?;
    Ok(())
}

/// Takes a record out, with its revision.
pub(crate) fn erase_record(conn: &Connection, book: i64, key: &RecordKey) -> Result<()> {
    let (kind, id) = columns(key);
    conn.prepare_cached("DELETE FROM records WHERE book_no = ?1 AND kind = ?2 AND id = ?3")?
        .execute(params![book, kind, id])?;
    Ok(())
}

/// The number of an item that a book has, or had.
pub(crate) fn item_number(conn: &Connection, book: i64, item: ItemId) -> Result<Option<i64>> {
    number(conn, "SELECT no FROM items WHERE book_no = ?1 AND id = ?2", book, item.uuid())
}

/// The number of an item; gives it one where it has none.
pub(crate) fn number_item(conn: &Connection, book: i64, item: ItemId) -> Result<i64> {
    if let Some(number) = item_number(conn, book, item)? {
        return Ok(number);
    }
    conn.prepare_cached("INSERT INTO items (book_no, id) VALUES (?1, ?2)")?
        .execute(params![book, item.uuid().as_bytes()])?;
    let number = conn.last_insert_rowid();
    check_item(number)?;
    Ok(number)
}

/// The number of a scale version that entries hold, or held, values of.
pub(crate) fn scale_number(conn: &Connection, book: i64, scale: ScaleId) -> Result<Option<i64>> {
    number(conn, "SELECT no FROM scales WHERE book_no = ?1 AND id = ?2", book, scale.uuid())
}

fn number(conn: &Connection, sql: &str, book: i64, id: Uuid) -> Result<Option<i64>> {
    Ok(conn.prepare_cached(sql)?.query_row(params![book, id.as_bytes()], |row| row.get(0)).optional()?)
}

/// The kind and the id that a structural record is kept by.
pub(crate) fn columns(key: &RecordKey) -> (i64, [u8; 16]) {
    let KeyColumns { kind, id, .. } = key.columns();
    (kind.into(), id.into_bytes())
}

/// The key of a structural record from its columns.
pub(crate) fn key(kind: i64, id: Uuid) -> Result<RecordKey> {
    let kind = u8::try_from(kind).map_err(|_| Fault::corrupt(format!("a record of the unknown kind {kind}")))?;
    Ok(RecordKey::from_columns(kind, id)?)
}
