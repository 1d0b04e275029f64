//! What is derived from a book: rollups, worked out anew each time, and recorded verdicts.

use std::collections::BTreeMap;

use kitaab_core::{Day, DayRange, MeritId};

use super::book::Book;
use crate::contract::RecordedVerdict;
use crate::error::Result;
use crate::rollup::DayRollup;

impl Book {
    pub(super) fn rollups(&self, days: DayRange) -> Vec<DayRollup> {
        let mut rollups: BTreeMap<Day, DayRollup> = BTreeMap::new();
        for day in self.reviewed(days) {
            rollups.entry(day).or_insert_with(|| DayRollup::new(day)).reviewed = true;
        }
        for ((item, day), held) in self.state.entries.iter().filter(|((_, day), _)| days.contains(*day)) {
            let rollup = rollups.entry(*day).or_insert_with(|| DayRollup::new(*day));
            rollup.add_entry(&self.state.catalogue, *item, held.value);
        }
        rollups.into_values().collect()
    }

    pub(super) fn verdicts(&self, merit: Option<MeritId>, days: DayRange) -> Vec<RecordedVerdict> {
        self.verdicts
            .iter()
            .map(|((day, merit), outcome)| RecordedVerdict { merit: *merit, day: *day, outcome: *outcome })
            .filter(|verdict| merit.is_none_or(|asked| asked == verdict.merit) && days.contains(verdict.day))
            .collect()
    }

    pub(super) fn record_verdicts(&mut self, seq: u64, verdicts: &[RecordedVerdict], clean: bool) -> Result<bool> {
        if self.head().seq != seq {
            return Ok(false);
        }
        for verdict in verdicts {
            self.state.catalogue.merit(verdict.merit)?;
        }
        self.verdicts.extend(verdicts.iter().map(|verdict| ((verdict.day, verdict.merit), verdict.outcome)));
        if clean {
            self.dirty_from = None;
        }
        Ok(true)
    }
}
