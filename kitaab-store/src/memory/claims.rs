//! Who delivers which occurrence of a reminder.

use std::collections::BTreeMap;

use kitaab_core::{Occurrence, ReminderId, Slot, Timestamp};

use super::book::Book;
use crate::contract::{check_claim, claims_kept_from};
use crate::error::Result;

/// The claims on a book's reminders.
pub(super) type Claims = BTreeMap<(ReminderId, Slot), Claim>;

/// A claim on an occurrence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Claim {
    /// The instant of the occurrence.
    at: Timestamp,
    /// When it ends; none once it is confirmed.
    until: Option<Timestamp>,
}

impl Book {
    pub(super) fn claim(
        &mut self,
        occurrences: &[Occurrence],
        until: Timestamp,
        now: Timestamp,
    ) -> Result<Vec<Occurrence>> {
        check_claim(until, now)?;
        let kept_from = claims_kept_from(now);
        self.claims.retain(|_, claim| claim.at >= kept_from);
        let mut taken = Vec::new();
        for occurrence in occurrences {
            let free = match self.claims.get(&key(occurrence)) {
                None => true,
                Some(claim) => claim.until.is_some_and(|until| until <= now),
            };
            let known = self.state().catalogue.reminders.contains_key(&occurrence.reminder);
            if free && known && occurrence.at >= kept_from {
                self.claims.insert(key(occurrence), Claim { at: occurrence.at, until: Some(until) });
                taken.push(*occurrence);
            }
        }
        Ok(taken)
    }

    pub(super) fn confirm(&mut self, occurrence: &Occurrence) -> bool {
        self.claims.get_mut(&key(occurrence)).map(|claim| claim.until = None).is_some()
    }

    pub(super) fn release(&mut self, occurrence: &Occurrence, until: Timestamp) -> bool {
        let held = self.claims.get(&key(occurrence)).is_some_and(|claim| claim.until == Some(until));
        held && self.claims.remove(&key(occurrence)).is_some()
    }
}

const fn key(occurrence: &Occurrence) -> (ReminderId, Slot) {
    (occurrence.reminder, occurrence.slot)
}
