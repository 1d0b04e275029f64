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

#[tokio::test]
async fn a_server_whose_processes_are_killed_recovers() {
    let Some(cluster) = Cluster::start(&Settings::new().durable()) else { return };
    let database = cluster.blank().await;
    database.run(Role::Superuser, "CREATE TABLE mark AS SELECT 'here'::text AS word").await;
    let url = database.url(Role::Superuser);
    let mut connected = PgConnection::connect(&url).await.unwrap();
    assert!(cluster.kill_serving());
    // The server ends the others in its own time; and the one that was killed may have been about to go.
    let mut questions = 0;
    while sqlx::query("SELECT 1").execute(&mut connected).await.is_ok() {
        questions += 1;
        assert!(questions < 500, "the connection outlives the server's processes");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        cluster.kill_serving();
    }
    while PgConnection::connect(&url).await.is_err() {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    cluster.kill_all();
    cluster.restart();
    assert_eq!(answer(&url, "SELECT word FROM mark").await.unwrap(), "here");
}

#[tokio::test]
async fn a_backup_is_rolled_forward_to_a_point_in_time() {
    let archive = tempfile::tempdir().unwrap();
    // The server's user writes to it.
    #[cfg(unix)]
    std::fs::set_permissions(archive.path(), std::os::unix::fs::PermissionsExt::from_mode(0o777)).unwrap();
    let archived = archive.path().display();
    let settings = Settings::new()
        .with("archive_mode", "on")
        .with("archive_command", &format!("cp %p {archived}/%f"))
        .with("restore_command", &format!("cp {archived}/%f %p"));
    let Some(cluster) = Cluster::start(&settings) else { return };
    let database = cluster.blank().await;
    database.run(Role::Superuser, "CREATE TABLE mark AS SELECT 'first'::text AS word").await;
    let backup = cluster.back_up();
    // One at a time: several statements in one go are one transaction.
    for step in [
        "UPDATE mark SET word = 'second'",
        "SELECT pg_create_restore_point('here')",
        "DROP TABLE mark",
        "SELECT pg_switch_wal()",
    ] {
        database.run(Role::Superuser, step).await;
    }
    cluster.stop();
    let recovered = backup.recover(&settings.with("recovery_target_name", "here"));
    let url = recovered.url(Role::Superuser, database.name());
    assert_eq!(answer(&url, "SELECT word FROM mark").await.unwrap(), "second");
    assert!(answer(&url, "INSERT INTO mark VALUES ('third') RETURNING word").await.is_ok());
}
