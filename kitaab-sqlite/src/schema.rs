//! The schema of a book's file and its numbered versions.

use kitaab_core::Error;
use rusqlite::{Connection, TransactionBehavior};

use crate::error::{Fault, Result};

/// Marks a SQLite file as a book, in its header: "KTAB".
const APPLICATION_ID: i64 = 0x4b54_4142;

/// The versions of the schema, each with what makes it from the one before. Append only: somebody's book
/// has run the earlier ones already.
const MIGRATIONS: [(i64, &str); 4] = [
    (1, include_str!("../migrations/0001_book.sql")),
    (2, include_str!("../migrations/0002_fidya.sql")),
    (3, include_str!("../migrations/0003_reminder_claims.sql")),
    (4, include_str!("../migrations/0004_access_log.sql")),
];

/// The version that this program knows.
const VERSION: i64 = MIGRATIONS[MIGRATIONS.len() - 1].0;

/// The first one that it does not.
const VERSION_AFTER: i64 = VERSION + 1;

/// Refuses what is not a book, or one of a later schema. A file without any content becomes a book.
pub(crate) fn recognise(conn: &Connection) -> Result<()> {
    // All of it is read of one state: another process may be making the book at this moment.
    let tx = conn.unchecked_transaction()?;
    recognise_in(&tx)
}

fn recognise_in(conn: &Connection) -> Result<()> {
    let (application, version) = marks(conn)?;
    let empty = conn.query_row("SELECT NOT EXISTS (SELECT 1 FROM sqlite_schema)", [], |row| row.get(0))?;
    match (application, version) {
        (APPLICATION_ID, 1..=VERSION) => Ok(()),
        (APPLICATION_ID, VERSION_AFTER..) => Err(too_new(version)),
        (0, 0) if empty => Ok(()),
        _ => Err(Fault::corrupt("the file is not a Kitaab book: it belongs to another program")),
    }
}

/// Brings the schema up to date, all or nothing.
pub(crate) fn migrate(conn: &mut Connection) -> Result<()> {
    if marks(conn)? == (APPLICATION_ID, VERSION) {
        return Ok(());
    }
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another process may have come first.
    recognise_in(&tx)?;
    let (_, version) = marks(&tx)?;
    for (_, migration) in MIGRATIONS.iter().filter(|(to, _)| *to > version) {
        tx.execute_batch(migration)?;
    }
    tx.pragma_update(None, "application_id", APPLICATION_ID)?;
    tx.pragma_update(None, "user_version", VERSION)?;
    Ok(tx.commit()?)
}

/// Refuses to go on with a file that a later program has brought up to date meanwhile.
pub(crate) fn check(conn: &Connection) -> Result<()> {
    match conn.prepare_cached("PRAGMA user_version")?.query_row([], |row| row.get(0))? {
        VERSION => Ok(()),
        version => Err(too_new(version)),
    }
}

fn too_new(version: i64) -> Fault {
    Error::unsupported(format!("a book of schema version {version} (this program knows versions up to {VERSION})"))
        .into()
}

/// Whose file it is, and of which version.
fn marks(conn: &Connection) -> Result<(i64, i64)> {
    let mark = |name| conn.pragma_query_value(None, name, |row| row.get(0));
    Ok((mark("application_id")?, mark("user_version")?))
}
