//! The client and its books.

use std::sync::Arc;

use kitaab_ffi::{Answer, Parcel, Told};
use napi::Env;
use napi::bindgen_prelude::{PromiseRaw, Utf16String};
use napi_derive::napi;

use crate::stop::{Stopped, unless};

/// The books in one store.
#[napi]
#[derive(Debug)]
pub struct Client(Arc<kitaab_ffi::Client>);

/// Opens the books at a location: `Client.open`, which JavaScript makes of it, since what a class itself offers stays as it is.
#[napi]
pub fn open_client<'env>(
    env: &'env Env,
    stopped: Option<Stopped>,
    texts: Utf16String,
    marks: &[f64],
) -> napi::Result<PromiseRaw<'env, Answer<Client>>> {
    let parcel = Parcel::new(texts, marks);
    let operation = async move {
        let (location, options) = {
            let mut unpacking = parcel.unpacking();
            (unpacking.argument("location")?, unpacking.argument("options")?)
        };
        Ok(Client(kitaab_ffi::Client::open(location, options).await?))
    };
    env.spawn_future(async move { Ok(unless(stopped, operation).await) })
}

#[napi]
impl Client {
    /// The book of an owner.
    #[napi]
    pub fn book(&self, texts: Utf16String, marks: &[f64]) -> Answer<Book> {
        let owner = Parcel::new(texts, marks).unpacking().argument("owner");
        Answer(owner.map(|owner| Book(self.0.book(owner))))
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
    ) -> napi::Result<PromiseRaw<'env, Answer<Told>>> {
        let client = self.0.clone();
        env.spawn_future(async move { Ok(unless(stopped, async { Ok(Told::new(&client.owners().await?)) }).await) })
    }

    /// The owners of the books that show something to a user.
    #[napi]
    pub fn shared_with<'env>(
        &self,
        env: &'env Env,
        stopped: Option<Stopped>,
        texts: Utf16String,
        marks: &[f64],
    ) -> napi::Result<PromiseRaw<'env, Answer<Told>>> {
        let client = self.0.clone();
        let parcel = Parcel::new(texts, marks);
        let operation = async move {
            let user = parcel.unpacking().argument("user")?;
            Ok(Told::new(&client.shared_with(user).await?))
        };
        env.spawn_future(async move { Ok(unless(stopped, operation).await) })
    }

    /// Copies the whole store.
    #[napi]
    pub fn backup<'env>(
        &self,
        env: &'env Env,
        stopped: Option<Stopped>,
        texts: Utf16String,
        marks: &[f64],
    ) -> napi::Result<PromiseRaw<'env, Answer<Told>>> {
        let client = self.0.clone();
        let parcel = Parcel::new(texts, marks);
        let operation = async move {
            let path = parcel.unpacking().argument("path")?;
            Ok(Told::new(&client.backup(path).await?))
        };
        env.spawn_future(async move { Ok(unless(stopped, operation).await) })
    }

    /// Reads a book back.
    #[napi]
    pub fn restore<'env>(
        &self,
        env: &'env Env,
        stopped: Option<Stopped>,
        texts: Utf16String,
        marks: &[f64],
    ) -> napi::Result<PromiseRaw<'env, Answer<Told>>> {
        let client = self.0.clone();
        let parcel = Parcel::new(texts, marks);
        let operation = async move {
            let (path, passphrase) = {
                let mut unpacking = parcel.unpacking();
                (unpacking.argument("path")?, unpacking.argument("passphrase")?)
            };
            Ok(Told::new(&client.restore(path, passphrase).await?))
        };
        env.spawn_future(async move { Ok(unless(stopped, operation).await) })
    }

    /// The device that commits are written on.
    #[napi]
    pub fn device(&self) -> Answer<Told> {
        Answer(self.0.device().map(|device| Told::new(&device)))
    }

    /// Sets the clock that stands still.
    #[napi]
    pub fn set_now(&self, texts: Utf16String, marks: &[f64]) -> Answer<Told> {
        let now = Parcel::new(texts, marks).unpacking().argument("now");
        Answer(now.and_then(|now| self.0.set_now(now)).map(|()| Told::new(&())))
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
    pub fn owner(&self) -> Told {
        Told::new(&self.0.owner())
    }

    /// Who is acting.
    #[napi]
    pub fn actor(&self) -> Told {
        Told::new(&self.0.actor())
    }

    /// The same book with somebody else acting on it.
    #[napi]
    pub fn acting_as(&self, texts: Utf16String, marks: &[f64]) -> Answer<Book> {
        let actor = Parcel::new(texts, marks).unpacking().argument("actor");
        Answer(actor.map(|actor| Book(self.0.acting_as(actor))))
    }
}
