//! Adding to counts, up to the largest amount.

use kitaab::{Category, NewDeed, RequestId, Value};

use crate::world::{World, amount, on_every_store, today};

on_every_store!(a_sum_stays_within_the_largest_amount);

async fn a_sum_stays_within_the_largest_amount(world: World) {
    let book = &world.book;
    let alms = book.deeds().add(NewDeed::count("Alms", Category::Hasanaat)).await.unwrap().root();
    let request = RequestId::new(uuid::Uuid::from_u128(5));
    let send = || book.entries().batch(request).add(alms, today(), amount("60000000")).write();
    assert!(!send().await.unwrap().replayed);
    let error = book.entries().add(alms, today(), amount("60000000")).await.unwrap_err();
    assert_eq!((error.code(), error.field()), ("invalid", Some("adds[0].amount")));
    let rule = "adds[0].amount must not bring the 60000000 of that day above 99999999.99 (given: 60000000)";
    assert_eq!(error.to_string(), rule);
    // What was carried out is answered as before, though it would not fit once more.
    assert!(send().await.unwrap().replayed);
    book.entries().add(alms, today(), amount("39999999.99")).await.unwrap();
    let entry = book.entries().get(alms, today()).await.unwrap().unwrap();
    assert_eq!(entry.value, Value::Count(kitaab::Amount::MAX));
}
