//! Importing what other programs recorded.

mod existing;
mod mapping;
mod report;
mod structure;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

pub use kitaab_import::{Format as ImportFormat, Progress as ImportProgress, Remark as ImportRemark};
use kitaab_import::{ImportError, Imported};

pub use self::report::{ImportReport, ImportedDeed, NotCarried, NotCarriedOver};

use self::existing::Existing;
use self::mapping::map;
use crate::book::Book;
use crate::error::{Error, Result};
use crate::writing::Plan;

/// What reading calls now and then; `Break` cancels the import.
type OnProgress = Box<dyn FnMut(ImportProgress) -> ControlFlow<()> + Send>;

/// How to import.
#[derive(Default)]
#[must_use]
pub struct ImportOptions {
    dry_run: bool,
    on_progress: Option<OnProgress>,
}

impl std::fmt::Debug for ImportOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ImportOptions").field("dry_run", &self.dry_run).finish_non_exhaustive()
    }
}

impl ImportOptions {
    /// To import in earnest, silently.
    pub fn new() -> Self {
        Self::default()
    }

    /// To report what would be imported, and write nothing.
    pub fn dry_run(mut self) -> Self {
        self.dry_run = true;
        self
    }

    /// To be told, from another thread, how far the reading has come, and to be asked whether to go on.
    pub fn on_progress(mut self, on_progress: impl FnMut(ImportProgress) -> ControlFlow<()> + Send + 'static) -> Self {
        self.on_progress = Some(Box::new(on_progress));
        self
    }
}

impl Book {
    /// Imports the file of another program, or a folder that it was unpacked to: all of it, as one commit,
    /// or nothing. The format is recognised by the content: one of [`ImportFormat`].
    ///
    /// Each habit becomes a deed, what was written about a day its reflection; `docs/importing.md` says how. What
    /// can't be carried over is in the report.
    ///
    /// Ids are derived from the source, so that importing the same file again changes nothing, and a later
    /// export of the same program adds what is new. What the book holds already stays as it is: an entry that
    /// differs from the file's is counted in the report and kept. An import that was undone can be done again.
    ///
    /// # Errors
    /// `unsupported` for a file of no known format, `corrupt` for a damaged one, `invalid` for one that goes
    /// beyond the reader's limits, `unavailable` where it can't be read now, `cancelled` when the progress
    /// callback breaks. Nothing is written then.
    pub async fn import(&self, path: impl AsRef<Path> + Send, options: ImportOptions) -> Result<ImportReport> {
        let ImportOptions { dry_run, on_progress } = options;
        let imported = read(path.as_ref().to_owned(), on_progress).await?;
        let mut writing = self.writing();
        loop {
            let situation = writing.situation().await?;
            let existing = Existing::of(self, &imported, &situation.catalogue).await?;
            let (changes, mut report) = match map(&imported, &existing, &situation.catalogue, situation.today) {
                Ok(mapped) => mapped,
                Err(error) => {
                    writing.refused(error).await?;
                    continue;
                }
            };
            report.dry_run = dry_run;
            if dry_run {
                return Ok(report);
            }
            if let Some(done) = writing.apply(Plan::from(changes), report).await? {
                return Ok(ImportReport { committed: done.committed, ..done.made });
            }
        }
    }
}

/// Reads the file on a thread of its own, since reading blocks and executors must not.
async fn read(path: PathBuf, on_progress: Option<OnProgress>) -> Result<Imported> {
    let (sender, receiver) = tokio::sync::oneshot::channel();
    let reading = move || {
        let mut on_progress = on_progress.unwrap_or_else(|| Box::new(|_| ControlFlow::Continue(())));
        // A caller that went away cancels.
        let mut wanted = |progress| if sender.is_closed() { ControlFlow::Break(()) } else { on_progress(progress) };
        let imported = kitaab_import::read(&path, &mut wanted);
        // Nobody is left to tell where this fails.
        let _ = sender.send(imported);
    };
    let thread = std::thread::Builder::new().name("kitaab-import".to_owned()).spawn(reading);
    thread
        .map_err(|error| kitaab_store::StoreError::unavailable("no thread could be started to read the file", error))?;
    match receiver.await {
        Ok(imported) => Ok(imported?),
        Err(_) => Err(kitaab_core::Error::corrupt("the file made its reader stop").into()),
    }
}

impl From<ImportError> for Error {
    fn from(error: ImportError) -> Self {
        let text = error.to_string();
        match error {
            ImportError::Invalid { place, reason } => {
                kitaab_core::Error::invalid("file", format!("can't be imported: {reason}"), place).into()
            }
            ImportError::Unsupported { .. } => kitaab_core::Error::unsupported(text).into(),
            ImportError::Corrupt { .. } => kitaab_core::Error::corrupt(text).into(),
            ImportError::Cancelled { rows } => Self::Cancelled { after: format!("{rows} rows") },
            error => kitaab_store::StoreError::unavailable(text, error).into(),
        }
    }
}
