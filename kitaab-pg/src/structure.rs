//! The structures of books, remembered.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use kitaab_core::{Catalogue, Change, ItemId, ScaleId, UserId, View};
use kitaab_store::counted_as;

use crate::error::{Fault, Result};
use crate::sql;

/// How many books are remembered.
const REMEMBERED: usize = 1_024;

/// The structure of a book, as one who may see it read it.
#[derive(Clone, Debug)]
pub(crate) struct Known<T> {
    /// Which beginning of the book it is of: see [`kitaab_store::Head`].
    pub(crate) begun: i64,
    /// By what the database knows it: see its function `mark_of`.
    pub(crate) mark: i64,
    pub(crate) structure: Arc<T>,
}

impl<T> Known<T> {
    /// A structure of some version; 0 for a book without any.
    pub(crate) const fn new(begun: i64, version: i64, structure: Arc<T>) -> Self {
        Self { begun, mark: if version == 0 { 0 } else { begun + version }, structure }
    }
}

/// The catalogues of books that were read. What it holds is taken only for what the database has at that moment: others write
/// too.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    catalogues: Mutex<HashMap<UserId, Known<Catalogue>>>,
    /// By who sees, and whose book.
    views: Mutex<HashMap<(UserId, UserId), Known<View>>>,
}

impl Memory {
    pub(crate) fn known(&self, owner: UserId) -> Option<Known<Catalogue>> {
        self.held().get(&owner).cloned()
    }

    pub(crate) fn remember(&self, known: &Known<Catalogue>) {
        let (mut held, owner) = (self.held(), known.structure.owner);
        if held.len() >= REMEMBERED && !held.contains_key(&owner) {
            held.clear();
        }
        held.insert(owner, known.clone());
    }

    pub(crate) fn forget(&self, owner: UserId) {
        self.held().remove(&owner);
    }

    /// Forgets a book that is gone, and what others saw of it.
    pub(crate) fn forget_all(&self, owner: UserId) {
        self.forget(owner);
        self.held_views().retain(|(_, seen), _| *seen != owner);
    }

    /// What somebody was seen to see of another's book.
    pub(crate) fn known_view(&self, actor: UserId, owner: UserId) -> Option<Known<View>> {
        self.held_views().get(&(actor, owner)).cloned()
    }

    pub(crate) fn remember_view(&self, known: &Known<View>) {
        let (mut held, view) = (self.held_views(), &known.structure);
        if held.len() >= REMEMBERED {
            held.clear();
        }
        held.insert((view.actor, view.catalogue.owner), known.clone());
    }

    pub(crate) fn forget_view(&self, actor: UserId, owner: UserId) {
        self.held_views().remove(&(actor, owner));
    }

    fn held_views(&self) -> MutexGuard<'_, HashMap<(UserId, UserId), Known<View>>> {
        self.views.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Each entry is put in whole: a panic elsewhere leaves nothing half done.
    fn held(&self) -> MutexGuard<'_, HashMap<UserId, Known<Catalogue>>> {
        self.catalogues.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A catalogue from the changes that make its records.
pub(crate) fn read(owner: UserId, version: i64, bodies: &[Vec<u8>]) -> Result<Catalogue> {
    let mut catalogue = Catalogue::new(owner);
    let version = sql::seq(version)?;
    for body in bodies {
        let change: Change =
            minicbor::decode(body).map_err(|error| Fault::corrupt(format!("a record's body: {error}")))?;
        catalogue.apply(&change, version).map_err(|error| Fault::corrupt(format!("a record: {error}")))?;
    }
    catalogue.version = version;
    Ok(catalogue)
}

/// For the figures of which category the entries of items count (0 hasanaat, 1 saiyyiaat, none if hidden), where that is
/// new, and whether it was another one for items that were there.
pub(crate) fn counted(before: &Catalogue, after: &Catalogue) -> (Vec<(ItemId, Option<i16>)>, bool) {
    let mut counted = Vec::new();
    let mut others = false;
    for item in after.items.keys() {
        let now = counted_as(after, *item);
        let known = before.items.contains_key(item);
        if !known || counted_as(before, *item) != now {
            others |= known;
            counted.push((*item, now.map(crate::key::category_number)));
        }
    }
    (counted, others)
}

/// The scale versions whose scores differ between two catalogues.
pub(crate) fn rescored(before: &Catalogue, after: &Catalogue) -> Vec<ScaleId> {
    let scores = |catalogue: &Catalogue, scale: &ScaleId| -> Vec<i32> {
        let scale = catalogue.scales.get(scale);
        scale.map_or_else(Vec::new, |scale| scale.values.iter().map(|value| value.score).collect())
    };
    let all = before.scales.keys().chain(after.scales.keys().filter(|scale| !before.scales.contains_key(scale)));
    all.filter(|scale| scores(before, scale) != scores(after, scale)).copied().collect()
}
