//! One run of a reader: its limits, how far it has come, and whether the caller still wants it.

use std::ops::ControlFlow;

use crate::{ImportError, Limits};

/// How many rows pass between two calls of the progress callback.
const STRIDE: u64 = 1_000;

/// How far a reader has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Rows of days read so far.
    pub rows: u64,
    /// How many there are, if the format tells.
    pub total: Option<u64>,
}

/// What a reader reports its progress to; `Break` cancels.
pub(crate) type OnProgress<'a> = dyn FnMut(Progress) -> ControlFlow<()> + 'a;

/// The state shared by all that takes part in one run.
pub(crate) struct Reading<'a> {
    pub(crate) limits: &'a Limits,
    on_progress: &'a mut OnProgress<'a>,
    progress: Progress,
    text_bytes: u64,
}

impl<'a> Reading<'a> {
    pub(crate) fn new(limits: &'a Limits, on_progress: &'a mut OnProgress<'a>) -> Self {
        let progress = Progress { rows: 0, total: None };
        Self { limits, on_progress, progress, text_bytes: 0 }
    }

    /// Tells the caller how many rows to expect.
    pub(crate) fn expect(&mut self, total: u64) -> Result<(), ImportError> {
        self.progress.total = Some(total);
        self.report()
    }

    /// Counts one row of `place`.
    pub(crate) fn row(&mut self, place: &str) -> Result<(), ImportError> {
        if self.progress.rows >= self.limits.rows {
            return Err(ImportError::invalid(place, format!("more than {} rows", self.limits.rows)));
        }
        self.progress.rows += 1;
        if self.progress.rows.is_multiple_of(STRIDE) { self.report() } else { Ok(()) }
    }

    /// Counts the text that a row of `place` leaves in memory.
    pub(crate) fn keep(&mut self, text: &str, place: &str) -> Result<(), ImportError> {
        self.text_bytes = self.text_bytes.saturating_add(text.len() as u64);
        if self.text_bytes > self.limits.text_bytes {
            let reason = format!("more than {} bytes of text in all rows", self.limits.text_bytes);
            return Err(ImportError::invalid(place, reason));
        }
        Ok(())
    }

    /// Tells the caller where the reader stands.
    pub(crate) fn report(&mut self) -> Result<(), ImportError> {
        match (self.on_progress)(self.progress) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(ImportError::Cancelled { rows: self.progress.rows }),
        }
    }
}
