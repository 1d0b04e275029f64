//! Damage to the file is told as such, and brings nothing down.

use std::fs::{self, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

use kitaab_core::DayRange;
use kitaab_sqlite::{Options, SqliteStore};
use kitaab_store::{EntryQuery, Result, Store};
use rusqlite::Connection;

use crate::book::{FAJR, Hand, OWNER, TASBIH, column, folder, open, structure};

const PAGE: u64 = 4096;

/// Turns every bit of a page over.
fn damage(file: &Path, page: u64) {
    let mut file = OpenOptions::new().read(true).write(true).open(file).unwrap();
    let mut bytes = [0; 4096];
    file.seek(SeekFrom::Start(page * PAGE)).unwrap();
    file.read_exact(&mut bytes).unwrap();
    let bytes = bytes.map(|byte: u8| !byte);
    file.seek(SeekFrom::Start(page * PAGE)).unwrap();
    file.write_all(&bytes).unwrap();
}

async fn large_book(path: &Path, columns: usize) -> Hand {
    let mut hand = Hand::new(1);
    let store = open(path).await;
    hand.write(&store, structure()).await;
    hand.write(&store, vec![column(TASBIH, 0, 20_000); columns]).await;
    hand
}

/// Reads everything there is; the first error, if any.
async fn read_all(path: &Path, hand: &Hand) -> Result<()> {
    let store = SqliteStore::open(path, Options::new()).await?;
    let mut query = EntryQuery::on(DayRange::ALL, 10_000);
    loop {
        let page = store.entries(&hand.ctx(), OWNER, &query).await?;
        let Some(next) = page.next else { break };
        query.after = Some(next);
    }
    store.rollups(&hand.ctx(), OWNER, DayRange::ALL).await?;
    store.reviewed(&hand.ctx(), OWNER, DayRange::ALL).await?;
    store.make_ups(&hand.ctx(), OWNER, FAJR).await?;
    store.fidya(&hand.ctx(), OWNER, FAJR).await?;
    let mut after = 0;
    while let Some(last) = store.commits(&hand.ctx(), OWNER, after, 100).await?.last() {
        after = last.seq;
    }
    Ok(())
}

#[tokio::test]
async fn a_file_that_was_cut_off_is_corrupt() {
    let (_folder, path) = folder();
    let hand = large_book(&path, 1).await;
    let length = fs::metadata(&path).unwrap().len();
    for left in [length / 2, length - PAGE, PAGE, 100] {
        let cut = path.with_extension(left.to_string());
        fs::copy(&path, &cut).unwrap();
        OpenOptions::new().write(true).open(&cut).unwrap().set_len(left).unwrap();
        let error = read_all(&cut, &hand).await.unwrap_err();
        assert_eq!(error.code(), "corrupt", "{left} of {length}: {error}");
    }
}

/// Rows that are well formed, and are not what was written.
#[tokio::test]
async fn rows_that_break_an_invariant_are_corrupt() {
    let (_folder, path) = folder();
    // More than a commit holds in place.
    let hand = large_book(&path, 6).await;
    for change in [
        "DELETE FROM commits WHERE id & 0xff = 1",
        "UPDATE commits SET header = x'01'",
        "UPDATE commits SET leaves = x'ff' WHERE leaves IS NOT NULL",
        "DELETE FROM commit_parts",
        "UPDATE commits SET leaves = NULL",
        "UPDATE entries SET value = -1",
        "UPDATE entries SET scale_no = 99",
        "UPDATE entries SET noted = 1",
        "UPDATE records SET body = x'00' WHERE kind = 2",
        "UPDATE days SET entries = -1 WHERE day = 19005",
        "UPDATE books SET link = x'00'",
        "UPDATE items SET id = x'00' WHERE no = 1",
    ] {
        let damaged = path.with_extension("rows");
        fs::copy(&path, &damaged).unwrap();
        Connection::open(&damaged).unwrap().execute_batch(change).unwrap();
        let error = read_all(&damaged, &hand).await.expect_err(change);
        assert_eq!(error.code(), "corrupt", "{change}: {error}");
    }
}

/// One page at a time is overwritten: nothing that is read then is wrong in silence or panics.
#[tokio::test]
async fn a_damaged_page_is_corrupt() {
    let (_folder, path) = folder();
    let hand = large_book(&path, 1).await;
    read_all(&path, &hand).await.unwrap();
    let pages = fs::metadata(&path).unwrap().len() / PAGE;
    let mut told = 0;
    for page in 0..pages {
        let damaged = path.with_extension("damaged");
        fs::copy(&path, &damaged).unwrap();
        damage(&damaged, page);
        if let Err(error) = read_all(&damaged, &hand).await {
            assert_eq!(error.code(), "corrupt", "page {page}: {error}");
            told += 1;
        }
    }
    // The pages of what was not read (words, devices, numbers) are few.
    assert!(told * 10 > pages * 9, "{told} of {pages}");
}
