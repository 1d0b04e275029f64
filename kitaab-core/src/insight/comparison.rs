//! Comparison of two spans of days.

use std::collections::BTreeMap;

use crate::amount::Total;
use crate::day::DayRange;
use crate::error::Result;

use super::tally::Figures;
use super::{Insights, Subject, Summary};

/// Two spans side by side.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Comparison {
    /// The span compared with.
    pub before: DayRange,
    /// The span compared.
    pub after: DayRange,
    /// Categories, deeds and items in this order, those that are in one of both summaries.
    pub lines: Vec<Compared>,
}

/// A subject in both spans; all zero in one of whose summary it is no part.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Compared {
    /// Of what.
    pub subject: Subject,
    /// Its figures in the span compared with.
    pub before: Figures,
    /// Its figures in the span compared.
    pub after: Figures,
    /// By how much they changed.
    pub change: FigureChange,
}

/// By how much figures changed: those after, less those before.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct FigureChange {
    /// Of entries.
    pub entries: i64,
    /// Of days with an entry.
    pub days_logged: i64,
    /// Of the total. None where there is none on either side.
    pub total: Option<Total>,
    /// Of the mean scores, as floats: by scale version, where there is one on both sides.
    pub mean_scores: BTreeMap<u32, f64>,
    /// Of what was due.
    pub due: i64,
    /// Of what was kept.
    pub kept: i64,
    /// Of what is not known.
    pub unknown: i64,
    /// Of the rate, as a float from -1 to 1. None where there is none on one side.
    pub rate: Option<f64>,
}

impl FigureChange {
    fn between(before: &Figures, after: &Figures) -> Self {
        let long = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        let hundredths = |figures: &Figures| figures.total.map_or(0, Total::hundredths);
        let counted = before.total.is_some() || after.total.is_some();
        let means = after.mean_scores.iter().filter_map(|after| {
            let before = before.mean_scores.iter().find(|before| before.scale == after.scale)?;
            Some((after.version, after.mean - before.mean))
        });
        Self {
            entries: long(after.entries) - long(before.entries),
            days_logged: i64::from(after.days_logged) - i64::from(before.days_logged),
            total: counted.then(|| Total::new(hundredths(after).saturating_sub(hundredths(before)))),
            mean_scores: means.collect(),
            due: i64::from(after.due) - i64::from(before.due),
            kept: i64::from(after.kept) - i64::from(before.kept),
            unknown: i64::from(after.unknown) - i64::from(before.unknown),
            rate: before.rate.zip(after.rate).map(|(before, after)| after - before),
        }
    }
}

impl Insights<'_> {
    /// The figures of two spans with the change of each.
    pub fn comparison(&self, before: DayRange, after: DayRange) -> Result<Comparison> {
        Ok(self.compared(&self.summary(before)?, &self.summary(after)?))
    }

    /// Two summaries side by side.
    pub(super) fn compared(&self, before: &Summary, after: &Summary) -> Comparison {
        let book = &self.book;
        let (mut old, mut new) = (figures(before), figures(after));
        let mut subjects: Vec<Subject> = super::book::Book::CATEGORIES.into_iter().map(Subject::Category).collect();
        let nodes = || (0..book.len()).map(|place| (place, book.node(place)));
        subjects.extend(nodes().filter(|(place, _)| book.is_root(*place)).map(|(_, node)| Subject::Deed(node.deed.id)));
        subjects.extend(nodes().map(|(_, node)| Subject::Item(node.item.id)));
        let mut lines = Vec::new();
        for subject in subjects {
            let (before, after) = (old.remove(&subject), new.remove(&subject));
            if before.is_some() || after.is_some() {
                let (before, after) = (before.cloned().unwrap_or_default(), after.cloned().unwrap_or_default());
                let change = FigureChange::between(&before, &after);
                lines.push(Compared { subject, before, after, change });
            }
        }
        Comparison { before: before.days, after: after.days, lines }
    }
}

/// The figures of a summary by their subjects.
fn figures(summary: &Summary) -> BTreeMap<Subject, &Figures> {
    let categories = summary.categories.iter().map(|line| (Subject::Category(line.category), &line.figures));
    let deeds = summary.deeds.iter().map(|line| (Subject::Deed(line.deed), &line.figures));
    let items = summary.items.iter().map(|line| (Subject::Item(line.item), &line.figures));
    categories.chain(deeds).chain(items).collect()
}
