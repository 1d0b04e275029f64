//! A book to test on, and the stores to test on.

use std::collections::BTreeMap;
use std::sync::Arc;

use kitaab::{
    Book, Category, Day, DayRange, DeedView, FixedTime, ItemId, Kitaab, MeritId, NewDeed, Outcome, SeededIds,
    TimeSource, UserId,
};
use kitaab_core::Records;
use kitaab_store::{Context, MemoryStore, Store};
use tempfile::TempDir;

/// Runs each test on every store.
macro_rules! on_every_store {
    ($($test:ident),+ $(,)?) => {
        mod memory {
            $(#[tokio::test]
            async fn $test() {
                super::$test($crate::world::World::memory()).await;
            })+
        }

        #[cfg(feature = "sqlite")]
        mod sqlite {
            $(#[tokio::test]
            async fn $test() {
                super::$test($crate::world::World::sqlite().await).await;
            })+
        }
    };
}
pub(crate) use on_every_store;

/// A store with one book, in which it is noon (UTC) of 2024-02-10, a Saturday.
pub(crate) struct World {
    pub(crate) kitaab: Kitaab,
    pub(crate) book: Book,
    pub(crate) time: FixedTime,
    store: Arc<dyn Store>,
    /// Where the file is, if it is one.
    directory: Option<TempDir>,
}

impl World {
    pub(crate) fn memory() -> Self {
        Self::on(Arc::new(MemoryStore::new()))
    }

    #[cfg(feature = "sqlite")]
    pub(crate) async fn sqlite() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let world = Self::on(file(&directory).await);
        Self { directory: Some(directory), ..world }
    }

    pub(crate) fn on(store: Arc<dyn Store>) -> Self {
        let time = FixedTime::at("2024-02-10T12:00:00Z".parse().unwrap());
        let kitaab = Kitaab::builder().time(time.clone()).ids(SeededIds::new(1)).with_store(store.clone()).unwrap();
        let book = kitaab.book(UserId::new(uuid::Uuid::from_u128(1)));
        Self { kitaab, book, time, store, directory: None }
    }

    /// The same book through another client, with a file through a store of its own: what another process
    /// is.
    #[cfg_attr(not(feature = "sqlite"), allow(clippy::unused_async, reason = "a file is waited for"))]
    pub(crate) async fn another(&self, seed: u64) -> Book {
        let store = match &self.directory {
            #[cfg(feature = "sqlite")]
            Some(directory) => file(directory).await,
            _ => self.store.clone(),
        };
        let builder = Kitaab::builder().time(self.time.clone()).ids(SeededIds::new(seed));
        builder.with_store(store).unwrap().book(self.book.owner())
    }

    /// The verdicts as the storage holds them, without asking whether they are current.
    pub(crate) async fn stored_verdicts(&self) -> BTreeMap<(Day, MeritId), Outcome> {
        let verdicts = self.store.verdicts(&self.context(), self.book.owner(), None, DayRange::ALL).await.unwrap();
        verdicts.into_iter().map(|verdict| ((verdict.day, verdict.merit), verdict.outcome)).collect()
    }

    /// The records of a span as the storage holds them.
    pub(crate) async fn records(&self, items: &[ItemId], days: DayRange) -> Records {
        self.store.records(&self.context(), self.book.owner(), items, days).await.unwrap()
    }

    fn context(&self) -> Context {
        Context { actor: self.book.owner(), device: self.kitaab.device(), now: self.time.now() }
    }

    /// The five prayers, due since 2024-01-01.
    pub(crate) async fn salah(&self) -> DeedView {
        let salah = NewDeed::scale("Salah", Category::Hasanaat)
            .values(["missed", "late", "on time", "in congregation"])
            .items(["Fajr", "Zuhr", "Asr", "Maghrib", "Isha"])
            .starts_on(day("2024-01-01"));
        self.book.deeds().add(salah).await.unwrap().added
    }

    /// Pages of the Qur'an, counted since 2024-01-01.
    pub(crate) async fn quran(&self) -> DeedView {
        let quran = NewDeed::count("Qur'an", Category::Hasanaat).unit("pages").starts_on(day("2024-01-01"));
        self.book.deeds().add(quran).await.unwrap().added
    }

    /// A bad deed, judged yes or no since 2024-01-01.
    pub(crate) async fn lying(&self) -> DeedView {
        let lying = NewDeed::scale("Lying", Category::Saiyyiaat).starts_on(day("2024-01-01"));
        self.book.deeds().add(lying).await.unwrap().added
    }
}

#[cfg(feature = "sqlite")]
async fn file(directory: &TempDir) -> Arc<dyn Store> {
    use kitaab_sqlite::{Options, SqliteStore};
    Arc::new(SqliteStore::open(directory.path().join("book.db"), Options::new()).await.unwrap())
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(crate) fn today() -> Day {
    day("2024-02-10")
}

/// The amount.
pub(crate) fn amount(text: &str) -> kitaab::Amount {
    text.parse().unwrap()
}

/// An id that names nothing.
pub(crate) fn unknown<I: From<uuid::Uuid>>() -> I {
    uuid::Uuid::from_u128(0xdead).into()
}
