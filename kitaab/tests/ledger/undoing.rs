use kitaab::{Category, NewDeed, NewEntry, Origin, RecordImage, RecordKey, SeededIds, Value};

use crate::book::{World, amount, amounts, content, today};

#[tokio::test]
async fn everything_is_undone_step_by_step_and_brought_back() {
    for world in World::all().await {
        let empty = content(&world.book).await.timeless();
        world.fill().await;
        let full = content(&world.book).await.timeless();
        let commits = world.book.ledger().checkpoint().await.unwrap().seq;
        let ledger = world.book.ledger();
        for _ in 0..commits {
            ledger.undo().await.unwrap().unwrap();
        }
        assert_eq!(ledger.undo().await.unwrap(), None);
        assert_eq!(content(&world.book).await.timeless(), empty);
        ledger.verify(None).await.unwrap();
        for _ in 0..commits {
            ledger.redo().await.unwrap().unwrap();
        }
        assert_eq!(ledger.redo().await.unwrap(), None);
        assert_eq!(content(&world.book).await.timeless(), full);
        assert_eq!(ledger.verify(None).await.unwrap().commits, commits * 3);
    }
}

#[tokio::test]
async fn a_batch_is_undone_as_a_whole_and_an_addition_as_an_addition() {
    for world in World::all().await {
        let quran = world.quran().await;
        world.column(quran).await;
        let other = world.kitaab.clone();
        let ledger = world.book.ledger();
        world.book.entries().add(quran, today(), amount("5")).await.unwrap();
        let undone = ledger.undo().await.unwrap().unwrap();
        assert_eq!((undone.of, undone.seq), (3, Some(4)));
        assert_eq!(amounts(&world.book, quran).await[&today()], amount("0"));
        // The same from another client of the same storage.
        other.book(world.book.owner()).ledger().undo().await.unwrap().unwrap();
        assert!(amounts(&world.book, quran).await.is_empty());
        assert_eq!(world.book.ledger().commits(None, 1).await.unwrap()[0].1.origin(), Origin::Undo(2));
        ledger.redo().await.unwrap().unwrap();
        assert_eq!(amounts(&world.book, quran).await.len(), 100);
    }
}

#[tokio::test]
async fn what_was_changed_since_is_a_conflict_that_names_it() {
    for world in World::all().await {
        let quran = world.quran().await;
        let entries = world.book.entries();
        let first = entries.put(quran, today(), amount("1")).await.unwrap().seq.unwrap();
        let second = entries.put(quran, today(), amount("2")).await.unwrap().seq.unwrap();
        let ledger = world.book.ledger();
        let error = ledger.undo_commit(first).await.unwrap_err();
        assert_eq!((error.code(), error.to_string().contains("Qur'an on 2024-02-10")), ("conflict", true), "{error}");
        // The deed itself can't go while there is an entry of another commit.
        assert_eq!(ledger.undo_commit(1).await.unwrap_err().code(), "conflict");
        ledger.undo_commit(second).await.unwrap();
        let error = ledger.undo_commit(second).await.unwrap_err();
        assert!(error.to_string().ends_with("was undone before"), "{error}");
        assert_eq!(ledger.undo_commit(second + 1).await.unwrap_err().code(), "conflict");
        assert_eq!(ledger.undo_commit(99).await.unwrap_err().code(), "not_found");
        assert_eq!(ledger.undo().await.unwrap().unwrap().of, first);
        assert_eq!(ledger.undo().await.unwrap().unwrap().of, 1);
        assert_eq!(ledger.undo().await.unwrap(), None);
    }
}

#[tokio::test]
async fn two_clients_that_undo_at_once_take_nothing_back_twice() {
    let world = World::sqlite().await;
    let quran = world.quran().await;
    for _ in 0..8 {
        world.book.entries().add(quran, today(), amount("1")).await.unwrap();
    }
    let path = world.folder.path().join("book.db");
    let mut tasks = Vec::new();
    for seed in 0..4 {
        let kitaab = kitaab::Kitaab::builder().ids(SeededIds::new(seed + 10)).open(path.to_str().unwrap());
        let book = kitaab.await.unwrap().book(world.book.owner());
        tasks.push(tokio::spawn(async move { book.ledger().undo().await.unwrap().unwrap().of }));
    }
    let mut undone = Vec::new();
    for task in tasks {
        undone.push(task.await.unwrap());
    }
    undone.sort_unstable();
    assert_eq!(undone, [6, 7, 8, 9]);
    assert_eq!(amounts(&world.book, quran).await[&today()], amount("4"));
}

#[tokio::test]
async fn a_history_says_who_made_what_of_a_record() {
    for world in World::all().await {
        let quran = world.quran().await;
        let entries = world.book.entries();
        entries.put(quran, today(), amount("1")).await.unwrap();
        entries.note(quran, today(), "slowly").await.unwrap();
        entries.remove(quran, today()).await.unwrap();
        world.book.ledger().undo().await.unwrap();
        let events = world.book.ledger().history(RecordKey::Entry(quran, today())).await.unwrap();
        let value = |image: &Option<RecordImage>| match image {
            Some(RecordImage::Entry(entry)) => {
                let Value::Count(count) = entry.value else { panic!("a scale") };
                Some((count, entry.note.is_some()))
            }
            _ => None,
        };
        let told: Vec<_> = events.iter().map(|event| (event.seq, value(&event.before), value(&event.after))).collect();
        let one = |noted| Some((amount("1"), noted));
        assert_eq!(
            told,
            [(5, None, one(true)), (4, one(true), None), (3, one(false), one(true)), (2, None, one(false)),]
        );
        assert_eq!((events[0].origin, events[1].origin), (Origin::Undo(4), Origin::Authored));
        assert_eq!((events[0].actor, events[0].device), (world.book.owner(), world.kitaab.device()));

        world.book.deeds().rename(world.book.items().get(quran).await.unwrap().deed, "Recitation").await.unwrap();
        let events = world.book.ledger().history(RecordKey::Item(quran)).await.unwrap();
        let name = |image: &Option<RecordImage>| match image {
            Some(RecordImage::Item(item)) => Some(item.name.to_string()),
            _ => None,
        };
        assert_eq!(
            (name(&events[0].before), name(&events[0].after)),
            (Some("Qur'an".to_owned()), Some("Recitation".to_owned()))
        );
        assert_eq!(world.book.ledger().history(RecordKey::Reviewed(today())).await.unwrap(), vec![]);
    }
}

#[tokio::test]
async fn a_deed_that_was_used_since_is_kept() {
    for world in World::all().await {
        let deed = world.book.deeds().add(NewDeed::scale("Fasting", Category::Hasanaat)).await.unwrap();
        let item = deed.root();
        // Another version of the scale, and an entry that holds it.
        let values = kitaab::values_by_position(["No", "Half", "Yes"]).unwrap();
        world.book.scales().redefine(deed.id, values, None).await.unwrap();
        world.book.entries().put_many(&[NewEntry::new(item, today(), "Half")]).await.unwrap();
        let ledger = world.book.ledger();
        assert_eq!(ledger.undo_commit(2).await.unwrap_err().code(), "conflict");
        ledger.undo().await.unwrap();
        ledger.undo_commit(2).await.unwrap();
        assert_eq!(world.book.scales().versions(deed.id).await.unwrap().len(), 1);
    }
}
