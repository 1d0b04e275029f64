//! Books in PostgreSQL, each test's in a database of its own.

use kitaab_pg::{Options, PgStore};
use kitaab_test_pg::{Cluster, Database, Role};
use tokio::sync::OnceCell;

/// A database with the schema and nothing in it.
///
/// # Panics
/// If the server does not take it.
pub async fn with_schema(cluster: &Cluster) -> Database {
    let blank = cluster.blank().await;
    kitaab_pg::migrate(&blank.url(Role::Owner)).await.expect("the schema");
    blank
}

/// A database with the schema and nothing in it, and a store on it as it serves. `None`, and a line that says so, where there is
/// no PostgreSQL.
///
/// # Panics
/// If there is one and it does not do its part.
pub async fn empty_store() -> Option<(PgStore, Database)> {
    static TEMPLATE: OnceCell<Database> = OnceCell::const_new();
    let cluster = Cluster::shared()?;
    let template = TEMPLATE.get_or_init(|| with_schema(cluster)).await;
    let database = cluster.copy_of(template.name()).await;
    // Stories and random books run on clocks of their own.
    let name = database.name();
    database.run(Role::Superuser, &format!("ALTER DATABASE \"{name}\" SET kitaab.future_days = 'allowed'")).await;
    let store = PgStore::connect(&database.url(Role::App), Options::new().connections(4)).await.expect("a store");
    Some((store, database))
}
