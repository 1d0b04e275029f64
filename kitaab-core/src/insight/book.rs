//! The items that are looked at, with their columns.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;

use crate::catalogue::Catalogue;
use crate::day::{Day, DayRange};
use crate::deed::{Category, Deed};
use crate::error::{Error, Kind, Result};
use crate::evaluate::{DUE, Frame, KNOWN, PENDING, QUOTA, REACHED, Standing, Standings};
use crate::id::{DeedId, ItemId};
use crate::item::{Hide, Item};
use crate::series::{Records, Series};

use super::{InsightOptions, LONGEST_PERIOD, Subject};

/// A book as it is looked at: its items in their order, each before those below it.
#[derive(Debug)]
pub(super) struct Book<'a> {
    pub(super) catalogue: &'a Catalogue,
    pub(super) options: InsightOptions,
    pub(super) frame: Frame,
    /// The last day of which something is known: today, or the last of the records if that is earlier.
    pub(super) seen: Day,
    records: &'a Records,
    standings: Standings<'a>,
    nodes: Vec<Node<'a>>,
    places: BTreeMap<ItemId, usize>,
}

/// One item.
#[derive(Debug)]
pub(super) struct Node<'a> {
    pub(super) item: &'a Item,
    pub(super) deed: &'a Deed,
    /// Whether it is looked at: not hidden, or asked for all the same.
    pub(super) shown: bool,
    /// Its entries.
    pub(super) series: Option<&'a Series>,
    /// The place after the last item below it.
    end: usize,
    standing: OnceCell<Standing>,
}

impl<'a> Book<'a> {
    pub(super) fn new(catalogue: &'a Catalogue, records: &'a Records, options: InsightOptions) -> Result<Self> {
        let recorded = records.days();
        let seen = recorded.last().min(options.today);
        let items = catalogue.items_in_order();
        let begun = items.iter().map(|item| item.starts_on.saturating_plus(-LONGEST_PERIOD)).min();
        let entered = records.all_series().values().filter_map(|series| series.days().first().copied()).min();
        // Before that there is nothing to be told.
        let last = seen.max(recorded.first());
        let first = begun.into_iter().chain(entered).min().unwrap_or(last).clamp(recorded.first(), last);
        // A period that began may end later.
        let days = DayRange::new(first, last.saturating_plus(LONGEST_PERIOD))?;
        let standings = Standings::new(catalogue, records, days, seen, options.today);
        let mut nodes: Vec<Node<'a>> = Vec::with_capacity(items.len());
        let mut levels: Vec<usize> = Vec::new();
        for item in items {
            let place = nodes.len();
            let level = catalogue.level_of(item.id)?;
            for above in levels.drain(level.min(levels.len())..) {
                nodes[above].end = place;
            }
            let shown = options.include_hidden || catalogue.hide_of(item.id)? == Hide::None;
            levels.push(place);
            let deed = catalogue.deed(item.deed)?;
            let series = records.series(item.id);
            nodes.push(Node { item, deed, shown, series, end: place + 1, standing: OnceCell::new() });
        }
        let end = nodes.len();
        for above in levels {
            nodes[above].end = end;
        }
        let places = nodes.iter().enumerate().map(|(place, node)| (node.item.id, place)).collect();
        Ok(Self { catalogue, options, frame: standings.frame(), seen, records, standings, nodes, places })
    }

    /// The items that a subject is made of, those that are shown.
    pub(super) fn nodes(&self, subject: Subject) -> Result<Vec<&Node<'a>>> {
        let within = match subject {
            Subject::Category(category) => {
                return Ok(self.all().filter(|node| node.deed.category == category).collect());
            }
            Subject::Deed(deed) => self.places_of_deed(deed)?,
            Subject::Item(item) => self.places_below(item)?,
        };
        Ok(self.nodes[within].iter().filter(|node| node.shown).collect())
    }

    /// All items that are shown, in their order.
    pub(super) fn all(&self) -> impl Iterator<Item = &Node<'a>> {
        self.nodes.iter().filter(|node| node.shown)
    }

    /// The place of an item, or `not_found`.
    pub(super) fn place(&self, item: ItemId) -> Result<usize> {
        self.places.get(&item).copied().ok_or_else(|| Error::not_found(Kind::Item, item))
    }

    /// How many items there are, hidden ones too.
    pub(super) const fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether a deed begins at a place.
    pub(super) fn is_root(&self, place: usize) -> bool {
        self.nodes[place].item.parent.is_none()
    }

    /// The item at a place.
    pub(super) fn node(&self, place: usize) -> &Node<'a> {
        &self.nodes[place]
    }

    /// The places of an item and of those below it.
    pub(super) fn places_below(&self, item: ItemId) -> Result<Range<usize>> {
        let place = self.place(item)?;
        Ok(place..self.nodes[place].end)
    }

    fn places_of_deed(&self, deed: DeedId) -> Result<Range<usize>> {
        self.catalogue.deed(deed)?;
        let of_deed = |node: &Node<'_>| node.deed.id == deed;
        let first = self.nodes.iter().position(of_deed).unwrap_or(self.nodes.len());
        let count = self.nodes[first..].iter().take_while(|node| of_deed(node)).count();
        Ok(first..first + count)
    }

    /// Whether an item has shown items below it.
    pub(super) fn is_parent(&self, place: usize) -> bool {
        self.nodes[place + 1..self.nodes[place].end].iter().any(|node| node.shown)
    }

    /// How an item stands on each day of the frame.
    pub(super) fn standing<'s>(&'s self, node: &'s Node<'a>) -> Result<&'s Standing> {
        if let Some(standing) = node.standing.get() {
            return Ok(standing);
        }
        let standing = self.standings.of(node.item, node.deed)?;
        Ok(node.standing.get_or_init(|| standing))
    }

    /// The places of the days of a range that are in the frame and may hold something.
    pub(super) fn places_of(&self, days: DayRange) -> Range<usize> {
        let places = self.frame.places(days);
        let seen = self.frame.recorded_places();
        places.start.min(seen)..places.end.min(seen)
    }

    /// For each day of the frame 1 or 0: whether it is logged.
    pub(super) fn logged(&self) -> &[u8] {
        self.standings.logged()
    }

    /// How many days of a range are logged, up to the last one seen.
    pub(super) fn logged_days(&self, days: DayRange) -> usize {
        let logged = self.records.logged().iter();
        logged.filter(|day| days.contains(**day) && **day <= self.seen).count()
    }

    /// Where today is in the frame, if the records reach up to it; else the place after the last day seen.
    pub(super) fn not_over(&self) -> usize {
        if self.seen == self.options.today { self.frame.place(self.seen) } else { self.frame.end(self.seen) }
    }

    /// How an item with all below it stands on each day: due when one of the leaves is, kept when all of them
    /// are. Leaves with a schedule of *n times per period* are judged by the period, and play no part.
    pub(super) fn days_of(&self, place: usize) -> Result<Vec<u8>> {
        /// One of the leaves is due and does not keep the day, or it is not known whether it does.
        const UNKEPT: u8 = 1 << 2;
        const UNKNOWN: u8 = 1 << 3;
        let mut days = vec![0_u8; self.frame.len()];
        for node in self.nodes[place..self.nodes[place].end].iter().filter(|node| node.shown) {
            for (day, flag) in days.iter_mut().zip(&self.standing(node)?.flags) {
                let due = if flag & (DUE | QUOTA) == DUE { DUE } else { 0 };
                let pending = if flag & (PENDING | QUOTA) == PENDING { PENDING } else { 0 };
                let unkept = if due != 0 && flag & REACHED == 0 { UNKEPT } else { 0 };
                let unknown = if due != 0 && flag & KNOWN == 0 { UNKNOWN } else { 0 };
                *day |= due | pending | unkept | unknown;
            }
        }
        for day in &mut days {
            let due = *day & DUE != 0;
            let kept = due && *day & UNKEPT == 0;
            let known = due && *day & UNKNOWN == 0;
            let pending = *day & PENDING != 0;
            *day = match (due, kept, pending) {
                // What is still blank may yet be done, but what was not kept is not kept.
                (_, true, true) | (false, _, true) => PENDING,
                (false, _, false) => 0,
                (true, ..) => DUE | if kept { REACHED } else { 0 } | if known { KNOWN } else { 0 },
            };
        }
        Ok(days)
    }

    /// The categories, in their order.
    pub(super) const CATEGORIES: [Category; 2] = [Category::Hasanaat, Category::Saiyyiaat];
}
