//! How far imports have come, for whoever asks meanwhile (ADR 26).

use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use kitaab::{ImportProgress, UserId};

use crate::book::Place;
use crate::client::Shared;

/// The imports that are under way in a client, in the order in which they were begun.
#[derive(Debug, Default)]
pub(crate) struct UnderWay(Mutex<Vec<Import>>);

/// One import. Only who began it may know of it.
#[derive(Debug)]
struct Import {
    owner: UserId,
    actor: UserId,
    progress: Arc<Mutex<ImportProgress>>,
}

impl UnderWay {
    /// Begins an import, which is under way until what is answered is dropped.
    pub(crate) fn begin(&self, place: &Place) -> Importing {
        let progress = Arc::new(Mutex::new(ImportProgress { rows: 0, total: None }));
        let import = Import { owner: place.owner, actor: place.actor, progress: progress.clone() };
        held(&self.0).push(import);
        Importing { client: place.client.clone(), progress }
    }

    /// How far the latest import into a book has come that is under way.
    pub(crate) fn progress(&self, place: &Place) -> Option<ImportProgress> {
        let imports = held(&self.0);
        let latest = imports.iter().rev().find(|import| import.owner == place.owner && import.actor == place.actor)?;
        Some(*held(&latest.progress))
    }
}

/// Says that an import is under way, until it is dropped: when the import ends or fails, and when it is cancelled.
pub(crate) struct Importing {
    client: Arc<Shared>,
    progress: Arc<Mutex<ImportProgress>>,
}

impl Importing {
    /// What the reader tells how far it has come.
    pub(crate) fn follow(&self) -> impl FnMut(ImportProgress) -> ControlFlow<()> + Send + 'static {
        let progress = self.progress.clone();
        move |now| {
            *held(&progress) = now;
            ControlFlow::Continue(())
        }
    }
}

impl Drop for Importing {
    fn drop(&mut self) {
        held(&self.client.imports.0).retain(|import| !Arc::ptr_eq(&import.progress, &self.progress));
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
