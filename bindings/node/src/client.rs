//! The client and its books.

use std::sync::Arc;

use kitaab_ffi::{Answer, DeviceId, OpenOptions, Text, Timestamp, UserId};
use napi::Env;
use napi::bindgen_prelude::PromiseRaw;
use napi_derive::napi;

use crate::stop::{Stopped, unless};

/// The books in one store.
#[napi]
#[derive(Debug)]
pub struct Client(Arc<kitaab_ffi::Client>);

/// Opens the books at a location: `Client.open`, which JavaScript makes of it, since what a class itself offers stays as it is.
#[napi]
pub async fn open_client(
    stopped: Option<Stopped>,
    location: Text,
    options: Option<OpenOptions>,
) -> napi::Result<Answer<Client>> {
    Ok(unless(stopped, async { Ok(Client(kitaab_ffi::Client::open(location, options).await?)) }).await)
}

#[napi]
impl Client {
    /// The book of an owner.
    #[napi]
    pub fn book(&self, owner: UserId) -> Book {
        Book(self.0.book(owner))
    }

    /// The one book of a device.
    #[napi]
    pub fn my_book<'env>(
        &self,
        env: &'env Env,
        stopped: Option<Stopped>,
    ) -> napi::Result<PromiseRaw<'env, Answer<Book>>> {
        // As in the groups, the call keeps what it works on.
        let client = self.0.clone();
        env.spawn_future(async move { Ok(unless(stopped, async { Ok(Book(client.my_book().await?)) }).await) })
    }

    /// The owners of the books in the store.
    #[napi]
    pub fn owners<'env>(
        &self,
        env: &'env Env,
        stopped: Option<Stopped>,
    ) -> napi::Result<PromiseRaw<'env, Answer<Vec<UserId>>>> {
        let client = self.0.clone();
        env.spawn_future(async move { Ok(unless(stopped, client.owners()).await) })
    }

    /// The owners of the books that show something to a user.
    #[napi]
    pub fn shared_with<'env>(
        &self,
        env: &'env Env,
        stopped: Option<Stopped>,
        user: UserId,
    ) -> napi::Result<PromiseRaw<'env, Answer<Vec<UserId>>>> {
        let client = self.0.clone();
        env.spawn_future(async move { Ok(unless(stopped, client.shared_with(user)).await) })
    }

    /// Copies the whole store.
    #[napi]
    pub fn backup<'env>(
        &self,
        env: &'env Env,
        stopped: Option<Stopped>,
        path: Text,
    ) -> napi::Result<PromiseRaw<'env, Answer<()>>> {
        let client = self.0.clone();
        env.spawn_future(async move { Ok(unless(stopped, client.backup(path)).await) })
    }

    /// Reads a book back.
    #[napi]
    pub fn restore<'env>(
        &self,
        env: &'env Env,
        stopped: Option<Stopped>,
        path: Text,
        passphrase: Option<Text>,
    ) -> napi::Result<PromiseRaw<'env, Answer<UserId>>> {
        let client = self.0.clone();
        env.spawn_future(async move { Ok(unless(stopped, client.restore(path, passphrase)).await) })
    }

    /// The device that commits are written on.
    #[napi]
    pub fn device(&self) -> Answer<DeviceId> {
        Answer(self.0.device())
    }

    /// Sets the clock that stands still.
    #[napi]
    pub fn set_now(&self, now: Timestamp) -> Answer<()> {
        Answer(self.0.set_now(now))
    }

    /// Whether it was closed.
    #[napi]
    pub fn is_closed(&self) -> bool {
        self.0.is_closed()
    }

    /// Lets go of the store.
    #[napi]
    pub fn close(&self) {
        self.0.close();
    }
}

/// One book.
#[napi]
#[derive(Debug)]
pub struct Book(pub(crate) Arc<kitaab_ffi::Book>);

#[napi]
impl Book {
    /// The owner.
    #[napi]
    pub fn owner(&self) -> UserId {
        self.0.owner()
    }

    /// Who is acting.
    #[napi]
    pub fn actor(&self) -> UserId {
        self.0.actor()
    }

    /// The same book with somebody else acting on it.
    #[napi]
    pub fn acting_as(&self, actor: UserId) -> Self {
        Self(self.0.acting_as(actor))
    }
}
