//! What the book holds already of a file that is imported again.

use std::collections::{BTreeMap, BTreeSet};

use kitaab_core::{Catalogue, Change, Day, DayRange, ItemId, Note, Origin, RecordKey, Records, ReflectionText, Value};
use kitaab_import::Imported;
use kitaab_store::ReflectionQuery;

use super::mapping::REFLECTIONS;
use super::structure::Ids;
use crate::book::Book;
use crate::error::Result;

/// How many reflections are asked for at once.
const PAGE: u32 = 500;

/// What the book holds of the items that an import of this file makes; of a first import, nothing.
pub(super) struct Existing {
    records: Option<Records>,
    /// The notes of those entries for which the file has one.
    notes: BTreeMap<(ItemId, Day), Note>,
    /// Entries that the file has and the owner removed.
    removed: BTreeSet<(ItemId, Day)>,
    /// The reflections on the days that the file spans.
    reflections: BTreeMap<Day, ReflectionText>,
    /// Days whose reflection the owner removed.
    reflections_removed: BTreeSet<Day>,
}

impl Existing {
    pub(super) async fn of(book: &Book, imported: &Imported, catalogue: &Catalogue) -> Result<Self> {
        let ids: Vec<Ids> = Ids::of_all(imported, catalogue.owner).collect();
        let known = |ids: &Ids| catalogue.items.contains_key(&ids.item);
        let items: Vec<ItemId> = ids.iter().filter(|ids| known(ids)).map(|ids| ids.item).collect();
        let mut existing = Self {
            records: None,
            notes: BTreeMap::new(),
            removed: BTreeSet::new(),
            reflections: BTreeMap::new(),
            reflections_removed: BTreeSet::new(),
        };
        existing.find_reflections(book, imported).await?;
        if items.is_empty() {
            return Ok(existing);
        }
        let records = book.records(&items, DayRange::ALL).await?;
        for (habit, ids) in imported.habits.iter().zip(&ids).filter(|(_, ids)| known(ids)) {
            let series = records.series(ids.item);
            for record in &habit.days {
                let day = Day::from_date(record.day)?;
                let is_recorded = series.is_some_and(|series| series.on(day).is_some());
                if !is_recorded {
                    if book.was_removed(RecordKey::Entry(ids.item, day)).await? {
                        existing.removed.insert((ids.item, day));
                    }
                } else if record.note.is_some() {
                    let entry = book.store().entry(&book.context(), book.owner(), ids.item, day).await?;
                    if let Some(note) = entry.and_then(|entry| entry.note) {
                        existing.notes.insert((ids.item, day), note);
                    }
                }
            }
        }
        existing.records = Some(records);
        Ok(existing)
    }

    async fn find_reflections(&mut self, book: &Book, imported: &Imported) -> Result<()> {
        let (Some(first), Some(last)) = (imported.reflections.first(), imported.reflections.last()) else {
            return Ok(());
        };
        let mut query = ReflectionQuery {
            days: DayRange::new(Day::from_date(first.day)?, Day::from_date(last.day)?)?,
            category: Some(REFLECTIONS),
            words: Vec::new(),
            after: None,
            limit: PAGE,
        };
        loop {
            let page = book.reflections().list(&query).await?;
            self.reflections.extend(page.rows.into_iter().map(|there| (there.day, there.text)));
            query.after = page.next;
            if query.after.is_none() {
                break;
            }
        }
        for reflection in &imported.reflections {
            let day = Day::from_date(reflection.day)?;
            if !self.reflections.contains_key(&day) && book.was_removed(RecordKey::Reflection(day, REFLECTIONS)).await?
            {
                self.reflections_removed.insert(day);
            }
        }
        Ok(())
    }

    /// The reflection that the book holds.
    pub(super) fn reflection(&self, day: Day) -> Option<&ReflectionText> {
        self.reflections.get(&day)
    }

    /// Whether the owner removed the reflection.
    pub(super) fn was_reflection_removed(&self, day: Day) -> bool {
        self.reflections_removed.contains(&day)
    }

    /// The value that the book holds.
    pub(super) fn value(&self, item: ItemId, day: Day) -> Option<Value> {
        self.records.as_ref()?.series(item)?.on(day)
    }

    /// The note that the book holds, where the file has one too.
    pub(super) fn note(&self, item: ItemId, day: Day) -> Option<&Note> {
        self.notes.get(&(item, day))
    }

    /// Whether the owner removed the entry.
    pub(super) fn was_removed(&self, item: ItemId, day: Day) -> bool {
        self.removed.contains(&(item, day))
    }
}

impl Book {
    /// Whether a record that is not there was removed on purpose, and not by an undo.
    async fn was_removed(&self, key: RecordKey) -> Result<bool> {
        let steps = self.store().history(&self.context(), self.owner(), key, None, 1).await?;
        Ok(steps.first().is_some_and(|step| {
            matches!(step.change, Change::Remove(_) | Change::Reflection { text: None, .. })
                && !matches!(step.header.origin(), Origin::Undo(_))
        }))
    }
}
