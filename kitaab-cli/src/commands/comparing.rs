//! Comparing spans of days, and items with each other.

use clap::Args;
use kitaab::{Day, DayRange, FigureChange, Figures, ItemId, Subject};
use serde::Serialize;

use super::insights::{DaysArgs, percent};
use crate::app::App;
use crate::day_word::DayWord;
use crate::failure::{Failure, Result};
use crate::naming;
use crate::output::style::{AMISS, GOOD, PLAIN};
use crate::output::{Cell, Page, Table, View};

/// Compare days with those before them, figure by figure
///
/// Without dates it is the last thirty days; they are compared with as many right before them.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  kitaab compare
  kitaab compare --from 2026-03-01 --to 2026-03-31
  kitaab compare --from 2026-03-01 --with-from 2025-03-01 --with-to 2025-03-31")]
pub(crate) struct CompareArgs {
    #[command(flatten)]
    days: DaysArgs,
    /// The first day of those that they are compared with.
    #[arg(long, value_name = "DAY", requires = "with_to")]
    with_from: Option<DayWord>,
    /// The last one of them.
    #[arg(long, value_name = "DAY", requires = "with_from")]
    with_to: Option<DayWord>,
    /// Hidden items, too.
    #[arg(long)]
    hidden: bool,
}

/// Tell whether two items are kept on the same days
///
/// From -1 (never on the same days) to 1 (always). It rests on the days on which it is known of both, and says nothing of
/// causes. Without dates it is the last 365 days.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  kitaab correlate Salah/Fajr \"Qur'an\"
  kitaab correlate Salah/Isha Salah/Fajr --from 2026-01-01")]
pub(crate) struct CorrelateArgs {
    /// One item.
    first: String,
    /// The other item.
    second: String,
    #[command(flatten)]
    days: DaysArgs,
}

/// Two spans side by side.
#[derive(Debug, Serialize)]
struct CompareView {
    before: DayRange,
    after: DayRange,
    lines: Vec<CompareLine>,
}

#[derive(Debug, Serialize)]
struct CompareLine {
    item: ItemId,
    path: String,
    before: Figures,
    after: Figures,
    change: FigureChange,
}

impl View for CompareView {
    fn show(&self, page: &mut Page) {
        let span = |days: DayRange| format!("{} to {}", days.first(), days.last());
        page.heading_with(&span(self.after), &format!("against {}", span(self.before)));
        if self.lines.is_empty() {
            page.line("Nothing was due or recorded on these days.");
            return;
        }
        let mut table = Table::indented(2);
        table.row(["", "kept", "before", "change", "entries", "total"].map(Cell::faint));
        for line in &self.lines {
            let rate = line.change.rate;
            let style = match rate {
                Some(change) if change > 0.0 => GOOD,
                Some(change) if change < 0.0 => AMISS,
                _ => PLAIN,
            };
            let points = rate.map_or_else(|| "-".to_owned(), |change| format!("{:+.0} points", change * 100.0));
            let total = line.change.total.filter(|total| total.hundredths() != 0);
            let sign = if total.is_some_and(|total| total.hundredths() > 0) { "+" } else { "" };
            table.row([
                Cell::new(&line.path),
                Cell::new(percent(line.after.rate)).right(),
                Cell::faint(percent(line.before.rate)).right(),
                Cell::new(points).right().styled(style),
                Cell::faint(format!("{:+}", line.change.entries)).right(),
                Cell::faint(total.map(|total| format!("{sign}{total}")).unwrap_or_default()),
            ]);
        }
        page.table(&table);
    }
}

pub(crate) async fn compare(args: CompareArgs, app: &App) -> Result<()> {
    let opened = app.opened().await?;
    let after = args.days.range(&opened, 30)?;
    let before = match (args.with_from, args.with_to) {
        (Some(from), Some(to)) => DayRange::new(from.on(opened.today), to.on(opened.today))
            .map_err(|_| Failure::invalid("with-from", "must not be after --with-to", from.on(opened.today)))?,
        _ => {
            let count = i32::try_from(after.count()).unwrap_or(i32::MAX);
            let last = after.first().saturating_plus(-1);
            DayRange::new(last.saturating_plus(1 - count), last)?
        }
    };
    let insights = opened.book.insights();
    let insights = if args.hidden { insights.with_hidden() } else { insights };
    let comparison = insights.comparison(before, after).await?;
    let mut lines = Vec::new();
    for line in comparison.lines {
        if let Subject::Item(item) = line.subject {
            let path = opened.catalogue.path_text(item)?;
            lines.push(CompareLine { item, path, before: line.before, after: line.after, change: line.change });
        }
    }
    app.put(&CompareView { before, after, lines })
}

/// Whether two items go together.
#[derive(Debug, Serialize)]
struct CorrelateView {
    first: String,
    second: String,
    first_day: Day,
    last_day: Day,
    days: u32,
    both: u32,
    first_only: u32,
    second_only: u32,
    neither: u32,
    phi: Option<f64>,
}

impl View for CorrelateView {
    fn show(&self, page: &mut Page) {
        page.heading_with(
            &format!("{} and {}", self.first, self.second),
            &format!("{} to {}", self.first_day, self.last_day),
        );
        let mut table = Table::indented(2);
        for (words, days) in [
            ("both kept".to_owned(), self.both),
            (format!("only {}", self.first), self.first_only),
            (format!("only {}", self.second), self.second_only),
            ("neither".to_owned(), self.neither),
        ] {
            table.row([Cell::new(words), Cell::new(days).right(), Cell::faint(if days == 1 { "day" } else { "days" })]);
        }
        page.table(&table);
        page.line(&match self.phi {
            Some(phi) => format!("Correlation {phi:.2}, resting on {} days. It says nothing of causes.", self.days),
            None => format!("On the {} days of which both are known, one of them never changed.", self.days),
        });
    }
}

pub(crate) async fn correlate(args: CorrelateArgs, app: &App) -> Result<()> {
    let opened = app.opened().await?;
    let days = args.days.range(&opened, 365)?;
    let item = |name: &str| naming::item(&opened.catalogue, name);
    let (first, second) = (item(&args.first)?, item(&args.second)?);
    let found = opened.book.insights().correlation(first, second, days).await?;
    app.put(&CorrelateView {
        first: opened.catalogue.path_text(first)?,
        second: opened.catalogue.path_text(second)?,
        first_day: days.first(),
        last_day: days.last(),
        days: found.days,
        both: found.both,
        first_only: found.first_only,
        second_only: found.second_only,
        neither: found.neither,
        phi: found.phi,
    })
}
