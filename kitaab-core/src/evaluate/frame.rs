//! The days that an engine works on, as places in its arrays.

use std::ops::Range;

use crate::day::{Day, DayRange};

/// A span of days, each with its place: 0 for the first.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    days: DayRange,
    len: usize,
    /// How many of its days, from the first on, may hold records.
    recorded: usize,
}

impl Frame {
    /// All days of a span, with the records of all of them.
    pub(crate) fn new(days: DayRange) -> Self {
        Self { days, len: days.count(), recorded: days.count() }
    }

    /// The same span, seen on `day`: nothing that was recorded for a later day counts.
    pub(crate) fn seen_on(self, day: Day) -> Self {
        Self { recorded: self.end(day), ..self }
    }

    /// How many days it holds.
    pub(crate) const fn len(self) -> usize {
        self.len
    }

    /// The place after the last day that may hold records.
    pub(crate) const fn recorded_places(self) -> usize {
        self.recorded
    }

    /// The places of all its days.
    pub(crate) const fn all(self) -> Range<usize> {
        0..self.len
    }

    /// The days themselves.
    pub(crate) const fn days(self) -> DayRange {
        self.days
    }

    /// Where `day` lies relative to the first day: negative before it.
    pub(crate) const fn offset(self, day: Day) -> i32 {
        day.since(self.days.first())
    }

    /// The place of the first day of the frame that is not before `day`; the length if there is none.
    pub(crate) fn place(self, day: Day) -> usize {
        usize::try_from(self.offset(day)).unwrap_or(0).min(self.len)
    }

    /// The place after `day`, kept within the frame.
    pub(crate) fn end(self, day: Day) -> usize {
        usize::try_from(i64::from(self.offset(day)) + 1).unwrap_or(0).min(self.len)
    }

    /// The places of the days that lie in the frame; empty if none does.
    pub(crate) fn places(self, days: DayRange) -> Range<usize> {
        self.place(days.first())..self.end(days.last())
    }

    /// The place of a day that lies in the frame.
    #[allow(clippy::cast_sign_loss, reason = "a day that lies in the frame is not before its first")]
    pub(crate) const fn place_within(self, day: Day) -> usize {
        self.offset(day) as usize
    }

    /// Which of some rising days lie in the frame and may hold records.
    pub(crate) fn recorded_in(self, days: &[Day]) -> Range<usize> {
        let recorded = i32::try_from(self.recorded).unwrap_or(i32::MAX);
        days.partition_point(|day| self.offset(*day) < 0)..days.partition_point(|day| self.offset(*day) < recorded)
    }

    /// The day at a place.
    pub(crate) fn day(self, place: usize) -> Day {
        self.days.first().saturating_plus(i32::try_from(place).unwrap_or(i32::MAX))
    }
}
