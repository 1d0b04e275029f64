//! How far an import has come, told exactly: the file is read by a thread of its own, and what the import answers is asked for
//! by nobody else than the test.
#![allow(clippy::unwrap_used, reason = "a test fails by it")]

use std::fmt::Write as _;
use std::fs;
use std::future::{Future, poll_fn};
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant};

use kitaab_ffi::{Book, Client, ImportProgress, ImportReport, OpenOptions, Result, UserId, block_on};

const OWNER: &str = "00000000-0000-0000-0000-000000000001";
const OTHER: &str = "00000000-0000-0000-0000-000000000002";

fn user(id: &str) -> UserId {
    id.parse().unwrap()
}

async fn client() -> Arc<Client> {
    let now = Some("2024-02-10T12:00:00Z".parse().unwrap());
    Client::open("memory:".into(), Some(OpenOptions { device: None, now, seed: Some(1) })).await.unwrap()
}

/// A file of another program, that goes with the test.
struct File(PathBuf);

impl File {
    /// With so many days of one habit.
    fn of(rows: i32, name: &str) -> Self {
        let last: kitaab::Day = "2024-02-10".parse().unwrap();
        let mut text = "HabitName,HabitDescription,HabitCategory,CalendarDate,Value,CommentText\n".to_owned();
        for back in 0..rows {
            writeln!(text, "{name},,,{},1,", last.saturating_plus(-back)).unwrap();
        }
        let path = std::env::temp_dir().join(format!("kitaab-ffi-import-{}-{name}.csv", std::process::id()));
        fs::write(&path, text).unwrap();
        Self(path)
    }

    fn import(&self, book: &Book) -> Importing {
        let (imports, path) = (book.imports(), self.0.to_str().unwrap().to_owned());
        Box::pin(async move { imports.file(path.as_str().into(), None).await })
    }
}

impl Drop for File {
    fn drop(&mut self) {
        fs::remove_file(&self.0).unwrap();
    }
}

type Importing = Pin<Box<dyn Future<Output = Result<ImportReport>>>>;

/// Begins an import, and lets nobody hear when it was read.
async fn begin(file: &File, book: &Book) -> Importing {
    let mut importing = file.import(book);
    let begun = poll_fn(|context| Poll::Ready(importing.as_mut().poll(context).is_pending())).await;
    assert!(begun);
    importing
}

/// Waits until so many rows are told, of so many; what is told until then only rises.
async fn read(book: &Book, rows: i64) {
    let (end, mut before) = (Instant::now() + Duration::from_mins(1), 0);
    loop {
        let now = book.imports().progress().await.unwrap().unwrap();
        assert!(before <= now.rows && now.rows <= rows, "{now:?} after {before}");
        assert!(now.total.is_none_or(|total| total == rows), "{now:?}");
        before = now.rows;
        if now == (ImportProgress { rows, total: Some(rows) }) {
            return;
        }
        assert!(Instant::now() < end, "only {now:?} was read");
        std::thread::sleep(Duration::from_millis(1));
    }
}

#[test]
fn how_far_an_import_has_come_is_told_until_it_ends() {
    block_on(async {
        let client = client().await;
        let book = client.book(user(OWNER));
        assert_eq!(book.imports().progress().await?, None);

        let file = File::of(5_500, "Walk");
        let importing = begin(&file, &book).await;
        read(&book, 5_500).await;
        read(&client.book(user(OWNER)), 5_500).await;
        assert_eq!(client.book(user(OTHER)).imports().progress().await?, None, "of another book");
        assert_eq!(book.acting_as(user(OTHER)).imports().progress().await?, None, "begun by somebody else");

        assert_eq!(importing.await?.entries_added, 5_500);
        assert_eq!(book.imports().progress().await?, None);
        client.close();
        assert_eq!(book.imports().progress().await.unwrap_err().code(), "closed");
        Ok(())
    })
    .unwrap();
}

#[test]
fn an_import_that_fails_or_is_cancelled_is_under_way_no_more() {
    block_on(async {
        let book = client().await.book(user(OWNER));
        let missing = book.imports().file("/nowhere/at/all.csv".into(), None).await;
        assert_eq!(missing.unwrap_err().code(), "unavailable");
        assert_eq!(book.imports().progress().await?, None);

        let file = File::of(20_000, "Run");
        let importing = begin(&file, &book).await;
        assert!(book.imports().progress().await?.is_some());
        drop(importing);
        assert_eq!(book.imports().progress().await?, None);
        // What its thread reads on, until it hears of it, is told to nobody.
        std::thread::sleep(Duration::from_millis(20));
        assert_eq!(book.imports().progress().await?, None);
        assert_eq!(book.ledger().checkpoint().await?.seq, 0);
        Ok(())
    })
    .unwrap();
}

#[test]
fn of_two_imports_the_one_begun_last_is_told() {
    block_on(async {
        let book = client().await.book(user(OWNER));
        let (walk, swim) = (File::of(3_000, "Hike"), File::of(2_500, "Swim"));
        let first = begin(&walk, &book).await;
        read(&book, 3_000).await;
        let second = begin(&swim, &book).await;
        read(&book, 2_500).await;
        assert_eq!(second.await?.entries_added, 2_500);
        read(&book, 3_000).await;
        assert_eq!(first.await?.entries_added, 3_000);
        assert_eq!(book.imports().progress().await?, None);
        Ok(())
    })
    .unwrap();
}
