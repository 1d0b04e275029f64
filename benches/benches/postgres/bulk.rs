//! Thousands of entries at once: a commit of five thousand through the store, against COPY into the same tables without
//! policies, and against COPY into the seed's.

use std::fmt::Write as _;

use kitaab_core::{Day, DeviceId};
use kitaab_test_pg::{Database, Role};
use sqlx::{Connection as _, PgConnection, Row as _};
use uuid::Uuid;

use crate::measure::{Goal, figure, median, micros};
use crate::world::{Shape, World, apply, commit, serve};

/// Days of ten items: five thousand entries.
const DAYS: i32 = 500;
/// The days are of years that hold nothing yet, in both schemas.
const FIRST: &str = "2019-01-01";
const SEED_FIRST: &str = "2024-08-19";

pub(crate) async fn figures(world: &World) {
    let (ours, bare) = (world.copy().await, world.copy().await);
    let store = serve(&ours, 1).await;
    // A superuser is past all policies; the tables have none, as whoever reads this might suspect them of costing.
    let open =
        "ALTER TABLE kitaab.entries NO FORCE ROW LEVEL SECURITY; ALTER TABLE kitaab.entries DISABLE ROW LEVEL SECURITY";
    bare.run(Role::Superuser, open).await;
    let mut bare_sql = world.cluster.superuser(bare.name()).await;
    let mut seed_sql = match &world.seed {
        Some(seed) => Some(world.cluster.superuser(seed.database.name()).await),
        None => None,
    };
    let first: Day = FIRST.parse().unwrap();
    let (mut whole, mut copied, mut theirs) = (Vec::new(), Vec::new(), Vec::new());
    for book in world.books.iter().take(8 * world.plan.turns as usize) {
        // Made beforehand on either side: what is measured is writing them.
        let commit = commit(book.owner, DeviceId::new(Uuid::from_u128(0xb1)), 1, book.columns(first, 0, DAYS));
        whole.push(micros(apply(&store, &commit)).await);
        let rows = our_rows(&mut bare_sql, book, first).await;
        let table = "COPY kitaab.entries (owner, value, day, item_no, seq, scale_no, noted) FROM STDIN";
        copied.push(micros(copy(&mut bare_sql, table, &rows)).await);
        if let Some(sql) = &mut seed_sql {
            let rows = seed_rows(book);
            let table =
                "COPY entries (entry_id, user_id, deed_item_id, entry_date, count_value, edited_by_user_id) FROM STDIN";
            theirs.push(micros(copy(sql, table, &rows)).await);
        }
    }
    check(&ours, &bare).await;
    let (whole, copied) = (median(whole), median(copied));
    let a_second = |micros: f64| f64::from(DAYS) * 10.0 / micros * 1e6;
    let detail = |theirs: f64| {
        format!("{:.0} against {:.0} entries a second, 5,000 a commit", a_second(whole), a_second(theirs))
    };
    figure(
        "bulk, of a bare COPY into the same table without policies",
        copied / whole,
        "x",
        Goal::AtLeast(0.5),
        &detail(copied),
    );
    if !theirs.is_empty() {
        let theirs = median(theirs);
        figure(
            "bulk, of COPY into the seed's entries, without an audit",
            theirs / whole,
            "x",
            Goal::AtLeast(3.0),
            &detail(theirs),
        );
    }
}

async fn copy(sql: &mut PgConnection, table: &str, rows: &str) {
    let mut copying = sql.copy_in_raw(table).await.unwrap();
    copying.send(rows.as_bytes()).await.unwrap();
    copying.finish().await.unwrap();
}

/// The rows as the store has them.
async fn our_rows(sql: &mut PgConnection, book: &Shape, first: Day) -> String {
    let mut rows = String::new();
    for (k, item) in book.items.iter().enumerate() {
        let no: i32 = sqlx::query_scalar("SELECT no FROM kitaab.items WHERE owner = $1 AND id = $2")
            .bind(book.owner.uuid())
            .bind(item.uuid())
            .fetch_one(&mut *sql)
            .await
            .unwrap();
        for day in 0..DAYS {
            let (date, value) = (first.plus(day).unwrap(), (day.unsigned_abs() + u32::try_from(k).unwrap()) % 40 * 100);
            let _ = writeln!(rows, "{}\t{value}\t{date}\t{no}\t2\t0\tf", book.owner.uuid());
        }
    }
    rows
}

fn seed_rows(book: &Shape) -> String {
    let first: Day = SEED_FIRST.parse().unwrap();
    let mut rows = String::new();
    for (k, item) in book.items.iter().enumerate() {
        for day in 0..DAYS {
            let (date, value) = (first.plus(day).unwrap(), (day.unsigned_abs() + u32::try_from(k).unwrap()) % 40);
            // Version 4, as gen_random_uuid makes them: they do not come in order.
            let entry = Uuid::from_u128(
                book.owner
                    .uuid()
                    .as_u128()
                    .wrapping_mul(u128::from(value) * 8_191 + k as u128 * 500 + u128::from(day.unsigned_abs()) + 3)
                    | 1,
            );
            let _ = writeln!(
                rows,
                "{entry}\t{owner}\t{}\t{date}\t{value}\t{owner}",
                item.uuid(),
                owner = book.owner.uuid()
            );
        }
    }
    rows
}

/// Both sides wrote the same number of entries.
async fn check(ours: &Database, bare: &Database) {
    let mut counts = Vec::new();
    for database in [ours, bare] {
        let mut sql = PgConnection::connect(&database.url(Role::Superuser)).await.unwrap();
        let row = sqlx::query("SELECT count(*) FROM kitaab.entries").fetch_one(&mut sql).await.unwrap();
        counts.push(row.get::<i64, _>(0));
    }
    assert_eq!(counts[0], counts[1]);
}
