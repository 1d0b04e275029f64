//! Relations and permissions.

use uuid::Uuid;

use super::{Book, assert_conflict};
use crate::access::{Access, Refusal, Wish};
use crate::change::{Change, RecordKey};
use crate::decide::{Arrival, NewDeed, NewPermission};
use crate::deed::{Category, DeedPatch};
use crate::error::Error;
use crate::id::{RelationId, UserId};
use crate::item::{Hide, ItemPatch};
use crate::permission::{PermissionLevel, Shared};
use crate::relation::{RelationKind, RelationPatch, RelationRole, RelationState};
use crate::time::Timestamp;

const NOW: Timestamp = Timestamp::from_micros(1_700_000_000_000_000);

fn user(number: u128) -> UserId {
    UserId::new(Uuid::from_u128(number))
}

fn code<T: std::fmt::Debug>(result: Result<T, Error>) -> &'static str {
    result.unwrap_err().code()
}

/// A relation as it came from the other one's side.
fn relate(book: &mut Book, with: UserId, kind: RelationKind, role: RelationRole, state: RelationState) -> RelationId {
    let id = RelationId::new(with.uuid());
    let patch = RelationPatch {
        with: Some(with),
        kind: Some(kind),
        role: Some(role),
        requested_at: Some(NOW),
        ..RelationPatch::into_state(state, NOW)
    };
    book.catalogue.apply(&Change::Relation(id, patch), 1).unwrap();
    id
}

#[test]
fn nobody_relates_to_themselves() {
    let book = Book::new();
    let owner = book.catalogue.owner;
    let ask = |with| book.catalogue.request_relation(with, RelationKind::Friend, None, NOW, &mut || Uuid::from_u128(9));
    assert_eq!(code(ask(owner)), "invalid");
    assert_eq!(code(ask(user(0))), "invalid");
    assert_eq!(code(book.catalogue.block(owner, NOW)), "invalid");
    let step = ask(user(5)).unwrap();
    assert_eq!((step.with, step.own.with, step.other.with), (user(5), Some(user(5)), Some(owner)));
    assert_eq!((step.own.role, step.other.role), (Some(RelationRole::Requester), Some(RelationRole::Receiver)));
    assert_eq!(step.own.accepted_at, Some(None));
}

#[test]
fn who_asks_a_friend_who_asked_accepts() {
    let mut book = Book::new();
    let id = relate(&mut book, user(5), RelationKind::Friend, RelationRole::Receiver, RelationState::Pending);
    let ask = |book: &Book, kind| book.catalogue.request_relation(user(5), kind, None, NOW, &mut || Uuid::from_u128(9));
    let step = ask(&book, RelationKind::Friend).unwrap();
    assert_eq!((step.relation, step.own.state), (id, Some(RelationState::Accepted)));
    assert_eq!(step.own.accepted_at, Some(Some(NOW)));
    // Each follow goes its own way.
    let step = ask(&book, RelationKind::Follow).unwrap();
    assert_eq!(step.own.state, Some(RelationState::Pending));
    book.catalogue.apply(&step.own_change(), 2).unwrap();
    assert_eq!(code(ask(&book, RelationKind::Follow)), "conflict");
}

#[test]
fn a_relation_is_answered_by_the_one_who_was_asked_and_ended_by_either() {
    let mut book = Book::new();
    let sent = relate(&mut book, user(5), RelationKind::Friend, RelationRole::Requester, RelationState::Pending);
    let got = relate(&mut book, user(6), RelationKind::Friend, RelationRole::Receiver, RelationState::Pending);
    let there = &book.catalogue;
    assert_eq!(code(there.accept_relation(sent, NOW)), "conflict");
    assert_eq!(code(there.reject_relation(sent, NOW)), "conflict");
    assert_eq!(there.end_relation(sent, NOW).unwrap().own.state, Some(RelationState::Ended));
    assert_eq!(code(there.end_relation(got, NOW)), "conflict");
    assert_eq!(there.reject_relation(got, NOW).unwrap().other, RelationPatch::into_state(RelationState::Rejected, NOW));
    assert_eq!(code(there.accept_relation(RelationId::new(Uuid::from_u128(77)), NOW)), "not_found");
    book.catalogue.apply(&there_change(&book, got), 2).unwrap();
    assert_eq!(book.catalogue.relations[&got].accepted_at, Some(NOW));
    let ended = book.catalogue.end_relation(got, NOW).unwrap();
    book.catalogue.apply(&ended.own_change(), 3).unwrap();
    assert_eq!(book.catalogue.relations[&got].accepted_at, None, "set exactly while it is accepted");
    assert_eq!(code(book.catalogue.end_relation(got, NOW)), "conflict");
}

#[test]
fn what_was_accepted_can_only_be_ended() {
    let mut book = Book::new();
    let relation = |book: &mut Book, state| relate(book, user(5), RelationKind::Friend, RelationRole::Requester, state);
    let id = relation(&mut book, RelationState::Pending);
    let arrival = |book: &Book, state| book.catalogue.arrival(user(5), id, &RelationPatch::into_state(state, NOW), NOW);
    assert_eq!(arrival(&book, RelationState::Rejected).unwrap(), Arrival::Written);
    relation(&mut book, RelationState::Accepted);
    assert_eq!(code(arrival(&book, RelationState::Rejected)), "conflict");
    assert_eq!(arrival(&book, RelationState::Ended).unwrap(), Arrival::Written);
    relation(&mut book, RelationState::Ended);
    assert_eq!(arrival(&book, RelationState::Rejected).unwrap(), Arrival::LeftOut);
}

#[test]
fn what_is_shared_does_not_become_a_bad_deed() {
    let (mut book, salah, quran) = Book::with_salah_and_quran();
    let id = relate(&mut book, user(5), RelationKind::Friend, RelationRole::Requester, RelationState::Accepted);
    let permission =
        book.add(|catalogue, ids| catalogue.grant(&NewPermission::read(id, Shared::Item(salah.fajr)), NOW, ids));
    let bad = || DeedPatch { category: Some(Category::Saiyyiaat), ..DeedPatch::default() };
    let edit = |book: &Book, deed| book.catalogue.edit_deed(deed, bad(), false);
    let error = edit(&book, salah.deed).unwrap_err();
    assert_conflict(error, "Salah/Fajr is shared: revoke that first, and share it again with its confirmation");
    assert_eq!(edit(&book, book.catalogue.items[&quran].deed).unwrap().len(), 1);
    let revoked = book.catalogue.revoke(permission).unwrap();
    book.apply(revoked);
    let changes = edit(&book, salah.deed).unwrap();
    book.apply(changes);
    let new = NewPermission::read(id, Shared::Deed(salah.deed));
    assert_eq!(book.refused(|catalogue, ids| catalogue.grant(&new, NOW, ids)).code(), "invalid");
}

fn there_change(book: &Book, id: RelationId) -> Change {
    book.catalogue.accept_relation(id, NOW).unwrap().own_change()
}

#[test]
fn a_block_looks_like_an_end_or_a_rejection() {
    let mut book = Book::new();
    let friend = relate(&mut book, user(5), RelationKind::Friend, RelationRole::Receiver, RelationState::Accepted);
    let (changes, steps) = book.catalogue.block(user(5), NOW).unwrap();
    assert_eq!(steps.len(), 1);
    assert_eq!((steps[0].relation, &steps[0].other), (friend, &RelationPatch::into_state(RelationState::Ended, NOW)));
    for change in &changes {
        book.catalogue.apply(change, 2).unwrap();
    }
    assert_eq!(book.catalogue.block(user(5), NOW).unwrap(), (vec![], vec![]));
    let ask = book.catalogue.request_relation(user(5), RelationKind::Friend, None, NOW, &mut || Uuid::from_u128(9));
    assert_eq!(code(ask), "conflict");
    relate(&mut book, user(6), RelationKind::Follow, RelationRole::Receiver, RelationState::Pending);
    let (_, steps) = book.catalogue.block(user(6), NOW).unwrap();
    assert_eq!(steps[0].other.state, Some(RelationState::Rejected));
    assert_eq!(book.catalogue.unblock(user(5)).unwrap(), [Change::Remove(RecordKey::Block(user(5)))]);
    assert_eq!(code(book.catalogue.unblock(user(7))), "not_found");
}

#[test]
fn a_permission_needs_a_relation_that_lets_see() {
    let mut book = Book::new();
    let deed = book.add_deed(&NewDeed::count("Qur'an", Category::Hasanaat));
    let sin = book.add_deed(&NewDeed::count("Gossip", Category::Saiyyiaat));
    let waits = relate(&mut book, user(5), RelationKind::Friend, RelationRole::Receiver, RelationState::Pending);
    let followed = relate(&mut book, user(6), RelationKind::Follow, RelationRole::Requester, RelationState::Accepted);
    let friend = relate(&mut book, user(7), RelationKind::Friend, RelationRole::Requester, RelationState::Accepted);
    let other = relate(&mut book, user(8), RelationKind::Follow, RelationRole::Receiver, RelationState::Accepted);
    let grant = |book: &Book, new: NewPermission| {
        book.catalogue.grant(&new, NOW, &mut || Uuid::from_u128(book.catalogue.permissions.len() as u128 + 0x40))
    };
    let shared = Shared::Deed(deed);
    assert_eq!(code(grant(&book, NewPermission::read(waits, shared))), "conflict");
    assert_eq!(code(grant(&book, NewPermission::read(followed, shared))), "conflict");
    let unknown = Shared::Deed(Uuid::from_u128(0xdead).into());
    assert_eq!(code(grant(&book, NewPermission::read(friend, unknown))), "not_found");
    let Error::Invalid { field, .. } = grant(&book, NewPermission::read(friend, Shared::Deed(sin))).unwrap_err() else {
        panic!("a bad deed needs a second word")
    };
    assert_eq!(field, "confirmed");
    let (_, changes) = grant(&book, NewPermission::read(friend, Shared::Deed(sin)).confirmed()).unwrap();
    book.catalogue.apply(&changes[0], 5).unwrap();

    let root = book.catalogue.root(deed).unwrap().id;
    let (id, changes) = grant(&book, NewPermission::write(friend, Shared::Item(root))).unwrap();
    book.catalogue.apply(&changes[0], 6).unwrap();
    // A second writer of the deed, be it of one item, is one too many; a reader is not.
    assert_eq!(code(grant(&book, NewPermission::write(other, shared))), "conflict");
    assert_eq!(code(grant(&book, NewPermission::write(other, Shared::Item(root)))), "conflict");
    grant(&book, NewPermission::read(other, shared)).unwrap();
    grant(&book, NewPermission::write(friend, shared)).unwrap();
    // Granted again, it is the same one.
    let (again, changes) = grant(&book, NewPermission::write(friend, Shared::Item(root))).unwrap();
    assert_eq!((again, changes), (id, vec![]));
    let (_, changes) = grant(&book, NewPermission::read(friend, Shared::Item(root))).unwrap();
    book.catalogue.apply(&changes[0], 7).unwrap();
    assert_eq!(book.catalogue.permissions[&id].level, PermissionLevel::Read);

    let access = |book: &Book, wish| book.catalogue.access(user(7), wish);
    assert_eq!(access(&book, Wish::Read(root)), Access::Permitted { permission: id, level: PermissionLevel::Read });
    assert_eq!(access(&book, Wish::Write(root)), Access::Refused(Refusal::ReadOnly));
    assert_eq!(book.catalogue.access(user(5), Wish::Read(root)), Access::Refused(Refusal::NotAccepted));
    assert_eq!(book.catalogue.access(user(6), Wish::Read(root)), Access::Refused(Refusal::NoRelation));
    assert_eq!(book.catalogue.access(user(8), Wish::Read(root)), Access::Refused(Refusal::NotShared));
    let hide = ItemPatch { hide: Some(Hide::HideFromGraphs), ..ItemPatch::default() };
    book.catalogue.apply(&Change::Item(root, hide), 8).unwrap();
    assert_eq!(access(&book, Wish::Read(root)), Access::Refused(Refusal::Hidden));
    assert_eq!(book.catalogue.revoke(id).unwrap(), [Change::Remove(RecordKey::Permission(id))]);
    let ended = book.catalogue.end_relation(friend, NOW).unwrap();
    book.catalogue.apply(&ended.own_change(), 9).unwrap();
    assert!(book.catalogue.permissions.is_empty(), "they go with the relation");
    assert_eq!(code(book.catalogue.revoke(id)), "not_found");
}
