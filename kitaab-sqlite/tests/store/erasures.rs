//! What is erased leaves the file.

use kitaab_core::{Category, Change, DayRange, NoteWrite, RecordKey, ValueWrite};
use kitaab_store::{EntryQuery, ReflectionQuery, Store};
use rusqlite::Connection;

use crate::book::{
    DHIKR, FAJR, Hand, OWNER, SALAH, TASBIH, amount, day, file_holds, folder, noted, open, prayed, put, reflect,
    structure,
};

/// Words that are found whether the text or its normalised words are left somewhere.
const SECRET: &str = "zanjabil";

async fn found(store: &dyn Store, hand: &Hand, word: &str) -> usize {
    let words = vec![word.to_owned()];
    let entries = EntryQuery { words: words.clone(), ..EntryQuery::on(DayRange::ALL, 100) };
    let reflections = ReflectionQuery { days: DayRange::ALL, category: None, words, after: None, limit: 100 };
    store.entries(&hand.ctx(), hand.owner, &entries).await.unwrap().rows.len()
        + store.reflections(&hand.ctx(), hand.owner, &reflections).await.unwrap().rows.len()
}

#[tokio::test]
async fn a_note_is_found_by_the_words_it_has_now() {
    let (_folder, path) = folder();
    let store = open(&path).await;
    let mut hand = Hand::new(1);
    hand.write(&store, structure()).await;
    hand.write(&store, vec![noted(TASBIH, day(1), amount(1), "Early, with patience")]).await;
    hand.write(&store, vec![noted(TASBIH, day(1), amount(1), "Late, and tired")]).await;
    assert_eq!((found(&store, &hand, "patience").await, found(&store, &hand, "tired").await), (0, 1));
    let clear = Change::Entry { item: TASBIH, day: day(1), value: ValueWrite::Keep, note: NoteWrite::Clear };
    hand.write(&store, vec![clear]).await;
    assert_eq!(found(&store, &hand, "tired").await, 0);
    hand.write(&store, vec![noted(TASBIH, day(1), amount(1), "Tired again")]).await;
    hand.write(&store, vec![Change::Remove(RecordKey::Entry(TASBIH, day(1)))]).await;
    assert_eq!(found(&store, &hand, "tired").await, 0);
    hand.write(&store, vec![reflect(day(1), "Patience at last")]).await;
    assert_eq!(found(&store, &hand, "patience").await, 1);
    hand.write(&store, vec![Change::Reflection { day: day(1), category: Category::Hasanaat, text: None }]).await;
    assert_eq!(found(&store, &hand, "patience").await, 0);
    hand.check(&store).await;
}

/// Many texts of many lengths in no order, so that SQLite splits and merges its pages and moves texts
/// about; each with a word of its own.
async fn many_texts(store: &dyn Store, hand: &mut Hand) {
    hand.write(store, structure()).await;
    for first in (0..300).step_by(10) {
        let changes = (first..first + 10).map(|number| number * 37 % 300).flat_map(|number| {
            let length = usize::try_from(number * 53 % 700).unwrap();
            let text = format!("{SECRET}{number:03} {} and what else came to mind", "x".repeat(length));
            [noted(TASBIH, day(number), amount(1), &text), reflect(day(number), &text)]
        });
        hand.write(store, changes.collect()).await;
    }
    // Each second one says something else by now, and its old words are in the history only.
    let changes =
        (0..300).step_by(2).map(|number| noted(TASBIH, day(number), amount(2), &format!("{SECRET}n{number:03}")));
    hand.write(store, changes.collect()).await;
}

#[tokio::test]
async fn an_erased_record_leaves_no_word_in_the_file() {
    let (_folder, path) = folder();
    let store = open(&path).await;
    let mut hand = Hand::new(1);
    many_texts(&store, &mut hand).await;
    hand.write(&store, vec![noted(FAJR, day(0), prayed(1), "what stays")]).await;
    assert!(file_holds(&path, b"zanjabil012"));

    // A third of the notes and reflections.
    let erased = (0..300).step_by(3);
    let keys = |number| [RecordKey::Entry(TASBIH, day(number)), RecordKey::Reflection(day(number), Category::Hasanaat)];
    hand.write(&store, erased.clone().flat_map(keys).map(Change::Erase).collect()).await;
    for number in erased {
        for left in [format!("{SECRET}{number:03}"), format!("{SECRET}n{number:03}")] {
            assert!(!file_holds(&path, left.as_bytes()), "{left}");
            assert_eq!(found(&store, &hand, &left).await, 0, "{left}");
        }
    }
    assert_eq!(found(&store, &hand, "zanjabil013").await, 2);
    hand.check(&store).await;

    // A whole deed, and what is left of reflections.
    hand.write(&store, vec![Change::Erase(RecordKey::Deed(DHIKR))]).await;
    let reflections = (0..300).map(|number| Change::Erase(RecordKey::Reflection(day(number), Category::Hasanaat)));
    hand.write(&store, reflections.collect()).await;
    assert!(!file_holds(&path, SECRET.as_bytes()));
    assert!(file_holds(&path, b"what stays"));
    assert_eq!(found(&store, &hand, "stays").await, 1);
    hand.check(&store).await;
}

#[tokio::test]
async fn an_erased_book_leaves_nothing_and_others_stay() {
    let (_folder, path) = folder();
    let store = open(&path).await;
    let (mut hand, mut other) = (Hand::new(1), Hand::of(77));
    many_texts(&store, &mut hand).await;
    other.write(&store, structure()).await;
    other.write(&store, vec![noted(TASBIH, day(1), amount(1), "of another person")]).await;

    store.erase_book(&hand.ctx(), OWNER).await.unwrap();
    assert!(!file_holds(&path, SECRET.as_bytes()));
    assert!(!file_holds(&path, OWNER.uuid().as_bytes()));
    assert!(!file_holds(&path, hand.device.uuid().as_bytes()));
    assert_eq!(found(&store, &other, "person").await, 1);
    other.check(&store).await;
    // Again is fine, and so is starting anew.
    store.erase_book(&hand.ctx(), OWNER).await.unwrap();
    let mut hand = Hand::new(1);
    hand.write(&store, structure()).await;
    hand.write(&store, vec![put(FAJR, day(1), prayed(2))]).await;
    hand.check(&store).await;
    other.check(&store).await;
}

/// A crash between the commit and the scrubbing: the next one to open the file finishes it.
#[tokio::test]
async fn what_was_left_to_scrub_is_scrubbed_on_opening() {
    let (_folder, path) = folder();
    drop(open(&path).await);
    let conn = Connection::open(&path).unwrap();
    conn.execute_batch("INSERT INTO chores (chore) VALUES ('scrub')").unwrap();
    drop(conn);
    let store = open(&path).await;
    let conn = Connection::open(&path).unwrap();
    let left: i64 = conn.query_row("SELECT count(*) FROM chores", [], |row| row.get(0)).unwrap();
    assert_eq!(left, 0);
    drop(store);
}

/// Somebody who reads holds the old state, so that the log can't be cut off: the erasure of a book
/// says so, and is done when it is asked for again.
#[tokio::test]
async fn an_erasure_that_a_reader_holds_up_is_not_told_as_done() {
    let (_folder, path) = folder();
    let options = kitaab_sqlite::Options::new().busy_timeout(std::time::Duration::from_millis(50));
    let store = kitaab_sqlite::SqliteStore::open(&path, options).await.unwrap();
    let mut hand = Hand::new(1);
    hand.write(&store, structure()).await;
    hand.write(&store, vec![noted(TASBIH, day(1), amount(1), SECRET)]).await;
    let reader = Connection::open(&path).unwrap();
    reader.execute_batch("BEGIN; SELECT * FROM books").unwrap();
    assert_eq!(store.erase_book(&hand.ctx(), OWNER).await.unwrap_err().code(), "unavailable");
    assert!(store.owners(&hand.ctx()).await.unwrap().is_empty());
    reader.execute_batch("ROLLBACK").unwrap();
    store.erase_book(&hand.ctx(), OWNER).await.unwrap();
    assert!(!file_holds(&path, SECRET.as_bytes()));
}

/// The entries that shared a column with an erased one keep their histories, older steps too.
#[tokio::test]
async fn a_history_goes_on_behind_what_was_erased() {
    let (_folder, path) = folder();
    let store = open(&path).await;
    let mut hand = Hand::new(1);
    hand.write(&store, structure()).await;
    hand.write(&store, vec![put(TASBIH, day(1), amount(5))]).await;
    hand.write(&store, vec![crate::book::column(TASBIH, 0, 3)]).await;
    hand.write(&store, vec![put(TASBIH, day(1), amount(7))]).await;
    // The column goes as a whole; what else it held is written again.
    let again = [put(TASBIH, day(1), amount(7)), put(TASBIH, day(2), amount(2))];
    let mut changes = vec![Change::Erase(RecordKey::Entry(TASBIH, day(0)))];
    changes.extend(again);
    hand.write(&store, changes).await;
    let history = store.history(&hand.ctx(), OWNER, RecordKey::Entry(TASBIH, day(1)), None, 10).await.unwrap();
    assert_eq!(history.iter().map(|step| step.seq).collect::<Vec<_>>(), [5, 4, 2]);
    let history = store.history(&hand.ctx(), OWNER, RecordKey::Entry(TASBIH, day(1)), Some(4), 10).await.unwrap();
    assert_eq!(history.iter().map(|step| step.seq).collect::<Vec<_>>(), [2]);
    hand.write(&store, vec![Change::Erase(RecordKey::Deed(SALAH))]).await;
    hand.check(&store).await;
}
