//! A database of one's own.

use sqlx::{Connection as _, PgConnection};
use url::Url;

use crate::cluster::{block_on, run_sql};
use crate::role::Role;

/// A database that goes when this is dropped, whoever is connected to it.
#[derive(Debug)]
pub struct Database {
    server: Url,
    name: String,
}

impl Database {
    pub(crate) const fn new(server: Url, name: String) -> Self {
        Self { server, name }
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where a role finds it.
    pub fn url(&self, role: Role) -> String {
        let mut url = self.server.clone();
        if let Some(login) = role.login() {
            url.set_username(login).expect("a URL with a host");
        }
        url.set_path(&self.name);
        url.into()
    }

    /// Runs SQL as a role: as many statements as there are, answers left alone.
    pub async fn run(&self, role: Role, sql: &str) {
        let mut connection = PgConnection::connect(&self.url(role)).await.expect("the role connects");
        run_sql(&mut connection, sql).await;
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let (url, sql) = (self.server.to_string(), format!(r#"DROP DATABASE IF EXISTS "{}" WITH (FORCE)"#, self.name));
        // The server may be gone before it, and then so is the database.
        block_on(async move {
            if let Ok(mut superuser) = PgConnection::connect(&url).await {
                let _ = sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut superuser).await;
            }
        });
    }
}
