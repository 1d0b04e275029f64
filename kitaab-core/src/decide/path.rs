//! Paths of names: "Salah/Fajr".

use std::borrow::Cow;

use crate::catalogue::Catalogue;
use crate::day::Day;
use crate::error::{Error, Kind, Result};
use crate::id::{DeedId, ItemId};
use crate::item::Item;
use crate::text::Name;

impl Catalogue {
    /// The names from a deed's root down to an item.
    pub fn path_of(&self, item: ItemId) -> Result<Vec<&Name>> {
        Ok(self.lineage(item)?.into_iter().map(|item| &item.name).collect())
    }

    /// The path of an item as text: names between slashes. A slash or backslash in a name has a
    /// backslash before it, so that [`Catalogue::find_by_path`] reads it back.
    pub fn path_text(&self, item: ItemId) -> Result<String> {
        let names = self.path_of(item)?;
        let written = names.iter().map(|name| name.as_str().replace('\\', "\\\\").replace('/', "\\/"));
        Ok(written.collect::<Vec<_>>().join("/"))
    }

    /// The item at a path such as `Salah/Fajr`, or the one with this UUID; a deed's UUID, or its name
    /// alone, means its root. Of several items with one path that is meant which is live longest: one that is not
    /// archived, or else the one archived last.
    ///
    /// # Errors
    /// `not_found` if there is none, `conflict` if several have this path and are live equally long (deeds may repeat a
    /// name).
    pub fn find_by_path(&self, path: &str) -> Result<ItemId> {
        if let Some(item) = self.find_by_uuid(path) {
            return Ok(item);
        }
        let mut found: Vec<&Item> = Vec::new();
        for (level, name) in segments(path).iter().enumerate() {
            // What can't be a name is the name of nothing.
            let Ok(name) = Name::new(name) else { return Err(Error::not_found(Kind::Item, shown(path))) };
            let here = |item: &&Item| {
                let under = item.parent.map_or(level == 0, |parent| found.iter().any(|above| above.id == parent));
                under && item.name == name
            };
            found = self.items.values().filter(here).collect();
        }
        let until = |item: &Item| item.archived_from.unwrap_or(Day::MAX);
        let longest = found.iter().map(|item| until(item)).max();
        found.retain(|item| Some(until(item)) == longest);
        match found.as_slice() {
            [] => Err(Error::not_found(Kind::Item, shown(path))),
            [item] => Ok(item.id),
            several => Err(Error::conflict(
                Kind::Item,
                format!("{} items have the path {}: name one by its id", several.len(), shown(path)),
            )),
        }
    }

    fn find_by_uuid(&self, text: &str) -> Option<ItemId> {
        let uuid = uuid::Uuid::try_parse(text.trim()).ok()?;
        let item = ItemId::new(uuid);
        if self.items.contains_key(&item) { Some(item) } else { self.root(DeedId::new(uuid)).ok().map(|root| root.id) }
    }
}

/// The names in a path. A backslash before a slash or a backslash takes it as part of the name; any
/// other backslash stands for itself.
fn segments(path: &str) -> Vec<String> {
    let mut segments = vec![String::new()];
    let mut rest = path.chars().peekable();
    while let Some(c) = rest.next() {
        let c = match c {
            '/' => {
                segments.push(String::new());
                continue;
            }
            '\\' => rest.next_if(|next| matches!(next, '/' | '\\')).unwrap_or(c),
            c => c,
        };
        if let Some(segment) = segments.last_mut() {
            segment.push(c);
        }
    }
    segments
}

/// A path as an error may show it: not a long one, which is likely to be something else.
fn shown(path: &str) -> Cow<'_, str> {
    let count = path.chars().count();
    if count <= 255 { path.into() } else { format!("{count} characters").into() }
}
