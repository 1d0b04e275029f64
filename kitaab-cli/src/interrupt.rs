//! Ctrl-C, and the signals that ask a program to end.

use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::Notify;

use crate::failure::{Code, Failure, Result};

/// Whether the user asked to stop.
#[derive(Clone, Debug, Default)]
pub(crate) struct Interrupt(Arc<State>);

#[derive(Debug, Default)]
struct State {
    asked: AtomicBool,
    notify: Notify,
}

impl Interrupt {
    /// Watches from now on. The second time ends the program on the spot, should the first not be heard:
    /// the store survives that as it survives a crash.
    pub(crate) fn watch() -> Result<Self> {
        let interrupt = Self::default();
        let state = interrupt.0.clone();
        ctrlc::set_handler(move || {
            if state.asked.swap(true, Ordering::SeqCst) {
                process::exit(130);
            }
            state.notify.notify_one();
        })
        .map_err(|error| Failure::new(Code::Unexpected, error))?;
        Ok(interrupt)
    }

    /// Whether it was asked, for work that does not await.
    pub(crate) fn is_asked(&self) -> bool {
        self.0.asked.load(Ordering::SeqCst)
    }

    /// Waits until it is asked.
    pub(crate) async fn asked(&self) {
        self.0.notify.notified().await;
    }
}
