use std::collections::BTreeSet;

use kitaab::{Category, ForGood, NewMerit, RecordKey, UserId, rules};

use crate::book::{World, amount, amounts, content, day, today};

#[tokio::test]
async fn an_entry_is_erased_out_of_a_column_and_the_others_stay() {
    for world in World::all().await {
        let quran = world.quran().await;
        world.column(quran).await;
        let book = &world.book;
        let on = |back: i32| today().plus(-back).unwrap();
        // Later changes of others in the column: their base goes with it.
        book.entries().add(quran, on(1), amount("5")).await.unwrap();
        book.entries().note(quran, on(2), "private since").await.unwrap();
        book.entries().note(quran, on(10), None).await.unwrap();
        book.entries().remove(quran, on(3)).await.unwrap();
        book.entries().put(quran, on(4), amount("400")).await.unwrap();
        let mut expected = content(book).await.timeless();
        let key = RecordKey::Entry(quran, on(20));
        book.ledger().erase(key, ForGood).await.unwrap();

        expected.entries.retain(|entry| entry.day != on(20));
        assert_eq!(content(book).await.timeless(), expected);
        assert_eq!(amounts(book, quran).await[&on(1)], amount("6"));
        let report = book.ledger().verify(None).await.unwrap();
        assert_eq!(report.erased, 1);
        assert_eq!(book.ledger().history(key).await.unwrap(), vec![]);
        assert_eq!(book.ledger().erase(key, ForGood).await.unwrap_err().code(), "not_found");

        // What is left can be undone and written to as ever; the column itself can't be.
        book.entries().put(quran, on(20), amount("7")).await.unwrap();
        book.ledger().undo().await.unwrap().unwrap();
        let undone = book.ledger().undo().await.unwrap().unwrap();
        assert_eq!(undone.of, 7, "the erasure is passed over");
        book.ledger().verify(None).await.unwrap();
    }
}

#[tokio::test]
async fn few_entries_beside_an_erased_one_are_written_one_by_one() {
    for world in World::all().await {
        let quran = world.quran().await;
        world.column(quran).await;
        let kept: BTreeSet<_> = [0, 10, 55].map(|back| today().plus(-back).unwrap()).into();
        for (day, _) in amounts(&world.book, quran).await {
            if !kept.contains(&day) && day != day_of(7) {
                world.book.entries().remove(quran, day).await.unwrap();
            }
        }
        world.book.ledger().erase(RecordKey::Entry(quran, day_of(7)), ForGood).await.unwrap();
        assert_eq!(amounts(&world.book, quran).await.keys().copied().collect::<BTreeSet<_>>(), kept);
        world.book.ledger().verify(None).await.unwrap();
        // Everything before the erasure is still history; the erased record has none.
        assert_eq!(
            world.book.entries().get(quran, day_of(10)).await.unwrap().unwrap().note.unwrap().as_str(),
            "private 10"
        );
    }
}

fn day_of(back: i32) -> kitaab::Day {
    today().plus(-back).unwrap()
}

#[tokio::test]
async fn deeds_items_and_words_are_erased_with_their_histories() {
    for world in World::all().await {
        world.fill().await;
        let book = &world.book;
        let salah = book.items().find("Salāh").await.unwrap();
        let fajr = book.items().find("Salāh/Fajr").await.unwrap();
        let merit = NewMerit::positive("Fajr").days(3).rule(rules::every_day(fajr, rules::score_at_least(1)));
        let merit = book.merits().add(merit).await.unwrap();
        let ledger = book.ledger();
        assert_eq!(ledger.erase(RecordKey::Item(fajr), ForGood).await.unwrap_err().code(), "conflict");
        assert_eq!(ledger.erase(RecordKey::Settings, ForGood).await.unwrap_err().code(), "invalid");
        ledger.erase(RecordKey::Merit(merit.id), ForGood).await.unwrap();
        ledger.erase(RecordKey::Item(fajr), ForGood).await.unwrap();
        ledger.erase(RecordKey::Reflection(today(), Category::Hasanaat), ForGood).await.unwrap();
        assert!(book.reflections().read(today(), Category::Hasanaat).await.unwrap().is_none());
        assert_eq!(
            ledger.erase(RecordKey::Reviewed(day("2020-01-01")), ForGood).await.unwrap_err().code(),
            "not_found"
        );
        let deed = book.items().get(salah).await.unwrap().deed;
        ledger.erase(RecordKey::Deed(deed), ForGood).await.unwrap();
        let report = ledger.verify(None).await.unwrap();
        assert!(report.erased > 8, "{report:?}");
        // Undoing steps over what is gone.
        while let Some(undone) = ledger.undo().await.unwrap() {
            assert!(undone.of < 16);
        }
        ledger.verify(None).await.unwrap();
    }
}

#[tokio::test]
async fn a_whole_book_is_erased_when_its_owner_is_named() {
    for world in World::all().await {
        world.fill().await;
        let ledger = world.book.ledger();
        let other = UserId::new(uuid::Uuid::from_u128(2));
        assert_eq!(ledger.erase_book(other).await.unwrap_err().field(), Some("owner"));
        ledger.erase_book(world.book.owner()).await.unwrap();
        assert_eq!(world.kitaab.owners().await.unwrap(), vec![]);
        assert!(world.book.catalogue().await.unwrap().deeds.is_empty());
        // A new one can begin.
        world.quran().await;
        assert_eq!(ledger.verify(None).await.unwrap().commits, 1);
    }
}
