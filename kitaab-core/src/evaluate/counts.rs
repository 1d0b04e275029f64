//! Prefix counts: how many days up to each one, so that any window is answered by one subtraction.

use std::ops::Range;

/// The counts of a column of flags (0 or 1 each): at place `i`, how many of the first `i` are 1.
///
/// All arithmetic on counts wraps. The difference of two of them is right as long as the window's own
/// count fits, which no calendar can exceed.
pub(super) fn counts(flags: &[u8]) -> Vec<u32> {
    let mut counts = vec![0; flags.len() + 1];
    let mut before = 0_u32;
    let (eights, rest) = flags.as_chunks::<8>();
    let (places, places_of_rest) = counts[1..].as_chunks_mut::<8>();
    for (flags, places) in eights.iter().zip(places) {
        // Adding up eight flags one after the other would wait for each addition. The product has in
        // each of its bytes the sum of the flags up to there, at most 8, so nothing carries over.
        let sums = u64::from_le_bytes(*flags).wrapping_mul(0x0101_0101_0101_0101).to_le_bytes();
        for (place, sum) in places.iter_mut().zip(sums) {
            *place = before.wrapping_add(u32::from(sum));
        }
        before = before.wrapping_add(u32::from(sums[7]));
    }
    for (flag, place) in rest.iter().zip(places_of_rest) {
        before = before.wrapping_add(u32::from(*flag));
        *place = before;
    }
    counts
}

/// Adds other counts to these, place by place.
pub(super) fn add(counts: &mut [u32], others: &[u32]) {
    for (count, other) in counts.iter_mut().zip(others) {
        *count = count.wrapping_add(*other);
    }
}

/// How many there are in a window.
pub(super) fn within(counts: &[u32], window: &Range<usize>) -> u32 {
    match (counts.get(window.start), counts.get(window.end)) {
        (Some(before), Some(after)) => after.wrapping_sub(*before),
        _ => 0,
    }
}

/// The place of the first one in a window.
pub(super) fn first(counts: &[u32], window: &Range<usize>) -> Option<usize> {
    let before = counts.get(window.start)?;
    let after = counts.get(window.start + 1..=window.end)?;
    let place = after.partition_point(|count| count == before);
    (place < after.len()).then_some(window.start + place)
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
        for len in 0..40_usize {
            let flags: Vec<u8> = (0..len).map(|i| u8::from(i * i % 7 < 3)).collect();
            let expected: Vec<u32> = (0..=len).map(|i| flags[..i].iter().copied().map(u32::from).sum()).collect();
            assert_eq!(counts(&flags), expected);
        }
    }

    #[test]
    fn the_first_of_a_window_is_found() {
        let flags = [0, 1, 0, 0, 1, 1, 0];
        let counts = counts(&flags);
        assert_eq!(first(&counts, &(0..7)), Some(1));
        assert_eq!(first(&counts, &(2..7)), Some(4));
        assert_eq!(first(&counts, &(2..4)), None);
        assert_eq!(first(&counts, &(6..7)), None);
        assert_eq!(runs(&flags, |flag| flag == 1), [1..2, 4..6]);
    }
}
