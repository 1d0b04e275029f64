//! A deed as a host shows it: with its items in order.

use std::ops::Index;

use kitaab_core::{Catalogue, Day, Deed, DeedId, Error, Hide, Item, ItemId, Kind, Name, Scale};

/// A deed with its name, its active scale and its items.
///
/// Its items can be picked by name: `salah["Fajr"]`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DeedView {
    /// Its id.
    pub id: DeedId,
    /// Its name: that of its root item.
    pub name: Name,
    /// The deed itself: category, measure, unit, group.
    pub deed: Deed,
    /// The active version of its scale, if it is judged by one.
    pub scale: Option<Scale>,
    /// All its items, the root first, each before those below it.
    pub items: Vec<ItemView>,
}

/// An item and where it stands in its deed's tree.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ItemView {
    /// Its id.
    pub id: ItemId,
    /// The item itself.
    pub item: Item,
    /// How far it stands below the root; 0 for the root itself.
    pub level: usize,
    /// Where it is left out: the strictest of its own setting and of those above it.
    pub hide: Hide,
    /// Whether it is live on the owner's today: not archived, or only from a day to come.
    pub live: bool,
    /// Whether none of the items directly below it is live on the owner's today. It takes entries as long as none of
    /// those has begun.
    pub leaf: bool,
}

impl DeedView {
    pub(crate) fn of(catalogue: &Catalogue, id: DeedId, today: Day) -> Result<Self, Error> {
        let deed = catalogue.deed(id)?.clone();
        let mut items = Vec::new();
        let mut ahead = vec![catalogue.root(id)?];
        while let Some(item) = ahead.pop() {
            let below = catalogue.children(item.id);
            items.push(ItemView {
                id: item.id,
                item: item.clone(),
                level: catalogue.level_of(item.id)?,
                hide: catalogue.hide_of(item.id)?,
                live: item.is_live_on(today),
                leaf: !below.iter().any(|below| below.is_live_on(today)),
            });
            // Taken off the end, so the first one goes last.
            ahead.extend(below.into_iter().rev());
        }
        let name = catalogue.name_of(id)?.clone();
        Ok(Self { id, name, deed, scale: catalogue.active_scale(id).cloned(), items })
    }

    /// Its root item.
    pub fn root(&self) -> ItemId {
        self.items[0].id
    }

    /// The item with this name; live ones come before archived ones.
    ///
    /// # Errors
    /// `not_found` if there is none, `conflict` if several have this name: take them from
    /// [`DeedView::items`], or find one by its path ([`Catalogue::find_by_path`]).
    pub fn item(&self, name: &str) -> Result<ItemId, Error> {
        let named: Vec<&ItemView> = self.items.iter().filter(|view| view.item.name.as_str() == name).collect();
        let live: Vec<&ItemView> = named.iter().copied().filter(|view| view.live).collect();
        match if live.is_empty() { named } else { live }.as_slice() {
            [] => Err(Error::not_found(Kind::Item, name)),
            [view] => Ok(view.id),
            several => Err(Error::conflict(Kind::Item, format!("{} items are named {name}", several.len()))),
        }
    }
}

impl Index<&str> for DeedView {
    type Output = ItemId;

    /// The item with this name, for programs that know their deeds.
    ///
    /// # Panics
    /// If there is no such item, or more than one: where the name comes from a user, ask
    /// [`DeedView::item`].
    fn index(&self, name: &str) -> &ItemId {
        match self.item(name) {
            Ok(id) => self.items.iter().map(|view| &view.id).find(|found| **found == id).unwrap_or(&self.items[0].id),
            Err(error) => panic!("{}: {error}", self.name),
        }
    }
}
