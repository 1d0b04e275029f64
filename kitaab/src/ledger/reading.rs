//! Reading what the days of a book hold now, as images of records.

use std::collections::{BTreeMap, BTreeSet};

use kitaab_core::ledger::Images;
use kitaab_core::{Day, DayRange, Entry, EntryState, ItemId, RecordImage, RecordKey};
use kitaab_store::{EntryQuery, ReflectionQuery};

use super::Ledger;
use crate::error::Result;

/// From how many days of one item on its entries are read as a list.
const LIST_FROM: usize = 16;

/// How many entries are read at once.
const ENTRIES: u32 = 10_000;

impl Ledger<'_> {
    /// What there is now of these records of days, and all entries and make-ups of `whole` items; with the revisions
    /// to expect. Of items in `going`, none are expected: there may be very many, and what is written to such an item
    /// meanwhile is looked for afterwards.
    pub(super) async fn days_now(
        self,
        keys: impl Iterator<Item = RecordKey> + Send,
        whole: &BTreeSet<ItemId>,
        going: &BTreeSet<ItemId>,
    ) -> Result<(Images, Vec<(RecordKey, u64)>)> {
        let (store, context, owner) = (self.book.store(), self.book.context(), self.book.owner());
        let mut images = Images::new();
        let mut revisions = Vec::new();
        let mut entries: BTreeMap<ItemId, BTreeSet<Day>> = BTreeMap::new();
        for key in keys.filter(|key| !key.is_structural()).collect::<Vec<_>>() {
            // Before what it holds: a change in between is noticed as the commit is applied.
            let Some((item, _)) = key.day_of_item() else {
                revisions.push((key, store.revision(&context, owner, key).await?));
                images.extend(self.image_now(key).await?.map(|image| (key, image)));
                continue;
            };
            if !going.contains(&item) {
                revisions.push((key, store.revision(&context, owner, key).await?));
            }
            match key {
                RecordKey::Entry(item, day) => {
                    entries.entry(item).or_default().insert(day);
                }
                _ if whole.contains(&item) => {}
                _ => images.extend(self.image_now(key).await?.map(|image| (key, image))),
            }
        }
        for (item, days) in &entries {
            if whole.contains(item) {
                continue;
            }
            if days.len() < LIST_FROM {
                for day in days {
                    let entry = store.entry(&context, owner, *item, *day).await?;
                    images.extend(entry.map(image_of_entry));
                }
            } else {
                let found = self.entries_of(&[*item], hull(days)).await?;
                images.extend(found.into_iter().filter(|entry| days.contains(&entry.day)).map(image_of_entry));
            }
        }
        if !whole.is_empty() {
            let items: Vec<ItemId> = whole.iter().copied().collect();
            images.extend(self.entries_of(&items, DayRange::ALL).await?.into_iter().map(image_of_entry));
            for item in items {
                let done = store.make_ups(&context, owner, item).await?;
                images.extend(
                    done.into_iter().map(|(day, count)| (RecordKey::MakeUp(item, day), RecordImage::MakeUp(count))),
                );
                let settled = store.fidya(&context, owner, item).await?;
                images.extend(
                    settled.into_iter().map(|(day, count)| (RecordKey::Fidya(item, day), RecordImage::Fidya(count))),
                );
            }
        }
        Ok((images, revisions))
    }

    /// All entries of some items within a span.
    pub(super) async fn entries_of(self, items: &[ItemId], days: DayRange) -> Result<Vec<Entry>> {
        let mut query = EntryQuery { items: Some(items.to_vec()), ..EntryQuery::on(days, ENTRIES) };
        let mut entries = Vec::new();
        loop {
            let page = self.book.store().entries(&self.book.context(), self.book.owner(), &query).await?;
            entries.extend(page.rows);
            match page.next {
                Some(next) => query.after = Some(next),
                None => return Ok(entries),
            }
        }
    }

    /// What a day's record other than an entry holds now.
    async fn image_now(self, key: RecordKey) -> Result<Option<RecordImage>> {
        let (store, context, owner) = (self.book.store(), self.book.context(), self.book.owner());
        Ok(match key {
            RecordKey::Reviewed(day) => {
                let reviewed = store.reviewed(&context, owner, DayRange::single(day)).await?;
                (!reviewed.is_empty()).then_some(RecordImage::Reviewed)
            }
            RecordKey::MakeUp(item, day) => {
                store.make_ups(&context, owner, item).await?.get(&day).copied().map(RecordImage::MakeUp)
            }
            RecordKey::Fidya(item, day) => {
                store.fidya(&context, owner, item).await?.get(&day).copied().map(RecordImage::Fidya)
            }
            RecordKey::Reflection(day, category) => {
                let query = ReflectionQuery {
                    days: DayRange::single(day),
                    category: Some(category),
                    words: Vec::new(),
                    after: None,
                    limit: 1,
                };
                let page = store.reflections(&context, owner, &query).await?;
                page.rows.into_iter().next().map(|reflection| RecordImage::Reflection(reflection.text))
            }
            _ => None,
        })
    }
}

fn image_of_entry(entry: Entry) -> (RecordKey, RecordImage) {
    let state = EntryState { value: entry.value, note: entry.note };
    (RecordKey::Entry(entry.item, entry.day), RecordImage::Entry(state))
}

/// The span from the first to the last of some days.
fn hull(days: &BTreeSet<Day>) -> DayRange {
    days.first().zip(days.last()).and_then(|(first, last)| DayRange::new(*first, *last).ok()).unwrap_or(DayRange::ALL)
}
