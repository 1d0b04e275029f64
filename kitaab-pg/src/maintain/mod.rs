//! What has to be done on a server from time to time: partitions ahead, archives, retention, verdicts of a day.
//!
//! Everything here may be done twice, by two hosts at once, and be cut short anywhere: the next run goes on. It is the work
//! of a member of `kitaab_owner`, on a connection of its own that goes to the server itself and not through a pooler.

mod archive;
mod erased;
mod evaluate;
mod file;
mod partitions;
mod retention;

use kitaab_store::StoreError;
use serde::Serialize;
use sqlx::{Connection as _, PgConnection};

use crate::connection::addressed;
use crate::error::Result;

pub use archive::ArchivePlan;
pub use evaluate::{Evaluated, Evaluation, evaluate};
pub use retention::{Kept, Retention};

/// What to do beside the partitions, which are always made.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Wishes {
    /// For how many years ahead partitions are made: at least one.
    pub years_ahead: u8,
    /// What to take out of the database into files. Off by default: streaks of a lifetime need every year.
    pub archive: Option<ArchivePlan>,
    /// What to drop after a time.
    pub retention: Retention,
    /// Only tells what would be done.
    pub dry_run: bool,
}

/// One thing that was done, or would be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Step {
    /// What: `add_partition`, `archive`, `scrub` or `prune`.
    pub task: &'static str,
    /// To which partition, file or kind.
    pub subject: String,
    /// How many rows it concerned, where it concerned rows.
    pub rows: Option<u64>,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Maintained {
    /// Nothing was done: this only tells what would be.
    pub dry_run: bool,
    /// Another host is at it: nothing was done here.
    pub busy: bool,
    /// In order.
    pub steps: Vec<Step>,
}

/// Does what has to be done.
///
/// # Errors
/// `unavailable` if the server can't be reached or a lock is not to be had, `denied` for a role that does not own the schema,
/// `invalid` for claims that are to be dropped while they still count; and those of files. What was done until then stays done.
pub async fn maintain(url: &str, wishes: &Wishes) -> kitaab_store::Result<Maintained> {
    wishes.retention.check()?;
    let mut keeper = Keeper::connect(url).await?;
    let mut done = Maintained { dry_run: wishes.dry_run, busy: !keeper.is_alone().await?, steps: Vec::new() };
    if !done.busy {
        let tell = |step| done.steps.push(step);
        let worked = keeper.work(wishes, tell).await;
        keeper.leave().await?;
        worked?;
    }
    keeper.close().await?;
    Ok(done)
}

/// Brings a year back from its file, which is deleted then; tells how many rows came back. What was erased or removed since stays
/// away, and what was recorded anew stays as it is. The sums of the year's days are reckoned anew where they may differ, and recorded
/// verdicts when they are asked for next. Nobody writes to the books that are in it meanwhile.
///
/// # Errors
/// `not_found` for a year that is not archived, `corrupt` for a file that is not the one that was written, `unavailable` while another
/// host maintains the database.
pub async fn bring_back(url: &str, folder: &std::path::Path, name: &str) -> kitaab_store::Result<u64> {
    let mut keeper = Keeper::connect(url).await?;
    if !keeper.is_alone().await? {
        return Err(StoreError::Unavailable { reason: "another host maintains the database".to_owned(), source: None });
    }
    // Closing the connection gives the lock back, whatever happens.
    let rows = archive::bring_back(&mut keeper.connection, folder, name).await?;
    keeper.close().await?;
    Ok(rows)
}

/// Writes the list of books that were erased to a file, beside those that are in it already: to be kept where no restore of
/// the database reaches it. Tells how many it holds. It names nobody: owners are hashed.
///
/// # Errors
/// `unavailable` for a server or a file that can't be used, `corrupt` for a file that is no such list.
pub async fn write_erased(url: &str, file: &std::path::Path) -> kitaab_store::Result<u64> {
    let mut keeper = Keeper::connect(url).await?;
    let written = erased::write(&mut keeper.connection, file).await?;
    keeper.close().await?;
    Ok(written)
}

/// Erases again what a restore brought back, by such a list. Tells how many books.
///
/// # Errors
/// `unavailable` for a server or a file that can't be used, `corrupt` for a file that is no such list.
pub async fn erase_again(url: &str, file: &std::path::Path) -> kitaab_store::Result<u64> {
    let mut keeper = Keeper::connect(url).await?;
    let erased = erased::apply(&mut keeper.connection, file).await?;
    keeper.close().await?;
    Ok(erased)
}

/// A connection as the owner of the schema.
#[derive(Debug)]
struct Keeper {
    connection: PgConnection,
}

impl Keeper {
    async fn connect(url: &str) -> Result<Self> {
        let mut connection = PgConnection::connect_with(&addressed(url, "kitaab maintain")?).await?;
        // A lock that is not to be had is better asked for later than waited for: whoever comes next would wait too. And what goes
        // through books is asked of each of them anew: to compile its plan every time takes longer than all else.
        sqlx::raw_sql("SET ROLE kitaab_owner; SET lock_timeout = '10s'; SET jit = off")
            .execute(&mut connection)
            .await?;
        Ok(Self { connection })
    }

    async fn close(self) -> Result<()> {
        Ok(self.connection.close().await?)
    }

    /// Whether nobody else maintains this database. Held until it is left, or the connection lost.
    async fn is_alone(&mut self) -> Result<bool> {
        let asked = "SELECT pg_try_advisory_lock(hashtext('kitaab.maintain'))";
        Ok(sqlx::query_scalar(asked).fetch_one(&mut self.connection).await?)
    }

    async fn leave(&mut self) -> Result<()> {
        sqlx::query("SELECT pg_advisory_unlock(hashtext('kitaab.maintain'))").execute(&mut self.connection).await?;
        Ok(())
    }

    async fn work(&mut self, wishes: &Wishes, mut tell: impl FnMut(Step)) -> Result<()> {
        partitions::add(&mut self.connection, wishes, &mut tell).await?;
        if !wishes.dry_run {
            archive::scrub_detached(&mut self.connection, &mut tell).await?;
        }
        if let Some(plan) = &wishes.archive {
            archive::work(&mut self.connection, plan, wishes.dry_run, &mut tell).await?;
        }
        retention::prune(&mut self.connection, &wishes.retention, wishes.dry_run, &mut tell).await
    }
}
