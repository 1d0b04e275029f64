//! What the benches of the other languages are held against: the same work in Rust.
//!
//! `cargo run --release -p kitaab-benches --example baseline [FOLDER]`. The work, which each language repeats:
//!
//! 1. `batch`: on a new book in a SQLite file, with four deeds `Deed 0` to `Deed 3` of the scale *missed, late, on time,
//!    in congregation* and the items `Item 0` to `Item 4` from 2023-01-01 on, one call of `put_many` records 10,000
//!    entries: for each of 500 days, for each of the 20 items in their order, the value at (day + item) modulo four.
//!    The fastest of five books is told.
//! 2. `dashboard`: on the last of them, one dashboard of those 500 days, by months. The median of 41 calls is told.
//!
//! It prints one line for a program to read: `batch 12.3 dashboard 4.5`, both in milliseconds.
#![allow(clippy::unwrap_used, missing_docs, reason = "a bench stops where it fails")]

use std::path::Path;
use std::time::Instant;

use kitaab::{Book, Category, DashboardRequest, Day, DayRange, ItemId, Kitaab, NewDeed, NewEntry, UserId};

const LABELS: [&str; 4] = ["missed", "late", "on time", "in congregation"];
const BOOKS: usize = 5;
const CALLS: usize = 41;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let temporary = tempfile::tempdir().unwrap();
    let folder = std::env::args_os().nth(1).map_or_else(|| temporary.path().to_owned(), Into::into);
    let first = "2023-01-01".parse::<Day>().unwrap();
    let days = DayRange::new(first, "2024-05-14".parse().unwrap()).unwrap();
    assert_eq!(days.days().count(), 500);

    let mut batch = f64::INFINITY;
    let mut last = None;
    for number in 0..BOOKS {
        let book = open(&folder, number).await;
        let items = items(&book, first).await;
        let entries = days.days().enumerate().flat_map(|(day, date)| {
            let entry = move |(number, item): (usize, &ItemId)| NewEntry::new(*item, date, LABELS[(day + number) % 4]);
            items.iter().enumerate().map(entry)
        });
        let entries: Vec<NewEntry> = entries.collect();
        assert_eq!(entries.len(), 10_000);
        let start = Instant::now();
        book.entries().put_many(&entries).await.unwrap();
        batch = batch.min(milliseconds(start));
        last = Some(book);
    }

    let book = last.unwrap();
    let request = DashboardRequest::new(days);
    let mut calls = Vec::with_capacity(CALLS);
    for _ in 0..CALLS {
        let start = Instant::now();
        let dashboard = book.insights().dashboard(&request).await.unwrap();
        calls.push(milliseconds(start));
        assert_eq!(dashboard.summary.logged_days, 500);
    }
    calls.sort_by(f64::total_cmp);
    println!("batch {batch:.3} dashboard {:.3}", calls[CALLS / 2]);
}

async fn open(folder: &Path, number: usize) -> Book {
    let file = folder.join(format!("baseline-{number}.db"));
    let kitaab = Kitaab::open(file.to_str().unwrap()).await.unwrap();
    kitaab.book(UserId::new(uuid::Uuid::from_u128(1)))
}

/// Adds the deeds, and answers their items.
async fn items(book: &Book, first: Day) -> Vec<ItemId> {
    let mut items = Vec::new();
    for deed in 0..4 {
        let new = NewDeed::scale(format!("Deed {deed}"), Category::Hasanaat).values(LABELS).starts_on(first);
        let new = new.items((0..5).map(|item| format!("Item {item}")));
        let added = book.deeds().add(new).await.unwrap();
        items.extend(added.items.iter().filter(|item| item.leaf).map(|item| item.id));
    }
    items
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e3
}
