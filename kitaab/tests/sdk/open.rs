//! Opening books.

use kitaab::{Kitaab, NewDeed, UserId};

use crate::world::World;
#[cfg(feature = "sqlite")]
use crate::world::day;

#[tokio::test]
async fn a_device_has_one_book_whose_owner_is_made_once() {
    let kitaab = Kitaab::open("memory:").await.unwrap();
    let book = kitaab.my_book().await.unwrap();
    assert_eq!(kitaab.my_book().await.unwrap().owner(), book.owner(), "even before anything is written");
    assert_eq!(kitaab.owners().await.unwrap(), []);
    book.groups().add("Morning").await.unwrap();
    assert_eq!(kitaab.owners().await.unwrap(), [book.owner()]);
    assert_eq!(kitaab.my_book().await.unwrap().owner(), book.owner());

    let other = kitaab.book(UserId::new(uuid::Uuid::from_u128(7)));
    other.groups().add("Evening").await.unwrap();
    assert_eq!(kitaab.my_book().await.unwrap_err().code(), "conflict");
}

#[tokio::test]
async fn what_can_not_be_opened_says_why() {
    // Where there is a way to a server, nobody listens at this port.
    let server = if cfg!(feature = "postgres") { "unavailable" } else { "unsupported" };
    for (location, code) in [("", "invalid"), ("http://example.org", "invalid"), ("postgres://127.0.0.1:1/db", server)]
    {
        assert_eq!(Kitaab::open(location).await.unwrap_err().code(), code, "{location}");
    }
}

#[tokio::test]
async fn books_in_one_store_know_nothing_of_each_other() {
    let world = World::memory();
    world.salah().await;
    let other = world.kitaab.book(UserId::new(uuid::Uuid::from_u128(2)));
    assert_eq!(other.deeds().list().await.unwrap(), []);
    assert_eq!(other.head().await.unwrap().seq, 0);
    other.deeds().add(NewDeed::count("Dhikr", kitaab::Category::Hasanaat)).await.unwrap();
    assert_eq!(world.book.deeds().list().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_backup_in_memory_is_unsupported() {
    let world = World::memory();
    assert_eq!(world.kitaab.backup("nowhere.db").await.unwrap_err().code(), "unsupported");
}

#[cfg(feature = "sqlite")]
#[tokio::test]
async fn a_file_keeps_its_book_and_can_be_copied() {
    let directory = tempfile::tempdir().unwrap();
    let path = |name: &str| directory.path().join(name).to_str().unwrap().to_owned();
    let kitaab = Kitaab::open(&path("book.db")).await.unwrap();
    let book = kitaab.my_book().await.unwrap();
    let dhikr = NewDeed::count("Dhikr", kitaab::Category::Hasanaat).starts_on(day("2024-01-01"));
    let dhikr = book.deeds().add(dhikr).await.unwrap();
    book.entries().put(dhikr.root(), day("2024-01-02"), kitaab::Amount::whole(33).unwrap()).await.unwrap();
    kitaab.backup(path("copy.db")).await.unwrap();
    assert_eq!(kitaab.backup(path("copy.db")).await.unwrap_err().code(), "conflict");
    drop((kitaab, book.clone()));

    for file in [path("book.db"), format!("sqlite://{}", path("copy.db"))] {
        let again = Kitaab::open(&file).await.unwrap().my_book().await.unwrap();
        assert_eq!(again.owner(), book.owner());
        let entry = again.entries().get(dhikr.root(), day("2024-01-02")).await.unwrap().unwrap();
        assert_eq!(entry.value, kitaab::Value::Count(kitaab::Amount::whole(33).unwrap()));
    }
}
