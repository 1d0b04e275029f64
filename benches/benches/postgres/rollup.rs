//! Totals from the daily rollup against scanning, and what keeping it costs each write.

use kitaab_core::Day;
use kitaab_test_pg::Role;
use sqlx::{Connection as _, PgConnection};

use crate::measure::{Goal, figure, median, micros};
use crate::pgbench::Pgbench;
use crate::said::recording_script;
use crate::world::{FIRST_DAY, World};

const READS: usize = 200;

const FROM_ROLLUP: &str = "SELECT sum(entries)::bigint, sum(hasanaat_total)::bigint, sum(saiyyiaat_total)::bigint,
    sum(hasanaat_score)::bigint, sum(saiyyiaat_score)::bigint FROM kitaab.rollups($1, $1, $2, $3)";
/// The policies hold here too: the actor is set once for the connection.
const BY_SCANNING: &str = "SELECT count(*), sum(e.value) FILTER (WHERE e.scale_no = 0 AND i.counted = 0)::bigint,
    sum(e.value) FILTER (WHERE e.scale_no = 0 AND i.counted = 1)::bigint,
    sum(n.scores[(e.value + 1)::integer]) FILTER (WHERE i.counted = 0)::bigint,
    sum(n.scores[(e.value + 1)::integer]) FILTER (WHERE i.counted = 1)::bigint
    FROM kitaab.entries e JOIN kitaab.items i ON i.owner = $1 AND i.no = e.item_no
    LEFT JOIN kitaab.scale_numbers n ON n.owner = $1 AND n.no = e.scale_no
    WHERE e.owner = $1 AND e.day BETWEEN $2 AND $3";
const BY_SEED: &str = "SELECT count(*), sum(e.count_value) FILTER (WHERE d.category_type = 'hasanaat'),
    sum(e.count_value) FILTER (WHERE d.category_type = 'saiyyiaat'),
    sum(sd.numeric_value) FILTER (WHERE d.category_type = 'hasanaat'),
    sum(sd.numeric_value) FILTER (WHERE d.category_type = 'saiyyiaat')
    FROM entries e JOIN deed_items di ON e.deed_item_id = di.deed_item_id JOIN deed d ON di.deed_id = d.deed_id
    LEFT JOIN scale_definitions sd ON d.deed_id = sd.deed_id AND e.measure_value = sd.scale_value
    WHERE e.user_id = $1 AND e.entry_date BETWEEN $2 AND $3 AND di.hide_type <> 'hide_from_all'";

pub(crate) async fn figures(world: &World) {
    reading(world).await;
    keeping(world).await;
}

async fn reading(world: &World) {
    let mut app = PgConnection::connect(&world.ours.url(Role::App)).await.unwrap();
    let mut seed = match &world.seed {
        Some(seed) => Some(world.cluster.superuser(seed.database.name()).await),
        None => None,
    };
    let first: Day = FIRST_DAY.parse().unwrap();
    let last = first.plus(world.plan.days - 1).unwrap();
    for (what, days) in [("30-day totals", 30), ("a year's summary", 365)] {
        let from = last.plus(-days.min(world.plan.days) + 1).unwrap();
        let (mut rollup, mut scan, mut theirs) = (Vec::new(), Vec::new(), Vec::new());
        for turn in 0..READS {
            let owner = world.books[turn % world.books.len()].owner.uuid();
            let ask = async |sql: &mut PgConnection, question| {
                let question = sqlx::query(question).bind(owner).bind(from.date()).bind(last.date());
                micros(async { question.fetch_one(sql).await.unwrap() }).await
            };
            sqlx::query("SELECT set_config('kitaab.actor', $1, false)")
                .bind(owner.to_string())
                .execute(&mut app)
                .await
                .unwrap();
            rollup.push(ask(&mut app, FROM_ROLLUP).await);
            sqlx::query("SELECT set_config('kitaab.actor', $1, false)")
                .bind(owner.to_string())
                .execute(&mut app)
                .await
                .unwrap();
            scan.push(ask(&mut app, BY_SCANNING).await);
            if let Some(sql) = &mut seed {
                theirs.push(ask(sql, BY_SEED).await);
            }
        }
        let (rollup, scan) = (median(rollup), median(scan));
        let detail = |other: f64| format!("{rollup:.0} against {other:.0} us");
        println!("figure: {what} from the rollup, of scanning our entries: {:.2}x ({})", rollup / scan, detail(scan));
        if !theirs.is_empty() {
            let theirs = median(theirs);
            figure(
                &format!("{what} from the rollup, of scanning the seed's entries"),
                rollup / theirs,
                "x",
                Goal::AtMost(0.15),
                &detail(theirs),
            );
        }
    }
}

/// Takes out of `record` what moves the figures of the day.
const WITHOUT_THE_DAY: &str = "DO $do$
    DECLARE
        v_record text := pg_get_functiondef('kitaab.record'::regproc);
        v_from integer := position(E'    IF v_category = 0 THEN\n        UPDATE days' IN v_record);
        v_length integer := position(E'    answer := ''applied'';' IN substr(v_record, v_from));
    BEGIN
        IF v_from = 0 OR v_length = 0 THEN
            RAISE EXCEPTION 'record keeps the day otherwise: nothing would be measured';
        END IF;
        EXECUTE overlay(v_record PLACING '' FROM v_from FOR v_length - 1);
    END $do$";

/// The same function on two copies, on one of which the day's figures stay as they are.
async fn keeping(world: &World) {
    let (with, without) = (world.copy().await, world.copy().await);
    let script = recording_script(world, &with).await;
    without.run(Role::Superuser, WITHOUT_THE_DAY).await;
    let bench = |name: &str| Pgbench::new(&world.cluster, Role::App, name, world.plan.owners, &script);
    let (with, without) = (bench(with.name()), bench(without.name()));
    let mut costs = Vec::new();
    // The first turn is not counted: after a checkpoint each page is written to the log as a whole once, and of more entries more pages.
    for turn in 0..=world.plan.turns {
        // One client: what a write takes, and not how many wait for the disk together.
        let one = with.run(&world.cluster, 1, world.plan.seconds).tps;
        let other = without.run(&world.cluster, 1, world.plan.seconds).tps;
        costs.extend((turn > 0).then_some((1e6 / one - 1e6 / other, 1e6 / one)));
    }
    let (cost, of) =
        (median(costs.iter().map(|cost| cost.0).collect()), median(costs.iter().map(|cost| cost.1).collect()));
    let entries = i64::from(world.plan.owners) * i64::from(world.plan.days) * 10;
    println!(
        "figure: keeping the rollup, at {entries} entries: {cost:.0} us of a write's {of:.0} (goal: flat from 1 M to 10 M)"
    );
}
