//! Connections that are kept open, and lent.
//!
//! A connection comes back only if whoever had it says that it is at rest: that each question was answered to its end. One whose
//! answer nobody waited for is closed, so that the next question can't be taken for a part of what went before. To know that
//! costs nothing, while asking the server whether it is so, as sqlx's own pool does each time, costs as much as the question.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::time::Duration;

use deadpool::Runtime;
use deadpool::managed::{self, Metrics, Object, PoolError, QueueMode, RecycleError, RecycleResult, Timeouts};
use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection as _, Executor as _, PgConnection};

use crate::error::{Fault, Result};
use crate::options::Options;

/// A connection that nobody used for so long is opened anew: something on the way may have forgotten it.
const LONGEST_REST: Duration = Duration::from_mins(10);
/// One that is so old too: the memory of what serves it grows.
const LONGEST_LIFE: Duration = Duration::from_mins(30);
/// How long opening a connection may take that is wanted, but not needed.
const SHORT_WAIT: Duration = Duration::from_secs(1);
/// How long to wait before trying to connect again to a server that is starting; then twice as long each time, to a second.
const FIRST_WAIT: Duration = Duration::from_millis(10);
const LONGEST_WAIT: Duration = Duration::from_secs(1);

/// The connections to one server.
#[derive(Debug)]
pub(crate) struct Pool(managed::Pool<Opening>);

impl Pool {
    pub(crate) fn new(reached: PgConnectOptions, options: &Options) -> Result<Self> {
        let timeout = Some(options.acquire_timeout);
        let built = managed::Pool::builder(Opening { reached })
            .max_size(usize::try_from(options.connections).unwrap_or(usize::MAX))
            .timeouts(Timeouts { wait: timeout, create: timeout, recycle: timeout })
            // The one that was used last is the likeliest to be warm, at both ends.
            .queue_mode(QueueMode::Lifo)
            .runtime(Runtime::Tokio1)
            .build();
        built.map(Self).map_err(|error| Fault::Sqlx(sqlx::Error::Configuration(error.into())))
    }

    pub(crate) async fn lend(&self) -> Result<Lent> {
        match self.0.get().await {
            Ok(object) => Ok(Lent(Some(object))),
            Err(PoolError::Backend(error)) => Err(error.into()),
            Err(PoolError::Timeout(managed::TimeoutType::Wait)) => Err(sqlx::Error::PoolTimedOut.into()),
            Err(PoolError::Timeout(_)) => Err(sqlx::Error::Io(std::io::Error::new(
                std::io::ErrorKind::TimedOut,
                "the server takes no connection",
            ))
            .into()),
            Err(PoolError::Closed | PoolError::NoRuntimeSpecified | PoolError::PostCreateHook(_)) => {
                Err(sqlx::Error::PoolClosed.into())
            }
        }
    }

    /// One more for somebody who has one already, and can do without: waiting for it, others might wait for each other.
    pub(crate) async fn lend_at_once(&self) -> Option<Lent> {
        let timeouts = Timeouts { wait: Some(Duration::ZERO), create: Some(SHORT_WAIT), recycle: Some(SHORT_WAIT) };
        Some(Lent(Some(self.0.timeout_get(&timeouts).await.ok()?)))
    }

    /// Closes those that rest: the server that they lead to is gone.
    pub(crate) fn forget(&self) {
        self.0.retain(|_, _| false);
    }
}

/// How a connection is opened.
struct Opening {
    /// With the password, which `PgConnectOptions` would show.
    reached: PgConnectOptions,
}

impl fmt::Debug for Opening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Opening(..)")
    }
}

impl managed::Manager for Opening {
    type Type = PgConnection;
    type Error = sqlx::Error;

    /// A server that is not up yet is waited for, as long as whoever asks has patience.
    async fn create(&self) -> Result<PgConnection, sqlx::Error> {
        let mut wait = FIRST_WAIT;
        loop {
            match PgConnection::connect_with(&self.reached).await {
                Err(error) if is_starting(&error) => tokio::time::sleep(wait).await,
                opened => return opened,
            }
            wait = LONGEST_WAIT.min(wait * 2);
        }
    }

    async fn recycle(&self, _: &mut PgConnection, metrics: &Metrics) -> RecycleResult<sqlx::Error> {
        if metrics.last_used() > LONGEST_REST || metrics.age() > LONGEST_LIFE {
            return Err(RecycleError::message("it is old"));
        }
        Ok(())
    }
}

/// Whether a server refuses connections as one does that is starting, or that has none to spare at the moment.
fn is_starting(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(error) => error.kind() == std::io::ErrorKind::ConnectionRefused,
        sqlx::Error::Database(error) => matches!(error.code().as_deref(), Some("57P03" | "53300")),
        _ => false,
    }
}

/// A connection that is lent. Dropped, it is closed.
#[derive(Debug)]
pub(crate) struct Lent(Option<Object<Opening>>);

impl Lent {
    /// Gives it back: all that was asked has been answered.
    pub(crate) fn give_back(mut self) {
        drop(self.0.take());
    }

    fn take(&mut self) -> Self {
        Self(self.0.take())
    }
}

impl Deref for Lent {
    type Target = PgConnection;

    #[allow(clippy::expect_used, reason = "nobody has what was given back")]
    fn deref(&self) -> &PgConnection {
        self.0.as_deref().expect("it is lent until it is given back")
    }
}

impl DerefMut for Lent {
    #[allow(clippy::expect_used, reason = "nobody has what was given back")]
    fn deref_mut(&mut self) -> &mut PgConnection {
        self.0.as_deref_mut().expect("it is lent until it is given back")
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if let Some(object) = self.0.take() {
            drop(Object::take(object));
        }
    }
}

/// A transaction. Dropped before it is committed, it is rolled back.
#[derive(Debug)]
pub(crate) struct Transaction {
    lent: Lent,
    ended: bool,
}

impl Transaction {
    /// The one that has begun on a connection.
    pub(crate) const fn of(lent: Lent) -> Self {
        Self { lent, ended: false }
    }

    pub(crate) async fn commit(mut self) -> Result<()> {
        // From here on only the server knows how it ends: whoever does not wait for its answer leaves a connection to close.
        self.ended = true;
        self.lent.execute("COMMIT").await?;
        self.lent.take().give_back();
        Ok(())
    }
}

impl Deref for Transaction {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        &self.lent
    }
}

impl DerefMut for Transaction {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.lent
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        // Without a runtime nobody could wait for the answer: the connection is closed, and the server rolls back.
        if let (false, Ok(runtime)) = (self.ended, tokio::runtime::Handle::try_current()) {
            let mut lent = self.lent.take();
            runtime.spawn(async move {
                if lent.execute("ROLLBACK").await.is_ok() {
                    lent.give_back();
                }
            });
        }
    }
}
