//! People: what stands between the owner and others, and what is shared with them.

mod steps;

use kitaab_core::{
    Access, Block, NewPermission, Permission, PermissionId, Relation, RelationId, RelationKind, RelationState, UserId,
    Wish,
};
use kitaab_store::{AccessPlace, LoggedAccess, Page};

use crate::book::Book;
use crate::committed::{Added, Committed};
use crate::error::Result;

/// The relations of a book's owner, and what they share. `docs/people.md` tells what others see.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> kitaab::Result<()> {
/// use kitaab::{Category::Hasanaat, Kitaab, NewDeed, NewPermission, RelationKind, Shared};
/// # let kitaab = Kitaab::open("memory:").await?;
/// # let [aisha, umar] = [1, 2].map(|number| kitaab::UserId::new(uuid::Uuid::from_u128(number)));
/// let (aisha, umar) = (kitaab.book(aisha), kitaab.book(umar));
/// let quran = aisha.deeds().add(NewDeed::count("Qur'an", Hasanaat)).await?;
/// # umar.deeds().add(NewDeed::count("Dhikr", Hasanaat)).await?;
///
/// let asked = umar.people().request(RelationKind::Friend, aisha.owner()).await?;
/// aisha.people().accept(asked.id).await?; // shares nothing yet
/// aisha.people().grant(NewPermission::read(asked.id, Shared::Deed(quran.id))).await?;
///
/// let seen = aisha.acting_as(umar.owner());
/// assert!(seen.entries().get(quran.root(), aisha.today().await?).await?.is_none());
/// assert_eq!(aisha.people().accesses(None, 10).await?.rows[0].reader, umar.owner());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct People<'b> {
    book: &'b Book,
}

impl Book {
    /// Its owner's relations with others, and what they share.
    pub fn people(&self) -> People<'_> {
        People { book: self }
    }
}

impl People<'_> {
    /// Asks somebody for a relation. Where they have asked for the same friendship, that is accepted.
    ///
    /// Whether a block keeps it from arriving is not told.
    ///
    /// # Errors
    /// `invalid` with oneself; `not_found` if they have no book here; `conflict` where it was asked for already or
    /// stands, where the owner blocks them, and while a rejected request rests ([`crate::REQUEST_REST`]).
    pub async fn request(self, kind: RelationKind, user: UserId) -> Result<Added<Relation>> {
        let done = self
            .take(|now, answers, ids| {
                let step = now.catalogue.request_relation(user, kind, answers, now.now, ids)?;
                Ok((step.relation, step.into()))
            })
            .await?;
        Ok(Added { added: done.catalogue.relation(done.made)?.clone(), committed: done.committed })
    }

    /// Accepts a request. Nothing is shared by that alone.
    ///
    /// # Errors
    /// `not_found`; `conflict` unless it waits for the owner's answer, and where it was withdrawn meanwhile.
    pub async fn accept(self, relation: RelationId) -> Result<Committed> {
        let done = self.take(|now, _, _| Ok(((), now.catalogue.accept_relation(relation, now.now)?.into()))).await?;
        Ok(done.committed)
    }

    /// Declines a request.
    ///
    /// # Errors
    /// `not_found`; `conflict` unless it waits for the owner's answer.
    pub async fn reject(self, relation: RelationId) -> Result<Committed> {
        let done = self.take(|now, _, _| Ok(((), now.catalogue.reject_relation(relation, now.now)?.into()))).await?;
        Ok(done.committed)
    }

    /// Ends a relation, or withdraws a request. What was shared by it, on either side, is shared no more.
    ///
    /// # Errors
    /// `not_found`; `conflict` for one that is over, or that waits for the owner's answer.
    pub async fn end(self, relation: RelationId) -> Result<Committed> {
        let done = self.take(|now, _, _| Ok(((), now.catalogue.end_relation(relation, now.now)?.into()))).await?;
        Ok(done.committed)
    }

    /// Blocks somebody: what stands between the two is over, and their requests don't arrive any more. They are not told.
    ///
    /// # Errors
    /// `invalid` for oneself.
    pub async fn block(self, user: UserId) -> Result<Committed> {
        let done = self.take(|now, _, _| Ok(((), now.catalogue.block(user, now.now)?.into()))).await?;
        Ok(done.committed)
    }

    /// Takes a block back. What it ended stays so.
    ///
    /// # Errors
    /// `not_found` if they are not blocked.
    pub async fn unblock(self, user: UserId) -> Result<Committed> {
        self.book.owners_alone("unblocking").await?;
        self.book.change(|now| now.catalogue.unblock(user)).await
    }

    /// All relations: those that wait for an answer first, then those that stand, then those that are over; the newest
    /// of each first, friendships before follows.
    pub async fn relations(self) -> Result<Vec<Relation>> {
        let catalogue = self.book.catalogue().await?;
        let mut relations: Vec<Relation> = catalogue.relations.values().cloned().collect();
        let rank = |relation: &Relation| match relation.state {
            RelationState::Pending => 0,
            RelationState::Accepted => 1,
            RelationState::Rejected | RelationState::Ended => 2,
        };
        relations.sort_by_key(|relation| {
            (rank(relation), std::cmp::Reverse(relation.changed_at), relation.kind, relation.id)
        });
        Ok(relations)
    }

    /// Those whom the owner blocks.
    pub async fn blocks(self) -> Result<Vec<Block>> {
        Ok(self.book.catalogue().await?.blocks.values().cloned().collect())
    }

    /// The relation by which something can be shared with somebody.
    ///
    /// # Errors
    /// `not_found` if there is none that lets them see the book.
    pub async fn sharing_with(self, user: UserId) -> Result<RelationId> {
        Ok(self.book.catalogue().await?.relation_that_lets_see(user)?.id)
    }

    /// Grants a permission; granted again for the same, it sets how far that goes.
    ///
    /// # Errors
    /// `not_found` for the relation, the deed or the item; `conflict` unless the relation is accepted and lets the other
    /// one see, and where the deed has a writer already; `invalid` for a bad deed without
    /// [a second word](NewPermission::confirmed).
    pub async fn grant(self, new: NewPermission) -> Result<Added<Permission>> {
        self.book.owners_alone("granting").await?;
        let done = self.book.commit(|now, ids| now.catalogue.grant(&new, now.now, ids)).await?;
        Ok(Added { added: done.catalogue.permission(done.made)?.clone(), committed: done.committed })
    }

    /// Takes a permission back, from the next operation on.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn revoke(self, permission: PermissionId) -> Result<Committed> {
        self.book.owners_alone("revoking").await?;
        self.book.change(|now| now.catalogue.revoke(permission)).await
    }

    /// All permissions, the newest first.
    pub async fn permissions(self) -> Result<Vec<Permission>> {
        let catalogue = self.book.catalogue().await?;
        let mut permissions: Vec<Permission> = catalogue.permissions.values().cloned().collect();
        permissions.sort_by_key(|permission| (std::cmp::Reverse(permission.granted_at), permission.id));
        Ok(permissions)
    }

    /// Whether somebody may do something with the book, and why. To them, what is hidden reads as not shared.
    pub async fn may(self, user: UserId, wish: Wish) -> Result<Access> {
        Ok(self.book.catalogue().await?.access(user, wish))
    }

    /// The access log: who else read which deed on which day, newest day first; once for each.
    ///
    /// # Errors
    /// `invalid` for a limit that is not from 1 to 10,000.
    pub async fn accesses(self, after: Option<AccessPlace>, limit: u32) -> Result<Page<LoggedAccess, AccessPlace>> {
        Ok(self.book.store().accesses(&self.book.context(), self.book.owner(), after, limit).await?)
    }
}
