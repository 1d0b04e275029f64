//! Connections to the server: how it is reached, and how often a question is asked.

use std::str::FromStr as _;
use std::time::Duration;

use kitaab_core::Error;
use sqlx::postgres::{PgArguments, PgConnectOptions, PgRow};
use sqlx::query::Query;
use sqlx::{AssertSqlSafe, Execute as _, Executor as _, PgConnection, Postgres, Row as _};

use crate::error::{Fault, Result};
use crate::options::Options;
use crate::pool::{Lent, Pool, Transaction};

/// How often a question is asked before its failure is told.
const TRIES: u32 = 5;
/// How long to wait before asking the second time; each time after that twice as long.
const FIRST_WAIT: Duration = Duration::from_millis(25);

/// A question, with its answers to bind.
pub(crate) type Question<'q> = Query<'q, Postgres, PgArguments>;

/// The connections to one server.
#[derive(Debug)]
pub(crate) struct Connections {
    pool: Pool,
    pooler: bool,
    /// What a transaction begins with: behind a pooler nothing may be set for longer.
    begin: String,
}

/// Where a server is, and nothing else of what its URL says: whoever does not serve books takes no options from it.
pub(crate) fn addressed(url: &str, application_name: &str) -> Result<PgConnectOptions> {
    // The URL may hold a password: of one that is refused, nothing is shown.
    let refused = |_| Error::invalid("location", "must be a URL of a PostgreSQL server", "");
    let (_, address) = Options::new().with_url(url)?;
    Ok(PgConnectOptions::from_str(&address).map_err(refused)?.application_name(application_name))
}

/// How a server is reached. `pooler`: nothing is set that a pooler does not know.
pub(crate) fn reached(url: &str, options: &Options, pooler: bool) -> Result<PgConnectOptions> {
    let mut reached = addressed(url, &options.application_name)?;
    reached = reached.statement_cache_capacity(if pooler { 0 } else { options.statements });
    if !pooler {
        // Compiling a plan to machine code costs more than these plans take.
        reached = reached.options([
            ("statement_timeout", options.statement_timeout.as_millis().to_string()),
            ("lock_timeout", options.lock_timeout.as_millis().to_string()),
            ("jit", "off".to_owned()),
            ("kitaab.notify", on(options.notify).to_owned()),
        ]);
    }
    Ok(reached)
}

const fn on(yes: bool) -> &'static str {
    if yes { "on" } else { "off" }
}

impl Connections {
    /// Opens a first connection; more are opened as they are needed.
    pub(crate) async fn open(url: &str, options: &Options) -> Result<Self> {
        let pool = Pool::new(reached(url, options, options.pooler)?, options)?;
        pool.lend().await?.give_back();
        let begin = if options.pooler {
            format!(
                "BEGIN; SET LOCAL statement_timeout = {}; SET LOCAL lock_timeout = {}; SET LOCAL jit = off; SET LOCAL kitaab.notify = {}",
                options.statement_timeout.as_millis(),
                options.lock_timeout.as_millis(),
                on(options.notify)
            )
        } else {
            "BEGIN".to_owned()
        };
        Ok(Self { pool, pooler: options.pooler, begin })
    }

    /// A transaction. Dropped, it is rolled back.
    pub(crate) async fn begin(&self) -> Result<Transaction> {
        Ok(Transaction::of(self.begun(&self.begin).await?))
    }

    /// A transaction that reads one state of the database, and may copy from it. Dropped before its end, the connection is
    /// closed: what the server is still sending would be taken for the answer to the next question.
    pub(crate) async fn begin_reading(&self) -> Result<OneState> {
        Ok(OneState(self.begun(&self.begin_reading_sql()).await?))
    }

    fn begin_reading_sql(&self) -> String {
        self.begin.replacen("BEGIN", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", 1)
    }

    /// A connection on which a transaction has begun. Where it was lost before that, nothing was asked yet: another one is as good.
    async fn begun(&self, begin: &str) -> Result<Lent> {
        let mut tries = Tries::new();
        loop {
            let mut lent = self.pool.lend().await?;
            let Err(error) = lent.execute(AssertSqlSafe(begin)).await else { return Ok(lent) };
            let fault = Fault::from(error);
            if fault.is_loss() {
                self.pool.forget();
            }
            tries.after(fault).await?;
        }
    }

    /// Asks a question that may be asked again, and is where others were in the way or the connection was lost.
    pub(crate) async fn rows(&self, mut question: Question<'_>) -> Result<Vec<PgRow>> {
        let arguments = question.take_arguments().map_err(sqlx::Error::Encode)?.unwrap_or_default();
        let sql = question.sql();
        let mut tries = Tries::new();
        loop {
            match self.ask(sqlx::query_with(sql.clone(), arguments.clone()).persistent(!self.pooler)).await {
                Err(fault) => tries.after(fault).await?,
                answer => return answer,
            }
        }
    }

    /// Asks a question that must not be carried out twice. Until its transaction ends nothing is done, and it may be asked again;
    /// where the answer to that is lost, nobody knows, and it is told as a failure.
    pub(crate) async fn rows_once(&self, mut question: Question<'_>) -> Result<Vec<PgRow>> {
        let arguments = question.take_arguments().map_err(sqlx::Error::Encode)?.unwrap_or_default();
        let sql = question.sql();
        let mut tries = Tries::new();
        loop {
            let mut tx = self.begin().await?;
            let asked = sqlx::query_with(sql.clone(), arguments.clone()).persistent(!self.pooler);
            match asked.fetch_all(&mut *tx).await {
                Err(error) => tries.after(error.into()).await?,
                Ok(rows) => {
                    tx.commit().await?;
                    return Ok(rows);
                }
            }
        }
    }

    /// The one row of an answer.
    pub(crate) async fn row(&self, question: Question<'_>) -> Result<PgRow> {
        let found = self.rows(question).await?.into_iter().next();
        found.ok_or_else(|| sqlx::Error::RowNotFound.into())
    }

    async fn ask(&self, question: Question<'_>) -> Result<Vec<PgRow>> {
        if self.pooler {
            let mut tx = self.begin().await?;
            let rows = question.fetch_all(&mut *tx).await?;
            tx.commit().await?;
            return Ok(rows);
        }
        let mut lent = self.pool.lend().await?;
        let answer = question.fetch_all(&mut *lent).await.map_err(Fault::from);
        match &answer {
            // One that is lost is seldom lost alone.
            Err(fault) if fault.is_loss() => self.pool.forget(),
            // What is refused is answered too.
            Ok(_) | Err(Fault::Sqlx(sqlx::Error::Database(_))) => lent.give_back(),
            Err(_) => {}
        }
        answer
    }
}

/// A connection with a transaction that reads one state of the database.
#[derive(Debug)]
pub(crate) struct OneState(Lent);

impl OneState {
    pub(crate) fn connection(&mut self) -> &mut PgConnection {
        &mut self.0
    }

    /// Another connection that reads the same state, so that two processes of the server work at once; until this one's transaction
    /// ends. `first`: what it is told before all else. None where no connection is free.
    pub(crate) async fn beside(&mut self, connections: &Connections, first: &str) -> Result<Option<Self>> {
        let Some(mut lent) = connections.pool.lend_at_once().await else { return Ok(None) };
        let exported = self.0.fetch_one("SELECT pg_export_snapshot()").await?;
        let (begin, snapshot) = (connections.begin_reading_sql(), exported.try_get::<String, _>(0)?);
        // It was not needed: without it, all is read on this one.
        let begun =
            lent.execute(AssertSqlSafe(format!("{begin}; SET TRANSACTION SNAPSHOT '{snapshot}'; {first}"))).await;
        Ok(begun.is_ok().then_some(Self(lent)))
    }

    pub(crate) async fn end(mut self) -> Result<()> {
        self.0.execute("COMMIT").await?;
        self.0.give_back();
        Ok(())
    }
}

/// How often something was tried so far.
#[derive(Debug)]
pub(crate) struct Tries {
    left: u32,
    wait: Duration,
}

impl Tries {
    pub(crate) const fn new() -> Self {
        Self { left: TRIES - 1, wait: FIRST_WAIT }
    }

    /// Waits until it is to be tried again after a failure, or tells the failure where that is for good, or there were enough.
    pub(crate) async fn after(&mut self, fault: Fault) -> Result<()> {
        if self.left == 0 || !fault.is_passing() {
            return Err(fault);
        }
        tokio::time::sleep(self.wait).await;
        self.left -= 1;
        self.wait *= 2;
        Ok(())
    }
}
