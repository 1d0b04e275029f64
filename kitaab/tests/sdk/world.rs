//! A book to test on, and the stores to test on.

use std::collections::BTreeMap;
use std::sync::Arc;

use kitaab::{
    Book, Category, Day, DayRange, DeedView, FixedTime, Kitaab, MeritId, NewDeed, Outcome, SeededIds, TimeSource,
    UserId,
};
use kitaab_store::{Context, MemoryStore, Store};

/// Runs each test on every store.
macro_rules! on_every_store {
    ($($test:ident),+ $(,)?) => {
        mod memory {
            $(#[tokio::test]
            async fn $test() {
                super::$test($crate::world::World::memory().await).await;
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
    store: Place,
}

enum Place {
    Store(Arc<dyn Store>),
    #[cfg(feature = "sqlite")]
    File(tempfile::TempDir),
}

impl Place {
    async fn open(&self, time: &FixedTime, seed: u64) -> Kitaab {
        let builder = Kitaab::builder().time(time.clone()).ids(SeededIds::new(seed));
        let store: Arc<dyn Store> = match self {
            Self::Store(store) => store.clone(),
            #[cfg(feature = "sqlite")]
            Self::File(directory) => {
                let path = directory.path().join("book.db");
                Arc::new(kitaab_sqlite::SqliteStore::open(path, kitaab_sqlite::Options::new()).await.unwrap())
            }
        };
        builder.with_store(store).unwrap()
    }
}

impl World {
    pub(crate) async fn memory() -> Self {
        Self::on(Arc::new(MemoryStore::new())).await
    }

    pub(crate) async fn on(store: Arc<dyn Store>) -> Self {
        Self::at(Place::Store(store)).await
    }

    #[cfg(feature = "sqlite")]
    pub(crate) async fn sqlite() -> Self {
        Self::at(Place::File(tempfile::tempdir().unwrap())).await
    }

    async fn at(store: Place) -> Self {
        let time = FixedTime::at("2024-02-10T12:00:00Z".parse().unwrap());
        let kitaab = store.open(&time, 1).await;
        let book = kitaab.book(UserId::new(uuid::Uuid::from_u128(1)));
        Self { kitaab, book, time, store }
    }

    /// The same book through another client on the same storage: what another process is.
    pub(crate) async fn another(&self, seed: u64) -> Book {
        self.store.open(&self.time, seed).await.book(self.book.owner())
    }

    /// The verdicts as the storage holds them, without asking whether they are current.
    pub(crate) async fn stored_verdicts(&self) -> BTreeMap<(Day, MeritId), Outcome> {
        let store = match &self.store {
            Place::Store(store) => store,
            #[cfg(feature = "sqlite")]
            Place::File(_) => panic!("only of a store at hand"),
        };
        let owner = self.book.owner();
        let ctx = Context { actor: owner, device: self.kitaab.device(), now: self.time.now() };
        let verdicts = store.verdicts(&ctx, owner, None, DayRange::ALL).await.unwrap();
        verdicts.into_iter().map(|verdict| ((verdict.day, verdict.merit), verdict.outcome)).collect()
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
