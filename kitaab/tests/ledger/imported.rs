//! What an import leaves in the ledger. What it makes of a file is tested in `tests/import.rs`.

use std::path::{Path, PathBuf};

use kitaab::{Book, ImportOptions};

use crate::book::{World, content};

/// Real files, if they are at hand.
fn samples() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/import-samples");
    if !folder.is_dir() {
        println!("SKIPPED: {} is not at hand", folder.display());
        return vec![];
    }
    [
        "uhabits/loop.db",
        "uhabits/databases/021.db",
        "uhabits/databases/022.db",
        "uhabits/Loop Habits CSV 2015-01-25.zip",
        "mhabit/loop_habits_csv_v2.3.1.zip",
    ]
    .map(|file| folder.join(file))
    .into()
}

async fn import(book: &Book, file: &Path) -> Option<u64> {
    book.import(file, ImportOptions::new()).await.unwrap().committed.seq
}

#[tokio::test]
async fn an_import_is_verified_undone_brought_back_exported_and_restored() {
    for file in samples() {
        for world in World::all().await {
            let empty = content(&world.book).await.timeless();
            assert_eq!(import(&world.book, &file).await, Some(1), "{}", file.display());
            assert_eq!(import(&world.book, &file).await, None, "the same file again changes nothing");
            let full = content(&world.book).await.timeless();
            assert!(!full.catalogue.deeds.is_empty());
            let ledger = world.book.ledger();
            ledger.verify(None).await.unwrap();
            ledger.undo().await.unwrap().unwrap();
            assert_eq!(content(&world.book).await.timeless(), empty);
            ledger.redo().await.unwrap().unwrap();
            assert_eq!(content(&world.book).await.timeless(), full);
            ledger.verify(None).await.unwrap();

            let mut export = Vec::new();
            ledger.export(&mut export, None).await.unwrap();
            for to in World::all().await {
                let owner = to.kitaab.restore(&export[..], None).await.unwrap();
                let book = to.kitaab.book(owner);
                assert_eq!(content(&book).await, content(&world.book).await);
                assert_eq!(import(&book, &file).await, None);
            }
        }
    }
}
