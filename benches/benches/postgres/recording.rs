//! One entry at a time at eight connections: the whole store, the SDK above it, pgbench calling the same function, and the
//! seed's flow; then what the entries and their ledger take on disk.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use kitaab::Kitaab;
use kitaab_core::{Amount, Change, Day, DeviceId, NoteWrite, Value, ValueWrite};
use kitaab_pg::PgStore;
use kitaab_test_pg::{Database, Role};
use uuid::Uuid;

use crate::measure::{Goal, figure, median};
use crate::pgbench::Pgbench;
use crate::said::recording_script;
use crate::seed::Seed;
use crate::world::{CLIENTS, COUNTED, RECORDED_FROM, Shape, World, apply, commit, serve};

pub(crate) async fn figures(world: &World) {
    let (ours, bare) = (world.copy().await, world.copy().await);
    let script = recording_script(world, &bare).await;
    let bare_bench = Pgbench::new(&world.cluster, Role::App, bare.name(), world.plan.owners, &script);
    let seed_bench = world.seed.as_ref().map(|seed| {
        Pgbench::new(&world.cluster, Role::Superuser, seed.database.name(), world.plan.owners, &Seed::flow())
    });
    let guarded = match &world.seed {
        Some(seed) => Some(seed.with_its_policies(&world.cluster).await),
        None => None,
    };
    let guarded_bench = guarded.as_ref().map(|guarded| {
        Pgbench::new(&world.cluster, Role::App, guarded.name(), world.plan.owners, &Seed::guarded_flow())
    });
    let store = serve(&ours, CLIENTS).await;
    let kitaab = Kitaab::with_store(Arc::clone(&store) as _).unwrap();
    // A client keeps a thousand books in memory, and a host that is full of others is not what is measured here.
    let books = Arc::new(world.books.iter().take(800).cloned().collect::<Vec<_>>());
    let sizes = Sizes::before(world, &ours).await;

    let (mut whole, mut sdk, mut bench) = (Vec::new(), Vec::new(), Vec::new());
    let (mut flow, mut guarded_flow) = (Vec::new(), Vec::new());
    let (mut recorded, mut audited) = (0, 0);
    // The first turn of each is not counted: after the checkpoint that begins it, each page is written to the log as a whole once.
    for turn in 0..=world.plan.turns {
        let (seconds, seed, counts) = (world.plan.seconds, u64::from(turn), turn > 0);
        let done = by_store(&store, &books, seed, seconds).await;
        recorded += done;
        whole.extend(counts.then(|| per_second(done, seconds)));
        let before = committed(world, &bare).await;
        let ran = bare_bench.run(&world.cluster, CLIENTS, seconds);
        assert_eq!(committed(world, &bare).await - before, ran.transactions, "pgbench's calls do what the store's do");
        bench.extend(counts.then_some(ran.tps));
        if let Some(seed_bench) = &seed_bench {
            let ran = seed_bench.run(&world.cluster, CLIENTS, seconds);
            audited += ran.transactions;
            flow.extend(counts.then_some(ran.tps));
        }
        if let Some(guarded_bench) = &guarded_bench {
            let ran = guarded_bench.run(&world.cluster, CLIENTS, seconds);
            guarded_flow.extend(counts.then_some(ran.tps));
        }
        let done = by_sdk(&kitaab, &books, seed, seconds).await;
        recorded += done;
        sdk.extend(counts.then(|| per_second(done, seconds)));
    }
    let (whole, sdk, bench) = (median(whole), median(sdk), median(bench));
    let detail = |ours: f64, theirs: f64| format!("{ours:.0} against {theirs:.0} a second at {CLIENTS} connections");
    figure(
        "recording by the store, of pgbench calling its function",
        whole / bench,
        "x",
        Goal::AtLeast(0.8),
        &detail(whole, bench),
    );
    println!(
        "figure: recording by the SDK, of pgbench calling its function: {:.2}x ({})",
        sdk / bench,
        detail(sdk, bench)
    );
    if !flow.is_empty() {
        let flow = median(flow);
        figure(
            "recording by the store, of the seed's flow",
            whole / flow,
            "x",
            Goal::AtLeast(2.0),
            &detail(whole, flow),
        );
        figure("recording by the SDK, of the seed's flow", sdk / flow, "x", Goal::AtLeast(2.0), &detail(sdk, flow));
        figure(
            "pgbench calling our function, of the seed's flow",
            bench / flow,
            "x",
            Goal::AtLeast(3.0),
            &detail(bench, flow),
        );
        let guarded = median(guarded_flow);
        println!(
            "figure: pgbench calling our function, of the seed's flow with its document's policy and triggers: {:.2}x ({})",
            bench / guarded,
            detail(bench, guarded)
        );
    }
    sizes.figures(world, &ours, recorded, audited).await;
}

#[allow(clippy::cast_precision_loss, reason = "it is small")]
fn per_second(count: u64, seconds: u32) -> f64 {
    count as f64 / f64::from(seconds)
}

/// How many commits the books of a database hold.
async fn committed(world: &World, database: &Database) -> u64 {
    let mut sql = world.cluster.superuser(database.name()).await;
    let sum: i64 = sqlx::query_scalar("SELECT sum(seq)::bigint FROM kitaab.books").fetch_one(&mut sql).await.unwrap();
    sum.unsigned_abs()
}

/// A book, an item and a day that look made up, the same in every run.
fn drawn(books: &[Shape], number: u64) -> (&Shape, usize, Day, u32) {
    let mut mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed ^= mixed >> 29;
    let part = |shift: u32, bound: u64| usize::try_from((mixed >> shift) % bound).unwrap();
    let first: Day = RECORDED_FROM.parse().unwrap();
    let day = first.plus(i32::try_from(part(20, 330)).unwrap()).unwrap();
    (&books[part(0, books.len() as u64)], COUNTED[part(40, 5)] as usize, day, u32::try_from(part(45, 99)).unwrap())
}

/// Eight tasks, each for a time; says how often they did it together.
async fn for_a_while<F, W>(seconds: u32, work: F) -> u64
where
    F: Fn(u64, u64) -> W + Clone + Send + Sync + 'static,
    W: Future<Output = ()> + Send,
{
    let done = Arc::new(AtomicU64::new(0));
    let until = Instant::now() + Duration::from_secs(u64::from(seconds));
    let tasks: Vec<_> = (1..=u64::from(CLIENTS))
        .map(|task| {
            let (done, work) = (Arc::clone(&done), work.clone());
            tokio::spawn(async move {
                let mut number = 0;
                while Instant::now() < until {
                    number += 1;
                    work(task, number).await;
                    done.fetch_add(1, Ordering::Relaxed);
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    done.load(Ordering::Relaxed)
}

/// Commits are made, applied, and answered.
async fn by_store(store: &Arc<PgStore>, books: &Arc<Vec<Shape>>, turn: u64, seconds: u32) -> u64 {
    let (store, books) = (Arc::clone(store), Arc::clone(books));
    for_a_while(seconds, move |task, number| {
        let (store, books) = (Arc::clone(&store), Arc::clone(&books));
        async move {
            let number = (turn + 1) * 10_000_000 + number;
            let (book, item, day, amount) = drawn(&books, task << 40 | number);
            let value = ValueWrite::Put(Value::Count(Amount::whole(amount).unwrap()));
            let change = Change::Entry { item: book.items[item], day, value, note: NoteWrite::Keep };
            let device = DeviceId::new(Uuid::from_u128(0xb000 + u128::from(task)));
            apply(&store, &commit(book.owner, device, number, vec![change])).await;
        }
    })
    .await
}

/// As an application does it.
async fn by_sdk(kitaab: &Kitaab, books: &Arc<Vec<Shape>>, turn: u64, seconds: u32) -> u64 {
    let (kitaab, books) = (kitaab.clone(), Arc::clone(books));
    for_a_while(seconds, move |task, number| {
        let (kitaab, books) = (kitaab.clone(), Arc::clone(&books));
        async move {
            let (book, item, day, amount) = drawn(&books, task << 50 | turn << 40 | number);
            kitaab.book(book.owner).entries().put(book.items[item], day, Amount::whole(amount).unwrap()).await.unwrap();
        }
    })
    .await
}

/// Bytes on disk, tables with their indexes.
struct Sizes {
    ledger: i64,
}

const BYTES: &str =
    "SELECT coalesce(sum(pg_total_relation_size(relid)), 0)::bigint FROM pg_partition_tree($1::regclass) WHERE isleaf";

impl Sizes {
    async fn before(world: &World, ours: &Database) -> Self {
        let mut sql = world.cluster.superuser(ours.name()).await;
        let ledger = sqlx::query_scalar(BYTES).bind("kitaab.ledger").fetch_one(&mut sql).await.unwrap();
        Self { ledger }
    }

    async fn figures(&self, world: &World, ours: &Database, recorded: u64, audited: u64) {
        let mut sql = world.cluster.superuser(ours.name()).await;
        // The years before hold what was filled in, this one what was recorded entry by entry.
        let filled: f64 = sqlx::query_scalar(
            "SELECT (sum(pg_total_relation_size(relid)) / (SELECT count(*) FROM kitaab.entries WHERE day < '2026-01-01'))::float8
             FROM pg_partition_tree('kitaab.entries') WHERE isleaf AND relid NOT IN ('kitaab.entries_2026'::regclass)",
        )
        .fetch_one(&mut sql)
        .await
        .unwrap();
        let single: f64 = sqlx::query_scalar(
            "SELECT pg_total_relation_size('kitaab.entries_2026')::float8 / (SELECT count(*) FROM kitaab.entries_2026)",
        )
        .fetch_one(&mut sql)
        .await
        .unwrap();
        let ledger: i64 = sqlx::query_scalar(BYTES).bind("kitaab.ledger").fetch_one(&mut sql).await.unwrap();
        let ledger = per(ledger - self.ledger, recorded);
        figure(
            "an entry with its index, as it was filled in",
            filled,
            " bytes",
            Goal::AtMost(200.0),
            &format!("{} books in turn", world.plan.owners),
        );
        figure("an entry with its index, recorded by itself", single, " bytes", Goal::AtMost(200.0), "in random order");
        println!("figure: the ledger of an entry recorded by itself: {ledger:.0} bytes");
        let Some(seed) = world.seed.as_ref() else { return };
        let mut sql = world.cluster.superuser(seed.database.name()).await;
        let theirs: i64 = sqlx::query_scalar(
            "SELECT sum(pg_total_relation_size(relid))::bigint FROM pg_partition_tree('entries')
             WHERE isleaf AND relid::regclass::text LIKE 'entries_2026%'",
        )
        .fetch_one(&mut sql)
        .await
        .unwrap();
        let audit: i64 = sqlx::query_scalar(BYTES).bind("audit_logs").fetch_one(&mut sql).await.unwrap();
        let (theirs, audit) = (per(theirs, audited), per(audit, audited));
        figure(
            "an entry and its ledger, of the seed's entry and audit",
            (single + ledger) / (theirs + audit),
            "x",
            Goal::AtMost(0.5),
            &format!("{:.0} against {theirs:.0} + {audit:.0} bytes", single + ledger),
        );
    }
}

#[allow(clippy::cast_precision_loss, reason = "it is small")]
fn per(bytes: i64, count: u64) -> f64 {
    bytes as f64 / count as f64
}
