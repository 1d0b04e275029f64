//! Merits and demerits: rules over a sliding window of days.

use std::collections::BTreeMap;

use kitaab_core::{
    Catalogue, Day, DayRange, Error, Evaluator, Kind, Merit, MeritId, MeritPatch, NewMerit, Outcome, Records, Verdict,
    items_read,
};
use kitaab_store::RecordedVerdict;

use crate::book::Book;
use crate::committed::{Added, Committed, Turned};
use crate::error::Result;
use crate::snapshot::Wanted;
use crate::verdicts::{Known, judged};

/// How often recording is tried while others write.
const TRIES: u32 = 64;

/// The merits and demerits of a book.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> kitaab::Result<()> {
/// # let book = kitaab::Kitaab::open("memory:").await?.my_book().await?;
/// # let today = book.today().await?;
/// # use kitaab::{Category::Hasanaat, NewDeed};
/// # let salah = book.deeds().add(
/// #     NewDeed::scale("Salah", Hasanaat).values(["missed", "late", "on time"]).items(["Fajr", "Zuhr"])
/// # ).await?;
/// use kitaab::{NewMerit, Outcome, rules::{every_day, score_at_least}};
/// let merit = book
///     .merits()
///     .add(NewMerit::positive("Fajr on time").days(1).rule(every_day(salah["Fajr"], score_at_least(2))))
///     .await?;
/// let verdict = book.merits().record(merit.id, today).await?;
/// assert!(!verdict.earned());
///
/// // Whatever changes a recorded verdict says so.
/// let committed = book.entries().put(salah["Fajr"], today, "on time").await?;
/// assert_eq!(committed.turned[0].to, Outcome::Earned);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Merits<'b> {
    book: &'b Book,
}

impl Book {
    /// Its merits and demerits.
    pub fn merits(&self) -> Merits<'_> {
        Merits { book: self }
    }
}

impl Merits<'_> {
    /// Makes a merit, after the others.
    ///
    /// # Errors
    /// `invalid` for a rule that breaks the rules, named by its part, as in `rule.all[2].days`;
    /// `not_found` for an item that it names.
    pub async fn add(self, new: NewMerit) -> Result<Added<Merit>> {
        let done = self.book.commit(|now, ids| now.catalogue.add_merit(&new, now.today, ids)).await?;
        Ok(Added { added: done.catalogue.merit(done.made)?.clone(), committed: done.committed })
    }

    /// A merit.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn get(self, id: MeritId) -> Result<Merit> {
        Ok(self.book.catalogue().await?.merit(id)?.clone())
    }

    /// All merits in their order.
    pub async fn list(self) -> Result<Vec<Merit>> {
        Ok(self.book.catalogue().await?.merits_in_order().into_iter().cloned().collect())
    }

    /// Edits a merit. Verdicts recorded for it follow its new rule.
    ///
    /// # Errors
    /// As [`Merits::add`].
    pub async fn edit(self, id: MeritId, patch: MeritPatch) -> Result<Committed> {
        self.book.change(|now| now.catalogue.edit_merit(id, patch.clone(), now.today)).await
    }

    /// Puts a merit into use, or out of it.
    pub async fn activate(self, id: MeritId, active: bool) -> Result<Committed> {
        self.book.change(|now| now.catalogue.activate_merit(id, active)).await
    }

    /// Puts the merits into a complete new order.
    pub async fn reorder(self, order: &[MeritId]) -> Result<Committed> {
        self.book.change(|now| now.catalogue.reorder_merits(order)).await
    }

    /// Removes a merit, and the verdicts recorded for it.
    pub async fn remove(self, id: MeritId) -> Result<Committed> {
        self.book.change(|now| now.catalogue.remove_merit(id)).await
    }

    /// How a merit stands on a day, whether it is in use or not: the whole rule, with what each
    /// condition has and needs. Nothing is recorded.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn evaluate(self, id: MeritId, day: Day) -> Result<Verdict> {
        let snapshot = self.book.snapshot(|catalogue| Ok(read_for(catalogue, &[catalogue.merit(id)?], day))).await?;
        let merit = snapshot.catalogue.merit(id)?;
        verdict(&Evaluator::new(&snapshot.catalogue, &snapshot.records), merit, day)
    }

    /// How all merits in use stand on a day, in their order, from one reading of the records.
    pub async fn evaluate_all(self, day: Day) -> Result<Vec<(MeritId, Verdict)>> {
        let snapshot = self.book.snapshot(|catalogue| Ok(read_for(catalogue, &in_use(catalogue), day))).await?;
        let evaluator = Evaluator::new(&snapshot.catalogue, &snapshot.records);
        let verdict = |merit: &Merit| Ok((merit.id, verdict(&evaluator, merit, day)?));
        in_use(&snapshot.catalogue).into_iter().map(verdict).collect()
    }

    /// How all merits in use stand on each day of a span, in their order, one outcome for each day, from one reading
    /// of the records. Nothing is recorded.
    pub async fn outcomes(self, days: DayRange) -> Result<Vec<(MeritId, Vec<Outcome>)>> {
        let snapshot = self
            .book
            .snapshot(|catalogue| {
                let merits = in_use(catalogue);
                let first = read_for(catalogue, &merits, days.first());
                Ok(Wanted { days: first.days.hull(days), ..first })
            })
            .await?;
        let merits = in_use(&snapshot.catalogue);
        let asked = merits.iter().map(|merit| (merit.id, days)).collect();
        let judged = judged(&snapshot.catalogue, &snapshot.records, &asked)?;
        let of = |id: MeritId| days.days().filter_map(|day| judged.get(&(id, day)).copied()).collect();
        Ok(merits.iter().map(|merit| (merit.id, of(merit.id))).collect())
    }

    /// Evaluates a merit for a day and records the verdict. From then on it is kept current: every
    /// write that turns it says so.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn record(self, id: MeritId, day: Day) -> Result<Verdict> {
        let mut verdicts = self.record_where(day, |catalogue| Ok(vec![catalogue.merit(id)?])).await?;
        verdicts.pop().map(|(_, verdict)| verdict).ok_or_else(|| Error::not_found(Kind::Merit, id).into())
    }

    /// Evaluates all merits in use for a day and records the verdicts: what a nightly run does.
    pub async fn record_all(self, day: Day) -> Result<Vec<(MeritId, Verdict)>> {
        self.record_where(day, |catalogue| Ok(in_use(catalogue))).await
    }

    /// Evaluates a merit for each day of a span and records the verdicts.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn backfill(self, id: MeritId, days: DayRange) -> Result<Vec<RecordedVerdict>> {
        for _ in 0..TRIES {
            let current = self.book.up_to_date_quietly().await?;
            current.catalogue.merit(id)?;
            let asked = BTreeMap::from([(id, days)]);
            let records = self.book.records_for(&current.catalogue, &asked).await?;
            let Some(records) = records else { return Ok(Vec::new()) };
            let verdicts: Vec<RecordedVerdict> = judged(&current.catalogue, &records, &asked)?
                .into_iter()
                .map(|((merit, day), outcome)| RecordedVerdict { merit, day, outcome })
                .collect();
            if self.book.record_at(current.head.seq, &verdicts).await? {
                return Ok(verdicts);
            }
        }
        Err(too_busy())
    }

    /// The verdicts recorded for a merit on days of a span, by day. They are current: where something
    /// was written that they don't know of yet, they are recomputed first.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn history(self, id: MeritId, days: DayRange) -> Result<Vec<RecordedVerdict>> {
        self.book.up_to_date_quietly().await?.catalogue.merit(id)?;
        self.book.recorded(Some(id), days).await
    }

    /// Recomputes the recorded verdicts that may be out of date, and tells what turned: after another
    /// program wrote to the book, or after a crash. Writes and readings do so by themselves.
    pub async fn recompute(self) -> Result<Vec<Turned>> {
        self.book.up_to_date_quietly().await?;
        Ok(self.book.session().verdicts(Known::take_untold))
    }

    async fn record_where(
        self,
        day: Day,
        which: impl Fn(&Catalogue) -> Result<Vec<&Merit>>,
    ) -> Result<Vec<(MeritId, Verdict)>> {
        for _ in 0..TRIES {
            let current = self.book.up_to_date_quietly().await?;
            let catalogue = &*current.catalogue;
            let merits = which(catalogue)?;
            let wanted = read_for(catalogue, &merits, day);
            let records = self.book.records(&wanted.items, wanted.days).await?;
            let verdicts = verdicts(catalogue, &records, &merits, day)?;
            let recorded: Vec<RecordedVerdict> = verdicts
                .iter()
                .map(|(merit, verdict)| RecordedVerdict { merit: *merit, day, outcome: verdict.outcome })
                .collect();
            if recorded.is_empty() || self.book.record_at(current.head.seq, &recorded).await? {
                return Ok(verdicts);
            }
        }
        Err(too_busy())
    }
}

fn too_busy() -> crate::error::Error {
    Error::conflict(Kind::Book, "others keep writing to it: try again when they are done").into()
}

fn in_use(catalogue: &Catalogue) -> Vec<&Merit> {
    let mut merits = catalogue.merits_in_order();
    merits.retain(|merit| merit.active);
    merits
}

/// What judging some merits on a day reads.
fn read_for(catalogue: &Catalogue, merits: &[&Merit], day: Day) -> Wanted {
    let conditions = merits.iter().flat_map(|merit| merit.rule.conditions());
    let longest = merits.iter().map(|merit| merit.duration).max().unwrap_or(1);
    Wanted { items: items_read(catalogue, conditions).into_iter().collect(), days: DayRange::ending(day, longest) }
}

fn verdicts(catalogue: &Catalogue, records: &Records, merits: &[&Merit], day: Day) -> Result<Vec<(MeritId, Verdict)>> {
    let evaluator = Evaluator::new(catalogue, records);
    merits.iter().map(|merit| Ok((merit.id, verdict(&evaluator, merit, day)?))).collect()
}

/// How a merit stands on a day: undetermined where what it judges by is gone, as its recorded verdicts are.
fn verdict(evaluator: &Evaluator<'_>, merit: &Merit, day: Day) -> Result<Verdict> {
    match evaluator.merit(merit, day) {
        Err(Error::NotFound { .. }) => Ok(Verdict::undetermined(&merit.rule, DayRange::ending(day, merit.duration))),
        judged => Ok(judged?),
    }
}

#[cfg(test)]
mod tests {
    use kitaab_core::rules::{every_day, logged, not};
    use kitaab_core::{Category, Change, NewDeed, RecordKey};

    use super::*;
    use crate::Kitaab;

    #[tokio::test]
    async fn a_merit_whose_item_is_gone_is_undetermined_and_leaves_the_others_alone() {
        let book = Kitaab::open("memory:").await.unwrap().my_book().await.unwrap();
        let salah =
            book.deeds().add(NewDeed::scale("Salah", Category::Hasanaat).items(["Fajr", "Zuhr"])).await.unwrap();
        let today = book.today().await.unwrap();
        let mut merits = Vec::new();
        for prayer in ["Fajr", "Zuhr"] {
            let rule = not(every_day(salah[prayer], logged()));
            let merit = book.merits().add(NewMerit::positive(prayer).days(1).rule(rule)).await.unwrap();
            merits.push(merit.id);
        }
        // As no decision leaves it: two devices may, or a book that was taken over with it.
        let gone = salah["Fajr"];
        book.change(|_| Ok(vec![Change::Remove(RecordKey::Item(gone))])).await.unwrap();

        let expected = [(merits[0], Outcome::Undetermined), (merits[1], Outcome::Earned)];
        let outcomes = |all: Vec<(MeritId, Verdict)>| -> Vec<(MeritId, Outcome)> {
            all.into_iter().map(|(merit, verdict)| (merit, verdict.outcome)).collect()
        };
        assert_eq!(outcomes(book.merits().evaluate_all(today).await.unwrap()), expected);
        assert_eq!(outcomes(book.merits().record_all(today).await.unwrap()), expected);
        let verdict = book.merits().evaluate(merits[0], today).await.unwrap();
        assert_eq!(verdict.outcome, Outcome::Undetermined);
        assert!(verdict.why(&book.catalogue().await.unwrap()).contains("undetermined: not this"));
    }
}
