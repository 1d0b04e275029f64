//! Performing what judges: merits and targets.

use kitaab::words::Locale;
use kitaab::{
    Added, Book, DayRange, Description, Error, MeritCategory, MeritId, MeritPatch, NewMerit, NewTarget,
    RecordedVerdict, TargetPatch, Title, Turned, Verdict,
};
use serde_json::{Value as Json, json};

use super::answer::{self, plain};
use super::operation::{Judging, MeritChange, MeritInput, TargetChange, TargetInput};
use super::perform::done;
use super::structure::none_if_empty;

pub(super) async fn perform(book: &Book, operation: Judging) -> Result<Json, Error> {
    let (merits, targets) = (book.merits(), book.targets());
    let committed = match operation {
        Judging::MeritsAdd(with) => {
            let Added { added, committed } = merits.add(new_merit(with)).await?;
            return done(book, &committed, plain(&added)).await;
        }
        Judging::MeritsGet(with) => return Ok(plain(&merits.get(with.merit).await?)),
        Judging::MeritsList(_) => return Ok(json!({ "merits": merits.list().await? })),
        Judging::MeritsEdit(with) => merits.edit(with.merit, merit_patch(with)?).await?,
        Judging::MeritsActivate(with) => merits.activate(with.merit, with.active).await?,
        Judging::MeritsReorder(with) => merits.reorder(&with.order).await?,
        Judging::MeritsRemove(with) => merits.remove(with.merit).await?,
        Judging::MeritsEvaluate(with) => {
            let locale = named(with.language)?;
            let verdict = merits.evaluate(with.merit, with.day).await?;
            return Ok(answer::verdict(&*book.catalogue().await?, &verdict, locale.as_ref()));
        }
        Judging::MeritsRecord(with) => {
            let locale = named(with.language)?;
            let verdict = merits.record(with.merit, with.day).await?;
            return Ok(answer::verdict(&*book.catalogue().await?, &verdict, locale.as_ref()));
        }
        Judging::MeritsEvaluateAll(with) => {
            let locale = named(with.language)?;
            return verdicts(book, &merits.evaluate_all(with.day).await?, locale.as_ref()).await;
        }
        Judging::MeritsRecordAll(with) => {
            let locale = named(with.language)?;
            return verdicts(book, &merits.record_all(with.day).await?, locale.as_ref()).await;
        }
        Judging::MeritsOutcomes(with) => {
            let outcomes = merits.outcomes(DayRange::new(with.first_day, with.last_day)?).await?;
            let told = outcomes.iter().map(|(merit, outcomes)| json!({ "merit": merit, "outcomes": outcomes }));
            return Ok(json!({ "merits": told.collect::<Vec<_>>() }));
        }
        Judging::MeritsBackfill(with) => {
            return Ok(recorded(&merits.backfill(with.merit, DayRange::new(with.first_day, with.last_day)?).await?));
        }
        Judging::MeritsHistory(with) => {
            return Ok(recorded(&merits.history(with.merit, DayRange::new(with.first_day, with.last_day)?).await?));
        }
        Judging::MeritsRecompute(_) => {
            let turned = merits.recompute().await?;
            let told = turned.iter().map(
                |Turned { merit, day, from, to, .. }| json!({ "merit": merit, "day": day, "from": from, "to": to }),
            );
            return Ok(json!({ "turned": told.collect::<Vec<_>>() }));
        }
        Judging::TargetsAdd(with) => {
            let Added { added, committed } = targets.add(new_target(with)).await?;
            return done(book, &committed, plain(&added)).await;
        }
        Judging::TargetsGet(with) => return Ok(plain(&targets.get(with.target).await?)),
        Judging::TargetsList(_) => return Ok(json!({ "targets": targets.list().await? })),
        Judging::TargetsEdit(with) => targets.edit(with.target, target_patch(with)?).await?,
        Judging::TargetsRemove(with) => targets.remove(with.target).await?,
        Judging::TargetsProgress(with) => return Ok(answer::progress(&targets.progress(with.target).await?)),
        Judging::TargetsProgressAll(_) => {
            let all = targets.progress_all().await?;
            let told = all.iter().map(|(target, progress)| {
                let mut told = answer::progress(progress);
                told["target"] = plain(target);
                told
            });
            return Ok(json!({ "targets": told.collect::<Vec<_>>() }));
        }
    };
    done(book, &committed, Json::Null).await
}

/// The language of the words, if one was asked for.
fn named(language: Option<String>) -> Result<Option<Locale>, Error> {
    Ok(language.map(|tag| Locale::named(&tag)).transpose()?)
}

async fn verdicts(book: &Book, verdicts: &[(MeritId, Verdict)], locale: Option<&Locale>) -> Result<Json, Error> {
    let catalogue = book.catalogue().await?;
    let told = verdicts.iter().map(|(merit, verdict)| {
        let mut told = answer::verdict(&catalogue, verdict, locale);
        told["merit"] = plain(merit);
        told
    });
    Ok(json!({ "verdicts": told.collect::<Vec<_>>() }))
}

fn recorded(verdicts: &[RecordedVerdict]) -> Json {
    let told = verdicts
        .iter()
        .map(|verdict| json!({ "merit": verdict.merit, "day": verdict.day, "outcome": verdict.outcome }));
    json!({ "verdicts": told.collect::<Vec<_>>() })
}

fn new_merit(with: MeritInput) -> NewMerit {
    let mut new = match with.category {
        MeritCategory::Positive => NewMerit::positive(with.title),
        MeritCategory::Negative => NewMerit::negative(with.title),
    };
    if let Some(text) = with.description {
        new = new.description(text);
    }
    if with.active == Some(false) {
        new = new.inactive();
    }
    new.days(with.days).rule(with.rule)
}

fn merit_patch(with: MeritChange) -> Result<MeritPatch, Error> {
    Ok(MeritPatch {
        title: with.title.map(Title::new).transpose()?,
        description: described(with.description)?,
        category: with.category,
        duration: with.days,
        rule: with.rule,
        ..MeritPatch::default()
    })
}

fn new_target(with: TargetInput) -> NewTarget {
    let mut new = NewTarget::titled(with.title).from(with.first_day).to(with.last_day);
    if let Some(text) = with.description {
        new = new.description(text);
    }
    with.items.into_iter().fold(new, NewTarget::item)
}

fn target_patch(with: TargetChange) -> Result<TargetPatch, Error> {
    Ok(TargetPatch {
        title: with.title.map(Title::new).transpose()?,
        description: described(with.description)?,
        first_day: with.first_day,
        last_day: with.last_day,
        items: with.items,
        active: with.active,
    })
}

/// The words of an edit: an empty text takes them away.
#[allow(clippy::option_option, reason = "left as it is, taken away, or another one")]
pub(super) fn described(text: Option<String>) -> Result<Option<Option<Description>>, Error> {
    Ok(text.map(|text| none_if_empty(&text).map(Description::new).transpose()).transpose()?)
}
