//! Random numbers that a seed gives again.

use std::time::{SystemTime, UNIX_EPOCH};

/// SplitMix64: small, even, and the same everywhere.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// The numbers of a seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A seed that differs from run to run: `KITAAB_SEED` if it is set, else from the clock.
    pub fn fresh_seed() -> u64 {
        match std::env::var("KITAAB_SEED") {
            Ok(seed) => seed.parse().expect("KITAAB_SEED is a number"),
            Err(_) => {
                let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
                Self::new(u64::try_from(since.as_nanos() & u128::from(u64::MAX)).unwrap_or(0)).next() >> 16
            }
        }
    }

    /// The next number.
    #[allow(clippy::should_implement_trait, reason = "it never ends")]
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`, which must be above 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    /// A number from `first` to `last`.
    pub fn between(&mut self, first: i32, last: i32) -> i32 {
        let span = u64::from(last.abs_diff(first)) + 1;
        first + i32::try_from(self.below(span)).expect("a span within i32")
    }

    /// Whether something that happens so many times in a hundred happens now.
    pub fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of some things; none of none.
    pub fn pick<T: Copy>(&mut self, things: &[T]) -> Option<T> {
        let place = self.below((things.len() as u64).max(1));
        usize::try_from(place).ok().and_then(|place| things.get(place)).copied()
    }

    /// Sixteen bytes, as a nonce has them.
    pub fn bytes(&mut self) -> [u8; 16] {
        u128::from(self.next()).wrapping_shl(64).wrapping_add(self.next().into()).to_be_bytes()
    }
}
