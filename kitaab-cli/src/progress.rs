//! How far long work has come, on standard error, where a person is watching.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// A line that tells how far the work is. It is gone when the work ends, and never shown to a program.
#[derive(Debug)]
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// Work that is called `what`.
    pub(crate) fn of(what: &'static str, json: bool) -> Self {
        let bar = if json { ProgressBar::hidden() } else { ProgressBar::new_spinner() };
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
            bar.set_style(style);
        }
        bar.set_message(what);
        bar.enable_steady_tick(Duration::from_millis(200));
        Self(bar)
    }

    /// So much is done, of so much where that is known.
    pub(crate) fn at(&self, done: u64, total: Option<u64>) {
        if let Some(total) = total
            && self.0.length() != Some(total)
        {
            self.0.set_length(total);
            if let Ok(style) = ProgressStyle::with_template("{msg} [{bar:30}] {percent}%") {
                self.0.set_style(style.progress_chars("=> "));
            }
        }
        self.0.set_position(done);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
