//! Setting on which days Hijri months began.

use std::collections::BTreeMap;

use crate::calendar::{Calendar, HijriMonth};
use crate::catalogue::Catalogue;
use crate::change::{Change, RecordKey};
use crate::day::Day;
use crate::error::{Error, Result};
use crate::sighting::SightingPatch;

/// How many days a sighting may be from the tables.
const FARTHEST: i32 = 2;

impl Catalogue {
    /// Sets the first days of some Hijri months, or takes back (none) what was set, so that the tables hold again.
    /// Of a month given twice, the last one counts.
    ///
    /// All at once, since moving the beginning of one month changes the length of the one before: where that
    /// becomes too long or too short, it has begun on another day, too.
    ///
    /// # Errors
    /// `invalid` (field `first_day`) for a day more than 2 days from the tables', and if one of the months or the
    /// one before it would not have 29 or 30 days.
    pub fn set_sightings(&self, sightings: impl IntoIterator<Item = (HijriMonth, Option<Day>)>) -> Result<Vec<Change>> {
        let wanted: BTreeMap<HijriMonth, Option<Day>> = sightings.into_iter().collect();
        let table = Calendar::new(0);
        for (month, first) in wanted.iter().filter_map(|(month, first)| Some((*month, (*first)?))) {
            if table.span(month).days_late(first).abs() > FARTHEST {
                let by_table = table.span(month).first_day().map_or_else(String::new, |day| format!(", {day}"));
                let rule =
                    format!("must be at most {FARTHEST} days from the first day of {month} by the tables{by_table}");
                return Err(Error::invalid("first_day", rule, first));
            }
        }
        let mut after: BTreeMap<HijriMonth, Day> =
            self.sightings.iter().map(|(month, sighting)| (*month, sighting.first_day)).collect();
        for (month, first) in &wanted {
            match first {
                Some(first) => after.insert(*month, *first),
                None => after.remove(month),
            };
        }
        let calendar = Calendar::new(0).with_sightings(after);
        for month in wanted.keys() {
            for concerned in [month.previous(), Some(*month)].into_iter().flatten() {
                let days = calendar.span(concerned).length();
                if !(29..=30).contains(&days) {
                    let rule =
                        format!("must leave {concerned} with 29 or 30 days, not {days}: set the months beside it too");
                    return Err(Error::invalid(
                        "first_day",
                        rule,
                        calendar.span(*month).first_day().map_or_else(String::new, |day| day.to_string()),
                    ));
                }
            }
        }
        let change = |(month, first): (HijriMonth, Option<Day>)| match (first, self.sightings.get(&month)) {
            (Some(first), before) if before.is_none_or(|before| before.first_day != first) => {
                Some(Change::Sighting(month, SightingPatch { first_day: Some(first) }))
            }
            (None, Some(_)) => Some(Change::Remove(RecordKey::Sighting(month))),
            _ => None,
        };
        Ok(wanted.into_iter().filter_map(change).collect())
    }
}
