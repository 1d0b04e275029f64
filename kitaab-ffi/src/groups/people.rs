//! Relations with others, and what is shared with them.

use crate::convert::{InRange, Inward, Outward};
use crate::error::KitaabError;
use crate::scalar::{Int, PermissionId, RelationId, UserId};
use crate::types::{
    Access, AccessCursor, AccessPage, AddedPermission, AddedRelation, Block, Committed, NewPermission, Permission,
    ROWS, Relation, RelationKind, Wish,
};

operations! {
    /// The relations of a book's owner, and what they share.
    group People, people, people_table;

    /// Asks somebody for a relation. Where they have asked for the same friendship, that is accepted. Whether a block keeps it
    /// from arriving is not told.
    ///
    /// # Errors
    /// `invalid` with oneself; `not_found` if they have no book here; `conflict` where it was asked for already or stands,
    /// where the owner blocks them, and while a rejected request rests.
    fn request(kind: [RelationKind], user: [UserId]) -> [AddedRelation] = |book| {
        let done = book.people().request(kind.inward()?, user.inward()?).await?;
        Ok(AddedRelation { relation: done.added.outward(), committed: done.committed.outward() })
    };

    /// Accepts a request. Nothing is shared by that alone.
    ///
    /// # Errors
    /// `not_found`; `conflict` unless it waits for the owner's answer, and where it was withdrawn meanwhile.
    fn accept(relation: [RelationId]) -> [Committed] = |book| {
        Ok(book.people().accept(relation.inward()?).await?.outward())
    };

    /// Declines a request.
    ///
    /// # Errors
    /// `not_found`; `conflict` unless it waits for the owner's answer.
    fn reject(relation: [RelationId]) -> [Committed] = |book| {
        Ok(book.people().reject(relation.inward()?).await?.outward())
    };

    /// Ends a relation, or withdraws a request. What was shared by it, on either side, is shared no more.
    ///
    /// # Errors
    /// `not_found`; `conflict` for one that is over, or that waits for the owner's answer.
    fn end(relation: [RelationId]) -> [Committed] = |book| {
        Ok(book.people().end(relation.inward()?).await?.outward())
    };

    /// Blocks somebody: what stands between the two is over, and their requests don't arrive any more. They are not told.
    ///
    /// # Errors
    /// `invalid` for oneself.
    fn block(user: [UserId]) -> [Committed] = |book| Ok(book.people().block(user.inward()?).await?.outward());

    /// Takes a block back. What it ended stays so.
    ///
    /// # Errors
    /// `not_found` if they are not blocked.
    fn unblock(user: [UserId]) -> [Committed] = |book| Ok(book.people().unblock(user.inward()?).await?.outward());

    /// All relations: those that wait for an answer first, then those that stand, then those that are over; the newest of each
    /// first.
    fn relations() -> [Vec<Relation>] = |book| Ok(book.people().relations().await?.outward());

    /// Those whom the owner blocks.
    fn blocks() -> [Vec<Block>] = |book| Ok(book.people().blocks().await?.outward());

    /// The relation by which something can be shared with somebody.
    ///
    /// # Errors
    /// `not_found` if there is none that lets them see the book.
    fn sharing_with(user: [UserId]) -> [RelationId] = |book| {
        Ok(book.people().sharing_with(user.inward()?).await?.outward())
    };

    /// Grants a permission; granted again for the same, it sets how far that goes.
    ///
    /// # Errors
    /// `not_found` for the relation, the deed or the item; `conflict` unless the relation is accepted and lets the other one
    /// see, and where the deed has a writer already; `invalid` for a bad deed that is not confirmed.
    fn grant(permission: [NewPermission]) -> [AddedPermission] = |book| {
        let done = book.people().grant(permission.inward()?).await?;
        Ok(AddedPermission { permission: done.added.outward(), committed: done.committed.outward() })
    };

    /// Takes a permission back, from the next operation on.
    ///
    /// # Errors
    /// `not_found`.
    fn revoke(permission: [PermissionId]) -> [Committed] = |book| {
        Ok(book.people().revoke(permission.inward()?).await?.outward())
    };

    /// All permissions, the newest first.
    fn permissions() -> [Vec<Permission>] = |book| Ok(book.people().permissions().await?.outward());

    /// Whether somebody may do something with the book, and why. To them, what is hidden reads as not shared.
    fn may(user: [UserId], wish: [Wish]) -> [Access] = |book| {
        Ok(book.people().may(user.inward()?, wish.inward()?).await?.outward())
    };

    /// The access log: who else read which deed on which day, newest day first; once for each.
    ///
    /// # Errors
    /// `invalid` for a limit that is not from 1 to 10,000.
    fn accesses(after: [Option<AccessCursor>] = None, limit: [Option<Int>] = None) -> [AccessPage] = |book| {
        let limit: Option<u32> = limit.in_range("limit")?;
        Ok(AccessPage::told(book.people().accesses(after.inward()?, limit.unwrap_or(ROWS)).await?))
    };
}
