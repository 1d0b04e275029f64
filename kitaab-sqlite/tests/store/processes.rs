//! Several stores, and several processes, on one file.

use std::path::{Path, PathBuf};
use std::process::{Child, Command};

use kitaab_core::{Change, Hide, ItemPatch, RecordKey};
use kitaab_store::{Answer, Stale, Store};

use crate::book::{FAJR, Hand, OWNER, TASBIH, amount, day, folder, noted, open, prayed, put, structure};

const BOOK: &str = "KITAAB_TEST_BOOK";
const DEVICE: &str = "KITAAB_TEST_DEVICE";
const TASK: &str = "KITAAB_TEST_TASK";

/// This test alone, in a process of its own that does a task with a book.
fn process(task: &str, path: &Path, device: u128) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "processes::the_task_of_another_process", "--nocapture"]);
    command.env(TASK, task).env(BOOK, path).env(DEVICE, device.to_string());
    command
}

fn all_done(processes: impl IntoIterator<Item = Child>) {
    for mut process in processes {
        assert!(process.wait().unwrap().success());
    }
}

/// Does what the environment asks for; in the run of all tests there is no such thing.
#[tokio::test]
async fn the_task_of_another_process() {
    let Ok(task) = std::env::var(TASK) else { return };
    let path = PathBuf::from(std::env::var(BOOK).unwrap());
    let device: u128 = std::env::var(DEVICE).unwrap().parse().unwrap();
    match task.as_str() {
        "write" => {
            let store = open(&path).await;
            let mut hand = Hand::new(device);
            for number in 0..50 {
                let number = number + 1_000 * i32::try_from(device).unwrap();
                hand.write(&store, vec![noted(TASBIH, day(number), amount(1), "from another process")]).await;
            }
        }
        "read only" => {
            let error = kitaab_sqlite::SqliteStore::open(&path, kitaab_sqlite::Options::new()).await.unwrap_err();
            assert_eq!(error.code(), "unavailable", "{error}");
            assert!(error.to_string().contains("read-only"), "{error}");
        }
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn processes_take_turns_at_writing() {
    let (_folder, path) = folder();
    let store = open(&path).await;
    let mut hand = Hand::new(100);
    hand.write(&store, structure()).await;
    let others: Vec<Child> = (1..=3).map(|device| process("write", &path, device).spawn().unwrap()).collect();
    for number in 0..50 {
        hand.write(&store, vec![put(FAJR, day(number), prayed(1))]).await;
    }
    all_done(others);
    assert_eq!(store.head(&hand.ctx(), OWNER).await.unwrap().seq, 1 + 4 * 50);
    assert_eq!(hand.all_entries(&store).await.len(), 200);
    hand.check(&store).await;
}

/// Each makes the file, or finds it made.
#[tokio::test]
async fn processes_may_make_a_book_at_once() {
    for _ in 0..50 {
        let (_folder, path) = folder();
        let opened: Vec<_> = (0..4)
            .map(|_| {
                let path = path.clone();
                std::thread::spawn(move || {
                    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
                    runtime.block_on(async { drop(open(&path).await) });
                })
            })
            .collect();
        for thread in opened {
            thread.join().unwrap();
        }
        Hand::new(1).write(&open(&path).await, structure()).await;
    }
}

/// What one store remembers of a book is not used once another has changed the book.
#[tokio::test]
async fn what_is_remembered_is_validated() {
    let (_folder, path) = folder();
    let (one, other) = (open(&path).await, open(&path).await);
    let (mut hand, mut second) = (Hand::new(1), Hand::new(2));
    hand.write(&one, structure()).await;
    second.write(&other, vec![put(FAJR, day(1), prayed(1))]).await;
    assert_eq!(hand.all_entries(&one).await.len(), 1);

    // A change of the structure by the other one makes this one's commit stale.
    let catalogue = one.catalogue(&hand.ctx(), OWNER).await.unwrap();
    let hidden = ItemPatch { hide: Some(Hide::HideFromGraphs), ..ItemPatch::default() };
    second.write(&other, vec![Change::Item(FAJR, hidden)]).await;
    let commit = hand.commit(vec![put(FAJR, day(2), prayed(1))], Some(catalogue.version));
    let answer = one.apply(&hand.ctx(), &commit).await.unwrap();
    assert_eq!(answer, Answer::Stale(Stale::Catalogue { current: 3 }));
    assert_eq!(one.catalogue(&hand.ctx(), OWNER).await.unwrap().items[&FAJR].hide, Hide::HideFromGraphs);

    // The book goes, and comes again under the same version of its catalogue.
    other.erase_book(&second.ctx(), OWNER).await.unwrap();
    let mut third = Hand::new(3);
    third.write(&other, structure()).await;
    third.write(&other, vec![put(TASBIH, day(1), amount(1))]).await;
    third.write(&other, vec![Change::Item(FAJR, ItemPatch::default())]).await;
    assert_eq!(one.catalogue(&hand.ctx(), OWNER).await.unwrap().items[&FAJR].hide, Hide::None);
    let mut fourth = Hand::new(4);
    fourth.write(&one, vec![put(FAJR, day(3), prayed(2)), put(TASBIH, day(1), amount(2))]).await;
    fourth.check(&one).await;
    fourth.check(&other).await;
    let revision = other.revision(&third.ctx(), OWNER, RecordKey::Entry(TASBIH, day(1))).await.unwrap();
    assert_eq!(revision, 4);
}

/// A file that its user may not write to. Where the tests run as root, who may do everything, another
/// user tries.
#[cfg(unix)]
#[tokio::test]
async fn a_read_only_book_is_unavailable() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;
    const NOBODY: u32 = 65_534;
    let (folder, path) = folder();
    drop(open(&path).await);
    let allow = |path: &Path, mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    allow(&path, 0o444);
    allow(folder.path(), 0o777);
    let mut command = process("read only", &path, 1);
    if std::fs::metadata(&path).unwrap().uid() == 0 {
        // The test itself may lie where others can't reach it.
        let program = folder.path().join("test");
        std::fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
        allow(&program, 0o755);
        command = Command::new(program);
        command.args(["--exact", "processes::the_task_of_another_process", "--nocapture"]);
        command.env(TASK, "read only").env(BOOK, &path).env(DEVICE, "1");
        command.uid(NOBODY).gid(NOBODY);
    }
    all_done([command.spawn().unwrap()]);
}
