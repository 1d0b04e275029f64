//! What others may write: checked by every store under the lock of the book, against its catalogue as it is then.

use kitaab_core::ledger::may_undo;
use kitaab_core::{
    Arrival, Catalogue, Change, Commit, Day, Error, Header, ItemId, Kind, NoteWrite, Origin, RecordKey, RelationPatch,
    RelationState, UserId, Value, View,
};

use crate::contract::Context;
use crate::error::Result;
use crate::sight::{Sight, written};

/// Checks that a commit is its actor's own: to be asked of each before anything else.
///
/// # Errors
/// `invalid` if its header names another.
pub fn check_author(ctx: &Context, header: &Header) -> Result<()> {
    if header.actor() == ctx.actor {
        Ok(())
    } else {
        Err(Error::invalid("editor", "must be the one who is acting", header.actor()).into())
    }
}

/// The commit that this one takes back, or brings about again: [`check_commit`] wants to see its header.
pub fn turned_by(commit: &Commit) -> Option<u64> {
    match commit.header().origin() {
        Origin::Undo(seq) | Origin::Redo(seq) => Some(seq),
        Origin::Authored | Origin::Erasure => None,
    }
}

/// Checks a commit against what its actor may write in the book with this catalogue: the owner everything, others the
/// values of entries that a permission lets them write, and to take back what they wrote.
///
/// Asked under the book's lock before [`crate::Store::apply`] does anything else: what was revoked is refused from the
/// next commit on. `turned` is the header of the commit that [`turned_by`] names, if the book has it.
///
/// # Errors
/// `not_found` for a book or an item that they may not know of; `denied` for what they may see and not write;
/// `invalid` for an entry that breaks a rule.
pub fn check_commit(ctx: &Context, catalogue: &Catalogue, commit: &Commit, turned: Option<&Header>) -> Result<()> {
    check_author(ctx, commit.header())?;
    let Sight::Part(view) = Sight::of(ctx.actor, catalogue)? else { return Ok(()) };
    let denied = || Error::denied("writing this", Kind::Book, catalogue.owner);
    let authored = match commit.header().origin() {
        Origin::Authored => true,
        Origin::Undo(seq) | Origin::Redo(seq) => {
            // Of another's commits they know nothing, not even that there are any.
            let turned = turned.filter(|turned| turned.actor() == ctx.actor);
            may_undo(ctx.actor, seq, turned.ok_or_else(|| Error::not_found(Kind::Commit, seq))?)?;
            false
        }
        Origin::Erasure => return Err(denied().into()),
    };
    let writing = WritingOther { catalogue, view: &view, today: catalogue.settings.today(ctx.now)?, authored };
    let sight = Sight::Part(view.clone());
    let expected = commit.header().expects.iter().flat_map(|expects| expects.revisions.iter().flatten());
    expected.map(|(key, _)| key).try_for_each(|key| sight.check_key(key))?;
    if commit.erased() > 0 {
        return Err(denied().into());
    }
    commit.changes().try_for_each(|change| writing.check(change))
}

/// Somebody else writing in a book.
struct WritingOther<'a> {
    catalogue: &'a Catalogue,
    view: &'a View,
    today: Day,
    /// Whether it is newly written; what is taken back may be of a day or an item that takes no new entries.
    authored: bool,
}

impl WritingOther<'_> {
    fn check(&self, change: &Change) -> Result<()> {
        match change {
            Change::Entry { item, day, value, note: NoteWrite::Keep } => {
                self.check_item(*item)?;
                match written(*value) {
                    Some(value) => self.check_entry(*item, *day, value),
                    None => self.denied(),
                }
            }
            Change::Entries(column) if column.notes().is_empty() => {
                self.check_item(column.item())?;
                if self.authored {
                    let entries = column.entries().map(|(day, value, _)| (day, value, None)).collect();
                    self.catalogue.put_entries_of(column.item(), entries, self.today)?;
                }
                Ok(())
            }
            Change::Remove(RecordKey::Entry(item, _)) => self.check_item(*item),
            _ => self.denied(),
        }
    }

    fn check_item(&self, item: ItemId) -> Result<()> {
        if self.view.writes(item) {
            Ok(())
        } else if self.view.reads(item) {
            Err(Error::denied("writing entries", Kind::Item, item).into())
        } else {
            Err(Error::not_found(Kind::Item, item).into())
        }
    }

    fn check_entry(&self, item: ItemId, day: Day, value: Value) -> Result<()> {
        if self.authored { Ok(self.catalogue.check_entry(item, day, value, self.today)?) } else { Ok(()) }
    }

    fn denied(&self) -> Result<()> {
        Err(Error::denied("writing this", Kind::Book, self.catalogue.owner).into())
    }
}

/// Checks the shape of what [`crate::Store::apply_together`] is to apply, and parts it into the actor's own commit and
/// those of the others' books.
///
/// # Errors
/// `invalid` unless the first is of the actor's own book and each of the others of another one, holding one step of a
/// relation that the first one mirrors.
pub fn check_together<'a>(ctx: &Context, commits: &'a [Commit]) -> Result<(&'a Commit, &'a [Commit])> {
    let refused = |rule: &'static str| Error::invalid("commits", rule, "");
    let (own, others) = commits.split_first().ok_or_else(|| refused("must hold the actor's own"))?;
    commits.iter().try_for_each(|commit| check_author(ctx, commit.header()))?;
    if own.header().book != ctx.actor {
        return Err(refused("must begin with that of the actor's own book").into());
    }
    for other in others {
        let owner = other.header().book;
        let (id, step) = step_of(other)?;
        let mirrored = own.changes().any(|change| match change {
            Change::Relation(same, patch) => *same == id && mirrors(patch, &step, (ctx.actor, owner)),
            _ => false,
        });
        if owner == ctx.actor || !mirrored || other.header().request.is_some() || other.header().expects.is_some() {
            return Err(
                refused("must hold, in each other book, a step of a relation that the first one mirrors").into()
            );
        }
    }
    Ok((own, others))
}

/// Whether two patches are the same step, seen from both sides.
fn mirrors(own: &RelationPatch, other: &RelationPatch, (actor, owner): (UserId, UserId)) -> bool {
    let state = |patch: &RelationPatch| (patch.state, patch.accepted_at, patch.changed_at);
    let full = other.with.is_none() || *other == own.mirrored(actor);
    state(own) == state(other) && full && own.with.is_none_or(|with| with == owner)
}

/// The one step that a commit in another's book holds.
fn step_of(commit: &Commit) -> Result<(kitaab_core::RelationId, RelationPatch)> {
    let mut changes = commit.changes();
    match (changes.next(), changes.next(), commit.erased()) {
        (Some(Change::Relation(id, patch)), None, 0) => Ok((*id, patch.clone())),
        _ => Err(Error::invalid("commits", "must hold one step of a relation in each other book", "").into()),
    }
}

/// How a step arrives at the book of another, whose catalogue this is; none where there is no such book. To be asked
/// under that book's lock.
///
/// # Errors
/// As [`Catalogue::arrival`]; `not_found` for asking somebody, or accepting the request of somebody, who has no book here.
pub fn arrival(ctx: &Context, catalogue: Option<&Catalogue>, commit: &Commit) -> Result<Arrival> {
    let (id, step) = step_of(commit)?;
    match catalogue {
        Some(catalogue) => Ok(catalogue.arrival(ctx.actor, id, &step, ctx.now)?),
        None if matches!(step.state, Some(RelationState::Pending | RelationState::Accepted)) => {
            Err(Error::not_found(Kind::Book, commit.header().book).into())
        }
        None => Ok(Arrival::LeftOut),
    }
}
