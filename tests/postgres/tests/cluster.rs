//! The throw-away server itself.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on stops where it says why")]

use kitaab_test_pg::{Cluster, Pooler, Role, Settings};
use sqlx::{Connection as _, PgConnection};

async fn answer(url: &str, question: &'static str) -> Result<String, sqlx::Error> {
    let mut connection = PgConnection::connect(url).await?;
    sqlx::query_scalar(question).fetch_one(&mut connection).await
}

#[tokio::test]
async fn every_role_has_a_way_in_and_databases_are_apart() {
    let Some(cluster) = Cluster::shared() else { return };
    let (one, other) = (cluster.blank().await, cluster.blank().await);
    one.run(Role::Superuser, "CREATE TABLE mark (); SELECT 1").await;
    for role in [Role::Superuser, Role::Owner, Role::App, Role::Readonly] {
        let seen = "SELECT coalesce(to_regclass('mark')::text, 'nothing')";
        assert_eq!(answer(&one.url(role), seen).await.unwrap(), "mark");
        assert_eq!(answer(&other.url(role), seen).await.unwrap(), "nothing");
    }
    let member = "SELECT pg_has_role('kitaab_owner', 'MEMBER')::text || pg_has_role('kitaab_app', 'MEMBER')::text";
    assert_eq!(answer(&one.url(Role::Owner), member).await.unwrap(), "truefalse");
    assert_eq!(answer(&one.url(Role::App), member).await.unwrap(), "falsetrue");
}

#[tokio::test]
async fn a_dropped_database_is_gone() {
    let Some(cluster) = Cluster::shared() else { return };
    let database = cluster.blank().await;
    let url = database.url(Role::App);
    drop(database);
    assert!(answer(&url, "SELECT 'here'").await.is_err());
}

#[tokio::test]
async fn a_killed_server_comes_back_with_what_was_committed() {
    let Some(cluster) = Cluster::start(&Settings::new().durable()) else { return };
    let database = cluster.blank().await;
    database.run(Role::Superuser, "CREATE TABLE mark AS SELECT 'here'::text AS word").await;
    cluster.kill();
    let url = database.url(Role::Superuser);
    assert!(answer(&url, "SELECT word FROM mark").await.is_err());
    cluster.restart();
    assert_eq!(answer(&url, "SELECT word FROM mark").await.unwrap(), "here");
    let folder = cluster.folder().to_owned();
    drop((database, cluster));
    assert!(!folder.exists());
}

#[tokio::test]
async fn a_pooler_passes_on_what_is_asked() {
    let Some(cluster) = Cluster::start(&Settings::new()) else { return };
    let Some(pooler) = Pooler::before(&cluster, 2) else { return };
    let database = cluster.blank().await;
    let asked = "SELECT current_user::text";
    assert_eq!(answer(&pooler.url(Role::App, database.name()), asked).await.unwrap(), "test_app");
}

#[tokio::test]
async fn a_standby_shows_what_the_server_holds() {
    let Some(cluster) = Cluster::start(&Settings::new()) else { return };
    let database = cluster.blank().await;
    let standby = cluster.standby(&Settings::new());
    database.run(Role::Superuser, "CREATE TABLE mark AS SELECT 'here'::text AS word").await;
    let url = standby.url(Role::Superuser, database.name());
    for _ in 0..200 {
        if answer(&url, "SELECT word FROM mark").await.is_ok_and(|word| word == "here") {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the standby does not follow");
}
