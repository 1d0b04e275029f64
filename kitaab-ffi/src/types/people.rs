//! Relations with others, and what is shared with them. `docs/people.md` tells what others see.

use super::Committed;
use crate::convert::{Inward, Outward};
use crate::error::Result;
use crate::scalar::{Day, DeedId, ItemId, PermissionId, RelationId, Timestamp, UserId};

choices! {
    /// What kind a relation is.
    choice RelationKind = kitaab::RelationKind {
        /// Mutual: each may share with the other.
        Friend = "friend",
        /// One way: the requester sees what the receiver shares.
        Follow = "follow",
    }

    /// Which side of a relation the owner of the book is.
    choice RelationRole = kitaab::RelationRole {
        /// The owner asked for it.
        Requester = "requester",
        /// The owner was asked.
        Receiver = "receiver",
    }

    /// How a relation stands.
    choice RelationState = kitaab::RelationState {
        /// Asked for, and not answered.
        Pending = "pending",
        /// Both agreed.
        Accepted = "accepted",
        /// The one who was asked declined.
        Rejected = "rejected",
        /// One of them ended it, or withdrew the request.
        Ended = "ended",
    }

    /// How far a permission goes.
    choice PermissionLevel = kitaab::PermissionLevel {
        /// To see the entries, without their notes.
        Read = "read",
        /// To write entries, too.
        Write = "write",
    }

    /// Why something is not allowed.
    choice Refusal = kitaab::Refusal {
        /// There is no relation that would let them see anything.
        NoRelation = "no_relation",
        /// There is one that is not accepted.
        NotAccepted = "not_accepted",
        /// The owner has not shared it.
        NotShared = "not_shared",
        /// It is hidden, or something above it is.
        Hidden = "hidden",
        /// It may be read, but not written.
        ReadOnly = "read_only",
        /// It is the owner's alone.
        OwnersAlone = "owners_alone",
    }
}

unions! {
    /// What a permission is for.
    union Shared {
        /// A deed with all its items.
        OfDeed {
            /// The deed.
            deed: [DeedId],
        }
        /// An item with what is below it.
        OfItem {
            /// The item.
            item: [ItemId],
        }
    }

    /// What somebody wants to do with a book.
    union Wish {
        /// To see the entries of an item.
        Read {
            /// The item.
            item: [ItemId],
        }
        /// To write entries of an item.
        Write {
            /// The item.
            item: [ItemId],
        }
        /// Anything else.
        Private {}
    }
}

records! {
    /// A relation between the owner of the book and somebody else.
    record Relation {
        /// Its id: the same in both books.
        id: [RelationId],
        /// The other one.
        other: [UserId],
        /// What kind it is.
        kind: [RelationKind],
        /// Which side the owner is.
        role: [RelationRole],
        /// How it stands.
        state: [RelationState],
        /// When it was asked for last.
        requested_at: [Timestamp],
        /// When it was accepted; set exactly while it is.
        accepted_at: [Option<Timestamp>],
        /// When its state changed last.
        changed_at: [Timestamp],
    }

    /// A relation that was asked for.
    record AddedRelation {
        /// The relation.
        relation: [Relation],
        /// The commit.
        committed: [Committed],
    }

    /// Somebody whose requests don't reach the owner.
    record Block {
        /// Who.
        user: [UserId],
        /// Since when.
        blocked_at: [Timestamp],
    }

    /// Lets the other one of a relation see, or write, the entries of a deed or an item.
    record Permission = kitaab::Permission {
        /// Its id.
        id: [PermissionId],
        /// The relation that it hangs on.
        relation: [RelationId],
        /// What it is for.
        shared: [Shared],
        /// How far it goes.
        level: [PermissionLevel],
        /// When it was granted.
        granted_at: [Timestamp],
    }

    /// A permission that was granted.
    record AddedPermission {
        /// The permission.
        permission: [Permission],
        /// The commit.
        committed: [Committed],
    }

    /// A permission to be granted.
    record NewPermission {
        /// The relation that it hangs on.
        relation: [RelationId],
        /// What it is for.
        shared: [Shared],
        /// How far it goes.
        level: [PermissionLevel],
        /// The second word that sharing a bad deed asks for: concealing one's sins is the norm.
        confirmed: [Option<bool>] = None,
    }

    /// Whether something is allowed, and why.
    record Access {
        /// Whether it is.
        allowed: [bool],
        /// The permission that covers it; none for the owner.
        permission: [Option<PermissionId>],
        /// How far that goes.
        level: [Option<PermissionLevel>],
        /// Why it is not.
        refusal: [Option<Refusal>],
    }

    /// That somebody read in a book which is not theirs.
    record LoggedAccess = kitaab::LoggedAccess {
        /// Who.
        reader: [UserId],
        /// Entries of which deed.
        deed: [DeedId],
        /// On which day, by the owner's clocks.
        day: [Day],
        /// When first on that day.
        first_at: [Timestamp],
    }

    /// Where the access log goes on.
    record AccessCursor {
        /// The day of the last line.
        day: [Day],
        /// Its reader.
        reader: [UserId],
        /// Its deed.
        deed: [DeedId],
    }

    /// A part of the access log, and where the next one is.
    record AccessPage {
        /// The lines, the newest day first.
        accesses: [Vec<LoggedAccess>],
        /// What to pass as `after` for the next page; none on the last.
        next: [Option<AccessCursor>],
    }
}

impl Outward<Relation> for kitaab::Relation {
    fn outward(self) -> Relation {
        Relation {
            id: self.id.outward(),
            // `with` can't be a name in Python.
            other: self.with.outward(),
            kind: self.kind.outward(),
            role: self.role.outward(),
            state: self.state.outward(),
            requested_at: self.requested_at.outward(),
            accepted_at: self.accepted_at.outward(),
            changed_at: self.changed_at.outward(),
        }
    }
}

impl Outward<Block> for kitaab::Block {
    fn outward(self) -> Block {
        Block { user: self.id.outward(), blocked_at: self.blocked_at.outward() }
    }
}

impl Outward<Shared> for kitaab::Shared {
    fn outward(self) -> Shared {
        match self {
            Self::Deed(deed) => Shared::OfDeed { deed: deed.outward() },
            Self::Item(item) => Shared::OfItem { item: item.outward() },
        }
    }
}

impl Inward<kitaab::Shared> for Shared {
    fn inward(self) -> Result<kitaab::Shared> {
        Ok(match self {
            Self::OfDeed { deed } => kitaab::Shared::Deed(deed.inward()?),
            Self::OfItem { item } => kitaab::Shared::Item(item.inward()?),
        })
    }
}

impl Inward<kitaab::Wish> for Wish {
    fn inward(self) -> Result<kitaab::Wish> {
        Ok(match self {
            Self::Read { item } => kitaab::Wish::Read(item.inward()?),
            Self::Write { item } => kitaab::Wish::Write(item.inward()?),
            Self::Private {} => kitaab::Wish::Private,
        })
    }
}

impl Inward<kitaab::NewPermission> for NewPermission {
    fn inward(self) -> Result<kitaab::NewPermission> {
        let (relation, shared) = (self.relation.inward()?, self.shared.inward()?);
        let new = match self.level {
            PermissionLevel::Read => kitaab::NewPermission::read(relation, shared),
            PermissionLevel::Write => kitaab::NewPermission::write(relation, shared),
        };
        Ok(if self.confirmed == Some(true) { new.confirmed() } else { new })
    }
}

impl Outward<Access> for kitaab::Access {
    fn outward(self) -> Access {
        let allowed = self.is_allowed();
        let (permission, level, refusal) = match self {
            Self::Owner => (None, None, None),
            Self::Permitted { permission, level } => (Some(permission.outward()), Some(level.outward()), None),
            Self::Refused(refusal) => (None, None, Some(refusal.outward())),
            other => unreachable!("{other:?} is not known to the facade"),
        };
        Access { allowed, permission, level, refusal }
    }
}

impl AccessPage {
    pub(crate) fn told(page: kitaab::Page<kitaab::LoggedAccess, kitaab::AccessPlace>) -> Self {
        let next = page.next.map(|(day, reader, deed)| AccessCursor {
            day: day.outward(),
            reader: reader.outward(),
            deed: deed.outward(),
        });
        Self { accesses: page.rows.outward(), next }
    }
}

impl Inward<kitaab::AccessPlace> for AccessCursor {
    fn inward(self) -> Result<kitaab::AccessPlace> {
        Ok((self.day.inward()?, self.reader.inward()?, self.deed.inward()?))
    }
}
