//! Merits and demerits.

use uuid::Uuid;

use super::{fresh, keep, kept, order_untouched, places};
use crate::catalogue::Catalogue;
use crate::change::{Change, RecordKey};
use crate::day::Day;
use crate::error::{Error, Kind, Result};
use crate::id::MeritId;
use crate::merit::{Merit, MeritCategory, MeritPatch};
use crate::rule::Rule;
use crate::text::{Description, Title};

/// A merit or demerit to be made: days and rule must be given.
///
/// ```
/// use kitaab_core::{NewMerit, rules::{every_day, score_at_least}};
/// # let fajr = kitaab_core::ItemId::new(uuid::Uuid::nil());
/// let forty = NewMerit::positive("Forty days of Fajr").days(40).rule(every_day(fajr, score_at_least(1)));
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct NewMerit {
    patch: MeritPatch,
    error: Option<Error>,
}

impl NewMerit {
    fn new(title: impl AsRef<str>, category: MeritCategory) -> Self {
        let mut error = None;
        let title = keep(&mut error, Title::new(title));
        Self { patch: MeritPatch { title, category: Some(category), ..MeritPatch::default() }, error }
    }

    /// A merit: something to be glad of.
    pub fn positive(title: impl AsRef<str>) -> Self {
        Self::new(title, MeritCategory::Positive)
    }

    /// A demerit: something to mend.
    pub fn negative(title: impl AsRef<str>) -> Self {
        Self::new(title, MeritCategory::Negative)
    }

    /// What it means.
    pub fn description(mut self, text: impl AsRef<str>) -> Self {
        self.patch.description = keep(&mut self.error, Description::new(text)).map(Some);
        self
    }

    /// The length of its window in days, 1 to 365.
    pub fn days(mut self, days: u16) -> Self {
        self.patch.duration = Some(days);
        self
    }

    /// What must hold in the window.
    pub fn rule(mut self, rule: impl Into<Rule>) -> Self {
        self.patch.rule = Some(rule.into());
        self
    }

    /// Not in use yet.
    pub fn inactive(mut self) -> Self {
        self.patch.active = Some(false);
        self
    }
}

impl Catalogue {
    /// Makes a merit, after the other merits.
    pub fn add_merit(
        &self,
        new: &NewMerit,
        today: Day,
        ids: &mut dyn FnMut() -> Uuid,
    ) -> Result<(MeritId, Vec<Change>)> {
        kept(new.error.as_ref())?;
        let mut patch = new.patch.clone();
        let missing = |field: &'static str| Error::invalid(field, "must be given when a merit is made", "");
        let duration = patch.duration.ok_or_else(|| missing("duration"))?;
        self.check_merit(patch.rule.as_ref().ok_or_else(|| missing("rule"))?, duration, today)?;
        let place = self.merits.values().map(|merit| merit.display_order).max();
        patch.display_order = Some(place.map_or(0, |place| place.saturating_add(1)));
        let id = fresh(ids, Kind::Merit, |id| self.merits.contains_key(id))?;
        Ok((id, vec![Change::Merit(id, patch)]))
    }

    /// Edits a merit. Its rule is checked when rule or duration change.
    pub fn edit_merit(&self, id: MeritId, patch: MeritPatch, today: Day) -> Result<Vec<Change>> {
        let before = self.merit(id)?;
        order_untouched(patch.display_order)?;
        let patch = patch.against(before);
        if patch.rule.is_some() || patch.duration.is_some() {
            let rule = patch.rule.as_ref().unwrap_or(&before.rule);
            self.check_merit(rule, patch.duration.unwrap_or(before.duration), today)?;
        }
        Ok(if patch.is_empty() { vec![] } else { vec![Change::Merit(id, patch)] })
    }

    /// Puts a merit into use, or out of it.
    pub fn activate_merit(&self, id: MeritId, active: bool) -> Result<Vec<Change>> {
        let patch = MeritPatch { active: Some(active), ..MeritPatch::default() }.against(self.merit(id)?);
        Ok(if patch.is_empty() { vec![] } else { vec![Change::Merit(id, patch)] })
    }

    /// Merits in their order: by `display_order`, then title, then id.
    pub fn merits_in_order(&self) -> Vec<&Merit> {
        let mut merits: Vec<&Merit> = self.merits.values().collect();
        merits.sort_by(|a, b| (a.display_order, &a.title, a.id).cmp(&(b.display_order, &b.title, b.id)));
        merits
    }

    /// Puts the merits into a complete new order.
    pub fn reorder_merits(&self, order: &[MeritId]) -> Result<Vec<Change>> {
        order.iter().try_for_each(|id| self.merit(*id).map(drop))?;
        let present: Vec<(MeritId, bool)> = self.merits_in_order().iter().map(|merit| (merit.id, true)).collect();
        let mut changes = Vec::new();
        for (id, place) in places(order, &present)? {
            let patch = MeritPatch { display_order: Some(place), ..MeritPatch::default() }.against(self.merit(id)?);
            if !patch.is_empty() {
                changes.push(Change::Merit(id, patch));
            }
        }
        Ok(changes)
    }

    /// Removes a merit.
    pub fn remove_merit(&self, id: MeritId) -> Result<Vec<Change>> {
        self.merit(id)?;
        Ok(vec![Change::Remove(RecordKey::Merit(id))])
    }

    fn check_merit(&self, rule: &Rule, duration: u16, today: Day) -> Result<()> {
        Merit::check_duration(duration)?;
        self.check_rule(rule, duration, today)
    }
}
