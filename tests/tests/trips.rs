//! How often a server is asked for something that takes many of its commits.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on stops where it says why")]

use std::fs;
use std::sync::Arc;

use kitaab::{Amount, Category, Day, ItemId, Kitaab, NewDeed, NewEntry, UserId};
use kitaab_core::{Change, DeviceId, RecordKey, Timestamp};
use kitaab_pg::{Options, PgStore};
use kitaab_store::{Context, Store};
use kitaab_test_pg::{Cluster, Role, Settings};
use uuid::Uuid;

const OWNER: UserId = UserId::new(Uuid::from_u128(1));
/// What the store is called that asks.
const READER: &str = "reader";
/// How often an entry is recorded.
const TIMES: u32 = 100;

/// The statements that the reader sent so far.
fn asked(cluster: &Cluster) -> Vec<String> {
    let log = fs::read_to_string(cluster.folder().join("log")).unwrap();
    let sent = ["statement", "execute"].map(|how| format!("{READER} LOG:  {how}"));
    log.lines().filter(|line| sent.iter().any(|sent| line.starts_with(sent))).map(str::to_owned).collect()
}

#[tokio::test]
async fn a_history_takes_few_trips() {
    let told = Settings::new().with("log_statement", "all").with("log_line_prefix", "%a ");
    let Some(cluster) = Cluster::start(&told) else { return };
    let database = cluster.blank().await;
    kitaab_pg::migrate(&database.url(Role::Owner)).await.unwrap();
    let served = async |name: &str| {
        let options = Options::new().connections(1).application_name(name);
        PgStore::connect(&database.url(Role::App), options).await.unwrap()
    };
    let writer = Kitaab::with_store(Arc::new(served("writer").await)).unwrap();
    let book = writer.book(OWNER);
    let day: Day = "2024-03-01".parse().unwrap();
    let names = ["Alone", "First", "Second", "Rarely"];
    let deed = NewDeed::count("Charity", Category::Hasanaat).items(names).starts_on(day);
    let deed = book.deeds().add(deed).await.unwrap();
    let entry = |name: &str, units: u32| NewEntry::new(deed[name], day, Amount::whole(units).unwrap());
    for number in 1..=TIMES {
        book.entries().put_many(&[entry("Alone", number)]).await.unwrap();
        // Two that are always recorded together, and sometimes with a third one.
        let together = [entry("First", number), entry("Second", number), entry("Rarely", number)];
        let rarely = number % 25 == 1;
        book.entries().put_many(&together[..if rarely { 3 } else { 2 }]).await.unwrap();
    }

    let reader = served(READER).await;
    let context = Context { actor: OWNER, device: DeviceId::new(Uuid::from_u128(2)), now: Timestamp::from_micros(0) };
    // With this, all is over that connecting began.
    reader.head(&context, OWNER).await.unwrap();
    let steps = async |item: ItemId, before: Option<u64>, limit: u32| {
        let key = RecordKey::Entry(item, day);
        let sent = asked(&cluster).len();
        let steps = reader.history(&context, OWNER, key, before, limit).await.unwrap();
        assert!(steps.iter().all(|step| matches!(step.change, Change::Entry { item: found, .. } if found == item)));
        assert!(steps.windows(2).all(|two| two[0].seq > two[1].seq));
        (steps, asked(&cluster).split_off(sent))
    };
    let (all, trips) = steps(deed["Alone"], None, TIMES + 1).await;
    assert_eq!((all.len(), trips.len()), (100, 1), "{trips:#?}");
    // A page that goes on from another one.
    let (page, trips) = steps(deed["Alone"], Some(all[29].seq), 50).await;
    assert_eq!((&page[..], trips.len()), (&all[30..80], 1), "{trips:#?}");
    let (all, trips) = steps(deed["Second"], None, 20).await;
    assert_eq!((all.len(), trips.len()), (20, 1), "{trips:#?}");
    // Where the third one was written, too, the server can't tell: once to find that out, and then from one such place to the
    // next, within a transaction.
    let (all, trips) = steps(deed["Second"], None, TIMES).await;
    assert_eq!(all.len(), 100);
    assert!(trips.len() <= 8, "{trips:#?}");
    let (all, trips) = steps(deed["Rarely"], None, TIMES).await;
    assert_eq!(all.len(), 4);
    assert!(trips.len() <= 8, "{trips:#?}");
}
