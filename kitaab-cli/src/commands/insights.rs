//! Looking back: figures, weekdays, streaks and strength.

use std::collections::BTreeMap;

use clap::Args;
use kitaab::{
    Bucket, Catalogue, Category, CategorySummary, Dashboard, DashboardRequest, Day, DayRange, Figures, ItemId, Points,
    Streak, StreakUnit, Streaks, Subject, Weekday, WeekdayProfile,
};
use serde::Serialize;

use super::make_ups::Period;
use crate::app::{App, Opened};
use crate::day_word::DayWord;
use crate::failure::{Failure, Result};
use crate::naming;
use crate::output::style::{AMISS, GOOD, PLAIN, STRONG};
use crate::output::{Cell, Page, Table, View};
use crate::schedule_word::weekday_name;

/// How many cells the longest bar has.
const BAR: f64 = 20.0;

/// Look back: what was recorded and kept, on which weekdays, streaks and strength
///
/// Without dates it is the last thirty days. What each figure means, docs/insights.md tells.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  kitaab insights
  kitaab insights --from 2026-01-01 --item Salah
  kitaab insights --from 2026-01-01 --by month --json")]
pub(crate) struct InsightsArgs {
    #[command(flatten)]
    days: DaysArgs,
    /// Only this item and what is below it.
    #[arg(long, value_name = "ITEM")]
    item: Option<String>,
    /// Tell the figures by these periods, too.
    #[arg(long, value_name = "PERIOD")]
    by: Option<Period>,
    /// Hidden items, too.
    #[arg(long)]
    hidden: bool,
}

/// Show how long what is due was kept without a break, and how strong the practice is
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  kitaab streaks
  kitaab streaks Salah/Fajr")]
pub(crate) struct StreaksArgs {
    /// Only this item and what is below it.
    item: Option<String>,
    /// Hidden items, too.
    #[arg(long)]
    hidden: bool,
}

/// The days that are looked at.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct DaysArgs {
    /// The first day; without it as many as make thirty.
    #[arg(long, value_name = "DAY")]
    from: Option<DayWord>,
    /// The last day; today without it.
    #[arg(long, value_name = "DAY")]
    to: Option<DayWord>,
}

impl DaysArgs {
    /// The days that are meant, so many where no first one is named.
    pub(crate) fn range(self, opened: &Opened, count: u16) -> Result<DayRange> {
        let last = opened.day(self.to);
        match self.from {
            Some(from) => Ok(DayRange::new(from.on(opened.today), last)
                .map_err(|_| Failure::invalid("from", "must not be after --to", from.on(opened.today)))?),
            None => Ok(DayRange::ending(last, count)),
        }
    }
}

/// What looking back shows.
#[derive(Debug, Serialize)]
struct InsightsView {
    first_day: Day,
    last_day: Day,
    /// How many of the days are logged.
    logged_days: u32,
    categories: Vec<CategorySummary>,
    items: Vec<ItemLine>,
    weekdays: Vec<WeekdayProfile>,
    series: Vec<Points>,
}

#[derive(Debug, Serialize)]
struct ItemLine {
    item: ItemId,
    path: String,
    category: Category,
    /// 0 for the root of a deed.
    level: usize,
    unit: Option<String>,
    figures: Figures,
    current_streak: Option<Streak>,
    longest_streak: Option<Streak>,
    strength: Option<f64>,
}

impl ItemLine {
    /// The lines of a dashboard, those of an item and below where one is named.
    fn all(catalogue: &Catalogue, dashboard: &Dashboard, item: Option<ItemId>) -> Result<Vec<Self>> {
        let streaks: BTreeMap<ItemId, Streaks> = dashboard.streaks.iter().map(|runs| (runs.item, *runs)).collect();
        let strengths: BTreeMap<ItemId, f64> =
            dashboard.strengths.iter().map(|strength| (strength.item, strength.score)).collect();
        let mut lines = Vec::new();
        for line in &dashboard.summary.items {
            let lineage = catalogue.lineage(line.item)?;
            if item.is_some_and(|wanted| lineage.iter().all(|above| above.id != wanted)) {
                continue;
            }
            let deed = catalogue.deed(line.deed)?;
            let runs = streaks.get(&line.item);
            lines.push(Self {
                item: line.item,
                path: catalogue.path_text(line.item)?,
                category: deed.category,
                level: lineage.len() - 1,
                unit: deed.unit.as_ref().map(|unit| unit.as_str().to_owned()),
                figures: line.figures.clone(),
                current_streak: runs.and_then(|runs| runs.current),
                longest_streak: runs.and_then(|runs| runs.longest),
                strength: strengths.get(&line.item).copied(),
            });
        }
        Ok(lines)
    }

    /// Its total or its mean score, in words.
    fn amount(&self) -> String {
        match (&self.figures.total, self.figures.mean_scores.last()) {
            (Some(total), _) => match &self.unit {
                Some(unit) => format!("{total} {unit}"),
                None => total.to_string(),
            },
            (None, Some(mean)) => format!("mean score {:.2}", mean.mean),
            (None, None) => String::new(),
        }
    }
}

/// A share as a percentage.
pub(crate) fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "-".to_owned(), |share| format!("{:.0}%", share * 100.0))
}

/// A run in words: `12 days`.
fn run(streak: Option<Streak>) -> String {
    let Some(streak) = streak else { return "-".to_owned() };
    let unit = match streak.unit {
        StreakUnit::Week => "week",
        StreakUnit::Month => "month",
        StreakUnit::HijriMonth => "Hijri month",
        _ => "day",
    };
    format!("{} {unit}{}", streak.length, if streak.length == 1 { "" } else { "s" })
}

const fn heading(category: Category) -> &'static str {
    match category {
        Category::Hasanaat => "Good deeds",
        Category::Saiyyiaat => "Bad deeds",
    }
}

/// A bar of a share's length.
fn bar(share: f64) -> String {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 20")]
    let filled = (share * BAR).round() as usize;
    "━".repeat(filled)
}

impl View for InsightsView {
    fn show(&self, page: &mut Page) {
        page.heading_with(
            &format!("{} to {}", self.first_day, self.last_day),
            &format!("{} days logged", self.logged_days),
        );
        if self.items.is_empty() {
            page.line("Nothing was due or recorded on these days.");
            return;
        }
        for category in [Category::Hasanaat, Category::Saiyyiaat] {
            let mut table = Table::indented(2);
            table.row(["", "kept", "", "streak", "longest", "strength", "recorded"].map(Cell::faint));
            for line in self.items.iter().filter(|line| line.category == category) {
                line.row(&mut table);
            }
            if self.items.iter().any(|line| line.category == category) {
                page.heading(heading(category));
                page.table(&table);
            }
        }
        for profile in &self.weekdays {
            show_weekdays(profile, self.weekdays.len() > 1, page);
        }
        for points in &self.series {
            show_points(points, self.series.len() > 1, page);
        }
    }
}

impl ItemLine {
    fn row(&self, table: &mut Table) {
        let name = self.path.rsplit('/').next().unwrap_or(&self.path);
        let Figures { due, kept, rate, entries, .. } = &self.figures;
        let style = if self.level == 0 { STRONG } else { PLAIN };
        let entries = format!("{entries} {}", if *entries == 1 { "entry" } else { "entries" });
        let amount = self.amount();
        table.row([
            Cell::new(format!("{:indent$}{name}", "", indent = 2 * self.level)).styled(style),
            Cell::new(percent(*rate)).right(),
            Cell::faint(if *due > 0 { format!("{kept} of {due}") } else { String::new() }).right(),
            Cell::new(run(self.current_streak)).right(),
            Cell::new(run(self.longest_streak)).right(),
            Cell::new(percent(self.strength)).right(),
            Cell::faint(if amount.is_empty() { entries } else { format!("{entries}, {amount}") }),
        ]);
    }
}

/// The name of a category that a figure is told of, where there are several.
fn of(subject: Subject, several: bool) -> String {
    match subject {
        Subject::Category(category) if several => format!(", {}", heading(category).to_lowercase()),
        _ => String::new(),
    }
}

fn show_weekdays(profile: &WeekdayProfile, several: bool, page: &mut Page) {
    if profile.weekdays.iter().all(|figures| figures.due == 0) {
        return;
    }
    page.heading(&format!("Weekdays{}", of(profile.subject, several)));
    let mut table = Table::indented(2);
    let is = |weekday: Weekday, one: Option<Weekday>| one == Some(weekday);
    for figures in &profile.weekdays {
        let (told, style) = match figures.weekday {
            weekday if is(weekday, profile.best) => ("best", GOOD),
            weekday if is(weekday, profile.worst) => ("lowest", AMISS),
            _ => ("", PLAIN),
        };
        table.row([
            Cell::new(weekday_name(figures.weekday)),
            Cell::new(percent(figures.rate)).right(),
            Cell::new(bar(figures.rate.unwrap_or(0.0))).styled(style),
            Cell::faint(told),
        ]);
    }
    page.table(&table);
}

fn show_points(points: &Points, several: bool, page: &mut Page) {
    page.heading(&format!("Course{}", of(points.subject, several)));
    let mut table = Table::indented(2);
    for point in &points.points {
        let Figures { entries, total, rate, .. } = &point.figures;
        table.row([
            Cell::new(point.days.first()),
            Cell::new(percent(*rate)).right(),
            Cell::new(bar(rate.unwrap_or(0.0))),
            Cell::faint(match total {
                Some(total) => format!("{entries} entries, total {total}"),
                None => format!("{entries} entries"),
            }),
        ]);
    }
    page.table(&table);
}

pub(crate) async fn run_insights(args: InsightsArgs, app: &App) -> Result<()> {
    let opened = app.opened().await?;
    let days = args.days.range(&opened, 30)?;
    let item = args.item.as_deref().map(|name| naming::item(&opened.catalogue, name)).transpose()?;
    let insights = opened.book.insights();
    let insights = if args.hidden { insights.with_hidden() } else { insights };
    let bucket = args.by.map_or(Bucket::Whole, Bucket::from);
    let dashboard = insights.dashboard(&DashboardRequest::new(days).by(bucket)).await?;
    let items = ItemLine::all(&opened.catalogue, &dashboard, item)?;
    let (weekdays, mut series) = match item {
        Some(item) => {
            let subject = Subject::Item(item);
            (vec![insights.weekdays(subject, days).await?], vec![insights.series(subject, bucket, days).await?])
        }
        None => (dashboard.weekdays, dashboard.series),
    };
    if args.by.is_none() {
        series.clear();
    }
    app.put(&InsightsView {
        first_day: days.first(),
        last_day: days.last(),
        logged_days: dashboard.summary.logged_days,
        categories: dashboard.summary.categories,
        items,
        weekdays,
        series,
    })
}

/// Runs and strength of items.
#[derive(Debug, Serialize)]
struct StreaksView {
    day: Day,
    items: Vec<StreakLine>,
}

#[derive(Debug, Serialize)]
struct StreakLine {
    item: ItemId,
    path: String,
    current: Option<Streak>,
    longest: Option<Streak>,
    strength: Option<f64>,
}

impl View for StreaksView {
    fn show(&self, page: &mut Page) {
        if self.items.is_empty() {
            page.line("Nothing runs today.");
            return;
        }
        let mut table = Table::new();
        table.row(["", "streak", "longest", "", "strength"].map(Cell::faint));
        for line in &self.items {
            let days = line.longest.map(|streak| format!("{} to {}", streak.first, streak.last));
            table.row([
                Cell::new(&line.path),
                Cell::new(run(line.current)).right(),
                Cell::new(run(line.longest)).right(),
                Cell::faint(days.unwrap_or_default()),
                Cell::new(percent(line.strength)).right(),
            ]);
        }
        page.table(&table);
    }
}

pub(crate) async fn run_streaks(args: StreaksArgs, app: &App) -> Result<()> {
    let opened = app.opened().await?;
    let item = args.item.as_deref().map(|name| naming::item(&opened.catalogue, name)).transpose()?;
    let insights = opened.book.insights();
    let insights = if args.hidden { insights.with_hidden() } else { insights };
    let today = DayRange::single(opened.today);
    let dashboard = insights.dashboard(&DashboardRequest::new(today).by(Bucket::Whole)).await?;
    let lines = ItemLine::all(&opened.catalogue, &dashboard, item)?;
    let items = lines.into_iter().map(|line| StreakLine {
        item: line.item,
        path: line.path,
        current: line.current_streak,
        longest: line.longest_streak,
        strength: line.strength,
    });
    app.put(&StreaksView { day: opened.today, items: items.collect() })
}
