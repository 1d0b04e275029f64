//! Make-ups (qada): what is owed for missed days.

use clap::Args;
use kitaab::{Catalogue, Committed, Day, ItemId, MakeUpBalance, MakeUpPolicy};
use serde::Serialize;

use crate::app::{App, Opened};
use crate::day_word::DayWord;
use crate::failure::{Failure, Result};
use crate::naming;
use crate::output::style::{AMISS, GOOD};
use crate::output::{Cell, CommittedView, Page, Table, View};

/// Record make-ups (qada), or show what is still owed
///
/// Without ITEM all balances are shown, with ITEM its own. Days on which nothing was logged are unknown, and not owed
/// before you confirm that they were missed.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  kitaab make-up
  kitaab make-up Fasting/Ramadan 1
  kitaab make-up Fasting/Ramadan --confirm-until 2026-03-31
  kitaab make-up Salah/Fajr --owe 40 --from 2026-01-01")]
pub(crate) struct MakeUpArgs {
    /// The item.
    item: Option<String>,
    /// How many make-ups were done on the day, on top of those recorded for it.
    #[arg(value_name = "N")]
    count: Option<u32>,
    /// The day; today without it.
    #[arg(long, value_name = "DAY", requires = "count")]
    day: Option<DayWord>,
    /// Confirm that due days up to this one on which nothing was logged were missed.
    #[arg(long, value_name = "DAY", requires = "item", conflicts_with = "count")]
    confirm_until: Option<DayWord>,
    /// From now on missed days are owed; so many are owed already.
    #[arg(long, value_name = "OWED", requires = "item", conflicts_with_all = ["count", "confirm_until"])]
    owe: Option<u32>,
    /// The first day that is reckoned; today without it.
    #[arg(long, value_name = "DAY", requires = "owe")]
    from: Option<DayWord>,
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
    opening: u32,
    missed: u32,
    owed: u32,
    done: u64,
    balance: i64,
}

impl MakeUpsView {
    /// What is owed of all items whose missed days are owed.
    pub(crate) async fn of(opened: &Opened) -> Result<Self> {
        let items = opened.catalogue.items_in_order();
        let items: Vec<ItemId> = items.into_iter().filter(|item| item.make_up.is_some()).map(|item| item.id).collect();
        Self::of_items(opened, &opened.catalogue, &items).await
    }

    async fn of_items(opened: &Opened, catalogue: &Catalogue, items: &[ItemId]) -> Result<Self> {
        let mut make_ups = Vec::new();
        for item in items {
            let MakeUpBalance { opening, missed, owed, done, balance, .. } =
                opened.book.entries().make_up_balance(*item).await?;
            make_ups.push(MakeUpLine {
                item: *item,
                path: catalogue.path_text(*item)?,
                opening,
                missed,
                owed,
                done,
                balance,
            });
        }
        Ok(Self { make_ups, committed: None })
    }
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
            let MakeUpLine { opening, missed, owed, done, .. } = line;
            table.row([
                Cell::new(&line.path),
                Cell::new(left).styled(style),
                Cell::faint(format!("{opening} from before, {missed} missed, {owed} exempt, {done} made up")),
            ]);
        }
        page.table(&table);
        if let Some(committed) = &self.committed {
            committed.show(page);
        }
    }
}

pub(crate) async fn run(args: MakeUpArgs, app: &App) -> Result<()> {
    let opened = app.opened().await?;
    let Some(name) = &args.item else { return app.put(&MakeUpsView::of(&opened).await?) };
    let item = naming::item(&opened.catalogue, name)?;
    let committed = change(&args, &opened, item)
        .await
        .map_err(|failure| failure.hint_if_conflict(format_args!("begin with `kitaab make-up {name} --owe 0`")))?;
    let mut view = MakeUpsView::of_items(&opened, &opened.catalogue, &[item])
        .await
        .map_err(|failure| failure.hint_if_conflict(format_args!("begin with `kitaab make-up {name} --owe 0`")))?;
    view.committed = committed.map(|committed| CommittedView::of(&opened.catalogue, &committed));
    app.put(&view)
}

async fn change(args: &MakeUpArgs, opened: &Opened, item: ItemId) -> Result<Option<Committed>, Failure> {
    let book = &opened.book;
    let day = |word: Option<DayWord>| -> Day { opened.day(word) };
    Ok(Some(match (args.count, args.confirm_until, args.owe) {
        (Some(count), ..) => book.entries().make_up(item, day(args.day), count).await?,
        (_, Some(until), _) => book.entries().confirm_missed(item, until.on(opened.today)).await?,
        (.., Some(owed)) => book.items().set_make_up(item, MakeUpPolicy::new(owed, day(args.from))).await?,
        (None, None, None) => return Ok(None),
    }))
}
