//! Reading a book's days: entries, reviewed days, make-ups and reflections.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use kitaab_core::{Category, Day, DayRange, Entry, EntryState, ItemId, RecordKey, Records, Reflection, Series, search};

use super::book::Book;
use crate::contract::{EntryQuery, Page, ReflectionQuery, check_limit};
use crate::error::Result;

impl Book {
    pub(super) fn entry(&self, item: ItemId, day: Day) -> Option<Entry> {
        self.state.entries.get(&(item, day)).map(|held| self.told(item, day, held))
    }

    pub(super) fn entries(&self, query: &EntryQuery) -> Result<Page<Entry, (Day, ItemId)>> {
        let limit = check_limit(query.limit)?;
        let asked = |item: ItemId, day: Day, held: &EntryState| {
            query.items.as_ref().is_none_or(|items| items.contains(&item))
                && query.days.contains(day)
                && holds_words(held.note.as_ref().map_or("", |note| note.as_str()), &query.words)
        };
        let mut found: Vec<(Day, ItemId)> = self
            .state
            .entries
            .iter()
            .filter(|((item, day), held)| asked(*item, *day, held))
            .map(|((item, day), _)| (*day, *item))
            .collect();
        found.sort_by_key(|(day, item)| (Reverse(*day), *item));
        let page = page(found, query.after, limit, |(day, item)| (Reverse(*day), *item));
        let rows = page.rows.iter().filter_map(|(day, item)| self.entry(*item, *day)).collect();
        Ok(Page { rows, next: page.next })
    }

    fn told(&self, item: ItemId, day: Day, held: &EntryState) -> Entry {
        Entry::new(item, day, held.value, held.note.clone(), self.revision(&RecordKey::Entry(item, day)))
    }

    pub(super) fn has_entries(&self, items: &[ItemId]) -> bool {
        self.state.entries.keys().any(|(item, _)| items.contains(item))
    }

    pub(super) fn records(&self, items: &[ItemId], days: DayRange) -> Result<Records> {
        let mut series: BTreeMap<ItemId, Series> = BTreeMap::new();
        let mut logged: BTreeSet<Day> = self.reviewed(days).into_iter().collect();
        // By item, then by rising day: the order of a series.
        for ((item, day), held) in &self.state.entries {
            if !days.contains(*day) {
                continue;
            }
            logged.insert(*day);
            if items.contains(item) {
                series.entry(*item).or_insert_with(Series::empty_count).push(*day, held.value)?;
            }
        }
        Ok(Records::new(days, series, logged.into_iter().collect()))
    }

    pub(super) fn reviewed(&self, days: DayRange) -> Vec<Day> {
        self.state.reviewed.range(days.first()..=days.last()).copied().collect()
    }

    pub(super) fn make_ups(&self, item: ItemId) -> BTreeMap<Day, u32> {
        of_item(&self.state.make_ups, item)
    }

    pub(super) fn fidya(&self, item: ItemId) -> BTreeMap<Day, u32> {
        of_item(&self.state.fidya, item)
    }

    pub(super) fn reflections(&self, query: &ReflectionQuery) -> Result<Page<Reflection, (Day, Category)>> {
        let limit = check_limit(query.limit)?;
        let mut found: Vec<(Day, Category)> = self
            .state
            .reflections
            .iter()
            .filter(|((day, category), text)| {
                query.days.contains(*day)
                    && query.category.is_none_or(|asked| asked == *category)
                    && holds_words(text.as_str(), &query.words)
            })
            .map(|(key, _)| *key)
            .collect();
        found.sort_by_key(|(day, category)| (Reverse(*day), *category));
        let page = page(found, query.after, limit, |(day, category)| (Reverse(*day), *category));
        let told = |key: &(Day, Category)| {
            let text = self.state.reflections.get(key)?.clone();
            Some(Reflection::new(key.0, key.1, text, self.revision(&RecordKey::Reflection(key.0, key.1))))
        };
        Ok(Page { rows: page.rows.iter().filter_map(told).collect(), next: page.next })
    }
}

/// One item's counts by day.
fn of_item(counts: &BTreeMap<(ItemId, Day), u32>, item: ItemId) -> BTreeMap<Day, u32> {
    counts.range((item, Day::MIN)..=(item, Day::MAX)).map(|((_, day), count)| (*day, *count)).collect()
}

/// Whether a text holds all of some normalised words.
fn holds_words(text: &str, words: &[String]) -> bool {
    words.is_empty() || {
        let held: BTreeSet<String> = search::tokens(text).into_iter().collect();
        words.iter().all(|word| held.contains(word))
    }
}

/// The rows after a cursor, at most so many; `place` gives the order in which they stand.
pub(super) fn page<C: Copy, K: Ord>(
    rows: Vec<C>,
    after: Option<C>,
    limit: usize,
    place: impl Fn(&C) -> K,
) -> Page<C, C> {
    let mut rows: Vec<C> =
        rows.into_iter().filter(|row| after.is_none_or(|after| place(row) > place(&after))).collect();
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().copied().filter(|_| more);
    Page { rows, next }
}
