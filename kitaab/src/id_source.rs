//! Where the SDK takes random bytes from: for ids, and for the nonces of the ledger's hashes.

use std::fmt::Debug;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use kitaab_core::Timestamp;
use kitaab_store::StoreError;
use uuid::{Builder, Uuid};

use crate::error::Result;

/// Makes ids and random bytes. [`RandomIds`] unless another one is handed to the builder.
pub trait IdSource: Debug + Send + Sync {
    /// Fills `bytes` with random ones. They make the hashes of guessable records say nothing, so they
    /// must come from a cryptographic source wherever a real book is kept.
    ///
    /// # Errors
    /// `unavailable` if there are none to be had.
    fn fill(&self, bytes: &mut [u8]) -> Result<()>;

    /// A new id, made at `now`: a UUID of version 7, unless overridden.
    fn id(&self, now: Timestamp) -> Result<Uuid> {
        let mut random = [0; 10];
        self.fill(&mut random)?;
        let millis = u64::try_from(now.micros() / 1_000).unwrap_or(0);
        Ok(Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }
}

/// The random source of the operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct RandomIds;

impl IdSource for RandomIds {
    fn fill(&self, bytes: &mut [u8]) -> Result<()> {
        Ok(getrandom::fill(bytes).map_err(|error| StoreError::unavailable("there are no random numbers", error))?)
    }
}

/// Ids and bytes that follow from a seed, the same on every run: for tests, and only for them. Clones
/// go on in one sequence.
#[derive(Clone, Debug)]
pub struct SeededIds(Arc<AtomicU64>);

impl SeededIds {
    /// The sequence of a seed.
    pub fn new(seed: u64) -> Self {
        Self(Arc::new(AtomicU64::new(seed)))
    }
}

impl IdSource for SeededIds {
    fn fill(&self, bytes: &mut [u8]) -> Result<()> {
        // SplitMix64: its state is a counter, so that threads may share it.
        const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
        for part in bytes.chunks_mut(8) {
            let mut word = self.0.fetch_add(STEP, Ordering::Relaxed).wrapping_add(STEP);
            word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            word ^= word >> 31;
            part.copy_from_slice(&word.to_le_bytes()[..part.len()]);
        }
        Ok(())
    }
}

/// Ids for one decision, which takes them from a function that can't fail: an error is kept, and
/// told after the decision.
pub(crate) struct Ids<'a> {
    source: &'a dyn IdSource,
    now: Timestamp,
    failed: Result<()>,
}

impl<'a> Ids<'a> {
    pub(crate) fn new(source: &'a dyn IdSource, now: Timestamp) -> Self {
        Self { source, now, failed: Ok(()) }
    }

    /// The next id.
    pub(crate) fn take(&mut self) -> Uuid {
        self.source.id(self.now).unwrap_or_else(|error| {
            self.failed = Err(error);
            Uuid::nil()
        })
    }

    /// Whether every id was a real one.
    pub(crate) fn finish(self) -> Result<()> {
        self.failed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_of_version_7_and_hold_the_time() {
        let now = Timestamp::from_micros(1_717_243_200_123_456);
        for source in [&RandomIds as &dyn IdSource, &SeededIds::new(1)] {
            let id = source.id(now).unwrap();
            assert_eq!(id.get_version_num(), 7);
            assert_eq!(id.as_u128() >> 80, 1_717_243_200_123);
            assert_ne!(id, source.id(now).unwrap());
        }
    }

    #[test]
    fn a_seed_gives_the_same_bytes_again() {
        let bytes = |seed| {
            let mut bytes = [0; 21];
            SeededIds::new(seed).fill(&mut bytes).unwrap();
            bytes
        };
        assert_eq!(bytes(7), bytes(7));
        assert_ne!(bytes(7), bytes(8));
    }
}
