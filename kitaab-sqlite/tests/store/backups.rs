//! Backups: complete, consistent, and never over another file.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use kitaab_sqlite::SqliteStore;
use kitaab_store::Store;

use crate::book::{Hand, OWNER, TASBIH, amount, column, day, folder, open, put, structure};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_is_one_state_while_others_write() {
    let (folder, path) = folder();
    let store = Arc::new(open(&path).await);
    let mut hand = Hand::new(1);
    hand.write(&*store, structure()).await;
    hand.write(&*store, vec![column(TASBIH, 0, 20_000)]).await;

    let done = Arc::new(AtomicBool::new(false));
    let writing = tokio::spawn({
        let (store, done, mut hand) = (Arc::clone(&store), Arc::clone(&done), hand.clone());
        async move {
            let mut number = 0;
            while !done.load(Ordering::Relaxed) {
                // Two entries at once: no copy may hold one without the other.
                let pair = [30_000 - 10_000 + number, 20_001 + number].map(|n| put(TASBIH, day(n % 28_000), amount(9)));
                hand.write(&*store, pair.to_vec()).await;
                number += 2;
            }
        }
    });
    for number in 0..5 {
        let to = folder.path().join(format!("backup-{number}.db"));
        store.backup(&hand.ctx(), &to).await.unwrap();
        assert!(
            fs::read_dir(folder.path()).unwrap().all(|f| !f
                .unwrap()
                .file_name()
                .to_string_lossy()
                .contains("unfinished"))
        );
        let copy = open(&to).await;
        hand.check(&copy).await;
    }
    done.store(true, Ordering::Relaxed);
    writing.await.unwrap();
    hand.check(&*store).await;
}

#[tokio::test]
async fn a_backup_takes_no_other_files_place() {
    let (folder, path) = folder();
    let store = open(&path).await;
    let hand = Hand::new(1);
    let to = folder.path().join("mine.txt");
    fs::write(&to, "mine").unwrap();
    assert_eq!(store.backup(&hand.ctx(), &to).await.unwrap_err().code(), "conflict");
    assert_eq!(fs::read_to_string(&to).unwrap(), "mine");
    assert_eq!(store.backup(&hand.ctx(), &path).await.unwrap_err().code(), "conflict");
    let nowhere = folder.path().join("no such folder").join("copy.db");
    assert_eq!(store.backup(&hand.ctx(), &nowhere).await.unwrap_err().code(), "unavailable");
}

#[cfg(unix)]
#[tokio::test]
async fn only_its_user_may_read_a_backup() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, path) = folder();
    let to = folder.path().join("copy.db");
    open(&path).await.backup(&Hand::new(1).ctx(), &to).await.unwrap();
    assert_eq!(fs::metadata(&to).unwrap().permissions().mode() & 0o777, 0o600);
}

#[tokio::test]
async fn a_store_in_memory_can_be_backed_up() {
    let (_folder, path) = folder();
    let store = SqliteStore::open_in_memory().await.unwrap();
    let mut hand = Hand::new(1);
    hand.write(&store, structure()).await;
    hand.write(&store, vec![put(TASBIH, day(1), amount(3))]).await;
    store.backup(&hand.ctx(), &path).await.unwrap();
    let copy = open(&path).await;
    assert_eq!(copy.head(&hand.ctx(), OWNER).await.unwrap(), store.head(&hand.ctx(), OWNER).await.unwrap());
    hand.check(&copy).await;
}
