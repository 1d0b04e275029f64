//! Counting in columns of flags: within one window, or for every window at once by prefix counts.

use std::borrow::Cow;
use std::ops::Range;

/// In each byte the lowest bit.
const ONES: u64 = 0x0101_0101_0101_0101;

/// How many words of eight flags are summed up before the sums are spread out.
const BLOCK: usize = 32;

/// The prefix counts of a column of flags (0 or 1 each): at place `i`, how many of the first `i` are 1.
pub(super) fn counts(flags: &[u8]) -> Vec<u32> {
    counts_of(flags, flags, |flags, _| flags)
}

/// The prefix counts of what `join` makes of two columns of the same length, eight places at a time: it is
/// given a byte of each for every place, and answers with bytes whose lowest bits are counted.
///
/// All arithmetic on counts wraps. The difference of two of them is right as long as the window's own
/// count fits, which no calendar can exceed.
pub(super) fn counts_of(a: &[u8], b: &[u8], join: impl Fn(u64, u64) -> u64) -> Vec<u32> {
    let mut counts = vec![0; a.len().min(b.len()) + 1];
    let mut before = 0_u32;
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    let (places, places_of_rest) = counts[1..].as_chunks_mut::<8>();
    // Adding up flag after flag would wait for each addition. The product has in each of its bytes the sum
    // of the flags up to there, at most 8, so nothing carries over.
    let sums_of = |a: &[u8; 8], b: &[u8; 8]| {
        let flags = join(u64::from_le_bytes(*a), u64::from_le_bytes(*b)) & ONES;
        flags.wrapping_mul(ONES).to_le_bytes()
    };
    // In two steps, of which the compiler makes the second one vector instructions.
    let mut block = [(0_u32, [0_u8; 8]); BLOCK];
    for ((a, b), places) in a.chunks(BLOCK).zip(b.chunks(BLOCK)).zip(places.chunks_mut(BLOCK)) {
        for ((a, b), (base, sums)) in a.iter().zip(b).zip(&mut block) {
            *base = before;
            *sums = sums_of(a, b);
            before = before.wrapping_add(u32::from(sums[7]));
        }
        for (places, (base, sums)) in places.iter_mut().zip(&block) {
            for (place, sum) in places.iter_mut().zip(sums) {
                *place = base.wrapping_add(u32::from(*sum));
            }
        }
    }
    let padded = |rest: &[u8]| std::array::from_fn(|i| rest.get(i).copied().unwrap_or(0));
    for (place, sum) in places_of_rest.iter_mut().zip(sums_of(&padded(a_rest), &padded(b_rest))) {
        *place = before.wrapping_add(u32::from(sum));
    }
    counts
}

/// Adds other counts to these, place by place.
pub(super) fn add(counts: &mut [u32], others: &[u32]) {
    for (count, other) in counts.iter_mut().zip(others) {
        *count = count.wrapping_add(*other);
    }
}

/// Turns a column of numbers into the sums of all up to each of them.
pub(super) fn add_up<T: Copy + Default>(column: &mut [T], add: impl Fn(T, T) -> T) {
    let mut sum = T::default();
    for place in column {
        sum = add(sum, *place);
        *place = sum;
    }
}

/// The windows of one length that end on some places: either all of them reach back before the first place
/// of the frame, and are cut off there, or none does.
pub(super) struct Windows {
    length: usize,
    places: Range<usize>,
}

impl Windows {
    /// The windows of `length` (at least one) that end on `places`, the ones cut off first.
    pub(super) fn ending_on(places: &Range<usize>, length: usize) -> [Self; 2] {
        let whole = (length - 1).clamp(places.start, places.end);
        [places.start..whole, whole..places.end].map(|places| Self { length, places })
    }

    /// Of columns of prefix counts or sums: what is before each window, and what is up to its end.
    pub(super) fn ends<'c, T: Copy + Default>(&self, before: &'c [T], after: &'c [T]) -> (Cow<'c, [T]>, &'c [T]) {
        let Range { start, end } = self.places;
        let after = if start < end { &after[start + 1..=end] } else { &[] };
        match (start + 1).checked_sub(self.length) {
            Some(first) if !after.is_empty() => (before[first..first + after.len()].into(), after),
            _ => (vec![T::default(); after.len()].into(), after),
        }
    }
}

/// How many flags (0 or 1 each) are 1 within a window.
pub(super) fn within(flags: &[u8], window: &Range<usize>) -> u32 {
    flags[window.clone()].iter().map(|flag| u32::from(*flag)).sum()
}

/// The runs of places for which `holds` says so.
pub(super) fn runs(flags: &[u8], holds: impl Fn(u8) -> bool) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (place, _) in flags.iter().enumerate().filter(|(_, flag)| holds(**flag)) {
        match found.last_mut() {
            Some(run) if run.end == place => run.end += 1,
            _ => found.push(place..place + 1),
        }
    }
    found
}

/// Whether two ranges of places share one.
pub(super) fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start.max(b.start) < a.end.min(b.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_sums_of_all_before() {
        for len in (0..40).chain(BLOCK * 8 - 1..BLOCK * 8 + 2).chain([1000]) {
            let flags: Vec<u8> = (0..len).map(|i| u8::from(i * i % 7 < 3)).collect();
            let mut expected: Vec<u32> = std::iter::once(0).chain(flags.iter().copied().map(u32::from)).collect();
            add_up(&mut expected, u32::wrapping_add);
            assert_eq!(counts(&flags), expected);
            assert_eq!(within(&flags, &(0..len)), expected[len]);
            let others: Vec<u8> = (0..len).map(|i| 0b1111_1110 | u8::from(i % 3 == 0)).collect();
            let both: Vec<u8> = flags.iter().zip(&others).map(|(a, b)| a & b).collect();
            assert_eq!(counts_of(&flags, &others, |a, b| a & b), counts(&both));
        }
    }

    #[test]
    fn runs_are_told_by_their_ends() {
        assert_eq!(runs(&[0, 1, 0, 0, 1, 1, 0], |flag| flag == 1), [1..2, 4..6]);
        assert_eq!(runs(&[1], |flag| flag == 0), []);
    }
}
