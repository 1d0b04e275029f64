//! Settings.

use crate::catalogue::Catalogue;
use crate::change::Change;
use crate::error::{Error, Result};
use crate::settings::SettingsPatch;

impl Catalogue {
    /// Sets zone, day start or first weekday. What was written before stays on its day.
    pub fn edit_settings(&self, patch: SettingsPatch) -> Result<Vec<Change>> {
        if let Some(weekday) = patch.first_weekday
            && weekday > 6
        {
            return Err(Error::invalid("first_weekday", "must be from 0 (Monday) to 6 (Sunday)", weekday));
        }
        let patch = patch.against(&self.settings);
        Ok(if patch.is_empty() { vec![] } else { vec![Change::Settings(patch)] })
    }
}
