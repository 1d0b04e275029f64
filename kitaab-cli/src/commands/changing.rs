//! Changing when an item is due, what makes its days kept, and what a deed is judged by.

use clap::{ArgGroup, Args, ValueEnum};
use kitaab::{Book, Catalogue, Committed, Day, DeedId, Goal, Hide, ItemEdit, ItemId, Measure, ScaleValue};
use serde::Serialize;

use crate::app::{App, Opened};
use crate::day_word::DayWord;
use crate::failure::{Failure, Result};
use crate::naming;
use crate::output::{CommittedView, Page, View};
use crate::schedule_word::{ScheduleWord, told};

/// Change when an item is due, what makes a day kept, or where it is left out
///
/// A schedule and a goal hold from a day on: the days before stay as they were judged. One change at a time.
#[derive(Args, Debug)]
#[command(group(ArgGroup::new("what").required(true)))]
#[command(after_help = "Examples:
  kitaab change Fasting/Voluntary --schedule mon,thu
  kitaab change Salah/Fajr --at-least \"on time\" --from 2026-03-01
  kitaab change Reading --at-least 5
  kitaab change Salah/Fajr --hide graphs")]
pub(crate) struct ChangeArgs {
    /// The item.
    item: String,
    /// When it is due: daily, weekdays as mon,thu, 3/week, 10/month or every:3 (days).
    #[arg(long, value_name = "WHEN", group = "what")]
    schedule: Option<ScheduleWord>,
    /// A day is kept with at least this value or amount.
    #[arg(long, value_name = "VALUE", group = "what")]
    at_least: Option<String>,
    /// A day is kept with at most this value or amount.
    #[arg(long, value_name = "VALUE", group = "what")]
    at_most: Option<String>,
    /// Where it is left out.
    #[arg(long, value_name = "WHERE", group = "what")]
    hide: Option<HideWord>,
    /// The first day on which a schedule or a goal holds; today without it.
    #[arg(long, value_name = "DAY", conflicts_with = "hide")]
    from: Option<DayWord>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum HideWord {
    /// Shown everywhere.
    None,
    /// Still logged, left out of insights.
    Graphs,
    /// Also left out of input lists.
    All,
}

/// Judge a deed by other values from today on: the next version of its scale
///
/// Entries keep the values that they were given. Each value of the version before is the one with the same label now,
/// unless --map says another.
#[derive(Args, Debug)]
#[command(after_help = "Example:
  kitaab rescale Salah missed late \"on time\" congregation --map \"in congregation=congregation\"")]
pub(crate) struct RescaleArgs {
    /// The deed.
    deed: String,
    /// The labels, the lowest first; each may have a score: late=2.
    #[arg(required = true, num_args = 2.., value_name = "LABEL")]
    values: Vec<String>,
    /// What an earlier value is now: OLD=NEW; with nothing after the sign, none of them.
    #[arg(long, value_name = "OLD=NEW")]
    map: Vec<String>,
}

/// An item as it is after a change.
#[derive(Debug, Serialize)]
struct ChangedView {
    item: ItemId,
    path: String,
    /// From which day on the change holds; null for hiding.
    from: Option<Day>,
    schedule: String,
    hide: Hide,
    #[serde(flatten)]
    committed: CommittedView,
}

impl View for ChangedView {
    fn show(&self, page: &mut Page) {
        let from = self.from.map(|day| format!(" from {day}")).unwrap_or_default();
        let hidden = if self.hide == Hide::None { "" } else { "; hidden" };
        page.line(&format!("{}{from}: {}{hidden}", self.path, self.schedule));
        self.committed.show(page);
    }
}

/// A new version of a scale.
#[derive(Debug, Serialize)]
struct ScaleView {
    deed: DeedId,
    version: u32,
    values: Vec<ValueLine>,
    #[serde(flatten)]
    committed: CommittedView,
}

#[derive(Debug, Serialize)]
struct ValueLine {
    label: String,
    score: i32,
}

impl View for ScaleView {
    fn show(&self, page: &mut Page) {
        let labels: Vec<&str> = self.values.iter().map(|value| value.label.as_str()).collect();
        page.line(&format!("Version {}: {}", self.version, labels.join(" < ")));
        self.committed.show(page);
    }
}

pub(crate) async fn change(args: ChangeArgs, app: &App) -> Result<()> {
    let opened = app.opened().await?;
    let item = naming::item(&opened.catalogue, &args.item)?;
    let from = args.hide.is_none().then(|| opened.day(args.from));
    let committed = args.carry_out(&opened, item, opened.day(args.from)).await?;
    let catalogue = opened.book.catalogue().await?;
    let changed = catalogue.item(item)?;
    app.put(&ChangedView {
        item,
        path: catalogue.path_text(item)?,
        from,
        schedule: told(changed.schedule_on(from.unwrap_or(opened.today))),
        hide: changed.hide,
        committed: CommittedView::of(&catalogue, &committed),
    })
}

impl ChangeArgs {
    async fn carry_out(&self, opened: &Opened, item: ItemId, from: Day) -> Result<Committed> {
        let (items, catalogue) = (opened.book.items(), opened.catalogue.as_ref());
        if let Some(word) = &self.schedule {
            let schedule = word.in_book(catalogue.settings.first_weekday, from);
            return Ok(items.set_schedule(item, from, schedule).await?);
        }
        if let Some(word) = self.hide {
            let hide = match word {
                HideWord::None => Hide::None,
                HideWord::Graphs => Hide::HideFromGraphs,
                HideWord::All => Hide::HideFromAll,
            };
            return Ok(items.edit(item, ItemEdit::new().hide(hide)).await?);
        }
        let counted = catalogue.deed_of(item)?.measure == Measure::Count;
        let score = |label: &str| naming::scale_value(catalogue, item, label, opened.today).map(|(_, score)| score);
        let goal = match (&self.at_least, &self.at_most) {
            (Some(text), _) if counted => Goal::AmountAtLeast(text.parse()?),
            (Some(label), _) => Goal::ScoreAtLeast(score(label)?),
            (None, Some(text)) if counted => Goal::AmountAtMost(text.parse()?),
            (None, Some(label)) => Goal::ScoreAtMost(score(label)?),
            (None, None) => return Err(Failure::usage("say what to change")),
        };
        Ok(items.set_goal(item, from, goal).await?)
    }
}

pub(crate) async fn rescale(args: RescaleArgs, app: &App) -> Result<()> {
    let opened = app.opened().await?;
    let catalogue = opened.catalogue.as_ref();
    let deed = catalogue.deed_of(naming::item(catalogue, &args.deed)?)?.id;
    let values = args.scale_values()?;
    let mapping = args.mapping(catalogue, deed, &values)?;
    let added = opened.book.scales().redefine(deed, values, mapping).await?;
    told_scale(app, &opened.book, deed, &added).await
}

async fn told_scale(app: &App, book: &Book, deed: DeedId, added: &kitaab::Added<kitaab::Scale>) -> Result<()> {
    let catalogue = book.catalogue().await?;
    let line = |value: &ScaleValue| ValueLine { label: value.label.to_string(), score: value.score };
    app.put(&ScaleView {
        deed,
        version: added.added.version,
        values: added.added.values.iter().map(line).collect(),
        committed: CommittedView::of(&catalogue, &added.committed),
    })
}

impl RescaleArgs {
    /// The values; scores count up from 0 where none is given.
    fn scale_values(&self) -> Result<Vec<ScaleValue>> {
        let scored = self.values.iter().zip(0_i32..).map(|(word, place)| match word.rsplit_once('=') {
            Some((label, score)) => {
                let score = score.trim().parse().map_err(|_| Failure::invalid("score", "must be a number", score))?;
                Ok((label.trim().to_owned(), score))
            }
            None => Ok((word.trim().to_owned(), place)),
        });
        let scored = scored.collect::<Result<Vec<(String, i32)>>>()?;
        Ok(kitaab::scored_values(scored)?)
    }

    /// For each value of the version before, by position, which one it is now; none to go by the labels alone.
    fn mapping(&self, catalogue: &Catalogue, deed: DeedId, values: &[ScaleValue]) -> Result<Option<Vec<Option<u8>>>> {
        if self.map.is_empty() {
            return Ok(None);
        }
        let Some(before) = catalogue.active_scale(deed) else {
            return Err(Failure::invalid("map", "must be of a deed that has a scale", &self.deed));
        };
        let place = |all: &[ScaleValue], label: &str| {
            let label = label.trim().to_lowercase();
            let place = all.iter().position(|value| value.label.as_str().to_lowercase() == label);
            place.and_then(|place| u8::try_from(place).ok())
        };
        let by_label = before.values.iter().map(|value| place(values, value.label.as_str()));
        let mut mapping: Vec<Option<u8>> = by_label.collect();
        for pair in &self.map {
            let form = || Failure::invalid("map", "must be OLD=NEW, labels of the two versions", pair);
            let (old, new) = pair.split_once('=').ok_or_else(form)?;
            let old = place(&before.values, old).ok_or_else(form)?;
            let new = if new.trim().is_empty() { None } else { Some(place(values, new).ok_or_else(form)?) };
            if let Some(slot) = mapping.get_mut(usize::from(old)) {
                *slot = new;
            }
        }
        Ok(Some(mapping))
    }
}
