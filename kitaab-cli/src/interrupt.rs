//! Ctrl-C, and the signals that ask a program to end.

use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

use tokio::sync::Notify;

use crate::failure::{Code, Failure, Result};

/// What the program does at the moment: one of the three below.
static DOING: AtomicU8 = AtomicU8::new(WORKING);
/// It works: what is under way is brought to an end that leaves nothing half-done.
const WORKING: u8 = 0;
/// It waits for input, and nothing is under way.
const WAITING: u8 = 1;
/// Another program has the terminal, and gets the same signal: it is that one's.
const ELSEWHERE: u8 = 2;

/// Whether the user asked to stop.
static ASKED: AtomicBool = AtomicBool::new(false);

/// Tells when the user asks to stop.
#[derive(Clone, Debug, Default)]
pub(crate) struct Interrupt(Arc<Notify>);

impl Interrupt {
    /// Watches from now on. While the program works, the second time ends it on the spot, should the first not
    /// be heard: the store survives that as it survives a crash.
    pub(crate) fn watch() -> Result<Self> {
        let interrupt = Self::default();
        let notify = interrupt.0.clone();
        let asked = move || match DOING.load(Ordering::SeqCst) {
            ELSEWHERE => {}
            WAITING => process::exit(130),
            _ => {
                if ASKED.swap(true, Ordering::SeqCst) {
                    process::exit(130);
                }
                notify.notify_one();
            }
        };
        ctrlc::set_handler(asked).map_err(|error| Failure::new(Code::Unexpected, error))?;
        Ok(interrupt)
    }

    /// Waits until it is asked.
    pub(crate) async fn asked(&self) {
        self.0.notified().await;
    }
}

/// Whether it was asked, for work that does not await.
pub(crate) fn is_asked() -> bool {
    ASKED.load(Ordering::SeqCst)
}

/// Waits for input, which blocks: Ctrl-C then ends the program at once.
pub(crate) fn waiting<T>(wait: impl FnOnce() -> T) -> T {
    doing(WAITING, || {
        // Asked just before: nobody would hear of it while this waits.
        if is_asked() {
            process::exit(130);
        }
        wait()
    })
}

/// Leaves the terminal to another program.
pub(crate) fn elsewhere<T>(run: impl FnOnce() -> T) -> T {
    doing(ELSEWHERE, run)
}

fn doing<T>(what: u8, work: impl FnOnce() -> T) -> T {
    DOING.store(what, Ordering::SeqCst);
    let done = work();
    DOING.store(WORKING, Ordering::SeqCst);
    done
}
