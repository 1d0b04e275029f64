//! Series: the figures of a subject bucket by bucket, for charts.

use crate::calendar::Bucket;
use crate::day::DayRange;
use crate::error::Result;

use super::tally::{Figures, together};
use super::{Insights, Subject};

/// The figures of a subject for each part of some days.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Points {
    /// Of what.
    pub subject: Subject,
    /// By what the days are parted.
    pub bucket: Bucket,
    /// The parts in order, those on which nothing happened, too.
    pub points: Vec<Point>,
}

/// The figures of one part.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Point {
    /// Its days; at the ends of what was asked for it may be cut off.
    pub days: DayRange,
    /// The figures.
    pub figures: Figures,
}

impl Insights<'_> {
    /// The figures of a subject over `days`, by buckets. No point lies wholly after today.
    ///
    /// # Errors
    /// `not_found`.
    pub fn series(&self, subject: Subject, bucket: Bucket, days: DayRange) -> Result<Points> {
        let nodes = self.book.nodes(subject)?;
        let mut points = Vec::new();
        if !nodes.is_empty() {
            for days in self.buckets(bucket, days).take_while(|part| part.first() <= self.book.seen) {
                points.push(Point { days, figures: together(&self.book, subject, &nodes, days)? });
            }
        }
        Ok(Points { subject, bucket, points })
    }
}
