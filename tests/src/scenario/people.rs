//! Performing what concerns the owner and others.

use kitaab::{Access, Added, Book, Error, Kitaab, MAX_PAGE, NewPermission, PermissionLevel, UserId};
use serde_json::{Value as Json, json};

use super::answer::plain;
use super::operation::WithPeople;
use super::perform::done;

pub(super) async fn perform(book: &Book, operation: WithPeople) -> Result<Json, Error> {
    let people = book.people();
    let committed = match operation {
        WithPeople::Request(with) => {
            let Added { added, committed } = people.request(with.kind, with.user).await?;
            return done(book, &committed, plain(&added)).await;
        }
        WithPeople::Grant(with) => {
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
        WithPeople::Relations(_) => return Ok(json!({ "relations": people.relations().await? })),
        WithPeople::Blocks(_) => {
            let blocks = people.blocks().await?;
            let told = blocks.iter().map(|block| json!({ "user": block.id, "blocked_at": block.blocked_at }));
            return Ok(json!({ "blocks": told.collect::<Vec<_>>() }));
        }
        WithPeople::SharingWith(with) => return Ok(json!({ "relation": people.sharing_with(with.user).await? })),
        WithPeople::Permissions(_) => return Ok(json!({ "permissions": people.permissions().await? })),
        WithPeople::May(with) => {
            let access = people.may(with.user, with.wish).await?;
            let why = match access {
                Access::Owner => json!("owner"),
                Access::Permitted { .. } => json!("permitted"),
                Access::Refused(refusal) => plain(&refusal),
                other => plain(&other),
            };
            return Ok(json!({ "allowed": access.is_allowed(), "why": why }));
        }
        WithPeople::Accesses(_) => {
            let page = people.accesses(None, MAX_PAGE).await?;
            let told = page
                .rows
                .iter()
                .map(|row| json!({ "reader": row.reader, "deed": row.deed, "day": row.day, "first_at": row.first_at }));
            return Ok(json!({ "accesses": told.collect::<Vec<_>>() }));
        }
        WithPeople::Accept(with) => people.accept(with.relation).await?,
        WithPeople::Reject(with) => people.reject(with.relation).await?,
        WithPeople::End(with) => people.end(with.relation).await?,
        WithPeople::Block(with) => people.block(with.user).await?,
        WithPeople::Unblock(with) => people.unblock(with.user).await?,
        WithPeople::Revoke(with) => people.revoke(with.permission).await?,
    };
    done(book, &committed, Json::Null).await
}

pub(super) async fn shared_with(kitaab: &Kitaab, user: UserId) -> Result<Json, Error> {
    let books = kitaab.shared_with(user).await?;
    Ok(json!({ "owners": books.iter().map(Book::owner).collect::<Vec<_>>() }))
}
