//! Groups, under which deeds are shown.

use clap::{Args, Subcommand};
use kitaab::{Catalogue, Committed, GroupId, Kind};
use serde::Serialize;

use crate::app::{App, Opened};
use crate::failure::{Failure, Result};
use crate::naming;
use crate::output::{Cell, CommittedView, Page, Table, View};

/// List groups of deeds, or change them
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  kitaab group
  kitaab group add Worship
  kitaab group put Salah Worship
  kitaab group put Salah
  kitaab group remove Worship")]
pub(crate) struct GroupArgs {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// List the groups and their deeds; the same as kitaab group
    List,
    /// Make a group, after the others
    Add {
        /// Its name.
        name: String,
    },
    /// Give a group another name
    Rename {
        /// The group.
        group: String,
        /// Its new name.
        name: String,
    },
    /// Put a deed into a group, or into none
    Put {
        /// The deed.
        deed: String,
        /// The group; none without it.
        group: Option<String>,
    },
    /// Remove a group; its deeds are then in none
    Remove {
        /// The group.
        group: String,
    },
}

/// The groups.
#[derive(Debug, Serialize)]
struct GroupsView {
    groups: Vec<GroupLine>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    committed: Option<CommittedView>,
}

#[derive(Debug, Serialize)]
struct GroupLine {
    id: GroupId,
    name: String,
    /// The names of its deeds.
    deeds: Vec<String>,
}

impl View for GroupsView {
    fn show(&self, page: &mut Page) {
        if self.groups.is_empty() {
            page.line("There are no groups.");
        }
        let mut table = Table::new();
        for group in &self.groups {
            table.row([Cell::new(&group.name), Cell::faint(group.deeds.join(", "))]);
        }
        page.table(&table);
        if let Some(committed) = &self.committed {
            committed.show(page);
        }
    }
}

/// The group with a name or an id.
fn named(catalogue: &Catalogue, name: &str) -> Result<GroupId> {
    let wanted = name.trim().to_lowercase();
    let mut found = catalogue
        .groups_in_order()
        .into_iter()
        .filter(|group| group.name.as_str().to_lowercase() == wanted || group.id.to_string() == wanted);
    match (found.next(), found.next()) {
        (Some(group), None) => Ok(group.id),
        (None, _) => Err(Failure::not_found(Kind::Group, name).hint("`kitaab group` shows the groups there are")),
        (Some(_), Some(_)) => Err(Failure::conflict(Kind::Group, "several have this name: name one by its id")),
    }
}

async fn view(opened: &Opened, committed: Option<&Committed>) -> Result<GroupsView> {
    let catalogue = opened.book.catalogue().await?;
    let deeds = opened.book.deeds().list().await?;
    let groups = catalogue.groups_in_order().into_iter().map(|group| GroupLine {
        id: group.id,
        name: group.name.to_string(),
        deeds: deeds
            .iter()
            .filter(|view| view.deed.group == Some(group.id))
            .map(|view| view.name.to_string())
            .collect(),
    });
    let groups = groups.collect();
    Ok(GroupsView { groups, committed: committed.map(|committed| CommittedView::of(&catalogue, committed)) })
}

pub(crate) async fn run(args: GroupArgs, app: &App) -> Result<()> {
    let opened = app.opened().await?;
    let (groups, catalogue) = (opened.book.groups(), opened.catalogue.as_ref());
    let committed = match args.what.unwrap_or(What::List) {
        What::List => None,
        What::Add { name } => Some(groups.add(name).await?.committed),
        What::Rename { group, name } => Some(groups.rename(named(catalogue, &group)?, name).await?),
        What::Put { deed, group } => {
            let deed = catalogue.deed_of(naming::item(catalogue, &deed)?)?.id;
            let group = group.map(|name| named(catalogue, &name)).transpose()?;
            Some(opened.book.deeds().assign_group(deed, group).await?)
        }
        What::Remove { group } => Some(groups.remove(named(catalogue, &group)?).await?),
    };
    app.put(&view(&opened, committed.as_ref()).await?)
}
