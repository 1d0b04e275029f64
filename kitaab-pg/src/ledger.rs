//! The ledger: commits as exact bytes, and beside each change the revisions that its records had before.

use kitaab_core::{Commit, Header, Leaf, UserId};
use kitaab_store::{Head, MAX_PAGE, StoredCommit, check_limit};
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row as _};

use crate::error::{Fault, Result};
use crate::sql;
use crate::store::Server;

/// The head of a book, from its columns: seq, link, catalogue, dirty_from, begun.
pub(crate) fn head(row: &PgRow) -> Result<Head> {
    let dirty_from: Option<chrono::NaiveDate> = row.try_get(3)?;
    let seq = sql::seq(row.try_get::<i64, _>(0)?)?;
    Ok(Head {
        seq,
        link: sql::digest(row.try_get(1)?)?,
        catalogue: sql::seq(row.try_get::<i64, _>(2)?)?,
        // A book that is held for its first commit has a row already.
        begun: if seq == 0 { 0 } else { sql::seq(row.try_get::<i64, _>(4)?)? },
        dirty_from: dirty_from.map(sql::day).transpose()?,
    })
}

/// Holds a book until the transaction ends.
pub(crate) async fn hold(conn: &mut PgConnection, actor: UserId, owner: UserId) -> Result<Head> {
    let row = sqlx::query("SELECT seq, link, catalogue, dirty_from, begun FROM kitaab.hold_book($1, $2)")
        .persistent(false)
        .bind(actor.uuid())
        .bind(owner.uuid())
        .fetch_one(conn)
        .await?;
    head(&row)
}

/// A commit with what is kept beside it.
pub(crate) struct Kept {
    pub(crate) stored: StoredCommit,
    pub(crate) previous: Option<Vec<u8>>,
}

/// A commit from its columns.
pub(crate) fn kept(row: &PgRow) -> Result<Kept> {
    let seq = sql::seq(row.try_get::<i64, _>(0)?)?;
    let leaves: &[u8] = row.try_get(4)?;
    let leaves: Vec<Leaf> =
        minicbor::decode(leaves).map_err(|error| Fault::corrupt(format!("the leaves of commit {seq}: {error}")))?;
    let commit = Commit::from_parts(row.try_get(2)?, leaves)?;
    Ok(Kept { stored: StoredCommit { seq, link: sql::digest(row.try_get(1)?)?, commit }, previous: row.try_get(3)? })
}

/// The commit with a sequence number, which the ledger must hold.
pub(crate) async fn commit_at(conn: &mut PgConnection, actor: UserId, owner: UserId, seq: u64) -> Result<StoredCommit> {
    let row = sqlx::query("SELECT seq, link, header, previous, leaves FROM kitaab.commit_at($1, $2, $3)")
        .persistent(false)
        .bind(actor.uuid())
        .bind(owner.uuid())
        .bind(sql::number(seq)?)
        .fetch_optional(conn)
        .await?;
    Ok(kept(&row.ok_or_else(|| Fault::corrupt(format!("commit {seq} is missing in the ledger")))?)?.stored)
}

/// Goes through all commits up to one, a page at a time. None may be missing.
pub(crate) async fn each_commit(
    conn: &mut PgConnection,
    actor: UserId,
    owner: UserId,
    last: u64,
    mut pass: impl FnMut(&StoredCommit) + Send,
) -> Result<()> {
    let mut after = 0;
    while after < last {
        let rows = sqlx::query(COMMITS)
            .persistent(false)
            .bind(actor.uuid())
            .bind(owner.uuid())
            .bind(sql::number(after)?)
            .bind(sql::small::<i32>(MAX_PAGE)?)
            .fetch_all(&mut *conn)
            .await?;
        let missing = |seq| Fault::corrupt(format!("commit {seq} is missing in the ledger"));
        if rows.is_empty() {
            return Err(missing(after + 1));
        }
        for row in &rows {
            let stored = kept(row)?.stored;
            if stored.seq != after + 1 {
                return Err(missing(after + 1));
            }
            after = stored.seq;
            pass(&stored);
        }
    }
    Ok(())
}

const COMMITS: &str = "SELECT seq, link, header, previous, leaves FROM kitaab.commits($1, $2, $3, $4)";

impl Server {
    pub(crate) async fn commit_at(&self, actor: UserId, owner: UserId, seq: u64) -> Result<StoredCommit> {
        let mut conn = self.connections().begin().await?;
        let found = commit_at(&mut conn, actor, owner, seq).await?;
        conn.commit().await?;
        Ok(found)
    }

    /// Commits after a sequence number, at most `limit`, and not too many bytes at once.
    pub(crate) async fn commits(
        &self,
        actor: UserId,
        owner: UserId,
        after: u64,
        limit: u32,
    ) -> Result<Vec<StoredCommit>> {
        let limit = limit_of(limit)?;
        let Ok(after) = sql::number(after) else { return Ok(Vec::new()) };
        let question =
            sqlx::query(COMMITS).persistent(false).bind(actor.uuid()).bind(owner.uuid()).bind(after).bind(limit);
        let rows = self.answers(question).await?;
        rows.iter().map(|row| Ok(kept(row)?.stored)).collect()
    }

    /// The headers of commits before a sequence number, newest first.
    pub(crate) async fn headers(
        &self,
        actor: UserId,
        owner: UserId,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<(u64, Header)>> {
        let limit = limit_of(limit)?;
        let before = before.map_or(i64::MAX, |before| sql::number(before).unwrap_or(i64::MAX));
        let question = sqlx::query("SELECT seq, header FROM kitaab.headers($1, $2, $3, $4)")
            .persistent(false)
            .bind(actor.uuid())
            .bind(owner.uuid())
            .bind(before)
            .bind(limit);
        let rows = self.answers(question).await?;
        let header = |row: &PgRow| {
            let header = Commit::from_parts(row.try_get(1)?, Vec::new())?.header().clone();
            Ok((sql::seq(row.try_get::<i64, _>(0)?)?, header))
        };
        rows.iter().map(header).collect()
    }
}

fn limit_of(limit: u32) -> Result<i32> {
    check_limit(limit)?;
    sql::small(limit)
}
