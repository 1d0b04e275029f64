//! Targets.

use uuid::Uuid;

use super::{fresh, keep, kept};
use crate::catalogue::Catalogue;
use crate::change::{Change, RecordKey};
use crate::day::{Day, DayRange};
use crate::error::{Error, Kind, Result};
use crate::id::TargetId;
use crate::rule::{Condition, MAX_CONDITIONS};
use crate::target::{Target, TargetPatch};
use crate::text::{Description, Title};

/// A target to be made: its dates and at least one item must be given.
///
/// ```
/// use kitaab_core::{Day, NewTarget, rules::total_at_least};
/// # let quran = kitaab_core::ItemId::new(uuid::Uuid::nil());
/// let ramadan = NewTarget::titled("The Qur'an in Ramadan")
///     .from(Day::new(2024, 3, 11)?)
///     .to(Day::new(2024, 4, 9)?)
///     .item(total_at_least(quran, "604".parse()?));
/// # Ok::<(), kitaab_core::Error>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct NewTarget {
    patch: TargetPatch,
    imported: bool,
    error: Option<Error>,
}

impl NewTarget {
    /// A target made by hand: it must not be over already.
    pub fn titled(title: impl AsRef<str>) -> Self {
        let mut error = None;
        let title = keep(&mut error, Title::new(title));
        Self { patch: TargetPatch { title, ..TargetPatch::default() }, imported: false, error }
    }

    /// A target that an importer or a restore brings: it may be over.
    pub fn imported(title: impl AsRef<str>) -> Self {
        Self { imported: true, ..Self::titled(title) }
    }

    /// What it means.
    pub fn description(mut self, text: impl AsRef<str>) -> Self {
        self.patch.description = keep(&mut self.error, Description::new(text)).map(Some);
        self
    }

    /// The first day that counts.
    pub fn from(mut self, day: Day) -> Self {
        self.patch.first_day = Some(day);
        self
    }

    /// The last day that counts.
    pub fn to(mut self, day: Day) -> Self {
        self.patch.last_day = Some(day);
        self
    }

    /// One more condition to be met over these dates.
    pub fn item(mut self, condition: Condition) -> Self {
        self.patch.items.get_or_insert_default().push(condition);
        self
    }
}

impl Catalogue {
    /// Makes a target.
    ///
    /// # Errors
    /// `invalid` for dates and conditions that break the rules, with a condition's place, as
    /// `items[1].days`; `conflict` for a title and first day that another target has.
    pub fn add_target(
        &self,
        new: &NewTarget,
        today: Day,
        ids: &mut dyn FnMut() -> Uuid,
    ) -> Result<(TargetId, Vec<Change>)> {
        kept(new.error.as_ref())?;
        let missing = |field: &'static str| Error::invalid(field, "must be given when a target is made", "");
        let first_day = new.patch.first_day.ok_or_else(|| missing("first_day"))?;
        let last_day = new.patch.last_day.ok_or_else(|| missing("last_day"))?;
        let days = Target::check_days(first_day, last_day)?;
        if !new.imported && last_day < today {
            return Err(Error::invalid("last_day", "must not be before today", last_day));
        }
        self.check_conditions(new.patch.items.as_deref().unwrap_or_default(), days, today)?;
        if let Some(title) = &new.patch.title {
            self.title_is_free(title, first_day, None)?;
        }
        let id = fresh(ids, Kind::Target, |id| self.targets.contains_key(id))?;
        Ok((id, vec![Change::Target(id, new.patch.clone())]))
    }

    /// Edits a target. Whether it is over does not matter; its conditions are checked when they or
    /// its dates change.
    pub fn edit_target(&self, id: TargetId, patch: TargetPatch, today: Day) -> Result<Vec<Change>> {
        let before = self.target(id)?;
        let patch = patch.against(before);
        let first_day = patch.first_day.unwrap_or(before.first_day);
        let days = Target::check_days(first_day, patch.last_day.unwrap_or(before.last_day))?;
        if patch.items.is_some() || patch.first_day.is_some() || patch.last_day.is_some() {
            self.check_conditions(patch.items.as_deref().unwrap_or(&before.items), days, today)?;
        }
        self.title_is_free(patch.title.as_ref().unwrap_or(&before.title), first_day, Some(id))?;
        Ok(if patch.is_empty() { vec![] } else { vec![Change::Target(id, patch)] })
    }

    /// Removes a target.
    pub fn remove_target(&self, id: TargetId) -> Result<Vec<Change>> {
        self.target(id)?;
        Ok(vec![Change::Remove(RecordKey::Target(id))])
    }

    fn check_conditions(&self, items: &[Condition], days: DayRange, today: Day) -> Result<()> {
        if items.is_empty() || items.len() > MAX_CONDITIONS {
            return Err(Error::invalid("items", format!("must be from 1 to {MAX_CONDITIONS}"), items.len()));
        }
        items.iter().enumerate().try_for_each(|(i, condition)| {
            self.check_condition(condition, days.count(), today).map_err(|error| error.within(&format!("items[{i}]")))
        })
    }

    fn title_is_free(&self, title: &Title, first_day: Day, except: Option<TargetId>) -> Result<()> {
        let same =
            |target: &Target| target.title == *title && target.first_day == first_day && Some(target.id) != except;
        if self.targets.values().any(same) {
            let what = format!("there is already a target {title} from {first_day}");
            return Err(Error::conflict(Kind::Target, what));
        }
        Ok(())
    }
}
