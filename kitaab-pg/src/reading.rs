//! Reading a book: each question is one function of the database, and sees one consistent state.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use kitaab_core::{
    Amount, Catalogue, Day, DayRange, DeviceId, Entry, ItemId, Note, RecordKey, Records, RequestId, ScaleId,
    ScaleValueRef, Series, Total, UserId, Value,
};
use kitaab_store::{CategoryRollup, DayRollup, Head};
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row as _};
use uuid::Uuid;

use crate::connection::Question;
use crate::error::{Fault, Result};
use crate::key::Key;
use crate::store::Server;
use crate::structure::Known;
use crate::working::nothing;
use crate::{ledger, sql, structure};

/// An entry's value from its columns.
pub(crate) fn value(value: i64, scale: Option<Uuid>) -> Result<Value> {
    Ok(match scale {
        Some(scale) => Value::Scale(ScaleValueRef { scale: ScaleId::new(scale), position: sql::small(value)? }),
        None => Value::Count(
            Amount::from_hundredths(value).map_err(|_| Fault::corrupt("an entry's amount is out of its range"))?,
        ),
    })
}

/// An entry from the columns value, scale, revision and note, which begin at `at`.
pub(crate) fn entry(row: &PgRow, at: usize, item: ItemId, day: Day) -> Result<Entry> {
    let note: Option<String> = row.try_get(at + 3)?;
    let note = note.map(Note::new).transpose().map_err(|_| Fault::corrupt("a note breaks its rules"))?;
    let revision = sql::seq(row.try_get::<i32, _>(at + 2)?)?;
    Ok(Entry::new(item, day, value(row.try_get(at)?, row.try_get(at + 1)?)?, note, revision))
}

/// A span's first and last day, to bind.
pub(crate) fn ends(days: DayRange) -> (NaiveDate, NaiveDate) {
    (days.first().date(), days.last().date())
}

/// A question about a book: who asks, and whose book it is.
pub(crate) fn about(sql: &'static str, actor: UserId, owner: UserId) -> Question<'static> {
    // Within a transaction that may go through a pooler a statement has no name; elsewhere `Connections` gives it one.
    sqlx::query(sql).persistent(false).bind(actor.uuid()).bind(owner.uuid())
}

impl Server {
    pub(crate) async fn head(&self, actor: UserId, owner: UserId) -> Result<Head> {
        let sql = "SELECT seq, link, catalogue, dirty_from, begun FROM kitaab.head($1, $2)";
        let rows = self.answers(about(sql, actor, owner)).await?;
        rows.first().map_or(Ok(Head::NEW), ledger::head)
    }

    pub(crate) async fn owners(&self) -> Result<Vec<UserId>> {
        let rows = self.answers(sqlx::query("SELECT kitaab.owners()")).await?;
        rows.iter().map(|row| Ok(UserId::new(row.try_get(0)?))).collect()
    }

    /// The catalogue as it is now; it is handed over only where it is not known already.
    pub(crate) async fn catalogue(&self, actor: UserId, owner: UserId) -> Result<Known<Catalogue>> {
        let known = self.known_or_nothing(owner);
        let row = self.answer(about(STRUCTURE, actor, owner).bind(known.mark)).await?;
        self.taken_in(owner, known, &row)
    }

    /// The same within a transaction.
    pub(crate) async fn catalogue_within(
        &self,
        conn: &mut PgConnection,
        actor: UserId,
        owner: UserId,
    ) -> Result<Arc<Catalogue>> {
        let known = self.known_or_nothing(owner);
        let row = about(STRUCTURE, actor, owner).bind(known.mark).fetch_one(conn).await?;
        Ok(self.taken_in(owner, known, &row)?.structure)
    }

    fn known_or_nothing(&self, owner: UserId) -> Known<Catalogue> {
        self.memory().known(owner).unwrap_or_else(|| Known::new(0, 0, nothing(owner)))
    }

    fn taken_in(&self, owner: UserId, known: Known<Catalogue>, row: &PgRow) -> Result<Known<Catalogue>> {
        let Some(begun) = row.try_get::<Option<i64>, _>(1)? else { return Ok(known) };
        let (version, bodies): (i64, Option<Vec<Vec<u8>>>) = (row.try_get(0)?, row.try_get(2)?);
        let structure = structure::read(owner, version, &bodies.unwrap_or_default())?;
        let known = Known::new(begun, version, Arc::new(structure));
        self.memory().remember(&known);
        Ok(known)
    }

    pub(crate) async fn device_seq(&self, actor: UserId, owner: UserId, device: DeviceId) -> Result<u64> {
        let sql = "SELECT kitaab.device_seq($1, $2, $3)";
        let row = self.answer(about(sql, actor, owner).bind(device.uuid())).await?;
        sql::seq(row.try_get::<i64, _>(0)?)
    }

    pub(crate) async fn answered(&self, actor: UserId, owner: UserId, request: RequestId) -> Result<Option<u64>> {
        let sql = "SELECT kitaab.answered($1, $2, $3)";
        let row = self.answer(about(sql, actor, owner).bind(request.uuid())).await?;
        row.try_get::<Option<i64>, _>(0)?.map(sql::seq).transpose()
    }

    pub(crate) async fn revision(&self, actor: UserId, owner: UserId, key: &RecordKey) -> Result<u64> {
        let (sql, key) = ("SELECT kitaab.revision($1, $2, $3, $4, $5)", Key::from(key));
        let question = about(sql, actor, owner).bind(key.kind).bind(key.id).bind(key.day);
        sql::seq(self.answer(question).await?.try_get::<i64, _>(0)?)
    }

    pub(crate) async fn entry(&self, actor: UserId, owner: UserId, item: ItemId, day: Day) -> Result<Option<Entry>> {
        let sql = "SELECT value, scale, seq, note FROM kitaab.entry($1, $2, $3, $4)";
        let rows = self.answers(about(sql, actor, owner).bind(item.uuid()).bind(day.date())).await?;
        rows.first().map(|row| entry(row, 0, item, day)).transpose()
    }

    pub(crate) async fn has_entries(&self, actor: UserId, owner: UserId, items: &[ItemId]) -> Result<bool> {
        let items = ids(items);
        let sql = "SELECT kitaab.has_entries($1, $2, $3)";
        Ok(self.answer(about(sql, actor, owner).bind(&items)).await?.try_get(0)?)
    }

    pub(crate) async fn records(
        &self,
        actor: UserId,
        owner: UserId,
        items: &[ItemId],
        days: DayRange,
    ) -> Result<Records> {
        records_told(&self.answers(records_asked(actor, owner, items, days)).await?, days)
    }

    pub(crate) async fn reviewed(&self, actor: UserId, owner: UserId, days: DayRange) -> Result<Vec<Day>> {
        let (first, last) = ends(days);
        let sql = "SELECT kitaab.reviewed_days($1, $2, $3, $4)";
        let rows = self.answers(about(sql, actor, owner).bind(first).bind(last)).await?;
        rows.iter().map(|row| sql::day(row.try_get(0)?)).collect()
    }

    pub(crate) async fn rollups(&self, actor: UserId, owner: UserId, days: DayRange) -> Result<Vec<DayRollup>> {
        let (first, last) = ends(days);
        let sql = "SELECT day, reviewed, entries, hasanaat_counted, hasanaat_total, hasanaat_scored, hasanaat_score,
                          saiyyiaat_counted, saiyyiaat_total, saiyyiaat_scored, saiyyiaat_score
                   FROM kitaab.rollups($1, $2, $3, $4)";
        let rows = self.answers(about(sql, actor, owner).bind(first).bind(last)).await?;
        rows.iter().map(rollup).collect()
    }

    /// The counts of an item by day: make-ups, or fidya, by their kind.
    pub(crate) async fn counts(
        &self,
        actor: UserId,
        owner: UserId,
        item: ItemId,
        kind: i16,
    ) -> Result<BTreeMap<Day, u32>> {
        let sql = "SELECT day, count FROM kitaab.counts($1, $2, $3, $4)";
        let rows = self.answers(about(sql, actor, owner).bind(item.uuid()).bind(kind)).await?;
        let count = |row: &PgRow| Ok((sql::day(row.try_get(0)?)?, sql::small(row.try_get::<i64, _>(1)?)?));
        rows.iter().map(count).collect()
    }
}

/// The question for the records of some items.
pub(crate) fn records_asked(actor: UserId, owner: UserId, items: &[ItemId], days: DayRange) -> Question<'static> {
    let (first, last) = ends(days);
    let sql = "SELECT item, days, amounts, scale_nos, scales FROM kitaab.records($1, $2, $3, $4, $5)";
    about(sql, actor, owner).bind(ids(items)).bind(first).bind(last)
}

/// The records that were asked for: a row for each item, and one of the logged days.
pub(crate) fn records_told(rows: &[PgRow], days: DayRange) -> Result<Records> {
    let Some((logged, rows)) = rows.split_last() else {
        return Ok(Records::new(days, BTreeMap::new(), Vec::new()));
    };
    let scales = logged.try_get::<Option<Vec<Uuid>>, _>(4)?.unwrap_or_default();
    let mut all = BTreeMap::new();
    for row in rows {
        all.insert(ItemId::new(row.try_get(0)?), series(row, |number| numbered(&scales, number))?);
    }
    let logged = logged.try_get::<Option<Vec<NaiveDate>>, _>(1)?.unwrap_or_default();
    Ok(Records::new(days, all, logged.into_iter().map(sql::day).collect::<Result<_>>()?))
}

/// The scale version with a number: they are given from 1 on without gaps.
fn numbered(scales: &[Uuid], number: i16) -> Option<Uuid> {
    scales.get(usize::try_from(number - 1).ok()?).copied()
}

const STRUCTURE: &str = "SELECT version, begun, bodies FROM kitaab.structure($1, $2, $3)";

pub(crate) fn ids(items: &[ItemId]) -> Vec<Uuid> {
    items.iter().map(|item| item.uuid()).collect()
}

/// The series in a row of days, values and the numbers of their scale versions.
pub(crate) fn series(row: &PgRow, scale: impl Fn(i16) -> Option<Uuid>) -> Result<Series> {
    let days: Vec<NaiveDate> = row.try_get(1)?;
    let (values, numbers): (Vec<i64>, Vec<i16>) = (row.try_get(2)?, row.try_get(3)?);
    let mut series = Series::empty_count();
    for ((day, amount), number) in days.into_iter().zip(values).zip(numbers) {
        let unknown = || Fault::corrupt("an entry names a scale version that is not there");
        let scale = if number == 0 { None } else { Some(scale(number).ok_or_else(unknown)?) };
        series.push(sql::day(day)?, value(amount, scale)?)?;
    }
    Ok(series)
}

fn rollup(row: &PgRow) -> Result<DayRollup> {
    let mut rollup = DayRollup::new(sql::day(row.try_get(0)?)?);
    rollup.reviewed = row.try_get(1)?;
    rollup.entries = sql::small(row.try_get::<i32, _>(2)?)?;
    rollup.hasanaat = figures(row, 3)?;
    rollup.saiyyiaat = figures(row, 7)?;
    Ok(rollup)
}

fn figures(row: &PgRow, column: usize) -> Result<CategoryRollup> {
    let total: i64 = row.try_get(column + 1)?;
    Ok(CategoryRollup {
        counted: sql::small(row.try_get::<i32, _>(column)?)?,
        total: Total::new(total.into()),
        scored: sql::small(row.try_get::<i32, _>(column + 2)?)?,
        score: row.try_get(column + 3)?,
    })
}
