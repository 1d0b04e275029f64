//! The days as squares.

use chrono::Datelike as _;
use kitaab::words::{Direction, Text};
use kitaab::{Category, Day, HeatDay, Points, Subject, Weekday};
use maud::{Markup, PreEscaped, html};

use super::{Section, Writer};
use crate::chart::{Anchor, Canvas, Chart, Painted, filled, label, outlined};
use crate::error::Result;

/// From one square to the next, and how much of that is the square.
const PITCH: i32 = 13;
const SQUARE: i32 = 11;
/// The weeks of one picture: half a year, which fits a phone.
const WEEKS: usize = 27;
/// Room for the names of weekdays, and for those of months above and below.
const BESIDE: i32 = 30;
const ABOVE: i32 = 16;
const BELOW: i32 = 18;
const LETTERS: u32 = 10;
/// The room that a letter of a name takes, as a rule, with some air after the name.
const LETTER: usize = 5;
const AIR: usize = 6;

/// What a square says of a day.
#[derive(Clone, Copy, Debug)]
enum Mark {
    /// Nothing was due.
    NothingDue,
    /// Something was due, and nothing is known of the day.
    Unknown,
    /// So much of what was due was kept.
    Share(f64),
}

impl From<&HeatDay> for Mark {
    fn from(day: &HeatDay) -> Self {
        match day.share {
            Some(share) => Self::Share(share),
            None if day.due > 0 => Self::Unknown,
            None => Self::NothingDue,
        }
    }
}

/// How dark a share is. Each step is told apart on paper and screen.
fn darkness(share: f64) -> f64 {
    match share {
        share if share <= 0.0 => 0.09,
        share if share < 0.34 => 0.26,
        share if share < 0.67 => 0.46,
        share if share < 1.0 => 0.70,
        _ => 1.0,
    }
}

impl Writer<'_> {
    pub(super) fn heat_maps(&self) -> Result<Option<Section>> {
        let mut maps = Vec::new();
        for map in &self.contents.dashboard.heat_maps {
            if let Subject::Category(category) = map.subject
                && self.contents.shows(category)
                && map.days.iter().any(|day| day.due > 0 || day.entries > 0)
            {
                maps.push(self.heat_map(category, &map.days)?);
            }
        }
        if maps.is_empty() {
            return Ok(None);
        }
        let body = html! {
            p { (self.say(Text::REPORT_HEAT_MAP_ABOUT)) }
            (self.heat_legend()?)
            @for map in &maps { (map) }
        };
        Ok(Some(Section { id: "days", title: self.say(Text::REPORT_HEAT_MAP), body }))
    }

    fn heat_map(&self, category: Category, days: &[HeatDay]) -> Result<Markup> {
        let name = self.locale.category(category);
        let weeks = self.weeks(days);
        let mut pictures = Vec::new();
        for part in weeks.chunks(WEEKS) {
            let (Some(first), Some(last)) = (first_of(part), last_of(part)) else { continue };
            let within = || part.iter().flatten().flatten();
            let (due, kept) = within()
                .fold((0_u64, 0_u64), |(due, kept), day| (due + u64::from(day.due), kept + u64::from(day.kept)));
            let span = self.locale.span(first, last);
            let share = self.share(ratio(kept, due));
            let args = [("category", (&name).into()), ("days", (&span).into()), ("share", (&share).into())];
            let chart = self.squares(part)?;
            pictures.push(chart.picture("map", &self.put(Text::REPORT_HEAT_MAP_TEXT, &args)));
        }
        Ok(html! {
            figure aria-label=(self.put(Text::REPORT_HEAT_MAP_OF, &[("category", (&name).into())])) {
                h3 { (name) }
                div.maps { @for picture in &pictures { (picture) } }
                @if let Some(points) = self.months(category) { (self.as_table(&self.months_table(points))) }
            }
        })
    }

    /// The days in weeks from the owner's first weekday on; a place for each weekday.
    fn weeks(&self, days: &[HeatDay]) -> Vec<[Option<HeatDay>; 7]> {
        let first_weekday = u32::from(self.contents.calendar.first_weekday());
        let mut weeks: Vec<[Option<HeatDay>; 7]> = Vec::new();
        for day in days {
            let place = (day.day.weekday().num_days_from_monday() + 7 - first_weekday % 7) % 7;
            if place == 0 || weeks.is_empty() {
                weeks.push([None; 7]);
            }
            if let Some(slot) = weeks.last_mut().and_then(|week| week.get_mut(place as usize)) {
                *slot = Some(*day);
            }
        }
        weeks
    }

    /// Half a year of squares, with the months of both calendars.
    fn squares(&self, weeks: &[[Option<HeatDay>; 7]]) -> Result<Chart> {
        let columns = i32::try_from(weeks.len()).unwrap_or(0);
        let width = BESIDE + columns * PITCH;
        let rtl = self.locale.direction() == Direction::RightToLeft;
        let (begin, end) = if rtl { (Anchor::End, Anchor::Start) } else { (Anchor::Start, Anchor::End) };
        let column_x = |column: usize| {
            let x = BESIDE + i32::try_from(column).unwrap_or(0) * PITCH;
            if rtl { width - x - SQUARE } else { x }
        };
        let edge = |column: usize| column_x(column) + if rtl { SQUARE } else { 0 };
        Chart::paint(unsigned(width), unsigned(ABOVE + 7 * PITCH + BELOW), |canvas| {
            for (row, weekday) in self.weekdays_in_order().into_iter().enumerate().filter(|(row, _)| row % 2 == 0) {
                let x = if rtl { width - BESIDE + 5 } else { BESIDE - 5 };
                let y = row_y(row) + SQUARE / 2;
                label(canvas, &self.locale.weekday_short(weekday), x, y, LETTERS - 1, end)?;
            }
            let gregorian = |day: Day| (day.date().month(), self.locale.month_short(day.date().month()));
            for (column, name) in beginnings(weeks, gregorian) {
                label(canvas, &name, edge(column), ABOVE / 2 - 1, LETTERS, begin)?;
            }
            let hijri = |day: Day| {
                let month = self.contents.calendar.hijri(day).date.month();
                (u32::from(month), self.locale.hijri_month_short(month))
            };
            for (column, name) in beginnings(weeks, hijri) {
                label(canvas, &name, edge(column), ABOVE + 7 * PITCH + BELOW / 2 - 2, LETTERS - 1, begin)?;
            }
            for (column, week) in weeks.iter().enumerate() {
                for (row, day) in week.iter().enumerate() {
                    if let Some(day) = day {
                        square(canvas, column_x(column), row_y(row), day.into())?;
                    }
                }
            }
            Ok(())
        })
    }

    fn weekdays_in_order(&self) -> Vec<Weekday> {
        let first = Weekday::try_from(self.contents.calendar.first_weekday()).unwrap_or(Weekday::Mon);
        std::iter::successors(Some(first), |day| Some(day.succ())).take(7).collect()
    }

    fn heat_legend(&self) -> Result<Markup> {
        let drawn =
            |mark: Mark| Chart::paint(unsigned(SQUARE + 1), unsigned(SQUARE + 1), |canvas| square(canvas, 0, 0, mark));
        let lines = [
            (drawn(Mark::NothingDue)?, self.say(Text::REPORT_HEAT_NONE)),
            (drawn(Mark::Unknown)?, self.say(Text::REPORT_HEAT_UNKNOWN)),
            (drawn(Mark::Share(0.0))?, self.locale.percent(0.0)),
            (drawn(Mark::Share(0.5))?, self.locale.percent(0.5)),
            (drawn(Mark::Share(1.0))?, self.locale.percent(1.0)),
        ];
        Ok(html! {
            ul.legend aria-label=(self.say(Text::REPORT_LEGEND)) {
                @for (chart, words) in &lines {
                    li {
                        svg.swatch viewBox=(format!("0 0 {} {}", chart.width, chart.height)) aria-hidden="true" {
                            (PreEscaped(&chart.elements))
                        }
                        (words)
                    }
                }
            }
        })
    }

    /// The figures of a category by months.
    fn months(&self, category: Category) -> Option<&Points> {
        self.contents.dashboard.series.iter().find(|points| points.subject == Subject::Category(category))
    }

    fn months_table(&self, points: &Points) -> Markup {
        let hijri = |first: Day, last: Day| {
            let month = |day: Day| self.contents.calendar.hijri(day).date.hijri_month();
            let (first, last) = (month(first), month(last));
            let told = |month| self.locale.hijri_month_of(month);
            if first == last { told(first) } else { self.locale.list([told(first), told(last)]) }
        };
        html! {
            table {
                thead {
                    tr {
                        th scope="col" { (self.say(Text::REPORT_MONTH)) }
                        th.narrow-hidden scope="col" { (self.say(Text::REPORT_HIJRI_MONTH)) }
                        th.number scope="col" { (self.say(Text::REPORT_KEPT)) }
                        th.long scope="col" { (self.say(Text::REPORT_SHARE)) }
                        th.number scope="col" aria-label=(self.say(Text::REPORT_SHARE)) {}
                    }
                }
                tbody {
                    @for point in &points.points {
                        tr {
                            th scope="row" { (self.locale.month_of(point.days.first())) }
                            td.narrow-hidden { (hijri(point.days.first(), point.days.last())) }
                            td.number { (self.of_due(point.figures.kept.into(), point.figures.due.into())) }
                            td.long { @if point.figures.rate.is_some() { (self.bar(point.figures.rate)) } }
                            td.number { (self.share(point.figures.rate)) }
                        }
                    }
                }
            }
        }
    }
}

/// One day: filled by its share, an outline where it is not known, a dot where nothing was due.
fn square(canvas: &Canvas<'_>, x: i32, y: i32, mark: Mark) -> Painted {
    match mark {
        Mark::Share(share) => filled(canvas, x, y, SQUARE, SQUARE, darkness(share)),
        Mark::Unknown => outlined(canvas, x, y, SQUARE, SQUARE, 0.3),
        Mark::NothingDue => filled(canvas, x + SQUARE / 2 - 1, y + SQUARE / 2 - 1, 3, 3, 0.3),
    }
}

fn row_y(row: usize) -> i32 {
    ABOVE + i32::try_from(row).unwrap_or(0) * PITCH
}

/// The columns in which months begin, with their names, as far as there is room for the name. The month under way at
/// the beginning is named, too.
fn beginnings(weeks: &[[Option<HeatDay>; 7]], month: impl Fn(Day) -> (u32, String)) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    let mut current = None;
    for (column, week) in weeks.iter().enumerate() {
        for day in week.iter().flatten() {
            let (number, name) = month(day.day);
            if current != Some(number) {
                current = Some(number);
                found.push((column, name));
            }
        }
    }
    // A name is left out if the next one begins within it, or the picture ends.
    let next: Vec<usize> = found.iter().skip(1).map(|(column, _)| *column).chain([weeks.len() + 1]).collect();
    let mut next = next.into_iter();
    found.retain(|(column, name)| {
        let room = next
            .next()
            .map_or(usize::MAX, |next| next.saturating_sub(*column).saturating_mul(PITCH.unsigned_abs() as usize));
        name.chars().count() * LETTER + AIR <= room
    });
    found
}

fn first_of(weeks: &[[Option<HeatDay>; 7]]) -> Option<Day> {
    weeks.iter().flatten().flatten().map(|day| day.day).next()
}

fn last_of(weeks: &[[Option<HeatDay>; 7]]) -> Option<Day> {
    weeks.iter().flatten().flatten().map(|day| day.day).next_back()
}

#[allow(clippy::cast_precision_loss, reason = "a share for words")]
fn ratio(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

fn unsigned(number: i32) -> u32 {
    u32::try_from(number).unwrap_or(0)
}
