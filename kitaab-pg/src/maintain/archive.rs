//! Years that are taken out of the database into files, and back.
//!
//! A file is CSV with a header, as `COPY` writes it: any program reads it. A year leaves in three steps, each of which can be
//! cut short and gone on with: its partition is detached; its rows are written; the table is dropped once the file is whole
//! and its hash is noted. What must not come back is marked in the database when it is erased there, and taken out of tables and
//! files by the next run.

use std::collections::HashSet;
use std::future::poll_fn;
use std::path::{Path, PathBuf};
use std::pin::Pin;

use futures_core::Stream;
use sha2::{Digest as _, Sha256};
use sqlx::postgres::PgRow;
use sqlx::{Connection as _, FromRow, PgConnection, Row as _};
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
    /// The ledger. While a year of it is away, lists of commits end there, and a book that reaches into it can't be verified,
    /// exported or erased in part.
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
    /// Of the file that was about to take its place.
    coming: Option<Vec<u8>>,
}

impl FromRow<'_, PgRow> for Archive {
    fn from_row(row: &PgRow) -> sqlx::Result<Self> {
        Ok(Self { name: row.try_get(0)?, sha256: row.try_get(1)?, coming: row.try_get(2)? })
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

/// Takes what was erased since out of years that are detached, and in no file yet.
pub(super) async fn scrub_detached(connection: &mut PgConnection, tell: &mut impl FnMut(Step)) -> Result<()> {
    for Archive { name, .. } in archives(connection, "filed_at IS NULL").await? {
        let rows: i64 =
            sqlx::query_scalar("SELECT kitaab.scrub_year($1)").bind(&name).fetch_one(&mut *connection).await?;
        if rows > 0 {
            tell(Step { task: "scrub", subject: name, rows: Some(sql::seq(rows)?) });
        }
    }
    Ok(())
}

async fn archives(connection: &mut PgConnection, which: &'static str) -> Result<Vec<Archive>> {
    let asked = format!("SELECT name, sha256, coming FROM kitaab.archives WHERE {which} ORDER BY name");
    Ok(sqlx::query_as(sqlx::AssertSqlSafe(asked)).fetch_all(connection).await?)
}

fn path(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.csv"))
}

/// Writes a detached year to its file, and drops its table.
async fn put_away(connection: &mut PgConnection, folder: &Path, name: &str) -> Result<u64> {
    sqlx::query("SELECT kitaab.ready_year($1)").bind(name).execute(&mut *connection).await?;
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

/// Takes out of a file what was erased since; tells how many rows, or none if there were none.
async fn scrub(connection: &mut PgConnection, folder: &Path, archive: &Archive) -> Result<Option<u64>> {
    let place = path(folder, &archive.name);
    let mut owners = HashSet::new();
    let mut item_no = None;
    let hash = file::lines(&place, |line| {
        // The header is the one line without an owner.
        match owner_of(line) {
            Some(owner) => drop(owners.insert(owner)),
            None => item_no = fields(line).position(|name| name == b"item_no"),
        }
        Ok(())
    })?;
    archive.check(hash)?;
    let gone = Gone::of(connection, archive, owners.into_iter().collect()).await?;
    let is_known = |hash: &[u8]| archive.sha256.as_deref() == Some(hash);
    if gone.is_nothing() && is_known(&hash) {
        return Ok(None);
    }
    let mut draft = Draft::of(&place)?;
    let mut dropped = 0;
    file::lines(&place, |line| {
        if gone.holds(line, item_no) {
            dropped += 1;
            return Ok(());
        }
        draft.write(line)
    })?;
    let whole = draft.finish()?;
    if is_known(&whole.hash) {
        whole.discard()?;
        return Ok(None);
    }
    // Cut short, one of the two is there, and either is known.
    sqlx::query("UPDATE kitaab.archives SET coming = $2 WHERE name = $1")
        .bind(&archive.name)
        .bind(whole.hash.as_slice())
        .execute(&mut *connection)
        .await?;
    whole.take_place()?;
    sqlx::query("UPDATE kitaab.archives SET rows = $2, sha256 = coming, coming = NULL WHERE name = $1")
        .bind(&archive.name)
        .bind(sql::number(whole.lines.saturating_sub(1))?)
        .execute(connection)
        .await?;
    Ok(Some(dropped))
}

/// What must not come back from a file.
#[derive(Debug)]
struct Gone {
    owners: HashSet<Uuid>,
    /// By the hash of the owner, and the item's number.
    items: HashSet<(Vec<u8>, i32)>,
}

impl Gone {
    async fn of(connection: &mut PgConnection, archive: &Archive, owners: Vec<Uuid>) -> Result<Self> {
        let asked = "SELECT g.owner FROM unnest($2::uuid[]) AS g (owner) WHERE kitaab.is_left_out($1, g.owner)";
        let owners: Vec<Uuid> =
            sqlx::query_scalar(asked).bind(&archive.name).bind(owners).fetch_all(&mut *connection).await?;
        let asked = "SELECT owner_hash, item_no FROM kitaab.left_out WHERE archive = $1 AND item_no IS NOT NULL";
        let items: Vec<(Vec<u8>, i32)> = sqlx::query_as(asked).bind(&archive.name).fetch_all(connection).await?;
        Ok(Self { owners: owners.into_iter().collect(), items: items.into_iter().collect() })
    }

    fn is_nothing(&self) -> bool {
        self.owners.is_empty() && self.items.is_empty()
    }

    /// `item_no`: which column holds an item's number, if one does.
    fn holds(&self, line: &[u8], item_no: Option<usize>) -> bool {
        let Some(owner) = owner_of(line) else { return false };
        if self.owners.contains(&owner) {
            return true;
        }
        let item = item_no.filter(|_| !self.items.is_empty()).and_then(|place| fields(line).nth(place));
        let item = item.and_then(|item| std::str::from_utf8(item).ok()?.parse().ok());
        item.is_some_and(|item| self.items.contains(&(Sha256::digest(owner.as_bytes()).to_vec(), item)))
    }
}

/// No column before those that are looked at holds a comma.
fn fields(line: &[u8]) -> impl Iterator<Item = &[u8]> {
    line.trim_ascii_end().split(|byte| *byte == b',')
}

/// The owner is the first column of every table, and no column holds a line's end.
fn owner_of(line: &[u8]) -> Option<Uuid> {
    line.get(..36).and_then(|owner| Uuid::try_parse_ascii(owner).ok())
}

impl Archive {
    /// Refuses another file than the one that was written.
    fn check(&self, hash: [u8; 32]) -> Result<()> {
        if [&self.sha256, &self.coming].into_iter().flatten().any(|known| known.as_slice() == hash) {
            return Ok(());
        }
        Err(Fault::corrupt(format!("the file of the archive {}: it is not the one that was written", self.name)))
    }
}

/// Puts a year back in its place, and deletes its file.
pub(super) async fn bring_back(connection: &mut PgConnection, folder: &Path, name: &str) -> Result<u64> {
    let asked = "SELECT name, sha256, coming FROM kitaab.archives WHERE name = $1";
    let found: Option<Archive> = sqlx::query_as(asked).bind(name).fetch_optional(&mut *connection).await?;
    let Some(archive) = found else {
        return Err(kitaab_core::Error::not_found(kitaab_core::Kind::File, format!("archive of {name}")).into());
    };
    let filed = archive.sha256.is_some().then(|| path(folder, name));
    let mut transaction = connection.begin().await?;
    // Cut short between leaving its table and reaching its file, it needs only its place.
    if let Some(place) = &filed {
        archive.check(file::lines(place, |_| Ok(()))?)?;
        sqlx::query("SELECT kitaab.receive_year($1)").bind(name).execute(&mut *transaction).await?;
        let copy = format!(r#"COPY kitaab."{name}" FROM STDIN (FORMAT csv, HEADER true)"#);
        let mut rows = transaction.copy_in_raw(&copy).await?;
        for piece in file::pieces(place)? {
            rows.send(piece?).await?;
        }
        rows.finish().await?;
    }
    let rows: i64 = sqlx::query_scalar("SELECT kitaab.attach_year($1)").bind(name).fetch_one(&mut *transaction).await?;
    transaction.commit().await?;
    // Nothing scrubs it from now on.
    filed.as_deref().map_or(Ok(()), file::delete)?;
    sql::seq(rows)
}
