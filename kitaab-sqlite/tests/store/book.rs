//! A small book to test with, and the hand that writes in it.

use std::path::{Path, PathBuf};

use kitaab_core::{
    Amount, Category, Change, Clock, ColumnValues, Commit, Day, DayRange, DeedId, DeedPatch, DeviceId, Entry,
    EntryColumn, Expects, Header, ItemId, ItemPatch, Measure, NoteWrite, RequestId, ScaleId, ScalePatch, ScaleValueRef,
    Timestamp, UserId, Value, ValueWrite, values_by_position,
};
use kitaab_sqlite::{Options, SqliteStore};
use kitaab_store::{Answer, Applied, Context, EntryQuery, Result, Store};
use tempfile::TempDir;
use uuid::Uuid;

pub(crate) const OWNER: UserId = UserId::new(Uuid::from_u128(0x0190_c0de_0000_7000_8000_0000_0000_0001));
pub(crate) const DHIKR: DeedId = DeedId::new(Uuid::from_u128(0x0190_c0de_0000_7000_8000_0000_0000_00d1));
pub(crate) const TASBIH: ItemId = ItemId::new(Uuid::from_u128(0x0190_c0de_0000_7000_8000_0000_0000_00b0));
pub(crate) const SALAH: DeedId = DeedId::new(Uuid::from_u128(0x0190_c0de_0000_7000_8000_0000_0000_00d2));
pub(crate) const FAJR: ItemId = ItemId::new(Uuid::from_u128(0x0190_c0de_0000_7000_8000_0000_0000_00a1));
pub(crate) const PRAYED: ScaleId = ScaleId::new(Uuid::from_u128(0x0190_c0de_0000_7000_8000_0000_0000_0051));

/// A folder of its own for a test, and the place of a book in it.
pub(crate) fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    (folder, path)
}

pub(crate) async fn open(path: &Path) -> SqliteStore {
    SqliteStore::open(path, Options::new()).await.unwrap()
}

/// The code with which a file is refused, and what is said.
pub(crate) async fn refusal(path: &Path, options: Options) -> (&'static str, String) {
    let error = SqliteStore::open(path, options).await.unwrap_err();
    (error.code(), error.to_string())
}

pub(crate) fn day(number: i32) -> Day {
    Day::from_epoch_days(19_000 + number).unwrap()
}

pub(crate) fn amount(units: u32) -> Value {
    Value::Count(Amount::whole(units).unwrap())
}

pub(crate) const fn prayed(position: u8) -> Value {
    Value::Scale(ScaleValueRef { scale: PRAYED, position })
}

pub(crate) fn put(item: ItemId, day: Day, value: Value) -> Change {
    Change::Entry { item, day, value: ValueWrite::Put(value), note: NoteWrite::Keep }
}

pub(crate) fn noted(item: ItemId, day: Day, value: Value, note: &str) -> Change {
    Change::Entry { item, day, value: ValueWrite::Put(value), note: NoteWrite::Set(note.parse().unwrap()) }
}

pub(crate) fn reflect(day: Day, text: &str) -> Change {
    Change::Reflection { day, category: Category::Hasanaat, text: Some(text.parse().unwrap()) }
}

/// A column of amounts for days in a row.
pub(crate) fn column(item: ItemId, first: i32, entries: i32) -> Change {
    let days = (first..first + entries).map(day).collect();
    let amounts = (0..entries).map(|i| Amount::whole(u32::try_from(i % 90).unwrap()).unwrap()).collect();
    Change::Entries(EntryColumn::new(item, days, ColumnValues::Count(amounts), Vec::new()).unwrap())
}

/// One deed that is counted, and one that is judged by a scale.
pub(crate) fn structure() -> Vec<Change> {
    let deed = |id, measure| {
        let patch = DeedPatch { category: Some(Category::Hasanaat), measure: Some(measure), ..DeedPatch::default() };
        Change::Deed(id, patch)
    };
    let scale = ScalePatch {
        deed: Some(SALAH),
        version: Some(1),
        values: Some(values_by_position(["missed", "late", "on time"]).unwrap()),
        from_day: Some(day(0)),
        ..ScalePatch::default()
    };
    vec![
        deed(DHIKR, Measure::Count),
        item(TASBIH, DHIKR, None, "Tasbih"),
        deed(SALAH, Measure::Scale),
        Change::Scale(PRAYED, scale),
        item(FAJR, SALAH, None, "Fajr"),
    ]
}

pub(crate) fn item(id: ItemId, deed: DeedId, parent: Option<ItemId>, name: &str) -> Change {
    let patch = ItemPatch {
        deed: Some(deed),
        parent: Some(parent),
        name: Some(name.parse().unwrap()),
        starts_on: Some(day(0)),
        ..ItemPatch::default()
    };
    Change::Item(id, patch)
}

/// A device that writes in a book, and knows its last number.
#[derive(Clone, Debug)]
pub(crate) struct Hand {
    pub(crate) owner: UserId,
    pub(crate) device: DeviceId,
    number: u64,
}

impl Hand {
    /// The owner's own, on a device of this number.
    pub(crate) fn new(device: u128) -> Self {
        Self { owner: OWNER, device: DeviceId::new(Uuid::from_u128(device)), number: 0 }
    }

    pub(crate) fn of(owner: u128) -> Self {
        Self { owner: UserId::new(Uuid::from_u128(owner)), ..Self::new(owner) }
    }

    pub(crate) const fn ctx(&self) -> Context {
        Context { actor: self.owner, device: self.device, now: Timestamp::from_micros(1_700_000_000_000_000) }
    }

    /// A commit as an app makes one: under the owner's zone, validated against a catalogue.
    pub(crate) fn commit(&mut self, changes: Vec<Change>, catalogue: Option<u64>) -> Commit {
        self.number += 1;
        let at = Timestamp::from_micros(1_700_000_000_000_000 + i64::try_from(self.number).unwrap());
        let mut header = Header::new(self.owner, self.device, self.number, Clock::default().tick(at), at);
        header.zone = "Asia/Riyadh".parse().unwrap();
        header.expects = catalogue.map(|version| Expects { catalogue: Some(version), revisions: None });
        let (seed, mut nonces) = (self.number, 0..);
        Commit::author(header, changes, || Uuid::from_u64_pair(seed, nonces.next().unwrap_or(0)).into_bytes())
    }

    /// The same with a request id.
    pub(crate) fn request(&mut self, changes: Vec<Change>, request: u128) -> Commit {
        let mut header = self.commit(Vec::new(), None).header().clone();
        header.request = Some(RequestId::new(Uuid::from_u128(request)));
        Commit::author(header, changes, || [7; 16])
    }

    pub(crate) async fn try_write(&mut self, store: &dyn Store, changes: Vec<Change>) -> Result<Answer> {
        let commit = self.commit(changes, None);
        let answer = store.apply(&self.ctx(), &commit).await;
        if !matches!(answer, Ok(Answer::Applied(_))) {
            // What was not applied did not use the number up.
            self.number -= 1;
        }
        answer
    }

    pub(crate) async fn write(&mut self, store: &dyn Store, changes: Vec<Change>) -> Applied {
        match self.try_write(store, changes).await.unwrap() {
            Answer::Applied(applied) => applied,
            Answer::Stale(stale) => panic!("{stale:?}"),
        }
    }

    pub(crate) async fn all_entries(&self, store: &dyn Store) -> Vec<Entry> {
        let page = store.entries(&self.ctx(), self.owner, &EntryQuery::on(DayRange::ALL, 10_000)).await.unwrap();
        assert_eq!(page.next, None);
        page.rows
    }

    /// Holds the whole book against its ledger.
    pub(crate) async fn check(&self, store: &dyn Store) {
        kitaab_store::conformance::check_book(store, &self.ctx(), self.owner).await;
    }
}

/// Whether a file, or the log beside it, holds some bytes.
pub(crate) fn file_holds(path: &Path, bytes: &[u8]) -> bool {
    ["", "-wal", "-journal"].iter().any(|side| {
        let mut file = path.as_os_str().to_owned();
        file.push(side);
        let content = std::fs::read(file).unwrap_or_default();
        content.windows(bytes.len()).any(|window| window == bytes)
    })
}
