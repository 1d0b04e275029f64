//! One book: everything that one owner records.

use std::sync::Arc;

use kitaab_core::{Catalogue, Clock, Day, Error, Kind, UserId};
use kitaab_store::{Context, Head, Store};

use crate::client::Shared;
use crate::error::Result;
use crate::session::Session;

/// One book, with its owner acting on it, or somebody else ([`Book::acting_as`]). Cheap to clone and to send; clones
/// may be used at the same time.
///
/// Operations are grouped by what they are about: [`Book::deeds`], [`Book::entries`] …
#[derive(Clone, Debug)]
pub struct Book {
    shared: Arc<Shared>,
    session: Arc<Session>,
    owner: UserId,
    actor: UserId,
}

impl Book {
    pub(crate) fn new(shared: Arc<Shared>, owner: UserId, actor: UserId) -> Self {
        let session = shared.session_of(owner, actor);
        Self { shared, session, owner, actor }
    }

    /// The same book with somebody else acting on it: a server says who is at the other end, once it knows.
    ///
    /// They see what the owner shares with them, as if the book held nothing else, and write what they may; the owner's
    /// access log says what they read. Everything else is `denied`, and the whole book `not_found` to whom it shows
    /// nothing. `docs/people.md` tells it all.
    #[must_use]
    pub fn acting_as(&self, actor: UserId) -> Self {
        Self::new(self.shared.clone(), self.owner, actor)
    }

    /// The owner.
    pub fn owner(&self) -> UserId {
        self.owner
    }

    /// Who is acting.
    pub fn actor(&self) -> UserId {
        self.actor
    }

    /// Whether the owner is acting.
    pub(crate) fn is_own(&self) -> bool {
        self.actor == self.owner
    }

    /// Refuses what is the owner's alone: `denied`, or `not_found` for a book that shows the actor nothing.
    pub(crate) async fn owners_alone(&self, action: &'static str) -> Result<()> {
        if self.is_own() {
            return Ok(());
        }
        self.head().await?;
        Err(Error::denied(action, Kind::Book, self.owner).into())
    }

    /// The owner's today, by their zone and day start.
    pub async fn today(&self) -> Result<Day> {
        let now = self.shared.time.now();
        Ok(self.catalogue().await?.settings.today(now)?)
    }

    /// The structure of the book as it is now: settings, deeds, items, scales, merits, targets …, to be
    /// read freely. It changes only by the book's operations.
    ///
    /// Kept in memory; a call asks the store whether it is still current.
    pub async fn catalogue(&self) -> Result<Arc<Catalogue>> {
        let head = self.head().await?;
        self.catalogue_at(&head).await
    }

    /// Where the book's ledger stands.
    pub async fn head(&self) -> Result<Head> {
        Ok(self.store().head(&self.context(), self.owner).await?)
    }

    pub(crate) fn shared(&self) -> &Shared {
        &self.shared
    }

    pub(crate) fn session(&self) -> &Session {
        &self.session
    }

    pub(crate) fn store(&self) -> &dyn Store {
        self.shared.store.as_ref()
    }

    /// Who is acting, now.
    pub(crate) fn context(&self) -> Context {
        self.shared.context(self.actor, self.shared.time.now())
    }

    /// The catalogue as it was last seen, which may be out of date; loaded if there is none yet.
    pub(crate) async fn known_catalogue(&self) -> Result<Arc<Catalogue>> {
        match self.session.catalogue() {
            Some(catalogue) => Ok(catalogue),
            None => self.load().await,
        }
    }

    /// The catalogue that `head` speaks of, or a later one.
    pub(crate) async fn catalogue_at(&self, head: &Head) -> Result<Arc<Catalogue>> {
        match self.session.catalogue_at(head) {
            Some(catalogue) => Ok(catalogue),
            None => self.load_after(head).await,
        }
    }

    /// Reads the catalogue and the device's place from the store.
    pub(crate) async fn load(&self) -> Result<Arc<Catalogue>> {
        let head = self.head().await?;
        self.load_after(&head).await
    }

    /// The same after the head: what is read later than that is not taken for an earlier beginning of the book.
    async fn load_after(&self, head: &Head) -> Result<Arc<Catalogue>> {
        let context = self.context();
        let catalogue = Arc::new(self.store().catalogue(&context, self.owner).await?);
        let device_seq = self.store().device_seq(&context, self.owner, self.shared.device).await?;
        let newest = self.store().headers(&context, self.owner, None, 1).await?;
        let clock = newest.first().map_or(Clock::default(), |(_, header)| header.clock);
        self.session.loaded(head, catalogue.clone(), device_seq, clock);
        Ok(catalogue)
    }
}
