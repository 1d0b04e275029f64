//! Where the SDK learns what time it is.

use std::fmt::Debug;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use kitaab_core::Timestamp;

/// Tells the time. [`HostTime`] unless another one is handed to the builder.
pub trait TimeSource: Debug + Send + Sync {
    /// The instant.
    fn now(&self) -> Timestamp;
}

/// The clock of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct HostTime;

impl TimeSource for HostTime {
    fn now(&self) -> Timestamp {
        let micros = |span: Duration| i64::try_from(span.as_micros()).unwrap_or(i64::MAX);
        // A clock set to before 1970 is told as it is.
        Timestamp::from_micros(
            SystemTime::now().duration_since(UNIX_EPOCH).map_or_else(|before| -micros(before.duration()), micros),
        )
    }
}

/// A clock that stands still until it is set: for tests. Clones show the same time.
///
/// ```
/// use kitaab::{FixedTime, TimeSource};
/// let time = FixedTime::at("2024-06-01T12:00:00Z".parse()?);
/// time.advance(std::time::Duration::from_secs(86_400));
/// assert_eq!(time.now().to_string(), "2024-06-02T12:00:00.000000Z");
/// # Ok::<(), kitaab::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct FixedTime(Arc<AtomicI64>);

impl FixedTime {
    /// A clock that shows this instant.
    pub fn at(now: Timestamp) -> Self {
        Self(Arc::new(AtomicI64::new(now.micros())))
    }

    /// Sets it, forward or back.
    pub fn set(&self, now: Timestamp) {
        self.0.store(now.micros(), Ordering::SeqCst);
    }

    /// Sets it forward.
    pub fn advance(&self, by: Duration) {
        self.0.fetch_add(i64::try_from(by.as_micros()).unwrap_or(i64::MAX), Ordering::SeqCst);
    }
}

impl TimeSource for FixedTime {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.load(Ordering::SeqCst))
    }
}
