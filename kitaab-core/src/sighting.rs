//! The owner's sightings: on which day a Hijri month began where they live.

use crate::calendar::HijriMonth;
use crate::day::Day;
use crate::record::record;

record! {
    /// The first day of one Hijri month, as it was sighted where the owner lives. Its id is the month. Where there
    /// is none, the Umm al-Qura tables say when a month begins.
    record Sighting(HijriMonth), kind sighting;
    /// What to set of a [`Sighting`].
    patch SightingPatch;
    {
        /// The first day of the month. The night before it belongs to it.
        0 first_day: Day,
    }
}
