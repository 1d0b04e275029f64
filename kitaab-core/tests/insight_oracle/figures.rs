//! Sums: entries, totals, scores, what was due and kept; and the distribution of values.

use std::collections::{BTreeMap, BTreeSet};

use kitaab_core::{Amount, Day, DayRange, ItemId, Measure, Subject, Value};

use super::{Corner, Look};

/// What a summary tells of a subject.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Figures {
    pub(crate) entries: u64,
    pub(crate) days_logged: u32,
    pub(crate) hundredths: Option<i128>,
    /// By the number of the scale version: entries and the sum of scores.
    pub(crate) scores: BTreeMap<u32, (u64, i64)>,
    pub(crate) due: u32,
    pub(crate) kept: u32,
    pub(crate) unknown: u32,
}

impl Look<'_> {
    /// What was recorded for some items on days of a range.
    fn recorded(&self, items: &[ItemId], days: DayRange) -> Vec<(ItemId, Day, Value)> {
        let mut found = Vec::new();
        for ((item, x), value) in &self.book.entries {
            if items.contains(item) && days.contains(*x) && self.records.contains(*x) && *x <= self.today {
                found.push((*item, *x, *value));
            }
        }
        found
    }

    pub(crate) fn figures(&self, subject: Subject, days: DayRange) -> Figures {
        let items = self.items(subject);
        let recorded = self.recorded(&items, days);
        let mut figures = Figures {
            entries: recorded.len() as u64,
            days_logged: u32::try_from(recorded.iter().map(|(_, x, _)| *x).collect::<BTreeSet<_>>().len()).unwrap(),
            ..Figures::default()
        };
        for (item, x, value) in &recorded {
            self.note_if(!self.oracle.live(*item, *x), Corner::ArchivedWithEntries);
            match value {
                Value::Count(amount) => {
                    *figures.hundredths.get_or_insert(0) += i128::from(Amount::hundredths(*amount));
                }
                Value::Scale(value) => {
                    let number = self.book.catalogue.scales[&value.scale].version;
                    let (entries, sum) = figures.scores.entry(number).or_default();
                    *entries += 1;
                    *sum += i64::from(self.oracle.score(*value));
                }
            }
        }
        self.note_if(figures.scores.len() > 1, Corner::SeveralVersions);
        if let Subject::Category(category) = subject {
            figures.scores.clear();
            let mut units = BTreeSet::new();
            for item in &items {
                let deed = &self.book.catalogue.deeds[&self.book.catalogue.items[item].deed];
                if deed.measure == Measure::Count && deed.category == category {
                    units.insert(deed.unit.as_ref().map(|unit| unit.as_str().to_owned()));
                }
            }
            if self.note_if(units.len() > 1, Corner::SeveralUnits) {
                figures.hundredths = None;
            }
        }
        for item in items {
            for x in self.known_days(days) {
                let fact = self.fact(item, x);
                self.note_if(fact.exempt && fact.running_leaf, Corner::DueExempt);
                if fact.due && !fact.quota && !self.pending(item, x) {
                    figures.due += 1;
                    figures.kept += u32::from(fact.reached);
                    if self.note_if(fact.kept.is_none(), Corner::DueUnknown) {
                        figures.unknown += 1;
                    }
                }
            }
            for period in self.periods(item) {
                if days.contains(period.last) && (period.kept() || period.over) {
                    figures.due += period.needed;
                    figures.kept += period.have.min(period.needed);
                }
            }
        }
        figures
    }

    /// Whether a summary of `days` has a line for the item.
    pub(crate) fn in_summary(&self, item: ItemId, days: DayRange) -> bool {
        let present = self.items(Subject::Item(item)).into_iter().any(|id| {
            let entered = !self.recorded(&[id], days).is_empty();
            let judged =
                self.periods(id).iter().any(|period| days.contains(period.last) && (period.over || period.kept()));
            entered || judged || days.days().any(|x| x <= self.seen() && self.oracle.running(id, x))
        });
        self.note_if(!present && self.shown(item), Corner::LeftOut);
        present && self.shown(item)
    }

    pub(crate) fn logged_days(&self, days: DayRange) -> u32 {
        u32::try_from(self.known_days(days).into_iter().filter(|x| self.logged.contains(x)).count()).unwrap()
    }

    /// By scale version's number: how many entries have each position.
    pub(crate) fn distribution(&self, item: ItemId, days: DayRange) -> BTreeMap<u32, Vec<u64>> {
        let mut found: BTreeMap<u32, Vec<u64>> = BTreeMap::new();
        for (_, _, value) in self.recorded(&self.items(Subject::Item(item)), days) {
            if let Value::Scale(value) = value {
                let scale = &self.book.catalogue.scales[&value.scale];
                let counts = found.entry(scale.version).or_insert_with(|| vec![0; scale.values.len()]);
                counts[usize::from(value.position)] += 1;
            }
        }
        found
    }
}
