//! People: friends, followers, and what is shared with them.

use clap::{Args, Subcommand};
use kitaab::{
    Catalogue, Committed, Day, DeedId, Kind, NewPermission, Permission, PermissionId, PermissionLevel, Relation,
    RelationId, RelationKind, RelationRole, RelationState, Shared, Timestamp, UserId,
};
use serde::Serialize;

use crate::app::{App, Opened};
use crate::failure::{Failure, Result};
use crate::naming;
use crate::output::{Cell, CommittedView, Page, Table, View};

/// List who you are related to and what you share with them, or change it
///
/// Accepting a request shares nothing by itself: that is what grant is for. Somebody who may see a book looks at it with
/// --as THEIR-ID; what they read stands in your log.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  kitaab people
  kitaab people request 01890a5d-ac96-774b-bcce-b302099a8057
  kitaab people accept 01890a5d-ac96-774b-bcce-b302099a8057
  kitaab people grant 01890a5d-ac96-774b-bcce-b302099a8057 Salah
  kitaab people grant 01890a5d-ac96-774b-bcce-b302099a8057 Qur'an --write
  kitaab people log --owner 01890a5d-ac96-774b-bcce-b302099a8058
  kitaab day --as 01890a5d-ac96-774b-bcce-b302099a8057")]
pub(crate) struct PeopleArgs {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// List relations, permissions and blocks; the same as kitaab people
    List,
    /// Ask somebody to be your friend, or to follow them
    Request {
        /// Their id.
        user: UserId,
        /// To see what they share, and share nothing back.
        #[arg(long)]
        follow: bool,
    },
    /// Accept a request
    Accept {
        /// The relation's id, or that of the one who asked.
        relation: String,
    },
    /// Decline a request; they may ask again after thirty days
    Reject {
        /// The relation's id, or that of the one who asked.
        relation: String,
    },
    /// End a relation, or withdraw a request; what was shared by it is shared no more
    End {
        /// The relation's id, or that of the other one.
        relation: String,
    },
    /// Block somebody: what stands between you ends, and their requests don't arrive; they are not told
    Block {
        /// Their id.
        user: UserId,
    },
    /// Take a block back
    Unblock {
        /// Their id.
        user: UserId,
    },
    /// Let somebody see a deed, or an item with what is below it
    ///
    /// They see its entries without the notes, and nothing that is hidden. One person may write each deed.
    Grant {
        /// Their id.
        user: UserId,
        /// The deed, or the item.
        item: String,
        /// To record for you, too.
        #[arg(long)]
        write: bool,
        /// For a bad deed: yes, it is to be shared.
        #[arg(long)]
        confirm: bool,
    },
    /// Take a permission back
    Revoke {
        /// Its id.
        permission: PermissionId,
    },
    /// Show who read what, and on which day
    Log {
        /// At most so many lines.
        #[arg(long, value_name = "N", default_value_t = 50)]
        limit: u32,
    },
}

/// Who the owner is related to, and what they share.
#[derive(Debug, Serialize)]
struct PeopleView {
    relations: Vec<Relation>,
    permissions: Vec<PermissionLine>,
    blocks: Vec<BlockLine>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    committed: Option<CommittedView>,
}

#[derive(Debug, Serialize)]
struct PermissionLine {
    id: PermissionId,
    relation: RelationId,
    /// Who it is for.
    with: Option<UserId>,
    /// The path of the item, or the deed's name.
    path: Option<String>,
    level: PermissionLevel,
    granted_at: Timestamp,
}

#[derive(Debug, Serialize)]
struct BlockLine {
    user: UserId,
    blocked_at: Timestamp,
}

impl PermissionLine {
    fn of(catalogue: &Catalogue, permission: &Permission) -> Self {
        let item = match permission.shared {
            Shared::Deed(deed) => catalogue.root(deed).ok().map(|root| root.id),
            Shared::Item(item) => Some(item),
        };
        Self {
            id: permission.id,
            relation: permission.relation,
            with: catalogue.grantee(permission),
            path: item.and_then(|item| catalogue.path_text(item).ok()),
            level: permission.level,
            granted_at: permission.granted_at,
        }
    }
}

/// How a relation stands, in words.
const fn standing(relation: &Relation) -> &'static str {
    match (relation.state, relation.kind, relation.role) {
        (RelationState::Pending, RelationKind::Friend, RelationRole::Requester) => "asked to be friends",
        (RelationState::Pending, RelationKind::Friend, RelationRole::Receiver) => "asks to be friends",
        (RelationState::Pending, _, RelationRole::Requester) => "asked to follow",
        (RelationState::Pending, _, RelationRole::Receiver) => "asks to follow you",
        (RelationState::Accepted, RelationKind::Friend, _) => "friend",
        (RelationState::Accepted, _, RelationRole::Requester) => "you follow",
        (RelationState::Accepted, _, RelationRole::Receiver) => "follows you",
        (RelationState::Rejected, _, _) => "declined",
        (RelationState::Ended, _, _) => "over",
    }
}

impl View for PeopleView {
    fn show(&self, page: &mut Page) {
        if self.relations.is_empty() && self.blocks.is_empty() {
            page.line("There is nobody yet.");
        }
        let mut table = Table::new();
        for relation in &self.relations {
            let state = standing(relation);
            let over = !relation.state.is_live();
            table.row([
                if over { Cell::faint(relation.with) } else { Cell::new(relation.with) },
                if over { Cell::faint(state) } else { Cell::new(state) },
                Cell::faint(format_args!("relation {}", relation.id)),
            ]);
            for shared in self.permissions.iter().filter(|shared| shared.relation == relation.id) {
                let what = if shared.level == PermissionLevel::Write { "writes" } else { "sees" };
                table.row([
                    Cell::new(format_args!("  {what}")),
                    Cell::new(shared.path.as_deref().unwrap_or_default()),
                    Cell::faint(format_args!("permission {}", shared.id)),
                ]);
            }
        }
        for block in &self.blocks {
            table.row([Cell::new(block.user), Cell::new("blocked"), Cell::faint(block.blocked_at)]);
        }
        page.table(&table);
        if let Some(committed) = &self.committed {
            committed.show(page);
        }
    }
}

/// The relation with an id, or the one with somebody that `fits`.
fn named(catalogue: &Catalogue, name: &str, fits: impl Fn(&Relation) -> bool) -> Result<RelationId> {
    if let Some(relation) = name.parse().ok().filter(|id| catalogue.relations.contains_key(id)) {
        return Ok(relation);
    }
    let user: Option<UserId> = name.parse().ok();
    let with: Vec<&Relation> = user.into_iter().flat_map(|user| catalogue.relations_with(user)).collect();
    let fitting: Vec<RelationId> = with.iter().filter(|relation| fits(relation)).map(|relation| relation.id).collect();
    match (fitting.as_slice(), with.as_slice()) {
        ([one], _) => Ok(*one),
        // Told by the operation itself, why not.
        ([], [one]) => Ok(one.id),
        ([], _) => Err(Failure::not_found(Kind::Relation, name).hint("`kitaab people` shows those there are")),
        _ => Err(Failure::conflict(Kind::Relation, "there are several with them: name one by its id")),
    }
}

/// What a name means: a deed whole, or an item.
fn shared(catalogue: &Catalogue, name: &str) -> Result<Shared> {
    let item = naming::item(catalogue, name)?;
    let held = catalogue.item(item)?;
    Ok(if held.parent.is_none() { Shared::Deed(held.deed) } else { Shared::Item(item) })
}

async fn view(opened: &Opened, committed: Option<&Committed>) -> Result<PeopleView> {
    let (people, catalogue) = (opened.book.people(), opened.book.catalogue().await?);
    let permissions = people.permissions().await?;
    let blocks = people.blocks().await?;
    Ok(PeopleView {
        relations: people.relations().await?,
        permissions: permissions.iter().map(|permission| PermissionLine::of(&catalogue, permission)).collect(),
        blocks: blocks.iter().map(|block| BlockLine { user: block.id, blocked_at: block.blocked_at }).collect(),
        committed: committed.map(|committed| CommittedView::of(&catalogue, committed)),
    })
}

pub(crate) async fn run(args: PeopleArgs, app: &App) -> Result<()> {
    let opened = app.opened().await?;
    let (people, catalogue) = (opened.book.people(), opened.catalogue.as_ref());
    let waits =
        |relation: &Relation| relation.state == RelationState::Pending && relation.role == RelationRole::Receiver;
    let committed = match args.what.unwrap_or(What::List) {
        What::List => None,
        What::Log { limit } => return put_log(app, &opened, limit).await,
        What::Request { user, follow } => {
            let kind = if follow { RelationKind::Follow } else { RelationKind::Friend };
            Some(people.request(kind, user).await?.committed)
        }
        What::Accept { relation } => Some(people.accept(named(catalogue, &relation, waits)?).await?),
        What::Reject { relation } => Some(people.reject(named(catalogue, &relation, waits)?).await?),
        What::End { relation } => {
            let live = |relation: &Relation| relation.state.is_live() && !waits(relation);
            Some(people.end(named(catalogue, &relation, live)?).await?)
        }
        What::Block { user } => Some(people.block(user).await?),
        What::Unblock { user } => Some(people.unblock(user).await?),
        What::Grant { user, item, write, confirm } => {
            let (relation, shared) = (people.sharing_with(user).await?, shared(catalogue, &item)?);
            let new =
                if write { NewPermission::write(relation, shared) } else { NewPermission::read(relation, shared) };
            let granted = people.grant(if confirm { new.confirmed() } else { new }).await;
            Some(granted.map_err(not_confirmed)?.committed)
        }
        What::Revoke { permission } => Some(people.revoke(permission).await?),
    };
    app.put(&view(&opened, committed.as_ref()).await?)
}

/// Says how to confirm, where that is missing.
fn not_confirmed(error: kitaab::Error) -> Failure {
    let missing = error.field() == Some("confirmed");
    let failure = Failure::from(error);
    if missing { failure.hint("to share it all the same, add --confirm") } else { failure }
}

/// Who read what.
#[derive(Debug, Serialize)]
struct LogView {
    accesses: Vec<LogLine>,
    /// Whether there are more.
    more: bool,
}

#[derive(Debug, Serialize)]
struct LogLine {
    reader: UserId,
    deed: DeedId,
    /// The deed's name; none if it is gone.
    name: Option<String>,
    day: Day,
    first_at: Timestamp,
}

impl View for LogView {
    fn show(&self, page: &mut Page) {
        if self.accesses.is_empty() {
            page.line("Nobody else has read in this book.");
        }
        let mut table = Table::new();
        for line in &self.accesses {
            table.row([
                Cell::new(line.day),
                Cell::new(line.name.as_deref().unwrap_or("(a deed that is gone)")),
                Cell::new(line.reader),
                Cell::faint(line.first_at),
            ]);
        }
        page.table(&table);
    }
}

async fn put_log(app: &App, opened: &Opened, limit: u32) -> Result<()> {
    let page = opened.book.people().accesses(None, limit).await?;
    let name = |deed: DeedId| opened.catalogue.root(deed).ok().map(|root| root.name.to_string());
    let line = |row: &kitaab::LoggedAccess| LogLine {
        reader: row.reader,
        deed: row.deed,
        name: name(row.deed),
        day: row.day,
        first_at: row.first_at,
    };
    app.put(&LogView { accesses: page.rows.iter().map(line).collect(), more: page.next.is_some() })
}
