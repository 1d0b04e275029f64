//! Sets of days as spans.

use kitaab_core::{Day, DayRange};

/// A set of days: spans in rising order that neither overlap nor touch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Spans(Vec<DayRange>);

impl Spans {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The smallest span that holds all of it.
    pub(super) fn hull(&self) -> Option<DayRange> {
        self.0.first().zip(self.0.last()).map(|(first, last)| first.hull(*last))
    }

    pub(super) fn contains(&self, day: Day) -> bool {
        let after = self.0.partition_point(|span| span.first() <= day);
        after.checked_sub(1).is_some_and(|last| self.0[last].contains(day))
    }
}

impl FromIterator<DayRange> for Spans {
    fn from_iter<I: IntoIterator<Item = DayRange>>(spans: I) -> Self {
        let mut given: Vec<DayRange> = spans.into_iter().collect();
        given.sort_by_key(|span| span.first());
        let mut merged: Vec<DayRange> = Vec::new();
        for span in given {
            match merged.last_mut() {
                Some(last) if span.first() <= last.last().saturating_plus(1) => *last = last.hull(span),
                _ => merged.push(span),
            }
        }
        Self(merged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_that_touch_become_one() {
        let day = |d| Day::new(2024, 1, d).unwrap();
        let span = |a, b| DayRange::new(day(a), day(b)).unwrap();
        let spans: Spans = [span(8, 9), span(1, 3), span(4, 4), span(2, 2)].into_iter().collect();
        assert_eq!(spans, Spans(vec![span(1, 4), span(8, 9)]));
        assert_eq!(spans.hull(), Some(span(1, 9)));
        assert_eq!(
            [1, 4, 5, 7, 8, 9, 10].map(|d| spans.contains(day(d))),
            [true, true, false, false, true, true, false]
        );
        assert!(Spans::default().is_empty() && Spans::default().hull().is_none());
    }
}
