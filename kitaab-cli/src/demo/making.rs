//! Writing the demo's year.

use std::collections::BTreeMap;
use std::path::Path;

use kitaab::{
    Book, Catalogue, Day, DayRange, FixedTime, ItemId, Kitaab, MakeUpPolicy, NewEntry, NewExemption, Reason, Scope,
    SettingsPatch, TimeSource, Timestamp, Zone, starter,
};

use kitaab::start_of_day;

use super::year::Year;
use super::{aims, place, practice, reflections};
use crate::book_file;
use crate::failure::{Failure, Result};
use crate::progress::Progress;

/// Verdicts are recorded for this many days.
const RECORDED_DAYS: u16 = 60;
/// Minutes after midnight at which the person writes down their day.
const EVENING: i64 = 21 * 60 + 40;
/// Or, when they were too tired, the next one.
const MORNING: i64 = 8 * 60;

/// What was made.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) year: Year,
    pub(super) entries: usize,
}

/// Makes the demo's book in a file: in memory first, where a year of separate commits costs no waiting for
/// the disk, then in one move to where it belongs.
pub(super) async fn make(file: &Path, now: Timestamp, zone: Zone, progress: &Progress) -> Result<Made> {
    let time = FixedTime::at(now);
    let kitaab = Kitaab::builder().time(time.clone()).open("sqlite::memory:").await?;
    let book = kitaab.book(place::owner());
    let made = Story::begin(&book, &time, zone).await?.tell(progress).await?;
    book_file::make_folder_of(file)?;
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let draft = tempfile::Builder::new().prefix(".kitaab-demo").tempdir_in(folder);
    let draft = draft.map_err(|error| Failure::file(folder, &error))?;
    let whole = draft.path().join("book.db");
    kitaab.backup(&whole).await?;
    std::fs::rename(&whole, file).map_err(|error| Failure::file(file, &error))?;
    Ok(made)
}

/// The year under way.
struct Story<'a> {
    book: &'a Book,
    time: &'a FixedTime,
    zone: Zone,
    now: Timestamp,
    year: Year,
    items: BTreeMap<String, ItemId>,
}

impl<'a> Story<'a> {
    /// Sets the book up as of the first day of the year.
    async fn begin(book: &'a Book, time: &'a FixedTime, zone: Zone) -> Result<Self> {
        let now = time.now();
        let year = Year::ending(kitaab::today(now, zone, kitaab::DayStart::MIDNIGHT)?);
        let first = year.days.first();
        let story = Self { book, time, zone, now, year, items: BTreeMap::new() };
        story.at(first, EVENING - 120);
        book.settings().edit(SettingsPatch { zone: Some(zone), ..SettingsPatch::default() }).await?;
        let mut deeds = starter::pick(starter::suggested()?, first).deeds()?;
        for deed in &mut deeds {
            if deed.name().is_some_and(|name| name.as_str() == "Charity") {
                *deed = deed.clone().unit("EUR");
            }
        }
        book.deeds().add_all(deeds).await?;
        let ramadan = book.items().find("Fasting/Ramadan").await?;
        book.items().set_make_up(ramadan, MakeUpPolicy::new(2, first)).await?;
        let catalogue = book.catalogue().await?;
        for merit in aims::merits(&catalogue)? {
            book.merits().add(merit).await?;
        }
        let items = paths(&catalogue)?;
        Ok(Self { items, ..story })
    }

    /// Sets the clock to so many minutes after midnight of a day, but never ahead of the real one.
    fn at(&self, day: Day, minutes: i64) {
        let start = start_of_day(day, self.zone, kitaab::DayStart::MIDNIGHT);
        self.time.set(Timestamp::from_micros(start.micros() + minutes * 60_000_000).min(self.now));
    }

    /// Tells the year, one day after the other.
    async fn tell(self, progress: &Progress) -> Result<Made> {
        let days = self.year.days;
        let total = u64::try_from(days.count()).ok();
        let mut pages = practice::pages(&self.year).into_iter().peekable();
        let mut entries = 0;
        for (place, day) in (0..).zip(days.days()) {
            progress.at(place, total);
            self.at(day, EVENING);
            self.happenings(day).await?;
            if let Some(page) = pages.next_if(|page| page.day == day) {
                entries += self.write(&page).await?;
            }
        }
        self.at(days.last(), 24 * 60);
        self.look_back().await?;
        Ok(Made { year: self.year, entries })
    }

    /// Writes what is recorded about a day, that evening or the morning after.
    async fn write(&self, page: &practice::Page) -> Result<usize> {
        if page.late_by > 0 {
            self.at(page.day.saturating_plus(page.late_by.into()), MORNING);
        }
        let batch = self.batch(page)?;
        self.book.entries().put_many(&batch).await?;
        if page.reviewed {
            self.book.entries().set_reviewed(page.day, true).await?;
        }
        Ok(batch.len())
    }

    fn batch(&self, page: &practice::Page) -> Result<Vec<NewEntry>> {
        let catalogue_of =
            |path: &str| self.items.get(path).copied().ok_or_else(|| Failure::not_found(kitaab::Kind::Item, path));
        page.sayings
            .iter()
            .map(|saying| {
                let entry = NewEntry::new(catalogue_of(saying.item)?, page.day, saying.input()?);
                Ok(if let Some(note) = saying.note { entry.note(note) } else { entry })
            })
            .collect()
    }

    /// What happens on a day besides the deeds: exemptions, make-ups, targets, words.
    async fn happenings(&self, day: Day) -> Result<()> {
        let year = &self.year;
        for (span, reason) in [(year.illness, Reason::Illness), (year.travel, Reason::Travel)] {
            if span.first() == day {
                let exemption = NewExemption::new(Scope::Hasanaat, reason, day).last_day(span.last());
                self.book.exemptions().add(exemption).await?;
            }
        }
        let ramadan = self.items.get("Fasting/Ramadan").copied();
        if let Some(item) = ramadan {
            // Some of what is owed is fasted in the months after.
            if [45, 73, 101].contains(&day.since(year.ramadan.last())) {
                self.book.entries().make_up(item, day, 1).await?;
            }
        }
        for target in aims::targets(&*self.book.catalogue().await?, year, day)? {
            self.book.targets().add(target).await?;
        }
        for words in reflections::written(year).iter().filter(|words| words.day == day) {
            self.book.reflections().write(words.day, words.category, words.text).await?;
        }
        Ok(())
    }

    /// Records how the merits stood on the last days.
    async fn look_back(&self) -> Result<()> {
        let days = DayRange::ending(self.year.days.last(), RECORDED_DAYS);
        for merit in self.book.merits().list().await? {
            self.book.merits().backfill(merit.id, days).await?;
        }
        Ok(())
    }
}

fn paths(catalogue: &Catalogue) -> Result<BTreeMap<String, ItemId>> {
    catalogue.items.keys().map(|item| Ok((catalogue.path_text(*item)?, *item))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Opened;
    use crate::commands::{DayView, MakeUpsView, MeritsView, TargetsView, Verified};

    #[tokio::test]
    async fn a_year_can_end_on_any_day() {
        let folder = tempfile::tempdir().unwrap();
        // The last days of a Ramadan, its first and its middle, a leap day, the ends of years, and some others.
        for (place, today) in [
            "2026-03-19",
            "2026-02-18",
            "2026-03-01",
            "2024-02-29",
            "2024-12-31",
            "2025-01-01",
            "2025-06-15",
            "2027-10-03",
        ]
        .into_iter()
        .enumerate()
        {
            let file = folder.path().join(format!("{place}.db"));
            let now: Timestamp = format!("{today}T10:00:00Z").parse().unwrap();
            let made = make(&file, now, "Asia/Riyadh".parse().unwrap(), &Progress::of("", true)).await.unwrap();
            assert_eq!(made.year.days.last().to_string(), today);
            assert!(made.entries > 2_000, "{today}: {} entries", made.entries);

            let location = book_file::location(&file).unwrap();
            let kitaab = Kitaab::builder().time(FixedTime::at(now)).open(&location).await.unwrap();
            let opened = Opened::from(kitaab.my_book().await.unwrap()).await.unwrap();
            DayView::of(&opened, opened.today).await.unwrap();
            MeritsView::of(&opened, opened.today).await.unwrap();
            TargetsView::of(&opened).await.unwrap();
            MakeUpsView::of(&opened).await.unwrap();
            Verified::of(&opened.book, None).await.unwrap();
        }
    }
}
