//! What is kept in memory of one book, shared by all who hold it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use kitaab_core::{Catalogue, Clock, Timestamp};

use crate::verdicts::Known;

/// Locks a mutex that guards plain values only, which a panic elsewhere can't leave half-changed.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What is kept in memory of one book. The lock is held for a few instructions, never across an
/// await.
#[derive(Debug, Default)]
pub(crate) struct Session(Mutex<Memory>);

#[derive(Debug, Default)]
struct Memory {
    /// None until it is first needed.
    catalogue: Option<Arc<Catalogue>>,
    /// The last number given to a commit of this device.
    device_seq: u64,
    /// The device's hybrid clock, not behind any commit it has seen.
    clock: Clock,
    verdicts: Known,
}

impl Session {
    /// The catalogue as it was last seen.
    pub(crate) fn catalogue(&self) -> Option<Arc<Catalogue>> {
        locked(&self.0).catalogue.clone()
    }

    /// Keeps what was read from the store.
    pub(crate) fn loaded(&self, catalogue: Arc<Catalogue>, device_seq: u64, clock: Clock) {
        let mut memory = locked(&self.0);
        if memory.catalogue.as_ref().is_some_and(|known| known.version > catalogue.version) {
            // Versions only rise: another program may have erased the book, so that its numbers begin anew.
            memory.verdicts.doubt();
        }
        memory.catalogue = Some(catalogue);
        memory.device_seq = memory.device_seq.max(device_seq);
        memory.clock = memory.clock.max(clock);
    }

    /// Keeps the catalogue that a commit made, unless a later one is known by now.
    pub(crate) fn advanced(&self, catalogue: &Arc<Catalogue>) {
        let mut memory = locked(&self.0);
        if memory.catalogue.as_ref().is_none_or(|kept| kept.version < catalogue.version) {
            memory.catalogue = Some(catalogue.clone());
        }
    }

    /// The number and clock of the device's next commit.
    pub(crate) fn next(&self, now: Timestamp) -> (u64, Clock) {
        let mut memory = locked(&self.0);
        memory.device_seq += 1;
        memory.clock = memory.clock.tick(now);
        (memory.device_seq, memory.clock)
    }

    /// Goes on after a number that the store has seen from this device.
    pub(crate) fn seen_device_seq(&self, last: u64) {
        let mut memory = locked(&self.0);
        memory.device_seq = memory.device_seq.max(last);
    }

    /// Asks or changes what is known of the recorded verdicts.
    pub(crate) fn verdicts<T>(&self, with: impl FnOnce(&mut Known) -> T) -> T {
        with(&mut locked(&self.0).verdicts)
    }

    /// Forgets everything: the book was erased, or its chain replaced.
    pub(crate) fn forget(&self) {
        *locked(&self.0) = Memory::default();
    }
}
