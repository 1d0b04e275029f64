//! What a command answers with: one value, shown to a person or written as JSON.

pub(crate) mod image;
mod page;
pub(crate) mod style;
mod table;
mod value;

use std::io::{self, Write};

use serde::Serialize;

pub(crate) use page::Page;
pub(crate) use table::{Cell, Table};
pub(crate) use value::{CommittedView, EntryView, ValueView, outcome_style, outcome_word};

use crate::failure::{Code, Failure, Result};

/// How wide text is set where the terminal does not say.
const DEFAULT_WIDTH: usize = 80;
/// Lines longer than this are hard to read, however wide the terminal is.
const MAX_WIDTH: usize = 100;

/// An answer: what `--json` writes is what serde makes of it, and `show` sets the same for a reader.
pub(crate) trait View: Serialize {
    /// Sets it on a page.
    fn show(&self, page: &mut Page);
}

/// Where answers go.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output {
    json: bool,
    width: usize,
}

impl Output {
    /// To standard output: as JSON, or as text that fits the terminal.
    pub(crate) fn new(json: bool) -> Self {
        let terminal = terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0));
        Self { json, width: terminal.filter(|width| *width > 0).unwrap_or(DEFAULT_WIDTH).min(MAX_WIDTH) }
    }

    /// Whether answers are JSON.
    pub(crate) const fn is_json(self) -> bool {
        self.json
    }

    /// Gives an answer.
    pub(crate) fn put<V: View + ?Sized>(self, view: &V) -> Result<()> {
        if self.json {
            let mut line = serde_json::to_vec(view).map_err(|error| Failure::new(Code::Unexpected, error))?;
            line.push(b'\n');
            return written(io::stdout().lock().write_all(&line));
        }
        let mut page = Page::new(self.width);
        view.show(&mut page);
        written(anstream::stdout().lock().write_all(page.text().as_bytes()))
    }
}

/// Writes to standard output what is no answer, but a text for another program.
pub(crate) fn put_text(text: &[u8]) -> Result<()> {
    written(io::stdout().lock().write_all(text))
}

/// What became of writing to standard output. A reader that has seen enough (`| head`) is no failure.
fn written(result: io::Result<()>) -> Result<()> {
    match result.and_then(|()| io::stdout().flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(Failure::new(Code::Unavailable, format_args!("standard output: {error}"))),
        Ok(()) => Ok(()),
    }
}
