//! Correlation: whether two items are kept on the same days.

use crate::day::DayRange;
use crate::error::Result;
use crate::evaluate::{KNOWN, REACHED};
use crate::id::ItemId;

use super::Insights;
use super::book::Book;
use super::tally::float;

/// Whether two items are kept on the same days. That says nothing of causes.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Correlation {
    /// The two items.
    pub items: (ItemId, ItemId),
    /// On how many days it is known of both whether they were kept: what the coefficient rests on.
    pub days: u32,
    /// On how many of them both were kept.
    pub both: u32,
    /// … only the first.
    pub first_only: u32,
    /// … only the second.
    pub second_only: u32,
    /// … neither.
    pub neither: u32,
    /// The coefficient phi (Pearson's, of two yes/no variables): a float from -1, never on the same days, to 1,
    /// always on the same days. None where one of them was always kept, or never.
    pub phi: Option<f64>,
}

impl Insights<'_> {
    /// Whether two items are kept on the same days of `days`. An item with others below it is kept when all of
    /// them are that are due.
    ///
    /// # Errors
    /// `not_found`.
    pub fn correlation(&self, first: ItemId, second: ItemId, days: DayRange) -> Result<Correlation> {
        let places = self.book.places_of(days);
        let (a, b) = (known(&self.book, first)?, known(&self.book, second)?);
        let mut counts = [0_u32; 4];
        for (a, b) in a[places.clone()].iter().zip(&b[places]) {
            if a & b & KNOWN != 0 {
                counts[usize::from(a & REACHED != 0) * 2 + usize::from(b & REACHED != 0)] += 1;
            }
        }
        let [neither, second_only, first_only, both] = counts;
        Ok(Correlation {
            items: (first, second),
            days: counts.iter().sum(),
            both,
            first_only,
            second_only,
            neither,
            phi: phi(counts.map(|count| float(count.into()))),
        })
    }
}

/// The days on which it is known whether an item was kept, and on which it was.
fn known(book: &Book<'_>, item: ItemId) -> Result<Vec<u8>> {
    let place = book.place(item)?;
    let node = book.node(place);
    if !node.shown {
        return Ok(vec![0; book.frame.len()]);
    }
    if book.is_parent(place) { book.days_of(place) } else { Ok(book.standing(node)?.flags.clone()) }
}

fn phi([neither, second, first, both]: [f64; 4]) -> Option<f64> {
    let ends = (both + first) * (second + neither) * (both + second) * (first + neither);
    (ends > 0.0).then(|| ((both * neither - first * second) / ends.sqrt()).clamp(-1.0, 1.0))
}
