//! Deeds: the list of them, and new ones.

use clap::{ArgGroup, Args, ValueEnum};
use kitaab::{
    Amount, Catalogue, Category, Day, DeedId, DeedView, Excuses, Goal, Hide, ItemId, Label, MakeUpPolicy, Measure,
    NewDeed, Unit,
};
use serde::Serialize;

use crate::app::App;
use crate::day_word::DayWord;
use crate::failure::{Failure, Result};
use crate::output::{Cell, CommittedView, Page, Table, View};
use crate::schedule_word::{ScheduleWord, told};

/// Show the deeds with their items, scales and schedules
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  kitaab deeds
  kitaab deeds --all --json | jq '.deeds[].items[].path'")]
pub(crate) struct DeedsArgs {
    /// Archived and hidden ones, too.
    #[arg(long)]
    all: bool,
}

/// Make a deed: judged by a scale, or counted
///
/// Without --scale and --count its scale is yes or no. What is set of goal, schedule and make-ups holds for all its
/// items.
#[derive(Args, Debug)]
#[command(group(ArgGroup::new("goal").args(["at_least", "at_most"])), after_help = "Examples:
  kitaab add-deed Salah --scale \"missed,late,on time,in congregation\" --excuses prayer \\
      --item Fajr --item Zuhr --item Asr --item Maghrib --item Isha
  kitaab add-deed \"Qur'an\" --count --unit pages --at-least 2
  kitaab add-deed Fasting --schedule mon,thu --fast
  kitaab add-deed Backbiting --bad --scale none,some,much")]
pub(crate) struct AddDeedArgs {
    /// Its name.
    name: String,
    /// A bad deed (saiyyiaat), to be kept away from; without it, a good one (hasanaat).
    #[arg(long)]
    bad: bool,
    /// The values it is judged by, the lowest first, between commas.
    #[arg(long, value_name = "VALUES", value_delimiter = ',', conflicts_with = "count")]
    scale: Vec<String>,
    /// Counted, in amounts with at most two fraction digits.
    #[arg(long)]
    count: bool,
    /// The unit of its amounts, for display.
    #[arg(long, requires = "count")]
    unit: Option<String>,
    /// An item under it; may be repeated.
    #[arg(long = "item", value_name = "NAME")]
    items: Vec<String>,
    /// What it means, or the question it asks.
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// When it is due: daily, weekdays as mon,thu, 3/week, 10/month, every:3 (days); by the Hijri calendar ramadan (and
    /// other months), 6/shawwal, hijri:13,14,15 (days of every month) or hijri:1-9,1-10 (months and days).
    #[arg(long, value_name = "WHEN")]
    schedule: Option<ScheduleWord>,
    /// A fast: never due on the two Eids and 11 to 13 Dhul-Hijjah, whatever its schedule.
    #[arg(long)]
    fast: bool,
    /// A day is kept with at least this value or amount.
    #[arg(long, value_name = "VALUE")]
    at_least: Option<String>,
    /// A day is kept with at most this value or amount.
    #[arg(long, value_name = "VALUE")]
    at_most: Option<String>,
    /// The first day on which it is due; today without it.
    #[arg(long, value_name = "DAY")]
    starts_on: Option<DayWord>,
    /// What travel, illness and bleeding do: "prayer" as for the five prayers, "fast" as for obligatory fasts.
    #[arg(long, value_name = "KIND")]
    excuses: Option<ExcusesWord>,
    /// Missed days are owed as make-ups (qada); this many are owed already.
    #[arg(long, value_name = "OWED", num_args = 0..=1, default_missing_value = "0")]
    make_up: Option<u32>,
}

/// The two sets of excuses that have names.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum ExcusesWord {
    /// Lifted and not owed in menstruation and postnatal bleeding, due in travel and illness.
    Prayer,
    /// Lifted and owed later for all of them.
    Fast,
}

impl From<ExcusesWord> for Excuses {
    fn from(word: ExcusesWord) -> Self {
        match word {
            ExcusesWord::Prayer => Self::of_prayer(),
            ExcusesWord::Fast => Self::of_fast(),
        }
    }
}

impl AddDeedArgs {
    fn new_deed(&self, today: Day, first_weekday: u8) -> Result<NewDeed> {
        let category = if self.bad { Category::Saiyyiaat } else { Category::Hasanaat };
        let starts_on = self.starts_on.map_or(today, |word| word.on(today));
        let mut deed =
            if self.count { NewDeed::count(&self.name, category) } else { NewDeed::scale(&self.name, category) };
        deed = deed.starts_on(starts_on).items(&self.items);
        if !self.scale.is_empty() {
            deed = deed.values(&self.scale);
        }
        if let Some(unit) = &self.unit {
            deed = deed.unit(unit);
        }
        if let Some(text) = &self.description {
            deed = deed.description(text);
        }
        if let Some(word) = &self.schedule {
            deed = deed.schedule(word.in_book(first_weekday, starts_on));
        }
        if self.fast {
            deed = deed.fast();
        }
        if let Some(goal) = self.goal()? {
            deed = deed.goal(goal);
        }
        if let Some(word) = self.excuses {
            deed = deed.excuses(word.into());
        }
        if let Some(owed) = self.make_up {
            deed = deed.make_up(MakeUpPolicy::new(owed, starts_on));
        }
        Ok(deed)
    }

    fn goal(&self) -> Result<Option<Goal>> {
        let score = |label: &str| {
            let labels: Vec<&str> =
                if self.scale.is_empty() { vec!["No", "Yes"] } else { self.scale.iter().map(|l| l.trim()).collect() };
            let place = labels.iter().position(|other| other.to_lowercase() == label.trim().to_lowercase());
            place
                .and_then(|place| i32::try_from(place).ok())
                .ok_or_else(|| Failure::invalid("goal", format!("must be one of: {}", labels.join(", ")), label))
        };
        let amount = |text: &str| Ok::<_, Failure>(text.parse::<Amount>()?);
        Ok(match (&self.at_least, &self.at_most) {
            (Some(text), _) if self.count => Some(Goal::AmountAtLeast(amount(text)?)),
            (_, Some(text)) if self.count => Some(Goal::AmountAtMost(amount(text)?)),
            (Some(label), _) => Some(Goal::ScoreAtLeast(score(label)?)),
            (_, Some(label)) => Some(Goal::ScoreAtMost(score(label)?)),
            (None, None) => None,
        })
    }
}

/// A deed with its items.
#[derive(Debug, Serialize)]
pub(crate) struct DeedLine {
    id: DeedId,
    name: String,
    category: Category,
    measure: Measure,
    unit: Option<Unit>,
    group: Option<String>,
    scale: Option<ScaleLine>,
    items: Vec<ItemLine>,
}

#[derive(Debug, Serialize)]
struct ScaleLine {
    version: u32,
    values: Vec<ScaleValueLine>,
}

#[derive(Debug, Serialize)]
struct ScaleValueLine {
    label: Label,
    score: i32,
}

/// An item of a deed; the root, which has the deed's name, first.
#[derive(Debug, Serialize)]
pub(crate) struct ItemLine {
    id: ItemId,
    path: String,
    name: String,
    level: usize,
    leaf: bool,
    description: Option<String>,
    schedule: String,
    goal: Option<String>,
    make_up: bool,
    fast: bool,
    hide: Hide,
    starts_on: Day,
    archived_from: Option<Day>,
}

impl DeedLine {
    pub(crate) fn of(catalogue: &Catalogue, view: &DeedView, today: Day, all: bool) -> Result<Option<Self>> {
        let shown = |hide: Hide, archived: Option<Day>| {
            all || (hide != Hide::HideFromAll && archived.is_none_or(|day| day > today))
        };
        let items = view
            .items
            .iter()
            .filter(|item| shown(item.hide, item.item.archived_from))
            .map(|item| {
                Ok(ItemLine {
                    id: item.id,
                    path: catalogue.path_text(item.id)?,
                    name: item.item.name.to_string(),
                    level: item.level,
                    leaf: item.leaf,
                    description: item.item.description.as_ref().map(ToString::to_string),
                    schedule: told(item.item.schedule_on(today)),
                    goal: item.item.goals.on(today).map(|goal| goal_told(*goal, view)),
                    make_up: item.item.make_up.is_some(),
                    fast: item.item.fast,
                    hide: item.hide,
                    starts_on: item.item.starts_on,
                    archived_from: item.item.archived_from,
                })
            })
            .collect::<Result<Vec<_>>>()?;
        if items.is_empty() {
            return Ok(None);
        }
        let value = |value: &kitaab::ScaleValue| ScaleValueLine { label: value.label.clone(), score: value.score };
        Ok(Some(Self {
            id: view.id,
            name: view.name.to_string(),
            category: view.deed.category,
            measure: view.deed.measure,
            unit: view.deed.unit.clone(),
            group: view.deed.group.and_then(|id| catalogue.groups.get(&id)).map(|group| group.name.to_string()),
            scale: view
                .scale
                .as_ref()
                .map(|scale| ScaleLine { version: scale.version, values: scale.values.iter().map(value).collect() }),
            items,
        }))
    }

    pub(crate) fn show(&self, page: &mut Page, table: &mut Table) {
        let kind = match (self.category, &self.scale, &self.unit) {
            (Category::Hasanaat, Some(_), _) => "good deed",
            (Category::Saiyyiaat, Some(_), _) => "bad deed",
            (Category::Hasanaat, None, _) => "good deed, counted",
            (Category::Saiyyiaat, None, _) => "bad deed, counted",
        };
        let unit = self.unit.as_ref().map(|unit| format!(" in {unit}")).unwrap_or_default();
        page.heading_with(&self.name, &format!("{kind}{unit}"));
        if let Some(scale) = &self.scale {
            let labels: Vec<&str> = scale.values.iter().map(|value| value.label.as_str()).collect();
            page.paragraph(&labels.join(" < "), 2, crate::output::style::FAINT);
        }
        for item in self.items.iter().filter(|item| item.level > 0 || item.leaf) {
            item.row(table);
        }
    }
}

impl ItemLine {
    fn row(&self, table: &mut Table) {
        let mut words = vec![self.schedule.clone()];
        words.extend(self.goal.clone());
        if self.make_up {
            words.push("missed days are owed".to_owned());
        }
        if self.fast {
            words.push("a fast".to_owned());
        }
        if let Some(day) = self.archived_from {
            words.push(format!("archived from {day}"));
        }
        if self.hide != Hide::None {
            words.push("hidden".to_owned());
        }
        table.row([Cell::new(&self.path), Cell::faint(words.join("; "))]);
    }
}

fn goal_told(goal: Goal, view: &DeedView) -> String {
    let label = |score: i32| {
        let value = view.scale.as_ref().and_then(|scale| scale.values.iter().find(|value| value.score == score));
        value.map_or_else(|| format!("a score of {score}"), |value| value.label.to_string())
    };
    let unit = view.deed.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
    match goal {
        Goal::AmountAtLeast(amount) => format!("at least {amount}{unit}"),
        Goal::AmountAtMost(amount) => format!("at most {amount}{unit}"),
        Goal::ScoreAtLeast(score) => format!("at least {}", label(score)),
        Goal::ScoreAtMost(score) => format!("at most {}", label(score)),
        _ => "a goal of a later version".to_owned(),
    }
}

#[derive(Debug, Serialize)]
struct DeedsView {
    deeds: Vec<DeedLine>,
}

impl View for DeedsView {
    fn show(&self, page: &mut Page) {
        if self.deeds.is_empty() {
            page.line("There are no deeds yet. Pick some with `kitaab starter`, or make one with `kitaab add-deed`.");
        }
        for deed in &self.deeds {
            let mut table = Table::indented(2);
            deed.show(page, &mut table);
            page.table(&table);
        }
    }
}

/// A deed that was made.
#[derive(Debug, Serialize)]
struct AddedDeedView {
    deed: DeedLine,
    #[serde(flatten)]
    committed: CommittedView,
}

impl View for AddedDeedView {
    fn show(&self, page: &mut Page) {
        let mut table = Table::indented(2);
        self.deed.show(page, &mut table);
        page.table(&table);
        self.committed.show(page);
    }
}

pub(crate) async fn list(args: DeedsArgs, app: &App) -> Result<()> {
    let opened = app.opened().await?;
    let views = opened.book.deeds().list().await?;
    let lines = views.iter().map(|view| DeedLine::of(&opened.catalogue, view, opened.today, args.all));
    let deeds = lines.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect();
    app.put(&DeedsView { deeds })
}

pub(crate) async fn add(args: AddDeedArgs, app: &App) -> Result<()> {
    let opened = app.opened().await?;
    let new = args.new_deed(opened.today, opened.catalogue.settings.first_weekday)?;
    let added = opened.book.deeds().add(new).await?;
    let catalogue = opened.book.catalogue().await?;
    let committed = CommittedView::of(&catalogue, &added.committed);
    match DeedLine::of(&catalogue, &added.added, opened.today, true)? {
        Some(deed) => app.put(&AddedDeedView { deed, committed }),
        None => Err(Failure::not_found(kitaab::Kind::Deed, added.added.id)),
    }
}
