//! Who is connected, who waits, and who lets others wait.

use super::{Level, Ward};

const CHECK: &str = "connections";

pub(super) async fn check(ward: &mut Ward<'_>) -> Result<(), sqlx::Error> {
    let taken: Vec<(i64, i32)> = ward
        .ask(
            "SELECT count(*) FILTER (WHERE backend_type = 'client backend'), current_setting('max_connections')::int4
             FROM pg_stat_activity",
        )
        .await?;
    for (used, most) in taken {
        if used * 10 >= i64::from(most) * 8 {
            let message = format!("{used} of {most} are taken: soon nobody else gets in");
            let advice = "put a pooler in front (docs/postgres-operations.md), or make the hosts' pools smaller";
            ward.find(CHECK, Level::Warning, "max_connections", message, advice);
        }
    }
    let idle: Vec<(i32, i64)> = ward
        .ask(
            "SELECT pid, extract(epoch FROM now() - state_change)::int8 FROM pg_stat_activity
             WHERE state LIKE 'idle in transaction%' AND now() - state_change > interval '1 minute'",
        )
        .await?;
    for (process, seconds) in idle {
        let message = format!("idle in a transaction for {seconds} s: it may hold a book's lock, and keeps dead rows");
        ward.find(
            CHECK,
            Level::Warning,
            format!("process {process}"),
            message,
            "SELECT pg_terminate_backend(<process>)",
        );
    }
    let waiting: Vec<(i32, i64, String)> = ward
        .ask(
            "SELECT pid, extract(epoch FROM now() - state_change)::int8, pg_blocking_pids(pid)::text
             FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND now() - state_change > interval '10 seconds'",
        )
        .await?;
    for (process, seconds, by) in waiting {
        let message = format!("has waited {seconds} s for a lock of {by}");
        ward.find(CHECK, Level::Warning, format!("process {process}"), message, "see what the other one does");
    }
    Ok(())
}
