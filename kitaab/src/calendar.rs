//! The owner's calendar: Hijri dates, days of meaning, and sightings.

use kitaab_core::{Calendar, CalendarDay, Day, DayRange, HijriMonth, Sighting};

use crate::book::Book;
use crate::committed::Committed;
use crate::error::Result;

/// The calendar of a book: Gregorian days with their Hijri dates and meaning. Hijri months begin by the Umm al-Qura
/// tables, unless the owner says on which day one was sighted.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> kitaab::Result<()> {
/// # let book = kitaab::Kitaab::open("memory:").await?.my_book().await?;
/// use kitaab::HijriMonth;
/// let ramadan = HijriMonth::new(1447, 9)?;
/// assert_eq!(book.calendar().day("2026-02-19".parse()?).await?.hijri.date.to_string(), "1447-09-02");
/// book.calendar().set_sighting(ramadan, "2026-02-19".parse()?).await?;
/// assert_eq!(book.calendar().day("2026-02-19".parse()?).await?.hijri.date.to_string(), "1447-09-01");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct BookCalendar<'b> {
    book: &'b Book,
}

impl Book {
    /// Its owner's calendar.
    pub fn calendar(&self) -> BookCalendar<'_> {
        BookCalendar { book: self }
    }
}

impl BookCalendar<'_> {
    /// The calendar as a value that answers questions about any number of days, and about periods.
    pub async fn get(self) -> Result<Calendar> {
        Ok(self.book.catalogue().await?.calendar())
    }

    /// A day with its weekday, Hijri date and meaning.
    pub async fn day(self, day: Day) -> Result<CalendarDay> {
        Ok(self.get().await?.day(day))
    }

    /// The same of all days of a span.
    pub async fn days(self, days: DayRange) -> Result<Vec<CalendarDay>> {
        let calendar = self.get().await?;
        Ok(days.days().map(|day| calendar.day(day)).collect())
    }

    /// The sightings that are set, in the order of their months.
    pub async fn sightings(self) -> Result<Vec<Sighting>> {
        Ok(self.book.catalogue().await?.sightings.values().cloned().collect())
    }

    /// Sets on which day a Hijri month began. It moves only what lies in that month, and the end of the month before.
    ///
    /// # Errors
    /// `invalid` (field `first_day`) for a day more than 2 days from the tables', or if a month would not have 29 or 30
    /// days: [`BookCalendar::set_sightings`] can move several together.
    pub async fn set_sighting(self, month: HijriMonth, first_day: Day) -> Result<Committed> {
        self.set_sightings([(month, Some(first_day))]).await
    }

    /// Takes a sighting back, so that the tables hold again. Writes nothing where none is set.
    ///
    /// # Errors
    /// `invalid` if a month would not have 29 or 30 days then.
    pub async fn remove_sighting(self, month: HijriMonth) -> Result<Committed> {
        self.set_sightings([(month, None)]).await
    }

    /// Sets or takes back (none) several sightings in one commit.
    ///
    /// # Errors
    /// As [`BookCalendar::set_sighting`].
    pub async fn set_sightings(
        self,
        sightings: impl IntoIterator<Item = (HijriMonth, Option<Day>)>,
    ) -> Result<Committed> {
        let sightings: Vec<_> = sightings.into_iter().collect();
        self.book.change(|now| now.catalogue.set_sightings(sightings.iter().copied())).await
    }
}
