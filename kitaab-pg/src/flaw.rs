//! What is wrong with a commit.
//!
//! What is wrong with the structure that it makes is found here, before the database is asked. That it adds to the value of a scale,
//! only the database can find. Of a commit with both, every store tells what comes first.

use std::collections::BTreeSet;

use kitaab_core::{Catalogue, Change, Commit, Day, DayRange, EntryState, ItemId, State, ValueWrite};
use sqlx::PgConnection;

use crate::error::{Fault, Result};
use crate::reading::{records_asked, records_told};

/// Something wrong with the structure that a commit makes.
#[derive(Debug)]
pub(crate) struct Flaw {
    pub(crate) fault: Fault,
    /// The place of the change that has it; one past them all, if it is in what they leave.
    pub(crate) place: usize,
}

impl Flaw {
    /// Whether something could be wrong before it that only the database knows.
    pub(crate) fn may_come_second(&self, commit: &Commit) -> bool {
        self.earlier(commit).any(|change| added_to(change).is_some())
    }

    /// The changes that come before it.
    fn earlier<'c>(&self, commit: &'c Commit) -> impl Iterator<Item = &'c Change> + use<'c> {
        let place = self.place;
        commit.placed_changes().take_while(move |(at, _)| *at < place).map(|(_, change)| change)
    }

    /// What is wrong first with a commit to one's own book.
    pub(crate) async fn or_earlier(self, conn: &mut PgConnection, commit: &Commit, before: &Catalogue) -> Fault {
        match self.look_for_earlier(conn, commit, before).await {
            Ok(()) => self.fault,
            Err(earlier) => earlier,
        }
    }

    /// Carries out what comes before it on the entries that are added to.
    async fn look_for_earlier(&self, conn: &mut PgConnection, commit: &Commit, before: &Catalogue) -> Result<()> {
        let added_to: BTreeSet<_> = self.earlier(commit).filter_map(added_to).collect();
        let Some(days) = span(&added_to)? else { return Ok(()) };
        let items: Vec<_> = added_to.iter().map(|(item, _)| *item).collect::<BTreeSet<_>>().into_iter().collect();
        let owner = commit.header().book;
        let held = records_told(&records_asked(owner, owner, &items, days).fetch_all(conn).await?, days)?;
        let mut state = State::new(owner);
        state.catalogue = before.clone();
        for (item, day) in added_to {
            if let Some(value) = held.series(item).and_then(|series| series.on(day)) {
                state.entries.insert((item, day), EntryState { value, note: None });
            }
        }
        self.earlier(commit).try_for_each(|change| state.apply_change(change, before.version + 1))?;
        Ok(())
    }
}

/// The entry that a change adds to.
fn added_to(change: &Change) -> Option<(ItemId, Day)> {
    match change {
        Change::Entry { item, day, value: ValueWrite::Add(_), .. } => Some((*item, *day)),
        _ => None,
    }
}

/// From the first day of some entries to the last.
fn span(entries: &BTreeSet<(ItemId, Day)>) -> Result<Option<DayRange>> {
    let days = || entries.iter().map(|(_, day)| *day);
    days().min().zip(days().max()).map(|(first, last)| Ok(DayRange::new(first, last)?)).transpose()
}
