//! Merits and demerits, and the verdicts on them.

use std::path::PathBuf;

use clap::Args;
use kitaab::words::Locale;
use kitaab::{Catalogue, Day, DayRange, MeritCategory, MeritId, NewMerit, Outcome, RuleVerdict, Verdict};
use serde::Serialize;

use super::rules::{ConditionArgs, read_rule};
use crate::app::{App, Opened};
use crate::day_word::DayWord;
use crate::failure::{Failure, Result};
use crate::naming;
use crate::output::style::PLAIN;
use crate::output::{Cell, CommittedView, Page, Table, View, outcome_style, outcome_word};

/// Show how each merit stands on a day, and why
///
/// A merit looks back over a window of days that ends with that day. Recorded verdicts are kept current: whatever you
/// write later tells which of them turned.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  kitaab merits
  kitaab merits \"Forty days of Fajr\" --day yesterday
  kitaab merits --language ar
  kitaab merits --record --since 2026-01-01")]
pub(crate) struct MeritsArgs {
    /// Only this one, by its title or id, in use or not.
    merit: Option<String>,
    /// The day; today without it.
    #[arg(long, value_name = "DAY")]
    day: Option<DayWord>,
    /// Record the verdicts, too.
    #[arg(long)]
    record: bool,
    /// Record those of each day from this one on.
    #[arg(long, value_name = "DAY", requires = "record")]
    since: Option<DayWord>,
    /// Say why in a language, as its readers write days and numbers: en or ar.
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
}

/// Make a merit, or a demerit
///
/// Its rule is either one condition, told by flags, or any rule, told in JSON: see docs/cli.md for its form.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  kitaab add-merit \"Forty days of Fajr\" --days 40 --item Salah/Fajr --every-day --at-least late
  kitaab add-merit \"A juz a week\" --days 7 --item \"Qur'an\" --total 20
  kitaab add-merit \"Slipping\" --negative --days 7 --item Salah --any --on-days 3 --is missed
  echo '{\"not\": {\"item\": \"Anger\", \"total\": 3}}' | kitaab add-merit Calm --days 7 --rule -")]
pub(crate) struct AddMeritArgs {
    /// Its title.
    title: String,
    /// A demerit: something to mend rather than to be glad of.
    #[arg(long)]
    negative: bool,
    /// The length of its window in days, 1 to 365.
    #[arg(long, value_name = "N")]
    days: u16,
    /// What it means.
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// Its rule in JSON, from a file, or from standard input if it is -.
    #[arg(long, value_name = "FILE", conflicts_with = "item")]
    rule: Option<PathBuf>,
    #[command(flatten)]
    condition: ConditionArgs,
}

/// Remove a merit, and the verdicts recorded for it
#[derive(Args, Debug)]
#[command(after_help = "Example:
  kitaab remove-merit \"Forty days of Fajr\"")]
pub(crate) struct RemoveMeritArgs {
    /// The merit, by its title or id.
    merit: String,
}

/// Show the recorded verdicts of the last days
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  kitaab verdicts
  kitaab verdicts \"Forty days of Fajr\" --from 2026-01-01 --to 2026-03-31")]
pub(crate) struct VerdictsArgs {
    /// Only those of this merit, day by day.
    merit: Option<String>,
    /// From this day on; 59 days ago without it.
    #[arg(long, value_name = "DAY")]
    from: Option<DayWord>,
    /// Up to this day; today without it.
    #[arg(long, value_name = "DAY")]
    to: Option<DayWord>,
}

/// How merits stand on a day.
#[derive(Debug, Serialize)]
pub(crate) struct MeritsView {
    day: Day,
    /// Whether the verdicts were recorded.
    recorded: bool,
    merits: Vec<MeritLine>,
}

#[derive(Debug, Serialize)]
struct MeritLine {
    id: MeritId,
    title: String,
    description: Option<String>,
    category: MeritCategory,
    active: bool,
    /// The length of the window, in days.
    duration: u16,
    /// The days that were looked at.
    window: DayRange,
    outcome: Outcome,
    /// What each condition has and needs, in words.
    why: String,
    /// The same as data: the rule, each part with how it stands.
    detail: RuleVerdict,
}

impl MeritsView {
    /// How all merits in use stand on a day.
    pub(crate) async fn of(opened: &Opened, day: Day) -> Result<Self> {
        let verdicts = opened.book.merits().evaluate_all(day).await?;
        Self::from_verdicts(&opened.catalogue, None, day, verdicts, false)
    }

    fn from_verdicts(
        catalogue: &Catalogue,
        locale: Option<&Locale>,
        day: Day,
        verdicts: Vec<(MeritId, Verdict)>,
        recorded: bool,
    ) -> Result<Self> {
        let line = |(id, verdict): (MeritId, Verdict)| {
            let merit = catalogue.merit(id)?;
            Ok(MeritLine {
                id,
                title: merit.title.to_string(),
                description: merit.description.as_ref().map(ToString::to_string),
                category: merit.category,
                active: merit.active,
                duration: merit.duration,
                window: verdict.days,
                outcome: verdict.outcome,
                why: locale.map_or_else(|| verdict.why(catalogue), |locale| locale.why(&verdict, catalogue)),
                detail: verdict.detail,
            })
        };
        Ok(Self { day, recorded, merits: verdicts.into_iter().map(line).collect::<Result<_>>()? })
    }
}

impl View for MeritsView {
    fn show(&self, page: &mut Page) {
        if self.merits.is_empty() {
            page.line("There are no merits in use. Make one with `kitaab add-merit`.");
        }
        for (category, title) in [(MeritCategory::Positive, "Merits"), (MeritCategory::Negative, "Demerits")] {
            let lines: Vec<&MeritLine> = self.merits.iter().filter(|merit| merit.category == category).collect();
            if lines.is_empty() {
                continue;
            }
            page.heading_with(title, &format!("as of {}", self.day));
            for (place, merit) in lines.into_iter().enumerate() {
                if place > 0 {
                    page.space();
                }
                merit.show(page);
            }
        }
        if self.recorded {
            page.space();
            page.faint("Recorded. Whatever you write later will say which of these verdicts it turns.");
        }
    }
}

impl MeritLine {
    fn show(&self, page: &mut Page) {
        let mut table = Table::indented(2);
        let days = if self.duration == 1 { "1 day".to_owned() } else { format!("{} days", self.duration) };
        // A demerit that is earned is nothing to be glad of.
        let style = match (self.category, self.outcome) {
            (MeritCategory::Negative, Outcome::Earned) => outcome_style(Outcome::NotEarned),
            (MeritCategory::Negative, Outcome::NotEarned) => outcome_style(Outcome::Earned),
            (_, outcome) => outcome_style(outcome),
        };
        table.row([
            Cell::new(format!("{:<12}", outcome_word(self.outcome))).styled(style),
            Cell::new(&self.title),
            Cell::faint(days),
        ]);
        page.table(&table);
        page.outline(&self.why, 4, PLAIN);
    }
}

/// A merit that was made.
#[derive(Debug, Serialize)]
struct AddedMeritView {
    id: MeritId,
    title: String,
    category: MeritCategory,
    duration: u16,
    #[serde(flatten)]
    committed: CommittedView,
}

impl View for AddedMeritView {
    fn show(&self, page: &mut Page) {
        page.line(&format!("Made: {}. `kitaab merits` shows how it stands.", self.title));
        self.committed.show(page);
    }
}

/// A merit that was removed.
#[derive(Debug, Serialize)]
struct RemovedMeritView {
    id: MeritId,
    title: String,
    #[serde(flatten)]
    committed: CommittedView,
}

impl View for RemovedMeritView {
    fn show(&self, page: &mut Page) {
        page.line(&format!("Removed: {}. `kitaab undo` brings it back.", self.title));
        self.committed.show(page);
    }
}

/// Recorded verdicts.
#[derive(Debug, Serialize)]
struct VerdictsView {
    first_day: Day,
    last_day: Day,
    #[serde(skip)]
    day_by_day: bool,
    verdicts: Vec<VerdictLine>,
}

#[derive(Debug, Serialize)]
struct VerdictLine {
    merit: MeritId,
    title: String,
    day: Day,
    outcome: Outcome,
}

impl View for VerdictsView {
    fn show(&self, page: &mut Page) {
        page.heading_with("Recorded verdicts", &format!("{} to {}", self.first_day, self.last_day));
        if self.verdicts.is_empty() {
            page.line("  None. `kitaab merits --record --since DAY` records them.");
        }
        let mut table = Table::indented(2);
        if self.day_by_day {
            for line in &self.verdicts {
                table.row([
                    Cell::new(line.day),
                    Cell::new(outcome_word(line.outcome)).styled(outcome_style(line.outcome)),
                ]);
            }
        } else {
            let mut rest = self.verdicts.as_slice();
            while let Some(first) = rest.first() {
                let (lines, after) = rest.split_at(rest.iter().take_while(|line| line.merit == first.merit).count());
                let earned = lines.iter().filter(|line| line.outcome == Outcome::Earned).count();
                table.row([Cell::new(&first.title), Cell::new(format!("earned on {earned} of {} days", lines.len()))]);
                rest = after;
            }
        }
        page.table(&table);
    }
}

pub(crate) async fn list(args: MeritsArgs, app: &App) -> Result<()> {
    // Before anything is recorded.
    let locale = args.language.as_deref().map(Locale::named).transpose()?;
    let opened = app.opened().await?;
    let (merits, day) = (opened.book.merits(), opened.day(args.day));
    let one = args.merit.map(|name| naming::merit(&opened.catalogue, &name)).transpose()?;
    if let Some(since) = args.since {
        let days = DayRange::new(since.on(opened.today), day)?;
        let in_use = opened.catalogue.merits_in_order().into_iter().filter(|merit| merit.active).map(|merit| merit.id);
        for merit in one.map_or_else(|| in_use.collect(), |id| vec![id]) {
            merits.backfill(merit, days).await?;
        }
    }
    let verdicts = match (one, args.record) {
        (Some(id), true) => vec![(id, merits.record(id, day).await?)],
        (Some(id), false) => vec![(id, merits.evaluate(id, day).await?)],
        (None, true) => merits.record_all(day).await?,
        (None, false) => merits.evaluate_all(day).await?,
    };
    app.put(&MeritsView::from_verdicts(&opened.catalogue, locale.as_ref(), day, verdicts, args.record)?)
}

pub(crate) async fn add(args: AddMeritArgs, app: &App) -> Result<()> {
    let opened = app.opened().await?;
    let rule = match (&args.rule, args.condition.rule()?) {
        (Some(file), _) => read_rule(file)?.in_book(&opened.catalogue, opened.today)?,
        (None, Some(condition)) => condition.in_book(&opened.catalogue, opened.today)?,
        (None, None) => {
            return Err(Failure::usage("a merit needs a rule: --item ITEM with a test, or --rule FILE")
                .hint("kitaab add-merit --help shows examples"));
        }
    };
    let mut new = if args.negative { NewMerit::negative(&args.title) } else { NewMerit::positive(&args.title) };
    new = new.days(args.days).rule(rule);
    if let Some(text) = &args.description {
        new = new.description(text);
    }
    let added = opened.book.merits().add(new).await?;
    app.put(&AddedMeritView {
        id: added.id,
        title: added.title.to_string(),
        category: added.category,
        duration: added.duration,
        committed: CommittedView::of(&opened.catalogue, &added.committed),
    })
}

pub(crate) async fn remove(args: RemoveMeritArgs, app: &App) -> Result<()> {
    let opened = app.opened().await?;
    let id = naming::merit(&opened.catalogue, &args.merit)?;
    let title = opened.catalogue.merit(id)?.title.to_string();
    let committed = opened.book.merits().remove(id).await?;
    app.put(&RemovedMeritView { id, title, committed: CommittedView::of(&opened.catalogue, &committed) })
}

pub(crate) async fn verdicts(args: VerdictsArgs, app: &App) -> Result<()> {
    let opened = app.opened().await?;
    let last = opened.day(args.to);
    let first = args.from.map_or_else(|| last.saturating_plus(-59), |word| word.on(opened.today));
    let days = DayRange::new(first, last)?;
    let one = args.merit.map(|name| naming::merit(&opened.catalogue, &name)).transpose()?;
    let mut verdicts = Vec::new();
    for merit in opened.catalogue.merits_in_order().into_iter().filter(|merit| one.is_none_or(|id| id == merit.id)) {
        let recorded = opened.book.merits().history(merit.id, days).await?;
        let line = |recorded: kitaab::RecordedVerdict| VerdictLine {
            merit: merit.id,
            title: merit.title.to_string(),
            day: recorded.day,
            outcome: recorded.outcome,
        };
        verdicts.extend(recorded.into_iter().map(line));
    }
    app.put(&VerdictsView { first_day: first, last_day: last, day_by_day: one.is_some(), verdicts })
}
