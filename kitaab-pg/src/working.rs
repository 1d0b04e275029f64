//! Working a commit out into what the database is to do.

use std::collections::BTreeMap;
use std::sync::Arc;

use kitaab_core::{Catalogue, Change, Commit, Day, ItemId, MakeUpWrite, NoteWrite, RecordKey, UserId, ValueWrite};
use kitaab_store::first_dirtied;
use serde_json::Value;

use crate::document::document;
use crate::erasure::Erasures;
use crate::error::{Fault, Result};
use crate::flaw::Flaw;
use crate::key::Key;
use crate::operations::{Op, Operations, Row, Rows};
use crate::structure::{counted, rescored};
use crate::views::Views;

/// What a commit does, worked out.
#[derive(Debug)]
pub(crate) struct Work {
    pub(crate) operations: Operations,
    pub(crate) rows: Rows,
    /// The first day whose derived figures it may turn.
    pub(crate) dirty_from: Option<Day>,
    pub(crate) structure: Option<Restructured>,
    pub(crate) erasures: Erasures,
    /// The items that come and go within the commit, as they were when they came.
    passing: BTreeMap<ItemId, (Change, Value)>,
}

/// What a commit makes of the structure.
#[derive(Debug)]
pub(crate) struct Restructured {
    before: Arc<Catalogue>,
    pub(crate) now: Catalogue,
}

/// The records of a structure as they are to be kept, in columns.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    pub(crate) put: Vec<Key>,
    pub(crate) bodies: Vec<Vec<u8>>,
    pub(crate) documents: Vec<Value>,
    pub(crate) gone: Vec<Key>,
    pub(crate) counted: Vec<(ItemId, Option<i16>)>,
    pub(crate) recount: bool,
    pub(crate) rescored: Vec<uuid::Uuid>,
    pub(crate) views: Views,
}

/// Whether a commit has to do with the structure, so that it is worked out from the one there is.
pub(crate) fn is_structural(commit: &Commit) -> bool {
    commit.changes().any(|change| change.is_structural() || matches!(change, Change::Erase(_)))
}

impl Work {
    /// Works out a commit on the structure that the book has; none is needed for a commit that has nothing to do with it.
    ///
    /// # Errors
    /// Those of what it does; `conflict` for what must hold between the records that it leaves.
    pub(crate) fn of(commit: &Commit, structure: Option<Arc<Catalogue>>, erasures: Erasures) -> Result<Self, Flaw> {
        let work = Self::unchecked(commit, structure, erasures)?;
        if let Some(Restructured { before, now }) = &work.structure
            && now.version != before.version
        {
            now.check_bonds(before).map_err(|error| Flaw { fault: error.into(), place: commit.leaves().len() })?;
        }
        Ok(work)
    }

    /// The same without that check: of a commit that is taken over with its chain, or of a step of a relation, for which all
    /// that is known of the structure is what stands between two.
    pub(crate) fn unchecked(
        commit: &Commit,
        structure: Option<Arc<Catalogue>>,
        erasures: Erasures,
    ) -> Result<Self, Flaw> {
        // Its number is for the database to give; what counts until then is that the version differs.
        let seq = structure.as_ref().map_or(0, |structure| structure.version + 1);
        let structure = structure.map(|before| Restructured { now: Catalogue::clone(&before), before });
        let mut work = Self {
            operations: Operations::default(),
            rows: Rows::default(),
            dirty_from: None,
            structure,
            erasures,
            passing: BTreeMap::new(),
        };
        let nothing = Catalogue::new(commit.header().book);
        for (index, change) in commit.placed_changes() {
            let catalogue = work.structure.as_ref().map_or(&nothing, |structure| &structure.now);
            let dirtied = first_dirtied(catalogue, change);
            work.dirty_from = work.dirty_from.into_iter().chain(dirtied).min();
            work.carry_out(commit, index, change, seq).map_err(|fault| Flaw { fault, place: index })?;
        }
        work.end_run();
        Ok(work)
    }

    fn carry_out(&mut self, commit: &Commit, index: usize, change: &Change, seq: u64) -> Result<()> {
        let leaf = i32::try_from(index + 1).map_err(|_| Fault::corrupt("a commit of too many changes"))?;
        match change {
            Change::Entry { item, day, value, note } => {
                self.check_item(*item)?;
                self.write(&Row { leaf, item: *item, day: *day, value: *value, note });
                return Ok(());
            }
            Change::Entries(column) => {
                self.check_item(column.item())?;
                // A column stays whole: the revisions that it replaces are kept together.
                if self.rows.hold_any(column.item(), column.days()) {
                    self.end_run();
                }
                for (day, value, note) in column.entries() {
                    let note = note.map_or(NoteWrite::Keep, |note| NoteWrite::Set(note.clone()));
                    self.write(&Row { leaf, item: column.item(), day, value: ValueWrite::Put(value), note: &note });
                }
                return Ok(());
            }
            _ => self.end_run(),
        }
        let key = change.key();
        let column = key.as_ref().map_or(Key::from(&RecordKey::Settings), Key::from);
        match change {
            Change::Reviewed { reviewed, .. } => self.push(Op::Review, leaf, column, (*reviewed).into()),
            Change::MakeUp { item, count, .. } | Change::Fidya { item, count, .. } => {
                self.check_item(*item)?;
                match count {
                    MakeUpWrite::Put(count) => self.push(Op::SetCount, leaf, column, (*count).into()),
                    MakeUpWrite::Add(more) => self.push(Op::AddToCount, leaf, column, *more),
                }
            }
            Change::Reflection { text, .. } => {
                let text = text.as_ref().map(kitaab_core::ReflectionText::as_str);
                self.operations.push(Op::Reflect, leaf, column, 0, text);
            }
            Change::Remove(key) if !key.is_structural() => self.remove_of_day(leaf, key, column),
            Change::Erase(key) => self.erase(commit, index, leaf, *key, change, seq)?,
            structural => {
                let gone = self.restructure(structural, seq)?;
                self.push(Op::Revise, leaf, column, 0);
                for item in gone {
                    self.push(Op::DropItem, leaf, Key::from(&RecordKey::Item(item)), 0);
                }
            }
        }
        Ok(())
    }

    fn remove_of_day(&mut self, leaf: i32, key: &RecordKey, column: Key) {
        match key {
            RecordKey::Entry(..) => self.push(Op::RemoveEntry, leaf, column, 0),
            RecordKey::MakeUp(..) | RecordKey::Fidya(..) => self.push(Op::RemoveCount, leaf, column, 0),
            RecordKey::Reviewed(_) => self.push(Op::Review, leaf, column, 0),
            _ => self.push(Op::Reflect, leaf, column, 0),
        }
    }

    fn erase(
        &mut self,
        commit: &Commit,
        index: usize,
        leaf: i32,
        key: RecordKey,
        change: &Change,
        seq: u64,
    ) -> Result<()> {
        let catalogue = self.structure.as_ref().map(|structure| &structure.now);
        let catalogue = catalogue.ok_or_else(|| Fault::corrupt("an erasure without the structure"))?;
        let forgotten = self.erasures.begin(catalogue, commit, index, key)?;
        if key.is_structural() {
            // Those that go with it are among what is forgotten; they still lose what an earlier removal left of them.
            let gone = self.restructure(change, seq)?;
            for item in gone {
                self.push(Op::DropItem, leaf, Key::from(&RecordKey::Item(item)), 0);
            }
            self.push(Op::Forget, leaf, Key::from(&key), 0);
        } else {
            self.push(Op::EraseOfDay, leaf, Key::from(&key), 0);
        }
        for key in forgotten {
            if let RecordKey::Item(_) = key {
                self.push(Op::EraseItem, leaf, Key::from(&key), 0);
            }
            self.push(Op::Forget, leaf, Key::from(&key), 0);
        }
        Ok(())
    }

    /// Changes the structure. Tells the items that are there no more.
    fn restructure(&mut self, change: &Change, seq: u64) -> Result<Vec<ItemId>> {
        let structure =
            self.structure.as_mut().ok_or_else(|| Fault::corrupt("a change of a structure that is not there"))?;
        let before: Vec<ItemId> = match change {
            Change::Remove(_) | Change::Erase(_) => structure.now.items.keys().copied().collect(),
            _ => Vec::new(),
        };
        structure.now.apply(change, seq)?;
        if let Change::Item(item, _) = change
            && !structure.before.items.contains_key(item)
            && !self.passing.contains_key(item)
        {
            let key = RecordKey::Item(*item);
            let made = structure.now.item(*item)?.to_patch();
            self.passing.insert(*item, (Change::Item(*item, made), document(&structure.now, &key)?));
        }
        Ok(before.into_iter().filter(|item| !structure.now.items.contains_key(item)).collect())
    }

    /// Whether an item is there, in a commit that changes the structure. In others the database knows.
    fn check_item(&self, item: ItemId) -> Result<()> {
        if let Some(structure) = &self.structure {
            structure.now.item(item)?;
        }
        Ok(())
    }

    fn push(&mut self, op: Op, leaf: i32, key: Key, number: i64) {
        self.operations.push(op, leaf, key, number, None);
    }

    fn write(&mut self, row: &Row<'_>) {
        if let Some(entries) = self.rows.push(row) {
            self.push_run(entries);
        }
    }

    fn end_run(&mut self) {
        if let Some(entries) = self.rows.end_run() {
            self.push_run(entries);
        }
    }

    fn push_run(&mut self, entries: usize) {
        let entries = i64::try_from(entries).unwrap_or(i64::MAX);
        self.push(Op::WriteEntries, 0, Key::from(&RecordKey::Settings), entries);
    }

    /// The structure that it makes, if it makes another one.
    pub(crate) fn after(&self) -> Option<&Catalogue> {
        let structure = self.structure.as_ref()?;
        (structure.now.version != structure.before.version).then_some(&structure.now)
    }

    /// The records of the structure that are to be kept, and what others see of it: one of them, if what stands between them
    /// and the owner is all that is known of it.
    pub(crate) fn kept(&self, only: Option<UserId>) -> Result<Kept> {
        let mut kept = Kept::default();
        let Some(Restructured { before, now }) = &self.structure else { return Ok(kept) };
        for (key, change) in now.differences_from(before) {
            match change {
                Some(change) => kept.put(&key, &change, document(now, &key)?)?,
                None => kept.gone.push(Key::from(&key)),
            }
        }
        for (item, (change, document)) in self.passing.iter().filter(|(item, _)| !now.items.contains_key(item)) {
            let key = RecordKey::Item(*item);
            kept.put(&key, change, document.clone())?;
            kept.gone.push(Key::from(&key));
        }
        kept.views = Views::between(before, now, only)?;
        if only.is_some() {
            return Ok(kept);
        }
        (kept.counted, kept.recount) = counted(before, now);
        kept.rescored = rescored(before, now).into_iter().map(kitaab_core::ScaleId::uuid).collect();
        Ok(kept)
    }
}

impl Kept {
    fn put(&mut self, key: &RecordKey, change: &Change, document: Value) -> Result<()> {
        let body =
            minicbor::to_vec(change).map_err(|error| Fault::corrupt(format!("a record does not encode: {error}")))?;
        self.put.push(Key::from(key));
        self.bodies.push(body);
        self.documents.push(document);
        Ok(())
    }
}

/// An empty structure, on which a book's first commit is worked out.
pub(crate) fn nothing(owner: UserId) -> Arc<Catalogue> {
    Arc::new(Catalogue::new(owner))
}
