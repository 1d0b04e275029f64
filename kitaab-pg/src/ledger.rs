//! The ledger: commits as exact bytes, and beside each change the revisions that its records had before.

use kitaab_core::ledger::Previous;
use kitaab_core::{Commit, Header, Leaf, RecordKey, UserId};
use kitaab_store::{Context, Head, HistoryStep, MAX_PAGE, Sight, StoredCommit, check_limit};
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row as _};

use crate::connection::Tries;
use crate::error::{Fault, Result};
use crate::key::Key;
use crate::sql;
use crate::store::Server;

/// The head of a book, from its columns.
pub(crate) fn head(row: &PgRow) -> Result<Head> {
    let dirty_from: Option<chrono::NaiveDate> = row.try_get(3)?;
    Ok(Head {
        seq: sql::seq(row.try_get::<i64, _>(0)?)?,
        link: sql::digest(row.try_get(1)?)?,
        catalogue: sql::seq(row.try_get::<i64, _>(2)?)?,
        dirty_from: dirty_from.map(sql::day).transpose()?,
    })
}

/// Holds a book until the transaction ends.
pub(crate) async fn hold(conn: &mut PgConnection, actor: UserId, owner: UserId) -> Result<Head> {
    let row = sqlx::query("SELECT seq, link, catalogue, dirty_from FROM kitaab.hold_book($1, $2)")
        .persistent(false)
        .bind(actor.uuid())
        .bind(owner.uuid())
        .fetch_one(conn)
        .await?;
    head(&row)
}

/// A commit with what is kept beside it.
struct Kept {
    stored: StoredCommit,
    previous: Option<Vec<u8>>,
}

/// A commit from its columns.
fn kept(row: &PgRow) -> Result<Kept> {
    let seq = sql::seq(row.try_get::<i64, _>(0)?)?;
    let leaves: &[u8] = row.try_get(4)?;
    let leaves: Vec<Leaf> =
        minicbor::decode(leaves).map_err(|error| Fault::corrupt(format!("the leaves of commit {seq}: {error}")))?;
    let commit = Commit::from_parts(row.try_get(2)?, leaves)?;
    Ok(Kept { stored: StoredCommit { seq, link: sql::digest(row.try_get(1)?)?, commit }, previous: row.try_get(3)? })
}

async fn kept_at(conn: &mut PgConnection, actor: UserId, owner: UserId, seq: u64) -> Result<Kept> {
    let row = sqlx::query("SELECT seq, link, header, previous, leaves FROM kitaab.commit_at($1, $2, $3)")
        .persistent(false)
        .bind(actor.uuid())
        .bind(owner.uuid())
        .bind(sql::number(seq)?)
        .fetch_optional(conn)
        .await?;
    kept(&row.ok_or_else(|| Fault::corrupt(format!("commit {seq} is missing in the ledger")))?)
}

/// The commit with a sequence number, which the ledger must hold.
pub(crate) async fn commit_at(conn: &mut PgConnection, actor: UserId, owner: UserId, seq: u64) -> Result<StoredCommit> {
    Ok(kept_at(conn, actor, owner, seq).await?.stored)
}

/// All commits up to one.
pub(crate) async fn all_commits(
    conn: &mut PgConnection,
    actor: UserId,
    owner: UserId,
    last: u64,
) -> Result<Vec<StoredCommit>> {
    let mut commits: Vec<StoredCommit> = Vec::new();
    loop {
        let after = commits.last().map_or(0, |commit| commit.seq);
        if after >= last {
            return Ok(commits);
        }
        let rows = sqlx::query(COMMITS)
            .persistent(false)
            .bind(actor.uuid())
            .bind(owner.uuid())
            .bind(sql::number(after)?)
            .bind(sql::small::<i32>(MAX_PAGE)?)
            .fetch_all(&mut *conn)
            .await?;
        if rows.is_empty() {
            return Err(Fault::corrupt(format!("commit {} is missing in the ledger", after + 1)));
        }
        for row in &rows {
            commits.push(kept(row)?.stored);
        }
    }
}

const COMMITS: &str = "SELECT seq, link, header, previous, leaves FROM kitaab.commits($1, $2, $3, $4)";

impl Server {
    pub(crate) async fn commit_at(&self, actor: UserId, owner: UserId, seq: u64) -> Result<StoredCommit> {
        let mut conn = self.connections().begin().await?;
        let found = commit_at(&mut conn, actor, owner, seq).await?;
        conn.commit().await?;
        Ok(found)
    }

    /// The history of a record as it is seen, newest first: the steps of at most `limit` commits.
    pub(crate) async fn history_seen(
        &self,
        ctx: &Context,
        owner: UserId,
        key: &RecordKey,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<HistoryStep>> {
        let most = check_limit(limit)?;
        let sight = self.sight(ctx.actor, owner).await?;
        sight.check_history(key)?;
        let mut found: Vec<HistoryStep> = Vec::new();
        let (mut before, mut commits) = (before, 0);
        'pages: loop {
            let page = self.history(ctx.actor, owner, key, before, limit).await?;
            let Some(last) = page.last().map(|step| step.seq) else { break };
            before = Some(last);
            for step in page.into_iter().filter_map(|step| sight.step(step)) {
                if found.last().is_none_or(|last| last.seq != step.seq) {
                    if commits == most {
                        break 'pages;
                    }
                    commits += 1;
                }
                found.push(step);
            }
            // What an owner sees is all that there is: one page tells.
            if commits == most || matches!(sight, Sight::Whole) {
                break;
            }
        }
        let item = key.day_of_item().map(|(item, _)| item);
        self.note_reading(ctx, &sight, item.as_slice())?;
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

    /// The history of a record, newest first: the steps of at most `limit` commits, of one state of the book.
    ///
    /// Each change keeps the revision that its record had before, so that this walks from one to the next.
    /// Where an erasure took a step out of the middle, as it does from what shared a column with an erased
    /// entry, the commits before are looked through for the next one.
    pub(crate) async fn history(
        &self,
        actor: UserId,
        owner: UserId,
        key: &RecordKey,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<HistoryStep>> {
        let limit = check_limit(limit)?;
        let mut tries = Tries::new();
        loop {
            match self.history_once(actor, owner, key, before, limit).await {
                Err(fault) => tries.after(fault).await?,
                steps => return steps,
            }
        }
    }

    async fn history_once(
        &self,
        actor: UserId,
        owner: UserId,
        key: &RecordKey,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Vec<HistoryStep>> {
        let mut tx = self.connections().begin().await?;
        sqlx::query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            .persistent(false)
            .execute(&mut *tx)
            .await?;
        let steps = walk(&mut tx, actor, owner, key, before, limit).await?;
        tx.commit().await?;
        Ok(steps)
    }
}

async fn walk(
    conn: &mut PgConnection,
    actor: UserId,
    owner: UserId,
    key: &RecordKey,
    before: Option<u64>,
    limit: usize,
) -> Result<Vec<HistoryStep>> {
    let column = Key::from(key);
    let last: i64 = sqlx::query_scalar("SELECT kitaab.revision($1, $2, $3, $4, $5)")
        .persistent(false)
        .bind(actor.uuid())
        .bind(owner.uuid())
        .bind(column.kind)
        .bind(column.id)
        .bind(column.day)
        .fetch_one(&mut *conn)
        .await?;
    let last = sql::seq(last)?;
    let (mut steps, mut found) = (Vec::new(), 0);
    // The cursor is usually a step of the record itself: the walk goes on from there.
    let mut at = match before {
        Some(0 | 1) => 0,
        Some(before) if before <= last => match steps_at(conn, actor, owner, before, key).await? {
            (here, next) if !here.is_empty() => next,
            _ => last,
        },
        _ => last,
    };
    while at != 0 && found < limit {
        let (here, next) = steps_at(conn, actor, owner, at, key).await?;
        at = if !here.is_empty() && next < at { next } else { at - 1 };
        if !here.is_empty() && before.is_none_or(|before| here[0].seq < before) {
            found += 1;
            steps.extend(here);
        }
    }
    Ok(steps)
}

/// What one commit did to a record, the last change first, and the record's revision before that.
async fn steps_at(
    conn: &mut PgConnection,
    actor: UserId,
    owner: UserId,
    seq: u64,
    key: &RecordKey,
) -> Result<(Vec<HistoryStep>, u64)> {
    let Kept { stored: StoredCommit { commit, .. }, previous } = kept_at(conn, actor, owner, seq).await?;
    let mut steps = Vec::new();
    let mut before = 0;
    for (index, change) in commit.placed_changes() {
        let Some((place, change)) = change.narrowed_to(key) else { continue };
        if steps.is_empty() {
            before = previous.as_deref().map_or(Ok(0), |bytes| Previous::at(bytes, index, place))?;
        }
        steps.push(HistoryStep { seq, header: commit.header().clone(), change });
    }
    steps.reverse();
    Ok((steps, before))
}

fn limit_of(limit: u32) -> Result<i32> {
    check_limit(limit)?;
    sql::small(limit)
}
