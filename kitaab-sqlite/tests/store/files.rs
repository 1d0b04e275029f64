//! Which files are books, and how those that are not are refused.

use std::fs;
use std::path::Path;
use std::time::Duration;

use kitaab_sqlite::{Options, SqliteStore};
use kitaab_store::{Head, Store};
use rusqlite::Connection;

use crate::book::{Hand, OWNER, TASBIH, amount, day, folder, open, put, refusal, structure};

#[tokio::test]
async fn what_was_written_is_there_when_the_file_is_opened_again() {
    let (_folder, path) = folder();
    let mut hand = Hand::new(1);
    let store = open(&path).await;
    hand.write(&store, structure()).await;
    hand.write(&store, vec![put(TASBIH, day(1), amount(33))]).await;
    let head = store.head(&hand.ctx(), OWNER).await.unwrap();
    drop(store);
    let store = open(&path).await;
    assert_eq!(store.head(&hand.ctx(), OWNER).await.unwrap(), head);
    hand.check(&store).await;
}

#[tokio::test]
async fn a_closed_book_is_one_file() {
    let (folder, path) = folder();
    let store = open(&path).await;
    Hand::new(1).write(&store, structure()).await;
    drop(store);
    let names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert_eq!(names, ["book.db"]);
}

#[tokio::test]
async fn an_empty_file_becomes_a_book() {
    let (_folder, path) = folder();
    fs::write(&path, "").unwrap();
    let store = open(&path).await;
    assert_eq!(store.head(&Hand::new(1).ctx(), OWNER).await.unwrap(), Head::NEW);
}

#[cfg(unix)]
#[tokio::test]
async fn only_its_user_may_read_a_book() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, path) = folder();
    let store = open(&path).await;
    Hand::new(1).write(&store, structure()).await;
    for file in fs::read_dir(folder.path()).unwrap() {
        let file = file.unwrap();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", file.file_name());
    }
}

#[tokio::test]
async fn special_names_of_sqlite_are_names_of_files() {
    let (folder, _) = folder();
    for name in [":memory:", "file:book?mode=memory", "book.db?mode=ro", "%41"] {
        let path = folder.path().join(name);
        drop(open(&path).await);
        assert!(path.is_file(), "{name}");
    }
    assert_eq!(refusal(Path::new(""), Options::new()).await.0, "unavailable");
}

#[tokio::test]
async fn what_is_no_database_is_refused() {
    let (_folder, path) = folder();
    let garbage = "These are my notes, not a book. ".repeat(200);
    fs::write(&path, &garbage).unwrap();
    let (code, said) = refusal(&path, Options::new()).await;
    assert_eq!(code, "corrupt");
    assert!(said.contains("not a Kitaab book"), "{said}");
    assert_eq!(fs::read_to_string(&path).unwrap(), garbage);
}

#[tokio::test]
async fn the_database_of_another_program_is_refused_and_left_alone() {
    let (_folder, path) = folder();
    let other = Connection::open(&path).unwrap();
    other.execute_batch("CREATE TABLE habits (name TEXT); INSERT INTO habits VALUES ('run')").unwrap();
    drop(other);
    let before = fs::read(&path).unwrap();
    let (code, said) = refusal(&path, Options::new()).await;
    assert_eq!(code, "corrupt");
    assert!(said.contains("not a Kitaab book"), "{said}");
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[tokio::test]
async fn a_book_of_a_later_version_is_refused_with_both_versions() {
    let (_folder, path) = folder();
    drop(open(&path).await);
    let later = Connection::open(&path).unwrap();
    later.pragma_update(None, "user_version", 1_000).unwrap();
    drop(later);
    let (code, said) = refusal(&path, Options::new()).await;
    assert_eq!(code, "unsupported");
    assert!(said.contains("1000") && said.contains("up to 4)"), "{said}");
}

/// A later program brings the schema up to date while this one has the file open.
#[tokio::test]
async fn a_book_that_becomes_one_of_a_later_version_is_refused() {
    let (_folder, path) = folder();
    let store = open(&path).await;
    let mut hand = Hand::new(1);
    hand.write(&store, structure()).await;
    let later = Connection::open(&path).unwrap();
    later.pragma_update(None, "user_version", 1_000).unwrap();
    let error = hand.try_write(&store, vec![put(TASBIH, day(1), amount(1))]).await.unwrap_err();
    assert_eq!(error.code(), "unsupported");
    assert_eq!(store.head(&hand.ctx(), OWNER).await.unwrap_err().code(), "unsupported");
}

#[tokio::test]
async fn a_folder_or_a_place_that_is_not_there_is_unavailable() {
    let (folder, path) = folder();
    assert_eq!(refusal(folder.path(), Options::new()).await.0, "unavailable");
    assert_eq!(refusal(&path.join("book.db"), Options::new()).await.0, "unavailable");
    assert_eq!(refusal(&path, Options::new().vfs("no-such-vfs")).await.0, "unavailable");
}

#[tokio::test]
async fn a_book_that_is_locked_is_unavailable_after_a_while() {
    let (_folder, path) = folder();
    let mut hand = Hand::new(1);
    let store = SqliteStore::open(&path, Options::new().busy_timeout(Duration::from_millis(50))).await.unwrap();
    hand.write(&store, structure()).await;
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error = hand.try_write(&store, vec![put(TASBIH, day(1), amount(1))]).await.unwrap_err();
    assert_eq!(error.code(), "unavailable");
    assert!(error.to_string().contains("locked by another process"), "{error}");
    // Reading goes on beside the writer.
    assert_eq!(store.head(&hand.ctx(), OWNER).await.unwrap().seq, 1);
    other.execute_batch("ROLLBACK").unwrap();
    hand.write(&store, vec![put(TASBIH, day(1), amount(1))]).await;
    hand.check(&store).await;
}

#[tokio::test]
async fn a_vfs_of_the_host_can_be_used() {
    let (_folder, path) = folder();
    let vfs = if cfg!(windows) { "win32" } else { "unix-excl" };
    let store = SqliteStore::open(&path, Options::new().vfs(vfs)).await.unwrap();
    let mut hand = Hand::new(1);
    hand.write(&store, structure()).await;
    hand.check(&store).await;
}

/// Every setting that a promise rests on is asked for where it counts: on the writer's connection.
#[tokio::test]
async fn the_file_is_kept_as_promised() {
    let (_folder, path) = folder();
    drop(open(&path).await);
    let conn = Connection::open(&path).unwrap();
    let mode: String = conn.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
    assert_eq!(mode, "wal");
    let application: i64 = conn.pragma_query_value(None, "application_id", |row| row.get(0)).unwrap();
    assert_eq!(application, 0x4b54_4142);
}
