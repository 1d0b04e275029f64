//! Recomputing recorded verdicts.

use std::collections::BTreeMap;
use std::sync::Arc;

use kitaab_core::{Catalogue, Commit, Day, DayRange, Error, Evaluator, Kind, MeritId, Outcome, Records, items_read};
use kitaab_store::{Head, RecordedVerdict};

use super::concern::Concerns;
use super::known::Known;
use crate::book::Book;
use crate::committed::Turned;
use crate::error::Result;

/// How often a recomputation is tried while others write.
const TRIES: u32 = 64;

/// A book whose recorded verdicts are all current.
pub(crate) struct UpToDate {
    pub(crate) head: Head,
    pub(crate) catalogue: Arc<Catalogue>,
    /// What had turned.
    pub(crate) turned: Vec<Turned>,
}

impl Book {
    /// Recomputes what a commit may have turned, and tells what did.
    ///
    /// The commit is durable by now, so that nothing that goes wrong here is an error of the write: the
    /// store's `dirty_from` stands, and whoever is next recomputes.
    pub(crate) async fn turned_by(
        &self,
        before: &Catalogue,
        after: &Arc<Catalogue>,
        commit: &Commit,
        seq: u64,
    ) -> Vec<Turned> {
        if !self.is_own() {
            // Verdicts are the owner's: the next one who acts as the owner recomputes.
            return Vec::new();
        }
        let found = match self.are_any_recorded(after).await {
            Ok(true) => self.recompute_after(before, after, commit, seq).await.unwrap_or_default(),
            _ => Vec::new(),
        };
        let mut turned = self.session().verdicts(Known::take_untold);
        turned.extend(found);
        turned.sort_by_key(|turned| (turned.day, turned.merit));
        turned
    }

    async fn recompute_after(
        &self,
        before: &Catalogue,
        after: &Arc<Catalogue>,
        commit: &Commit,
        seq: u64,
    ) -> Result<Vec<Turned>> {
        if self.session().verdicts(|known| known.is_current_at(seq - 1)) {
            let concerns = Concerns::of(before, after, commit.changes());
            if let Some(turned) = self.recompute_concerned(&concerns, after, seq).await? {
                return Ok(turned);
            }
        }
        Ok(self.up_to_date().await?.turned)
    }

    /// Recomputes the verdicts that the commit `seq` concerns, all others being current; none if the
    /// ledger has moved on.
    async fn recompute_concerned(
        &self,
        concerns: &Concerns,
        after: &Arc<Catalogue>,
        seq: u64,
    ) -> Result<Option<Vec<Turned>>> {
        let mut recorded = match concerns.hull() {
            Some(days) => self.recorded(None, days).await?,
            None => Vec::new(),
        };
        recorded.retain(|verdict| concerns.contains(verdict.merit, verdict.day));
        let turned = self.judged_anew(after, &recorded).await?;
        // With nothing to record, that all is current is kept in memory only: a hot write stays short.
        if turned.is_empty() || self.record_turned(seq, &turned).await? {
            return Ok(Some(self.told(seq, turned)));
        }
        Ok(None)
    }

    /// Recomputes all recorded verdicts that may be out of date.
    ///
    /// # Errors
    /// `conflict` if others write again and again meanwhile.
    pub(crate) async fn up_to_date(&self) -> Result<UpToDate> {
        for _ in 0..TRIES {
            let head = self.head().await?;
            let catalogue = self.catalogue_at(&head).await?;
            if catalogue.version != head.catalogue {
                continue;
            }
            let doubtful = match head.dirty_from {
                Some(from) if !self.session().verdicts(|known| known.is_current_at(head.seq)) => {
                    self.recorded(None, DayRange::new(from, Day::MAX)?).await?
                }
                _ => Vec::new(),
            };
            let turned = self.judged_anew(&catalogue, &doubtful).await?;
            if doubtful.is_empty() || self.record_turned(head.seq, &turned).await? {
                let turned = self.told(head.seq, turned);
                return Ok(UpToDate { head, catalogue, turned });
            }
        }
        Err(Error::conflict(Kind::Book, "others keep writing to it: try again when they are done").into())
    }

    /// The same for an operation that can't tell what had turned: the next one that can will.
    pub(crate) async fn up_to_date_quietly(&self) -> Result<UpToDate> {
        let mut current = self.up_to_date().await?;
        let turned = std::mem::take(&mut current.turned);
        self.session().verdicts(|known| known.keep_untold(turned));
        Ok(current)
    }

    /// The verdicts recorded for some days, of one merit or of all.
    pub(crate) async fn recorded(&self, merit: Option<MeritId>, days: DayRange) -> Result<Vec<RecordedVerdict>> {
        Ok(self.store().verdicts(&self.context(), self.owner(), merit, days).await?)
    }

    /// Records verdicts that were judged as the ledger stood at `seq`, all others being current; says
    /// whether it still stands there.
    pub(crate) async fn record_at(&self, seq: u64, verdicts: &[RecordedVerdict]) -> Result<bool> {
        let context = self.context();
        // Before they are there, so that no commit after them is taken to concern nobody.
        self.session().verdicts(|known| known.set_any(true, context.now));
        Ok(self.store().record_verdicts(&context, self.owner(), seq, verdicts, true).await?)
    }

    /// Takes in that all is current as of a number; what had turned, unless somebody has told it.
    fn told(&self, seq: u64, turned: Vec<Turned>) -> Vec<Turned> {
        self.session().verdicts(|known| {
            known.set_current_at(seq);
            if turned.is_empty() || known.is_first_to_tell(seq) { turned } else { Vec::new() }
        })
    }

    async fn record_turned(&self, seq: u64, turned: &[Turned]) -> Result<bool> {
        let verdicts = turned.iter().map(|t| RecordedVerdict { merit: t.merit, day: t.day, outcome: t.to });
        self.record_at(seq, &verdicts.collect::<Vec<_>>()).await
    }

    /// Whether any verdict is recorded in the book, as far as this program can know without asking each
    /// time: a book in which none is records entries in one trip to the store.
    async fn are_any_recorded(&self, catalogue: &Catalogue) -> Result<bool> {
        if catalogue.merits.is_empty() {
            return Ok(false);
        }
        let now = self.shared().time.now();
        if let Some(any) = self.session().verdicts(|known| known.any(now)) {
            return Ok(any);
        }
        // Who records does so for recent days: that may spare reading years of them.
        let lately = DayRange::ending(catalogue.settings.today(now)?, 31);
        let mut any = false;
        for days in [lately, DayRange::ALL] {
            any = any || !self.recorded(None, days).await?.is_empty();
        }
        self.session().verdicts(|known| known.set_any(any, now));
        Ok(any)
    }

    /// Which of these verdicts are others now.
    async fn judged_anew(&self, catalogue: &Catalogue, recorded: &[RecordedVerdict]) -> Result<Vec<Turned>> {
        let mut days: BTreeMap<MeritId, DayRange> = BTreeMap::new();
        for verdict in recorded {
            let day = DayRange::single(verdict.day);
            days.entry(verdict.merit).and_modify(|days| *days = days.hull(day)).or_insert(day);
        }
        // A merit that is gone took its verdicts along.
        days.retain(|merit, _| catalogue.merits.contains_key(merit));
        let Some(records) = self.records_for(catalogue, &days).await? else { return Ok(Vec::new()) };
        let now = judged(catalogue, &records, &days)?;
        Ok(recorded
            .iter()
            .filter_map(|verdict| {
                let to = *now.get(&(verdict.merit, verdict.day))?;
                let turned = Turned { merit: verdict.merit, day: verdict.day, from: verdict.outcome, to };
                (turned.from != to).then_some(turned)
            })
            .collect())
    }

    /// The records that judging merits on these days reads; none if there are no merits.
    pub(crate) async fn records_for(
        &self,
        catalogue: &Catalogue,
        days: &BTreeMap<MeritId, DayRange>,
    ) -> Result<Option<Records>> {
        let mut conditions = Vec::new();
        let mut span: Option<DayRange> = None;
        for (merit, days) in days {
            let merit = catalogue.merit(*merit)?;
            conditions.extend(merit.rule.conditions());
            let windows = DayRange::ending(days.first(), merit.duration).hull(*days);
            span = Some(span.map_or(windows, |span| span.hull(windows)));
        }
        let Some(span) = span else { return Ok(None) };
        let items: Vec<_> = items_read(catalogue, conditions).into_iter().collect();
        self.records(&items, span).await.map(Some)
    }
}

/// How merits stand on all of these days.
pub(crate) fn judged(
    catalogue: &Catalogue,
    records: &Records,
    days: &BTreeMap<MeritId, DayRange>,
) -> Result<BTreeMap<(MeritId, Day), Outcome>> {
    let evaluator = Evaluator::new(catalogue, records);
    let mut outcomes = BTreeMap::new();
    for (&id, &days) in days {
        let merit = catalogue.merit(id)?;
        match evaluator.outcomes(&merit.rule, merit.duration, days) {
            Ok(found) => outcomes.extend(days.days().zip(found).map(|(day, outcome)| ((id, day), outcome))),
            // What it judged by is gone (an undo took the item back): there is nothing to judge by.
            Err(Error::NotFound { .. }) => {
                outcomes.extend(days.days().map(|day| ((id, day), Outcome::Undetermined)));
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(outcomes)
}
