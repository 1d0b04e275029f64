//! Whether the server keeps up with cleaning.

use super::{Level, Ward};

const CHECK: &str = "upkeep";
/// Past this age the server is about to stop taking writes (at some two thousand million).
const OLD: i64 = 1_000_000_000;

pub(super) async fn check(ward: &mut Ward<'_>) -> Result<(), sqlx::Error> {
    let age: Vec<(i64,)> =
        ward.ask("SELECT age(datfrozenxid)::int8 FROM pg_database WHERE datname = current_database()").await?;
    for (age,) in age {
        if age > OLD {
            let message =
                format!("the oldest transaction is {age} back: at some 2,000,000,000 the server stops writing");
            ward.find(CHECK, Level::Problem, "datfrozenxid", message, "VACUUM (FREEZE) the oldest tables");
        }
    }
    let dead: Vec<(String, i64, i64)> = ward
        .ask(
            "SELECT relid::regclass::text, n_dead_tup, n_live_tup FROM pg_stat_user_tables
             WHERE schemaname = 'kitaab' AND n_dead_tup > 100000 AND n_dead_tup > n_live_tup / 3",
        )
        .await?;
    for (table, dead, live) in dead {
        let message = format!("{dead} dead rows beside {live}: autovacuum does not keep up");
        let advice = "lower autovacuum_vacuum_cost_delay, and look for long transactions";
        ward.find(CHECK, Level::Warning, table, message, advice);
    }
    let unknown: Vec<(String,)> = ward
        .ask(
            "SELECT relid::regclass::text FROM pg_stat_user_tables
             WHERE schemaname = 'kitaab' AND n_live_tup > 10000 AND last_analyze IS NULL AND last_autoanalyze IS NULL",
        )
        .await?;
    for (table,) in unknown {
        ward.find(CHECK, Level::Warning, table, "was never analysed: plans are guesses", "ANALYZE");
    }
    Ok(())
}
