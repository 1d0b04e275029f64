//! The client: one store, and the books in it.

use std::sync::{Arc, Mutex, PoisonError};

use crate::book::{Book, Place};
use crate::convert::{Inward, Outward};
use crate::error::{KitaabError, Result};
use crate::file;
use crate::importing::UnderWay;
use crate::runtime::run;
use crate::scalar::{DeviceId, Long, Text, Timestamp, UserId};
use crate::types::records;

/// What the client and its books share.
#[derive(Debug)]
pub(crate) struct Shared {
    open: Mutex<Option<kitaab::Kitaab>>,
    /// The clock that stands still, if it is one.
    clock: Option<kitaab::FixedTime>,
    /// The imports that are under way.
    pub(crate) imports: UnderWay,
}

impl Shared {
    /// The SDK's client.
    ///
    /// # Errors
    /// `closed` once it is.
    pub(crate) fn open(&self) -> Result<kitaab::Kitaab> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).clone().ok_or_else(KitaabError::closed)
    }
}

records! {
    /// How to open a client, where that is not left to itself.
    record OpenOptions {
        /// The installation that writes; without it, each client is a device of its own. An app keeps the id of its first start.
        device: [Option<DeviceId>] = None,
        /// For tests: an instant at which the clock stands still, until it is set. What is finer than a microsecond is cut off.
        now: [Option<Timestamp>] = None,
        /// For tests, and only for them: what ids and random bytes follow from.
        seed: [Option<Long>] = None,
    }
}

/// The books in one store.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Object))]
pub struct Client {
    shared: Arc<Shared>,
}

impl Client {
    /// Opens the books at a location, which is made if there is nothing yet: `book.db` or `sqlite://book.db` for a SQLite file,
    /// `memory:` for books that are gone with the client, `postgres://…` for a server.
    ///
    /// # Errors
    /// `invalid` for a location of another form, `unsupported` for one that this build can't open, `unavailable` or
    /// `corrupt` if what is there can't be used.
    pub async fn open(location: Text, options: Option<OpenOptions>) -> Result<Arc<Self>, KitaabError> {
        run(async move {
            let OpenOptions { device, now, seed } =
                options.unwrap_or(OpenOptions { device: None, now: None, seed: None });
            let mut builder = kitaab::Kitaab::builder();
            let clock = now.map(|now| kitaab::FixedTime::at(now.0));
            if let Some(clock) = &clock {
                builder = builder.time(clock.clone());
            }
            if let Some(seed) = seed {
                builder = builder.ids(kitaab::SeededIds::new(i64::from(seed).unsigned_abs()));
            }
            if let Some(device) = device {
                builder = builder.device(device.inward()?);
            }
            let open = Mutex::new(Some(builder.open(location.as_ref()).await?));
            Ok(Arc::new(Self { shared: Arc::new(Shared { open, clock, imports: UnderWay::default() }) }))
        })
        .await
    }

    /// Reads a book back from what its ledger's `export` wrote, with its ids and all of its history: all or nothing. Answers with
    /// its owner.
    ///
    /// # Errors
    /// `invalid` (field `passphrase`) for a wrong passphrase, or one that is missing or too much; `invalid` (field `file`) for
    /// a file of another kind; `unsupported` for a newer format; `corrupt` for a file that is damaged or cut off; `conflict` if
    /// the book is here already; `unavailable` if the file can't be read.
    pub async fn restore(&self, path: Text, passphrase: Option<Text>) -> Result<UserId, KitaabError> {
        let kitaab = self.shared.open()?;
        run(async move {
            let unreadable = |error| kitaab::StoreError::unavailable("the file can't be read", error);
            let file =
                std::fs::File::open(file::path(path)?).map_err(|error| kitaab::Error::from(unreadable(error)))?;
            let passphrase = passphrase.map(|words| String::from(words).into());
            Ok(kitaab.restore(std::io::BufReader::new(file), passphrase).await?.outward())
        })
        .await
    }
}

#[cfg(feature = "uniffi")]
#[uniffi::export]
impl Client {
    /// Opens the books at a location, which is made if there is nothing yet: `book.db` or `sqlite://book.db` for a SQLite file,
    /// `memory:` for books that are gone with the client, `postgres://…` for a server.
    #[uniffi::constructor(name = "open", default(options = None))]
    pub async fn open_by_uniffi(location: Text, options: Option<OpenOptions>) -> Result<Arc<Self>, KitaabError> {
        Self::open(location, options).await
    }

    /// Reads a book back from what its ledger's `export` wrote, with its ids and all of its history: all or nothing. Answers with
    /// its owner.
    ///
    /// # Errors
    /// `invalid` (field `passphrase`) for a wrong passphrase, or one that is missing or too much; `invalid` (field `file`) for
    /// a file of another kind; `unsupported` for a newer format; `corrupt` for a file that is damaged or cut off; `conflict` if
    /// the book is here already; `unavailable` if the file can't be read.
    #[uniffi::method(name = "restore", default(passphrase = None))]
    pub async fn restore_by_uniffi(&self, path: Text, passphrase: Option<Text>) -> Result<UserId, KitaabError> {
        self.restore(path, passphrase).await
    }
}

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl Client {
    /// The book of an owner, who is also the one acting. Nothing is read or written yet: a book comes into being with its
    /// first commit.
    pub fn book(&self, owner: UserId) -> Arc<Book> {
        Arc::new(Book::new(self.place(owner)))
    }

    /// The one book of a device: the book in the store, or a new one with a new owner id.
    ///
    /// # Errors
    /// `conflict` if the store holds several books: name one by its owner.
    pub async fn my_book(&self) -> Result<Arc<Book>, KitaabError> {
        let kitaab = self.shared.open()?;
        let owner = run(async move { Ok(kitaab.my_book().await?.owner()) }).await?;
        Ok(self.book(owner.outward()))
    }

    /// The owners of the books in the store, in order of their ids.
    pub async fn owners(&self) -> Result<Vec<UserId>, KitaabError> {
        let kitaab = self.shared.open()?;
        run(async move { Ok(kitaab.owners().await?.outward()) }).await
    }

    /// The owners of the books of others that show something to a user, in order of their ids. What it is, the book says with the
    /// user acting on it.
    pub async fn shared_with(&self, user: UserId) -> Result<Vec<UserId>, KitaabError> {
        let kitaab = self.shared.open()?;
        run(async move {
            let books = kitaab.shared_with(user.inward()?).await?;
            Ok(books.iter().map(|book| book.owner().outward()).collect())
        })
        .await
    }

    /// Writes a copy of the whole store, as it is at one moment, to a new file, while others go on.
    ///
    /// # Errors
    /// `conflict` if the file is there already, `unsupported` if the store has no such thing.
    pub async fn backup(&self, path: Text) -> Result<(), KitaabError> {
        let kitaab = self.shared.open()?;
        run(async move { Ok(kitaab.backup(file::path(path)?).await?) }).await
    }

    /// The device that commits are written on.
    pub fn device(&self) -> Result<DeviceId, KitaabError> {
        Ok(self.shared.open()?.device().outward())
    }

    /// For tests: sets the clock, where the client was opened with one that stands still.
    ///
    /// # Errors
    /// `unsupported` for a client that runs on the clock of the machine, `closed` once it is.
    pub fn set_now(&self, now: Timestamp) -> Result<(), KitaabError> {
        self.shared.open()?;
        let clock = self.shared.clock.as_ref().ok_or_else(|| kitaab::DomainError::unsupported("setting the clock"))?;
        clock.set(now.0);
        Ok(())
    }

    /// Whether it was closed.
    pub fn is_closed(&self) -> bool {
        self.shared.open().is_err()
    }

    /// Lets go of the store. What is under way comes to its end; everything later is answered by `closed`.
    pub fn close(&self) {
        self.shared.open.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

impl Client {
    fn place(&self, owner: UserId) -> Place {
        let owner = kitaab::UserId::new(owner.0);
        Place { client: self.shared.clone(), owner, actor: owner }
    }
}
