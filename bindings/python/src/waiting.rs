//! Waiting for an operation: without the interpreter's lock, until it is done, told to stop, or interrupted.

use std::cell::RefCell;
use std::future::{Future, pending};
use std::pin::pin;
use std::time::Duration;

use kitaab_ffi::{KitaabError, Result};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};
use tokio::sync::watch;

use crate::process::runtime;

/// How often a call that takes long looks whether Ctrl-C was pressed.
const LOOK: Duration = Duration::from_millis(50);

thread_local! {
    /// What stops the call that this thread is about to make.
    static STOP: RefCell<Option<watch::Receiver<bool>>> = const { RefCell::new(None) };
}

/// Does an operation while other threads run.
///
/// # Errors
/// Those of the operation; `cancelled` once the call's [`Stop`] is set; `KeyboardInterrupt`. Then nothing of it is done, or,
/// where that was too late, all.
pub(crate) fn wait<T: Send>(py: Python<'_>, operation: impl Future<Output = Result<T>> + Send) -> PyResult<T> {
    let stop = STOP.take();
    let ended = py.detach(|| {
        let Some(runtime) = runtime() else { return Ended::Answered(Err(no_threads())) };
        runtime.block_on(async {
            let mut operation = pin!(operation);
            let mut stopped = pin!(stopped(stop));
            loop {
                tokio::select! {
                    biased;
                    () = &mut stopped => return Ended::Answered(Err(cancelled())),
                    answer = &mut operation => return Ended::Answered(answer),
                    () = tokio::time::sleep(LOOK) => {}
                }
                // None while the interpreter shuts down: then there is nobody to interrupt.
                #[allow(clippy::redundant_closure_for_method_calls, reason = "it is not that general")]
                let signals = Python::try_attach(|py| py.check_signals());
                if let Some(Err(interrupt)) = signals {
                    return Ended::Interrupted(interrupt);
                }
            }
        })
    });
    match ended {
        Ended::Answered(answer) => Ok(answer?),
        Ended::Interrupted(interrupt) => Err(interrupt),
    }
}

/// How a call came to its end.
enum Ended<T> {
    Answered(Result<T>),
    Interrupted(PyErr),
}

fn cancelled() -> KitaabError {
    KitaabError::Cancelled { text: "the call was told to stop".to_owned() }
}

fn no_threads() -> KitaabError {
    KitaabError::Unavailable { text: "no threads can be started".to_owned() }
}

async fn stopped(stop: Option<watch::Receiver<bool>>) {
    if let Some(mut stop) = stop {
        // One that goes without being set stops nothing.
        if stop.wait_for(|stop| *stop).await.is_ok() {
            return;
        }
    }
    pending::<()>().await;
}

/// Stops a call from outside of the thread that waits for it.
#[pyclass(frozen, name = "_Stop", module = "kitaab._kitaab")]
pub(crate) struct Stop(watch::Sender<bool>);

#[pymethods]
impl Stop {
    #[new]
    fn new() -> Self {
        Self(watch::Sender::new(false))
    }

    /// Stops the call, or keeps it from beginning.
    fn set(&self) {
        self.0.send_replace(true);
    }

    /// Calls a method of Kitaab so that this stops it.
    #[pyo3(signature = (method, *args, **kwargs))]
    fn call<'py>(
        &self,
        method: &Bound<'py, PyAny>,
        args: &Bound<'py, PyTuple>,
        kwargs: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        STOP.replace(Some(self.0.subscribe()));
        let answer = method.call(args, kwargs);
        // A call whose arguments were refused did not take it.
        STOP.take();
        answer
    }
}
