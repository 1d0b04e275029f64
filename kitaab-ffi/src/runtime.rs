//! Where operations run: on the runtime of the caller if it has one, else on the facade's own.

use std::any::Any;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::task::Poll;

use tokio::runtime::{Builder, Handle, Runtime};
use tokio::sync::oneshot;
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
///
/// From here on operations are boxed: what drives them is in the library once, not once for each of them.
pub(crate) fn run<T, F>(operation: F) -> impl Future<Output = Result<T>> + Send
where
    T: Send + 'static,
    F: Future<Output = Result<T>> + Send + 'static,
{
    driven(Box::pin(operation))
}

type Boxed<T> = Pin<Box<dyn Future<Output = T> + Send>>;

async fn driven<T: Send + 'static>(operation: Boxed<Result<T>>) -> Result<T> {
    let answer = Arc::new(Mutex::new(None));
    let kept = Arc::clone(&answer);
    done(Box::pin(async move {
        let answer = operation.await;
        *kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
    }))
    .await?;
    let answer = answer.lock().unwrap_or_else(PoisonError::into_inner).take();
    answer.unwrap_or_else(cancelled)
}

/// Drives what keeps its answer itself.
async fn done(operation: Boxed<()>) -> Result<()> {
    if Handle::try_current().is_ok() {
        return caught(operation).await;
    }
    let (asker, answered) = oneshot::channel();
    let work = async move {
        // Whoever asked may have gone meanwhile.
        let _ = asker.send(caught(operation).await);
    };
    let _task = Aborting(start(Box::pin(work))?);
    answered.await.unwrap_or_else(|_| cancelled())
}

fn cancelled<T>() -> Result<T> {
    Err(KitaabError::Cancelled { text: "cancelled".into() })
}

fn start(work: Boxed<()>) -> Result<JoinHandle<()>> {
    Ok(own()?.spawn(work))
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
struct Aborting(JoinHandle<()>);

impl Drop for Aborting {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// The same, a panic within it being an error.
async fn caught(mut operation: Boxed<()>) -> Result<()> {
    poll_fn(|context| {
        let polled = catch_unwind(AssertUnwindSafe(|| operation.as_mut().poll(context)));
        polled.map_or_else(|panic| Poll::Ready(Err(failed(&panic))), |polled| polled.map(Ok))
    })
    .await
}

fn failed(_: &(dyn Any + Send)) -> KitaabError {
    KitaabError::internal()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::unused_async)]
mod tests {
    use std::pin::pin;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::task::{Context, Wake, Waker};
    use std::thread::{self, Thread};
    use std::time::Duration;

    use super::*;

    struct Unpark(Thread);

    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }

    /// Waits as a language without a runtime of tokio's does.
    fn wait<T>(operation: impl Future<Output = T>) -> T {
        let waker = Waker::from(Arc::new(Unpark(thread::current())));
        let mut operation = pin!(operation);
        loop {
            match operation.as_mut().poll(&mut Context::from_waker(&waker)) {
                Poll::Ready(answer) => return answer,
                Poll::Pending => thread::park(),
            }
        }
    }

    async fn panics() -> Result<()> {
        panic!("a secret of the owner")
    }

    #[test]
    fn a_panic_is_an_error_that_tells_nothing_of_it() {
        for answer in [wait(run(panics())), block_on(run(panics())), block_on(panics())] {
            assert_eq!(answer, Err(KitaabError::internal()));
        }
        assert!(!KitaabError::internal().text().contains("secret"));
    }

    #[test]
    fn operations_run_on_other_threads_than_a_foreign_callers() {
        let here = thread::current().id();
        let ran_on = |operation| async move { Ok((operation, thread::current().id())) };
        assert_ne!(wait(run(ran_on(1))).unwrap().1, here);
        assert_eq!(block_on(run(ran_on(2))).unwrap().1, here);
    }

    #[test]
    fn dropping_an_operation_cancels_it() {
        let finished = Arc::new(AtomicBool::new(false));
        let flag = finished.clone();
        let mut operation = Box::pin(run(async move {
            tokio::time::sleep(Duration::from_millis(100)).await;
            flag.store(true, Ordering::SeqCst);
            Ok(())
        }));
        assert!(operation.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        drop(operation);
        thread::sleep(Duration::from_millis(200));
        assert!(!finished.load(Ordering::SeqCst));
    }
}
