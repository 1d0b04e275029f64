//! A day as an input screen shows it.

use std::collections::BTreeMap;

use kitaab_core::{Day, DayItem, DayRange, DeedId, Evaluator, Hide, HijriDay, ItemId, Note, Occasions};
use kitaab_store::{EntryQuery, MAX_PAGE};

use super::Entries;
use crate::error::Result;
use crate::snapshot::Wanted;

/// A day: every item that can be recorded, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DayPage {
    /// The day.
    pub day: Day,
    /// Its Hijri date.
    pub hijri: HijriDay,
    /// What it means: Ramadan, Arafah, a white day …
    pub occasions: Occasions,
    /// Whether it is logged: it holds any entry of the book, or is marked as reviewed.
    pub logged: bool,
    /// Whether it is marked as reviewed.
    pub reviewed: bool,
    /// The leaves that run on it, or hold an entry for it, in the order of deeds and items; without those
    /// that are hidden from all.
    pub lines: Vec<DayLine>,
}

/// An item on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DayLine {
    /// The item.
    pub item: ItemId,
    /// Its deed.
    pub deed: DeedId,
    /// Whether it is due, exempt and kept, and what was recorded.
    pub state: DayItem,
    /// The note with the entry.
    pub note: Option<Note>,
}

impl DayPage {
    /// What is due on it: neither exempt, nor on another day of its schedule.
    pub fn due(&self) -> impl Iterator<Item = &DayLine> {
        self.lines.iter().filter(|line| line.state.due)
    }
}

impl Entries<'_> {
    /// A day as an input screen shows it: every leaf that is not hidden from all, whether it is due, what
    /// was recorded, and whether the day was kept.
    pub async fn day(self, day: Day) -> Result<DayPage> {
        let days = DayRange::single(day);
        let snapshot = self
            .book
            .snapshot(|catalogue| Ok(Wanted { items: catalogue.items.keys().copied().collect(), days }))
            .await?;
        // Both are the owner's alone.
        let own = self.book.is_own();
        let reviewed = own && !self.reviewed(days).await?.is_empty();
        let mut notes = if own { self.notes(days).await? } else { BTreeMap::new() };

        let catalogue = &snapshot.catalogue;
        let evaluator = Evaluator::new(catalogue, &snapshot.records);
        let mut lines = Vec::new();
        for item in catalogue.items_in_order() {
            if catalogue.hide_of(item.id)? == Hide::HideFromAll {
                continue;
            }
            let state = evaluator.day_item(item.id, day)?;
            if (state.leaf && item.is_running_on(day)) || state.recorded.is_some() {
                lines.push(DayLine { item: item.id, deed: item.deed, state, note: notes.remove(&item.id) });
            }
        }
        let calendar = catalogue.calendar().day(day);
        let logged = snapshot.records.is_logged(day);
        Ok(DayPage { day, hijri: calendar.hijri, occasions: calendar.occasions, logged, reviewed, lines })
    }

    async fn notes(self, days: DayRange) -> Result<BTreeMap<ItemId, Note>> {
        let mut notes = BTreeMap::new();
        let mut query = EntryQuery::on(days, MAX_PAGE);
        loop {
            let page = self.list(&query).await?;
            notes.extend(page.rows.into_iter().filter_map(|entry| Some((entry.item, entry.note?))));
            match page.next {
                Some(after) => query.after = Some(after),
                None => return Ok(notes),
            }
        }
    }
}
