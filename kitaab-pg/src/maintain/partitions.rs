//! Partitions ahead of time.

use sqlx::PgConnection;

use super::{Step, Wishes};
use crate::error::Result;

/// Makes the partitions that are missing. What had gone to a default partition moves to its place with that.
pub(super) async fn add(connection: &mut PgConnection, wishes: &Wishes, tell: &mut impl FnMut(Step)) -> Result<()> {
    let asked = if wishes.dry_run {
        "SELECT kitaab.missing_partitions(extract(year FROM now())::integer + $1)"
    } else {
        "SELECT kitaab.add_partitions(extract(year FROM now())::integer + $1)"
    };
    let names: Vec<String> =
        sqlx::query_scalar(asked).bind(i32::from(wishes.years_ahead.max(1))).fetch_all(connection).await?;
    for subject in names {
        tell(Step { task: "add_partition", subject, rows: None });
    }
    Ok(())
}
