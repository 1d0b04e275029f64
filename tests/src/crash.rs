//! A writer that is killed in mid-write, and what it writes.

use std::io::Write;
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;

use kitaab_core::{
    Amount, Category, Change, Clock, ColumnValues, Commit, Day, DeedId, DeedPatch, DeviceId, EntryColumn, Header, Hide,
    ItemId, ItemPatch, MakeUpWrite, Measure, NoteWrite, RecordKey, Timestamp, UserId, Value, ValueWrite,
};
use kitaab_sqlite::{Options, SqliteStore};
use kitaab_store::{Answer, Context, Store};
use uuid::Uuid;

use crate::random::Random;

/// The owner of the book.
pub const OWNER: UserId = UserId::new(Uuid::from_u128(1));

const DEED: DeedId = DeedId::new(Uuid::from_u128(2));
const ROOT: ItemId = ItemId::new(Uuid::from_u128(3));
/// Items below the root that hold single entries, and one that holds columns.
const TAPPED: [ItemId; 2] = [ItemId::new(Uuid::from_u128(4)), ItemId::new(Uuid::from_u128(5))];
const IMPORTED: ItemId = ItemId::new(Uuid::from_u128(6));

/// What a writer writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// A deed at a time.
    Single,
    /// Thousands of entries in a commit.
    Bulk,
    /// Writing and erasing what was written.
    Erasing,
    /// All of these, and changes of the structure.
    Mixed,
}

impl Mode {
    /// All modes.
    pub const ALL: [Self; 4] = [Self::Single, Self::Bulk, Self::Erasing, Self::Mixed];
}

impl FromStr for Mode {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|mode| format!("{mode:?}") == name).ok_or_else(|| format!("no such mode: {name}"))
    }
}

/// An owner on a device, for stores that pass it on.
pub const fn context_of(owner: UserId, device: DeviceId) -> Context {
    Context { actor: owner, device, now: Timestamp::from_micros(0) }
}

/// [`OWNER`] on a device.
pub const fn context(device: DeviceId) -> Context {
    context_of(OWNER, device)
}

/// A device that writes to a book as fast as it can.
#[derive(Debug)]
pub struct Writer {
    store: Arc<dyn Store>,
    owner: UserId,
    device: DeviceId,
    number: u64,
    random: Random,
    mode: Mode,
    /// The item that was made to be erased, if it stands.
    passing: Option<ItemId>,
}

impl Writer {
    /// Opens a file and goes on where the device was.
    pub async fn open(file: &Path, device: u128, mode: Mode, seed: u64) -> kitaab_store::Result<Self> {
        let store = SqliteStore::open(file, Options::default()).await?;
        Self::on(Arc::new(store), OWNER, device, mode, seed).await
    }

    /// Goes on where the device was in an owner's book.
    pub async fn on(
        store: Arc<dyn Store>,
        owner: UserId,
        device: u128,
        mode: Mode,
        seed: u64,
    ) -> kitaab_store::Result<Self> {
        let device = DeviceId::new(Uuid::from_u128(device));
        let number = store.device_seq(&context_of(owner, device), owner, device).await?;
        Ok(Self { store, owner, device, number, random: Random::new(seed), mode, passing: None })
    }

    /// The store that it writes to.
    pub fn store(&self) -> &dyn Store {
        self.store.as_ref()
    }

    /// Writes for ever; after each commit that was acknowledged it tells its sequence number and hash,
    /// in a line of its own.
    pub async fn write_and_tell(&mut self, mut tell: impl Write) -> kitaab_store::Result<()> {
        loop {
            let (seq, hash) = self.write().await?;
            // Shorter than what a pipe takes at once: a line arrives whole or not at all.
            if tell.write_all(format!("{seq} {hash}\n").as_bytes()).and_then(|()| tell.flush()).is_err() {
                return Ok(());
            }
        }
    }

    /// Applies one commit.
    pub async fn write(&mut self) -> kitaab_store::Result<(u64, kitaab_core::Digest)> {
        let commit = self.author().await?;
        self.apply(&commit).await
    }

    /// The next commit, not applied yet.
    pub async fn author(&mut self) -> kitaab_store::Result<Commit> {
        let ctx = context_of(self.owner, self.device);
        let changes = if self.store.head(&ctx, self.owner).await?.seq == 0 { structure() } else { self.changes() };
        self.number += 1;
        let at = Timestamp::from_micros(1_700_000_000_000_000 + i64::try_from(self.number).unwrap());
        let header = Header::new(self.owner, self.device, self.number, Clock::default().tick(at), at);
        Ok(Commit::author(header, changes, || self.random.bytes()))
    }

    /// Applies a commit, which may have been tried before.
    pub async fn apply(&self, commit: &Commit) -> kitaab_store::Result<(u64, kitaab_core::Digest)> {
        match self.store.apply(&context_of(self.owner, self.device), commit).await? {
            Answer::Applied(applied) => Ok((applied.seq, commit.hash())),
            Answer::Stale(stale) => panic!("the commit expects nothing, but it is stale: {stale:?}"),
        }
    }

    fn changes(&mut self) -> Vec<Change> {
        match (self.mode, self.random.below(4)) {
            (Mode::Single, _) | (Mode::Mixed, 0) => self.deeds(),
            (Mode::Bulk, _) | (Mode::Mixed, 1) => self.bulk(),
            (Mode::Erasing, _) | (Mode::Mixed, 2) => self.erasing(),
            (Mode::Mixed, _) => self.restructuring(),
        }
    }

    fn day(&mut self) -> Day {
        Day::from_epoch_days(19_000 + self.random.between(0, 400)).unwrap()
    }

    fn item(&mut self) -> ItemId {
        self.random.pick(&TAPPED).unwrap_or(TAPPED[0])
    }

    fn words(&mut self) -> String {
        format!("word{} and word{}", self.random.below(50), self.random.below(50))
    }

    fn deeds(&mut self) -> Vec<Change> {
        let (item, day, text) = (self.item(), self.day(), self.words());
        let value = match self.random.below(2) {
            0 => ValueWrite::Put(Value::Count(Amount::whole(u32::try_from(self.random.below(900)).unwrap()).unwrap())),
            _ => ValueWrite::Add(100),
        };
        let note = if self.random.chance(20) { NoteWrite::Set(text.parse().unwrap()) } else { NoteWrite::Keep };
        let mut changes = vec![Change::Entry { item, day, value, note }];
        match self.random.below(5) {
            0 => changes.push(Change::Reviewed { day, reviewed: self.random.chance(80) }),
            1 => changes.push(Change::MakeUp { item, day, count: MakeUpWrite::Add(1) }),
            2 => {
                let text = Some(text.parse().unwrap());
                changes.push(Change::Reflection { day, category: Category::Hasanaat, text });
            }
            3 => changes.push(Change::Remove(RecordKey::Entry(item, self.day()))),
            _ => {}
        }
        changes
    }

    fn bulk(&mut self) -> Vec<Change> {
        let first = self.day();
        let length = 50 + i32::try_from(self.random.below(800)).unwrap();
        vec![Change::Entries(self.column(IMPORTED, first, length)), Change::Reviewed { day: first, reviewed: true }]
    }

    fn column(&mut self, item: ItemId, first: Day, length: i32) -> EntryColumn {
        let days: Vec<Day> = (0..length).filter_map(|number| first.plus(number)).collect();
        let amounts = days.iter().map(|_| Amount::whole(u32::try_from(self.random.below(99)).unwrap()).unwrap());
        let amounts = ColumnValues::Count(amounts.collect());
        let note = (u32::try_from(self.random.below(days.len() as u64)).unwrap(), self.words().parse().unwrap());
        EntryColumn::new(item, days, amounts, vec![note]).unwrap()
    }

    fn erasing(&mut self) -> Vec<Change> {
        match self.random.below(5) {
            0 => vec![Change::Erase(RecordKey::Entry(self.item(), self.day()))],
            1 => vec![Change::Erase(RecordKey::Reflection(self.day(), Category::Hasanaat)), self.deeds().remove(0)],
            2 => match self.passing.take() {
                Some(item) => vec![Change::Erase(RecordKey::Item(item))],
                None => {
                    let (id, day) = (ItemId::new(Uuid::from_bytes(self.random.bytes())), self.day());
                    self.passing = Some(id);
                    vec![item(id, Some(ROOT), "Passing"), Change::Entries(self.column(id, day, 90))]
                }
            },
            _ => self.deeds(),
        }
    }

    fn restructuring(&mut self) -> Vec<Change> {
        let hide = self.random.pick(&[Hide::None, Hide::HideFromGraphs]);
        let name = Some(self.words().parse().unwrap());
        vec![Change::Item(self.item(), ItemPatch { hide, name, ..ItemPatch::default() })]
    }
}

fn item(id: ItemId, parent: Option<ItemId>, name: &str) -> Change {
    let patch = ItemPatch {
        deed: Some(DEED),
        parent: Some(parent),
        name: Some(name.parse().unwrap()),
        starts_on: Some(Day::from_epoch_days(19_000).unwrap()),
        ..ItemPatch::default()
    };
    Change::Item(id, patch)
}

fn structure() -> Vec<Change> {
    let deed = DeedPatch { category: Some(Category::Hasanaat), measure: Some(Measure::Count), ..DeedPatch::default() };
    let below = TAPPED.into_iter().chain([IMPORTED]).map(|id| item(id, Some(ROOT), &id.to_string()));
    [Change::Deed(DEED, deed), item(ROOT, None, "Dhikr")].into_iter().chain(below).collect()
}
