use kitaab::{Checkpoint, Digest};
use rusqlite::Connection;

use crate::book::World;

#[tokio::test]
async fn a_book_is_verified_against_a_checkpoint() {
    for world in World::all().await {
        let ledger = world.book.ledger();
        assert_eq!(ledger.verify(None).await.unwrap().commits, 0);
        let start = ledger.checkpoint().await.unwrap();
        world.fill().await;
        let seen = ledger.checkpoint().await.unwrap();
        for expected in [start, seen, seen.to_string().parse().unwrap()] {
            assert_eq!(ledger.verify(Some(expected)).await.unwrap().head, seen);
        }
        let later = Checkpoint { seq: seen.seq + 1, ..seen };
        let other = Checkpoint { link: Digest::new([7; 32]), ..seen };
        for (expected, what) in [(later, "is missing"), (other, "saw another commit")] {
            let error = ledger.verify(Some(expected)).await.unwrap_err();
            assert_eq!(error.code(), "corrupt");
            assert!(error.to_string().contains(what), "{error}");
        }
        // Rebuilt from nothing with fewer commits.
        ledger.erase_book(world.book.owner()).await.unwrap();
        world.quran().await;
        assert_eq!(ledger.verify(Some(seen)).await.unwrap_err().code(), "corrupt");
    }
}

#[tokio::test]
async fn rows_edited_behind_the_ledgers_back_are_named() {
    for (edit, named) in [
        ("UPDATE entries SET value = value + 1 WHERE day = (SELECT min(day) FROM entries)", "the entry of"),
        ("DELETE FROM entries WHERE day = (SELECT min(day) FROM entries)", "the entry of"),
        ("DELETE FROM entries WHERE day = (SELECT max(day) FROM entries)", "the entry of"),
        ("UPDATE entries SET day = day - 500 WHERE day = (SELECT min(day) FROM entries)", "the entry of"),
        ("UPDATE entries SET seq = 1 WHERE day = (SELECT min(day) FROM entries)", "the entry of"),
        ("UPDATE notes SET note = 'another' WHERE id = (SELECT min(id) FROM notes)", "the entry of"),
        ("UPDATE reviewed SET day = day - 1", "the review of"),
        ("UPDATE make_ups SET count = count + 1", "the make-ups of"),
        ("UPDATE fidya SET count = count + 1", "the fidya of"),
        ("UPDATE reflections SET text = 'another'", "a reflection on"),
        ("DELETE FROM records WHERE kind = 5", "the exemption"),
        ("UPDATE commits SET link = zeroblob(32) WHERE id = (SELECT max(id) - 1 FROM commits)", ""),
        ("UPDATE books SET link = zeroblob(32)", "another end"),
    ] {
        let world = World::sqlite().await;
        world.fill().await;
        let path = world.folder.path().join("book.db");
        let owner = world.book.owner();
        let World { kitaab, book, folder } = world;
        drop((kitaab, book));
        let file = Connection::open(&path).unwrap();
        let changed = file.execute(edit, []).unwrap();
        assert!(changed > 0, "{edit}");
        drop(file);
        let world = World::at(path.to_str().unwrap(), folder).await;
        assert_eq!(world.book.owner(), owner);
        let error = world.book.ledger().verify(None).await.unwrap_err();
        assert_eq!(error.code(), "corrupt", "{edit}: {error}");
        assert!(error.to_string().contains(named), "{edit}: {error}");
        assert!(!error.to_string().contains("private"), "{error}");
    }
}
