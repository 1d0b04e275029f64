//! What partitions cost who reads a whole history: the same rows in one table, under the same policy.

use kitaab_test_pg::Role;
use sqlx::{Connection as _, PgConnection, Row as _};
use uuid::Uuid;

use crate::measure::{Goal, figure, median, micros};
use crate::world::World;

const READS: usize = 300;

pub(crate) async fn figures(world: &World) {
    let copy = world.copy().await;
    copy.run(
        Role::Superuser,
        "CREATE TABLE kitaab.whole (LIKE kitaab.entries INCLUDING ALL);
         INSERT INTO kitaab.whole SELECT * FROM kitaab.entries ORDER BY day;
         ALTER TABLE kitaab.whole OWNER TO kitaab_owner;
         ALTER TABLE kitaab.whole ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
         DO $$ DECLARE policy record; BEGIN
            FOR policy IN SELECT * FROM pg_policies WHERE schemaname = 'kitaab' AND tablename = 'entries' LOOP
                EXECUTE format('CREATE POLICY %I ON kitaab.whole FOR %s TO %s USING (%s)', policy.policyname, policy.cmd,
                               array_to_string(policy.roles, ', '), policy.qual);
            END LOOP;
         END $$;
         GRANT SELECT ON kitaab.whole TO kitaab_app;",
    )
    .await;
    copy.run(Role::Superuser, "VACUUM ANALYZE").await;
    let mut app = PgConnection::connect(&copy.url(Role::App)).await.unwrap();
    let expected = i64::from(world.plan.days) * 10;
    let mut ask = async |table: &str, owner: Uuid| {
        // The policies ask who asks.
        let asking = "SELECT set_config('kitaab.actor', $1, false)";
        sqlx::query(asking).bind(owner.to_string()).execute(&mut app).await.unwrap();
        let question = format!(
            "SELECT count(*), sum(value)::bigint FROM (SELECT * FROM kitaab.{table} WHERE owner = $1
             AND day BETWEEN '1900-01-01' AND '2100-12-31' ORDER BY day DESC) e"
        );
        let question = sqlx::query(sqlx::AssertSqlSafe(question)).bind(owner);
        let mut found = 0;
        let took = micros(async { found = question.fetch_one(&mut app).await.unwrap().get(0) }).await;
        assert_eq!(found, expected, "{table}");
        took
    };
    let (mut parted, mut whole) = (Vec::new(), Vec::new());
    for turn in 0..READS {
        let owner = world.books[turn % world.books.len()].owner.uuid();
        parted.push(ask("entries", owner).await);
        whole.push(ask("whole", owner).await);
    }
    let (parted, whole) = (median(parted), median(whole));
    figure(
        "a whole history of 1900 to 2100, of the same table without partitions",
        parted / whole,
        "x",
        Goal::AtMost(1.25),
        &format!("{parted:.0} against {whole:.0} us, {} entries", world.plan.days * 10),
    );
}
