//! Books that earlier versions wrote still open, and read the same.
//!
//! A file is written once, as its schema is released, and never again:
//!
//!     KITAAB_WRITE_FIXTURE=1 cargo test -p kitaab-sqlite --test store fixture
//!
//! That of schema 3 is that of schema 1 after migrations 2 and 3, as a program of its day left it.

use std::path::PathBuf;

use kitaab_core::{
    Category, Change, DayRange, MakeUpWrite, Occurrence, RecordKey, ReminderId, ReminderPatch, ReminderTime, Slot,
    Timestamp,
};
use kitaab_store::{EntryQuery, RecordedVerdict, ReflectionQuery, Store};

use crate::book::{
    FAJR, Hand, OWNER, TASBIH, amount, column, day, folder, noted, open, prayed, put, reflect, structure,
};

fn fixture(version: u32) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/schema-{version}.db"))
}

/// One of everything that has a table.
async fn write(store: &dyn Store) {
    let mut hand = Hand::new(1);
    hand.write(store, structure()).await;
    hand.write(store, vec![column(TASBIH, 0, 100), noted(FAJR, day(1), prayed(2), "Woke before the call")]).await;
    hand.write(store, vec![Change::Reviewed { day: day(200), reviewed: true }, reflect(day(2), "Patience")]).await;
    hand.write(store, vec![Change::MakeUp { item: FAJR, day: day(3), count: MakeUpWrite::Put(2) }]).await;
    hand.write(store, vec![Change::Remove(RecordKey::Entry(TASBIH, day(7)))]).await;
    let commit = hand.request(vec![put(TASBIH, day(8), amount(12))], 0xee);
    store.apply(&hand.ctx(), &commit).await.unwrap();
    hand.write(store, vec![Change::Erase(RecordKey::Entry(FAJR, day(9)))]).await;
}

async fn read(store: &dyn Store) {
    let hand = Hand::new(1);
    let ctx = hand.ctx();
    hand.check(store).await;
    assert_eq!(store.head(&ctx, OWNER).await.unwrap().seq, 7);
    assert_eq!(hand.all_entries(store).await.len(), 100);
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let query = EntryQuery { words: words(&["woke", "call"]), ..EntryQuery::on(DayRange::ALL, 10) };
    let page = store.entries(&ctx, OWNER, &query).await.unwrap();
    assert_eq!(page.rows.iter().map(|entry| (entry.item, entry.day)).collect::<Vec<_>>(), [(FAJR, day(1))]);
    let query =
        ReflectionQuery { days: DayRange::ALL, category: None, words: words(&["patience"]), after: None, limit: 10 };
    let page = store.reflections(&ctx, OWNER, &query).await.unwrap();
    assert_eq!((page.rows[0].day, page.rows[0].category), (day(2), Category::Hasanaat));
    assert_eq!(store.make_ups(&ctx, OWNER, FAJR).await.unwrap()[&day(3)], 2);
    assert_eq!(store.reviewed(&ctx, OWNER, DayRange::ALL).await.unwrap(), [day(200)]);
    let history = store.history(&ctx, OWNER, RecordKey::Entry(TASBIH, day(8)), None, 10).await.unwrap();
    assert_eq!(history.iter().map(|step| step.seq).collect::<Vec<_>>(), [6, 2]);
}

#[tokio::test]
async fn a_book_of_schema_1_opens_and_goes_on() {
    let kept = fixture(1);
    if std::env::var_os("KITAAB_WRITE_FIXTURE").is_some() {
        assert!(!kept.exists(), "a released file is never written again");
        write(&open(&kept).await).await;
    }
    opens_and_goes_on(kept).await;
}

#[tokio::test]
async fn a_book_of_schema_3_opens_and_goes_on() {
    opens_and_goes_on(fixture(3)).await;
}

async fn opens_and_goes_on(kept: PathBuf) {
    let (_folder, path) = folder();
    std::fs::copy(&kept, &path).unwrap();
    let store = open(&path).await;
    read(&store).await;
    let mut hand = Hand::new(2);
    hand.write(&store, vec![put(FAJR, day(300), prayed(1))]).await;
    hand.check(&store).await;
    // What came later finds its place.
    hand.write(&store, vec![Change::Fidya { item: FAJR, day: day(3), count: MakeUpWrite::Put(4) }]).await;
    assert_eq!(store.fidya(&hand.ctx(), OWNER, FAJR).await.unwrap()[&day(3)], 4);
    assert_eq!(store.make_ups(&hand.ctx(), OWNER, FAJR).await.unwrap()[&day(3)], 2);
    hand.check(&store).await;
    let rise = ReminderPatch {
        title: Some("Rise".parse().unwrap()),
        time: Some(ReminderTime::Once { day: day(1), minute: 300 }),
        ..ReminderPatch::default()
    };
    let ctx = hand.ctx();
    let reminder = ReminderId::new(uuid::Uuid::from_u128(0x91));
    let due = Occurrence { at: ctx.now, reminder, slot: Slot::PutOff(ctx.now) };
    let until = Timestamp::from_micros(ctx.now.micros() + 1);
    hand.write(&store, vec![Change::Reminder(reminder, rise)]).await;
    assert_eq!(store.claim_reminders(&ctx, OWNER, &[due], until).await.unwrap(), [due]);
    assert!(store.confirm_reminder(&ctx, OWNER, &due).await.unwrap());
    assert_eq!(store.accesses(&ctx, OWNER, None, 10).await.unwrap().rows, []);
    let none: [RecordedVerdict; 0] = [];
    assert!(store.record_verdicts(&hand.ctx(), OWNER, 10, &none, true).await.unwrap());
    assert_eq!(store.head(&hand.ctx(), OWNER).await.unwrap().dirty_from, None);
}

/// A new book holds what the file of its version does.
#[tokio::test]
async fn a_new_book_reads_as_the_kept_one() {
    let (_folder, path) = folder();
    let store = open(&path).await;
    write(&store).await;
    read(&store).await;
}
