//! The owner's settings and calendar, and the starter catalogue.

use kitaab::words::Locale;

use crate::convert::{Inward, Outward};
use crate::error::{KitaabError, Result};
use crate::scalar::{Day, Text};
use crate::types::{
    AddedDeeds, CalendarDay, Committed, DaySpan, Deed, HijriMonth, Settings, SettingsEdit, Sighting, SightingEdit,
    StarterDeed,
};

operations! {
    /// The owner's settings. Changing them moves no entry.
    group BookSettings, settings, settings_table;

    /// What is set.
    fn get() -> [Settings] = |book| Ok(book.settings().get().await?.outward());

    /// Sets several at once; what is left out stays.
    fn edit(edit: [SettingsEdit]) -> [Committed] = |book| Ok(book.settings().edit(edit.inward()?).await?.outward());
}

operations! {
    /// The calendar of a book: Gregorian days with their Hijri dates and meaning. Hijri months begin by the Umm al-Qura
    /// tables, unless the owner says on which day one was sighted.
    group BookCalendar, calendar, calendar_table;

    /// The owner's today, by their zone and day start.
    fn today() -> [Day] = |book| Ok(book.today().await?.outward());

    /// A day with its weekday, Hijri date and meaning.
    fn day(day: [Day]) -> [CalendarDay] = |book| Ok(book.calendar().day(day.inward()?).await?.outward());

    /// The same of all days of a span.
    fn days(days: [DaySpan]) -> [Vec<CalendarDay>] = |book| Ok(book.calendar().days(days.inward()?).await?.outward());

    /// The sightings that are set, in the order of their months.
    fn sightings() -> [Vec<Sighting>] = |book| Ok(book.calendar().sightings().await?.outward());

    /// Sets on which day a Hijri month began.
    ///
    /// # Errors
    /// `invalid` (field `first_day`) for a day more than 2 days from the tables', or if a month would not have 29 or 30
    /// days: `set_sightings` can move several together.
    fn set_sighting(month: [HijriMonth], first_day: [Day]) -> [Committed] = |book| {
        Ok(book.calendar().set_sighting(month.inward()?, first_day.inward()?).await?.outward())
    };

    /// Takes a sighting back, so that the tables hold again.
    fn remove_sighting(month: [HijriMonth]) -> [Committed] = |book| {
        Ok(book.calendar().remove_sighting(month.inward()?).await?.outward())
    };

    /// Sets or takes back several sightings in one commit.
    fn set_sightings(sightings: [Vec<SightingEdit>]) -> [Committed] = |book| {
        let sightings: Vec<_> = sightings.inward()?;
        Ok(book.calendar().set_sightings(sightings).await?.outward())
    };
}

operations! {
    /// Deeds that people commonly keep, to pick from.
    group Starter, starter, starter_table;

    /// The whole catalogue, in a language (`en`, `ar` …; English if left out).
    ///
    /// # Errors
    /// `unsupported` for a language without texts, `invalid` for what is no tag of a language.
    fn list(language: [Option<Text>] = None) -> [Vec<StarterDeed>] = |_book| {
        Ok(kitaab::starter::list(&locale(language)?)?.outward())
    };

    /// The keys of the set that is suggested to beginners.
    fn suggested() -> [Vec<Text>] = |_book| Ok(kitaab::starter::suggested()?.outward());

    /// Makes the deeds that keys pick, such as `salah` or `fasting/white-days`, due from a day on.
    ///
    /// # Errors
    /// `not_found` for a key that the catalogue does not have, `invalid` if none was picked.
    fn add(keys: [Vec<Text>], starts_on: [Day], language: [Option<Text>] = None) -> [AddedDeeds] = |book| {
        let settings = book.settings().get().await?;
        let pick = kitaab::starter::pick(keys, starts_on.inward()?).for_book(&settings);
        let deeds = pick.in_language(&locale(language)?).deeds()?;
        let done = book.deeds().add_all(deeds).await?;
        let catalogue = book.catalogue().await?;
        let deeds = done.added.into_iter().map(|deed| Deed::told(deed, &catalogue)).collect::<Result<_>>()?;
        Ok(AddedDeeds { deeds, committed: done.committed.outward() })
    };
}

/// The language that a tag names; English if there is none.
///
/// # Errors
/// As [`named`].
pub(crate) fn locale(language: Option<Text>) -> Result<Locale> {
    Ok(named(language)?.unwrap_or_else(Locale::english))
}

/// The language that a tag names, if there is one.
///
/// # Errors
/// `unsupported` for a language without texts, `invalid` for what is no tag.
pub(crate) fn named(language: Option<Text>) -> Result<Option<Locale>> {
    Ok(language.map(|tag| Locale::named(tag.as_ref())).transpose()?)
}
