//! Undo and redo: a commit taken back by a new one, and brought about again.

use std::collections::BTreeSet;
use std::ops::{ControlFlow, Deref};

use kitaab_core::ledger::{
    Effect, Images, Now, RedoSearch, UndoSearch, concerns_people, may_undo, only_adds, records_of, takes_others_along,
};
use kitaab_core::{Change, Commit, Error, ItemId, Kind, Origin, RecordKey};

use super::{Ledger, PAGE};
use crate::committed::Committed;
use crate::error::Result;
use crate::writing::{Plan, Situation, Writing};

/// A commit that was taken back or brought about again. Reads as the commit that did so.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Undone {
    /// The sequence number of the commit that was undone, or redone.
    pub of: u64,
    /// The commit that did it.
    pub committed: Committed,
}

impl Deref for Undone {
    type Target = Committed;

    fn deref(&self) -> &Committed {
        &self.committed
    }
}

#[derive(Clone, Copy)]
enum Direction {
    Undo,
    Redo,
}

/// What became of one try.
enum Try {
    Done(Undone),
    /// Nothing of the commit is left to be taken back: it was erased, or is as it was before anyway.
    NothingLeft,
    /// The book moved on: search again.
    Again,
}

impl Ledger<'_> {
    /// Takes back the actor's latest commit that is not undone yet, a batch as a whole. Called again, it steps
    /// further back. None if there is nothing left to undo.
    ///
    /// It passes over what concerns other people: a relation stands in two books, and what was shared, blocked or
    /// revoked is so again by its own operations only ([`crate::Book::people`]).
    ///
    /// # Errors
    /// `conflict`, naming the record, where another commit changed since what is to be taken back, or built on it.
    pub async fn undo(self) -> Result<Option<Undone>> {
        let mut writing = self.book.writing();
        'again: loop {
            let chosen_at = self.book.head().await?.seq;
            let mut search = UndoSearch::new(self.book.actor());
            let mut before = None;
            loop {
                let page = self.commits(before, PAGE).await?;
                let Some((last, _)) = page.last() else { return Ok(None) };
                before = Some(*last);
                for (seq, header) in &page {
                    if !search.found(*seq, header) {
                        continue;
                    }
                    match self.turn(&mut writing, *seq, Direction::Undo, chosen_at).await? {
                        Try::Done(undone) => return Ok(Some(undone)),
                        Try::NothingLeft => {}
                        Try::Again => continue 'again,
                    }
                }
            }
        }
    }

    /// Takes back a certain commit. The owner may undo a writer's; a writer finds only their own.
    ///
    /// # Errors
    /// `conflict` for one that concerns other people, see [`Ledger::undo`];
    /// `conflict` where it was undone before, is an undo itself, or an erasure; and as [`Ledger::undo`].
    pub async fn undo_commit(self, seq: u64) -> Result<Undone> {
        let owner = self.book.owner();
        let target = self.book.store().commit(&self.book.context(), owner, seq).await?;
        may_undo(self.book.actor(), seq, target.commit.header())?;
        if target.commit.changes().any(concerns_people) {
            let what = "what concerns other people is taken back by its own operation: end, revoke, unblock";
            return Err(Error::conflict(Kind::Commit, what).into());
        }
        let mut writing = self.book.writing();
        loop {
            let chosen_at = self.book.head().await?.seq;
            if self.is_undone(seq).await? {
                return Err(Error::conflict(Kind::Commit, format!("{seq} was undone before")).into());
            }
            match self.turn(&mut writing, seq, Direction::Undo, chosen_at).await? {
                Try::Done(undone) => return Ok(undone),
                Try::NothingLeft => {
                    let what = format!("nothing of {seq} is left to be undone");
                    return Err(Error::conflict(Kind::Commit, what).into());
                }
                Try::Again => {}
            }
        }
    }

    /// Brings about again what the actor's latest undo took back, as long as the actor wrote nothing since. None if
    /// there is nothing to redo.
    ///
    /// # Errors
    /// `conflict`, naming the record, where another commit wrote to it since.
    pub async fn redo(self) -> Result<Option<Undone>> {
        let mut writing = self.book.writing();
        loop {
            let chosen_at = self.book.head().await?.seq;
            let Some(seq) = self.to_redo().await? else { return Ok(None) };
            match self.turn(&mut writing, seq, Direction::Redo, chosen_at).await? {
                Try::Done(redone) => return Ok(Some(redone)),
                Try::NothingLeft => return Ok(None),
                Try::Again => {}
            }
        }
    }

    async fn to_redo(self) -> Result<Option<u64>> {
        let mut search = RedoSearch::new(self.book.actor());
        let mut before = None;
        loop {
            let page = self.commits(before, PAGE).await?;
            let Some((last, _)) = page.last() else { return Ok(None) };
            before = Some(*last);
            for (_, header) in &page {
                if let ControlFlow::Break(found) = search.look(header) {
                    return Ok(found);
                }
            }
        }
    }

    async fn is_undone(self, seq: u64) -> Result<bool> {
        let mut search = UndoSearch::new(self.book.owner());
        let mut before = None;
        loop {
            let page = self.commits(before, PAGE).await?;
            for (at, header) in &page {
                if *at <= seq {
                    return Ok(search.is_undone(seq));
                }
                search.found(*at, header);
            }
            match page.last() {
                Some((last, _)) => before = Some(*last),
                None => return Ok(search.is_undone(seq)),
            }
        }
    }

    /// Tries to take a commit back, or to bring it about again; it was chosen from the ledger up to `chosen_at`.
    async fn turn(self, writing: &mut Writing<'_>, seq: u64, direction: Direction, chosen_at: u64) -> Result<Try> {
        let situation = writing.situation().await?;
        let read_at = self.book.head().await?.seq;
        let plan = match self.plan(seq, direction, &situation).await {
            Ok(plan) => plan,
            Err(error) => {
                if !self.was_turned_since(chosen_at, seq).await? {
                    writing.refused(error).await?;
                }
                return Ok(Try::Again);
            }
        };
        if plan.changes.is_empty() {
            return Ok(Try::NothingLeft);
        }
        // Another client may have turned the same commit between the choice and the reading of its records, so
        // that their revisions would not tell. One that does so from here on makes this plan stale.
        if self.was_turned_since(chosen_at, seq).await? {
            return Ok(Try::Again);
        }
        let gone = items_gone(&plan.changes);
        let Some(done) = writing.apply(plan, ()).await? else { return Ok(Try::Again) };
        if let Some(at) = done.committed.seq.filter(|_| !gone.is_empty()) {
            self.spare_latecomers(read_at, at, seq, &gone).await?;
        }
        Ok(Try::Done(Undone { of: seq, committed: done.committed }))
    }

    /// Whether a commit after `chosen_at` took this one back, or brought it about again.
    async fn was_turned_since(self, chosen_at: u64, seq: u64) -> Result<bool> {
        let mut before = None;
        loop {
            let page = self.commits(before, PAGE).await?;
            for (at, header) in &page {
                if *at <= chosen_at {
                    return Ok(false);
                }
                if matches!(header.origin(), Origin::Undo(of) | Origin::Redo(of) if of == seq) {
                    return Ok(true);
                }
            }
            match page.last() {
                Some((last, _)) => before = Some(*last),
                None => return Ok(false),
            }
        }
    }

    async fn plan(self, seq: u64, direction: Direction, situation: &Situation) -> Result<Plan> {
        let catalogue = &*situation.catalogue;
        let commit = self.book.store().commit(&self.book.context(), self.book.owner(), seq).await?.commit;
        if commit.changes().any(concerns_people) {
            return Ok(Plan::default());
        }
        let effect = if commit.changes().any(takes_others_along) {
            Effect::in_state(&commit, &self.state_before(seq).await?)?
        } else {
            Effect::of(&commit, &self.images_before(&commit, seq).await?)?
        };
        let at_stake = effect.items_at_stake(catalogue);
        let going: BTreeSet<ItemId> = effect.items_made().collect();
        let (days, revisions) = self.days_now(effect.keys().copied(), &at_stake, &going).await?;
        let mut added_since = BTreeSet::new();
        for key in effect.only_added() {
            let since = self.steps_until(*key, None, |step| step.seq <= seq).await?;
            if since.iter().take_while(|step| step.seq > seq).all(|step| only_adds(&step.change)) {
                added_since.insert(*key);
            }
        }
        let now = Now { catalogue, today: situation.today, days: &days, added_since: &added_since };
        let (changes, origin) = match direction {
            Direction::Undo => (effect.undo(&now)?, Origin::Undo(seq)),
            Direction::Redo => (effect.redo(&now)?, Origin::Redo(seq)),
        };
        Ok(Plan { changes, revisions, origin: Some(origin) })
    }

    /// What the records that a commit touched were before it: from their own histories.
    async fn images_before(self, commit: &Commit, seq: u64) -> Result<Images> {
        let mut images = Images::new();
        let mut made = BTreeSet::new();
        // An item is before its entries in the order of keys.
        for key in records_of(commit.changes()) {
            if let Some((item, _)) = key.day_of_item()
                && made.contains(&item)
            {
                continue;
            }
            match (self.image_before(key, seq).await?, key) {
                (Some(image), key) => {
                    images.insert(key, image);
                }
                (None, RecordKey::Item(item)) => {
                    made.insert(item);
                }
                _ => {}
            }
        }
        Ok(images)
    }

    /// Commits that got in between the reading and an undo that took items away may have written entries of these
    /// items, which went with them. Then the undo is itself taken back, with all that it took.
    async fn spare_latecomers(self, read_at: u64, at: u64, of: u64, gone: &BTreeSet<ItemId>) -> Result<()> {
        let mut after = read_at;
        let mut late = false;
        while after + 1 < at {
            let page = self.commits_after(after).await?;
            let Some(last) = page.last() else { break };
            after = last.seq;
            let between = page.iter().filter(|stored| stored.seq < at);
            let keys = between.flat_map(|stored| records_of(stored.commit.changes()));
            late |= keys.into_iter().any(|key| key.day_of_item().is_some_and(|(item, _)| gone.contains(&item)));
        }
        if !late {
            return Ok(());
        }
        let effect = {
            let commit = self.book.store().commit(&self.book.context(), self.book.owner(), at).await?.commit;
            Effect::in_state(&commit, &self.state_before(at).await?)?
        };
        let mut writing = self.book.writing();
        loop {
            let situation = writing.situation().await?;
            let at_stake = effect.items_at_stake(&situation.catalogue);
            let (days, revisions) = self.days_now(effect.keys().copied(), &at_stake, &BTreeSet::new()).await?;
            let Situation { catalogue, today, .. } = &situation;
            let now = Now { catalogue, today: *today, days: &days, added_since: &BTreeSet::new() };
            match effect.undo(&now) {
                Ok(changes) => {
                    let plan = Plan { changes, revisions, origin: Some(Origin::Redo(of)) };
                    if writing.apply(plan, ()).await?.is_some() {
                        let what = format!("{of} could not be undone: an entry was written meanwhile");
                        return Err(Error::conflict(Kind::Commit, what).into());
                    }
                }
                Err(error) => writing.refused(error).await?,
            }
        }
    }
}

/// The items that changes take away.
fn items_gone(changes: &[Change]) -> BTreeSet<ItemId> {
    let gone = |change: &Change| match change {
        Change::Remove(RecordKey::Item(item)) => Some(*item),
        _ => None,
    };
    changes.iter().filter_map(gone).collect()
}

#[cfg(test)]
mod tests {
    use kitaab_core::{Category, NewDeed};

    use super::*;
    use crate::Kitaab;

    #[tokio::test]
    async fn an_entry_that_got_in_between_brings_its_item_back() {
        let book = Kitaab::open("memory:").await.unwrap().my_book().await.unwrap();
        let deed = book.deeds().add(NewDeed::count("Qur'an", Category::Hasanaat)).await.unwrap();
        let (item, today) = (deed.root(), book.today().await.unwrap());
        let ledger = book.ledger();

        // As if the entry were written after the undo had read the book.
        let mut writing = book.writing();
        let situation = writing.situation().await.unwrap();
        let plan = ledger.plan(1, Direction::Undo, &situation).await.unwrap();
        let gone = items_gone(&plan.changes);
        assert_eq!(gone, BTreeSet::from([item]));
        book.entries().put(item, today, "3".parse::<kitaab_core::Amount>().unwrap()).await.unwrap();
        let undone = writing.apply(plan, ()).await.unwrap().unwrap().committed.seq.unwrap();
        assert!(book.entries().get(item, today).await.is_err(), "it went with its item");

        let error = ledger.spare_latecomers(1, undone, 1, &gone).await.unwrap_err();
        assert_eq!(error.code(), "conflict");
        assert!(book.entries().get(item, today).await.unwrap().is_some());
        assert_eq!(book.deeds().get(deed.id).await.unwrap().root(), item);
        ledger.verify(None).await.unwrap();
        // Nothing is left to be redone, and the deed can be undone with its entry.
        assert_eq!(ledger.redo().await.unwrap(), None);
        ledger.undo().await.unwrap().unwrap();
        assert!(book.catalogue().await.unwrap().deeds.is_empty());
    }
}
