//! Friends, followers and writers, and what they meet.

use kitaab::{
    Access, Amount, Book, DayRange, Error, Hide, Kitaab, NewExemption, NewPermission, PermissionLevel, Reason, Refusal,
    RelationId, RelationKind, RelationState, Scope, Shared, Subject, UserId, Value, Wish,
};
use kitaab_core::{ItemEdit, RecordKey};

use crate::world::{World, amount, day, on_every_store, today, unknown};

on_every_store!(
    a_friend_sees_what_is_shared,
    days_that_are_exempt_are_not_due_for_a_friend,
    a_writer_records_for_the_owner,
    a_writer_undoes_their_own_and_the_owner_everything,
    a_second_writer_is_refused,
    a_block_is_not_told,
    requests_that_cross_become_one_friendship,
    a_follow_goes_one_way,
    what_is_not_theirs_is_refused,
    revoking_ends_a_batch_at_once,
    undo_passes_over_people,
    people_survive_export_and_restore,
);

fn user(number: u128) -> UserId {
    UserId::new(uuid::Uuid::from_u128(number))
}

/// Another person's book, which exists.
async fn somebody(kitaab: &Kitaab, number: u128) -> Book {
    let book = kitaab.book(user(number));
    book.entries().set_reviewed(today(), true).await.unwrap();
    book
}

/// Makes two friends.
async fn befriend(one: &Book, other: &Book) -> RelationId {
    let asked = one.people().request(RelationKind::Friend, other.owner()).await.unwrap();
    other.people().accept(asked.id).await.unwrap();
    asked.id
}

fn code<T: std::fmt::Debug>(result: Result<T, Error>) -> &'static str {
    result.expect_err("it must be refused").code()
}

async fn a_friend_sees_what_is_shared(world: World) {
    let (salah, quran) = (world.salah().await, world.quran().await);
    let friend = somebody(&world.kitaab, 2).await;
    let relation = befriend(&friend, &world.book).await;
    let (owner, entries) = (&world.book, world.book.entries());
    entries.put(salah["Fajr"], today(), "late").await.unwrap();
    entries.note(salah["Fajr"], today(), "Overslept").await.unwrap();
    entries.put(salah["Isha"], today(), "on time").await.unwrap();
    entries.put(quran.root(), today(), amount("4")).await.unwrap();
    owner.items().edit(salah["Isha"], ItemEdit::new().hide(Hide::HideFromGraphs)).await.unwrap();

    let seen = owner.acting_as(friend.owner());
    assert!(seen.catalogue().await.unwrap().deeds.is_empty(), "acceptance alone reveals nothing");
    assert_eq!(world.kitaab.shared_with(friend.owner()).await.unwrap().len(), 0);
    owner.people().grant(NewPermission::read(relation, Shared::Deed(salah.id))).await.unwrap();

    let page = seen.entries().day(today()).await.unwrap();
    assert_eq!(page.lines.len(), 4, "four of the five prayers");
    let fajr = page.lines.iter().find(|line| line.item == salah["Fajr"]).unwrap();
    assert!(fajr.state.due && fajr.state.recorded.is_some() && fajr.note.is_none());
    assert!(page.logged && !page.reviewed);
    let summary = seen.insights().summary(DayRange::ending(today(), 7)).await.unwrap();
    assert_eq!(summary.deeds.len(), 1);
    let figures = seen.insights().figures(Subject::Deed(salah.id), DayRange::ending(today(), 7)).await.unwrap();
    assert_eq!((figures.entries, figures.due), (1, 25), "four prayers a day, today those that were recorded");
    assert_eq!(code(seen.entries().get(quran.root(), today()).await), "not_found");
    assert_eq!(code(seen.entries().get(salah["Isha"], today()).await), "not_found");
    let shared = world.kitaab.shared_with(friend.owner()).await.unwrap();
    assert_eq!(shared.iter().map(Book::owner).collect::<Vec<_>>(), [owner.owner()]);
    let log = owner.people().accesses(None, 10).await.unwrap().rows;
    assert_eq!(log.len(), 1);
    assert_eq!((log[0].reader, log[0].deed, log[0].day), (friend.owner(), salah.id, today()));

    let may = async |book: &Book, wish| book.people().may(friend.owner(), wish).await.unwrap();
    assert!(may(owner, Wish::Read(salah["Fajr"])).await.is_allowed());
    assert_eq!(may(owner, Wish::Write(salah["Fajr"])).await, Access::Refused(Refusal::ReadOnly));
    assert_eq!(may(owner, Wish::Read(salah["Isha"])).await, Access::Refused(Refusal::Hidden));
    assert_eq!(may(&seen, Wish::Read(salah["Isha"])).await, Access::Refused(Refusal::NotShared));
    owner.people().end(relation).await.unwrap();
    assert_eq!(code(seen.entries().day(today()).await), "not_found");
    assert_eq!(owner.people().permissions().await.unwrap(), []);
    assert_eq!(owner.ledger().verify(None).await.unwrap().erased, 0);
}

async fn days_that_are_exempt_are_not_due_for_a_friend(world: World) {
    let salah = world.salah().await;
    let friend = somebody(&world.kitaab, 2).await;
    let relation = befriend(&friend, &world.book).await;
    world.book.people().grant(NewPermission::read(relation, Shared::Deed(salah.id))).await.unwrap();
    let away = NewExemption::new(Scope::Item(salah["Fajr"]), Reason::Menstruation, day("2024-02-08"));
    world.book.exemptions().add(away.last_day(day("2024-02-09"))).await.unwrap();
    let seen = world.book.acting_as(friend.owner());
    let due = async |on: &str| {
        let page = seen.entries().day(day(on)).await.unwrap();
        let line = page.lines.iter().find(|line| line.item == salah["Fajr"]).unwrap();
        (line.state.due, line.state.exempt)
    };
    assert_eq!(due("2024-02-07").await, (true, false));
    assert_eq!(due("2024-02-08").await, (false, false));
    assert_eq!(due("2024-02-09").await, (false, false));
    assert_eq!(due("2024-02-10").await, (true, false));
    assert!(seen.catalogue().await.unwrap().exemptions.is_empty());
}

async fn a_writer_records_for_the_owner(world: World) {
    let (salah, quran) = (world.salah().await, world.quran().await);
    let friend = somebody(&world.kitaab, 2).await;
    let relation = befriend(&world.book, &friend).await;
    let people = world.book.people();
    people.grant(NewPermission::read(relation, Shared::Deed(salah.id))).await.unwrap();
    people.grant(NewPermission::write(relation, Shared::Deed(quran.id))).await.unwrap();
    let writer = world.book.acting_as(friend.owner());
    writer.entries().put(quran.root(), today(), amount("3")).await.unwrap();
    writer.entries().add(quran.root(), today(), amount("1.5")).await.unwrap();
    let entry = world.book.entries().get(quran.root(), today()).await.unwrap().unwrap();
    assert_eq!(entry.value, Value::Count(amount("4.5")));
    let history = world.book.ledger().history(RecordKey::Entry(quran.root(), today())).await.unwrap();
    assert!(history.iter().all(|event| event.actor == friend.owner()) && history.len() == 2);

    assert_eq!(code(writer.entries().put(salah["Fajr"], today(), "late").await), "denied");
    assert_eq!(code(writer.entries().note(quran.root(), today(), "A note").await), "denied");
    assert_eq!(code(writer.entries().set_reviewed(today(), true).await), "denied");
    assert_eq!(code(writer.entries().put(quran.root(), today(), "late").await), "invalid");
    assert_eq!(code(writer.entries().put(unknown(), today(), "late").await), "not_found");
    assert_eq!(code(writer.items().edit(quran.root(), ItemEdit::new().name("Mine")).await), "denied");
    writer.entries().remove(quran.root(), today()).await.unwrap();
    assert!(world.book.entries().get(quran.root(), today()).await.unwrap().is_none());
    world.book.ledger().verify(None).await.unwrap();
}

async fn a_writer_undoes_their_own_and_the_owner_everything(world: World) {
    let quran = world.quran().await.root();
    let friend = somebody(&world.kitaab, 2).await;
    let relation = befriend(&world.book, &friend).await;
    world.book.people().grant(NewPermission::write(relation, Shared::Item(quran))).await.unwrap();
    let writer = world.book.acting_as(friend.owner());
    let value = async || world.book.entries().get(quran, today()).await.unwrap().map(|entry| entry.value);
    let count = |text| Some(Value::Count(amount(text)));

    let owners = world.book.entries().put(quran, today(), amount("1")).await.unwrap().seq.unwrap();
    writer.entries().put(quran, today(), amount("2")).await.unwrap();
    let theirs = writer.entries().put(quran, today(), amount("3")).await.unwrap().seq.unwrap();
    assert_eq!(code(writer.ledger().undo_commit(owners).await), "not_found");
    assert_eq!(writer.ledger().undo().await.unwrap().unwrap().of, theirs);
    assert_eq!(value().await, count("2"));
    writer.ledger().redo().await.unwrap().unwrap();
    assert_eq!(value().await, count("3"));
    for left in ["2", "1"] {
        writer.ledger().undo().await.unwrap().unwrap();
        assert_eq!(value().await, count(left));
    }
    assert!(writer.ledger().undo().await.unwrap().is_none(), "the owner's is not theirs to undo");
    let last = writer.entries().put(quran, today(), amount("9")).await.unwrap().seq.unwrap();
    world.book.ledger().undo_commit(last).await.unwrap();
    assert_eq!(value().await, count("1"));
    world.book.ledger().verify(None).await.unwrap();
}

async fn a_second_writer_is_refused(world: World) {
    let (salah, lying) = (world.salah().await, world.lying().await);
    let (one, two) = (somebody(&world.kitaab, 2).await, somebody(&world.kitaab, 3).await);
    let (first, second) = (befriend(&one, &world.book).await, befriend(&two, &world.book).await);
    let people = world.book.people();
    people.grant(NewPermission::write(first, Shared::Item(salah["Fajr"]))).await.unwrap();
    assert_eq!(code(people.grant(NewPermission::write(second, Shared::Item(salah["Isha"]))).await), "conflict");
    people.grant(NewPermission::read(second, Shared::Deed(salah.id))).await.unwrap();
    let refused = people.grant(NewPermission::read(first, Shared::Deed(lying.id))).await.unwrap_err();
    assert_eq!((refused.code(), refused.field()), ("invalid", Some("confirmed")));
    people.grant(NewPermission::read(first, Shared::Deed(lying.id)).confirmed()).await.unwrap();
    assert_eq!(people.permissions().await.unwrap().len(), 3);
    // Revoked, it leaves its place to another.
    let written = people.permissions().await.unwrap().into_iter().find(|p| p.level == PermissionLevel::Write).unwrap();
    people.revoke(written.id).await.unwrap();
    people.grant(NewPermission::write(second, Shared::Item(salah["Isha"]))).await.unwrap();
    assert_eq!(code(people.grant(NewPermission::read(first, Shared::Deed(unknown()))).await), "not_found");
    assert_eq!(code(one.people().grant(NewPermission::read(first, Shared::Deed(salah.id))).await), "not_found");
}

async fn a_block_is_not_told(world: World) {
    let other = somebody(&world.kitaab, 2).await;
    world.quran().await;
    let states = async |book: &Book| {
        book.people().relations().await.unwrap().into_iter().map(|relation| relation.state).collect::<Vec<_>>()
    };
    befriend(&other, &world.book).await;
    world.book.people().block(other.owner()).await.unwrap();
    assert_eq!(states(&other).await, [RelationState::Ended]);
    assert_eq!(states(&world.book).await, [RelationState::Ended]);
    assert!(other.people().blocks().await.unwrap().is_empty());
    let before = world.book.head().await.unwrap();
    let asked = other.people().request(RelationKind::Friend, world.book.owner()).await.unwrap();
    assert_eq!((asked.state, world.book.head().await.unwrap()), (RelationState::Pending, before));
    assert_eq!(code(other.people().request(RelationKind::Friend, world.book.owner()).await), "conflict");
    assert_eq!(code(world.book.people().request(RelationKind::Friend, other.owner()).await), "conflict");
    // Once it is taken back, the one who blocked finds the request only by asking, too.
    world.book.people().unblock(other.owner()).await.unwrap();
    assert_eq!(states(&world.book).await, [RelationState::Ended]);
    world.book.people().request(RelationKind::Friend, other.owner()).await.unwrap();
    assert_eq!(states(&other).await, [RelationState::Accepted]);
    assert_eq!(states(&world.book).await, [RelationState::Accepted]);
    assert_eq!(code(world.book.people().unblock(other.owner()).await), "not_found");
}

async fn requests_that_cross_become_one_friendship(world: World) {
    let other = somebody(&world.kitaab, 2).await;
    world.quran().await;
    let (one_people, other_people) = (world.book.people(), other.people());
    let (one, two) = tokio::join!(
        one_people.request(RelationKind::Friend, other.owner()),
        other_people.request(RelationKind::Friend, world.book.owner()),
    );
    assert_eq!(one.unwrap().id, two.unwrap().id);
    for book in [&world.book, &other] {
        let relations = book.people().relations().await.unwrap();
        assert_eq!(relations.iter().map(|relation| relation.state).collect::<Vec<_>>(), [RelationState::Accepted]);
        book.ledger().verify(None).await.unwrap();
    }
}

async fn a_follow_goes_one_way(world: World) {
    let quran = world.quran().await;
    let follower = somebody(&world.kitaab, 2).await;
    let asked = follower.people().request(RelationKind::Follow, world.book.owner()).await.unwrap();
    assert_eq!(code(follower.people().accept(asked.id).await), "conflict");
    world.book.people().accept(asked.id).await.unwrap();
    world.book.people().grant(NewPermission::read(asked.id, Shared::Deed(quran.id))).await.unwrap();
    assert_eq!(world.book.people().sharing_with(follower.owner()).await.unwrap(), asked.id);
    assert_eq!(code(follower.people().sharing_with(world.book.owner()).await), "not_found");
    assert_eq!(world.kitaab.shared_with(follower.owner()).await.unwrap().len(), 1);
    assert_eq!(code(follower.acting_as(world.book.owner()).catalogue().await), "not_found");
    // Each of the two may follow the other.
    let back = world.book.people().request(RelationKind::Follow, follower.owner()).await.unwrap();
    assert_ne!(back.id, asked.id);
    follower.people().reject(back.id).await.unwrap();
    assert_eq!(code(world.book.people().request(RelationKind::Follow, follower.owner()).await), "conflict");
}

async fn what_is_not_theirs_is_refused(world: World) {
    let quran = world.quran().await;
    let friend = somebody(&world.kitaab, 2).await;
    let relation = befriend(&friend, &world.book).await;
    world.book.people().grant(NewPermission::write(relation, Shared::Deed(quran.id))).await.unwrap();
    let seen = world.book.acting_as(friend.owner());
    assert_eq!(code(world.book.people().request(RelationKind::Friend, world.book.owner()).await), "invalid");
    assert_eq!(code(world.book.people().request(RelationKind::Friend, user(77)).await), "not_found");
    assert_eq!(code(seen.people().request(RelationKind::Friend, user(3)).await), "denied");
    assert_eq!(code(seen.people().block(user(3)).await), "denied");
    assert_eq!(code(seen.people().grant(NewPermission::read(relation, Shared::Deed(quran.id))).await), "denied");
    assert_eq!(code(seen.people().end(relation).await), "denied");
    assert_eq!(code(seen.people().accesses(None, 10).await), "denied");
    assert_eq!(code(seen.ledger().verify(None).await), "denied");
    assert_eq!(code(seen.ledger().export(Vec::new(), None).await), "denied");
    assert_eq!(code(seen.ledger().erase_book(world.book.owner()).await), "denied");
    assert_eq!(code(seen.reflections().write(today(), kitaab::Category::Hasanaat, "Mine").await), "denied");
    assert_eq!(code(seen.reminders().due(kitaab::DueOptions::default()).await), "denied");
    let stranger = world.book.acting_as(user(9));
    assert_eq!(code(stranger.ledger().verify(None).await), "not_found");
    assert_eq!(code(stranger.people().block(user(3)).await), "not_found");
    assert_eq!(code(stranger.entries().put(quran.root(), today(), Amount::ZERO).await), "not_found");
    assert_eq!(code(world.kitaab.book(user(99)).acting_as(user(9)).today().await), "not_found");
}

async fn revoking_ends_a_batch_at_once(world: World) {
    let quran = world.quran().await;
    let friend = somebody(&world.kitaab, 2).await;
    let relation = befriend(&friend, &world.book).await;
    let granted = world.book.people().grant(NewPermission::write(relation, Shared::Deed(quran.id))).await.unwrap();
    let writer = world.book.acting_as(friend.owner());
    let days = DayRange::ending(today(), 30);
    // The writer has decided on what they saw before; the store holds to what is.
    writer.entries().put(quran.root(), today(), amount("1")).await.unwrap();
    world.book.people().revoke(granted.id).await.unwrap();
    let batch: Vec<_> = days.days().map(|day| kitaab::NewEntry::new(quran.root(), day, amount("2"))).collect();
    assert_eq!(code(writer.entries().put_many(&batch).await), "not_found");
    let page = world.book.entries().list(&kitaab::EntryQuery::on(DayRange::ALL, 100)).await.unwrap();
    assert_eq!(page.rows.len(), 1);
    assert!(writer.catalogue().await.unwrap().deeds.is_empty(), "they may know of the book still");
}

async fn undo_passes_over_people(world: World) {
    let quran = world.quran().await;
    let friend = somebody(&world.kitaab, 2).await;
    let entry = world.book.entries().put(quran.root(), today(), amount("1")).await.unwrap().seq.unwrap();
    let relation = befriend(&world.book, &friend).await;
    let granted = world.book.people().grant(NewPermission::read(relation, Shared::Deed(quran.id))).await.unwrap();
    assert_eq!(code(world.book.ledger().undo_commit(granted.committed.seq.unwrap()).await), "conflict");
    assert_eq!(world.book.ledger().undo().await.unwrap().unwrap().of, entry);
    assert_eq!(world.book.people().permissions().await.unwrap().len(), 1);
    // Who had seen a deed does not see it again because its removal is taken back.
    world.book.ledger().undo().await.unwrap().unwrap();
    assert_eq!(world.book.people().permissions().await.unwrap(), []);
    world.book.ledger().redo().await.unwrap().unwrap();
    assert!(world.book.catalogue().await.unwrap().deeds.contains_key(&quran.id));
    assert_eq!(world.book.people().permissions().await.unwrap(), []);
}

async fn people_survive_export_and_restore(world: World) {
    let quran = world.quran().await;
    let (friend, pest) = (somebody(&world.kitaab, 2).await, somebody(&world.kitaab, 3).await);
    let relation = befriend(&friend, &world.book).await;
    world.book.people().grant(NewPermission::read(relation, Shared::Deed(quran.id))).await.unwrap();
    world.book.people().block(pest.owner()).await.unwrap();
    let before = world.book.catalogue().await.unwrap();
    let mut file = Vec::new();
    world.book.ledger().export(&mut file, None).await.unwrap();
    world.book.ledger().erase_book(world.book.owner()).await.unwrap();
    assert_eq!(code(world.book.acting_as(friend.owner()).catalogue().await), "not_found");
    // The other one can still end what the erased book held.
    world.kitaab.restore(file.as_slice(), None).await.unwrap();
    assert_eq!(*world.book.catalogue().await.unwrap(), *before);
    assert!(!world.book.acting_as(friend.owner()).catalogue().await.unwrap().deeds.is_empty());
    world.book.ledger().verify(None).await.unwrap();
    world.book.ledger().erase_book(world.book.owner()).await.unwrap();
    friend.people().end(relation).await.unwrap();
    assert_eq!(friend.people().relations().await.unwrap()[0].state, RelationState::Ended);
}
