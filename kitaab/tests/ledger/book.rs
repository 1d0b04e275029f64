//! Books to test on.

use std::collections::BTreeMap;

use kitaab::{
    Amount, Book, Catalogue, Category, Day, DayRange, DeedView, Entry, EntryQuery, FixedTime, ItemId, Kitaab,
    MakeUpPolicy, NewDeed, NewEntry, NewExemption, Reason, Reflection, ReflectionQuery, Scope, SeededIds, UserId,
    Value,
};

/// A book on its storage, in which it is noon (UTC) of 2024-02-10.
pub(crate) struct World {
    pub(crate) kitaab: Kitaab,
    pub(crate) book: Book,
    pub(crate) folder: tempfile::TempDir,
}

impl World {
    pub(crate) async fn at(location: &str, folder: tempfile::TempDir) -> Self {
        let time = FixedTime::at("2024-02-10T12:00:00Z".parse().unwrap());
        let kitaab = Kitaab::builder().time(time).ids(SeededIds::new(1)).open(location).await.unwrap();
        let book = kitaab.book(UserId::new(uuid::Uuid::from_u128(1)));
        Self { kitaab, book, folder }
    }

    pub(crate) async fn memory() -> Self {
        Self::at("memory:", tempfile::tempdir().unwrap()).await
    }

    pub(crate) async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("book.db");
        Self::at(path.to_str().unwrap(), folder).await
    }

    pub(crate) async fn all() -> Vec<Self> {
        vec![Self::memory().await, Self::sqlite().await]
    }

    /// Pages of the Qur'an, counted since 2024-01-01.
    pub(crate) async fn quran(&self) -> ItemId {
        let quran = NewDeed::count("Qur'an", Category::Hasanaat).unit("pages").starts_on(day("2024-01-01"));
        self.book.deeds().add(quran).await.unwrap().added.root()
    }

    /// The five prayers, due since 2024-01-01.
    pub(crate) async fn salah(&self) -> DeedView {
        let salah = NewDeed::scale("Salah", Category::Hasanaat)
            .values(["missed", "late", "on time", "in congregation"])
            .items(["Fajr", "Zuhr", "Asr", "Maghrib", "Isha"])
            .starts_on(day("2024-01-01"));
        self.book.deeds().add(salah).await.unwrap().added
    }

    /// A hundred entries of an item, put at once: a column. Every tenth has a note.
    pub(crate) async fn column(&self, item: ItemId) {
        let entries: Vec<NewEntry> = (0..100)
            .map(|back| {
                let entry = NewEntry::new(item, today().plus(-back).unwrap(), amount(&back.to_string()));
                if back % 10 == 0 { entry.note(format!("private {back}")) } else { entry }
            })
            .collect();
        self.book.entries().put_many(&entries).await.unwrap();
    }

    /// Something of every kind.
    pub(crate) async fn fill(&self) {
        let salah = self.salah().await;
        let quran = self.quran().await;
        self.column(quran).await;
        let entries = self.book.entries();
        entries.put(salah["Fajr"], today(), "on time").await.unwrap();
        entries.put(salah["Fajr"], today(), "late").await.unwrap();
        entries.note(salah["Fajr"], today(), "private words").await.unwrap();
        entries.add(quran, today(), amount("2.5")).await.unwrap();
        entries.remove(quran, today().plus(-3).unwrap()).await.unwrap();
        entries.set_reviewed(today(), true).await.unwrap();
        self.book.items().set_make_up(salah["Fajr"], MakeUpPolicy::new(40, day("2024-01-01"))).await.unwrap();
        entries.make_up(salah["Fajr"], today(), 2).await.unwrap();
        entries.fidya(salah["Fajr"], today(), 3).await.unwrap();
        let item = Scope::Item(salah["Isha"]);
        self.book.exemptions().add(NewExemption::new(item, Reason::Travel, today())).await.unwrap();
        self.book.reflections().write(today(), Category::Hasanaat, "private thoughts").await.unwrap();
        self.book.deeds().rename(salah.id, "Salāh").await.unwrap();
    }
}

/// Everything that a book holds.
#[derive(Debug, PartialEq)]
pub(crate) struct Content {
    pub(crate) catalogue: Catalogue,
    pub(crate) entries: Vec<Entry>,
    pub(crate) reviewed: Vec<Day>,
    pub(crate) reflections: Vec<Reflection>,
}

impl Content {
    /// The same without what tells when it came to be so.
    pub(crate) fn timeless(mut self) -> Self {
        self.catalogue.version = 0;
        self.entries.iter_mut().for_each(|entry| entry.revision = 0);
        self.reflections.iter_mut().for_each(|reflection| reflection.revision = 0);
        self
    }
}

pub(crate) async fn content(book: &Book) -> Content {
    let query = EntryQuery::on(DayRange::ALL, 10_000);
    let reflections =
        ReflectionQuery { days: DayRange::ALL, category: None, words: vec![], after: None, limit: 10_000 };
    Content {
        catalogue: Catalogue::clone(&*book.catalogue().await.unwrap()),
        entries: book.entries().list(&query).await.unwrap().rows,
        reviewed: book.entries().reviewed(DayRange::ALL).await.unwrap(),
        reflections: book.reflections().list(&reflections).await.unwrap().rows,
    }
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(crate) fn today() -> Day {
    day("2024-02-10")
}

pub(crate) fn amount(text: &str) -> Amount {
    text.parse().unwrap()
}

/// The amounts of an item by day.
pub(crate) async fn amounts(book: &Book, item: ItemId) -> BTreeMap<Day, Amount> {
    let query = EntryQuery { items: Some(vec![item]), ..EntryQuery::on(DayRange::ALL, 10_000) };
    let rows = book.entries().list(&query).await.unwrap().rows;
    let amount = |value| if let Value::Count(amount) = value { amount } else { panic!("{value:?}") };
    rows.into_iter().map(|entry| (entry.day, amount(entry.value))).collect()
}
