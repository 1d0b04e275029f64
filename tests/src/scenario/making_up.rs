//! Performing what excuses days, and what makes up for them.

use std::collections::BTreeMap;

use kitaab::{Added, Book, Day, Error, ExemptionPatch, NewExemption};
use serde_json::{Value as Json, json};

use super::answer::plain;
use super::operation::MakingUp;
use super::perform::done;

pub(super) async fn perform(book: &Book, operation: MakingUp) -> Result<Json, Error> {
    let (entries, exemptions) = (book.entries(), book.exemptions());
    let committed = match operation {
        MakingUp::Add(with) => entries.make_up(with.item, with.day, with.count).await?,
        MakingUp::Put(with) => entries.put_make_up(with.item, with.day, with.count).await?,
        MakingUp::Remove(with) => entries.remove_make_up(with.item, with.day).await?,
        MakingUp::AddFidya(with) => entries.fidya(with.item, with.day, with.count).await?,
        MakingUp::PutFidya(with) => entries.put_fidya(with.item, with.day, with.count).await?,
        MakingUp::RemoveFidya(with) => entries.remove_fidya(with.item, with.day).await?,
        MakingUp::ConfirmMissed(with) => entries.confirm_missed(with.item, with.until).await?,
        MakingUp::UnconfirmMissed(with) => entries.unconfirm_missed(with.item, with.from).await?,
        MakingUp::UnconfirmedDays(with) => {
            return Ok(json!({ "days": entries.unconfirmed_days(with.item).await? }));
        }
        MakingUp::Balance(with) => return Ok(plain(&entries.make_up_balance(with.item).await?)),
        MakingUp::History(with) => {
            let history = entries.make_up_history(with.item).await?;
            return Ok(json!({ "opening": history.opening, "today": history.today, "steps": history.steps }));
        }
        MakingUp::Settled(with) => {
            let settled = entries.settled(with.item).await?;
            return Ok(json!({ "made_up": counts(&settled.made_up), "fidya": counts(&settled.fidya) }));
        }
        MakingUp::AddExemption(with) => {
            let mut new = NewExemption::new(with.scope, with.reason, with.first_day);
            if let Some(day) = with.last_day {
                new = new.last_day(day);
            }
            let Added { added, committed } = exemptions.add(new).await?;
            return done(book, &committed, plain(&added)).await;
        }
        MakingUp::ListExemptions(_) => return Ok(json!({ "exemptions": exemptions.list().await? })),
        MakingUp::EditExemption(with) => {
            let patch = ExemptionPatch {
                first_day: with.first_day,
                last_day: with.last_day.map(Some),
                scope: with.scope,
                reason: with.reason,
            };
            exemptions.edit(with.exemption, patch).await?
        }
        MakingUp::EndExemption(with) => exemptions.end(with.exemption, with.last_day).await?,
        MakingUp::RemoveExemption(with) => exemptions.remove(with.exemption).await?,
    };
    done(book, &committed, Json::Null).await
}

fn counts(counts: &BTreeMap<Day, u32>) -> Json {
    counts.iter().map(|(day, count)| json!({ "day": day, "count": count })).collect()
}
