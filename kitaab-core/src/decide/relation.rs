//! Asking for relations, answering and ending them, and blocking.
//!
//! A step is decided on the book of the one who takes it, and written into both books at once, all or nothing. Under
//! the locks of both the store asks the other's catalogue whether, and how, the step arrives
//! ([`Catalogue::arrival`]): of a block, the other one must not be able to learn.

use uuid::Uuid;

use super::fresh;
use crate::catalogue::Catalogue;
use crate::change::{Change, RecordKey};
use crate::error::{Error, Kind, Result};
use crate::id::{RelationId, UserId};
use crate::relation::{BlockPatch, Relation, RelationKind, RelationPatch, RelationRole, RelationState};
use crate::time::Timestamp;

/// A step of a relation: what it changes in both books.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RelationStep {
    /// The relation.
    pub relation: RelationId,
    /// The other one.
    pub with: UserId,
    /// What to change in the book of the one who takes it.
    pub own: RelationPatch,
    /// What to change in the other's.
    pub other: RelationPatch,
}

impl RelationStep {
    /// The change of the own book.
    pub fn own_change(&self) -> Change {
        Change::Relation(self.relation, self.own.clone())
    }

    /// The change of the other's book.
    pub fn other_change(&self) -> Change {
        Change::Relation(self.relation, self.other.clone())
    }
}

/// How a step of somebody else's arrives at a book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Arrival {
    /// It is written.
    Written,
    /// It is left out, and whoever took it is not told: the owner has blocked them, or does not have the relation.
    LeftOut,
    /// The owner has asked for the same themselves, and the request had not come through (they were blocked then): the
    /// step is to be decided again, as the acceptance of that request.
    Answers(RelationId),
}

impl Catalogue {
    /// A relation, or `not_found`.
    pub fn relation(&self, id: RelationId) -> Result<&Relation> {
        self.relations.get(&id).ok_or_else(|| Error::not_found(Kind::Relation, id))
    }

    /// The relation that lets somebody see what is shared with them: a friendship before a follow.
    ///
    /// # Errors
    /// `not_found` if none does.
    pub fn relation_that_lets_see(&self, user: UserId) -> Result<&Relation> {
        let found = self.relations_with(user).filter(|relation| relation.lets_see());
        found.min_by_key(|relation| (relation.kind, relation.id)).ok_or_else(|| Error::not_found(Kind::Relation, user))
    }

    /// Asks somebody for a relation. Where they have asked for the same friendship, or `answers` names a request of
    /// theirs, that is accepted.
    ///
    /// # Errors
    /// `invalid` with oneself; `conflict` where it was asked for already or stands, where the owner blocks them, and
    /// for as long as a rejected request rests ([`crate::REQUEST_REST`]).
    pub fn request_relation(
        &self,
        with: UserId,
        kind: RelationKind,
        answers: Option<RelationId>,
        now: Timestamp,
        ids: &mut dyn FnMut() -> Uuid,
    ) -> Result<RelationStep> {
        if with == self.owner || with.uuid().is_nil() {
            return Err(Error::invalid("with", "must be somebody else", with));
        }
        if self.blocks.contains_key(&with) {
            return Err(Error::conflict(Kind::Relation, "you have blocked them: take the block back first"));
        }
        let full = |role: RelationRole, state: RelationState| RelationPatch {
            with: Some(with),
            kind: Some(kind),
            role: Some(role),
            requested_at: Some(now),
            ..RelationPatch::into_state(state, now)
        };
        if let Some(relation) = answers {
            let own = full(RelationRole::Receiver, RelationState::Accepted);
            return Ok(RelationStep {
                relation,
                with,
                own,
                other: RelationPatch::into_state(RelationState::Accepted, now),
            });
        }
        let before = self.standing(with, kind, RelationRole::Requester);
        if let Some(before) = before {
            match (before.state, before.role) {
                (RelationState::Accepted, _) => return Err(Error::conflict(Kind::Relation, "it stands already")),
                (RelationState::Pending, RelationRole::Requester) => {
                    return Err(Error::conflict(Kind::Relation, "you have asked already: they have not answered yet"));
                }
                (RelationState::Pending, RelationRole::Receiver) => return self.accept_relation(before.id, now),
                (RelationState::Rejected | RelationState::Ended, role) => {
                    if role == RelationRole::Requester {
                        rested(before, now)?;
                    }
                }
            }
        }
        let relation = match before {
            Some(before) => before.id,
            None => fresh(ids, Kind::Relation, |id| self.relations.contains_key(id))?,
        };
        let own = full(RelationRole::Requester, RelationState::Pending);
        Ok(RelationStep { relation, with, other: own.mirrored(self.owner), own })
    }

    /// Accepts a request. Nothing is shared by that alone.
    ///
    /// # Errors
    /// `conflict` unless it waits for the owner's answer.
    pub fn accept_relation(&self, id: RelationId, now: Timestamp) -> Result<RelationStep> {
        self.answered(id, RelationState::Accepted, now)
    }

    /// Declines a request.
    ///
    /// # Errors
    /// `conflict` unless it waits for the owner's answer.
    pub fn reject_relation(&self, id: RelationId, now: Timestamp) -> Result<RelationStep> {
        self.answered(id, RelationState::Rejected, now)
    }

    fn answered(&self, id: RelationId, state: RelationState, now: Timestamp) -> Result<RelationStep> {
        let relation = self.relation(id)?;
        match (relation.state, relation.role) {
            (RelationState::Pending, RelationRole::Receiver) => Ok(self.moved(relation, state, now)),
            (RelationState::Pending, RelationRole::Requester) => {
                Err(Error::conflict(Kind::Relation, "it waits for their answer, not for yours"))
            }
            _ => Err(Error::conflict(Kind::Relation, "it does not wait for an answer any more")),
        }
    }

    /// Ends a relation, or withdraws a request. The permissions that hang on it go, in both books.
    ///
    /// # Errors
    /// `conflict` for one that is over, and for a request that waits for the owner's answer.
    pub fn end_relation(&self, id: RelationId, now: Timestamp) -> Result<RelationStep> {
        let relation = self.relation(id)?;
        match (relation.state, relation.role) {
            (RelationState::Accepted, _) | (RelationState::Pending, RelationRole::Requester) => {
                Ok(self.moved(relation, RelationState::Ended, now))
            }
            (RelationState::Pending, RelationRole::Receiver) => {
                Err(Error::conflict(Kind::Relation, "it waits for your answer: accept or reject it"))
            }
            _ => Err(Error::conflict(Kind::Relation, "it is over already")),
        }
    }

    /// Blocks somebody: what stands between the two is over, and their requests don't arrive any more. They are not told:
    /// to them it looks as if it had been ended, or their request rejected. Empty if they are blocked already.
    ///
    /// # Errors
    /// `invalid` for oneself.
    pub fn block(&self, user: UserId, now: Timestamp) -> Result<(Vec<Change>, Vec<RelationStep>)> {
        if user == self.owner || user.uuid().is_nil() {
            return Err(Error::invalid("user", "must be somebody else", user));
        }
        if self.blocks.contains_key(&user) {
            return Ok((vec![], vec![]));
        }
        let live = self.relations_with(user).filter(|relation| relation.state.is_live());
        let over = |relation: &Relation| match (relation.state, relation.role) {
            (RelationState::Pending, RelationRole::Receiver) => RelationState::Rejected,
            _ => RelationState::Ended,
        };
        let steps: Vec<_> = live.map(|relation| self.moved(relation, over(relation), now)).collect();
        let mut changes: Vec<Change> = steps.iter().map(RelationStep::own_change).collect();
        changes.push(Change::Block(user, BlockPatch { blocked_at: Some(now) }));
        Ok((changes, steps))
    }

    /// Takes a block back. What it ended stays so.
    ///
    /// # Errors
    /// `not_found` if they are not blocked.
    pub fn unblock(&self, user: UserId) -> Result<Vec<Change>> {
        match self.blocks.get(&user) {
            Some(_) => Ok(vec![Change::Remove(RecordKey::Block(user))]),
            None => Err(Error::not_found(Kind::Block, user)),
        }
    }

    /// How a step that `actor` took arrives at this book, which is not theirs. To be asked under its lock.
    ///
    /// # Errors
    /// `denied` for what no step of theirs could be; `conflict` where the relation does not stand as the step needs it;
    /// `not_found` for accepting a request that this book does not hold.
    pub fn arrival(&self, actor: UserId, id: RelationId, step: &RelationPatch, now: Timestamp) -> Result<Arrival> {
        let denied = || Err(Error::denied("a step of a relation", Kind::Relation, id));
        let there = self.relations.get(&id);
        if there.is_some_and(|there| there.with != actor) || step.with.is_some_and(|with| with != actor) {
            return denied();
        }
        let at = step.changed_at;
        let Some(state) = step.state.filter(|_| at.is_some()) else { return denied() };
        if step.accepted_at != Some(at.filter(|_| state == RelationState::Accepted)) {
            return denied();
        }
        if state == RelationState::Pending {
            return self.request_arrives(actor, id, step, now);
        }
        if (step.with, step.kind, step.role, step.requested_at) != (None, None, None, None) {
            return denied();
        }
        let role = there.map(|there| there.role);
        match (state, there.map(|there| there.state)) {
            (RelationState::Accepted, Some(RelationState::Pending)) if role == Some(RelationRole::Requester) => {
                Ok(Arrival::Written)
            }
            // What was accepted can be ended, and not declined any more.
            (RelationState::Accepted, Some(_)) | (RelationState::Rejected, Some(RelationState::Accepted)) => {
                Err(Error::conflict(Kind::Relation, "the request does not stand any more"))
            }
            (RelationState::Accepted, None) => Err(Error::not_found(Kind::Relation, id)),
            (RelationState::Rejected, Some(RelationState::Pending)) if role == Some(RelationRole::Receiver) => denied(),
            (_, Some(before)) if before.is_live() => Ok(Arrival::Written),
            // It is over in both books: nothing is left to be done here.
            _ => Ok(Arrival::LeftOut),
        }
    }

    fn request_arrives(&self, actor: UserId, id: RelationId, step: &RelationPatch, now: Timestamp) -> Result<Arrival> {
        let (Some(_), Some(kind), Some(RelationRole::Receiver), Some(_)) =
            (step.with, step.kind, step.role, step.requested_at)
        else {
            return Err(Error::denied("a step of a relation", Kind::Relation, id));
        };
        if self.blocks.contains_key(&actor) {
            return Ok(Arrival::LeftOut);
        }
        let there = self.relations.get(&id);
        if there.is_some_and(|there| there.kind != kind) {
            return Err(Error::denied("a step of a relation", Kind::Relation, id));
        }
        let Some(before) = self.standing(actor, kind, RelationRole::Receiver) else { return Ok(Arrival::Written) };
        match (before.state, before.role) {
            (RelationState::Pending, RelationRole::Requester) => Ok(Arrival::Answers(before.id)),
            (RelationState::Pending | RelationState::Accepted, _) => {
                Err(Error::conflict(Kind::Relation, "it was asked for, or stands, already"))
            }
            (RelationState::Rejected | RelationState::Ended, RelationRole::Receiver) => {
                rested(before, now).map(|()| Arrival::Written)
            }
            (RelationState::Rejected | RelationState::Ended, RelationRole::Requester) => Ok(Arrival::Written),
        }
    }

    /// The relation of a kind with somebody that is live, or else was the last to be.
    fn standing(&self, with: UserId, kind: RelationKind, role: RelationRole) -> Option<&Relation> {
        let same = self.relations.values().filter(|relation| relation.is_same(with, kind, role));
        same.max_by_key(|relation| (relation.state.is_live(), relation.changed_at, relation.id))
    }

    fn moved(&self, relation: &Relation, state: RelationState, now: Timestamp) -> RelationStep {
        let patch = RelationPatch::into_state(state, now);
        RelationStep { relation: relation.id, with: relation.with, other: patch.mirrored(self.owner), own: patch }
    }
}

/// Refuses to ask again what was rejected lately.
fn rested(before: &Relation, now: Timestamp) -> Result<()> {
    match before.rests_until() {
        Some(until) if now < until => {
            let what = format!("they have declined: you may ask again from {until} on");
            Err(Error::conflict(Kind::Relation, what))
        }
        _ => Ok(()),
    }
}
