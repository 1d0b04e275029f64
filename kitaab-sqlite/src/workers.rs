//! Threads that own connections, and the questions that are put to them.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::{self, JoinHandle};

use kitaab_store::StoreError;
use tokio::sync::oneshot;

use crate::error::Result;

/// A question to a worker; it brings its own way of answering.
type Question<W> = Box<dyn FnOnce(&mut W) + Send>;

/// What a thread of [`Workers`] owns.
pub(crate) trait Worker: 'static {
    /// Puts itself in order after a question that panicked.
    fn recover(&mut self);
}

/// One or more threads, each with a worker of its own, that answer questions in turn.
///
/// The thread, and not the one that asks, does the blocking work; asking needs no particular async
/// runtime. Dropped, they finish what was asked before, and close.
pub(crate) struct Workers<W> {
    questions: Option<mpsc::Sender<Question<W>>>,
    threads: Vec<JoinHandle<()>>,
}

impl<W: Worker> Workers<W> {
    /// Starts threads, each with a worker that is made on it.
    pub(crate) fn start(name: &str, threads: usize, make: impl Fn() -> W + Clone + Send + 'static) -> Result<Self> {
        let (questions, asked) = mpsc::channel();
        let asked = Arc::new(Mutex::new(asked));
        let mut workers = Self { questions: Some(questions), threads: Vec::new() };
        for _ in 0..threads {
            let (make, asked) = (make.clone(), Arc::clone(&asked));
            let thread = thread::Builder::new()
                .name(name.to_owned())
                .spawn(move || answer_all(&mut make(), &asked))
                .map_err(|error| StoreError::unavailable("no thread can be started", error))?;
            workers.threads.push(thread);
        }
        Ok(workers)
    }

    /// Puts a question and waits for the answer. One whose asker has gone before its turn is not
    /// begun; one that has begun is carried through.
    pub(crate) async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&mut W) -> Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (reply, answer) = oneshot::channel();
        let question = Box::new(move |worker: &mut W| {
            if !reply.is_closed() {
                // The asker may have gone since: then nobody is left to be told.
                let _ = reply.send(question(worker).map_err(StoreError::from));
            }
        });
        let sent = self.questions.as_ref().and_then(|questions| questions.send(question).ok());
        sent.ok_or_else(|| StoreError::Backend("the store's thread has ended".into()))?;
        answer.await.map_err(|_| StoreError::Backend("the store's thread panicked at this".into()))?
    }

    /// Puts a question whose answer nobody waits for. It is answered in its turn, before those that are asked later.
    pub(crate) fn tell(&self, question: impl FnOnce(&mut W) + Send + 'static) {
        // Where the thread has ended, whoever asks next is told.
        let _ = self.questions.as_ref().map(|questions| questions.send(Box::new(question)));
    }
}

fn answer_all<W: Worker>(worker: &mut W, asked: &Mutex<mpsc::Receiver<Question<W>>>) {
    loop {
        // One thread at a time waits for the next question; the others wait for their turn to wait.
        let next = asked.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(question) = next else { return };
        if catch_unwind(AssertUnwindSafe(|| question(worker))).is_err() {
            worker.recover();
        }
    }
}

impl<W> Drop for Workers<W> {
    fn drop(&mut self) {
        self.questions = None;
        for thread in self.threads.drain(..) {
            // It has told its panic already, if it had one.
            let _ = thread.join();
        }
    }
}

impl<W> std::fmt::Debug for Workers<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Workers").field("threads", &self.threads.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::task::{Context, Waker};

    use super::*;

    #[derive(Default)]
    struct Counter {
        answered: u32,
        recovered: u32,
    }

    impl Worker for Counter {
        fn recover(&mut self) {
            self.recovered += 1;
        }
    }

    #[tokio::test]
    async fn a_panic_is_an_error_and_the_worker_goes_on() {
        let workers = Workers::start("counter", 1, Counter::default).unwrap();
        let panicked = workers.ask(|_: &mut Counter| -> Result<()> { panic!("on purpose") }).await;
        assert_eq!(panicked.unwrap_err().code(), "unavailable");
        assert_eq!(workers.ask(|counter| Ok(counter.recovered)).await.unwrap(), 1);
    }

    #[tokio::test]
    async fn what_nobody_waits_for_is_not_begun() {
        let workers = Workers::start("counter", 1, Counter::default).unwrap();
        let (go, wait) = mpsc::channel::<()>();
        let mut busy = Box::pin(workers.ask(move |counter: &mut Counter| {
            counter.answered += 1;
            Ok(wait.recv().is_ok())
        }));
        let mut dropped = Box::pin(workers.ask(|counter: &mut Counter| {
            counter.answered += 100;
            Ok(())
        }));
        // Asked in this order: while the first keeps the thread busy, the second is dropped.
        let mut task = Context::from_waker(Waker::noop());
        assert!(busy.as_mut().poll(&mut task).is_pending());
        assert!(dropped.as_mut().poll(&mut task).is_pending());
        drop(dropped);
        go.send(()).unwrap();
        assert!(busy.await.unwrap());
        assert_eq!(workers.ask(|counter| Ok(counter.answered)).await.unwrap(), 1);
    }
}
