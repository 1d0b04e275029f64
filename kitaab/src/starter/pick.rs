//! Picking from the catalogue.

use std::collections::BTreeSet;

use kitaab_core::{Day, Error, Kind, MakeUpPolicy, Measure, NewDeed, NewItem, Settings};
use kitaab_words::Locale;

use super::catalogue::{Deed, Plan, catalogue, named};
use crate::error::Result;

/// What was picked from the catalogue, to be made in a language.
#[derive(Clone, Debug)]
#[must_use]
pub struct StarterPick {
    keys: Vec<String>,
    starts_on: Day,
    locale: Locale,
    first_weekday: u8,
}

/// Picks deeds by their keys, such as `salah`, or single items of them, such as `fasting/white-days`: due from a day
/// on, in English, in weeks that start on Monday, if nothing else is told.
pub fn pick<K: Into<String>>(keys: impl IntoIterator<Item = K>, starts_on: Day) -> StarterPick {
    let keys = keys.into_iter().map(Into::into).collect();
    StarterPick { keys, starts_on, locale: Locale::english(), first_weekday: 0 }
}

impl StarterPick {
    /// With names in another language.
    pub fn in_language(mut self, locale: &Locale) -> Self {
        self.locale = locale.clone();
        self
    }

    /// With weeks that start as the book's do.
    pub fn for_book(mut self, settings: &Settings) -> Self {
        self.first_weekday = settings.first_weekday;
        self
    }

    /// The deeds to be made, in the order of the catalogue, each once: for [`crate::Deeds::add_all`], after any
    /// changes of your own.
    ///
    /// # Errors
    /// `not_found` for a key that the catalogue does not have, `invalid` if none was picked.
    pub fn deeds(&self) -> Result<Vec<NewDeed>> {
        let catalogue = catalogue()?;
        let mut unknown: BTreeSet<&str> = self.keys.iter().map(String::as_str).collect();
        if unknown.is_empty() {
            return Err(Error::invalid("names", "must be at least one of the starter catalogue", "").into());
        }
        let mut picked = Vec::new();
        for deed in &catalogue.deeds {
            let whole = unknown.remove(deed.key.as_str());
            let mut items = Vec::new();
            for item in &deed.items {
                if unknown.remove(format!("{}/{}", deed.key, item.key).as_str()) || whole {
                    items.push(self.planned(NewItem::named(deed.item_name(item, &self.locale)?), &item.plan, deed)?);
                }
            }
            if whole || !items.is_empty() {
                picked.push(items.into_iter().fold(self.deed(deed)?, NewDeed::item));
            }
        }
        match unknown.first() {
            Some(key) => Err(Error::not_found(Kind::Deed, format_args!("{key} in the starter catalogue")).into()),
            None => Ok(picked),
        }
    }

    fn deed(&self, deed: &Deed) -> Result<NewDeed> {
        let name = named(&self.locale, "deed", &deed.key)?;
        let mut new = match deed.measure()? {
            Measure::Scale => NewDeed::scale(name, deed.category).values(deed.labels(&self.locale)?),
            Measure::Count => NewDeed::count(name, deed.category),
        };
        new = new.description(named(&self.locale, "about", &deed.key)?).starts_on(self.starts_on);
        if let Some(unit) = deed.unit(&self.locale)? {
            new = new.unit(unit);
        }
        let plan = &deed.plan;
        if let Some(schedule) = plan.schedule(self.first_weekday)? {
            new = new.schedule(schedule);
        }
        if let Some(goal) = plan.goal(deed)? {
            new = new.goal(goal);
        }
        if let Some(excuses) = plan.excuses()? {
            new = new.excuses(excuses);
        }
        if plan.makes_up() {
            new = new.make_up(MakeUpPolicy::new(0, self.starts_on));
        }
        if plan.is_fast() {
            new = new.fast();
        }
        Ok(new)
    }

    /// An item with what it sets for itself.
    fn planned(&self, mut item: NewItem, plan: &Plan, deed: &Deed) -> Result<NewItem> {
        if let Some(schedule) = plan.schedule(self.first_weekday)? {
            item = item.schedule(schedule);
        }
        if let Some(goal) = plan.goal(deed)? {
            item = item.goal(goal);
        }
        if let Some(excuses) = plan.excuses()? {
            item = item.excuses(excuses);
        }
        if plan.makes_up() {
            item = item.make_up(MakeUpPolicy::new(0, self.starts_on));
        }
        if plan.is_fast() {
            item = item.fast();
        }
        Ok(item)
    }
}
