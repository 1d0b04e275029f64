//! The calendar: Gregorian and Hijri side by side, and on which day a Hijri month was sighted.

use std::str::FromStr;

use clap::Args;
use kitaab::{CalendarDay, Day, DayRange, HijriMonth};
use serde::Serialize;

use crate::app::App;
use crate::day_word::DayWord;
use crate::failure::{Failure, Result};
use crate::hijri_word;
use crate::output::{Cell, CommittedView, Page, Table, View};
use crate::schedule_word::weekday_name;

/// How many days one answer shows at most.
const MOST_DAYS: usize = 3_660;

/// Show Gregorian and Hijri dates side by side, with the days of meaning
///
/// Without a span it is this Hijri month. A Hijri date labels the daytime: the night before belongs to it, so that the
/// first night of Ramadan is the one before 1 Ramadan. Months begin by the Umm al-Qura tables, or on the day that you
/// name by kitaab sighting.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  kitaab calendar
  kitaab calendar --hijri 1447-09
  kitaab calendar --from 2026-02-10 --to 2026-03-25 --json")]
pub(crate) struct CalendarArgs {
    /// The first day.
    #[arg(long, value_name = "DAY", conflicts_with = "hijri")]
    from: Option<DayWord>,
    /// The last day; 29 days after the first one without it.
    #[arg(long, value_name = "DAY", conflicts_with = "hijri")]
    to: Option<DayWord>,
    /// A Hijri month, as 1447-09 for Ramadan 1447.
    #[arg(long, value_name = "YYYY-MM")]
    hijri: Option<HijriMonth>,
}

/// Say on which day a Hijri month began where you live, or show what you said
///
/// It moves only what lies in that month, and the end of the month before; the past stays as it was. A month may begin
/// at most 2 days from the tables, and no month may have other than 29 or 30 days: where one sighting moves others
/// along, name them together by --also.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  kitaab sighting
  kitaab sighting 1447-09 2026-02-19
  kitaab sighting 1447-09 2026-02-19 --also 1447-10=2026-03-21 --also 1447-11=2026-04-19
  kitaab sighting 1447-09 --remove")]
pub(crate) struct SightingArgs {
    /// The Hijri month, as 1447-09 for Ramadan 1447.
    month: Option<HijriMonth>,
    /// Its first day. The night before it belongs to it.
    #[arg(value_name = "DAY")]
    first_day: Option<DayWord>,
    /// Another month that begins on another day with it.
    #[arg(long, value_name = "YYYY-MM=DAY", requires = "first_day")]
    also: Vec<Also>,
    /// Take it back, so that the tables hold again.
    #[arg(long, requires = "month", conflicts_with = "first_day")]
    remove: bool,
}

/// One more month with its first day.
#[derive(Clone, Copy, Debug)]
struct Also {
    month: HijriMonth,
    first_day: DayWord,
}

impl FromStr for Also {
    type Err = String;

    fn from_str(word: &str) -> std::result::Result<Self, String> {
        let (month, day) =
            word.split_once('=').ok_or("write a Hijri month and its first day, as 1447-10=2026-03-20")?;
        match month.parse() {
            Ok(month) => Ok(Self { month, first_day: day.parse()? }),
            Err(error) => Err(error.to_string()),
        }
    }
}

/// Some days of the calendar.
#[derive(Debug, Serialize)]
struct CalendarView {
    days: Vec<CalendarDay>,
    #[serde(skip)]
    today: Day,
}

impl View for CalendarView {
    fn show(&self, page: &mut Page) {
        let mut month = None;
        let mut table = Table::indented(2);
        for day in &self.days {
            let here = day.hijri.date.hijri_month();
            if month != Some(here) {
                page.table(&std::mem::replace(&mut table, Table::indented(2)));
                let sighted = if day.hijri.sighted { "by your sighting" } else { "" };
                page.heading_with(&hijri_word::month(here), sighted);
                month = Some(here);
            }
            let today = if day.day == self.today { "today" } else { "" };
            let occasions: Vec<&str> = day.occasions.iter().map(hijri_word::occasion).collect();
            table.row([
                Cell::new(day.hijri.date.day()),
                Cell::new(day.day),
                Cell::faint(weekday_name(day.weekday)),
                Cell::new(today),
                Cell::new(occasions.join(", ")),
            ]);
        }
        page.table(&table);
    }
}

/// One sighting.
#[derive(Debug, Serialize)]
struct SightingLine {
    month: HijriMonth,
    first_day: Day,
}

#[derive(Debug, Serialize)]
struct SightingsView {
    sightings: Vec<SightingLine>,
    #[serde(flatten)]
    committed: Option<CommittedView>,
}

impl View for SightingsView {
    fn show(&self, page: &mut Page) {
        if self.sightings.is_empty() {
            page.line("No sighting is set: every Hijri month begins by the Umm al-Qura tables.");
        }
        let mut table = Table::new();
        for line in &self.sightings {
            table.row([Cell::new(hijri_word::month(line.month)), Cell::new(format!("began on {}", line.first_day))]);
        }
        page.table(&table);
        if let Some(committed) = &self.committed {
            committed.show(page);
        }
    }
}

pub(crate) async fn show(args: CalendarArgs, app: &App) -> Result<()> {
    let opened = app.opened().await?;
    let calendar = opened.catalogue.calendar();
    let days = match (args.hijri, args.from, args.to) {
        (None, None, None) => calendar.span(calendar.hijri(opened.today).date.hijri_month()).days(),
        (Some(month), ..) => calendar.span(month).days(),
        (None, from, to) => {
            let first = from.or(to).unwrap_or(DayWord::TODAY).on(opened.today);
            let first = if from.is_none() { first.saturating_plus(-29) } else { first };
            let last = to.map_or(first.saturating_plus(29), |word| word.on(opened.today));
            Some(DayRange::new(first, last)?)
        }
    };
    let Some(days) = days.filter(|days| days.count() <= MOST_DAYS) else {
        return Err(Failure::usage(format!("name at most {MOST_DAYS} days from 1900-01-01 to 2100-12-31")));
    };
    let days = days.days().map(|day| calendar.day(day)).collect();
    app.put(&CalendarView { days, today: opened.today })
}

pub(crate) async fn sighting(args: SightingArgs, app: &App) -> Result<()> {
    let opened = app.opened().await?;
    let first_day = args.first_day.map(|word| word.on(opened.today));
    if args.month.is_some() && first_day.is_none() && !args.remove {
        return Err(Failure::usage("name the first day of the month, or --remove"));
    }
    let mut wanted: Vec<(HijriMonth, Option<Day>)> = args.month.map(|month| (month, first_day)).into_iter().collect();
    wanted.extend(args.also.iter().map(|also| (also.month, Some(also.first_day.on(opened.today)))));
    let committed = if wanted.is_empty() { None } else { Some(opened.book.calendar().set_sightings(wanted).await?) };
    let sightings = opened.book.calendar().sightings().await?;
    let sightings = sightings.into_iter().map(|set| SightingLine { month: set.id, first_day: set.first_day }).collect();
    let committed = committed.map(|committed| CommittedView::of(&opened.catalogue, &committed));
    app.put(&SightingsView { sightings, committed })
}
