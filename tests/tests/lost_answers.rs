//! The server did what it was asked for, and the answer got lost on the way: it is told as what it was, and done once.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on stops where it says why")]

use std::sync::Arc;

use kitaab::{
    Amount, Book, Category, DueOptions, FixedTime, Kitaab, NewDeed, NewPermission, NewReminder, RelationKind,
    RequestId, SeededIds, Shared, UserId, Value,
};
use kitaab_pg::{Options, PgStore};
use kitaab_test_pg::{Cluster, Database, Role, Settings, Way};
use uuid::Uuid;

fn user(number: u128) -> UserId {
    UserId::new(Uuid::from_u128(number))
}

/// A host whose answers get lost, and one beside it whose do not.
struct Hosts {
    _cluster: Cluster,
    _database: Database,
    way: Way,
    losing: Kitaab,
    other: Kitaab,
    time: FixedTime,
}

impl Hosts {
    async fn start() -> Option<Self> {
        let cluster = Cluster::start(&Settings::new())?;
        let database = cluster.blank().await;
        kitaab_pg::migrate(&database.url(Role::Owner)).await.unwrap();
        let way = Way::to(&cluster);
        let time = FixedTime::at("2024-02-10T12:00:00Z".parse().unwrap());
        let losing = host(&way.url(Role::App, database.name()), &time, 1).await;
        let other = host(&database.url(Role::App), &time, 2).await;
        Some(Self { _cluster: cluster, _database: database, way, losing, other, time })
    }

    /// The same book, asked of both.
    fn book(&self) -> (Book, Book) {
        (self.losing.book(user(1)), self.other.book(user(1)))
    }

    fn lose(&self) {
        self.way.lose_an_answer(0);
    }

    /// That so many were lost: a test whose answers arrive shows nothing.
    fn lost(&self, so_many: u32) {
        assert_eq!(self.way.lost(), so_many);
    }
}

async fn host(url: &str, time: &FixedTime, seed: u64) -> Kitaab {
    let store = PgStore::connect(url, Options::new().connections(2)).await.unwrap();
    Kitaab::builder().time(time.clone()).ids(SeededIds::new(seed)).with_store(Arc::new(store)).unwrap()
}

#[tokio::test]
async fn of_what_was_written() {
    let Some(hosts) = Hosts::start().await else { return };
    let (book, other) = hosts.book();
    hosts.lose();
    let dhikr = book.deeds().add(NewDeed::count("Dhikr", Category::Hasanaat)).await.unwrap().added.root();
    let today = book.today().await.unwrap();
    hosts.lost(1);
    let more = Amount::whole(33).unwrap();
    hosts.lose();
    let added = book.entries().add(dhikr, today, more).await.unwrap();
    hosts.lost(2);
    assert_eq!((added.seq, added.replayed), (Some(2), false));
    hosts.lose();
    let batch = book.entries().batch(RequestId::new(Uuid::from_u128(5))).add(dhikr, today, more).write().await.unwrap();
    hosts.lost(3);
    assert_eq!((batch.seq, batch.replayed), (Some(3), false));
    assert_eq!(
        other.entries().get(dhikr, today).await.unwrap().unwrap().value,
        Value::Count(Amount::whole(66).unwrap())
    );
    let umar = hosts.losing.book(user(2));
    umar.entries().set_reviewed(today, true).await.unwrap();
    hosts.lose();
    let relation = umar.people().request(RelationKind::Friend, book.owner()).await.unwrap().id;
    hosts.lost(4);
    hosts.lose();
    book.people().accept(relation).await.unwrap();
    hosts.lost(5);
    hosts.lose();
    let deed = book.deeds().list().await.unwrap()[0].id;
    book.people().grant(NewPermission::read(relation, Shared::Deed(deed))).await.unwrap();
    hosts.lost(6);
    assert_eq!(other.acting_as(user(2)).deeds().list().await.unwrap().len(), 1);
    assert_eq!(other.ledger().verify(None).await.unwrap().commits, other.head().await.unwrap().seq);
}

#[tokio::test]
async fn of_a_claim_on_a_reminder() {
    let Some(hosts) = Hosts::start().await else { return };
    let (book, other) = hosts.book();
    let today = book.today().await.unwrap();
    book.reminders().add(NewReminder::once("Read", today, 11 * 60)).await.unwrap();
    // What is asked before it claims is asked again; its own claims it would not find free, so that it can't know.
    let mut but = 0;
    loop {
        hosts.way.lose_an_answer(but);
        match book.reminders().due(DueOptions::new()).await {
            Ok(due) => assert!(book.reminders().release(&due[0]).await.unwrap()),
            Err(error) => break assert_eq!(error.code(), "unavailable"),
        }
        but += 1;
        hosts.lost(but);
    }
    hosts.lost(but + 1);
    assert_eq!(other.reminders().due(DueOptions::new()).await.unwrap(), [], "it was claimed");
    // Nobody delivered it: at the end of the claim somebody else does.
    hosts.time.set("2024-02-10T12:05:00Z".parse().unwrap());
    let due = book.reminders().due(DueOptions::new()).await.unwrap();
    assert_eq!(due.len(), 1);
    hosts.lose();
    // Asked again, the server would say that there is nothing to give back: that it is not known is told.
    assert_eq!(book.reminders().release(&due[0]).await.unwrap_err().code(), "unavailable");
    hosts.lost(but + 2);
    let again = other.reminders().due(DueOptions::new()).await.unwrap();
    assert_eq!(again.len(), 1);
    hosts.lose();
    book.reminders().confirm(&again[0]).await.unwrap();
    hosts.lost(but + 3);
    assert_eq!(other.reminders().due(DueOptions::new()).await.unwrap(), []);
}

#[tokio::test]
async fn of_a_chain_that_is_taken_over_and_of_an_erasure() {
    let Some(hosts) = Hosts::start().await else { return };
    let (book, other) = hosts.book();
    book.deeds().add(NewDeed::count("Dhikr", Category::Hasanaat)).await.unwrap();
    let mut file = Vec::new();
    book.ledger().export(&mut file, None).await.unwrap();
    assert_eq!(other.deeds().list().await.unwrap().len(), 1);
    hosts.lose();
    book.ledger().erase_book(book.owner()).await.unwrap();
    hosts.lost(1);
    assert_eq!(other.deeds().list().await.unwrap().len(), 0);
    hosts.lose();
    hosts.losing.restore(file.as_slice(), None).await.unwrap();
    hosts.lost(2);
    assert_eq!(other.head().await.unwrap().seq, 1);
    assert_eq!(other.deeds().list().await.unwrap().len(), 1);
    assert_eq!(hosts.losing.restore(file.as_slice(), None).await.unwrap_err().code(), "conflict", "there it is");
}
