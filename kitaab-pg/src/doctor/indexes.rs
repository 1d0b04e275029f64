//! Indexes that nobody uses, that can't be used, that are there twice, or that are mostly air.

use super::{Level, Ward, size};

const CHECK: &str = "indexes";

pub(super) async fn check(ward: &mut Ward<'_>) -> Result<(), sqlx::Error> {
    let invalid: Vec<(String,)> = ward
        .ask(
            "SELECT i.indexrelid::regclass::text FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid
             WHERE c.relnamespace = 'kitaab'::regnamespace AND NOT (i.indisvalid AND i.indisready)",
        )
        .await?;
    for (index,) in invalid {
        let message = "was not built to its end: writes keep it, reads can't use it";
        ward.find(CHECK, Level::Warning, index, message, "REINDEX INDEX CONCURRENTLY …");
    }
    let unused: Vec<(String, i64)> = ward
        .ask(
            "SELECT s.indexrelid::regclass::text, pg_relation_size(s.indexrelid)
             FROM pg_stat_user_indexes AS s JOIN pg_index AS i USING (indexrelid)
             WHERE s.schemaname = 'kitaab' AND s.idx_scan = 0 AND NOT i.indisunique
               AND pg_relation_size(s.indexrelid) > 10 * 1024 * 1024
             ORDER BY 2 DESC",
        )
        .await?;
    for (index, bytes) in unused {
        let message = format!("was not read once since statistics were reset, and takes {}", size(bytes));
        ward.find(CHECK, Level::Notice, index, message, "if it is not the store's own, drop it");
    }
    let twice: Vec<(String, String)> = ward
        .ask(
            "SELECT a.indexrelid::regclass::text, b.indexrelid::regclass::text
             FROM pg_index AS a JOIN pg_index AS b ON b.indrelid = a.indrelid AND a.indexrelid > b.indexrelid
              AND a.indkey::text = b.indkey::text AND a.indclass::text = b.indclass::text
              AND coalesce(a.indexprs::text, '') = coalesce(b.indexprs::text, '')
              AND coalesce(a.indpred::text, '') = coalesce(b.indpred::text, '')
             JOIN pg_class AS c ON c.oid = a.indrelid
             WHERE c.relnamespace = 'kitaab'::regnamespace",
        )
        .await?;
    for (index, other) in twice {
        ward.find(CHECK, Level::Warning, index, format!("holds the same as {other}"), "drop the one that was added");
    }
    bloated(ward).await
}

/// How large an index has to be for its rows, at the fill of a fresh one, against how large it is. An estimate: types of
/// varying length count with 16 bytes.
async fn bloated(ward: &mut Ward<'_>) -> Result<(), sqlx::Error> {
    let bloated: Vec<(String, i64, i64)> = ward
        .ask(
            "WITH widths AS (
                SELECT i.indexrelid, c.reltuples, pg_relation_size(i.indexrelid) AS bytes,
                       sum(CASE WHEN a.attlen > 0 THEN a.attlen ELSE 16 END) AS width
                FROM pg_index AS i
                JOIN pg_class AS c ON c.oid = i.indexrelid
                JOIN pg_am AS m ON m.oid = c.relam AND m.amname = 'btree'
                JOIN pg_attribute AS a ON a.attrelid = i.indexrelid
                WHERE c.relnamespace = 'kitaab'::regnamespace AND c.reltuples > 0
                GROUP BY 1, 2, 3)
             SELECT indexrelid::regclass::text, bytes, (reltuples * (width + 16) / 0.85)::int8 FROM widths
             WHERE bytes > 50 * 1024 * 1024 AND bytes > 2.5 * (reltuples * (width + 16) / 0.85)
             ORDER BY bytes DESC",
        )
        .await?;
    for (index, bytes, needed) in bloated {
        let message = format!("takes {}, some {} would do", size(bytes), size(needed));
        ward.find(CHECK, Level::Notice, index, message, "REINDEX INDEX CONCURRENTLY …");
    }
    Ok(())
}
