//! The embedded store through the SDK, against bare rusqlite in the same run.
//!
//! `cargo bench -p kitaab-benches --bench embedded`. Prints a line `figure: …` for each goal. Ratios are
//! medians of turns that alternate between the two sides, so that a machine that slows down slows both.
#![allow(clippy::unwrap_used, missing_docs, reason = "a bench stops where it fails")]
#![allow(
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "the numbers of a bench are small"
)]

#[path = "embedded/bare.rs"]
mod bare;
#[path = "embedded/book.rs"]
mod book;
#[path = "embedded/import.rs"]
mod import;

use std::time::{Duration, Instant};

use kitaab::{Amount, DayRange, EntryQuery, Kitaab};

fn main() {
    // A child of this very program measures its own memory: see `import`.
    if import::is_child() {
        return import::run_child();
    }
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        recording().await;
        sizes().await;
        pages_and_growth().await;
    });
    import::figures();
}

/// Calls `work` and says how long it took.
async fn timed<F: Future>(work: F) -> Duration {
    let begin = Instant::now();
    work.await;
    begin.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn ratio(ours: Duration, theirs: Duration) -> f64 {
    ours.as_secs_f64() / theirs.as_secs_f64()
}

/// One entry with ledger, rollup and everything, against an upsert and an audit row.
async fn recording() {
    const TURNS: usize = 600;
    let folder = tempfile::tempdir().unwrap();
    let mut bare = bare::Bare::create(&folder.path().join("bare.db"));
    let kitaab = Kitaab::open(folder.path().join("book.db").to_str().unwrap()).await.unwrap();
    let book = kitaab.my_book().await.unwrap();
    let items = book::items(&book, 10).await;
    let today = book.today().await.unwrap();
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for turn in 0..TURNS {
        let (item, day) = (turn % items.len(), today.plus(-i32::try_from(turn / items.len()).unwrap()).unwrap());
        let value = Amount::whole(u32::try_from(turn).unwrap()).unwrap();
        ours.push(timed(async { book.entries().put(items[item], day, value).await.unwrap() }).await);
        theirs.push(timed(async { bare.record(item, day.epoch_days(), value.hundredths()) }).await);
    }
    let (ours, theirs) = (median(ours), median(theirs));
    println!(
        "figure: recording one entry: {:.2}x of a bare upsert + audit insert at synchronous=FULL \
         ({ours:.0?} against {theirs:.0?}; goal: at most 2)",
        ratio(ours, theirs)
    );
}

/// Bytes on disk.
async fn sizes() {
    let folder = tempfile::tempdir().unwrap();
    let single = folder.path().join("single.db");
    let kitaab = Kitaab::open(single.to_str().unwrap()).await.unwrap();
    let book = kitaab.my_book().await.unwrap();
    let items = book::items(&book, 10).await;
    let today = book.today().await.unwrap();
    let before = bare::table_bytes(&single);
    let writes = 5_000;
    for turn in 0..writes {
        let day = today.plus(-i32::try_from(turn / items.len()).unwrap()).unwrap();
        book.entries().put(items[turn % items.len()], day, Amount::whole(3).unwrap()).await.unwrap();
    }
    let after = bare::table_bytes(&single);
    let each = |name: &[&str]| {
        let sum = |bytes: &bare::TableBytes| name.iter().map(|n| bytes.get(*n).copied().unwrap_or(0)).sum::<u64>();
        (sum(&after) - sum(&before)) as f64 / writes as f64
    };
    println!("figure: an entry on disk: {:.0} bytes (goal: at most 60)", each(&["entries"]));
    println!(
        "figure: entry and ledger of a single write: {:.0} bytes (goal: at most 250)",
        each(&["entries", "commits", "commit_parts"])
    );
}

/// A 30-day page of a ten-year book, and how recording and the page grow with the book's years.
async fn pages_and_growth() {
    let folder = tempfile::tempdir().unwrap();
    let mut figures = Vec::new();
    for years in [1, 10, 50] {
        let file = folder.path().join(format!("{years}.db"));
        let kitaab = Kitaab::open(file.to_str().unwrap()).await.unwrap();
        let book = kitaab.my_book().await.unwrap();
        let items = book::items(&book, 50).await;
        let today = book.today().await.unwrap();
        book::fill(&book, &items, DayRange::ending(today, 1).hull(book::years_before(today, years))).await;
        figures.push((years, kitaab, book, items));
    }
    let mut pages = vec![Vec::new(); figures.len()];
    let mut records = vec![Vec::new(); figures.len()];
    for turn in 0..300_i32 {
        for (place, (_, _, book, items)) in figures.iter().enumerate() {
            let today = book.today().await.unwrap();
            let query = EntryQuery::on(DayRange::ending(today, 30), 10_000);
            pages[place]
                .push(timed(async { assert_eq!(book.entries().list(&query).await.unwrap().rows.len(), 1_500) }).await);
            let (item, day) = (items[turn as usize % 50], today.plus(-(turn % 300)).unwrap());
            let value = Amount::whole(u32::try_from(turn).unwrap()).unwrap();
            records[place].push(timed(async { book.entries().put(item, day, value).await.unwrap() }).await);
        }
    }
    let pages: Vec<Duration> = pages.into_iter().map(median).collect();
    let records: Vec<Duration> = records.into_iter().map(median).collect();
    println!("figure: a 30-day page (1,500 entries) of a ten-year book: {:.2?} (goal: below 2 ms)", pages[1]);
    println!(
        "figure: the page in a book of 50 years: {:.2}x of one year's (goal: within 1.3)",
        ratio(pages[2], pages[0])
    );
    println!(
        "figure: recording in a book of 50 years: {:.2}x of one year's (goal: within 1.3)",
        ratio(records[2], records[0])
    );
}
