//! The baseline: what a program would write with rusqlite and nothing else.

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::{Connection, params};

/// Entries and an audit table, in WAL mode at `synchronous=FULL`.
pub(crate) struct Bare {
    connection: Connection,
}

impl Bare {
    pub(crate) fn create(file: &Path) -> Self {
        let connection = Connection::open(file).unwrap();
        connection
            .execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
                 CREATE TABLE entries (item INTEGER, day INTEGER, value INTEGER, PRIMARY KEY (item, day)) WITHOUT ROWID;
                 CREATE TABLE audit (id INTEGER PRIMARY KEY, at INTEGER, actor BLOB, item INTEGER, day INTEGER,
                                     old INTEGER, new INTEGER);",
            )
            .unwrap();
        Self { connection }
    }

    /// An upsert and its audit row, in one transaction.
    pub(crate) fn record(&mut self, item: usize, day: i32, value: i64) {
        let transaction = self.connection.transaction().unwrap();
        transaction
            .prepare_cached(
                "INSERT INTO entries VALUES (?1, ?2, ?3) ON CONFLICT (item, day) DO UPDATE SET value = excluded.value",
            )
            .unwrap()
            .execute(params![item as i64, day, value])
            .unwrap();
        transaction
            .prepare_cached("INSERT INTO audit (at, actor, item, day, old, new) VALUES (?1, ?2, ?3, ?4, NULL, ?5)")
            .unwrap()
            .execute(params![1_700_000_000_000_000_i64, [7_u8; 16], item as i64, day, value])
            .unwrap();
        transaction.commit().unwrap();
    }

    /// Rows in bulk, in one transaction.
    pub(crate) fn import(&mut self, items: usize, days: std::ops::Range<i32>) {
        let transaction = self.connection.transaction().unwrap();
        {
            let mut insert = transaction.prepare_cached("INSERT INTO entries VALUES (?1, ?2, ?3)").unwrap();
            for item in 0..items as i64 {
                for day in days.clone() {
                    insert.execute(params![item, day, 100]).unwrap();
                }
            }
        }
        transaction.commit().unwrap();
    }
}

/// The bytes that each table with its indexes takes.
pub(crate) type TableBytes = BTreeMap<String, u64>;

pub(crate) fn table_bytes(file: &Path) -> TableBytes {
    let connection = Connection::open(file).unwrap();
    let mut statement = connection
        .prepare(
            "SELECT tbl_name, sum(pgsize) FROM dbstat AS pages JOIN sqlite_schema ON sqlite_schema.name = pages.name
             GROUP BY tbl_name",
        )
        .unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs()))).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}
