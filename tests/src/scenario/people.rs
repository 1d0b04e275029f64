//! Performing what concerns the owner and others.

use kitaab::{Access, Added, Book, Error, Kitaab, MAX_PAGE, NewPermission, PermissionLevel, UserId};
use serde_json::{Value as Json, json};

use super::answer::plain;
use super::operation::Operation;
use super::perform::done;

pub(super) async fn perform(book: &Book, operation: Operation) -> Result<Json, Error> {
    let people = book.people();
    let committed = match operation {
        Operation::PeopleRequest(with) => {
            let Added { added, committed } = people.request(with.kind, with.user).await?;
            return done(book, &committed, plain(&added)).await;
        }
        Operation::PeopleGrant(with) => {
            let mut new = match with.level {
                PermissionLevel::Read => NewPermission::read(with.relation, with.shared),
                PermissionLevel::Write => NewPermission::write(with.relation, with.shared),
            };
            if with.confirmed.unwrap_or_default() {
                new = new.confirmed();
            }
            let Added { added, committed } = people.grant(new).await?;
            return done(book, &committed, plain(&added)).await;
        }
        Operation::PeopleRelations(_) => return Ok(json!({ "relations": people.relations().await? })),
        Operation::PeoplePermissions(_) => return Ok(json!({ "permissions": people.permissions().await? })),
        Operation::PeopleMay(with) => {
            let access = people.may(with.user, with.wish).await?;
            let why = match access {
                Access::Owner => json!("owner"),
                Access::Permitted { .. } => json!("permitted"),
                Access::Refused(refusal) => plain(&refusal),
                other => plain(&other),
            };
            return Ok(json!({ "allowed": access.is_allowed(), "why": why }));
        }
        Operation::PeopleAccesses(_) => {
            let page = people.accesses(None, MAX_PAGE).await?;
            let told = page
                .rows
                .iter()
                .map(|row| json!({ "reader": row.reader, "deed": row.deed, "day": row.day, "first_at": row.first_at }));
            return Ok(json!({ "accesses": told.collect::<Vec<_>>() }));
        }
        Operation::PeopleAccept(with) => people.accept(with.relation).await?,
        Operation::PeopleReject(with) => people.reject(with.relation).await?,
        Operation::PeopleEnd(with) => people.end(with.relation).await?,
        Operation::PeopleBlock(with) => people.block(with.user).await?,
        Operation::PeopleUnblock(with) => people.unblock(with.user).await?,
        Operation::PeopleRevoke(with) => people.revoke(with.permission).await?,
        other => unreachable!("{other:?} is performed elsewhere"),
    };
    done(book, &committed, Json::Null).await
}

pub(super) async fn shared_with(kitaab: &Kitaab, user: UserId) -> Result<Json, Error> {
    let books = kitaab.shared_with(user).await?;
    Ok(json!({ "owners": books.iter().map(Book::owner).collect::<Vec<_>>() }))
}
