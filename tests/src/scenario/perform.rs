//! Performing a step's operation on a book.

use std::collections::BTreeMap;
use std::sync::Arc;

use kitaab::{
    Added, Book, Committed, DayRange, Error, FixedTime, ImportOptions, Kitaab, MemoryStore, MeritCategory, NewDeed,
    NewEntry, NewExemption, NewItem, NewMerit, NewTarget, SeededIds, SettingsPatch, Store, Timestamp, UserId,
    ValueInput, values_by_position,
};
use kitaab_sqlite::{Options, SqliteStore};
use kitaab_test_pg::{Cluster, Database};
use serde_json::{Value as Json, json};
use tempfile::TempDir;

use crate::postgres::empty_store;

use super::answer::{self, plain, written};
use super::operation::{DeedInput, EntryInput, MeritInput, Operation, SettingsInput};
use super::{people, reports};

/// The store that a story runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreKind {
    /// The store in memory.
    Memory,
    /// A file of SQLite.
    Sqlite,
    /// A PostgreSQL database.
    Postgres,
}

impl StoreKind {
    /// All that there are on this machine: where there is no PostgreSQL, a line says so.
    pub fn all() -> Vec<Self> {
        let mut all = vec![Self::Memory, Self::Sqlite];
        all.extend(Cluster::shared().map(|_| Self::Postgres));
        all
    }
}

/// The stores of a story.
struct Stores {
    kind: StoreKind,
    time: FixedTime,
    ids: SeededIds,
    directory: TempDir,
    /// How many there were.
    number: usize,
    databases: Vec<Database>,
}

impl Stores {
    /// A client on an empty store.
    async fn client(&mut self) -> Kitaab {
        let store: Arc<dyn Store> = match self.kind {
            StoreKind::Memory => Arc::new(MemoryStore::new()),
            StoreKind::Sqlite => {
                self.number += 1;
                let file = self.directory.path().join(format!("{}.db", self.number));
                Arc::new(SqliteStore::open(file, Options::new()).await.unwrap())
            }
            StoreKind::Postgres => {
                let (store, database) = empty_store().await.unwrap();
                self.databases.push(database);
                Arc::new(store)
            }
        };
        Kitaab::builder().time(self.time.clone()).ids(self.ids.clone()).with_store(store).unwrap()
    }
}

/// The books of a story, and the files that it wrote.
pub(super) struct World {
    /// The client of the story's own store.
    own: Kitaab,
    /// By their names; the story's own is `""`. One that was restored has a store of its own.
    books: BTreeMap<String, Book>,
    /// Those who may act, by their names.
    people: BTreeMap<String, UserId>,
    files: BTreeMap<String, Vec<u8>>,
    // Last: a store goes before the place that it is in.
    stores: Stores,
}

impl World {
    /// A story's own book, and one for each of the others, in the same store.
    pub(super) async fn new(kind: StoreKind, seed: u64, now: Timestamp, others: &[String]) -> Self {
        let (time, ids) = (FixedTime::at(now), SeededIds::new(seed));
        let directory = tempfile::tempdir().unwrap();
        let mut stores = Stores { kind, time, ids, directory, number: 0, databases: Vec::new() };
        let own = stores.client().await;
        let (mut books, mut people) = (BTreeMap::new(), BTreeMap::new());
        let names = std::iter::once("owner").chain(others.iter().map(String::as_str));
        for (number, name) in (1..).zip(names) {
            let user = UserId::new(uuid::Uuid::from_u128(number));
            let book = own.book(user);
            if number > 1 {
                // A book is there from its first commit on.
                let sunday = SettingsPatch { first_weekday: Some(6), ..SettingsPatch::default() };
                book.settings().edit(sunday).await.unwrap();
            }
            books.insert(if number == 1 { String::new() } else { name.to_owned() }, book);
            people.insert(name.to_owned(), user);
        }
        Self { own, books, people, files: BTreeMap::new(), stores }
    }

    /// Those who may act, by their names.
    pub(super) fn people(&self) -> Vec<(String, UserId)> {
        self.people.iter().map(|(name, user)| (name.clone(), *user)).collect()
    }

    pub(super) fn set_time(&self, now: Timestamp) {
        self.stores.time.set(now);
    }

    /// What an operation answers, or its error, each as JSON.
    ///
    /// # Errors
    /// In words, for a book, a file or somebody that there is not.
    pub(super) async fn perform(
        &mut self,
        name: Option<&str>,
        by: Option<&str>,
        operation: Operation,
    ) -> Result<Result<Json, Json>, String> {
        let name = name.unwrap_or_default();
        let mut book = self.books.get(name).ok_or_else(|| format!("there is no book {name}"))?.clone();
        if let Some(by) = by {
            book = book.acting_as(*self.people.get(by).ok_or_else(|| format!("there is nobody called {by}"))?);
        }
        let answer = match operation {
            Operation::LedgerExport(with) => {
                let mut file = Vec::new();
                let done = book.ledger().export(&mut file, with.passphrase.map(Into::into)).await;
                self.files.insert(with.file, file);
                done.map(|checkpoint| json!({ "checkpoint": checkpoint }))
            }
            Operation::LedgerRestore(with) => {
                let file = self.files.get(&with.file).cloned();
                let file = file.ok_or_else(|| format!("there is no file {}", with.file))?;
                if self.books.contains_key(&with.into) {
                    return Err(format!("there is a book {} already", with.into));
                }
                let client = self.stores.client().await;
                match client.restore(&file[..], with.passphrase.map(Into::into)).await {
                    Ok(owner) => {
                        self.books.insert(with.into, client.book(owner));
                        Ok(json!({ "owner": owner }))
                    }
                    Err(error) => Err(error),
                }
            }
            Operation::Import(with) => {
                let file = self.stores.directory.path().join("import.csv");
                std::fs::write(&file, with.lines.join("\n") + "\n").unwrap();
                import(&book, &file).await
            }
            Operation::PeopleSharedWith(with) => people::shared_with(&self.own, with.user).await,
            operation => on_book(&book, operation).await,
        };
        Ok(answer.map_err(|error| answer::error(&error)))
    }
}

async fn import(book: &Book, file: &std::path::Path) -> Result<Json, Error> {
    let report = book.import(file, ImportOptions::new()).await?;
    done(book, &report.committed, answer::imported(&report)).await
}

/// What a write made, with what became of it.
pub(super) async fn done(book: &Book, committed: &Committed, made: Json) -> Result<Json, Error> {
    Ok(written(&*book.catalogue().await?, committed, made))
}

/// Performs what concerns nothing but the book.
async fn on_book(book: &Book, operation: Operation) -> Result<Json, Error> {
    match operation {
        Operation::DeedsAdd(_)
        | Operation::DeedsList(_)
        | Operation::ItemsAdd(_)
        | Operation::ItemsSetSchedule(_)
        | Operation::ItemsSetGoal(_)
        | Operation::ItemsHide(_)
        | Operation::ItemsArchive(_)
        | Operation::ScalesRedefine(_)
        | Operation::SettingsEdit(_) => structure(book, operation).await,
        Operation::EntriesPut(_)
        | Operation::EntriesAdd(_)
        | Operation::EntriesNote(_)
        | Operation::EntriesPutMany(_)
        | Operation::EntriesBatch(_)
        | Operation::EntriesRemove(_)
        | Operation::EntriesGet(_)
        | Operation::EntriesDay(_)
        | Operation::EntriesSetReviewed(_)
        | Operation::EntriesMakeUp(_)
        | Operation::EntriesConfirmMissed(_)
        | Operation::EntriesMakeUpBalance(_) => recording(book, operation).await,
        Operation::ExemptionsAdd(_)
        | Operation::ExemptionsEnd(_)
        | Operation::MeritsAdd(_)
        | Operation::MeritsEvaluate(_)
        | Operation::MeritsRecord(_)
        | Operation::TargetsAdd(_)
        | Operation::TargetsProgress(_) => judging(book, operation).await,
        Operation::PeopleRequest(_)
        | Operation::PeopleAccept(_)
        | Operation::PeopleReject(_)
        | Operation::PeopleEnd(_)
        | Operation::PeopleBlock(_)
        | Operation::PeopleUnblock(_)
        | Operation::PeopleRelations(_)
        | Operation::PeopleGrant(_)
        | Operation::PeopleRevoke(_)
        | Operation::PeoplePermissions(_)
        | Operation::PeopleMay(_)
        | Operation::PeopleAccesses(_) => people::perform(book, operation).await,
        Operation::ReportsPage(with) => reports::page(book, with).await,
        Operation::ReportsPlot(with) => reports::plot(book, with).await,
        operation => looking_back(book, operation).await,
    }
}

async fn structure(book: &Book, operation: Operation) -> Result<Json, Error> {
    let committed = match operation {
        Operation::SettingsEdit(with) => {
            let SettingsInput { zone, day_start, first_weekday } = with;
            let patch = SettingsPatch { zone, day_start, first_weekday };
            book.settings().edit(patch).await?
        }
        Operation::DeedsAdd(with) => {
            let Added { added, committed } = book.deeds().add(new_deed(with)).await?;
            let view = answer::deed(&*book.catalogue().await?, &added);
            return done(book, &committed, view).await;
        }
        Operation::DeedsList(_) => {
            let (deeds, catalogue) = (book.deeds().list().await?, book.catalogue().await?);
            return Ok(json!({ "deeds": deeds.iter().map(|deed| answer::deed(&catalogue, deed)).collect::<Vec<_>>() }));
        }
        Operation::ItemsAdd(with) => {
            let mut new = NewItem::named(with.name);
            if let Some(day) = with.starts_on {
                new = new.starts_on(day);
            }
            let Added { added, committed } = book.items().add(with.parent, new).await?;
            let path = book.catalogue().await?.path_text(added.id)?;
            let made = json!({ "id": added.id, "path": path, "starts_on": added.starts_on });
            return done(book, &committed, made).await;
        }
        Operation::ScalesRedefine(with) => {
            let values = values_by_position(with.values)?;
            let Added { added, committed } = book.scales().redefine(with.deed, values, with.mapping).await?;
            let made = json!({ "id": added.id, "version": added.version, "values": added.values });
            return done(book, &committed, made).await;
        }
        Operation::ItemsSetSchedule(with) => book.items().set_schedule(with.item, with.from_day, with.schedule).await?,
        Operation::ItemsSetGoal(with) => book.items().set_goal(with.item, with.from_day, with.goal).await?,
        Operation::ItemsHide(with) => book.items().hide(with.item, with.hide).await?,
        Operation::ItemsArchive(with) => book.items().archive(with.item, with.from).await?,
        other => unreachable!("{other:?} is performed elsewhere"),
    };
    done(book, &committed, Json::Null).await
}

fn new_deed(with: DeedInput) -> NewDeed {
    let mut new = match with.measure {
        kitaab::Measure::Scale => NewDeed::scale(with.name, with.category),
        kitaab::Measure::Count => NewDeed::count(with.name, with.category),
    };
    if let Some(values) = with.values {
        new = new.values(values);
    }
    if let Some(unit) = with.unit {
        new = new.unit(unit);
    }
    if let Some(items) = with.items {
        new = new.items(items);
    }
    if let Some(day) = with.starts_on {
        new = new.starts_on(day);
    }
    if let Some(goal) = with.goal {
        new = new.goal(goal);
    }
    if let Some(schedule) = with.schedule {
        new = new.schedule(schedule);
    }
    if let Some(excuses) = with.excuses {
        new = new.excuses(excuses);
    }
    if let Some(policy) = with.make_up {
        new = new.make_up(policy);
    }
    if with.fast == Some(true) { new.fast() } else { new }
}

async fn recording(book: &Book, operation: Operation) -> Result<Json, Error> {
    let entries = book.entries();
    let committed = match operation {
        Operation::EntriesPut(with) => entries.put(with.item, with.day, value(with.value, with.amount)?).await?,
        Operation::EntriesAdd(with) => entries.add(with.item, with.day, with.amount.parse()?).await?,
        Operation::EntriesNote(with) => entries.note(with.item, with.day, with.note.as_deref()).await?,
        Operation::EntriesPutMany(with) => {
            let new = with.entries.into_iter().map(new_entry).collect::<Result<Vec<_>, Error>>()?;
            entries.put_many(&new).await?
        }
        Operation::EntriesBatch(with) => {
            let mut batch = entries.batch(with.request);
            for put in with.put.into_iter().flatten() {
                batch = batch.entry(new_entry(put)?);
            }
            for add in with.add.into_iter().flatten() {
                batch = batch.add(add.item, add.day, add.amount.parse()?);
            }
            batch.write().await?
        }
        Operation::EntriesRemove(with) => entries.remove(with.item, with.day).await?,
        Operation::EntriesSetReviewed(with) => entries.set_reviewed(with.day, with.reviewed).await?,
        Operation::EntriesMakeUp(with) => entries.make_up(with.item, with.day, with.count).await?,
        Operation::EntriesConfirmMissed(with) => entries.confirm_missed(with.item, with.until).await?,
        Operation::EntriesGet(with) => {
            let entry = entries.get(with.item, with.day).await?;
            let catalogue = book.catalogue().await?;
            return Ok(json!({ "entry": entry.map(|entry| answer::entry(&catalogue, &entry)) }));
        }
        Operation::EntriesDay(with) => {
            let page = entries.day(with.day).await?;
            return Ok(answer::day(&*book.catalogue().await?, &page));
        }
        Operation::EntriesMakeUpBalance(with) => return Ok(plain(&entries.make_up_balance(with.item).await?)),
        other => unreachable!("{other:?} is performed elsewhere"),
    };
    done(book, &committed, Json::Null).await
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

async fn judging(book: &Book, operation: Operation) -> Result<Json, Error> {
    match operation {
        Operation::ExemptionsAdd(with) => {
            let mut new = NewExemption::new(with.scope, with.reason, with.first_day);
            if let Some(day) = with.last_day {
                new = new.last_day(day);
            }
            let Added { added, committed } = book.exemptions().add(new).await?;
            done(book, &committed, plain(&added)).await
        }
        Operation::ExemptionsEnd(with) => {
            let committed = book.exemptions().end(with.exemption, with.last_day).await?;
            done(book, &committed, Json::Null).await
        }
        Operation::MeritsAdd(with) => {
            let Added { added, committed } = book.merits().add(new_merit(with)).await?;
            done(book, &committed, json!({ "id": added.id, "title": added.title })).await
        }
        Operation::MeritsEvaluate(with) => {
            let verdict = book.merits().evaluate(with.merit, with.day).await?;
            Ok(answer::verdict(&*book.catalogue().await?, &verdict))
        }
        Operation::MeritsRecord(with) => {
            let verdict = book.merits().record(with.merit, with.day).await?;
            Ok(answer::verdict(&*book.catalogue().await?, &verdict))
        }
        Operation::TargetsAdd(with) => {
            let mut new = NewTarget::titled(with.title).from(with.first_day).to(with.last_day);
            for condition in with.items {
                new = new.item(condition);
            }
            let Added { added, committed } = book.targets().add(new).await?;
            done(book, &committed, json!({ "id": added.id, "title": added.title })).await
        }
        Operation::TargetsProgress(with) => Ok(answer::progress(&book.targets().progress(with.target).await?)),
        other => unreachable!("{other:?} is performed elsewhere"),
    }
}

fn new_merit(with: MeritInput) -> NewMerit {
    let new = match with.category {
        MeritCategory::Positive => NewMerit::positive(with.title),
        MeritCategory::Negative => NewMerit::negative(with.title),
    };
    new.days(with.days).rule(with.rule)
}

async fn looking_back(book: &Book, operation: Operation) -> Result<Json, Error> {
    let undone = match operation {
        Operation::LedgerUndo(_) => book.ledger().undo().await?,
        Operation::LedgerUndoCommit(with) => Some(book.ledger().undo_commit(with.seq).await?),
        Operation::LedgerRedo(_) => book.ledger().redo().await?,
        Operation::LedgerHistory(with) => {
            let (events, catalogue) = (book.ledger().history(with.record).await?, book.catalogue().await?);
            let events = events.iter().map(|event| answer::event(&catalogue, event));
            return Ok(json!({ "events": events.collect::<Vec<_>>() }));
        }
        Operation::LedgerVerify(with) => {
            let report = book.ledger().verify(with.expected).await?;
            let (commits, changes, erased) = (report.commits, report.changes, report.erased);
            return Ok(json!({ "commits": commits, "changes": changes, "erased": erased, "checkpoint": report.head }));
        }
        Operation::ReflectionsWrite(with) => {
            let committed = book.reflections().write(with.day, with.category, with.text).await?;
            return done(book, &committed, Json::Null).await;
        }
        Operation::ReflectionsRead(with) => {
            return Ok(json!({ "reflection": book.reflections().read(with.day, with.category).await? }));
        }
        Operation::ReflectionsSearch(with) => {
            return Ok(json!({ "reflections": book.reflections().search(&with.words, None, 100).await?.rows }));
        }
        Operation::CalendarDay(with) => return Ok(plain(&book.calendar().day(with.day).await?)),
        Operation::CalendarSetSighting(with) => {
            let committed = book.calendar().set_sighting(with.month, with.first_day).await?;
            return done(book, &committed, Json::Null).await;
        }
        Operation::InsightsSummary(with) => {
            return Ok(plain(&book.insights().summary(DayRange::new(with.first_day, with.last_day)?).await?));
        }
        Operation::InsightsDistribution(with) => {
            let days = DayRange::new(with.first_day, with.last_day)?;
            return Ok(plain(&book.insights().distribution(with.item, days).await?));
        }
        Operation::InsightsStreaks(with) => return Ok(plain(&book.insights().streaks(with.item).await?)),
        other => unreachable!("{other:?} is performed elsewhere"),
    };
    let made = json!({ "of": undone.as_ref().map(|undone| undone.of) });
    done(book, &undone.map(|undone| undone.committed).unwrap_or_default(), made).await
}
