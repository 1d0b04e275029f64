//! The schema and its numbered versions.

use std::time::Duration;

use kitaab_core::Error;
use kitaab_store::{Result, StoreError};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection, Row as _};

use crate::connection;
use crate::error::{Fault, Result as Within};
use crate::options::Options;

/// A step from one version of the schema to the next.
struct Migration {
    number: i32,
    name: &'static str,
    sql: &'static str,
}

/// The schema as it stands, by topic and in the order in which it is made.
const BASELINE: &str = concat!(
    include_str!("../schema/01_book_tables.sql"),
    include_str!("../schema/02_day_tables.sql"),
    include_str!("../schema/03_keeping_tables.sql"),
    include_str!("../schema/04_policies.sql"),
    include_str!("../schema/05_partitions.sql"),
    include_str!("../schema/06_hashes.sql"),
    include_str!("../schema/07_structure.sql"),
    include_str!("../schema/08_days.sql"),
    include_str!("../schema/09_permitted.sql"),
    include_str!("../schema/10_apply.sql"),
    include_str!("../schema/11_record.sql"),
    include_str!("../schema/12_ledger.sql"),
    include_str!("../schema/13_reading.sql"),
    include_str!("../schema/14_derived.sql"),
    include_str!("../schema/15_others.sql"),
    include_str!("../schema/16_archives.sql"),
    include_str!("../schema/17_erased.sql"),
    include_str!("../schema/18_evaluation.sql"),
    include_str!("../schema/19_aggregates.sql"),
    include_str!("../schema/20_grants.sql"),
);

/// The version that the baseline makes.
const BASELINE_VERSION: i32 = 24;

/// The checksum of the last of the 24 steps that led to the baseline before it was one: a database that took them has all that it makes.
const LED_TO_BASELINE: &str = "8c7b469b4b1cee9846fa1888ae3abad5d3ee06ca41a39e5e9c274458e3a307d1";

/// The steps, in order: the baseline, which a new database begins with, and what came after it. Append only: somebody's database has taken
/// the earlier ones already.
const MIGRATIONS: &[Migration] = &[
    Migration { number: BASELINE_VERSION, name: "baseline", sql: BASELINE },
    Migration { number: 25, name: "begun_anew", sql: include_str!("../migrations/0025_begun_anew.sql") },
];

/// The version of the schema that this program knows.
pub const SCHEMA_VERSION: i32 = MIGRATIONS[MIGRATIONS.len() - 1].number;

/// The groups that the schema grants to.
const ROLES: [&str; 3] = ["kitaab_owner", "kitaab_app", "kitaab_readonly"];

/// What hosts that migrate at the same time wait for: "kitaab" as a number.
const LOCK: i64 = 0x6b69_7461_6162;

/// What migrating did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Migrated {
    /// The version before; 0 for a database without the schema.
    pub from: i32,
    /// The version now.
    pub to: i32,
    /// The names of the steps taken.
    pub steps: Vec<&'static str>,
}

/// Where a database's schema stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaStatus {
    /// The version it has; 0 without a schema.
    pub version: i32,
    /// The version that this program needs.
    pub known: i32,
    /// The names of the steps from the one to the other.
    pub pending: Vec<&'static str>,
}

/// Tells where a database's schema stands; changes nothing.
///
/// # Errors
/// `unsupported` for a database from before the baseline, from where no step leads on; `unavailable` where the server can't be
/// reached.
pub async fn schema_status(url: &str) -> Result<SchemaStatus> {
    Ok(status_within(url).await?)
}

async fn status_within(url: &str) -> Within<SchemaStatus> {
    let options = Options::new().application_name("kitaab migrate");
    let mut conn = PgConnection::connect_with(&connection::reached(url, &options, false)?).await?;
    let version = version(&mut conn).await?.unwrap_or(0);
    let _ = conn.close().await;
    if is_before_baseline(version) {
        return Err(before_baseline(version));
    }
    let pending = MIGRATIONS.iter().filter(|step| step.number > version).map(|step| step.name).collect();
    Ok(SchemaStatus { version, known: SCHEMA_VERSION, pending })
}

/// Brings a database up to this program's version of the schema, as a role that is a member of `kitaab_owner` (or a superuser).
///
/// Each step is a transaction, so that one that is interrupted leaves the version before it, and the next run goes on from
/// there. Several hosts may do this at once: one does it, and the others wait and find it done.
///
/// # Errors
/// `unsupported` for a database of a later version or from before the baseline, `denied` for a role that may not do this (the
/// error says what an administrator has to run), `corrupt` where a step that was taken is not the one this program knows, `unavailable`
/// where the server can't be reached.
pub async fn migrate(url: &str) -> Result<Migrated> {
    migrate_within(url).await.map_err(StoreError::from)
}

async fn migrate_within(url: &str) -> Within<Migrated> {
    // Whoever migrates may wait for another host that does, and a step takes as long as there are rows.
    let options = Options::new().application_name("kitaab migrate");
    let options = options.lock_timeout(Duration::ZERO).statement_timeout(Duration::ZERO);
    let mut conn = PgConnection::connect_with(&connection::reached(url, &options, false)?).await?;
    sqlx::query("SELECT pg_advisory_lock($1)").bind(LOCK).execute(&mut conn).await?;
    let migrated = steps(&mut conn).await;
    // Closing the connection gives the lock back, whatever happened.
    let _ = conn.close().await;
    migrated
}

async fn steps(conn: &mut PgConnection) -> Within<Migrated> {
    // A step that waited long for a table would make all wait that come after it.
    conn.execute("SET lock_timeout = '5s'").await?;
    make_roles(conn).await?;
    conn.execute("SET ROLE kitaab_owner").await?;
    let from = match version(conn).await? {
        Some(version) => version,
        None => {
            begin_schema(conn).await?;
            0
        }
    };
    if from > SCHEMA_VERSION {
        return Err(newer(from));
    }
    if is_before_baseline(from) {
        return Err(before_baseline(from));
    }
    check_taken(conn).await?;
    let mut taken = Vec::new();
    for migration in MIGRATIONS.iter().filter(|migration| migration.number > from) {
        let mut tx = conn.begin().await?;
        tx.execute("SET LOCAL search_path = kitaab, pg_temp").await?;
        tx.execute(sqlx::raw_sql(migration.sql)).await?;
        sqlx::query(
            "INSERT INTO kitaab.schema_migrations (number, name, checksum) VALUES ($1, $2, encode(sha256(convert_to($3, 'UTF8')), 'hex'))",
        )
        .bind(migration.number)
        .bind(migration.name)
        .bind(migration.sql)
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        taken.push(migration.name);
    }
    Ok(Migrated { from, to: SCHEMA_VERSION, steps: taken })
}

/// Makes the groups that are absent, if that is permitted, and sees to it that this role may act as their owner.
async fn make_roles(conn: &mut PgConnection) -> Within<()> {
    let absent: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM unnest($1) AS name WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name)",
    )
    .bind(&ROLES[..])
    .fetch_all(&mut *conn)
    .await?;
    for role in &absent {
        conn.execute(AssertSqlSafe(format!("CREATE ROLE {role} NOLOGIN"))).await.map_err(|_| may_not(&absent))?;
    }
    if absent.iter().any(|role| role == ROLES[0]) {
        conn.execute("GRANT kitaab_owner TO CURRENT_USER").await.map_err(|_| may_not(&absent))?;
    }
    let member: bool = sqlx::query_scalar("SELECT pg_has_role('kitaab_owner', 'MEMBER')").fetch_one(&mut *conn).await?;
    if member { Ok(()) } else { Err(may_not(&[])) }
}

/// What an administrator has to run first.
fn may_not(absent: &[String]) -> Fault {
    let mut todo: Vec<String> = absent.iter().map(|role| format!("CREATE ROLE {role} NOLOGIN;")).collect();
    todo.push("GRANT kitaab_owner TO <this role>;".to_owned());
    todo.push("GRANT CREATE ON DATABASE <this database> TO kitaab_owner;".to_owned());
    let action = format!("migrating as this role (an administrator has to run: {})", todo.join(" "));
    Error::Denied { action: action.into(), kind: kitaab_core::Kind::Book, id: String::new() }.into()
}

async fn begin_schema(conn: &mut PgConnection) -> Within<()> {
    let mut tx = conn.begin().await?;
    tx.execute("CREATE SCHEMA IF NOT EXISTS kitaab").await.map_err(|error| match error {
        sqlx::Error::Database(refused) if refused.code().as_deref() == Some("42501") => may_not(&[]),
        error => error.into(),
    })?;
    tx.execute(
        "CREATE TABLE kitaab.schema_migrations (
             number     integer     PRIMARY KEY,
             name       text        NOT NULL,
             checksum   text        NOT NULL,
             applied_at timestamptz NOT NULL DEFAULT now()
         )",
    )
    .await?;
    tx.execute("GRANT USAGE ON SCHEMA kitaab TO kitaab_app, kitaab_readonly").await?;
    tx.execute("GRANT SELECT ON kitaab.schema_migrations TO kitaab_app, kitaab_readonly").await?;
    Ok(tx.commit().await?)
}

/// Whether the steps that were taken are those that this program knows.
async fn check_taken(conn: &mut PgConnection) -> Within<()> {
    for migration in MIGRATIONS {
        let led_to = (migration.number == BASELINE_VERSION).then_some(LED_TO_BASELINE);
        let same: Option<bool> = sqlx::query_scalar(
            "SELECT checksum = encode(sha256(convert_to($2, 'UTF8')), 'hex') OR checksum IS NOT DISTINCT FROM $3
             FROM kitaab.schema_migrations WHERE number = $1",
        )
        .bind(migration.number)
        .bind(migration.sql)
        .bind(led_to)
        .fetch_optional(&mut *conn)
        .await?;
        if same == Some(false) {
            let name = migration.name;
            return Err(Fault::corrupt(format!(
                "the step {} ({name}) of the database's schema is another one",
                migration.number
            )));
        }
    }
    Ok(())
}

/// The version of the schema; none where there is none.
async fn version(conn: &mut PgConnection) -> Within<Option<i32>> {
    let there: bool = sqlx::query_scalar("SELECT to_regclass('kitaab.schema_migrations') IS NOT NULL")
        .persistent(false)
        .fetch_one(&mut *conn)
        .await?;
    if !there {
        return Ok(None);
    }
    let version: Option<i32> = sqlx::query_scalar("SELECT max(number) FROM kitaab.schema_migrations")
        .persistent(false)
        .fetch_one(&mut *conn)
        .await?;
    Ok(Some(version.unwrap_or(0)))
}

/// Refuses a database of another version, and a role past which the policies don't hold.
pub(crate) async fn check(conn: &mut PgConnection) -> Within<()> {
    match version(conn).await? {
        Some(SCHEMA_VERSION) => {}
        Some(version) if version > SCHEMA_VERSION => return Err(newer(version)),
        Some(version) if is_before_baseline(version) => return Err(before_baseline(version)),
        Some(version) => return Err(older(version)),
        None => return Err(older(0)),
    }
    let row = sqlx::query(
        "SELECT rolsuper OR rolbypassrls OR pg_has_role('kitaab_owner', 'MEMBER') AS owns, pg_has_role('kitaab_app', 'USAGE') AS serves
         FROM pg_roles WHERE rolname = current_user",
    ).persistent(false)
    .fetch_one(&mut *conn)
    .await?;
    let refused = |action: &'static str| {
        Err(Error::Denied { action: action.into(), kind: kitaab_core::Kind::Book, id: String::new() }.into())
    };
    if row.try_get("owns")? {
        return refused(
            "serving as a role that owns the tables or passes over their policies (connect as a member of kitaab_app)",
        );
    }
    if !row.try_get::<bool, _>("serves")? {
        return refused("serving as a role that is no member of kitaab_app");
    }
    Ok(())
}

fn newer(version: i32) -> Fault {
    let what = format!("a database of schema version {version} (this program knows versions up to {SCHEMA_VERSION})");
    Error::unsupported(what).into()
}

/// Whether a database has a schema that no step of this program leads on from.
pub(crate) fn is_before_baseline(version: i32) -> bool {
    (1..BASELINE_VERSION).contains(&version)
}

fn before_baseline(version: i32) -> Fault {
    let what = format!(
        "a database of schema version {version} (this program goes on from version {BASELINE_VERSION}: migrate it to that with the \
         program that made it, or export its books with that one and import them into a new database)"
    );
    Error::unsupported(what).into()
}

fn older(version: i32) -> Fault {
    let what =
        format!("a database of schema version {version} (this program needs {SCHEMA_VERSION}: run `kitaab migrate`)");
    Error::unsupported(what).into()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{BASELINE, MIGRATIONS};

    /// So that a reader finds each function as it is, and in one place.
    #[test]
    fn everything_stands_once_in_the_baseline() {
        let mut seen = HashSet::new();
        let code = BASELINE.lines().filter(|line| !line.trim_start().starts_with("--"));
        for line in code {
            for made in ["CREATE TABLE ", "CREATE FUNCTION ", "CREATE VIEW "] {
                if let Some(rest) = line.strip_prefix(made) {
                    let name = rest.split(['(', ' ']).next().unwrap_or_default();
                    assert!(seen.insert((made, name)), "{made}{name} stands twice");
                }
            }
            for later in ["CREATE OR REPLACE ", "ALTER ", "DROP "] {
                assert!(!line.starts_with(later), "what stands in the baseline stands there as it is: {line}");
            }
        }
        assert!(seen.len() > 100, "only {} were found", seen.len());
    }

    #[test]
    fn each_step_has_the_number_after_the_one_before() {
        assert!(MIGRATIONS.windows(2).all(|steps| steps[0].number + 1 == steps[1].number));
    }
}
