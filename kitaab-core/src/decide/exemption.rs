//! Exemptions.

use uuid::Uuid;

use super::fresh;
use crate::catalogue::Catalogue;
use crate::change::{Change, RecordKey};
use crate::day::{Day, DayRange};
use crate::error::{Error, Kind, Result};
use crate::exemption::{Exemption, ExemptionPatch, Reason, Scope};
use crate::id::ExemptionId;

/// An exemption to be made: open, unless its last day is given.
#[derive(Clone, Debug)]
#[must_use]
pub struct NewExemption {
    first_day: Day,
    last_day: Option<Day>,
    scope: Scope,
    reason: Reason,
}

impl NewExemption {
    /// An open exemption from a day on.
    pub const fn new(scope: Scope, reason: Reason, first_day: Day) -> Self {
        Self { first_day, last_day: None, scope, reason }
    }

    /// Its last day.
    pub const fn last_day(mut self, day: Day) -> Self {
        self.last_day = Some(day);
        self
    }
}

impl Catalogue {
    /// An exemption, or `not_found`.
    pub fn exemption(&self, id: ExemptionId) -> Result<&Exemption> {
        self.exemptions.get(&id).ok_or_else(|| Error::not_found(Kind::Exemption, id))
    }

    /// Makes an exemption.
    pub fn add_exemption(
        &self,
        new: &NewExemption,
        ids: &mut dyn FnMut() -> Uuid,
    ) -> Result<(ExemptionId, Vec<Change>)> {
        self.check_exemption(new.first_day, new.last_day, new.scope)?;
        let id = fresh(ids, Kind::Exemption, |id| self.exemptions.contains_key(id))?;
        let patch = ExemptionPatch {
            first_day: Some(new.first_day),
            last_day: Some(new.last_day),
            scope: Some(new.scope),
            reason: Some(new.reason.clone()),
        };
        Ok((id, vec![Change::Exemption(id, patch)]))
    }

    /// Edits an exemption.
    pub fn edit_exemption(&self, id: ExemptionId, patch: ExemptionPatch) -> Result<Vec<Change>> {
        let before = self.exemption(id)?;
        let patch = patch.against(before);
        self.check_exemption(
            patch.first_day.unwrap_or(before.first_day),
            patch.last_day.unwrap_or(before.last_day),
            patch.scope.unwrap_or(before.scope),
        )?;
        Ok(if patch.is_empty() { vec![] } else { vec![Change::Exemption(id, patch)] })
    }

    /// Ends an exemption with a last day, be it open or not.
    pub fn end_exemption(&self, id: ExemptionId, last_day: Day) -> Result<Vec<Change>> {
        self.edit_exemption(id, ExemptionPatch { last_day: Some(Some(last_day)), ..ExemptionPatch::default() })
    }

    /// Removes an exemption.
    pub fn remove_exemption(&self, id: ExemptionId) -> Result<Vec<Change>> {
        self.exemption(id)?;
        Ok(vec![Change::Remove(RecordKey::Exemption(id))])
    }

    fn check_exemption(&self, first_day: Day, last_day: Option<Day>, scope: Scope) -> Result<()> {
        DayRange::new(first_day, last_day.unwrap_or(Day::MAX))?;
        match scope {
            Scope::Hasanaat => Ok(()),
            Scope::Deed(deed) => self.deed(deed).map(drop),
            Scope::Item(item) => self.item(item).map(drop),
        }
    }
}
