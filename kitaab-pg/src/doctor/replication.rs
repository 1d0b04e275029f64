//! Standbys, and what is kept for them or for a point in time.

use super::{Level, Ward, size};

const CHECK: &str = "replication";
/// Behind by so many bytes is worth a word.
const FAR_BEHIND: i64 = 64 << 20;
/// So much of the log kept for one who does not come for it fills the disk some day.
const MUCH_KEPT: i64 = 1 << 30;

pub(super) async fn check(ward: &mut Ward<'_>) -> Result<(), sqlx::Error> {
    if ward.report.standby {
        standby(ward).await?;
    } else {
        primary(ward).await?;
    }
    archiver(ward).await
}

async fn primary(ward: &mut Ward<'_>) -> Result<(), sqlx::Error> {
    let standbys: Vec<(String, String, Option<i64>, Option<i64>)> = ward
        .ask(
            "SELECT coalesce(nullif(application_name, ''), pid::text), coalesce(state, ''),
                    pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)::int8, extract(epoch FROM replay_lag)::int8
             FROM pg_stat_replication",
        )
        .await?;
    for (name, state, behind, seconds) in standbys {
        let Some(behind) = behind else {
            ward.skip(CHECK, "the role may not see the standbys: grant it pg_monitor");
            return Ok(());
        };
        if state != "streaming" {
            ward.find(CHECK, Level::Warning, name, format!("is in the state {state}, not streaming"), None);
        } else if behind > FAR_BEHIND || seconds.is_some_and(|seconds| seconds > 10) {
            let message =
                format!("is {} and {} s behind: reads fall back to this server", size(behind), seconds.unwrap_or(0));
            ward.find(CHECK, Level::Warning, name, message, "see whether its disk or the network can't follow");
        } else {
            ward.find(CHECK, Level::Notice, name, format!("follows, {} behind", size(behind)), None);
        }
    }
    let slots: Vec<(String, bool, Option<i64>)> = ward
        .ask(
            "SELECT slot_name::text, active, pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::int8
             FROM pg_replication_slots",
        )
        .await?;
    for (slot, active, kept) in slots {
        let kept = kept.unwrap_or(0);
        if !active && kept > MUCH_KEPT {
            let message = format!("nobody takes from this slot, for which {} of the log are kept", size(kept));
            ward.find(CHECK, Level::Problem, slot, message, "bring its standby back, or pg_drop_replication_slot(…)");
        } else if !active {
            ward.find(CHECK, Level::Notice, slot, "nobody takes from this slot", None);
        }
    }
    Ok(())
}

async fn standby(ward: &mut Ward<'_>) -> Result<(), sqlx::Error> {
    let behind: Vec<(Option<i64>, bool)> = ward
        .ask(
            "SELECT extract(epoch FROM now() - pg_last_xact_replay_timestamp())::int8,
                    pg_last_wal_receive_lsn() IS NOT DISTINCT FROM pg_last_wal_replay_lsn()",
        )
        .await?;
    for (seconds, all) in behind {
        // Without anything new to replay the last one may be long ago.
        if let Some(seconds) = seconds.filter(|seconds| !all && *seconds > 10) {
            let message = format!("is {seconds} s behind the server that it follows");
            ward.find(CHECK, Level::Warning, "this standby", message, None);
        }
    }
    Ok(())
}

async fn archiver(ward: &mut Ward<'_>) -> Result<(), sqlx::Error> {
    let failed: Vec<(i64, Option<String>)> = ward
        .ask(
            "SELECT failed_count, last_failed_wal FROM pg_stat_archiver
             WHERE last_failed_time > coalesce(last_archived_time, '-infinity')",
        )
        .await?;
    for (count, file) in failed {
        let file = file.unwrap_or_default();
        let message =
            format!("fails, {count} times so far, now at {file}: the log piles up, and there is no way back to now");
        ward.find(CHECK, Level::Problem, "archive_command", message, "see the server's log");
    }
    Ok(())
}
