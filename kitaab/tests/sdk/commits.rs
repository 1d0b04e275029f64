//! The commit loop: what is sent twice, what moved on, what fails.

use kitaab::rules::{every_day, score_at_least};
use kitaab::{
    Book, Category, ItemEdit, NewDeed, NewEntry, NewItem, Outcome, RelationKind, RequestId, UserId, Value,
    scored_values,
};

use crate::watched::Watched;
use crate::world::{World, amount, on_every_store, today, unknown};

on_every_store!(
    a_write_goes_on_after_another_client_changed_the_structure,
    an_error_on_an_old_catalogue_is_decided_again,
    what_is_already_as_asked_writes_nothing,
    a_request_is_carried_out_once,
    a_request_sent_again_is_answered_although_it_would_be_refused_now,
    a_book_begun_anew_elsewhere_is_read_anew,
    notes_rest_on_the_entry_that_was_read,
    a_changed_scale_is_noticed,
);

async fn a_write_goes_on_after_another_client_changed_the_structure(world: World) {
    let salah = world.salah().await;
    let other = world.another(2).await;
    // Both know the catalogue; then one changes it.
    other.entries().put(salah["Fajr"], today(), "late").await.unwrap();
    world.book.groups().add("Morning").await.unwrap();
    let committed = other.entries().put(salah["Fajr"], today(), "on time").await.unwrap();
    assert_eq!(committed.seq, Some(4));
    assert_eq!(other.groups().list().await.unwrap().len(), 1);
}

async fn an_error_on_an_old_catalogue_is_decided_again(world: World) {
    let salah = world.salah().await;
    let other = world.another(2).await;
    assert_eq!(other.items().get(salah["Fajr"]).await.unwrap().name.as_str(), "Fajr");
    // The other client does not know the new item yet.
    let witr = world.book.items().add(salah.root(), NewItem::named("Witr")).await.unwrap();
    other.entries().put(witr.id, today(), "on time").await.unwrap();
    // Nor that a name became free.
    world.book.items().edit(salah["Fajr"], ItemEdit::new().name("Subh")).await.unwrap();
    other.items().edit(salah["Zuhr"], ItemEdit::new().name("Fajr")).await.unwrap();
}

async fn what_is_already_as_asked_writes_nothing(world: World) {
    let salah = world.salah().await;
    let other = world.another(2).await;
    other.deeds().list().await.unwrap();
    let before = world.book.head().await.unwrap();
    let committed = world.book.deeds().rename(salah.id, "Salah").await.unwrap();
    assert_eq!((committed.seq, committed.replayed), (None, false));
    assert_eq!(world.book.head().await.unwrap(), before);
    // By an old catalogue it is as asked, by the new one not.
    world.book.deeds().rename(salah.id, "Prayer").await.unwrap();
    assert!(other.deeds().rename(salah.id, "Salah").await.unwrap().seq.is_some());
}

async fn a_request_is_carried_out_once(world: World) {
    let (salah, quran) = (world.salah().await, world.quran().await);
    let request: RequestId = unknown();
    let batch = |pages| {
        let entry = NewEntry::new(salah["Isha"], today(), "late").note("after midnight");
        world.book.entries().batch(request).entry(entry).add(quran.root(), today(), pages).write()
    };
    let first = batch(amount("2.5")).await.unwrap();
    let again = batch(amount("2.5")).await.unwrap();
    assert_eq!((first.replayed, again.replayed), (false, true));
    assert_eq!(first.seq, again.seq);
    let other = world.another(2).await;
    let entry = NewEntry::new(salah["Isha"], today(), "late").note("after midnight");
    let elsewhere = other.entries().batch(request).entry(entry).add(quran.root(), today(), amount("2.5"));
    assert!(elsewhere.write().await.unwrap().replayed, "by whatever client it is sent again");

    assert_eq!(batch(amount("3")).await.unwrap_err().code(), "conflict", "the same request with other changes");
    let read = world.book.entries().get(quran.root(), today()).await.unwrap().unwrap();
    assert_eq!(read.value, Value::Count(amount("2.5")));
}

async fn a_request_sent_again_is_answered_although_it_would_be_refused_now(world: World) {
    let quran = &world.quran().await;
    let request: RequestId = unknown();
    let other = world.another(2).await;
    let send = |book: Book, request| async move {
        book.entries().batch(request).add(quran.root(), today(), amount("2.5")).write().await
    };
    let first = send(world.book.clone(), request).await.unwrap();
    world.book.items().archive(quran.root(), today().plus(-1).unwrap()).await.unwrap();
    for book in [&world.book, &other] {
        let again = send(book.clone(), request).await.unwrap();
        assert_eq!((again.seq, again.replayed), (first.seq, true));
        let never = RequestId::new(uuid::Uuid::from_u128(7));
        assert!(send(book.clone(), never).await.is_err(), "an archived item takes no entries");
    }
    let read = world.book.entries().get(quran.root(), today()).await.unwrap().unwrap();
    assert_eq!(read.value, Value::Count(amount("2.5")));
}

async fn a_book_begun_anew_elsewhere_is_read_anew(world: World) {
    world.salah().await;
    let (reads, writes) = (world.another(2).await, world.another(3).await);
    for other in [&reads, &writes] {
        assert_eq!(other.deeds().list().await.unwrap()[0].name.as_str(), "Salah");
    }
    let before = world.book.head().await.unwrap();
    world.book.ledger().erase_book(world.book.owner()).await.unwrap();
    world.quran().await;
    let anew = world.book.head().await.unwrap();
    assert_eq!((before.seq, before.catalogue), (anew.seq, anew.catalogue), "nothing else tells the two apart");
    let names = |book: Book| async move {
        book.deeds().list().await.unwrap().iter().map(|deed| deed.name.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(names(reads.clone()).await, ["Qur'an"]);
    // What was decided on the other book is checked against this one, and read anew afterwards.
    writes.deeds().add(NewDeed::count("Dhikr", Category::Hasanaat)).await.unwrap();
    for book in [&writes, &reads, &world.book] {
        assert_eq!(names(book.clone()).await, ["Qur'an", "Dhikr"]);
    }
}

async fn notes_rest_on_the_entry_that_was_read(world: World) {
    let salah = world.salah().await;
    let entries = world.book.entries();
    entries.put(salah["Fajr"], today(), "on time").await.unwrap();
    entries.note(salah["Fajr"], today(), "with my son").await.unwrap();
    entries.put(salah["Fajr"], today(), "late").await.unwrap();
    let entry = entries.get(salah["Fajr"], today()).await.unwrap().unwrap();
    assert_eq!(entry.note.unwrap().as_str(), "with my son", "a put keeps the note");
    entries.note(salah["Fajr"], today(), None).await.unwrap();
    assert_eq!(entries.get(salah["Fajr"], today()).await.unwrap().unwrap().note, None);
    entries.remove(salah["Fajr"], today()).await.unwrap();
    assert_eq!(entries.get(salah["Fajr"], today()).await.unwrap(), None);
    assert_eq!(entries.remove(salah["Fajr"], today()).await.unwrap_err().code(), "not_found");
}

async fn a_changed_scale_is_noticed(world: World) {
    let salah = world.salah().await;
    let other = world.another(2).await;
    other.entries().put(salah["Asr"], today(), "on time").await.unwrap();
    let values = scored_values([("missed", 0), ("prayed", 1), ("on time", 5)]).unwrap();
    let scale = world.book.scales().redefine(salah.id, values, None).await.unwrap();
    // The label means the value of the version that is active by now.
    other.entries().put(salah["Asr"], today(), "on time").await.unwrap();
    let entry = world.book.entries().get(salah["Asr"], today()).await.unwrap().unwrap();
    assert_eq!(entry.value, Value::Scale(scale.labelled("on time").unwrap()));
}

#[tokio::test]
async fn recording_is_one_trip_once_the_book_is_known() {
    let store = Watched::new();
    let world = World::on(store.clone());
    let (salah, quran) = (world.salah().await, world.quran().await);
    world.book.merits().add(forty_days(salah["Fajr"])).await.unwrap();
    world.book.entries().put(salah["Fajr"], today(), "late").await.unwrap();
    // A book that its first commit made is read once: only then is it known which one it is.
    world.book.catalogue().await.unwrap();
    store.asked();

    world.book.entries().put(salah["Fajr"], today(), "on time").await.unwrap();
    assert_eq!(store.asked(), ["apply"]);
    world.book.entries().add(quran.root(), today(), amount("1")).await.unwrap();
    assert_eq!(store.asked(), ["apply"]);
    world.book.entries().set_reviewed(today(), true).await.unwrap();
    assert_eq!(store.asked(), ["apply"]);
    world.book.merits().evaluate_all(today()).await.unwrap();
    assert_eq!(store.asked(), ["records", "head"]);
    world.book.catalogue().await.unwrap();
    assert_eq!(store.asked(), ["head"]);
}

#[tokio::test]
async fn a_store_that_fails_is_told_and_leaves_the_book_usable() {
    let store = Watched::new();
    let world = World::on(store.clone());
    let salah = world.salah().await;
    for operation in ["apply", "catalogue", "device_seq", "headers"] {
        let book = world.another(9).await;
        store.fail(operation);
        let error = book.entries().put(salah["Fajr"], today(), "late").await.unwrap_err();
        assert_eq!(error.code(), "unavailable", "{operation}");
        store.heal();
        book.entries().put(salah["Fajr"], today(), "late").await.unwrap();
    }
}

/// What a store sends again, since the answer was lost, is written once, and answered as if it had not been lost.
#[tokio::test]
async fn an_answer_that_was_lost_is_given_the_second_time() {
    let store = Watched::new();
    let world = World::on(store.clone());
    let salah = world.salah().await;
    let merit = kitaab::NewMerit::positive("Today").days(1).rule(every_day(salah["Fajr"], score_at_least(1)));
    let merit = world.book.merits().add(merit).await.unwrap();
    world.book.merits().record(merit.id, today()).await.unwrap();
    let friend = UserId::new(uuid::Uuid::from_u128(7));
    world.kitaab.book(friend).groups().add("Theirs").await.unwrap();
    store.lose_answers();
    let quran = world.quran().await;
    assert_eq!(quran.name.as_str(), "Qur'an");
    let group = world.book.groups().add("Morning").await.unwrap();
    assert_eq!((group.committed.seq, group.committed.replayed), (Some(4), false));
    let asked = world.book.people().request(RelationKind::Friend, friend).await.unwrap();
    assert_eq!((asked.committed.seq, asked.committed.replayed), (Some(5), false));
    assert_eq!(world.book.people().relations().await.unwrap().len(), 1);
    // And what turns with it is told.
    let committed = world.book.entries().put(salah["Fajr"], today(), "on time").await.unwrap();
    assert_eq!(committed.turned.iter().map(|turned| turned.to).collect::<Vec<_>>(), [Outcome::Earned]);
    assert_eq!(world.book.head().await.unwrap().seq, 6);
    let again = world.book.entries().batch(unknown()).add(quran.root(), today(), amount("2")).write().await.unwrap();
    assert_eq!((again.seq, again.replayed), (Some(7), false), "the caller sent it once");
}

#[tokio::test]
async fn commits_tell_what_they_were_written_under() {
    let world = World::memory();
    world.book.settings().set_zone("Asia/Riyadh".parse().unwrap()).await.unwrap();
    world.book.deeds().add(NewDeed::count("Dhikr", Category::Hasanaat)).await.unwrap();
    let store = Watched::new();
    let second = World::on(store.clone());
    second.salah().await;
    second.book.settings().set_zone("Asia/Riyadh".parse().unwrap()).await.unwrap();
    second.time.set("2024-02-09T12:00:00Z".parse().unwrap());
    second.book.groups().add("Morning").await.unwrap();

    use kitaab_store::{Context, Store};
    let owner = second.book.owner();
    let ctx = Context { actor: owner, device: second.kitaab.device(), now: kitaab::Timestamp::from_micros(0) };
    let commits = store.commits(&ctx, owner, 0, 10).await.unwrap();
    let headers: Vec<_> = commits.iter().map(|stored| stored.commit.header()).collect();
    assert_eq!(headers.iter().map(|h| h.zone.name()).collect::<Vec<_>>(), ["UTC", "UTC", "Asia/Riyadh"]);
    assert_eq!(headers.iter().map(|h| h.device_seq).collect::<Vec<_>>(), [1, 2, 3]);
    assert!(headers.iter().all(|h| h.device == second.kitaab.device() && h.actor() == owner));
    assert!(headers.windows(2).all(|two| two[0].clock < two[1].clock), "even where the wall clock went back");
}

fn forty_days(item: kitaab::ItemId) -> kitaab::NewMerit {
    kitaab::NewMerit::positive("Forty days").days(40).rule(every_day(item, score_at_least(1)))
}
