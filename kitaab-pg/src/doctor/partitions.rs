//! Whether there is a place for what will be written.

use super::{Level, Ward};

const CHECK: &str = "partitions";
/// More than so many cost every query that reads a whole history.
const MANY: i64 = 20;

pub(super) async fn check(ward: &mut Ward<'_>) -> Result<(), sqlx::Error> {
    let missing: Vec<(String,)> = ward
        .ask(
            "SELECT t.name || '_' || y.year
             FROM (VALUES ('entries'), ('ledger')) AS t (name),
                  generate_series(extract(year FROM now())::int, extract(year FROM now() + interval '3 months')::int) AS y (year)
             WHERE to_regclass('kitaab.' || t.name || '_' || y.year) IS NULL",
        )
        .await?;
    for (partition,) in missing {
        let message = "is missing: what belongs there goes to the default partition";
        ward.find(CHECK, Level::Problem, partition, message, "kitaab maintain");
    }
    let counted: Vec<(String, i64)> = ward
        .ask(
            "SELECT inhparent::regclass::text, count(*) FROM pg_inherits
             JOIN pg_class AS c ON c.oid = inhparent AND c.relnamespace = 'kitaab'::regnamespace AND c.relkind = 'p'
             GROUP BY 1",
        )
        .await?;
    for (table, count) in counted {
        if count > MANY {
            let message = format!("has {count} partitions: reading a whole history visits each");
            ward.find(CHECK, Level::Notice, table, message, "put the oldest together");
        }
    }
    // The policies let nobody look into a partition by itself but a superuser: to others its size tells that there were rows.
    let astray: Vec<(String, i64, bool)> = ward
        .ask(
            "SELECT i.inhrelid::regclass::text, pg_relation_size(i.inhrelid), row_security_active(i.inhrelid)
             FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
             WHERE c.relnamespace = 'kitaab'::regnamespace AND pg_get_expr(c.relpartbound, c.oid) = 'DEFAULT'
               AND pg_relation_size(i.inhrelid) > 0",
        )
        .await?;
    for (partition, bytes, guarded) in astray {
        let message = if guarded {
            let size = super::size(bytes);
            format!("takes {size}, and should be empty: rows of it, or what moved ones left behind until VACUUM")
        } else {
            let asked = format!("SELECT count(*) FROM {partition}");
            let rows: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(asked)).fetch_one(&mut *ward.connection).await?;
            if rows == 0 {
                continue;
            }
            format!("holds {rows} rows, and should be empty")
        };
        ward.find(CHECK, Level::Warning, partition, message, "kitaab maintain moves what has a place of its own");
    }
    Ok(())
}
