//! Targets and their progress.

use std::path::PathBuf;

use clap::Args;
use kitaab::{
    Catalogue, Condition, ConditionVerdict, Day, DayRange, NewTarget, Outcome, Quantity, RuleDetail, RuleVerdict,
    Target, TargetId, TargetItemProgress, TargetProgress, TargetState, Verdict,
};
use serde::Serialize;

use super::rules::{ConditionArgs, read_conditions};
use crate::app::{App, Opened};
use crate::day_word::DayWord;
use crate::failure::{Failure, Result};
use crate::naming;
use crate::output::style::{AMISS, FAINT, GOOD, PLAIN};
use crate::output::{Cell, CommittedView, Page, Table, View};

/// How many cells a bar of progress has.
const BAR: u32 = 24;

/// Show how the targets stand today, and at what pace
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  kitaab targets
  kitaab targets \"Read the Qur'an once through\" --json")]
pub(crate) struct TargetsArgs {
    /// Only this one, by its title or id, in use or not.
    target: Option<String>,
}

/// Make a target: a goal over fixed dates
///
/// It has one condition, told by flags, or a list of them, told in JSON: see docs/cli.md for its form.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  kitaab add-target \"Read the Qur'an\" --to 2026-12-31 --item \"Qur'an\" --total 604
  kitaab add-target \"Twelve fasts\" --from 2026-10-01 --to 2026-12-31 --item Fasting --any --on-days 12 --is yes
  kitaab add-target \"A good month\" --to 2026-12-31 --conditions month.json")]
pub(crate) struct AddTargetArgs {
    /// Its title.
    title: String,
    /// The first day that counts; today without it.
    #[arg(long, value_name = "DAY")]
    from: Option<DayWord>,
    /// The last day that counts.
    #[arg(long, value_name = "DAY")]
    to: DayWord,
    /// What it means.
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// Its conditions, as a list in JSON, from a file, or from standard input if it is -.
    #[arg(long, value_name = "FILE", conflicts_with = "item")]
    conditions: Option<PathBuf>,
    #[command(flatten)]
    condition: ConditionArgs,
}

/// Remove a target
#[derive(Args, Debug)]
#[command(after_help = "Example:
  kitaab remove-target \"Read the Qur'an\"")]
pub(crate) struct RemoveTargetArgs {
    /// The target, by its title or id.
    target: String,
}

/// How targets stand.
#[derive(Debug, Serialize)]
pub(crate) struct TargetsView {
    day: Day,
    targets: Vec<TargetLine>,
}

#[derive(Debug, Serialize)]
struct TargetLine {
    id: TargetId,
    title: String,
    description: Option<String>,
    first_day: Day,
    last_day: Day,
    state: &'static str,
    /// Of a completed one: the day on which the last condition was met.
    completed_on: Option<Day>,
    items: Vec<TargetItemLine>,
}

#[derive(Debug, Serialize)]
struct TargetItemLine {
    condition: Condition,
    /// What it has and needs, in words.
    words: String,
    have: Quantity,
    need: Quantity,
    /// How much of it there is, from 0 to 1.
    share: f64,
    met_on: Option<Day>,
    due_days_left: u32,
    needed_per_due_day: Option<f64>,
    projected: Option<Day>,
    first_unmet: Option<Day>,
}

impl TargetsView {
    /// How all targets in use stand.
    pub(crate) async fn of(opened: &Opened) -> Result<Self> {
        let progress = opened.book.targets().progress_all().await?;
        Self::from_progress(&opened.catalogue, opened.today, &progress)
    }

    fn from_progress(catalogue: &Catalogue, day: Day, progress: &[(TargetId, TargetProgress)]) -> Result<Self> {
        let line = |(id, progress): &(TargetId, TargetProgress)| {
            let target = catalogue.target(*id)?;
            let (state, completed_on) = state_word(progress.state);
            let items = progress.items.iter().map(|item| TargetItemLine::of(catalogue, target, item, day));
            Ok(TargetLine {
                id: *id,
                title: target.title.to_string(),
                description: target.description.as_ref().map(ToString::to_string),
                first_day: target.first_day,
                last_day: target.last_day,
                state,
                completed_on,
                items: items.collect(),
            })
        };
        Ok(Self { day, targets: progress.iter().map(line).collect::<Result<_>>()? })
    }
}

const fn state_word(state: TargetState) -> (&'static str, Option<Day>) {
    match state {
        TargetState::Upcoming => ("upcoming", None),
        TargetState::Active => ("active", None),
        TargetState::Completed { on } => ("completed", Some(on)),
        TargetState::Missed => ("missed", None),
        TargetState::OutOfReach => ("out_of_reach", None),
    }
}

impl TargetItemLine {
    fn of(catalogue: &Catalogue, target: &Target, progress: &TargetItemProgress, today: Day) -> Self {
        Self {
            condition: progress.condition,
            words: words(catalogue, target, progress, today),
            have: progress.have,
            need: progress.need,
            share: share(progress.have, progress.need),
            met_on: progress.met_on,
            due_days_left: progress.due_days_left,
            needed_per_due_day: progress.needed_per_due_day,
            projected: progress.projected,
            first_unmet: progress.first_unmet,
        }
    }

    fn show(&self, page: &mut Page, last_day: Day) {
        page.outline(&self.words, 4, PLAIN);
        let mut table = Table::indented(4);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share is from 0 to 1")]
        let of = |whole: u32| (self.share * f64::from(whole)) as u32;
        let (filled, percent) = (of(BAR), of(100));
        let style = if self.met_on.is_some() { GOOD } else { PLAIN };
        table.row([
            Cell::new(format!("{}{}", cells("━", filled), cells("─", BAR.saturating_sub(filled)))).styled(style),
            Cell::new(format!("{percent}%")),
            Cell::faint(self.pace(last_day)),
        ]);
        page.table(&table);
    }

    /// How it goes on, in words: what each day left must bring, and when it is met at the pace so far.
    fn pace(&self, last_day: Day) -> String {
        if let Some(day) = self.met_on {
            return format!("met on {day}");
        }
        let mut lines = Vec::new();
        if let Some(needed) = self.needed_per_due_day {
            let left = self.due_days_left;
            lines.push(match (self.have, self.need) {
                (Quantity::Days(have), Quantity::Days(need)) => {
                    format!("needs {} of the {left} due days left", need.saturating_sub(have))
                }
                _ => format!("needs {needed:.1} a day, {left} due days left"),
            });
        }
        if let Some(day) = self.projected {
            let late = day.since(last_day);
            let days = if late.abs() == 1 { "day" } else { "days" };
            lines.push(match late {
                0 => format!("at this pace on {day}, the last day"),
                1.. => format!("at this pace on {day}, {late} {days} late"),
                _ => format!("at this pace on {day}, {} {days} early", -late),
            });
        }
        lines.join("\n")
    }
}

/// A condition in words, as a verdict tells it.
fn words(catalogue: &Catalogue, target: &Target, progress: &TargetItemProgress, today: Day) -> String {
    let outcome = if progress.met_on.is_some() { Outcome::Earned } else { Outcome::NotEarned };
    let condition = ConditionVerdict {
        condition: progress.condition,
        outcome,
        have: progress.have,
        need: progress.need,
        // A day to come is not missed yet.
        first_unmet: progress.first_unmet.filter(|day| *day < today),
    };
    let days = DayRange::new(target.first_day, target.last_day).unwrap_or(DayRange::single(target.first_day));
    let detail = RuleVerdict { outcome, detail: RuleDetail::Condition(condition) };
    Verdict { days, outcome, detail }.why(catalogue)
}

/// So many cells of a bar.
fn cells(cell: &str, count: u32) -> String {
    cell.repeat(usize::try_from(count).unwrap_or(0))
}

/// How much of what is needed there is.
#[allow(clippy::cast_precision_loss, reason = "a share for a bar of some twenty cells")]
fn share(have: Quantity, need: Quantity) -> f64 {
    let number = |quantity: Quantity| match quantity {
        Quantity::Amount(total) => total.hundredths() as f64,
        Quantity::Days(days) => f64::from(days),
    };
    if number(need) > 0.0 { (number(have) / number(need)).clamp(0.0, 1.0) } else { 0.0 }
}

impl View for TargetsView {
    fn show(&self, page: &mut Page) {
        if self.targets.is_empty() {
            page.line("There are no targets in use. Make one with `kitaab add-target`.");
            return;
        }
        page.heading_with("Targets", &format!("as of {}", self.day));
        for (place, target) in self.targets.iter().enumerate() {
            if place > 0 {
                page.space();
            }
            let style = match target.state {
                "completed" => GOOD,
                "missed" | "out_of_reach" => AMISS,
                "upcoming" => FAINT,
                _ => PLAIN,
            };
            let mut table = Table::indented(2);
            table.row([
                Cell::new(format!("{:<12}", target.state.replace('_', " "))).styled(style),
                Cell::new(&target.title),
                Cell::faint(format!("{} to {}", target.first_day, target.last_day)),
            ]);
            page.table(&table);
            for item in &target.items {
                item.show(page, target.last_day);
            }
        }
    }
}

/// A target that was made or removed.
#[derive(Debug, Serialize)]
struct ChangedTargetView {
    id: TargetId,
    title: String,
    first_day: Day,
    last_day: Day,
    #[serde(skip)]
    words: &'static str,
    #[serde(flatten)]
    committed: CommittedView,
}

impl View for ChangedTargetView {
    fn show(&self, page: &mut Page) {
        page.line(&format!("{}: {}, {} to {}.", self.words, self.title, self.first_day, self.last_day));
        self.committed.show(page);
    }
}

pub(crate) async fn list(args: TargetsArgs, app: &App) -> Result<()> {
    let opened = app.opened().await?;
    let Some(name) = args.target else { return app.put(&TargetsView::of(&opened).await?) };
    let id = naming::target(&opened.catalogue, &name)?;
    let progress = opened.book.targets().progress(id).await?;
    app.put(&TargetsView::from_progress(&opened.catalogue, opened.today, &[(id, progress)])?)
}

pub(crate) async fn add(args: AddTargetArgs, app: &App) -> Result<()> {
    let opened = app.opened().await?;
    let (catalogue, today) = (opened.catalogue.as_ref(), opened.today);
    let conditions = match (&args.conditions, args.condition.rule()?) {
        (Some(file), _) => read_conditions(file)?,
        (None, Some(condition)) => vec![condition],
        (None, None) => {
            return Err(Failure::usage("a target needs a condition: --item ITEM with a test, or --conditions FILE")
                .hint("kitaab add-target --help shows examples"));
        }
    };
    let mut new = NewTarget::titled(&args.title).from(opened.day(args.from)).to(args.to.on(today));
    if let Some(text) = &args.description {
        new = new.description(text);
    }
    for condition in &conditions {
        new = new.item(condition.condition_in_book(catalogue, today)?);
    }
    let added = opened.book.targets().add(new).await?;
    changed(app, catalogue, &added.added, "Made", &added.committed)
}

pub(crate) async fn remove(args: RemoveTargetArgs, app: &App) -> Result<()> {
    let opened = app.opened().await?;
    let id = naming::target(&opened.catalogue, &args.target)?;
    let target = opened.catalogue.target(id)?.clone();
    let committed = opened.book.targets().remove(id).await?;
    changed(app, &opened.catalogue, &target, "Removed", &committed)
}

fn changed(
    app: &App,
    catalogue: &Catalogue,
    target: &Target,
    words: &'static str,
    committed: &kitaab::Committed,
) -> Result<()> {
    app.put(&ChangedTargetView {
        id: target.id,
        title: target.title.to_string(),
        first_day: target.first_day,
        last_day: target.last_day,
        words,
        committed: CommittedView::of(catalogue, committed),
    })
}
