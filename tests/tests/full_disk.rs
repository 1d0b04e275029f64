//! A server whose disk is full: what is written is refused as a whole, and taken once there is room again.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on stops where it says why")]
#![cfg(target_os = "linux")]

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use kitaab_store::Store as _;
use kitaab_test_pg::{Cluster, Settings, skipped};
use kitaab_tests::crash::{Mode, OWNER, Writer};
use kitaab_tests::server::{Acknowledged, check, served};

/// A small disk in memory.
struct Disk {
    folder: tempfile::TempDir,
}

impl Disk {
    /// `None` where this process may not mount anything.
    fn mount() -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=320m,mode=0755", "tmpfs"]).arg(folder.path());
        let output = mount.output();
        if output.is_ok_and(|output| output.status.success()) {
            return Some(Self { folder });
        }
        skipped("a full disk: mounting a small one takes root's rights");
        None
    }

    /// Takes all the room there is.
    fn fill(&self) {
        let mut ballast = File::create(self.ballast()).expect("a file");
        let block = vec![0; 65_536];
        while ballast.write_all(&block).is_ok() {}
        // The last block was too large for what was left.
        while ballast.write_all(&block[..512]).is_ok() {}
    }

    fn free(&self) {
        std::fs::remove_file(self.ballast()).expect("it is there");
    }

    fn ballast(&self) -> std::path::PathBuf {
        self.folder.path().join("ballast")
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Lazily: somebody may be about to leave it still.
        let _ = Command::new("umount").arg("--lazy").arg(self.folder.path()).status();
    }
}

#[test]
fn a_full_disk_refuses_whole_commits_and_goes_on_with_room() {
    let Some(disk) = Disk::mount() else { return };
    let settings =
        Settings::new().durable().below(disk.path()).with("max_wal_size", "64MB").with("min_wal_size", "32MB");
    let Some(cluster) = Cluster::start(&settings) else { return };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let (_database, store) = served(&cluster, 2).await;
        let mut acknowledged = Acknowledged::new();
        let mut writer = Writer::on(Arc::clone(&store) as _, OWNER, 1, Mode::Bulk, 7).await.unwrap();
        for _ in 0..3 {
            acknowledged.extend([writer.write().await.unwrap()]);
        }
        disk.fill();
        let (refused, error) = loop {
            let commit = writer.author().await.unwrap();
            match writer.apply(&commit).await {
                Ok((seq, hash)) => acknowledged.extend([(seq, hash)]),
                Err(error) => break (commit, error),
            }
        };
        assert_eq!(error.code(), "unavailable", "{error:?}");
        println!("With the disk full: {error}");
        // As long as the server stands, it can be read. One that could not write its log is gone, until there is room.
        let reading = kitaab_tests::crash::context(kitaab_core::DeviceId::new(uuid::Uuid::nil()));
        let stands = store.head(&reading, OWNER).await.is_ok();
        if stands {
            check(store.as_ref(), OWNER, &mut acknowledged, &[]).await;
        }
        disk.free();
        if !stands {
            cluster.kill_all();
            tokio::task::block_in_place(|| cluster.restart());
            check(store.as_ref(), OWNER, &mut acknowledged, &[]).await;
        }
        let taken =
            tokio::time::timeout(Duration::from_secs(30), writer.apply(&refused)).await.expect("it is not stuck");
        acknowledged.extend([taken.expect("there is room again")]);
        check(store.as_ref(), OWNER, &mut acknowledged, &[]).await;
    });
}
