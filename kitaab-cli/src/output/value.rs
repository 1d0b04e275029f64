//! Values, entries, and what became of a write.

use kitaab::{Amount, Catalogue, Committed, Day, Entry, ItemId, Label, MeritId, Outcome, Unit, Value};
use serde::Serialize;

use super::style::{AMISS, FAINT, GOOD};
use super::{Cell, Page, Table};
use crate::failure::Result;

/// A recorded value, told by its own scale version's label.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "measure", rename_all = "snake_case")]
pub(crate) enum ValueView {
    /// A value of a scale.
    Scale { label: Label, score: i32, position: u8, version: u32 },
    /// An amount.
    Count { amount: Amount, unit: Option<Unit> },
}

impl ValueView {
    /// A value of an item.
    pub(crate) fn of(catalogue: &Catalogue, item: ItemId, value: Value) -> Result<Self> {
        Ok(match value {
            Value::Scale(named) => {
                let (version, value) = (catalogue.scale(named.scale)?.version, catalogue.scale_value(named)?);
                Self::Scale { label: value.label.clone(), score: value.score, position: named.position, version }
            }
            Value::Count(amount) => Self::Count { amount, unit: catalogue.deed_of(item)?.unit.clone() },
        })
    }

    /// In words: `on time`, `33 times`.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Scale { label, .. } => label.to_string(),
            Self::Count { amount, unit: Some(unit) } => format!("{amount} {unit}"),
            Self::Count { amount, unit: None } => amount.to_string(),
        }
    }
}

/// What was recorded for one item on one day.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct EntryView {
    pub(crate) item: ItemId,
    pub(crate) path: String,
    pub(crate) day: Day,
    pub(crate) value: ValueView,
    pub(crate) note: Option<String>,
}

impl EntryView {
    /// An entry with its item's path.
    pub(crate) fn of(catalogue: &Catalogue, entry: &Entry) -> Result<Self> {
        Ok(Self {
            item: entry.item,
            path: catalogue.path_text(entry.item)?,
            day: entry.day,
            value: ValueView::of(catalogue, entry.item, entry.value)?,
            note: entry.note.as_ref().map(|note| note.as_str().to_owned()),
        })
    }
}

/// What became of a write.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct CommittedView {
    /// The commit's number in the ledger; null if everything was as asked already.
    pub(crate) seq: Option<u64>,
    /// The recorded verdicts that turned with it.
    pub(crate) turned: Vec<TurnedView>,
}

/// A recorded verdict that is another one now.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct TurnedView {
    merit: MeritId,
    title: String,
    day: Day,
    from: Outcome,
    to: Outcome,
}

impl CommittedView {
    /// What became of a write, with the titles of merits.
    pub(crate) fn of(catalogue: &Catalogue, committed: &Committed) -> Self {
        let title = |merit| catalogue.merit(merit).map_or_else(|_| String::new(), |merit| merit.title.to_string());
        let turned = committed.turned.iter().map(|turned| TurnedView {
            merit: turned.merit,
            title: title(turned.merit),
            day: turned.day,
            from: turned.from,
            to: turned.to,
        });
        Self { seq: committed.seq, turned: turned.collect() }
    }

    /// Tells that nothing had to be written, and which verdicts turned.
    pub(crate) fn show(&self, page: &mut Page) {
        if self.seq.is_none() {
            page.faint("It was so already: nothing was written.");
        }
        if self.turned.is_empty() {
            return;
        }
        page.heading("Verdicts that turned");
        let mut table = Table::indented(2);
        for turned in &self.turned {
            table.row([
                Cell::new(turned.day),
                Cell::new(outcome_word(turned.to)).styled(outcome_style(turned.to)),
                Cell::new(&turned.title),
                Cell::faint(format!("was {}", outcome_word(turned.from))),
            ]);
        }
        page.table(&table);
    }
}

/// An outcome in words.
pub(crate) const fn outcome_word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Earned => "earned",
        Outcome::NotEarned => "not earned",
        Outcome::Undetermined => "undetermined",
    }
}

/// The style of an outcome.
pub(crate) const fn outcome_style(outcome: Outcome) -> anstyle::Style {
    match outcome {
        Outcome::Earned => GOOD,
        Outcome::NotEarned => AMISS,
        Outcome::Undetermined => FAINT,
    }
}
