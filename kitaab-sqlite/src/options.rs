//! How a book's file is opened.

use std::time::Duration;

/// How a book's file is opened.
///
/// ```
/// use std::time::Duration;
/// use kitaab_sqlite::Options;
/// let options = Options::new().busy_timeout(Duration::from_secs(30)).readers(4);
/// ```
#[derive(Clone, Debug)]
pub struct Options {
    pub(crate) busy_timeout: Duration,
    pub(crate) readers: usize,
    pub(crate) vfs: Option<String>,
    pub(crate) max_bytes: Option<u64>,
}

impl Default for Options {
    fn default() -> Self {
        Self { busy_timeout: Duration::from_secs(5), readers: 2, vfs: None, max_bytes: None }
    }
}

impl Options {
    /// Waits five seconds for other processes, and reads on two threads.
    pub fn new() -> Self {
        Self::default()
    }

    /// How long to wait while another process writes to the file; then the answer is `unavailable`.
    #[must_use]
    pub const fn busy_timeout(mut self, timeout: Duration) -> Self {
        self.busy_timeout = timeout;
        self
    }

    /// On how many threads to read, 1 to 16; others are taken for the nearest of these.
    #[must_use]
    pub fn readers(mut self, readers: usize) -> Self {
        self.readers = readers.clamp(1, 16);
        self
    }

    /// Reaches the file through the SQLite VFS registered under this name.
    #[must_use]
    pub fn vfs(mut self, name: &str) -> Self {
        self.vfs = Some(name.to_owned());
        self
    }

    /// Lets the file grow to so many bytes at most, rounded down to whole pages: then it is full, as a
    /// disk would be. It never makes a file smaller than it is.
    #[must_use]
    pub const fn max_bytes(mut self, bytes: u64) -> Self {
        self.max_bytes = Some(bytes);
        self
    }
}
