//! How books on a server are reached.

use std::fmt;
use std::time::Duration;

use kitaab_core::Error;
use url::Url;

use crate::error::Result;

/// How books on a server are reached.
///
/// What belongs to the server's address stands in its URL, encryption among it: `sslmode=verify-full`, `sslrootcert`,
/// `sslcert` and `sslkey`. Who opens books by a URL alone says these options there, too, and they come before those that are
/// given beside it:
///
/// | in the URL | meaning |
/// |---|---|
/// | `kitaab.connections=32` | [`Options::connections`] |
/// | `kitaab.acquire_timeout=2000` | [`Options::acquire_timeout`], in milliseconds, from 1 on |
/// | `kitaab.statement_timeout=10000` | [`Options::statement_timeout`], likewise |
/// | `kitaab.lock_timeout=2000` | [`Options::lock_timeout`], likewise |
/// | `kitaab.pooler=on` | [`Options::pooler`] |
/// | `kitaab.notify=on` | [`Options::notify`] |
/// | `kitaab.replica=postgres%3A%2F%2F…` | [`Options::replica`], the URL percent-encoded |
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
    pub(crate) replica: Option<Address>,
}

/// The URL of a server, which may hold a password: it is not shown.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Address(pub(crate) String);

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Address(..)")
    }
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
    /// These, with what a URL says; and the URL without that.
    ///
    /// # Errors
    /// `invalid` for a parameter of ours that there is not, or a value that it does not take; values are not shown, for one may hold
    /// a password.
    pub(crate) fn with_url(mut self, url: &str) -> Result<(Self, String)> {
        // What is no URL at all is refused by whoever connects.
        let Ok(mut address) = Url::parse(url) else { return Ok((self, url.to_owned())) };
        let (ours, others): (Vec<_>, Vec<_>) =
            address.query_pairs().into_owned().partition(|(name, _)| name.starts_with(OURS));
        if ours.is_empty() {
            return Ok((self, url.to_owned()));
        }
        for (name, value) in ours {
            self = match name.strip_prefix(OURS).unwrap_or_default() {
                "connections" => self.connections(number(&name, &value)?),
                "acquire_timeout" => self.acquire_timeout(milliseconds(&name, &value)?),
                "statement_timeout" => self.statement_timeout(milliseconds(&name, &value)?),
                "lock_timeout" => self.lock_timeout(milliseconds(&name, &value)?),
                "pooler" => self.pooler(switch(&name, &value)?),
                "notify" => self.notify(switch(&name, &value)?),
                "replica" => self.replica(&value),
                _ => return Err(refused(&name, "is no parameter of a URL")),
            };
        }
        address.set_query(None);
        if !others.is_empty() {
            address.query_pairs_mut().extend_pairs(others);
        }
        Ok((self, address.into()))
    }

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

    /// Goes through a pooler that gives each transaction another connection, such as PgBouncer in transaction mode: nothing is
    /// set when a connection is made, and each question is a transaction with statements that have no name.
    #[must_use]
    pub const fn pooler(mut self, pooler: bool) -> Self {
        self.pooler = pooler;
        self
    }

    /// Has each commit tell those who LISTEN to `kitaab`, with the owner's id and the commit's number, so that they drop
    /// what they remember. Commits that tell wait for each other, which costs a third of the writes per second. Whoever may
    /// connect to the database can listen, and so learn who writes, and when.
    #[must_use]
    pub const fn notify(mut self, notify: bool) -> Self {
        self.notify = notify;
        self
    }

    /// Reads that may be a little behind go to this server, a replica of the first one, as the same role; never behind what
    /// this store wrote. Where it has not come so far yet, or does not answer, the first one is asked.
    #[must_use]
    pub fn replica(mut self, url: &str) -> Self {
        self.replica = Some(Address(url.to_owned()));
        self
    }
}

/// What our parameters in a URL begin with.
const OURS: &str = "kitaab.";

fn refused(name: &str, rule: &'static str) -> crate::error::Fault {
    Error::invalid(format!("location.{name}"), rule, "").into()
}

fn number(name: &str, value: &str) -> Result<u32> {
    value.parse().ok().filter(|number| *number > 0).ok_or_else(|| refused(name, "must be a whole number from 1 on"))
}

fn milliseconds(name: &str, value: &str) -> Result<Duration> {
    Ok(Duration::from_millis(number(name, value)?.into()))
}

fn switch(name: &str, value: &str) -> Result<bool> {
    match value {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err(refused(name, "must be on or off")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(url: &str) -> (Options, String) {
        Options::new().connections(3).with_url(url).unwrap()
    }

    #[test]
    fn a_url_says_how_its_server_is_reached() {
        let replica = "postgres://app:s%25@second/book?host=/tmp&sslmode=require";
        let mut url = Url::parse("postgres://app:p%40ss@localhost/book?host=%2Fvar%2Frun&sslmode=verify-full").unwrap();
        url.query_pairs_mut()
            .append_pair("kitaab.connections", "32")
            .append_pair("kitaab.acquire_timeout", "1")
            .append_pair("kitaab.statement_timeout", "20000")
            .append_pair("kitaab.lock_timeout", "300")
            .append_pair("kitaab.pooler", "on")
            .append_pair("kitaab.notify", "on")
            .append_pair("kitaab.replica", replica);
        let (options, address) = told(url.as_str());
        assert_eq!(address, "postgres://app:p%40ss@localhost/book?host=%2Fvar%2Frun&sslmode=verify-full");
        let timeouts = [options.acquire_timeout, options.statement_timeout, options.lock_timeout];
        assert_eq!(timeouts.map(|timeout| timeout.as_millis()), [1, 20_000, 300]);
        assert_eq!((options.connections, options.pooler, options.notify), (32, true, true));
        assert_eq!(options.replica, Some(Address(replica.to_owned())));
        assert!(!format!("{options:?}").contains("second"), "{options:?}");
        let (options, address) = told("postgres://app@host/book?kitaab.pooler=off");
        assert_eq!((options.connections, options.pooler, address.as_str()), (3, false, "postgres://app@host/book"));
    }

    #[test]
    fn a_url_that_says_nothing_is_left_as_it_is() {
        for url in ["postgres://app@host/book", "postgresql:///book?host=/tmp/a b", "no url", "postgres://[half"] {
            let (options, address) = told(url);
            assert_eq!((options.connections, address.as_str()), (3, url));
        }
    }

    #[test]
    fn wrong_parameters_are_named_and_their_values_not_shown() {
        for parameter in [
            "connections=0",
            "connections=many",
            "acquire_timeout=-1",
            "statement_timeout=10s",
            "lock_timeout=",
            "pooler=yes",
            "notify=1",
            "passphrase=on",
            "=on",
        ] {
            let url = format!("postgres://app:secret@host/book?kitaab.{parameter}");
            let error = kitaab_store::StoreError::from(Options::new().with_url(&url).unwrap_err());
            let field = format!("location.kitaab.{} ", parameter.split('=').next().unwrap());
            assert_eq!(error.code(), "invalid", "{parameter}");
            assert!(error.to_string().contains(&field), "{error}");
            assert!(!error.to_string().contains("secret") && !error.to_string().contains("many"), "{error}");
        }
    }
}
