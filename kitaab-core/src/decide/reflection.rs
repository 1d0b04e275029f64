//! Reflections.

use super::not_after_tomorrow;
use crate::catalogue::Catalogue;
use crate::change::Change;
use crate::day::Day;
use crate::deed::Category;
use crate::error::Result;
use crate::text::ReflectionText;

impl Catalogue {
    /// Writes the reflection on a day, in the place of what stood there; none takes it away.
    pub fn write_reflection(
        &self,
        day: Day,
        category: Category,
        text: Option<ReflectionText>,
        today: Day,
    ) -> Result<Vec<Change>> {
        not_after_tomorrow(day, today)?;
        Ok(vec![Change::Reflection { day, category, text }])
    }
}
