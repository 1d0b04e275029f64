//! Performing what concerns reminders. A story confirms and releases what was last handed out of one.

use std::collections::BTreeMap;
use std::time::Duration;

use kitaab::{
    Added, Book, DueOptions, DueReminder, Error, NewReminder, ReminderId, ReminderPatch, ReminderTime, Title,
};
use serde_json::{Value as Json, json};

use super::answer::plain;
use super::judging::described;
use super::operation::{DueInput, ReminderChange, ReminderInput, Reminding};
use super::perform::done;

/// What was handed out of each reminder the last time.
pub(super) type HandedOut = BTreeMap<ReminderId, DueReminder>;

/// What it answers, or an error in words for what was never handed out.
pub(super) async fn perform(
    book: &Book,
    handed_out: &mut HandedOut,
    operation: Reminding,
) -> Result<Result<Json, Error>, String> {
    let known = |id| handed_out.get(&id).cloned().ok_or_else(|| format!("{id} was not handed out"));
    Ok(match operation {
        Reminding::Confirm(with) => book.reminders().confirm(&known(with.reminder)?).await.map(|()| json!({})),
        Reminding::Release(with) => {
            let released = book.reminders().release(&known(with.reminder)?).await;
            released.map(|released| json!({ "released": released }))
        }
        Reminding::Due(with) => match book.reminders().due(options(&with)).await {
            Ok(due) => {
                handed_out.extend(due.iter().map(|due| (due.reminder.id, due.clone())));
                Ok(json!({ "due": due.iter().map(told).collect::<Vec<_>>() }))
            }
            Err(error) => Err(error),
        },
        operation => change(book, operation).await,
    })
}

async fn change(book: &Book, operation: Reminding) -> Result<Json, Error> {
    let reminders = book.reminders();
    let committed = match operation {
        Reminding::Add(with) => {
            let Added { added, committed } = reminders.add(new_reminder(with)).await?;
            return done(book, &committed, plain(&added)).await;
        }
        Reminding::List(_) => return Ok(json!({ "reminders": reminders.list().await? })),
        Reminding::Edit(with) => reminders.edit(with.reminder, patch(with)?).await?,
        Reminding::Complete(with) => reminders.complete(with.reminder).await?,
        Reminding::Snooze(with) => reminders.snooze(with.reminder, with.until).await?,
        Reminding::Remove(with) => reminders.remove(with.reminder).await?,
        Reminding::Due(_) | Reminding::Confirm(_) | Reminding::Release(_) => {
            unreachable!("{operation:?} is performed above")
        }
    };
    done(book, &committed, Json::Null).await
}

fn told(due: &DueReminder) -> Json {
    json!({
        "reminder": due.reminder, "at": due.occurrence.at, "slot": due.occurrence.slot, "day": due.day,
        "until": due.until,
    })
}

fn options(with: &DueInput) -> DueOptions {
    let mut options = DueOptions::new();
    if let Some(seconds) = with.grace {
        options = options.grace(Duration::from_secs(seconds));
    }
    match with.lease {
        Some(seconds) => options.lease(Duration::from_secs(seconds)),
        None => options,
    }
}

fn new_reminder(with: ReminderInput) -> NewReminder {
    let mut new = match with.time {
        ReminderTime::Once { day, minute } => NewReminder::once(with.title, day, minute),
        ReminderTime::Recurring { minute, schedule } => NewReminder::recurring(with.title, minute, schedule),
        other => unreachable!("there is no input for {other:?}"),
    };
    if let Some(text) = with.text {
        new = new.text(text);
    }
    if let Some(item) = with.item {
        new = new.item(item);
    }
    match with.priority {
        Some(priority) => new.priority(priority),
        None => new,
    }
}

fn patch(with: ReminderChange) -> Result<ReminderPatch, Error> {
    Ok(ReminderPatch {
        title: with.title.map(Title::new).transpose()?,
        text: described(with.text)?,
        priority: with.priority,
        time: with.time,
        active: with.active,
        ..ReminderPatch::default()
    })
}
