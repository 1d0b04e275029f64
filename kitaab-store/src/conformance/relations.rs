//! The steps of relations: written into two books at once, and silent about blocks.

use std::sync::Arc;

use kitaab_core::{
    BlockPatch, Catalogue, Change, PermissionLevel, REQUEST_REST, RecordKey, RelationId, RelationKind, RelationPatch,
    RelationRole, RelationState, RelationStep, Shared, Timestamp, UserId,
};
use uuid::Uuid;

use super::world::{
    ALI, FRIENDSHIP, INSTANT, PEST, SALAH, SHARING, TASBIH, World, amount, day, friends, grant, put, reviewed,
    structure,
};
use crate::contract::{Applied, Context, Stale, Store, Together};
use crate::error::Result;

/// Two people, each with a book.
struct Pair {
    one: World,
    other: World,
}

impl Pair {
    async fn new(store: Arc<dyn Store>) -> Self {
        let one = World::new(Arc::clone(&store)).await;
        let other = World::empty(store, 2);
        other.apply(vec![reviewed(day(0))]).await;
        Self { one, other }
    }

    fn turned(&self) -> Self {
        Self { one: self.other.clone(), other: self.one.clone() }
    }

    async fn check(&self) {
        self.one.check().await;
        self.other.check().await;
    }

    async fn states(&self) -> [Option<RelationState>; 2] {
        let state = async |book: &World, with: UserId| {
            let catalogue = catalogue(book).await;
            let found: Vec<_> = catalogue.relations_with(with).map(|relation| relation.state).collect();
            assert!(found.len() <= 1, "there is one relation between two");
            found.first().copied()
        };
        [state(&self.one, self.other.owner).await, state(&self.other, self.one.owner).await]
    }

    /// The first one takes a step.
    async fn step(&self, now: Timestamp, step: &RelationStep, more: Vec<Change>) -> Result<Together> {
        let mut changes = vec![step.own_change()];
        changes.extend(more);
        let mirrored = self.other.acted_on_by(self.one.owner);
        let own = self.one.commit(changes);
        // A number that rises from step to step, as the own one does.
        let mut header = mirrored.header();
        header.device_seq = own.header().device_seq;
        let other = super::world::authored(header, vec![step.other_change()]);
        self.one.store.apply_together(&Context { now, ..self.one.ctx() }, &[own, other]).await
    }

    /// The first one asks the other for friendship.
    async fn request(&self, id: u128, now: Timestamp) -> Result<Together> {
        let catalogue = catalogue(&self.one).await;
        let mut ids = || Uuid::from_u128(id);
        let step = catalogue.request_relation(self.other.owner, RelationKind::Friend, None, now, &mut ids)?;
        self.step(now, &step, vec![]).await
    }

    async fn answer(&self, id: u128, state: RelationState, now: Timestamp) -> Result<Together> {
        let catalogue = catalogue(&self.one).await;
        let id = RelationId::new(Uuid::from_u128(id));
        let step = match state {
            RelationState::Accepted => catalogue.accept_relation(id, now)?,
            RelationState::Rejected => catalogue.reject_relation(id, now)?,
            _ => catalogue.end_relation(id, now)?,
        };
        self.step(now, &step, vec![]).await
    }
}

async fn catalogue(world: &World) -> Catalogue {
    world.store.catalogue(&world.ctx(), world.owner).await.unwrap()
}

async fn seq(world: &World) -> u64 {
    world.store.head(&world.ctx(), world.owner).await.unwrap().seq
}

fn applied(together: Result<Together>) -> Applied {
    match together {
        Ok(Together::Applied(applied)) => applied,
        other => panic!("expected the step to be applied, got {other:?}"),
    }
}

fn later(days: u64) -> Timestamp {
    let micros = i64::try_from(days * 86_400_000_000).unwrap();
    Timestamp::from_micros(INSTANT.micros() + micros)
}

/// A step stands in both ledgers, in the other's with its editor; the two relations are mirror images.
pub async fn a_step_is_written_into_both_books(store: Arc<dyn Store>) {
    let pair = Pair::new(store).await;
    let asked = applied(pair.request(0x1, INSTANT).await);
    assert_eq!((asked.seq, asked.replayed), (2, false));
    assert_eq!(pair.states().await, [Some(RelationState::Pending); 2]);
    applied(pair.turned().answer(0x1, RelationState::Accepted, later(1)).await);
    let id = RelationId::new(Uuid::from_u128(0x1));
    let (one, other) = (catalogue(&pair.one).await, catalogue(&pair.other).await);
    let (one, other) = (&one.relations[&id], &other.relations[&id]);
    assert_eq!((one.with, other.with), (pair.other.owner, pair.one.owner));
    assert_eq!((one.role, other.role), (RelationRole::Requester, RelationRole::Receiver));
    for relation in [one, other] {
        assert_eq!((relation.kind, relation.state), (RelationKind::Friend, RelationState::Accepted));
        assert_eq!((relation.requested_at, relation.accepted_at), (INSTANT, Some(later(1))));
    }
    let history = |world: World| async move {
        let key = RecordKey::Relation(id);
        let steps = world.store.history(&world.ctx(), world.owner, key, None, 10).await.unwrap();
        steps.into_iter().map(|step| step.header.actor()).collect::<Vec<_>>()
    };
    for book in [&pair.one, &pair.other] {
        assert_eq!(
            history(book.clone()).await,
            [pair.other.owner, pair.one.owner],
            "accepted by the one who was asked"
        );
    }
    pair.check().await;
}

/// Where a precondition does not hold in one of the books, or a step is refused by the other, nothing is written in any.
pub async fn steps_are_applied_all_or_not_at_all(store: Arc<dyn Store>) {
    let pair = Pair::new(store).await;
    let before = (seq(&pair.one).await, seq(&pair.other).await);
    let know = catalogue(&pair.one).await;
    let mut ids = || Uuid::from_u128(0x1);
    let step = know.request_relation(pair.other.owner, RelationKind::Friend, None, INSTANT, &mut ids).unwrap();
    let mirrored = pair.other.acted_on_by(pair.one.owner);
    let send = |own, other| {
        let (store, ctx) = (Arc::clone(&pair.one.store), pair.one.ctx());
        async move { store.apply_together(&ctx, &[own, other]).await }
    };
    // The own book has another catalogue by now.
    let mut header = pair.one.header();
    header.expects = Some(kitaab_core::Expects { catalogue: Some(77), revisions: None });
    let own = super::world::authored(header, vec![step.own_change()]);
    let stale = send(own, mirrored.commit(vec![step.other_change()])).await.unwrap();
    let current = know.version;
    assert_eq!(stale, Together::Stale { book: pair.one.owner, stale: Stale::Catalogue { current } });
    // The other book has seen this number of the device.
    let mut header = mirrored.header();
    header.device_seq = 0;
    let other = super::world::authored(header, vec![step.other_change()]);
    let stale = send(pair.one.commit(vec![step.own_change()]), other).await.unwrap();
    assert_eq!(stale, Together::Stale { book: pair.other.owner, stale: Stale::DeviceSeq { last: 0 } });
    // The other has no request to be accepted.
    let accepted = RelationPatch::into_state(RelationState::Accepted, INSTANT);
    let own = vec![step.own_change(), Change::Relation(step.relation, accepted.clone())];
    let other = mirrored.commit(vec![Change::Relation(step.relation, accepted)]);
    assert_eq!(send(pair.one.commit(own), other).await.unwrap_err().code(), "not_found");
    assert_eq!((seq(&pair.one).await, seq(&pair.other).await), before);
    assert_eq!(pair.states().await, [None, None]);
    pair.check().await;
}

/// The same commits sent again have no second effect in any of the books.
pub async fn steps_sent_again_are_applied_once(store: Arc<dyn Store>) {
    let pair = Pair::new(store).await;
    let know = catalogue(&pair.one).await;
    let mut ids = || Uuid::from_u128(0x1);
    let step = know.request_relation(pair.other.owner, RelationKind::Follow, None, INSTANT, &mut ids).unwrap();
    let commits = [
        pair.one.commit(vec![step.own_change()]),
        pair.other.acted_on_by(pair.one.owner).commit(vec![step.other_change()]),
    ];
    let first = applied(pair.one.store.apply_together(&pair.one.ctx(), &commits).await);
    let again = applied(pair.one.store.apply_together(&pair.one.ctx(), &commits).await);
    assert_eq!(again, Applied { replayed: true, ..first });
    assert_eq!((seq(&pair.one).await, seq(&pair.other).await), (2, 2));
    pair.check().await;
}

/// Asking somebody who has no book here is refused, and leaves nothing.
pub async fn who_has_no_book_cannot_be_asked(store: Arc<dyn Store>) {
    let one = World::new(Arc::clone(&store)).await;
    let pair = Pair { one, other: World::empty(store, 2) };
    assert_eq!(pair.request(0x1, INSTANT).await.unwrap_err().code(), "not_found");
    assert_eq!(pair.states().await, [None, None]);
    assert_eq!(pair.one.store.owners(&pair.one.ctx()).await.unwrap(), [pair.one.owner]);
    pair.one.check().await;
}

/// A request to somebody who blocks the one who asks is answered like any other, and leaves no trace in the blocker's
/// book; nor does taking it back.
pub async fn a_request_to_one_who_blocks_does_not_arrive_nor_tell(store: Arc<dyn Store>) {
    let pair = Pair::new(store).await;
    pair.other.apply(vec![Change::Block(pair.one.owner, BlockPatch { blocked_at: Some(INSTANT) })]).await;
    let before = (seq(&pair.one).await, seq(&pair.other).await);
    let asked = applied(pair.request(0x1, INSTANT).await);
    assert_eq!((asked.seq, asked.replayed), (before.0 + 1, false));
    assert_eq!(pair.states().await, [Some(RelationState::Pending), None]);
    applied(pair.answer(0x1, RelationState::Ended, later(1)).await);
    assert_eq!(pair.states().await, [Some(RelationState::Ended), None]);
    assert_eq!(seq(&pair.other).await, before.1);
    pair.check().await;
}

/// Somebody who unblocks another, and asks them for what these had asked for meanwhile, is told by a stale answer that
/// names the request, and accepts it.
pub async fn a_request_that_had_not_come_through_is_answered(store: Arc<dyn Store>) {
    let pair = Pair::new(store).await;
    pair.other.apply(vec![Change::Block(pair.one.owner, BlockPatch { blocked_at: Some(INSTANT) })]).await;
    applied(pair.request(0x1, INSTANT).await);
    pair.other.apply(vec![Change::Remove(RecordKey::Block(pair.one.owner))]).await;
    let back = pair.turned();
    let key = RecordKey::Relation(RelationId::new(Uuid::from_u128(0x1)));
    let stale = Together::Stale { book: pair.one.owner, stale: Stale::Record { key, current: 2 } };
    assert_eq!(back.request(0x2, later(1)).await.unwrap(), stale);
    let know = catalogue(&back.one).await;
    let answers = Some(RelationId::new(Uuid::from_u128(0x1)));
    let mut ids = Uuid::nil;
    let step = know.request_relation(back.other.owner, RelationKind::Friend, answers, later(1), &mut ids).unwrap();
    applied(back.step(later(1), &step, vec![]).await);
    assert_eq!(pair.states().await, [Some(RelationState::Accepted); 2]);
    pair.check().await;
}

/// Who was rejected may ask again after a while only; the one who rejected may ask at once. It stays one relation.
pub async fn a_rejected_request_rests(store: Arc<dyn Store>) {
    let pair = Pair::new(store).await;
    let rest = REQUEST_REST.as_secs() / 86_400;
    applied(pair.request(0x1, INSTANT).await);
    applied(pair.turned().answer(0x1, RelationState::Rejected, INSTANT).await);
    assert_eq!(pair.request(0x2, later(rest - 1)).await.unwrap_err().code(), "conflict");
    // The other's book holds to it, whatever the own one says.
    pair.one.apply(vec![Change::Erase(RecordKey::Relation(RelationId::new(Uuid::from_u128(0x1))))]).await;
    assert_eq!(pair.request(0x1, later(rest - 1)).await.unwrap_err().code(), "conflict");
    applied(pair.request(0x1, later(rest)).await);
    applied(pair.turned().answer(0x1, RelationState::Rejected, later(rest)).await);
    applied(pair.turned().request(0x3, later(rest)).await);
    assert_eq!(pair.states().await, [Some(RelationState::Pending); 2]);
    applied(pair.answer(0x1, RelationState::Accepted, later(rest)).await);
    pair.check().await;
}

/// What is no step of the one who sends it is refused, and nothing is written.
pub async fn what_no_step_could_be_is_refused(store: Arc<dyn Store>) {
    let pair = Pair::new(store).await;
    applied(pair.request(0x1, INSTANT).await);
    let before = (seq(&pair.one).await, seq(&pair.other).await);
    let id = RelationId::new(Uuid::from_u128(0x1));
    let into = |state| RelationPatch::into_state(state, later(1));
    let (one, mirrored) = (&pair.one, pair.other.acted_on_by(pair.one.owner).on_device(0xdf));
    let code = async |own: Vec<Change>, other: Vec<Change>| {
        let commits = [one.commit(own), mirrored.commit(other)];
        one.store.apply_together(&one.ctx(), &commits).await.unwrap_err().code()
    };
    let step = |patch: RelationPatch| vec![Change::Relation(id, patch)];
    // Nobody answers for the one who was asked, nor moves what is not theirs.
    let accepted = into(RelationState::Accepted);
    assert_eq!(code(step(accepted.clone()), step(accepted.clone())).await, "conflict");
    let rejected = into(RelationState::Rejected);
    assert_eq!(code(step(rejected.clone()), step(rejected)).await, "denied");
    // The two must be one step, seen from both sides, and only that.
    assert_eq!(code(step(into(RelationState::Ended)), step(accepted.clone())).await, "invalid");
    assert_eq!(code(vec![reviewed(day(1))], step(into(RelationState::Ended))).await, "invalid");
    assert_eq!(code(step(into(RelationState::Ended)), vec![put(TASBIH, day(0), amount(1))]).await, "invalid");
    let both = [step(into(RelationState::Ended)), vec![reviewed(day(1))]].concat();
    assert_eq!(code(step(into(RelationState::Ended)), both).await, "invalid");
    // Nor is a step taken alone, be it in the other's book or by another.
    assert_eq!(mirrored.refused(step(into(RelationState::Ended))).await, "not_found");
    let alone = one.store.apply_together(&mirrored.ctx(), &[mirrored.commit(step(into(RelationState::Ended)))]).await;
    assert_eq!(alone.unwrap_err().code(), "invalid");
    assert_eq!(one.store.apply_together(&one.ctx(), &[]).await.unwrap_err().code(), "invalid");
    let stranger = one.acted_on_by(ALI);
    let stolen = one.store.apply_together(&stranger.ctx(), &[one.commit(step(accepted))]).await;
    assert_eq!(stolen.unwrap_err().code(), "invalid");
    // A request that names another relation of the same two is no second one.
    let again = RelationPatch {
        with: Some(pair.other.owner),
        kind: Some(RelationKind::Friend),
        role: Some(RelationRole::Requester),
        requested_at: Some(later(1)),
        ..into(RelationState::Pending)
    };
    let second = RelationId::new(Uuid::from_u128(0x2));
    let other = vec![Change::Relation(second, again.mirrored(one.owner))];
    assert_eq!(code(vec![Change::Relation(second, again)], other).await, "conflict");
    assert_eq!((seq(&pair.one).await, seq(&pair.other).await), before);
    pair.check().await;
}

/// Ending a relation takes the permissions that hang on it along, in both books; blocking does, too, and the other sees
/// nothing of the block.
pub async fn a_relation_that_ends_takes_its_permissions_along(store: Arc<dyn Store>) {
    let one = World::new(Arc::clone(&store)).await;
    let other = World::empty(store, 0xa11);
    // Without the friendship with Ali: it is Ali's own book, and nobody stands in a relation with themselves.
    other.apply(structure().into_iter().filter(|change| !hangs_on_a_relation(change)).collect()).await;
    other.apply(vec![friends(FRIENDSHIP, one.owner)]).await;
    other.apply(vec![grant(SHARING, FRIENDSHIP, Shared::Deed(SALAH), PermissionLevel::Write)]).await;
    let pair = Pair { one, other };
    let know = catalogue(&pair.one).await;
    assert_eq!(know.permissions.len(), 1);
    let (mut changes, steps) = know.block(ALI, later(1)).unwrap();
    let [step] = steps.as_slice() else { panic!("one relation ends") };
    changes.retain(|change| *change != step.own_change());
    applied(pair.step(later(1), step, changes).await);
    assert_eq!(pair.states().await, [Some(RelationState::Ended); 2]);
    let (one, other) = (catalogue(&pair.one).await, catalogue(&pair.other).await);
    assert!(one.permissions.is_empty() && other.permissions.is_empty());
    assert!(one.blocks.contains_key(&ALI) && other.blocks.keys().eq([&PEST]));
    pair.check().await;
}

fn hangs_on_a_relation(change: &Change) -> bool {
    matches!(change.key(), Some(RecordKey::Relation(_) | RecordKey::Permission(_)))
}

/// Two who ask each other at the same time end in one relation, whoever comes first.
pub async fn requests_that_cross_end_in_one_relation(store: Arc<dyn Store>) {
    let pair = Arc::new(Pair::new(store).await);
    let ask = |pair: Arc<Pair>, turned: bool| async move {
        let pair = if turned { pair.turned() } else { Pair { one: pair.one.clone(), other: pair.other.clone() } };
        for _ in 0..100 {
            let know = catalogue(&pair.one).await;
            let mut ids = || Uuid::from_u128(0x1 + u128::from(turned));
            let Ok(step) = know.request_relation(pair.other.owner, RelationKind::Friend, None, INSTANT, &mut ids)
            else {
                return;
            };
            let mut header = pair.one.header();
            header.expects = Some(kitaab_core::Expects { catalogue: Some(know.version), revisions: None });
            let own = super::world::authored(header, vec![step.own_change()]);
            let mut header = pair.other.acted_on_by(pair.one.owner).header();
            header.device_seq = own.header().device_seq;
            let other = super::world::authored(header, vec![step.other_change()]);
            let sent = pair.one.store.apply_together(&pair.one.ctx(), &[own, other]).await;
            if let Together::Applied(_) = sent.unwrap() {
                return;
            }
        }
        panic!("the request never comes through");
    };
    let tasks = [tokio::spawn(ask(Arc::clone(&pair), false)), tokio::spawn(ask(Arc::clone(&pair), true))];
    for task in tasks {
        task.await.expect("the one who asks");
    }
    assert_eq!(pair.states().await, [Some(RelationState::Accepted); 2]);
    pair.check().await;
}
