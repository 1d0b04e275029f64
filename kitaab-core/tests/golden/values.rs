//! The values behind the golden vectors: every kind of change with every field, and every header.

use kitaab_core::*;
use uuid::Uuid;

fn id<I: From<Uuid>>(number: u8) -> I {
    // Bytes that are easy to find in the hexadecimal text: 01 .. 0f and the number itself.
    let mut bytes = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 0];
    bytes[15] = number;
    Uuid::from_bytes(bytes).into()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn amount(text: &str) -> Amount {
    text.parse().unwrap()
}

pub(crate) fn owner() -> UserId {
    id(0x01)
}

fn position(position: u8) -> ScaleValueRef {
    ScaleValueRef { scale: id(0x14), position }
}

/// Every change, by the name of its vector.
pub(crate) fn changes() -> Vec<(String, Change)> {
    let mut all: Vec<(String, Change)> = structure().into_iter().map(|(name, change)| (name.into(), change)).collect();
    all.extend(schedules());
    all.extend(goals());
    all.extend(rules());
    all.extend(days().into_iter().map(|(name, change)| (name.into(), change)));
    for key in keys() {
        let kind = serde_json::to_value(key.kind()).unwrap();
        all.push((format!("remove_{}", kind.as_str().unwrap()), Change::Remove(key)));
    }
    all.push(("erase_entry".into(), Change::Erase(RecordKey::Entry(id(0x13), day("2024-02-29")))));
    all.push(("erase_deed".into(), Change::Erase(RecordKey::Deed(id(0x12)))));
    all
}

/// Those that came later, so that the vectors before them stay as they are.
pub(crate) fn later_changes() -> Vec<(String, Change)> {
    let (item, on) = (id(0x13), day("2024-02-29"));
    let fidya = |count| Change::Fidya { item, day: on, count };
    let rate = FidyaRate::new(amount("5.50"), Unit::new("EUR").unwrap());
    let policy = |policy| Change::Item(item, ItemPatch { make_up: Some(Some(policy)), ..ItemPatch::default() });
    let from = day("2024-01-01");
    let month = HijriMonth::new(1447, 9).unwrap();
    let six = Timeline::starting(day("2026-03-20"), Schedule::TimesInHijriMonth { month: 10, times: 6 });
    let of_item = |patch| Change::Item(item, patch);
    [
        ("fidya_put", fidya(MakeUpWrite::Put(30))),
        ("fidya_add", fidya(MakeUpWrite::Add(2))),
        ("fidya_take_back", fidya(MakeUpWrite::Add(-2))),
        ("remove_fidya", Change::Remove(RecordKey::Fidya(item, on))),
        ("erase_fidya", Change::Erase(RecordKey::Fidya(item, on))),
        ("item_fidya_rate", policy(MakeUpPolicy::new(0, from).fidya(rate.clone()))),
        ("item_make_up_all", policy(MakeUpPolicy::new(40, from).confirmed_until(on).fidya(rate))),
        ("sighting", Change::Sighting(month, SightingPatch { first_day: Some(day("2026-02-19")) })),
        ("sighting_none", Change::Sighting(HijriMonth::new(1600, 12).unwrap(), SightingPatch::default())),
        ("remove_sighting", Change::Remove(RecordKey::Sighting(month))),
        ("item_fast", of_item(ItemPatch { fast: Some(true), ..ItemPatch::default() })),
        ("schedule_times_in_hijri_month", of_item(ItemPatch { schedules: Some(six), ..ItemPatch::default() })),
    ]
    .into_iter()
    .chain(people())
    .map(|(name, change)| (name.to_owned(), change))
    .collect()
}

/// What stands between two people.
fn people() -> Vec<(&'static str, Change)> {
    let (relation, permission, user) = (id(0x1a), id(0x1b), id::<UserId>(0x02));
    let at = Timestamp::from_micros(1_709_208_000_123_456);
    let relation_of = |kind, role, state| {
        let patch = RelationPatch {
            with: Some(user),
            kind: Some(kind),
            role: Some(role),
            requested_at: Some(at),
            ..RelationPatch::into_state(state, at)
        };
        Change::Relation(relation, patch)
    };
    let into = |state| Change::Relation(relation, RelationPatch::into_state(state, at));
    let permission_for = |shared, level| {
        let patch = PermissionPatch {
            relation: Some(relation),
            shared: Some(shared),
            level: Some(level),
            granted_at: Some(at),
        };
        Change::Permission(permission, patch)
    };
    vec![
        ("relation_asked", relation_of(RelationKind::Friend, RelationRole::Requester, RelationState::Pending)),
        ("relation_received", relation_of(RelationKind::Follow, RelationRole::Receiver, RelationState::Pending)),
        ("relation_accepted", into(RelationState::Accepted)),
        ("relation_rejected", into(RelationState::Rejected)),
        ("relation_ended", into(RelationState::Ended)),
        ("remove_relation", Change::Remove(RecordKey::Relation(relation))),
        ("block", Change::Block(user, BlockPatch { blocked_at: Some(at) })),
        ("remove_block", Change::Remove(RecordKey::Block(user))),
        ("permission_read", permission_for(Shared::Deed(id(0x12)), PermissionLevel::Read)),
        ("permission_write", permission_for(Shared::Item(id(0x13)), PermissionLevel::Write)),
        (
            "permission_level",
            Change::Permission(
                permission,
                PermissionPatch { level: Some(PermissionLevel::Read), ..PermissionPatch::default() },
            ),
        ),
        ("remove_permission", Change::Remove(RecordKey::Permission(permission))),
    ]
}

fn structure() -> Vec<(&'static str, Change)> {
    let name = |text: &str| Some(Name::new(text).unwrap());
    let title = |text: &str| Some(Title::new(text).unwrap());
    let description = |text: &str| Some(Some(Description::new(text).unwrap()));
    let item = id(0x13);
    let condition = Condition { item, below: Below::No, test: Test::DaysAtLeast { n: 3, matching: Match::Logged } };
    vec![
        (
            "settings_all",
            Change::Settings(SettingsPatch {
                zone: Some("Asia/Riyadh".parse().unwrap()),
                day_start: Some(DayStart::from_minutes(180).unwrap()),
                first_weekday: Some(6),
            }),
        ),
        ("settings_none", Change::Settings(SettingsPatch::default())),
        ("group_all", Change::Group(id(0x11), GroupPatch { name: name("Prayers"), display_order: Some(2) })),
        (
            "deed_all",
            Change::Deed(
                id(0x12),
                DeedPatch {
                    category: Some(Category::Hasanaat),
                    measure: Some(Measure::Count),
                    unit: Some(Some(Unit::new("pages").unwrap())),
                    group: Some(Some(id(0x11))),
                    display_order: Some(300),
                },
            ),
        ),
        (
            "deed_cleared",
            Change::Deed(
                id(0x12),
                DeedPatch {
                    category: Some(Category::Saiyyiaat),
                    measure: Some(Measure::Scale),
                    unit: Some(None),
                    group: Some(None),
                    display_order: None,
                },
            ),
        ),
        (
            "item_all",
            Change::Item(
                item,
                ItemPatch {
                    deed: Some(id(0x12)),
                    parent: Some(Some(id(0x23))),
                    name: name("الفجر"),
                    description: description("Before sunrise.\nTwo rakʿāt."),
                    display_order: Some(1),
                    hide: Some(Hide::HideFromGraphs),
                    starts_on: Some(day("2024-01-01")),
                    archived_from: Some(Some(day("2025-01-01"))),
                    goals: Some(
                        Timeline::starting(day("2024-01-01"), Goal::ScoreAtLeast(2))
                            .with(day("2024-06-01"), Goal::ScoreAtLeast(3)),
                    ),
                    schedules: Some(Timeline::starting(day("2024-01-01"), Schedule::Daily)),
                    excuses: Some(Excuses::of_prayer()),
                    make_up: Some(Some(MakeUpPolicy::new(40, day("2024-01-01")).confirmed_until(day("2024-03-01")))),
                    fast: None,
                },
            ),
        ),
        (
            "item_cleared",
            Change::Item(
                item,
                ItemPatch {
                    parent: Some(None),
                    description: Some(None),
                    hide: Some(Hide::None),
                    archived_from: Some(None),
                    goals: Some(Timeline::default()),
                    schedules: Some(Timeline::default()),
                    excuses: Some(Excuses::new()),
                    make_up: Some(None),
                    ..ItemPatch::default()
                },
            ),
        ),
        (
            "item_hidden_without_confirmation",
            Change::Item(
                item,
                ItemPatch {
                    hide: Some(Hide::HideFromAll),
                    make_up: Some(Some(MakeUpPolicy::new(0, day("1900-01-01")))),
                    ..ItemPatch::default()
                },
            ),
        ),
        (
            "scale_all",
            Change::Scale(
                id(0x14),
                ScalePatch {
                    deed: Some(id(0x12)),
                    version: Some(2),
                    values: Some(vec![
                        ScaleValue { label: Label::new("missed").unwrap(), score: -1 },
                        ScaleValue { label: Label::new("on time").unwrap(), score: 1_000 },
                    ]),
                    mapping: Some(vec![Some(0), None, Some(1)]),
                    from_day: Some(day("2024-06-01")),
                },
            ),
        ),
        (
            "exemption_all",
            Change::Exemption(
                id(0x15),
                ExemptionPatch {
                    first_day: Some(day("2024-03-01")),
                    last_day: Some(Some(day("2024-03-07"))),
                    scope: Some(Scope::Item(item)),
                    reason: Some(Reason::Other(ReasonText::new("visitors").unwrap())),
                },
            ),
        ),
        ("exemption_scope_hasanaat", exemption(Scope::Hasanaat, Reason::Menstruation)),
        ("exemption_scope_deed", exemption(Scope::Deed(id(0x12)), Reason::Postnatal)),
        ("exemption_travel", exemption(Scope::Item(item), Reason::Travel)),
        ("exemption_illness", exemption(Scope::Item(item), Reason::Illness)),
        (
            "merit_all",
            Change::Merit(
                id(0x16),
                MeritPatch {
                    title: title("Forty days"),
                    description: description("of Fajr"),
                    category: Some(MeritCategory::Negative),
                    active: Some(false),
                    duration: Some(365),
                    rule: Some(condition.into()),
                    display_order: Some(0),
                },
            ),
        ),
        (
            "target_all",
            Change::Target(
                id(0x17),
                TargetPatch {
                    title: title("Ramadan"),
                    description: Some(None),
                    first_day: Some(day("2024-03-11")),
                    last_day: Some(day("2024-04-09")),
                    items: Some(vec![condition, condition]),
                    active: Some(true),
                },
            ),
        ),
        (
            "reminder_once",
            Change::Reminder(
                id(0x18),
                ReminderPatch {
                    title: title("Call"),
                    text: description("home"),
                    item: Some(None),
                    priority: Some(1),
                    time: Some(ReminderTime::Once { day: day("2024-06-01"), minute: 1_439 }),
                    active: Some(true),
                    completed_at: Some(Some(Timestamp::from_micros(1_717_243_200_000_001))),
                    snoozed_until: Some(None),
                },
            ),
        ),
        (
            "reminder_recurring",
            Change::Reminder(
                id(0x18),
                ReminderPatch {
                    item: Some(Some(item)),
                    time: Some(ReminderTime::Recurring { minute: 0, schedule: Schedule::Daily }),
                    completed_at: Some(None),
                    snoozed_until: Some(Some(Timestamp::from_micros(-1))),
                    ..ReminderPatch::default()
                },
            ),
        ),
    ]
}

fn exemption(scope: Scope, reason: Reason) -> Change {
    let patch =
        ExemptionPatch { last_day: Some(None), scope: Some(scope), reason: Some(reason), ..ExemptionPatch::default() };
    Change::Exemption(id(0x15), patch)
}

fn schedules() -> Vec<(String, Change)> {
    let weekdays = |days: &[Weekday]| Weekdays::new(days.iter().copied()).unwrap();
    [
        ("weekdays", Schedule::Weekdays(weekdays(&[Weekday::Mon, Weekday::Thu]))),
        ("every_weekday", Schedule::Weekdays(Weekdays::ALL)),
        ("times_per_week", Schedule::TimesPerWeek { times: 3, week_start: 6 }),
        ("times_per_month", Schedule::TimesPerMonth { times: 31 }),
        ("every_n_days", Schedule::EveryNDays { n: 3_660, from: day("2024-02-29") }),
        ("hijri_month_days", Schedule::HijriMonthDays(vec![13, 14, 15])),
        ("hijri_months", Schedule::HijriMonths(vec![9])),
        ("hijri_dates", Schedule::HijriDates(vec![(1, 9), (1, 10)])),
    ]
    .into_iter()
    .map(|(name, schedule)| {
        let schedules = Some(Timeline::starting(day("2100-12-31"), schedule));
        (format!("schedule_{name}"), Change::Item(id(0x13), ItemPatch { schedules, ..ItemPatch::default() }))
    })
    .collect()
}

fn goals() -> Vec<(String, Change)> {
    [
        ("amount_at_least", Goal::AmountAtLeast(Amount::MAX)),
        ("amount_at_most", Goal::AmountAtMost(Amount::ZERO)),
        ("score_at_most", Goal::ScoreAtMost(-2_000_000_000)),
    ]
    .into_iter()
    .map(|(name, goal)| {
        let goals = Some(Timeline::starting(day("1970-01-01"), goal));
        (format!("goal_{name}"), Change::Item(id(0x13), ItemPatch { goals, ..ItemPatch::default() }))
    })
    .collect()
}

fn rules() -> Vec<(String, Change)> {
    let item = id(0x13);
    let every = |matching| Condition { item, below: Below::Each, test: Test::EveryDay(matching) };
    let total = Condition { item, below: Below::Any, test: Test::TotalAtLeast(amount("604")) };
    [
        ("every_day_is", every(Match::Is(position(3))).into()),
        ("every_day_score_at_least", every(Match::ScoreAtLeast(1)).into()),
        ("every_day_score_at_most", every(Match::ScoreAtMost(-1)).into()),
        ("every_day_amount_at_least", every(Match::AmountAtLeast(amount("2.5"))).into()),
        ("every_day_amount_at_most", every(Match::AmountAtMost(Amount::ZERO)).into()),
        ("total_at_least", total.into()),
        (
            "nested",
            Rule::All(vec![
                Rule::Any(vec![total.into(), every(Match::Logged).into()]),
                Rule::AtLeast { n: 1, rules: vec![Rule::Not(Box::new(total.into()))] },
            ]),
        ),
    ]
    .into_iter()
    .map(|(name, rule)| {
        (format!("rule_{name}"), Change::Merit(id(0x16), MeritPatch { rule: Some(rule), ..MeritPatch::default() }))
    })
    .collect()
}

fn days() -> Vec<(&'static str, Change)> {
    let item = id(0x13);
    let note = |text: &str| Note::new(text).unwrap();
    let entry = |value, note| Change::Entry { item, day: day("2024-02-29"), value, note };
    let make_up = |count| Change::MakeUp { item, day: day("2024-02-29"), count };
    let reflection = |category, text: Option<&str>| Change::Reflection {
        day: day("2024-02-29"),
        category,
        text: text.map(|text| ReflectionText::new(text).unwrap()),
    };
    let days = vec![day("1900-01-01"), day("2024-02-28"), day("2024-02-29")];
    let amounts = ColumnValues::Count(vec![Amount::ZERO, amount("1.27"), Amount::MAX]);
    let positions = ColumnValues::Scale { scale: id(0x14), positions: vec![0, 99, 1] };
    let column = |values, notes| Change::Entries(EntryColumn::new(item, days.clone(), values, notes).unwrap());
    vec![
        ("entry_put_scale", entry(ValueWrite::Put(Value::Scale(position(2))), NoteWrite::Keep)),
        ("entry_put_count_with_note", entry(ValueWrite::Put(Value::Count(amount("33"))), NoteWrite::Set(note("slow")))),
        ("entry_add", entry(ValueWrite::Add(3_300), NoteWrite::Keep)),
        ("entry_take_back", entry(ValueWrite::Add(-3_300), NoteWrite::Keep)),
        ("entry_clear_note", entry(ValueWrite::Keep, NoteWrite::Clear)),
        ("entry_set_note", entry(ValueWrite::Keep, NoteWrite::Set(note("two\nlines")))),
        ("entries_count", column(amounts, vec![])),
        ("entries_scale_with_notes", column(positions, vec![(0, note("first")), (2, note("third"))])),
        ("reviewed", Change::Reviewed { day: day("2024-02-29"), reviewed: true }),
        ("not_reviewed", Change::Reviewed { day: day("1969-12-31"), reviewed: false }),
        ("make_up_put", make_up(MakeUpWrite::Put(4_294_967_295))),
        ("make_up_add", make_up(MakeUpWrite::Add(2))),
        ("make_up_take_back", make_up(MakeUpWrite::Add(-2))),
        ("reflection", reflection(Category::Hasanaat, Some("الحمد لله"))),
        ("reflection_removed", reflection(Category::Saiyyiaat, None)),
    ]
}

/// A key of every kind of record.
pub(crate) fn keys() -> Vec<RecordKey> {
    let (item, on) = (id(0x13), day("2024-02-29"));
    vec![
        RecordKey::Settings,
        RecordKey::Group(id(0x11)),
        RecordKey::Deed(id(0x12)),
        RecordKey::Item(item),
        RecordKey::Scale(id(0x14)),
        RecordKey::Exemption(id(0x15)),
        RecordKey::Merit(id(0x16)),
        RecordKey::Target(id(0x17)),
        RecordKey::Reminder(id(0x18)),
        RecordKey::Entry(item, on),
        RecordKey::Reviewed(on),
        RecordKey::MakeUp(item, on),
        RecordKey::Reflection(on, Category::Saiyyiaat),
    ]
}

/// Every header, by the name of its vector.
pub(crate) fn headers() -> Vec<(&'static str, Header)> {
    let plain = || Header::new(owner(), id(0x02), 1, Clock::new(112_541_250_355_200_000), Timestamp::from_micros(0));
    let with = |change: &dyn Fn(&mut Header)| {
        let mut header = plain();
        change(&mut header);
        header
    };
    let expects = Expects { catalogue: Some(7), revisions: Some(keys().into_iter().zip(0..).collect()) };
    vec![
        ("plain", plain()),
        (
            "all",
            with(&|header| {
                header.editor = Some(id(0x03));
                header.device_seq = u64::MAX;
                header.at = Timestamp::from_micros(1_717_243_200_123_456);
                header.zone = "Asia/Riyadh".parse().unwrap();
                header.day_start = DayStart::from_minutes(720).unwrap();
                header.request = Some(id(0x04));
                header.origin = Some(Origin::Redo(300));
                header.expects = Some(expects.clone());
            }),
        ),
        ("authored", with(&|header| header.origin = Some(Origin::Authored))),
        ("undo", with(&|header| header.origin = Some(Origin::Undo(1)))),
        ("erasure", with(&|header| header.origin = Some(Origin::Erasure))),
        ("expects_nothing", with(&|header| header.expects = Some(Expects::default()))),
        (
            "before_1970",
            with(&|header| {
                header.clock = Clock::new(-1);
                header.at = Timestamp::from_micros(-1_000_000);
            }),
        ),
    ]
}
