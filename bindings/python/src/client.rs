//! The client, and the books in it.

use std::sync::Arc;

use kitaab_ffi::{DeviceId, FilePath, OpenOptions, Timestamp, UserId};
use pyo3::prelude::*;

use crate::process::{Counted, Own, check_may_open};
use crate::waiting::wait;

/// The books in one store.
///
/// A client may be used by any number of threads. It belongs to the process that opened it.
#[pyclass(frozen, module = "kitaab")]
pub(crate) struct Client {
    client: Own<(Arc<kitaab_ffi::Client>, Counted)>,
    location: String,
}

#[pymethods]
impl Client {
    /// Opens the books at a location, which is made if there is nothing yet: `book.db` or `sqlite://book.db` for a SQLite
    /// file, `memory:` for books that are gone with the client, `postgres://…` for a server.
    ///
    /// Close it, or open it by `with`.
    #[staticmethod]
    #[pyo3(signature = (location, options = None))]
    fn open(py: Python<'_>, location: FilePath, options: Option<OpenOptions>) -> PyResult<Self> {
        check_may_open()?;
        let location = String::from(location);
        let shown = shown(&location);
        let client = wait(py, kitaab_ffi::Client::open(location, options))?;
        Ok(Self { client: Own::new((client, Counted::new())), location: shown })
    }

    /// The book of an owner, who is also the one acting. Nothing is read or written yet: a book comes into being with its
    /// first commit.
    fn book(&self, owner: UserId) -> PyResult<Book> {
        Ok(Book::new(self.client()?.book(owner)))
    }

    /// The one book of a device: the book in the store, or a new one with a new owner id.
    fn my_book(&self, py: Python<'_>) -> PyResult<Book> {
        Ok(Book::new(wait(py, self.client()?.my_book())?))
    }

    /// The owners of the books in the store, in order of their ids.
    fn owners(&self, py: Python<'_>) -> PyResult<Vec<UserId>> {
        wait(py, self.client()?.owners())
    }

    /// The owners of the books of others that show something to a user, in order of their ids. What it is, the book says with the
    /// user acting on it.
    fn shared_with(&self, py: Python<'_>, user: UserId) -> PyResult<Vec<UserId>> {
        wait(py, self.client()?.shared_with(user))
    }

    /// Writes a copy of the whole store, as it is at one moment, to a new file, while others go on.
    fn backup(&self, py: Python<'_>, path: FilePath) -> PyResult<()> {
        wait(py, self.client()?.backup(path.into()))
    }

    /// Reads a book back from what its ledger's `export` wrote, with its ids and all of its history: all or nothing. Answers with
    /// its owner.
    #[pyo3(signature = (path, passphrase = None))]
    fn restore(&self, py: Python<'_>, path: FilePath, passphrase: Option<String>) -> PyResult<UserId> {
        wait(py, self.client()?.restore(path.into(), passphrase))
    }

    /// The device that commits are written on.
    #[getter]
    fn device(&self) -> PyResult<DeviceId> {
        Ok(self.client()?.device()?)
    }

    /// For tests: sets the clock, where the client was opened with one that stands still.
    fn set_now(&self, now: Timestamp) -> PyResult<()> {
        Ok(self.client()?.set_now(now)?)
    }

    /// Whether it was closed.
    #[getter]
    fn is_closed(&self) -> PyResult<bool> {
        Ok(self.client()?.is_closed())
    }

    /// Lets go of the store. What is under way comes to its end; everything later raises `ClosedError`.
    fn close(&self, py: Python<'_>) -> PyResult<()> {
        let client = self.client()?;
        py.detach(|| client.close());
        Ok(())
    }

    fn __enter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    #[pyo3(signature = (*_raised))]
    fn __exit__(&self, py: Python<'_>, _raised: &Bound<'_, pyo3::types::PyTuple>) -> PyResult<()> {
        self.close(py)
    }

    fn __repr__(&self) -> String {
        format!("Client({:?})", self.location)
    }
}

impl Client {
    fn client(&self) -> PyResult<&Arc<kitaab_ffi::Client>> {
        Ok(&self.client.get()?.0)
    }
}

/// A location without what may be a password.
fn shown(location: &str) -> String {
    match location.split_once("://") {
        Some((scheme, rest)) if scheme.starts_with("postgres") => {
            let place = rest.split('?').next().unwrap_or_default();
            format!("{scheme}://{}", place.rsplit_once('@').map_or(place, |(_, place)| place))
        }
        _ => location.to_owned(),
    }
}

/// One book, with its owner acting on it. Its operations are grouped by what they are about.
#[pyclass(frozen, module = "kitaab")]
pub(crate) struct Book(pub(crate) Own<Arc<kitaab_ffi::Book>>);

impl Book {
    pub(crate) fn new(book: Arc<kitaab_ffi::Book>) -> Self {
        Self(Own::new(book))
    }
}
