//! Opening a client with a clock, ids or a device of the host's own.

use std::sync::Arc;

use kitaab_core::DeviceId;
use kitaab_store::{MemoryStore, Store};

use crate::client::{Kitaab, Shared};
use crate::error::Result;
use crate::id_source::{IdSource, RandomIds};
use crate::location::{Location, ServerUrl};
use crate::time_source::{HostTime, TimeSource};

/// Opens a [`Kitaab`] that does not run on the machine's clock and random numbers.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> kitaab::Result<()> {
/// use kitaab::{FixedTime, Kitaab, SeededIds};
/// let time = FixedTime::at("2024-06-01T12:00:00Z".parse()?);
/// let kitaab = Kitaab::builder().time(time.clone()).ids(SeededIds::new(1)).open("memory:").await?;
/// let book = kitaab.my_book().await?;
/// assert_eq!(book.today().await?.to_string(), "2024-06-01");
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use = "a builder opens nothing by itself"]
pub struct KitaabBuilder {
    time: Arc<dyn TimeSource>,
    ids: Arc<dyn IdSource>,
    device: Option<DeviceId>,
}

impl KitaabBuilder {
    pub(crate) fn new() -> Self {
        Self { time: Arc::new(HostTime), ids: Arc::new(RandomIds), device: None }
    }

    /// Takes the time from `time`.
    pub fn time(mut self, time: impl TimeSource + 'static) -> Self {
        self.time = Arc::new(time);
        self
    }

    /// Takes ids and random bytes from `ids`.
    pub fn ids(mut self, ids: impl IdSource + 'static) -> Self {
        self.ids = Arc::new(ids);
        self
    }

    /// Names the installation that writes. Without it, each client is a device of its own, which is
    /// right for a server's processes; an app keeps the id it was given at its first start.
    pub fn device(mut self, device: DeviceId) -> Self {
        self.device = Some(device);
        self
    }

    /// Opens the books at a location: see [`Kitaab::open`].
    pub async fn open(self, location: &str) -> Result<Kitaab> {
        let store: Arc<dyn Store> = match Location::parse(location)? {
            Location::Memory => Arc::new(MemoryStore::new()),
            Location::Postgres(url) => postgres(&url).await?,
            location => sqlite(location).await?,
        };
        self.with_store(store)
    }

    /// The books in a store that the host opened itself.
    ///
    /// # Errors
    /// `unavailable` if there are no random numbers for the device's id.
    pub fn with_store(self, store: Arc<dyn Store>) -> Result<Kitaab> {
        let device = match self.device {
            Some(device) => device,
            None => DeviceId::new(self.ids.id(self.time.now())?),
        };
        Ok(Kitaab::from_shared(Shared::new(store, self.time, self.ids, device)))
    }
}

#[cfg(feature = "sqlite")]
async fn sqlite(location: Location) -> Result<Arc<dyn Store>> {
    use kitaab_sqlite::{Options, SqliteStore};
    let store = match location {
        Location::Sqlite(path) => SqliteStore::open(path, Options::new()).await?,
        Location::SqliteMemory | Location::Memory | Location::Postgres(_) => SqliteStore::open_in_memory().await?,
    };
    Ok(Arc::new(store))
}

#[cfg(not(feature = "sqlite"))]
#[allow(clippy::unused_async, reason = "with SQLite it waits")]
async fn sqlite(_: Location) -> Result<Arc<dyn Store>> {
    Err(kitaab_core::Error::unsupported("SQLite (the feature `sqlite` is off)").into())
}

#[cfg(feature = "postgres")]
async fn postgres(url: &ServerUrl) -> Result<Arc<dyn Store>> {
    use kitaab_pg::{Options, PgStore};
    Ok(Arc::new(PgStore::connect(url.as_str(), Options::new()).await?))
}

#[cfg(not(feature = "postgres"))]
#[allow(clippy::unused_async, reason = "with PostgreSQL it waits")]
async fn postgres(_: &ServerUrl) -> Result<Arc<dyn Store>> {
    Err(kitaab_core::Error::unsupported("PostgreSQL (the feature `postgres` is off)").into())
}
