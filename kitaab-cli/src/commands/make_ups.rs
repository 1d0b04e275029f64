//! Make-ups (qada): what is owed for missed days.

use clap::{Args, ValueEnum};
use kitaab::{
    Bucket, Catalogue, Committed, Day, FidyaDue, ItemId, MakeUpBalance, MakeUpPace, MakeUpPolicy, MakeUpStep, Opening,
};
use serde::Serialize;

use crate::app::{App, Opened};
use crate::day_word::DayWord;
use crate::failure::{Failure, Result};
use crate::naming;
use crate::output::style::{AMISS, GOOD};
use crate::output::{Cell, CommittedView, Page, Table, View};

/// The pace that is told where none is asked for: that of the last month.
const LAST_DAYS: MakeUpPace = MakeUpPace::LastDays(30);

/// Record make-ups (qada), or show what is still owed
///
/// Without ITEM all balances are shown, with ITEM its own. Days on which nothing was logged are unknown, and not owed
/// before you confirm that they were missed. `kitaab fidya` settles owed days in another way.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  kitaab make-up
  kitaab make-up Fasting/Ramadan 1
  kitaab make-up Fasting/Ramadan --remove --day yesterday
  kitaab make-up Salah/Fajr --owe 40 --from 2026-01-01
  kitaab make-up Fasting/Ramadan --owe 7x30+12-45
  kitaab make-up Fasting/Ramadan --unconfirmed
  kitaab make-up Fasting/Ramadan --confirm-until 2026-03-31
  kitaab make-up Fasting/Ramadan --history month
  kitaab make-up Fasting/Ramadan --pace 2/7")]
pub(crate) struct MakeUpArgs {
    /// The item.
    item: Option<String>,
    /// How many make-ups were done on the day, on top of those recorded for it.
    #[arg(value_name = "N", group = "change")]
    count: Option<u32>,
    /// The day; today without it.
    #[arg(long, value_name = "DAY")]
    day: Option<DayWord>,
    /// Remove the make-ups recorded for the day.
    #[arg(long, requires = "item", group = "change")]
    remove: bool,
    /// Confirm that due days up to this one on which nothing was logged were missed.
    #[arg(long, value_name = "DAY", requires = "item", group = "change")]
    confirm_until: Option<DayWord>,
    /// Take that back for this day and those after it: they are unknown again, and not owed.
    #[arg(long, value_name = "DAY", requires = "item", group = "change")]
    unconfirm_from: Option<DayWord>,
    /// Missed days are owed, and so many are owed from before: 40, or reckoned as 7x30+12-45 (seven times thirty days, and
    /// so on). Where make-ups are reckoned already, this changes only that number.
    #[arg(long, value_name = "OWED", requires = "item", group = "change")]
    owe: Option<Opening>,
    /// The first day that is reckoned; today without it.
    #[arg(long, value_name = "DAY", requires = "owe")]
    from: Option<DayWord>,
    /// Reckon make-ups no more. What was recorded stays.
    #[arg(long, requires = "item", group = "change")]
    stop: bool,
    /// List the due days on which nothing was logged and which are not confirmed as missed.
    #[arg(long, requires = "item", conflicts_with_all = ["change", "history"])]
    unconfirmed: bool,
    /// Show how the balance came about, by these periods.
    #[arg(long, value_name = "BY", requires = "item", conflicts_with = "change", num_args = 0..=1, default_missing_value = "month")]
    history: Option<Period>,
    /// Tell the day on which nothing will be owed at a pace: that of the last so many days (30), or so many make-ups in so
    /// many days (2/7).
    #[arg(long, value_name = "PACE", value_parser = pace, conflicts_with = "change")]
    pace: Option<MakeUpPace>,
}

/// By which periods a history is told.
#[derive(Clone, Copy, Debug, Serialize, ValueEnum)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Period {
    Day,
    Week,
    Month,
    Year,
    /// A month of the Hijri calendar.
    HijriMonth,
    /// A year of the Hijri calendar.
    HijriYear,
}

impl From<Period> for Bucket {
    fn from(period: Period) -> Self {
        match period {
            Period::Day => Self::Day,
            Period::Week => Self::Week,
            Period::Month => Self::Month,
            Period::Year => Self::Year,
            Period::HijriMonth => Self::HijriMonth,
            Period::HijriYear => Self::HijriYear,
        }
    }
}

/// Reads a pace.
fn pace(word: &str) -> Result<MakeUpPace, String> {
    let form = || "write days, such as 30, or make-ups in days, such as 2/7".to_owned();
    match word.split_once('/') {
        Some((make_ups, days)) => Ok(MakeUpPace::Given {
            make_ups: make_ups.trim().parse().map_err(|_| form())?,
            days: days.trim().parse().map_err(|_| form())?,
        }),
        None => word.trim().parse().map(MakeUpPace::LastDays).map_err(|_| form()),
    }
}

/// What is owed.
#[derive(Debug, Serialize)]
pub(crate) struct MakeUpsView {
    make_ups: Vec<MakeUpLine>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    committed: Option<CommittedView>,
}

#[derive(Debug, Serialize)]
struct MakeUpLine {
    item: ItemId,
    path: String,
    /// The first day that is reckoned.
    from: Option<Day>,
    opening: u32,
    missed: u32,
    owed: u32,
    unconfirmed: u32,
    done: u64,
    fidya: u64,
    balance: i64,
    /// What the balance comes to as fidya; null where no rate is set.
    fidya_due: Option<FidyaDue>,
    /// When nothing will be owed at the pace; null without progress.
    projected: Option<Day>,
}

impl MakeUpsView {
    /// What is owed of all items whose missed days are owed.
    pub(crate) async fn of(opened: &Opened) -> Result<Self> {
        Self::at_pace(opened, LAST_DAYS).await
    }

    async fn at_pace(opened: &Opened, pace: MakeUpPace) -> Result<Self> {
        let items = opened.catalogue.items_in_order();
        let items: Vec<ItemId> = items.into_iter().filter(|item| item.make_up.is_some()).map(|item| item.id).collect();
        Self::of_items(opened, &opened.catalogue, &items, pace).await
    }

    /// What is owed of one item, after a change if there was one.
    pub(crate) async fn of_one(
        opened: &Opened,
        item: ItemId,
        name: &str,
        committed: Option<Committed>,
    ) -> Result<Self> {
        let catalogue = opened.book.catalogue().await?;
        let mut view =
            Self::of_items(opened, &catalogue, &[item], LAST_DAYS).await.map_err(|failure| begin(failure, name))?;
        view.committed = committed.map(|committed| CommittedView::of(&catalogue, &committed));
        Ok(view)
    }

    async fn of_items(opened: &Opened, catalogue: &Catalogue, items: &[ItemId], pace: MakeUpPace) -> Result<Self> {
        let entries = opened.book.entries();
        let mut make_ups = Vec::new();
        for item in items {
            let balance = entries.make_up_balance(*item).await?;
            let projected = entries.make_up_history(*item).await?.projected(pace)?;
            let MakeUpBalance { opening, missed, owed, unconfirmed, done, fidya, balance, fidya_due } = balance;
            make_ups.push(MakeUpLine {
                item: *item,
                path: catalogue.path_text(*item)?,
                from: catalogue.item(*item)?.make_up.as_ref().map(|policy| policy.from),
                opening,
                missed,
                owed,
                unconfirmed,
                done,
                fidya,
                balance,
                fidya_due,
                projected,
            });
        }
        Ok(Self { make_ups, committed: None })
    }
}

/// Tells how reckoning begins, where it has not.
pub(crate) fn begin(failure: Failure, name: &str) -> Failure {
    failure.hint_if_conflict(format_args!("begin with `kitaab make-up {name} --owe 0`"))
}

impl View for MakeUpsView {
    fn show(&self, page: &mut Page) {
        if self.make_ups.is_empty() {
            page.line("No missed days are owed. `kitaab make-up ITEM --owe N` begins to reckon them.");
            return;
        }
        page.heading("Make-ups");
        let mut table = Table::indented(2);
        for line in &self.make_ups {
            let (left, style) = match line.balance {
                0 => ("none owed".to_owned(), GOOD),
                1.. => (format!("{} owed", line.balance), AMISS),
                _ => (format!("{} more than owed", -line.balance), GOOD),
            };
            table.row([Cell::new(&line.path), Cell::new(left).styled(style), Cell::faint(line.told())]);
        }
        page.table(&table);
        if let Some(committed) = &self.committed {
            committed.show(page);
        }
    }
}

impl MakeUpLine {
    /// How the balance comes about, and where it goes.
    fn told(&self) -> String {
        let Self { opening, missed, owed, done, .. } = self;
        let fidya = if self.fidya > 0 { format!(", {} settled by fidya", self.fidya) } else { String::new() };
        let mut told = vec![format!("{opening} from before, {missed} missed, {owed} exempt, {done} made up{fidya}")];
        if self.unconfirmed > 0 {
            let days = if self.unconfirmed == 1 { "day" } else { "days" };
            told.push(format!("{} {days} not confirmed", self.unconfirmed));
        }
        if let Some(due) = self.fidya_due.as_ref().filter(|_| self.balance > 0) {
            told.push(format!("as fidya {} {}", due.amount, due.unit));
        }
        if let Some(day) = self.projected.filter(|_| self.balance > 0) {
            told.push(format!("at this pace none owed on {day}"));
        }
        told.join("; ")
    }
}

/// How a balance came about.
#[derive(Debug, Serialize)]
struct HistoryView {
    item: ItemId,
    path: String,
    opening: u32,
    by: Period,
    steps: Vec<StepLine>,
}

#[derive(Debug, Serialize)]
struct StepLine {
    first_day: Day,
    last_day: Day,
    missed: u32,
    owed: u32,
    done: u64,
    fidya: u64,
    /// What was owed at the end.
    balance: i64,
}

impl From<&MakeUpStep> for StepLine {
    fn from(step: &MakeUpStep) -> Self {
        let (first_day, last_day) = (step.days.first(), step.days.last());
        let MakeUpStep { missed, owed, done, fidya, balance, .. } = *step;
        Self { first_day, last_day, missed, owed, done, fidya, balance }
    }
}

impl View for HistoryView {
    fn show(&self, page: &mut Page) {
        page.heading(&self.path);
        let mut table = Table::indented(2);
        let heading = ["from", "missed", "exempt", "made up", "fidya", "owed then"];
        table.row(heading.map(Cell::faint));
        table.row([
            Cell::new("before"),
            Cell::new(""),
            Cell::new(""),
            Cell::new(""),
            Cell::new(""),
            Cell::new(self.opening),
        ]);
        for step in &self.steps {
            let count = |count: u64| Cell::new(if count == 0 { String::new() } else { count.to_string() });
            table.row([
                Cell::new(step.first_day),
                count(step.missed.into()),
                count(step.owed.into()),
                count(step.done),
                count(step.fidya),
                Cell::new(step.balance),
            ]);
        }
        page.table(&table);
    }
}

/// Days that nobody confirmed as missed.
#[derive(Debug, Serialize)]
struct UnconfirmedView {
    item: ItemId,
    path: String,
    days: Vec<Day>,
}

impl View for UnconfirmedView {
    fn show(&self, page: &mut Page) {
        if self.days.is_empty() {
            page.line("Every due day is logged, or confirmed as missed.");
            return;
        }
        page.heading(&format!("{}: nothing logged, and not confirmed as missed", self.path));
        let mut table = Table::indented(2);
        for day in &self.days {
            table.row([Cell::new(day), Cell::faint(day.weekday())]);
        }
        page.table(&table);
        page.faint("`kitaab log` records what was done after all; --confirm-until DAY confirms the others.");
    }
}

pub(crate) async fn run(args: MakeUpArgs, app: &App) -> Result<()> {
    let opened = app.opened().await?;
    let pace = args.pace.unwrap_or(LAST_DAYS);
    let Some(name) = &args.item else { return app.put(&MakeUpsView::at_pace(&opened, pace).await?) };
    if args.day.is_some() && args.count.is_none() && !args.remove {
        return Err(Failure::usage("--day goes with N or --remove"));
    }
    let catalogue = opened.catalogue.as_ref();
    let item = naming::item(catalogue, name)?;
    let entries = opened.book.entries();
    if args.unconfirmed {
        let days = entries.unconfirmed_days(item).await.map_err(|error| begin(error.into(), name))?;
        return app.put(&UnconfirmedView { item, path: catalogue.path_text(item)?, days });
    }
    if let Some(by) = args.history {
        let history = entries.make_up_history(item).await.map_err(|error| begin(error.into(), name))?;
        let calendar = catalogue.calendar();
        let history = history.by(|day| calendar.period(by.into(), day));
        let steps = history.steps.iter().map(StepLine::from).collect();
        let path = catalogue.path_text(item)?;
        return app.put(&HistoryView { item, path, opening: history.opening, by, steps });
    }
    if args.stop {
        let committed = opened.book.items().set_make_up(item, None).await?;
        let committed = CommittedView::of(catalogue, &committed);
        return app.put(&MakeUpsView { make_ups: Vec::new(), committed: Some(committed) });
    }
    let committed = change(&args, &opened, item).await.map_err(|failure| begin(failure, name))?;
    if committed.is_none() {
        let view = MakeUpsView::of_items(&opened, catalogue, &[item], pace).await;
        return app.put(&view.map_err(|failure| begin(failure, name))?);
    }
    app.put(&MakeUpsView::of_one(&opened, item, name, committed).await?)
}

async fn change(args: &MakeUpArgs, opened: &Opened, item: ItemId) -> Result<Option<Committed>, Failure> {
    let (entries, items) = (opened.book.entries(), opened.book.items());
    let day = opened.day(args.day);
    if let Some(count) = args.count {
        return Ok(Some(entries.make_up(item, day, count).await?));
    }
    if args.remove {
        return Ok(Some(entries.remove_make_up(item, day).await?));
    }
    if let Some(until) = args.confirm_until {
        return Ok(Some(entries.confirm_missed(item, until.on(opened.today)).await?));
    }
    if let Some(from) = args.unconfirm_from {
        return Ok(Some(entries.unconfirm_missed(item, from.on(opened.today)).await?));
    }
    let Some(owed) = args.owe else { return Ok(None) };
    let (owed, present) = (owed.total()?, opened.catalogue.item(item)?.make_up.clone());
    Ok(Some(match (present, args.from) {
        (Some(_), None) => items.set_opening(item, owed).await?,
        (Some(mut policy), Some(from)) => {
            policy.opening = owed;
            policy.from = from.on(opened.today);
            items.set_make_up(item, policy).await?
        }
        (None, from) => items.set_make_up(item, MakeUpPolicy::new(owed, opened.day(from))).await?,
    }))
}
