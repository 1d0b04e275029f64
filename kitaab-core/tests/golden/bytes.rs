//! What is written is read back and written the same again; what was never written is answered, not feared.

use kitaab_core::*;
use proptest::prelude::*;
use proptest::test_runner::Config;
use uuid::Uuid;

use super::values;

fn cases(quick: u32, full: u32) -> Config {
    let asked = std::env::var("KITAAB_CASES").ok().and_then(|cases| cases.parse().ok());
    let figures = std::env::var("KITAAB_FIGURES").is_ok_and(|figures| figures == "full");
    Config { cases: asked.unwrap_or(if figures { full } else { quick }), ..Config::default() }
}

fn id<I: From<Uuid> + std::fmt::Debug>() -> impl Strategy<Value = I> {
    any::<u128>().prop_map(|number| Uuid::from_u128(number).into())
}

fn day() -> impl Strategy<Value = Day> {
    (Day::MIN.epoch_days()..=Day::MAX.epoch_days()).prop_map(|day| Day::from_epoch_days(day).unwrap())
}

fn amount() -> impl Strategy<Value = Amount> {
    (0..=Amount::MAX.hundredths()).prop_map(|hundredths| Amount::from_hundredths(hundredths).unwrap())
}

fn position() -> impl Strategy<Value = ScaleValueRef> {
    (id(), any::<u8>()).prop_map(|(scale, position)| ScaleValueRef { scale, position })
}

fn text() -> impl Strategy<Value = String> {
    // Characters of one to four bytes, and marks that normalisation may join.
    proptest::collection::vec(prop::sample::select(vec!['a', 'é', 'ص', 'e', '\u{301}', '🌙', ' ']), 0..20)
        .prop_map(|letters| format!("x{}", letters.into_iter().collect::<String>()))
}

fn note() -> impl Strategy<Value = Note> {
    text().prop_map(|text| Note::new(text).unwrap())
}

fn key() -> impl Strategy<Value = RecordKey> {
    prop_oneof![
        prop::sample::select(values::keys()),
        (1_300..=1_600_u16, 1..=12_u8)
            .prop_map(|(year, month)| RecordKey::Sighting(HijriMonth::new(year, month).unwrap())),
        (id(), day()).prop_map(|(item, day)| RecordKey::Entry(item, day)),
        (id(), day()).prop_map(|(item, day)| RecordKey::Fidya(item, day)),
        id().prop_map(RecordKey::Item),
        id().prop_map(RecordKey::Relation),
        id().prop_map(RecordKey::Block),
        id().prop_map(RecordKey::Permission),
    ]
}

fn value_write() -> impl Strategy<Value = ValueWrite> {
    prop_oneof![
        Just(ValueWrite::Keep),
        position().prop_map(|value| ValueWrite::Put(Value::Scale(value))),
        amount().prop_map(|amount| ValueWrite::Put(Value::Count(amount))),
        any::<i64>().prop_map(ValueWrite::Add),
    ]
}

fn note_write() -> impl Strategy<Value = NoteWrite> {
    prop_oneof![Just(NoteWrite::Keep), Just(NoteWrite::Clear), note().prop_map(NoteWrite::Set)]
}

fn column() -> impl Strategy<Value = EntryColumn> {
    let days = proptest::collection::btree_map(day(), (amount(), any::<u8>(), proptest::option::of(note())), 1..40);
    (id(), proptest::option::of(id()), days).prop_map(|(item, scale, rows)| {
        let notes = (0..).zip(rows.values()).filter_map(|(place, row)| Some((place, row.2.clone()?))).collect();
        let values = match scale {
            Some(scale) => ColumnValues::Scale { scale, positions: rows.values().map(|row| row.1).collect() },
            None => ColumnValues::Count(rows.values().map(|row| row.0).collect()),
        };
        EntryColumn::new(item, rows.keys().copied().collect(), values, notes).unwrap()
    })
}

fn rule() -> impl Strategy<Value = Rule> {
    let matching = prop_oneof![
        position().prop_map(Match::Is),
        any::<i32>().prop_map(Match::ScoreAtLeast),
        amount().prop_map(Match::AmountAtMost),
        Just(Match::Logged),
    ];
    let below = prop::sample::select(vec![Below::No, Below::Any, Below::Each]);
    let test = prop_oneof![
        amount().prop_map(Test::TotalAtLeast),
        (any::<u16>(), matching.clone()).prop_map(|(n, matching)| Test::DaysAtLeast { n, matching }),
        matching.prop_map(Test::EveryDay),
    ];
    let leaf = (id(), below, test).prop_map(|(item, below, test)| Condition { item, below, test }.into());
    leaf.prop_recursive(4, 30, 4, |part| {
        let parts = || proptest::collection::vec(part.clone(), 0..4);
        prop_oneof![
            parts().prop_map(Rule::All),
            parts().prop_map(Rule::Any),
            (any::<u16>(), parts()).prop_map(|(n, rules)| Rule::AtLeast { n, rules }),
            part.clone().prop_map(|part| Rule::Not(Box::new(part))),
        ]
    })
}

/// Any change: of the structure, the kept vectors with random fields taken out or replaced.
fn change() -> impl Strategy<Value = Change> {
    let kept: Vec<Change> =
        values::changes().into_iter().chain(values::later_changes()).map(|(_, change)| change).collect();
    prop_oneof![
        prop::sample::select(kept),
        (id(), any::<u32>(), any::<[bool; 5]>(), text()).prop_map(|(item, order, set, text)| {
            let patch = ItemPatch {
                deed: set[0].then(|| DeedId::new(Uuid::from_u128(order.into()))),
                name: set[1].then(|| Name::new(&text).unwrap()),
                description: set[2].then(|| set[3].then(|| Description::new(&text).unwrap())),
                display_order: set[4].then_some(order),
                ..ItemPatch::default()
            };
            Change::Item(item, patch)
        }),
        (id(), rule()).prop_map(|(merit, rule)| {
            Change::Merit(merit, MeritPatch { rule: Some(rule), ..MeritPatch::default() })
        }),
        (id(), day(), value_write(), note_write()).prop_map(|(item, day, value, note)| Change::Entry {
            item,
            day,
            value,
            note
        }),
        column().prop_map(Change::Entries),
        (day(), any::<bool>()).prop_map(|(day, reviewed)| Change::Reviewed { day, reviewed }),
        (id(), day(), any::<i64>())
            .prop_map(|(item, day, more)| { Change::MakeUp { item, day, count: MakeUpWrite::Add(more) } }),
        key().prop_map(Change::Remove),
        key().prop_map(Change::Erase),
    ]
}

fn header() -> impl Strategy<Value = Header> {
    let kept: Vec<Header> = values::headers().into_iter().map(|(_, header)| header).collect();
    let origin = prop_oneof![
        Just(None),
        any::<u64>().prop_map(|seq| Some(Origin::Undo(seq))),
        any::<u64>().prop_map(|seq| Some(Origin::Redo(seq))),
    ];
    let revisions = proptest::collection::vec((key(), any::<u64>()), 0..5);
    (prop::sample::select(kept), id(), any::<u64>(), any::<[i64; 2]>(), origin, revisions).prop_map(
        |(mut header, device, device_seq, [clock, at], origin, revisions)| {
            header.device = device;
            header.device_seq = device_seq;
            header.clock = Clock::new(clock);
            header.at = Timestamp::from_micros(at);
            header.origin = origin;
            header.expects = Some(Expects { catalogue: Some(device_seq), revisions: Some(revisions) });
            header
        },
    )
}

proptest! {
    #![proptest_config(cases(500, 100_000))]

    #[test]
    fn a_change_is_read_back_and_written_the_same(change in change()) {
        let bytes = minicbor::to_vec(&change).unwrap();
        let decoded: Change = minicbor::decode(&bytes).unwrap();
        prop_assert_eq!(minicbor::to_vec(&decoded).unwrap(), bytes);
        prop_assert_eq!(decoded, change);
    }

    #[test]
    fn a_commit_is_read_back_from_its_bytes(
        header in header(),
        changes in proptest::collection::vec(change(), 0..6),
    ) {
        let commit = Commit::author(header, changes, || [7; 16]);
        let read = Commit::from_parts(commit.header_bytes().to_vec(), commit.leaves().to_vec()).unwrap();
        prop_assert_eq!(read.hash(), commit.hash());
        prop_assert_eq!(read, commit);
    }

    #[test]
    fn any_bytes_are_answered(
        bytes in proptest::collection::vec(any::<u8>(), 0..300),
        change in change(),
        header in header(),
        flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
    ) {
        let damaged = |mut good: Vec<u8>| {
            for (at, byte) in &flips {
                let at = at.index(good.len());
                good[at] = *byte;
            }
            good
        };
        let of_change = damaged(minicbor::to_vec(&change).unwrap());
        let of_header = damaged(Commit::author(header, vec![], || [0; 16]).header_bytes().to_vec());
        for bytes in [&bytes, &of_change, &of_header] {
            if let Ok(read) = minicbor::decode::<Change>(bytes) {
                // Whatever is read can be written, and means the same then.
                let again = minicbor::to_vec(&read).unwrap();
                prop_assert_eq!(minicbor::decode::<Change>(&again).unwrap(), read);
            }
            let _ = minicbor::decode::<Header>(bytes);
            let _ = minicbor::decode::<Leaf>(bytes);
            let leaf = Leaf::Kept { nonce: [0; 16], body: bytes.clone() };
            if let Err(error) = Commit::from_parts(bytes.clone(), vec![leaf]) {
                prop_assert!(matches!(error.code(), "corrupt" | "unsupported"));
            }
        }
    }
}

#[test]
fn a_length_that_is_not_there_reserves_nothing() {
    // Arrays, maps, bytes and texts that claim 2^62 parts, wherever a length stands.
    for at_change in
        [vec![0x82, 0x0a, 0x85, 0x50], vec![0x83, 0x06, 0x50], vec![0x82, 0x00], vec![0x84, 0x0d, 0x00, 0x81, 0x00]]
    {
        for major in [0x5b, 0x7b, 0x9b, 0xbb] {
            let mut bytes: Vec<u8> = at_change.clone();
            if bytes.last() == Some(&0x50) {
                bytes.extend([0; 16]);
            }
            bytes.extend([major, 0x40, 0, 0, 0, 0, 0, 0, 0]);
            assert!(minicbor::decode::<Change>(&bytes).is_err());
            let rule = [&[0x83, 0x06, 0x50][..], &[0; 16], &[0xa1, 0x05, 0x82, 0x00, major, 0x40, 0, 0, 0, 0, 0, 0, 0]];
            assert!(minicbor::decode::<Change>(&rule.concat()).is_err());
            let expects = [0xa1, 0x0a, 0xa1, 0x01, major, 0x40, 0, 0, 0, 0, 0, 0, 0];
            assert!(minicbor::decode::<Header>(&expects).is_err());
        }
    }
}

#[test]
fn a_newer_format_is_not_guessed_at() {
    let mut bytes = Commit::author(values::headers()[0].1.clone(), vec![], || [0; 16]).header_bytes().to_vec();
    bytes[0] = 2;
    assert_eq!(Commit::from_parts(bytes, vec![]).unwrap_err().code(), "unsupported");
    assert_eq!(Commit::from_parts(vec![], vec![]).unwrap_err().code(), "corrupt");
}
