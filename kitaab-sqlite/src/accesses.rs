//! The access log: who else read in a book.

use std::collections::{BTreeSet, HashSet};
use std::sync::{Mutex, PoisonError};

use kitaab_core::{Catalogue, Day, DeedId, ItemId, Timestamp, UserId};
use kitaab_store::{AccessPlace, Context, LoggedAccess, Page, Sight, check_limit};
use rusqlite::{Connection, params};

use crate::error::Result;
use crate::sql;
use crate::writing::find_book;

/// That somebody read in a book which is not theirs.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Reading {
    owner: UserId,
    reader: UserId,
    day: Day,
    deeds: BTreeSet<DeedId>,
}

impl Reading {
    /// What is to be noted of reading the entries of some items; none if the owner reads.
    pub(crate) fn of(ctx: &Context, sight: &Sight, items: &[ItemId]) -> Result<Option<Self>> {
        let Sight::Part(view) = sight else { return Ok(None) };
        let deeds = sight.deeds_read(items);
        if deeds.is_empty() {
            return Ok(None);
        }
        let Catalogue { owner, ref settings, .. } = view.catalogue;
        Ok(Some(Self { owner, reader: ctx.actor, day: settings.today(ctx.now)?, deeds }))
    }

    /// Notes it, where it does not stand there yet. Says whether anything was written.
    pub(crate) fn note(&self, conn: &Connection, at: Timestamp) -> Result<bool> {
        let Some((book, _)) = find_book(conn, self.owner)? else { return Ok(false) };
        let mut note = conn.prepare_cached(
            "INSERT OR IGNORE INTO access_log (book_no, day, reader, deed, first_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        let mut written = 0;
        for deed in &self.deeds {
            let (day, reader, deed) = (self.day.epoch_days(), self.reader.uuid(), deed.uuid());
            written += note.execute(params![book, day, reader.as_bytes(), deed.as_bytes(), at.micros()])?;
        }
        Ok(written > 0)
    }
}

/// How many readings are remembered as noted.
const REMEMBERED: usize = 10_000;

/// The readings that were noted lately, so that reading again costs no write.
#[derive(Debug, Default)]
pub(crate) struct Noted(Mutex<HashSet<Reading>>);

impl Noted {
    /// Whether it was not noted yet, as far as is remembered; remembers it.
    pub(crate) fn is_new(&self, reading: &Reading) -> bool {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if noted.len() >= REMEMBERED {
            noted.clear();
        }
        noted.insert(reading.clone())
    }

    /// Forgets all: what was noted may be gone.
    pub(crate) fn forget(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// A page of the log: newest day first, and by reader and deed within a day.
pub(crate) fn accesses(
    conn: &Connection,
    book: i64,
    after: Option<AccessPlace>,
    limit: u32,
) -> Result<Page<LoggedAccess, AccessPlace>> {
    let limit = check_limit(limit)?;
    let (day, reader, deed) = match after {
        Some((day, reader, deed)) => (i64::from(day.epoch_days()), reader.uuid(), deed.uuid()),
        None => (i64::MAX, uuid::Uuid::nil(), uuid::Uuid::nil()),
    };
    let mut statement = conn.prepare_cached(
        "SELECT day, reader, deed, first_at FROM access_log
         WHERE book_no = ?1 AND (day < ?2 OR (day = ?2 AND (reader, deed) > (?3, ?4)))
         ORDER BY day DESC, reader, deed LIMIT ?5",
    )?;
    let asked = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    let mut found = statement.query(params![book, day, reader.as_bytes(), deed.as_bytes(), asked])?;
    let mut rows = Vec::new();
    while let Some(row) = found.next()? {
        rows.push(LoggedAccess {
            reader: sql::id(row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?)?,
            deed: sql::id(row.get_ref(2)?.as_blob().map_err(rusqlite::Error::from)?)?,
            day: sql::day(row.get(0)?)?,
            first_at: Timestamp::from_micros(row.get(3)?),
        });
    }
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|row| (row.day, row.reader, row.deed));
    Ok(Page { rows, next })
}
