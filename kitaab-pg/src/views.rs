//! What others see of a book, as the database keeps it for them.

use std::collections::BTreeSet;

use kitaab_core::{Catalogue, Change, Day, ItemPatch, Schedule, Timeline, UserId, View};
use uuid::Uuid;

use crate::error::{Fault, Result};
use crate::structure::differences;

/// What some others see afterwards, by column.
#[derive(Debug, Default)]
pub(crate) struct Views {
    pub(crate) grantees: Vec<Uuid>,
    /// How many bodies each one's structure has; -1 where they see nothing any more.
    pub(crate) body_counts: Vec<i32>,
    pub(crate) bodies: Vec<Vec<u8>>,
    pub(crate) scale_counts: Vec<i32>,
    pub(crate) scales: Vec<Uuid>,
    /// The items whose entries they see: for whom, which, and 1 to read or 2 to write.
    pub(crate) item_grantees: Vec<Uuid>,
    pub(crate) items: Vec<Uuid>,
    pub(crate) levels: Vec<i16>,
}

impl Views {
    /// The views that differ between two structures of a book; of one grantee alone, if that is all that is known.
    pub(crate) fn between(before: &Catalogue, after: &Catalogue, only: Option<UserId>) -> Result<Self> {
        let mut views = Self::default();
        let all = before.relations.values().chain(after.relations.values()).map(|relation| relation.with);
        let all: BTreeSet<UserId> = all.filter(|with| only.is_none_or(|only| only == *with)).collect();
        for grantee in all {
            let (was, is) = (before.seen_by(grantee), after.seen_by(grantee));
            if !are_same(was.as_ref(), is.as_ref()) {
                views.push(grantee, is.as_ref())?;
            }
        }
        Ok(views)
    }

    fn push(&mut self, grantee: UserId, view: Option<&View>) -> Result<()> {
        let count = |count: usize| i32::try_from(count).map_err(|_| Fault::corrupt("a view of too many records"));
        let grantee = grantee.uuid();
        self.grantees.push(grantee);
        let Some(view) = view else {
            self.body_counts.push(-1);
            self.scale_counts.push(0);
            return Ok(());
        };
        let before = self.bodies.len();
        for change in differences(&Catalogue::new(view.catalogue.owner), &view.catalogue).into_values().flatten() {
            let body = minicbor::to_vec(without_never(change));
            self.bodies.push(body.map_err(|error| Fault::corrupt(format!("a record does not encode: {error}")))?);
        }
        self.body_counts.push(count(self.bodies.len() - before)?);
        self.scale_counts.push(count(view.catalogue.scales.len())?);
        self.scales.extend(view.catalogue.scales.keys().map(|scale| scale.uuid()));
        for item in view.readable() {
            self.item_grantees.push(grantee);
            self.items.push(item.uuid());
            self.levels.push(if view.writes(*item) { 2 } else { 1 });
        }
        Ok(())
    }
}

/// The schedule of a heading, which is never due: no schedule that is read back may be so.
fn never() -> Timeline<Schedule> {
    Timeline::starting(Day::MIN, Schedule::HijriDates(Vec::new()))
}

/// A heading starts on the last day there is, and is known by that: its schedule need not be kept.
fn without_never(change: Change) -> Change {
    match change {
        Change::Item(id, patch) if patch.starts_on == Some(Day::MAX) => {
            Change::Item(id, ItemPatch { schedules: None, ..patch })
        }
        change => change,
    }
}

/// Gives the headings of a view that was read back their schedule again.
pub(crate) fn with_never(mut catalogue: Catalogue) -> Catalogue {
    for heading in catalogue.items.values_mut().filter(|item| item.starts_on == Day::MAX) {
        heading.schedules = never();
    }
    catalogue
}

/// Whether two views show the same, whatever version of the book they are of.
fn are_same(one: Option<&View>, other: Option<&View>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => {
            let mut one = one.clone();
            one.catalogue.version = other.catalogue.version;
            one == *other
        }
        (one, other) => one.is_none() && other.is_none(),
    }
}
