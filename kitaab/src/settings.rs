//! What the owner has set: zone, day start, first weekday.

use kitaab_core::{DayStart, Settings, SettingsPatch, Weekday, Zone};

use crate::book::Book;
use crate::committed::Committed;
use crate::error::Result;

/// The owner's settings. Changing them moves no entry: each keeps the zone and day start it was
/// written under.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> kitaab::Result<()> {
/// # let book = kitaab::Kitaab::open("memory:").await?.my_book().await?;
/// book.settings().set_zone("Asia/Riyadh".parse()?).await?;
/// assert_eq!(book.settings().get().await?.zone.name(), "Asia/Riyadh");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct BookSettings<'b> {
    book: &'b Book,
}

impl Book {
    /// The owner's settings.
    pub fn settings(&self) -> BookSettings<'_> {
        BookSettings { book: self }
    }
}

impl BookSettings<'_> {
    /// What is set.
    pub async fn get(self) -> Result<Settings> {
        Ok(self.book.catalogue().await?.settings.clone())
    }

    /// Sets several at once; what the patch does not name stays.
    pub async fn edit(self, patch: SettingsPatch) -> Result<Committed> {
        self.book.change(|now| now.catalogue.edit_settings(patch.clone())).await
    }

    /// Sets the zone the owner lives in.
    pub async fn set_zone(self, zone: Zone) -> Result<Committed> {
        self.edit(SettingsPatch { zone: Some(zone), ..SettingsPatch::default() }).await
    }

    /// Sets when the owner's days start.
    pub async fn set_day_start(self, day_start: DayStart) -> Result<Committed> {
        self.edit(SettingsPatch { day_start: Some(day_start), ..SettingsPatch::default() }).await
    }

    /// Sets the first day of the owner's week.
    pub async fn set_first_weekday(self, weekday: Weekday) -> Result<Committed> {
        let number = u8::try_from(weekday.num_days_from_monday()).unwrap_or_default();
        self.edit(SettingsPatch { first_weekday: Some(number), ..SettingsPatch::default() }).await
    }
}
