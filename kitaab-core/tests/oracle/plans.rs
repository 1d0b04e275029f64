//! Plans of worlds: what proptest draws and shrinks.
//!
//! Plain numbers, where one thing names another by an index that is taken modulo how many there are,
//! and days are counted from the world's first. [`super::worlds`] builds books from them.

use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;

/// How many days may hold entries, counted from the world's first day.
pub(super) const SPAN: i32 = 70;
/// How far windows may reach before them.
pub(super) const BEFORE: i32 = 370;
/// How far they may reach after them.
pub(super) const AFTER: i32 = 45;

/// The plan of a book and of what is asked about it.
#[derive(Clone, Debug)]
pub(crate) struct WorldPlan {
    pub(super) first: FirstDay,
    pub(super) deeds: Vec<DeedPlan>,
    pub(super) exemptions: Vec<ExemptionPlan>,
    pub(super) reviewed: Vec<i32>,
    /// Hijri months, counted from the one of the first day, and how many days late each begins.
    pub(super) sightings: Vec<(i32, i32)>,
    /// In how many of 100 days there may be entries at all, so that some days stay unlogged.
    pub(super) logged_days: u8,
    pub(super) question: Question,
}

#[derive(Clone, Debug)]
pub(super) struct Question {
    pub(super) rule: RulePlan,
    pub(super) window: (i32, u16),
    pub(super) duration: u16,
    pub(super) days: (i32, i32),
    pub(super) target: TargetPlan,
    pub(super) today: u8,
    pub(super) made_up: Vec<(i32, u32)>,
    pub(super) fidya: Vec<(i32, u32)>,
    pub(super) pace: (bool, u32, u16),
}

/// Where the world lies in the calendar.
#[derive(Clone, Copy, Debug)]
pub(super) enum FirstDay {
    /// So many days before the end of February of a year.
    FebruaryOf(i32, i32),
    Plain(i32),
    /// So many days before the first day of a Hijri month.
    BeforeHijri(u16, u8, i32),
    Earliest,
    Latest,
}

#[derive(Clone, Debug)]
pub(super) struct DeedPlan {
    pub(super) bad: bool,
    pub(super) count: bool,
    pub(super) scales: Vec<ScalePlan>,
    pub(super) items: Vec<ItemPlan>,
}

#[derive(Clone, Debug)]
pub(super) struct ScalePlan {
    pub(super) scores: Vec<i32>,
    pub(super) by_position: bool,
    pub(super) mapping: Vec<Option<u8>>,
    pub(super) from: i32,
}

#[derive(Clone, Debug)]
pub(super) struct ItemPlan {
    pub(super) parent: u8,
    pub(super) starts: i32,
    pub(super) archived: Option<i32>,
    pub(super) hide: u8,
    pub(super) fast: bool,
    pub(super) schedules: Vec<(i32, SchedulePlan)>,
    pub(super) goals: Vec<(i32, u8, u8)>,
    pub(super) excuses: Vec<(u8, bool, bool)>,
    pub(super) make_up: Option<(u32, i32, Option<i32>, Option<u8>)>,
    pub(super) density: u8,
    pub(super) entries: Vec<u16>,
}

#[derive(Clone, Debug)]
pub(super) enum SchedulePlan {
    Daily,
    Weekdays(u8),
    PerWeek(u8, u8),
    PerMonth(u8),
    EveryNDays(u16, i32),
    HijriMonthDays(Vec<u8>),
    /// Months counted from the world's first.
    HijriMonths(Vec<u8>),
    HijriDates(Vec<(u8, u8)>),
    TimesInHijriMonth(u8, u8),
}

#[derive(Clone, Debug)]
pub(super) struct ExemptionPlan {
    pub(super) first: i32,
    pub(super) length: Option<i32>,
    pub(super) scope: (u8, u8),
    pub(super) reason: u8,
}

#[derive(Clone, Debug)]
pub(super) enum RulePlan {
    Condition(ConditionPlan),
    All(Vec<RulePlan>),
    Any(Vec<RulePlan>),
    AtLeast(u8, Vec<RulePlan>),
    Not(Box<RulePlan>),
}

#[derive(Clone, Debug)]
pub(super) struct ConditionPlan {
    pub(super) item: u8,
    pub(super) below: u8,
    pub(super) test: TestPlan,
}

#[derive(Clone, Debug)]
pub(super) enum TestPlan {
    Total(u8),
    Days(u16, MatchPlan),
    EveryDay(MatchPlan),
}

/// What is matched by: mostly of the item's own deed and measure.
#[derive(Clone, Debug)]
pub(super) struct MatchPlan {
    pub(super) kind: u8,
    /// One in eight asks for a value of any deed, one in sixteen for the other measure.
    pub(super) astray: u8,
    pub(super) deed: u8,
    pub(super) scale: u8,
    pub(super) number: u8,
}

#[derive(Clone, Debug)]
pub(super) struct TargetPlan {
    pub(super) first: i32,
    pub(super) length: i32,
    pub(super) items: Vec<ConditionPlan>,
}

fn first_day() -> impl Strategy<Value = FirstDay> {
    // The later in the century, the fewer days there are in which a naive search can look for the
    // day on which a target might be completed.
    prop_oneof![
        8 => (prop_oneof![6 => Just(2096), 1 => Just(2092), 1 => Just(2024), 1 => Just(2000)], 0..SPAN)
            .prop_map(|(year, before)| FirstDay::FebruaryOf(year, before)),
        1 => (prop_oneof![1 => Just(1900), 9 => Just(2100)], 0..SPAN)
            .prop_map(|(year, before)| FirstDay::FebruaryOf(year, before)),
        3 => (44_000..47_000_i32).prop_map(FirstDay::Plain),
        4 => (prop_oneof![9 => 1_515..1_523_u16, 1 => 1_440..1_450_u16], prop_oneof![Just(10_u8), Just(12_u8)], 0..SPAN)
            .prop_map(|(year, month, before)| FirstDay::BeforeHijri(year, month, before)),
        1 => Just(FirstDay::Earliest),
        1 => Just(FirstDay::Latest),
    ]
}

fn scale() -> impl Strategy<Value = ScalePlan> {
    let mapping = vec(weighted(0.85, any::<u8>()), 4);
    (vec(-1..5_i32, 2..=4), prop::bool::weighted(0.6), mapping, -20..SPAN)
        .prop_map(|(scores, by_position, mapping, from)| ScalePlan { scores, by_position, mapping, from })
}

fn schedule() -> impl Strategy<Value = SchedulePlan> {
    prop_oneof![
        2 => Just(SchedulePlan::Daily),
        3 => (1..128_u8).prop_map(SchedulePlan::Weekdays),
        3 => (1..=7_u8, 0..7_u8).prop_map(|(times, start)| SchedulePlan::PerWeek(times, start)),
        3 => (5..=7_u8, 0..7_u8).prop_map(|(times, start)| SchedulePlan::PerWeek(times, start)),
        2 => (1..=31_u8).prop_map(SchedulePlan::PerMonth),
        2 => (1..9_u16, -30..100_i32).prop_map(|(n, from)| SchedulePlan::EveryNDays(n, from)),
        1 => vec(1..=30_u8, 1..6).prop_map(SchedulePlan::HijriMonthDays),
        1 => vec(0..12_u8, 1..4).prop_map(SchedulePlan::HijriMonths),
        1 => vec((0..4_u8, 1..=30_u8), 1..9).prop_map(SchedulePlan::HijriDates),
        2 => (0..4_u8, 1..=30_u8).prop_map(|(month, times)| SchedulePlan::TimesInHijriMonth(month, times)),
    ]
}

fn item() -> impl Strategy<Value = ItemPlan> {
    let starts = prop_oneof![3 => -40..5_i32, 1 => 0..SPAN];
    let from = || prop_oneof![1 => -30..3_i32, 1 => 0..SPAN];
    let weekly = (-30..3_i32, (4..=7_u8, 0..7_u8).prop_map(|(times, start)| SchedulePlan::PerWeek(times, start)));
    let in_hijri_month =
        (-60..-20_i32, (0..3_u8, 1..=30_u8).prop_map(|(month, times)| SchedulePlan::TimesInHijriMonth(month, times)));
    let schedules = prop_oneof![
        5 => Just(vec![]),
        4 => vec(weekly, 1),
        2 => vec(in_hijri_month, 1),
        6 => vec((from(), schedule()), 1),
        6 => vec((from(), schedule()), 2..=3),
    ];
    let goals = prop_oneof![3 => vec((-10..SPAN, any::<u8>(), 0..5_u8), 0..=0), 2 => vec((-10..SPAN, any::<u8>(), 0..5_u8), 1..=2)];
    let excuses = vec((0..5_u8, prop::bool::weighted(0.7), any::<bool>()), 0..=4);
    let make_up = weighted(0.4, (0..4_u32, -10..SPAN, weighted(0.5, -5..SPAN + 5), weighted(0.4, 1..=255_u8)));
    let density = prop_oneof![1 => Just(0_u8), 2 => 1..30_u8, 3 => 30..100_u8, 2 => Just(100_u8)];
    (
        (any::<u8>(), starts, weighted(0.2, 0..SPAN), 0..3_u8, prop::bool::weighted(0.3)),
        (schedules, goals, excuses, make_up),
        (density, vec(0..1000_u16, usize::try_from(SPAN).unwrap())),
    )
        .prop_map(
            |((parent, starts, archived, hide, fast), (schedules, goals, excuses, make_up), (density, entries))| {
                ItemPlan { parent, starts, archived, hide, fast, schedules, goals, excuses, make_up, density, entries }
            },
        )
}

fn deed() -> impl Strategy<Value = DeedPlan> {
    (any::<bool>(), any::<bool>(), vec(scale(), 1..=3), prop_oneof![1 => vec(item(), 1), 3 => vec(item(), 2..=4)])
        .prop_map(|(bad, count, scales, items)| DeedPlan { bad, count, scales, items })
}

fn exemption() -> impl Strategy<Value = ExemptionPlan> {
    let length = prop_oneof![8 => (1..25_i32).prop_map(Some), 2 => Just(None), 1 => Just(Some(0))];
    (-20..SPAN, length, (0..3_u8, any::<u8>()), 0..5_u8).prop_map(|(first, length, scope, reason)| ExemptionPlan {
        first,
        length,
        scope,
        reason,
    })
}

fn matching() -> impl Strategy<Value = MatchPlan> {
    (any::<u8>(), any::<u8>(), any::<u8>(), any::<u8>(), 0..6_u8)
        .prop_map(|(kind, astray, deed, scale, number)| MatchPlan { kind, astray, deed, scale, number })
}

fn condition() -> impl Strategy<Value = ConditionPlan> {
    let days = prop_oneof![3 => 1..8_u16, 1 => 1..60_u16];
    let test = prop_oneof![
        2 => (1..60_u8).prop_map(TestPlan::Total),
        3 => (days, matching()).prop_map(|(n, matching)| TestPlan::Days(n, matching)),
        5 => matching().prop_map(TestPlan::EveryDay),
    ];
    (any::<u8>(), 0..3_u8, test).prop_map(|(item, below, test)| ConditionPlan { item, below, test })
}

/// A rule at most so deep.
fn rule(depth: usize) -> BoxedStrategy<RulePlan> {
    let lone = condition().prop_map(RulePlan::Condition);
    if depth == 1 {
        return lone.boxed();
    }
    let parts = || vec(rule(depth - 1), 1..=3);
    prop_oneof![
        4 => lone,
        1 => parts().prop_map(RulePlan::All),
        1 => parts().prop_map(RulePlan::Any),
        1 => (any::<u8>(), parts()).prop_map(|(n, parts)| RulePlan::AtLeast(n, parts)),
        1 => rule(depth - 1).prop_map(|part| RulePlan::Not(Box::new(part))),
    ]
    .boxed()
}

fn window_length() -> impl Strategy<Value = u16> {
    prop_oneof![20 => 1..15_u16, 20 => 1..=60_u16, 1 => Just(365_u16)]
}

fn question() -> impl Strategy<Value = Question> {
    // Most conditions are out of reach at once; those that ask only for entries stay open for longer.
    let logged = (prop_oneof![Just(0_u8), Just(5_u8)], any::<u8>()).prop_map(|(kind, number)| {
        TestPlan::EveryDay(MatchPlan { kind, astray: 0, deed: 0, scale: 0, number: number % 6 })
    });
    let open = (any::<u8>(), prop_oneof![Just(0_u8), Just(2_u8)], logged)
        .prop_map(|(item, below, test)| ConditionPlan { item, below, test });
    let items = prop_oneof![5 => vec(condition(), 1..=3), 4 => vec(open, 1)];
    let length = prop_oneof![1 => 0..AFTER, 1 => 6..14_i32];
    let target = (-10..SPAN, length, items).prop_map(|(first, length, items)| TargetPlan { first, length, items });
    (
        (rule(5), (0..SPAN + 10, window_length()), window_length(), (0..SPAN, 1..5_i32)),
        (target, any::<u8>(), settled(), settled()),
        (any::<bool>(), 1..4_u32, 1..30_u16),
    )
        .prop_map(|((rule, window, duration, days), (target, today, made_up, fidya), pace)| Question {
            rule,
            window,
            duration,
            days,
            target,
            today,
            made_up,
            fidya,
            pace,
        })
}

/// Plans of worlds.
pub(crate) fn worlds() -> impl Strategy<Value = WorldPlan> {
    (
        first_day(),
        prop_oneof![3 => vec(deed(), 1), 3 => vec(deed(), 2), 1 => vec(deed(), 3..=4)],
        vec(exemption(), 0..=5),
        prop_oneof![1 => vec(0..SPAN, 0..=3), 1 => vec(0..SPAN, 0..40)],
        prop_oneof![2 => Just(100_u8), 2 => 20..100_u8],
        // Mostly as a sighting may be set, sometimes as several devices may leave them.
        vec((-2..5_i32, prop_oneof![4 => -2..=2_i32, 1 => -6..=6_i32]), 0..4),
        question(),
    )
        .prop_map(|(first, deeds, exemptions, reviewed, logged_days, sightings, question)| WorldPlan {
            first,
            deeds,
            exemptions,
            reviewed,
            sightings,
            logged_days,
            question,
        })
}

/// On which days how much was settled.
fn settled() -> impl Strategy<Value = Vec<(i32, u32)>> {
    vec((0..SPAN + 10, 0..3_u32), 0..4)
}
