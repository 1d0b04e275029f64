//! How long the store takes, and how many bytes, against SQLite as bare as it can be used.
//!
//!     cargo run --release -p kitaab-sqlite --example timing [folder]
//!
//! The folder should be on a real disk: what is durable waits for it.

#![allow(clippy::unwrap_used, clippy::cast_precision_loss)]

use std::path::Path;
use std::time::{Duration, Instant};

use kitaab_core::{
    Amount, Category, Change, Clock, ColumnValues, Commit, Day, DayRange, DeedId, DeedPatch, DeviceId, EntryColumn,
    Expects, Header, ItemId, ItemPatch, Measure, Note, NoteWrite, Timestamp, UserId, Value, ValueWrite,
};
use kitaab_sqlite::{Options, SqliteStore};
use kitaab_store::{Answer, Context, EntryQuery, Store};
use rusqlite::{Connection, params};
use uuid::Uuid;

const OWNER: UserId = UserId::new(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001));
const DEVICE: DeviceId = DeviceId::new(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0002));
const CTX: Context = Context { actor: OWNER, device: DEVICE, now: Timestamp::from_micros(1_700_000_000_000_000) };

fn item(number: usize) -> ItemId {
    ItemId::new(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0001_0000 + number as u128))
}

fn last_day() -> Day {
    Day::new(2026, 6, 30).unwrap()
}

fn amount(units: usize) -> Value {
    Value::Count(Amount::whole(u32::try_from(units % 100).unwrap()).unwrap())
}

struct Hand {
    store: SqliteStore,
    number: u64,
    catalogue: u64,
}

impl Hand {
    async fn open(path: &Path) -> Self {
        Self { store: SqliteStore::open(path, Options::new()).await.unwrap(), number: 0, catalogue: 0 }
    }

    fn commit(&mut self, changes: Vec<Change>) -> Commit {
        self.number += 1;
        let mut header = Header::new(OWNER, DEVICE, self.number, Clock::new(1 << 60), CTX.now);
        header.zone = "Asia/Riyadh".parse().unwrap();
        header.expects = Some(Expects { catalogue: Some(self.catalogue), revisions: None });
        let nonce = Uuid::from_u128(u128::from(self.number) << 64).into_bytes();
        Commit::author(header, changes, || nonce)
    }

    async fn write(&mut self, changes: Vec<Change>) {
        let commit = self.commit(changes);
        let answer = self.store.apply(&CTX, &commit).await.unwrap();
        assert!(matches!(answer, Answer::Applied(_)), "{answer:?}");
    }

    async fn plant(&mut self, items: usize) {
        let deed = DeedId::new(Uuid::from_u128(7));
        let patch =
            DeedPatch { category: Some(Category::Hasanaat), measure: Some(Measure::Count), ..DeedPatch::default() };
        let mut changes = vec![Change::Deed(deed, patch)];
        for number in 0..items {
            let patch = ItemPatch {
                deed: Some(deed),
                parent: Some((number > 0).then(|| item(0))),
                name: Some(format!("Item {number}").parse().unwrap()),
                starts_on: Some(Day::MIN),
                ..ItemPatch::default()
            };
            changes.push(Change::Item(item(number), patch));
        }
        self.write(changes).await;
        self.catalogue = self.store.head(&CTX, OWNER).await.unwrap().catalogue;
    }
}

fn columns(items: usize, days: usize, last: Day) -> Vec<Change> {
    let range: Vec<Day> = (0..days).rev().map(|back| last.plus(-i32::try_from(back).unwrap()).unwrap()).collect();
    let column = |number: usize| {
        let values = (0..days).map(|i| Amount::whole(u32::try_from((i + number) % 90).unwrap()).unwrap()).collect();
        Change::Entries(EntryColumn::new(item(number), range.clone(), ColumnValues::Count(values), vec![]).unwrap())
    };
    (0..items).map(column).collect()
}

fn bytes(path: &Path) -> u64 {
    let conn = Connection::open(path).unwrap();
    conn.pragma_query_value(None, "wal_checkpoint", |_| Ok(())).unwrap();
    conn.query_row("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size", [], |row| {
        row.get::<_, i64>(0)
    })
    .unwrap()
    .unsigned_abs()
}

fn table_bytes(path: &Path) {
    let conn = Connection::open(path).unwrap();
    let sql = "SELECT name, sum(pgsize), sum(ncell) FROM dbstat GROUP BY name HAVING sum(ncell) > 10";
    let mut statement = conn.prepare(sql).unwrap();
    let mut rows = statement.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let (name, size, rows): (String, f64, f64) = (row.get(0).unwrap(), row.get(1).unwrap(), row.get(2).unwrap());
        println!("      {name:24} {size:>10} bytes, {rows:>8} rows, {:>8.1} bytes per row", size / rows);
    }
}

fn bare(path: &Path) -> Connection {
    let conn = Connection::open(path).unwrap();
    conn.pragma_update(None, "journal_mode", "WAL").unwrap();
    conn.pragma_update(None, "synchronous", "FULL").unwrap();
    conn.execute_batch(
        "CREATE TABLE entries (item BLOB, day INTEGER, value INTEGER, PRIMARY KEY (item, day)) WITHOUT ROWID;
         CREATE TABLE audit (id INTEGER PRIMARY KEY, item BLOB, day INTEGER, old INTEGER, new INTEGER, actor BLOB, at INTEGER);",
    )
    .unwrap();
    conn
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// Writes in turn, so that a disk that is busy with something else is so for both.
async fn single(folder: &Path) {
    const WRITES: usize = 2_000;
    let conn = bare(&folder.join("bare.db"));
    let path = folder.join("single.db");
    let mut hand = Hand::open(&path).await;
    hand.plant(50).await;
    hand.write(columns(50, 3_652, last_day())).await;
    let before = bytes(&path);
    let (mut bare, mut ours) = (Vec::new(), Vec::new());
    for i in 0..WRITES {
        let day = last_day().plus(1 + i32::try_from(i / 50).unwrap()).unwrap();
        let start = Instant::now();
        write_bare(&conn, item(i % 50), day);
        bare.push(start.elapsed());

        let change =
            Change::Entry { item: item(i % 50), day, value: ValueWrite::Put(amount(i)), note: NoteWrite::Keep };
        let commit = hand.commit(vec![change]);
        let start = Instant::now();
        hand.store.apply(&CTX, &commit).await.unwrap();
        ours.push(start.elapsed());
    }
    let (bare, ours) = (median(bare), median(ours));
    println!("one entry, durable:   bare {bare:?}, ours {ours:?} ({:.2}x)", ours.as_secs_f64() / bare.as_secs_f64());
    println!("      {:.1} bytes per write", (bytes(&path) - before) as f64 / WRITES as f64);
    table_bytes(&path);
}

/// An upsert and a row that tells who did what: the least that an app would do by itself.
fn write_bare(conn: &Connection, item: ItemId, day: Day) {
    let (item, day, owner) = (item.uuid(), day.epoch_days(), OWNER.uuid());
    let tx = conn.unchecked_transaction().unwrap();
    tx.prepare_cached("INSERT INTO entries VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET value = excluded.value")
        .unwrap()
        .execute(params![item.as_bytes(), day, 3_300])
        .unwrap();
    tx.prepare_cached("INSERT INTO audit (item, day, old, new, actor, at) VALUES (?1, ?2, NULL, ?3, ?4, ?5)")
        .unwrap()
        .execute(params![item.as_bytes(), day, 3_300, owner.as_bytes(), 1_700_000_000_000_000_i64])
        .unwrap();
    tx.commit().unwrap();
}

async fn bulk(folder: &Path) {
    const ITEMS: usize = 50;
    const DAYS: usize = 20_000;
    let path = folder.join("bare-bulk.db");
    let mut conn = bare(&path);
    let start = Instant::now();
    let tx = conn.transaction().unwrap();
    {
        let mut insert = tx.prepare("INSERT INTO entries VALUES (?1, ?2, ?3)").unwrap();
        for number in 0..ITEMS {
            for day in 0..i64::try_from(DAYS).unwrap() {
                insert.execute(params![item(number).uuid().as_bytes(), day, day % 90 * 100]).unwrap();
            }
        }
    }
    tx.commit().unwrap();
    let bare = start.elapsed();

    let path = folder.join("bulk.db");
    let mut hand = Hand::open(&path).await;
    hand.plant(ITEMS).await;
    let commit = hand.commit(columns(ITEMS, DAYS, last_day()));
    let start = Instant::now();
    hand.store.apply(&CTX, &commit).await.unwrap();
    let ours = start.elapsed();
    let entries = (ITEMS * DAYS) as f64;
    println!(
        "1,000,000 entries:    bare {bare:?}, ours {ours:?} ({:.2} of bare's speed), {:.1} bytes per entry (bare {:.1})",
        bare.as_secs_f64() / ours.as_secs_f64(),
        bytes(&path) as f64 / entries,
        bytes(&folder.join("bare-bulk.db")) as f64 / entries,
    );
    table_bytes(&path);
    if let Ok(status) = std::fs::read_to_string("/proc/self/status") {
        println!("      {}", status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("").replace('\t', " "));
    }
}

async fn pages(folder: &Path) {
    for years in [1, 10, 50] {
        let path = folder.join(format!("pages-{years}.db"));
        let mut hand = Hand::open(&path).await;
        hand.plant(50).await;
        hand.write(columns(50, years * 365, last_day())).await;
        let span = DayRange::ending(last_day(), 30);
        let query = EntryQuery::on(span, 1_500);
        let sparse = EntryQuery { items: Some(vec![item(3)]), ..EntryQuery::on(DayRange::ALL, 50) };
        let items: Vec<ItemId> = (0..50).map(item).collect();
        let (mut page, mut one, mut records, mut write) = (vec![], vec![], vec![], vec![]);
        for i in 0..200 {
            let start = Instant::now();
            assert_eq!(hand.store.entries(&CTX, OWNER, &query).await.unwrap().rows.len(), 1_500);
            page.push(start.elapsed());
            let start = Instant::now();
            assert_eq!(hand.store.entries(&CTX, OWNER, &sparse).await.unwrap().rows.len(), 50);
            one.push(start.elapsed());
            let start = Instant::now();
            hand.store.records(&CTX, OWNER, &items, span).await.unwrap();
            records.push(start.elapsed());
            let change = Change::Entry {
                item: item(i % 50),
                day: last_day(),
                value: ValueWrite::Put(amount(i)),
                note: NoteWrite::Set(Note::new(format!("patience in the {i} morning")).unwrap()),
            };
            let commit = hand.commit(vec![change]);
            let start = Instant::now();
            hand.store.apply(&CTX, &commit).await.unwrap();
            write.push(start.elapsed());
        }
        let search =
            EntryQuery { words: vec!["patience".into(), "morning".into()], ..EntryQuery::on(DayRange::ALL, 50) };
        let start = Instant::now();
        let found = hand.store.entries(&CTX, OWNER, &search).await.unwrap().rows.len();
        let search = start.elapsed();
        println!(
            "{years:>2} years of 50 items: 30 days' page {:?}, one item's page {:?}, 30 days' records {:?}, noted write {:?}, search {search:?} ({found})",
            median(page),
            median(one),
            median(records),
            median(write),
        );
    }
}

fn main() {
    let folder = std::env::args().nth(1).map_or_else(tempfile::tempdir, tempfile::tempdir_in).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        bulk(folder.path()).await;
        single(folder.path()).await;
        pages(folder.path()).await;
    });
}
