//! Years that are taken out of the database into files, and back.
//!
//! A file is CSV with a header, as `COPY` writes it: any program reads it. A year leaves in three steps, each of which can be
//! cut short and gone on with: its partition is detached; its rows are written; the table is dropped once the file is whole
//! and its hash is noted.

use std::collections::HashSet;
use std::future::poll_fn;
use std::path::{Path, PathBuf};
use std::pin::Pin;

use futures_core::Stream;
use sqlx::{Connection as _, PgConnection};
use uuid::Uuid;

use super::Step;
use super::file::{self, Draft};
use crate::error::{Fault, Result};
use crate::sql;

/// What to archive, and where to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchivePlan {
    /// Years before this one, of those that are over.
    pub before_year: i32,
    /// Entries, which are then missed by whatever looks back that far.
    pub entries: bool,
    /// The ledger. While a year of it is away, history ends there, a book that reaches into it can't be verified or exported
    /// whole, and what was written then can't be erased.
    pub ledger: bool,
    /// The folder of the files.
    pub folder: PathBuf,
}

/// A year that is on its way to a file, or in one.
#[derive(Debug)]
struct Archive {
    name: String,
    /// Of the file; none until it is whole.
    sha256: Option<Vec<u8>>,
}

impl From<(String, Option<Vec<u8>>)> for Archive {
    fn from((name, sha256): (String, Option<Vec<u8>>)) -> Self {
        Self { name, sha256 }
    }
}

pub(super) async fn work(
    connection: &mut PgConnection,
    plan: &ArchivePlan,
    dry_run: bool,
    tell: &mut impl FnMut(Step),
) -> Result<()> {
    let wanted: Vec<(String, String)> =
        sqlx::query_as("SELECT name, parent FROM kitaab.archivable(least($1, extract(year FROM now())::integer))")
            .bind(plan.before_year)
            .fetch_all(&mut *connection)
            .await?;
    let wanted = wanted.into_iter().filter(|(_, parent)| if parent == "entries" { plan.entries } else { plan.ledger });
    for (name, _) in wanted {
        if dry_run {
            tell(Step { task: "archive", subject: name, rows: None });
        } else {
            sqlx::query("SELECT kitaab.detach_year($1)").bind(&name).execute(&mut *connection).await?;
        }
    }
    if dry_run {
        return Ok(());
    }
    for archive in archives(connection, "filed_at IS NULL").await? {
        let rows = put_away(connection, &plan.folder, &archive.name).await?;
        tell(Step { task: "archive", subject: archive.name, rows: Some(rows) });
    }
    for archive in archives(connection, "filed_at IS NOT NULL").await? {
        if let Some(rows) = scrub(connection, &plan.folder, &archive).await? {
            tell(Step { task: "scrub", subject: archive.name, rows: Some(rows) });
        }
    }
    Ok(())
}

async fn archives(connection: &mut PgConnection, which: &'static str) -> Result<Vec<Archive>> {
    let asked = format!("SELECT name, sha256 FROM kitaab.archives WHERE {which} ORDER BY name");
    let found: Vec<(String, Option<Vec<u8>>)> =
        sqlx::query_as(sqlx::AssertSqlSafe(asked)).fetch_all(connection).await?;
    Ok(found.into_iter().map(Archive::from).collect())
}

fn path(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.csv"))
}

/// Writes a detached year to its file, and drops its table.
async fn put_away(connection: &mut PgConnection, folder: &Path, name: &str) -> Result<u64> {
    let place = path(folder, name);
    let mut draft = Draft::of(&place)?;
    // The name is one of the database's own; rows in order make files that compress well.
    let copy = format!(r#"COPY (SELECT * FROM kitaab."{name}" ORDER BY owner) TO STDOUT (FORMAT csv, HEADER true)"#);
    {
        let mut rows = connection.copy_out_raw(&copy).await?;
        while let Some(bytes) = poll_fn(|context| Pin::new(&mut rows).poll_next(context)).await {
            draft.write(&bytes?)?;
        }
    }
    let (hash, lines) = draft.keep()?;
    // The first one is the header.
    let rows = lines.saturating_sub(1);
    sqlx::query("SELECT kitaab.file_year($1, $2, $3)")
        .bind(name)
        .bind(sql::number(rows)?)
        .bind(hash.as_slice())
        .execute(connection)
        .await?;
    Ok(rows)
}

/// Takes the rows of books that were erased out of a file; tells how many, or none if there were none.
async fn scrub(connection: &mut PgConnection, folder: &Path, archive: &Archive) -> Result<Option<u64>> {
    let place = path(folder, &archive.name);
    let mut owners = HashSet::new();
    let hash = file::lines(&place, |line| {
        owners.extend(owner_of(line));
        Ok(())
    })?;
    check(archive, hash)?;
    let asked: Vec<Uuid> = owners.into_iter().collect();
    let gone: Vec<Uuid> = sqlx::query_scalar(
        "SELECT g.owner FROM unnest($1::uuid[]) AS g (owner) WHERE NOT EXISTS (SELECT FROM kitaab.books b WHERE b.owner = g.owner)",
    )
    .bind(asked)
    .fetch_all(&mut *connection)
    .await?;
    if gone.is_empty() {
        return Ok(None);
    }
    let gone: HashSet<Uuid> = gone.into_iter().collect();
    let mut draft = Draft::of(&place)?;
    let mut dropped = 0;
    file::lines(&place, |line| {
        if owner_of(line).is_some_and(|owner| gone.contains(&owner)) {
            dropped += 1;
            return Ok(());
        }
        draft.write(line)
    })?;
    let (hash, _) = draft.keep()?;
    sqlx::query("UPDATE kitaab.archives SET rows = rows - $2, sha256 = $3 WHERE name = $1")
        .bind(&archive.name)
        .bind(sql::number(dropped)?)
        .bind(hash.as_slice())
        .execute(connection)
        .await?;
    Ok(Some(dropped))
}

/// The owner is the first column of every table, and no column holds a line's end.
fn owner_of(line: &[u8]) -> Option<Uuid> {
    line.get(..36).and_then(|owner| Uuid::try_parse_ascii(owner).ok())
}

fn check(archive: &Archive, hash: [u8; 32]) -> Result<()> {
    if archive.sha256.as_deref() == Some(hash.as_slice()) {
        return Ok(());
    }
    Err(Fault::corrupt(format!("the file of the archive {}: it is not the one that was written", archive.name)))
}

/// Puts a year back in its place.
pub(super) async fn bring_back(connection: &mut PgConnection, folder: &Path, name: &str) -> Result<u64> {
    let found: Option<(String, Option<Vec<u8>>)> =
        sqlx::query_as("SELECT name, sha256 FROM kitaab.archives WHERE name = $1")
            .bind(name)
            .fetch_optional(&mut *connection)
            .await?;
    let Some(archive) = found.map(Archive::from) else {
        return Err(kitaab_core::Error::not_found(kitaab_core::Kind::File, format!("archive of {name}")).into());
    };
    let mut transaction = connection.begin().await?;
    // Cut short between leaving its table and reaching its file, it needs only its place.
    if archive.sha256.is_some() {
        let place = path(folder, name);
        check(&archive, file::lines(&place, |_| Ok(()))?)?;
        sqlx::query("SELECT kitaab.receive_year($1)").bind(name).execute(&mut *transaction).await?;
        let copy = format!(r#"COPY kitaab."{name}" FROM STDIN (FORMAT csv, HEADER true)"#);
        let mut rows = transaction.copy_in_raw(&copy).await?;
        for piece in file::pieces(&place)? {
            rows.send(piece?).await?;
        }
        rows.finish().await?;
    }
    let rows: i64 = sqlx::query_scalar("SELECT kitaab.attach_year($1)").bind(name).fetch_one(&mut *transaction).await?;
    transaction.commit().await?;
    sql::seq(rows)
}
