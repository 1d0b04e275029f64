//! How books on a server are reached.

use std::time::Duration;

/// How books on a server are reached.
///
/// What belongs to the server's address stands in its URL, encryption among it: `sslmode=verify-full`, `sslrootcert`,
/// `sslcert` and `sslkey`.
///
/// ```
/// use std::time::Duration;
/// use kitaab_pg::Options;
/// let options = Options::new().connections(32).statement_timeout(Duration::from_secs(10));
/// ```
#[derive(Clone, Debug)]
pub struct Options {
    pub(crate) connections: u32,
    pub(crate) acquire_timeout: Duration,
    pub(crate) statement_timeout: Duration,
    pub(crate) lock_timeout: Duration,
    pub(crate) application_name: String,
    pub(crate) statements: usize,
    pub(crate) pooler: bool,
    pub(crate) notify: bool,
    pub(crate) replica: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            connections: 16,
            acquire_timeout: Duration::from_secs(5),
            statement_timeout: Duration::from_secs(30),
            lock_timeout: Duration::from_secs(5),
            application_name: "kitaab".to_owned(),
            statements: 100,
            pooler: false,
            notify: false,
            replica: None,
        }
    }
}

impl Options {
    /// Sixteen connections; five seconds for a connection or a lock, thirty for a statement.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many connections to open at most, 1 to 1,000; others are taken for the nearest of these.
    #[must_use]
    pub fn connections(mut self, connections: u32) -> Self {
        self.connections = connections.clamp(1, 1_000);
        self
    }

    /// How long to wait for a free connection; then the answer is `unavailable`.
    #[must_use]
    pub const fn acquire_timeout(mut self, timeout: Duration) -> Self {
        self.acquire_timeout = timeout;
        self
    }

    /// How long a statement may take on the server; then the answer is `unavailable`.
    #[must_use]
    pub const fn statement_timeout(mut self, timeout: Duration) -> Self {
        self.statement_timeout = timeout;
        self
    }

    /// How long to wait for others that write to the same book; then the answer is `unavailable`.
    #[must_use]
    pub const fn lock_timeout(mut self, timeout: Duration) -> Self {
        self.lock_timeout = timeout;
        self
    }

    /// What the server shows of its connections.
    #[must_use]
    pub fn application_name(mut self, name: &str) -> Self {
        name.clone_into(&mut self.application_name);
        self
    }

    /// Goes through a pooler that gives each transaction another connection and knows nothing of prepared statements, such
    /// as PgBouncer before 1.21 in transaction mode: each question is a transaction with statements that have no name.
    #[must_use]
    pub const fn pooler(mut self, pooler: bool) -> Self {
        self.pooler = pooler;
        self
    }

    /// Has each commit tell those who LISTEN to `kitaab`, with the owner's id and the commit's number, so that they drop
    /// what they remember. Commits that tell wait for each other, which costs a third of the writes per second.
    #[must_use]
    pub const fn notify(mut self, notify: bool) -> Self {
        self.notify = notify;
        self
    }

    /// Reads that may be a little behind go to this server, a replica of the first one, as the same role; never behind what
    /// this store wrote. Where it has not come so far yet, or does not answer, the first one is asked.
    #[must_use]
    pub fn replica(mut self, url: &str) -> Self {
        self.replica = Some(url.to_owned());
        self
    }
}
