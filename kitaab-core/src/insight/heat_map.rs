//! Heat maps: for each day, how much of what was due was kept.

use crate::day::{Day, DayRange};
use crate::error::Result;
use crate::evaluate::{DUE, ENTRY, PENDING, QUOTA, REACHED};

use super::book::{Book, Node};
use super::tally::share;
use super::{Insights, Subject};

/// Each day of a span, for one subject.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct HeatMap {
    /// Of what.
    pub subject: Subject,
    /// The days in order, up to today.
    pub days: Vec<HeatDay>,
}

/// One day of a heat map.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct HeatDay {
    /// The day.
    pub day: Day,
    /// How many leaves were due; today's blanks are among them.
    pub due: u32,
    /// How many of them were kept.
    pub kept: u32,
    /// `kept` as a share of `due`, a float from 0 to 1. None where nothing was due, and on a day that is not
    /// logged: that is unknown.
    pub share: Option<f64>,
    /// How many entries there are.
    pub entries: u32,
}

/// What was due, kept and recorded on each of some days, by how many leaves.
pub(super) struct DayCounts {
    pub(super) due: Vec<u32>,
    /// Due, but for that today is not over.
    pub(super) pending: Vec<u32>,
    pub(super) kept: Vec<u32>,
    pub(super) entries: Vec<u32>,
}

impl DayCounts {
    /// The counts of some items on the days of a range that are seen.
    pub(super) fn of<'a>(book: &Book<'a>, nodes: &[&Node<'a>], days: DayRange) -> Result<Self> {
        let places = book.places_of(days);
        let none = vec![0_u32; places.len()];
        let mut counts = Self { due: none.clone(), pending: none.clone(), kept: none.clone(), entries: none };
        for node in nodes {
            let flags = &book.standing(node)?.flags[places.clone()];
            let due = counts.due.iter_mut().zip(&mut counts.kept).zip(flags);
            for ((due, kept), flag) in due {
                *due += u32::from(flag & (DUE | QUOTA) == DUE);
                *kept += u32::from(flag & (DUE | QUOTA | REACHED) == DUE | REACHED);
            }
            for ((pending, entries), flag) in counts.pending.iter_mut().zip(&mut counts.entries).zip(flags) {
                *pending += u32::from(flag & (PENDING | QUOTA) == PENDING);
                *entries += u32::from(flag & ENTRY != 0);
            }
        }
        Ok(counts)
    }

    /// The heat map that they make.
    pub(super) fn heat_map(&self, book: &Book<'_>, subject: Subject, days: DayRange) -> HeatMap {
        let places = book.places_of(days);
        let first = book.frame.day(places.start);
        let (counted, logged) = (places.len(), &book.logged()[places]);
        let day = |day: Day| {
            // Days that are not counted lie before there was anything.
            let Some(at) = usize::try_from(day.since(first)).ok().filter(|at| *at < counted) else {
                return HeatDay { day, due: 0, kept: 0, share: None, entries: 0 };
            };
            let (due, kept) = (self.due[at] + self.pending[at], self.kept[at]);
            let share = if logged[at] == 1 { share(kept.into(), due.into()) } else { None };
            HeatDay { day, due, kept, share, entries: self.entries[at] }
        };
        HeatMap { subject, days: days.days().take_while(|day| *day <= book.seen).map(day).collect() }
    }
}

impl Insights<'_> {
    /// For each day of `days` up to today: how much of what was due was kept, and how much was recorded. Leaves
    /// with a schedule of *n times per period* are not judged by days: of them only the entries are told.
    ///
    /// # Errors
    /// `not_found`.
    pub fn heat_map(&self, subject: Subject, days: DayRange) -> Result<HeatMap> {
        let nodes = self.book.nodes(subject)?;
        if nodes.is_empty() {
            return Ok(HeatMap { subject, days: Vec::new() });
        }
        Ok(DayCounts::of(&self.book, &nodes, days)?.heat_map(&self.book, subject, days))
    }
}
