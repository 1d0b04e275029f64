//! The client: one store, and the books in it.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::{Arc, Mutex};

use kitaab_core::{DeviceId, Error, Kind, Timestamp, UserId};
use kitaab_store::{Context, Store};

use crate::book::Book;
use crate::builder::KitaabBuilder;
use crate::error::Result;
use crate::id_source::IdSource;
use crate::session::{Session, locked};
use crate::time_source::TimeSource;

/// The books in one store. Cheap to clone; clones share what they keep in memory.
#[derive(Clone, Debug)]
pub struct Kitaab {
    shared: Arc<Shared>,
}

/// What all clones of a client, and all its books, share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) time: Arc<dyn TimeSource>,
    pub(crate) ids: Arc<dyn IdSource>,
    pub(crate) device: DeviceId,
    /// By owner and actor.
    sessions: Mutex<HashMap<(UserId, UserId), Arc<Session>>>,
    /// The owner that [`Kitaab::my_book`] made for a store without books.
    made: Mutex<Option<UserId>>,
}

/// How many books are kept in memory before those that nobody holds are let go.
const MAX_SESSIONS: usize = 1_000;

impl Shared {
    pub(crate) fn new(
        store: Arc<dyn Store>,
        time: Arc<dyn TimeSource>,
        ids: Arc<dyn IdSource>,
        device: DeviceId,
    ) -> Self {
        Self { store, time, ids, device, sessions: Mutex::default(), made: Mutex::default() }
    }

    /// Who asks, on which device, and when.
    pub(crate) fn context(&self, actor: UserId, now: Timestamp) -> Context {
        Context { actor, device: self.device, now }
    }

    /// What is kept in memory of a book, as its owner sees it.
    pub(crate) fn session(&self, owner: UserId) -> Arc<Session> {
        self.kept((owner, owner), Session::default)
    }

    /// What is kept in memory of a book, as an actor sees it.
    pub(crate) fn session_of(&self, owner: UserId, actor: UserId) -> Arc<Session> {
        let own = self.session(owner);
        if actor == owner {
            return own;
        }
        self.kept((owner, actor), || Session::beside(&own))
    }

    fn kept(&self, of: (UserId, UserId), new: impl FnOnce() -> Session) -> Arc<Session> {
        let mut sessions = locked(&self.sessions);
        if sessions.len() >= MAX_SESSIONS && !sessions.contains_key(&of) {
            sessions.retain(|_, session| Arc::strong_count(session) > 1);
        }
        sessions.entry(of).or_insert_with(|| Arc::new(new())).clone()
    }
}

impl Kitaab {
    /// Opens the books at a location, which is made if there is nothing yet: `book.db` or
    /// `sqlite://book.db` for a SQLite file, `sqlite::memory:` or `memory:` for books that are gone
    /// with the client.
    ///
    /// # Errors
    /// `invalid` for a location of another form, `unsupported` for one that this build can't open,
    /// `unavailable` or `corrupt` if what is there can't be used.
    pub async fn open(location: &str) -> Result<Self> {
        Self::builder().open(location).await
    }

    /// The books in a store that the host opened itself.
    pub fn with_store(store: Arc<dyn Store>) -> Result<Self> {
        Self::builder().with_store(store)
    }

    /// For a host that brings its own clock, ids or device.
    pub fn builder() -> KitaabBuilder {
        KitaabBuilder::new()
    }

    pub(crate) fn from_shared(shared: Shared) -> Self {
        Self { shared: Arc::new(shared) }
    }

    /// The book of an owner, who is also the one acting. Nothing is read or written yet: a book comes
    /// into being with its first commit. For somebody else, see [`Book::acting_as`].
    pub fn book(&self, owner: UserId) -> Book {
        Book::new(self.shared.clone(), owner, owner)
    }

    /// The books of others that show something to a user, as they see them.
    pub async fn shared_with(&self, user: UserId) -> Result<Vec<Book>> {
        let catalogue = self.book(user).catalogue().await?;
        let owners: BTreeSet<UserId> =
            catalogue.relations.values().filter(|relation| relation.sees()).map(|relation| relation.with).collect();
        let mut found = Vec::new();
        for owner in owners {
            let book = self.book(owner).acting_as(user);
            match book.catalogue().await {
                Ok(seen) if !seen.deeds.is_empty() => found.push(book),
                Ok(_) => {}
                // The other one's book says otherwise, or is gone.
                Err(error) if error.code() == "not_found" => {}
                Err(error) => return Err(error),
            }
        }
        Ok(found)
    }

    /// The one book of a device: the book in the store, or a new one with a new owner id.
    ///
    /// # Errors
    /// `conflict` if the store holds several books: name one by its owner.
    pub async fn my_book(&self) -> Result<Book> {
        match self.owners().await?.as_slice() {
            [] => {}
            [owner] => return Ok(self.book(*owner)),
            several => {
                let what = format!("there are {} books here: name one by its owner", several.len());
                return Err(Error::conflict(Kind::Book, what).into());
            }
        }
        let id = UserId::new(self.shared.ids.id(self.shared.time.now())?);
        let owner = *locked(&self.shared.made).get_or_insert(id);
        Ok(self.book(owner))
    }

    /// The owners of the books in the store, in order of their ids.
    pub async fn owners(&self) -> Result<Vec<UserId>> {
        Ok(self.shared.store.owners(&self.nobody()).await?)
    }

    /// Writes a copy of the whole store, as it is at one moment, to a new file, while others go on.
    ///
    /// # Errors
    /// `conflict` if the file is there already, `unsupported` if the store has no such thing.
    pub async fn backup(&self, to: impl AsRef<Path>) -> Result<()> {
        Ok(self.shared.store.backup(&self.nobody(), to.as_ref()).await?)
    }

    /// The device that commits are written on.
    pub fn device(&self) -> DeviceId {
        self.shared.device
    }

    /// The context of what concerns no single book: the host itself asks.
    fn nobody(&self) -> Context {
        self.shared.context(UserId::new(uuid::Uuid::nil()), self.shared.time.now())
    }
}
