//! Encrypted ways to a server: whom they trust, and that nothing is sent over others.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on stops where it says why")]

mod server;

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::path::{Path, PathBuf};

use kitaab_core::{DeviceId, Timestamp, UserId};
use kitaab_pg::{Options, PgStore};
use kitaab_store::{Context, Store as _};
use kitaab_test_pg::{Cluster, Database, Role, Settings};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use uuid::Uuid;

/// Somebody who vouches for servers.
fn authority(name: &str) -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// Two addresses of this machine that no other process of these tests listens at.
fn addresses() -> [String; 2] {
    let [.., high, low] = std::process::id().to_be_bytes();
    [83, 84].map(|third| format!("127.{third}.{high}.{low}"))
}

/// The URL of a database, by the address of its server.
fn over_tcp(database: &Database, host: &str, more: &str) -> String {
    let url = database.url(Role::App).replace("localhost", host);
    let (place, _socket) = url.split_once('?').unwrap();
    format!("{place}?{more}")
}

/// Writes what only the server may read.
fn write_for_server(data: &Path, name: &str, text: &str) {
    let (file, owner) = (data.join(name), fs::metadata(data).unwrap());
    fs::write(&file, text).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    chown(&file, Some(owner.uid()), Some(owner.gid())).unwrap();
}

#[tokio::test]
async fn a_server_must_be_vouched_for_by_name() {
    let Some(cluster) = Cluster::start(&Settings::new()) else { return };
    let database = server::database_of(&cluster).await;
    let [named, unnamed] = addresses();
    let (trusted, stranger) = (authority("Trusted"), authority("Stranger"));
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec![named.clone()]).unwrap().signed_by(&key, &trusted).unwrap();
    let data = cluster.folder().join("data");
    write_for_server(&data, "server.key", &key.serialize_pem());
    write_for_server(&data, "server.crt", &certificate.pem());
    write_for_server(&data, "pg_hba.conf", "local all all trust\nhostssl all all 127.0.0.0/8 trust\n");
    cluster.stop();
    cluster.configure(&Settings::new().with("ssl", "on").with("listen_addresses", &format!("{named},{unnamed}")));
    cluster.restart();

    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, authority: &CertifiedIssuer<'_, KeyPair>| -> PathBuf {
        let file = folder.path().join(name);
        fs::write(&file, authority.pem()).unwrap();
        file
    };
    let (trusted, stranger) = (file("trusted.pem", &trusted), file("stranger.pem", &stranger));
    let url = |host: &str, mode: &str, authority: &Path| {
        over_tcp(&database, host, &format!("sslmode={mode}&sslrootcert={}", authority.display()))
    };
    let owner = UserId::new(Uuid::from_u128(1));
    let ctx = Context { actor: owner, device: DeviceId::new(Uuid::from_u128(2)), now: Timestamp::from_micros(1) };

    let store = PgStore::connect(&url(&named, "verify-full", &trusted), Options::new().connections(1)).await.unwrap();
    assert_eq!(store.head(&ctx, owner).await.unwrap().seq, 0);
    let mut superuser = cluster.superuser(database.name()).await;
    let encrypted = "SELECT s.version FROM pg_stat_ssl s JOIN pg_stat_activity a USING (pid) WHERE s.ssl AND a.datname = current_database()";
    let version: String = sqlx::query_scalar(encrypted).fetch_one(&mut superuser).await.unwrap();
    assert_eq!(version, "TLSv1.3");
    // The name counts in one mode, and who vouches for it in two.
    PgStore::connect(&url(&unnamed, "verify-ca", &trusted), Options::new()).await.unwrap();
    for (host, mode, authority) in [
        (&unnamed, "verify-full", &trusted),
        (&named, "verify-full", &stranger),
        (&named, "verify-ca", &stranger),
        (&named, "disable", &trusted),
    ] {
        let refused = PgStore::connect(&url(host, mode, authority), Options::new()).await.unwrap_err();
        assert_eq!(refused.code(), "unavailable", "{mode}: {refused}");
    }
}

#[tokio::test]
async fn nothing_is_sent_unencrypted_where_encryption_is_asked_for() {
    let Some(cluster) = Cluster::start(&Settings::new()) else { return };
    let database = server::database_of(&cluster).await;
    let [_, address] = addresses();
    write_for_server(
        &cluster.folder().join("data"),
        "pg_hba.conf",
        "local all all trust\nhost all all 127.0.0.0/8 trust\n",
    );
    cluster.stop();
    cluster.configure(&Settings::new().with("listen_addresses", &address));
    cluster.restart();
    let url = |mode: &str| over_tcp(&database, &address, &format!("sslmode={mode}"));
    PgStore::connect(&url("disable"), Options::new()).await.unwrap();
    for mode in ["require", "verify-ca", "verify-full"] {
        let refused = PgStore::connect(&url(mode), Options::new()).await.unwrap_err();
        assert_eq!(refused.code(), "unavailable", "{mode}: {refused}");
        assert!(refused.to_string().contains("encrypted"), "{mode}: {refused}");
    }
}
