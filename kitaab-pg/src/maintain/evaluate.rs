//! The verdicts of a day, for all books.
//!
//! Workers take some books at a time off a list in the database, which none of them waits for: what one has taken the others
//! pass over, and so they do, until the others are done, with books that somebody else holds. A batch is one transaction that
//! holds its books: what is read is what the verdicts are recorded for. Cut short, a batch is back on the list.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use kitaab_core::{Catalogue, Day, DayRange, Evaluator, ItemId, Merit, Outcome, Records, Series, UserId, items_read};
use kitaab_store::StoreError;
use serde::Serialize;
use sqlx::postgres::PgRow;
use sqlx::{Connection as _, PgConnection, Row as _};
use tokio::task::JoinSet;
use uuid::Uuid;

use super::Keeper;
use crate::error::{Fault, Result};
use crate::{reading, sql, structure};

/// How a day is evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Evaluation {
    /// The day: best one that is over everywhere.
    pub day: Day,
    /// How many workers go side by side, each on a connection of its own.
    pub workers: u32,
    /// How many books one takes at a time. Who writes to one of them waits for them all.
    pub books_at_once: u32,
    /// How long to wait at the end for books that others hold, all in all; those that are held still have failed then.
    pub patience: Duration,
}

/// What a run came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Evaluated {
    /// Books that were looked at.
    pub books: u64,
    /// Verdicts that are recorded now, changed or not.
    pub verdicts: u64,
    /// Verdicts that were not recorded so before.
    pub changed: u64,
    /// Books that could not be evaluated: the next run tries them again.
    pub failed: u64,
    /// Whether it went on with a run that had been cut short.
    pub resumed: bool,
}

impl Evaluation {
    /// With four workers that take 32 books at a time, and ten seconds of patience.
    pub const fn of(day: Day) -> Self {
        Self { day, workers: 4, books_at_once: 32, patience: Duration::from_secs(10) }
    }
}

/// How long to wait before looking again whether a book is held still.
const LOOK_AGAIN: Duration = Duration::from_millis(250);

/// What the workers count together.
#[derive(Debug, Default)]
struct Counts {
    books: AtomicU64,
    verdicts: AtomicU64,
    changed: AtomicU64,
}

/// Records the verdicts of all merits in use on a day, in all books; tells `progress` how many books are done, of how many.
/// Only what is not recorded so already is written. Several hosts may do this at once, and share the work.
///
/// # Errors
/// `unavailable` if the server can't be reached; what was recorded until then stays, and the next run goes on.
pub async fn evaluate(
    url: &str,
    evaluation: Evaluation,
    progress: impl Fn(u64, u64) + Send + Sync + 'static,
) -> kitaab_store::Result<Evaluated> {
    let mut keeper = Keeper::connect(url).await?;
    let day = evaluation.day.date();
    let asked = "SELECT o_books, o_resumed FROM kitaab.begin_evaluation($1)";
    let begun: (i64, bool) =
        sqlx::query_as(asked).bind(day).fetch_one(&mut keeper.connection).await.map_err(Fault::from)?;
    let (total, resumed) = (sql::seq(begun.0)?, begun.1);
    let counts = Arc::new(Counts::default());
    let progress: Arc<dyn Fn(u64, u64) + Send + Sync> = Arc::new(progress);
    let mut workers = JoinSet::new();
    for _ in 0..evaluation.workers.max(1) {
        let (url, counts, progress) = (url.to_owned(), Arc::clone(&counts), Arc::clone(&progress));
        workers.spawn(async move {
            let mut keeper = Keeper::connect(&url).await?;
            let told = |done| progress(done, total);
            work(&mut keeper.connection, evaluation, &counts, &told).await?;
            keeper.close().await
        });
    }
    while let Some(worked) = workers.join_next().await {
        // A panic of a worker is a fault of this program, and goes on as one.
        worked.map_err(|error| StoreError::Backend(error.into()))??;
    }
    let told = |done| progress(done, total);
    wait_for_held(&mut keeper.connection, evaluation, &counts, &told).await?;
    let failed: i64 = sqlx::query_scalar("SELECT kitaab.end_evaluation($1)")
        .bind(day)
        .fetch_one(&mut keeper.connection)
        .await
        .map_err(Fault::from)?;
    keeper.close().await?;
    Ok(Evaluated {
        books: counts.books.load(Ordering::Relaxed),
        verdicts: counts.verdicts.load(Ordering::Relaxed),
        changed: counts.changed.load(Ordering::Relaxed),
        failed: sql::seq(failed)?,
        resumed,
    })
}

/// Evaluates the books that others held when the workers came to them.
async fn wait_for_held(
    connection: &mut PgConnection,
    evaluation: Evaluation,
    counts: &Counts,
    told: &(dyn Fn(u64) + Sync),
) -> Result<()> {
    let until = Instant::now() + evaluation.patience;
    loop {
        let held: i64 = sqlx::query_scalar("SELECT kitaab.held_in_evaluation($1)")
            .bind(evaluation.day.date())
            .fetch_one(&mut *connection)
            .await?;
        if held == 0 || Instant::now() >= until {
            return Ok(());
        }
        tokio::time::sleep(LOOK_AGAIN.min(evaluation.patience)).await;
        work(connection, evaluation, counts, told).await?;
    }
}

/// Takes books until none is left that nobody holds.
async fn work(
    connection: &mut PgConnection,
    evaluation: Evaluation,
    counts: &Counts,
    told: &(dyn Fn(u64) + Sync),
) -> Result<()> {
    let mut after = None;
    loop {
        let mut transaction = connection.begin().await?;
        let taken = take(&mut transaction, evaluation, after).await?;
        let Some(last) = taken.last() else {
            transaction.commit().await?;
            // At the end of the list; others may have given something back before it.
            if after.take().is_none() {
                return Ok(());
            }
            continue;
        };
        after = Some(last.owner);
        let judged = judge(&mut transaction, evaluation.day, taken).await?;
        let changed = record(&mut transaction, evaluation.day, &judged).await?;
        transaction.commit().await?;
        counts.verdicts.fetch_add(judged.outcomes.len() as u64, Ordering::Relaxed);
        counts.changed.fetch_add(changed, Ordering::Relaxed);
        let books = (judged.owners.len() + judged.failed.len()) as u64;
        told(counts.books.fetch_add(books, Ordering::Relaxed) + books);
    }
}

/// A book that was taken.
#[derive(Debug)]
struct Taken {
    owner: Uuid,
    /// None for a book without a merit in use.
    bodies: Option<Vec<Vec<u8>>>,
}

async fn take(connection: &mut PgConnection, evaluation: Evaluation, after: Option<Uuid>) -> Result<Vec<Taken>> {
    let taken: Vec<(Uuid, Option<Vec<Vec<u8>>>)> =
        sqlx::query_as("SELECT owner, bodies FROM kitaab.take_for_evaluation($1, $2, $3)")
            .bind(evaluation.day.date())
            .bind(after)
            .bind(i32::try_from(evaluation.books_at_once.max(1)).unwrap_or(i32::MAX))
            .fetch_all(connection)
            .await?;
    Ok(taken.into_iter().map(|(owner, bodies)| Taken { owner, bodies }).collect())
}

/// What became of some books, in columns.
#[derive(Debug, Default)]
struct Judged {
    owners: Vec<Uuid>,
    /// How many verdicts each has.
    counts: Vec<i32>,
    merits: Vec<Uuid>,
    outcomes: Vec<i16>,
    failed: Vec<Uuid>,
    reasons: Vec<String>,
}

/// A book with merits in use, and what judging them reads.
#[derive(Debug)]
struct Asked {
    owner: Uuid,
    catalogue: Catalogue,
    items: Vec<ItemId>,
    days: DayRange,
}

/// What was recorded in a book, in columns.
#[derive(Debug)]
struct Recorded {
    /// Of each entry, by rising day: its item's number, its day, its value, its scale version's number.
    nos: Vec<i32>,
    days: Vec<NaiveDate>,
    values: Vec<i64>,
    scale_nos: Vec<i16>,
    /// The items that were asked for, and their numbers.
    items: Vec<Uuid>,
    item_nos: Vec<i32>,
    logged: Vec<NaiveDate>,
    /// The scale versions, from number 1 on.
    scales: Vec<Uuid>,
}

async fn judge(connection: &mut PgConnection, day: Day, taken: Vec<Taken>) -> Result<Judged> {
    let mut judged = Judged::default();
    let mut asked = Vec::new();
    for book in taken {
        let Some(bodies) = book.bodies else {
            judged.owners.push(book.owner);
            judged.counts.push(0);
            continue;
        };
        match Asked::of(book.owner, &bodies, day) {
            Ok(book) => asked.push(book),
            Err(fault) => judged.failed(book.owner, fault),
        }
    }
    // In the order in which they were asked for.
    let recorded = read(connection, day, &asked).await?;
    for (book, recorded) in asked.iter().zip(recorded) {
        match book.judge(day, &recorded) {
            Ok(verdicts) => {
                judged.owners.push(book.owner);
                judged.counts.push(i32::try_from(verdicts.len()).unwrap_or(i32::MAX));
                for (merit, outcome) in verdicts {
                    judged.merits.push(merit);
                    judged.outcomes.push(outcome);
                }
            }
            Err(fault) => judged.failed(book.owner, fault),
        }
    }
    Ok(judged)
}

async fn read(connection: &mut PgConnection, day: Day, asked: &[Asked]) -> Result<Vec<Recorded>> {
    let owners: Vec<Uuid> = asked.iter().map(|book| book.owner).collect();
    let firsts: Vec<NaiveDate> = asked.iter().map(|book| book.days.first().date()).collect();
    let counts: Vec<i32> = asked.iter().map(|book| i32::try_from(book.items.len()).unwrap_or(i32::MAX)).collect();
    let items: Vec<Uuid> = asked.iter().flat_map(|book| &book.items).map(|item| item.uuid()).collect();
    let rows = sqlx::query(
        "SELECT nos, days, amounts, scale_nos, items, item_nos, logged, scales
         FROM kitaab.records_for_evaluation($1, $2, $3, $4, $5) ORDER BY place",
    )
    .bind(owners)
    .bind(firsts)
    .bind(day.date())
    .bind(counts)
    .bind(items)
    .fetch_all(connection)
    .await?;
    rows.iter().map(Recorded::of).collect()
}

async fn record(connection: &mut PgConnection, day: Day, judged: &Judged) -> Result<u64> {
    let changed: i64 = sqlx::query_scalar("SELECT kitaab.record_evaluation($1, $2, $3, $4, $5, $6, $7)")
        .bind(day.date())
        .bind(&judged.owners)
        .bind(&judged.counts)
        .bind(&judged.merits)
        .bind(&judged.outcomes)
        .bind(&judged.failed)
        .bind(&judged.reasons)
        .fetch_one(connection)
        .await?;
    sql::seq(changed)
}

impl Judged {
    /// Notes why, by its code: what an error says may hold what somebody recorded.
    fn failed(&mut self, owner: Uuid, fault: Fault) {
        let error = StoreError::from(fault);
        tracing::warn!(code = error.code(), "a book could not be evaluated");
        self.failed.push(owner);
        self.reasons.push(error.code().to_owned());
    }
}

impl Asked {
    fn of(owner: Uuid, bodies: &[Vec<u8>], day: Day) -> Result<Self> {
        let catalogue = structure::read(UserId::new(owner), 1, bodies)?;
        let merits = in_use(&catalogue);
        let conditions = merits.iter().flat_map(|merit| merit.rule.conditions());
        let longest = merits.iter().map(|merit| merit.duration).max().unwrap_or(1);
        let (items, days) = (items_read(&catalogue, conditions).into_iter().collect(), DayRange::ending(day, longest));
        Ok(Self { owner, catalogue, items, days })
    }

    fn judge(&self, day: Day, recorded: &Recorded) -> Result<Vec<(Uuid, i16)>> {
        let logged = recorded.logged.iter().copied().map(sql::day).collect::<Result<Vec<Day>>>()?;
        let records = Records::new(self.days, recorded.series()?, logged);
        let evaluator = Evaluator::new(&self.catalogue, &records);
        in_use(&self.catalogue)
            .into_iter()
            .map(|merit| Ok((merit.id.uuid(), outcome_number(evaluator.merit(merit, day)?.outcome))))
            .collect()
    }
}

fn in_use(catalogue: &Catalogue) -> Vec<&Merit> {
    catalogue.merits.values().filter(|merit| merit.active).collect()
}

fn outcome_number(outcome: Outcome) -> i16 {
    match outcome {
        Outcome::NotEarned => 0,
        Outcome::Undetermined => 1,
        Outcome::Earned => 2,
    }
}

impl Recorded {
    fn of(row: &PgRow) -> Result<Self> {
        Ok(Self {
            nos: column(row, 0)?,
            days: column(row, 1)?,
            values: column(row, 2)?,
            scale_nos: column(row, 3)?,
            items: column(row, 4)?,
            item_nos: column(row, 5)?,
            logged: column(row, 6)?,
            scales: column(row, 7)?,
        })
    }

    /// The entries by their items.
    fn series(&self) -> Result<BTreeMap<ItemId, Series>> {
        let mut by_number: BTreeMap<i32, Series> =
            self.item_nos.iter().map(|number| (*number, Series::empty_count())).collect();
        let entries = self.nos.iter().zip(&self.days).zip(&self.values).zip(&self.scale_nos);
        for (((number, day), value), scale) in entries {
            let series =
                by_number.get_mut(number).ok_or_else(|| Fault::corrupt("an entry of an item that is not there"))?;
            series.push(sql::day(*day)?, reading::value(*value, self.scale(*scale)?)?)?;
        }
        let ids = self.item_nos.iter().zip(&self.items);
        let found = ids.filter_map(|(number, id)| Some((ItemId::new(*id), by_number.remove(number)?)));
        Ok(found.filter(|(_, series)| !series.is_empty()).collect())
    }

    fn scale(&self, number: i16) -> Result<Option<Uuid>> {
        // Numbers are given from 1 on without gaps.
        let Some(place) = usize::try_from(number).ok().and_then(|number| number.checked_sub(1)) else {
            return Ok(None);
        };
        let scale = self.scales.get(place).copied();
        Ok(Some(scale.ok_or_else(|| Fault::corrupt("an entry names a scale version that is not there"))?))
    }
}

/// An array; NULL is one of nothing.
fn column<T>(row: &PgRow, place: usize) -> Result<Vec<T>>
where
    Vec<T>: for<'r> sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres>,
{
    Ok(row.try_get::<Option<Vec<T>>, _>(place)?.unwrap_or_default())
}
