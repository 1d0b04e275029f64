//! What others see of a book, as the database keeps it for them.

use std::collections::BTreeSet;

use kitaab_core::{Catalogue, Change, Day, ItemId, Schedule, Timeline, UserId, View};
use uuid::Uuid;

use crate::error::{Fault, Result};
use crate::structure;

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
        let nothing = Catalogue::new(view.catalogue.owner);
        for change in view.catalogue.differences_from(&nothing).into_values().flatten() {
            let (change, schedules) = apart(change);
            let body = minicbor::to_vec(&change);
            self.bodies.push(body.map_err(|error| Fault::corrupt(format!("a record does not encode: {error}")))?);
            if let Some(schedules) = schedules {
                let body = serde_json::to_vec(&schedules);
                self.bodies.push(body.map_err(|error| Fault::corrupt(format!("schedules do not encode: {error}")))?);
            }
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

/// Schedules of an item, kept by themselves.
type Schedules = (ItemId, Timeline<Schedule>);

/// A change, and apart from it the schedules of an item by which, at some time, nothing is due: an owner can't set
/// such, so that they are not read back from a change. Kept as JSON, whose first byte is that of no change.
fn apart(change: Change) -> (Change, Option<Schedules>) {
    let Change::Item(id, mut patch) = change else { return (change, None) };
    let apart = patch.schedules.take_if(|schedules| schedules.versions().iter().any(never));
    (Change::Item(id, patch), apart.map(|schedules| (id, schedules)))
}

fn never((_, schedule): &(Day, Schedule)) -> bool {
    matches!(schedule, Schedule::HijriDates(dates) if dates.is_empty())
}

/// The structure that somebody sees, read back from its bodies.
pub(crate) fn read(owner: UserId, version: i64, bodies: Vec<Vec<u8>>) -> Result<Catalogue> {
    let (schedules, changes): (Vec<_>, Vec<_>) = bodies.into_iter().partition(|body| body.first() == Some(&b'['));
    let mut catalogue = structure::read(owner, version, &changes)?;
    for body in schedules {
        let (id, schedules): Schedules =
            serde_json::from_slice(&body).map_err(|error| Fault::corrupt(format!("schedules: {error}")))?;
        if let Some(item) = catalogue.items.get_mut(&id) {
            item.schedules = schedules;
        }
    }
    Ok(catalogue)
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
