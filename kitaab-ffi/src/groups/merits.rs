//! Merits and targets.

use crate::convert::{Inward, Outward};
use crate::error::KitaabError;
use crate::groups::named;
use crate::scalar::{Day, MeritId, TargetId, Text};
use crate::types::{
    AddedMerit, AddedTarget, Committed, DaySpan, Merit, MeritEdit, MeritOutcomes, MeritVerdict, NewMerit, NewTarget,
    RecordedVerdict, Target, TargetEdit, TargetProgress, TargetStanding, Turned, Verdict,
};

operations! {
    /// The merits and demerits of a book.
    group Merits, merits, merits_table;

    /// Makes a merit, after the others.
    ///
    /// # Errors
    /// `invalid` for a rule that breaks the rules, named by its part, as in `rule.all[2].days`; `not_found` for an item
    /// that it names.
    fn add(merit: [NewMerit]) -> [AddedMerit] = |book| {
        let done = book.merits().add(merit.inward()?).await?;
        Ok(AddedMerit { merit: done.added.outward(), committed: done.committed.outward() })
    };

    /// A merit.
    ///
    /// # Errors
    /// `not_found`.
    fn get(id: [MeritId]) -> [Merit] = |book| Ok(book.merits().get(id.inward()?).await?.outward());

    /// All merits in their order.
    fn list() -> [Vec<Merit>] = |book| Ok(book.merits().list().await?.outward());

    /// Edits a merit. Verdicts recorded for it follow its new rule.
    ///
    /// # Errors
    /// As `add`.
    fn edit(id: [MeritId], edit: [MeritEdit]) -> [Committed] = |book| {
        Ok(book.merits().edit(id.inward()?, edit.inward()?).await?.outward())
    };

    /// Puts a merit into use, or out of it.
    fn activate(id: [MeritId], active: [bool]) -> [Committed] = |book| {
        Ok(book.merits().activate(id.inward()?, active).await?.outward())
    };

    /// Puts the merits into a complete new order.
    fn reorder(order: [Vec<MeritId>]) -> [Committed] = |book| {
        let order: Vec<_> = order.inward()?;
        Ok(book.merits().reorder(&order).await?.outward())
    };

    /// Removes a merit, and the verdicts recorded for it.
    fn remove(id: [MeritId]) -> [Committed] = |book| Ok(book.merits().remove(id.inward()?).await?.outward());

    /// How a merit stands on a day, whether it is in use or not: the whole rule, with what each condition has and needs.
    /// Nothing is recorded. The words of `why` are in a language (`en`, `ar` …); in English, with days as `2024-02-10`, if it is left
    /// out.
    ///
    /// # Errors
    /// `not_found`; `unsupported` for a language without texts, `invalid` for what is no tag of a language.
    fn evaluate(id: [MeritId], day: [Day], language: [Option<Text>] = None) -> [Verdict] = |book| {
        let locale = named(language)?;
        let verdict = book.merits().evaluate(id.inward()?, day.inward()?).await?;
        Ok(Verdict::told(verdict, &*book.catalogue().await?, locale.as_ref()))
    };

    /// How all merits in use stand on a day, in their order; with the words of `evaluate`.
    ///
    /// # Errors
    /// For the language those of `evaluate`.
    fn evaluate_all(day: [Day], language: [Option<Text>] = None) -> [Vec<MeritVerdict>] = |book| {
        let locale = named(language)?;
        let verdicts = book.merits().evaluate_all(day.inward()?).await?;
        Ok(MeritVerdict::all_told(verdicts, &*book.catalogue().await?, locale.as_ref()))
    };

    /// How all merits in use stand on each day of a span, in their order. Nothing is recorded.
    fn outcomes(days: [DaySpan]) -> [Vec<MeritOutcomes>] = |book| {
        Ok(book.merits().outcomes(days.inward()?).await?.outward())
    };

    /// Evaluates a merit for a day and records the verdict. From then on it is kept current: every write that turns it says so.
    /// The words are those of `evaluate`.
    ///
    /// # Errors
    /// As `evaluate`.
    fn record(id: [MeritId], day: [Day], language: [Option<Text>] = None) -> [Verdict] = |book| {
        let locale = named(language)?;
        let verdict = book.merits().record(id.inward()?, day.inward()?).await?;
        Ok(Verdict::told(verdict, &*book.catalogue().await?, locale.as_ref()))
    };

    /// Evaluates all merits in use for a day and records the verdicts: what a nightly run does. The words are those of `evaluate`.
    ///
    /// # Errors
    /// For the language those of `evaluate`.
    fn record_all(day: [Day], language: [Option<Text>] = None) -> [Vec<MeritVerdict>] = |book| {
        let locale = named(language)?;
        let verdicts = book.merits().record_all(day.inward()?).await?;
        Ok(MeritVerdict::all_told(verdicts, &*book.catalogue().await?, locale.as_ref()))
    };

    /// Evaluates a merit for each day of a span and records the verdicts.
    ///
    /// # Errors
    /// `not_found`.
    fn backfill(id: [MeritId], days: [DaySpan]) -> [Vec<RecordedVerdict>] = |book| {
        Ok(book.merits().backfill(id.inward()?, days.inward()?).await?.outward())
    };

    /// The verdicts recorded for a merit on days of a span, by day.
    ///
    /// # Errors
    /// `not_found`.
    fn history(id: [MeritId], days: [DaySpan]) -> [Vec<RecordedVerdict>] = |book| {
        Ok(book.merits().history(id.inward()?, days.inward()?).await?.outward())
    };

    /// Recomputes the recorded verdicts that may be out of date, and tells what turned: after another program wrote to the
    /// book, or after a crash. Writes and readings do so by themselves.
    fn recompute() -> [Vec<Turned>] = |book| Ok(book.merits().recompute().await?.outward());
}

operations! {
    /// The targets of a book.
    group Targets, targets, targets_table;

    /// Makes a target.
    ///
    /// # Errors
    /// `invalid` for dates and conditions that break the rules, named as in `items[1].days`; `conflict` for a title and first
    /// day that another target has.
    fn add(target: [NewTarget]) -> [AddedTarget] = |book| {
        let done = book.targets().add(target.inward()?).await?;
        Ok(AddedTarget { target: done.added.outward(), committed: done.committed.outward() })
    };

    /// A target.
    ///
    /// # Errors
    /// `not_found`.
    fn get(id: [TargetId]) -> [Target] = |book| Ok(book.targets().get(id.inward()?).await?.outward());

    /// All targets, the latest first.
    fn list() -> [Vec<Target>] = |book| Ok(book.targets().list().await?.outward());

    /// Edits a target.
    ///
    /// # Errors
    /// As `add`; whether it is over does not matter.
    fn edit(id: [TargetId], edit: [TargetEdit]) -> [Committed] = |book| {
        Ok(book.targets().edit(id.inward()?, edit.inward()?).await?.outward())
    };

    /// Removes a target.
    fn remove(id: [TargetId]) -> [Committed] = |book| Ok(book.targets().remove(id.inward()?).await?.outward());

    /// How a target stands today.
    ///
    /// # Errors
    /// `not_found`.
    fn progress(id: [TargetId]) -> [TargetProgress] = |book| {
        Ok(book.targets().progress(id.inward()?).await?.outward())
    };

    /// How all targets in use stand today, the latest first.
    fn progress_all() -> [Vec<TargetStanding>] = |book| Ok(book.targets().progress_all().await?.outward());
}
