//! How many bytes a book takes.

use std::path::Path;

use kitaab_core::{Change, ItemId};
use kitaab_store::Store;
use rusqlite::Connection;
use uuid::Uuid;

use crate::book::{DHIKR, Hand, OWNER, TASBIH, amount, column, day, folder, item, open, put, structure};

const ITEMS: u128 = 50;

fn leaf(number: u128) -> ItemId {
    ItemId::new(Uuid::from_u128(0x0190_c0de_0000_7000_8000_0000_0000_1000 + number))
}

fn leaves() -> impl Iterator<Item = Change> {
    (0..ITEMS).map(|number| item(leaf(number), DHIKR, Some(TASBIH), &format!("Item {number}")))
}

/// The bytes of the whole file, or of one table in it.
fn bytes(path: &Path, table: &str) -> f64 {
    let conn = Connection::open(path).unwrap();
    let sql = "SELECT coalesce(sum(pgsize), 0) FROM dbstat WHERE ?1 = '' OR name = ?1";
    conn.query_row(sql, [table], |row| row.get(0)).unwrap()
}

/// A year of writing day by day, each entry a commit of its own: the worst case.
#[tokio::test]
async fn an_entry_written_by_itself_takes_at_most_250_bytes() {
    let (_folder, path) = folder();
    let store = open(&path).await;
    let mut hand = Hand::new(0x0190_c0de_0000_7000_8000_0000_0000_0d01);
    let mut changes = structure();
    changes.extend(leaves());
    hand.write(&store, changes).await;
    let catalogue = store.head(&hand.ctx(), OWNER).await.unwrap().catalogue;
    drop(store);
    let before = bytes(&path, "");
    let store = open(&path).await;
    let mut written = 0.0;
    for number in 0..60 {
        for leaf in (0..ITEMS).map(leaf) {
            let commit = hand.commit(vec![put(leaf, day(number), amount(33))], Some(catalogue));
            store.apply(&hand.ctx(), &commit).await.unwrap();
            written += 1.0;
        }
    }
    drop(store);
    let each = (bytes(&path, "") - before) / written;
    let row = bytes(&path, "entries") / written;
    println!("figure: {each:.1} bytes for an entry written by itself, {row:.1} of them its row");
    assert!(each <= 250.0, "{each}");
    assert!(row <= 60.0, "{row}");
}

#[tokio::test]
async fn an_entry_of_an_import_takes_at_most_80_bytes() {
    let (_folder, path) = folder();
    let store = open(&path).await;
    let mut hand = Hand::new(1);
    let mut changes = structure();
    changes.extend(leaves());
    hand.write(&store, changes).await;
    drop(store);
    let before = bytes(&path, "");
    let store = open(&path).await;
    hand.write(
        &store,
        (0..ITEMS)
            .map(|number| match column(TASBIH, 0, 3_652) {
                Change::Entries(days) => Change::Entries(
                    kitaab_core::EntryColumn::new(leaf(number), days.days().to_vec(), days.values().clone(), vec![])
                        .unwrap(),
                ),
                other => other,
            })
            .collect(),
    )
    .await;
    drop(store);
    let entries = 3_652.0 * 50.0;
    let each = (bytes(&path, "") - before) / entries;
    let row = bytes(&path, "entries") / entries;
    println!("figure: {each:.1} bytes for an entry of an import, {row:.1} of them its row");
    assert!(each <= 80.0, "{each}");
    assert!(row <= 60.0, "{row}");
}
