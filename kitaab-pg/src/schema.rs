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

/// The steps, in order. Append only: somebody's database has taken the earlier ones already.
const MIGRATIONS: [Migration; 25] = [
    Migration { number: 1, name: "book", sql: include_str!("../migrations/0001_book.sql") },
    Migration { number: 2, name: "partitions", sql: include_str!("../migrations/0002_partitions.sql") },
    Migration { number: 3, name: "policies", sql: include_str!("../migrations/0003_policies.sql") },
    Migration { number: 4, name: "hashes", sql: include_str!("../migrations/0004_hashes.sql") },
    Migration { number: 5, name: "structure", sql: include_str!("../migrations/0005_structure.sql") },
    Migration { number: 6, name: "days", sql: include_str!("../migrations/0006_days.sql") },
    Migration { number: 7, name: "apply", sql: include_str!("../migrations/0007_apply.sql") },
    Migration { number: 8, name: "reading", sql: include_str!("../migrations/0008_reading.sql") },
    Migration { number: 9, name: "derived", sql: include_str!("../migrations/0009_derived.sql") },
    Migration { number: 10, name: "others", sql: include_str!("../migrations/0010_others.sql") },
    Migration { number: 11, name: "maintenance", sql: include_str!("../migrations/0011_maintenance.sql") },
    Migration { number: 12, name: "record", sql: include_str!("../migrations/0012_record.sql") },
    Migration { number: 13, name: "aggregates", sql: include_str!("../migrations/0013_aggregates.sql") },
    Migration { number: 14, name: "sharing", sql: include_str!("../migrations/0014_sharing.sql") },
    Migration { number: 15, name: "record_faster", sql: include_str!("../migrations/0015_record_faster.sql") },
    Migration { number: 16, name: "lighter_writes", sql: include_str!("../migrations/0016_lighter_writes.sql") },
    Migration { number: 17, name: "lighter_reads", sql: include_str!("../migrations/0017_lighter_reads.sql") },
    Migration { number: 18, name: "steady_plans", sql: include_str!("../migrations/0018_steady_plans.sql") },
    Migration { number: 19, name: "less_to_do", sql: include_str!("../migrations/0019_less_to_do.sql") },
    Migration { number: 20, name: "shorter_nights", sql: include_str!("../migrations/0020_shorter_nights.sql") },
    Migration { number: 21, name: "shorter_ways_back", sql: include_str!("../migrations/0021_shorter_ways_back.sql") },
    Migration { number: 22, name: "archives", sql: include_str!("../migrations/0022_archives.sql") },
    Migration { number: 23, name: "nights_go_on", sql: include_str!("../migrations/0023_nights_go_on.sql") },
    Migration { number: 24, name: "what_is_handed_in", sql: include_str!("../migrations/0024_what_is_handed_in.sql") },
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
/// `unavailable` where the server can't be reached.
pub async fn schema_status(url: &str) -> Result<SchemaStatus> {
    Ok(status_within(url).await?)
}

async fn status_within(url: &str) -> Within<SchemaStatus> {
    let options = Options::new().application_name("kitaab migrate");
    let mut conn = PgConnection::connect_with(&connection::reached(url, &options, false)?).await?;
    let version = version(&mut conn).await?.unwrap_or(0);
    let _ = conn.close().await;
    let pending = MIGRATIONS.iter().filter(|step| step.number > version).map(|step| step.name).collect();
    Ok(SchemaStatus { version, known: SCHEMA_VERSION, pending })
}

/// Brings a database up to this program's version of the schema, as a role that is a member of `kitaab_owner` (or a superuser).
///
/// Each step is a transaction, so that one that is interrupted leaves the version before it, and the next run goes on from
/// there. Several hosts may do this at once: one does it, and the others wait and find it done.
///
/// # Errors
/// `unsupported` for a database of a later version, `denied` for a role that may not do this (the error says what an
/// administrator has to run), `corrupt` where a step that was taken is not the one this program knows, `unavailable`
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
    for migration in &MIGRATIONS {
        let same: Option<bool> = sqlx::query_scalar(
            "SELECT checksum = encode(sha256(convert_to($2, 'UTF8')), 'hex') FROM kitaab.schema_migrations WHERE number = $1",
        )
        .bind(migration.number)
        .bind(migration.sql)
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

fn older(version: i32) -> Fault {
    let what =
        format!("a database of schema version {version} (this program needs {SCHEMA_VERSION}: run `kitaab migrate`)");
    Error::unsupported(what).into()
}
