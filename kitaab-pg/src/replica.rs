//! A server that follows the one that takes writes, and may be asked instead of it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use sqlx::Row as _;
use sqlx::postgres::PgRow;
use tokio::sync::OnceCell;

use crate::connection::{Connections, Question};
use crate::error::Result;
use crate::options::{Address, Options};
use crate::schema;

/// How long a replica that did not answer is left alone.
const LEFT_ALONE: Duration = Duration::from_secs(5);
/// How long to wait for a connection to it: there is another server to ask.
const PATIENCE: Duration = Duration::from_secs(1);

tokio::task_local! {
    /// Set while nothing that is read may be behind: what is written rests on that, or it is another's.
    static AT_FIRST: ();
}

/// Does something whose reads must not be behind, and so are the first server's.
pub(crate) async fn at_first<T>(work: impl Future<Output = T>) -> T {
    AT_FIRST.scope((), work).await
}

/// A replica, and how far it has to have come for this store to ask it.
#[derive(Debug)]
pub(crate) struct Replica {
    url: Address,
    options: Options,
    /// Opened when it is first to be asked, and again later if it was down then.
    connections: OnceCell<Connections>,
    /// How often this store wrote. What it wrote is in the log of the first server up to where that stands afterwards.
    written: AtomicU64,
    /// Up to which of these the replica was seen to have come.
    seen: AtomicU64,
    failed: Mutex<Option<Instant>>,
}

impl Replica {
    pub(crate) fn new(url: &Address, options: &Options) -> Self {
        Self {
            url: url.clone(),
            options: Options { acquire_timeout: PATIENCE.min(options.acquire_timeout), ..options.clone() },
            connections: OnceCell::new(),
            // Others wrote before: how far it is, is asked once at least.
            written: AtomicU64::new(1),
            seen: AtomicU64::new(0),
            failed: Mutex::default(),
        }
    }

    /// Asks it, if it has all that this store wrote and answers. None if the first server is to be asked.
    pub(crate) async fn rows(
        &self,
        first: &Connections,
        question: impl FnOnce() -> Question<'static> + Send,
    ) -> Option<Vec<PgRow>> {
        self.ask(first, |connections| async move { connections.rows(question()).await }).await
    }

    /// The same, however it is asked.
    pub(crate) async fn ask<'r, T, F>(
        &'r self,
        first: &Connections,
        ask: impl FnOnce(&'r Connections) -> F,
    ) -> Option<T>
    where
        F: Future<Output = Result<T>>,
    {
        if AT_FIRST.try_with(|()| ()).is_ok() || self.is_left_alone() {
            return None;
        }
        let asked = match self.caught_up(first).await {
            Ok(None) => return None,
            Ok(Some(connections)) => ask(connections).await,
            Err(fault) => Err(fault),
        };
        match asked {
            Ok(answer) => Some(answer),
            Err(fault) => {
                // What is wrong with the question the first server will say as well.
                if !fault.is_answer() {
                    self.leave_alone();
                }
                None
            }
        }
    }

    /// Its connections, if it has come far enough.
    async fn caught_up(&self, first: &Connections) -> Result<Option<&Connections>> {
        let connections = self.connections.get_or_try_init(|| self.open()).await?;
        let written = self.written.load(Ordering::Acquire);
        if self.seen.load(Ordering::Acquire) < written {
            // Where it is inserted: with synchronous_commit off, what was committed may not be written yet.
            let at: String = first.row(sqlx::query("SELECT pg_current_wal_insert_lsn()::text")).await?.try_get(0)?;
            let asked = sqlx::query("SELECT coalesce(pg_last_wal_replay_lsn() >= $1::pg_lsn, false)").bind(at);
            if !connections.row(asked).await?.try_get::<bool, _>(0)? {
                return Ok(None);
            }
            self.seen.fetch_max(written, Ordering::AcqRel);
        }
        Ok(Some(connections))
    }

    /// Something was written, or the first server said what is so there.
    pub(crate) fn wrote(&self) {
        self.written.fetch_add(1, Ordering::AcqRel);
    }

    async fn open(&self) -> Result<Connections> {
        let connections = Connections::open(&self.url.0, &self.options).await?;
        // As which role it is asked matters no less than on the first server.
        schema::check(&mut *connections.begin().await?).await?;
        Ok(connections)
    }

    fn is_left_alone(&self) -> bool {
        let failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        failed.is_some_and(|failed| failed.elapsed() < LEFT_ALONE)
    }

    fn leave_alone(&self) {
        tracing::warn!("the replica does not answer: its reads go to the first server");
        *self.failed.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }
}
