//! Where operations run: on the runtime of the caller if it has one, else on the facade's own.

use std::any::Any;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::OnceLock;

use tokio::runtime::{Builder, Handle, Runtime};
use tokio::task::JoinHandle;

use crate::error::{KitaabError, Result};

/// The facade's own runtime, made when it is first needed.
fn own() -> Result<&'static Runtime> {
    static OWN: OnceLock<Option<Runtime>> = OnceLock::new();
    let made = || Builder::new_multi_thread().worker_threads(2).thread_name("kitaab").enable_all().build().ok();
    OWN.get_or_init(made).as_ref().ok_or_else(|| KitaabError::Unavailable { text: "no threads can be started".into() })
}

/// Runs an operation. A caller without a runtime of tokio's (Kotlin's, Swift's) gets it done on other threads than
/// its own, so that none that must not wait (a user interface's) reckons. Dropping it cancels it.
pub(crate) async fn run<T, F>(operation: F) -> Result<T>
where
    T: Send + 'static,
    F: Future<Output = Result<T>> + Send + 'static,
{
    if Handle::try_current().is_ok() {
        return caught(operation).await;
    }
    let mut task = Aborting(own()?.spawn(operation));
    match (&mut task.0).await {
        Ok(answer) => answer,
        Err(error) if error.is_panic() => Err(failed(&error.into_panic())),
        Err(_) => Err(KitaabError::Cancelled { text: "cancelled".into() }),
    }
}

/// Runs an operation to its end, for languages that wait.
///
/// # Errors
/// Those of the operation.
pub fn block_on<T>(operation: impl Future<Output = Result<T>>) -> Result<T> {
    let runtime = own()?;
    match catch_unwind(AssertUnwindSafe(|| runtime.block_on(operation))) {
        Ok(answer) => answer,
        Err(panic) => Err(failed(&panic)),
    }
}

/// A task that ends with whoever waits for it.
struct Aborting<T>(JoinHandle<T>);

impl<T> Drop for Aborting<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// The same, a panic within it being an error.
async fn caught<T>(operation: impl Future<Output = Result<T>>) -> Result<T> {
    let mut operation = pin!(operation);
    poll_fn(|context| {
        let polled = catch_unwind(AssertUnwindSafe(|| operation.as_mut().poll(context)));
        polled.unwrap_or_else(|panic| std::task::Poll::Ready(Err(failed(&panic))))
    })
    .await
}

fn failed(_: &(dyn Any + Send)) -> KitaabError {
    KitaabError::internal()
}
