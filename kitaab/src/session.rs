//! What is kept in memory of one book as one actor sees it, shared by all who hold it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use kitaab_core::{Catalogue, Clock, Timestamp};
use kitaab_store::Head;

use crate::verdicts::Known;

/// Locks a mutex that guards plain values only, which a panic elsewhere can't leave half-changed.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What is kept in memory of one book, as one actor sees it. The locks are held for a few instructions, never across
/// an await.
#[derive(Debug, Default)]
pub(crate) struct Session {
    memory: Mutex<Memory>,
    /// Of this device's commits in the book, whoever writes them.
    numbers: Arc<Mutex<Numbers>>,
}

/// The last number and clock given to a commit of this device in one book.
#[derive(Debug, Default)]
struct Numbers {
    device_seq: u64,
    /// The device's hybrid clock, not behind any commit it has seen.
    clock: Clock,
}

#[derive(Debug, Default)]
struct Memory {
    /// None until it is first needed.
    catalogue: Option<Arc<Catalogue>>,
    /// The beginning of the book that it is of.
    begun: u64,
    verdicts: Known,
}

impl Session {
    /// A session of the same book, in which somebody else acts.
    pub(crate) fn beside(other: &Self) -> Self {
        Self { memory: Mutex::default(), numbers: Arc::clone(&other.numbers) }
    }

    /// The catalogue as it was last seen.
    pub(crate) fn catalogue(&self) -> Option<Arc<Catalogue>> {
        locked(&self.memory).catalogue.clone()
    }

    /// The catalogue that a head speaks of, if it is the one last seen.
    pub(crate) fn catalogue_at(&self, head: &Head) -> Option<Arc<Catalogue>> {
        let memory = locked(&self.memory);
        let catalogue = memory.catalogue.as_ref()?;
        ((memory.begun, catalogue.version) == (head.begun, head.catalogue)).then(|| catalogue.clone())
    }

    /// Keeps what was read from the store, after the head.
    pub(crate) fn loaded(&self, head: &Head, catalogue: Arc<Catalogue>, device_seq: u64, clock: Clock) {
        let mut memory = locked(&self.memory);
        if memory.begun != head.begun {
            // Another program may have erased the book, so that its numbers begin anew.
            memory.verdicts.doubt();
        }
        memory.begun = head.begun;
        memory.catalogue = Some(catalogue);
        drop(memory);
        let mut numbers = locked(&self.numbers);
        numbers.device_seq = numbers.device_seq.max(device_seq);
        numbers.clock = numbers.clock.max(clock);
    }

    /// Keeps the catalogue that a commit made, unless a later one is known by now.
    pub(crate) fn advanced(&self, catalogue: &Arc<Catalogue>) {
        let mut memory = locked(&self.memory);
        if memory.catalogue.as_ref().is_none_or(|kept| kept.version < catalogue.version) {
            memory.catalogue = Some(catalogue.clone());
        }
    }

    /// The number and clock of the device's next commit.
    pub(crate) fn next(&self, now: Timestamp) -> (u64, Clock) {
        let mut numbers = locked(&self.numbers);
        numbers.device_seq += 1;
        numbers.clock = numbers.clock.tick(now);
        (numbers.device_seq, numbers.clock)
    }

    /// Goes on after a number that the store has seen from this device.
    pub(crate) fn seen_device_seq(&self, last: u64) {
        let mut numbers = locked(&self.numbers);
        numbers.device_seq = numbers.device_seq.max(last);
    }

    /// Asks or changes what is known of the recorded verdicts.
    pub(crate) fn verdicts<T>(&self, with: impl FnOnce(&mut Known) -> T) -> T {
        with(&mut locked(&self.memory).verdicts)
    }

    /// Forgets everything: the book was erased, or its chain replaced.
    pub(crate) fn forget(&self) {
        *locked(&self.memory) = Memory::default();
        *locked(&self.numbers) = Numbers::default();
    }
}
