//! Performing what records: entries, reviewed days and reflections.

use kitaab::{
    Book, Category, Day, DayRange, EntryQuery, Error, NewEntry, Page, Reflection, ReflectionQuery, ValueInput,
};
use serde_json::{Value as Json, json};

use super::answer;
use super::operation::{EntryInput, EntryListInput, EntrySearchInput, ItemDay, Recording, ReflectionListInput};
use super::perform::done;

/// How many a page holds where the step does not say.
const ROWS: u32 = 100;

pub(super) async fn perform(book: &Book, operation: Recording) -> Result<Json, Error> {
    let (entries, reflections) = (book.entries(), book.reflections());
    let committed = match operation {
        Recording::Put(with) => entries.put(with.item, with.day, value(with.value, with.amount)?).await?,
        Recording::Add(with) => entries.add(with.item, with.day, with.amount.parse()?).await?,
        Recording::Note(with) => entries.note(with.item, with.day, with.note.as_deref()).await?,
        Recording::PutMany(with) => {
            let new = with.entries.into_iter().map(new_entry).collect::<Result<Vec<_>, Error>>()?;
            entries.put_many(&new).await?
        }
        Recording::Batch(with) => {
            let mut batch = entries.batch(with.request);
            for put in with.put.into_iter().flatten() {
                batch = batch.entry(new_entry(put)?);
            }
            for add in with.add.into_iter().flatten() {
                batch = batch.add(add.item, add.day, add.amount.parse()?);
            }
            batch.write().await?
        }
        Recording::Remove(with) => entries.remove(with.item, with.day).await?,
        Recording::Get(with) => {
            let entry = entries.get(with.item, with.day).await?;
            let catalogue = book.catalogue().await?;
            return Ok(json!({ "entry": entry.map(|entry| answer::entry(&catalogue, &entry)) }));
        }
        Recording::List(with) => {
            let EntryListInput { items, first_day, last_day, after, limit } = with;
            let days = days(first_day, last_day)?;
            let query =
                EntryQuery { items, after: after.as_ref().map(place), ..EntryQuery::on(days, limit.unwrap_or(ROWS)) };
            return page(book, &entries.list(&query).await?).await;
        }
        Recording::Search(with) => {
            let EntrySearchInput { words, after, limit } = with;
            return page(book, &entries.search(&words, after.as_ref().map(place), limit.unwrap_or(ROWS)).await?).await;
        }
        Recording::Day(with) => {
            let page = entries.day(with.day).await?;
            return Ok(answer::day(&*book.catalogue().await?, &page));
        }
        Recording::SetReviewed(with) => entries.set_reviewed(with.day, with.reviewed).await?,
        Recording::Reviewed(with) => {
            let days = DayRange::new(with.first_day, with.last_day)?;
            return Ok(json!({ "days": entries.reviewed(days).await? }));
        }
        Recording::Write(with) => reflections.write(with.day, with.category, with.text).await?,
        Recording::RemoveReflection(with) => reflections.remove(with.day, with.category).await?,
        Recording::Read(with) => {
            return Ok(json!({ "reflection": reflections.read(with.day, with.category).await? }));
        }
        Recording::ListReflections(with) => {
            let ReflectionListInput { first_day, last_day, category, after, limit } = with;
            let query = ReflectionQuery {
                days: days(first_day, last_day)?,
                category,
                words: Vec::new(),
                after: after.map(|after| (after.day, after.category)),
                limit: limit.unwrap_or(ROWS),
            };
            return Ok(written_page(&reflections.list(&query).await?));
        }
        Recording::SearchReflections(with) => {
            return Ok(written_page(&reflections.search(&with.words, None, ROWS).await?));
        }
    };
    done(book, &committed, Json::Null).await
}

async fn page(book: &Book, page: &Page<kitaab::Entry, (Day, kitaab::ItemId)>) -> Result<Json, Error> {
    let catalogue = book.catalogue().await?;
    let rows: Vec<Json> = page.rows.iter().map(|entry| answer::entry(&catalogue, entry)).collect();
    let next = page.next.map(|(day, item)| json!({ "day": day, "item": item }));
    Ok(json!({ "entries": rows, "next": next }))
}

fn written_page(page: &Page<Reflection, (Day, Category)>) -> Json {
    let next = page.next.map(|(day, category)| json!({ "day": day, "category": category }));
    json!({ "reflections": page.rows, "next": next })
}

/// A span of days; what is left out is open.
fn days(first: Option<Day>, last: Option<Day>) -> Result<DayRange, Error> {
    Ok(DayRange::new(first.unwrap_or(Day::MIN), last.unwrap_or(Day::MAX))?)
}

fn place(after: &ItemDay) -> (Day, kitaab::ItemId) {
    (after.day, after.item)
}

/// The entry of a step: what it holds is checked when it is written.
fn new_entry(with: EntryInput) -> Result<NewEntry, Error> {
    let new = NewEntry::new(with.item, with.day, value(with.value, with.amount)?);
    Ok(match with.note {
        Some(note) => new.note(note),
        None => new,
    })
}

/// A label, or an amount in digits, which may be none.
fn value(label: Option<String>, amount: Option<String>) -> Result<ValueInput, Error> {
    Ok(match label {
        Some(label) => ValueInput::Label(label),
        None => ValueInput::Amount(amount.unwrap_or_default().parse()?),
    })
}
