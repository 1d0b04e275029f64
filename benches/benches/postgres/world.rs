//! One server with both schemas and equal data.

use std::sync::Arc;
use std::time::Instant;

use kitaab_core::{
    Amount, Category, Change, Clock, ColumnValues, Commit, Day, DeedId, DeedPatch, DeviceId, EntryColumn, Header,
    ItemId, ItemPatch, Measure, ScaleId, ScalePatch, Timestamp, UserId, values_by_position,
};
use kitaab_pg::{Options, PgStore, migrate};
use kitaab_store::{Answer, Context, Store as _};
use kitaab_test_pg::{Cluster, Database, Role, Settings};
use sqlx::{Connection as _, PgConnection};
use uuid::Uuid;

use crate::Arguments;
use crate::seed::Seed;

/// The first day with entries; each book has as many days from there on as the plan says.
pub(crate) const FIRST_DAY: &str = "2024-08-19";
/// From this day on, and 329 more, is recorded while measuring: nothing is there before.
pub(crate) const RECORDED_FROM: &str = "2026-01-01";
/// The count items among a book's ten, as pgbench draws one of them.
pub(crate) const ITEMS: &str = "random(3, 7)\n\\set k CASE WHEN :k > 5 THEN :k + 2 ELSE :k END";
/// The same, by number.
pub(crate) const COUNTED: [u32; 5] = [3, 4, 5, 8, 9];
/// How many days' entries one commit holds while the books are filled.
const DAYS_OF_A_COMMIT: i32 = 10;
/// How many write at the same time where throughput is measured.
pub(crate) const CLIENTS: u32 = 8;

/// How much there is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    pub(crate) owners: u32,
    pub(crate) days: i32,
    pub(crate) seconds: u32,
    pub(crate) turns: u32,
}

/// The server and what is on it.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) plan: Plan,
    pub(crate) seed: Option<Seed>,
    pub(crate) ours: Database,
    pub(crate) books: Vec<Shape>,
    /// The last to be dropped.
    pub(crate) cluster: Cluster,
}

/// A book's owner and items: four deeds, as the seed's base has them.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    pub(crate) owner: UserId,
    /// The ten items, by number.
    pub(crate) items: Vec<ItemId>,
    scales: [ScaleId; 2],
}

/// Of the ten items, the deed that each belongs to.
const DEED_OF: [usize; 10] = [0, 0, 0, 1, 1, 1, 2, 2, 3, 3];

/// The device that fills the books.
const FILLER: DeviceId = DeviceId::new(Uuid::from_u128(0xf111));

impl Shape {
    /// The book of owner number `i`, with the ids that the seed's base has.
    async fn of(sql: &mut PgConnection, i: u32) -> Self {
        let ids: Vec<Uuid> = sqlx::query_scalar(
            "SELECT md5('u' || $1)::uuid UNION ALL SELECT md5('i' || $1 || '_' || k)::uuid FROM generate_series(0, 9) k",
        )
        .bind(i.to_string())
        .fetch_all(sql)
        .await
        .unwrap();
        let scale = |number: u128| ScaleId::new(Uuid::from_u128(u128::from(i) << 8 | number));
        Self {
            owner: UserId::new(ids[0]),
            items: ids[1..].iter().copied().map(ItemId::new).collect(),
            scales: [scale(1), scale(2)],
        }
    }

    fn structure(&self) -> Vec<Change> {
        let id = |kind: u128, number: usize| Uuid::from_u128(kind << 64 | number as u128);
        let first = Day::new(2020, 1, 1).unwrap();
        let mut changes = Vec::new();
        for deed in 0..4 {
            let category = if deed < 2 { Category::Hasanaat } else { Category::Saiyyiaat };
            let measure = if deed % 2 == 0 { Measure::Scale } else { Measure::Count };
            let (id, root) = (DeedId::new(id(1, deed)), ItemId::new(id(2, deed)));
            changes.push(Change::Deed(
                id,
                DeedPatch { category: Some(category), measure: Some(measure), ..DeedPatch::default() },
            ));
            let item = |name: String, parent| ItemPatch {
                deed: Some(id),
                parent: Some(parent),
                name: Some(name.parse().unwrap()),
                starts_on: Some(first),
                ..ItemPatch::default()
            };
            changes.push(Change::Item(root, item(format!("deed number {deed}"), None)));
            for (k, _) in DEED_OF.iter().enumerate().filter(|(_, of)| **of == deed) {
                changes.push(Change::Item(self.items[k], item(format!("item number {k}"), Some(root))));
            }
            if measure == Measure::Scale {
                let patch = ScalePatch {
                    deed: Some(id),
                    version: Some(1),
                    values: Some(values_by_position(["No", "Partially", "Yes"]).unwrap()),
                    from_day: Some(first),
                    ..ScalePatch::default()
                };
                changes.push(Change::Scale(self.scales[deed / 2], patch));
            }
        }
        changes
    }

    /// The entries of some days, a column for each item.
    pub(crate) fn columns(&self, first: Day, from: i32, count: i32) -> Vec<Change> {
        let days: Vec<Day> = (from..from + count).map(|day| first.plus(day).unwrap()).collect();
        let number = |day: i32, k: usize| day.unsigned_abs() + u32::try_from(k).unwrap();
        let column = |k: usize| {
            let values = match DEED_OF[k] {
                deed @ (0 | 2) => ColumnValues::Scale {
                    scale: self.scales[deed / 2],
                    positions: (from..from + count).map(|day| u8::try_from(number(day, k) % 3).unwrap()).collect(),
                },
                _ => ColumnValues::Count(
                    (from..from + count).map(|day| Amount::whole(number(day, k) % 40).unwrap()).collect(),
                ),
            };
            Change::Entries(EntryColumn::new(self.items[k], days.clone(), values, Vec::new()).unwrap())
        };
        (0..10).map(column).collect()
    }
}

/// A commit of a book's owner.
pub(crate) fn commit(owner: UserId, device: DeviceId, number: u64, changes: Vec<Change>) -> Commit {
    let at = Timestamp::from_micros(1_790_000_000_000_000 + i64::try_from(number).unwrap());
    let header = Header::new(owner, device, number, Clock::default().tick(at), at);
    let mut nonce = u128::from(number) << 64 | owner.uuid().as_u128() >> 64;
    Commit::author(header, changes, || {
        nonce = nonce.wrapping_mul(0x2360_ed05_1fc6_5da4_4385_df64_9fcc_f645).wrapping_add(1);
        nonce.to_be_bytes()
    })
}

/// Applies a commit that nothing stands against.
pub(crate) async fn apply(store: &PgStore, commit: &Commit) {
    let header = commit.header();
    let context = Context { actor: header.book, device: header.device, now: Timestamp::from_micros(0) };
    let answer = store.apply(&context, commit).await.unwrap();
    assert!(matches!(answer, Answer::Applied(applied) if !applied.replayed), "{answer:?}");
}

/// Lets several tasks work at once on parts of what there is: those whose number leaves the task's, when divided.
pub(crate) async fn at_once<F, W>(work: F)
where
    F: Fn(usize) -> W,
    W: Future<Output = ()> + Send + 'static,
{
    let tasks: Vec<_> = (0..CLIENTS as usize).map(|task| tokio::spawn(work(task))).collect();
    for task in tasks {
        task.await.unwrap();
    }
}

impl World {
    /// Makes the server and fills it. `None`, and a line that says so, where there is no PostgreSQL.
    pub(crate) async fn make(arguments: &Arguments) -> Option<Self> {
        let owners = (arguments.entries / arguments.days / 10).clamp(16, 2_000);
        let days = i32::try_from(arguments.entries / owners / 10).unwrap();
        let plan = Plan { owners, days, seconds: arguments.seconds, turns: arguments.turns };
        let settings = Settings::new()
            .durable()
            .with("shared_buffers", "1GB")
            .with("max_wal_size", "8GB")
            .with("checkpoint_timeout", "30min")
            .with("checkpoint_completion_target", "0.9")
            .with("wal_compression", "on");
        let cluster = Cluster::start(&settings)?;
        println!(
            "{owners} books, ten items, {days} days: {} entries in each schema",
            i64::from(owners) * 10 * i64::from(days)
        );
        let begin = Instant::now();
        let seed = Seed::make(&cluster, plan).await;
        if seed.is_some() {
            println!("the seed's schema is filled ({:.0?})", begin.elapsed());
        }

        let begin = Instant::now();
        let ours = cluster.blank().await;
        migrate(&ours.url(Role::Owner)).await.unwrap();
        let store = serve(&ours, CLIENTS).await;
        let mut sql = cluster.superuser(ours.name()).await;
        let mut books = Vec::new();
        for i in 0..owners {
            books.push(Shape::of(&mut sql, i).await);
        }
        sql.close().await.unwrap();
        fill(&store, &books, days).await;
        ours.run(Role::Superuser, "VACUUM ANALYZE").await;
        println!("our schema is filled through the store ({:.0?})", begin.elapsed());
        Some(Self { plan, seed, ours, books, cluster })
    }

    /// A copy of our database, for what one side does to it.
    pub(crate) async fn copy(&self) -> Database {
        // Nobody may be connected to what is copied.
        let mut sql = self.cluster.superuser("postgres").await;
        sqlx::query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1")
            .bind(self.ours.name())
            .execute(&mut sql)
            .await
            .unwrap();
        let copy = self.cluster.copy_of(self.ours.name()).await;
        copy.run(Role::Superuser, "CHECKPOINT").await;
        copy
    }
}

/// A store on a database, as hosts have it.
pub(crate) async fn serve(database: &Database, connections: u32) -> Arc<PgStore> {
    let options = Options::new().connections(connections);
    Arc::new(PgStore::connect(&database.url(Role::App), options).await.unwrap())
}

/// Writes the books' structures and entries, some days of all books before the next days, as time goes.
async fn fill(store: &Arc<PgStore>, books: &[Shape], days: i32) {
    at_once(|task| {
        let (store, books) = (Arc::clone(store), books.to_vec());
        async move {
            let mine = || books.iter().skip(task).step_by(CLIENTS as usize);
            for book in mine() {
                apply(&store, &commit(book.owner, FILLER, 1, book.structure())).await;
            }
            let first: Day = FIRST_DAY.parse().unwrap();
            let mut number = 1;
            for from in (0..days).step_by(DAYS_OF_A_COMMIT as usize) {
                number += 1;
                for book in mine() {
                    let changes = book.columns(first, from, DAYS_OF_A_COMMIT.min(days - from));
                    apply(&store, &commit(book.owner, FILLER, number, changes)).await;
                }
            }
        }
    })
    .await;
}
