//! Random commits, on this store and on the in-memory one, which is the specification: every answer
//! and every read must be the same.

use std::collections::BTreeSet;

use kitaab_core::{
    Amount, Category, Change, ColumnValues, Commit, Day, DayRange, DeedId, DeedPatch, EntryColumn, ExemptionId,
    ExemptionPatch, Expects, GroupId, GroupPatch, Hide, HijriMonth, ItemId, ItemPatch, MakeUpWrite, Measure, NoteWrite,
    Outcome, Reason, RecordKey, ReminderId, ReminderPatch, ReminderTime, RequestId, ScaleId, ScalePatch, ScaleValueRef,
    Scope, SettingsPatch, SightingPatch, Value, ValueWrite, values_by_position,
};
use kitaab_sqlite::SqliteStore;
use kitaab_store::conformance::elsewhere;
use kitaab_store::{EntryQuery, MemoryStore, RecordedVerdict, ReflectionQuery, Result, Store};
use proptest::prelude::*;
use uuid::Uuid;

use crate::book::Hand;

const CATEGORIES: [Category; 2] = [Category::Hasanaat, Category::Saiyyiaat];
const WORDS: [&str; 4] = ["patience", "gratitude", "صبر", "anger"];

/// An id of a small pool, so that commits meet.
fn id<T: From<Uuid>>(kind: u128, number: u8) -> T {
    Uuid::from_u128(kind << 64 | u128::from(number)).into()
}

fn deed() -> impl Strategy<Value = DeedId> {
    (0..2_u8).prop_map(|n| id(1, n))
}

fn item() -> impl Strategy<Value = ItemId> {
    (0..5_u8).prop_map(|n| id(2, n))
}

fn scale() -> impl Strategy<Value = ScaleId> {
    (0..3_u8).prop_map(|n| id(3, n))
}

fn group() -> impl Strategy<Value = GroupId> {
    (0..2_u8).prop_map(|n| id(4, n))
}

fn exemption() -> impl Strategy<Value = ExemptionId> {
    (0..2_u8).prop_map(|n| id(5, n))
}

fn reminder() -> impl Strategy<Value = ReminderId> {
    (0..2_u8).prop_map(|n| id(6, n))
}

fn month() -> impl Strategy<Value = HijriMonth> {
    (1..=3_u8).prop_map(|month| HijriMonth::new(1443, month).unwrap())
}

fn day() -> impl Strategy<Value = Day> {
    prop_oneof![
        9 => (19_000..19_012).prop_map(|day| Day::from_epoch_days(day).unwrap()),
        1 => prop_oneof![Just(Day::MIN), Just(Day::MAX)],
    ]
}

fn category() -> impl Strategy<Value = Category> {
    prop::sample::select(&CATEGORIES[..])
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&WORDS[..]), 1..4).prop_map(|words| words.join(", "))
}

fn count() -> impl Strategy<Value = Value> {
    (0..5_000_i64).prop_map(|hundredths| Value::Count(Amount::from_hundredths(hundredths).unwrap()))
}

fn value() -> impl Strategy<Value = Value> {
    let scaled = (scale(), 0..4_u8).prop_map(|(scale, position)| Value::Scale(ScaleValueRef { scale, position }));
    prop_oneof![count(), scaled]
}

fn value_write() -> impl Strategy<Value = ValueWrite> {
    prop_oneof![
        6 => value().prop_map(ValueWrite::Put),
        1 => Just(ValueWrite::Keep),
        2 => (-4_000..4_000_i64).prop_map(ValueWrite::Add),
    ]
}

fn note_write() -> impl Strategy<Value = NoteWrite> {
    prop_oneof![
        3 => Just(NoteWrite::Keep),
        1 => Just(NoteWrite::Clear),
        2 => text().prop_map(|text| NoteWrite::Set(text.parse().unwrap())),
    ]
}

fn key() -> impl Strategy<Value = RecordKey> {
    prop_oneof![
        1 => Just(RecordKey::Settings),
        1 => group().prop_map(RecordKey::Group),
        1 => deed().prop_map(RecordKey::Deed),
        2 => item().prop_map(RecordKey::Item),
        1 => scale().prop_map(RecordKey::Scale),
        1 => exemption().prop_map(RecordKey::Exemption),
        1 => reminder().prop_map(RecordKey::Reminder),
        1 => month().prop_map(RecordKey::Sighting),
        4 => (item(), day()).prop_map(|(item, day)| RecordKey::Entry(item, day)),
        1 => day().prop_map(RecordKey::Reviewed),
        1 => (item(), day()).prop_map(|(item, day)| RecordKey::MakeUp(item, day)),
        2 => (day(), category()).prop_map(|(day, category)| RecordKey::Reflection(day, category)),
    ]
}

fn column() -> impl Strategy<Value = Change> {
    let days = prop::collection::btree_set(day(), 1..6);
    (item(), days, prop::option::of(scale()), prop::option::of(text()), 0..90_u8).prop_map(
        |(item, days, scale, note, seed)| {
            let days: Vec<Day> = days.into_iter().collect();
            let values = match scale {
                Some(scale) => ColumnValues::Scale { scale, positions: days.iter().map(|_| seed % 4).collect() },
                None => ColumnValues::Count(days.iter().map(|_| Amount::whole(seed.into()).unwrap()).collect()),
            };
            let notes = note.map(|text| (u32::try_from(days.len()).unwrap() - 1, text.parse().unwrap()));
            Change::Entries(EntryColumn::new(item, days, values, notes.into_iter().collect()).unwrap())
        },
    )
}

fn structural() -> impl Strategy<Value = Change> {
    let hides = prop::sample::select(vec![Hide::None, Hide::HideFromGraphs, Hide::HideFromAll]);
    prop_oneof![
        (0..7_u8).prop_map(|first_weekday| Change::Settings(SettingsPatch {
            first_weekday: Some(first_weekday),
            ..SettingsPatch::default()
        })),
        (group(), text()).prop_map(|(id, name)| {
            Change::Group(id, GroupPatch { name: Some(name.parse().unwrap()), ..GroupPatch::default() })
        }),
        (deed(), category(), prop::option::of(group())).prop_map(|(id, category, group)| {
            let (category, measure) = (Some(category), Some(Measure::Count));
            Change::Deed(id, DeedPatch { category, measure, group: Some(group), ..DeedPatch::default() })
        }),
        (item(), deed(), prop::option::of(item()), day(), hides).prop_map(|(id, deed, parent, starts_on, hide)| {
            let patch = ItemPatch {
                deed: Some(deed),
                parent: Some(parent.filter(|parent| *parent < id)),
                name: Some("An item".parse().unwrap()),
                starts_on: Some(starts_on),
                hide: Some(hide),
                ..ItemPatch::default()
            };
            Change::Item(id, patch)
        }),
        (scale(), deed(), day(), 0..3_usize).prop_map(|(id, deed, from_day, labels)| {
            let patch = ScalePatch {
                deed: Some(deed),
                version: Some(1),
                values: Some(values_by_position(&["a", "b", "c", "d"][..2 + labels.min(2)]).unwrap()),
                from_day: Some(from_day),
                ..ScalePatch::default()
            };
            Change::Scale(id, patch)
        }),
        (exemption(), day(), item()).prop_map(|(id, first_day, item)| {
            let patch = ExemptionPatch {
                first_day: Some(first_day),
                last_day: None,
                scope: Some(Scope::Item(item)),
                reason: Some(Reason::Travel),
            };
            Change::Exemption(id, patch)
        }),
        (reminder(), prop::option::of(item())).prop_map(|(id, item)| {
            let patch = ReminderPatch {
                title: Some("Remember".parse().unwrap()),
                item: Some(item),
                time: Some(ReminderTime::Once { day: Day::MIN, minute: 1 }),
                ..ReminderPatch::default()
            };
            Change::Reminder(id, patch)
        }),
        (month(), day())
            .prop_map(|(month, first_day)| { Change::Sighting(month, SightingPatch { first_day: Some(first_day) }) }),
    ]
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        5 => structural(),
        8 => (item(), day(), value_write(), note_write())
            .prop_map(|(item, day, value, note)| Change::Entry { item, day, value, note }),
        3 => column(),
        2 => (day(), any::<bool>()).prop_map(|(day, reviewed)| Change::Reviewed { day, reviewed }),
        2 => (item(), day(), -3..4_i64).prop_map(|(item, day, more)| {
            Change::MakeUp { item, day, count: MakeUpWrite::Add(more) }
        }),
        2 => (day(), category(), prop::option::of(text())).prop_map(|(day, category, text)| {
            Change::Reflection { day, category, text: text.map(|text| text.parse().unwrap()) }
        }),
        3 => key().prop_map(Change::Remove),
        2 => key().prop_map(Change::Erase),
    ]
}

/// What is done to the two stores.
#[derive(Clone, Debug)]
enum Step {
    Commit { changes: Vec<Change>, device: u8, request: Option<u8>, expected: Option<(RecordKey, u64)> },
    Again,
    Verdict(bool),
    EraseBook,
}

fn step() -> impl Strategy<Value = Step> {
    let commit = (
        prop::collection::vec(change(), 0..5),
        0..2_u8,
        prop::option::weighted(0.2, 0..4_u8),
        prop::option::weighted(0.1, (key(), 0..3_u64)),
    );
    prop_oneof![
        30 => commit.prop_map(|(changes, device, request, expected)| Step::Commit { changes, device, request, expected }),
        2 => Just(Step::Again),
        1 => any::<bool>().prop_map(Step::Verdict),
        1 => Just(Step::EraseBook),
    ]
}

/// An answer, or the code of an error.
fn outcome<T>(answer: Result<T>) -> std::result::Result<T, &'static str> {
    answer.map_err(|error| error.code())
}

async fn all_reads_agree(hand: &Hand, one: &dyn Store, other: &dyn Store, named: &BTreeSet<RecordKey>) {
    let (ctx, owner) = (hand.ctx(), hand.owner);
    macro_rules! agree {
        ($name:ident($($argument:expr),*)) => {{
            let (one, other) = (one.$name(&ctx, owner $(, $argument)*).await, other.$name(&ctx, owner $(, $argument)*).await);
            let (one, other) = (outcome(one), outcome(other));
            assert_eq!(one, other, stringify!($name));
            one.ok()
        }};
    }
    let heads = [one.head(&ctx, owner).await.unwrap(), other.head(&ctx, owner).await.unwrap()];
    assert_eq!(elsewhere(heads[0]), elsewhere(heads[1]));
    agree!(device_seq(hand.device));
    agree!(catalogue());
    agree!(reviewed(DayRange::ALL));
    agree!(rollups(DayRange::ALL));
    agree!(verdicts(None, DayRange::ALL));
    agree!(commits(0, 10_000));
    agree!(headers(None, 10_000));
    agree!(headers(Some(5), 3));
    let items: Vec<ItemId> = (0..6).map(|n| id(2, n)).collect();
    agree!(records(&items, DayRange::ALL));
    for item in &items {
        agree!(make_ups(*item));
        agree!(fidya(*item));
        agree!(has_entries(&[*item]));
    }
    let span = DayRange::new(Day::from_epoch_days(19_002).unwrap(), Day::from_epoch_days(19_008).unwrap()).unwrap();
    for words in [vec![], vec!["patience".to_owned()], vec!["patience".to_owned(), "صبر".to_owned()]] {
        for (days, items) in [(DayRange::ALL, None), (span, Some(items[1..3].to_vec()))] {
            let mut query = EntryQuery { items, words: words.clone(), ..EntryQuery::on(days, 3) };
            while let Some(Some(next)) = agree!(entries(&query)).map(|page| page.next) {
                query.after = Some(next);
            }
        }
        for category in [None, Some(Category::Saiyyiaat)] {
            let mut query =
                ReflectionQuery { days: DayRange::ALL, category, words: words.clone(), after: None, limit: 2 };
            while let Some(Some(next)) = agree!(reflections(&query)).map(|page| page.next) {
                query.after = Some(next);
            }
        }
    }
    for key in named {
        agree!(revision(*key));
        let history = agree!(history(*key, None, 100));
        if let Some(seq) = history.and_then(|steps| steps.first().map(|step| step.seq)) {
            agree!(history(*key, Some(seq), 1));
            agree!(history(*key, Some(seq - 1), 2));
        }
        if let RecordKey::Entry(item, day) = key {
            agree!(entry(*item, *day));
        }
    }
}

async fn play(steps: Vec<Step>) {
    let (one, other) = (SqliteStore::open_in_memory().await.unwrap(), MemoryStore::new());
    let mut hands = [Hand::new(1), Hand::new(2)];
    let mut last: Option<Commit> = None;
    let mut named = BTreeSet::new();
    for step in steps {
        let ctx = hands[0].ctx();
        match step {
            Step::Commit { changes, device, request, expected } => {
                for change in &changes {
                    match change {
                        Change::Entries(column) => {
                            named.extend(column.days().iter().map(|day| RecordKey::Entry(column.item(), *day)));
                        }
                        change => named.extend(change.key()),
                    }
                }
                let hand = &mut hands[usize::from(device)];
                let mut header = hand.commit(Vec::new(), None).header().clone();
                header.request = request.map(|number| id::<RequestId>(9, number));
                header.expects = expected.map(|expected| Expects { catalogue: None, revisions: Some(vec![expected]) });
                let commit = Commit::author(header, changes, || [3; 16]);
                let answers = (one.apply(&ctx, &commit).await, other.apply(&ctx, &commit).await);
                assert_eq!(outcome(answers.0), outcome(answers.1), "{commit:?}");
                last = Some(commit);
            }
            Step::Again => {
                if let Some(commit) = &last {
                    let answers = (one.apply(&ctx, commit).await, other.apply(&ctx, commit).await);
                    assert_eq!(outcome(answers.0), outcome(answers.1));
                }
            }
            Step::Verdict(clean) => {
                let head = one.head(&ctx, hands[0].owner).await.unwrap();
                let verdict = RecordedVerdict { merit: id(8, 1), day: Day::MIN, outcome: Outcome::Earned };
                for verdicts in [&[verdict][..], &[]] {
                    let one = one.record_verdicts(&ctx, hands[0].owner, head.seq, verdicts, clean).await;
                    let other = other.record_verdicts(&ctx, hands[0].owner, head.seq, verdicts, clean).await;
                    assert_eq!(outcome(one), outcome(other));
                }
            }
            Step::EraseBook => {
                one.erase_book(&ctx, hands[0].owner).await.unwrap();
                other.erase_book(&ctx, hands[0].owner).await.unwrap();
            }
        }
        all_reads_agree(&hands[0], &one, &other, &named).await;
    }
    // The chain, with what was erased from it, makes the same book elsewhere.
    let chain = one.commits(&hands[0].ctx(), hands[0].owner, 0, 10_000).await.unwrap();
    let (one, other) = (SqliteStore::open_in_memory().await.unwrap(), MemoryStore::new());
    let (ctx, owner) = (hands[0].ctx(), hands[0].owner);
    let adopted = (one.adopt(&ctx, owner, chain.clone()).await, other.adopt(&ctx, owner, chain).await);
    assert_eq!(outcome(adopted.0.map(elsewhere)), outcome(adopted.1.map(elsewhere)));
    all_reads_agree(&hands[0], &one, &other, &named).await;
}

/// How many books are played through; `cargo xtask figures` asks for more.
fn cases() -> u32 {
    match std::env::var("KITAAB_FIGURES").as_deref() {
        Ok("full") => 5_000,
        Ok(_) => 500,
        Err(_) => 100,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn any_commits_come_to_the_same_as_in_memory(steps in prop::collection::vec(step(), 1..25)) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(play(steps));
    }
}
