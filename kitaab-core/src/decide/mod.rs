//! Decisions: what a user wants, checked against the rules of the domain, as the changes to commit.
//!
//! A decision is a pure function of the catalogue and an intent. It answers with the changes that
//! carry the intent out, or with an error that names the input and the rule it breaks. It writes
//! nothing itself: the caller commits the changes under the precondition that the catalogue still has
//! the version that they were decided against, and decides anew where it has not.
//!
//! What the catalogue does not know is an argument: today, fresh ids, and whether an entry exists. An
//! empty list of changes means that everything is already as it was asked for.

mod deed;
mod entry;
mod erasure;
mod exemption;
mod group;
mod item;
mod make_up;
mod measure;
mod merit;
mod path;
mod permission;
mod reflection;
mod relation;
mod reminder;
mod rule_check;
pub mod rules;
mod scale;
mod settings;
mod sighting;
mod target;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
mod tree;

use std::fmt::Display;

use uuid::Uuid;

pub use deed::NewDeed;
pub use entry::{NewEntry, ValueInput};
pub use erasure::Erasure;
pub use exemption::NewExemption;
pub use item::{ItemEdit, NewItem};
pub(crate) use measure::goal_fits;
pub use merit::NewMerit;
pub use permission::NewPermission;
pub use relation::{Arrival, RelationStep};
pub use reminder::NewReminder;
pub use scale::scored_values;
pub use target::NewTarget;
pub use tree::MAX_LEVEL;

use crate::day::Day;
use crate::error::{Error, Kind, Result};

/// Keeps the first error that a builder meets, for the decision to tell: so that building reads as
/// one chain.
fn keep<T>(error: &mut Option<Error>, result: Result<T>) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(found) => {
            error.get_or_insert(found);
            None
        }
    }
}

/// The answer of a builder: the first error it kept, if any.
fn kept(error: Option<&Error>) -> Result<()> {
    error.map_or(Ok(()), |error| Err(error.clone()))
}

/// The next id, which must not name anything yet: a patch under an id in use would change that record.
fn fresh<I: From<Uuid> + Copy + Display>(
    ids: &mut dyn FnMut() -> Uuid,
    kind: Kind,
    taken: impl FnOnce(&I) -> bool,
) -> Result<I> {
    let id = I::from(ids());
    if taken(&id) { Err(Error::conflict(kind, format!("there is already one with the id {id}"))) } else { Ok(id) }
}

/// Refuses days after the owner's tomorrow: travellers are safe, and typing errors are caught.
fn not_after_tomorrow(day: Day, today: Day) -> Result<()> {
    if day <= today.saturating_plus(1) {
        Ok(())
    } else {
        Err(Error::invalid("day", "must not be later than tomorrow", day))
    }
}

/// Refuses a place set by hand: two ways to order would fight.
fn order_untouched(display_order: Option<u32>) -> Result<()> {
    display_order.map_or(Ok(()), |order| Err(Error::invalid("display_order", "must be changed by reordering", order)))
}

/// The place that a complete new order gives to each of `present`, which is in its present order and
/// says whether each must be named. Those left out follow the named ones, in their present order.
fn places<I: Copy + Ord + Display>(order: &[I], present: &[(I, bool)]) -> Result<Vec<(I, u32)>> {
    for (place, id) in order.iter().enumerate() {
        if !present.iter().any(|(other, _)| other == id) {
            return Err(Error::invalid(format!("order[{place}]"), "must be one of those to be ordered", id));
        }
        if order[..place].contains(id) {
            return Err(Error::invalid(format!("order[{place}]"), "must not be named twice", id));
        }
    }
    let left_out = || present.iter().filter(|(id, _)| !order.contains(id));
    if let Some((missing, _)) = left_out().find(|(_, needed)| *needed) {
        return Err(Error::invalid("order", "must name every one that is not archived", missing));
    }
    Ok(order.iter().copied().chain(left_out().map(|(id, _)| *id)).zip(0..).collect())
}
