//! The daily rollups, reckoned anew for the days that a commit touches.

use std::collections::{BTreeMap, HashMap};

use kitaab_core::{Catalogue, Category, Day, DayRange, ScaleId, ScaleValueRef, Total, Value};
use kitaab_store::{CategoryRollup, DayRollup, counted_as};
use rusqlite::{CachedStatement, Connection, OptionalExtension, Row, params};

use crate::entries::amount;
use crate::error::{Fault, Result};
use crate::sql;
use crate::structure::{Memory, Structure, scale_number};

/// Looking up one entry costs about as much as reading so many that lie in a row.
const SEEK: usize = 4;

/// Reckons days anew from the entries and the reviewed days of a book.
pub(crate) struct Reckoning<'a> {
    pub(crate) conn: &'a Connection,
    pub(crate) structure: &'a Structure,
    pub(crate) memory: &'a mut Memory,
}

impl Reckoning<'_> {
    /// Reckons some days; they rise, each once.
    pub(crate) fn days(&mut self, days: &[Day]) -> Result<()> {
        let (Some(first), Some(last)) = (days.first(), days.last()) else { return Ok(()) };
        let span = DayRange::new(*first, *last)?;
        let mut keep = Keeping::new(self.conn, self.structure.book)?;
        if days.len() == 1 || days.len() * self.structure.items.len() * SEEK <= self.entries_within(span)? {
            for day in days {
                let rollup = self.one_by_one(*day)?;
                keep.keep(&rollup)?;
            }
        } else {
            let rollups = self.in_a_row(span)?;
            for day in days {
                keep.keep(rollups.get(day).unwrap_or(&DayRollup::new(*day)))?;
            }
        }
        Ok(())
    }

    /// Reckons all days of the book.
    pub(crate) fn all(&mut self) -> Result<()> {
        self.conn.prepare_cached("DELETE FROM days WHERE book_no = ?1")?.execute([self.structure.book])?;
        let mut keep = Keeping::new(self.conn, self.structure.book)?;
        self.in_a_row(DayRange::ALL)?.values().try_for_each(|rollup| keep.keep(rollup))
    }

    /// About how many entries there are within a span: as the rollups have it so far.
    fn entries_within(&self, span: DayRange) -> Result<usize> {
        let sql = "SELECT coalesce(sum(entries), 0) FROM days WHERE book_no = ?1 AND day BETWEEN ?2 AND ?3";
        let (first, last) = (span.first().epoch_days(), span.last().epoch_days());
        let entries =
            self.conn.prepare_cached(sql)?.query_row(params![self.structure.book, first, last], |row| row.get(0))?;
        sql::small(entries)
    }

    /// One day, looked up item by item.
    fn one_by_one(&mut self, day: Day) -> Result<DayRollup> {
        let mut rollup = DayRollup::new(day);
        let reviewed = "SELECT reviewed FROM reviewed WHERE book_no = ?1 AND day = ?2";
        let mut reviewed = self.conn.prepare_cached(reviewed)?;
        rollup.reviewed = reviewed
            .query_row(params![self.structure.book, day.epoch_days()], |row| row.get(0))
            .optional()?
            .unwrap_or(false);
        // The order of the join is given: by the small table of items, and not through all entries.
        let mut entries = self.conn.prepare_cached(
            "SELECT items.id, entries.value, entries.scale_no FROM items CROSS JOIN entries
             ON entries.item_no = items.no AND entries.day = ?2 WHERE items.book_no = ?1",
        )?;
        let mut rows = entries.query(params![self.structure.book, day.epoch_days()])?;
        let mut scores = Scores::default();
        while let Some(row) = rows.next()? {
            let item = sql::id(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?)?;
            let counted = counted_as(&self.structure.catalogue, item);
            let (value, score) =
                scores.value(self.conn, self.memory, &self.structure.catalogue, row.get(1)?, row.get(2)?)?;
            rollup.add(counted.unwrap_or(Category::Hasanaat), value, score, counted.is_some());
        }
        Ok(rollup)
    }

    /// All days of a span, in one pass over the entries of each item.
    fn in_a_row(&mut self, span: DayRange) -> Result<BTreeMap<Day, DayRollup>> {
        let (first, last) = (span.first().epoch_days(), span.last().epoch_days());
        // Indexed by day, since the rows of one item after the other don't come in the order of days.
        let mut rollups: Vec<Option<DayRollup>> = vec![None; span.count()];
        let mut on = |day: Day, count: &mut dyn FnMut(&mut DayRollup)| -> Result<()> {
            let place: usize = sql::small(day.since(span.first()).into())?;
            let slot = rollups.get_mut(place).ok_or_else(|| Fault::corrupt("a day outside of its span"))?;
            count(slot.get_or_insert_with(|| DayRollup::new(day)));
            Ok(())
        };
        let reviewed = "SELECT day FROM reviewed WHERE book_no = ?1 AND day BETWEEN ?2 AND ?3 AND reviewed";
        let mut reviewed = self.conn.prepare_cached(reviewed)?;
        let mut rows = reviewed.query(params![self.structure.book, first, last])?;
        while let Some(row) = rows.next()? {
            on(sql::day(row.get(0)?)?, &mut |rollup| rollup.reviewed = true)?;
        }
        let entries = "SELECT day, value, scale_no FROM entries WHERE item_no = ?1 AND day BETWEEN ?2 AND ?3";
        let mut entries = self.conn.prepare_cached(entries)?;
        let mut scores = Scores::default();
        for (item, number) in &self.structure.items {
            let counted = counted_as(&self.structure.catalogue, *item);
            let mut rows = entries.query(params![number, first, last])?;
            while let Some(row) = rows.next()? {
                let (value, score) =
                    scores.value(self.conn, self.memory, &self.structure.catalogue, row.get(1)?, row.get(2)?)?;
                on(sql::day(row.get(0)?)?, &mut |rollup| {
                    rollup.add(counted.unwrap_or(Category::Hasanaat), value, score, counted.is_some());
                })?;
            }
        }
        Ok(rollups.into_iter().flatten().map(|rollup| (rollup.day, rollup)).collect())
    }
}

/// The scores of scale versions, looked up once.
#[derive(Default)]
struct Scores {
    versions: HashMap<i64, (ScaleId, Vec<i32>)>,
}

impl Scores {
    /// An entry's value from its columns, and its score: 0 for an amount, and where the scale is gone.
    fn value(
        &mut self,
        conn: &Connection,
        memory: &mut Memory,
        catalogue: &Catalogue,
        value: i64,
        scale: Option<i64>,
    ) -> Result<(Value, i32)> {
        let Some(number) = scale else { return Ok((Value::Count(amount(value)?), 0)) };
        let (scale, scores) = match self.versions.entry(number) {
            std::collections::hash_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::hash_map::Entry::Vacant(slot) => {
                let id = memory.scale(conn, number)?;
                slot.insert((id, scores_of(catalogue, id)))
            }
        };
        let position: u8 = sql::small(value)?;
        let score = scores.get(usize::from(position)).copied().unwrap_or(0);
        Ok((Value::Scale(ScaleValueRef { scale: *scale, position }), score))
    }
}

fn scores_of(catalogue: &Catalogue, scale: ScaleId) -> Vec<i32> {
    catalogue.scales.get(&scale).map_or_else(Vec::new, |scale| scale.values.iter().map(|value| value.score).collect())
}

/// Whether two catalogues count the entries that there are in the same way, so that days that a
/// commit did not touch come to the same.
pub(crate) fn counts_alike(conn: &Connection, book: i64, before: &Catalogue, after: &Catalogue) -> Result<bool> {
    // An item that is only in one of them has its own days touched, if it has any.
    let both = before.items.keys().filter(|item| after.items.contains_key(item));
    if both.clone().any(|item| counted_as(before, *item) != counted_as(after, *item)) {
        return Ok(false);
    }
    for scale in before.scales.keys().chain(after.scales.keys()) {
        if scores_of(before, *scale) != scores_of(after, *scale) && scale_number(conn, book, *scale)?.is_some() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Writes rollups.
struct Keeping<'a> {
    book: i64,
    put: CachedStatement<'a>,
    remove: CachedStatement<'a>,
}

impl<'a> Keeping<'a> {
    fn new(conn: &'a Connection, book: i64) -> Result<Self> {
        let put = conn
            .prepare_cached("INSERT OR REPLACE INTO days VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)")?;
        let remove = conn.prepare_cached("DELETE FROM days WHERE book_no = ?1 AND day = ?2")?;
        Ok(Self { book, put, remove })
    }

    fn keep(&mut self, rollup: &DayRollup) -> Result<()> {
        let day = rollup.day.epoch_days();
        if !rollup.is_logged() {
            self.remove.execute(params![self.book, day])?;
            return Ok(());
        }
        let (good, bad) = (&rollup.hasanaat, &rollup.saiyyiaat);
        self.put.execute(params![
            self.book,
            day,
            rollup.reviewed,
            rollup.entries,
            good.counted,
            hundredths(good.total)?,
            good.scored,
            good.score,
            bad.counted,
            hundredths(bad.total)?,
            bad.scored,
            bad.score,
        ])?;
        Ok(())
    }
}

fn hundredths(total: Total) -> Result<i64> {
    i64::try_from(total.hundredths()).map_err(|_| Fault::corrupt("a day's total is out of its range"))
}

/// The rollups of a book within a span, by rising day.
pub(crate) fn rollups(conn: &Connection, book: i64, span: DayRange) -> Result<Vec<DayRollup>> {
    let sql = "SELECT day, reviewed, entries,
                      hasanaat_counted, hasanaat_total, hasanaat_scored, hasanaat_score,
                      saiyyiaat_counted, saiyyiaat_total, saiyyiaat_scored, saiyyiaat_score
               FROM days WHERE book_no = ?1 AND day BETWEEN ?2 AND ?3 ORDER BY day";
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(params![book, span.first().epoch_days(), span.last().epoch_days()])?;
    let mut rollups = Vec::new();
    while let Some(row) = rows.next()? {
        let mut rollup = DayRollup::new(sql::day(row.get(0)?)?);
        rollup.reviewed = row.get(1)?;
        rollup.entries = row.get(2)?;
        rollup.hasanaat = figures(row, 3)?;
        rollup.saiyyiaat = figures(row, 7)?;
        rollups.push(rollup);
    }
    Ok(rollups)
}

fn figures(row: &Row<'_>, column: usize) -> Result<CategoryRollup> {
    let total: i64 = row.get(column + 1)?;
    Ok(CategoryRollup {
        counted: row.get(column)?,
        total: Total::new(total.into()),
        scored: row.get(column + 2)?,
        score: row.get(column + 3)?,
    })
}
