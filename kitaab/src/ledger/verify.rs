//! Verification: the chain link by link, and the book against the replay of its ledger.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use kitaab_core::{
    Catalogue, Category, Checkpoint, Day, DayRange, EntryState, Error, ItemId, Kind, RecordKey, State, Verifier,
    VerifyReport,
};
use kitaab_store::{EntryQuery, ReflectionQuery};

use super::Ledger;
use crate::error::Result;

/// How many rows are read at once.
const ROWS: u32 = 5_000;

/// How often a difference is looked at again while others write.
const TRIES: u32 = 16;

impl Ledger<'_> {
    /// Verifies the book: that every link of the chain holds, that it goes on from a checkpoint that was kept
    /// elsewhere, if one is given, and that everything the book shows is what follows from its ledger.
    ///
    /// What was erased is told in the report; it breaks nothing. The ledger is read in order and replayed in memory,
    /// which takes about as much as the book's entries.
    ///
    /// # Errors
    /// `corrupt`, naming the first link that does not hold, or the first record that differs from what the ledger
    /// says of it; `conflict` if others keep writing all the while.
    pub async fn verify(self, expected: Option<Checkpoint>) -> Result<VerifyReport> {
        self.book.owners_alone("verifying the ledger").await?;
        let owner = self.book.owner();
        let mut verifier = Verifier::new(owner);
        if let Some(expected) = expected {
            verifier = verifier.expecting(expected);
        }
        let mut state = State::new(owner);
        for _ in 0..TRIES {
            let head = self.checkpoint().await?;
            self.follow(&mut verifier, &mut state, head).await?;
            let report = verifier.clone().finish(head).map_err(Error::from)?;
            match self.difference(&state).await? {
                None => return Ok(report),
                Some(place) if self.checkpoint().await? == head => {
                    return Err(Error::corrupt(format!("{place} is not as the ledger says")).into());
                }
                // Somebody wrote in between: what differs may be what they wrote.
                Some(_) => {}
            }
        }
        Err(Error::conflict(Kind::Book, "others keep writing to it: verify again when they are done").into())
    }

    /// Walks and replays the commits up to the head.
    async fn follow(self, verifier: &mut Verifier, state: &mut State, head: Checkpoint) -> Result<()> {
        let mut at = verifier.reached().seq;
        while at < head.seq {
            let page = self.commits_after(at).await?;
            let Some(last) = page.last() else { break };
            at = last.seq;
            for stored in page.into_iter().take_while(|stored| stored.seq <= head.seq) {
                verifier.step(stored.seq, &stored.commit, stored.link).map_err(Error::from)?;
                let place = |error| Error::corrupt(format!("commit {} of the ledger: {error}", stored.seq));
                state.apply(&stored.commit, stored.seq).map_err(place)?;
            }
        }
        Ok(())
    }

    /// The first record in which the book differs from a state, in words.
    async fn difference(self, state: &State) -> Result<Option<String>> {
        let catalogue = self.book.store().catalogue(&self.book.context(), self.book.owner()).await?;
        if let Some(place) = structure_difference(&state.catalogue, &catalogue) {
            return Ok(Some(place));
        }
        if let Some(key) = self.entry_difference(state).await? {
            return Ok(Some(format!("the entry of {key}")));
        }
        let reviewed = self.book.store().reviewed(&self.book.context(), self.book.owner(), DayRange::ALL).await?;
        let reviewed: BTreeSet<Day> = reviewed.into_iter().collect();
        if let Some(day) = reviewed.symmetric_difference(&state.reviewed).next() {
            return Ok(Some(format!("the review of {day}")));
        }
        if let Some(key) = self.make_up_difference(state).await? {
            let what = if matches!(key, RecordKey::Fidya(..)) { "fidya" } else { "make-ups" };
            return Ok(Some(format!("the {what} of {key}")));
        }
        Ok(self.reflection_difference(state).await?.map(|(day, _)| format!("a reflection on {day}")))
    }

    async fn entry_difference(self, state: &State) -> Result<Option<RecordKey>> {
        // In the order in which a store lists them.
        let mut expected: Vec<(&(ItemId, Day), &EntryState)> = state.entries.iter().collect();
        expected.sort_by_key(|((item, day), _)| (Reverse(*day), *item));
        let mut expected = expected.into_iter();
        let mut query = EntryQuery::on(DayRange::ALL, ROWS);
        loop {
            let page = self.book.store().entries(&self.book.context(), self.book.owner(), &query).await?;
            for row in page.rows {
                let key = RecordKey::Entry(row.item, row.day);
                let Some((place, entry)) = expected.next() else { return Ok(Some(key)) };
                if *place != (row.item, row.day) {
                    // Whichever comes first is missing on the other side.
                    let first = |(item, day): (ItemId, Day)| (Reverse(day), item);
                    let key_there = RecordKey::Entry(place.0, place.1);
                    return Ok(Some(if first(*place) < first((row.item, row.day)) { key_there } else { key }));
                }
                let revision = state.revisions.get(&key).copied();
                if (entry.value, &entry.note, revision) != (row.value, &row.note, Some(row.revision)) {
                    return Ok(Some(key));
                }
            }
            match page.next {
                Some(next) => query.after = Some(next),
                None => return Ok(expected.next().map(|((item, day), _)| RecordKey::Entry(*item, *day))),
            }
        }
    }

    async fn make_up_difference(self, state: &State) -> Result<Option<RecordKey>> {
        for item in state.catalogue.items.keys() {
            let (store, context, owner) = (self.book.store(), self.book.context(), self.book.owner());
            let done = store.make_ups(&context, owner, *item).await?;
            if let Some(day) = different_day(&done, &state.make_ups, *item) {
                return Ok(Some(RecordKey::MakeUp(*item, day)));
            }
            let settled = store.fidya(&context, owner, *item).await?;
            if let Some(day) = different_day(&settled, &state.fidya, *item) {
                return Ok(Some(RecordKey::Fidya(*item, day)));
            }
        }
        Ok(None)
    }

    async fn reflection_difference(self, state: &State) -> Result<Option<(Day, Category)>> {
        let mut expected: Vec<_> = state.reflections.iter().collect();
        expected.sort_by_key(|((day, category), _)| (Reverse(*day), *category));
        let mut expected = expected.into_iter();
        let mut query =
            ReflectionQuery { days: DayRange::ALL, category: None, words: Vec::new(), after: None, limit: ROWS };
        loop {
            let page = self.book.store().reflections(&self.book.context(), self.book.owner(), &query).await?;
            for row in page.rows {
                let key = (row.day, row.category);
                if expected.next() != Some((&key, &row.text)) {
                    return Ok(Some(key));
                }
            }
            match page.next {
                Some(next) => query.after = Some(next),
                None => return Ok(expected.next().map(|(key, _)| *key)),
            }
        }
    }
}

/// The first record of the structure that differs, in words.
fn structure_difference(expected: &Catalogue, found: &Catalogue) -> Option<String> {
    if expected == found {
        return None;
    }
    if expected.settings != found.settings {
        return Some("the settings".to_owned());
    }
    differing(Kind::Group, &expected.groups, &found.groups)
        .or_else(|| differing(Kind::Deed, &expected.deeds, &found.deeds))
        .or_else(|| differing(Kind::Item, &expected.items, &found.items))
        .or_else(|| differing(Kind::Scale, &expected.scales, &found.scales))
        .or_else(|| differing(Kind::Exemption, &expected.exemptions, &found.exemptions))
        .or_else(|| differing(Kind::Merit, &expected.merits, &found.merits))
        .or_else(|| differing(Kind::Target, &expected.targets, &found.targets))
        .or_else(|| differing(Kind::Reminder, &expected.reminders, &found.reminders))
        .or_else(|| differing(Kind::Sighting, &expected.sightings, &found.sightings))
        .or_else(|| differing(Kind::Relation, &expected.relations, &found.relations))
        .or_else(|| differing(Kind::Block, &expected.blocks, &found.blocks))
        .or_else(|| differing(Kind::Permission, &expected.permissions, &found.permissions))
        .or_else(|| Some("the version of the catalogue".to_owned()))
}

fn differing<I: Ord + Copy + std::fmt::Display + Debug, R: PartialEq>(
    kind: Kind,
    expected: &BTreeMap<I, R>,
    found: &BTreeMap<I, R>,
) -> Option<String> {
    let ids = expected.keys().chain(found.keys());
    let first = ids.filter(|id| expected.get(id) != found.get(id)).min()?;
    Some(format!("the {kind} {first}"))
}

/// The first day on which an item's counts are not as the ledger has them.
fn different_day(told: &BTreeMap<Day, u32>, replayed: &BTreeMap<(ItemId, Day), u32>, item: ItemId) -> Option<Day> {
    let of_item = replayed.range((item, Day::MIN)..=(item, Day::MAX));
    let days = told.keys().chain(of_item.map(|((_, day), _)| day));
    days.filter(|day| told.get(day) != replayed.get(&(item, **day))).min().copied()
}
