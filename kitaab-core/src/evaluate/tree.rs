//! The tree of a book's items, indexed once for many questions.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Calendar;
use crate::catalogue::Catalogue;
use crate::deed::{Category, Deed};
use crate::error::Result;
use crate::exemption::{Exemption, Scope};
use crate::id::ItemId;
use crate::item::{Excuse, Item};

/// A catalogue with the children of each item at hand.
///
/// It takes the tree as it is, damaged or not: in a circle of parents, each item is met once.
#[derive(Debug)]
pub(super) struct Tree<'a> {
    pub(super) catalogue: &'a Catalogue,
    pub(super) calendar: Calendar,
    children: BTreeMap<ItemId, Vec<&'a Item>>,
}

impl<'a> Tree<'a> {
    pub(super) fn new(catalogue: &'a Catalogue) -> Self {
        let mut children: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for item in catalogue.items.values() {
            if let Some(parent) = item.parent {
                children.entry(parent).or_default().push(item);
            }
        }
        Self { catalogue, calendar: catalogue.calendar(), children }
    }

    /// An item with its deed, or `not_found`.
    pub(super) fn item(&self, id: ItemId) -> Result<(&'a Item, &'a Deed)> {
        let item = self.catalogue.item(id)?;
        Ok((item, self.catalogue.deed(item.deed)?))
    }

    /// The direct children of an item.
    pub(super) fn children(&self, item: ItemId) -> &[&'a Item] {
        self.children.get(&item).map_or(&[], Vec::as_slice)
    }

    /// An item and everything below it, in a settled order.
    pub(super) fn subtree(&self, item: ItemId) -> BTreeSet<ItemId> {
        let mut found = BTreeSet::new();
        let mut ahead = vec![item];
        while let Some(next) = ahead.pop() {
            if found.insert(next) {
                ahead.extend(self.children(next).iter().map(|child| child.id));
            }
        }
        found
    }

    /// The exemptions that lift an item on their days, each with what it does.
    pub(super) fn exemptions(&self, item: &'a Item, deed: &'a Deed) -> impl Iterator<Item = (&'a Exemption, Excuse)> {
        self.catalogue.exemptions.values().filter_map(move |exemption| {
            let excuse = item.excuses.of(exemption.reason.kind());
            (excuse.lifts && self.covers(exemption.scope, item, deed)).then_some((exemption, excuse))
        })
    }

    /// Whether a scope covers an item: bad deeds only when they are named.
    fn covers(&self, scope: Scope, item: &Item, deed: &Deed) -> bool {
        match scope {
            Scope::Hasanaat => deed.category == Category::Hasanaat,
            Scope::Deed(named) => item.deed == named,
            Scope::Item(named) => named == item.id || ancestors(self.catalogue, item).any(|above| above.id == named),
        }
    }
}

/// The items above an item, the nearest first; each once, even in a circle.
pub(super) fn ancestors<'a>(catalogue: &'a Catalogue, item: &'a Item) -> impl Iterator<Item = &'a Item> {
    let mut met = BTreeSet::from([item.id]);
    let mut next = item.parent;
    std::iter::from_fn(move || {
        let above = catalogue.items.get(&next?)?;
        next = above.parent;
        met.insert(above.id).then_some(above)
    })
}
