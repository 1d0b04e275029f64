//! Databases with the schema, each a copy of one that was migrated once.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::sync::Arc;

use kitaab_pg::{Options, PgStore};
use kitaab_store::{MemoryStore, Store};
use kitaab_test_pg::{Cluster, Database, Role};
use tokio::sync::OnceCell;

/// A database with the schema and nothing in it.
pub(crate) async fn database(cluster: &Cluster) -> Database {
    static TEMPLATE: OnceCell<Database> = OnceCell::const_new();
    let template = TEMPLATE
        .get_or_init(|| async {
            let blank = cluster.blank().await;
            kitaab_pg::migrate(&blank.url(Role::Owner)).await.expect("the schema");
            blank
        })
        .await;
    cluster.copy_of(template.name()).await
}

/// The same on a server of one's own.
pub(crate) async fn database_of(cluster: &Cluster) -> Database {
    let blank = cluster.blank().await;
    kitaab_pg::migrate(&blank.url(Role::Owner)).await.expect("the schema");
    blank
}

/// A store as it serves, and the database behind it. Where there is no PostgreSQL the test says that it is skipped; the suite
/// needs a store all the same.
pub(crate) async fn store() -> (Arc<dyn Store>, Option<Database>) {
    let Some(cluster) = Cluster::shared() else { return (Arc::new(MemoryStore::new()), None) };
    let database = database(cluster).await;
    // The suite writes on every day that a book can hold.
    let name = database.name();
    database.run(Role::Superuser, &format!("ALTER DATABASE \"{name}\" SET kitaab.future_days = 'allowed'")).await;
    let options = Options::new().connections(4);
    let store = PgStore::connect(&database.url(Role::App), options).await.expect("the store");
    (Arc::new(store), Some(database))
}
