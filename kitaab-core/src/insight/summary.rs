//! The summary: the figures of everything at once.

use crate::day::DayRange;
use crate::deed::Category;
use crate::error::Result;
use crate::id::{DeedId, ItemId};

use super::Insights;
use super::book::{Book, Node};
use super::tally::{Figures, Tally, days_logged, of_one_unit};

/// The figures of all that is shown over some days.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Summary {
    /// The days that were asked for.
    pub days: DayRange,
    /// How many of them, up to today, are logged: hold any entry of the book, hidden items' too, or are
    /// reviewed.
    pub logged_days: u32,
    /// Good deeds, then bad ones; a category without anything shown is left out.
    pub categories: Vec<CategorySummary>,
    /// The deeds in their order.
    pub deeds: Vec<DeedSummary>,
    /// The items in their order, each before those below it.
    pub items: Vec<ItemSummary>,
}

/// The figures of a category.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct CategorySummary {
    /// The category.
    pub category: Category,
    /// Its figures.
    pub figures: Figures,
}

/// The figures of a deed.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct DeedSummary {
    /// The deed.
    pub deed: DeedId,
    /// Its figures: those of its root item.
    pub figures: Figures,
}

/// The figures of an item with all below it.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct ItemSummary {
    /// The item.
    pub item: ItemId,
    /// Its deed.
    pub deed: DeedId,
    /// Its figures.
    pub figures: Figures,
}

impl Insights<'_> {
    /// The figures of each category, deed and item over `days`. Left out are items of which there is nothing to
    /// tell: that were not running on any of the days, hold no entry in them, and of which no period ended in
    /// them; nor those below them.
    pub fn summary(&self, days: DayRange) -> Result<Summary> {
        let book = &self.book;
        let places = book.places_of(days);
        let own: Vec<Option<Tally>> = (0..book.len())
            .map(|place| book.node(place))
            .map(|node| if node.shown { Tally::of(book, node, days, true).map(Some) } else { Ok(None) })
            .collect::<Result<_>>()?;
        // What is below a place, and whether there is anything to tell.
        let within = |range: std::ops::Range<usize>| -> (Tally, Vec<&Node<'_>>, bool) {
            let (mut sum, mut nodes, mut present) = (Tally::default(), Vec::new(), false);
            for (place, tally) in range.clone().zip(&own[range]) {
                if let Some(tally) = tally {
                    let node = book.node(place);
                    present |= tally.entries > 0 || tally.due > 0 || runs(book, node, days);
                    sum.add(tally);
                    nodes.push(node);
                }
            }
            (sum, nodes, present)
        };
        let (mut deeds, mut items) = (Vec::new(), Vec::new());
        for (place, node) in (0..book.len()).map(|place| (place, book.node(place))).filter(|(_, node)| node.shown) {
            let (sum, nodes, present) = within(book.places_below(node.item.id)?);
            if !present {
                continue;
            }
            let logged = if nodes.len() == 1 {
                u32::try_from(sum.entries).unwrap_or(u32::MAX)
            } else {
                days_logged(book, &nodes, &places)?
            };
            let figures = sum.figures(book, logged);
            if book.is_root(place) {
                deeds.push(DeedSummary { deed: node.deed.id, figures: figures.clone() });
            }
            items.push(ItemSummary { item: node.item.id, deed: node.deed.id, figures });
        }
        let mut categories = Vec::new();
        for category in Book::CATEGORIES {
            let nodes: Vec<&Node<'_>> = book.all().filter(|node| node.deed.category == category).collect();
            let mut sum = Tally::default();
            let tallies = (0..book.len()).zip(&own).filter(|(place, _)| book.node(*place).deed.category == category);
            tallies.filter_map(|(_, tally)| tally.as_ref()).for_each(|tally| sum.add(tally));
            sum.histograms.clear();
            if nodes.iter().any(|node| items.iter().any(|line| line.item == node.item.id)) {
                let mut figures = sum.figures(book, days_logged(book, &nodes, &places)?);
                if !of_one_unit(book, category) {
                    figures.total = None;
                }
                categories.push(CategorySummary { category, figures });
            }
        }
        let logged_days = u32::try_from(book.logged_days(days)).unwrap_or(u32::MAX);
        Ok(Summary { days, logged_days, categories, deeds, items })
    }
}

/// Whether an item runs on one of the days, up to the last one seen.
fn runs(book: &Book<'_>, node: &Node<'_>, days: DayRange) -> bool {
    let last = days.last().min(book.seen);
    let first = days.first().max(node.item.starts_on);
    first <= last && node.item.is_live_on(first)
}
