//! The contract through PgBouncer in transaction mode, which gives each transaction another connection.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on stops where it says why")]

mod server;

use std::sync::{Arc, OnceLock};

use kitaab_pg::{Options, PgStore};
use kitaab_store::{MemoryStore, Store};
use kitaab_test_pg::{Cluster, Database, Pooler, Role, Settings};

static CLUSTER: OnceLock<Option<(Cluster, Pooler)>> = OnceLock::new();

/// A store that gets at its server through a pooler with fewer connections than the store opens.
async fn store() -> (Arc<dyn Store>, Option<Database>) {
    let started = CLUSTER.get_or_init(|| {
        let cluster = Cluster::start(&Settings::new())?;
        let pooler = Pooler::before(&cluster, 2)?;
        Some((cluster, pooler))
    });
    let Some((cluster, pooler)) = started else { return (Arc::new(MemoryStore::new()), None) };
    let database = server::database(cluster).await;
    let name = database.name();
    database.run(Role::Superuser, &format!("ALTER DATABASE \"{name}\" SET kitaab.future_days = 'allowed'")).await;
    // By the URL, as whoever uses another language says it.
    let url = format!("{}&kitaab.pooler=on", pooler.url(Role::App, name));
    let store = PgStore::connect(&url, Options::new().connections(4)).await.expect("the store");
    (Arc::new(store), Some(database))
}

kitaab_store::conformance!(store);
