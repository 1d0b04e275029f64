//! The server's settings.

use super::{Level, Ward};

const CHECK: &str = "settings";

/// The oldest version that the store runs on.
const OLDEST: i32 = 150_000;

/// A setting that must have a value, and what happens where it has another.
struct Wanted {
    name: &'static str,
    value: &'static str,
    level: Level,
    otherwise: &'static str,
}

const WANTED: [Wanted; 8] = [
    Wanted {
        name: "fsync",
        value: "on",
        level: Level::Problem,
        otherwise: "a power failure may destroy the whole database",
    },
    Wanted {
        name: "full_page_writes",
        value: "on",
        level: Level::Problem,
        otherwise: "a power failure may leave torn pages",
    },
    Wanted {
        name: "synchronous_commit",
        value: "on",
        level: Level::Warning,
        otherwise: "what was acknowledged a moment before a crash may be lost, or on a standby not be there yet",
    },
    Wanted {
        name: "default_transaction_isolation",
        value: "read committed",
        level: Level::Warning,
        otherwise: "the store's functions see what was committed while they waited for a book only in read committed",
    },
    Wanted {
        name: "row_security",
        value: "on",
        level: Level::Problem,
        otherwise: "queries that a policy would narrow fail instead",
    },
    Wanted {
        name: "data_checksums",
        value: "on",
        level: Level::Notice,
        otherwise: "damage by a disk is not noticed by the server (`kitaab verify` notices it in ledgers)",
    },
    Wanted {
        name: "archive_mode",
        value: "on",
        level: Level::Notice,
        otherwise: "there is no way back to a point in time, only to the last backup",
    },
    Wanted {
        name: "password_encryption",
        value: "scram-sha-256",
        level: Level::Warning,
        otherwise: "new passwords are stored as weak hashes",
    },
];

pub(super) async fn check(ward: &mut Ward<'_>) -> Result<(), sqlx::Error> {
    let version: Vec<(i32,)> = ward.ask("SELECT current_setting('server_version_num')::int4").await?;
    if version.iter().any(|(version,)| *version < OLDEST) {
        let server = ward.report.server.clone();
        ward.find(CHECK, Level::Problem, "server_version", format!("{server} is older than 15"), "upgrade the server");
    }
    let settings: Vec<(String, String)> =
        ward.ask("SELECT name::text, coalesce(setting, '')::text FROM pg_settings").await?;
    let value_of = |name: &str| settings.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    for wanted in WANTED {
        // `always` is on, and more; `remote_apply` waits for more than `on`.
        let met = |value: &str| value == wanted.value || matches!(value, "always" | "remote_apply");
        if let Some(value) = value_of(wanted.name).filter(|value| !met(value)) {
            let message = format!("is {value}, should be {}: {}", wanted.value, wanted.otherwise);
            ward.find(CHECK, wanted.level, wanted.name, message, "set it in postgresql.conf, or by ALTER SYSTEM SET");
        }
    }
    open_to_the_world(ward, value_of("listen_addresses"), value_of("ssl"));
    let number = |name: &str| value_of(name).and_then(|value| value.parse::<i64>().ok());
    if number("shared_buffers").is_some_and(|pages| pages < 32_768) {
        let message = "is below 256 MB: most reads go to the system's cache or to the disk";
        ward.find(CHECK, Level::Notice, "shared_buffers", message, "a quarter of the machine's memory is a good start");
    }
    if number("idle_in_transaction_session_timeout") == Some(0) {
        let message = "is off: a client that hangs in a transaction holds its book's lock for as long as it hangs";
        let advice = "ALTER ROLE <login of kitaab_app> SET idle_in_transaction_session_timeout = '30s'";
        ward.find(CHECK, Level::Notice, "idle_in_transaction_session_timeout", message, advice);
    }
    Ok(())
}

fn open_to_the_world(ward: &mut Ward<'_>, addresses: Option<&str>, ssl: Option<&str>) {
    let remote = addresses.unwrap_or_default().split(',').map(str::trim);
    let remote = remote.filter(|address| !matches!(*address, "" | "localhost" | "127.0.0.1" | "::1")).count() > 0;
    if remote && ssl == Some("off") {
        let message = "is off, and the server listens on the network: passwords and books pass in the clear";
        ward.find(CHECK, Level::Warning, "ssl", message, "turn it on, and say sslmode=verify-full in URLs");
    }
}
