//! Whether the schema is there, and the one that this program knows.

use std::cmp::Ordering;

use super::{Level, Ward};
use crate::schema::{SCHEMA_VERSION, is_before_baseline};

const CHECK: &str = "schema";

/// Whether there is a schema to look at.
pub(super) async fn check(ward: &mut Ward<'_>) -> Result<bool, sqlx::Error> {
    let there: Vec<(bool, bool)> = ward
        .ask(
            "SELECT to_regnamespace('kitaab') IS NOT NULL AND to_regclass('kitaab.schema_migrations') IS NOT NULL,
                    coalesce(has_schema_privilege(to_regnamespace('kitaab'), 'USAGE'), false)",
        )
        .await?;
    match there.first() {
        Some((true, true)) => {}
        Some((true, false)) => {
            ward.skip(CHECK, "the role may not use the schema kitaab: connect as a member of kitaab_owner");
            return Ok(false);
        }
        _ => {
            ward.find(CHECK, Level::Problem, "kitaab", "the schema is not there", "kitaab migrate");
            return Ok(false);
        }
    }
    let versions: Vec<(i32,)> = ward.ask("SELECT coalesce(max(number), 0) FROM kitaab.schema_migrations").await?;
    for (version,) in versions {
        let message = format!("is of version {version}, and this program knows {SCHEMA_VERSION}: it does not serve it");
        match version.cmp(&SCHEMA_VERSION) {
            Ordering::Less if is_before_baseline(version) => {
                ward.find(
                    CHECK,
                    Level::Problem,
                    "kitaab",
                    message,
                    "migrate it with the program that made it, then with this one",
                );
            }
            Ordering::Less => ward.find(CHECK, Level::Problem, "kitaab", message, "kitaab migrate"),
            Ordering::Greater => ward.find(CHECK, Level::Problem, "kitaab", message, "update this program"),
            Ordering::Equal => {}
        }
    }
    let misplaced: Vec<(String, String)> = ward
        .ask(
            "SELECT c.oid::regclass::text, pg_get_userbyid(c.relowner)::text FROM pg_class AS c
             WHERE c.relnamespace = 'kitaab'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'S')
               AND pg_get_userbyid(c.relowner) <> 'kitaab_owner'",
        )
        .await?;
    for (table, owner) in misplaced {
        let message = format!("belongs to {owner}, not to kitaab_owner: its policies may not hold for the functions");
        ward.find(CHECK, Level::Warning, table, message, "ALTER … OWNER TO kitaab_owner");
    }
    Ok(true)
}
