//! A full disk: nothing is written, and the next call works.

use kitaab_core::RecordKey;
use kitaab_sqlite::{Options, SqliteStore};
use kitaab_store::Store;

use crate::book::{Hand, OWNER, TASBIH, amount, column, day, folder, open, put, structure};

#[tokio::test]
async fn a_full_disk_refuses_a_commit_and_keeps_the_book() {
    let (_folder, path) = folder();
    let mut hand = Hand::new(1);
    let store = open(&path).await;
    hand.write(&store, structure()).await;
    drop(store);

    let room = std::fs::metadata(&path).unwrap().len() + 64 * 1024;
    let store = SqliteStore::open(&path, Options::new().max_bytes(room)).await.unwrap();
    let head = store.head(&hand.ctx(), OWNER).await.unwrap();
    let error = hand.try_write(&store, vec![column(TASBIH, 0, 20_000)]).await.unwrap_err();
    assert_eq!(error.code(), "unavailable");
    assert!(error.to_string().contains("no room"), "{error}");
    assert_eq!(store.head(&hand.ctx(), OWNER).await.unwrap(), head);
    assert!(hand.all_entries(&store).await.is_empty());
    assert_eq!(store.revision(&hand.ctx(), OWNER, RecordKey::Entry(TASBIH, day(0))).await.unwrap(), 0);
    // What fits is written as before.
    hand.write(&store, vec![put(TASBIH, day(0), amount(1))]).await;
    hand.check(&store).await;
}

/// Writes until the disk is full, whichever statement it meets; then what was answered is there.
#[tokio::test]
async fn what_was_answered_before_the_disk_was_full_is_there() {
    let (_folder, path) = folder();
    let mut hand = Hand::new(1);
    let store = open(&path).await;
    hand.write(&store, structure()).await;
    drop(store);

    let room = std::fs::metadata(&path).unwrap().len() + 16 * 1024;
    let store = SqliteStore::open(&path, Options::new().max_bytes(room)).await.unwrap();
    let mut written = 0;
    let mut refused = 0;
    for number in 0..2_000 {
        match hand.try_write(&store, vec![put(TASBIH, day(number), amount(1))]).await {
            Ok(_) => written += 1,
            Err(error) => {
                assert_eq!(error.code(), "unavailable");
                refused += 1;
            }
        }
        if refused > 20 {
            break;
        }
    }
    assert!(refused > 20, "the disk never got full");
    assert_eq!(hand.all_entries(&store).await.len(), written);
    hand.check(&store).await;
    drop(store);
    let store = open(&path).await;
    assert_eq!(hand.all_entries(&store).await.len(), written);
    hand.write(&store, vec![put(TASBIH, day(5_000), amount(1))]).await;
    hand.check(&store).await;
}
