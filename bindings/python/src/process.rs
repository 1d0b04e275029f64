//! Forks. A child has the memory of its parent but none of its threads: what the parent opened never answers there.

use std::mem::ManuallyDrop;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use kitaab_ffi::{KitaabError, Result};
use tokio::runtime::{Builder, Runtime};

/// How many clients are open, in this process or, in a child, as it was forked.
static OPEN: AtomicUsize = AtomicUsize::new(0);
static FIRST: OnceLock<Generation> = OnceLock::new();

/// A runtime, and the process whose it is; and that of a child, which finds this one in its memory.
///
/// A list and not a lock: a lock may be held by a thread that a fork leaves behind.
struct Generation {
    process: u32,
    runtime: Option<Runtime>,
    child: OnceLock<Box<Generation>>,
}

impl Generation {
    fn new() -> Self {
        let runtime = Builder::new_multi_thread().worker_threads(2).thread_name("kitaab").enable_all().build().ok();
        Self { process: std::process::id(), runtime, child: OnceLock::new() }
    }
}

/// The runtime of this process, made when it is first needed; none if no threads can be started.
pub(crate) fn runtime() -> Option<&'static Runtime> {
    let process = std::process::id();
    let mut generation = FIRST.get_or_init(Generation::new);
    while generation.process != process {
        generation = generation.child.get_or_init(|| Box::new(Generation::new()));
    }
    generation.runtime.as_ref()
}

/// Whether this process was forked from one that had used Kitaab.
fn is_forked() -> bool {
    FIRST.get().is_some_and(|first| first.process != std::process::id())
}

/// Refuses to open anything in a process that was forked while clients were open: SQLite believes there that it still
/// holds their locks.
pub(crate) fn check_may_open() -> Result<()> {
    if is_forked() && OPEN.load(Ordering::Relaxed) > 0 { Err(forked()) } else { Ok(()) }
}

fn forked() -> KitaabError {
    let what = "Kitaab in a process that was forked from one with an open client: close it before, or start processes by spawn";
    KitaabError::Unsupported { text: format!("{what} is not supported"), what: what.to_owned() }
}

/// What works only in the process that made it.
pub(crate) struct Own<T> {
    process: u32,
    value: ManuallyDrop<T>,
}

impl<T> Own<T> {
    pub(crate) fn new(value: T) -> Self {
        Self { process: std::process::id(), value: ManuallyDrop::new(value) }
    }

    /// The value.
    ///
    /// # Errors
    /// `unsupported` in a forked process.
    pub(crate) fn get(&self) -> Result<&T> {
        if self.process == std::process::id() { Ok(&self.value) } else { Err(forked()) }
    }
}

impl<T> Drop for Own<T> {
    /// In a forked process it is left alone: to end it would be to wait for threads that aren't there.
    #[allow(unsafe_code, reason = "what is dropped here is used nowhere after")]
    fn drop(&mut self) {
        if self.process == std::process::id() {
            // SAFETY: this is its only drop, and nothing comes after it.
            unsafe { ManuallyDrop::drop(&mut self.value) }
        }
    }
}

/// Counts a client as open, until it is dropped.
pub(crate) struct Counted(());

impl Counted {
    pub(crate) fn new() -> Self {
        OPEN.fetch_add(1, Ordering::Relaxed);
        Self(())
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        OPEN.fetch_sub(1, Ordering::Relaxed);
    }
}
