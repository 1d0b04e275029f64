//! A small book to test with, and the hands that write in it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use kitaab_core::{
    Amount, BlockPatch, Category, Change, Clock, Commit, Condition, Day, DayRange, DeedId, DeedPatch, DeviceId,
    EntryColumn, ExemptionId, ExemptionPatch, GroupId, GroupPatch, Header, HijriMonth, ItemId, ItemPatch, MakeUpWrite,
    Match, Measure, MeritCategory, MeritId, MeritPatch, Note, NoteWrite, PermissionId, PermissionLevel,
    PermissionPatch, Reason, RecordKey, ReflectionText, RelationId, RelationKind, RelationPatch, RelationRole,
    RelationState, ReminderId, ReminderPatch, ReminderTime, Rule, ScaleId, ScalePatch, ScaleValueRef, Scope,
    SettingsPatch, Shared, SightingPatch, TargetId, TargetPatch, Test, Timestamp, UserId, Value, ValueWrite,
    values_by_position,
};
use uuid::Uuid;

use crate::contract::{Answer, Applied, Context, Store};
use crate::error::Result;

use super::replay::check_book;

macro_rules! ids {
    ($($kind:ident: $($name:ident = $number:literal),+;)+) => {
        $($(pub(super) const $name: $kind = $kind::new(Uuid::from_u128($number));)+)+
    };
}

ids! {
    GroupId: WORSHIP = 0x61;
    DeedId: SALAH = 0xd1, DHIKR = 0xd2, GOSSIP = 0xd3, QURAN = 0xd4;
    ItemId: PRAYERS = 0xa0, FAJR = 0xa1, ISHA = 0xa2, TASBIH = 0xb0, TALK = 0xc0, PAGES = 0xe0;
    ScaleId: PRAYED = 0x51, TALKED = 0x52, PRAYED_AGAIN = 0x53;
    ExemptionId: JOURNEY = 0xf1;
    MeritId: FORTY = 0x41, SILENCE = 0x42;
    TargetId: RAMADAN = 0x71;
    ReminderId: WAKE = 0x91;
    RelationId: FRIENDSHIP = 0x11;
    PermissionId: SHARING = 0x21;
    UserId: ALI = 0xa11, PEST = 0xa12;
}

/// Salah (a scale; Fajr and Isha under it), dhikr (a count), gossip (bad, a scale), and one of every
/// other kind of record. Items are hidden nowhere; Ali, a friend, may read Salah.
pub(super) fn structure() -> Vec<Change> {
    let item = |id, deed, parent, name: &str| {
        let patch = ItemPatch {
            deed: Some(deed),
            parent: Some(parent),
            name: Some(name.parse().unwrap()),
            starts_on: Some(day(-10)),
            ..ItemPatch::default()
        };
        Change::Item(id, patch)
    };
    let deed = |id, category, measure, group| {
        let patch =
            DeedPatch { category: Some(category), measure: Some(measure), group: Some(group), ..DeedPatch::default() };
        Change::Deed(id, patch)
    };
    let every_day =
        Condition { item: FAJR, below: kitaab_core::Below::No, test: Test::EveryDay(Match::ScoreAtLeast(1)) };
    let merit = |id, category| {
        let patch = MeritPatch {
            title: Some("Forty days".parse().unwrap()),
            category: Some(category),
            duration: Some(40),
            rule: Some(Rule::Condition(every_day)),
            ..MeritPatch::default()
        };
        Change::Merit(id, patch)
    };
    let group = GroupPatch { name: Some("Worship".parse().unwrap()), ..GroupPatch::default() };
    let exemption = ExemptionPatch {
        first_day: Some(day(3)),
        last_day: Some(Some(day(4))),
        scope: Some(Scope::Item(ISHA)),
        reason: Some(Reason::Travel),
    };
    let target = TargetPatch {
        title: Some("Ramadan".parse().unwrap()),
        first_day: Some(day(0)),
        last_day: Some(day(29)),
        items: Some(vec![every_day]),
        ..TargetPatch::default()
    };
    let reminder = ReminderPatch {
        title: Some("Wake up".parse().unwrap()),
        item: Some(Some(FAJR)),
        time: Some(ReminderTime::Once { day: day(1), minute: 300 }),
        ..ReminderPatch::default()
    };
    vec![
        Change::Settings(SettingsPatch { zone: Some("Asia/Riyadh".parse().unwrap()), ..SettingsPatch::default() }),
        Change::Group(WORSHIP, group),
        deed(SALAH, Category::Hasanaat, Measure::Scale, Some(WORSHIP)),
        scale(PRAYED, SALAH, 1, &["missed", "late", "on time", "in congregation"]),
        item(PRAYERS, SALAH, None, "Salah"),
        item(FAJR, SALAH, Some(PRAYERS), "Fajr"),
        item(ISHA, SALAH, Some(PRAYERS), "Isha"),
        deed(DHIKR, Category::Hasanaat, Measure::Count, Some(WORSHIP)),
        item(TASBIH, DHIKR, None, "Tasbih"),
        deed(GOSSIP, Category::Saiyyiaat, Measure::Scale, None),
        scale(TALKED, GOSSIP, 1, &["clean", "once", "often"]),
        item(TALK, GOSSIP, None, "Gossip"),
        deed(QURAN, Category::Hasanaat, Measure::Count, None),
        item(PAGES, QURAN, None, "Qur’an"),
        Change::Exemption(JOURNEY, exemption),
        merit(FORTY, MeritCategory::Positive),
        merit(SILENCE, MeritCategory::Negative),
        Change::Target(RAMADAN, target),
        Change::Reminder(WAKE, reminder),
        Change::Sighting(seen(), SightingPatch { first_day: Some(day(-3)) }),
        friends(FRIENDSHIP, ALI),
        Change::Block(PEST, BlockPatch { blocked_at: Some(INSTANT) }),
        grant(SHARING, FRIENDSHIP, Shared::Deed(SALAH), PermissionLevel::Read),
    ]
}

/// The instant at which the tests act.
pub(super) const INSTANT: Timestamp = Timestamp::from_micros(1_700_000_000_000_000);

/// An accepted friendship that the owner asked for.
pub(super) fn friends(id: RelationId, with: UserId) -> Change {
    let patch = RelationPatch {
        with: Some(with),
        kind: Some(RelationKind::Friend),
        role: Some(RelationRole::Requester),
        requested_at: Some(INSTANT),
        ..RelationPatch::into_state(RelationState::Accepted, INSTANT)
    };
    Change::Relation(id, patch)
}

/// A permission by a relation.
pub(super) fn grant(id: PermissionId, relation: RelationId, shared: Shared, level: PermissionLevel) -> Change {
    let patch = PermissionPatch {
        relation: Some(relation),
        shared: Some(shared),
        level: Some(level),
        granted_at: Some(INSTANT),
    };
    Change::Permission(id, patch)
}

/// The Hijri month of [`day`]`(0)`, which begins a day later by the sighting than by the tables.
pub(super) fn seen() -> HijriMonth {
    HijriMonth::new(1443, 6).unwrap()
}

/// A version of a scale, scored by position, active from the beginning.
pub(super) fn scale(id: ScaleId, deed: DeedId, version: u32, labels: &[&str]) -> Change {
    let patch = ScalePatch {
        deed: Some(deed),
        version: Some(version),
        values: Some(values_by_position(labels).unwrap()),
        from_day: Some(day(-10)),
        ..ScalePatch::default()
    };
    Change::Scale(id, patch)
}

/// A key of each kind of record that [`structure`] and [`deeds_done`] make.
pub(super) fn keys() -> [RecordKey; 18] {
    [
        RecordKey::Settings,
        RecordKey::Group(WORSHIP),
        RecordKey::Deed(SALAH),
        RecordKey::Item(ISHA),
        RecordKey::Scale(PRAYED),
        RecordKey::Exemption(JOURNEY),
        RecordKey::Merit(FORTY),
        RecordKey::Target(RAMADAN),
        RecordKey::Reminder(WAKE),
        RecordKey::Sighting(seen()),
        RecordKey::Relation(FRIENDSHIP),
        RecordKey::Block(PEST),
        RecordKey::Permission(SHARING),
        RecordKey::Entry(FAJR, day(0)),
        RecordKey::Reviewed(day(0)),
        RecordKey::MakeUp(FAJR, day(0)),
        RecordKey::Reflection(day(0), Category::Hasanaat),
        RecordKey::Fidya(FAJR, day(0)),
    ]
}

/// One of every kind of what belongs to days.
pub(super) fn deeds_done() -> Vec<Change> {
    vec![
        put(FAJR, day(0), prayed(2)),
        put(ISHA, day(0), prayed(3)),
        put(TASBIH, day(0), amount(33)),
        put(TALK, day(1), talked(1)),
        reviewed(day(0)),
        reviewed(day(2)),
        Change::MakeUp { item: FAJR, day: day(0), count: MakeUpWrite::Put(2) },
        Change::Fidya { item: FAJR, day: day(0), count: MakeUpWrite::Put(3) },
        reflect(day(0), Category::Hasanaat, "Slept early, and rose for Fajr"),
        reflect(day(0), Category::Saiyyiaat, "Spoke of others"),
    ]
}

/// The day so many days after the first one of the tests (negative: before).
pub(super) fn day(number: i32) -> Day {
    Day::from_epoch_days(19_000 + number).unwrap()
}

pub(super) fn days(first: i32, last: i32) -> DayRange {
    DayRange::new(day(first), day(last)).unwrap()
}

pub(super) fn amount(units: u32) -> Value {
    Value::Count(Amount::whole(units).unwrap())
}

/// A value of the scale of prayers: missed, late, on time, in congregation.
pub(super) const fn prayed(position: u8) -> Value {
    Value::Scale(ScaleValueRef { scale: PRAYED, position })
}

/// A value of the scale of gossip: clean, once, often.
pub(super) const fn talked(position: u8) -> Value {
    Value::Scale(ScaleValueRef { scale: TALKED, position })
}

pub(super) fn note(text: &str) -> Note {
    text.parse().unwrap()
}

pub(super) fn put(item: ItemId, day: Day, value: Value) -> Change {
    Change::Entry { item, day, value: ValueWrite::Put(value), note: NoteWrite::Keep }
}

pub(super) fn put_noted(item: ItemId, day: Day, value: Value, text: &str) -> Change {
    Change::Entry { item, day, value: ValueWrite::Put(value), note: NoteWrite::Set(note(text)) }
}

pub(super) fn add(item: ItemId, day: Day, hundredths: i64) -> Change {
    Change::Entry { item, day, value: ValueWrite::Add(hundredths), note: NoteWrite::Keep }
}

pub(super) const fn reviewed(day: Day) -> Change {
    Change::Reviewed { day, reviewed: true }
}

pub(super) fn reflect(day: Day, category: Category, text: &str) -> Change {
    let text: ReflectionText = text.parse().unwrap();
    Change::Reflection { day, category, text: Some(text) }
}

/// A column of amounts for days in a row.
pub(super) fn column(item: ItemId, first: Day, units: &[u32]) -> EntryColumn {
    let days = (0..).zip(units).map(|(place, _)| first.plus(place).unwrap()).collect();
    let amounts = units.iter().map(|units| Amount::whole(*units).unwrap()).collect();
    EntryColumn::new(item, days, kitaab_core::ColumnValues::Count(amounts), Vec::new()).unwrap()
}

/// A book in a store, and a device that writes in it.
#[derive(Clone, Debug)]
pub(super) struct World {
    pub(super) store: Arc<dyn Store>,
    pub(super) owner: UserId,
    /// Who acts on it.
    pub(super) actor: UserId,
    pub(super) device: DeviceId,
    numbers: Arc<AtomicU64>,
}

impl World {
    /// The first book, with its structure.
    pub(super) async fn new(store: Arc<dyn Store>) -> Self {
        let world = Self::empty(store, 1);
        world.apply(structure()).await;
        world
    }

    /// A book that was not written to yet.
    pub(super) fn empty(store: Arc<dyn Store>, owner: u128) -> Self {
        let owner = UserId::new(Uuid::from_u128(owner));
        Self { store, owner, actor: owner, device: DeviceId::new(Uuid::from_u128(0xde)), numbers: Arc::default() }
    }

    /// The same book on another device.
    pub(super) fn on_device(&self, number: u128) -> Self {
        Self { device: DeviceId::new(Uuid::from_u128(number)), numbers: Arc::default(), ..self.clone() }
    }

    /// The same book with somebody else acting on it, on a device of their own.
    pub(super) fn acted_on_by(&self, actor: UserId) -> Self {
        Self { actor, device: DeviceId::new(actor.uuid()), numbers: Arc::default(), ..self.clone() }
    }

    pub(super) fn ctx(&self) -> Context {
        Context { actor: self.actor, device: self.device, now: INSTANT }
    }

    /// A header with the device's next number.
    pub(super) fn header(&self) -> Header {
        let number = self.numbers.fetch_add(1, Ordering::Relaxed) + 1;
        let at = Timestamp::from_micros(1_700_000_000_000_000 + i64::try_from(number).unwrap());
        let mut header = Header::new(self.owner, self.device, number, Clock::default().tick(at), at);
        header.editor = (self.actor != self.owner).then_some(self.actor);
        header
    }

    pub(super) fn commit(&self, changes: Vec<Change>) -> Commit {
        authored(self.header(), changes)
    }

    /// Applies changes as one commit.
    pub(super) async fn apply(&self, changes: Vec<Change>) -> Applied {
        let applied = applied(self.send(&self.commit(changes)).await);
        assert!(!applied.replayed, "a new commit counts as applied before");
        applied
    }

    /// The code of the error that changes are refused with.
    pub(super) async fn refused(&self, changes: Vec<Change>) -> &'static str {
        self.send(&self.commit(changes)).await.expect_err("the commit must fail").code()
    }

    pub(super) async fn send(&self, commit: &Commit) -> Result<Answer> {
        self.store.apply(&self.ctx(), commit).await
    }

    /// Holds the whole book against its ledger.
    pub(super) async fn check(&self) {
        check_book(&*self.store, &self.ctx(), self.owner).await;
    }
}

/// A commit, with nonces that differ.
pub(super) fn authored(header: Header, changes: Vec<Change>) -> Commit {
    let mut nonces = 0..;
    let seed = header.device_seq;
    Commit::author(header, changes, || Uuid::from_u64_pair(seed, nonces.next().unwrap_or(0)).into_bytes())
}

/// Where a commit was applied.
pub(super) fn applied(answer: Result<Answer>) -> Applied {
    match answer {
        Ok(Answer::Applied(applied)) => applied,
        other => panic!("expected the commit to be applied, got {other:?}"),
    }
}
