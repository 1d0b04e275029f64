//! The catalogue as its file has it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use kitaab_core::{Amount, Category, Error, Excuse, Excuses, Goal, Measure, ReasonKind, Schedule, Weekday, Weekdays};
use kitaab_words::{Locale, Text};
use serde::Deserialize;

use super::{StarterDeed, StarterItem};
use crate::error::Result;

/// The file, read once.
static FILE: LazyLock<Result<Catalogue, String>> = LazyLock::new(|| {
    toml::from_str(include_str!("../../starter/catalogue.toml")).map_err(|error| error.message().to_owned())
});

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Catalogue {
    scales: BTreeMap<String, Vec<String>>,
    excuses: BTreeMap<String, BTreeMap<ReasonKind, ExcuseWord>>,
    #[serde(rename = "deed")]
    pub(super) deeds: Vec<Deed>,
}

/// What a reason does.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ExcuseWord {
    Due,
    Lifted,
    Owed,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Deed {
    pub(super) key: String,
    group: String,
    #[serde(default = "good")]
    pub(super) category: Category,
    #[serde(default)]
    suggested: bool,
    scale: Option<String>,
    /// Counted, without a unit.
    #[serde(default)]
    count: bool,
    unit: Option<String>,
    #[serde(default)]
    pub(super) items: Vec<Item>,
    #[serde(flatten)]
    pub(super) plan: Plan,
}

#[derive(Debug, Deserialize)]
pub(super) struct Item {
    pub(super) key: String,
    #[serde(default)]
    suggested: bool,
    #[serde(flatten)]
    pub(super) plan: Plan,
}

/// What a deed sets for all its items, and an item for itself.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Plan {
    schedule: Option<ScheduleWord>,
    goal: Option<GoalWord>,
    excuses: Option<String>,
    make_up: Option<bool>,
    fast: Option<bool>,
}

/// A schedule, but for what depends on the book.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ScheduleWord {
    Weekdays(Vec<Weekday>),
    TimesPerWeek(u8),
    TimesPerMonth(u8),
    /// Days of every Hijri month.
    HijriDays(Vec<u8>),
    HijriMonths(Vec<u8>),
    /// Months and days.
    HijriDates(Vec<(u8, u8)>),
    TimesInHijriMonth {
        month: u8,
        times: u8,
    },
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum GoalWord {
    AtLeast(Bound),
    AtMost(Bound),
}

/// An amount, or a value of the deed's scale.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Bound {
    Amount(u32),
    Value(String),
}

const fn good() -> Category {
    Category::Hasanaat
}

/// The catalogue.
pub(super) fn catalogue() -> Result<&'static Catalogue> {
    FILE.as_ref().map_err(|error| broken(error).into())
}

fn broken(what: &str) -> Error {
    Error::corrupt(format!("the starter catalogue: {what}"))
}

/// A name in a language.
pub(super) fn named(locale: &Locale, what: &str, key: &str) -> Result<String> {
    let id = format!("starter-{what}-{key}");
    Ok(Text::of(&id).map(|text| locale.say(text)).ok_or_else(|| broken(&format!("no text {id}")))?)
}

impl Plan {
    /// The same, with what is not set taken from the deed.
    pub(super) fn or(&self, above: &Self) -> Self {
        Self {
            schedule: self.schedule.clone().or_else(|| above.schedule.clone()),
            goal: self.goal.clone().or_else(|| above.goal.clone()),
            excuses: self.excuses.clone().or_else(|| above.excuses.clone()),
            make_up: self.make_up.or(above.make_up),
            fast: self.fast.or(above.fast),
        }
    }

    pub(super) fn makes_up(&self) -> bool {
        self.make_up.unwrap_or(false)
    }

    pub(super) fn is_fast(&self) -> bool {
        self.fast.unwrap_or(false)
    }

    pub(super) fn schedule(&self, first_weekday: u8) -> Result<Option<Schedule>> {
        let Some(word) = &self.schedule else { return Ok(None) };
        let schedule = match word {
            ScheduleWord::Weekdays(days) => Schedule::Weekdays(Weekdays::new(days.iter().copied())?),
            ScheduleWord::TimesPerWeek(times) => Schedule::TimesPerWeek { times: *times, week_start: first_weekday },
            ScheduleWord::TimesPerMonth(times) => Schedule::TimesPerMonth { times: *times },
            ScheduleWord::HijriDays(days) => Schedule::HijriMonthDays(days.clone()),
            ScheduleWord::HijriMonths(months) => Schedule::HijriMonths(months.clone()),
            ScheduleWord::HijriDates(dates) => Schedule::HijriDates(dates.clone()),
            ScheduleWord::TimesInHijriMonth { month, times } => {
                Schedule::TimesInHijriMonth { month: *month, times: *times }
            }
        };
        schedule.check()?;
        Ok(Some(schedule))
    }

    pub(super) fn goal(&self, deed: &Deed) -> Result<Option<Goal>> {
        let score = |value: &str| {
            let place = catalogue()?.values(deed)?.iter().position(|other| other == value);
            let score = place.and_then(|place| i32::try_from(place).ok());
            Ok::<_, crate::Error>(score.ok_or_else(|| broken(&format!("{} has no value {value}", deed.key)))?)
        };
        Ok(match &self.goal {
            None => None,
            Some(GoalWord::AtLeast(Bound::Amount(amount))) => Some(Goal::AmountAtLeast(Amount::whole(*amount)?)),
            Some(GoalWord::AtMost(Bound::Amount(amount))) => Some(Goal::AmountAtMost(Amount::whole(*amount)?)),
            Some(GoalWord::AtLeast(Bound::Value(value))) => Some(Goal::ScoreAtLeast(score(value)?)),
            Some(GoalWord::AtMost(Bound::Value(value))) => Some(Goal::ScoreAtMost(score(value)?)),
        })
    }

    /// What excuses it; the default, lifted by everything, where nothing is named.
    pub(super) fn excuses(&self) -> Result<Option<Excuses>> {
        let Some(name) = &self.excuses else { return Ok(None) };
        let words = catalogue()?.excuses.get(name).ok_or_else(|| broken(&format!("no excuses {name}")))?;
        Ok(Some(words.iter().fold(Excuses::new(), |excuses, (reason, word)| {
            let excuse = match word {
                ExcuseWord::Due => Excuse { lifts: false, owed: false },
                ExcuseWord::Lifted => Excuse { lifts: true, owed: false },
                ExcuseWord::Owed => Excuse { lifts: true, owed: true },
            };
            excuses.with(*reason, excuse)
        })))
    }
}

impl Catalogue {
    /// The values of a deed's scale, by their keys.
    pub(super) fn values(&self, deed: &Deed) -> Result<&[String]> {
        let Some(name) = &deed.scale else { return Ok(&[]) };
        Ok(self.scales.get(name).ok_or_else(|| broken(&format!("no scale {name}")))?)
    }
}

impl Deed {
    /// Scale or count; one of them must be told.
    pub(super) fn measure(&self) -> Result<Measure> {
        match (&self.scale, self.count || self.unit.is_some()) {
            (Some(_), false) => Ok(Measure::Scale),
            (None, true) => Ok(Measure::Count),
            _ => Err(broken(&format!("{} must have either a scale or a count", self.key)).into()),
        }
    }

    pub(super) fn unit(&self, locale: &Locale) -> Result<Option<String>> {
        self.unit.as_deref().map(|unit| named(locale, "unit", unit)).transpose()
    }

    pub(super) fn labels(&self, locale: &Locale) -> Result<Vec<String>> {
        catalogue()?.values(self)?.iter().map(|value| named(locale, "value", value)).collect()
    }

    pub(super) fn item_name(&self, item: &Item, locale: &Locale) -> Result<String> {
        named(locale, "item", &format!("{}-{}", self.key, item.key))
    }
}

/// The whole catalogue in a language.
pub(super) fn listed(locale: &Locale) -> Result<Vec<StarterDeed>> {
    catalogue()?.deeds.iter().map(|deed| in_language(deed, locale)).collect()
}

fn in_language(deed: &Deed, locale: &Locale) -> Result<StarterDeed> {
    let item = |key: String, name: String, plan: &Plan, suggested: bool| {
        Ok::<_, crate::Error>(StarterItem {
            key,
            name,
            schedule: plan.schedule(0)?.unwrap_or(Schedule::Daily),
            goal: plan.goal(deed)?,
            make_up: plan.makes_up(),
            fast: plan.is_fast(),
            suggested,
        })
    };
    let name = named(locale, "deed", &deed.key)?;
    let items = if deed.items.is_empty() {
        vec![item(deed.key.clone(), name.clone(), &deed.plan, deed.suggested)?]
    } else {
        let of = |below: &Item| {
            let key = format!("{}/{}", deed.key, below.key);
            let suggested = deed.suggested || below.suggested;
            item(key, deed.item_name(below, locale)?, &below.plan.or(&deed.plan), suggested)
        };
        deed.items.iter().map(of).collect::<Result<_>>()?
    };
    Ok(StarterDeed {
        key: deed.key.clone(),
        group: named(locale, "group", &deed.group)?,
        name,
        about: named(locale, "about", &deed.key)?,
        category: deed.category,
        measure: deed.measure()?,
        unit: deed.unit(locale)?,
        values: deed.labels(locale)?,
        suggested: items.iter().any(|item| item.suggested),
        items,
    })
}
