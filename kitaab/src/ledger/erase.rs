//! Erasing for good.

use std::collections::BTreeSet;

use kitaab_core::{
    Catalogue, Change, Day, DayRange, EntryColumn, Error, ItemId, NoteWrite, Origin, RecordKey, UserId, ValueWrite,
};

use super::Ledger;
use crate::committed::Committed;
use crate::error::Result;
use crate::writing::Plan;

/// How many entries are written again one by one; more become columns.
const MOST_SINGLES: usize = 64;

/// The word that [`Ledger::erase`] asks for, since nothing brings back what is erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ForGood;

impl Ledger<'_> {
    /// Erases a record with its whole history: what it ever held is dropped from the storage, and can't be undone. The
    /// ledger keeps hashes in its place, so that it can still be verified. A deed goes with its items and all of their
    /// entries, an item with those below it.
    ///
    /// An entry that was put together with others of its item, as by an import, takes the bytes of that column along;
    /// what the others hold is written again by the same commit. What they held before that column's later changes
    /// is gone from their histories.
    ///
    /// # Errors
    /// `not_found` for a record that never was; `conflict` for a deed or an item while a merit or a target names it or
    /// what is below it (not what is above it: a condition with `any` or `each` is about the leaves there are), for the
    /// root of a deed and for a scale version; `invalid` for the settings.
    pub async fn erase(self, key: RecordKey, _: ForGood) -> Result<Committed> {
        self.book.owners_alone("erasing").await?;
        let mut writing = self.book.writing();
        loop {
            let situation = writing.situation().await?;
            match self.erasure(key, &situation.catalogue).await {
                Ok(plan) => {
                    if let Some(done) = writing.apply(plan, ()).await? {
                        return Ok(done.committed);
                    }
                }
                Err(error) => writing.refused(error).await?,
            }
        }
    }

    /// Erases the whole book with its ledger and everything derived from it. Its owner is named once more, since
    /// nothing brings it back but an export.
    ///
    /// # Errors
    /// `invalid` if another than the book's owner is named.
    pub async fn erase_book(self, owner: UserId) -> Result<()> {
        if owner != self.book.owner() {
            return Err(Error::invalid("owner", "must be the owner of this book", owner).into());
        }
        self.book.store().erase_book(&self.book.context(), owner).await?;
        self.book.session().forget();
        Ok(())
    }

    async fn erasure(self, key: RecordKey, catalogue: &Catalogue) -> Result<Plan> {
        let mut changes = catalogue.erase(key)?;
        let mut revisions = Vec::new();
        if !key.is_structural() {
            let revision = self.book.store().revision(&self.book.context(), self.book.owner(), key).await?;
            if revision == 0 {
                return Err(Error::not_found(key.kind(), key).into());
            }
            revisions.push((key, revision));
        }
        if let RecordKey::Entry(item, day) = key {
            let (again, read) = self.written_again(item, day).await?;
            changes.extend(again);
            revisions.extend(read);
        }
        Ok(Plan { changes, revisions, origin: Some(Origin::Erasure) })
    }

    /// What erasing an entry takes along, as it is now: the other entries of the columns that hold it. And the
    /// revisions at which they were read.
    async fn written_again(self, item: ItemId, day: Day) -> Result<(Vec<Change>, Vec<(RecordKey, u64)>)> {
        let beside = self.days_beside(item, day).await?;
        let Some((first, last)) = beside.first().zip(beside.last()) else { return Ok((Vec::new(), Vec::new())) };
        let mut entries = self.entries_of(&[item], DayRange::new(*first, *last)?).await?;
        entries.retain(|entry| beside.contains(&entry.day));
        let revisions =
            entries.iter().map(|entry| (RecordKey::Entry(item, entry.day), entry.revision)).collect::<Vec<_>>();
        if entries.len() > MOST_SINGLES {
            let columns =
                EntryColumn::pack(item, entries.into_iter().map(|entry| (entry.day, entry.value, entry.note)))?;
            return Ok((columns.into_iter().map(Change::Entries).collect(), revisions));
        }
        let again = entries.into_iter().map(|entry| Change::Entry {
            item,
            day: entry.day,
            value: ValueWrite::Put(entry.value),
            note: entry.note.map_or(NoteWrite::Clear, NoteWrite::Set),
        });
        Ok((again.collect(), revisions))
    }

    /// The other days of the columns that hold an entry.
    async fn days_beside(self, item: ItemId, day: Day) -> Result<BTreeSet<Day>> {
        let key = RecordKey::Entry(item, day);
        let commits: BTreeSet<u64> = self.steps(key, None).await?.into_iter().map(|step| step.seq).collect();
        let mut days = BTreeSet::new();
        for seq in commits {
            let stored = self.book.store().commit(&self.book.context(), self.book.owner(), seq).await?;
            for change in stored.commit.changes().filter(|change| change.touches(&key)) {
                if let Change::Entries(column) = change {
                    days.extend(column.days());
                }
            }
        }
        days.remove(&day);
        Ok(days)
    }
}
