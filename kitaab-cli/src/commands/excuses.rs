//! Excuses: what each reason of exemption does for an item.

use std::str::FromStr;

use clap::{Args, ValueEnum};
use kitaab::{Catalogue, Excuse, Excuses, ItemId, ReasonKind};
use serde::Serialize;

use crate::app::App;
use crate::commands::entries::leaves_below;
use crate::failure::Result;
use crate::naming;
use crate::output::{Cell, CommittedView, Page, Table, View};

/// Show or set what each reason of exemption does for an item
///
/// On days exempt for a reason an item is due all the same, excused, or excused and owed later (as a make-up). Each item
/// has its own; those above and below are left as they are.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  kitaab excuses Salah --each
  kitaab excuses Fasting/Ramadan --like fast
  kitaab excuses Fasting/Ramadan travel=due
  kitaab excuses Salah --each --like prayer")]
pub(crate) struct ExcusesArgs {
    /// The item.
    item: String,
    /// A reason (menstruation, postnatal, travel, illness or other) and what it does (due, excused or owed).
    #[arg(value_name = "REASON=WHAT")]
    set: Vec<Setting>,
    /// As is known of such practices; what is set besides goes before it.
    #[arg(long, value_name = "PRACTICE")]
    like: Option<Practice>,
    /// For each item below this one that has none below itself.
    #[arg(long)]
    each: bool,
}

/// Practices of which it is known what lifts them.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Practice {
    /// The five daily prayers: lifted and not owed in menstruation and postnatal bleeding, due on journeys and in illness.
    Prayer,
    /// Obligatory fasts: lifted for all four reasons, and owed later.
    Fast,
    /// Anything else: lifted for any reason, and not owed.
    Other,
}

impl Practice {
    fn excuses(self) -> Excuses {
        match self {
            Self::Prayer => Excuses::of_prayer(),
            Self::Fast => Excuses::of_fast(),
            Self::Other => Excuses::new(),
        }
    }
}

/// What one reason does.
#[derive(Clone, Copy, Debug)]
struct Setting(ReasonKind, Excuse);

impl FromStr for Setting {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let form = || "write REASON=WHAT, such as travel=due".to_owned();
        let (reason, what) = text.split_once('=').ok_or_else(form)?;
        let reason = ReasonKind::ALL.into_iter().find(|kind| name(*kind) == reason.trim().to_lowercase());
        let excuse = match what.trim().to_lowercase().as_str() {
            "due" => Excuse::DUE,
            "excused" => Excuse::DEFAULT,
            "owed" => Excuse::OWED,
            _ => return Err(form()),
        };
        Ok(Self(reason.ok_or_else(form)?, excuse))
    }
}

/// The word for a reason.
const fn name(reason: ReasonKind) -> &'static str {
    match reason {
        ReasonKind::Menstruation => "menstruation",
        ReasonKind::Postnatal => "postnatal",
        ReasonKind::Travel => "travel",
        ReasonKind::Illness => "illness",
        _ => "other",
    }
}

/// The word for what a reason does.
const fn effect(excuse: Excuse) -> &'static str {
    match (excuse.lifts, excuse.owed) {
        (false, _) => "due",
        (true, false) => "excused",
        (true, true) => "owed",
    }
}

#[derive(Debug, Serialize)]
struct ExcusesView {
    items: Vec<ItemLine>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    committed: Option<CommittedView>,
}

#[derive(Debug, Serialize)]
struct ItemLine {
    item: ItemId,
    path: String,
    excuses: Vec<ExcuseLine>,
}

#[derive(Debug, Serialize)]
struct ExcuseLine {
    reason: &'static str,
    /// `due`, `excused` or `owed`.
    effect: &'static str,
}

impl ItemLine {
    fn of(catalogue: &Catalogue, id: ItemId) -> Result<Self> {
        let item = catalogue.item(id)?;
        let line = |(reason, excuse)| ExcuseLine { reason: name(reason), effect: effect(excuse) };
        Ok(Self { item: id, path: catalogue.path_text(id)?, excuses: item.excuses.all().map(line).collect() })
    }
}

impl View for ExcusesView {
    fn show(&self, page: &mut Page) {
        let mut table = Table::new();
        let reasons = ReasonKind::ALL.map(|reason| Cell::faint(name(reason)));
        table.row(std::iter::once(Cell::new("")).chain(reasons));
        for line in &self.items {
            let effects = line.excuses.iter().map(|excuse| Cell::new(excuse.effect));
            table.row(std::iter::once(Cell::new(&line.path)).chain(effects));
        }
        page.table(&table);
        if let Some(committed) = &self.committed {
            committed.show(page);
        }
    }
}

pub(crate) async fn run(args: ExcusesArgs, app: &App) -> Result<()> {
    let opened = app.opened().await?;
    let item = naming::item(&opened.catalogue, &args.item)?;
    let items = if args.each { leaves_below(&opened.catalogue, item, opened.today)? } else { vec![item] };
    let mut set: Vec<(ReasonKind, Excuse)> = args.like.map(Practice::excuses).iter().flat_map(Excuses::all).collect();
    set.extend(args.set.iter().map(|Setting(reason, excuse)| (*reason, *excuse)));
    let committed = if set.is_empty() { None } else { Some(opened.book.items().set_excuses(&items, &set).await?) };
    let catalogue = opened.book.catalogue().await?;
    app.put(&ExcusesView {
        items: items.into_iter().map(|item| ItemLine::of(&catalogue, item)).collect::<Result<_>>()?,
        committed: committed.map(|committed| CommittedView::of(&catalogue, &committed)),
    })
}
