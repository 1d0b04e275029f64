//! The store keeps the contract: in a file, and in memory.

use std::sync::Arc;

use kitaab_sqlite::{Options, SqliteStore};
use kitaab_store::Store;
use tempfile::TempDir;

mod in_a_file {
    use super::{Arc, Options, SqliteStore, Store, TempDir};

    async fn empty() -> (Arc<dyn Store>, TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(folder.path().join("book.db"), Options::new()).await.unwrap();
        (Arc::new(store), folder)
    }

    kitaab_store::conformance!(empty);
}

mod in_memory {
    use super::{Arc, SqliteStore, Store};

    async fn empty() -> (Arc<dyn Store>, ()) {
        (Arc::new(SqliteStore::open_in_memory().await.unwrap()), ())
    }

    kitaab_store::conformance!(empty);
}
