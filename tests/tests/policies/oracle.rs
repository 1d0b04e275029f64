//! What a role must be shown of the tables: by whose a row is and what was granted, and not by any policy.

use std::collections::{BTreeMap, BTreeSet};

use kitaab::{ItemId, UserId};
use serde_json::Value as Json;
use sqlx::{AssertSqlSafe, PgConnection, Row as _};

use crate::world::World;

/// As whom something is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// A server, as `kitaab_app`.
    App,
    /// Whoever migrates, as `kitaab_owner`: the policies hold for the functions that write, which run as this one.
    Owner,
    /// An analyst, as `kitaab_readonly`: no row of any table is theirs to see, even if it were granted to read one.
    Readonly,
}

/// Who asks, and in which context.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asker {
    pub(crate) role: Role,
    pub(crate) actor: Option<UserId>,
    pub(crate) book: Option<UserId>,
    /// Whether `kitaab.aggregating` is on.
    pub(crate) aggregating: bool,
}

/// A row, as text and taken apart.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) text: String,
    fields: Json,
}

impl Row {
    pub(crate) fn owner(&self) -> Option<&str> {
        self.fields["owner"].as_str()
    }

    /// Whether it is in somebody's book.
    pub(crate) fn is_of(&self, owner: Option<UserId>) -> bool {
        owner.is_some_and(|owner| self.has("owner", owner))
    }

    fn has(&self, field: &str, user: UserId) -> bool {
        self.fields[field].as_str() == Some(user.to_string().as_str())
    }

    fn number(&self, field: &str) -> i64 {
        self.fields[field].as_i64().expect("a number")
    }

    fn id<I: std::str::FromStr>(&self, field: &str) -> I {
        self.fields[field].as_str().and_then(|id| id.parse().ok()).expect("an id")
    }
}

/// A table and all that is in it.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) is_partition: bool,
    pub(crate) has_owner: bool,
    pub(crate) rows: Vec<Row>,
}

/// Tables that the app reads by functions only. Of the others, it is shown what is the actor's own.
const BY_FUNCTIONS: [&str; 12] = [
    "books",
    "ledger",
    "devices",
    "requests",
    "reminder_claims",
    "archives",
    "evaluations",
    "evaluation_work",
    "erased",
    "left_out",
    "ledger_ends",
    "days_away",
];

/// Tables that are about no single book, which those who maintain the database see as a whole.
pub(crate) const WHOLE: [&str; 6] = ["archives", "evaluations", "evaluation_work", "erased", "left_out", "ledger_ends"];

/// Everything that there is, as a superuser sees it, and who may see what of it.
pub(crate) struct Oracle {
    pub(crate) world: World,
    pub(crate) tables: BTreeMap<String, Table>,
    /// What entries call an item.
    items: BTreeMap<(String, i64), ItemId>,
}

impl Oracle {
    /// Reads all tables of the schema but that of its own steps, which tells nothing of anybody.
    pub(crate) async fn of(world: World, superuser: &mut PgConnection) -> Self {
        let names = sqlx::query(
            "SELECT c.relname::text, c.relispartition, EXISTS (
                 SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'owner' AND NOT a.attisdropped)
             FROM pg_class c WHERE c.relnamespace = 'kitaab'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> 'schema_migrations'",
        )
        .fetch_all(&mut *superuser)
        .await
        .expect("the tables");
        let mut tables = BTreeMap::new();
        for name in names {
            let (is_partition, has_owner) = (name.get(1), name.get(2));
            let name: String = name.get(0);
            let rows = sqlx::query(AssertSqlSafe(format!("SELECT to_jsonb(t)::text FROM kitaab.{name} t")));
            let rows = rows.fetch_all(&mut *superuser).await.expect("its rows");
            let row = |text: String| Row { fields: serde_json::from_str(&text).expect("JSON"), text };
            let rows = rows.into_iter().map(|found| row(found.get(0))).collect();
            tables.insert(name, Table { is_partition, has_owner, rows });
        }
        let owner = |row: &Row| row.owner().expect("an owner").to_owned();
        let items = tables["items"].rows.iter().map(|row| ((owner(row), row.number("no")), row.id("id"))).collect();
        Self { world, tables, items }
    }

    /// The rows of a table that somebody must be shown; none if they must be refused.
    pub(crate) fn shown(&self, to: Asker, table: &str) -> Option<Vec<&Row>> {
        let Table { is_partition, rows, .. } = &self.tables[table];
        let shows: Box<dyn Fn(&Row) -> bool> = match to.role {
            Role::App if *is_partition || BY_FUNCTIONS.contains(&table) => return None,
            Role::App => Box::new(self.shows_to_app(to, table)),
            Role::Readonly => Box::new(|_| false),
            // By itself, a partition is shown to nobody.
            Role::Owner if *is_partition => Box::new(|_| false),
            Role::Owner if matches!(table, "books" | "days_away") || WHOLE.contains(&table) => Box::new(|_| true),
            Role::Owner if table == "days" && to.aggregating => Box::new(|_| true),
            Role::Owner => Box::new(move |row| row.is_of(to.book)),
        };
        Some(rows.iter().filter(|row| shows(row)).collect())
    }

    fn shows_to_app<'o>(&'o self, to: Asker, table: &'o str) -> impl Fn(&Row) -> bool + 'o {
        let Asker { actor, book, .. } = to;
        let both = actor.zip(book);
        let seen = both.map(|(actor, book)| self.world.seen(book, actor)).unwrap_or_default();
        let versions = both.map(|(actor, book)| self.versions_seen(book, actor)).unwrap_or_default();
        move |row| match table {
            "views" => row.is_of(book) && actor.is_some_and(|actor| row.has("grantee", actor)),
            "shared" => {
                row.is_of(book)
                    && actor.is_some_and(|actor| row.has("grantee", actor))
                    && seen.contains(&row.id("item"))
            }
            "entries" => row.is_of(actor) || (row.is_of(book) && seen.contains(&self.item_of(row))),
            "scale_numbers" => row.is_of(actor) || (row.is_of(book) && versions.contains(&row.number("no"))),
            _ => row.is_of(actor),
        }
    }

    fn item_of(&self, entry: &Row) -> ItemId {
        self.items[&(entry.owner().expect("an owner").to_owned(), entry.number("item_no"))]
    }

    /// The numbers of the scale versions of a book that somebody sees: all of the deeds of which they see something, and those
    /// that are gone, where entries that they see hold their values.
    fn versions_seen(&self, book: UserId, actor: UserId) -> BTreeSet<i64> {
        let (seen, deeds) = (self.world.seen(book, actor), self.world.seen_deeds(book, actor));
        let of_book = |table: &str| self.tables[table].rows.iter().filter(move |row| row.is_of(Some(book)));
        let deed_of: BTreeMap<String, _> = of_book("scales").map(|row| (row.id("id"), row.id("deed"))).collect();
        let in_entries: BTreeSet<i64> = of_book("entries")
            .filter(|entry| seen.contains(&self.item_of(entry)))
            .map(|entry| entry.number("scale_no"))
            .collect();
        let is_seen = |row: &&Row| match deed_of.get(&row.id::<String>("id")) {
            Some(deed) => deeds.contains(deed),
            None => in_entries.contains(&row.number("no")),
        };
        of_book("scale_numbers").filter(is_seen).map(|row| row.number("no")).collect()
    }

    /// The items that others are shown, as the store keeps them for the policies, are those that were shared with them.
    pub(crate) fn check_shared(&self) {
        for owner in &self.world.people {
            for by in &self.world.people {
                let kept =
                    self.tables["shared"].rows.iter().filter(|row| row.is_of(Some(*owner)) && row.has("grantee", *by));
                let kept: BTreeSet<ItemId> = kept.map(|row| row.id("item")).collect();
                assert_eq!(kept, self.world.seen(*owner, *by), "what {by} sees of the book of {owner}");
            }
        }
    }

    /// Fails where a table, or a partition of entries, holds rows of fewer than two, so that nobody could be shown too much.
    pub(crate) fn check_filled(&self) {
        for (name, table) in &self.tables {
            let owners: BTreeSet<_> = table.rows.iter().filter_map(Row::owner).collect();
            // When a commit was written is not for a test to choose.
            if !name.starts_with("ledger_") {
                assert!(!table.has_owner || owners.len() >= 2, "{name} holds rows of {} owners", owners.len());
                assert!(!table.rows.is_empty(), "{name} is empty");
            }
        }
    }
}
