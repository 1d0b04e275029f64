//! Performing a step's operation on a book.

use std::collections::BTreeMap;
use std::sync::Arc;

use kitaab::{
    Book, Committed, Error, FixedTime, ImportOptions, Kitaab, MemoryStore, SeededIds, SettingsPatch, Store, Timestamp,
    UserId,
};
use kitaab_sqlite::{Options, SqliteStore};
use kitaab_test_pg::{Cluster, Database};
use serde_json::{Value as Json, json};
use tempfile::TempDir;

use crate::postgres::empty_store;

use super::answer::{self, written};
use super::operation::{Beside, Operation};
use super::reminders::{self, HandedOut};
use super::{judging, keeping, looking_back, making_up, people, recording, structure};

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
    /// The reminders that were handed out.
    handed_out: HandedOut,
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
        Self { own, books, people, files: BTreeMap::new(), handed_out: HandedOut::new(), stores }
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
            Operation::Structure(operation) => structure::perform(&book, operation).await,
            Operation::Recording(operation) => recording::perform(&book, operation).await,
            Operation::MakingUp(operation) => making_up::perform(&book, operation).await,
            Operation::Judging(operation) => judging::perform(&book, operation).await,
            Operation::Reminding(operation) => reminders::perform(&book, &mut self.handed_out, operation).await?,
            Operation::LookingBack(operation) => looking_back::perform(&book, operation).await,
            Operation::WithPeople(operation) => people::perform(&book, operation).await,
            Operation::Keeping(operation) => keeping::perform(&book, operation).await,
            Operation::Beside(operation) => self.beside(&book, operation).await?,
        };
        Ok(answer.map_err(|error| answer::error(&error)))
    }

    /// Performs what concerns more than the book: other books, and files that later steps read.
    async fn beside(&mut self, book: &Book, operation: Beside) -> Result<Result<Json, Error>, String> {
        Ok(match operation {
            Beside::Export(with) => {
                let mut file = Vec::new();
                let done = book.ledger().export(&mut file, with.passphrase.map(Into::into)).await;
                self.files.insert(with.file, file);
                done.map(|checkpoint| json!({ "checkpoint": checkpoint }))
            }
            Beside::Restore(with) => {
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
            Beside::Import(with) => {
                let file = self.stores.directory.path().join("import.csv");
                std::fs::write(&file, with.lines.join("\n") + "\n").unwrap();
                import(book, &file).await
            }
            Beside::SharedWith(with) => people::shared_with(&self.own, with.user).await,
        })
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
