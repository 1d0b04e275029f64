//! Which statements are slow, where the server keeps count of them.

use super::{Level, Ward};

const CHECK: &str = "statements";

pub(super) async fn check(ward: &mut Ward<'_>) -> Result<(), sqlx::Error> {
    let present: Vec<(Option<String>,)> = ward
        .ask(
            "SELECT n.nspname::text FROM pg_extension AS e JOIN pg_namespace AS n ON n.oid = e.extnamespace
             WHERE e.extname = 'pg_stat_statements'",
        )
        .await?;
    let Some((Some(schema),)) = present.into_iter().next() else {
        ward.skip(CHECK, "the extension pg_stat_statements is not there");
        return Ok(());
    };
    // The extension's schema is a name of the server's own; its view fails unless the library was loaded at the start.
    let asked = format!(
        r#"SELECT s.calls, s.mean_exec_time, s.query FROM "{}".pg_stat_statements AS s
           JOIN pg_database AS d ON d.oid = s.dbid AND d.datname = current_database()
           WHERE s.calls >= 10 AND s.mean_exec_time > 50 AND s.query LIKE '%kitaab.%' AND s.query !~* '^\s*(create|alter|grant)'
           ORDER BY s.calls * s.mean_exec_time DESC LIMIT 10"#,
        schema.replace('"', r#""""#)
    );
    let slow = sqlx::query_as(sqlx::AssertSqlSafe(asked)).fetch_all(&mut *ward.connection).await;
    let slow: Vec<(i64, f64, String)> = match slow {
        Ok(slow) => slow,
        Err(sqlx::Error::Database(error)) => {
            ward.skip(CHECK, format!("pg_stat_statements does not answer: {}", error.message()));
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    for (calls, mean, query) in slow {
        // Constants are gone from it already: the server keeps statements with places for them.
        let query: String = query.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(160).collect();
        ward.find(CHECK, Level::Warning, query, format!("takes {mean:.0} ms on average, over {calls} calls"), None);
    }
    Ok(())
}
